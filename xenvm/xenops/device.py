"""The device classes: the exact keys of vbd, vif, vkbd, vfb and console, in their order.

Pure: each function yields nodes as data, device_common puts them into the store.
Source: xenops device.ml.
"""

import re
from dataclasses import dataclass
from typing import Final

from xenvm.errors import InvalidMac
from xenvm.ids import DOM0, Devid, Domid, VmUuid
from xenvm.vmconfig import DeviceType, DiskConfig, DiskMode, DiskType, NicConfig
from xenvm.xenbus import XenbusState
from xenvm.xenops.device_common import Device, DeviceKind, Keys
from xenvm.xenops.disk_number import disk_number

VIF_SCRIPT: Final = "/etc/xensource/scripts/vif"
# vfb, vkbd and console name the ABI always; other devices only when the builder found one.
DEFAULT_PROTOCOL: Final = "x86_64-abi"

_INITIALISING = XenbusState.INITIALISING
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}")
# Of the locally administered bit: how a stub domain's NIC differs from its guest's.
_STUBDOM_MAC_BIT: Final = 0x02


@dataclass(frozen=True, slots=True)
class Nodes:
    """One device and what its two directories hold, after the links to each other."""

    device: Device
    frontend_keys: Keys
    backend_keys: Keys


@dataclass(frozen=True, slots=True)
class BackendSide:
    """Who serves a device: the domain and the uuid that it carries."""

    domid: Domid
    uuid: VmUuid


@dataclass(frozen=True, slots=True)
class VbdSpec:
    """One disk as a guest or its stub domain sees it.

    tap: a tapdisk must be attached first and its block device stands for `path`.
    through_stubdom: the guest's own view when its stub domain holds the real disk.
    """

    device: str
    devid: Devid
    path: str
    disk_type: DiskType
    mode: DiskMode
    device_type: DeviceType
    backend_domid: Domid
    through_stubdom: bool = False

    @property
    def kind(self) -> DeviceKind:
        """aio and qcow disks have a directory of their own at the backend."""
        tap_kind = self.disk_type in (DiskType.AIO, DiskType.QCOW) and not self.through_stubdom
        return DeviceKind.TAP if tap_kind else DeviceKind.VBD


@dataclass(frozen=True, slots=True)
class VifSpec:
    """One NIC with its backend resolved."""

    devid: Devid
    network: str
    mac: str
    wireless: bool
    backend_domid: Domid


@dataclass(frozen=True, slots=True)
class TapDevice:
    """A block device that tapdisk offers for an image file."""

    path: str
    minor: int

    @property
    def number(self) -> str:
        """`major:minor` in hex, as the backend wants it; 0xfe is blktap's major."""
        return f"fe:{self.minor:x}"


def vbd_spec(disk: DiskConfig, *, through_stubdom: bool) -> VbdSpec:
    """Raises DeviceUnrecognized for a device name without a number."""
    return VbdSpec(
        device=disk.device,
        devid=disk_number(disk.device),
        path=disk.path,
        disk_type=disk.disk_type,
        mode=disk.mode,
        device_type=disk.device_type,
        backend_domid=disk.backend_domid,
        through_stubdom=through_stubdom,
    )


def vif_spec(nic: NicConfig, backend_domid: Domid) -> VifSpec:
    """Raises InvalidMac."""
    if _MAC.fullmatch(nic.mac) is None:
        raise InvalidMac(nic.mac)
    return VifSpec(nic.devid, nic.network, nic.mac, nic.wireless, backend_domid)


def stubdom_mac(mac: str) -> str:
    """The MAC of the stub domain's twin of a NIC: first byte xor 2."""
    return f"{int(mac[:2], 16) ^ _STUBDOM_MAC_BIT:02x}{mac[2:]}"


