"""Guests boot, answer, balloon and go down at their own pace."""

import pytest

from tests.support.world import SimulatedHost, uuid_of
from xenvm.ids import DOM0
from xenvm.sim.guest import GuestPhase
from xenvm.sim.knobs import Behaviour
from xenvm.units import kib_from_mib, milliseconds, seconds
from xenvm.xc import ShutdownReason


@pytest.fixture
def host():
    return SimulatedHost()


def shutdown_code(host, domid):
    info = host.hypervisor.domain_getinfo(domid)
    return info.shutdown_code if info.shutdown else None


def test_a_guest_is_up_three_seconds_after_it_was_unpaused(host):
    domid = host.start()
    host.clock.run_for(seconds(2.999))
    assert host.world.guest(domid).phase is GuestPhase.BOOTING
    host.clock.run_for(milliseconds(1))
    assert host.world.guest(domid).phase is GuestPhase.UP
    assert host.world.guest_of(uuid_of(1)) is host.world.guest(domid)


def test_a_guest_that_was_never_unpaused_does_nothing(host):
    domid = host.make()
    host.clock.run_for(seconds(60))
    assert host.world.guest(domid) is None


def test_a_paused_guest_boots_when_it_runs_again(host):
    domid = host.start()
    host.clock.run_for(seconds(1))
    host.hypervisor.domain_pause(domid)
    host.clock.run_for(seconds(60))
    assert host.world.guest(domid).phase is GuestPhase.BOOTING
    host.hypervisor.domain_unpause(domid)
    host.clock.run_for(0)
    assert host.world.guest(domid).phase is GuestPhase.UP


@pytest.mark.parametrize(
    ("word", "code"),
    [("poweroff", 0), ("halt", 0), ("reboot", 1), ("suspend", 2), ("crash", 3)],
)
def test_a_request_is_acknowledged_at_once_and_obeyed_after_two_seconds(host, word, code):
    domid = host.start()
    host.clock.run_for(seconds(5))
    node = f"/local/domain/{domid}/control/shutdown"
    host.dom0.write(node, word)
    host.clock.run_for(0)
    assert host.read(node) == ""
    host.clock.run_for(seconds(1.999))
    assert host.alive(domid)
    host.clock.run_for(milliseconds(1))
    assert shutdown_code(host, domid) == code
    assert host.world.guest(domid) is None


def test_a_request_made_while_the_guest_boots_is_found_when_it_is_up(host):
    domid = host.start()
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "halt")
    host.clock.run_for(seconds(3))
    assert host.read(f"/local/domain/{domid}/control/shutdown") == ""
    host.clock.run_for(seconds(2))
    assert shutdown_code(host, domid) == ShutdownReason.POWEROFF


def test_an_unknown_word_is_not_acknowledged(host):
    domid = host.start()
    host.clock.run_for(seconds(5))
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "dance")
    host.clock.run_for(seconds(60))
    assert host.read(f"/local/domain/{domid}/control/shutdown") == "dance"
    assert host.alive(domid)


def test_a_guest_that_ignores_requests_leaves_the_node_alone(host):
    host.world.knobs.set(uuid_of(1), behaviour=Behaviour.IGNORES_SHUTDOWN)
    domid = host.start(hvm=True)
    host.clock.run_for(seconds(5))
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "halt")
    host.world.guest(domid).power_button()
    host.clock.run_for(seconds(600))
    assert host.read(f"/local/domain/{domid}/control/shutdown") == "halt"
    assert host.alive(domid)


def test_a_paused_guest_answers_when_it_runs_again(host):
    domid = host.start()
    host.clock.run_for(seconds(5))
    host.hypervisor.domain_pause(domid)
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "halt")
    host.clock.run_for(seconds(60))
    assert host.read(f"/local/domain/{domid}/control/shutdown") == "halt"
    host.hypervisor.domain_unpause(domid)
    host.clock.run_for(seconds(2))
    assert shutdown_code(host, domid) == ShutdownReason.POWEROFF


