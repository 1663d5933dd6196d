"""Messages as bytes: framing, header fields, and the headers that we send. No socket, no types.

What we send is little endian; what we read may be either.
"""

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

from rpcgen.runtime.codec import PADDING, DecodeError, EncodeError, pack_u32, path, text
from rpcgen.runtime.errors import FAILED
from rpcgen.runtime.parts import Value
from rpcgen.runtime.readers import reader_of

METHOD_CALL = 1
METHOD_RETURN = 2
ERROR = 3
SIGNAL = 4
NO_REPLY_EXPECTED = 1

MESSAGE_BYTES_MAX = 128 << 20  # D-Bus specification, "Message Format"
FIELDS_BYTES_MAX = 64 << 20  # the fields are an array
HEAD_BYTES = 16  # from the byte order to the length of the fields

_PATH, _INTERFACE, _MEMBER, _ERROR_NAME, _REPLY_SERIAL, _DESTINATION, _SENDER, _SIGNATURE = range(
    1, 9
)
_FIELD_TYPES = {
    _PATH: "o",
    _INTERFACE: "s",
    _MEMBER: "s",
    _ERROR_NAME: "s",
    _REPLY_SERIAL: "u",
    _DESTINATION: "s",
    _SENDER: "s",
    _SIGNATURE: "g",
}
_NEEDED = {
    METHOD_CALL: (_PATH, _MEMBER),
    METHOD_RETURN: (_REPLY_SERIAL,),
    ERROR: (_ERROR_NAME, _REPLY_SERIAL),
    SIGNAL: (_PATH, _INTERFACE, _MEMBER),
}

# First word of a little-endian message: 'l', type, flags, version 1.
CALL_WORD = 0x0100006C | METHOD_CALL << 8
RETURN_WORD = 0x0101006C | METHOD_RETURN << 8
ERROR_WORD = 0x0101006C | ERROR << 8
SIGNAL_WORD = 0x0101006C | SIGNAL << 8
PLAIN_CALL_MASK = 0xFF01FFFF  # all flags but NO_REPLY_EXPECTED may be set

HEAD = Struct("<IIII")  # word, body length, serial, fields length
REPLY_HEAD = Struct("<IIIIII")  # as HEAD, then the REPLY_SERIAL field, which comes first
REPLY_SERIAL_FIELD = 0x00750100 | _REPLY_SERIAL  # code, signature "u"
NAME_LENGTH_MAX = 255  # D-Bus specification, "Valid Names"
_INTERFACE_FORM = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", re.ASCII)
_MEMBER_FORM = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_BUS_NAME_FORM = re.compile(r"(?::[\w-]+|[A-Za-z_-][\w-]*)(?:\.[\w-]+)+", re.ASCII)
_HEADS = {0x6C: ("<", HEAD), 0x42: (">", Struct(">IIII"))}
# The four bytes before the value of each known field, and how the value is read.
_FIELDS = {
    bytes((code, 1)) + kind.encode() + b"\0": {order: reader_of(kind, order) for order in "<>"}
    for code, kind in _FIELD_TYPES.items()
}
_SKIP = {order: reader_of("v", order) for order in "<>"}
TAILS_KEPT_MAX = 4096
"""Reply headers by caller and reply signature; a bus has fewer callers."""


class FramingError(Exception):
    """The stream is no sequence of D-Bus messages any more; the connection must end."""


@dataclass(slots=True)
class Message:
    """One received message. `body` is in its own byte order."""

    kind: int
    flags: int
    serial: int
    little: bool
    body: bytes
    path: str | None = None
    interface: str | None = None
    member: str | None = None
    error_name: str | None = None
    reply_serial: int = 0
    destination: str | None = None
    sender: str | None = None
    signature: str = ""


def length_of(data: bytes, at: int) -> int:
    """Bytes of the whole message whose first 16 are at `at`. Raises FramingError."""
    endian = _HEADS.get(data[at])
    if endian is None:
        raise FramingError(f"byte order {data[at]:#04x}")
    if data[at + 3] != 1:
        raise FramingError(f"protocol version {data[at + 3]}")
    _, body_length, _, fields_length = endian[1].unpack_from(data, at)
    length: int = HEAD_BYTES + (fields_length + 7 & -8) + body_length
    if fields_length > FIELDS_BYTES_MAX or length > MESSAGE_BYTES_MAX:
        raise FramingError(f"message of {length} bytes, {MESSAGE_BYTES_MAX} at most")
    return length


def parse(data: bytes) -> Message:
    """One whole message, framing already checked. Unknown header fields are skipped.
    Raises DecodeError when a field is malformed or a needed one is missing."""
    order, head = _HEADS[data[0]]
    _, body_length, serial, fields_length = head.unpack_from(data)
    body_at = len(data) - body_length
    try:
        fields = _parse_fields(data[: HEAD_BYTES + fields_length], order)
    except struct.error as error:
        raise DecodeError("header fields end inside a value") from error
    missing = [code for code in _NEEDED.get(data[1], ()) if code not in fields]
    if missing:
        raise DecodeError(f"message of type {data[1]} without header field {missing[0]}")
    return Message(
        kind=data[1],
        flags=data[2],
        serial=serial,
        little=order == "<",
        body=data[body_at:],
        path=fields.get(_PATH),
        interface=fields.get(_INTERFACE),
        member=fields.get(_MEMBER),
        error_name=fields.get(_ERROR_NAME),
        reply_serial=fields.get(_REPLY_SERIAL, 0),
        destination=fields.get(_DESTINATION),
        sender=fields.get(_SENDER),
        signature=fields.get(_SIGNATURE, ""),
    )


