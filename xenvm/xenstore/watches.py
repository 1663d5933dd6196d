"""Watches, found by the path of a change in time that does not grow with their number.

Knows nothing of permissions or of how an event travels. Source: xenstored 4.17, fire_watches.
"""

from bisect import insort
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from xenvm.xenstore.paths import Parts
from xenvm.xenstore.tree import Node

if TYPE_CHECKING:
    from xenvm.xenstore.domains import Session

_order = attrgetter("order")

# Depth of a watch that hears of everything below.
ANY_DEPTH: Final = -1


class Watch:
    """One watch of a session. Events of one change go out by `order`."""

    __slots__ = ("cut", "depth", "given", "order", "parts", "path", "session", "token")

    def __init__(
        self,
        session: "Session",
        path: str,
        parts: Parts,
        given: str,
        token: bytes,
        serial: int,
        depth: int = ANY_DEPTH,
    ) -> None:
        """given: the path as the watcher wrote it; parts: () for a special path.

        depth: how many levels below it are watched, too; 1 on a special path: say which domain.
        """
        self.depth = depth
        self.session = session
        self.path = path
        self.parts = parts
        self.given = given
        self.token = token
        self.order = (session.serial, serial)
        # A relative watch hears of relative paths: so much is cut off the front.
        self.cut = len(path) - len(given)


class _Branch:
    __slots__ = ("children", "watches")

    def __init__(self) -> None:
        self.children: dict[str, _Branch] | None = None
        self.watches: list[Watch] | None = None


class WatchTable:
    """All watches of the store."""

    __slots__ = ("_limited", "_root", "_serial", "_special", "count")

    def __init__(self) -> None:
        self._root = _Branch()
        self._special: dict[str, list[Watch]] = {}
        self._serial = 0
        self._limited = 0  # watches that do not hear of everything below
        self.count = 0

    def next_serial(self) -> int:
        """Rises with each watch: the order of registration."""
        self._serial += 1
        return self._serial

    def add(self, watch: Watch) -> None:
        """Let the watch be found from now on."""
        self.count += 1
        self._limited += watch.depth >= 0
        if watch.path[0] == "@":
            insort(self._special.setdefault(watch.path, []), watch, key=_order)
            return
        branch = self._root
        for name in watch.parts:
            if branch.children is None:
                branch.children = {}
            branch = branch.children.setdefault(name, _Branch())
        if branch.watches is None:
            branch.watches = []
        insort(branch.watches, watch, key=_order)

    def remove(self, watch: Watch) -> None:
        """Forget the watch, and the branches that only led to it (XSA-330)."""
        self.count -= 1
        self._limited -= watch.depth >= 0
        if watch.path[0] == "@":
            specials = self._special[watch.path]
            specials.remove(watch)
            if not specials:
                del self._special[watch.path]
            return
        trail = self._trail(watch.parts)
        branch = trail[-1]
        assert branch.watches is not None
        branch.watches.remove(watch)
        if not branch.watches:
            branch.watches = None
        for name, parent in zip(reversed(watch.parts), reversed(trail[:-1]), strict=True):
            assert parent.children is not None
            child = parent.children[name]
            if child.watches is not None or child.children is not None:
                break
            del parent.children[name]
            if not parent.children:
                parent.children = None

    def special(self, path: str) -> list[Watch]:
        """The watches on this special path, in firing order."""
        return list(self._special.get(path, ()))

    def covering(self, parts: Parts) -> list[Watch]:
        """The watches at or above the node, in firing order."""
        branch = self._root
        found = branch.watches
        merged = False
        for name in parts:
            children = branch.children
            if children is None:
                break
            deeper = children.get(name)
            if deeper is None:
                break
            branch = deeper
            if branch.watches is not None:
                merged = found is not None
                found = [*found, *branch.watches] if found is not None else branch.watches
        if found is None:
            return []
        if self._limited:
            level = len(parts)
            found = [one for one in found if one.depth < 0 or level - len(one.parts) <= one.depth]
        return sorted(found, key=_order) if merged else list(found)

    def exactly(self, parts: Parts) -> list[Watch]:
        """The watches on exactly this node, in firing order."""
        branch = self._branch(parts)
        return [] if branch is None or branch.watches is None else list(branch.watches)

    def below(self, parts: Parts, top: Node) -> Iterator[tuple[Parts, list[Watch]]]:
        """For existing nodes below top (itself at parts) that are watched exactly: who watches.

        Children before their parent, siblings in order of creation: the order in which rm tells.
        """
        start = self._branch(parts)
        if start is None or start.children is None:
            return
        # A frame is visited twice: first its children are stacked above it, then it is told.
        stack = [(parts, top, start, False)]
        while stack:
            here, node, branch, told = stack.pop()
            if told:
                if branch.watches is not None:
                    yield here, list(branch.watches)
                continue
            if branch is not start:
                stack.append((here, node, branch, True))
            if branch.children is None or node.children is None:
                continue
            for name, child in reversed(node.children.items()):
                deeper = branch.children.get(name)
                if deeper is not None:
                    stack.append(((*here, name), child, deeper, False))

    def _branch(self, parts: Parts) -> _Branch | None:
        branch: _Branch | None = self._root
        for name in parts:
            if branch is None or branch.children is None:
                return None
            branch = branch.children.get(name)
        return branch

    def _trail(self, parts: Parts) -> list[_Branch]:
        trail = [self._root]
        for name in parts:
            children = trail[-1].children
            assert children is not None
            trail.append(children[name])
        return trail