def test_a_paused_guest_keeps_one_of_each_thing_to_do(host):
    domid = host.start(hvm=True)
    host.clock.run_for(seconds(5))
    guest = host.world.guest(domid)
    host.hypervisor.domain_pause(domid)
    for number in range(50):
        host.dom0.write(f"/local/domain/{domid}/control/shutdown", f"word-{number}")
        guest.power_button()
        guest.backend_waits("device/vbd/768")
        guest.backend_closes("device/vif/0")
        host.clock.run_for(milliseconds(1))
    names = [name for name, _ in guest._missed]
    assert names == ["button", "connect device/vbd/768", "close device/vif/0", "request"]
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "reboot")
    host.clock.run_for(0)
    host.hypervisor.domain_unpause(domid)
    host.clock.run_for(seconds(2))
    assert shutdown_code(host, domid) == ShutdownReason.POWEROFF


def test_a_guest_that_crashes_at_boot_leaves_a_crash_code(host):
    host.world.knobs.set(uuid_of(1), behaviour=Behaviour.CRASHES_AT_BOOT)
    domid = host.start(hvm=True)
    host.clock.run_for(seconds(3))
    assert shutdown_code(host, domid) == ShutdownReason.CRASH


@pytest.mark.parametrize(
    ("knob", "node", "text"),
    [
        ("booted", "booted", "1"),
        ("attr/up", "attr/up", "1"),
        ("", "booted", ""),
        ("x", "booted", ""),
    ],
)
def test_a_guest_that_is_up_says_so_where_a_node_waits_for_that(host, knob, node, text):
    host.world.knobs.set(uuid_of(1), sentinel=knob)
    domid = host.start()
    sentinel = f"/local/domain/{domid}/{node}"
    host.dom0.write(sentinel, "")
    host.dom0.set_perms(sentinel, ((DOM0, "b"),))
    host.clock.run_for(seconds(2.999))
    assert host.read(sentinel) == ""
    host.clock.run_for(milliseconds(1))
    assert host.read(sentinel) == text


def test_a_guest_makes_no_sentinel_and_leaves_alone_what_it_may_not_write(host):
    host.world.knobs.set(uuid_of(2), sentinel="name")
    domids = host.start(), host.start(2)
    name = host.read(f"/local/domain/{domids[1]}/name")
    host.clock.run_for(seconds(5))
    assert not host.dom0.exists(f"/local/domain/{domids[0]}/booted")
    assert host.read(f"/local/domain/{domids[1]}/name") == name
    assert host.world.guest(domids[1]).phase is GuestPhase.UP


def test_pv_drivers_show_once_an_hvm_guest_is_up(host):
    domid = host.start(hvm=True)
    host.clock.run_for(seconds(2))
    assert not host.hypervisor.hvm_check_pvdriver(domid)
    host.clock.run_for(seconds(1))
    assert host.hypervisor.hvm_check_pvdriver(domid)


def test_a_guest_without_pv_drivers_reads_no_node_but_feels_its_power_button(host):
    host.world.knobs.set(uuid_of(1), behaviour=Behaviour.NO_PV_DRIVERS)
    domid = host.start(hvm=True)
    front, _ = host.add_device(domid, "vbd", 768)
    host.clock.run_for(seconds(5))
    assert not host.hypervisor.hvm_check_pvdriver(domid)
    assert host.read(f"{front}/state") == "1"
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "halt")
    host.clock.run_for(seconds(60))
    assert host.alive(domid)
    host.world.guest(domid).power_button()
    host.clock.run_for(seconds(2))
    assert shutdown_code(host, domid) == ShutdownReason.POWEROFF


def test_a_button_pushed_during_boot_is_felt_after_it(host):
    domid = host.start(hvm=True)
    host.world.guest(domid).power_button()
    host.clock.run_for(seconds(5))
    assert shutdown_code(host, domid) == ShutdownReason.POWEROFF


def test_pushing_the_button_of_a_guest_that_goes_down_changes_nothing(host):
    domid = host.start(hvm=True)
    host.clock.run_for(seconds(5))
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "reboot")
    host.clock.run_for(seconds(1))
    host.world.guest(domid).power_button()
    host.clock.run_for(seconds(1))
    assert shutdown_code(host, domid) == ShutdownReason.REBOOT


