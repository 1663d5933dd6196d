"""The table of a VM as a whole: its two interfaces, its policy, what a start refuses, its speed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.property_rows import UNRESTRICTED, VM, binding
from tests.support.targets import FakeVm
from xenmgr.errors import XenmgrError
from xenmgr.properties.vm import (
    CORE_PROPERTIES,
    UNRESTRICTED_BINDINGS,
    VM_BINDINGS,
    require_editing,
    unsupported_features,
)

TEMPLATES = Path(__file__).resolve().parents[2] / "xenmgr" / "data" / "templates" / "default"


def test_both_interfaces_share_their_rows() -> None:
    restricted = {row.name: row for row in VM_BINDINGS}
    unrestricted = {row.name: row for row in UNRESTRICTED_BINDINGS}
    assert set(unrestricted) - set(restricted) == {
        "stub_domid",
        "stubdom-cmdline",
        "stubdom-memory",
    }
    for name, row in restricted.items():
        assert row.get is unrestricted[name].get


def test_editing_is_forbidden_by_the_policy_alone() -> None:
    require_editing(FakeVm())
    require_editing(FakeVm({"policies/modify-vm-settings": "true"}))
    with pytest.raises(XenmgrError) as caught:
        require_editing(FakeVm({"policies/modify-vm-settings": "false"}))
    assert caught.value.code == 202


def test_the_policy_can_be_taken_back_on_the_unrestricted_interface_only() -> None:
    vm = FakeVm({"policies/modify-vm-settings": "false"})
    with pytest.raises(XenmgrError):
        binding(VM, "policy-modify-vm-settings").set(vm, True)
    binding(UNRESTRICTED, "policy-modify-vm-settings").set(vm, True)
    binding(VM, "name").set(vm, "mine")


def test_a_change_of_state_announces_properties_that_exist() -> None:
    assert set(CORE_PROPERTIES) <= {row.name for row in VM_BINDINGS}


def leaves(tree: dict[str, object], base: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= leaves(value, f"{base}{key}/")
        else:
            found[base + key] = str(value)
    return found


MISSED_BY_TEMPLATE = {
    "new-vm-sync": ["measured"],
    "new-vm-ndvm-hvm": ["measured"],
    "new-vm-ndvm-pv": ["measured"],
    "service-ndvm-hvm": ["measured", "PCI passthrough"],
    "service-ndvm-pv": ["measured", "PCI passthrough"],
    "service-uivm": ["measured"],
    "service-usbvm": ["kernel-extract", "measured", "PCI passthrough"],
}


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.json")), ids=lambda path: path.stem)
def test_a_vm_of_a_stock_template_starts_unless_it_is_measured_or_has_pci_rules(
    path: Path,
) -> None:
    vm = FakeVm(leaves(json.loads(path.read_text(encoding="utf-8"))))
    assert unsupported_features(vm) == MISSED_BY_TEMPLATE.get(path.stem, [])


ASKED = [
    ({"amt-pt": "true"}, "amt-pt"),
    ({"auto-s3-wake": "true"}, "auto-s3-wake"),
    (
        {"control-platform-power-state": "true"},
        "control-platform-power-state (also by native-experience)",
    ),
    ({"native-experience": "true"}, "control-platform-power-state (also by native-experience)"),
    ({"gpu": "0000:00:02.0"}, "gpu"),
    ({"config/kernel-extract": "/boot/bzImage"}, "kernel-extract"),
    ({"config/initrd-extract": "/boot/initrd"}, "initrd-extract"),
    ({"measured": "true"}, "measured"),
    ({"oem-acpi-features": "true"}, "oem-acpi-features"),
    ({"ovf-transport-iso": "true"}, "ovf-transport-iso"),
    ({"config/passthrough-io": "3f8"}, "passthrough-io"),
    ({"config/passthrough-mmio": "fed00"}, "passthrough-mmio"),
    ({"run-pre-boot": "/bin/true"}, "run-pre-boot"),
    ({"run-on-state-change": "/bin/true"}, "run-on-state-change"),
    ({"run-on-acpi-state-change": "/bin/true"}, "run-on-acpi-state-change"),
    ({"config/pci/0/class": "0x0200"}, "PCI passthrough"),
]


@pytest.mark.parametrize(("keys", "feature"), ASKED)
def test_a_start_names_what_it_does_not_have(keys: dict[str, str], feature: str) -> None:
    assert unsupported_features(FakeVm(keys)) == [feature]


@pytest.mark.parametrize(
    "keys",
    [
        {"s3-mode": "restart", "s4-mode": "ignore"},
        {"run-post-create": "/bin/true", "run-pre-delete": "/bin/true"},
        {"argo-firewall-rules/0": "myself -> 0:5555"},
        {"usb-grab-devices": "true", "usb-control": "true"},
        {"measured": "false", "gpu": "", "config/passthrough-io": ""},
    ],
)
def test_what_only_others_or_later_events_read_does_not_stop_a_start(keys: dict[str, str]) -> None:
    assert unsupported_features(FakeVm(keys)) == []
