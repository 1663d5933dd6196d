import sys

from tests.support.xenstore import Peer
from xenvm.xenstore import tree as trees
from xenvm.xenstore.perms import Acl, Perm
from xenvm.xenstore.store import Store
from xenvm.xenstore.tree import AWAY_PRUNED_AT, Tree

DOM0 = Acl((Perm(0, "n"),), ())
GUEST = Acl((Perm(5, "n"),), ())


class Ledger:
    def __init__(self) -> None:
        self.nodes = 0
        self.size = 0

    def charge(self, domid: int, nodes: int, size: int) -> None:
        assert domid == 5
        self.nodes += nodes
        self.size += size


def make(*paths: str) -> Tree:
    tree = Tree(DOM0, Ledger().charge)
    for path in paths:
        put(tree, path)
    return tree


def put(tree: Tree, path: str, acl: Acl = DOM0, value: bytes = b"") -> None:
    parts = tuple(path.split("/"))
    depth, ancestor = tree.nearest(parts)
    tree.create(ancestor, parts, depth, acl, value)


def test_create_makes_missing_parents_and_keeps_order_of_creation() -> None:
    tree = make("a/z", "a/b", "a/m/n")
    assert list(tree.get(("a",)).names()) == ["z", "b", "m"]
    assert tree.get(("a", "m", "n")).value == b""
    assert tree.count == 6


def test_get_is_none_for_a_missing_node_or_parent() -> None:
    tree = make("a")
    assert tree.get(("b",)) is None
    assert tree.get(("a", "b", "c")) is None


def test_nearest_stops_at_the_last_existing_ancestor() -> None:
    tree = make("a/b")
    assert tree.nearest(("a", "x", "y"))[0] == 1
    assert tree.nearest(("a", "b"))[0] == 1, "an ancestor, not the node itself"
    assert tree.nearest(()) == (0, tree.root)


def test_remove_takes_the_whole_subtree_and_a_new_child_is_youngest() -> None:
    tree = make("a/x/1", "a/y")
    tree.remove(("a", "x"))
    put(tree, "a/x")
    assert list(tree.get(("a",)).names()) == ["y", "x"]
    assert tree.count == 4


def test_generation_moves_only_for_what_was_observed() -> None:
    tree = make("a", "b")
    first, second = tree.get(("a",)), tree.get(("b",))
    seen = tree.observe(first)
    tree.set_value(second, b"1")
    tree.set_value(first, b"1")
    assert first.generation > seen
    assert first.generation == second.generation, "nobody looked between the two changes"


def test_creation_and_removal_change_the_generation_of_the_parent() -> None:
    tree = make("a")
    parent = tree.get(("a",))
    seen = tree.observe(parent)
    put(tree, "a/b")
    after_create = tree.observe(parent)
    tree.remove(("a", "b"))
    assert seen < after_create < parent.generation


def test_accounts_follow_creation_change_of_owner_and_removal() -> None:
    ledger = Ledger()
    tree = Tree(DOM0, ledger.charge)
    put(tree, "d", GUEST)
    put(tree, "d/e", GUEST, b"1234")
    assert ledger.nodes == 2
    assert ledger.size == 32 + 2 + 32 + 4
    tree.set_value(tree.get(("d", "e")), b"12")
    assert ledger.size == 32 + 2 + 32 + 2
    tree.set_acl(tree.get(("d",)), DOM0)
    assert ledger.nodes == 1
    tree.remove(("d",))
    assert (ledger.nodes, ledger.size) == (0, 0)


def test_owned_by_gives_topmost_nodes_and_allows_their_removal() -> None:
    tree = Tree(DOM0, Ledger().charge)
    for path in ("a/g1", "a/g1/below", "b/c/g2", "g3"):
        put(tree, path, GUEST if "g" in path else DOM0)
    tree.set_acl(tree.get(("b",)), DOM0)
    tree.set_acl(tree.get(("b", "c")), DOM0)
    tree.set_acl(tree.get(("a",)), DOM0)
    found = []
    for parts in tree.owned_by(5, ()):
        found.append(parts)
        tree.remove(parts)
    assert found == [("a", "g1"), ("b", "c", "g2"), ("g3",)]
    assert list(tree.owned_by(5, ())) == []


def test_snapshot_is_told_before_children_change() -> None:
    class Snapshot:
        seen = None

        def keep_children(self) -> None:
            self.seen = list(node.names())

    tree = make("a/1")
    node = tree.get(("a",))
    told, untold = Snapshot(), Snapshot()
    tree.pin(node, told)
    tree.pin(node, untold)
    tree.unpin(node, untold)
    put(tree, "a/2")
    assert told.seen == ["1"]
    assert untold.seen is None


def test_record_size_is_that_of_xenstored() -> None:
    assert trees.record_bytes(b"x" * 2015, DOM0, ()) == 2047
    assert trees.record_bytes(b"", DOM0, ["ab", "c"]) == 24 + 8 + 3 + 2
    assert trees.record_bytes(b"", DOM0, iter(["x" * 99] * 1000), stop_at=150) < 300


def test_names_are_shared_between_nodes() -> None:
    tree = make("a/state", "b/sta" + "te"[:])
    keys = [next(iter(tree.get((name,)).names())) for name in "ab"]
    assert keys[0] is keys[1] is sys.intern("state")


def test_deep_tree_is_walked_without_recursion() -> None:
    """XSA-418: unbounded recursion in creation, deletion and checks."""
    depth = sys.getrecursionlimit() * 3
    tree = make("/".join("d" for _ in range(depth)))
    assert tree.count == depth + 1
    assert sum(1 for _ in trees.below(tree.root)) == depth + 1
    tree.remove(("d",))
    assert tree.count == 1


def test_nodes_away_from_home_are_known_without_a_walk() -> None:
    tree = Tree(DOM0, Ledger().charge)
    put(tree, "vss/u/below", GUEST)
    put(tree, "local/domain/5/data", GUEST)
    away = []
    for parts in tree.take_away_of(5):
        away.append(parts)
        tree.remove(parts)
    assert away == [("vss",), ("local",)], "parents first; what went with them is not named"
    assert list(tree.take_away_of(5)) == [], "forgotten by the first taker"


def test_nodes_at_home_need_not_be_remembered() -> None:
    tree = Tree(DOM0, Ledger().charge)
    put(tree, "local/domain")
    put(tree, "local/domain/5/data", GUEST)
    assert list(tree.take_away_of(5)) == []


def test_memory_of_nodes_away_from_home_forgets_those_that_are_gone() -> None:
    tree = make("vss")
    for number in range(3 * trees.AWAY_PRUNED_AT):
        put(tree, f"vss/{number}", GUEST)
        tree.remove(("vss", str(number)))
    assert len(tree._away[5]) <= trees.AWAY_PRUNED_AT


def test_node_put_back_by_undo_still_dies_with_its_owner() -> None:
    """What is gone for a while must not be forgotten as its owner's (XSA-419)."""
    store = Store()
    peer = Peer(store)
    peer.write("/away/5")
    peer.chmod("/away/5", "n5")
    store.tree.begin()
    peer.rm("/away")
    for number in range(AWAY_PRUNED_AT + 1):
        peer.write(f"/many/{number}")
        peer.chmod(f"/many/{number}", "n5")
    store.tree.undo()
    assert list(store.tree.take_away_of(5)) == [("away", "5")]
