"""What a client asks of a daemon that may be killed at any moment, and what must be true after.

Each worker owns its VMs and has one call under way at most, so that what must be there after a
crash is what was acknowledged, or that and the one call that was not.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from rpcgen.runtime.bus import Client
from rpcgen.runtime.codec import Variant, decode
from rpcgen.runtime.errors import DBusError
from rpcgen.runtime.message import Message
from xenmgr._generated.db_client import DbProxy
from xenmgr._generated.vm_disk_client import VmdiskProxy
from xenmgr._generated.vm_nic_client import VmnicProxy
from xenmgr._generated.xenmgr_client import XenmgrProxy
from xenmgr._generated.xenmgr_vm_client import VmProxy

NAME = "com.citrix.xenclient.xenmgr"
DB_NAME = "com.citrix.xenclient.db"
NETWORKS = ("/wired/0/bridged", "/wired/0/shared")
KEYS = ("config.notes.a", "config.notes.b", "mark")
# What a disk and a NIC are made with, in one call each.
DISK_KEYS = {"path", "type", "mode", "device", "devtype"}
NIC_KEYS = {"id", "network"}
VMS_PER_WORKER = 4
# The bus's words when the callee went away under a call.
LOST = ("org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.ServiceUnknown")


@dataclass
class VmModel:
    """What a client knows of a VM. tag: its description, by which it is known from the start."""

    tag: str
    name: str
    memory_mib: int
    uuid: str = ""
    path: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    domstore: dict[str, str] = field(default_factory=dict)
    disks: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    nics: dict[int, str] = field(default_factory=dict)

    def view(self) -> dict[str, object]:
        """What any client can read of it."""
        return {
            "name": self.name,
            "memory": self.memory_mib,
            "keys": {key: text for key, text in self.keys.items() if text},
            "domstore": {key: text for key, text in self.domstore.items() if text},
            "disks": self.disks,
            "nics": self.nics,
        }


Models = dict[str, VmModel]
Make = Callable[[VmModel], "Operation"]


@dataclass
class Operation:
    """One call. after: what it makes of the models, its answer None when there was none."""

    what: str
    call: Callable[[], Awaitable[object]]
    after: Callable[[Models, object], None]
    told_by: Callable[[Ear], bool] = lambda ear: False


class Ear(Client):
    """A client that keeps every signal of the daemon."""

    def __init__(self, unique_name: str, serial: int) -> None:
        super().__init__(unique_name, serial)
        self.told: list[tuple[str, str, tuple[object, ...]]] = []

    @classmethod
    async def listen(cls, address: str) -> Ear:
        ear = await cls.connect(address)
        assert isinstance(ear, cls)
        rule = f"type='signal',sender='{NAME}'".encode()
        await ear.bus_call("AddMatch", "s", len(rule).to_bytes(4, "little") + rule + b"\0")
        return ear

    def _hear(self, message: Message) -> None:
        arguments = decode(message.signature, message.body, message.little)
        self.told.append((message.path or "", message.member or "", arguments))

    def of(self, member: str) -> list[tuple[object, ...]]:
        return [arguments for _, name, arguments in self.told if name == member]

    def values(self) -> dict[tuple[str, str], object]:
        """The last value told of each property, by path and name."""
        found: dict[tuple[str, str], object] = {}
        for path, member, arguments in self.told:
            if member == "PropertiesChanged":
                changed = arguments[1]
                assert isinstance(changed, dict)
                for name, value in changed.items():
                    assert isinstance(value, Variant)
                    found[path, name] = value.value
        return found


class Worker:
    """One client's share of the load."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.number = number
        self.models: Models = {}
        self.pending: Operation | None = None
        self.acknowledged = 0
        self.refused: list[str] = []
        self._rng = rng
        self._made = 0
        self._client: Ear

    def connect(self, client: Ear) -> None:
        self._client = client

    async def work(self, told: Callable[[], None]) -> None:
        """Calls on, until the daemon is gone. told: to be called for each acknowledgement."""
        while True:
            self.pending = self.operation()
            try:
                answer = await self.pending.call()
            except DBusError as error:
                if error.name in LOST:
                    return
                self.refused.append(f"{self.pending.what}: {error}")
                self.pending = None
                continue
            self.pending.after(self.models, answer)
            self.pending = None
            self.acknowledged += 1
            told()

    def operation(self) -> Operation:
        """The next call, by the seed."""
        if not self.models:
            return self.create()
        vm = self._rng.choice(list(self.models.values()))
        makers: list[Make] = [
            self.set_name,
            self.set_memory,
            self.set_key,
            self.set_domstore,
            self.add_disk,
            self.add_nic,
        ]
        if vm.disks:
            makers += [self.attach, self.attach_device, self.delete_disk]
        if vm.nics:
            makers += [self.set_network, self.delete_nic]
        if len(self.models) < VMS_PER_WORKER and self._rng.random() < 0.3:
            return self.create()
        if len(self.models) == VMS_PER_WORKER and self._rng.random() < 0.15:
            return self.delete(vm)
        return self._rng.choice(makers)(vm)

    def every_kind(self) -> list[Operation]:
        """One call of each kind, on VMs that allow it."""
        some = next(vm for vm in self.models.values() if vm.disks and vm.nics)
        on_vm = (
            self.set_name,
            self.set_memory,
            self.set_key,
            self.set_domstore,
            self.add_disk,
            self.add_nic,
            self.attach,
            self.attach_device,
            self.set_network,
            self.delete_disk,
            self.delete_nic,
            self.delete,
        )
        return [self.create(), *(make(some) for make in on_vm)]

    def create(self) -> Operation:
        self._made += 1
        tag = f"worker {self.number} vm {self._made}"
        vm = VmModel(tag, f"new {self._made}", self._rng.randrange(64, 4096))
        wanted = {
            "slot": "-1",
            "name": vm.name,
            "description": tag,
            "config": {"memory": str(vm.memory_mib), "disk": None, "nic": None},
        }

        async def call() -> object:
            return await XenmgrProxy(self._client, NAME, "/").create_vm_with_template_and_json(
                "new-vm-empty", json.dumps(wanted)
            )

        def after(models: Models, path: object) -> None:
            made = models[tag] = copy.deepcopy(vm)
            if path is not None:
                made.path = str(path)
                made.uuid = made.path.rsplit("/", 1)[1].replace("_", "-")

        return Operation(f"create {tag}", call, after)

    def delete(self, vm: VmModel) -> Operation:
        return Operation(
            f"delete {vm.tag}",
            lambda: self._vm(vm).delete(),
            lambda models, _: models.__delitem__(vm.tag),
            lambda ear: any(arguments[0] == vm.uuid for arguments in ear.of("vm_deleted")),
        )

    def set_name(self, vm: VmModel) -> Operation:
        name = f"name {self._rng.randrange(10**6)}"
        return Operation(
            f"name {vm.tag} {name}",
            lambda: self._vm(vm).set_name(name),
            lambda models, _: setattr(models[vm.tag], "name", name),
            lambda ear: ear.values().get((vm.path, "name")) == name,
        )

    def set_memory(self, vm: VmModel) -> Operation:
        memory_mib = self._rng.randrange(64, 10**6)
        return Operation(
            f"memory {vm.tag} {memory_mib}",
            lambda: self._vm(vm).set_memory(memory_mib),
            lambda models, _: setattr(models[vm.tag], "memory_mib", memory_mib),
            lambda ear: ear.values().get((vm.path, "memory")) == memory_mib,
        )

    def set_key(self, vm: VmModel) -> Operation:
        key, text = self._rng.choice(KEYS), self._text()
        return Operation(
            f"key {vm.tag} {key}",
            lambda: self._vm(vm).set_db_key(key, text),
            lambda models, _: models[vm.tag].keys.__setitem__(key, text),
        )

    def set_domstore(self, vm: VmModel) -> Operation:
        key, text = self._rng.choice(("x", "y/z")), self._text()
        path = f"/dom-store/{vm.uuid}/{key}"
        return Operation(
            f"db {path}",
            lambda: DbProxy(self._client, DB_NAME, "/").write(path, text),
            lambda models, _: models[vm.tag].domstore.__setitem__(key, text),
        )

    def add_disk(self, vm: VmModel) -> Operation:
        number = max(vm.disks, default=-1) + 1
        return Operation(
            f"add disk {vm.tag} {number}",
            lambda: self._vm(vm).add_disk(),
            lambda models, _: models[vm.tag].disks.__setitem__(number, ("", "vhd", "disk")),
        )

    def attach(self, vm: VmModel) -> Operation:
        """Two calls, but only the second one changes the VM."""
        number = self._rng.choice(list(vm.disks))
        images: list[str] = []

        async def call() -> object:
            images.append(await XenmgrProxy(self._client, NAME, "/").create_vhd(8))
            await VmdiskProxy(self._client, NAME, f"{vm.path}/disk/{number}").attach_vhd(images[0])
            return images[0]

        def after(models: Models, answer: object) -> None:
            if images:
                models[vm.tag].disks[number] = (images[0], "vhd", "disk")

        return Operation(f"attach {vm.tag} {number}", call, after)

    def attach_device(self, vm: VmModel) -> Operation:
        number, device = self._rng.choice(list(vm.disks)), f"/dev/{self._rng.randrange(10**6)}"
        return Operation(
            f"attach device {vm.tag} {number}",
            lambda: VmdiskProxy(self._client, NAME, f"{vm.path}/disk/{number}").attach_phy(device),
            lambda models, _: models[vm.tag].disks.__setitem__(number, (device, "phy", "disk")),
        )

    def delete_disk(self, vm: VmModel) -> Operation:
        number = self._rng.choice(list(vm.disks))
        return Operation(
            f"delete disk {vm.tag} {number}",
            lambda: VmdiskProxy(self._client, NAME, f"{vm.path}/disk/{number}").delete(),
            lambda models, _: models[vm.tag].disks.__delitem__(number),
        )

    def add_nic(self, vm: VmModel) -> Operation:
        number = max(vm.nics, default=-1) + 1
        return Operation(
            f"add nic {vm.tag} {number}",
            lambda: self._vm(vm).add_nic(),
            lambda models, _: models[vm.tag].nics.__setitem__(number, NETWORKS[0]),
        )

    def set_network(self, vm: VmModel) -> Operation:
        number = self._rng.choice(list(vm.nics))
        network = next(each for each in NETWORKS if each != vm.nics[number])
        return Operation(
            f"network {vm.tag} {number} {network}",
            lambda: VmnicProxy(self._client, NAME, f"{vm.path}/nic/{number}").set_network(network),
            lambda models, _: models[vm.tag].nics.__setitem__(number, network),
        )

    def delete_nic(self, vm: VmModel) -> Operation:
        number = self._rng.choice(list(vm.nics))
        return Operation(
            f"delete nic {vm.tag} {number}",
            lambda: VmnicProxy(self._client, NAME, f"{vm.path}/nic/{number}").delete(),
            lambda models, _: models[vm.tag].nics.__delitem__(number),
        )

    def _vm(self, vm: VmModel) -> VmProxy:
        return VmProxy(self._client, NAME, vm.path)

    def _text(self) -> str:
        """Another one each time, now and then a long one."""
        return f"{self._rng.randrange(10**9)} {'x' * self._rng.choice((0, 0, 20, 20_000))}"


