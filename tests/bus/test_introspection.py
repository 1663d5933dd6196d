"""Introspection as busctl, gdbus and OpenXT's xec read it; ObjectManager; objects come and go."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.programs import (
    DB,
    DISK,
    NIC,
    PROPERTIES,
    UNRESTRICTED,
    VM,
    XENMGR,
    BusctlMonitor,
    Programs,
)
from tests.support.remote import Remote
from xenmgr.private_host import PrivateHost

CONTRACT = json.loads(
    (Path(__file__).resolve().parents[1] / "data" / "idl_contract.json").read_text("utf-8")
)
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"
MANAGER = "org.freedesktop.DBus.ObjectManager"
STANDARD = [PROPERTIES, INTROSPECTABLE, PEER]
EMITS = "org.freedesktop.DBus.Property.EmitsChangedSignal"

# The interfaces of each object, in their order (xenmgr facts 1.1), and its children.
OBJECTS: dict[str, tuple[list[str], set[str]]] = {
    "/": (
        [
            "com.citrix.xenclient.policy",
            XENMGR,
            *(
                f"{XENMGR}.{part}"
                for part in ("config", "config.ui", "diag", "guestreq", "testing", "unrestricted")
            ),
            *STANDARD,
            MANAGER,
        ],
        {"host", "sim", "vm"},
    ),
    "/host": (
        [f"{XENMGR}.host", f"{XENMGR}.installer", f"{XENMGR}.powersettings", *STANDARD],
        set(),
    ),
    "/sim": (["org.openxt.sim", *STANDARD], set()),
    "{vm}": (
        [
            VM,
            f"{VM}.auth",
            f"{VM}.pci",
            f"{VM}.product",
            UNRESTRICTED,
            *STANDARD,
        ],
        {"disk", "nic"},
    ),
    "{vm}/disk": ([INTROSPECTABLE, PEER], {"0", "1"}),
    "{vm}/disk/1": ([DISK, *STANDARD], set()),
    "{vm}/nic": ([INTROSPECTABLE, PEER], {"0"}),
    "{vm}/nic/0": ([NIC, *STANDARD], set()),
}


@pytest.fixture(scope="module")
def vm(programs: Programs) -> str:
    return programs.new_vm()


@pytest_asyncio.fixture
async def remote(house: PrivateHost) -> AsyncIterator[Remote]:
    connection = await Remote.connect(house.address)
    yield connection
    connection.close()


@pytest.mark.parametrize("path", OBJECTS)
def test_each_object_lists_its_interfaces_and_children(
    programs: Programs, vm: str, path: str
) -> None:
    interfaces, children = OBJECTS[path]
    root = ElementTree.fromstring(programs.introspect(path.format(vm=vm)))
    assert [each.get("name") for each in root.findall("interface")] == interfaces
    assert {each.get("name") for each in root.findall("node")} == children


@pytest.mark.parametrize("path", OBJECTS)
def test_the_text_is_plain_enough_for_every_reader(programs: Programs, vm: str, path: str) -> None:
    text = programs.introspect(path.format(vm=vm))
    assert "<tp:" not in text
    assert "xmlns" not in text
    root = ElementTree.fromstring(text)
    assert not [arg for arg in root.iter("arg") if len(arg)]
    assert {each.tag for each in root.iter()} <= {
        "node",
        "interface",
        "method",
        "signal",
        "property",
        "arg",
        "annotation",
    }
    for row in root.iter("property"):
        said = [each.get("value") for each in row if each.get("name") == EMITS]
        assert len(said) == 1, row.get("name")
        assert said[0] in ("true", "invalidates", "const", "false")


@pytest.mark.parametrize("path", OBJECTS)
def test_busctl_and_gdbus_read_it(programs: Programs, vm: str, path: str) -> None:
    at = path.format(vm=vm)
    told = programs.run("busctl", "introspect", "--no-pager", XENMGR, at)
    assert told.code == 0
    assert told.err == ""
    for interface in OBJECTS[path][0]:
        assert re.search(rf"^{re.escape(interface)} +interface", told.out, re.MULTILINE)
    other = programs.run(
        "gdbus", "introspect", "--system", f"--dest={XENMGR}", f"--object-path={at}"
    )
    assert other.code == 0
    assert other.err == ""
    for interface in OBJECTS[path][0]:
        assert f"interface {interface} {{" in other.out


CONTRACT_OBJECTS = {
    "xenmgr.xml": "/",
    "xenmgr_host.xml": "/host",
    "xenmgr_vm.xml": "{vm}",
    "vm_disk.xml": "{vm}/disk/1",
    "vm_nic.xml": "{vm}/nic/0",
}


@pytest.mark.parametrize("file", CONTRACT_OBJECTS)
def test_the_whole_contract_is_there(programs: Programs, vm: str, file: str) -> None:
    root = ElementTree.fromstring(programs.introspect(CONTRACT_OBJECTS[file].format(vm=vm)))
    shown = {str(each.get("name")): described(each) for each in root.findall("interface")}
    expected = CONTRACT[file]["interfaces"]
    assert {name: shown[name] for name in expected} == expected


def described(interface: ElementTree.Element) -> dict[str, object]:
    """An interface in the words of the contract's data."""

    def arguments(row: ElementTree.Element, *ways: str) -> list[list[str | None]]:
        return [
            [arg.get("name") or "", arg.get("type")]
            for arg in row.findall("arg")
            if arg.get("direction", "in") in ways
        ]

    return {
        "methods": {
            str(row.get("name")): {"in": arguments(row, "in"), "out": arguments(row, "out")}
            for row in interface.findall("method")
        },
        "signals": {
            str(row.get("name")): arguments(row, "in", "out") for row in interface.findall("signal")
        },
        "properties": {
            str(row.get("name")): [row.get("type"), row.get("access")]
            for row in interface.findall("property")
        },
    }


