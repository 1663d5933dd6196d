"""Every kind of error as each program sees it: its name where the program shows it, its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from rpcgen.runtime.codec import Variant, encode
from rpcgen.runtime.message import ERROR as ERROR_KIND
from tests.support.programs import (
    DISK,
    ERROR,
    NIC,
    PROPERTIES,
    UNRESTRICTED,
    VM,
    XENMGR,
    Programs,
    uuid_of,
)
from tests.support.remote import RawSocket, Remote
from tests.support.wire import arguments
from xenmgr.private_host import PrivateHost

NOBODY = "00000000-0000-0000-0000-00000000abcd"


@dataclass(frozen=True, slots=True)
class Row:
    """A call that fails. {vm} in the path stands for a stopped VM's path."""

    name: str
    path: str
    interface: str
    member: str
    signature: str
    values: tuple[object, ...]
    error: str
    text: str


def get(name: str, path: str, interface: str, wanted: str, error: str, text: str) -> Row:
    return Row(name, path, PROPERTIES, "Get", "ss", (interface, wanted), error, text)


def put(name: str, interface: str, wanted: str, value: Variant, error: str, text: str) -> Row:
    return Row(name, "{vm}", PROPERTIES, "Set", "ssv", (interface, wanted, value), error, text)


ROWS = (
    Row("no such object", "/nope", XENMGR, "list_vms", "", (), "UnknownObject", "/nope"),
    Row("no such vm", "/vm/nope", VM, "start", "", (), "UnknownObject", "/vm/nope"),
    Row("no such disk", "{vm}/disk/77", DISK, "umount", "", (), "UnknownObject", "{vm}/disk/77"),
    Row(
        "another spelling", "{vm}/disk/00", DISK, "delete", "", (), "UnknownObject", "{vm}/disk/00"
    ),
    get("a property of no object", "/nope", VM, "name", "UnknownObject", "/nope"),
    Row("a folder", "/vm", XENMGR, "list_vms", "", (), "UnknownMethod", "list_vms"),
    Row(
        "a folder's properties", "/vm", PROPERTIES, "GetAll", "s", (VM,), "UnknownMethod", "GetAll"
    ),
    Row("no such member", "/", XENMGR, "list_cats", "", (), "UnknownMethod", "list_cats"),
    Row("no such interface", "/", "a.b", "list_vms", "", (), "UnknownMethod", "list_vms"),
    Row("interface of another", "/host", XENMGR, "list_vms", "", (), "UnknownMethod", "list_vms"),
    Row(
        "too many arguments",
        "/",
        XENMGR,
        "list_vms",
        "s",
        ("x",),
        "InvalidArgs",
        f"{XENMGR}.list_vms takes '', 's' was given",
    ),
    Row(
        "too few arguments",
        "/",
        XENMGR,
        "create_vm_with_template",
        "",
        (),
        "InvalidArgs",
        f"{XENMGR}.create_vm_with_template takes 's', '' was given",
    ),
    Row(
        "wrong type",
        "/",
        XENMGR,
        "find_vm_by_domid",
        "s",
        ("1",),
        "InvalidArgs",
        f"{XENMGR}.find_vm_by_domid takes 'i', 's' was given",
    ),
    get(
        "no such property",
        "{vm}",
        VM,
        "colour",
        "Failed",
        f"property {VM}.colour is not readable, or does not exist",
    ),
    get(
        "a property of no interface",
        "{vm}",
        "a.b",
        "name",
        "Failed",
        "property a.b.name is not readable, or does not exist",
    ),
    put(
        "no such property to set",
        VM,
        "colour",
        Variant("s", "red"),
        "Failed",
        f"property {VM}.colour is not writable, or does not exist",
    ),
    put(
        "read-only",
        VM,
        "state",
        Variant("s", "running"),
        "Failed",
        f"property {VM}.state is not writable, or does not exist",
    ),
    Row(
        "GetAll of no interface",
        "{vm}",
        PROPERTIES,
        "GetAll",
        "s",
        ("a.b",),
        "Failed",
        "unknown interface a.b",
    ),
    put(
        "a refused value",
        VM,
        "vcpus",
        Variant("i", 0),
        "Failed",
        "290:vcpus cannot be 0, allowed is 1 to 128.",
    ),
    put(
        "too wide",
        VM,
        "memory",
        Variant("x", 5_000_000_000),
        "Failed",
        "290:memory cannot be 5000000000, allowed is a 32-bit integer.",
    ),
    put(
        "a value of another type",
        VM,
        "memory",
        Variant("s", "512"),
        "InvalidArgs",
        f"property {VM}.memory has type 'i', a value of type 's' was given",
    ),
    put("an unknown word", VM, "os", Variant("s", "beos"), "Failed", "unknown os"),
    Row(
        "a coded error",
        "/",
        PROPERTIES,
        "Set",
        "ssv",
        (f"{XENMGR}.config.ui", "language", Variant("s", "xx-yy")),
        "Failed",
        "236:Unsupported language",
    ),
    Row(
        "an uncoded text",
        "/",
        XENMGR,
        "find_vm_by_uuid",
        "s",
        (NOBODY,),
        "Failed",
        f"no vm with uuid {NOBODY}",
    ),
    Row(
        "no such domid",
        "/",
        XENMGR,
        "find_vm_by_domid",
        "i",
        (-5,),
        "Failed",
        "no vm with domid -5",
    ),
    Row(
        "not there yet",
        "{vm}",
        VM,
        "sleep",
        "",
        (),
        "NotSupported",
        "sleep is not supported yet",
    ),
)


