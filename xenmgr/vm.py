"""One configured VM, its disks and NICs as the bus knows them; no D-Bus, no domain of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcgen.runtime.errors import Failed
from xenmgr.errors import XenmgrError
from xenmgr.object_paths import device_numbers
from xenmgr.properties.nic import read_network
from xenmgr.properties.row import flag_or
from xenmgr.properties.targets import HostTarget, VmTarget
from xenmgr.properties.vm_devices import CD_DEVICE, device_ids
from xenmgr.subtree import split_path
from xenvm.ids import Devid, Domid, VmUuid
from xenvm.units import mib_from_kib_down
from xenvm.vmstate import STOPPED_STATES, VmState
from xenvm.xenops.media import insert_cd, move_nic

if TYPE_CHECKING:
    from xenmgr.db import Subtree
    from xenmgr.host import Host
    from xenmgr.vm_summary import VmSummary

__all__ = [
    "PUBLIC_STATES",
    "Device",
    "Disk",
    "Nic",
    "Vm",
    "device_ids",
    "list_items",
    "next_device_id",
]

# What clients see for each word of the toolstack (xenmgr facts 2.1).
PUBLIC_STATES: dict[VmState, str] = {
    VmState.CREATING_DEVICES: "creating",
    VmState.CREATED: "creating",
    VmState.RUNNING: "running",
    VmState.SHUTDOWNING: "stopping",
    VmState.SHUTDOWN: "stopped",
    VmState.REBOOTING: "rebooting",
    # A rebooted VM is published as shut down: clients see stopped, then creating.
    VmState.REBOOTED: "stopped",
    VmState.SUSPENDING: "suspending",
    VmState.SUSPENDED: "suspended",
    VmState.RESTORING: "restoring",
    VmState.PAUSED: "paused",
}

ACPI_WORKING, ACPI_S3, ACPI_S4, ACPI_OFF = 0, 3, 4, 5

NO_SUCH_DISK, NO_SUCH_NIC = 206, 222

# Below these every child with a number is an object of its own.
DEVICE_KEYS = ("config/disk", "config/nic")


class Vm:
    """A VM with a uuid; it has a domain only while it runs.

    Keys are relative to /vm/<uuid>/ of the configuration database, such as config/memory. A VM
    that somebody took out of the database keeps nothing of what is written, and tells nothing.
    """

    __slots__ = ("_core_generation", "_row", "host", "path", "published", "uuid")

    def __init__(self, uuid: VmUuid, path: str, row: Subtree, host: Host) -> None:
        self.uuid = uuid
        self.path = path
        self.host = host
        # The state that was last told to clients; it follows the core's after the reactions.
        self.published = VmState.SHUTDOWN
        self._row = row
        self._core_generation = 0

    @property
    def generation(self) -> int:
        """Rises with every change of the own subtree or of the domain."""
        return self._row.generation + self._core_generation

    def core_changed(self) -> None:
        self._core_generation += 1

    def rebind(self, row: Subtree) -> None:
        """The configuration was taken back or replaced as a whole."""
        self._core_generation += self._row.generation + 1
        self._row = row

    # The configuration

    @property
    def row(self) -> Subtree:
        return self._row

    @property
    def summary(self) -> VmSummary:
        """What the index columns say at this moment; costs no parsing."""
        return self._row.summary()

    def get(self, key: str) -> str | None:
        """The text of a leaf; None when it is absent or an inner node."""
        return self._row.get(key)

    def children(self, key: str) -> list[str]:
        return self._row.children(key)

    def put(self, key: str, text: str) -> bool:
        """Writes a leaf when it is missing or different, and then tells; True if it wrote."""
        if not self._row.attached or self._row.get(key) == text:
            return False
        self._row.put(key, text)
        self.host.vm_written(self, key, announced=True)
        return True

    def put_raw(self, key: str, text: str) -> None:
        """Writes a leaf without vm_config_changed, as set_db_key does."""
        if not self._row.attached:
            return
        plain_key = split_path(key)[0]
        devices = self._devices_at(plain_key)
        self._row.put(key, text)
        self._written_raw(plain_key, devices)

    def remove(self, key: str) -> bool:
        """Removes a key and all below it, without vm_config_changed; True if it was there."""
        if not self._row.has(key):
            return False
        devices = self._devices_at(key)
        self._row.remove(key)
        self._written_raw(key, devices)
        return True

    def put_tree(self, key: str, leaves: dict[str, str]) -> None:
        """Writes a new inner node with all its leaves, and tells once."""
        if not self._row.attached:
            return
        devices = self._devices_at(key)
        for name, text in leaves.items():
            self._row.put(f"{key}/{name}", text)
        self.host.devices_replaced(devices, self._devices_at(key))
        self.host.vm_written(self, key, announced=True)

    def require_stored(self) -> None:
        """Raises Failed when somebody took the VM out of the database."""
        if not self._row.attached:
            raise no_database_entry(self)

    def db_path(self, key: str) -> str:
        return f"/vm/{self.uuid}/{key}"

    def device_paths(self) -> list[str]:
        """The object paths of all its disks and NICs."""
        summary = self._row.summary()
        disks = [f"{self.path}/disk/{disk.id}" for disk in summary.disks]
        return disks + [f"{self.path}/nic/{nic.id}" for nic in summary.nics]

    def dependencies(self) -> list[Vm]:
        """The VMs behind its NICs, deepest first. Raises Failed on a cycle."""
        return self.host.dependencies_of(self)

    def _devices_at(self, key: str) -> list[str]:
        """The paths of the disks and NICs when a change at the key may make or remove one."""
        return self.device_paths() if key.startswith(DEVICE_KEYS) else []

    def _written_raw(self, key: str, devices: list[str]) -> None:
        after = self._devices_at(key)
        if after != devices:
            self.host.devices_replaced(devices, after)
            # All that is told of the device is another now, not that leaf alone.
            key = device_key(key)
        self.host.vm_written(self, key, announced=False)

    # What a written property leads to

    def name_changed(self) -> None:
        self.host.notifier.vm_name_changed(self.uuid, self.path)

    def config_changed(self) -> None:
        self.host.notifier.vm_config_changed(self.uuid, self.path)

    def transfer_changed(self) -> None:
        self.host.notifier.vm_transfer_changed(self.uuid, self.path)

    def switcher_changed(self) -> None:
        self.host.reactions.export_to_switcher(self)

    def insert_cd(self, path: str) -> None:
        """The image at hdc was exchanged; a running VM sees it at once."""
        if self.domid >= 0:
            insert_cd(self.host.xenstore, Domid(self.domid), CD_DEVICE, path)

    def nic_network_changed(self, nic_id: int) -> None:
        """A NIC was given another network; a running VM's card moves at once."""
        if self.domid >= 0:
            network = Nic(self, nic_id).network
            move_nic(self.host.xenstore, Domid(self.domid), Devid(nic_id), network)

    # The domain

    @property
    def state(self) -> VmState:
        """The toolstack's word."""
        act = self.host.toolstack.live(self.uuid)
        return VmState.SHUTDOWN if act is None else act.state

    @property
    def domid(self) -> int:
        """-1 without a domain."""
        act = self.host.toolstack.live(self.uuid)
        return -1 if act is None or act.domid is None else act.domid

    @property
    def stub_domid(self) -> int:
        """-1 without a stub domain."""
        act = self.host.toolstack.live(self.uuid)
        return -1 if act is None or act.stub_domid is None else act.stub_domid

    @property
    def running(self) -> bool:
        """As every guard of xenmgr means it: paused, suspended and being created are running."""
        return self.state not in STOPPED_STATES

    @property
    def at_rest(self) -> bool:
        """Stopped, and no verb is under way that may change that, as a restart does."""
        act = self.host.toolstack.live(self.uuid)
        return act is None or (act.state is VmState.SHUTDOWN and act.turns.idle)

    def memory_target_mib(self) -> int:
        """0 when not running."""
        act = self.host.toolstack.live(self.uuid)
        target_kib = None if act is None else act.memory_target_kib()
        return 0 if target_kib is None else mib_from_kib_down(target_kib)

    def sentinel_node(self) -> str | None:
        """Where its guest is to say that it has booted; None when nobody waits for that."""
        sentinel = (self.get("boot-sentinel") or "").strip("/")
        return f"/local/domain/{self.domid}/{sentinel}" if sentinel and self.domid >= 0 else None

    def public_state(self) -> str:
        return PUBLIC_STATES[self.published]

    def acpi_state(self) -> int:
        """0 working, 3 asleep (S3), 4 hibernated, 5 off. Source: xenmgr facts 2.2."""
        act = self.host.toolstack.live(self.uuid)
        if act is None or act.stopped:
            return ACPI_S4 if flag_or(self, "hibernated", False) else ACPI_OFF
        return ACPI_S3 if act.acpi_state() == ACPI_S3 else ACPI_WORKING


