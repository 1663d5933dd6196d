import pytest

from tests.support.xenstore import Peer
from xenvm.errors import XenstoreError
from xenvm.xenstore import checks
from xenvm.xenstore.perms import OWNER, READ, WRITE
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store


def scene() -> tuple[Store, Peer]:
    store = Store()
    dom0, guest = Peer(store), Peer(store, 5)
    dom0.write("/r/x")
    dom0.chmod("/r", "n0,r5")
    dom0.write("/w")
    dom0.chmod("/w", "n0,b5")
    return store, guest


def refusal(check, *args: object) -> str | None:
    try:
        check(*args)
    except XenstoreError as error:
        return error.errno_word
    return None


@pytest.mark.parametrize(
    ("name", "need", "word"),
    [
        ("r", READ, None),
        ("r", WRITE, "EACCES"),
        ("w", READ | WRITE, None),
        ("w", WRITE | OWNER, "EACCES"),
    ],
)
def test_every_right_that_is_needed_must_be_there(name: str, need: int, word) -> None:
    store, guest = scene()
    node = store.tree.get((name,))
    args = (guest.session, f"/{name}", (name,), store.tree, node, need)
    assert refusal(checks.rights, *args) == word


@pytest.mark.parametrize(("length", "word"), [(2007, None), (2008, "ENOSPC")])
def test_record_must_stay_below_the_limit(length: int, word) -> None:
    store, _ = scene()
    node = store.tree.get(("w",))
    args = (Quotas(), "/w", store.tree, b"x" * length, node.acl, ())
    assert refusal(checks.size, *args) == word


@pytest.mark.parametrize(
    ("path", "quotas", "word"),
    [
        ("/w/a/b", Quotas(), None),
        ("/w/a/b", Quotas(nodes=2), None),
        ("/w/a/b", Quotas(nodes=1), "ENOSPC"),
        ("/r/a", Quotas(), "EACCES"),
        ("/w/" + "n" * 2020, Quotas(), "ENOSPC"),
        ("/w/a/" + "n" * 2017, Quotas(), "ENOSPC"),
    ],
)
def test_creation_is_refused_for_rights_number_and_size(path: str, quotas: Quotas, word) -> None:
    store, guest = scene()
    guest.session.domain.quotas = quotas
    parts = tuple(path[1:].split("/"))
    depth, ancestor = store.tree.nearest(parts)
    args = (guest.session, path, parts, store.tree, depth, ancestor, b"")
    assert refusal(checks.creation, *args) == word


def test_what_a_guest_makes_is_its_own() -> None:
    store, guest = scene()
    ancestor = store.tree.get(("w",))
    args = (guest.session, "/w/a", ("w", "a"), store.tree, 1, ancestor, b"")
    assert checks.creation(*args).perms == ((5, "n"), (5, "b"))
