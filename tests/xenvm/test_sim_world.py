"""The world: who is told of what, what it costs, and that the same seed gives the same story."""

import gc
import time
from random import Random

import pytest

from tests.support.world import SimulatedHost, uuid_of
from tests.support.xiu import pages_in_the_books
from xenvm.clock import VirtualClock
from xenvm.sim.knobs import KnobTable
from xenvm.sim.world import World
from xenvm.units import seconds
from xenvm.xc import ShutdownReason
from xenvm.xenstore.store import Store
from xenvm.xiu.hypervisor import Hypervisor


@pytest.fixture
def host():
    return SimulatedHost()


def test_dom0_is_in_the_store_from_the_start(host):
    assert host.read("/local/domain/0/name") == "Domain-0"
    assert host.read("/local/domain/0/domid") == "0"


def test_the_store_hears_of_a_shutdown_and_of_a_death_before_the_toolstack(host):
    story = []
    host.dom0.watch("@releaseDomain", lambda path: story.append(path))
    host.clock.run_for(0)
    story.clear()
    domid = host.start()
    home = f"/local/domain/{domid}/device"

    def toolstack(domids):
        story.append((domids, host.dom0.exists(home)))

    host.hypervisor.bind_virq(toolstack)
    host.clock.run_for(seconds(5))
    host.world.guest(domid).stop(ShutdownReason.POWEROFF)
    host.clock.run_for(0)
    assert story == [((domid,), True), "@releaseDomain"]
    story.clear()
    host.hypervisor.domain_destroy(domid)
    host.clock.run_for(0)
    assert story == [((domid,), False), "@releaseDomain"]


def test_guests_are_known_from_their_first_run_to_their_end(host):
    assert host.world.guests() == ()
    assert host.world.guest_of(uuid_of(1)) is None
    domid = host.start()
    assert [guest.domid for guest in host.world.guests()] == [domid]
    host.hypervisor.domain_shutdown(domid, ShutdownReason.HALT)
    assert host.world.guests() == ()
    assert host.world.guest_of(uuid_of(1)) is None


def test_a_domain_that_ended_before_it_ran_is_nobodys_concern(host):
    domid = host.make()
    host.hypervisor.domain_destroy(domid)
    host.clock.run_for(seconds(1))
    assert host.world.guest(domid) is None
    assert host.clock.timers_pending() == 0


def test_a_vm_started_again_gets_a_new_guest(host):
    first = host.start()
    host.clock.run_for(seconds(5))
    host.hypervisor.domain_destroy(first)
    host.clock.run_for(0)
    second = host.start()
    host.clock.run_for(seconds(5))
    assert host.world.guest(first) is None
    assert host.world.guest_of(uuid_of(1)).domid == second


def trace(seed, jitter):
    """Every event below /local/domain with its time, in a short story of five guests."""
    clock = VirtualClock()
    host = SimulatedHost.__new__(SimulatedHost)
    host.clock = clock
    host.hypervisor = Hypervisor(clock)
    host.store = Store(exists=host.hypervisor.domain_exists)
    knobs = KnobTable()
    knobs.set_default(jitter=jitter)
    host.world = World(host.hypervisor, host.store, clock, Random(seed), knobs)
    host.dom0 = host.world._connect(0)
    story = []
    host.dom0.watch("/local/domain", lambda path: story.append((clock.now_ns(), path)))
    for number in range(1, 6):
        host.add_device(host.start(number), "vbd", 768)
    clock.run_for(seconds(20))
    return story


def test_the_same_seed_tells_the_same_story():
    assert trace(7, jitter=0.5) == trace(7, jitter=0.5)
    assert trace(7, jitter=0.5) != trace(8, jitter=0.5)
    assert trace(7, jitter=0.0) == trace(8, jitter=0.0)


def test_many_guests_live_and_die_without_a_trace():
    host = SimulatedHost(host_mib=64 * 1024)
    total_pages = host.hypervisor.physinfo().total_pages
    before = (host.clock.timers_pending(), host.store.watches.count)
    free_pages = host.hypervisor.physinfo().free_pages
    domids = [host.start(number) for number in range(1, 201)]
    for domid in domids:
        host.add_device(domid, "vbd", 768)
    host.clock.run_for(seconds(5))
    assert pages_in_the_books(host.hypervisor) == total_pages
    for domid in domids:
        host.dom0.write(f"/local/domain/{domid}/control/shutdown", "halt")
    host.clock.run_for(seconds(5))
    assert not any(map(host.alive, domids))
    for domid in domids:
        host.hypervisor.domain_destroy(domid)
        host.dom0.rm(f"/local/domain/0/backend/vbd/{domid}")
    host.clock.run_for(seconds(1))
    for domid in domids:
        assert host.dom0.children(f"/xapi/{domid}/hotplug/vbd/768") == []
    assert host.hypervisor.physinfo().free_pages == free_pages
    assert (host.clock.timers_pending(), host.store.watches.count) == before
    assert host.world.guests() == ()


@pytest.fixture
def no_collector():
    """Garbage collection walks the whole test process, which has nothing to do with ours."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_the_cost_of_a_guest_does_not_grow_with_their_number():
    def cost_of_one(host, numbers):
        started = time.process_time()
        for number in numbers:
            host.add_device(host.start(number, memory_mib=4), "vbd", 768)
        host.clock.run_for(seconds(5))
        return (time.process_time() - started) / len(numbers)

    host = SimulatedHost(host_mib=64 * 1024)
    few = cost_of_one(host, range(1, 101))
    cost_of_one(host, range(101, 1901))
    many = cost_of_one(host, range(1901, 2001))
    assert many < 4 * few, f"few_s={few:.6f} many_s={many:.6f}"
