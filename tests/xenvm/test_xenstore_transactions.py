import pytest

from tests.support.xenstore import Peer, outcome
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store


class Scene:
    """A tree /a (1), /a/b (2), /d; a transaction of one session; another session outside."""

    def __init__(self) -> None:
        self.store = Store()
        self.peer, self.other = Peer(self.store), Peer(self.store)
        self.other.write("/a", "1")
        self.other.write("/a/b", "2")
        self.other.mkdir("/d")
        self.tx = self.peer.start()


# What the transaction does, what happens outside meanwhile, whether its end conflicts.
CONFLICTS = [
    ("read, outside write", lambda p, t: p.read("/a", t), lambda o: o.write("/a", "9"), True),
    ("read, same value written", lambda p, t: p.read("/a", t), lambda o: o.write("/a", "1"), True),
    ("read, child written", lambda p, t: p.read("/a", t), lambda o: o.write("/a/b", "9"), False),
    ("read, child created", lambda p, t: p.read("/a", t), lambda o: o.write("/a/c"), True),
    ("read, grandchild created", lambda p, t: p.read("/a", t), lambda o: o.write("/a/b/c"), False),
    ("read, perms changed", lambda p, t: p.read("/a", t), lambda o: o.chmod("/a", "r0"), True),
    ("read, removed", lambda p, t: p.read("/a", t), lambda o: o.rm("/a"), True),
    (
        "write, outside write",
        lambda p, t: p.write("/a", "8", t),
        lambda o: o.write("/a", "9"),
        True,
    ),
    ("write, outside read", lambda p, t: p.write("/a", "8", t), lambda o: o.read("/a"), False),
    (
        "create, sibling created",
        lambda p, t: p.write("/d/1", "", t),
        lambda o: o.write("/d/2"),
        True,
    ),
    (
        "create, elsewhere created",
        lambda p, t: p.write("/d/1", "", t),
        lambda o: o.write("/a/2"),
        False,
    ),
    (
        "missing read, then created",
        lambda p, t: outcome(p.read, "/x", t),
        lambda o: o.write("/x"),
        True,
    ),
    (
        "missing read, parent changed",
        lambda p, t: outcome(p.read, "/d/x", t),
        lambda o: o.write("/d"),
        True,
    ),
    ("rm, child written", lambda p, t: p.rm("/a", t), lambda o: o.write("/a/b", "9"), True),
    ("untouched", lambda p, t: None, lambda o: o.rm("/a"), False),
    (
        "read, removed and made again",
        lambda p, t: p.read("/a/b", t),
        lambda o: (o.rm("/a/b"), o.write("/a/b", "2")),
        True,
    ),
]


@pytest.mark.parametrize(
    ("what", "inside", "outside", "conflicts"), CONFLICTS, ids=[row[0] for row in CONFLICTS]
)
def test_commit_conflicts_when_a_touched_node_changed(what, inside, outside, conflicts) -> None:
    scene = Scene()
    inside(scene.peer, scene.tx)
    outside(scene.other)
    assert outcome(scene.peer.commit, scene.tx) == ("EAGAIN" if conflicts else None)


def test_nothing_is_seen_outside_before_the_commit_and_all_after() -> None:
    scene = Scene()
    scene.peer.write("/a", "new", scene.tx)
    scene.peer.write("/n/m", "new", scene.tx)
    scene.peer.rm("/a/b", scene.tx)
    scene.peer.chmod("/d", "r0", scene.tx)
    assert scene.other.read("/a") == "1"
    assert outcome(scene.other.read, "/n") == "ENOENT"
    assert scene.other.ls("/a") == ["b"]
    scene.peer.commit(scene.tx)
    assert scene.other.read("/a") == "new"
    assert scene.other.read("/n/m") == "new"
    assert scene.other.ls("/a") == []
    assert scene.other.perms("/d") == "r0"


def test_untouched_nodes_show_the_live_tree_and_touched_ones_their_copy() -> None:
    scene = Scene()
    assert scene.peer.ls("/a", scene.tx) == ["b"]
    scene.other.write("/a", "later")
    scene.other.write("/a/c", "later")
    scene.other.write("/d", "later")
    assert scene.peer.read("/a", scene.tx) == "1"
    assert scene.peer.ls("/a", scene.tx) == ["b"]
    assert scene.peer.read("/d", scene.tx) == "later"
    assert scene.peer.read("/a/c", scene.tx) == "later"