def test_the_tree_is_the_whole_house(programs: Programs, vm: str) -> None:
    told = programs.run("busctl", "tree", "--no-pager", "--list", XENMGR)
    assert told.err == ""
    shown = set(told.out.split())
    expected = {"/", "/host", "/sim", "/vm"}
    for path in programs.call("/", XENMGR, "list_vms"):
        expected |= {path, f"{path}/disk", f"{path}/nic"}
        expected |= set(programs.call(path, VM, "list_disks"))
        expected |= set(programs.call(path, VM, "list_nics"))
    assert shown == expected
    database = programs.run("busctl", "tree", "--no-pager", "--list", DB)
    assert database.out.split() == ["/"]


def test_gdbus_walks_the_tree_too(programs: Programs, vm: str) -> None:
    command = ["gdbus", "introspect", "--system", "--recurse", "--only-properties"]
    told = programs.run(*command, f"--dest={XENMGR}", "--object-path=/vm")
    assert told.code == 0
    assert f"{vm}/disk/1 {{" in told.out
    assert "readwrite i memory = " in told.out


def test_the_database_service_has_its_eight_methods(programs: Programs) -> None:
    told = Programs(programs.environment, DB)
    root = ElementTree.fromstring(told.introspect("/"))
    names = [each.get("name") for each in root.findall("interface")]
    assert names == [DB, *STANDARD]
    shown = described(root.findall("interface")[0])
    assert shown == CONTRACT["db.xml"]["interfaces"][DB]
    told.call("/", DB, "write", "ss", "/a/b", "c")
    assert told.call("/", DB, "read", "s", "a/b") == "c"
    assert told.call("/", DB, "dump", "s", "/a") == '{\n  "b": "c"\n}\n'
    told.call("/", DB, "rm", "s", "/a")
    assert told.call("/", DB, "exists", "s", "/a") is False