def test_a_guest_balloons_to_its_target_within_a_second(host):
    domid = host.start(memory_mib=64)
    host.clock.run_for(seconds(5))
    host.dom0.write(f"/local/domain/{domid}/memory/target", str(kib_from_mib(32)))
    host.clock.run_for(seconds(0.999))
    assert host.hypervisor.domain_getinfo(domid).total_pages == 64 * 256
    host.clock.run_for(milliseconds(1))
    assert host.hypervisor.domain_getinfo(domid).total_pages == 32 * 256


def test_a_guest_never_balloons_past_its_limit(host):
    domid = host.start(memory_mib=64)
    host.clock.run_for(seconds(5))
    host.dom0.write(f"/local/domain/{domid}/memory/target", str(kib_from_mib(640)))
    host.clock.run_for(seconds(60))
    assert host.hypervisor.domain_getinfo(domid).total_pages == 64 * 256


def test_a_guest_takes_the_rest_of_its_target_when_the_host_has_it():
    host = SimulatedHost(host_mib=1024 + 256)
    domid = host.start(memory_mib=64)
    other = host.make(2, memory_mib=160)
    host.clock.run_for(seconds(5))
    host.hypervisor.domain_setmaxmem(domid, kib_from_mib(128))
    host.dom0.write(f"/local/domain/{domid}/memory/target", str(kib_from_mib(128)))
    host.clock.run_for(seconds(2))
    assert host.hypervisor.domain_getinfo(domid).total_pages < 128 * 256
    assert host.hypervisor.physinfo().free_pages == 0
    host.hypervisor.domain_destroy(other)
    host.clock.run_for(seconds(2))
    assert host.hypervisor.domain_getinfo(domid).total_pages == 128 * 256


@pytest.mark.parametrize("text", ["", "much", "-1"])
def test_a_target_that_is_no_number_is_left_alone(host, text):
    domid = host.start(memory_mib=64)
    host.clock.run_for(seconds(5))
    host.dom0.write(f"/local/domain/{domid}/memory/target", text)
    host.clock.run_for(seconds(5))
    assert host.hypervisor.domain_getinfo(domid).total_pages == 64 * 256


def test_an_idle_guest_has_no_timer_and_two_watches(host):
    before = host.clock.timers_pending(), host.store.watches.count
    host.start()
    host.clock.run_for(seconds(10))
    assert host.clock.timers_pending() == before[0]
    assert host.store.watches.count == before[1] + 2


def test_nothing_is_left_of_a_guest_that_ended(host):
    before = host.clock.timers_pending(), host.store.watches.count
    domid = host.start()
    host.clock.run_for(seconds(5))
    host.dom0.write(f"/local/domain/{domid}/memory/target", str(kib_from_mib(32)))
    host.clock.run_for(milliseconds(1))
    host.hypervisor.domain_destroy(domid)
    assert host.world.guest(domid) is None
    assert (host.clock.timers_pending(), host.store.watches.count) == before


def test_a_guest_may_stop_by_itself(host):
    domid = host.start()
    host.clock.run_for(seconds(5))
    host.world.guest(domid).stop(ShutdownReason.REBOOT)
    assert shutdown_code(host, domid) == ShutdownReason.REBOOT


def test_behaviour_may_change_while_the_guest_runs(host):
    domid = host.start()
    host.clock.run_for(seconds(5))
    host.world.knobs.set(uuid_of(1), shutdown_ns=seconds(30))
    host.dom0.write(f"/local/domain/{domid}/control/shutdown", "halt")
    host.clock.run_for(seconds(29))
    assert host.alive(domid)
    host.clock.run_for(seconds(1))
    assert not host.alive(domid)


def test_phases_move_only_as_the_table_says(host):
    domid = host.start()
    guest = host.world.guest(domid)
    host.hypervisor.domain_destroy(domid)
    with pytest.raises(ValueError, match="no such move"):
        guest.ends()
