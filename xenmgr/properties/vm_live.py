"""Rows of what a VM is doing: its domain, its state, whom it waits for. All read only."""

from __future__ import annotations

from typing import Final

from rpcgen.runtime.interface import Inputs
from xenmgr.properties.row import Row, computed
from xenmgr.properties.targets import VmTarget

STOPPED, LOCKED = "stopped", "locked"

AUTOSTART_PENDING: Final = "/xenmgr/autostart-pending-vms"
MOUNTS_FILE: Final = "/proc/mounts"
USER_DIRECTORY: Final = "/config/sec/s-"

# What follows the domain; PropertiesChanged names these when a VM changes its state.
STATE_PROPERTIES: Final = ("acpi-state", "domid", "state")


def auth_required(vm: VmTarget) -> bool:
    """Whether the VM's user has to log in: his directory is not mounted. xenmgr facts 5.9."""
    user = vm.get("crypto-user")
    if not user:
        return False
    mounts = vm.host.files.read_text(MOUNTS_FILE) or ""
    wanted = USER_DIRECTORY + user
    return not any(wanted in line.split(" ")[1:2] for line in mounts.splitlines())


def _state(vm: VmTarget) -> str:
    state = vm.public_state()
    return LOCKED if state == STOPPED and auth_required(vm) else state


def _autostart_pending(vm: VmTarget) -> bool:
    return vm.uuid in vm.host.autostart_pending()


def _dependencies(vm: VmTarget) -> list[str]:
    return [backend.path for backend in vm.dependencies()]


def _domid(vm: VmTarget) -> int:
    return vm.domid


def _stub_domid(vm: VmTarget) -> int:
    return vm.stub_domid


def _acpi_state(vm: VmTarget) -> int:
    return vm.acpi_state()


def _memory_target(vm: VmTarget) -> int:
    return vm.memory_target_mib()


def _uuid(vm: VmTarget) -> str:
    return vm.uuid


ROWS: tuple[Row[VmTarget], ...] = (
    computed("acpi-state", "i", 5, _acpi_state, keys=("hibernated",), inputs=Inputs.CORE),
    computed(
        "autostart-pending", "b", False, _autostart_pending, inputs=Inputs.OTHERS, emits="false"
    ),
    computed("dependencies", "ao", [], _dependencies, inputs=Inputs.OTHERS, emits="false"),
    computed("domid", "i", -1, _domid, inputs=Inputs.CORE),
    # The target is a xenstore node, which anyone in domain 0 may write.
    computed("memory-target", "i", 0, _memory_target, inputs=Inputs.LIVE, emits="false"),
    # A login changes it without a change of the VM.
    computed("state", "s", STOPPED, _state, keys=("crypto-user",), inputs=Inputs.LIVE),
    computed("uuid", "s", "", _uuid, inputs=Inputs.CONST, emits="const"),
)

# On .vm.unrestricted only.
UNRESTRICTED_ROWS: tuple[Row[VmTarget], ...] = (
    computed("stub_domid", "i", -1, _stub_domid, inputs=Inputs.CORE),
)
