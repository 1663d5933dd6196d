"""Rows of a VM's machine: processor, memory, firmware, kernel, device model. Keys below config/.

They are read at the next boot; a running domain keeps what it has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from xenmgr.object_paths import device_numbers
from xenmgr.properties.row import (
    Row,
    choice,
    flag,
    needs_later,
    number,
    number_of,
    read_flag,
    read_number,
    text,
    word,
)
from xenmgr.properties.targets import Keyed, VmTarget
from xenmgr.properties.validate import MEMORY_MIB_MAX, VCPUS_MAX, at_least, between, boot_order

# The host's own ACPI table that acpi-table hands on, where the hardware has one.
SLIC_FILE: Final = "/sys/firmware/acpi/tables/SLIC"

BIOSES: Final = ("seabios", "rombios", "ovmf")
DISK_CONTROLLERS: Final = ("ide", "ahci")
TIMER_MODES: Final = (
    "delay_for_missed_ticks",
    "no_delay_for_missed_ticks",
    "no_missed_ticks_pending",
    "one_missed_tick_pending",
)
VIRT_TYPES: Final = ("pv", "pvh", "hvm")

LIST_SEPARATOR: Final = ";"

memory = read_number("config/memory", 0)
_memory_range = between(1, MEMORY_MIB_MAX, "MiB")


def read_memory_bound(key: str) -> Callable[[Keyed], int]:
    """Reads MiB that stand for `memory` until they are set."""

    def get(target: Keyed) -> int:
        stored = target.get(key)
        return memory(target) if stored is None else number_of(stored)

    return get


memory_min = read_memory_bound("config/memory-min")


def memory_bound(name: str, key: str) -> Row[Keyed]:
    """MiB that read as `memory` until they are set; 0 or less takes the key away."""
    row = number(name, key, check=_memory_range, removed_below=1)
    return replace(row, get=read_memory_bound(key), keys=(key, "config/memory"))


def joined_list(name: str, key: str) -> Row[VmTarget]:
    """A list of the database as one string, its items joined by semicolons."""

    def items(vm: VmTarget) -> list[str]:
        return [vm.get(f"{key}/{each}") or "" for each in device_numbers(vm.children(key))]

    def get(vm: VmTarget) -> str:
        return LIST_SEPARATOR.join(items(vm))

    def set_value(vm: VmTarget, value: str) -> None:
        wanted = [item for item in value.split(LIST_SEPARATOR) if item]
        if wanted == items(vm):
            return
        vm.remove(key)
        for index, item in enumerate(wanted):
            vm.put(f"{key}/{index}", item)
        if not wanted:
            # An empty leaf is an empty list, and unlike a removal it is announced.
            vm.put(key, "")

    return Row(name, "s", "", get, set_value, (f"{key}/*",))


def _acpi_table() -> Row[VmTarget]:
    row: Row[VmTarget] = flag("acpi-table", "config/acpi-table")
    get = row.get

    def later(vm: VmTarget) -> str | None:
        return "acpi-table" if get(vm) and vm.host.files.exists(SLIC_FILE) else None

    return replace(row, later=later)


def _stubdom() -> Row[Keyed]:
    """Kept for every VM, and in force only for hvm."""
    row = flag("stubdom", "stubdom")
    stored = read_flag("stubdom", False)

    def get(target: Keyed) -> bool:
        return stored(target) and target.get("config/virt-type") == "hvm"

    return replace(row, get=get, keys=("stubdom", "config/virt-type"))


ROWS: tuple[Row[VmTarget], ...] = (
    flag("acpi", "config/acpi"),
    _acpi_table(),
    flag("apic", "config/apic"),
    flag("argo", "config/argo"),
    flag("authenforce", "config/authenforce", True),
    word("bios", "config/bios", "seabios", BIOSES),
    text("boot", "config/boot", check=boot_order),
    text("cmd-line", "config/cmdline"),
    number("cores-per-socket", "config/cores-per-socket", check=between(0, VCPUS_MAX)),
    text("display", "config/display"),
    joined_list("extra-hvm", "config/extra-hvm"),
    joined_list("extra-xenvm", "config/extra-xenvm"),
    text("flask-label", "config/flask-label"),
    flag("hap", "config/hap"),
    word("hdtype", "config/hdtype", "ide", DISK_CONTROLLERS),
    flag("hpet", "config/hpet", True),
    text("init-flask-label", "config/init-flask-label"),
    text("initrd", "config/initrd"),
    needs_later(text("initrd-extract", "config/initrd-extract"), "initrd-extract"),
    text("kernel", "config/kernel"),
    needs_later(text("kernel-extract", "config/kernel-extract"), "kernel-extract"),
    number("memory", "config/memory", check=_memory_range),
    memory_bound("memory-min", "config/memory-min"),
    memory_bound("memory-static-max", "config/memory-static-max"),
    flag("nestedhvm", "config/nestedhvm"),
    text("notify", "config/notify"),
    flag("nx", "config/nx"),
    flag("pae", "config/pae"),
    needs_later(text("passthrough-io", "config/passthrough-io"), "passthrough-io"),
    needs_later(text("passthrough-mmio", "config/passthrough-mmio"), "passthrough-mmio"),
    text("qemu-dm-path", "config/qemu-dm-path", "/opt/xensource/libexec/qemu-dm-wrapper"),
    number("qemu-dm-timeout", "config/qemu-dm-timeout", 30, check=at_least(0, "s")),
    flag("secureboot", "config/secureboot"),
    text("serial", "config/serial"),
    text("sound", "config/sound"),
    _stubdom(),
    text("stubdom-flask-label", "config/stubdom-flask-label"),
    word("timer-mode", "config/timer-mode", "no_delay_for_missed_ticks", TIMER_MODES),
    number("vcpus", "config/vcpus", check=between(1, VCPUS_MAX)),
    number("videoram", "config/videoram", check=between(0, MEMORY_MIB_MAX, "MiB")),
    flag("viridian", "config/viridian"),
    choice("virt-type", "config/virt-type", "pv", VIRT_TYPES),
    flag("vkbd", "config/vkbd"),
    flag("vsnd", "config/vsnd"),
)

# On .vm.unrestricted only.
UNRESTRICTED_ROWS: tuple[Row[VmTarget], ...] = (
    text("stubdom-cmdline", "config/stubdom-cmdline"),
    number("stubdom-memory", "config/stubdom-memory", 96, check=_memory_range),
)
