"""A VM that is not stored yet, in the eyes of the rows of its properties.

What no property could be set to, no VM is made with. Nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import (
    TYPE_CHECKING,
    Any,  # The targets and values of the rows differ in type.
)

from rpcgen.runtime.errors import Failed
from xenmgr.db import JsonValue
from xenmgr.errors import refused
from xenmgr.json_tree import leaves
from xenmgr.object_paths import DEVICE_ID_MAX, device_number
from xenmgr.properties import disk, nic, vm
from xenmgr.properties.row import Row
from xenmgr.properties.targets import Keyed
from xenvm.ids import VmUuid

if TYPE_CHECKING:
    from xenmgr.host import Host

# What the texts of a type look like, for those that a client may get wrong.
_ALLOWED = {"b": "true or false", "i": "a whole number"}


def require_acceptable(
    host: Host, uuid: VmUuid, config: dict[str, JsonValue], given: JsonValue
) -> None:
    """Raises XenmgrError 290, or what the setter raises, for a value of `given` that is refused.

    config: all of the new VM, with what was given in it.
    """
    texts = leaves(given)
    # It is chosen and checked before there is a configuration.
    texts.pop("slot", None)
    if not texts:
        return
    draft = _Draft(uuid, config, host)
    for key in texts:
        for row, target in _rows_of(key, draft):
            _require_accepted(row, target)


class _Draft:
    """Shows the rows a configuration; what they set or tell has no effect."""

    def __init__(self, uuid: VmUuid, config: dict[str, JsonValue], host: Host) -> None:
        self.uuid = uuid
        self.host = host
        self._texts = leaves(config)

    def get(self, key: str) -> str | None:
        return self._texts.get(key)

    def put(self, key: str, text: str) -> bool:
        return False

    def put_raw(self, key: str, text: str) -> None:
        """Nothing is kept."""

    def remove(self, key: str) -> bool:
        return False

    def db_path(self, key: str) -> str:
        return f"/vm/{self.uuid}/{key}"

    def name_changed(self) -> None:
        """Nobody knows it yet."""

    def switcher_changed(self) -> None:
        """It does not run."""

    def transfer_changed(self) -> None:
        """Nobody watches it yet."""


class _DraftDevice:
    """A disk or NIC of a draft."""

    def __init__(self, draft: _Draft, kind: str, number: int) -> None:
        self.vm = draft
        self.id = number
        self._prefix = f"config/{kind}/{number}/"

    def get(self, key: str) -> str | None:
        return self.vm.get(self._prefix + key)

    def put(self, key: str, text: str) -> bool:
        return False

    def remove(self, key: str) -> bool:
        return False

    def db_path(self, key: str) -> str:
        return self.vm.db_path(self._prefix + key)


_AnyRow = Row[Any]  # Any: as at its import.


def _by_key(rows: tuple[_AnyRow, ...]) -> dict[str, list[_AnyRow]]:
    """The rows that keep a value, by the key where they keep it."""
    found: dict[str, list[_AnyRow]] = {}
    for row in rows:
        if row.keys and (row.set is not None or row.signature == "b"):
            found.setdefault(row.keys[0], []).append(row)
    return found


_VM_ROWS = _by_key(vm.UNRESTRICTED_ROWS)
_DEVICE_ROWS = {"disk": _by_key(disk.ROWS), "nic": _by_key(nic.ROWS)}


def _rows_of(key: str, draft: _Draft) -> Iterator[tuple[_AnyRow, Keyed]]:
    for row in _VM_ROWS.get(key, ()):
        yield row, draft
    match key.split("/"):
        case ["config", "disk" | "nic" as kind, text, *names] if text.isdecimal():
            number = device_number(text)
            if number is None:
                raise refused(f"config/{kind}", text, f"0 to {DEVICE_ID_MAX} in plain digits")
            for row in _DEVICE_ROWS[kind].get("/".join(names), ()):
                yield row, _DraftDevice(draft, kind, number)


def _require_accepted(row: _AnyRow, target: Keyed) -> None:
    try:
        value = row.get(target)
    except Failed as error:
        if row.signature not in _ALLOWED:
            raise
        text = target.get(row.keys[0])
        raise refused(row.name, text, _ALLOWED[row.signature]) from error
    # Each boolean that can be read can be set.
    if row.set is not None and row.signature != "b":
        row.set(target, value)
