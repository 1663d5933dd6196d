"""One VM as the bus knows it: its keys and what writing them tells, its domain, its devices."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.host import SimHost
from tests.support.story import host_story, put, settled
from xenmgr.creation import create_vm
from xenmgr.devices import add_disk, add_nic
from xenmgr.errors import XenmgrError
from xenmgr.objects.db import DbFace
from xenmgr.objects.vm import VmFace
from xenmgr.properties.vm import ROWS, VM_INTERFACE
from xenmgr.vm import (
    PUBLIC_STATES,
    Device,
    Disk,
    Nic,
    Vm,
    device_ids,
    list_items,
    next_device_id,
)
from xenvm.units import milliseconds, seconds
from xenvm.vmstate import VmState
from xenvm.xc import HvmParam, ShutdownReason

ROW = {row.name: row for row in ROWS}

# What clients see, by the tables of the fact sheet.
SEEN = {
    "creating-devices": "creating",
    "created": "creating",
    "running": "running",
    "shutdowning": "stopping",
    "shutdown": "stopped",
    "rebooting": "rebooting",
    "rebooted": "stopped",
    "suspending": "suspending",
    "suspended": "suspended",
    "restoring": "restoring",
    "paused": "paused",
}


def test_every_state_of_the_toolstack_has_a_public_word() -> None:
    assert {state.value: PUBLIC_STATES[state] for state in VmState} == SEEN


# Keys.


@host_story
async def test_changes_are_told_once_half_a_second_after_the_last(sim: SimHost) -> None:
    vm = sim.vm()
    await settled(sim)
    sim.ear.signals.clear()
    for text in "abc":
        put(vm, description=text)
        await sim.pass_time(milliseconds(400))
    assert sim.ear.signals == []
    await sim.pass_time(milliseconds(101))
    assert sim.ear.signals == [("vm_config_changed", (vm.uuid, vm.path))]
    await settled(sim)
    assert len(sim.ear.signals) == 1


@host_story
async def test_the_changes_of_two_vms_are_told_apart(sim: SimHost) -> None:
    one, two = sim.vm(), sim.vm()
    await settled(sim)
    sim.ear.signals.clear()
    put(one, description="x")
    await sim.pass_time(milliseconds(300))
    put(two, description="x")
    await settled(sim)
    assert [arguments[0] for arguments in sim.ear.of("vm_config_changed")] == [one.uuid, two.uuid]


@host_story
async def test_writing_what_is_there_tells_nothing(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, description="x")
    await settled(sim)
    sim.ear.signals.clear()
    sim.ear.changed.clear()
    generation = vm.generation
    assert not vm.put("description", "x")
    await settled(sim)
    assert (sim.ear.signals, sim.ear.changed, vm.generation) == ([], [], generation)


@host_story
async def test_raw_writes_and_removals_tell_no_config_change_but_the_property(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    await settled(sim)
    sim.ear.signals.clear()
    sim.ear.changed.clear()
    vm.put_raw("run-pre-boot", "/bin/true")
    assert vm.remove("run-pre-boot")
    assert not vm.remove("run-pre-boot")
    await settled(sim)
    assert sim.ear.signals == []
    assert sim.ear.changed == [(vm.path, VM_INTERFACE, ("run-pre-boot",))] * 2


@host_story
async def test_a_name_is_told_at_once_and_each_time_and_progress_without_a_config_change(
    sim: SimHost,
) -> None:
    vm = sim.vm(name="old")
    await settled(sim)
    sim.ear.signals.clear()
    for name in ("new", "new"):
        ROW["name"].set(vm, name)
    assert sim.ear.signals == [("vm_name_changed", (vm.uuid, vm.path))] * 2
    await settled(sim)
    sim.ear.signals.clear()
    ROW["download-progress"].set(vm, 50)
    await settled(sim)
    assert sim.ear.signals == [("vm_transfer_changed", (vm.uuid, vm.path))]


@host_story
async def test_a_vm_that_was_taken_out_of_the_database_keeps_nothing(sim: SimHost) -> None:
    vm = sim.vm()
    await settled(sim)
    sim.ear.signals.clear()
    sim.host.db.rm(f"/vm/{vm.uuid}")
    assert not vm.put("description", "x")
    assert vm.get("description") is None
    await settled(sim)
    assert sim.ear.signals == []


@host_story
async def test_the_generation_rises_with_keys_and_with_the_domain(sim: SimHost) -> None:
    vm = sim.vm()
    seen = [vm.generation]
    put(vm, description="x")
    seen.append(vm.generation)
    await sim.host.lifecycle.start(vm)
    seen.append(vm.generation)
    await sim.host.lifecycle.pause(vm)
    seen.append(vm.generation)
    with sim.host.changing_from_outside(f"/vm/{vm.uuid}"):
        sim.host.db.inject(f"/vm/{vm.uuid}", "{}")
    seen.append(vm.generation)
    assert sorted(set(seen)) == seen


# The domain.


@host_story
async def test_a_stopped_vm_has_no_domain(sim: SimHost) -> None:
    vm = sim.vm()
    assert (vm.domid, vm.stub_domid, vm.memory_target_mib()) == (-1, -1, 0)
    assert (vm.running, vm.at_rest, vm.state) == (False, True, VmState.SHUTDOWN)


@host_story
async def test_a_paused_vm_counts_as_running(sim: SimHost) -> None:
    vm = sim.vm()
    await sim.host.lifecycle.start(vm)
    await sim.host.lifecycle.pause(vm)
    assert (vm.running, vm.at_rest, vm.public_state()) == (True, False, "paused")
    assert vm.memory_target_mib() == 2048


ACPI = [
    ({}, 5),
    ({"hibernated": "true"}, 4),
    ({"hibernated": "1"}, 4),
    ({"hibernated": "false"}, 5),
]


@pytest.mark.parametrize(("keys", "acpi_state"), ACPI)
@host_story
async def test_a_stopped_vm_is_off_or_hibernated(
    sim: SimHost, keys: dict[str, str], acpi_state: int
) -> None:
    vm = sim.vm()
    for key, text in keys.items():
        vm.put(key, text)
    assert vm.acpi_state() == acpi_state
    await sim.host.lifecycle.start(vm)
    assert vm.acpi_state() == 0
    await sim.host.lifecycle.destroy(vm)
    assert vm.acpi_state() == 5


@host_story
async def test_a_guest_in_s3_still_runs_and_its_acpi_state_says_so(sim: SimHost) -> None:
    vm = sim.vm()
    await sim.host.lifecycle.start(vm)
    await sim.pass_time(seconds(5))
    hypervisor = sim.assembly.hypervisor
    hypervisor.hvm_set_param(vm.domid, HvmParam.ACPI_S_STATE, 3)
    assert (vm.public_state(), vm.acpi_state()) == ("running", 3)


# Disks and NICs.


@host_story
async def test_ids_are_ascending_numbers_and_the_next_is_above_the_highest(
    sim: SimHost,
) -> None:
    vm = create_vm(sim.host, "")
    assert (device_ids(vm, "disk"), next_device_id(vm, "disk")) == ([], 0)
    for number in ("10", "2", "x", "1"):
        vm.put(f"config/disk/{number}/path", "/x")
    assert (device_ids(vm, "disk"), next_device_id(vm, "disk")) == ([1, 2, 10], 11)
    assert next_device_id(vm, "nic") == 0


@pytest.mark.parametrize(("kind", "answer"), [(Disk, "206:No such disk"), (Nic, "222:No such NIC")])
@host_story
async def test_a_deleted_device_answers_its_code_to_everything_that_writes(
    sim: SimHost, kind: type[Device], answer: str
) -> None:
    vm = sim.vm()
    device = kind(vm, 0)
    device.delete()
    assert not device.exists()
    for verb in (lambda: device.put("enable", "false"), lambda: device.remove("enable")):
        with pytest.raises(XenmgrError, match=answer):
            verb()
    with pytest.raises(XenmgrError, match=answer):
        device.delete()


@host_story
async def test_writing_and_removing_a_key_of_a_device_tells_the_vms_config(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    nic = Nic(vm, 0)
    told = []
    for change in (lambda: nic.put("model", "rtl8139"), lambda: nic.remove("model"), nic.delete):
        await settled(sim)
        sim.ear.signals.clear()
        change()
        await settled(sim)
        told.append(len(sim.ear.of("vm_config_changed")))
    assert told == [1, 1, 1]


@host_story
async def test_device_paths_are_below_the_vm(sim: SimHost) -> None:
    vm = sim.vm()
    paths = [f"{vm.path}/disk/0", f"{vm.path}/disk/1", f"{vm.path}/nic/0"]
    assert vm.device_paths() == paths
    assert add_disk(vm) == f"{vm.path}/disk/2"
    assert add_nic(vm) == f"{vm.path}/nic/1"


# What reaches a running guest.


async def up(sim: SimHost) -> Vm:
    vm = sim.vm()
    await sim.host.lifecycle.start(vm)
    return vm


@host_story
async def test_another_network_moves_the_card_of_a_running_vm(sim: SimHost) -> None:
    vm = await up(sim)
    backend = f"/local/domain/0/backend/vif/{vm.domid}/0/bridge"
    assert sim.host.xenstore.read(backend) == "/wired/0/bridged"
    vm.put("config/nic/0/network", "/internal")
    vm.nic_network_changed(0)
    assert sim.host.xenstore.read(backend) == "/internal"


@host_story
async def test_another_cd_goes_into_the_drive_of_a_running_vm(sim: SimHost) -> None:
    vm = await up(sim)
    vm.insert_cd("/storage/isos/null.iso")
    drive = f"/local/domain/0/backend/vbd/{vm.domid}/5632/params"
    assert sim.host.xenstore.read(drive) == "/storage/isos/null.iso"


@host_story
async def test_a_stopped_vm_has_nothing_that_a_change_could_reach(sim: SimHost) -> None:
    vm = await up(sim)
    sim.world.guest_of(vm.uuid).stop(ShutdownReason.POWEROFF)
    await sim.pass_time(seconds(5))
    vm.nic_network_changed(0)
    vm.insert_cd("/storage/isos/null.iso")
    vm.switcher_changed()
    assert sim.host.xenstore.children("/xenmgr/vms") == []


@host_story
async def test_the_sentinel_is_below_the_domain_while_there_is_one(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, boot_sentinel="/attr/booted/")
    assert vm.sentinel_node() is None
    sim.host.in_background("start", sim.host.lifecycle.start(vm))
    await sim.pass_time(seconds(1))
    assert vm.sentinel_node() == f"/local/domain/{vm.domid}/attr/booted"
    put(vm, boot_sentinel="")
    assert vm.sentinel_node() is None


# A VM that somebody took out of the database.


@host_story
async def test_a_vm_without_its_row_keeps_nothing_and_tells_nothing(sim: SimHost) -> None:
    vm = sim.vm()
    face = VmFace(vm)
    await DbFace(sim.host).rm(f"/vm/{vm.uuid}")
    await settled(sim)
    for heard in (sim.ear.signals, sim.ear.changed, sim.ear.objects):
        heard.clear()
    await face.set_db_key("config.nic.0.mac", "auto")
    await face.add_net_firewall_rule(1, "in", "10.0.0.0/8", "")
    vm.put_tree("config/disk/7", {"path": "/x"})
    for add in (face.add_disk, face.add_nic):
        with pytest.raises(Failed) as caught:
            await add()
        assert caught.value.text == f"vm does not have a database entry: {vm.uuid}"
    await settled(sim)
    assert (sim.ear.signals, sim.ear.changed, sim.ear.objects) == ([], [], [])
    assert not sim.host.db.exists(f"/vm/{vm.uuid}")


# Objects that a raw key makes and removes.


@host_story
async def test_a_raw_key_that_makes_a_device_makes_its_object_and_the_vm_follows(
    sim: SimHost,
) -> None:
    vm = create_vm(sim.host, "")
    await settled(sim)
    for heard in (sim.ear.signals, sim.ear.changed, sim.ear.objects):
        heard.clear()
    vm.put_raw("config//nic/3/network", "/internal")
    assert sim.ear.objects == [("appeared", f"{vm.path}/nic/3")]
    assert [path for path, _, _ in sim.ear.changed] == [vm.path]
    assert {"mac", "wired-network"} <= set(sim.ear.changed[0][2])
    sim.ear.objects.clear()
    vm.put_raw("config/nic/3/mac", "02:00:00:00:00:03")
    vm.put_raw("config/disk", "no inner node")
    vm.put_raw("name", "x")
    assert sim.ear.objects == []
    vm.remove("config/nic/3")
    assert sim.ear.objects == [("vanished", f"{vm.path}/nic/3")]
    await settled(sim)
    assert sim.ear.of("vm_config_changed") == []


@pytest.mark.parametrize("number", ["9" * 5_000, "2147483648", "07", "٣"], ids=lambda n: n[:12])
@host_story
async def test_a_raw_key_of_a_number_that_no_device_has_makes_no_object(
    sim: SimHost, number: str
) -> None:
    vm = create_vm(sim.host, "")
    sim.ear.changed.clear()
    sim.ear.objects.clear()
    vm.put_raw(f"config/nic/{number}/mac", "02:00:00:00:00:03")
    assert sim.ear.objects == []
    assert {path for path, _, _ in sim.ear.changed} <= {vm.path}
    assert device_ids(vm, "nic") == []


@host_story
async def test_items_of_a_list_have_plain_numbers(sim: SimHost) -> None:
    vm = create_vm(sim.host, "")
    for number in ("9" * 5_000, "10", "9", "٣"):
        vm.put_raw(f"argo-firewall-rules/{number}", number[:3])
    assert list_items(vm, "argo-firewall-rules") == ["9", "10"]
