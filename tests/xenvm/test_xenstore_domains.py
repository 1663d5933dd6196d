import pytest

from tests.support.xenstore import Peer, outcome
from xenvm.errors import XenstoreError
from xenvm.xenstore.domains import TRANSACTION_ID_MAX
from xenvm.xenstore.store import Store


def test_introduce_needs_a_port_and_an_existing_domain() -> None:
    store = Store(exists=lambda domid: domid < 10)
    peer = Peer(store)
    assert outcome(peer.introduce, 5, 0) == "EINVAL"
    assert outcome(peer.introduce, 5, -1) == "EINVAL"
    assert outcome(peer.introduce, 11) == "EINVAL"
    assert outcome(peer.introduce, 5) is None
    assert store.is_introduced(peer.session, 5)
    assert not store.is_introduced(peer.session, 6)


@pytest.mark.parametrize(("domid", "word"), [(0, "EINVAL"), (9, "ENOENT"), (5, "ENOENT")], ids=str)
def test_release_and_resume_need_an_introduced_guest(domid: int, word: str) -> None:
    store = Store()
    peer = Peer(store)
    assert outcome(peer.release, domid) == word
    assert outcome(store.resume, peer.session, domid) == word


def test_domain_verbs_are_privileged() -> None:
    """XSA-115: IS_DOMAIN_INTRODUCED and special watches are for the privileged only."""
    store = Store()
    Peer(store).introduce(5)
    guest = Peer(store, 5)
    for verb in (store.release, store.resume, store.is_introduced):
        assert outcome(verb, guest.session, 5) == "EACCES"
    assert outcome(guest.introduce, 6) == "EACCES"
    assert outcome(store.set_target, guest.session, 5, 6) == "EACCES"


def test_introducing_again_resets_what_the_domain_had_open() -> None:
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.introduce(5)
    dom0.write("/p")
    dom0.chmod("/p", "r0")
    guest.watch("/p")
    number = guest.start()
    guest.heard()
    dom0.introduce(5)
    dom0.write("/p", "1")
    assert guest.ended == ["reset"]
    assert guest.heard() == []
    assert outcome(guest.commit, number) == "ENOENT"
    assert guest.read("/p") == "1"


def test_death_ends_sessions_watches_and_transactions() -> None:
    """XSA-233: nothing of a dead domain's connection is used again."""
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.introduce(5)
    dom0.write("/p")
    dom0.chmod("/p", "r0")
    guest.watch("/p")
    guest.start()
    guest.heard()
    dom0.release(5)
    dom0.write("/p", "1")
    assert guest.ended == ["closed"]
    assert guest.heard() == []
    assert store.watches.count == 0
    assert outcome(guest.read, "/p") == "EIO"
    assert outcome(guest.start) == "EIO"
    assert outcome(guest.watch, "/p") == "EIO"


def test_nodes_of_a_dead_domain_go_with_all_below_them() -> None:
    """XSA-419: nodes owned by a dead domain must not stay."""
    store = Store()
    dom0 = Peer(store)
    for path in ("/local/domain/5/x", "/other/deep/owned/below", "/kept/a"):
        dom0.write(path)
    dom0.chmod("/local/domain/5", "n5")
    dom0.chmod("/other/deep/owned", "r5")
    dom0.watch("/", "w")
    dom0.introduce(5)
    dom0.heard()
    dom0.release(5)
    assert dom0.heard() == ["/local/domain/5 w", "/other/deep/owned w"]
    assert dom0.ls("/local/domain") == []
    assert dom0.ls("/other/deep") == []
    assert dom0.ls("/kept") == ["a"]


def test_domain_that_owns_what_is_above_its_directory_loses_all_in_one() -> None:
    store = Store()
    dom0 = Peer(store)
    dom0.write("/local/domain/5/x")
    dom0.chmod("/local/domain/5", "n5")
    dom0.chmod("/local", "n5")
    dom0.watch("/", "w")
    dom0.introduce(5)
    dom0.heard()
    dom0.release(5)
    assert dom0.heard() == ["/local w"]
    assert dom0.ls("/") == ["tool"]


