"""What each message asks of the store: payload in, payload of the reply out.

One row a message type, with who may send it. Knows nothing of frames, sockets or connections.
Source: xenstored 4.17, wire_funcs and the do_* functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from xenvm.errors import XenstoreError
from xenvm.ids import DOMID_SELF, Domid
from xenvm.xenstore import perms, wire
from xenvm.xenstore.domains import Session
from xenvm.xenstore.quota import passes
from xenvm.xenstore.store import Store
from xenvm.xenstore.transactions import Overlay
from xenvm.xenstore.tree import joined
from xenvm.xenstore.wire import OK, Op

# Each takes two bytes at least.
_NAMES_IN_REPLY_MAX: Final = wire.PAYLOAD_MAX // 2

Handler = Callable[[Store, Session, bytes, Overlay | None], bytes]


@dataclass(frozen=True, slots=True)
class Command:
    """One message type: what it does, and the terms on which it is taken."""

    handler: Handler
    privileged: bool = False
    ignores_transaction: bool = False
    writes: bool = False  # refused with EACCES on a read-only socket


def _read(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    if payload[-1:] != b"\0":
        raise XenstoreError("EINVAL", "")
    return store.read(session, payload[:-1].decode("latin-1"), overlay)


def _directory(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    names = store.directory(session, wire.one_text(payload), overlay)
    if len(names) > _NAMES_IN_REPLY_MAX:
        raise XenstoreError("E2BIG", "")
    return joined(names)


def _directory_part(
    store: Store, session: Session, payload: bytes, overlay: Overlay | None
) -> bytes:
    """As many whole names from a byte offset on as fit, after the list's generation."""
    arguments = wire.texts(payload)
    if len(arguments) != 2:
        raise XenstoreError("EINVAL", "")
    path = arguments[0].decode("latin-1")
    offset = wire.number(arguments[1])
    generation, names = store.listing(session, path, overlay)
    head = b"%d\0" % generation
    rest = names[offset:] if offset >= 0 else b""  # unsigned in C: far behind the end
    room = wire.PAYLOAD_MAX - len(head) - 1
    if len(rest) <= room:
        return head + rest + b"\0"
    return head + rest[: rest.rfind(b"\0", 0, room) + 1]


def _get_perms(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    entries = store.get_perms(session, wire.one_text(payload), overlay)
    return "".join([perms.format_entry(entry) + "\0" for entry in entries]).encode()


def _write(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    path, nul, value = payload.partition(b"\0")
    if not nul:
        raise XenstoreError("EINVAL", "")
    store.write(session, path.decode("latin-1"), value, overlay)
    return OK


def _mkdir(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    store.mkdir(session, wire.one_text(payload), overlay)
    return OK


def _rm(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    store.rm(session, wire.one_text(payload), overlay)
    return OK


def _set_perms(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    arguments = wire.texts(payload)
    if len(arguments) < 2:
        raise XenstoreError("EINVAL", "")
    path, *entries = (argument.decode("latin-1") for argument in arguments)
    if not session.privileged and passes(session.quotas.perms, len(entries)):
        raise XenstoreError("ENOSPC", path)
    store.set_perms(session, path, [perms.parse_entry(entry) for entry in entries], overlay)
    return OK


def _path_and_token(payload: bytes) -> tuple[str, bytes]:
    arguments = wire.texts(payload)
    if len(arguments) != 2:
        raise XenstoreError("EINVAL", "")
    return arguments[0].decode("latin-1"), arguments[1]


def _watch(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    store.watch(session, *_path_and_token(payload))
    return OK


def _unwatch(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    store.unwatch(session, *_path_and_token(payload))
    return OK


def _reset_watches(
    store: Store, session: Session, payload: bytes, overlay: Overlay | None
) -> bytes:
    store.reset(session)
    return OK


def _transaction_start(
    store: Store, session: Session, payload: bytes, overlay: Overlay | None
) -> bytes:
    if overlay is not None:
        raise XenstoreError("EBUSY", session.home)
    return b"%d\0" % store.start(session)


def _transaction_end(
    store: Store, session: Session, payload: bytes, overlay: Overlay | None
) -> bytes:
    if payload not in (b"T\0", b"F\0"):
        raise XenstoreError("EINVAL", session.home)
    if overlay is None:
        raise XenstoreError("ENOENT", session.home)
    store.end(session, overlay.number, commit=payload == b"T\0")
    return OK


def _introduce(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    arguments = wire.texts(payload)
    if len(arguments) < 3:
        raise XenstoreError("EINVAL", "")
    domid, gfn, port = map(wire.number, arguments[:3])
    store.introduce(session, Domid(domid), gfn, port)
    return OK


def _domid(payload: bytes) -> Domid:
    return Domid(wire.number(wire.one_text(payload).encode("latin-1")))


def _release(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    store.release(session, _domid(payload))
    return OK


def _resume(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    store.resume(session, _domid(payload))
    return OK


def _set_target(store: Store, session: Session, payload: bytes, overlay: Overlay | None) -> bytes:
    arguments = wire.texts(payload)
    if len(arguments) < 2:
        raise XenstoreError("EINVAL", "")
    domid, target = map(wire.number, arguments[:2])
    store.set_target(session, Domid(domid), Domid(target))
    return OK


def _is_domain_introduced(
    store: Store, session: Session, payload: bytes, overlay: Overlay | None
) -> bytes:
    domid = _domid(payload)
    if domid == DOMID_SELF or store.is_introduced(session, domid):
        return b"T\0"
    return b"F\0"


def _get_domain_path(
    store: Store, session: Session, payload: bytes, overlay: Overlay | None
) -> bytes:
    return b"/local/domain/%d\0" % (_domid(payload) & 0xFFFF_FFFF)


COMMANDS: Final[dict[int, Command]] = {
    Op.DIRECTORY: Command(_directory),
    Op.READ: Command(_read),
    Op.GET_PERMS: Command(_get_perms),
    Op.WATCH: Command(_watch, ignores_transaction=True),
    Op.UNWATCH: Command(_unwatch, ignores_transaction=True),
    Op.TRANSACTION_START: Command(_transaction_start),
    Op.TRANSACTION_END: Command(_transaction_end),
    Op.INTRODUCE: Command(_introduce, privileged=True, writes=True),
    Op.RELEASE: Command(_release, privileged=True, writes=True),
    Op.GET_DOMAIN_PATH: Command(_get_domain_path),
    Op.WRITE: Command(_write, writes=True),
    Op.MKDIR: Command(_mkdir, writes=True),
    Op.RM: Command(_rm, writes=True),
    Op.SET_PERMS: Command(_set_perms, writes=True),
    Op.IS_DOMAIN_INTRODUCED: Command(_is_domain_introduced, privileged=True),
    Op.RESUME: Command(_resume, privileged=True, writes=True),
    Op.SET_TARGET: Command(_set_target, privileged=True, writes=True),
    Op.RESET_WATCHES: Command(_reset_watches),
    Op.DIRECTORY_PART: Command(_directory_part),
}


def with_control(
    control: Callable[[list[bytes]], bytes], commands: Mapping[int, Command] = COMMANDS
) -> dict[int, Command]:
    """The commands and CONTROL, which belongs to the daemon: its words in, the reply out."""

    def perform(_store: Store, _session: Session, payload: bytes, _tx: Overlay | None) -> bytes:
        return control(wire.texts(payload))

    return {**commands, Op.CONTROL: Command(perform, privileged=True)}
