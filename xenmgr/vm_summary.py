"""What is known of a VM without parsing its configuration, and who uses which disk image.

The summary is kept in the index columns of the VM's row. Knows the layout of /vm/<uuid>, no store.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from xenmgr.json_tree import JsonValue, Node, leaf_text
from xenmgr.object_paths import device_numbers

# Boolean keys of a VM that are asked for across all VMs.
FLAG_KEYS: Final = (
    "native-experience",
    "provides-default-network-backend",
    "provides-graphics-fallback",
    "provides-network-backend",
    "start_on_boot",
)
# How a true boolean may be spelled (xenmgr facts 3.0).
TRUE_TEXTS: Final = frozenset({"true", "yes", "1"})

# As the index columns of a row have it: name, slot, type, crypto user, flags, disks, NICs.
SummaryColumns = tuple[
    str | None, str | None, str | None, str | None, str | None, str | None, str | None
]

# Sets of devices and flags that many VMs share, kept once.
_SHARED_PARTS_MAX: Final = 1024


class DiskSummary(NamedTuple):
    """A disk; texts as stored, "" when absent."""

    id: int
    path: str
    type: str


class NicSummary(NamedTuple):
    """A NIC; texts as stored, "" when absent."""

    id: int
    network: str
    backend_uuid: str
    backend_name: str


@dataclass(frozen=True, slots=True)
class VmSummary:
    """Leaf texts as stored, None when absent; `flags` are those of FLAG_KEYS that are true.

    Disks and NICs by ascending id.
    """

    name: str | None = None
    slot: str | None = None
    type: str | None = None
    crypto_user: str | None = None
    flags: frozenset[str] = frozenset()
    disks: tuple[DiskSummary, ...] = ()
    nics: tuple[NicSummary, ...] = ()


EMPTY_SUMMARY: Final = VmSummary()

# The leaves that a summary has as they are: key of the configuration -> field.
SUMMARY_LEAVES: Final[dict[str, Callable[[VmSummary], str | None]]] = {
    "name": lambda summary: summary.name,
    "slot": lambda summary: summary.slot,
    "type": lambda summary: summary.type,
    "crypto-user": lambda summary: summary.crypto_user,
}


class SummaryColumnReader:
    """Turns index columns into summaries; equal parts of different VMs become one object."""

    def __init__(self) -> None:
        self._flags: dict[str | None, frozenset[str]] = {None: frozenset()}
        self._disks: dict[str | None, tuple[DiskSummary, ...]] = {None: ()}
        self._nics: dict[str | None, tuple[NicSummary, ...]] = {None: ()}

    def read(self, columns: SummaryColumns) -> VmSummary:
        """Raises ValueError when a column is not what summary_columns makes."""
        name, slot, kind, crypto_user, flags, disks, nics = columns
        if flags not in self._flags:
            self._flags[flags] = frozenset(_flag_texts(flags))
        if disks not in self._disks:
            self._disks[disks] = tuple(DiskSummary._make(each) for each in _rows(disks, 3))
        if nics not in self._nics:
            self._nics[nics] = tuple(NicSummary._make(each) for each in _rows(nics, 4))
        return VmSummary(
            name,
            None if slot is None else sys.intern(slot),
            None if kind is None else sys.intern(kind),
            None if crypto_user is None else sys.intern(crypto_user),
            self._flags[flags],
            self._disks[disks],
            self._nics[nics],
        )


def summarize(root: JsonValue) -> VmSummary:
    """The summary of the tree below /vm/<uuid>."""
    if not isinstance(root, dict):
        return EMPTY_SUMMARY
    config = root.get("config")
    inner: Node = config if isinstance(config, dict) else {}
    return VmSummary(
        _interned(root.get("name")),
        _interned(root.get("slot")),
        _interned(root.get("type")),
        _interned(root.get("crypto-user")),
        _shared_flags(
            frozenset(key for key in FLAG_KEYS if leaf_text(root.get(key)) in TRUE_TEXTS)
        ),
        _shared_disks(
            tuple(
                DiskSummary(number, _text(disk, "path"), _text(disk, "type"))
                for number, disk in _devices(inner.get("disk"))
            )
        ),
        _shared_nics(
            tuple(
                NicSummary(
                    number,
                    _text(nic, "network"),
                    _text(nic, "backend-uuid"),
                    _text(nic, "backend-name"),
                )
                for number, nic in _devices(inner.get("nic"))
            )
        ),
    )


def summary_columns(summary: VmSummary) -> SummaryColumns:
    """The index columns of a VM's row."""
    return (
        summary.name,
        summary.slot,
        summary.type,
        summary.crypto_user,
        json.dumps(sorted(summary.flags)) if summary.flags else None,
        json.dumps(summary.disks, ensure_ascii=False) if summary.disks else None,
        json.dumps(summary.nics, ensure_ascii=False) if summary.nics else None,
    )


