from tests.support.xenstore import Peer
from xenvm.xenstore import settings
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store


def test_only_what_was_set_is_said_and_it_comes_back() -> None:
    store = Store()
    store.set_quota("watches", 7)
    store.domains.find(6).features = 10
    store.set_domain_quota(store.domains.find(5), "nodes", 3)
    text = settings.text_of(store)
    assert "quota watches 7\n" in text
    assert "quota nodes" not in text
    assert "features-of 6 10\n" in text
    assert "special @releaseDomain n0\n" in text
    other = Store(quotas=Quotas(nodes=50))
    settings.restore(other, text)
    assert sorted(settings.text_of(other).splitlines()) == sorted(text.splitlines())
    assert other.quotas.nodes == 50


def test_settings_of_a_domain_that_is_no_more_are_left_out() -> None:
    store = Store()
    store.domains.find(6).features = 10
    other = Store(exists=lambda domid: False)
    settings.restore(other, settings.text_of(store))
    assert other.domains.get(6) is None


def test_dead_rights_are_marked_and_stay_dead() -> None:
    store = Store()
    peer = Peer(store)
    peer.introduce(5)
    peer.write("/a")
    peer.chmod("/a", "n0,r5,r6")
    peer.release(5)
    node = store.tree.get(("a",))
    text = settings.text_of_acl(store, node.acl)
    assert text == "n0,r5!,r6"
    acl = settings.acl_of_text(store, text)
    assert Peer(store, 5).session.rights(acl) == 0
    assert Peer(store, 6).session.rights(acl) == 1
