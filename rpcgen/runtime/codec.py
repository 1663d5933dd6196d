"""D-Bus marshalling for generated code: the codec of any signature, and the parts it offers.

Python values: bool; int; float; str for s, o, g; bytes for ay; list; dict; tuple for structs;
Variant. Knows nothing of messages.
"""

import struct
from collections.abc import Callable, Sequence
from functools import lru_cache

from rpcgen.runtime.parts import (
    ARRAY_BYTES_MAX,
    ENCODE_FAULTS,
    PADDING,
    TEXT_TAIL,
    U32,
    DecodeError,
    EncodeError,
    Value,
    Variant,
    boolean,
    expect_end,
    expect_zero,
    pack_u32,
    path,
    read_path,
    read_signature,
    read_string,
    signature_text,
    string_array,
    text,
    unpack_u32,
)
from rpcgen.runtime.readers import Reader, reader_of
from rpcgen.runtime.signature import (
    SIGNATURES_CACHED_MAX,
    SignatureError,
    complete_types,
    single_type,
)
from rpcgen.runtime.writers import Writer, writer_of

__all__ = [
    "ARRAY_BYTES_MAX",
    "ENCODE_FAULTS",
    "PADDING",
    "TEXT_TAIL",
    "U32",
    "DecodeError",
    "EncodeError",
    "SignatureError",
    "Value",
    "Variant",
    "boolean",
    "complete_types",
    "decode",
    "decoder",
    "encode",
    "encode_at",
    "expect_end",
    "expect_zero",
    "pack_u32",
    "path",
    "read_path",
    "read_signature",
    "read_string",
    "read_variant",
    "reader",
    "signature_text",
    "single_type",
    "string_array",
    "text",
    "unpack_u32",
]


def decode(signature: str, body: bytes, little: bool = True) -> tuple[Value, ...]:
    """The values of a message body. Raises DecodeError."""
    return decoder(signature, little)(body)


@lru_cache(maxsize=SIGNATURES_CACHED_MAX)
def decoder(signature: str, little: bool = True) -> Callable[[bytes], tuple[Value, ...]]:
    """The decoder of bodies of this signature. Raises DecodeError when the signature is invalid."""
    order = "<" if little else ">"
    try:
        readers = [reader_of(kind, order) for kind in complete_types(signature)]
    except SignatureError as error:
        raise DecodeError(str(error)) from error

    def decode_body(body: bytes) -> tuple[Value, ...]:
        at = 0
        values = []
        try:
            for read in readers:
                value, at = read(body, at, 0)
                values.append(value)
        except struct.error as error:
            raise DecodeError(f"body of {len(body)} bytes ends early at {at}") from error
        expect_end(body, at)
        return tuple(values)

    return decode_body


def encode(
    signature: str,
    values: Sequence[Value],
    little: bool = True,
) -> bytes:
    """A message body. Raises EncodeError."""
    types = complete_types(signature)
    if len(types) != len(values):
        raise EncodeError(f"{len(values)} values for signature {signature!r}")
    out = bytearray()
    order = "<" if little else ">"
    for kind, value in zip(types, values, strict=True):
        _write(writer_of(kind, order), out, value, kind)
    return bytes(out)


def encode_at(
    kind: str,
    value: Value,
    offset: int,
) -> bytes:
    """One value as it stands `offset` bytes behind an 8-aligned place, its leading padding first.
    Raises EncodeError."""
    out = bytearray(offset & 7)
    _write(writer_of(single_type(kind), "<"), out, value, kind)
    return bytes(out[offset & 7 :])


def read_variant(body: bytes, at: int, depth: int = 0) -> tuple[Variant, int]:
    """A variant and the offset behind it. Raises like read_string."""
    value, end = _read_variant(body, at, depth)
    return value, end


def reader(kind: str) -> Reader:
    """The little-endian reader of one complete type, to be called at any offset."""
    return reader_of(single_type(kind), "<")


_read_variant = reader_of("v", "<")


def _write(write: Writer, out: bytearray, value: Value, kind: str) -> None:
    try:
        write(out, value, 0)
    except EncodeError:
        raise
    except ENCODE_FAULTS as error:
        raise EncodeError(f"{value!r:.200} is not of type {kind}: {error}") from error
