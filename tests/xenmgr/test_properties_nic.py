"""NICs: addresses, networks and the values that take a key away."""

from __future__ import annotations

import pytest

from tests.support.property_rows import binding
from tests.support.targets import FakeDevice, FakeVm
from xenmgr.properties.nic import LEGACY_NETWORKS, NIC_INTERFACE

DERIVED = "f2:48:68:4f:d0:81"


def nic(keys: dict[str, str] | None = None) -> FakeDevice:
    vm = FakeVm({f"config/nic/1/{key}": text for key, text in (keys or {}).items()})
    return FakeDevice(vm, "nic", 1)


@pytest.mark.parametrize(
    ("stored", "mac", "actual"),
    [
        (None, "auto", DERIVED),
        ("", "auto", DERIVED),
        ("auto", "auto", DERIVED),
        ("00:16:3E:00:00:01", "00:16:3E:00:00:01", "00:16:3E:00:00:01"),
    ],
)
def test_a_nic_has_its_own_address_or_the_derived_one(
    stored: str | None, mac: str, actual: str
) -> None:
    target = nic({} if stored is None else {"mac": stored})
    assert binding(NIC_INTERFACE, "mac").get(target) == mac
    assert binding(NIC_INTERFACE, "mac-actual").get(target) == actual


@pytest.mark.parametrize(
    ("name", "key", "stored", "value"),
    [
        ("mac", "mac", "00:16:3e:00:00:01", "auto"),
        ("backend-name", "backend-name", "net", ""),
        ("backend-uuid", "backend-uuid", "x", ""),
        ("model", "model", "rtl8139", ""),
        ("wireless-driver", "wireless-driver", "true", False),
    ],
)
def test_the_value_for_none_takes_the_key_away(
    name: str, key: str, stored: str, value: object
) -> None:
    row, target = binding(NIC_INTERFACE, name), nic({key: stored, "network": "/internal"})
    row.set(target, value)
    assert target.vm.keys == {"config/nic/1/network": "/internal"}
    assert row.get(target) == row.default


def test_an_empty_stored_text_reads_as_the_default() -> None:
    target = nic({"model": "", "network": "", "backend-name": ""})
    assert binding(NIC_INTERFACE, "model").get(target) == "e1000"
    assert binding(NIC_INTERFACE, "network").get(target) == "/wired/0/bridged"
    assert binding(NIC_INTERFACE, "backend-name").get(target) == ""


def test_the_backends_name_is_read_without_quotes() -> None:
    assert binding(NIC_INTERFACE, "backend-name").get(nic({"backend-name": "net"})) == "net"


@pytest.mark.parametrize(("old", "new"), LEGACY_NETWORKS.items())
def test_old_names_of_networks_are_stored_as_the_new_ones(old: str, new: str) -> None:
    row, target = binding(NIC_INTERFACE, "network"), nic()
    row.set(target, old)
    assert row.get(target) == new
    assert target.vm.told == [("put", "config/nic/1/network"), ("nic_network_changed", 1)]
