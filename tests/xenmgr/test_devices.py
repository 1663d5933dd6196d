"""Disks and NICs are added with fresh ids, up to what a VM can have."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import LimitsExceeded
from tests.support.host import SimHost
from tests.support.story import host_story, settled
from xenmgr.creation import create_vm
from xenmgr.devices import NICS_PER_VM_MAX, add_disk, add_nic, attach, device_paths
from xenmgr.errors import XenmgrError
from xenmgr.object_paths import DEVICE_ID_MAX
from xenmgr.properties.disk import ROWS as DISK_ROWS
from xenmgr.properties.nic import ROWS as NIC_ROWS
from xenmgr.vm import Disk, Nic, Vm


def bare(sim: SimHost) -> Vm:
    """A VM without disks and NICs."""
    return create_vm(sim.host, "")


def shown(device: Disk | Nic) -> dict[str, object]:
    rows = DISK_ROWS if isinstance(device, Disk) else NIC_ROWS
    return {row.name: row.get(device) for row in rows}


@host_story
async def test_a_new_disk_is_an_empty_writable_vhd_on_the_first_free_name(sim: SimHost) -> None:
    vm = bare(sim)
    assert add_disk(vm) == f"{vm.path}/disk/0"
    assert shown(Disk(vm, 0)) == {
        "backend-name": "",
        "backend-uuid": "",
        "devtype": "disk",
        "enabled": True,
        "encryption-key-set": False,
        "managed-disktype": "",
        "mode": "w",
        "phys-path": "",
        "phys-type": "vhd",
        "shared": False,
        "snapshot": "none",
        "utilization-bytes": 0,
        "virt-path": "hda",
        "virtual-size-mb": 0,
    }


@host_story
async def test_a_new_nic_is_on_the_default_network_with_a_mac_of_its_own(sim: SimHost) -> None:
    vm = create_vm(sim.host, "", uuid="0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1")
    assert [add_nic(vm), add_nic(vm)] == [f"{vm.path}/nic/0", f"{vm.path}/nic/1"]
    assert shown(Nic(vm, 0)) == {
        "backend-name": "",
        "backend-uuid": "",
        "enabled": True,
        "mac": "auto",
        "mac-actual": "86:f0:8d:1e:e0:b6",
        "model": "e1000",
        "network": "/wired/0/bridged",
        "wireless-driver": False,
    }
    assert shown(Nic(vm, 1))["mac-actual"] == "de:68:de:3b:3c:ce"


@host_story
async def test_an_id_is_one_above_the_highest_and_a_name_the_first_free(sim: SimHost) -> None:
    vm = bare(sim)
    for _ in range(3):
        add_disk(vm)
    Disk(vm, 0).delete()
    assert add_disk(vm) == f"{vm.path}/disk/3"
    assert [Disk(vm, each).get("device") for each in (1, 2, 3)] == ["hdb", "hdc", "hda"]
    Disk(vm, 3).delete()
    assert add_disk(vm) == f"{vm.path}/disk/3"


@host_story
async def test_a_name_that_the_template_took_is_passed_over(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    names = [Disk(vm, int(add_disk(vm).rpartition("/")[2])).get("device") for _ in range(3)]
    assert names == ["hda", "hdb", "hdd"]


@host_story
async def test_a_vm_has_no_more_disks_than_letters(sim: SimHost) -> None:
    vm = bare(sim)
    for _ in range(26):
        add_disk(vm)
    before = vm.row.dump("")
    with pytest.raises(LimitsExceeded):
        add_disk(vm)
    assert vm.row.dump("") == before
    Disk(vm, 7).delete()
    assert Disk(vm, int(add_disk(vm).rpartition("/")[2])).get("device") == "hdh"


@host_story
async def test_a_vm_has_no_more_nics_than_the_toolstack_numbers(sim: SimHost) -> None:
    vm = bare(sim)
    for _ in range(NICS_PER_VM_MAX):
        add_nic(vm)
    before = vm.row.dump("")
    with pytest.raises(LimitsExceeded):
        add_nic(vm)
    assert vm.row.dump("") == before
    Nic(vm, NICS_PER_VM_MAX - 1).delete()
    assert add_nic(vm) == f"{vm.path}/nic/{NICS_PER_VM_MAX - 1}"


@host_story
async def test_an_added_device_appears_and_is_told_once_as_a_change_of_its_vm(
    sim: SimHost,
) -> None:
    vm = bare(sim)
    for add in (add_disk, add_nic):
        await settled(sim)
        sim.ear.signals.clear()
        sim.ear.objects.clear()
        path = add(vm)
        await settled(sim)
        assert sim.ear.signals == [("vm_config_changed", (vm.uuid, vm.path))]
        assert sim.ear.objects == [("appeared", path)]


@pytest.mark.parametrize("kind", ["vhd", "phy"])
@host_story
async def test_attaching_makes_it_a_writable_disk_of_the_image(sim: SimHost, kind: str) -> None:
    vm = create_vm(sim.host)
    drive = Disk(vm, 0)
    assert (drive.get("mode"), drive.get("devtype")) == ("r", "cdrom")
    attach(drive, "/storage/disks/x", kind)
    kept = {key: drive.get(key) for key in ("path", "type", "mode", "devtype", "device")}
    assert kept == {
        "path": "/storage/disks/x",
        "type": kind,
        "mode": "w",
        "devtype": "disk",
        "device": "hdc",
    }


@host_story
async def test_attaching_to_a_deleted_disk_answers_206(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    drive = Disk(vm, 0)
    drive.delete()
    with pytest.raises(XenmgrError, match="206:No such disk"):
        attach(drive, "/x", "vhd")
    assert not vm.row.has("config/disk/0")


@host_story
async def test_devices_are_listed_by_their_ids(sim: SimHost) -> None:
    vm = bare(sim)
    for number in ("10", "9"):
        vm.put_tree(f"config/nic/{number}", {"id": number})
    assert device_paths(vm, "nic") == [f"{vm.path}/nic/9", f"{vm.path}/nic/10"]
    assert device_paths(vm, "disk") == []


@host_story
async def test_no_disk_has_a_number_beyond_the_last(sim: SimHost) -> None:
    vm = bare(sim)
    vm.put_raw(f"config/disk/{DEVICE_ID_MAX}/path", "/x")
    assert device_paths(vm, "disk") == [f"{vm.path}/disk/{DEVICE_ID_MAX}"]
    before = vm.row.dump("")
    with pytest.raises(LimitsExceeded):
        add_disk(vm)
    assert vm.row.dump("") == before