def disk_paths(disks: tuple[DiskSummary, ...]) -> tuple[str, ...]:
    """The images behind the disks."""
    return tuple(disk.path for disk in disks if disk.path)


class DiskPathIndex:
    """Disk image -> the VMs with a disk of that path."""

    def __init__(self) -> None:
        # The one user itself, or all of them: most images have one.
        self._users: dict[str, str | set[str]] = {}

    def count(self, path: str) -> int:
        users = self._users.get(path, "")
        return len(users) if isinstance(users, set) else 1 if users else 0

    def move(self, vm: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        """The disks of `vm` had these paths and have those now."""
        if before == after:
            return
        for path in set(before).difference(after):
            self._drop(path, vm)
        for path in set(after).difference(before):
            users = self._users.setdefault(path, vm)
            if isinstance(users, set):
                users.add(vm)
            elif users != vm:
                self._users[path] = {users, vm}

    def _drop(self, path: str, vm: str) -> None:
        users = self._users[path]
        if isinstance(users, set):
            users.discard(vm)
        if users in (vm, set()):
            del self._users[path]


def _devices(node: JsonValue) -> Iterator[tuple[int, Node]]:
    """The children of config/disk or config/nic that are devices, by ascending id."""
    if not isinstance(node, dict):
        return
    for number in device_numbers(node):
        child = node[str(number)]
        yield number, child if isinstance(child, dict) else {}


def _text(node: Node, key: str) -> str:
    return sys.intern(leaf_text(node.get(key)) or "")


def _interned(node: JsonValue) -> str | None:
    text = leaf_text(node)
    return None if text is None else sys.intern(text)


@lru_cache(_SHARED_PARTS_MAX)
def _shared_flags(flags: frozenset[str]) -> frozenset[str]:
    return flags


@lru_cache(_SHARED_PARTS_MAX)
def _shared_disks(disks: tuple[DiskSummary, ...]) -> tuple[DiskSummary, ...]:
    return disks


@lru_cache(_SHARED_PARTS_MAX)
def _shared_nics(nics: tuple[NicSummary, ...]) -> tuple[NicSummary, ...]:
    return nics


def _flag_texts(text: str | None) -> list[str]:
    flags = _list(text)
    if not all(isinstance(each, str) for each in flags):
        raise ValueError(f"index column is no list of strings: {_shown(text)}")
    return [sys.intern(str(each)) for each in flags]


def _rows(text: str | None, width: int) -> Iterator[list[int | str]]:
    """The rows of a column of devices: an id, then texts."""
    for row in _list(text):
        if not isinstance(row, list) or len(row) != width or type(row[0]) is not int:
            raise ValueError(f"index column is no list of devices: {_shown(text)}")
        if not all(isinstance(each, str) for each in row[1:]):
            raise ValueError(f"index column is no list of devices: {_shown(text)}")
        yield [row[0], *(sys.intern(str(each)) for each in row[1:])]


def _list(text: str | None) -> list[JsonValue]:
    value: JsonValue = json.loads(text or "")
    if not isinstance(value, list):
        raise ValueError(f"index column is no list: {_shown(text)}")
    return value


def _shown(text: str | None) -> str:
    return (text or "")[:80]
