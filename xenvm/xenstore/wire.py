"""The wire format of xenstore: message types, frames, error words, and texts inside payloads.

Pure; knows nothing of what messages mean. Text on the wire is Latin-1, so that any byte passes.
Source: xs_wire.h of Xen 4.17.
"""

import re
import struct
from enum import IntEnum
from functools import lru_cache
from typing import Final

from xenvm.errors import XenstoreError

HEADER: Final = struct.Struct("<IIII")  # type, request id, transaction id, payload length
HEADER_BYTES: Final = HEADER.size
PAYLOAD_MAX: Final = 4096  # XENSTORE_PAYLOAD_MAX, both ways
EVENT_FRAMES_KEPT: Final = 16  # one change often tells many watchers the same


class Op(IntEnum):
    """Message types by their names in xenstored's trace."""

    CONTROL = 0
    DIRECTORY = 1
    READ = 2
    GET_PERMS = 3
    WATCH = 4
    UNWATCH = 5
    TRANSACTION_START = 6
    TRANSACTION_END = 7
    INTRODUCE = 8
    RELEASE = 9
    GET_DOMAIN_PATH = 10
    WRITE = 11
    MKDIR = 12
    RM = 13
    SET_PERMS = 14
    WATCH_EVENT = 15
    ERROR = 16
    IS_DOMAIN_INTRODUCED = 17
    RESUME = 18
    SET_TARGET = 19
    RESET_WATCHES = 21
    DIRECTORY_PART = 22
    GET_FEATURE = 23  # these four only in newer Xen
    SET_FEATURE = 24
    GET_QUOTA = 25
    SET_QUOTA = 26


# The words of xsd_errors; any other error travels as EINVAL.
_WORDS = """
    EINVAL EACCES EEXIST EISDIR ENOENT ENOMEM ENOSPC EIO ENOTEMPTY ENOSYS EROFS EBUSY EAGAIN
    EISCONN E2BIG EPERM
"""
ERROR_WORDS: Final = frozenset(_WORDS.split())

OK: Final = b"OK\0"

_atoi = re.compile(rb"[ \t\n\v\f\r]*([+-]?[0-9]+)").match


def frame(op: int, request_id: int, transaction_id: int, payload: bytes) -> bytes:
    """One message as it travels."""
    return HEADER.pack(op, request_id, transaction_id, len(payload)) + payload


def error_payload(word: str) -> bytes:
    """What a reply of type ERROR says."""
    return (word if word in ERROR_WORDS else "EINVAL").encode() + b"\0"


@lru_cache(maxsize=EVENT_FRAMES_KEPT)
def event_frame(path: str, token: bytes) -> bytes | None:
    """A watch event; None when it would be too long for any client (XSA-324)."""
    payload = path.encode("latin-1") + b"\0" + token + b"\0"
    return None if len(payload) > PAYLOAD_MAX else frame(Op.WATCH_EVENT, 0, 0, payload)


def one_text(payload: bytes) -> str:
    """The payload as one NUL-terminated text.

    Raises XenstoreError EINVAL for no NUL at the end; one inside fails as a path later.
    """
    if payload[-1:] != b"\0":
        raise XenstoreError("EINVAL", "")
    return payload[:-1].decode("latin-1")


def texts(payload: bytes) -> list[bytes]:
    """The NUL-terminated strings of the payload; bytes after the last NUL are ignored."""
    return payload.split(b"\0")[:-1]


def number(text: bytes) -> int:
    """What C's atoi makes of the text: 0 for none, junk ignored, 64 bits cut to 32."""
    found = _atoi(text)
    return c_int(int(found[1])) if found else 0


def c_int(value: int) -> int:
    """What a C int keeps of a number that strtol has read."""
    value = max(-(1 << 63), min(value, (1 << 63) - 1))
    return (value + (1 << 31)) % (1 << 32) - (1 << 31)
