"""The file /tmp/xenmgr-xl-<uuid> that a start leaves for xl. Source: xenmgr facts 5.1.

Pure text; the toolstack here is started with the same settings, not with this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from xenmgr.properties.row import FLAG_WORDS, flag_or
from xenmgr.vm import Vm, list_items
from xenvm.vmconfig import DEFAULT_DEVICE_MODEL, DiskConfig, DiskType, NicConfig, VmConfig

DIRECTORY: Final = "/tmp"
NOTHING: Final = "none"
NO_DISPLAY: Final = "nogfx"
# Room that the BIOS and its devices take below 4 GiB; with no device passed through it is enough.
MMIO_HOLE_MIB: Final = 256

# Keys handed through when they exist, in the order of emission, and how a text that is neither
# true, false nor none is written.
_RAW, _QUOTED, _LISTED = "{0}", "'{0}'", "['{0}']"
_HANDED_THROUGH: Final = (
    ("authenforce", "config/authenforce", _RAW),
    ("secureboot", "config/secureboot", _RAW),
    ("bios", "config/bios", _QUOTED),
    ("ioports", "config/passthrough-io", _LISTED),
    ("iomem", "config/passthrough-mmio", _LISTED),
    ("stubdomain_memkb", "config/stubdom-memory", _RAW),
    ("stubdomain_cmdline", "config/stubdom-cmdline", _QUOTED),
    ("serial", "config/serial", _LISTED),
    ("device_model_stubdomain_seclabel", "config/stubdom-flask-label", _QUOTED),
    ("init_seclabel", "config/init-flask-label", _QUOTED),
    ("seclabel", "config/flask-label", _QUOTED),
    ("hap", "config/hap", _RAW),
    ("vcpus", "config/vcpus", _RAW),
    ("boot", "config/boot", _QUOTED),
    ("nx", "config/nx", _RAW),
    ("viridian", "config/viridian", _LISTED),
    ("apic", "config/apic", _RAW),
    ("acpi", "config/acpi", _RAW),
    ("pae", "config/pae", _RAW),
)
# Anything longer is no amount of memory.
_MIB: Final = re.compile("[0-9]{1,10}")
# A block script opens these; the others go to the plain block script.
_TAPPED: Final = {DiskType.VHD: "vhd", DiskType.AIO: "aio"}


def path_of(uuid: str) -> str:
    """Where the file of a VM is on the host."""
    return f"{DIRECTORY}/xenmgr-xl-{uuid}"


def xl_config(vm: Vm, config: VmConfig) -> str:
    """One `key=value` a line, in the order of the original; `config` is what is started."""
    lines = (
        *_head(vm, config),
        *_devices(config),
        *_memory_and_sound(vm, config),
        *_handed_through(vm),
        *list_items(vm, "config/extra-xenvm"),
        *_tail(vm, config),
    )
    return "".join(f"{line}\n" for line in lines)


def _head(vm: Vm, config: VmConfig) -> Iterator[str]:
    yield f"uuid='{config.uuid}'"
    yield "vnc=0"
    yield f"crypto_key_dir='{vm.get('crypto-key-dirs') or ''}'"
    yield from ("pci_permissive=1", "pci_msitranslate=1", "pci_seize=1", "pci_power_mgmt=1")
    if config.name:
        yield f"name='{config.name}'"
    yield f"hdtype='{vm.get('config/hdtype') or 'ide'}'"
    yield f"type='{config.virt_type}'"
    if config.hvm:
        yield "device_model_version='qemu-xen'"
        return
    yield f"kernel='{config.kernel}'"
    if vm.get("config/cmdline") is not None:
        yield f"cmdline='{config.cmdline}'"


def _devices(config: VmConfig) -> Iterator[str]:
    yield f"disk=[{_list(_disk(disk) for disk in config.disks)}]"
    yield f"vif=[{_list(_nic(nic, config) for nic in config.nics)}]"
    yield "pci=[]"
    yield f"mmio_hole={MMIO_HOLE_MIB}"


def _disk(disk: DiskConfig) -> str:
    kind = _TAPPED.get(disk.disk_type)
    script, target = ("block-tap", f"{kind}:{disk.path}") if kind else ("block", disk.path)
    return (
        f"format=raw,backendtype=phy,vdev={disk.device},access={disk.mode},"
        f"devtype={disk.device_type},script={script},target={target}"
    )


def _nic(nic: NicConfig, config: VmConfig) -> str:
    wireless = ",wireless=1" if nic.wireless else ""
    kind = f"ioemu,model={nic.model or 'e1000'}" if config.has_stubdom else "vif"
    return (
        f"bridge={nic.network},backend={nic.backend_domid or 0}{wireless},mac={nic.mac},type={kind}"
    )


def _memory_and_sound(vm: Vm, config: VmConfig) -> Iterator[str]:
    if vm.get("time-offset") is not None:
        yield f"rtc_timeoffset={config.time_offset_s}"
    yield f"videoram={config.videoram_mib}"
    arguments = [item for item in list_items(vm, "config/extra-hvm") if item]
    if not flag_or(vm, "policies/audio-rec", True):
        arguments.insert(0, "-disable-audio-rec")
    if arguments:
        yield f"device_model_args=[{_list(arguments)}]"
    yield f"memory={config.memory_mib}"
    yield f"maxmem={config.static_max_mib}"
    if config.sound:
        yield f"soundhw='{config.sound}'"
    yield f"cores_per_socket={config.cores_per_socket}"
    if config.has_stubdom:
        yield "device_model_stubdomain_override=1"
    yield from (
        f"cpuid={item.strip()}" for item in (vm.get("cpuid") or "").split(";") if item.strip()
    )
    if not flag_or(vm, "usb-enabled", True):
        yield "usb=0"
    for name in ("depth", "res"):
        yield f"restrictdisplay{name}={int(flag_or(vm, f'restrict-display-{name}', False))}"


def _handed_through(vm: Vm) -> Iterator[str]:
    for name, key, form in _HANDED_THROUGH:
        text = vm.get(key)
        if text is None:
            continue
        if name == "stubdomain_memkb" and _MIB.fullmatch(text):
            yield f"{name}={1024 * int(text)}"
        elif text == NOTHING:
            yield ""
        elif text in FLAG_WORDS and not text.isdecimal():
            yield f"{name}={int(FLAG_WORDS[text])}"
        else:
            yield f"{name}={form.format(text)}"


def _tail(vm: Vm, config: VmConfig) -> Iterator[str]:
    yield f"hpet={int(bool(config.hpet))}"
    if config.hvm:
        yield f'timer_mode="{vm.get("config/timer-mode") or "no_delay_for_missed_ticks"}"'
    if config.nested:
        yield "nestedhvm=1"
    if config.hvm:
        yield f"device_model_override='{config.dm_path or DEFAULT_DEVICE_MODEL}'"
    display = vm.get("config/display") or NOTHING
    if display == NO_DISPLAY:
        yield from ("vga='none'", "nographic=1")
    else:
        yield "vga='stdvga'"
        if display != NOTHING:
            yield f"dm_display='{display}'"
    if config.vkbd:
        yield "vkb=['backend-type=linux,feature-abs-pointer=1,height=32768,width=32768']"
    else:
        yield "vkb_device=0"


def _list(items: Iterable[str]) -> str:
    return ",".join(f"'{item}'" for item in items)
