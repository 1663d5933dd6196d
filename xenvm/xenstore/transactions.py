"""Transactions: private copies of the nodes that they touch, laid over the live tree.

A transaction is no snapshot: each node is copied when first touched, and what was not touched
shows the live tree. At its end every touched node must be as it was then, else EAGAIN. Children
are kept as additions and removals over the live dict, which tells us before it changes.
Knows nothing of watches; it records who is to be told. Source: xenstored 4.17, access_node.
"""

from collections.abc import Collection
from enum import Enum
from typing import TYPE_CHECKING

from xenvm.errors import XenstoreError
from xenvm.xenstore.paths import Parts, join
from xenvm.xenstore.perms import Acl
from xenvm.xenstore.quota import passes
from xenvm.xenstore.tree import EFFORT_LISTED_BYTES, NO_GENERATION, Node, Tree, joined

if TYPE_CHECKING:
    from xenvm.xenstore.domains import Domains


class Fire(Enum):
    """Which watches hear of a node after the commit."""

    NONE = 0
    COVERING = 1
    EXACT = 2


class Copy:
    """A node as one transaction sees it."""

    __slots__ = (
        "_added",
        "_base",
        "_removed",
        "acl",
        "exists",
        "fire",
        "first_acl",
        "generation",
        "live",
        "modified",
        "parts",
        "value",
    )

    def __init__(self, parts: Parts, generation: int) -> None:
        """A node that is missing, until it is adopted or made."""
        self.parts = parts
        self.live: Node | None = None
        self.generation = generation
        self.exists = False
        self.modified = False
        self.fire = Fire.NONE
        self._added: dict[str, None] = {}
        self._removed: dict[str, None] = {}
        self._base: Collection[str] = ()
        self.value = b""
        self.acl: Acl = _NO_ACL
        self.first_acl: Acl | None = None

    @property
    def never_was(self) -> bool:
        """Whether the node came and went inside: nobody outside hears of it."""
        return self.first_acl is None and not self.exists

    def adopt(self, live: Node) -> None:
        """See the node as it is now."""
        self.exists = True
        self.live = live
        self.value = live.value
        self.acl = self.first_acl = live.acl
        self._base = live.names()

    def names(self) -> Collection[str]:
        """The children's names in order of creation."""
        if not self._removed and not self._added:
            return self._base
        return [name for name in self._base if name not in self._removed] + list(self._added)

    def has_child(self, name: str) -> bool:
        return name in self._added or (name in self._base and name not in self._removed)

    def keep_children(self) -> None:
        """The live children are about to change: what this transaction saw stays."""
        self._base = tuple(self._base)

    def make(self, acl: Acl, value: bytes) -> None:
        """The node comes into being here, without children."""
        self.exists = self.modified = True
        self.acl = acl
        self.value = value
        self._base = ()
        self._added.clear()
        self._removed.clear()

    def unmake(self) -> None:
        """The node goes."""
        self.exists = False
        self.modified = True

    def add_child(self, name: str) -> None:
        self.modified = True
        self._added[name] = None

    def remove_child(self, name: str) -> None:
        self.modified = True
        if name in self._added:
            del self._added[name]
        else:
            self._removed[name] = None

    def child_changes(self) -> tuple[list[str], list[str]]:
        """Names of children that went, and of those that came, in order."""
        return list(self._removed), list(self._added)


# Stands in for the permissions of a node that does not exist; nobody may ask it anything.
_NO_ACL = Acl.__new__(Acl)


