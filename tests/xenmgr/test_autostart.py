"""The VMs that start with the host: who, in which order, and who has to wait."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.support.host import SimHost, on_host
from tests.support.story import host_story, put
from xenmgr.autostart import autostart, candidates, start_pending
from xenmgr.creation import create_vm
from xenmgr.properties.vm import ROWS
from xenmgr.vm import Vm
from xenvm.units import seconds

PENDING = next(row for row in ROWS if row.name == "autostart-pending")


def vm_of(sim: SimHost, name: str, **keys: str) -> Vm:
    """A small PV VM that starts with the host unless the keys say otherwise."""
    vm = create_vm(
        sim.host,
        "",
        json=f"""{{"slot": "-1", "name": "{name}", "start_on_boot": "true",
                  "config": {{"virt-type": "pv", "memory": "64",
                              "kernel": "/usr/lib/xen/boot/grub-xen-pv64"}}}}""",
    )
    put(vm, **keys)
    return vm


def prioritized(sim: SimHost, name: str, priority: int, slot: int) -> Vm:
    vm = vm_of(sim, name, slot=str(slot))
    vm.put("start_on_boot_priority", str(priority))
    return vm


def started(sim: SimHost) -> list[object]:
    """The names of the VMs in the order in which they came up."""
    told = sim.ear.of("vm_state_changed")
    uuids = [str(arguments[0]) for arguments in told if arguments[2] == "running"]
    return [sim.host.registry.by_uuid(uuid).get("name") for uuid in uuids]


@host_story
async def test_higher_priority_comes_first_then_the_lower_slot(sim: SimHost) -> None:
    prioritized(sim, "last", -5, 1)
    prioritized(sim, "third", 0, 9)
    prioritized(sim, "second", 0, 2)
    prioritized(sim, "first", 10, 5)
    assert [vm.get("name") for vm in candidates(sim.host)] == ["first", "second", "third", "last"]
    await autostart(sim.host)
    assert started(sim) == ["first", "second", "third", "last"]


CHOSEN = [
    ({}, True),
    ({"ready": "true"}, True),
    ({"ready": "false"}, False),
    ({"ready": "0"}, False),
    ({"type": "ndvm"}, True),
]


@pytest.mark.parametrize(("keys", "chosen"), CHOSEN)
@host_story
async def test_a_vm_starts_with_the_host_when_it_is_ready(
    sim: SimHost, keys: dict[str, str], chosen: bool
) -> None:
    vm = vm_of(sim, "x", **keys)
    await autostart(sim.host)
    assert vm.running is chosen


@host_story
async def test_who_is_not_asked_to_does_not_start(sim: SimHost) -> None:
    vm_of(sim, "x").put("start_on_boot", "false")
    assert candidates(sim.host) == []


@host_story
async def test_native_experience_starts_with_the_host_whatever_is_stored(sim: SimHost) -> None:
    vm = vm_of(sim, "x", native_experience="true")
    vm.put("start_on_boot", "false")
    assert candidates(sim.host) == [vm]


@host_story
async def test_the_host_may_start_nobody(sim: SimHost) -> None:
    vm = vm_of(sim, "x")
    sim.host.put("/xenmgr/autostart", "false")
    await autostart(sim.host)
    assert not vm.running


@host_story
async def test_one_that_fails_is_logged_and_does_not_keep_the_others(
    sim: SimHost, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = vm_of(sim, "bad", config__memory="99999999"), vm_of(sim, "good")
    with caplog.at_level(logging.ERROR):
        await autostart(sim.host)
    assert (bad.running, good.running) == (False, True)
    (message,) = [each.message for each in caplog.records if "autostart" in each.message]
    assert "101:Not enough free memory!" in message
    assert bad.uuid in message


@host_story
async def test_the_delay_passes_after_each_that_really_started(sim: SimHost) -> None:
    sim.host.put("/xenmgr/svm-autostart-delay", "30")
    running, _, _ = vm_of(sim, "running"), vm_of(sim, "one"), vm_of(sim, "two")
    vm_of(sim, "bad", config__memory="99999999")
    await sim.host.lifecycle.start(running)
    began_ns = sim.clock.now_ns()
    await autostart(sim.host)
    assert seconds(60) <= sim.clock.now_ns() - began_ns < seconds(70)


@host_story
async def test_who_needs_a_login_waits_and_starts_after_it(sim: SimHost) -> None:
    locked, free = vm_of(sim, "locked", crypto_user="ann"), vm_of(sim, "free")
    await autostart(sim.host)
    assert (locked.running, free.running) == (False, True)
    assert (PENDING.get(locked), PENDING.get(free)) == (True, False)
    assert sim.host.children("/xenmgr/autostart-pending-vms") == ["0"]
    sim.host.files.write_text("/proc/mounts", "x /config/sec/s-ann ext3 rw 0 0\n")
    await start_pending(sim.host)
    assert locked.running
    assert not PENDING.get(locked)


@pytest.mark.parametrize("count", [1, 4, 12])
@host_story
async def test_each_start_changes_one_key_however_many_wait(sim: SimHost, count: int) -> None:
    for number in range(count):
        vm_of(sim, f"vm {number}")
    sim.host.files.write_text("/config/deferred_eula", "")
    await autostart(sim.host)
    assert len(sim.host.autostart_pending()) == count
    before = sim.host.generation
    sim.host.files.remove("/config/deferred_eula")
    await start_pending(sim.host)
    assert len(sim.host.domids()) == count
    assert sim.host.generation - before == count


@host_story
async def test_those_that_wait_keep_their_order_around_gaps(sim: SimHost) -> None:
    vms = [vm_of(sim, f"vm {number}", crypto_user="ann") for number in range(12)]
    await autostart(sim.host)
    for number in (0, 5):
        sim.host.remove(f"/xenmgr/autostart-pending-vms/{number}")
    sim.host.files.write_text("/proc/mounts", "x /config/sec/s-ann ext3 rw 0 0\n")
    await start_pending(sim.host)
    expected = [vm.get("name") for number, vm in enumerate(vms) if number not in (0, 5)]
    assert started(sim) == expected


@host_story
async def test_everybody_waits_until_the_installation_is_complete(sim: SimHost) -> None:
    vms = [vm_of(sim, "one"), vm_of(sim, "two")]
    sim.host.files.write_text("/config/deferred_eula", "")
    await autostart(sim.host)
    assert [PENDING.get(vm) for vm in vms] == [True, True]
    sim.host.files.remove("/config/deferred_eula")
    await start_pending(sim.host)
    assert started(sim) == ["one", "two"]
    assert sim.host.autostart_pending() == frozenset()


@host_story
async def test_a_vm_that_was_deleted_meanwhile_is_passed_over(sim: SimHost) -> None:
    sim.host.put("/xenmgr/autostart-pending-vms/0", "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1")
    await start_pending(sim.host)
    assert sim.host.autostart_pending() == frozenset()


@host_story
async def test_a_number_that_is_none_counts_as_zero(sim: SimHost) -> None:
    vm = vm_of(sim, "x", slot="first")
    sim.host.put("/xenmgr/svm-autostart-delay", "soon")
    vm.put("start_on_boot_priority", "high")
    await autostart(sim.host)
    assert vm.running


def test_a_restarted_host_knows_nobody_that_waits(tmp_path: Path) -> None:
    async def first(sim: SimHost) -> None:
        vm_of(sim, "locked", crypto_user="ann")
        await autostart(sim.host)
        assert len(sim.host.autostart_pending()) == 1

    async def second(sim: SimHost) -> None:
        assert sim.host.autostart_pending() == frozenset()

    on_host(tmp_path, first, keep=True)
    on_host(tmp_path, second, keep=True)
