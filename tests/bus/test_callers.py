"""Callers of every kind: without a reply, big-endian, silent, hurried, gone; the others go on."""

from __future__ import annotations

import asyncio
import json
import subprocess

import pytest

from rpcgen.runtime.codec import Variant, encode
from rpcgen.runtime.message import METHOD_RETURN, NO_REPLY_EXPECTED, SIGNAL
from tests.support.bus import soon
from tests.support.programs import PROPERTIES, VM, XENMGR, BusctlMonitor, Programs, uuid_of
from tests.support.remote import BUS, RawSocket, Remote, call_bytes
from tests.support.wire import arguments
from xenmgr.private_host import PrivateHost

# More than the sockets hold: 4,000 answers of ten kilobytes.
UNREAD_CALLS = 4_000


@pytest.fixture(scope="module")
def vm(programs: Programs) -> str:
    return programs.new_vm()


def test_a_call_that_wants_no_reply_gets_none(house: PrivateHost, vm: str) -> None:
    value = Variant("s", "without a reply")
    with RawSocket(house.address) as raw:
        silent = raw.send(
            XENMGR,
            vm,
            PROPERTIES,
            "Set",
            "ssv",
            VM,
            "description",
            value,
            flags=NO_REPLY_EXPECTED,
        )
        wrong = raw.send(XENMGR, "/nope", VM, "start", flags=NO_REPLY_EXPECTED)
        fault = raw.send(XENMGR, vm, VM, "pause", flags=NO_REPLY_EXPECTED)
        asked = raw.send(XENMGR, vm, PROPERTIES, "Get", "ss", VM, "description")
        answer = raw.next(lambda each: each.reply_serial in (silent, wrong, fault, asked))
        assert answer.reply_serial == asked
        assert arguments(answer) == (value,)


def test_busctl_starts_a_vm_without_waiting(programs: Programs) -> None:
    path = programs.new_vm("new-vm-linux")
    with BusctlMonitor(programs) as monitor:
        done = programs.busctl("--expect-reply=no", "call", XENMGR, path, VM, "start")
        assert done.code == 0
        monitor.wait_for_signal("vm_state_changed", uuid_of(path), path, "running")
    programs.call(path, VM, "destroy")


def test_a_big_endian_caller_is_understood(house: PrivateHost, vm: str) -> None:
    with RawSocket(house.address) as raw:
        value = Variant("i", 777)
        done = raw.call(XENMGR, vm, PROPERTIES, "Set", "ssv", VM, "memory", value, little=False)
        assert done.kind == METHOD_RETURN
        answer = raw.call(XENMGR, vm, PROPERTIES, "Get", "ss", VM, "memory", little=False)
        assert arguments(answer) == (value,)
        answer = raw.call(XENMGR, "/", XENMGR, "find_vm_by_uuid", "s", uuid_of(vm), little=False)
        assert arguments(answer) == (vm,)


def test_flags_of_any_kind_are_taken(house: PrivateHost) -> None:
    with RawSocket(house.address) as raw:
        for flags in (2, 4, 6, 0x80):
            answer = raw.call(XENMGR, "/", XENMGR, "list_vms", flags=flags)
            assert answer.kind == METHOD_RETURN


async def test_a_client_that_never_reads_stops_nobody(
    house: PrivateHost, programs: Programs, vm: str
) -> None:
    running = programs.new_vm("new-vm-linux")
    remote = await Remote.connect(house.address)
    heard = await remote.listen("/", XENMGR, "vm_state_changed")
    with RawSocket(house.address) as stalled:
        rule = f"type='signal',sender='{XENMGR}'"
        stalled.call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", "s", rule)
        body = encode("s", (VM,))
        calls = [
            call_bytes(1000 + number, XENMGR, vm, PROPERTIES, "GetAll", body, "s")
            for number in range(UNREAD_CALLS)
        ]
        await asyncio.get_running_loop().run_in_executor(
            None, stalled.socket.sendall, b"".join(calls)
        )
        for _ in range(3):
            for verb in ("start", "pause", "unpause", "destroy"):
                await remote.call(running, VM, verb)
            assert await remote.get(vm, VM, "state") == "stopped"
        assert sum(1 for each in heard if each[2] == "running") == 6
        assert programs.get(vm, VM, "state") == "stopped"
    assert await remote.get(vm, VM, "state") == "stopped"
    remote.close()


async def test_a_caller_that_leaves_in_the_middle_is_not_missed(
    house: PrivateHost, programs: Programs
) -> None:
    path = programs.new_vm("new-vm-linux")
    with RawSocket(house.address) as raw:
        raw.send(XENMGR, path, VM, "start")
    remote = await Remote.connect(house.address)
    # The start that nobody waits for goes on; this one finds it under way or done.
    await remote.call(path, VM, "start")
    await remote.call(path, VM, "destroy")
    assert await remote.get(path, VM, "state") == "stopped"
    remote.close()


async def test_many_calls_in_flight_are_all_answered(house: PrivateHost, vm: str) -> None:
    remote = await Remote.connect(house.address)
    names = ["name", "memory", "state", "uuid", "vcpus"] * 200
    answers = await soon(asyncio.gather(*(remote.get(vm, VM, name) for name in names)))
    assert len(answers) == 1000
    assert set(answers[3::5]) == {uuid_of(vm)}
    remote.close()


async def test_others_are_served_while_a_vm_starts(house: PrivateHost, programs: Programs) -> None:
    path = programs.new_vm("new-vm-linux")
    remote = await Remote.connect(house.address)
    start = asyncio.ensure_future(remote.call(path, VM, "start"))
    while not start.done():
        assert await remote.get(path, VM, "state") in ("stopped", "creating", "running")
    await start
    await remote.call(path, VM, "destroy")
    remote.close()


def test_a_script_dequeue_waits_for_its_script(programs: Programs) -> None:
    testing = f"{XENMGR}.testing"
    waiting = subprocess.Popen(
        ["busctl", "--json=short", "call", XENMGR, "/", testing, "script_dequeue"],
        env=programs.environment,
        stdout=subprocess.PIPE,
    )
    programs.call("/", testing, "script_queue", "s", "first")
    out, _ = waiting.communicate(timeout=20)
    assert json.loads(out)["data"] == ["first"]
    programs.call("/", testing, "script_queue", "s", "second")
    assert programs.call("/", testing, "script_dequeue") == "second"


def test_a_name_lookup_goes_over_the_bus(programs: Programs) -> None:
    host = f"{XENMGR}.host"
    running = "is_service_running"
    assert programs.call("/host", host, running, "s", XENMGR) is True
    assert programs.call("/host", host, running, "s", "com.citrix.xenclient.input") is False


def test_signals_that_come_to_the_service_are_ignored(house: PrivateHost, vm: str) -> None:
    with RawSocket(house.address) as raw:
        raw.call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", "s", "type='signal'")
        raw.socket.sendall(
            bytes(call_bytes(9_000, XENMGR, "/", "a.b", "C", b"", "")[:1])
            + bytes([SIGNAL])
            + call_bytes(9_000, XENMGR, "/", "a.b", "C", b"", "")[2:]
        )
        answer = raw.call(XENMGR, vm, PROPERTIES, "Get", "ss", VM, "uuid")
        assert answer.kind == METHOD_RETURN
