"""What a client says and makes of the answers, as generators: they yield requests, get replies.

Sans-IO: the blocking and the asyncio client run the same calls. Values are bytes.
Errors are XenstoreError with the word of the wire.
"""

import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore import perms, wire
from xenvm.xenstore.perms import Perm, Perms
from xenvm.xenstore.wire import HEADER, HEADER_BYTES, PAYLOAD_MAX, Op

T = TypeVar("T")

# How often a listing in parts starts again because the directory changes under it.
LISTING_ATTEMPTS_MAX: Final = 100


class Request(NamedTuple):
    """One message to send."""

    op: int
    payload: bytes
    transaction: int


class Event(NamedTuple):
    """A watch fired: the path that changed and the watch's token."""

    path: str
    token: str


Call = Generator[Request, bytes, T]


def socket_path() -> Path:
    """Where the daemon listens, by XENSTORED_PATH or XENSTORED_RUNDIR, as libxenstore looks."""
    path = os.environ.get("XENSTORED_PATH")
    return Path(path or f"{os.environ.get('XENSTORED_RUNDIR') or '/run/xenstored'}/socket")


class Messages:
    """Takes the daemon's bytes apart; gives requests their ids."""

    __slots__ = ("_data", "_last_id")

    def __init__(self) -> None:
        self._data = b""
        self._last_id = 0

    def request(self, request: Request) -> tuple[int, bytes]:
        """The id and the bytes of a request. Raises XenstoreError E2BIG for one too long."""
        if len(request.payload) > PAYLOAD_MAX:
            raise XenstoreError("E2BIG", "")
        self._last_id = self._last_id % 0xFFFF_FFFF + 1
        data = wire.frame(request.op, self._last_id, request.transaction, request.payload)
        return self._last_id, data

    def feed(self, data: bytes) -> list[tuple[int, int, bytes]]:
        """Type, id and payload of each message that is complete now."""
        data = self._data + data
        messages = []
        position = 0
        while len(data) - position >= HEADER_BYTES:
            op, request_id, _, length = HEADER.unpack_from(data, position)
            body = position + HEADER_BYTES
            if len(data) - body < length:
                break
            position = body + length
            messages.append((op, request_id, data[body:position]))
        self._data = data[position:]
        return messages


def reply(request: Request, op: int, payload: bytes) -> bytes:
    """The payload of a good reply. Raises XenstoreError for any other."""
    if op == Op.ERROR:
        path = request.payload.partition(b"\0")[0].decode("latin-1")
        raise XenstoreError(payload.rstrip(b"\0").decode("latin-1"), path)
    if op != request.op:
        raise XenstoreError("EBADF", "")
    return payload


def event(payload: bytes) -> Event:
    """The event of a message of type WATCH_EVENT."""
    path, token = wire.texts(payload)[:2]
    return Event(path.decode("latin-1"), token.decode("latin-1"))


def read(path: str, tx: int) -> Call[bytes]:
    return (yield Request(Op.READ, _text(path), tx))


def write(path: str, value: bytes, tx: int) -> Call[None]:
    yield Request(Op.WRITE, _text(path) + value, tx)


def mkdir(path: str, tx: int) -> Call[None]:
    yield Request(Op.MKDIR, _text(path), tx)


def rm(path: str, tx: int) -> Call[None]:
    yield Request(Op.RM, _text(path), tx)


def directory(path: str, tx: int) -> Call[list[str]]:
    """In one message when it fits, else in parts, from the start again when it changes."""
    try:
        names = yield Request(Op.DIRECTORY, _text(path), tx)
    except XenstoreError as error:
        if error.errno_word != "E2BIG":
            raise
        names = yield from _in_parts(path, tx)
    return [name.decode("latin-1") for name in wire.texts(names)]


def get_perms(path: str, tx: int) -> Call[Perms]:
    entries = yield Request(Op.GET_PERMS, _text(path), tx)
    return tuple(perms.parse_entry(entry.decode("latin-1")) for entry in wire.texts(entries))


def set_perms(path: str, entries: Sequence[Perm], tx: int) -> Call[None]:
    text = "".join(perms.format_entry(entry) + "\0" for entry in entries)
    yield Request(Op.SET_PERMS, _text(path) + text.encode(), tx)


def watch(path: str, token: str) -> Call[None]:
    yield Request(Op.WATCH, _text(path) + _text(token), 0)


def unwatch(path: str, token: str) -> Call[None]:
    yield Request(Op.UNWATCH, _text(path) + _text(token), 0)


def start() -> Call[int]:
    return wire.number((yield Request(Op.TRANSACTION_START, b"\0", 0)))


def end(tx: int, commit: bool) -> Call[None]:
    yield Request(Op.TRANSACTION_END, b"T\0" if commit else b"F\0", tx)


def introduce(domid: Domid, gfn: int, port: int) -> Call[None]:
    yield Request(Op.INTRODUCE, b"%d\0%d\0%d\0" % (domid, gfn, port), 0)


def release(domid: Domid) -> Call[None]:
    yield Request(Op.RELEASE, b"%d\0" % domid, 0)


def resume(domid: Domid) -> Call[None]:
    yield Request(Op.RESUME, b"%d\0" % domid, 0)


def set_target(domid: Domid, target: Domid) -> Call[None]:
    yield Request(Op.SET_TARGET, b"%d\0%d\0" % (domid, target), 0)


def is_introduced(domid: Domid) -> Call[bool]:
    return (yield Request(Op.IS_DOMAIN_INTRODUCED, b"%d\0" % domid, 0)) == b"T\0"


def domain_path(domid: Domid) -> Call[str]:
    path = yield Request(Op.GET_DOMAIN_PATH, b"%d\0" % domid, 0)
    return path.rstrip(b"\0").decode("latin-1")


def control(words: Sequence[str]) -> Call[str]:
    text = yield Request(Op.CONTROL, b"".join(map(_text, words)), 0)
    return text.rstrip(b"\0").decode("latin-1")


def _in_parts(path: str, tx: int) -> Call[bytes]:
    names = b""
    generation: bytes | None = None
    restarts = 0
    while True:
        payload = _text(path) + b"%d\0" % len(names)
        seen, _, part = (yield Request(Op.DIRECTORY_PART, payload, tx)).partition(b"\0")
        if generation not in (None, seen):
            restarts += 1
            if restarts > LISTING_ATTEMPTS_MAX:
                raise XenstoreError("EAGAIN", path)
            names, generation = b"", None
            continue
        generation = seen
        names += part
        # The list ends with an empty name.
        if names.endswith(b"\0\0") or part == b"\0":
            return names[:-1]


def _text(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape") + b"\0"
