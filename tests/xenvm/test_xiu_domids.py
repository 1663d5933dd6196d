"""Domids rise, wrap at the reserved range, and pass over the living."""

from xenvm.ids import DOMID_FIRST_RESERVED
from xenvm.xiu.domids import DomidCounter


def test_domids_rise_from_one():
    counter = DomidCounter()
    assert [counter.next(()) for _ in range(3)] == [1, 2, 3]


def test_a_freed_domid_is_not_reused_before_the_wrap():
    counter = DomidCounter()
    live = {counter.next(()), counter.next(())}
    live.discard(1)
    assert counter.next(live) == 3


def test_domids_wrap_past_the_living():
    counter = DomidCounter(last=DOMID_FIRST_RESERVED - 2)
    live = {0, 1, 2, 4}
    assert counter.next(live) == DOMID_FIRST_RESERVED - 1
    assert counter.next(live) == 3
    assert counter.next(live) == 5


def test_no_domid_is_handed_out_when_all_live():
    counter = DomidCounter(last=77)
    assert counter.next(range(DOMID_FIRST_RESERVED)) is None
    assert counter.next(set(range(DOMID_FIRST_RESERVED)) - {77}) == 77
