from collections import deque

import pytest

from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore.local import LocalHandle
from xenvm.xenstore.store import Store


class Loop:
    """A loop of one's own: what was deferred runs in `turn()`."""

    def __init__(self) -> None:
        self.store = Store()
        self.calls: deque = deque()

    def handle(self, domid: int = 0) -> LocalHandle:
        return LocalHandle(self.store, Domid(domid), defer=self.calls.append)

    def turn(self) -> None:
        for _ in range(len(self.calls)):
            self.calls.popleft()()


def errno_of(verb, *args: object) -> str:
    with pytest.raises(XenstoreError) as caught:
        verb(*args)
    return caught.value.errno_word


def test_missing_nodes_are_none_empty_or_an_error_by_verb() -> None:
    handle = Loop().handle()
    assert errno_of(handle.read, "/x") == "ENOENT"
    assert errno_of(handle.directory, "/x") == "ENOENT"
    assert handle.get("/x") is None
    assert handle.children("/x") == []
    assert not handle.exists("/x")
    handle.rm("/x/y/z")
    assert errno_of(handle.get, "/x//y") == "EINVAL"
    assert errno_of(handle.children, "no//path") == "EINVAL"
    assert errno_of(handle.rm, "/x/") == "EINVAL"


@pytest.mark.parametrize("value", ["", "plain", "gr\u00fc\u00df", "\udcff\udc80", "a\x00b"])
def test_any_text_comes_back_as_written(value: str) -> None:
    handle = Loop().handle()
    handle.write("/v", value)
    assert handle.read("/v") == value
    assert handle.get("/v") == value


def test_permissions_are_pairs_of_owner_and_letter() -> None:
    handle = Loop().handle()
    handle.mkdir("/n")
    handle.set_perms("/n", [(5, "n"), (0, "r")])
    assert handle.get_perms("/n") == ((5, "n"), (0, "r"))


def test_callbacks_come_deferred_and_begin_with_the_path_itself() -> None:
    loop = Loop()
    handle, heard = loop.handle(), []
    handle.watch("/w", heard.append)
    handle.write("/w/x", "1")
    assert heard == []
    loop.turn()
    assert heard == ["/w", "/w/x"]


def test_equal_events_that_wait_are_one_but_special_ones_are_not() -> None:
    loop = Loop()
    handle, heard = loop.handle(), []
    handle.watch("/w", heard.append)
    handle.watch("@introduceDomain", heard.append)
    loop.turn()
    heard.clear()
    for _ in range(3):
        handle.write("/w", "1")
    handle.introduce(Domid(5), 1, 1)
    handle.introduce(Domid(6), 1, 1)
    loop.turn()
    assert heard == ["/w", "@introduceDomain", "@introduceDomain"]
    handle.write("/w", "1")
    loop.turn()
    assert heard[-1] == "/w"


def test_events_that_callbacks_cause_come_in_the_next_turn() -> None:
    loop = Loop()
    handle, heard = loop.handle(), []

    def answer(path: str) -> None:
        heard.append(path)
        handle.write("/w", "again")

    handle.watch("/w", answer)
    for expected in (1, 2, 3):
        loop.turn()
        assert len(heard) == expected


def test_callback_that_raises_loses_no_other_event() -> None:
    loop = Loop()
    handle, heard = loop.handle(), []

    def fail(path: str) -> None:
        raise ValueError(path)

    handle.watch("/a", fail)
    handle.watch("/b", heard.append)
    with pytest.raises(ValueError, match="/a"):
        loop.turn()
    loop.turn()
    assert heard == ["/b"]


def test_cancelled_watch_is_never_called_not_even_for_what_waits() -> None:
    loop = Loop()
    handle, heard = loop.handle(), []
    ref = handle.watch("/w", heard.append)
    ref.cancel()
    ref.cancel()
    handle.write("/w", "1")
    loop.turn()
    assert heard == []
    assert loop.store.watches.count == 0


def test_two_watches_on_one_path_are_both_called() -> None:
    loop = Loop()
    handle, heard = loop.handle(), []
    handle.watch("/w", lambda path: heard.append(("first", path)))
    handle.watch("/w", lambda path: heard.append(("second", path)))
    loop.turn()
    assert heard == [("first", "/w"), ("second", "/w")]


def test_transaction_commits_at_its_end_and_aborts_on_an_exception() -> None:
    handle = Loop().handle()
    with handle.transaction() as tx:
        tx.write("/a/b", "1")
        assert tx.children("/a") == ["b"]
        assert handle.get("/a") is None
    assert handle.read("/a/b") == "1"

    def fail() -> None:
        with handle.transaction() as tx:
            tx.write("/a/b", "2")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert handle.read("/a/b") == "1"


def test_transaction_may_be_ended_by_hand() -> None:
    handle = Loop().handle()
    with handle.transaction() as tx:
        tx.write("/a", "1")
        tx.abort()
    with handle.transaction() as tx:
        tx.write("/b", "1")
        tx.commit()
    assert handle.children("/") == ["tool", "b"]


def test_conflict_is_eagain_at_the_end_of_the_block() -> None:
    handle = Loop().handle()

    def conflict() -> None:
        with handle.transaction() as tx:
            tx.write("/a", "1")
            handle.write("/a", "2")

    assert errno_of(conflict) == "EAGAIN"


