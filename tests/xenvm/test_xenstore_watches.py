from types import SimpleNamespace

from xenvm.xenstore.perms import Acl, Perm
from xenvm.xenstore.tree import Tree
from xenvm.xenstore.watches import Watch, WatchTable

DOM0 = Acl((Perm(0, "n"),), ())


def parts_of(path: str) -> tuple[str, ...]:
    return tuple(filter(None, path.split("/")))


class Table:
    def __init__(self) -> None:
        self.table = WatchTable()

    def add(self, path: str, session: int = 1) -> Watch:
        parts = () if path[0] == "@" else parts_of(path)
        serial = self.table.next_serial()
        owner = SimpleNamespace(serial=session)
        watch = Watch(owner, path, parts, path, b"%d" % serial, serial)
        self.table.add(watch)
        return watch

    def covering(self, path: str) -> list[str]:
        return [watch.path for watch in self.table.covering(parts_of(path))]


def test_covering_finds_watches_at_and_above_only() -> None:
    table = Table()
    for path in ("/", "/a", "/a/b", "/a/b/c", "/b", "/ab"):
        table.add(path)
    assert table.covering("/a/b") == ["/", "/a", "/a/b"]
    assert table.covering("/") == ["/"]
    assert table.covering("/c") == ["/"]


def test_covering_is_in_order_of_session_then_registration() -> None:
    table = Table()
    second = table.add("/a", session=2)
    first = table.add("/a/b", session=1)
    third = table.add("/", session=2)
    assert table.table.covering(("a", "b")) == [first, second, third]


def test_exactly_ignores_watches_above() -> None:
    table = Table()
    table.add("/a")
    exact = table.add("/a/b")
    assert table.table.exactly(("a", "b")) == [exact]
    assert table.table.exactly(("a", "c")) == []
    assert table.table.exactly(("x", "y", "z")) == []


def test_special_paths_match_exactly_and_never_cover() -> None:
    table = Table()
    special = table.add("@releaseDomain")
    assert table.table.special("@releaseDomain") == [special]
    assert table.table.special("@introduceDomain") == []
    assert table.covering("/") == []
    table.table.remove(special)
    assert table.table.special("@releaseDomain") == []


def test_remove_leaves_nothing_behind() -> None:
    """XSA-330: reset watches left entries in the watch trie."""
    table = Table()
    watches = [table.add(path) for path in ("/a/b/c", "/a/b", "/a/b/c", "/a/x", "/")]
    for watch in watches:
        table.table.remove(watch)
    root = table.table._root
    assert root.children is None
    assert root.watches is None
    assert table.table.count == 0


def test_remove_keeps_branches_that_others_need() -> None:
    table = Table()
    deep = table.add("/a/b/c")
    table.add("/a/b")
    table.table.remove(deep)
    assert table.covering("/a/b/c") == ["/a/b"]


def test_below_goes_children_first_in_order_of_creation() -> None:
    tree = Tree(DOM0, lambda *_: None)
    for path in ("/t/z/1", "/t/z/0", "/t/a", "/t/m"):
        parts = parts_of(path)
        depth, ancestor = tree.nearest(parts)
        tree.create(ancestor, parts, depth, DOM0, b"")
    table = Table()
    for path in ("/t", "/t/a", "/t/z", "/t/z/0", "/t/z/1", "/t/missing", "/t/m/missing"):
        table.add(path)
    told = [here for here, _ in table.table.below(("t",), tree.get(("t",)))]
    assert told == [("t", "z", "1"), ("t", "z", "0"), ("t", "z"), ("t", "a")]


def test_relative_watch_hears_the_path_cut() -> None:
    watch = Watch(SimpleNamespace(serial=1), "/local/domain/3/dev", ("x",), "dev", b"", 1)
    assert "/local/domain/3/dev/0"[watch.cut :] == "dev/0"
