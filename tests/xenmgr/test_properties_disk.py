"""Disks: their words, and what their VHD images tell."""

from __future__ import annotations

import struct

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.property_rows import binding
from tests.support.targets import UUID, FakeDevice, FakeFiles, FakeVm
from xenmgr.properties.disk import DISK_INTERFACE, vhd_has_key, vhd_size_mib
from xenmgr.vhd import FOOTER_BYTES, SECTOR_BYTES, empty_image

IMAGE = empty_image(100, UUID, 0)
PATH = "/storage/disks/a.vhd"
HEADER_BYTES = 1024


def disk_on(image: bytes | None, kind: str | None = None) -> FakeDevice:
    vm = FakeVm({"config/disk/0/path": PATH})
    if kind is not None:
        vm.keys["config/disk/0/type"] = kind
    if image is not None:
        vm.host.files.contents[PATH] = image
    return FakeDevice(vm, "disk", 0)


def keyed(image: bytes) -> bytes:
    """The image with tapdisk's bitmap header after its block table, a key tied to it."""
    (entries,) = struct.unpack_from(">I", image, FOOTER_BYTES + 28)
    end = FOOTER_BYTES + HEADER_BYTES + -(-entries * 4 // SECTOR_BYTES) * SECTOR_BYTES
    bitmap = struct.pack(">8sQIIIcB", b"tdbatmap", 0, 0, 0, 0, b"\0", 1)
    return image[:end] + bitmap.ljust(SECTOR_BYTES, b"\0") + image[end:]


def test_a_vhd_tells_its_sizes() -> None:
    disk = disk_on(IMAGE)
    assert binding(DISK_INTERFACE, "virtual-size-mb").get(disk) == 100
    assert binding(DISK_INTERFACE, "utilization-bytes").get(disk) == len(IMAGE)
    assert binding(DISK_INTERFACE, "encryption-key-set").get(disk) is False


@pytest.mark.parametrize(
    ("image", "kind"), [(None, None), (b"not an image", None), (IMAGE, "file"), (IMAGE, "phy")]
)
def test_what_is_no_vhd_has_no_sizes(image: bytes | None, kind: str | None) -> None:
    disk = disk_on(image, kind)
    assert binding(DISK_INTERFACE, "virtual-size-mb").get(disk) == 0
    assert binding(DISK_INTERFACE, "utilization-bytes").get(disk) == 0
    assert binding(DISK_INTERFACE, "encryption-key-set").get(disk) is False


def test_a_fixed_vhd_has_its_footer_at_the_end() -> None:
    files = FakeFiles()
    files.contents[PATH] = bytes(4096) + IMAGE[:FOOTER_BYTES]
    assert vhd_size_mib(files, PATH) == 100


def test_a_tied_key_is_seen_in_the_image() -> None:
    disk = disk_on(keyed(IMAGE))
    assert binding(DISK_INTERFACE, "encryption-key-set").get(disk) is True


@pytest.mark.parametrize("size", [0, FOOTER_BYTES, FOOTER_BYTES + 10, FOOTER_BYTES + HEADER_BYTES])
def test_a_cut_image_has_no_key(size: int) -> None:
    files = FakeFiles()
    files.contents[PATH] = keyed(IMAGE)[:size]
    assert vhd_has_key(files, PATH) is False


@pytest.mark.parametrize("name", ["backend-name", "backend-uuid"])
def test_another_backend_is_not_implemented(name: str) -> None:
    with pytest.raises(Failed) as caught:
        binding(DISK_INTERFACE, name).set(disk_on(None), "x")
    assert caught.value.text == "not implemented"


@pytest.mark.parametrize(("name", "none"), [("snapshot", "none"), ("managed-disktype", "")])
def test_the_word_for_none_takes_the_key_away(name: str, none: str) -> None:
    row, disk = binding(DISK_INTERFACE, name), disk_on(None)
    disk.vm.keys[f"config/disk/0/{name}"] = "system" if name == "managed-disktype" else "coalesce"
    row.set(disk, none)
    assert disk.get(name) is None
    assert row.get(disk) == none
