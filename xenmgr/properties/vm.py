"""com.citrix.xenclient.xenmgr.vm and .vm.unrestricted: one table, only the guard differs."""

from __future__ import annotations

from typing import Final

from xenmgr.errors import XenmgrError
from xenmgr.properties import vm_desktop, vm_devices, vm_live, vm_machine, vm_settings
from xenmgr.properties.row import Row, bind, read_flag
from xenmgr.properties.targets import VmTarget

VM_INTERFACE: Final = "com.citrix.xenclient.xenmgr.vm"

EDITING_DISABLED: Final = 202

# What a change of the domain changes; PropertiesChanged names these.
CORE_PROPERTIES: Final = vm_live.STATE_PROPERTIES

_may_modify = read_flag(vm_settings.MODIFY_SETTINGS_KEY, True)


def require_editing(vm: VmTarget) -> None:
    """Raises XenmgrError 202 when the VM's policy forbids changes of its settings."""
    if not _may_modify(vm):
        raise XenmgrError(EDITING_DISABLED)


ROWS: tuple[Row[VmTarget], ...] = (
    *vm_machine.ROWS,
    *vm_settings.ROWS,
    *vm_desktop.ROWS,
    *vm_live.ROWS,
    *vm_devices.ROWS,
)
UNRESTRICTED_ROWS: tuple[Row[VmTarget], ...] = (
    *ROWS,
    *vm_machine.UNRESTRICTED_ROWS,
    *vm_live.UNRESTRICTED_ROWS,
)

_LATER_ROWS: Final = tuple(row.later for row in ROWS if row.later is not None)


def unsupported_features(vm: VmTarget) -> list[str]:
    """What the VM's settings ask of a start that this release does not have; [] lets it start.

    Settings that only other programs or later events read do not count: sleep modes, USB, stored
    firewall rules. Raises Failed when a stored value cannot be read.
    """
    found = [feature for later in _LATER_ROWS if (feature := later(vm)) is not None]
    found += vm_devices.unsupported_of_disks(vm)
    if vm.children("config/pci"):
        found.append("PCI passthrough")
    return found


VM_BINDINGS: Final = bind(ROWS, require_editing)
# Announced on .vm alone: the same change twice would only cost.
UNRESTRICTED_BINDINGS: Final = bind(UNRESTRICTED_ROWS, emits="false")
