# Generated from xenmgr_vm.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of xenmgr_vm.xml."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

VM_AUTH_INTERFACE: Final = "com.citrix.xenclient.xenmgr.vm.auth"
VM_INTERFACE: Final = "com.citrix.xenclient.xenmgr.vm"
VM_PCI_INTERFACE: Final = "com.citrix.xenclient.xenmgr.vm.pci"
VM_PRODUCT_INTERFACE: Final = "com.citrix.xenclient.xenmgr.vm.product"
VM_UNRESTRICTED_INTERFACE: Final = "com.citrix.xenclient.xenmgr.vm.unrestricted"


class VirtType(StrEnum):
    """VIRT_TYPE, D-Bus type s.

    How the processor and the devices are presented to the guest.

    PV: Paravirtual: the guest kernel knows that it runs on Xen and is loaded directly.
    PVH: Hardware assisted, without emulated devices.
    HVM: Hardware assisted, with a device model that emulates a whole machine.
    """

    PV = "pv"
    PVH = "pvh"
    HVM = "hvm"
