"""A VM's whole life, driven by each program in turn; every signal in its real order."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from rpcgen.runtime.bus import Client
from tests.support.bus import soon
from tests.support.programs import (
    DISK,
    UNRESTRICTED,
    VM,
    XENMGR,
    BusctlMonitor,
    DbusMonitor,
    GdbusMonitor,
    Monitor,
    Outcome,
    Programs,
    uuid_of,
)
from xenmgr._generated.sim_client import SimProxy
from xenmgr._generated.xenmgr_client import XenmgrProxy
from xenmgr._generated.xenmgr_vm_client import VmProxy
from xenmgr.private_host import PrivateHost

SIM = "org.openxt.sim"

# The signals of a state: the toolstack's word, then the public one with its ACPI state.
CREATING = ["creating-devices", "creating 0", "created", "creating 0"]
RUNNING = ["running", "running 0"]
STOPPED = ["shutdown", "stopped 5"]
STOPPING = ["shutdowning", "stopping 0"]
REBOOTING = ["rebooting", "rebooting 0"]

# What is called, and what each client hears because of it, in this order.
LIFE: tuple[tuple[str, list[str]], ...] = (
    ("start", [*CREATING, *RUNNING]),
    ("pass-time", ["vm_config_changed"]),
    ("start", []),
    ("pause", ["paused", "paused 0"]),
    ("unpause", RUNNING),
    ("reboot", [*REBOOTING, *STOPPED, *CREATING, *RUNNING]),
    ("shutdown", [*STOPPING, *STOPPED]),
    ("shutdown", []),
    ("start_internal", [*CREATING, *RUNNING]),
    ("destroy", STOPPED),
    ("delete", ["vm_deleted"]),
)


def told(monitor: Monitor, uuid: str) -> list[str]:
    """What xenmgr said of the VM, each signal as one short line."""
    return [
        short(each.member, each.values)
        for each in monitor.signals()
        if each.interface == XENMGR and each.path == "/" and each.values[:1] == (uuid,)
    ]


def short(member: str, values: tuple[object, ...]) -> str:
    if member == "notify":
        return str(values[1]).removeprefix("vm:state:")
    return f"{values[2]} {values[3]}" if member == "vm_state_changed" else member


def by_busctl(programs: Programs, path: str, interface: str, member: str) -> Outcome:
    return programs.busctl("--timeout=60", "call", XENMGR, path, interface, member)


def by_dbus_send(programs: Programs, path: str, interface: str, member: str) -> Outcome:
    return programs.dbus_send(path, f"{interface}.{member}")


def by_gdbus(programs: Programs, path: str, interface: str, member: str) -> Outcome:
    return programs.gdbus_call(path, f"{interface}.{member}")


@pytest.mark.parametrize(
    ("drive", "listen"),
    [(by_busctl, BusctlMonitor), (by_dbus_send, DbusMonitor), (by_gdbus, GdbusMonitor)],
    ids=["busctl", "dbus-send", "gdbus"],
)
def test_each_program_drives_a_life_and_hears_all_of_it(
    programs: Programs,
    drive: Callable[[Programs, str, str, str], Outcome],
    listen: Callable[[Programs], Monitor],
) -> None:
    with listen(programs) as monitor:
        made = drive(programs, "/", XENMGR, "create_vm")
        path = re.search(r"/vm/[0-9a-f_]+", made.out)
        assert path, made
        uuid = uuid_of(path[0])
        for member, argument in (("add_disk", ""), ("add_nic", "")):
            assert drive(programs, path[0], VM, member + argument).code == 0
        vhd = programs.call("/", XENMGR, "create_vhd", "i", "64")
        for disk in programs.call(path[0], VM, "list_disks")[1:]:
            programs.call(disk, DISK, "attach_vhd", "s", vhd)
        programs.advance(1)
        expected = ["", "vm_created", "vm_config_changed"]
        for verb, signals in LIFE:
            if verb == "pass-time":
                programs.advance(1)
            else:
                done = drive(programs, path[0], VM, verb)
                assert done.code == 0, (verb, done)
            expected += signals
        monitor.wait_for_signal("vm_deleted", uuid)
        assert told(monitor, uuid) == expected


async def test_the_generated_client_drives_a_life_and_hears_all_of_it(house: PrivateHost) -> None:
    client = await soon(Client.connect(house.address))
    heard: list[str] = []
    xenmgr = XenmgrProxy(client, XENMGR, "/")
    path = await soon(xenmgr.create_vm_with_template_and_json("new-vm-linux", '{"slot": "-1"}'))
    uuid = uuid_of(path)
    vm, sim = VmProxy(client, XENMGR, path), SimProxy(client, XENMGR, "/sim")
    await vm.add_nic()
    await sim.advance(1_000_000_000)

    def note(member: str) -> Callable[..., None]:
        def hear(*values: object) -> None:
            if values[0] == uuid:
                heard.append(short(member, values))

        return hear

    await xenmgr.on_notify(note("notify"))
    await xenmgr.on_vm_state_changed(note("vm_state_changed"))
    await xenmgr.on_vm_config_changed(note("vm_config_changed"))
    await xenmgr.on_vm_deleted(note("vm_deleted"))
    for verb, signals in LIFE:
        heard.clear()
        if verb == "pass-time":
            await soon(sim.advance(1_000_000_000))
        else:
            await soon(getattr(vm, verb)())
        # Signals come before the reply of the call that caused them.
        assert heard == signals, verb
    assert path not in await xenmgr.list_vms()
    client.close()


async def test_property_changes_are_heard_beside_the_signals(house: PrivateHost) -> None:
    client = await soon(Client.connect(house.address))
    xenmgr = XenmgrProxy(client, XENMGR, "/")
    path = await soon(xenmgr.create_vm_with_template_and_json("new-vm-linux", '{"slot": "-1"}'))
    vm = VmProxy(client, XENMGR, path)
    states: list[object] = []

    def changed(values: dict[str, object], invalidated: list[str]) -> None:
        if "state" in values:
            states.append((values["state"], values["acpi-state"], values["domid"] != -1))

    await vm.on_properties_changed(changed)
    await soon(vm.start())
    assert await vm.get_state() == "running"
    await soon(vm.pause())
    await soon(vm.shutdown())
    # One PropertiesChanged a turn with the last value; never one that is not true any more.
    assert states[0] == ("creating", 0, True)
    assert states[-1] == ("stopped", 5, False)
    assert ("running", 0, True) in states
    assert ("paused", 0, True) in states
    client.close()


GUEST_VERBS = (
    ("guest_poweroff", [*STOPPING, *STOPPED]),
    ("guest_crash", STOPPED),
    ("guest_reboot", [*REBOOTING, *STOPPED, *CREATING, *RUNNING]),
)


@pytest.mark.parametrize(("verb", "expected"), GUEST_VERBS, ids=[row[0] for row in GUEST_VERBS])
def test_a_guest_ends_by_itself(programs: Programs, verb: str, expected: list[str]) -> None:
    path = programs.new_vm("new-vm-linux")
    uuid = uuid_of(path)
    programs.call(path, VM, "start")
    programs.advance(5)
    with BusctlMonitor(programs) as monitor:
        programs.call("/sim", SIM, verb, "s", uuid)
        monitor.wait_for_signal("vm_state_changed", uuid, count=len(expected) // 2)
        assert told(monitor, uuid) == expected


def test_a_guest_that_ignores_a_shutdown_is_ended_all_the_same(programs: Programs) -> None:
    path = programs.new_vm("new-vm-linux")
    programs.call("/sim", SIM, "set_guest", "sss", uuid_of(path), "behaviour", "ignores-shutdown")
    programs.call(path, VM, "start")
    with BusctlMonitor(programs) as monitor:
        outcome = by_busctl(programs, path, VM, "shutdown")
        programs.call(path, VM, "destroy")
        assert programs.get(path, VM, "state") == "stopped"
        monitor.wait_for_signal("vm_state_changed", uuid_of(path), path, "stopped")
        assert outcome.code == 0 or "104:" in outcome.err, outcome


def test_names_and_settings_tell_what_changed(programs: Programs) -> None:
    path = programs.new_vm()
    uuid = uuid_of(path)
    programs.advance(1)
    with BusctlMonitor(programs) as monitor:
        programs.set(path, VM, "name", "s", "one")
        programs.set(path, VM, "name", "s", "one")
        programs.set(path, VM, "memory", "i", "512")
        programs.set(path, UNRESTRICTED, "memory", "i", "513")
        programs.set(path, VM, "download-progress", "i", "10")
        programs.advance(1)
        monitor.wait_for_signal("vm_config_changed", uuid)
        assert told(monitor, uuid) == [
            "vm_name_changed",
            "vm_name_changed",
            "vm_transfer_changed",
            "vm_config_changed",
        ]


def test_the_hosts_settings_tell_too(programs: Programs) -> None:
    ui = f"{XENMGR}.config.ui"
    with BusctlMonitor(programs) as monitor:
        programs.set("/", f"{XENMGR}.config", "autostart", "b", "false")
        programs.set("/", ui, "language", "s", "en-us")
        programs.set("/", f"{XENMGR}.config", "autostart", "b", "true")
        monitor.wait_for_signal("config_changed", count=3)
        members = [each.member for each in monitor.signals() if each.interface == XENMGR]
        assert members == ["config_changed", "config_changed", "language_changed", "config_changed"]


def test_a_restart_with_changed_settings_takes_them(programs: Programs) -> None:
    path = programs.new_vm("new-vm-linux")
    programs.set(path, VM, "memory", "i", "512")
    programs.call(path, VM, "start")
    assert programs.get(path, VM, "memory-target") > 0
    first = programs.get(path, VM, "domid")
    programs.call(path, VM, "reboot")
    second = programs.get(path, VM, "domid")
    assert second > first
    assert programs.call("/", XENMGR, "find_vm_by_domid", "i", str(second)) == path
    assert second in programs.call("/", XENMGR, "list_domids")
    programs.call(path, VM, "shutdown")
    assert programs.get(path, VM, "domid") == -1


def test_a_windows_template_brings_its_stub_domain(programs: Programs) -> None:
    path = programs.new_vm("new-vm")
    assert programs.get(path, UNRESTRICTED, "stub_domid") == -1
    programs.call(path, VM, "start")
    stub = programs.get(path, UNRESTRICTED, "stub_domid")
    assert stub > 0
    assert stub != programs.get(path, VM, "domid")
    programs.call(path, VM, "destroy")
    assert programs.get(path, UNRESTRICTED, "stub_domid") == -1


def test_a_hundred_calls_at_once_from_many_programs(programs: Programs) -> None:
    path = programs.new_vm("new-vm-linux")
    processes = [
        subprocess.Popen(
            ["busctl", "--timeout=60", "call", XENMGR, path, VM, verb],
            env=programs.environment,
            stderr=subprocess.PIPE,
        )
        for verb in ["start", "pause", "unpause", "shutdown", "start", "reboot", "destroy"] * 3
    ]
    for process in processes:
        _, error = process.communicate(timeout=60)
        assert process.returncode == 0 or b"223:" in error or b"102:" in error, error
    programs.call(path, VM, "destroy")
    assert programs.get(path, VM, "state") == "stopped"


SCRIPT = """
import asyncio, os
from rpcgen.runtime.bus import Client
from xenmgr._generated.xenmgr_client import XenmgrProxy
async def main():
    client = await Client.connect(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
    print(len(await XenmgrProxy(client, "com.citrix.xenclient.xenmgr", "/").list_templates()))
    client.close()
asyncio.run(main())
"""


def test_the_generated_client_works_in_a_process_of_its_own(programs: Programs) -> None:
    done = programs.run(sys.executable, "-c", SCRIPT)
    assert done.code == 0, done.err
    assert int(done.out) >= 5
