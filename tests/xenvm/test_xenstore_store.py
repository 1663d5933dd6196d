import pytest

from tests.support.xenstore import Peer, outcome
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store


class Scene:
    """/w is writable by guest 5, /r readable, /s secret with a node below that 5 may write."""

    def __init__(self) -> None:
        self.store = Store(quotas=Quotas(nodes=20))
        self.dom0 = Peer(self.store)
        self.guest = Peer(self.store, 5)
        for path, perms in (("/w", "n0,b5"), ("/r", "n0,r5"), ("/s/open", "n0,b5"), ("/s", "n0")):
            self.dom0.write(path, path)
            self.dom0.chmod(path, perms)


def test_store_begins_with_tool_only() -> None:
    peer = Peer(Store())
    assert peer.ls("/") == ["tool"]
    assert peer.ls("/tool") == ["xenstored"]
    assert peer.read("/tool/xenstored") == ""
    assert peer.perms("/") == "n0"


def test_write_makes_parents_with_empty_values() -> None:
    peer = Peer(Store())
    peer.write("/a/b/c", "v")
    assert (peer.read("/a"), peer.read("/a/b"), peer.read("/a/b/c")) == ("", "", "v")


def test_mkdir_of_an_existing_node_keeps_its_value() -> None:
    peer = Peer(Store())
    peer.write("/a", "v")
    peer.mkdir("/a")
    assert peer.read("/a") == "v"


def test_relative_paths_start_at_the_domain_s_directory() -> None:
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.write("mine", "0")
    assert dom0.read("/local/domain/0/mine") == "0"
    dom0.mkdir("/local/domain/5")
    dom0.chmod("/local/domain/5", "n5")
    guest.write("data/x", "5")
    assert dom0.read("/local/domain/5/data/x") == "5"
    guest.rm("data")
    assert guest.ls("/local/domain/5") == []


ROWS = [
    ("read of a secret node", lambda g: g.read("/s"), "EACCES"),
    ("read of a missing node below a readable one", lambda g: g.read("/r/x/y"), "ENOENT"),
    ("read of a missing node below a secret one", lambda g: g.read("/s/x/y"), "EACCES"),
    ("read of a missing node below a writable one", lambda g: g.read("/w/x"), "ENOENT"),
    ("write of a missing node below a readable one", lambda g: g.write("/r/x"), "EACCES"),
    ("write of a readable node", lambda g: g.write("/r"), "EACCES"),
    ("write below a secret node that may be written", lambda g: g.write("/s/open", "1"), None),
    ("mkdir of an existing readable node", lambda g: g.mkdir("/r"), "EACCES"),
    ("mkdir of an existing writable node", lambda g: g.mkdir("/w"), None),
    ("rm of a node below a secret one", lambda g: g.rm("/s/open"), None),
    ("rm of a readable node", lambda g: g.rm("/r"), "EACCES"),
    ("rm of a missing node, parent there", lambda g: g.rm("/w/x"), None),
    ("rm of a missing node, parent missing", lambda g: g.rm("/w/x/y"), "ENOENT"),
    ("rm of a missing node below a secret one", lambda g: g.rm("/s/x"), "EACCES"),
    ("get_perms of a secret node", lambda g: g.perms("/s"), "EACCES"),
    ("set_perms of a writable node", lambda g: g.chmod("/w", "n5"), "EACCES"),
    ("directory of a secret node", lambda g: g.ls("/s"), "EACCES"),
    ("a path that is none", lambda g: g.read("/a//b"), "EINVAL"),
    ("a special path", lambda g: g.read("@releaseDomain"), "EINVAL"),
    ("the directory of all domains", lambda g: g.read("/local/domain/"), "EINVAL"),
    ("an empty path", lambda g: g.read(""), "EINVAL"),
]


@pytest.mark.parametrize(("what", "act", "answer"), ROWS, ids=[row[0] for row in ROWS])
def test_guest_is_answered(what: str, act, answer: object) -> None:
    assert outcome(act, Scene().guest) == answer


PERMS = [
    ("n5", "owner", "rwo"),
    ("n0", "", ""),
    ("r0", "", "r"),
    ("w0", "", "w"),
    ("b0", "", "rw"),
    ("n0,r5", "", "r"),
    ("b0,n5", "", ""),
    ("n0,r5,w5", "the first entry counts", "r"),
    ("n0,r6,b5", "", "rw"),
    ("n0,r-1", "", ""),
]


@pytest.mark.parametrize(("perms", "why", "may"), PERMS)
def test_permissions_grant(perms: str, why: str, may: str) -> None:
    scene = Scene()
    scene.dom0.write("/p", "v")
    scene.dom0.chmod("/p", perms)
    got = ""
    got += "r" if outcome(scene.guest.read, "/p") == "v" else ""
    got += "w" if outcome(scene.guest.write, "/p", "v") is None else ""
    got += "o" if outcome(scene.guest.chmod, "/p", "n5") is None else ""
    assert got == may
    assert scene.dom0.read("/p") == "v", "dom0 may always"


def test_privileged_node_inherits_the_owner_and_a_guest_owns_what_it_makes() -> None:
    scene = Scene()
    scene.dom0.write("/w/by-dom0/x")
    assert scene.dom0.perms("/w/by-dom0/x") == "n0,b5"
    scene.guest.write("/w/by-guest/x")
    assert scene.dom0.perms("/w/by-guest") == "n5,b5"
    assert scene.dom0.perms("/w/by-guest/x") == "n5,b5"
    scene.dom0.write("/w/by-guest/y")
    assert scene.dom0.perms("/w/by-guest/y") == "n5,b5"


