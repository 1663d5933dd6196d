"""What a property accepts. A check answers None, or the words for what is allowed.

Pure; a check knows neither the property's name nor where the value goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final, TypeVar

from xenvm.errors import DeviceUnrecognized
from xenvm.ids import is_uuid
from xenvm.xenops.disk_number import disk_number

V_contra = TypeVar("V_contra", contravariant=True)

Check = Callable[[V_contra], str | None]

# Xen's largest host: no domain has more.
MEMORY_MIB_MAX: Final = 16 * 1024 * 1024
# HVM_MAX_VCPUS of Xen's public headers.
VCPUS_MAX: Final = 128
INT32_MAX: Final = 0x7FFF_FFFF

# Tags of service VMs; svm is a user's VM, and pvm is read and written as svm.
VM_TYPES: Final = ("svm", "pvm", "ndvm", "nilfvm", "syncvm", "uivm", "usbvm")

BOOT_LETTERS: Final = "acdn"

_MAC = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}")
_OBJECT_PATH = re.compile(r"(?:/[A-Za-z0-9_]+)+")
_PCM = re.compile(r"[0-9]{2}-[0-9]{2}")


def joined(words: Collection[str]) -> str:
    """Words of a list as a sentence has them: a, b or c; the empty word is said."""
    said = [word or "nothing" for word in words]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def between(low: int, high: int, unit: str = "") -> Check[int]:
    """From low to high, both allowed."""
    allowed = f"{low} to {high} {unit}".rstrip()
    return lambda value: None if low <= value <= high else allowed


def at_least(low: int, unit: str = "") -> Check[int]:
    """From low upward."""
    allowed = " ".join(part for part in (str(low), unit, "or more") if part)
    return lambda value: None if low <= value else allowed


def one_of(words: Collection[str]) -> Check[str]:
    """One of the words."""
    known = frozenset(words)
    allowed = joined(words)
    return lambda value: None if value in known else allowed


def slot(value: int) -> str | None:
    """A key of the switcher, 0 for the UI or -1 for none."""
    return None if -1 <= value <= 9 else "-1, 0 or 1 to 9"


def boot_order(value: str) -> str | None:
    """Each boot device at most once, or nothing."""
    if set(value) <= set(BOOT_LETTERS) and len(set(value)) == len(value):
        return None
    return "an order of the letters a, c, d and n, each at most once"


def mac(value: str) -> str | None:
    """An Ethernet address, or auto for the derived one."""
    if value == "auto" or _MAC.fullmatch(value):
        return None
    return "auto or six pairs of hex digits joined by colons"


def network(value: str) -> str | None:
    """The object path of a network."""
    return None if _OBJECT_PATH.fullmatch(value) else "an object path such as /wired/0/bridged"


def uuid_or_empty(value: str) -> str | None:
    """A VM's uuid, or nothing."""
    if not value or is_uuid(value):
        return None
    return "nothing or a uuid such as 0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


def disk_device(value: str) -> str | None:
    """A name by which a guest can have a disk."""
    try:
        disk_number(value)
    except DeviceUnrecognized:
        return "a disk name such as hda, sdb2 or xvdc"
    return None


def user_name(value: str) -> str | None:
    """The name of a user, which is one element of a path; or nothing."""
    return "a user name without a slash" if "/" in value or value in (".", "..") else None


def absolute_path(value: str) -> str | None:
    """An absolute path."""
    return None if value.startswith("/") else "an absolute path"


def absolute_paths(value: str) -> str | None:
    """Absolute paths joined by commas, or nothing."""
    if not value or all(part.strip().startswith("/") for part in value.split(",")):
        return None
    return "a list of absolute paths joined by commas"


def pcm(value: str) -> str | None:
    """A sound device as ALSA numbers it: card and device."""
    return None if _PCM.fullmatch(value) else "a card and a device such as 00-00"
