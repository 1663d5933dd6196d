"""The facts about every property, from data, beside the rows and targets that must follow them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rpcgen.runtime.interface import PropertyBinding
from tests.support.targets import FakeDevice, FakeHost, FakeVm
from xenmgr.properties import disk, host, nic, vm, xenmgr

DATA = Path(__file__).resolve().parents[1] / "data" / "xenmgr_properties.json"

VM = vm.VM_INTERFACE
UNRESTRICTED = f"{VM}.unrestricted"

BINDINGS = {
    VM: vm.VM_BINDINGS,
    UNRESTRICTED: vm.UNRESTRICTED_BINDINGS,
    disk.DISK_INTERFACE: disk.DISK_BINDINGS,
    nic.NIC_INTERFACE: nic.NIC_BINDINGS,
    xenmgr.CONFIG_INTERFACE: xenmgr.CONFIG_BINDINGS,
    xenmgr.CONFIG_UI_INTERFACE: xenmgr.CONFIG_UI_BINDINGS,
    host.HOST_INTERFACE: host.HOST_BINDINGS,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What the contract says of one property; no default or key when it is not a plain one."""

    interface: str
    name: str
    signature: str
    access: str
    default: Any
    key: str | None

    def __str__(self) -> str:
        return f"{self.interface.removeprefix('com.citrix.xenclient.')}-{self.name}"

    @property
    def binding(self) -> PropertyBinding[Any, Any]:
        return binding(self.interface, self.name)


def binding(interface: str, name: str) -> PropertyBinding[Any, Any]:
    return next(row for row in BINDINGS[interface] if row.name == name)


def read_facts() -> list[Fact]:
    """All 386: the properties of .vm stand for those of .vm.unrestricted too."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    data[UNRESTRICTED] += data[VM]
    return [Fact(interface, *row) for interface, rows in data.items() for row in rows]


def target_of(interface: str) -> Any:
    """A target for the rows of an interface, with nothing stored."""
    if interface in (VM, UNRESTRICTED):
        return FakeVm()
    if interface == disk.DISK_INTERFACE:
        return FakeDevice(FakeVm(), "disk", 0)
    if interface == nic.NIC_INTERFACE:
        return FakeDevice(FakeVm(), "nic", 0)
    return FakeHost()
