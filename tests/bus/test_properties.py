"""org.freedesktop.DBus.Properties on the real objects: all 386, their Set, what is said of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from rpcgen.runtime.codec import Variant
from tests.support.programs import (
    DISK,
    NIC,
    PROPERTIES,
    UNRESTRICTED,
    VM,
    XENMGR,
    Programs,
)
from tests.support.property_rows import Fact, read_facts
from tests.support.remote import Remote
from xenmgr.private_host import PrivateHost

FACTS = read_facts()
INTERFACES = sorted({fact.interface for fact in FACTS})
STANDARD = (
    PROPERTIES,
    "org.freedesktop.DBus.Introspectable",
    "org.freedesktop.DBus.Peer",
)
MANAGER = "org.freedesktop.DBus.ObjectManager"

# Set by whoever makes a VM, so never at their defaults.
SET_AT_CREATION = {"name", "slot", "uuid", "seamless-id", "virt-path"}
# Setters that the original never had.
NOT_IMPLEMENTED = {(DISK, "backend-name"), (DISK, "backend-uuid")}
# What the integer types can hold beside a 32-bit signed one.
WIDTHS = ("n", "q", "u", "x", "t")


@pytest.fixture(scope="module")
def vm(programs: Programs) -> str:
    return programs.new_vm()


@pytest_asyncio.fixture
async def remote(house: PrivateHost) -> AsyncIterator[Remote]:
    connection = await Remote.connect(house.address)
    yield connection
    connection.close()


def path_of(interface: str, vm: str) -> str:
    if interface in (VM, UNRESTRICTED):
        return vm
    if interface == DISK:
        return f"{vm}/disk/1"
    if interface == NIC:
        return f"{vm}/nic/0"
    return "/host" if interface == f"{XENMGR}.host" else "/"


def facts_of(interface: str) -> list[Fact]:
    return sorted((fact for fact in FACTS if fact.interface == interface), key=lambda f: f.name)


def test_there_are_386_of_them() -> None:
    assert len(FACTS) == 386


@pytest.mark.parametrize("interface", INTERFACES)
async def test_get_all_answers_every_property_in_order(
    remote: Remote, vm: str, interface: str
) -> None:
    values = await remote.get_all(path_of(interface, vm), interface)
    assert [(name, each.signature) for name, each in values.items()] == [
        (fact.name, fact.signature) for fact in facts_of(interface)
    ]
    for name, each in values.items():
        assert await remote.get(path_of(interface, vm), interface, name) == each.value, name


@pytest.mark.parametrize("interface", INTERFACES)
def test_busctl_reads_every_property_at_once(programs: Programs, vm: str, interface: str) -> None:
    values = programs.get_all(path_of(interface, vm), interface)
    assert [(name, kind) for name, (kind, _) in values.items()] == [
        (fact.name, fact.signature) for fact in facts_of(interface)
    ]


@pytest.mark.parametrize("interface", INTERFACES)
async def test_every_writable_property_takes_its_own_value(
    remote: Remote, interface: str, programs: Programs
) -> None:
    vm = programs.new_vm()
    path = path_of(interface, vm)
    before = await remote.get_all(path, interface)
    for fact in facts_of(interface):
        value = before[fact.name]
        if fact.access == "read":
            name, text = await remote.set_error(path, interface, fact.name, value)
            assert (name, text) == (
                "Failed",
                f"property {interface}.{fact.name} is not writable, or does not exist",
            )
        elif (interface, fact.name) in NOT_IMPLEMENTED:
            assert await remote.set_error(path, interface, fact.name, value) == (
                "Failed",
                "not implemented",
            )
        else:
            await remote.set(path, interface, fact.name, value)
            assert await remote.get(path, interface, fact.name) == value.value, fact.name
    after = await remote.get_all(path, interface)
    assert {name: each for name, each in after.items() if each != before[name]} == {}


@pytest.mark.parametrize("interface", [VM, UNRESTRICTED])
async def test_a_blank_vm_has_the_defaults(remote: Remote, interface: str) -> None:
    path = await remote.call(
        "/", XENMGR, "create_vm_with_template_and_json", "ss", "", '{"slot": "-1"}'
    )
    values = await remote.get_all(path, interface)
    expected = {
        fact.name: fact.default
        for fact in facts_of(interface)
        if fact.default is not None and fact.name not in SET_AT_CREATION
    }
    assert {name: values[name].value for name in expected} == expected


@pytest.mark.parametrize("interface", [DISK, NIC])
async def test_a_new_device_has_the_defaults(remote: Remote, vm: str, interface: str) -> None:
    member = "add_disk" if interface == DISK else "add_nic"
    path = await remote.call(vm, VM, member)
    values = await remote.get_all(path, interface)
    expected = {fact.name: fact.default for fact in facts_of(interface) if fact.default is not None}
    assert {name: values[name].value for name in expected} == expected


@pytest.mark.parametrize("path", ["/", "/host", "/sim", "{vm}", "{vm}/disk/1", "{vm}/nic/0"])
async def test_the_standard_interfaces_have_no_properties(
    remote: Remote, vm: str, path: str
) -> None:
    for interface in (*STANDARD, *([MANAGER] if path == "/" else [])):
        assert await remote.get_all(path.format(vm=vm), interface) == {}
    if path != "/":
        assert await remote.error(path.format(vm=vm), PROPERTIES, "GetAll", "s", MANAGER) == (
            "Failed",
            f"unknown interface {MANAGER}",
        )


async def test_an_interface_without_properties_has_none(remote: Remote, vm: str) -> None:
    for path, interface in ((vm, f"{VM}.auth"), ("/", XENMGR), ("/sim", "org.openxt.sim")):
        assert await remote.get_all(path, interface) == {}


async def test_an_empty_interface_name_means_any(remote: Remote, vm: str) -> None:
    assert await remote.get(vm, "", "name") == await remote.get(vm, VM, "name")
    assert await remote.get(vm, "", "stub_domid") == -1
    await remote.set(vm, "", "description", Variant("s", "by no name"))
    assert await remote.get(vm, VM, "description") == "by no name"
    every = await remote.get_all(vm, "")
    assert every == await remote.get_all(vm, UNRESTRICTED)
    assert list(every) == sorted(every)
    both = {
        **await remote.get_all("/", f"{XENMGR}.config"),
        **await remote.get_all("/", f"{XENMGR}.config.ui"),
    }
    assert await remote.get_all("/", "") == both


@pytest.mark.parametrize("width", WIDTHS)
async def test_an_integer_of_another_width_is_taken(remote: Remote, vm: str, width: str) -> None:
    await remote.set(vm, VM, "memory", Variant(width, 768))
    assert await remote.get(vm, VM, "memory") == 768
    await remote.set(vm, VM, "memory", Variant("i", 512))


@pytest.mark.parametrize(
    ("signature", "value"),
    [("u", 2**31), ("u", 2**32 - 1), ("x", -(2**31) - 1), ("t", 2**64 - 1)],
)
async def test_an_integer_that_does_not_fit_is_refused(
    remote: Remote, vm: str, signature: str, value: int
) -> None:
    before = await remote.get(vm, VM, "slot")
    assert await remote.set_error(vm, VM, "slot", Variant(signature, value)) == (
        "Failed",
        f"290:slot cannot be {value}, allowed is a 32-bit integer.",
    )
    assert await remote.get(vm, VM, "slot") == before


@pytest.mark.parametrize(
    "value",
    [
        Variant("s", "512"),
        Variant("b", True),
        Variant("d", 512.0),
        Variant("ai", [512]),
        Variant("v", Variant("i", 512)),
    ],
    ids=lambda value: value.signature,
)
async def test_a_value_of_another_type_is_not_taken(
    remote: Remote, vm: str, value: Variant
) -> None:
    name, text = await remote.set_error(vm, VM, "memory", value)
    assert name == "InvalidArgs"
    assert text == (
        f"property {VM}.memory has type 'i', a value of type {value.signature!r} was given"
    )


NONSENSE = (
    (VM, "memory", Variant("i", -5)),
    (VM, "memory", Variant("i", 99_999_999)),
    (VM, "vcpus", Variant("i", 0)),
    (VM, "vcpus", Variant("i", 200)),
    (VM, "boot", Variant("s", "xyz")),
    (VM, "slot", Variant("i", 99)),
    (VM, "type", Variant("s", "nonsense")),
    (VM, "cd", Variant("s", "nosuch.iso")),
    (NIC, "mac", Variant("s", "garbage")),
    (f"{XENMGR}.config", "measure-fail-action", Variant("s", "zz: y")),
)


@pytest.mark.parametrize(
    ("interface", "name", "value"),
    NONSENSE,
    ids=[f"{name}={value.value}" for _, name, value in NONSENSE],
)
async def test_nonsense_is_refused_with_a_sentence_and_changes_nothing(
    remote: Remote, vm: str, interface: str, name: str, value: Variant
) -> None:
    path = path_of(interface, vm)
    before = await remote.get_all(path, interface)
    error, text = await remote.set_error(path, interface, name, value)
    assert error == "Failed"
    code, sentence = text.split(":")
    assert code == "290"
    assert name in sentence
    assert str(value.value).partition(":")[0] in sentence
    assert "allowed is" in sentence
    assert await remote.get_all(path, interface) == before


async def test_words_outside_of_an_enumeration_have_the_originals_text(
    remote: Remote, vm: str
) -> None:
    for path, interface, name, text in (
        (vm, VM, "virt-type", "unexpected enumeration value"),
        (vm, VM, "os", "unknown os"),
        (f"{vm}/disk/1", DISK, "mode", "223:IO error: unexpected enumeration value"),
    ):
        told = await remote.set_error(path, interface, name, Variant("s", "weird"))
        assert told == ("Failed", text)
    told = await remote.set_error("/", f"{XENMGR}.config.ui", "language", Variant("s", "xx-yy"))
    assert told == ("Failed", "236:Unsupported language")


async def test_special_values_remove_the_key(remote: Remote, vm: str) -> None:
    await remote.set(vm, VM, "memory", Variant("i", 640))
    await remote.set(vm, VM, "memory-min", Variant("i", 320))
    assert await remote.get(vm, VM, "memory-min") == 320
    await remote.set(vm, VM, "memory-min", Variant("i", -1))
    assert await remote.get(vm, VM, "memory-min") == 640
    for slot in (0, -1):
        await remote.set(vm, VM, "slot", Variant("i", slot))
        assert await remote.get(vm, VM, "slot") == slot


async def test_a_change_is_told_to_those_who_listen(remote: Remote, vm: str) -> None:
    heard = await remote.listen(vm, PROPERTIES, "PropertiesChanged")
    await remote.set(vm, VM, "description", Variant("s", "told"))
    await remote.set(vm, UNRESTRICTED, "description", Variant("s", "told too"))
    await remote.set(vm, VM, "description", Variant("s", "told too"))
    await remote.call(vm, VM, "set_db_key", "ss", "description", "from below")
    assert heard == [
        (VM, {"description": Variant("s", text)}, []) for text in ("told", "told too", "from below")
    ]


async def test_a_device_and_the_host_tell_their_changes(remote: Remote, vm: str) -> None:
    disk, nic = f"{vm}/disk/1", f"{vm}/nic/0"
    of_disk = await remote.listen(disk, PROPERTIES, "PropertiesChanged")
    of_nic = await remote.listen(nic, PROPERTIES, "PropertiesChanged")
    of_root = await remote.listen("/", PROPERTIES, "PropertiesChanged")
    await remote.set(disk, DISK, "shared", Variant("b", True))
    await remote.set(disk, DISK, "shared", Variant("b", False))
    await remote.set(nic, NIC, "model", Variant("s", "rtl8139"))
    await remote.set("/", f"{XENMGR}.config", "autostart", Variant("b", False))
    await remote.set("/", f"{XENMGR}.config", "autostart", Variant("b", True))
    assert [each[1].get("shared") for each in of_disk] == [Variant("b", True), Variant("b", False)]
    assert [each[1].get("model") for each in of_nic] == [Variant("s", "rtl8139")]
    assert [each[1].get("autostart") for each in of_root] == [
        Variant("b", False),
        Variant("b", True),
    ]
    assert {each[0] for each in (*of_disk, *of_nic, *of_root)} == {
        DISK,
        NIC,
        f"{XENMGR}.config",
    }


async def test_what_introspection_says_of_changes_is_true(remote: Remote, vm: str) -> None:
    """Every property that says `true` and has a plain setter is told when it changes."""
    heard = await remote.listen(vm, PROPERTIES, "PropertiesChanged")
    text = await remote.call(vm, "org.freedesktop.DBus.Introspectable", "Introspect")
    announced = text[: text.index(f'"{UNRESTRICTED}"')]
    flags = {fact.name: fact for fact in facts_of(VM) if fact.signature == "b"}
    for fact in flags.values():
        if fact.access == "read" or fact.name in ("policy-modify-vm-settings",):
            continue
        start = announced.index(f'name="{fact.name}"')
        emits = announced[start : announced.index("</property>", start)]
        if 'EmitsChangedSignal" value="true"' not in emits:
            continue
        value = await remote.get(vm, VM, fact.name)
        heard.clear()
        await remote.set(vm, VM, fact.name, Variant("b", not value))
        changed = {name: each.value for row in heard for name, each in row[1].items()}
        assert changed.get(fact.name) is (not value), fact.name
        await remote.set(vm, VM, fact.name, Variant("b", value))


@pytest.mark.parametrize(
    ("name", "signature", "value"),
    [("memory", "u", "700"), ("memory", "x", "701"), ("name", "s", "x y"), ("acpi", "b", "yes")],
)
def test_busctl_sets_what_it_reads(
    programs: Programs, vm: str, name: str, signature: str, value: str
) -> None:
    programs.set(vm, VM, name, signature, value)
    assert str(programs.get(vm, VM, name)) in (value, "True")


def test_gdbus_and_dbus_send_set_too(programs: Programs, vm: str) -> None:
    set_ = f"{PROPERTIES}.Set"
    assert programs.gdbus_call(vm, set_, f"'{VM}'", "'memory'", "<uint32 800>").code == 0
    assert programs.get(vm, VM, "memory") == 800
    words = (f"string:{VM}", "string:memory", "variant:int64:801")
    assert programs.dbus_send(vm, set_, *words).code == 0
    got = programs.dbus_send(vm, f"{PROPERTIES}.Get", *words[:2])
    assert "int32 801" in got.out
