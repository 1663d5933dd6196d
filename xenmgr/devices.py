"""Adding disks and NICs to a VM's configuration. Source: xenmgr facts 4.6 and 4.7."""

from __future__ import annotations

from rpcgen.runtime.errors import LimitsExceeded
from xenmgr.object_paths import DEVICE_ID_MAX
from xenmgr.properties.nic import DEFAULT_NETWORK
from xenmgr.vm import Disk, Nic, Vm, device_ids, next_device_id

DISK_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# The toolstack's devids of NICs (xenops facts 5.4); disks end with their letters.
NICS_PER_VM_MAX = 32


def device_paths(vm: Vm, kind: str) -> list[str]:
    """The object paths of the VM's disks or NICs, by id."""
    return [f"{vm.path}/{kind}/{number}" for number in device_ids(vm, kind)]


def add_disk(vm: Vm) -> str:
    """The object path of a new empty VHD disk on the first free device name.

    Raises LimitsExceeded, and Failed when the VM is not in the database.
    """
    vm.require_stored()
    number = next_device_id(vm, "disk")
    if number > DEVICE_ID_MAX:
        raise LimitsExceeded(f"disk ids end at {DEVICE_ID_MAX}")
    used = {Disk(vm, other).get("device") for other in device_ids(vm, "disk")}
    device = next((f"hd{letter}" for letter in DISK_LETTERS if f"hd{letter}" not in used), None)
    if device is None:
        raise LimitsExceeded(f"the VM has disks on all of hda to hdz, {len(DISK_LETTERS)} in all")
    vm.put_tree(
        f"config/disk/{number}",
        {"path": "", "type": "vhd", "mode": "w", "device": device, "devtype": "disk"},
    )
    return Disk(vm, number).path


def add_nic(vm: Vm) -> str:
    """The object path of a new NIC on the default network, its MAC derived from the uuid.

    Raises LimitsExceeded, and Failed when the VM is not in the database.
    """
    vm.require_stored()
    number = next_device_id(vm, "nic")
    if number >= NICS_PER_VM_MAX:
        raise LimitsExceeded(f"NIC ids end at {NICS_PER_VM_MAX - 1}")
    vm.put_tree(f"config/nic/{number}", {"id": str(number), "network": DEFAULT_NETWORK})
    return Nic(vm, number).path


def attach(disk: Disk, path: str, kind: str) -> None:
    """Makes the disk a writable disk of an image or a device. Raises XenmgrError 206."""
    disk.require()
    for key, text in (("path", path), ("type", kind), ("mode", "w"), ("devtype", "disk")):
        disk.put(key, text)
