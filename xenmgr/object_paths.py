"""Object paths of VMs and the numbers in paths of disks and NICs. Source: xenmgr facts 1.1.

A uuid is any text here; in a path each `-` of it is a `_`. Knows nothing of what exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# The largest id that the original's decimal reader and the `i` of D-Bus carry.
DEVICE_ID_MAX: Final = 2**31 - 1

_PART: Final = re.compile(r"[A-Za-z0-9_]+")
# One spelling an id, 07 is no disk; and no more digits than DEVICE_ID_MAX has.
_DEVICE_ID: Final = re.compile(r"0|[1-9][0-9]{0,9}")


def vm_path(uuid: str) -> str | None:
    """The path of the VM; None when its uuid has characters that no path can have."""
    part = uuid.replace("-", "_")
    return f"/vm/{part}" if _PART.fullmatch(part) else None


def device_number(text: str) -> int | None:
    """The id of a disk, NIC or list item, in a path or a key; None for every other spelling."""
    if _DEVICE_ID.fullmatch(text) is None:
        return None
    number = int(text)
    return number if number <= DEVICE_ID_MAX else None


def device_numbers(names: Iterable[str]) -> list[int]:
    """The ids among the names, ascending."""
    return sorted(number for name in names if (number := device_number(name)) is not None)
