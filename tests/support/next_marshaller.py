"""dbus-next's own marshaller and unmarshaller as an oracle, in our Python types."""

import io
import struct

from dbus_next import Variant as NextVariant
from dbus_next._private.marshaller import Marshaller
from dbus_next._private.unmarshaller import Unmarshaller

from rpcgen.runtime.codec import Variant, complete_types, encode


def next_encode(signature: str, values: tuple[object, ...]) -> bytes:
    """The little-endian body as dbus-next makes it."""
    body = [
        _to_next(kind, value) for kind, value in zip(complete_types(signature), values, strict=True)
    ]
    return bytes(Marshaller(signature, body).marshall())


def next_decode(signature: str, body: bytes, little: bool) -> tuple[object, ...]:
    """The arguments as dbus-next reads them out of a whole message."""
    order = "<" if little else ">"
    fields = encode("ya(yv)", (0, _fields(signature)), little)[8:]
    head = struct.pack(
        order + "cBBBIII", b"l" if little else b"B", 1, 0, 1, len(body), 7, len(fields)
    )
    message = head + fields + bytes(-len(fields) & 7) + body
    unmarshaller = Unmarshaller(io.BytesIO(message))
    unmarshaller.unmarshall()
    kinds = complete_types(signature)
    return tuple(
        _from_next(kind, value)
        for kind, value in zip(kinds, unmarshaller.message.body, strict=True)
    )


def _fields(signature: str) -> list[tuple[int, Variant]]:
    fields = [(1, Variant("o", "/")), (3, Variant("s", "Member"))]
    return [*fields, (8, Variant("g", signature))] if signature else fields


def _to_next(kind: str, value: object) -> object:
    if kind == "v":
        return NextVariant(value.signature, _to_next(value.signature, value.value))
    if kind[0] == "(":
        return [_to_next(*pair) for pair in zip(complete_types(kind[1:-1]), value, strict=True)]
    if kind[:2] == "a{":
        key, inner = complete_types(kind[2:-1])
        return {_to_next(key, k): _to_next(inner, v) for k, v in value.items()}
    if kind[0] == "a" and kind != "ay":
        return [_to_next(kind[1:], item) for item in value]
    return value


def _from_next(kind: str, value: object) -> object:
    if kind == "v":
        return Variant(value.signature, _from_next(value.signature, value.value))
    if kind[0] == "(":
        return tuple(
            _from_next(*pair) for pair in zip(complete_types(kind[1:-1]), value, strict=True)
        )
    if kind[:2] == "a{":
        key, inner = complete_types(kind[2:-1])
        return {_from_next(key, k): _from_next(inner, v) for k, v in value.items()}
    if kind[0] == "a" and kind != "ay":
        return [_from_next(kind[1:], item) for item in value]
    return value
