"""Bodies that happen as a whole or not at all: random ones that fail leave no trace."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.xenstore import Peer, outcome
from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore.local import LocalHandle
from xenvm.xenstore.perms import parse
from xenvm.xenstore.store import Store

PATHS = ["/a", "/a/b", "/a/b/c", "/a/d", "/e", "/e/f/g", "/local/domain/5", "/local/domain/5/x"]
PERMS = ["n0", "n5", "b5,r6", "n6,r5", "r0,n5"]
WATCHED = ["/", "/a", "/a/b", "/e", "/local/domain/5"]
GUESTS = (5, 6)

paths = st.sampled_from(PATHS)
steps = st.one_of(
    st.tuples(st.just("write"), paths, st.sampled_from(["", "1", "long" * 9])),
    st.tuples(st.just("mkdir"), paths),
    st.tuples(st.just("rm"), paths),
    st.tuples(st.just("set_perms"), paths, st.sampled_from(PERMS).map(parse)),
    st.tuples(
        st.just("make"),
        paths,
        st.sampled_from(PERMS).map(parse),
        st.lists(st.tuples(st.sampled_from(["p", "q", "r"]), st.just("v")), max_size=3),
    ),
)
scripts = st.lists(steps, max_size=15)


class Failed(Exception):
    """Why the body does not happen."""


class Host:
    def __init__(self, script: list) -> None:
        self.store = Store()
        self.peer = Peer(self.store)
        for domid in GUESTS:
            self.peer.introduce(domid)
        self.handle = LocalHandle(self.store, defer=lambda callback: None)
        self.play(script)
        for path in WATCHED:
            self.peer.watch(path, path)
        self.peer.heard()

    def play(self, script: list) -> None:
        for verb, *arguments in script:
            with contextlib.suppress(XenstoreError):
                getattr(self.handle, verb)(*arguments)

    def fail(self, script: list) -> None:
        with contextlib.suppress(Failed), self.handle.atomically():
            self.play(script)
            raise Failed

    def facts(self) -> tuple:
        """Nodes without the order of siblings, count, accounts and watches' events."""
        nodes, stack = {}, ["/"]
        while stack:
            path = stack.pop()
            children = self.handle.children(path)
            nodes[path] = (self.handle.read(path), self.handle.get_perms(path), {*children})
            stack += [f"{path.rstrip('/')}/{name}" for name in children]
        assert self.store.tree.count == len(nodes)
        domains = [self.store.domains.get(domid) for domid in GUESTS]
        accounts = [(one.nodes, one.memory_bytes) for one in domains if one is not None]
        return nodes, accounts, self.peer.heard()


@given(scripts, scripts, scripts)
def test_body_that_fails_leaves_everything_as_it_was(before: list, body: list, then: list) -> None:
    host, untouched = Host(before), Host(before)
    host.fail(body)
    assert host.facts() == untouched.facts()
    for each in (host, untouched):
        each.play(then)
    for here, there in zip(host.facts(), untouched.facts(), strict=True):
        if isinstance(here, dict | list) and here != there:
            assert sorted(here) == sorted(there), "siblings may go in another order"
    for domid in GUESTS:
        for each in (host, untouched):
            each.store.domain_died(Domid(domid))
    assert host.facts()[:2] == untouched.facts()[:2], "what a domain owns is known as before"


@given(scripts, scripts)
def test_body_that_ends_well_is_what_its_steps_are(before: list, body: list) -> None:
    host, stepwise = Host(before), Host(before)
    with host.handle.atomically():
        host.play(body)
        assert host.peer.heard() == [], "nobody hears of half a body"
    stepwise.play(body)
    assert host.facts() == stepwise.facts()


@given(scripts, scripts, scripts)
def test_open_transaction_sees_nothing_of_a_body_that_fails(
    before: list, body: list, touched: list
) -> None:
    host = Host(before)
    transaction = host.handle.transaction()
    seen = [outcome(transaction.children, step[1]) for step in touched]
    host.fail(body)
    assert [outcome(transaction.children, step[1]) for step in touched] == seen
    assert outcome(transaction.commit) in (None, "EAGAIN")
    host.facts()


def test_watch_that_ends_inside_the_body_hears_nothing_of_it() -> None:
    host = Host([])
    with host.handle.atomically() as body:
        body.write("/a/b", "v")
        host.peer.unwatch("/a", "/a")
    assert host.peer.heard() == ["/a/b /", "/a/b /a/b"]


def test_bodies_do_not_nest_and_the_outer_one_is_undone() -> None:
    host = Host([])
    before = host.facts()

    def nested() -> None:
        with host.handle.atomically() as body:
            body.write("/a", "v")
            with host.handle.atomically():
                body.write("/b", "v")

    with pytest.raises(AssertionError):
        nested()
    assert host.facts() == before
    with host.handle.atomically() as body:
        body.write("/a", "v")
    assert host.handle.read("/a") == "v"
