"""Which announced properties change with a database key; PropertiesChanged names them.

The answers are made once from the rows. A key that is an inner node stands for all below it.
"""

from __future__ import annotations

from typing import Final

from xenmgr.object_paths import device_number
from xenmgr.properties import disk, host, nic, xenmgr
from xenmgr.properties.row import names_by_key
from xenmgr.properties.vm import ROWS as VM_ROWS
from xenmgr.properties.vm import VM_INTERFACE

# Object path, interface, property names.
Changed = tuple[str, str, tuple[str, ...]]
# Property names by database key.
Names = dict[str, tuple[str, ...]]

# The element of a key that numbers disks, NICs and list items is `*` in the rows.
_NUMBER_AT: Final = 2
_ANY: Final = "*"

_VM: Final[Names] = names_by_key(VM_ROWS)
_DEVICES: Final[dict[str, tuple[str, Names]]] = {
    "disk": (disk.DISK_INTERFACE, names_by_key(disk.ROWS)),
    "nic": (nic.NIC_INTERFACE, names_by_key(nic.ROWS)),
}
_HOST: Final[tuple[tuple[str, str, Names], ...]] = (
    (xenmgr.ROOT_PATH, xenmgr.CONFIG_INTERFACE, names_by_key(xenmgr.CONFIG_ROWS)),
    (xenmgr.ROOT_PATH, xenmgr.CONFIG_UI_INTERFACE, names_by_key(xenmgr.CONFIG_UI_ROWS)),
    (host.HOST_PATH, host.HOST_INTERFACE, names_by_key(host.ROWS)),
)


def changed_properties(vm_path: str, key: str) -> list[Changed]:
    """What changed on the VM's object, and on a disk's or NIC's, for a key relative to the VM."""
    found: list[Changed] = []
    parts = key.split("/")
    numbered = len(parts) > _NUMBER_AT and device_number(parts[_NUMBER_AT]) is not None
    pattern = "/".join((*parts[:_NUMBER_AT], _ANY, *parts[_NUMBER_AT + 1 :])) if numbered else key
    names = _names(_VM, pattern)
    if names:
        found.append((vm_path, VM_INTERFACE, names))
    if numbered and len(parts) == _NUMBER_AT + 2 and parts[1] in _DEVICES:
        interface, by_key = _DEVICES[parts[1]]
        names = by_key.get(parts[-1], ())
        if names:
            found.append((f"{vm_path}/{parts[1]}/{parts[_NUMBER_AT]}", interface, names))
    return found


def changed_host_properties(key: str) -> list[Changed]:
    """What changed on / and /host, for an absolute key outside of /vm."""
    changed = ((path, interface, _names(names, key)) for path, interface, names in _HOST)
    return [each for each in changed if each[2]]


def _names(by_key: Names, key: str) -> tuple[str, ...]:
    names = by_key.get(key)
    if names is not None:
        return names
    below = f"{key}/" if key else ""
    inner = {name for each, names in by_key.items() if each.startswith(below) for name in names}
    return tuple(sorted(inner))
