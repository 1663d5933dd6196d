"""The exact keys of each device class, in their order."""

from dataclasses import replace

import pytest

from tests.support.toolstack import HDA, HDC, NIC0
from xenvm.errors import InvalidMac
from xenvm.ids import DOM0, DOM0_UUID, Devid, Domid
from xenvm.vmconfig import DiskType
from xenvm.xenops import device
from xenvm.xenops.device import BackendSide, TapDevice, stubdom_mac, vbd_spec, vif_spec

D = Domid(5)
SIDE = BackendSide(DOM0, DOM0_UUID)
TAP = TapDevice("/dev/xen/blktap-2/tapdev18", 18)


def test_vhd_disk_is_served_from_its_tapdisk() -> None:
    nodes = device.vbd(D, vbd_spec(HDA, through_stubdom=False), SIDE, TAP, "")
    assert nodes.device.frontend_path == "/local/domain/5/device/vbd/768"
    assert nodes.device.backend_path == "/local/domain/0/backend/vbd/5/768"
    assert dict(nodes.frontend_keys) == {
        "backend-id": "0",
        "backend-uuid": DOM0_UUID,
        "state": "1",
        "virtual-device": "768",
        "device-type": "disk",
    }
    assert dict(nodes.backend_keys) == {
        "params": "/dev/xen/blktap-2/tapdev18",
        "frontend-id": "5",
        "online": "1",
        "removable": "0",
        "state": "1",
        "dev": "hda",
        "type": "phy",
        "mode": "w",
        "physical-device": "fe:12",
    }


def test_cd_image_is_a_removable_file() -> None:
    nodes = device.vbd(D, vbd_spec(HDC, through_stubdom=False), SIDE, None, "")
    back = dict(nodes.backend_keys)
    assert (back["type"], back["params"]) == ("file", "/storage/isos/xc-tools.iso")
    assert (back["removable"], back["mode"]) == ("1", "r")
    assert dict(nodes.frontend_keys)["device-type"] == "cdrom"
    assert "physical-device" not in back


def test_behind_a_stub_domain_the_guest_is_shown_a_device_of_its_own_name() -> None:
    back = dict(device.vbd(D, vbd_spec(HDC, through_stubdom=True), SIDE, None, "").backend_keys)
    assert (back["type"], back["params"]) == ("phy", "/dev/hdc")


@pytest.mark.parametrize("kind", [DiskType.AIO, DiskType.QCOW])
def test_aio_and_qcow_have_a_backend_directory_of_their_own(kind: DiskType) -> None:
    spec = vbd_spec(replace(HDA, disk_type=kind), through_stubdom=False)
    nodes = device.vbd(D, spec, SIDE, None, "")
    assert nodes.device.backend_path == "/local/domain/0/backend/tap/5/768"
    assert nodes.device.frontend_path == "/local/domain/5/device/vbd/768"
    back = dict(nodes.backend_keys)
    assert (back["type"], back["params"]) == ("tap", f"{kind.value}:/storage/disks/a.vhd")


def test_protocol_is_written_only_when_the_guest_is_not_native() -> None:
    spec = vbd_spec(HDA, through_stubdom=False)
    assert "protocol" not in dict(device.vbd(D, spec, SIDE, None, "").frontend_keys)
    keys = device.vbd(D, spec, SIDE, None, "x86_32-abi").frontend_keys
    assert tuple(keys)[-1] == ("protocol", "x86_32-abi")


def test_vif_has_the_keys_of_the_golden_trace_in_order() -> None:
    nodes = device.vif(D, vif_spec(NIC0, DOM0), SIDE, "")
    assert tuple(nodes.frontend_keys) == (
        ("backend-id", "0"),
        ("backend-uuid", DOM0_UUID),
        ("state", "1"),
        ("handle", "0"),
        ("mac", "4e:1c:b4:98:ed:0a"),
    )
    assert tuple(nodes.backend_keys) == (
        ("frontend-id", "5"),
        ("online", "1"),
        ("state", "1"),
        ("script", "/etc/xensource/scripts/vif"),
        ("mac", "4e:1c:b4:98:ed:0a"),
        ("handle", "0"),
        ("bridge", "/wired/0/bridged"),
    )


def test_wireless_nic_has_a_frontend_of_its_own_kind_and_an_ordinary_backend() -> None:
    nodes = device.vif(D, vif_spec(replace(NIC0, wireless=True), DOM0), SIDE, "")
    assert nodes.device.frontend_path == "/local/domain/5/device/vwif/0"
    assert nodes.device.backend_path == "/local/domain/0/backend/vif/5/0"


@pytest.mark.parametrize(
    "mac", ["", "vm", "00:11:22:33:44", "00:11:22:33:44:5g", "0:11:22:33:44:55"]
)
def test_mac_that_is_none_is_refused(mac: str) -> None:
    with pytest.raises(InvalidMac) as caught:
        vif_spec(replace(NIC0, mac=mac), DOM0)
    assert caught.value.mac == mac


def test_stub_domain_mac_is_the_guests_with_one_bit_turned() -> None:
    assert stubdom_mac("4e:1c:b4:98:ed:0a") == "4c:1c:b4:98:ed:0a"
    assert stubdom_mac(stubdom_mac("f2:48:68:4f:d0:81")) == "f2:48:68:4f:d0:81"


@pytest.mark.parametrize("nodes", [device.vkbd(D, Devid(1), ""), device.vfb(D, "")])
def test_keyboard_and_framebuffer_are_served_by_dom0_and_name_their_protocol(nodes) -> None:
    assert tuple(nodes.frontend_keys) == (
        ("backend-id", "0"),
        ("protocol", "x86_64-abi"),
        ("state", "1"),
    )
    assert tuple(nodes.backend_keys) == (("frontend-id", "5"), ("online", "1"), ("state", "1"))


def test_console_of_a_stub_domain_uses_the_ring_of_its_build() -> None:
    nodes = device.console(Domid(6), "stubdom-5", "1179652", "2")
    assert tuple(nodes.frontend_keys) == (
        ("backend-id", "0"),
        ("protocol", "vt100"),
        ("limit", "0"),
        ("ring-ref", "1179652"),
        ("port", "2"),
        ("type", "ioemu"),
        ("output", "file:/var/log/xen/qemu-dm-6"),
    )
    assert tuple(nodes.backend_keys) == (
        ("frontend-id", "6"),
        ("online", "1"),
        ("state", "1"),
        ("domain", "stubdom-5"),
        ("protocol", "vt100"),
    )


def test_dom0_names_an_xvd_disk_of_its_own_by_path() -> None:
    spec = vbd_spec(replace(HDA, device="xvda"), through_stubdom=False)
    assert dict(device.vbd(DOM0, spec, SIDE, None, "").backend_keys)["dev"] == "/dev/xvda"
    assert dict(device.vbd(D, spec, SIDE, None, "").backend_keys)["dev"] == "xvda"
