"""Answers come in their time: not before a domain is built, and stretched by the seed's jitter."""

from random import Random

import pytest

from tests.support.xiu import make_domain, make_hypervisor, uuid_of
from xenvm.ids import Domid
from xenvm.sim.knobs import KnobTable
from xenvm.sim.pace import Pace
from xenvm.units import milliseconds, seconds


@pytest.fixture
def table():
    return KnobTable()


@pytest.fixture
def host():
    return make_hypervisor()


def pace_of(host, table, seed=1):
    hypervisor, clock = host
    return Pace(hypervisor, clock, Random(seed), table)


def test_nobody_answers_for_a_domain_before_it_is_created_for_good(host, table):
    hypervisor, clock = host
    answered = []
    domid = make_domain(hypervisor)
    pace = pace_of(host, table)
    pace.answer(domid, lambda: answered.append(clock.now_ns()))
    clock.run_for(seconds(1))
    pace.answer(domid, lambda: answered.append(clock.now_ns()))
    clock.run_for(seconds(1))
    assert answered == [seconds(0.2), seconds(1) + milliseconds(5)]


def test_a_stub_domain_goes_by_the_knobs_and_the_age_of_its_target(host, table):
    hypervisor, clock = host
    table.set(uuid_of(1), create_ns=seconds(7))
    domid, stub_domid = make_domain(hypervisor), make_domain(hypervisor, number=99)
    hypervisor.domain_set_target(stub_domid, domid)
    pace = pace_of(host, table)
    assert pace.ready_ns(stub_domid) == seconds(7)
    assert pace.knobs_of(stub_domid).create_ns == seconds(7)
    clock.run_for(seconds(8))
    assert pace.ready_ns(stub_domid) == seconds(8) + milliseconds(5)


def test_an_ended_domain_is_still_known_by_its_vm(host, table):
    hypervisor, clock = host
    table.set(uuid_of(1), answer_ns=seconds(9))
    domid, stub_domid = make_domain(hypervisor), make_domain(hypervisor, number=99)
    hypervisor.domain_set_target(stub_domid, domid)
    pace = pace_of(host, table)
    for ended in (domid, stub_domid):
        pace.depart(ended)
        hypervisor.domain_destroy(ended)
        clock.run_for(0)
        assert pace.knobs_of(ended).answer_ns == seconds(9)
        assert pace.ready_ns(ended) == seconds(9)


def test_a_domain_nobody_ever_heard_of_has_the_default(host, table):
    assert pace_of(host, table).knobs_of(Domid(77)) is table.default


def test_memory_of_ended_domains_is_bounded(table):
    hypervisor, clock = make_hypervisor()
    pace = Pace(hypervisor, clock, Random(1), table)
    for _ in range(5000):
        domid = hypervisor.domain_create(0, hvm=False, hap=False, uuid=uuid_of(1))
        pace.depart(domid)
        hypervisor.domain_destroy(domid)
        clock.run_for(0)
    assert len(pace._departed) == 4096
    assert Domid(5000) in pace._departed


def test_jitter_stretches_by_the_seed_and_never_shortens(host, table):
    table.set_default(jitter=0.5)

    def delays(seed):
        pace = pace_of(host, table, seed)
        return [pace.stretched(seconds(1), table.default) for _ in range(50)]

    assert delays(1) == delays(1)
    assert delays(1) != delays(2)
    assert all(seconds(1) <= delay_ns <= seconds(1.5) for delay_ns in delays(3))


def test_without_jitter_chance_is_not_asked(host, table):
    rng = Random(1)
    before = rng.getstate()
    hypervisor, clock = host
    Pace(hypervisor, clock, rng, table).after(seconds(1), table.default, lambda: None)
    assert rng.getstate() == before