def test_transact_tries_again_until_it_fits() -> None:
    handle = Loop().handle()
    handle.write("/n", "1")
    seen = []

    def add(tx) -> int:
        seen.append(int(tx.read("/n")))
        if len(seen) < 3:
            handle.write("/n", str(seen[-1] + 10))
        tx.write("/n", str(seen[-1] + 1))
        return seen[-1] + 1

    assert handle.transact(add) == 22
    assert seen == [1, 11, 21]
    assert handle.read("/n") == "22"


def test_transact_gives_up_after_the_attempts_asked_for() -> None:
    handle = Loop().handle()
    seen = []

    def never(tx) -> None:
        tx.write("/n", "")
        handle.write("/n", str(len(seen)))
        seen.append(1)

    assert errno_of(handle.transact, never, 4) == "EAGAIN"
    assert len(seen) == 4


def test_guest_handle_is_unprivileged_and_relative_to_its_directory() -> None:
    loop = Loop()
    dom0, guest = loop.handle(), loop.handle(5)
    dom0.mkdir("/local/domain/5")
    dom0.set_perms("/local/domain/5", [(5, "n")])
    guest.write("data/x", "1")
    assert dom0.read("/local/domain/5/data/x") == "1"
    assert errno_of(guest.write, "/x", "1") == "EACCES"
    assert guest.get("/tool") is None
    assert guest.children("/tool") == []


def test_guest_handle_is_dead_after_its_domain() -> None:
    loop = Loop()
    dom0, guest = loop.handle(), loop.handle(5)
    heard = []
    dom0.introduce(Domid(5), 1, 1)
    guest.watch("/w", heard.append)
    loop.store.domain_died(Domid(5))
    loop.turn()
    assert heard == []
    assert errno_of(guest.read, "/tool") == "EIO"


def test_domain_verbs_reach_the_store() -> None:
    loop = Loop()
    dom0 = loop.handle()
    for domid in (5, 6):
        dom0.introduce(Domid(domid), 1, 1)
    dom0.set_target(Domid(6), Domid(5))
    dom0.resume(Domid(5))
    dom0.release(Domid(6))
    assert loop.store.domains.introduced(6) is None
    assert errno_of(dom0.release, Domid(6)) == "ENOENT"


def test_close_ends_watches_and_transactions() -> None:
    loop = Loop()
    handle, heard = loop.handle(), []
    handle.watch("/w", heard.append)
    handle.transaction()
    handle.close()
    loop.turn()
    assert heard == []
    assert loop.store.watches.count == 0
    assert loop.store.domains.dom0.transactions == 0


def whole(handle: LocalHandle, path: str = "/") -> dict[str, object]:
    """Every node below the path: its value and permissions."""
    found: dict[str, object] = {}
    stack = [path]
    while stack:
        here = stack.pop()
        found[here] = (handle.read(here), handle.get_perms(here))
        stack += [f"{here.rstrip('/')}/{name}" for name in handle.children(here)]
    return found


def prepared(loop: Loop) -> tuple[LocalHandle, list[str]]:
    handle = loop.handle()
    handle.write("/a/kept", "1")
    handle.write("/a/gone/below", "2")
    handle.set_perms("/a/gone", [(5, "n")])
    heard: list[str] = []
    handle.watch("/a", heard.append)
    loop.turn()
    heard.clear()
    return handle, heard


def change_everything(store: LocalHandle, *, at_the_end_read: str = "/a") -> None:
    store.write("/a/kept", "changed")
    store.rm("/a/gone")
    store.write("/a/new/deep", "3")
    store.set_perms("/a/kept", [(5, "b")])
    store.make("/a/made", [(5, "n"), (0, "r")], [("one", "1"), ("two", "2")])
    store.read(at_the_end_read)


def test_an_atomic_body_that_fails_leaves_the_store_as_it_was_and_tells_nobody() -> None:
    loop = Loop()
    handle, heard = prepared(loop)
    before, nodes = whole(handle), loop.store.tree.count
    with pytest.raises(XenstoreError), handle.atomically() as store:
        change_everything(store, at_the_end_read="/missing")
    loop.turn()
    assert whole(handle) == before
    assert loop.store.tree.count == nodes
    assert heard == []


def test_an_atomic_body_is_told_after_its_end_in_order() -> None:
    loop = Loop()
    handle, heard = prepared(loop)
    with handle.atomically() as store:
        change_everything(store)
    loop.turn()
    assert heard == [
        "/a/kept",
        "/a/gone",
        "/a/new/deep",
        "/a/made",
        "/a/made/one",
        "/a/made/two",
    ]


def test_a_directory_is_made_anew_with_its_leaves_in_order() -> None:
    handle = Loop().handle()
    handle.write("/d/old", "x")
    handle.make("/d", [(5, "n"), (0, "r")], [("b", "1"), ("a", "2")])
    assert handle.children("/d") == ["b", "a"]
    assert handle.read("/d/a") == "2"
    assert handle.get_perms("/d/a") == handle.get_perms("/d") == ((5, "n"), (0, "r"))
    assert errno_of(handle.make, "/d", [(0, "n")], [("no/name", "")]) == "EINVAL"
