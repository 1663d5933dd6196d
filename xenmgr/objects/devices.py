"""The objects /vm/<uuid_>/disk/<n> and /vm/<uuid_>/nic/<n>."""

from __future__ import annotations

from xenmgr._generated.vm_disk_server import VmdiskServer
from xenmgr._generated.vm_nic_server import VmnicServer
from xenmgr.creation import remove_disk_file
from xenmgr.devices import attach
from xenmgr.errors import not_supported
from xenmgr.properties.disk import DISK_BINDINGS
from xenmgr.properties.nic import NIC_BINDINGS
from xenmgr.vm import Disk, Nic


class DiskFace(VmdiskServer, properties=DISK_BINDINGS):
    """com.citrix.xenclient.vmdisk."""

    __slots__ = ()
    target: Disk

    async def attach_vhd(self, vhd_path: str) -> None:
        attach(self.target, vhd_path, "vhd")

    async def attach_phy(self, phy_path: str) -> None:
        attach(self.target, phy_path, "phy")

    async def delete(self) -> None:
        remove_disk_file(self.target.vm.host, self.target)
        self.target.delete()

    async def generate_crypto_key(self, keysize: int) -> None:
        raise not_supported("generate_crypto_key")

    async def generate_crypto_key_in(self, keysize: int, dirpath: str) -> None:
        raise not_supported("generate_crypto_key_in")

    async def mount(self, dirpath: str, readonly: bool) -> None:
        raise not_supported("mount")

    async def umount(self) -> None:
        raise not_supported("umount")


class NicFace(VmnicServer, properties=NIC_BINDINGS):
    """com.citrix.xenclient.vmnic."""

    __slots__ = ()
    target: Nic

    async def delete(self) -> None:
        self.target.delete()
