from tests.support.xenstore import Peer, outcome
from xenvm.ids import Domid
from xenvm.xenstore import orphans
from xenvm.xenstore.store import Store


def scene(*, keep: bool = False) -> tuple[Store, Peer, Peer]:
    """Nodes of domain 5 in its home, in a backend's directory and below somebody else's."""
    store = Store(keep_orphans=keep)
    dom0 = Peer(store)
    dom0.introduce(5)
    for path in ("/local/domain/5/data", "/backend/vbd/5", "/shared/d/deep"):
        dom0.write(path, "v")
    for path in ("/local/domain/5/data", "/backend/vbd/5", "/shared/d"):
        dom0.chmod(path, "n5,r6")
    guest = Peer(store, 5)
    guest.write("/shared/d/mine/below")
    watcher = Peer(store)
    watcher.watch("/shared/d/mine")
    watcher.heard()
    return store, dom0, watcher


def test_nodes_of_a_dead_domain_go_wherever_they_are_and_watchers_hear() -> None:
    """XSA-419: nodes owned by a dead domain stayed."""
    _, dom0, watcher = scene()
    dom0.release(5)
    gone = ("/local/domain/5/data", "/backend/vbd/5", "/shared/d", "/shared/d/mine")
    assert [outcome(dom0.read, path) for path in gone] == ["ENOENT"] * 4
    assert watcher.heard() == ["/shared/d/mine t"]


def test_kept_orphans_belong_to_dom0_and_nobody_hears() -> None:
    store, dom0, watcher = scene(keep=True)
    before = store.tree.count
    dom0.release(5)
    assert store.tree.count == before
    assert dom0.perms("/shared/d") == dom0.perms("/backend/vbd/5") == "n0,r6"
    assert dom0.read("/shared/d/deep") == "v"
    assert watcher.heard() == []
    assert outcome(Peer(store, 5).read, "/shared/d") == "EACCES", "the next 5 inherits nothing"


def test_kept_orphans_are_on_no_account() -> None:
    store, _, _ = scene(keep=True)
    domain = store.domains.get(5)
    orphans.keep(store.tree, 5, 0)
    assert (domain.nodes, domain.memory_bytes) == (0, 0)
    assert list(store.tree.take_away_of(5)) == []


def test_root_that_was_given_away_comes_back_empty() -> None:
    store, dom0, _ = scene()
    dom0.chmod("/", "n5")
    store.domain_died(Domid(5))
    assert dom0.ls("/") == []
    assert dom0.perms("/") == "n0"
