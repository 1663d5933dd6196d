"""Who hears of a change: the watches concerned, each only if its session may see the node.

Knows nothing of how an event travels. Source: xenstored 4.17, fire_watches and watch_permitted.
"""

from collections.abc import Iterable, Sequence

from xenvm.errors import XenstoreError
from xenvm.xenstore import paths
from xenvm.xenstore.domains import Session
from xenvm.xenstore.paths import Parts
from xenvm.xenstore.perms import OWNER, READ, WRITE, Acl
from xenvm.xenstore.transactions import Copy, Fire
from xenvm.xenstore.tree import Tree
from xenvm.xenstore.watches import Watch, WatchTable


class Events:
    """Tells watchers of changes to the live tree."""

    __slots__ = ("_held", "_names_domains", "_special_acls", "_tree", "_watches")

    def __init__(
        self, tree: Tree, watches: WatchTable, special_acl: Acl, *, names_domains: bool
    ) -> None:
        """special_acl: who hears of domains coming and going until set_special.

        names_domains: whether watches may ask which domain it is (newer Xen).
        """
        self._names_domains = names_domains
        self._held: list[tuple[Watch, str]] | None = None
        self._tree = tree
        self._watches = watches
        self._special_acls = dict.fromkeys(paths.SPECIAL_PATHS, special_acl)

    def changed(self, parts: Parts, old_acl: Acl | None = None) -> None:
        """The node changed: every watch at or above it. old_acl: what it was before, too."""
        watches = self._watches.covering(parts)
        if watches:
            self._send(watches, parts, old_acl)

    def gone(self, parts: Parts, old_acl: Acl | None = None) -> None:
        """The node went with one above it: the watches on exactly it."""
        watches = self._watches.exactly(parts)
        if watches:
            self._send(watches, parts, old_acl)

    def going(self, parts: Parts) -> None:
        """The node and all below it are about to be removed: those below are told first."""
        if not self._watches.count:
            return
        top = self._tree.get(parts)
        assert top is not None
        for here, watches in self._watches.below(parts, top):
            self._send(watches, here, None)
        self.changed(parts)

    def committed(self, copies: Iterable[Copy]) -> None:
        """A transaction was committed: what it did to each node, in order of first access."""
        for copy in copies:
            if copy.never_was:
                continue
            if copy.fire is Fire.COVERING:
                self.changed(copy.parts, copy.first_acl)
            elif copy.fire is Fire.EXACT:
                self.gone(copy.parts, copy.first_acl)

    def hold(self) -> None:
        """Events of nodes wait for let_go or drop."""
        self._held = []

    def let_go(self) -> None:
        """What was held is told, in order."""
        held, self._held = self._held, None
        for watch, path in held or ():
            if watch.session.watches.get((watch.path, watch.token)) is watch:
                watch.session.receiver.event(watch, path)

    def drop(self) -> None:
        """What was held never happened."""
        self._held = None

    def special(self, path: str, domid: int) -> None:
        """A domain came or went: the watches on this special path.

        Where watches may name domains: first those that do not ask which it is.
        """
        told = [(watch, path) for watch in self._watches.special(path) if watch.depth < 0]
        if self._names_domains:
            full = f"{path}/{domid}"
            told += [(watch, full) for watch in self._watches.special(path) if watch.depth > 0]
            told += [(watch, full) for watch in self._watches.special(full)]
        acl = self._special_acls[path]
        for watch, said in told:
            if watch.session.rights(acl) & READ:
                watch.session.receiver.event(watch, said)

    def special_acls(self) -> dict[str, Acl]:
        """The permissions of the special paths."""
        return dict(self._special_acls)

    def set_special(self, session: Session, path: str, acl: Acl) -> None:
        """Say who hears of the special path. Raises XenstoreError EINVAL, EACCES."""
        current = self._special_acls.get(path)
        if current is None:
            raise XenstoreError("EINVAL", path)
        if session.rights(current) & (WRITE | OWNER) != WRITE | OWNER:
            raise XenstoreError("EACCES", path)
        self._special_acls[path] = acl

    def restore_special(self, path: str, acl: Acl) -> None:
        """Make the permissions of a special path what they were before a restart."""
        self._special_acls[path] = acl

    def _send(self, watches: Sequence[Watch], parts: Parts, old_acl: Acl | None) -> None:
        path = "/" + "/".join(parts)
        self._tree.effort += len(watches)
        for watch in watches:
            session = watch.session
            if session.privileged or self._may_see(session, parts, old_acl):
                if self._held is None:
                    session.receiver.event(watch, path[watch.cut :])
                else:
                    self._held.append((watch, path[watch.cut :]))

    def _may_see(self, session: Session, parts: Parts, old_acl: Acl | None) -> bool:
        if old_acl is not None and session.rights(old_acl) & READ:
            return True
        node = self._tree.get(parts)
        if node is None:
            return False
        if session.rights(node.acl) & READ:
            return True
        parent = self._tree.get(parts[:-1])
        return parent is not None and bool(session.rights(parent.acl) & READ)
