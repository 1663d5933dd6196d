"""One durable row of the configuration tree: its committed text, and its parsed form on demand.

Keys are paths relative to the row, such as config/memory. Knows nothing of rows beside it; the
owner is told of every change before it is made durable.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Protocol

from rpcgen.runtime.errors import LimitsExceeded
from xenmgr.json_tree import (
    DEPTH_MAX,
    JsonValue,
    MalformedJson,
    Parts,
    compact,
    copy_of,
    find,
    leaves,
    parse_stored,
    remove,
    replace,
    write,
)
from xenmgr.vm_summary import EMPTY_SUMMARY, SUMMARY_LEAVES, VmSummary

# Where a row's place is: below /vm, below /dom-store, or all of the rest.
VM: Final = "vm"
DOM_STORE: Final = "dom-store"
REST: Final = ""

# A single value; rows are written whole, and a bus message carries no more than 128 MiB.
VALUE_CHARS_MAX: Final = 4 * 1024 * 1024

# Split forms that are kept: all keys of the property tables and what clients ask again and again.
_KEPT_PATHS_MAX: Final = 16_384
_KEPT_PATH_CHARS_MAX: Final = 160


class Owner(Protocol):
    """The tree that a row belongs to."""

    def changed(self, row: Subtree) -> None:
        """The row's tree is about to differ from its text."""

    def maybe_empty(self, row: Subtree) -> None:
        """The row has become an empty node."""

    def parsed(self, row: Subtree) -> None:
        """The row holds its parsed form from now on."""

    def refresh_summaries(self) -> None:
        """Every row's `indexed` is current afterwards."""

    def damaged(self, row: Subtree, reason: str) -> Exception:
        """The error for a row whose text cannot be parsed."""