@pytest.fixture(scope="module")
def vm(programs: Programs) -> str:
    return programs.new_vm()


@pytest.fixture
def raw(house: PrivateHost) -> Iterator[RawSocket]:
    with RawSocket(house.address) as connection:
        yield connection


def by_busctl(programs: Programs, row: Row, path: str) -> tuple[str, str]:
    """busctl prints the text alone."""
    words: list[str] = []
    for value in row.values:
        words += [value.signature, str(value.value)] if isinstance(value, Variant) else [str(value)]
    done = programs.busctl(
        "call",
        "--",
        XENMGR,
        path,
        row.interface,
        row.member,
        *[row.signature][: len(words)],
        *words,
    )
    assert done.code == 1, done
    return row.error, done.err.removeprefix("Call failed: ").rstrip("\n")


def by_dbus_send(programs: Programs, row: Row, path: str) -> tuple[str, str]:
    names = {"s": "string", "i": "int32", "x": "int64"}
    words = []
    for value in row.values:
        if isinstance(value, Variant):
            words.append(f"variant:{names[value.signature]}:{value.value}")
        else:
            words.append(f"{'string' if isinstance(value, str) else 'int32'}:{value}")
    done = programs.dbus_send(path, f"{row.interface}.{row.member}", *words)
    assert done.code == 1, done
    name, _, text = done.err.removeprefix("Error ").rstrip("\n").partition(": ")
    return name.removeprefix(ERROR), text


def by_gdbus(programs: Programs, row: Row, path: str) -> tuple[str, str]:
    names = {"s": "string", "i": "int32", "x": "int64"}
    words = []
    for value in row.values:
        if isinstance(value, Variant):
            quoted = repr(value.value) if value.signature == "s" else value.value
            words.append(f"<{names[value.signature]} {quoted}>")
        else:
            words.append(repr(value))
    done = programs.gdbus_call(path, f"{row.interface}.{row.member}", *words)
    assert done.code == 1, done
    # It introspects, and may find a call wrong by itself: then it warns, or does not even call.
    if done.err.startswith("Error parsing parameter"):
        assert row.name == "wrong type"
        return row.error, row.text
    errors = [line for line in done.err.splitlines() if line.startswith("Error: GDBus.Error:")]
    name, _, text = errors[0].removeprefix("Error: GDBus.Error:").partition(": ")
    return name.removeprefix(ERROR), text


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
@pytest.mark.parametrize(
    "ask", [by_busctl, by_dbus_send, by_gdbus], ids=["busctl", "dbus-send", "gdbus"]
)
def test_each_program_is_told(
    programs: Programs, vm: str, row: Row, ask: Callable[[Programs, Row, str], tuple[str, str]]
) -> None:
    assert ask(programs, row, row.path.format(vm=vm)) == (row.error, row.text.format(vm=vm))


async def test_the_client_is_told_the_same(house: PrivateHost, vm: str) -> None:
    remote = await Remote.connect(house.address)
    for row in ROWS:
        told = await remote.error(
            row.path.format(vm=vm), row.interface, row.member, row.signature, *row.values
        )
        assert told == (row.error, row.text.format(vm=vm)), row.name
    remote.close()


def test_a_call_without_an_interface_is_not_guessed_at(raw: RawSocket) -> None:
    answer = raw.call(XENMGR, "/", None, "list_vms")
    assert answer.error_name == ERROR + "UnknownMethod"
    assert arguments(answer) == ("list_vms",)


def test_every_error_has_one_text(raw: RawSocket, vm: str) -> None:
    for row in ROWS:
        answer = raw.call(
            XENMGR, row.path.format(vm=vm), row.interface, row.member, row.signature, *row.values
        )
        assert answer.kind == ERROR_KIND, row.name
        assert answer.signature == "s", row.name


