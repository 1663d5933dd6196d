import random

import pytest

from tests.support.xenstore import Peer, outcome
from xenvm.xenstore import journal
from xenvm.xenstore.journal import MAGIC, Journal
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store


class Pair:
    """A store with its journal, which can be read into another one at any time."""

    def __init__(self) -> None:
        self.store = Store()
        self.peer = Peer(self.store)
        self.journal = Journal(self.store)
        self.data = self.journal.whole()

    def save(self) -> bytes:
        group = self.journal.take()
        self.data += group
        return group

    def restored(self) -> Peer:
        store = Store()
        assert journal.replay(self.data, store) == len(self.data)
        return Peer(store)


def shape(peer: Peer) -> list[tuple[str, str, str]]:
    """Every node in order: path, value, permissions."""
    nodes, stack = [], ["/"]
    while stack:
        path = stack.pop()
        nodes.append((path, peer.read(path), peer.perms(path)))
        stack += [f"{path.rstrip('/')}/{name}" for name in reversed(peer.ls(path))]
    return nodes


def test_replayed_store_is_the_same_nodes_in_the_same_order() -> None:
    pair = Pair()
    pair.peer.write("/a/z/1", "one")
    pair.peer.write("/a/b", "two")
    pair.peer.chmod("/a/b", "n5,r0")
    pair.save()
    pair.peer.write("/a/z/1", "three")
    pair.peer.rm("/a/b")
    pair.peer.write("/a/b", "four")
    pair.save()
    pair.peer.write("/a/m", "\udcff".encode("utf-8", "surrogateescape").hex())
    pair.save()
    assert shape(pair.restored()) == shape(pair.peer)


def test_nothing_changed_is_nothing_to_write() -> None:
    pair = Pair()
    pair.peer.read("/tool")
    outcome(pair.peer.read, "/none")
    assert pair.save() == b""


def test_subtree_made_again_between_two_groups_keeps_nothing_of_the_old_one() -> None:
    pair = Pair()
    pair.peer.write("/a/b/old", "1")
    pair.save()
    pair.peer.rm("/a")
    pair.peer.write("/a/b/c", "2")
    pair.save()
    assert shape(pair.restored()) == shape(pair.peer)


def test_implicit_parents_keep_their_own_permissions() -> None:
    pair = Pair()
    number = pair.peer.start()
    pair.peer.write("/x/y/z", "1", number)
    pair.peer.chmod("/x/y/z", "n5", number)
    pair.peer.commit(number)
    pair.save()
    restored = pair.restored()
    assert (restored.perms("/x/y"), restored.perms("/x/y/z")) == ("n0", "n5")


def test_change_of_a_big_directory_s_value_writes_one_record() -> None:
    pair = Pair()
    for number in range(500):
        pair.peer.write(f"/big/{number}")
    pair.save()
    pair.peer.write("/big", "v")
    assert len(pair.save()) < 100


def test_domains_are_introduced_again_with_their_targets() -> None:
    pair = Pair()
    for domid in (5, 6, 7):
        pair.peer.introduce(domid)
    pair.store.set_target(pair.peer.session, 6, 5)
    pair.store.domain_shut_down(5)
    pair.save()
    pair.peer.release(7)
    pair.save()
    domains = pair.restored().store.domains
    assert [domain.domid for domain in domains.all() if domain.introduced] == [0, 5, 6]
    assert domains.get(5).shut_down
    assert domains.get(6).target is domains.get(5)


def test_accounts_are_made_again() -> None:
    pair = Pair()
    pair.peer.write("/g")
    pair.peer.chmod("/g", "n5")
    guest = Peer(pair.store, 5)
    guest.write("/g/1", "abc")
    guest.write("/g/2")
    pair.save()
    restored = pair.restored().store.domains.get(5)
    account = pair.store.domains.get(5)
    assert (restored.nodes, restored.memory_bytes) == (account.nodes, account.memory_bytes)


def test_rights_that_died_with_a_domain_come_back_dead() -> None:
    """XSA-322, across a restart."""
    pair = Pair()
    pair.peer.introduce(5)
    pair.peer.introduce(6)
    pair.peer.write("/p", "secret")
    pair.peer.chmod("/p", "n0,r5,r6")
    pair.peer.release(5)
    pair.peer.introduce(5)
    pair.peer.write("/p", "secret")
    pair.save()
    restored = pair.restored()
    assert outcome(Peer(restored.store, 5).read, "/p") == "EACCES"
    assert Peer(restored.store, 6).read("/p") == "secret"
    assert restored.perms("/p") == "n0,r5,r6"


def test_torn_group_is_cut_and_what_came_before_stands() -> None:
    pair = Pair()
    pair.peer.write("/a", "1")
    pair.save()
    whole = len(pair.data)
    pair.peer.write("/a", "2")
    pair.peer.write("/b", "2")
    pair.save()
    for end in range(whole, len(pair.data)):
        store = Store()
        assert journal.replay(pair.data[:end], store) == whole
        assert (Peer(store).read("/a"), outcome(Peer(store).read, "/b")) == ("1", "ENOENT")


