"""The store as a journal: groups of records that, replayed, make the nodes and domains again.

A group holds what changed since the one before and has a checksum: it counts as a whole or not at
all. Bytes in, bytes out; knows nothing of files. Of quotas those are kept that were set while
running: the others are for options to say.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from xenvm.ids import DOM0, Domid
from xenvm.xenstore import paths, settings
from xenvm.xenstore.domains import Session
from xenvm.xenstore.paths import Parts
from xenvm.xenstore.store import Store
from xenvm.xenstore.tree import Node
from xenvm.xenstore.watches import Watch

MAGIC: Final = b"xenstore-journal-1\n"

# A group: length and CRC-32 of its body. A record: kind, lengths of path and permissions, of value.
_GROUP: Final = struct.Struct("<II")
_RECORD: Final = struct.Struct("<cIII")

_WHOLE: Final = b"W"  # the node is so and has no children; those it has come next
_CHANGED: Final = b"C"  # the node is so; its children are as they were
_GONE: Final = b"G"
_DOMAINS: Final = b"D"  # the introduced domains, all of them
_SETTINGS: Final = b"S"  # quotas that were set, and who hears of special paths
# So many nodes of the whole are told at a time: some milliseconds' worth.
SLICE_NODES: Final = 1000


class _Record(NamedTuple):
    kind: bytes
    path: str
    perms: str
    value: bytes


class _Known:
    """A node with children that the journal tells of, to see whether it is still that node."""

    __slots__ = ("children", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.children: dict[str, _Known] = {}


class Journal:
    """Listens to a store; take() says what changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changed: dict[str, None] = {}
        self._domains_changed = False
        self._settings_serial = 0
        self._known: _Known | None = None
        session = store.connect(DOM0, self)
        for path in ("/", *paths.SPECIAL_PATHS):
            store.watch(session, path, b"")

    def event(self, watch: Watch, path: str) -> None:
        """The store's side: something changed."""
        if path[0] == "@":
            self._domains_changed = True
        else:
            self._changed[path] = None

    def reset(self) -> None:
        """The store's side; never for dom0."""

    def closed(self) -> None:
        """The store's side; never for dom0."""

    def whole(self) -> bytes:
        """Everything: what a journal begins with."""
        self._changed.clear()
        self._domains_changed = False
        return MAGIC + _group([self._settings(), self._domains(), *self._node_records(())])

    def slices(self) -> Iterator[bytes]:
        """Everything, piece by piece, while the store goes on changing.

        What take() gives in between belongs between the pieces, in the order in which both come:
        then the pieces make a whole journal.
        """
        yield MAGIC + _group([self._settings(), self._domains()])
        root = self._store.tree.root
        records = [self._node(_WHOLE, (), root)]
        stack: list[tuple[Parts, Iterator[tuple[str, Node]]]] = [((), _children(root))]
        while stack:
            parts, children = stack[-1]
            found = next(children, None)
            if found is None:
                stack.pop()
                continue
            name, node = found
            here = (*parts, name)
            # What was removed, or made anew, since its parent was told is told by take().
            if self._store.tree.get(here) is not node:
                continue
            records.append(self._node(_WHOLE, here, node))
            if node.children is not None:
                stack.append((here, _children(node)))
            if len(records) >= SLICE_NODES:
                yield _group(records)
                records = []
        yield _group(records)

    def take(self) -> bytes:
        """The group of what changed since last time; empty when nothing did."""
        settings_changed = self._settings_serial != self._store.settings_serial
        if not self._changed and not self._domains_changed and not settings_changed:
            return b""
        records: list[bytes] = []
        if settings_changed:
            records.append(self._settings())
        if self._domains_changed:
            self._domains_changed = False
            records.append(self._domains())
        changed, self._changed = self._changed, {}
        for path in changed:
            parts: Parts = tuple(path[1:].split("/")) if path != "/" else ()
            records += self._records(parts)
        return _group(records)

    def _records(self, parts: Parts) -> Iterator[bytes]:
        """From the first node on the way that the journal does not know as it is now."""
        node, known = self._store.tree.root, self._known
        for depth in range(len(parts) + 1):
            if depth:
                name = parts[depth - 1]
                found = None if node.children is None else node.children.get(name)
                if found is None:
                    if known is not None:
                        known.children.pop(name, None)
                    yield _encode(_GONE, paths.join(parts[:depth]))
                    return
                node, known = found, None if known is None else known.children.get(name)
            if known is None or known.node is not node:
                yield from self._node_records(parts[:depth])
                return
        yield self._node(_CHANGED, parts, node)

    def _node_records(self, start: Parts) -> Iterator[bytes]:
        """The node and all below it, parents first; those with children are known from now on."""
        top = self._store.tree.get(start)
        assert top is not None
        stack = [(start, top, self._remember(start, top))]
        while stack:
            parts, node, known = stack.pop()
            yield self._node(_WHOLE, parts, node)
            if node.children is None or known is None:
                continue
            for name, child in reversed(node.children.items()):
                below = None
                if child.children is not None:
                    below = known.children[name] = _Known(child)
                stack.append(((*parts, name), child, below))

    def _remember(self, parts: Parts, node: Node) -> _Known | None:
        known = _Known(node) if node.children is not None or not parts else None
        if not parts:
            self._known = known
            return known
        above = self._known
        for name in parts[:-1]:
            above = above.children.get(name) if above is not None else None
        if above is not None:
            above.children.pop(parts[-1], None)
            if known is not None:
                above.children[parts[-1]] = known
        return known

    def _node(self, kind: bytes, parts: Parts, node: Node) -> bytes:
        return _encode(
            kind, paths.join(parts), settings.text_of_acl(self._store, node.acl), node.value
        )

    def _settings(self) -> bytes:
        self._settings_serial = self._store.settings_serial
        return _encode(_SETTINGS, value=settings.text_of(self._store).encode())

    def _domains(self) -> bytes:
        lines = [
            f"{domain.domid} {domain.gfn} {domain.port} {int(domain.shut_down)}"
            f" {domain.target.domid if domain.target else -1}\n"
            for domain in self._store.domains.all()
            if domain.introduced and domain.domid != DOM0
        ]
        return _encode(_DOMAINS, value="".join(lines).encode())


