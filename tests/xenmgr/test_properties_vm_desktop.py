"""Name, picture and slot: what setting them tells, and whom it moves."""

from __future__ import annotations

import pytest

from tests.support.property_rows import VM, binding
from tests.support.targets import OTHER_UUID, FakeHost, FakeVm


def test_a_name_is_stripped_and_always_told() -> None:
    row, vm = binding(VM, "name"), FakeVm()
    row.set(vm, "  my vm ")
    assert vm.get("name") == "my vm"
    assert vm.told == [("put", "name"), ("name_changed",), ("switcher_changed",)]
    vm.told.clear()
    row.set(vm, "my vm")
    assert vm.told == [("name_changed",), ("switcher_changed",)]


@pytest.mark.parametrize("name", ["image-path", "image_path_vg"])
def test_both_names_of_the_picture_are_one_key(name: str) -> None:
    vm = FakeVm()
    binding(VM, name).set(vm, " images/a.png ")
    assert vm.get("image_path") == "images/a.png"
    assert vm.told == [("put", "image_path"), ("switcher_changed",)]
    for other in ("image-path", "image_path_vg"):
        assert binding(VM, other).get(vm) == "images/a.png"


def test_hiding_from_the_switcher_tells_it() -> None:
    vm = FakeVm()
    binding(VM, "hidden-in-switcher").set(vm, True)
    assert vm.keys == {"hidden": "true"}
    assert ("switcher_changed",) in vm.told


def two_vms(slot: str | None, other_slot: str) -> tuple[FakeVm, FakeVm]:
    host = FakeHost()
    vm = FakeVm({} if slot is None else {"slot": slot}, host=host)
    return vm, FakeVm({"slot": other_slot}, host=host, uuid=OTHER_UUID)


@pytest.mark.parametrize(
    ("slot", "wanted", "other_slot", "other_after"),
    [
        ("1", 2, "2", "1"),
        (None, 2, "2", "0"),
        ("-1", 9, "9", "-1"),
        ("1", 3, "2", "2"),
        ("1", 1, "2", "2"),
        ("1", 0, "0", "0"),
        ("1", -1, "-1", "-1"),
        ("weird", 2, "2", "0"),
        ("99999999999", 2, "2", "0"),
    ],
)
def test_a_taken_slot_is_exchanged_and_others_are_shared(
    slot: str | None, wanted: int, other_slot: str, other_after: str
) -> None:
    vm, other = two_vms(slot, other_slot)
    binding(VM, "slot").set(vm, wanted)
    assert vm.get("slot") == str(wanted)
    assert other.get("slot") == other_after


def test_the_slot_that_a_vm_has_is_set_without_a_word() -> None:
    vm, other = two_vms("2", "5")
    binding(VM, "slot").set(vm, 2)
    assert not vm.told
    assert not other.told
