"""Rows of a VM that tell of its devices: CD, disks, NICs, graphics card."""

from __future__ import annotations

from typing import Final

from rpcgen.runtime.interface import Inputs
from xenmgr.errors import refused
from xenmgr.properties.disk import NO_SNAPSHOT, VHD, vhd_has_key
from xenmgr.properties.nic import address, network_key, read_network, set_network_of
from xenmgr.properties.row import Row, computed, flag_or, needs_later, set_by, text
from xenmgr.properties.targets import VmTarget
from xenmgr.properties.validate import INT32_MAX
from xenmgr.properties.xenmgr import iso_path

# A disk is the CD drive by its place, whatever its devtype says.
CD_DEVICE: Final = "hdc"
EMPTY_CD: Final = "null.iso"

BLOCK_DEVICE: Final = "phy"
MIB: Final = 1024 * 1024

NO_SLOT: Final = -1


def device_ids(vm: VmTarget, kind: str) -> list[int]:
    """The ids of the VM's disks or NICs, ascending."""
    summary = vm.summary
    return [each.id for each in (summary.disks if kind == "disk" else summary.nics)]


# CD


def _cd_disks(vm: VmTarget) -> list[int]:
    disks = device_ids(vm, "disk")
    return [each for each in disks if vm.get(f"config/disk/{each}/device") == CD_DEVICE]


def _cd(vm: VmTarget) -> str:
    """The file name in the first drive at hdc; "" without a drive or with the empty image."""
    for number in _cd_disks(vm):
        name = (vm.get(f"config/disk/{number}/path") or "").rpartition("/")[2]
        return "" if name == EMPTY_CD else name
    return ""


def _set_cd(vm: VmTarget, value: str) -> None:
    """Ids of disks stay as they are; the original renumbered them."""
    drives = _cd_disks(vm)
    if not drives:
        if value:
            raise refused("cd", value, f"nothing, because no disk of this VM is {CD_DEVICE}")
        return
    directory = iso_path(vm.host)
    path = f"{directory}/{value or EMPTY_CD}"
    if value and ("/" in value or not vm.host.files.is_file(path)):
        raise refused("cd", value, f"nothing or the name of a file in {directory}")
    exchanged = [each for each in drives if vm.put(f"config/disk/{each}/path", path)]
    if exchanged:
        vm.insert_cd(path)


def _private_space(vm: VmTarget) -> int:
    """MiB that the files behind the disks take; block devices do not count."""
    total = 0
    for disk in vm.summary.disks:
        if disk.path and disk.type != BLOCK_DEVICE:
            total += (vm.host.files.size_bytes(disk.path) or 0) // MIB
    return min(total, INT32_MAX)


def unsupported_of_disks(vm: VmTarget) -> list[str]:
    """What the disks that a start would attach ask of it in vain."""
    found = []
    for number in device_ids(vm, "disk"):
        base = f"config/disk/{number}"
        if not flag_or(vm, f"{base}/enable", True):
            continue
        snapshot = vm.get(f"{base}/snapshot") or NO_SNAPSHOT
        if snapshot != NO_SNAPSHOT:
            found.append(f"snapshot {snapshot} of disk {number}")
        path = vm.get(f"{base}/path")
        is_vhd = (vm.get(f"{base}/type") or VHD) == VHD
        if path and is_vhd and vhd_has_key(vm.host.files, path):
            found.append(f"encryption of disk {number}")
    return found


# NICs


def _mac(vm: VmTarget) -> str:
    for number in device_ids(vm, "nic"):
        return address(number, vm.uuid, vm.get(f"config/nic/{number}/mac"))
    return ""


def _first_nic(vm: VmTarget, *, wireless: bool) -> int | None:
    for number in device_ids(vm, "nic"):
        if flag_or(vm, f"config/nic/{number}/wireless-driver", False) == wireless:
            return number
    return None


def _network_row(name: str, *, wireless: bool) -> Row[VmTarget]:
    """The network of the first NIC of a kind; not guarded, as user interfaces change it."""

    def get(vm: VmTarget) -> str:
        number = _first_nic(vm, wireless=wireless)
        return "" if number is None else read_network(vm, network_key(number))

    def set_value(vm: VmTarget, value: str) -> None:
        number = _first_nic(vm, wireless=wireless)
        if number is None and not value:
            return  # What it reads without a NIC.
        if number is None:
            kind = "wireless" if wireless else "wired"
            raise refused(name, value, f"nothing, because this VM has no {kind} NIC")
        set_network_of(vm, number, name, value)

    keys = ("config/nic/*/network", "config/nic/*/wireless-driver")
    return Row(name, "s", "", get, set_value, keys, guarded=False)


# Graphics


def _set_gpu(vm: VmTarget, value: str) -> None:
    """Part of an address is enough, as it always was; one that no card has is refused."""
    cards = [card.address for card in vm.host.facts.gpus()]
    if value and not any(value in each for each in cards):
        raise refused("gpu", value, "nothing or the address of a graphics card of this host")
    vm.put("gpu", value)


def _beside(vm: VmTarget) -> int:
    """The slot of the VM on the next screen: the host has one graphics card, so there is none."""
    return NO_SLOT


ROWS: tuple[Row[VmTarget], ...] = (
    Row("cd", "s", "", _cd, _set_cd, ("config/disk/*/path", "config/disk/*/device")),
    set_by(needs_later(text("gpu", "gpu"), "gpu"), _set_gpu),
    computed("mac", "s", "", _mac, keys=("config/nic/*/mac",)),
    computed("private-space", "i", 0, _private_space, inputs=Inputs.LIVE, emits="false"),
    computed("seamless-mouse-left", "i", NO_SLOT, _beside, inputs=Inputs.CONST, emits="const"),
    computed("seamless-mouse-right", "i", NO_SLOT, _beside, inputs=Inputs.CONST, emits="const"),
    _network_row("wired-network", wireless=False),
    _network_row("wireless-network", wireless=True),
)
