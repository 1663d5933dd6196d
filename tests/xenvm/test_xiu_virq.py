"""VIRQ_DOM_EXC: deferred, batched, in the order of binding."""

import pytest

from xenvm.clock import VirtualClock
from xenvm.ids import Domid
from xenvm.xiu.virq import DomainExceptions


@pytest.fixture
def clock():
    return VirtualClock()


def test_domids_come_deferred_ascending_and_once(clock):
    exceptions, heard = DomainExceptions(clock), []
    exceptions.bind(heard.append)
    for domid in (5, 3, 5):
        exceptions.raise_for(Domid(domid))
    assert heard == []
    clock.run_for(0)
    assert heard == [(3, 5)]
    exceptions.raise_for(Domid(3))
    clock.run_for(0)
    assert heard == [(3, 5), (3,)]


def test_bindings_hear_in_the_order_in_which_they_were_made(clock):
    exceptions, heard = DomainExceptions(clock), []
    for name in ("xenstore", "toolstack"):
        exceptions.bind(lambda domids, name=name: heard.append((name, domids)))
    exceptions.raise_for(Domid(1))
    clock.run_for(0)
    assert heard == [("xenstore", (1,)), ("toolstack", (1,))]


def test_a_cancelled_binding_hears_nothing_not_even_what_is_pending(clock):
    exceptions, heard = DomainExceptions(clock), []
    binding = exceptions.bind(heard.append)
    exceptions.raise_for(Domid(1))
    binding.cancel()
    binding.cancel()
    clock.run_for(0)
    exceptions.raise_for(Domid(2))
    clock.run_for(0)
    assert heard == []


def test_a_failing_listener_takes_nothing_from_the_others(clock):
    exceptions, heard = DomainExceptions(clock), []
    exceptions.bind(lambda domids: 1 / 0)
    exceptions.bind(heard.append)
    exceptions.raise_for(Domid(1))
    with pytest.raises(ZeroDivisionError):
        clock.run_for(0)
    clock.run_for(0)
    assert heard == [(1,)]
