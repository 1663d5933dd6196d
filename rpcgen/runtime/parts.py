"""Pieces that generated straight-line code and the generic codec are made of, little endian.

Strings, paths, signatures and padding, checked both ways as the specification asks.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any  # Only for Value, below.

from rpcgen.runtime.signature import SIGNATURE_LENGTH_MAX, SignatureError, complete_types

Value = Any  # A value of the generic codec has the type that its signature says.

ARRAY_BYTES_MAX = 64 << 20  # D-Bus specification, "Summary of D-Bus marshalling"

PADDING = tuple(bytes(count) for count in range(8))  # PADDING[n]: n zero bytes
TEXT_TAIL = tuple(bytes(1 + (3 - length) % 4) for length in range(4))
# TEXT_TAIL[len & 3]: the NUL of a string and the padding up to the next 4

_OBJECT_PATH = re.compile(r"/(?:[A-Za-z0-9_]+(?:/[A-Za-z0-9_]+)*)?")
_PATH_BYTES = b"/_" + bytes(c for c in range(128) if chr(c).isalnum())
_BOOLEANS: dict[object, int] = {False: 0, True: 1}

U32 = Struct("<I")
pack_u32 = U32.pack
unpack_u32 = U32.unpack_from


class DecodeError(ValueError):
    """The bytes are not what their signature says."""


class EncodeError(ValueError):
    """The value is not of the type that it should be sent as."""


ENCODE_FAULTS = (TypeError, ValueError, AttributeError, OverflowError, struct.error)
"""All that a generated encoder may raise for a value of the wrong type."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A value with its own type, one complete type."""

    signature: str
    value: object


def text(value: str) -> bytes:
    """UTF-8 of a string that D-Bus allows. Raises ValueError (a NUL or a lone surrogate in it)."""
    data = value.encode()
    if 0 in data:
        raise EncodeError(f"string with a NUL: {value!r:.200}")
    return data


def path(value: str) -> bytes:
    """Bytes of an object path. Raises EncodeError."""
    if _OBJECT_PATH.fullmatch(value) is None:
        raise EncodeError(f"not an object path: {value!r:.200}")
    return value.encode()


def signature_text(value: str) -> bytes:
    """Bytes of a signature. Raises SignatureError."""
    complete_types(value)
    return value.encode()


def boolean(value: object) -> int:
    """1 or 0. Raises EncodeError for what is neither True nor False."""
    number = _BOOLEANS.get(value)
    if number is None:
        raise EncodeError(f"not a boolean: {value!r:.200}")
    return number


def string_array(values: Sequence[str], *, paths: bool = False) -> bytes:
    """The elements of an `as` or `ao` behind its length: first one 4-aligned, no padding at the
    end. Raises EncodeError."""
    if isinstance(values, str):
        raise EncodeError(f"not a list of strings: {values!r:.200}")
    if not values:
        return b""
    if len(set(map(len, values))) == 1 and "".join(values).isascii():
        data = _even_string_array(values, paths)
        if data is not None:
            return data
    to_bytes = path if paths else text
    texts = [to_bytes(value) for value in values]
    parts = [pack_u32(len(data)) + data + TEXT_TAIL[len(data) & 3] for data in texts]
    last = texts[-1]
    parts[-1] = pack_u32(len(last)) + last + b"\0"
    return _checked_array(b"".join(parts))


def _even_string_array(values: Sequence[str], paths: bool) -> bytes | None:
    """All elements of one length: a single join. None when an element needs a closer look."""
    length = len(values[0])
    if length == 0:
        return None
    joined = "\0".join(values).encode()
    if joined.count(0) != len(values) - 1:
        return None
    if paths and (
        joined.translate(None, _PATH_BYTES + b"\0")
        or not joined.startswith(b"/")
        or joined.endswith(b"/")
        or b"//" in joined
        or b"/\0" in joined
        or joined.count(b"\0/") != len(values) - 1
    ):
        return None
    head = pack_u32(length).decode("latin-1")
    between = "\0" * len(TEXT_TAIL[length & 3]) + head
    return _checked_array((head + between.join(values) + "\0").encode("latin-1"))


def _checked_array(data: bytes) -> bytes:
    if len(data) > ARRAY_BYTES_MAX:
        raise EncodeError(f"array of {len(data)} bytes, {ARRAY_BYTES_MAX} at most")
    return data


def expect_end(body: bytes, at: int) -> None:
    """Raises DecodeError unless the body ends here."""
    if at != len(body):
        raise DecodeError(f"{len(body) - at} bytes behind the last argument")


def expect_zero(body: bytes, start: int, end: int) -> None:
    """Raises DecodeError unless the padding [start, end) is there and zero."""
    if end > len(body) or body[start:end].strip(b"\0"):
        raise DecodeError(f"padding at {start} is not zero")


def read_string(body: bytes, at: int, depth: int = 0) -> tuple[str, int]:
    """A string and the offset behind it. Raises DecodeError, or struct.error when cut short."""
    start = at + 3 & -4
    if start != at:
        expect_zero(body, at, start)
    begin = start + 4
    end = begin + unpack_u32(body, start)[0]
    if body.find(0, begin, end + 1) != end:
        raise DecodeError(f"string at {at} does not end with its only NUL")
    return _utf8(body[begin:end], at), end + 1


def read_path(body: bytes, at: int, depth: int = 0) -> tuple[str, int]:
    """An object path and the offset behind it. Raises like read_string."""
    value, end = read_string(body, at)
    if _OBJECT_PATH.fullmatch(value) is None:
        raise DecodeError(f"not an object path: {value!r:.200}")
    return value, end


def read_signature(body: bytes, at: int, depth: int = 0) -> tuple[str, int]:
    """A signature and the offset behind it. Raises DecodeError."""
    begin = at + 1
    end = begin + (body[at] if at < len(body) else SIGNATURE_LENGTH_MAX)
    if body.find(0, begin, end + 1) != end:
        raise DecodeError(f"signature at {at} does not end with its only NUL")
    value = _utf8(body[begin:end], at)
    try:
        complete_types(value)
    except SignatureError as error:
        raise DecodeError(str(error)) from error
    return value, end + 1


def _utf8(data: bytes, at: int) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DecodeError(f"string at {at} is not UTF-8") from error
