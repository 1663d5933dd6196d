"""All VMs of the host and the indices over them; nothing here is O(VMs) on the path of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from xenmgr.object_paths import vm_path
from xenmgr.properties.vm_desktop import SWITCHER_SLOTS
from xenmgr.properties.vm_settings import USER_VM
from xenmgr.vm import Vm
from xenmgr.vm_summary import FLAG_KEYS
from xenvm.ids import Domid, VmUuid

if TYPE_CHECKING:
    from xenmgr.db import ConfigDb
    from xenmgr.host import Host

# Only these sit in the slots of the switcher (xenmgr facts 4.5); pvm is read and written as svm.
_USER_VM_TYPES = (None, USER_VM, "pvm")
_SLOT_TEXTS = frozenset(map(str, SWITCHER_SLOTS))


class _Index:
    """value -> uuids in order of arrival, and back."""

    def __init__(self) -> None:
        self._uuids: dict[str, dict[VmUuid, None]] = {}
        self._values: dict[VmUuid, str] = {}

    def set(self, uuid: VmUuid, value: str | None) -> bool:
        """Whether that changed anything."""
        before = self._values.get(uuid)
        if before == value:
            return False
        if before is not None:
            users = self._uuids[before]
            del users[uuid]
            if not users:
                del self._uuids[before]
            del self._values[uuid]
        if value is not None:
            self._uuids.setdefault(value, {})[uuid] = None
            self._values[uuid] = value
        return True

    def uuids(self, value: str) -> Iterable[VmUuid]:
        return self._uuids.get(value, ())


class Registry:
    """The exported VMs, in the order of the configuration database."""

    def __init__(self, db: ConfigDb, host: Host) -> None:
        self._db = db
        self._host = host
        # Keyed by the element of the object path, which is what a call brings.
        self._vms: dict[str, Vm] = {}
        self._paths: list[str] | None = None
        self._names = _Index()
        self._slots = _Index()
        self._flags: dict[str, _Index] = {key: _Index() for key in FLAG_KEYS}
        self._first_flagged: dict[str, Vm | None] = {}
        for uuid in db.vm_uuids():
            self.add(VmUuid(uuid))

    def __len__(self) -> int:
        return len(self._vms)

    def __iter__(self) -> Iterator[Vm]:
        return iter(self._vms.values())

    def by_path_part(self, part: str) -> Vm | None:
        """The VM of /vm/<part>."""
        return self._vms.get(part)

    def by_uuid(self, uuid: str) -> Vm | None:
        vm = self._vms.get(uuid.replace("-", "_"))
        return vm if vm is not None and vm.uuid == uuid else None

    def by_domid(self, domid: int) -> Vm | None:
        act = self._host.toolstack.find_domid(Domid(domid))
        return None if act is None else self.by_uuid(act.uuid)

    def by_name(self, name: str) -> Vm | None:
        """The first VM of that name; names need not be unique."""
        return self._first_of(self._names.uuids(name))

    def in_slot(self, slot: int) -> list[Vm]:
        """The user VMs in the slot of the switcher, 1 to 9."""
        return self._of(self._slots.uuids(str(slot)))

    def free_slot(self) -> int | None:
        """The lowest of 1..9 without a user VM."""
        return next((slot for slot in SWITCHER_SLOTS if not self._slots.uuids(str(slot))), None)

    def flagged(self, key: str) -> list[Vm]:
        """The VMs whose boolean `key`, one of FLAG_KEYS, is true."""
        return self._of(self._flags[key].uuids("true"))

    def first_flagged(self, key: str) -> Vm | None:
        """The first of them in the order of the database; found once until the flag changes."""
        if key not in self._first_flagged:
            self._first_flagged[key] = self._first_of(self._flags[key].uuids("true"))
        return self._first_flagged[key]

    def paths(self) -> list[str]:
        """The object paths; the same list until a VM comes or goes."""
        if self._paths is None:
            self._paths = [vm.path for vm in self._vms.values()]
        return self._paths

    def parts(self) -> Iterable[str]:
        """The path elements below /vm."""
        return self._vms.keys()

    def add(self, uuid: VmUuid) -> Vm | None:
        """Takes up the VM of an existing database row.

        None when its name fits no object path, or only one that another VM has.
        """
        path = vm_path(uuid)
        row = self._db.vm(uuid)
        part = uuid.replace("-", "_")
        if path is None or row is None or part in self._vms:
            return None
        vm = self._vms[part] = Vm(uuid, path, row, self._host)
        self._paths = None
        self.reindex(vm)
        return vm

    def drop(self, vm: Vm) -> None:
        """Forgets the VM; its database row is the caller's."""
        del self._vms[vm.uuid.replace("-", "_")]
        self._paths = None
        self._names.set(vm.uuid, None)
        self._slots.set(vm.uuid, None)
        self._flag(vm, frozenset())

    def sort(self) -> None:
        """Puts the VMs into the order of the database again."""
        self._vms = dict(sorted(self._vms.items(), key=lambda item: _place(item[1])))
        self._paths = None
        self.reordered()

    def reordered(self) -> None:
        """A VM has another place in the order of the database."""
        self._first_flagged.clear()

    def reindex(self, vm: Vm) -> None:
        """Follows a change of one of INDEXED_KEYS, from the row's summary: no parsing."""
        summary = self._db.summary(vm.uuid)
        self._names.set(vm.uuid, summary.name)
        in_switcher = summary.type in _USER_VM_TYPES and summary.slot in _SLOT_TEXTS
        self._slots.set(vm.uuid, summary.slot if in_switcher else None)
        self._flag(vm, summary.flags)

    def _flag(self, vm: Vm, flags: frozenset[str]) -> None:
        for key, index in self._flags.items():
            if index.set(vm.uuid, "true" if key in flags else None):
                self._first_flagged.pop(key, None)

    def _known(self, uuids: Iterable[VmUuid]) -> Iterator[Vm]:
        return (vm for uuid in uuids if (vm := self.by_uuid(uuid)) is not None)

    def _first_of(self, uuids: Iterable[VmUuid]) -> Vm | None:
        return min(self._known(uuids), key=_place, default=None)

    def _of(self, uuids: Iterable[VmUuid]) -> list[Vm]:
        """The VMs in the order of the database."""
        return sorted(self._known(uuids), key=_place)


def _place(vm: Vm) -> int:
    return vm.row.ordinal


INDEXED_KEYS = frozenset({"name", "slot", "type", *FLAG_KEYS})