class Overlay:
    """The view of one open transaction: the same verbs as Tree, on copies."""

    __slots__ = ("_accounts", "_nodes_max", "_tree", "copies", "failed", "number")

    def __init__(self, tree: Tree, number: int, nodes_max: int) -> None:
        """number: its id in its session; nodes_max: how many nodes it may touch, 0 for any."""
        self._tree = tree
        self.number = number
        self._nodes_max = nodes_max
        self._accounts: dict[int, int] = {}
        self.copies: dict[Parts, Copy] = {}
        self.failed = False

    def get(self, parts: Parts) -> Copy | None:
        """The node, or None. Raises XenstoreError ENOSPC when too many were touched."""
        copy = self.copies.get(parts)
        if copy is None:
            copy = self._touch(parts)
        return copy if copy.exists else None

    def nearest(self, parts: Parts) -> tuple[int, Copy]:
        """The deepest existing ancestor of a node, not itself: its depth, and it."""
        depth = len(parts) - 1
        while depth > 0:
            copy = self.get(parts[:depth])
            if copy is not None:
                return depth, copy
            depth -= 1
        root = self.get(())
        assert root is not None
        return 0, root

    def listing(self, copy: Copy) -> tuple[int, bytes]:
        """The generation that the node had when first seen, and its children's names, joined."""
        names = joined(copy.names())
        self._tree.effort += len(names) // EFFORT_LISTED_BYTES
        return copy.generation, names

    def nodes_of(self, domid: int) -> int:
        """How many nodes more (or less) than the account says this domain has here."""
        return self._accounts.get(domid, 0)

    def fail(self) -> None:
        """A change was refused for a quota: the transaction cannot be committed any more."""
        self.failed = True

    def set_value(self, node: Copy, value: bytes) -> None:
        """Give the node another value."""
        node.value = value
        node.modified = True

    def set_acl(self, node: Copy, acl: Acl) -> None:
        """Give the node other permissions."""
        self._account(node.acl.owner, -1)
        self._account(acl.owner, 1)
        node.acl = acl
        node.modified = True

    def create(self, ancestor: Copy, parts: Parts, depth: int, acl: Acl, value: bytes) -> Copy:
        """Make the missing nodes below the ancestor at this depth; the last gets the value."""
        node = ancestor
        last = len(parts) - 1
        for index in range(depth, last + 1):
            here = parts[: index + 1]
            node.add_child(parts[index])
            node = self.copies.get(here) or self._touch(here)
            node.make(acl, value if index == last else b"")
            self._account(acl.owner, 1)
        return node

    def remove(self, parts: Parts) -> None:
        """Take the node and all below it out; those below are told to their own watchers."""
        parent = self.get(parts[:-1])
        # The refusals here come only after somebody outside changed what was touched, so that the
        # copies do not fit together: the commit will fail anyway.
        if parent is None:
            raise XenstoreError("EINVAL", join(parts))
        stack = [(parts, False)]
        while stack:
            here, is_empty = stack.pop()
            copy = self.get(here)
            if copy is None:
                raise XenstoreError("EIO", join(here))
            if is_empty:
                self._account(copy.acl.owner, -1)
                copy.unmake()
                if copy.fire is not Fire.COVERING:
                    copy.fire = Fire.COVERING if here is parts else Fire.EXACT
            else:
                stack.append((here, True))
                stack.extend(((*here, name), False) for name in reversed(list(copy.names())))
        if not parent.has_child(parts[-1]):
            raise XenstoreError("EIO", join(parts))
        parent.remove_child(parts[-1])

    def tell(self, parts: Parts) -> None:
        """The watchers of this touched node are to hear of it after the commit."""
        self.copies[parts].fire = Fire.COVERING

    def check(self, domains: "Domains", *, limited: bool) -> None:
        """Whether the transaction may be committed now.

        limited: whether quotas hold. Raises XenstoreError ENOMEM after an error inside, EAGAIN
        when a touched node has changed or an owner is gone, ENOSPC when a domain would own more
        nodes than it may.
        """
        if self.failed:
            raise XenstoreError("ENOMEM", "/")
        for copy in self.copies.values():
            live = self._tree.get(copy.parts)
            generation = NO_GENERATION if live is None else live.generation
            if generation != copy.generation:
                raise XenstoreError("EAGAIN", join(copy.parts))
        for domid, nodes in self._accounts.items():
            domain = domains.get(domid)
            if domain is None:
                raise XenstoreError("EAGAIN", f"/local/domain/{domid}")
            if limited and nodes > 0 and passes(domain.quotas.nodes, domain.nodes + nodes):
                raise XenstoreError("ENOSPC", f"/local/domain/{domid}")

    def apply(self) -> None:
        """Make the live tree as this transaction sees it; check() must have passed."""
        tree = self._tree
        tree.effort += len(self.copies)
        self.release()
        modified = [copy for copy in self.copies.values() if copy.modified and copy.exists]
        for copy in sorted(modified, key=_depth):
            node = tree.get(copy.parts)
            assert node is not None
            tree.set_value(node, copy.value)
            if node.acl is not copy.acl:
                old_owner = node.acl.owner
                tree.set_acl(node, copy.acl)
                tree.owned_now(copy.parts, copy.acl.owner)
                tree.disowned(copy.parts, node, old_owner)
            gone, come = copy.child_changes()
            for name in gone:
                tree.remove_child(node, name)
            for name in come:
                child = self.copies[(*copy.parts, name)]
                if child.exists:
                    tree.add_child(node, name, child.acl, child.value)
                    if child.acl.owner != copy.acl.owner:
                        tree.owned_now(child.parts, child.acl.owner)

    def release(self) -> None:
        """Let go of the live nodes; the transaction is at its end."""
        for copy in self.copies.values():
            if copy.live is not None:
                self._tree.unpin(copy.live, copy)

    def _touch(self, parts: Parts) -> Copy:
        if self._nodes_max and len(self.copies) >= self._nodes_max:
            self.failed = True
            raise XenstoreError("ENOSPC", join(parts))
        tree = self._tree
        live = tree.get(parts)
        generation = NO_GENERATION if live is None else tree.observe(live)
        copy = self.copies[parts] = Copy(parts, generation)
        if live is not None:
            copy.adopt(live)
            if live.children is not None:
                tree.pin(live, copy)
        return copy

    def _account(self, owner: int, nodes: int) -> None:
        if owner:
            self._accounts[owner] = self._accounts.get(owner, 0) + nodes


def _depth(copy: Copy) -> int:
    return len(copy.parts)