def test_abort_leaves_no_trace() -> None:
    scene = Scene()
    scene.peer.watch("/", "w")
    scene.peer.heard()
    scene.peer.write("/x", "", scene.tx)
    scene.peer.rm("/a", scene.tx)
    scene.peer.abort(scene.tx)
    assert scene.other.ls("/") == ["tool", "a", "d"]
    assert scene.peer.heard() == []
    assert scene.store.tree._pins == {}


def test_conflict_closes_the_transaction_and_changes_nothing() -> None:
    scene = Scene()
    scene.peer.watch("/", "w")
    scene.peer.heard()
    scene.peer.write("/a", "mine", scene.tx)
    scene.other.write("/a", "theirs")
    scene.peer.heard()
    assert outcome(scene.peer.commit, scene.tx) == "EAGAIN"
    assert scene.peer.heard() == []
    assert scene.other.read("/a") == "theirs"
    assert outcome(scene.peer.commit, scene.tx) == "ENOENT"


def test_events_come_after_the_commit_in_order_of_first_access() -> None:
    scene = Scene()
    scene.peer.watch("/", "w")
    scene.peer.heard()
    scene.peer.read("/d", scene.tx)
    scene.peer.write("/x/y", "", scene.tx)
    scene.peer.write("/d", "1", scene.tx)
    scene.peer.write("/x/y", "2", scene.tx)
    scene.peer.mkdir("/x", scene.tx)
    assert scene.peer.heard() == []
    scene.peer.commit(scene.tx)
    assert scene.peer.heard() == ["/d w", "/x/y w"]


def test_nodes_removed_inside_tell_exactly_their_watchers() -> None:
    scene = Scene()
    for path in ("/", "/a", "/a/b"):
        scene.peer.watch(path, path)
    scene.peer.heard()
    scene.peer.rm("/a", scene.tx)
    scene.peer.commit(scene.tx)
    assert scene.peer.heard() == ["/a /", "/a /a", "/a/b /a/b"]


def test_node_written_and_then_removed_inside_tells_all_its_watchers() -> None:
    scene = Scene()
    scene.peer.watch("/", "w")
    scene.peer.heard()
    scene.peer.write("/a/b", "new", scene.tx)
    scene.peer.rm("/a", scene.tx)
    scene.peer.commit(scene.tx)
    assert scene.peer.heard() == ["/a/b w", "/a w"]


def test_node_that_came_and_went_inside_is_told_to_nobody() -> None:
    scene = Scene()
    scene.peer.watch("/", "w")
    scene.peer.heard()
    scene.peer.write("/a/new/x", "", scene.tx)
    scene.peer.rm("/a/new", scene.tx)
    scene.peer.commit(scene.tx)
    assert scene.peer.heard() == []


def test_order_of_children_is_that_of_creation_inside() -> None:
    scene = Scene()
    scene.peer.write("/a/c", "", scene.tx)
    outcome(scene.peer.read, "/a/y", scene.tx)
    scene.peer.rm("/a/b", scene.tx)
    scene.peer.write("/a/x", "", scene.tx)
    scene.peer.write("/a/b", "again", scene.tx)
    scene.peer.write("/a/y", "", scene.tx)
    seen_inside = scene.peer.ls("/a", scene.tx)
    scene.peer.commit(scene.tx)
    assert seen_inside == scene.other.ls("/a") == ["c", "x", "b", "y"]


def test_subtree_removed_and_made_again_inside_has_only_the_new_nodes() -> None:
    scene = Scene()
    scene.peer.rm("/a", scene.tx)
    scene.peer.write("/a/new/leaf", "v", scene.tx)
    scene.peer.rm("/a/new/leaf", scene.tx)
    scene.peer.commit(scene.tx)
    assert scene.other.ls("/a") == ["new"]
    assert scene.other.ls("/a/new") == []
    assert scene.other.read("/a") == ""
    assert scene.store.tree.count == 6