def _parse_fields(data: bytes, order: str) -> dict[int, Value]:
    fields: dict[int, Value] = {}
    at = HEAD_BYTES
    size = len(data)
    while at < size:
        at = at + 7 & -8
        if at >= size:
            raise DecodeError("header fields end inside their padding")
        code = data[at]
        known = _FIELDS.get(data[at : at + 4])
        if known is not None:
            fields[code], at = known[order](data, at + 4, 2)
            continue
        variant, at = _SKIP[order](data, at + 1, 2)
        if code == 0 or code in _FIELD_TYPES:
            raise DecodeError(f"header field {code} of type {variant.signature!r}")
    return fields


# Headers that we send


@lru_cache(maxsize=TAILS_KEPT_MAX)
def reply_tail(destination: str | None, signature: str) -> tuple[bytes, int]:
    """What stands between the REPLY_SERIAL field and the body of a method return, and the length
    of all its header fields."""
    fields = []
    if destination is not None:
        fields.append(_string_field(_DESTINATION, b"s", text(destination)))
    if signature:
        fields.append(_signature_field(signature))
    return _tail(8, fields)


def error_tail(destination: str | None, name: str) -> tuple[bytes, int]:
    """As reply_tail, for an error with one string argument."""
    fields = [_string_field(_ERROR_NAME, b"s", text(name))]
    if destination is not None:
        fields.append(_string_field(_DESTINATION, b"s", text(destination)))
    fields.append(_signature_field("s"))
    return _tail(8, fields)


def error_message(
    serial: int, reply_serial: int, destination: str | None, name: str, sentence: str
) -> bytes:
    """An error reply whose only argument is the sentence. A name that the bus would not forward
    moves into the sentence."""
    if len(name) > NAME_LENGTH_MAX or _INTERFACE_FORM.fullmatch(name) is None:
        name, sentence = FAILED, f"{name}: {sentence}"
    tail, fields_length = error_tail(destination, name)
    data = sentence.replace("\0", " ").encode(errors="replace")
    body = pack_u32(len(data)) + data + b"\0"
    head = REPLY_HEAD.pack(
        ERROR_WORD, len(body), serial, fields_length, REPLY_SERIAL_FIELD, reply_serial
    )
    return head + tail + body


def member_fields(interface: str, member: str, signature: str) -> bytes:
    """The header fields of a signal behind its PATH, which starts and ends 8-aligned.
    Raises EncodeError for names over which a bus would end the connection."""
    fields = [
        _string_field(_INTERFACE, b"s", _name(interface, _INTERFACE_FORM)),
        _string_field(_MEMBER, b"s", _name(member, _MEMBER_FORM)),
    ]
    if signature:
        fields.append(_signature_field(signature))
    return b"".join(_pad(field) for field in fields[:-1]) + fields[-1]


def signal_message(serial: int, object_path: str, fields: bytes, body: bytes) -> bytes:
    """A signal; `fields` comes from member_fields and may be kept."""
    first = _pad(_string_field(_PATH, b"o", path(object_path)))
    fields_length = len(first) + len(fields)
    head = HEAD.pack(SIGNAL_WORD, len(body), serial, fields_length)
    return b"".join((head, first, fields, PADDING[-fields_length & 7], body))


def call_message(
    serial: int,
    destination: str,
    object_path: str,
    interface: str,
    member: str,
    signature: str,
    body: bytes,
    *,
    no_reply: bool = False,
) -> bytes:
    """A method call, which expects a reply unless told so. Raises EncodeError as member_fields."""
    fields = _pad(_string_field(_PATH, b"o", path(object_path)))
    fields += _pad(_string_field(_DESTINATION, b"s", _name(destination, _BUS_NAME_FORM)))
    fields += member_fields(interface, member, signature)
    word = CALL_WORD | NO_REPLY_EXPECTED << 16 if no_reply else CALL_WORD
    head = HEAD.pack(word, len(body), serial, len(fields))
    return b"".join((head, fields, PADDING[-len(fields) & 7], body))


def _tail(before: int, fields: list[bytes]) -> tuple[bytes, int]:
    tail = b"".join(_pad(field) for field in fields)
    padding = -len(fields[-1]) & 7 if fields else 0
    return tail, before + len(tail) - padding


def _name(value: str, form: re.Pattern[str]) -> bytes:
    if len(value) > NAME_LENGTH_MAX or form.fullmatch(value) is None:
        raise EncodeError(f"not a name for D-Bus: {value!r:.300}")
    return value.encode()


def _string_field(code: int, kind: bytes, data: bytes) -> bytes:
    return bytes((code, 1)) + kind + b"\0" + pack_u32(len(data)) + data + b"\0"


def _signature_field(signature: str) -> bytes:
    data = signature.encode()
    return bytes((_SIGNATURE, 1)) + b"g\0" + bytes((len(data),)) + data + b"\0"


def _pad(data: bytes) -> bytes:
    return data + PADDING[-len(data) & 7]
