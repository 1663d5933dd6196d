"""The live view names every VM: those made later, those of a long list, those with a new name."""

from __future__ import annotations

import os
import re

from tests.support.live_run import LiveRun
from tests.support.programs import VM, XENMGR, Programs
from xenmgr.live_view import VMS_LISTED_MAX


def shown(live: LiveRun, name: str, state: str) -> bool:
    return any(re.fullmatch(rf"{name} +{state}", line) for line in live.lines)


def test_a_vm_that_was_made_later_is_shown_by_the_name_it_has() -> None:
    with LiveRun("--clock=virtual") as live:
        programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": live.address()})
        path = programs.new_vm("new-vm-linux", name="late")
        programs.call(path, VM, "start")
        live.wait_for(lambda: shown(live, "late", "running"))
        programs.set(path, VM, "name", "s", "later")
        programs.call(path, VM, "destroy")
        live.wait_for(lambda: shown(live, "later", "stopped"))
        live.interrupt()


def test_a_vm_behind_the_first_ones_is_shown_by_its_name_when_its_state_changes() -> None:
    with LiveRun("--clock=virtual", f"--vms={VMS_LISTED_MAX + 1}") as live:
        programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": live.address()})
        live.wait_for(
            lambda: sum(line.endswith(" stopped") for line in live.lines) == VMS_LISTED_MAX
        )
        path = programs.call("/", XENMGR, "list_vms")[VMS_LISTED_MAX]
        programs.set(path, VM, "name", "s", "the last")
        programs.call(path, VM, "start")
        live.wait_for(lambda: shown(live, "the last", "running"))
        live.interrupt()


def test_a_vm_without_a_name_is_shown_by_its_uuid() -> None:
    with LiveRun("--clock=virtual", "--vms=0") as live:
        programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": live.address()})
        path = programs.new_vm("new-vm-linux")
        programs.set(path, VM, "name", "s", "")
        programs.call(path, VM, "start")
        uuid = programs.get(path, VM, "uuid")
        live.wait_for(lambda: shown(live, uuid, "running"))
        live.interrupt()