def test_node_made_and_removed_inside_leaves_nothing() -> None:
    scene = Scene()
    scene.peer.write("/a/t/u", "", scene.tx)
    scene.peer.rm("/a/t", scene.tx)
    scene.peer.commit(scene.tx)
    assert scene.other.ls("/a") == ["b"]


@pytest.mark.parametrize("number", [1, 77])
def test_unknown_transaction_is_enoent(number: int) -> None:
    peer = Peer(Store())
    assert outcome(peer.read, "/", number) == "ENOENT"
    assert outcome(peer.commit, number) == "ENOENT"
    assert outcome(peer.abort, 0) == "ENOENT"


def guest_scene(**quotas: int) -> tuple[Peer, Peer]:
    store = Store(quotas=Quotas(**quotas))
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.introduce(5)
    dom0.write("/g")
    dom0.chmod("/g", "n5")
    return dom0, guest


def test_node_that_is_too_big_inside_spoils_the_commit() -> None:
    _, guest = guest_scene()
    number = guest.start()
    guest.write("/g/1", "", number)
    assert outcome(guest.write, "/g/2", "x" * 2016, number) == "ENOSPC"
    assert outcome(guest.commit, number) == "ENOMEM"


def test_quota_of_nodes_inside_refuses_one_write_only() -> None:
    dom0, guest = guest_scene(nodes=3)
    number = guest.start()
    guest.write("/g/1", "", number)
    guest.write("/g/2", "", number)
    assert outcome(guest.write, "/g/3", "", number) == "ENOSPC"
    guest.commit(number)
    assert dom0.ls("/g") == ["1", "2"]


def test_quota_cannot_be_evaded_by_parallel_transactions() -> None:
    dom0, guest = guest_scene(nodes=4)
    dom0.write("/g/1/x")
    dom0.write("/g/2/x")
    dom0.chmod("/g/1/x", "n0")
    dom0.chmod("/g/2/x", "n0")
    first, second = guest.start(), guest.start()
    guest.write("/g/1/new", "", first)
    guest.write("/g/2/new", "", second)
    guest.commit(first)
    assert outcome(guest.commit, second) == "ENOSPC"


def test_guest_touches_a_bounded_number_of_nodes_in_a_transaction() -> None:
    """XSA-326: memory exhaustion by a transaction without end."""
    _, guest = guest_scene(transaction_nodes=4)
    number = guest.start()
    words = [outcome(guest.read, f"/g/{index}", number) for index in range(6)]
    assert words == ["ENOENT", "ENOENT", "ENOENT", "ENOSPC", "ENOSPC", "ENOSPC"]
    assert outcome(guest.commit, number) == "ENOMEM"


def test_eleven_transactions_fit_a_guest() -> None:
    _, guest = guest_scene()
    assert [outcome(guest.start) for _ in range(12)] == [*range(1, 12), "ENOSPC"]
    guest.abort(3)
    assert guest.start() == 12


def test_accounts_are_right_after_deleting_in_transactions() -> None:
    """XSA-421, XSA-440: two transactions that delete the same nodes."""
    dom0, guest = guest_scene()
    for index in range(5):
        guest.write(f"/g/{index}")
    account = dom0.store.domains.get(5)
    assert account.nodes == 6
    first, second = guest.start(), guest.start()
    guest.rm("/g/1", first)
    guest.rm("/g/1", second)
    guest.commit(first)
    assert outcome(guest.commit, second) == "EAGAIN"
    assert account.nodes == 5
    dom0.rm("/g")
    assert (account.nodes, account.memory_bytes) == (0, 0)


def test_commit_for_an_owner_that_died_conflicts() -> None:
    dom0, _ = guest_scene()
    number = dom0.start()
    dom0.write("/new", "", number)
    dom0.chmod("/new", "n5", number)
    dom0.release(5)
    assert outcome(dom0.commit, number) == "EAGAIN"


def test_big_directory_is_not_copied_by_a_transaction_in_it() -> None:
    scene = Scene()
    for index in range(1000):
        scene.other.write(f"/d/{index}")
    live = scene.store.tree.get(("d",)).children
    number = scene.peer.start()
    scene.peer.write("/d/new", "", number)
    assert scene.peer.session.overlays[number].copies[("d",)]._base is live
    scene.peer.commit(number)
    assert scene.store.tree.get(("d",)).children is live