@pytest.mark.parametrize("place", [-1, -5, 40])
def test_flipped_bit_ends_the_journal_there(place: int) -> None:
    pair = Pair()
    whole = len(pair.data)
    pair.peer.write("/a", "1")
    pair.save()
    data = bytearray(pair.data)
    data[place] ^= 1
    assert journal.replay(bytes(data), Store()) in (whole, len(MAGIC))


def test_other_files_are_no_journal() -> None:
    assert journal.replay(b"#!/bin/sh\n", Store()) == 0
    assert journal.replay(b"", Store()) == 0


@pytest.mark.parametrize("seed", range(30))
def test_any_sequence_of_changes_is_replayed_to_the_same_store(seed: int) -> None:
    rng = random.Random(seed)
    pair = Pair()
    names = ["a", "b", "c"]
    for _ in range(120):
        path = "/" + "/".join(rng.choice(names) for _ in range(rng.randint(1, 4)))
        verb = rng.choice(["write", "write", "write", "rm", "chmod", "mkdir", "save"])
        if verb == "write":
            pair.peer.write(path, str(rng.random()))
        elif verb == "chmod":
            outcome(pair.peer.chmod, path, rng.choice(["n0", "n5,r0", "b0,n6"]))
        elif verb == "save":
            pair.save()
        else:
            outcome(getattr(pair.peer, verb), path)
    pair.save()
    assert sorted(shape(pair.restored())) == sorted(shape(pair.peer)), f"seed {seed}"


def test_quotas_that_were_set_come_back_and_others_are_for_options() -> None:
    pair = Pair()
    pair.store.set_quota("watches", 7)
    assert pair.save()
    pair.store.set_domain_quota(pair.store.domains.find(5), "nodes", 3)
    pair.store.domains.find(6).features = 10
    assert pair.save()
    assert pair.save() == b""
    store = Store(quotas=Quotas(nodes=50))
    journal.replay(pair.data, store)
    assert (store.quotas.watches, store.quotas.nodes) == (7, 50)
    assert store.domains.get(5).quotas.nodes == 3
    assert store.domains.get(6).quotas is store.quotas
    assert store.domains.get(6).features == 10


def test_who_hears_of_special_paths_comes_back_and_the_dead_stay_dead() -> None:
    pair = Pair()
    for domid in (5, 6):
        pair.peer.introduce(domid)
    pair.peer.chmod("@releaseDomain", "n0,r5,r6")
    pair.save()
    pair.peer.release(6)
    pair.peer.introduce(7)
    pair.data = pair.journal.whole()
    peer = pair.restored()
    guests = {domid: Peer(peer.store, domid) for domid in (5, 6)}
    for guest in guests.values():
        guest.watch("@releaseDomain")
        guest.heard()
    peer.release(7)
    assert guests[5].heard() == ["@releaseDomain t"]
    assert guests[6].heard() == [], "the next 6 is another domain"


@pytest.mark.parametrize("seed", range(30))
def test_whole_in_slices_while_the_store_changes_is_replayed_to_the_same_store(
    seed: int, monkeypatch
) -> None:
    monkeypatch.setattr(journal, "SLICE_NODES", 3)
    rng = random.Random(seed)
    pair = Pair()

    def change(count: int) -> None:
        for _ in range(count):
            path = "/" + "/".join(rng.choice("abc") for _ in range(rng.randint(1, 4)))
            verb = rng.choice(["write", "write", "write", "rm", "chmod"])
            if verb == "write":
                pair.peer.write(path, str(rng.random()))
            elif verb == "chmod":
                outcome(pair.peer.chmod, path, rng.choice(["n0", "n5,r0", "b0,n6"]))
            else:
                outcome(pair.peer.rm, path)

    change(60)
    pair.save()
    pieces = []
    for piece in pair.journal.slices():
        pieces.append(piece)
        change(rng.randint(0, 3))
        if rng.random() < 0.5:
            pieces.append(pair.save())
    pieces.append(pair.save())
    change(5)
    pieces.append(pair.save())
    pair.data = b"".join(pieces)
    assert sorted(shape(pair.restored())) == sorted(shape(pair.peer)), f"seed {seed}"


def test_quotas_and_special_rights_of_a_dead_domain_do_not_come_back() -> None:
    """XSA-483, XSA-322: what was a domain's must not be the next one's of that number."""
    pair = Pair()
    pair.peer.introduce(5)
    pair.peer.chmod("@releaseDomain", "n0,r5")
    pair.store.set_domain_quota(pair.store.domains.get(5), "nodes", 3)
    pair.save()
    pair.peer.release(5)
    pair.save()
    peer = pair.restored()
    assert peer.store.domains.find(5).quotas is peer.store.quotas
    guest = Peer(peer.store, 5)
    guest.watch("@releaseDomain")
    guest.heard()
    peer.introduce(6)
    peer.release(6)
    assert guest.heard() == []
