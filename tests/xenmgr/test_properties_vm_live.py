"""State, login, dependencies: what a VM does, as properties."""

from __future__ import annotations

import pytest

from tests.support.property_rows import UNRESTRICTED, VM, binding
from tests.support.targets import OTHER_UUID, FakeHost, FakeVm
from xenmgr.properties.vm_live import AUTOSTART_PENDING, MOUNTS_FILE, STATE_PROPERTIES

MOUNTED = "/dev/mapper/a /config/sec/s-jane ext4 rw 0 0\n"


@pytest.mark.parametrize(
    ("state", "user", "mounts", "shown"),
    [
        ("stopped", None, "", "stopped"),
        ("stopped", "", "", "stopped"),
        ("stopped", "jane", "", "locked"),
        ("stopped", "jane", MOUNTED, "stopped"),
        ("stopped", "jan", MOUNTED, "locked"),
        ("running", "jane", "", "running"),
        ("creating", "jane", "", "creating"),
    ],
)
def test_a_stopped_vm_is_locked_until_its_user_logged_in(
    state: str, user: str | None, mounts: str, shown: str
) -> None:
    vm = FakeVm({} if user is None else {"crypto-user": user})
    vm.state = state
    vm.host.files.write_text(MOUNTS_FILE, mounts)
    assert binding(VM, "state").get(vm) == shown
    assert vm.public_state() == state


def test_the_domain_of_a_vm_is_read_from_the_core() -> None:
    vm = FakeVm()
    vm.domid, vm.stub_domid = 5, 6
    assert binding(VM, "domid").get(vm) == 5
    assert binding(UNRESTRICTED, "stub_domid").get(vm) == 6
    assert binding(VM, "acpi-state").get(vm) == 0
    assert binding(VM, "memory-target").get(vm) == 1024


def test_dependencies_are_object_paths_in_their_order() -> None:
    vm, backend, deeper = FakeVm(), FakeVm(uuid=OTHER_UUID), FakeVm(uuid="a-b")
    vm.backends = [deeper, backend]
    assert binding(VM, "dependencies").get(vm) == ["/vm/a_b", backend.path]


def test_a_vm_waits_for_autostart_while_it_is_in_the_hosts_list() -> None:
    host = FakeHost()
    vm, other = FakeVm(host=host), FakeVm(host=host, uuid=OTHER_UUID)
    host.keys[f"{AUTOSTART_PENDING}/0"] = "someone"
    host.keys[f"{AUTOSTART_PENDING}/1"] = vm.uuid
    row = binding(VM, "autostart-pending")
    assert row.get(vm) is True
    assert row.get(other) is False


@pytest.mark.parametrize("name", STATE_PROPERTIES)
def test_what_a_change_of_state_announces_may_be_announced(name: str) -> None:
    assert binding(VM, name).emits == "true"
