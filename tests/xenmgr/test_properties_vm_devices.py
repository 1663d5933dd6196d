"""The CD, the networks, the disks' space and the screens beside a VM's own."""

from __future__ import annotations

import pytest

from tests.support.property_rows import VM, binding
from tests.support.targets import OTHER_UUID, FakeHost, FakeVm
from xenmgr.errors import XenmgrError
from xenmgr.properties.vm import unsupported_features
from xenmgr.properties.vm_devices import MIB

CD = binding(VM, "cd")
TOOLS = "/storage/isos/xc-tools.iso"


def vm_with_cd(path: str = TOOLS) -> FakeVm:
    vm = FakeVm(
        {
            "config/disk/0/device": "hda",
            "config/disk/0/path": "/storage/disks/a.vhd",
            "config/disk/4/device": "hdc",
            "config/disk/4/path": path,
        }
    )
    for name in ("xc-tools.iso", "null.iso", "other.iso"):
        vm.host.files.write_text(f"/storage/isos/{name}", "")
    vm.host.files.write_text("/storage/isos/..", "")
    return vm


@pytest.mark.parametrize(
    ("path", "name"),
    [(TOOLS, "xc-tools.iso"), ("/storage/isos/null.iso", ""), ("", ""), ("a.iso", "a.iso")],
)
def test_the_cd_is_the_file_in_the_drive(path: str, name: str) -> None:
    assert CD.get(vm_with_cd(path)) == name


def test_setting_the_cd_keeps_all_disks_and_their_ids() -> None:
    vm = vm_with_cd()
    before = dict(vm.keys)
    CD.set(vm, "other.iso")
    assert vm.keys == before | {"config/disk/4/path": "/storage/isos/other.iso"}
    assert vm.told == [("put", "config/disk/4/path"), ("insert_cd", "/storage/isos/other.iso")]


def test_no_cd_is_the_empty_image() -> None:
    vm = vm_with_cd()
    CD.set(vm, "")
    assert vm.get("config/disk/4/path") == "/storage/isos/null.iso"
    assert CD.get(vm) == ""


def test_every_drive_at_hdc_gets_the_image_and_the_first_is_read() -> None:
    vm = vm_with_cd()
    vm.keys |= {"config/disk/10/device": "hdc", "config/disk/10/path": "/x/later.iso"}
    assert CD.get(vm) == "xc-tools.iso"
    CD.set(vm, "other.iso")
    assert vm.get("config/disk/10/path") == "/storage/isos/other.iso"


def test_the_image_that_is_in_already_is_not_inserted_again() -> None:
    vm = vm_with_cd()
    CD.set(vm, "xc-tools.iso")
    assert not vm.told


@pytest.mark.parametrize(
    "name", ["nosuch.iso", "..", "../isos/other.iso", "/storage/isos/other.iso"]
)
def test_a_cd_is_the_name_of_a_file_in_iso_path(name: str) -> None:
    vm = vm_with_cd()
    before = dict(vm.keys)
    with pytest.raises(XenmgrError) as caught:
        CD.set(vm, name)
    assert caught.value.text.endswith("allowed is nothing or the name of a file in /storage/isos.")
    assert vm.keys == before


def test_the_cd_lies_in_the_directory_that_the_host_names() -> None:
    vm = vm_with_cd()
    vm.host.keys["/xenmgr/isos"] = "/storage/mine"
    vm.host.files.write_text("/storage/mine/a.iso", "")
    CD.set(vm, "a.iso")
    assert vm.get("config/disk/4/path") == "/storage/mine/a.iso"


def test_a_vm_without_a_drive_has_no_cd_and_takes_none() -> None:
    vm = FakeVm()
    CD.set(vm, "")
    with pytest.raises(XenmgrError) as caught:
        CD.set(vm, "a.iso")
    assert "no disk of this VM is hdc" in caught.value.text
    assert vm.keys == {}


def test_private_space_is_the_size_of_the_files_behind_the_disks() -> None:
    vm = FakeVm()
    files = {"/a": 3 * MIB, "/b": 2 * MIB + 5, "/dev/sda": 7 * MIB}
    for number, (path, size) in enumerate(files.items()):
        vm.host.files.contents[path] = bytes(size)
        vm.keys[f"config/disk/{number}/path"] = path
    vm.keys |= {"config/disk/2/type": "phy", "config/disk/3/path": "/missing"}
    assert binding(VM, "private-space").get(vm) == 5


def test_the_mac_of_a_vm_is_that_of_its_lowest_nic() -> None:
    row, vm = binding(VM, "mac"), FakeVm()
    vm.keys |= {"config/nic/10/mac": "02:00:00:00:00:10", "config/nic/1/network": "/internal"}
    assert row.get(vm) == "f2:48:68:4f:d0:81"
    vm.keys["config/nic/1/mac"] = "02:00:00:00:00:01"
    assert row.get(vm) == "02:00:00:00:00:01"


def vm_with_nics() -> FakeVm:
    return FakeVm(
        {
            "config/nic/0/network": "/wifi/0/shared",
            "config/nic/0/wireless-driver": "true",
            "config/nic/2/id": "2",
            "config/nic/3/network": "/internal",
        }
    )


@pytest.mark.parametrize(
    ("name", "before", "key"),
    [
        ("wired-network", "/wired/0/bridged", "config/nic/2/network"),
        ("wireless-network", "/wifi/0/shared", "config/nic/0/network"),
    ],
)
def test_a_network_of_the_vm_is_that_of_the_first_nic_of_its_kind(
    name: str, before: str, key: str
) -> None:
    row, vm = binding(VM, name), vm_with_nics()
    assert row.get(vm) == before
    row.set(vm, "/wired/1/bridged")
    assert vm.get(key) == "/wired/1/bridged"
    assert row.get(vm) == "/wired/1/bridged"
    assert vm.told == [("put", key), ("nic_network_changed", int(key.split("/")[2]))]
    row.set(vm, "/wired/1/bridged")
    assert len(vm.told) == 2


def test_old_names_of_networks_are_stored_as_the_new_ones() -> None:
    vm = vm_with_nics()
    binding(VM, "wired-network").set(vm, "brshared")
    assert vm.get("config/nic/2/network") == "/wired/0/shared"


@pytest.mark.parametrize("value", ["", "0000:00:02.0", "02.0"])
def test_a_graphics_card_can_be_named_by_part_of_its_address(value: str) -> None:
    row, vm = binding(VM, "gpu"), FakeVm()
    row.set(vm, value)
    assert row.get(vm) == value


def test_one_card_has_no_neighbours() -> None:
    host = FakeHost()
    assert len(host.facts.gpus()) == 1
    vm, other = FakeVm(host=host), FakeVm({"slot": "2"}, host=host, uuid=OTHER_UUID)
    vm.domid, other.domid = 1, 2
    sides = [binding(VM, f"seamless-mouse-{side}").get(vm) for side in ("left", "right")]
    assert sides == [-1, -1]


def test_a_start_misses_snapshots_of_enabled_disks_only() -> None:
    vm = FakeVm({"config/disk/0/snapshot": "temporary", "config/disk/1/snapshot": "none"})
    assert unsupported_features(vm) == ["snapshot temporary of disk 0"]
    vm.keys["config/disk/0/enable"] = "false"
    assert unsupported_features(vm) == []
