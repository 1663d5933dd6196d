"""Settings with a rule of their own: types, native experience, hooks, transfers, policies."""

from __future__ import annotations

import dataclasses

import pytest

from tests.support.property_rows import VM, binding
from tests.support.targets import OTHER_UUID, FakeHost, FakeVm
from xenmgr.properties.vm import unsupported_features

FORCED = {
    "control-platform-power-state": True,
    "show-switcher": False,
    "start-on-boot": True,
    "usb-grab-devices": True,
    "wireless-control": True,
}


@pytest.mark.parametrize(("name", "value"), FORCED.items())
def test_native_experience_overrides_what_is_read_and_not_what_is_stored(
    name: str, value: bool
) -> None:
    row, vm = binding(VM, name), FakeVm({"native-experience": "true"})
    row.set(vm, not value)
    assert row.get(vm) is value
    vm.put("native-experience", "false")
    assert row.get(vm) is (not value)


def test_native_experience_is_taken_from_other_user_vms_first() -> None:
    host = FakeHost()
    vm = FakeVm(host=host)
    other = FakeVm({"native-experience": "true"}, host=host, uuid=OTHER_UUID)
    service = FakeVm({"native-experience": "true", "type": "uivm"}, host=host, uuid="3")
    binding(VM, "native-experience").set(vm, True)
    assert vm.get("native-experience") == "true"
    assert other.get("native-experience") == "false"
    assert service.get("native-experience") == "true"


def test_native_experience_set_again_changes_nothing() -> None:
    vm = FakeVm({"native-experience": "true"})
    binding(VM, "native-experience").set(vm, True)
    assert not vm.told


def test_the_old_word_for_a_user_vm_reads_and_is_stored_as_the_new_one() -> None:
    row, vm = binding(VM, "type"), FakeVm({"type": "pvm"})
    assert row.get(vm) == "svm"
    row.set(vm, "pvm")
    assert vm.get("type") == "svm"


@pytest.mark.parametrize(
    ("keys", "host_default", "expected"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"seamless-traffic": "true"}, False, True),
        ({"seamless-traffic": "false"}, True, False),
        ({"seamless-traffic": "true", "type": "ndvm"}, False, False),
        ({"type": "uivm"}, True, False),
    ],
)
def test_seamless_traffic_is_for_user_vms_and_defaults_to_the_host(
    keys: dict[str, str], host_default: bool, expected: bool
) -> None:
    vm = FakeVm(keys)
    vm.host.facts = dataclasses.replace(vm.host.facts, seamless_traffic_default=host_default)
    assert binding(VM, "seamless-traffic").get(vm) is expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, 0),
        ({"portica-enabled": "true"}, 0),
        ({"portica-installed": "true"}, 2),
        ({"portica-installed": "true", "portica-enabled": "true"}, 2),
        (
            {"portica-installed": "true", "portica-enabled": "true", "seamless-traffic": "true"},
            1,
        ),
    ],
)
def test_portica_is_in_use_when_installed_enabled_and_seamless(
    keys: dict[str, str], expected: int
) -> None:
    assert binding(VM, "portica-enabled").get(FakeVm(keys)) == expected


def test_each_progress_of_a_transfer_is_told_without_a_configuration_change() -> None:
    row, vm = binding(VM, "download-progress"), FakeVm()
    row.set(vm, 10)
    row.set(vm, 10)
    assert vm.told == [("transfer_changed",), ("transfer_changed",)]
    assert row.get(vm) == 10


HOOKS = [
    "run-insteadof-start",
    "run-on-acpi-state-change",
    "run-on-state-change",
    "run-post-create",
    "run-pre-boot",
    "run-pre-delete",
]


@pytest.mark.parametrize("name", [*HOOKS, "boot-sentinel", "crypto-user"])
def test_an_empty_text_takes_the_key_away(name: str) -> None:
    row, vm = binding(VM, name), FakeVm()
    row.set(vm, "value")
    assert vm.keys == {name: "value"}
    row.set(vm, "")
    assert vm.keys == {}
    assert vm.told == [("put", name), ("remove", name)]


def test_the_print_screen_policy_is_kept_as_its_opposite() -> None:
    row, vm = binding(VM, "policy-print-screen"), FakeVm()
    row.set(vm, False)
    assert vm.keys == {"policies/print-screen-disallowed": "true"}
    row.set(vm, True)
    assert vm.keys == {}


def test_a_suspend_image_is_missed_only_when_it_is_there() -> None:
    vm = FakeVm({"start-from-suspend-image": "/storage/uivm/image"})
    assert unsupported_features(vm) == []
    vm.host.files.write_text("/storage/uivm/image", "")
    assert unsupported_features(vm) == ["start-from-suspend-image"]
