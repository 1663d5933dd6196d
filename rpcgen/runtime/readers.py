"""Readers of any complete type, either byte order. Everything read is validated."""

import struct
from collections.abc import Callable
from functools import lru_cache
from struct import Struct

from rpcgen.runtime.parts import (
    ARRAY_BYTES_MAX,
    DecodeError,
    Value,
    Variant,
    expect_zero,
    pack_u32,
    read_path,
    read_signature,
    read_string,
)
from rpcgen.runtime.signature import (
    ALIGNMENT,
    CONTAINER_DEPTH_MAX,
    FIXED,
    SIGNATURES_CACHED_MAX,
    SignatureError,
    complete_types,
    single_type,
)

Reader = Callable[[bytes, int, int], tuple[Value, int]]
"""(body, offset, containers already open) -> (value, offset behind it)"""


@lru_cache(maxsize=SIGNATURES_CACHED_MAX)
def reader_of(kind: str, order: str) -> Reader:
    """The reader of one complete type; `order` is "<" or ">"."""
    code = kind[0]
    if code in FIXED:
        return _fixed_reader(code, order)
    if code == "b":
        return _boolean_reader(order)
    if code in "so":
        return _text_reader(code, order)
    if code == "g":
        return read_signature
    if code == "v":
        return _variant_reader(order)
    if code == "(":
        return _struct_reader(complete_types(kind[1:-1]), order)
    return _array_reader(kind[1:], order)


def _fixed_reader(code: str, order: str) -> Reader:
    letter, size = FIXED[code]
    unpack = Struct(order + letter).unpack_from

    def read(body: bytes, at: int, depth: int) -> tuple[Value, int]:
        start = at + size - 1 & -size
        if start != at:
            expect_zero(body, at, start)
        return unpack(body, start)[0], start + size

    return read


def _boolean_reader(order: str) -> Reader:
    read_number = _fixed_reader("u", order)

    def read(body: bytes, at: int, depth: int) -> tuple[bool, int]:
        number, end = read_number(body, at, depth)
        if number > 1:
            raise DecodeError(f"boolean at {at} is {number}")
        return number == 1, end

    return read


def _text_reader(code: str, order: str) -> Reader:
    if order == "<":
        return read_path if code == "o" else read_string
    unpack = Struct(order + "I").unpack_from
    little = read_path if code == "o" else read_string

    def read(body: bytes, at: int, depth: int) -> tuple[str, int]:
        start = at + 3 & -4
        if start != at:
            expect_zero(body, at, start)
        (length,) = unpack(body, start)
        data = body[start + 4 : start + 5 + length]
        value, _ = little(pack_u32(length) + data, 0)
        return value, start + 5 + length

    return read


def _variant_reader(order: str) -> Callable[[bytes, int, int], tuple[Variant, int]]:
    def read(body: bytes, at: int, depth: int) -> tuple[Variant, int]:
        _check_depth(depth)
        kind, at = read_signature(body, at)
        try:
            single_type(kind)
        except SignatureError as error:
            raise DecodeError(str(error)) from error
        value, end = reader_of(kind, order)(body, at, depth + 1)
        return Variant(kind, value), end

    return read


def _struct_reader(kinds: tuple[str, ...], order: str) -> Reader:
    readers = [reader_of(kind, order) for kind in kinds]

    def read(body: bytes, at: int, depth: int) -> tuple[tuple[Value, ...], int]:
        _check_depth(depth)
        start = at + 7 & -8
        if start != at:
            expect_zero(body, at, start)
        at = start
        values = []
        for read_field in readers:
            value, at = read_field(body, at, depth + 1)
            values.append(value)
        return tuple(values), at

    return read


def _array_reader(element: str, order: str) -> Reader:
    read_length = _fixed_reader("u", order)
    alignment = ALIGNMENT[element[0]]
    read_elements = _elements_reader(element, order)

    def read(body: bytes, at: int, depth: int) -> tuple[Value, int]:
        _check_depth(depth)
        length, at = read_length(body, at, depth)
        if length > ARRAY_BYTES_MAX:
            raise DecodeError(f"array of {length} bytes, {ARRAY_BYTES_MAX} at most")
        start = at + alignment - 1 & -alignment
        if start != at:
            expect_zero(body, at, start)
        end = start + length
        if end > len(body):
            raise DecodeError(f"array at {at} ends behind the body")
        return read_elements(body, start, end, depth + 1), end

    return read


def _elements_reader(element: str, order: str) -> Callable[[bytes, int, int, int], Value]:
    if element == "y":
        return lambda body, start, end, depth: body[start:end]
    if element in FIXED:
        return _numbers_reader(element, order)
    if element[0] == "{":
        return _entries_reader(_struct_reader(complete_types(element[1:-1]), order))
    read_element = reader_of(element, order)

    def read(body: bytes, at: int, end: int, depth: int) -> list[Value]:
        values = []
        while at < end:
            value, at = read_element(body, at, depth)
            values.append(value)
        _expect_array_end(at, end)
        return values

    return read


def _numbers_reader(code: str, order: str) -> Callable[[bytes, int, int, int], list[Value]]:
    letter, size = FIXED[code]

    def read(body: bytes, at: int, end: int, depth: int) -> list[Value]:
        count, rest = divmod(end - at, size)
        if rest:
            raise DecodeError(f"array at {at} ends inside an element")
        return list(struct.unpack_from(f"{order}{count}{letter}", body, at))

    return read


def _entries_reader(
    read_entry: Reader,
) -> Callable[[bytes, int, int, int], dict[Value, Value]]:
    def read(body: bytes, at: int, end: int, depth: int) -> dict[Value, Value]:
        values = {}
        while at < end:
            (key, value), at = read_entry(body, at, depth)
            values[key] = value
        _expect_array_end(at, end)
        return values

    return read


def _expect_array_end(at: int, end: int) -> None:
    if at != end:
        raise DecodeError(f"array ends at {end}, its last element at {at}")


def _check_depth(depth: int) -> None:
    if depth >= CONTAINER_DEPTH_MAX:
        raise DecodeError(f"over {CONTAINER_DEPTH_MAX} nested containers")
