"""The nodes of the store: lookup, creation, change and removal, each walk iterative (XSA-418).

Knows nothing of sessions, permissions or watches; only that a node's owner has an account.
Generations: a change must be told from what somebody has looked at, nothing more. So the counter
moves only after a generation was observed, and nodes made meanwhile share one number.
"""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any, Final, Protocol

from xenvm.xenstore.paths import Parts
from xenvm.xenstore.perms import Acl
from xenvm.xenstore.quota import RECORD_HEADER_BYTES, RECORD_PERM_BYTES

# Generation of a node that does not exist.
NO_GENERATION: Final = -1

# Books nodes and bytes on a domid's account.
Charge = Callable[[int, int, int], None]


class Record(Protocol):
    """What can be seen of a node, live or as a transaction has it."""

    @property
    def value(self) -> bytes: ...

    @property
    def acl(self) -> Acl: ...

    def names(self) -> Collection[str]: ...


class View(Protocol):
    """Nodes to read and change: the live tree, or a transaction's copies over it.

    A node is handed back only to the view that it came from.
    """

    def get(self, parts: Parts) -> Record | None: ...

    def nearest(self, parts: Parts) -> tuple[int, Record]: ...

    def nodes_of(self, domid: int) -> int: ...

    def fail(self) -> None: ...

    def set_value(self, node: Any, value: bytes) -> None: ...  # Any: this view's kind of node

    def set_acl(self, node: Any, acl: Acl) -> None: ...  # Any: this view's kind of node

    def create(
        self,
        ancestor: Any,  # Any: this view's kind of node
        parts: Parts,
        depth: int,
        acl: Acl,
        value: bytes,
    ) -> Record: ...

    def remove(self, parts: Parts) -> None: ...


class Snapshot(Protocol):
    """A holder of a node's children as they were; told before they change."""

    def keep_children(self) -> None:
        """Take a copy of what you share with the node: it changes now."""


class OneChild:
    """The child of a directory that has just one, read like a dict; half of all have just one.

    A dict takes four times the memory.
    """

    __slots__ = ("name", "node")

    def __init__(self, name: str, node: "Node") -> None:
        self.name = name
        self.node = node

    def get(self, name: str) -> "Node | None":
        return self.node if name == self.name else None

    def items(self) -> tuple[tuple[str, "Node"]]:
        return ((self.name, self.node),)

    def values(self) -> tuple["Node"]:
        return (self.node,)

    def __iter__(self) -> Iterator[str]:
        return iter((self.name,))

    def __len__(self) -> int:
        return 1

    def __contains__(self, name: object) -> bool:
        return name == self.name


class Node:
    """One node: its value, permissions and children by name in order of creation."""

    __slots__ = ("acl", "children", "generation", "value")

    def __init__(self, value: bytes, acl: Acl, generation: int) -> None:
        self.value = value
        self.acl = acl
        self.generation = generation
        self.children: dict[str, Node] | OneChild | None = None

    def names(self) -> Collection[str]:
        """The children's names in order of creation."""
        return self.children or ()


def record_bytes(value: bytes, acl: Acl, names: Iterable[str], stop_at: int = sys.maxsize) -> int:
    """Size of the record that xenstored 4.17 keeps for such a node.

    Counts no further than stop_at, so that a guest cannot make us count a huge directory.
    """
    size = RECORD_HEADER_BYTES + RECORD_PERM_BYTES * len(acl.perms) + len(value)
    for name in names:
        if size >= stop_at:
            break
        size += len(name) + 1
    return size


def joined(names: Iterable[str]) -> bytes:
    """The names as they travel, with a NUL after each."""
    return "".join([name + "\0" for name in names]).encode()


# So many bytes of names are as much work as one node.
EFFORT_LISTED_BYTES: Final = 64
# From so many remembered nodes of one owner on, those gone are forgotten at each doubling.
AWAY_PRUNED_AT: Final = 1024