def vbd(domid: Domid, spec: VbdSpec, side: BackendSide, tap: TapDevice | None, abi: str) -> Nodes:
    """A disk; abi is the guest's protocol, "" when native."""
    device = Device(domid, DeviceKind.VBD, spec.devid, spec.backend_domid, spec.kind)
    frontend_keys = (
        ("backend-id", str(side.domid)),
        ("backend-uuid", side.uuid),
        ("state", _INITIALISING),
        ("virtual-device", str(spec.devid)),
        ("device-type", spec.device_type.value),
        *_protocol(abi),
    )
    backend_keys = (
        ("params", _disk_params(spec, tap)),
        ("frontend-id", str(domid)),
        ("online", "1"),
        ("removable", "1" if spec.device_type is DeviceType.CDROM else "0"),
        ("state", _INITIALISING),
        ("dev", _device_name(domid, spec.device)),
        ("type", _disk_type(spec)),
        ("mode", spec.mode.value),
        *((("physical-device", tap.number),) if tap else ()),
    )
    return Nodes(device, frontend_keys, backend_keys)


def vif(domid: Domid, spec: VifSpec, side: BackendSide, abi: str) -> Nodes:
    """A NIC; a wireless one has a frontend directory of its own kind."""
    frontend_kind = DeviceKind.VWIF if spec.wireless else DeviceKind.VIF
    device = Device(domid, frontend_kind, spec.devid, spec.backend_domid, DeviceKind.VIF)
    handle = str(spec.devid)
    frontend_keys = (
        ("backend-id", str(side.domid)),
        ("backend-uuid", side.uuid),
        ("state", _INITIALISING),
        ("handle", handle),
        ("mac", spec.mac),
        *_protocol(abi),
    )
    backend_keys = (
        ("frontend-id", str(domid)),
        ("online", "1"),
        ("state", _INITIALISING),
        ("script", VIF_SCRIPT),
        ("mac", spec.mac),
        ("handle", handle),
        ("bridge", spec.network),
    )
    return Nodes(device, frontend_keys, backend_keys)


def vkbd(domid: Domid, devid: Devid, abi: str) -> Nodes:
    """A keyboard (0) or pointer (1) served by dom0."""
    return _served_by_dom0(domid, DeviceKind.VKBD, devid, abi)


def vfb(domid: Domid, abi: str) -> Nodes:
    """A framebuffer served by dom0."""
    return _served_by_dom0(domid, DeviceKind.VFB, Devid(0), abi)


def console(domid: Domid, name: str, ring_ref: str, port: str) -> Nodes:
    """The console of a stub domain, on the ring that its build made."""
    device = Device(domid, DeviceKind.CONSOLE, Devid(0), DOM0, DeviceKind.CONSOLE)
    frontend_keys = (
        ("backend-id", str(DOM0)),
        ("protocol", "vt100"),
        ("limit", "0"),
        ("ring-ref", ring_ref),
        ("port", port),
        ("type", "ioemu"),
        ("output", f"file:/var/log/xen/qemu-dm-{domid}"),
    )
    backend_keys = (
        ("frontend-id", str(domid)),
        ("online", "1"),
        ("state", _INITIALISING),
        ("domain", name),
        ("protocol", "vt100"),
    )
    return Nodes(device, frontend_keys, backend_keys)


def _served_by_dom0(domid: Domid, kind: DeviceKind, devid: Devid, abi: str) -> Nodes:
    frontend_keys = (
        ("backend-id", str(DOM0)),
        ("protocol", abi or DEFAULT_PROTOCOL),
        ("state", _INITIALISING),
    )
    backend_keys = (("frontend-id", str(domid)), ("online", "1"), ("state", _INITIALISING))
    return Nodes(Device(domid, kind, devid, DOM0, kind), frontend_keys, backend_keys)


def _protocol(abi: str) -> tuple[tuple[str, str], ...]:
    return (("protocol", abi),) if abi else ()


def _disk_params(spec: VbdSpec, tap: TapDevice | None) -> str:
    if spec.through_stubdom:
        return f"/dev/{spec.device}"
    if tap is not None:
        return tap.path
    if spec.kind is DeviceKind.TAP:
        return f"{spec.disk_type.value}:{spec.path}"
    return spec.path


def _disk_type(spec: VbdSpec) -> str:
    if spec.kind is DeviceKind.TAP:
        return "tap"
    if spec.disk_type is DiskType.FILE and not spec.through_stubdom:
        return "file"
    return "phy"


def _device_name(domid: Domid, device: str) -> str:
    """dom0 wants a path for what it attaches to itself under an xvd name."""
    return f"/dev/{device}" if domid == DOM0 and device.startswith("x") else device