@pytest.mark.parametrize("path", ["/", "/vm", "/vm/nothing/at/all", "{vm}"])
async def test_peer_answers_on_any_path(remote: Remote, vm: str, path: str) -> None:
    assert await remote.call(path.format(vm=vm), PEER, "Ping") is None
    identity = await remote.call(path.format(vm=vm), PEER, "GetMachineId")
    assert re.fullmatch("[0-9a-f]{32}", identity)


async def test_managed_objects_are_the_whole_house(remote: Remote, vm: str) -> None:
    objects = await remote.call("/", MANAGER, "GetManagedObjects")
    expected = {"/host", "/sim"}
    for path in await remote.call("/", XENMGR, "list_vms"):
        expected |= {path}
        expected |= set(await remote.call(path, VM, "list_disks"))
        expected |= set(await remote.call(path, VM, "list_nics"))
    assert set(objects) == expected
    assert set(objects[vm]) == {VM, f"{VM}.auth", f"{VM}.pci", f"{VM}.product", UNRESTRICTED}
    shown = objects[vm][VM]
    assert list(shown) == ["domid", "name", "slot", "state", "type", "uuid"]
    for name, value in shown.items():
        assert await remote.get(vm, VM, name) == value.value
    assert objects[f"{vm}/disk/1"] == {DISK: {}}


def test_gdbus_and_dbus_send_list_managed_objects(programs: Programs, vm: str) -> None:
    for told in (
        programs.gdbus_call("/", f"{MANAGER}.GetManagedObjects"),
        programs.dbus_send("/", f"{MANAGER}.GetManagedObjects"),
    ):
        assert told.code == 0
        assert f"{vm}/nic/0" in told.out


def test_objects_come_and_go_with_what_they_stand_for(programs: Programs) -> None:
    with BusctlMonitor(programs) as monitor:
        path = programs.call(
            "/", XENMGR, "create_vm_with_template_and_json", "ss", "new-vm", '{"slot": "-1"}'
        )
        disk = programs.call(path, VM, "add_disk")
        nic = programs.call(path, VM, "add_nic")
        for each in (path, disk, nic):
            assert programs.busctl("introspect", XENMGR, each).code == 0
        programs.call(disk, DISK, "delete")
        programs.call(path, VM, "delete")
        for each in (path, disk, nic, f"{path}/disk", f"{path}/nic"):
            gone = programs.busctl("call", XENMGR, each, INTROSPECTABLE, "Introspect")
            assert gone.err == f"Call failed: {each}\n"
        monitor.wait_for_signal("InterfacesRemoved", path)
        heard = [
            (each.member, each.values[0])
            for each in monitor.signals()
            if each.interface == MANAGER and str(each.values[0]).startswith(path)
        ]
    assert heard == [
        ("InterfacesAdded", path),
        ("InterfacesAdded", f"{path}/disk/0"),
        ("InterfacesAdded", disk),
        ("InterfacesAdded", nic),
        ("InterfacesRemoved", disk),
        ("InterfacesRemoved", f"{path}/disk/0"),
        ("InterfacesRemoved", nic),
        ("InterfacesRemoved", path),
    ]


def test_an_id_is_one_above_the_highest(programs: Programs) -> None:
    path = programs.new_vm()
    assert programs.call(path, VM, "list_disks") == [f"{path}/disk/0", f"{path}/disk/1"]
    programs.call(f"{path}/disk/0", DISK, "delete")
    assert programs.call(path, VM, "add_disk") == f"{path}/disk/2"
    assert programs.call(path, VM, "list_disks") == [f"{path}/disk/1", f"{path}/disk/2"]


async def test_the_interface_of_a_managed_object_stays_true_while_it_runs(
    remote: Remote, programs: Programs
) -> None:
    path = programs.new_vm("new-vm-linux")
    await remote.call(path, VM, "start")
    objects = await remote.call("/", MANAGER, "GetManagedObjects")
    assert objects[path][VM]["state"].value == "running"
    assert objects[path][VM]["domid"].value == await remote.get(path, VM, "domid")
    await remote.call(path, VM, "destroy")
