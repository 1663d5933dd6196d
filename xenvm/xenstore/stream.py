"""The state of a daemon as a stream: Xen's live-update format, version 1 or, with what newer Xen
added to it, 2.

What a connection is beyond Xen's own kinds (a guest's socket, a read-only one) is said in a record
type of ours, which others skip. Bytes in, bytes out; knows nothing of files or sockets.
Source: docs/designs/xenstore-migration.md and xenstore_state.h of Xen 4.17.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from xenvm.errors import XenstoreError
from xenvm.ids import DOM0, Domid
from xenvm.xenstore import paths, settings
from xenvm.xenstore.domains import Session
from xenvm.xenstore.paths import Parts
from xenvm.xenstore.perms import NOBODY, Acl, Perm
from xenvm.xenstore.store import Store
from xenvm.xenstore.tree import Node
from xenvm.xenstore.watches import ANY_DEPTH, Watch

_PREAMBLE: Final = struct.Struct(">8sII")
_IDENT: Final = b"xenstore"
_VERSION: Final = 1
_VERSION_NEWER: Final = 2  # has watches limited in depth, quotas and features

_RECORD: Final = struct.Struct("<II")
_ALIGN: Final = 8

_END, _GLOBAL, _CONNECTION, _WATCH, _TRANSACTION, _NODE = range(6)
_WATCH_DEPTH: Final = 8
# Says of the connection record before it that it is a guest's or a read-only socket.
_OUR_SOCKET: Final = 0x7365_0001
# More input of the connection before it than a connection record has room for.
_OUR_INPUT: Final = 0x7365_0002
# Quotas, features and who hears of special paths, in the words of settings.text_of.
_OUR_SETTINGS: Final = 0x7365_0003
_INPUT_MAX: Final = 0xFFFF

_GLOBAL_DATA: Final = struct.Struct("<ii")  # fd of the socket, of the event channel
_SOCKET_SPEC: Final = struct.Struct("<ii")  # fd, pad
_RING_SPEC: Final = struct.Struct("<HHI")  # domid, target, event channel
_CONNECTION_DATA: Final = struct.Struct("<HHI")  # lengths: input, partial response, output
_CONNECTION_ID: Final = struct.Struct("<IHH")  # id, type, pad
_WATCH_DATA: Final = struct.Struct("<IHH")  # connection, lengths with NUL of path and token
_WATCH_DEPTH_DATA: Final = struct.Struct("<IHHHH")  # the same, depth, pad
_DEPTH_MAX: Final = 0xFFFF
_NODE_DATA: Final = struct.Struct("<IIHHHH")  # connection, tx, path length, data length, access, n
_PERM: Final = struct.Struct("<cBH")  # letter, flags, domid
_OUR_DATA: Final = struct.Struct("<III")  # connection, domid, flags

_RING, _SOCKET = 0, 1
_STALE: Final = 1
_READ_ONLY: Final = 1
NO_FD: Final = -1
_NO_TARGET: Final = 0x7FF4  # DOMID_INVALID


@dataclass(slots=True)
class ClientState:
    """One connected socket: whose it is, what it watches and what is under way."""

    fd: int
    domid: Domid
    read_only: bool
    input: bytes
    output: bytes
    watches: list[tuple[str, bytes, int]] = field(default_factory=list)  # path, token, depth


@dataclass(slots=True)
class DaemonState:
    """What a stream holds besides the store itself."""

    socket_fd: int = NO_FD
    clients: list[ClientState] = field(default_factory=list)


def dump(store: Store, state: DaemonState) -> bytes:
    """The store and the clients as a stream. Open transactions are not in it."""
    limited = any(depth >= 0 for client in state.clients for _, _, depth in client.watches)
    parts = [_PREAMBLE.pack(_IDENT, _VERSION_NEWER if limited else _VERSION, 0)]
    parts.append(_record(_GLOBAL, _GLOBAL_DATA.pack(state.socket_fd, NO_FD)))
    number = 0
    for domain in store.domains.all():
        if domain.introduced and domain.domid != DOM0:
            number += 1
            target = domain.target.domid if domain.target else _NO_TARGET
            spec = _RING_SPEC.pack(domain.domid, target, domain.port)
            parts.append(_connection(number, _RING, spec, b"", b""))
    for client in state.clients:
        number += 1
        spec = _SOCKET_SPEC.pack(client.fd, 0)
        given = client.input[:_INPUT_MAX]
        parts.append(_connection(number, _SOCKET, spec, given, client.output))
        if len(client.input) > _INPUT_MAX:
            more = struct.pack("<I", number) + client.input[_INPUT_MAX:]
            parts.append(_record(_OUR_INPUT, more))
        if client.domid != DOM0 or client.read_only:
            flags = _READ_ONLY if client.read_only else 0
            parts.append(_record(_OUR_SOCKET, _OUR_DATA.pack(number, client.domid, flags)))
        parts += (_watch(number, *watch) for watch in client.watches)
    parts += _nodes(store)
    parts.append(_record(_OUR_SETTINGS, settings.text_of(store).encode()))
    parts.append(_record(_END, b""))
    return b"".join(parts)


def load(data: bytes, store: Store) -> DaemonState:
    """Make an empty store what the stream says; the clients to be taken over.

    Raises XenstoreError EINVAL for what is no stream, EIO for a damaged one.
    """
    preambles = ((_IDENT, version, 0) for version in (_VERSION, _VERSION_NEWER))
    if len(data) < _PREAMBLE.size or _PREAMBLE.unpack_from(data) not in preambles:
        raise XenstoreError("EINVAL", "preamble")
    state = DaemonState()
    clients: dict[int, ClientState] = {}
    session = store.connect(DOM0, _Deaf())
    try:
        for kind, body in _records(data):
            _load_record(kind, body, store, session, state, clients)
    except (struct.error, LookupError, ValueError) as error:
        raise XenstoreError("EIO", "damaged stream") from error
    finally:
        store.disconnect(session)
    state.clients = list(clients.values())
    return state


def _load_record(
    kind: int,
    body: bytes,
    store: Store,
    session: Session,
    state: DaemonState,
    clients: dict[int, ClientState],
) -> None:
    if kind == _GLOBAL:
        state.socket_fd = _GLOBAL_DATA.unpack_from(body)[0]
    elif kind == _CONNECTION:
        _load_connection(body, store, clients)
    elif kind == _OUR_SOCKET:
        number, domid, flags = _OUR_DATA.unpack_from(body)
        clients[number].domid = Domid(domid)
        clients[number].read_only = bool(flags & _READ_ONLY)
    elif kind == _OUR_SETTINGS:
        settings.restore(store, body.decode())
    elif kind == _OUR_INPUT:
        clients[struct.unpack_from("<I", body)[0]].input += body[4:]
    elif kind == _WATCH:
        number, path_size, token_size = _WATCH_DATA.unpack_from(body)
        text = body[_WATCH_DATA.size :]
        _load_watch(clients, number, text, path_size, token_size, ANY_DEPTH)
    elif kind == _WATCH_DEPTH:
        number, path_size, token_size, depth, _ = _WATCH_DEPTH_DATA.unpack_from(body)
        text = body[_WATCH_DEPTH_DATA.size :]
        _load_watch(clients, number, text, path_size, token_size, depth)
    elif kind == _NODE:
        _load_node(body, store, session)


def _load_watch(
    clients: dict[int, ClientState],
    number: int,
    text: bytes,
    path_size: int,
    token_size: int,
    depth: int,
) -> None:
    if number in clients:
        path = text[: path_size - 1].decode("latin-1")
        token = text[path_size : path_size + token_size - 1]
        clients[number].watches.append((path, token, depth))


def _load_connection(body: bytes, store: Store, clients: dict[int, ClientState]) -> None:
    number, kind, _ = _CONNECTION_ID.unpack_from(body)
    spec = _CONNECTION_ID.size
    if kind == _RING:
        domid, target, port = _RING_SPEC.unpack_from(body, spec)
        domain = store.domains.find(domid)
        if domain is not None:
            domain.introduced = True
            domain.port = port
            domain.target = None if target == _NO_TARGET else store.domains.find(target)
        return
    fd, _ = _SOCKET_SPEC.unpack_from(body, spec)
    lengths = spec + _SOCKET_SPEC.size
    input_size, _, output_size = _CONNECTION_DATA.unpack_from(body, lengths)
    start = lengths + _CONNECTION_DATA.size
    data = body[start : start + input_size + output_size]
    clients[number] = ClientState(fd, DOM0, False, data[:input_size], data[input_size:])


def _load_node(body: bytes, store: Store, session: Session) -> None:
    number, _, path_size, data_size, _, count = _NODE_DATA.unpack_from(body)
    if number:
        return  # of a transaction that was open: it is over
    end = _NODE_DATA.size + count * _PERM.size
    entries, stale = [], []
    for letter, flags, domid in _PERM.iter_unpack(body[_NODE_DATA.size : end]):
        entries.append(Perm(domid, letter.decode("ascii")))
        stale.append(bool(flags & _STALE))
    path = body[end : end + path_size - 1].decode("ascii")
    if path[0] != "@":
        value = body[end + path_size : end + path_size + data_size]
        store.write(session, path, value)
    store.set_perms(session, path, entries)
    if any(stale) and path[0] != "@":
        _make_stale(store, path, stale)


def _make_stale(store: Store, path: str, stale: list[bool]) -> None:
    """Rights that died with a domain stay dead."""
    node = store.tree.get(tuple(path[1:].split("/")) if path != "/" else ())
    assert node is not None
    incarnations = [
        NOBODY if dead else incarnation
        for dead, (incarnation, _) in zip(stale[1:], node.acl.grants, strict=True)
    ]
    store.tree.set_acl(node, Acl(node.acl.perms, incarnations))


def _nodes(store: Store) -> Iterator[bytes]:
    for path, acl in store.events.special_acls().items():
        yield _node(store, path, acl, b"")
    stack: list[tuple[Parts, Node]] = [((), store.tree.root)]
    while stack:
        parts, node = stack.pop()
        yield _node(store, paths.join(parts), node.acl, node.value)
        if node.children is not None:
            for name, child in reversed(node.children.items()):
                stack.append(((*parts, name), child))


def _node(store: Store, path: str, acl: Acl, value: bytes) -> bytes:
    entries = [_PERM.pack(acl.perms[0].letter.encode(), 0, acl.perms[0].domid & 0xFFFF)]
    for perm, (incarnation, _) in zip(acl.perms[1:], acl.grants, strict=True):
        domain = store.domains.get(perm.domid)
        is_stale = domain is None or domain.incarnation != incarnation
        entries.append(
            _PERM.pack(perm.letter.encode(), _STALE if is_stale else 0, perm.domid & 0xFFFF)
        )
    head = _NODE_DATA.pack(0, 0, len(path) + 1, len(value), 0, len(entries))
    return _record(_NODE, head + b"".join(entries) + path.encode() + b"\0" + value)


def _watch(number: int, path: str, token: bytes, depth: int) -> bytes:
    text = path.encode("latin-1") + b"\0"
    if depth >= 0:
        sizes = (len(text), len(token) + 1, min(depth, _DEPTH_MAX), 0)
        head = _WATCH_DEPTH_DATA.pack(number, *sizes)
        return _record(_WATCH_DEPTH, head + text + token + b"\0")
    head = _WATCH_DATA.pack(number, len(text), len(token) + 1)
    return _record(_WATCH, head + text + token + b"\0")


def _connection(number: int, kind: int, spec: bytes, given: bytes, output: bytes) -> bytes:
    head = _CONNECTION_ID.pack(number, kind, 0) + spec
    lengths = _CONNECTION_DATA.pack(len(given), 0, len(output))
    return _record(_CONNECTION, head + lengths + given + output)


def _record(kind: int, body: bytes) -> bytes:
    return _RECORD.pack(kind, len(body)) + body + bytes(-len(body) % _ALIGN)


def _records(data: bytes) -> Iterable[tuple[int, bytes]]:
    """Type and body of each record up to the end record. Raises struct.error without one."""
    position = _PREAMBLE.size
    while True:
        kind, size = _RECORD.unpack_from(data, position)
        if kind == _END:
            return
        position += _RECORD.size
        if position + size > len(data):
            raise ValueError(f"record of {size} bytes at {position} is cut")
        yield kind, data[position : position + size]
        position += size + -size % _ALIGN


class _Deaf:
    """The receiver of a session that watches nothing."""

    def event(self, watch: Watch, path: str) -> None: ...

    def reset(self) -> None: ...

    def closed(self) -> None: ...
