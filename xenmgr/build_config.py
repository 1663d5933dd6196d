"""From a VM's configuration keys to what the toolstack starts it with. Source: xenmgr facts 5.1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from rpcgen.runtime.errors import DBusError
from xenmgr.properties.disk import unexpected_word
from xenmgr.properties.nic import address
from xenmgr.properties.row import FLAG_WORDS, bad_choice, bad_flag, flag_or, number_of
from xenmgr.properties.targets import Keyed
from xenmgr.vm import Disk, Nic, Vm, device_ids, list_items
from xenvm.ids import Devid, Domid
from xenvm.vmconfig import (
    DEFAULT_DEVICE_MODEL,
    TIMER_MODES,
    DeviceType,
    DiskConfig,
    DiskMode,
    DiskType,
    NicConfig,
    StubdomConfig,
    VirtType,
    VmConfig,
)

E = TypeVar("E")

DEFAULT_VIDEORAM_HVM_MIB = 16
DEFAULT_TIMER_MODE = "no_delay_for_missed_ticks"
NO_DISPLAY = "nogfx"
NOTHING = "none"

# Types that a block script takes for a plain image, as the toolstack does.
_PLAIN_TYPES = ("vdi", "raw")


def build_config(
    vm: Vm,
    *,
    file_exists: Callable[[str], bool],
    backend_domid: Callable[[Nic], Domid],
) -> VmConfig:
    """The start configuration; file_exists of images, backend_domid of what serves a NIC.

    Raises Failed when a stored value cannot be read.
    """
    virt_type = _choice(vm, "config/virt-type", VirtType, VirtType.PV)
    memory_mib = _int(vm, "config/memory", 0)
    hvm = virt_type is VirtType.HVM
    return VmConfig(
        uuid=vm.uuid,
        name=vm.get("name") or "",
        virt_type=virt_type,
        memory_mib=memory_mib,
        memory_static_max_mib=_int(vm, "config/memory-static-max", 0) or None,
        vcpus=_int(vm, "config/vcpus", 1),
        cores_per_socket=_cores_per_socket(vm),
        kernel="" if hvm else vm.get("config/kernel") or f"/tmp/kernel-{vm.uuid}",
        initrd=vm.get("config/initrd") or None,
        cmdline=vm.get("config/cmdline") or "",
        flask_label=vm.get("config/flask-label") or "",
        hap=_bool(vm, "config/hap", False),
        pae=_bool(vm, "config/pae", False),
        apic=_bool(vm, "config/apic", False),
        acpi=_bool(vm, "config/acpi", False),
        nx=_bool(vm, "config/nx", False),
        viridian=_bool(vm, "config/viridian", False),
        nested=_bool(vm, "config/nestedhvm", False),
        timer_mode=TIMER_MODES.get(vm.get("config/timer-mode") or DEFAULT_TIMER_MODE),
        hpet=_bool(vm, "config/hpet", True),
        bios=vm.get("config/bios") or "seabios",
        boot=vm.get("config/boot") or "cd",
        time_offset_s=_int(vm, "time-offset", 0),
        videoram_mib=_int(vm, "config/videoram", DEFAULT_VIDEORAM_HVM_MIB if hvm else 0),
        serial=vm.get("config/serial") or "",
        sound=_sound(vm),
        vkbd=_vkbd(vm),
        vfb=vm.get("config/display") not in (None, "", NOTHING, NO_DISPLAY),
        extra_hvm=_extra(vm),
        dm_path=vm.get("config/qemu-dm-path") or DEFAULT_DEVICE_MODEL,
        disks=tuple(_disks(vm, file_exists)),
        nics=tuple(_nics(vm, backend_domid)),
        stubdom=_stubdom(vm) if hvm else None,
        waits_for_argo_firewall=hvm and _bool(vm, "stubdom", False),
    )


def _bool(target: Keyed, key: str, default: bool) -> bool:
    text = target.get(key)
    if text is None:
        return default
    if text == NOTHING:
        return False
    try:
        return FLAG_WORDS[text]
    except KeyError:
        raise bad_flag(target, key) from None


def _int(target: Keyed, key: str, default: int) -> int:
    text = target.get(key)
    return number_of(text) if text else default


def _choice(
    target: Keyed,
    key: str,
    kind: Callable[[str], E],
    default: E,
    fault: Callable[[], DBusError] = bad_choice,
) -> E:
    text = target.get(key)
    if text is None:
        return default
    try:
        return kind(text)
    except ValueError:
        raise fault() from None


def _cores_per_socket(vm: Vm) -> int:
    """All vcpus in one socket unless something else is asked for."""
    cores = _int(vm, "config/cores-per-socket", 0)
    return cores if cores > 1 else _int(vm, "config/vcpus", 1)


def _sound(vm: Vm) -> str:
    sound = vm.get("config/sound") or NOTHING
    allowed = _bool(vm, "policies/audio-access", True)
    return sound if allowed and sound != NOTHING else ""


def _vkbd(vm: Vm) -> bool:
    if vm.get("config/vkbd") is not None:
        return _bool(vm, "config/vkbd", False)
    return _bool(vm, "config/vglass-enabled", False)


def _extra(vm: Vm) -> tuple[str, ...]:
    items = list_items(vm, "config/extra-hvm")
    if not _bool(vm, "policies/audio-rec", True):
        items.insert(0, "disable-audio-rec")
    return tuple(item.lstrip("-") for item in items if item)


def _disks(vm: Vm, file_exists: Callable[[str], bool]) -> list[DiskConfig]:
    ahci = vm.get("config/hdtype") == "ahci"
    cd_allowed = _bool(vm, "policies/cd-access", True)
    found = []
    for number in device_ids(vm, "disk"):
        disk = Disk(vm, number)
        config = DiskConfig(
            device=disk.get("device") or "",
            path=disk.get("path") or "",
            disk_type=_choice(disk, "type", _disk_type, DiskType.VHD, unexpected_word),
            mode=_choice(disk, "mode", DiskMode, DiskMode.WRITE, unexpected_word),
            device_type=_choice(disk, "devtype", DeviceType, DeviceType.DISK, unexpected_word),
        )
        cdrom = config.device_type is DeviceType.CDROM
        # The VHD library would fail the start; the original leaves such a disk out.
        missing = config.disk_type is DiskType.VHD and not file_exists(config.path)
        if missing or (cdrom and not cd_allowed) or not _bool(disk, "enable", True):
            continue
        if ahci and not cdrom and config.device.startswith("hd"):
            config = replace(config, device="xvd" + config.device[2:])
        found.append(config)
    return found


def _disk_type(word: str) -> DiskType:
    return DiskType.FILE if word in _PLAIN_TYPES else DiskType(word)


def _nics(vm: Vm, backend_domid: Callable[[Nic], Domid]) -> list[NicConfig]:
    windows = vm.get("os") != "linux"
    emulated = vm.get("config/virt-type") == VirtType.HVM and _bool(vm, "stubdom", False)
    found = []
    for number in device_ids(vm, "nic"):
        nic = Nic(vm, number)
        if not (_bool(nic, "enable", True) and _network_allowed(vm, nic.network)):
            continue
        found.append(
            NicConfig(
                devid=Devid(number),
                network=nic.network,
                mac=address(number, vm.uuid, nic.get("mac")),
                model=nic.get("model") or None if emulated else None,
                wireless=windows and flag_or(nic, "wireless-driver", False),
                backend_domid=backend_domid(nic),
            )
        )
    return found


def _network_allowed(vm: Vm, network: str) -> bool:
    wireless = network.startswith(("/wifi/", "/modem/"))
    policy = "policies/wireless-networking" if wireless else "policies/wired-networking"
    return _bool(vm, policy, True)


def _stubdom(vm: Vm) -> StubdomConfig | None:
    """Without keys of its own a stub domain is what the toolstack makes by itself."""
    if not _bool(vm, "stubdom", False):
        return None
    usual = StubdomConfig()
    return StubdomConfig(
        memory_mib=_int(vm, "config/stubdom-memory", usual.memory_mib),
        cmdline=vm.get("config/stubdom-cmdline") or usual.cmdline,
        flask_label=vm.get("config/stubdom-flask-label") or usual.flask_label,
    )
