# Generated from vm_disk.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of vm_disk.xml."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import Arg, Interface, Method, Property, ServerInterface

_pack_i = struct.Struct("<i").pack
_pack_x = struct.Struct("<q").pack
_unpack_b = struct.Struct("<I").unpack_from
_unpack_i = struct.Struct("<i").unpack_from


def _aligned(body: bytes, at: int, alignment: int) -> int:
    """The next multiple of `alignment`; what is skipped must be zero."""
    start = -(-at // alignment) * alignment
    if start != at:
        codec.expect_zero(body, at, start)
    return start


def _decode_i(body: bytes) -> tuple[int]:
    try:
        (v0,) = _unpack_i(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for i") from error
    codec.expect_end(body, 4)
    return (v0,)


def _decode_is(body: bytes) -> tuple[int, str]:
    try:
        (v0,) = _unpack_i(body, 0)
        v1, at = codec.read_string(body, 4)
    except struct.error as error:
        raise codec.DecodeError("body is too short for is") from error
    codec.expect_end(body, at)
    return v0, v1


def _decode_none(body: bytes) -> tuple[()]:
    codec.expect_end(body, 0)
    return ()


def _decode_s(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_string(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for s") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_sb(body: bytes) -> tuple[str, bool]:
    try:
        v0, at = codec.read_string(body, 0)
        at = _aligned(body, at, 4)
        (v1,) = _unpack_b(body, at)
        if v1 > 1:
            raise codec.DecodeError(f"boolean is {v1}")
        at += 4
    except struct.error as error:
        raise codec.DecodeError("body is too short for sb") from error
    codec.expect_end(body, at)
    return v0, v1 == 1


def _encode_none(result: None) -> bytes:
    return b""


@cache
def _entry_b(name: str) -> Callable[[bool], bytes]:
    start = _entry_start(name, "b", 4)
    end = codec.PADDING[-(len(start) + 4) & 7]
    entries = tuple(start + codec.pack_u32(number) + end for number in (0, 1))

    def entry(value: bool) -> bytes:
        return entries[codec.boolean(value)]

    return entry


@cache
def _entry_i(name: str) -> Callable[[int], bytes]:
    start = _entry_start(name, "i", 4)
    end = codec.PADDING[-(len(start) + 4) & 7]

    def entry(value: int) -> bytes:
        return start + _pack_i(value) + end

    return entry


@cache
def _entry_s(name: str) -> Callable[[str], bytes]:
    start = _entry_start(name, "s", 4)
    ends = [b"\x00" + codec.PADDING[-(len(start) + 5 + size) & 7] for size in range(8)]

    def entry(value: str) -> bytes:
        data = codec.text(value)
        return start + codec.pack_u32(len(data)) + data + ends[len(data) & 7]

    return entry


def _entry_start(name: str, signature: str, alignment: int) -> bytes:
    """An a{sv} entry up to where its value begins."""
    key, kind = codec.text(name), signature.encode()
    start = codec.pack_u32(len(key)) + key + b"\x00" + bytes((len(kind),)) + kind + b"\x00"
    return start + codec.PADDING[-len(start) % alignment]


@cache
def _entry_x(name: str) -> Callable[[int], bytes]:
    start = _entry_start(name, "x", 8)
    end = codec.PADDING[-(len(start) + 8) & 7]

    def entry(value: int) -> bytes:
        return start + _pack_x(value) + end

    return entry


def _variant_b(value: bool) -> bytes:
    return b"\x01b\x00\x00" + codec.pack_u32(codec.boolean(value))


def _variant_i(value: int) -> bytes:
    return b"\x01i\x00\x00" + _pack_i(value)


def _variant_s(value: str) -> bytes:
    data = codec.text(value)
    return b"\x01s\x00\x00" + codec.pack_u32(len(data)) + data + b"\x00"


def _variant_x(value: int) -> bytes:
    return b"\x01x\x00\x00\x00\x00\x00\x00" + _pack_x(value)


class VmdiskServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.vmdisk.

    The disk's source, its place in the VM, and its encryption. Changes are not guarded by policy,
    take effect at the next boot and are followed by vm_config_changed. Everything on a deleted disk
    fails with 206:.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.vmdisk",
        (
            Method(
                "attach_phy",
                "attach_phy",
                (Arg("phy_path", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "attach_vhd",
                "attach_vhd",
                (Arg("vhd_path", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method("delete", "delete", (), (), "", "", _decode_none, _encode_none),
            Method(
                "generate_crypto_key",
                "generate_crypto_key",
                (Arg("keysize", "i"),),
                (),
                "i",
                "",
                _decode_i,
                _encode_none,
            ),
            Method(
                "generate_crypto_key_in",
                "generate_crypto_key_in",
                (Arg("keysize", "i"), Arg("dirpath", "s")),
                (),
                "is",
                "",
                _decode_is,
                _encode_none,
            ),
            Method(
                "mount",
                "mount",
                (Arg("dirpath", "s"), Arg("readonly", "b")),
                (),
                "sb",
                "",
                _decode_sb,
                _encode_none,
            ),
            Method("umount", "umount", (), (), "", "", _decode_none, _encode_none),
        ),
        (),
        (
            Property(
                "backend-name",
                "backend_name",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("backend-name"),
            ),
            Property(
                "backend-uuid",
                "backend_uuid",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("backend-uuid"),
            ),
            Property(
                "devtype",
                "devtype",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("devtype"),
            ),
            Property(
                "enabled",
                "enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("enabled"),
            ),
            Property(
                "encryption-key-set",
                "encryption_key_set",
                "b",
                "read",
                "false",
                _variant_b,
                _entry_b("encryption-key-set"),
            ),
            Property(
                "managed-disktype",
                "managed_disktype",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("managed-disktype"),
            ),
            Property("mode", "mode", "s", "readwrite", "true", _variant_s, _entry_s("mode")),
            Property(
                "phys-path",
                "phys_path",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("phys-path"),
            ),
            Property(
                "phys-type",
                "phys_type",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("phys-type"),
            ),
            Property("shared", "shared", "b", "readwrite", "true", _variant_b, _entry_b("shared")),
            Property(
                "snapshot",
                "snapshot",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("snapshot"),
            ),
            Property(
                "utilization-bytes",
                "utilization_bytes",
                "x",
                "read",
                "false",
                _variant_x,
                _entry_x("utilization-bytes"),
            ),
            Property(
                "virt-path",
                "virt_path",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("virt-path"),
            ),
            Property(
                "virtual-size-mb",
                "virtual_size_mb",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("virtual-size-mb"),
            ),
        ),
    )

    @abstractmethod
    async def attach_phy(self, phy_path: str) -> None:
        """Makes a block device of the host the disk's source; the disk becomes writable, of type
        phy and devtype disk.

        D-Bus: attach_phy(phy_path: s)
        """

    @abstractmethod
    async def attach_vhd(self, vhd_path: str) -> None:
        """Makes a VHD file the disk's source; the disk becomes writable, of type vhd and devtype
        disk.

        D-Bus: attach_vhd(vhd_path: s)
        """

    @abstractmethod
    async def delete(self) -> None:
        """Removes the disk from the VM. An unshared VHD file that no other VM uses is removed with
        it.

        D-Bus: delete()
        """

    @abstractmethod
    async def generate_crypto_key(self, keysize: int) -> None:
        """As generate_crypto_key_in, in the first of the host's key directories.

        D-Bus: generate_crypto_key(keysize: i)
        """

    @abstractmethod
    async def generate_crypto_key_in(self, keysize: int, dirpath: str) -> None:
        """Makes a random key of 256 or 512 bits for the VHD in a directory of the host and ties the
        VHD to it. Failed for another size, 238: when the key file exists, 239: when the VHD has a
        key.

        D-Bus: generate_crypto_key_in(keysize: i, dirpath: s)
        """

    @abstractmethod
    async def mount(self, dirpath: str, readonly: bool) -> None:
        """Mounts the VHD's file system in a directory of the host. 207: when the disk is not a VHD.

        D-Bus: mount(dirpath: s, readonly: b)
        """

    @abstractmethod
    async def umount(self) -> None:
        """Undoes mount. 207: when the disk is not a VHD, Failed when it is not mounted.

        D-Bus: umount()
        """
