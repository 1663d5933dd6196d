"""The host's memory adds up to the page, whatever is taken and given back."""

from hypothesis import given
from hypothesis import strategies as st

from xenvm.clock import VirtualClock
from xenvm.units import seconds
from xenvm.xiu.memory import HostMemory


def test_taking_more_than_is_free_takes_nothing():
    memory = HostMemory(VirtualClock(), 400, scrub_ns=0)
    assert memory.total_pages == 100
    assert not memory.take(101)
    assert memory.free_pages == 100
    assert memory.take_up_to(101) == 100
    assert memory.free_pages == 0


def test_dirty_pages_are_scrubbed_before_they_are_free():
    clock = VirtualClock()
    memory = HostMemory(clock, 400, scrub_ns=seconds(2))
    assert memory.take(60)
    memory.give_back_dirty(60)
    assert (memory.free_pages, memory.scrub_pages) == (40, 60)
    clock.run_for(seconds(1))
    assert (memory.free_pages, memory.scrub_pages) == (40, 60)
    clock.run_for(seconds(1))
    assert (memory.free_pages, memory.scrub_pages) == (100, 0)


def test_without_scrubbing_dirty_pages_are_free_at_once():
    memory = HostMemory(VirtualClock(), 400, scrub_ns=0)
    memory.take(60)
    memory.give_back_dirty(60)
    assert (memory.free_pages, memory.scrub_pages) == (100, 0)


@given(st.lists(st.tuples(st.sampled_from(["take", "some", "back", "dirty"]), st.integers(0, 99))))
def test_pages_are_conserved(moves):
    clock = VirtualClock()
    memory = HostMemory(clock, 400, scrub_ns=10)
    owned = 0
    for move, pages in moves:
        if move == "take":
            owned += pages if memory.take(pages) else 0
        elif move == "some":
            owned += memory.take_up_to(pages)
        else:
            pages = min(pages, owned)
            owned -= pages
            (memory.give_back if move == "back" else memory.give_back_dirty)(pages)
        clock.run_for(3)
        assert memory.free_pages + memory.scrub_pages + owned == memory.total_pages
        assert memory.free_pages >= 0