def replay(data: bytes, store: Store) -> int:
    """Make the store what the journal says; how many bytes of it were whole.

    What follows them was torn when the writer died and is to be cut.
    """
    if not data.startswith(MAGIC):
        return 0
    session = store.connect(DOM0, _Deaf())
    position = len(MAGIC)
    while len(data) - position >= _GROUP.size:
        length, checksum = _GROUP.unpack_from(data, position)
        body = data[position + _GROUP.size : position + _GROUP.size + length]
        if len(body) < length or zlib.crc32(body) != checksum:
            break
        position += _GROUP.size + length
        for record in _decode(body):
            _replay(record, store, session)
    store.disconnect(session)
    return position


def _replay(record: _Record, store: Store, session: Session) -> None:
    if record.kind == _DOMAINS:
        _restore_domains(store, record.value.decode())
    elif record.kind == _SETTINGS:
        settings.restore(store, record.value.decode())
    elif record.kind == _GONE:
        if store.exists(session, record.path):
            store.rm(session, record.path)
    else:
        store.write(session, record.path, record.value)
        acl = settings.acl_of_text(store, record.perms)
        store.set_perms(session, record.path, acl.perms)
        parts = tuple(record.path[1:].split("/")) if record.path != "/" else ()
        node = store.tree.get(parts)
        assert node is not None
        if node.acl is not acl:  # rights that died stay dead
            store.tree.set_acl(node, acl)
        if record.kind == _WHOLE:
            for name in list(store.directory(session, record.path)):
                store.rm(session, f"{record.path.rstrip('/')}/{name}")


def _restore_domains(store: Store, text: str) -> None:
    wanted = [[int(word) for word in line.split()] for line in text.splitlines()]
    kept = {row[0] for row in wanted}
    for domain in store.domains.all():
        if domain.introduced and domain.domid != DOM0 and domain.domid not in kept:
            store.domain_died(Domid(domain.domid))
    for domid, gfn, port, shut_down, target in wanted:
        found = store.domains.find(domid)
        if found is not None:
            found.introduced = True
            found.gfn, found.port, found.shut_down = gfn, port, bool(shut_down)
            found.target = store.domains.find(target)


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    """The children as they are now, to be gone through while they change."""
    return iter(tuple((node.children or {}).items()))


class _Deaf:
    """The receiver of a session that watches nothing."""

    def event(self, watch: Watch, path: str) -> None: ...

    def reset(self) -> None: ...

    def closed(self) -> None: ...


def _encode(kind: bytes, path: str = "", perms_text: str = "", value: bytes = b"") -> bytes:
    head = _RECORD.pack(kind, len(path), len(perms_text), len(value))
    return head + path.encode() + perms_text.encode() + value


def _group(records: list[bytes]) -> bytes:
    body = b"".join(records)
    return _GROUP.pack(len(body), zlib.crc32(body)) + body


def _decode(body: bytes) -> Iterator[_Record]:
    position = 0
    while position < len(body):
        kind, path_size, perms_size, value_size = _RECORD.unpack_from(body, position)
        path_end = position + _RECORD.size + path_size
        perms_end = path_end + perms_size
        path = body[position + _RECORD.size : path_end].decode()
        position = perms_end + value_size
        yield _Record(kind, path, body[path_end:perms_end].decode(), body[perms_end:position])
