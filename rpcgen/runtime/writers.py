"""Writers of any complete type, either byte order."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from struct import Struct

from rpcgen.runtime.parts import (
    ARRAY_BYTES_MAX,
    PADDING,
    EncodeError,
    Value,
    Variant,
    boolean,
    path,
    signature_text,
    text,
)
from rpcgen.runtime.signature import (
    ALIGNMENT,
    CONTAINER_DEPTH_MAX,
    FIXED,
    SIGNATURES_CACHED_MAX,
    complete_types,
    single_type,
)

Writer = Callable[[bytearray, Value, int], None]
"""(out, value, containers already open); aligns by len(out)"""


@lru_cache(maxsize=SIGNATURES_CACHED_MAX)
def writer_of(kind: str, order: str) -> Writer:
    """The writer of one complete type; `order` is "<" or ">"."""
    code = kind[0]
    if code in FIXED:
        return _fixed_writer(code, order)
    if code == "b":
        write_number = _fixed_writer("u", order)
        return lambda out, value, depth: write_number(out, boolean(value), depth)
    if code in "so":
        return _text_writer(path if code == "o" else text, order)
    if code == "g":
        return _write_signature
    if code == "v":
        return _variant_writer(order)
    if code in "({":
        return _struct_writer(complete_types(kind[1:-1]), order)
    return _array_writer(kind[1:], order)


def _fixed_writer(code: str, order: str) -> Writer:
    letter, size = FIXED[code]
    pack = Struct(order + letter).pack

    def write(out: bytearray, value: Value, depth: int) -> None:
        out += PADDING[-len(out) % size]
        out += pack(value)

    return write


def _text_writer(to_bytes: Callable[[str], bytes], order: str) -> Writer:
    pack = Struct(order + "I").pack

    def write(out: bytearray, value: str, depth: int) -> None:
        data = to_bytes(value)
        out += PADDING[-len(out) % 4] + pack(len(data)) + data + b"\0"

    return write


def _write_signature(out: bytearray, value: str, depth: int) -> None:
    data = signature_text(value)
    out += bytes((len(data),)) + data + b"\0"


def _variant_writer(order: str) -> Writer:
    def write(out: bytearray, value: Variant, depth: int) -> None:
        _check_encode_depth(depth)
        kind = single_type(value.signature)
        _write_signature(out, kind, depth)
        writer_of(kind, order)(out, value.value, depth + 1)

    return write


def _struct_writer(kinds: tuple[str, ...], order: str) -> Writer:
    writers = [writer_of(kind, order) for kind in kinds]

    def write(out: bytearray, value: Sequence[Value], depth: int) -> None:
        _check_encode_depth(depth)
        if len(value) != len(writers) or isinstance(value, str):
            raise EncodeError(f"{value!r:.200} is not a struct of {len(writers)} values")
        out += PADDING[-len(out) % 8]
        for write_field, field in zip(writers, value, strict=True):
            write_field(out, field, depth + 1)

    return write


def _array_writer(element: str, order: str) -> Writer:
    pack = Struct(order + "I").pack
    alignment = ALIGNMENT[element[0]]
    write_elements = _elements_writer(element, order)

    def write(out: bytearray, value: Value, depth: int) -> None:
        _check_encode_depth(depth)
        out += PADDING[-len(out) % 4]
        length_at = len(out)
        out += PADDING[4]
        out += PADDING[-len(out) % alignment]
        start = len(out)
        write_elements(out, value, depth + 1)
        length = len(out) - start
        if length > ARRAY_BYTES_MAX:
            raise EncodeError(f"array of {length} bytes, {ARRAY_BYTES_MAX} at most")
        out[length_at : length_at + 4] = pack(length)

    return write


def _elements_writer(element: str, order: str) -> Writer:
    if element == "y":
        return _write_bytes
    if element in FIXED:
        return _numbers_writer(FIXED[element][0], order)
    write_element = writer_of(element, order)
    if element[0] == "{":

        def write_entries(
            out: bytearray,
            value: Mapping[Value, Value],
            depth: int,
        ) -> None:
            for entry in value.items():
                write_element(out, entry, depth)

        return write_entries

    def write(out: bytearray, value: Iterable[Value], depth: int) -> None:
        _refuse_scalar_iterables(value)
        for item in value:
            write_element(out, item, depth)

    return write


def _write_bytes(out: bytearray, value: bytes, depth: int) -> None:
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise EncodeError(f"not bytes: {value!r:.200}")
    out += value


def _numbers_writer(letter: str, order: str) -> Writer:
    def write(out: bytearray, value: Sequence[Value], depth: int) -> None:
        _refuse_scalar_iterables(value)
        out += struct.pack(f"{order}{len(value)}{letter}", *value)

    return write


def _refuse_scalar_iterables(value: object) -> None:
    if isinstance(value, (str, bytes, Mapping)):
        raise EncodeError(f"not a list: {value!r:.200}")


def _check_encode_depth(depth: int) -> None:
    if depth >= CONTAINER_DEPTH_MAX:
        raise EncodeError(f"over {CONTAINER_DEPTH_MAX} nested containers")
