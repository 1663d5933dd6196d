# Generated from vm_disk.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of vm_disk.xml: proxies that never introspect."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypedDict, cast

from rpcgen.runtime import codec
from rpcgen.runtime.proxy import Proxy, Subscription

from . import xenmgr_types as _xenmgr_types

_pack_b = struct.Struct("<I").pack
_pack_i = struct.Struct("<i").pack


def _encode_i(result: int) -> bytes:
    return _pack_i(result)


def _encode_is(result: tuple[int, str]) -> bytes:
    v0, v1 = result
    out = bytearray()
    out += _pack_i(v0)
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


def _encode_sb(result: tuple[str, bool]) -> bytes:
    v0, v1 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    out += _pack_b(codec.boolean(v1))
    return bytes(out)


VmdiskProperties = TypedDict(
    "VmdiskProperties",
    {
        "backend-name": str,
        "backend-uuid": str,
        "devtype": str,
        "enabled": bool,
        "encryption-key-set": bool,
        "managed-disktype": str,
        "mode": str,
        "phys-path": str,
        "phys-type": str,
        "shared": bool,
        "snapshot": str,
        "utilization-bytes": int,
        "virt-path": str,
        "virtual-size-mb": int,
    },
    total=False,
)


class VmdiskProxy(Proxy):
    """Proxy of com.citrix.xenclient.vmdisk.

    The disk's source, its place in the VM, and its encryption. Changes are not guarded by policy,
    take effect at the next boot and are followed by vm_config_changed. Everything on a deleted disk
    fails with 206:.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.vmdisk"

    async def attach_phy(self, phy_path: str) -> None:
        """Makes a block device of the host the disk's source; the disk becomes writable, of type
        phy and devtype disk.

        D-Bus: attach_phy(phy_path: s)
        """
        await self._rpc_call(self.INTERFACE, "attach_phy", "s", _encode_s(phy_path), "")

    async def attach_vhd(self, vhd_path: str) -> None:
        """Makes a VHD file the disk's source; the disk becomes writable, of type vhd and devtype
        disk.

        D-Bus: attach_vhd(vhd_path: s)
        """
        await self._rpc_call(self.INTERFACE, "attach_vhd", "s", _encode_s(vhd_path), "")

    async def delete(self) -> None:
        """Removes the disk from the VM. An unshared VHD file that no other VM uses is removed with
        it.

        D-Bus: delete()
        """
        await self._rpc_call(self.INTERFACE, "delete", "", b"", "")

    async def generate_crypto_key(self, keysize: int) -> None:
        """As generate_crypto_key_in, in the first of the host's key directories.

        D-Bus: generate_crypto_key(keysize: i)
        """
        await self._rpc_call(self.INTERFACE, "generate_crypto_key", "i", _encode_i(keysize), "")

    async def generate_crypto_key_in(self, keysize: int, dirpath: str) -> None:
        """Makes a random key of 256 or 512 bits for the VHD in a directory of the host and ties the
        VHD to it. Failed for another size, 238: when the key file exists, 239: when the VHD has a
        key.

        D-Bus: generate_crypto_key_in(keysize: i, dirpath: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "generate_crypto_key_in",
            "is",
            _encode_is((keysize, dirpath)),
            "",
        )

    async def mount(self, dirpath: str, readonly: bool) -> None:
        """Mounts the VHD's file system in a directory of the host. 207: when the disk is not a VHD.

        D-Bus: mount(dirpath: s, readonly: b)
        """
        await self._rpc_call(self.INTERFACE, "mount", "sb", _encode_sb((dirpath, readonly)), "")

    async def umount(self) -> None:
        """Undoes mount. 207: when the disk is not a VHD, Failed when it is not mounted.

        D-Bus: umount()
        """
        await self._rpc_call(self.INTERFACE, "umount", "", b"", "")

    async def get_backend_name(self) -> str:
        """Name of the VM that carries the disk. Empty for domain 0. Setting it fails with 'not
        implemented'.

        D-Bus: property backend-name: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "backend-name", "s")
        return value

    async def set_backend_name(self, value: str) -> None:
        """See get_backend_name.

        D-Bus: property backend-name: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "backend-name", "s", value)

    async def get_backend_uuid(self) -> str:
        """Uuid of the VM that carries the disk. Empty for domain 0. Setting it fails with 'not
        implemented'.

        D-Bus: property backend-uuid: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "backend-uuid", "s")
        return value

    async def set_backend_uuid(self, value: str) -> None:
        """See get_backend_uuid.

        D-Bus: property backend-uuid: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "backend-uuid", "s", value)

    async def get_devtype(self) -> str:
        """disk or cdrom.

        D-Bus: property devtype: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "devtype", "s")
        return value

    async def set_devtype(self, value: str) -> None:
        """See get_devtype.

        D-Bus: property devtype: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "devtype", "s", value)

    async def get_enabled(self) -> bool:
        """Whether the VM gets the disk at boot.

        D-Bus: property enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "enabled", "b")
        return value

    async def set_enabled(self, value: bool) -> None:
        """See get_enabled.

        D-Bus: property enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "enabled", "b", value)

    async def get_encryption_key_set(self) -> bool:
        """Whether the VHD is tied to a key. False for other types.

        D-Bus: property encryption-key-set: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "encryption-key-set", "b")
        return value

    async def get_managed_disktype(self) -> _xenmgr_types.ManagedDisktype:
        """The disk's role in a managed VM, one of MANAGED_DISKTYPE.

        D-Bus: property managed-disktype: s, readwrite
        """
        return _xenmgr_types.ManagedDisktype(
            await self._rpc_get(self.INTERFACE, "managed-disktype", "s"),
        )

    async def set_managed_disktype(self, value: _xenmgr_types.ManagedDisktype) -> None:
        """See get_managed_disktype.

        D-Bus: property managed-disktype: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "managed-disktype", "s", value)

    async def get_mode(self) -> str:
        """r for read only, w for writable.

        D-Bus: property mode: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "mode", "s")
        return value

    async def set_mode(self, value: str) -> None:
        """See get_mode.

        D-Bus: property mode: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "mode", "s", value)

    async def get_phys_path(self) -> str:
        """The source: a file or block device of the host.

        D-Bus: property phys-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "phys-path", "s")
        return value

    async def set_phys_path(self, value: str) -> None:
        """See get_phys_path.

        D-Bus: property phys-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "phys-path", "s", value)

    async def get_phys_type(self) -> str:
        """What the source is: file, phy, qcow, vdi, aio, vhd or raw.

        D-Bus: property phys-type: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "phys-type", "s")
        return value

    async def set_phys_type(self, value: str) -> None:
        """See get_phys_type.

        D-Bus: property phys-type: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "phys-type", "s", value)

    async def get_shared(self) -> bool:
        """Whether the source belongs to others too; a shared source is never removed with the disk
        or the VM.

        D-Bus: property shared: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "shared", "b")
        return value

    async def set_shared(self, value: bool) -> None:
        """See get_shared.

        D-Bus: property shared: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "shared", "b", value)

    async def get_snapshot(self) -> str:
        """none, or what happens to changes: temporary (dropped when the VM stops),
        temporary-encrypted, coalesce, scripted, scripted-author, scripted-no-snapshot.

        D-Bus: property snapshot: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "snapshot", "s")
        return value

    async def set_snapshot(self, value: str) -> None:
        """See get_snapshot.

        D-Bus: property snapshot: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "snapshot", "s", value)

    async def get_utilization_bytes(self) -> int:
        """Bytes that the VHD takes on the host; 0 for other types.

        D-Bus: property utilization-bytes: x, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "utilization-bytes", "x")
        return value

    async def get_virt_path(self) -> str:
        """The disk's name in the VM, for example hda or xvda1. hdc is the CD drive.

        D-Bus: property virt-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "virt-path", "s")
        return value

    async def set_virt_path(self, value: str) -> None:
        """See get_virt_path.

        D-Bus: property virt-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "virt-path", "s", value)

    async def get_virtual_size_mb(self) -> int:
        """MiB that the guest sees of the VHD; 0 for other types.

        D-Bus: property virtual-size-mb: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "virtual-size-mb", "i")
        return value

    async def get_all(self) -> VmdiskProperties:
        """Every readable property by its wire name.

        D-Bus: Properties.GetAll
        """
        return cast(VmdiskProperties, await self._rpc_get_all(self.INTERFACE))

    async def on_properties_changed(
        self,
        callback: Callable[[dict[str, object], list[str]], None],
    ) -> Subscription:
        """Calls callback(changed values, invalidated names), both by wire name.

        D-Bus: signal Properties.PropertiesChanged
        """
        return await self._rpc_on_properties_changed(self.INTERFACE, callback)