def test_domain_that_owned_the_root_takes_the_whole_tree_along() -> None:
    store = Store()
    dom0 = Peer(store)
    dom0.write("/a/b")
    dom0.introduce(5)
    dom0.chmod("/", "n5")
    dom0.release(5)
    assert dom0.ls("/") == []
    assert dom0.perms("/") == "n0"


def test_rights_of_a_dead_domain_do_not_pass_to_the_next_of_its_number() -> None:
    """XSA-322."""
    store = Store()
    dom0 = Peer(store)
    dom0.introduce(5)
    dom0.write("/p", "secret")
    dom0.chmod("/p", "n0,r5")
    assert Peer(store, 5).read("/p") == "secret"
    dom0.release(5)
    dom0.introduce(5)
    assert outcome(Peer(store, 5).read, "/p") == "EACCES"
    assert dom0.perms("/p") == "n0,r5", "the text stays, the right does not"


def test_rights_for_a_domain_that_does_not_exist_stay_void_when_it_comes() -> None:
    """XSA-417."""
    alive = {0}
    store = Store(exists=alive.__contains__)
    dom0 = Peer(store)
    dom0.write("/p")
    dom0.chmod("/p", "n0,r5")
    alive.add(5)
    assert outcome(Peer(store, 5).read, "/p") == "EACCES"
    dom0.chmod("/p", "n0,r5")
    assert Peer(store, 5).read("/p") == ""


def test_special_rights_die_with_the_domain() -> None:
    store = Store()
    dom0 = Peer(store)
    dom0.introduce(5)
    dom0.chmod("@releaseDomain", "n0,r5")
    dom0.release(5)
    dom0.introduce(5)
    guest = Peer(store, 5)
    guest.watch("@releaseDomain")
    guest.heard()
    dom0.introduce(6)
    dom0.release(6)
    assert guest.heard() == []


def test_owner_must_exist() -> None:
    dom0 = Peer(Store(exists=lambda domid: domid == 0))
    dom0.write("/p")
    assert outcome(dom0.chmod, "/p", "n5") == "ENOENT"
    assert outcome(dom0.chmod, "/missing", "n5") == "ENOENT"


def test_set_target_lends_the_rights_of_the_target() -> None:
    store = Store()
    dom0 = Peer(store)
    for domid in (5, 6):
        dom0.introduce(domid)
    dom0.write("/owned", "o")
    dom0.chmod("/owned", "n5")
    dom0.write("/granted", "g")
    dom0.chmod("/granted", "n0,r5")
    stub = Peer(store, 6)
    assert outcome(stub.read, "/owned") == "EACCES"
    store.set_target(dom0.session, 6, 5)
    assert (stub.read("/owned"), stub.read("/granted")) == ("o", "g")
    assert outcome(stub.write, "/granted") == "EACCES"
    dom0.release(5)
    dom0.introduce(5)
    assert outcome(stub.read, "/granted") == "EACCES", "lent by the one that died"


def test_accounts_survive_no_reuse_of_the_number() -> None:
    """XSA-483: node counts survive the re-use of a domid."""
    store = Store()
    dom0 = Peer(store)
    dom0.write("/p")
    dom0.chmod("/p", "b0")
    dom0.introduce(5)
    guest = Peer(store, 5)
    for number in range(7):
        guest.write(f"/p/{number}")
    assert store.domains.get(5).nodes == 7
    dom0.release(5)
    dom0.introduce(5)
    assert store.domains.get(5).nodes == 0
    assert dom0.ls("/p") == []


def test_session_of_an_unknown_domain_is_refused() -> None:
    with pytest.raises(XenstoreError) as caught:
        Peer(Store(exists=lambda domid: False), 5)
    assert caught.value.errno_word == "ENOENT"


def test_transaction_ids_rise_from_one_and_skip_open_ones() -> None:
    peer = Peer(Store())
    assert [peer.start(), peer.start()] == [1, 2]
    peer.abort(1)
    assert peer.start() == 3
    peer.session.last_transaction = TRANSACTION_ID_MAX
    assert peer.start() == 1
    assert peer.start() == 4