def test_owner_may_change_permissions_but_not_the_owner() -> None:
    """XSA-352: only dom0 may change a node's owner."""
    scene = Scene()
    scene.guest.write("/w/n")
    assert outcome(scene.guest.chmod, "/w/n", "r5,w6") is None
    assert outcome(scene.guest.chmod, "/w/n", "n6") == "EPERM"
    assert outcome(scene.dom0.chmod, "/w/n", "n6") is None
    assert outcome(scene.guest.read, "/w/n") == "EACCES"


def test_root_has_permissions_like_any_node() -> None:
    """XSA-353: permission checks on the root."""
    scene = Scene()
    assert outcome(scene.guest.ls, "/") == "EACCES"
    assert outcome(scene.guest.write, "/") == "EACCES"
    assert outcome(scene.guest.rm, "/") == "EACCES"
    assert outcome(scene.dom0.rm, "/") == "EINVAL"
    scene.dom0.chmod("/", "b0")
    assert outcome(scene.guest.rm, "/") == "EINVAL"


def test_removed_and_made_again_child_is_the_youngest() -> None:
    peer = Peer(Store())
    for name in "abc":
        peer.write(f"/d/{name}")
    peer.rm("/d/a")
    peer.write("/d/a")
    assert peer.ls("/d") == ["b", "c", "a"]


def test_watch_pairs_are_unique_by_what_they_name() -> None:
    peer = Peer(Store())
    peer.watch("/local/domain/0/x", "t")
    assert outcome(peer.watch, "x", "t") == "EEXIST"
    assert outcome(peer.watch, "x", "u") is None
    assert outcome(peer.unwatch, "x", "t") is None
    assert outcome(peer.unwatch, "x", "t") == "ENOENT"
    assert outcome(peer.watch, "/a/", "t") == "EINVAL"
    assert outcome(peer.unwatch, "/a/", "t") == "ENOENT"


def test_disconnect_ends_watches_and_transactions() -> None:
    store = Store()
    peer = Peer(store)
    peer.watch("/a")
    peer.write("/n/m", "", peer.start())
    store.disconnect(peer.session)
    store.disconnect(peer.session)
    assert store.watches.count == 0
    assert store.domains.dom0.transactions == 0
    assert store.tree._pins == {}


def test_guest_may_own_a_bounded_number_of_nodes() -> None:
    """XSA-272: node quota not counted."""
    scene = Scene()
    for number in range(20):
        scene.guest.write(f"/w/{number}")
    assert outcome(scene.guest.write, "/w/more") == "ENOSPC"
    assert outcome(scene.guest.write, "/w/3", "an existing node") is None
    scene.guest.rm("/w/7")
    assert outcome(scene.guest.write, "/w/a/b") == "ENOSPC", "two nodes for one place"
    assert "a" not in scene.dom0.ls("/w"), "no half-made nodes (XSA-414)"
    assert outcome(scene.guest.write, "/w/more") is None
    assert outcome(scene.dom0.write, "/w/by-dom0") is None


def test_longest_value_of_a_guest_is_2015_bytes() -> None:
    scene = Scene()
    scene.dom0.write("/g")
    scene.dom0.chmod("/g", "n5")
    assert outcome(scene.guest.write, "/g/v", "x" * 2015) is None
    assert outcome(scene.guest.write, "/g/v", "x" * 2016) == "ENOSPC"
    assert outcome(scene.guest.write, "/g/w", "x" * 2016) == "ENOSPC"
    assert scene.dom0.ls("/g") == ["v"]
    assert outcome(scene.dom0.write, "/g/w", "x" * 4000) is None


def test_directory_of_a_guest_is_bounded_by_its_record() -> None:
    scene = Scene()
    scene.dom0.write("/g")
    scene.dom0.chmod("/g", "n5")
    scene.store.quotas.nodes = 10_000
    made = 0
    while outcome(scene.guest.write, f"/g/{made:09}") is None:
        made += 1
    assert made == (2048 - 32 - 1) // 10


def test_guest_may_set_five_permission_entries() -> None:
    scene = Scene()
    scene.guest.write("/w/n")
    assert outcome(scene.guest.chmod, "/w/n", "n5,r0,r1,r2,r3") is None
    assert outcome(scene.guest.chmod, "/w/n", "n5,r0,r1,r2,r3,r4") == "ENOSPC"
    assert outcome(scene.dom0.chmod, "/w/n", "n5,r0,r1,r2,r3,r4") is None


def test_guest_has_room_for_129_watches() -> None:
    scene = Scene()
    words = [outcome(scene.guest.watch, "/w", str(number)) for number in range(130)]
    assert words == [None] * 129 + ["E2BIG"]
    assert all(outcome(scene.dom0.watch, "/w", str(number)) is None for number in range(500))


def test_exists_hides_what_may_not_be_read() -> None:
    scene = Scene()
    asked = [scene.store.exists(scene.guest.session, path) for path in ("/r", "/s", "/r/x")]
    assert asked == [True, False, False]
    assert outcome(scene.store.exists, scene.guest.session, "//") == "EINVAL"


def test_generation_changes_with_the_list_of_children() -> None:
    store = Store()
    peer = Peer(store)
    peer.write("/d/1")
    first = store.listing(peer.session, "/d")
    peer.write("/e")
    assert store.listing(peer.session, "/d") == first == (first[0], b"1\0")
    peer.write("/d/2")
    assert store.listing(peer.session, "/d") > first
