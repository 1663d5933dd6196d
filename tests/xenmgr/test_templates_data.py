"""The stock templates and the files they name, held against what OpenXT ships."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[2] / "xenmgr" / "data"
TEMPLATES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((DATA / "templates" / "default").iterdir())
}
HOSTFS = json.loads((DATA / "hostfs.json").read_text(encoding="utf-8"))

STOCK = [
    "new-vm",
    "new-vm-empty",
    "new-vm-linux",
    "new-vm-ndvm-hvm",
    "new-vm-ndvm-pv",
    "new-vm-sync",
    "new-vm-windows8",
    "new-vm-xp",
    "service-ndvm-hvm",
    "service-ndvm-pv",
    "service-uivm",
    "service-usbvm",
]


def words(text: str) -> set[str]:
    return set(text.split())


# What stands below /vm/<uuid>; * is any decimal number.
KEYS = words(
    """
    uuid name description type slot image_path os ui-selectable hidden hidden-in-ui measured
    start_on_boot start_on_boot_priority shutdown-priority s3-mode stubdom boot-sentinel
    provides-network-backend provides-default-network-backend provides-graphics-fallback
    domstore-read-access domstore-write-access restrict-display-depth icbinn-path
    argo-firewall-rules/* rpc-firewall-rules/*
    policies/audio-access policies/audio-rec policies/cd-access policies/cd-rec
    policies/modify-vm-settings
    config/notify config/virt-type config/pae config/acpi config/apic config/hap config/nx
    config/viridian config/hdtype config/sound config/memory config/memory-min config/vcpus
    config/display config/boot config/argo config/vglass-enabled config/vkbd config/kernel
    config/kernel-extract config/cmdline config/flask-label config/stubdom-flask-label
    config/qemu-dm-path config/pci/*/class config/nic/*/id config/nic/*/network
    config/disk/*/path config/disk/*/type config/disk/*/mode config/disk/*/device
    config/disk/*/devtype config/disk/*/shared
    """
)
BOOLEANS = words(
    """
    hidden hidden-in-ui measured start_on_boot stubdom ui-selectable restrict-display-depth
    provides-network-backend provides-default-network-backend provides-graphics-fallback
    domstore-read-access domstore-write-access config/pae config/acpi config/apic config/hap
    config/nx config/viridian config/argo config/vglass-enabled config/vkbd
    config/disk/*/shared policies/audio-access policies/audio-rec policies/cd-access
    policies/cd-rec policies/modify-vm-settings
    """
)
INTEGERS = words(
    """
    slot start_on_boot_priority shutdown-priority config/memory config/memory-min config/vcpus
    config/nic/*/id
    """
)
WORDS = {
    "config/virt-type": {"pv", "pvh", "hvm"},
    "config/hdtype": {"ide", "ahci"},
    "config/disk/*/type": {"file", "phy", "qcow", "vdi", "aio", "vhd", "raw"},
    "config/disk/*/mode": {"r", "w"},
    "config/disk/*/devtype": {"disk", "cdrom"},
    "s3-mode": {"pv", "ignore", "restart", "snapshot"},
    "os": {"linux", "windows", "windows8"},
}

SERVICE_NETWORK = {
    "type": "ndvm",
    "slot": "-1",
    "hidden": "true",
    "start_on_boot": "true",
    "start_on_boot_priority": "10",
    "shutdown-priority": "-15",
    "provides-network-backend": "true",
    "measured": "true",
    "s3-mode": "restart",
    "boot-sentinel": "booted",
    "config/memory": "192",
    "config/argo": "true",
    "config/display": "nogfx",
    "config/disk/0/path": "/storage/ndvm/ndvm.vhd",
    "config/disk/0/shared": "true",
}
USER = {
    "type": "svm",
    "ui-selectable": "true",
    "stubdom": "true",
    "argo-firewall-rules/4": "my-stubdom -> 0:5100",
    "config/virt-type": "hvm",
    "config/argo": "false",
    "config/sound": "ac97",
    "config/boot": "cd",
    "config/vcpus": "1",
    "config/flask-label": "system_u:system_r:hvm_guest_t",
    "config/disk/0/device": "hdc",
    "config/disk/0/path": "/storage/isos/xc-tools.iso",
}
PROMISES: dict[str, dict[str, str]] = {
    "new-vm": {
        **USER,
        "os": "windows",
        "description": "Windows 7",
        "config/memory": "2048",
        "config/viridian": "true",
        "config/hdtype": "ahci",
    },
    "new-vm-xp": {
        **USER,
        "os": "windows",
        "description": "Windows XP",
        "config/memory": "1024",
        "config/hdtype": "ide",
    },
    "new-vm-windows8": {
        **USER,
        "os": "windows8",
        "description": "Windows 8/10",
        "restrict-display-depth": "true",
        "config/memory": "2048",
        "config/vkbd": "true",
    },
    "new-vm-linux": {
        **USER,
        "os": "linux",
        "description": "Linux (Debian, Ubuntu)",
        "config/memory": "1024",
        "config/viridian": "false",
        "config/hdtype": "ide",
    },
    "new-vm-empty": {"type": "svm", "config/memory": "1024", "config/argo": "true"},
    "new-vm-sync": {
        "type": "syncvm",
        "slot": "-1",
        "domstore-read-access": "true",
        "config/memory": "256",
        "config/virt-type": "pvh",
        "config/kernel": "/usr/lib/xen/boot/grub-xen-pvh",
        "config/nic/0/id": "0",
        "config/nic/0/network": "/any/0",
        "config/disk/0/device": "xvda1",
    },
    "new-vm-ndvm-hvm": {**SERVICE_NETWORK, "stubdom": "true", "config/disk/0/device": "hda"},
    "new-vm-ndvm-pv": {**SERVICE_NETWORK, "config/virt-type": "pv"},
    "service-ndvm-hvm": {
        **SERVICE_NETWORK,
        "uuid": "00000000-0000-0000-0000-000000000002",
        "name": "Network",
        "provides-default-network-backend": "true",
        "icbinn-path": "/config/certs/Network",
        "config/pci/0/class": "0x0200",
        "config/pci/1/class": "0x0280",
        "config/disk/1/device": "hdb",
    },
    "service-ndvm-pv": {
        **SERVICE_NETWORK,
        "uuid": "00000000-0000-0000-0000-000000000002",
        "config/disk/1/path": "/storage/ndvm/ndvm-swap.vhd",
    },
    "service-uivm": {
        "uuid": "00000000-0000-0000-0000-000000000001",
        "name": "uivm",
        "type": "uivm",
        "slot": "0",
        "start_on_boot_priority": "9",
        "shutdown-priority": "-5",
        "provides-graphics-fallback": "true",
        "config/memory": "256",
        "config/memory-min": "192",
        "config/virt-type": "pvh",
        "config/disk/2/path": "/storage/uivm/uivm-gconf.vhd",
    },
    "service-usbvm": {
        "uuid": "00000000-0000-0000-0000-000000000003",
        "name": "USB",
        "type": "usbvm",
        "stubdom": "true",
        "config/memory": "192",
        "config/kernel-extract": "0,1:/bzImage",
        "config/pci/0/class": "0x0c03",
        "config/disk/0/path": "/storage/disks/usbvm.vhd",
    },
}


def leaves(node: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}/")
        else:
            yield prefix + key, value


def shape(key: str) -> str:
    return "/".join("*" if part.isdigit() else part for part in key.split("/"))


def test_the_stock_templates_are_these() -> None:
    assert sorted(TEMPLATES) == STOCK


@pytest.mark.parametrize("name", STOCK)
def test_template_has_known_keys_and_text_values_only(name: str) -> None:
    for key, value in leaves(TEMPLATES[name]):
        assert shape(key) in KEYS, key
        assert isinstance(value, str), key


@pytest.mark.parametrize("name", STOCK)
def test_template_values_read_as_their_type(name: str) -> None:
    for key, value in leaves(TEMPLATES[name]):
        if shape(key) in BOOLEANS:
            assert value in {"true", "false"}, key
        if shape(key) in INTEGERS:
            assert str(int(value)) == value, key
        assert value in WORDS.get(shape(key), {value}), key


@pytest.mark.parametrize("name", STOCK)
def test_template_says_what_openxt_ships(name: str) -> None:
    assert PROMISES[name].items() <= dict(leaves(TEMPLATES[name])).items()


def test_only_templates_for_people_are_selectable_in_the_ui() -> None:
    selectable = [name for name in STOCK if TEMPLATES[name].get("ui-selectable") == "true"]
    assert selectable == ["new-vm", "new-vm-linux", "new-vm-windows8", "new-vm-xp"]


def test_only_service_templates_bring_a_uuid() -> None:
    assert [name for name in STOCK if "uuid" in TEMPLATES[name]] == [
        name for name in STOCK if name.startswith("service-")
    ]


@pytest.mark.parametrize("name", STOCK)
def test_lists_are_numbered_from_zero_without_gaps(name: str) -> None:
    template = TEMPLATES[name]
    config = template["config"]
    lists = [template.get("argo-firewall-rules", {}), template.get("rpc-firewall-rules", {})]
    lists += [config.get("disk", {}), config.get("nic", {}), config.get("pci", {})]
    for numbered in lists:
        assert list(numbered) == [str(index) for index in range(len(numbered))]


@pytest.mark.parametrize("name", STOCK)
def test_files_that_a_template_names_are_on_the_simulated_host(name: str) -> None:
    config = TEMPLATES[name]["config"]
    named = [disk["path"] for disk in config.get("disk", {}).values()]
    named += [config[key] for key in ("kernel", "qemu-dm-path") if key in config]
    if "image_path" in TEMPLATES[name]:
        named.append(f"/usr/lib/xui/{TEMPLATES[name]['image_path']}")
    assert set(named) <= set(HOSTFS["files"])
    if "icbinn-path" in TEMPLATES[name]:
        assert any(d.startswith(TEMPLATES[name]["icbinn-path"]) for d in HOSTFS["directories"])


def test_files_of_the_simulated_host_have_clean_paths_and_sizes() -> None:
    for path in [*HOSTFS["directories"], *HOSTFS["files"]]:
        assert str(PurePosixPath(path)) == path
        assert path.startswith("/")
        assert ".." not in path
    for path, facts in HOSTFS["files"].items():
        assert facts["size_bytes"] > 0
        assert ("virtual_size_mib" in facts) == path.endswith(".vhd")
        assert set(facts) <= {"size_bytes", "virtual_size_mib"}
