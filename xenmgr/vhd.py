"""The VHD image format as far as an empty image and its size need it. Bytes in, bytes out.

Source: Virtual Hard Disk Image Format Specification 1.0.
"""

from __future__ import annotations

import struct
from uuid import UUID

MIB = 1024 * 1024
SECTOR_BYTES = 512
BLOCK_BYTES = 2 * MIB
FOOTER_BYTES = 512

_COOKIE = b"conectix"
_DYNAMIC = 3
# Seconds between the Unix epoch and the format's, 2000-01-01.
_EPOCH_S = 946_684_800
_FOOTER = struct.Struct(">8sIIQI4sI4sQQHBBII16sB427x")
_HEADER = struct.Struct(">8sQQIIII16sII512s192s256x")


def empty_image(size_mib: int, uuid: str, wall_s: int) -> bytes:
    """A dynamic VHD of that virtual size without any block."""
    size_bytes = size_mib * MIB
    blocks = -(-size_bytes // BLOCK_BYTES)
    footer = _footer(size_bytes, UUID(uuid).bytes, wall_s)
    table = b"\xff" * (-(-blocks * 4 // SECTOR_BYTES) * SECTOR_BYTES)
    return footer + _header(blocks) + table + footer


def virtual_size_mib(first_sector: bytes) -> int:
    """The virtual size that an image's first 512 bytes tell; 0 when they are no VHD's."""
    if len(first_sector) < FOOTER_BYTES or not first_sector.startswith(_COOKIE):
        return 0
    return int(_FOOTER.unpack(first_sector[:FOOTER_BYTES])[9]) // MIB


def _footer(size_bytes: int, uuid: bytes, wall_s: int) -> bytes:
    cylinders, heads, sectors = _geometry(size_bytes // SECTOR_BYTES)

    def pack(checksum: int) -> bytes:
        return _FOOTER.pack(
            _COOKIE,
            2,  # the reserved bit, always set
            0x10000,
            FOOTER_BYTES,  # where the dynamic header starts
            max(0, wall_s - _EPOCH_S),
            b"tap\0",
            0x10003,
            b"\0\0\0\0",
            size_bytes,
            size_bytes,
            cylinders,
            heads,
            sectors,
            _DYNAMIC,
            checksum,
            uuid,
            0,
        )

    return pack(_checksum(pack(0)))


def _header(blocks: int) -> bytes:
    def pack(checksum: int) -> bytes:
        return _HEADER.pack(
            b"cxsparse",
            0xFFFFFFFFFFFFFFFF,
            FOOTER_BYTES + _HEADER.size,
            0x10000,
            blocks,
            BLOCK_BYTES,
            checksum,
            bytes(16),
            0,
            0,
            b"",
            b"",
        )

    return pack(_checksum(pack(0)))


def _checksum(data: bytes) -> int:
    return ~sum(data) & 0xFFFFFFFF


def _geometry(sectors: int) -> tuple[int, int, int]:
    """Cylinders, heads and sectors per track, by the specification's algorithm."""
    sectors = min(sectors, 65535 * 16 * 255)
    if sectors >= 65535 * 16 * 63:
        per_track, heads = 255, 16
        return sectors // per_track // heads, heads, per_track
    per_track = 17
    per_cylinder = sectors // per_track
    heads = max(4, (per_cylinder + 1023) // 1024)
    if per_cylinder >= heads * 1024 or heads > 16:
        per_track, heads = 31, 16
        per_cylinder = sectors // per_track
    if per_cylinder >= heads * 1024:
        per_track, heads = 63, 16
        per_cylinder = sectors // per_track
    return per_cylinder // heads, heads, per_track
