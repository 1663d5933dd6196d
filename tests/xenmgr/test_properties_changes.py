"""Which properties a written key changes, on which objects."""

from __future__ import annotations

import pytest

from tests.support.property_rows import BINDINGS, VM, read_facts
from xenmgr.properties.changes import changed_host_properties, changed_properties
from xenmgr.properties.disk import DISK_INTERFACE
from xenmgr.properties.nic import NIC_INTERFACE

PATH = "/vm/a"
NATIVE = (
    "control-platform-power-state",
    "native-experience",
    "show-switcher",
    "start-on-boot",
    "usb-grab-devices",
    "wireless-control",
)
CONFIG = "com.citrix.xenclient.xenmgr.config"


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("name", ("name",)),
        ("image_path", ("image-path", "image_path_vg")),
        ("config/memory", ("memory", "memory-min", "memory-static-max")),
        ("config/memory-min", ("memory-min",)),
        ("native-experience", NATIVE),
        ("type", ("portica-enabled", "seamless-traffic", "type")),
        ("config/virt-type", ("stubdom", "virt-type")),
        ("crypto-user", ("crypto-user", "state")),
        ("hibernated", ("acpi-state", "hibernated")),
        ("policies/cd-rec", ("policy-cd-recording",)),
        ("config/extra-hvm/3", ("extra-hvm",)),
        ("config/extra-hvm", ("extra-hvm",)),
        ("config/disk/2", ("cd",)),
        ("config/nic", ("mac", "wired-network", "wireless-network")),
    ],
)
def test_a_key_of_a_vm_changes_the_properties_made_of_it(key: str, names: tuple[str, ...]) -> None:
    assert changed_properties(PATH, key) == [(PATH, VM, names)]


def test_a_key_that_no_property_is_made_of_changes_none() -> None:
    for key in ("firewall-rule/1/direction", "backend", "config/pci/0/class", "nam"):
        assert changed_properties(PATH, key) == []


def test_a_key_of_a_disk_changes_the_disk_and_what_the_vm_shows_of_it() -> None:
    assert changed_properties(PATH, "config/disk/12/path") == [
        (PATH, VM, ("cd",)),
        (f"{PATH}/disk/12", DISK_INTERFACE, ("phys-path",)),
    ]
    assert changed_properties(PATH, "config/disk/0/shared") == [
        (f"{PATH}/disk/0", DISK_INTERFACE, ("shared",))
    ]


def test_a_key_of_a_nic_changes_the_nic_and_what_the_vm_shows_of_it() -> None:
    assert changed_properties(PATH, "config/nic/0/mac") == [
        (PATH, VM, ("mac",)),
        (f"{PATH}/nic/0", NIC_INTERFACE, ("mac", "mac-actual")),
    ]


def test_the_whole_configuration_changes_all_that_is_made_of_keys() -> None:
    ((path, interface, names),) = changed_properties(PATH, "")
    assert (path, interface) == (PATH, VM)
    assert {"name", "memory", "cd", "mac"} <= set(names)
    assert not {"uuid", "domid", "private-space"} & set(names)


@pytest.mark.parametrize(
    ("key", "changed"),
    [
        ("/xenmgr/autostart", [("/", CONFIG, ("autostart",))]),
        ("/vm-create-disallowed", [("/", CONFIG, ("vm-creation-allowed",))]),
        ("/switcher/enabled", [("/", f"{CONFIG}.ui", ("switcher-enabled",))]),
        ("/audio/capture-pcm", [("/host", "com.citrix.xenclient.xenmgr.host", ("capture-pcm",))]),
        ("/xenmgr/autostart-pending-vms/0", []),
    ],
)
def test_a_key_of_the_host_changes_the_properties_made_of_it(
    key: str, changed: list[object]
) -> None:
    assert changed_host_properties(key) == changed


def test_every_announced_plain_property_is_found_by_its_key() -> None:
    for fact in read_facts():
        if fact.key is None or fact.interface.endswith(".unrestricted"):
            continue
        if fact.interface in (VM, DISK_INTERFACE, NIC_INTERFACE):
            kind = {DISK_INTERFACE: "config/disk/0/", NIC_INTERFACE: "config/nic/0/"}
            found = changed_properties(PATH, kind.get(fact.interface, "") + fact.key)
        else:
            found = changed_host_properties(fact.key)
        announced = [
            interface
            for _, interface, names in found
            if interface == fact.interface and fact.name in names
        ]
        assert len(announced) == (fact.binding.emits == "true"), fact


def test_only_announced_properties_are_named() -> None:
    silent = {
        row.name
        for interface in BINDINGS
        for row in BINDINGS[interface]
        if interface == VM and row.emits != "true"
    }
    ((_, _, names),) = changed_properties(PATH, "")
    assert not silent & set(names)