@pytest.mark.parametrize("member", ["pause", "suspend_to_file", "resume_from_file"])
def test_what_a_stopped_vm_cannot_do_is_an_io_error_or_not_there_yet(
    programs: Programs, vm: str, member: str
) -> None:
    words = ["s", "/storage/x"] if member != "pause" else []
    done = programs.busctl("call", XENMGR, vm, VM, member, *words)
    assert "223:IO error: " in done.err or "not supported yet" in done.err
    assert programs.get(vm, VM, "state") == "stopped"


def test_a_policy_guards_the_settings(programs: Programs, vm: str) -> None:
    programs.set(vm, VM, "policy-modify-vm-settings", "b", "false")
    refused = programs.busctl("set-property", XENMGR, vm, VM, "memory", "i", "600")
    assert "202:Editing of properties is disabled by this VM's active policy" in refused.err
    programs.set(vm, UNRESTRICTED, "memory", "i", "600")
    programs.set(vm, VM, "wired-network", "s", "/wired/0/shared")
    programs.set(vm, UNRESTRICTED, "policy-modify-vm-settings", "b", "true")
    programs.set(vm, VM, "memory", "i", "601")


def test_the_hosts_policies_guard_creation_and_deletion(programs: Programs, vm: str) -> None:
    config = f"{XENMGR}.config"
    for name in ("vm-creation-allowed", "vm-deletion-allowed"):
        programs.set("/", config, name, "b", "false")
    suppressed = "220:Action suppressed by active policy settings"
    assert suppressed in programs.busctl("call", XENMGR, "/", XENMGR, "create_vm").err
    assert suppressed in programs.busctl("call", XENMGR, vm, VM, "delete").err
    unrestricted = f"{XENMGR}.unrestricted"
    given = '{"slot": "-1"}'
    path = programs.call(
        "/",
        unrestricted,
        "unrestricted_create_vm_with_template_and_json",
        "ss",
        "new-vm",
        given,
    )
    for _ in range(2):
        programs.call("/", unrestricted, "unrestricted_delete_vm", "s", uuid_of(path))
    for name in ("vm-creation-allowed", "vm-deletion-allowed"):
        programs.set("/", config, name, "b", "true")
    assert path not in programs.call("/", XENMGR, "list_vms")


def test_a_vm_that_runs_is_not_deleted(programs: Programs) -> None:
    path = programs.new_vm("new-vm-linux")
    programs.call(path, VM, "start")
    assert "204:Cannot remove running VM" in programs.busctl("call", XENMGR, path, VM, "delete").err
    programs.call(path, VM, "destroy")
    programs.call(path, VM, "delete")
    assert programs.busctl("call", XENMGR, path, VM, "delete").err.strip().endswith(path)


def test_what_was_deleted_is_gone(programs: Programs, vm: str) -> None:
    disk = programs.call(vm, VM, "add_disk")
    nic = programs.call(vm, VM, "add_nic")
    for path, interface in ((disk, DISK), (nic, NIC)):
        programs.call(path, interface, "delete")
        assert path in programs.busctl("call", XENMGR, path, interface, "delete").err
        assert path in programs.busctl("get-property", XENMGR, path, interface, "enabled").err


def test_a_tenth_svm_finds_no_slot_and_minus_one_goes_past(house: PrivateHost) -> None:
    programs = Programs(house.environment)
    made = []
    while (done := programs.busctl("call", XENMGR, "/", XENMGR, "create_vm")).code == 0:
        made.append(done)
        assert len(made) <= 9
    assert "205:Too many VMS" in done.err
    assert programs.new_vm().startswith("/vm/")


BAD_BODIES = (
    ("too short for its type", "i", b"\1\0"),
    ("a string without its end", "s", b"\5\0\0\0abc"),
    ("not UTF-8", "s", b"\2\0\0\0\xff\xfe\0"),
    ("bytes left over", "s", encode("ss", ("a", "b"))),
)


@pytest.mark.parametrize(
    ("signature", "body"), [row[1:] for row in BAD_BODIES], ids=[row[0] for row in BAD_BODIES]
)
def test_a_malformed_body_never_ends_the_daemon(
    house: PrivateHost, programs: Programs, signature: str, body: bytes
) -> None:
    with RawSocket(house.address) as raw:
        member = "find_vm_by_domid" if signature == "i" else "find_vm_by_uuid"
        raw.send(XENMGR, "/", XENMGR, member, signature, body=body)
    # dbus-daemon hangs up on such a caller; the service must not even have noticed.
    assert programs.call("/", XENMGR, "list_templates")
