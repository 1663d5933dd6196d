"""Object paths of VMs, disks and NICs, and the way back. Source: xenmgr facts 1.1.

A uuid is any text here; in a path each `-` of it is a `_`. Knows nothing of what exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xenvm.ids import VmUuid

DISK: Final = "disk"
NIC: Final = "nic"
# The largest id that the original's decimal reader and the `i` of D-Bus carry.
DEVICE_ID_MAX: Final = 2**31 - 1

_PART: Final = re.compile(r"[A-Za-z0-9_]+")
_PATH: Final = re.compile(r"/vm/([A-Za-z0-9_]+)(?:/(disk|nic)/(0|[1-9][0-9]{0,9}))?")


@dataclass(frozen=True, slots=True)
class ObjectPath:
    """A VM, or one of its disks or NICs when `kind` is set."""

    uuid: VmUuid
    kind: str = ""
    number: int = 0


def vm_path(uuid: str) -> str | None:
    """The path of the VM; None when its uuid has characters that no path can have."""
    part = uuid.replace("-", "_")
    return f"/vm/{part}" if _PART.fullmatch(part) else None


def parse_object_path(path: str) -> ObjectPath | None:
    """What the path names; None for every other spelling. A `_` is always read as `-`."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    part, kind, number = match.groups()
    if kind is None:
        return ObjectPath(VmUuid(part.replace("_", "-")))
    if int(number) > DEVICE_ID_MAX:
        return None
    return ObjectPath(VmUuid(part.replace("_", "-")), kind, int(number))