class Tree:
    """The live nodes. Changes are booked on the owners' accounts, dom0's excepted."""

    __slots__ = (
        "_away",
        "_charge",
        "_journal",
        "_listed",
        "_observed",
        "_pins",
        "count",
        "effort",
        "generation",
        "root",
    )

    def __init__(self, root_acl: Acl, charge: Charge) -> None:
        self._charge = charge
        self._away: dict[int, dict[Parts, None]] = {}
        self._journal: list[Callable[[], object]] | None = None
        self._observed = False
        self._pins: dict[Node, list[Snapshot]] = {}
        self._listed: tuple[Node | None, int, bytes] = (None, 0, b"")
        # Rises with each node or watcher that a request concerns: some microseconds' work a unit.
        self.effort = 0
        self.generation = 1
        self.root = Node(b"", root_acl, self.generation)
        self.count = 1

    def get(self, parts: Parts) -> Node | None:
        """The node, or None."""
        node = self.root
        for name in parts:
            children = node.children
            if children is None:
                return None
            found = children.get(name)
            if found is None:
                return None
            node = found
        return node

    def nearest(self, parts: Parts) -> tuple[int, Node]:
        """The deepest existing ancestor of a node, not itself: its depth, and it."""
        node = self.root
        depth = 0
        for name in parts[:-1]:
            children = node.children
            found = None if children is None else children.get(name)
            if found is None:
                break
            node = found
            depth += 1
        return depth, node

    def observe(self, node: Node) -> int:
        """The node's generation; any later change of the node gives it another one."""
        self._observed = True
        return node.generation

    def listing(self, node: Any) -> tuple[int, bytes]:  # Any: this view's kind of node
        """The node's generation, observed, and what joined() makes of its children's names.

        Remembers the last answer: a long list is asked for in parts.
        """
        generation = self.observe(node)
        listed, at, names = self._listed
        if listed is not node or at != generation:
            names = joined(node.names())
            self.effort += len(names) // EFFORT_LISTED_BYTES
            self._listed = (node, generation, names)
        return generation, names

    def nodes_of(self, domid: int) -> int:
        """How many nodes more than its account says the domain has here: none."""
        return 0

    def fail(self) -> None:
        """A change was refused for a quota; the live tree need not remember that."""

    def set_value(self, node: Node, value: bytes) -> None:
        """Give the node another value."""
        if self._journal is not None:
            self._journal.append(partial(self.set_value, node, node.value))
        owner = node.acl.owner
        if owner:
            self._charge(owner, 0, len(value) - len(node.value))
        node.value = value
        node.generation = self._stamp()

    def set_acl(self, node: Node, acl: Acl) -> None:
        """Give the node other permissions; a change of owner moves it to another account."""
        if self._journal is not None:
            self._journal.append(partial(self.set_acl, node, node.acl))
        self._book(node, -1)
        node.acl = acl
        self._book(node, 1)
        node.generation = self._stamp()

    def create(self, ancestor: Node, parts: Parts, depth: int, acl: Acl, value: bytes) -> Node:
        """Make the missing nodes below the ancestor at this depth; the last gets the value."""
        node = ancestor
        last = len(parts) - 1
        for index in range(depth, last + 1):
            node = self.add_child(node, parts[index], acl, value if index == last else b"")
        # Nodes below go with the topmost one, so that only that one is worth remembering.
        if acl.owner and acl.owner != ancestor.acl.owner:
            self.owned_now(parts[: depth + 1], acl.owner)
        return node

    def add_child(self, parent: Node, name: str, acl: Acl, value: bytes) -> Node:
        """Make one node, the youngest of its parent."""
        if self._journal is not None:
            self._journal.append(partial(self.remove_child, parent, name))
        generation = self._stamp()
        child = Node(value, acl, generation)
        if self._pins:
            self._children_change(parent)
        _put_child(parent, sys.intern(name), child)
        parent.generation = generation
        self.count += 1
        if parent.acl.owner:
            self._charge(parent.acl.owner, 0, len(name) + 1)
        if acl.owner:
            record = RECORD_HEADER_BYTES + RECORD_PERM_BYTES * len(acl.perms) + len(value)
            self._charge(acl.owner, 1, record)
        return child

    def remove(self, parts: Parts) -> None:
        """Take the node and all below it out; it must exist and not be the root."""
        _, parent = self.nearest(parts)
        self.remove_child(parent, parts[-1])

    def remove_child(self, parent: Node, name: str) -> None:
        """Take one child and all below it out."""
        if self._pins:
            self._children_change(parent)
        top = _take_child(parent, name)
        parent.generation = self._stamp()
        if parent.acl.owner:
            self._charge(parent.acl.owner, 0, -len(name) - 1)
        before = self.count
        for node in below(top):
            self.count -= 1
            if node.acl.owner:
                self._book(node, -1)
        self.effort += before - self.count
        if self._journal is not None:
            self._journal.append(partial(self._put_back, parent, name, top))

    def begin(self) -> None:
        """Changes can be undone from here on, until keep or undo. Not to be nested."""
        assert self._journal is None, "one at a time"
        self._journal = []

    def keep(self) -> None:
        """What changed since begin stays."""
        self._journal = None

    def undo(self) -> None:
        """Everything is as it was at begin, but for generations and the order of siblings."""
        journal, self._journal = self._journal, None
        for revert in reversed(journal or ()):
            revert()

    def _put_back(self, parent: Node, name: str, top: Node) -> None:
        if self._pins:
            self._children_change(parent)
        _put_child(parent, name, top)
        parent.generation = self._stamp()
        if parent.acl.owner:
            self._charge(parent.acl.owner, 0, len(name) + 1)
        for node in below(top):
            self.count += 1
            if node.acl.owner:
                self._book(node, 1)

    def disowned(self, parts: Parts, node: Node, old_owner: int) -> None:
        """The node had that owner before: its children of the same owner are topmost ones now."""
        if old_owner and node.children and old_owner != node.acl.owner:
            for name, child in node.children.items():
                if child.acl.owner == old_owner:
                    self.owned_now((*parts, name), old_owner)

    def owned_now(self, parts: Parts, owner: int) -> None:
        """The node has this owner from now on; remembered when it is outside the owner's home."""
        if not owner or parts[:3] == ("local", "domain", str(owner)):
            return
        away = self._away.setdefault(owner, {})
        away[parts] = None
        if self._journal is not None:
            return  # what is gone now may come back
        if len(away) >= AWAY_PRUNED_AT and len(away).bit_count() == 1:
            self._away[owner] = {each: None for each in away if self._owner_of(each) == owner}

    def take_away_of(self, domid: int) -> Iterator[Parts]:
        """The nodes of a dying domain outside its home, parents first; forgotten thereby.

        The taker may remove each node as it comes.
        """
        for parts in sorted(self._away.pop(domid, ()), key=len):
            if self._owner_of(parts) == domid:
                yield parts

    def _owner_of(self, parts: Parts) -> int | None:
        node = self.get(parts)
        return None if node is None else node.acl.owner

    def owned_by(self, domid: int, start: Parts) -> Iterator[Parts]:
        """The nodes at or below start that the domid owns, but none below another of them.

        In order of creation, parents first. The taker may remove each node as it comes.
        """
        top = self.get(start)
        stack = [] if top is None else [(start, top)]
        while stack:
            parts, node = stack.pop()
            if node.acl.owner == domid:
                yield parts
            elif node.children is not None:
                stack.extend(
                    ((*parts, name), child) for name, child in reversed(node.children.items())
                )

    def pin(self, node: Node, snapshot: Snapshot) -> None:
        """Tell the snapshot before this node's children change."""
        self._pins.setdefault(node, []).append(snapshot)

    def unpin(self, node: Node, snapshot: Snapshot) -> None:
        """The snapshot is over; harmless when it was told already."""
        snapshots = self._pins.get(node)
        if snapshots is not None and snapshot in snapshots:
            snapshots.remove(snapshot)
            if not snapshots:
                del self._pins[node]

    def _children_change(self, node: Node) -> None:
        for snapshot in self._pins.pop(node, ()):
            snapshot.keep_children()

    def _stamp(self) -> int:
        if self._observed:
            self._observed = False
            self.generation += 1
        return self.generation

    def _book(self, node: Node, sign: int) -> None:
        owner = node.acl.owner
        if owner:
            self._charge(owner, sign, sign * record_bytes(node.value, node.acl, node.names()))


def _put_child(parent: Node, name: str, child: Node) -> None:
    """Makes the child the youngest of the parent, instead of one of that name."""
    children = parent.children
    if children is None:
        parent.children = OneChild(name, child)
    elif isinstance(children, OneChild):
        parent.children = {children.name: children.node, name: child}
    else:
        children[name] = child


def _take_child(parent: Node, name: str) -> Node:
    children = parent.children
    assert children is not None
    if isinstance(children, OneChild):
        parent.children = None
        return children.node
    top = children.pop(name)
    if not children:
        parent.children = None
    return top


def below(top: Node) -> Iterator[Node]:
    """The node and all nodes below it, in no order that is promised."""
    stack = [top]
    while stack:
        node = stack.pop()
        yield node
        if node.children is not None:
            stack.extend(node.children.values())
