"""An empty image is one that other programs read, and its size can be read back."""

from __future__ import annotations

import struct

import pytest

from xenmgr.vhd import BLOCK_BYTES, FOOTER_BYTES, MIB, empty_image, virtual_size_mib

UUID = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


@pytest.mark.parametrize("size_mib", [1, 2, 3, 127, 40_960, 2_088_960])
def test_the_virtual_size_is_read_back(size_mib: int) -> None:
    image = empty_image(size_mib, UUID, 1_000_000_000)
    assert virtual_size_mib(image[:FOOTER_BYTES]) == size_mib


def test_the_image_ends_with_the_footer_that_it_starts_with() -> None:
    image = empty_image(100, UUID, 1_000_000_000)
    assert image[:FOOTER_BYTES] == image[-FOOTER_BYTES:]
    assert image[FOOTER_BYTES : FOOTER_BYTES + 8] == b"cxsparse"


def test_footer_and_header_carry_their_checksums() -> None:
    image = empty_image(100, UUID, 1_000_000_000)
    for block, at in ((image[:512], 64), (image[512:1536], 36)):
        (stored,) = struct.unpack_from(">I", block, at)
        cleared = block[:at] + bytes(4) + block[at + 4 :]
        assert stored == ~sum(cleared) & 0xFFFFFFFF


def test_the_block_table_has_an_empty_entry_for_each_block() -> None:
    image = empty_image(100, UUID, 1_000_000_000)
    blocks = 100 * MIB // BLOCK_BYTES
    assert image[1536 : 1536 + 4 * blocks] == b"\xff" * 4 * blocks


@pytest.mark.parametrize("sector", [b"", b"conectix", bytes(512), b"x" * 512])
def test_what_is_no_image_has_no_size(sector: bytes) -> None:
    assert virtual_size_mib(sector) == 0