async def views(client: Client) -> tuple[dict[str, dict[str, object]], dict[str, str]]:
    """What the daemon shows of every VM, and the object paths, both by description."""
    shown: dict[str, dict[str, object]] = {}
    paths: dict[str, str] = {}
    for path in await XenmgrProxy(client, NAME, "/").list_vms():
        vm = VmProxy(client, NAME, path)
        tag = await vm.get_description()
        assert await vm.get_state() == "stopped"
        assert tag not in paths, f"two VMs are {tag!r}"
        paths[tag] = path
        shown[tag] = await view(client, vm, path)
    return shown, paths


async def view(client: Client, vm: VmProxy, path: str) -> dict[str, object]:
    db = DbProxy(client, DB_NAME, "/")
    uuid = await vm.get_uuid()
    base = f"/dom-store/{uuid}"
    keys = {key: await vm.get_db_key(key) for key in KEYS}
    stored = {key: await db.read(f"{base}/{key}") for key in ("x", "y/z")}
    disks, nics = {}, {}
    for disk_path in await vm.list_disks():
        disk = VmdiskProxy(client, NAME, disk_path)
        number = int(disk_path.rsplit("/", 1)[1])
        made = set(await db.list_(f"/vm/{uuid}/config/disk/{number}"))
        assert made >= DISK_KEYS, f"{disk_path} is half made {made}"
        disks[number] = (
            await disk.get_phys_path(),
            await disk.get_phys_type(),
            await disk.get_devtype(),
        )
    for nic_path in await vm.list_nics():
        nic = VmnicProxy(client, NAME, nic_path)
        number = int(nic_path.rsplit("/", 1)[1])
        made = set(await db.list_(f"/vm/{uuid}/config/nic/{number}"))
        assert made >= NIC_KEYS, f"{nic_path} is half made {made}"
        nics[number] = await nic.get_network()
    return {
        "name": await vm.get_name(),
        "memory": await vm.get_memory(),
        "keys": {key: text for key, text in keys.items() if text},
        "domstore": {key: text for key, text in stored.items() if text},
        "disks": disks,
        "nics": nics,
    }