class Subtree:
    """The nodes of one row. `generation` rises with every change of them, undone ones included.

    A row that was removed is empty and ignores what is written to it.
    """

    __slots__ = (
        "__weakref__",
        "_leaves",
        "_modified",
        "_owner",
        "_parsed",
        "_tree",
        "area",
        "attached",
        "generation",
        "indexed",
        "name",
        "ordinal",
        "stored",
        "text",
    )

    def __init__(self, owner: Owner, area: str, name: str, ordinal: int) -> None:
        self.area = area
        self.name = name
        # Rises in order of making; 0 while the row is in no tree.
        self.ordinal = ordinal
        self.generation = 0
        # What the index columns say; the owner follows the changes of the tree. The empty one
        # itself: nothing is known.
        self.indexed: VmSummary = EMPTY_SUMMARY
        # Whether the row is part of the tree; whether the store has it, with this text.
        self.attached = False
        self.stored = False
        self.text = "null"
        self._owner = owner
        self._parsed = True
        self._modified = False
        self._tree: JsonValue = None
        self._leaves: dict[str, str] | None = {}

    # Reading

    def get(self, key: str) -> str | None:
        """The text of a leaf; None when it is absent or no leaf."""
        known = self._leaves
        if known is None:
            if not self._parsed and key in SUMMARY_LEAVES and self.indexed is not EMPTY_SUMMARY:
                # What is not parsed has no changes that the index columns lack.
                return SUMMARY_LEAVES[key](self.indexed)
            known = self._find_leaves()
        text = known.get(key)
        # Most properties of a VM are absent, and asked for all the same.
        if text is None and ("//" in key or key[:1] == "/" or key[-1:] == "/"):
            return known.get(split_path(key)[0])
        return text

    def has(self, key: str) -> bool:
        """Whether there is a node of any kind."""
        return self.attached and find(self._root(), split_path(key)[1])[0]

    def children(self, key: str) -> list[str]:
        """The names below an inner node in order of insertion; none of anything else."""
        node = find(self._root(), split_path(key)[1])[1]
        return list(node) if isinstance(node, dict) else []

    def dump(self, key: str) -> JsonValue:
        """A copy of the node; None when it is absent or empty."""
        return self.value_at(split_path(key)[1])

    def summary(self) -> VmSummary:
        """What is known of a VM without parsing; empty for other rows."""
        self._owner.refresh_summaries()
        return self.indexed

    # Writing

    def put(self, key: str, text: str) -> None:
        """Stores a leaf; a leaf on the way becomes inner, an inner node stays as it is."""
        self.put_at(split_path(key)[1], text)

    def replace(self, key: str, value: JsonValue) -> None:
        """Puts a copy of the value in the node's place."""
        self.replace_at(split_path(key)[1], value)

    def remove(self, key: str) -> None:
        """Takes the node and all below it away; absent is fine."""
        self.remove_at(split_path(key)[1])

    # For the tree that the row belongs to

    def node(self, parts: Parts) -> tuple[bool, JsonValue]:
        """Whether there is a node, and the node itself, not to be changed."""
        return find(self._root(), parts)

    def value_at(self, parts: Parts) -> JsonValue:
        if self._parsed:
            return copy_of(find(self._tree, parts)[1])
        # One look at everything must not push out what is in use.
        return find(self._parse(), parts)[1]

    def put_at(self, parts: Parts, text: str) -> None:
        if len(text) > VALUE_CHARS_MAX:
            raise LimitsExceeded(f"a value is longer than {VALUE_CHARS_MAX} characters")
        check_depth(parts)
        if self._gone():
            return
        root, changed = write(self._root(), parts, text)
        if changed:
            self._change(root)
            self._add_leaf(parts, text)

    def replace_at(self, parts: Parts, value: JsonValue) -> None:
        check_depth(parts)
        if not self._gone():
            self._change(replace(self._root(), parts, copy_of(value)))
            self._leaves = None

    def remove_at(self, parts: Parts) -> None:
        root, changed = remove(self._root(), parts)
        if changed:
            self._change(root)
            known = self._leaves
            # A leaf takes nothing along; what an inner node had below it is not looked for.
            if known is not None and known.pop("/".join(parts), None) is None:
                self._leaves = None

    def load(self, ordinal: int, text: str) -> None:
        """Takes the row as the store has it."""
        self.ordinal = ordinal
        self.text = text
        self.attached = self.stored = True
        self._parsed = False
        self._leaves = None

    def adopt(self, ordinal: int, value: JsonValue) -> None:
        """Becomes a new row of the tree with that value, kept as text."""
        self.ordinal = ordinal
        self.text = compact(value)
        self.attached = True
        self._parsed = self._modified = False
        self._tree = None
        self._leaves = None

    def leave(self) -> None:
        """Is no part of the tree any more; the stored text stays for revive."""
        self.attached = False
        self.generation += 1
        self._parsed = True
        self._modified = False
        self._tree = None
        self._leaves = {}

    def revive(self) -> None:
        """Is again what the store has."""
        self.attached = True
        self.generation += 1
        self._parsed = self._modified = False
        self._tree = None
        self._leaves = None

    def current_text(self) -> str:
        """The text of the tree as it is now."""
        return compact(self._tree) if self._modified else self.text

    def settle(self, text: str) -> None:
        """The store has the row as it is now, with this text, or has it no longer."""
        self.stored = self.attached
        self.text = text
        self._modified = False

    def forget_parsed(self) -> bool:
        """Lets go of the parsed form; False when it is the only one and has to stay."""
        if self._modified:
            return False
        if self.attached:
            self._parsed = False
            self._tree = None
            self._leaves = None
        return True

    # Inside

    def _gone(self) -> bool:
        # A row that was never in the tree has no ordinal yet, and joins with its first write.
        return not self.attached and self.ordinal > 0

    def _root(self) -> JsonValue:
        if not self._parsed:
            self._tree = self._parse()
            self._parsed = True
            self._owner.parsed(self)
        return self._tree

    def _parse(self) -> JsonValue:
        try:
            return parse_stored(self.text)
        except MalformedJson as error:
            raise self._owner.damaged(self, str(error)) from error

    def _find_leaves(self) -> dict[str, str]:
        known = self._leaves = leaves(self._root())
        return known

    def _change(self, root: JsonValue) -> None:
        self._owner.changed(self)
        if not self._parsed:
            self._parsed = True
            self._owner.parsed(self)
        self._tree = root
        self._modified = True
        self.generation += 1
        if root is None:
            self._owner.maybe_empty(self)

    def _add_leaf(self, parts: Parts, text: str) -> None:
        known = self._leaves
        if known is None:
            return
        key = "/".join(parts)
        # A leaf that has become an inner node is not one any more.
        if key not in known and any("/".join(parts[:n]) in known for n in range(len(parts))):
            self._leaves = None
        else:
            known[key] = text


def split_path(path: str) -> tuple[str, Parts]:
    """The path without empty parts, and its parts."""
    return _split_kept(path) if len(path) <= _KEPT_PATH_CHARS_MAX else _split(path)


def check_depth(parts: Parts) -> None:
    """Raises LimitsExceeded for a path that no real configuration has."""
    if len(parts) > DEPTH_MAX:
        raise LimitsExceeded(f"a path has more than {DEPTH_MAX} parts")


def _split(path: str) -> tuple[str, Parts]:
    parts = tuple(filter(None, path.split("/")))
    return "/".join(parts), parts


_split_kept = lru_cache(_KEPT_PATHS_MAX)(_split)
