"""Targets for property rows without a model: keys in a dict, what was told in a list."""

from __future__ import annotations

from xenmgr.json_tree import JsonValue, write
from xenmgr.properties.facts import HostFacts, read_host_facts
from xenmgr.properties.vm_live import AUTOSTART_PENDING
from xenmgr.vm_summary import VmSummary, summarize

UUID = "00000000-0000-0000-0000-000000000001"
OTHER_UUID = "00000000-0000-0000-0000-000000000002"


class FakeKeyed:
    """`told` has ("put", key) for announced writes, ("remove", key) and what else happened."""

    base = ""

    def __init__(self, keys: dict[str, str] | None = None) -> None:
        self.keys = dict(keys or {})
        self.told: list[tuple[object, ...]] = []

    def get(self, key: str) -> str | None:
        return self.keys.get(key)

    def put(self, key: str, text: str) -> bool:
        if self.keys.get(key) == text:
            return False
        self.keys[key] = text
        self.told.append(("put", key))
        return True

    def put_raw(self, key: str, text: str) -> None:
        self.keys[key] = text

    def remove(self, key: str) -> bool:
        gone = [each for each in self.keys if each == key or each.startswith(key + "/")]
        for each in gone:
            del self.keys[each]
        if gone:
            self.told.append(("remove", key))
        return bool(gone)

    def children(self, key: str) -> list[str]:
        below = [each[len(key) + 1 :] for each in self.keys if each.startswith(key + "/")]
        return list(dict.fromkeys(each.split("/")[0] for each in below))

    def db_path(self, key: str) -> str:
        return self.base + key


class FakeFiles:
    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def exists(self, path: str) -> bool:
        return path in self.contents

    def is_file(self, path: str) -> bool:
        return path in self.contents and not path.endswith("/..")

    def read_text(self, path: str) -> str | None:
        return self.contents[path].decode() if path in self.contents else None

    def write_text(self, path: str, text: str) -> None:
        self.contents[path] = text.encode()

    def remove(self, path: str) -> None:
        self.contents.pop(path, None)

    def size_bytes(self, path: str) -> int | None:
        return len(self.contents[path]) if path in self.contents else None

    def read_at(self, path: str, offset: int, count: int) -> bytes:
        return self.contents.get(path, b"")[offset : offset + count]

    def space_mib(self, path: str) -> tuple[int, int]:
        return 102_400, 51_200


class FakeXenstore:
    def __init__(self) -> None:
        self.nodes: dict[str, str] = {}

    def get(self, path: str) -> str | None:
        return self.nodes.get(path)

    def write(self, path: str, value: str) -> None:
        self.nodes[path] = value


class FakeHost(FakeKeyed):
    def __init__(self, keys: dict[str, str] | None = None) -> None:
        super().__init__(keys)
        self.files = FakeFiles()
        self.xenstore = FakeXenstore()
        self.facts: HostFacts = read_host_facts(lambda path: None)
        self.cpu_count = 4
        self.vms: list[FakeVm] = []

    def total_memory_mib(self) -> int:
        return 16_384

    def free_memory_mib(self) -> int:
        return 8_000

    def autostart_pending(self) -> set[str]:
        return {self.keys[f"{AUTOSTART_PENDING}/{n}"] for n in self.children(AUTOSTART_PENDING)}

    def running_vms(self) -> list[FakeVm]:
        return [vm for vm in self.vms if vm.domid >= 0]

    def vms_in_slot(self, slot: int) -> list[FakeVm]:
        return [vm for vm in self.vms if vm.get("slot") == str(slot)]

    def vms_with_native_experience(self) -> list[FakeVm]:
        return [vm for vm in self.vms if vm.get("native-experience") == "true"]

    def config_changed(self) -> None:
        self.told.append(("config_changed",))

    def language_changed(self) -> None:
        self.told.append(("language_changed",))

    def properties_changed(self, path: str, interface: str, names: tuple[str, ...]) -> None:
        self.told.append(("properties", path, interface.rpartition(".")[2], *names))

    def ui_ready(self) -> None:
        self.told.append(("ui_ready",))


class FakeVm(FakeKeyed):
    def __init__(
        self,
        keys: dict[str, str] | None = None,
        *,
        host: FakeHost | None = None,
        uuid: str = UUID,
    ) -> None:
        super().__init__(keys)
        self.uuid = uuid
        self.path = "/vm/" + uuid.replace("-", "_")
        self.base = f"/vm/{uuid}/"
        self.host = host or FakeHost()
        self.host.vms.append(self)
        self.domid = -1
        self.stub_domid = -1
        self.state = "stopped"
        self.backends: list[FakeVm] = []

    @property
    def summary(self) -> VmSummary:
        tree: JsonValue = None
        for key, text in self.keys.items():
            tree, _ = write(tree, tuple(key.split("/")), text)
        return summarize(tree)

    def public_state(self) -> str:
        return self.state

    def acpi_state(self) -> int:
        return 5 if self.domid < 0 else 0

    def memory_target_mib(self) -> int:
        return 0 if self.domid < 0 else 1024

    def dependencies(self) -> list[FakeVm]:
        return self.backends

    def name_changed(self) -> None:
        self.told.append(("name_changed",))

    def transfer_changed(self) -> None:
        self.told.append(("transfer_changed",))

    def switcher_changed(self) -> None:
        self.told.append(("switcher_changed",))

    def insert_cd(self, path: str) -> None:
        self.told.append(("insert_cd", path))

    def nic_network_changed(self, nic_id: int) -> None:
        self.told.append(("nic_network_changed", nic_id))


class FakeDevice(FakeKeyed):
    """A disk or NIC whose keys are the VM's."""

    def __init__(self, vm: FakeVm, kind: str, number: int) -> None:
        super().__init__()
        self.vm = vm
        self.id = number
        self.prefix = f"config/{kind}/{number}/"

    def get(self, key: str) -> str | None:
        return self.vm.get(self.prefix + key)

    def put(self, key: str, text: str) -> bool:
        return self.vm.put(self.prefix + key, text)

    def remove(self, key: str) -> bool:
        return self.vm.remove(self.prefix + key)

    def db_path(self, key: str) -> str:
        return self.vm.db_path(self.prefix + key)
