"""Rows of the machine that are more than one key."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.property_rows import UNRESTRICTED, VM, binding
from tests.support.targets import FakeVm
from xenmgr.properties.vm import unsupported_features
from xenmgr.properties.vm_machine import SLIC_FILE, memory_min


@pytest.mark.parametrize("name", ["memory-min", "memory-static-max"])
def test_a_bound_of_memory_reads_as_memory_until_it_is_set(name: str) -> None:
    row, vm = binding(VM, name), FakeVm({"config/memory": "512"})
    assert row.get(vm) == 512
    row.set(vm, 256)
    assert row.get(vm) == 256
    row.set(vm, 0)
    assert row.get(vm) == 512
    assert vm.keys == {"config/memory": "512"}
    assert vm.told[-1] == ("remove", f"config/{name}")


def test_a_bound_fails_with_memory_when_that_cannot_be_read() -> None:
    with pytest.raises(Failed):
        memory_min(FakeVm({"config/memory": "much"}))


def test_a_stub_domain_is_in_force_only_for_hvm() -> None:
    row, vm = binding(VM, "stubdom"), FakeVm({"stubdom": "true"})
    assert row.get(vm) is False
    vm.put("config/virt-type", "hvm")
    assert row.get(vm) is True
    vm.put("stubdom", "false")
    assert row.get(vm) is False


@pytest.mark.parametrize("name", ["extra-hvm", "extra-xenvm"])
def test_a_list_is_one_string_outside_and_numbered_keys_inside(name: str) -> None:
    row, vm = binding(VM, name), FakeVm()
    row.set(vm, "a=1;b;;c")
    assert vm.keys == {f"config/{name}/0": "a=1", f"config/{name}/1": "b", f"config/{name}/2": "c"}
    assert row.get(vm) == "a=1;b;c"
    row.set(vm, "z")
    assert row.get(vm) == "z"
    assert vm.keys == {f"config/{name}/0": "z"}


def test_a_list_is_read_in_the_order_of_its_numbers() -> None:
    vm = FakeVm({f"config/extra-hvm/{number}": f"i{number}" for number in (10, 2, 0)})
    assert binding(VM, "extra-hvm").get(vm) == "i0;i2;i10"


def test_emptying_a_list_is_announced_and_the_same_list_again_is_not() -> None:
    row, vm = binding(VM, "extra-hvm"), FakeVm({"config/extra-hvm/0": "a"})
    row.set(vm, "a")
    assert not vm.told
    row.set(vm, "")
    assert row.get(vm) == ""
    assert any(each[0] == "put" for each in vm.told)
    vm.told.clear()
    row.set(vm, "")
    assert not vm.told


def test_the_hosts_acpi_table_is_missed_only_where_the_host_has_one() -> None:
    vm = FakeVm({"config/acpi-table": "true"})
    assert unsupported_features(vm) == []
    vm.host.files.write_text(SLIC_FILE, "")
    assert unsupported_features(vm) == ["acpi-table"]


def test_the_stub_domains_own_settings_are_on_the_unrestricted_interface_only() -> None:
    vm = FakeVm()
    binding(UNRESTRICTED, "stubdom-memory").set(vm, 128)
    assert vm.get("config/stubdom-memory") == "128"
    with pytest.raises(StopIteration):
        binding(VM, "stubdom-memory")


def test_an_item_whose_number_is_no_place_in_a_list_is_passed_over() -> None:
    row, vm = binding(VM, "extra-hvm"), FakeVm()
    vm.keys |= {f"config/extra-hvm/{number}": number[:3] for number in ("9" * 5_000, "٣", "2", "1")}
    assert row.get(vm) == "1;2"
