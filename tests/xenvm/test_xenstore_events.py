import pytest

from tests.support.xenstore import Peer, outcome
from xenvm.xenstore.store import Store

# What happens, and what a watch on /w of a second privileged session hears of it.
HEARD = [
    ("write of the node", lambda p: p.write("/w"), ["/w t"]),
    ("write of the same value", lambda p: p.write("/w/old", "1"), ["/w/old t"]),
    ("write of a descendant", lambda p: p.write("/w/a/b/c"), ["/w/a/b/c t"]),
    ("mkdir that creates", lambda p: p.mkdir("/w/d"), ["/w/d t"]),
    ("mkdir of an existing node", lambda p: p.mkdir("/w/old"), []),
    ("rm", lambda p: p.rm("/w/old"), ["/w/old t"]),
    ("rm of the node itself", lambda p: p.rm("/w"), ["/w t"]),
    ("rm of a missing node", lambda p: p.rm("/w/missing"), []),
    ("set_perms", lambda p: p.chmod("/w/old", "n0"), ["/w/old t"]),
    ("read", lambda p: p.read("/w/old"), []),
    ("directory", lambda p: p.ls("/w"), []),
    ("write of a sibling", lambda p: p.write("/ww"), []),
    ("write of the parent", lambda p: p.write("/"), []),
]


@pytest.mark.parametrize(("what", "act", "expected"), HEARD, ids=[row[0] for row in HEARD])
def test_watch_hears(what: str, act, expected: list[str]) -> None:
    store = Store()
    actor, watcher = Peer(store), Peer(store)
    actor.write("/w/old", "1")
    watcher.watch("/w")
    assert watcher.heard() == ["/w t"], "every watch fires once to begin with"
    act(actor)
    assert watcher.heard() == expected


def test_own_changes_are_heard_too() -> None:
    peer = Peer(Store())
    peer.watch("/w")
    peer.write("/w/x")
    assert peer.heard() == ["/w t", "/w/x t"]


def test_initial_event_comes_for_missing_and_unreadable_nodes() -> None:
    store = Store()
    Peer(store).write("/secret")
    guest = Peer(store, 5)
    guest.watch("/secret")
    guest.watch("/missing")
    assert guest.heard() == ["/secret t", "/missing t"]


def test_relative_watch_hears_relative_paths() -> None:
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.write("/local/domain/5")
    dom0.chmod("/local/domain/5", "n5")
    guest.watch("device")
    dom0.write("/local/domain/5/device/vif/0")
    assert guest.heard() == ["device t", "device/vif/0 t"]
    dom0.watch("tool", "z")
    assert dom0.heard() == ["tool z"]


def test_removed_subtree_tells_descendants_first_and_exactly() -> None:
    peer = Peer(Store())
    for path in ("/t/z/1", "/t/a"):
        peer.write(path)
    for path in ("/", "/t", "/t/z", "/t/z/1", "/t/a", "/t/none"):
        peer.watch(path, path[-1])
    peer.heard()
    peer.rm("/t")
    assert peer.heard() == ["/t/z/1 1", "/t/z z", "/t/a a", "/t /", "/t t"]


def test_watches_of_one_change_fire_in_order_of_session_and_registration() -> None:
    store = Store()
    log: list[str] = []
    first, second = Peer(store), Peer(store)
    first.events = second.events = log
    second.watch("/a", "s1")
    first.watch("/a/b", "f1")
    second.watch("/a/b", "s2")
    first.watch("/", "f2")
    log.clear()
    first.write("/a/b")
    assert log == ["/a/b f1", "/a/b f2", "/a/b s1", "/a/b s2"]


@pytest.mark.parametrize(
    ("node", "parent", "heard"),
    [
        ("n0", "n0", False),
        ("n0,r5", "n0", True),
        ("r0", "n0", True),
        ("n0,w5", "n0", False),
        ("n0", "n0,r5", True),
        ("n5", "n0", True),
        ("r0,n5", "n0", False),
    ],
)
def test_guest_hears_only_of_nodes_that_it_or_whose_parent_it_may_read(
    node: str, parent: str, heard: bool
) -> None:
    """XSA-115: no events for nodes that the watcher cannot read."""
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.write("/p/n")
    dom0.chmod("/p", parent)
    dom0.chmod("/p/n", node)
    guest.watch("/p")
    guest.heard()
    dom0.write("/p/n", "1")
    assert guest.heard() == (["/p/n t"] if heard else [])


def test_guest_hears_that_a_node_is_taken_from_it() -> None:
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.write("/p/n")
    dom0.chmod("/p/n", "n0,r5")
    guest.watch("/p/n")
    guest.heard()
    dom0.chmod("/p/n", "n0")
    assert guest.heard() == ["/p/n t"]
    dom0.write("/p/n", "1")
    assert guest.heard() == []


def test_special_events_are_privileged_until_allowed() -> None:
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    guest.watch("@introduceDomain")
    guest.heard()
    dom0.introduce(6)
    assert guest.heard() == []
    assert outcome(guest.chmod, "@introduceDomain", "r5") == "EACCES"
    dom0.chmod("@introduceDomain", "n0,r5")
    dom0.introduce(7)
    assert guest.heard() == ["@introduceDomain t"]


@pytest.mark.parametrize("path", ["@", "@foo", "@introduceDomain/1"])
def test_only_the_two_special_paths_have_permissions(path: str) -> None:
    assert outcome(Peer(Store()).chmod, path, "n0") == "EINVAL"


def test_any_special_text_may_be_watched_and_never_fires() -> None:
    peer = Peer(Store())
    peer.watch("@anything at all")
    peer.introduce(3)
    assert peer.heard() == ["@anything at all t"]
    assert outcome(peer.watch, "@" + "x" * 2048) == "EINVAL"


def test_special_events_follow_the_life_of_a_domain() -> None:
    store = Store()
    peer = Peer(store)
    peer.watch("@introduceDomain", "i")
    peer.watch("@releaseDomain", "r")
    peer.heard()
    peer.introduce(3)
    peer.introduce(3)
    assert peer.heard() == ["@introduceDomain i"], "not on introducing again"
    store.domain_shut_down(3)
    store.domain_shut_down(3)
    assert peer.heard() == ["@releaseDomain r"], "once for a shutdown"
    store.resume(peer.session, 3)
    store.domain_shut_down(3)
    store.domain_died(3)
    assert peer.heard() == ["@releaseDomain r", "@releaseDomain r"]
    store.domain_died(3)
    peer.introduce(0)
    assert peer.heard() == []
