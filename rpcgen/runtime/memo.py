"""From the raw header bytes of a call to everything that answering it needs, bounded in bytes.

Clients repeat their headers byte for byte; only serial and body change from call to call.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any  # Targets differ from kind to kind.

from rpcgen.runtime.interface import ServerInterface
from rpcgen.runtime.tree import path_elements

ENTRY_BYTES = 600
"""An entry, its share of the object reference and of the path trie, without its key (measured)."""


class ObjectRef:
    """One object as calls see it: its target, and its servers when a method needed them."""

    __slots__ = ("_make", "_servers", "captured", "keys", "path", "target")

    def __init__(
        self,
        path: str,
        captured: tuple[str, ...],
        target: Any,  # Any: see import.
        make: Callable[[Any], tuple[ServerInterface, ...]],  # Any: see import.
    ) -> None:
        self.path = path
        self.captured = captured
        self.target = target
        self.keys: list[bytes] = []
        self._make = make
        self._servers: tuple[ServerInterface, ...] | None = None

    def servers(self) -> tuple[ServerInterface, ...]:
        """One per interface of the kind, in its order."""
        if self._servers is None:
            self._servers = self._make(self.target)
        return self._servers


Answer = Callable[[ObjectRef], bytes]
"""The body of a reply that needs only the object."""


@dataclass(frozen=True, slots=True)
class Stub:
    """One callable member. `call(ref, arguments)` gives the result or an awaitable of it.

    `answers`, when there, maps whole argument bodies to ready answers; `call` does the rest."""

    interface: str
    member: str
    in_signature: str
    out_signature: str
    decode: Callable[[bytes], tuple[Any, ...]]  # Any: argument types of the member.
    encode: Callable[[Any], bytes]  # Any: its result type.
    call: Callable[[ObjectRef, tuple[Any, ...]], Any]  # Any: as above.
    answers: Mapping[bytes, Answer]


class Entry:
    """A call header that was understood: object, member, and the reply header made ready."""

    __slots__ = ("answers", "fields_length", "ref", "sender", "stub", "tail")

    def __init__(
        self, ref: ObjectRef, stub: Stub, sender: str | None, tail: bytes, fields_length: int
    ) -> None:
        self.ref = ref
        self.stub = stub
        self.sender = sender
        self.tail = tail
        self.fields_length = fields_length
        self.answers = stub.answers


class HeaderMemo:
    """Entries by raw header fields, oldest out first; objects by path, while an entry names them.

    `entries` is for reading by the hot loop.
    """

    def __init__(self, bytes_max: int) -> None:
        self.entries: OrderedDict[bytes, Entry] = OrderedDict()
        self._bytes_max = bytes_max
        self._bytes = 0
        self._root = _Node(None, "")

    def find(self, path: str) -> ObjectRef | None:
        """The object at the path, if an entry names it."""
        node = self._node(path)
        return None if node is None else node.ref

    def add(self, key: bytes, entry: Entry) -> None:
        """Keep the entry; the oldest ones leave when the bytes run out."""
        if key in self.entries:
            return
        self.entries[key] = entry
        self._bytes += ENTRY_BYTES + len(key)
        ref = entry.ref
        if not ref.keys:
            self._grow(ref.path).ref = ref
        ref.keys.append(key)
        while self._bytes > self._bytes_max:
            self._drop_oldest()

    def forget(self, path: str) -> None:
        """Drop the object at the path and all below it."""
        node = self._node(path)
        if node is None:
            return
        pending = [node]
        while pending:
            inner = pending.pop()
            if inner.ref is not None:
                self._drop_entries(inner.ref)
                inner.ref = None
            pending.extend(inner.children.values())
        node.children.clear()
        _prune(node)

    def _drop_entries(self, ref: ObjectRef) -> None:
        for key in ref.keys:
            del self.entries[key]
            self._bytes -= ENTRY_BYTES + len(key)
        ref.keys.clear()

    def _drop_oldest(self) -> None:
        key, entry = self.entries.popitem(last=False)
        self._bytes -= ENTRY_BYTES + len(key)
        ref = entry.ref
        ref.keys.remove(key)
        node = None if ref.keys else self._node(ref.path)
        if node is not None:
            node.ref = None
            _prune(node)

    def _node(self, path: str) -> "_Node | None":
        node: _Node | None = self._root
        for name in path_elements(path):
            if node is None:
                return None
            node = node.children.get(name)
        return node

    def _grow(self, path: str) -> "_Node":
        node = self._root
        for name in path_elements(path):
            child = node.children.get(name)
            if child is None:
                if not node.children:
                    node.children = {}
                child = node.children[name] = _Node(node, name)
            node = child
        return node


_NO_CHILDREN: dict[str, "_Node"] = {}  # Shared by all leaves, never written to.


class _Node:
    """A path element; leaves share one empty dictionary."""

    __slots__ = ("children", "name", "parent", "ref")

    def __init__(self, parent: "_Node | None", name: str) -> None:
        self.parent = parent
        self.name = name
        self.ref: ObjectRef | None = None
        self.children = _NO_CHILDREN


def _prune(node: _Node) -> None:
    """Remove the node and its ancestors as long as nothing hangs on them."""
    while node.parent is not None and node.ref is None and not node.children:
        del node.parent.children[node.name]
        node = node.parent