class Device:
    """A disk or NIC of a VM: the part of the configuration below config/<kind>/<id>/."""

    __slots__ = ("_prefix", "id", "vm")

    KIND = ""
    MISSING = 0

    def __init__(self, vm: Vm, number: int) -> None:
        self.vm = vm
        self.id = number
        self._prefix = f"config/{self.KIND}/{number}/"

    @property
    def path(self) -> str:
        return f"{self.vm.path}/{self.KIND}/{self.id}"

    @property
    def generation(self) -> int:
        return self.vm.generation

    def exists(self) -> bool:
        return self.id in device_ids(self.vm, self.KIND)

    def require(self) -> None:
        """Raises XenmgrError 206 or 222 when the disk or NIC was deleted."""
        if not self.exists():
            raise XenmgrError(self.MISSING)

    def get(self, key: str) -> str | None:
        return self.vm.get(self._prefix + key)

    def put(self, key: str, text: str) -> bool:
        self.require()
        return self.vm.put(self._prefix + key, text)

    def remove(self, key: str) -> bool:
        """As put does, this announces what it took away."""
        self.require()
        removed = self.vm.remove(self._prefix + key)
        if removed:
            self.vm.config_changed()
        return removed

    def db_path(self, key: str) -> str:
        return self.vm.db_path(self._prefix + key)

    def delete(self) -> None:
        """Takes the device out of the configuration."""
        self.require()
        self.vm.remove(self._prefix[:-1])
        self.vm.config_changed()


class Disk(Device):
    __slots__ = ()
    KIND = "disk"
    MISSING = NO_SUCH_DISK


class Nic(Device):
    __slots__ = ()
    KIND = "nic"
    MISSING = NO_SUCH_NIC

    @property
    def network(self) -> str:
        """The object path of its network."""
        return read_network(self, "network")


def list_items(target: VmTarget | HostTarget, key: str) -> list[str]:
    """The texts of a list of the database: its children are numbered."""
    return [target.get(f"{key}/{each}") or "" for each in device_numbers(target.children(key))]


def next_device_id(vm: Vm, kind: str) -> int:
    """One above the highest; gaps are not filled, because old paths may still be in use."""
    ids = device_ids(vm, kind)
    return ids[-1] + 1 if ids else 0


def device_key(key: str) -> str:
    """The key of the whole disk or NIC for a key of one of its leaves; other keys as they are."""
    return "/".join(key.split("/")[:3]) if key.startswith(DEVICE_KEYS) else key


def no_database_entry(vm: Vm) -> Failed:
    """The answer for a VM that somebody took out of the database."""
    return Failed(f"vm does not have a database entry: {vm.uuid}")
