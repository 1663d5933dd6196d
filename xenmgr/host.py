"""The host as one thing: its VMs, its keys, its files, its toolstack. All parts are passed in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from itertools import chain, islice
from typing import Protocol

from rpcgen.runtime.errors import DBusError
from xenmgr.db import ConfigDb, JsonValue
from xenmgr.dependencies import Networks, dependencies
from xenmgr.errors import io_failures, refused
from xenmgr.lifecycle import Lifecycle
from xenmgr.notify import HOST_PATH, ROOT_PATH, Notifier
from xenmgr.properties.changes import changed_host_properties, changed_properties
from xenmgr.properties.facts import HostFacts
from xenmgr.properties.vm_live import AUTOSTART_PENDING
from xenmgr.reactions import Reactions
from xenmgr.registry import INDEXED_KEYS, Registry
from xenmgr.scripts import ScriptQueue
from xenmgr.seeds import Seeds
from xenmgr.templates import TemplateStore
from xenmgr.vhd import empty_image
from xenmgr.vm import Vm, device_key
from xenvm.clock import Clock
from xenvm.errors import XenvmError
from xenvm.hostfs import HostFs
from xenvm.ids import DOM0, VmUuid
from xenvm.toolstack import Toolstack
from xenvm.units import NS_PER_S, mib_from_kib_down
from xenvm.xenstore.local import LocalHandle

_log = logging.getLogger(__name__)

VHD_DIRECTORY = "/storage/disks"
# A whole VM's PropertiesChanged takes some 0.2 ms.
VMS_TOLD_PER_TURN = 20
# A VHD's own limit, two tebibytes less its metadata.
VHD_MIB_MAX = 2_088_960

# The host's public states by their node /xenmgr/host-state (xenmgr facts 2.11).
IDLE = "idle"


class ObjectEvents(Protocol):
    """Who wants to know which objects came and went: the bus services."""

    def appeared(self, path: str) -> None: ...

    def vanished(self, path: str) -> None: ...

    def replaced(self, path: str) -> None:
        """What was known of the object and of those below is out of date; clients know nothing."""


class Host:
    """One simulated OpenXT host behind its bus objects. Keys of its own are absolute."""

    def __init__(
        self,
        *,
        db: ConfigDb,
        files: HostFs,
        facts: HostFacts,
        xenstore: LocalHandle,
        clock: Clock,
        seeds: Seeds,
        notifier: Notifier,
        objects: ObjectEvents,
        networks: Networks,
        templates: TemplateStore,
        name_has_owner: Callable[[str], Awaitable[bool]],
    ) -> None:
        self.db = db
        self.files = files
        self.facts = facts
        self.xenstore = xenstore
        self.clock = clock
        self.seeds = seeds
        self.notifier = notifier
        self.networks = networks
        self.templates = templates
        self.name_has_owner = name_has_owner
        self.reactions = Reactions(self)
        self.lifecycle = Lifecycle(self)
        self.scripts = ScriptQueue()
        self.toolstack: Toolstack
        self.registry: Registry
        self._objects = objects
        self._tasks: set[asyncio.Task[None]] = set()
        self._core_generation = 0
        # What waits for the commit.
        self._once_stored: list[tuple[str, Callable[[], None]]] = []
        # The uuids that wait for their start, as of a generation of the keys.
        self._pending: tuple[int, frozenset[str]] = (-1, frozenset())

    def connect(self, toolstack: Toolstack) -> None:
        """The toolstack reports to this host, so it can only be there after it."""
        self.toolstack = toolstack
        self.registry = Registry(self.db, self)
        self.reactions.publish_network_backend(DOM0)

    # Keys outside of /vm

    @property
    def generation(self) -> int:
        """Rises with every change of the host's own keys."""
        return self.db.rest.generation + self._core_generation

    def get(self, key: str) -> str | None:
        return self.db.rest.get(key.lstrip("/"))

    def children(self, key: str) -> list[str]:
        return self.db.rest.children(key.lstrip("/"))

    def put(self, key: str, text: str) -> bool:
        if self.get(key) == text:
            return False
        self.db.rest.put(key.lstrip("/"), text)
        self._announce(key)
        return True

    def remove(self, key: str) -> bool:
        if not self.db.rest.has(key.lstrip("/")):
            return False
        self.db.rest.remove(key.lstrip("/"))
        self._announce(key)
        return True

    def _announce(self, key: str) -> None:
        for path, interface, names in changed_host_properties(key):
            self.notifier.properties_changed(path, interface, names)

    def db_path(self, key: str) -> str:
        return key

    def domstore_get(self, vm: Vm, key: str) -> str:
        return self.db.read(f"/dom-store/{vm.uuid}/{key}")

    def domstore_put(self, vm: Vm, key: str, value: str) -> None:
        self.db.write(f"/dom-store/{vm.uuid}/{key}", value)

    def autostart_pending(self) -> frozenset[str]:
        """The uuids of the VMs that wait for their start with the host."""
        generation, pending = self._pending
        if generation != self.db.rest.generation:
            each = (self.get(f"{AUTOSTART_PENDING}/{n}") for n in self.children(AUTOSTART_PENDING))
            pending = frozenset(uuid for uuid in each if uuid)
            self._pending = (self.db.rest.generation, pending)
        return pending

    # The machine

    @property
    def idle(self) -> bool:
        return (self.xenstore.get("/xenmgr/host-state") or IDLE) == IDLE

    @property
    def cpu_count(self) -> int:
        return self.toolstack.nr_cpus

    def total_memory_mib(self) -> int:
        return mib_from_kib_down(self.toolstack.total_memory_kib)

    def free_memory_mib(self) -> int:
        return mib_from_kib_down(self.toolstack.free_memory_kib)

    def extension_packs(self) -> list[dict[str, str]]:
        """Dictionaries with the keys id, vendor, name, description, version and image."""
        fields = ("vendor", "name", "description", "version", "image")
        return [
            {"id": pack} | {field: self.get(f"/extpack/{pack}/{field}") or "" for field in fields}
            for pack in self.children("/extpack")
        ]

    def create_vhd(self, size_mib: int) -> str:
        """The path of a new empty VHD. Raises XenmgrError 290 and 223."""
        if not 1 <= size_mib <= VHD_MIB_MAX:
            raise refused("size_mb", size_mib, f"1 to {VHD_MIB_MAX}")
        wall_s = self.clock.wall_ns() // NS_PER_S
        path = f"{VHD_DIRECTORY}/{self.seeds.uuid('vhd')}.vhd"
        with io_failures(path):
            self.files.write_bytes(path, empty_image(size_mib, self.seeds.uuid("vhd"), wall_s))
        return path

    # The VMs

    def running_vms(self) -> Iterable[Vm]:
        """Those that have a domain."""
        for act in self.toolstack.live_acts():
            vm = self.registry.by_uuid(act.uuid)
            if vm is not None and act.domid is not None:
                yield vm

    def domids(self) -> list[int]:
        """The domids of the running VMs, ascending."""
        return sorted(vm.domid for vm in self.running_vms())

    def vms_in_slot(self, slot: int) -> list[Vm]:
        return self.registry.in_slot(slot)

    def vms_with_native_experience(self) -> list[Vm]:
        return self.registry.flagged("native-experience")

    def dependencies_of(self, vm: Vm) -> list[Vm]:
        """The VMs that must run before `vm`, deepest first. Raises Failed on a cycle."""
        return dependencies(self.registry, self.networks, vm)

    def vm_written(self, vm: Vm, key: str, *, announced: bool) -> None:
        """A key of the VM changed: the indices, the properties and, if announced, the signal."""
        if key in INDEXED_KEYS:
            self.registry.reindex(vm)
        for path, interface, names in changed_properties(vm.path, key):
            self.notifier.properties_changed(path, interface, names)
        if announced:
            self.notifier.vm_config_changed(vm.uuid, vm.path)

    @contextlib.contextmanager
    def changing_from_outside(self, path: str) -> Iterator[None]:
        """The database service changes what is at `path`: indices, objects, properties follow."""
        parts = [part for part in path.split("/") if part]
        # Above one VM's row everything may change; nobody does that in everyday use.
        if len(parts) < 2:
            chosen = list(self.registry) if parts in ([], ["vm"]) else []
        else:
            vm = self.registry.by_uuid(parts[1]) if parts[0] == "vm" else None
            chosen = [] if vm is None else [vm]
        key = "/".join(parts[2:])
        before = [vm.device_paths() for vm in chosen]
        yield
        if parts[:1] != ["vm"]:
            self._announce("/".join(["", *parts]))
        for vm, paths in zip(chosen, before, strict=True):
            self._row_replaced(vm)
            after = vm.device_paths()
            if after != paths:
                self.devices_replaced(paths, after)
                key = device_key(key)
        self._tell_in_slices(iter(chosen), key)

    def devices_replaced(self, before: list[str], after: list[str]) -> None:
        """The disks and NICs of a VM had these paths and have those now."""
        for path in before:
            if path not in after:
                self._objects.vanished(path)
        for path in after:
            if path not in before:
                self._objects.appeared(path)

    def _tell_in_slices(self, vms: Iterator[Vm], key: str) -> None:
        """The first of them now, and the others in later turns of the loop."""
        for vm in islice(vms, VMS_TOLD_PER_TURN):
            self.vm_written(vm, key, announced=False)
        rest = next(vms, None)
        if rest is not None:
            self.clock.call_soon(lambda: self._tell_in_slices(chain((rest,), vms), key))

    def adopt(self, uuid: VmUuid, config: dict[str, JsonValue]) -> Vm:
        """Puts a new VM into the database and on the bus, and announces it."""
        self.db.create_vm(uuid, config)
        vm = self.registry.add(uuid)
        assert vm is not None, "the uuid was checked before"
        self._objects.appeared(vm.path)
        for path in vm.device_paths():
            self._objects.appeared(path)
        self.notifier.words(uuid, "")
        self.notifier.vm_created(uuid, vm.path)
        self.notifier.vm_config_changed(uuid, vm.path)
        return vm

    def forget(self, vm: Vm) -> None:
        """Takes a stopped VM out of the database, the store and the bus, and announces it."""
        for path in (*vm.device_paths(), vm.path):
            self._objects.vanished(path)
        self.registry.drop(vm)
        self.db.remove_vm(vm.uuid)
        self.db.rm(f"/dom-store/{vm.uuid}")
        self.xenstore.rm(f"/state/{vm.uuid}")
        self.xenstore.rm(f"/vm/{vm.uuid}")
        self.notifier.vm_deleted(vm.uuid, vm.path)

    def once_stored(self, what: str, action: Callable[[], None]) -> None:
        """Does what cannot be taken back when this turn's changes are durable, or never."""
        self._once_stored.append((what, action))

    def commit(self) -> None:
        """Makes everything changed since the last commit durable. Raises StoreError.

        What was left until then is done after it; that it fails makes no change less durable.
        """
        self.db.commit()
        self.notifier.committed()
        actions, self._once_stored = self._once_stored, []
        for what, action in actions:
            try:
                action()
            except Exception:
                _log.exception("work after the commit failed what=%s", what)

    def rolled_back(self, uuids: Iterable[str]) -> None:
        """The database took back what could not be stored: the VMs follow it."""
        self._core_generation += 1
        self.notifier.rolled_back()
        self._once_stored.clear()
        for uuid in uuids:
            vm = self.registry.by_uuid(uuid)
            row = self.db.vm(uuid)
            # Clients were told of none of it: the signals of the turn were dropped.
            if row is None and vm is not None:
                self._objects.replaced(vm.path)
                self.registry.drop(vm)
            elif row is not None and vm is None:
                added = self.registry.add(VmUuid(uuid))
                if added is not None:
                    self._objects.replaced(added.path)
                    self.registry.sort()
            elif vm is not None:
                self._objects.replaced(vm.path)
                self._row_replaced(vm)

    def _row_replaced(self, vm: Vm) -> None:
        row = self.db.vm(vm.uuid)
        if row is not None:
            if row.ordinal != vm.row.ordinal:
                self.registry.reordered()
            vm.rebind(row)
        self.registry.reindex(vm)

    # Signals

    def config_changed(self) -> None:
        self.notifier.config_changed()

    def language_changed(self) -> None:
        self.notifier.language_changed()

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        self._core_generation += path in (ROOT_PATH, HOST_PATH)
        self.notifier.properties_changed(path, interface, names)

    def ui_ready(self) -> None:
        """Without an input daemon there is no focus to move to the graphics-fallback VM."""
        _log.info("ui ready")

    # Tasks of nobody's call

    def in_background(self, what: str, work: Coroutine[None, None, None]) -> None:
        """Runs work that no client waits for; its failure is logged."""

        async def owned() -> None:
            self.clock.busy()
            try:
                await work
            except (XenvmError, DBusError) as error:
                _log.error("background work failed what=%s error=%s", what, error)
            except Exception:
                _log.exception("background work failed what=%s", what)
            finally:
                self.clock.idle()

        task = asyncio.get_running_loop().create_task(owned(), name=what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A task that is cancelled before its first step has not begun with the work.
        task.add_done_callback(lambda _: work.close())

    async def close(self) -> None:
        """Ends the background work."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
