"""Which object lives at which path: the tree of the xenmgr service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rpcgen.runtime.tree import Folder, ObjectKind, Place
from xenmgr.host import Host
from xenmgr.object_paths import device_number
from xenmgr.objects.devices import DiskFace, NicFace
from xenmgr.objects.host import HostFace, InstallerFace, PowersettingsFace
from xenmgr.objects.root import (
    ConfigFace,
    ConfigUiFace,
    DiagFace,
    GuestreqFace,
    PolicyFace,
    TestingFace,
    UnrestrictedFace,
    XenmgrFace,
)
from xenmgr.objects.sim import SimFace, Simulation
from xenmgr.objects.vm import (
    VmAuthFace,
    VmFace,
    VmPciFace,
    VmProductFace,
    VmUnrestrictedFace,
)
from xenmgr.vm import Disk, Nic, Vm, device_ids

# The full set would be ten kilobytes a VM and pass D-Bus's message limit at a few thousand VMs.
MANAGED_PROPERTIES = ("domid", "name", "slot", "state", "type", "uuid")

_VM_INTERFACE = VmFace.INTERFACE.name
_MANAGED_GETTERS = tuple(
    (name, row.get)
    for name, row in sorted((VmFace.BINDINGS or {}).items())
    if name in MANAGED_PROPERTIES and row.get is not None
)


def places(host: Host, simulation: Simulation) -> list[Place]:
    """Every path of the service; interfaces in the order of introspection (xenmgr facts 1.1)."""
    registry = host.registry
    root_faces = (
        PolicyFace,
        XenmgrFace,
        ConfigFace,
        ConfigUiFace,
        DiagFace,
        GuestreqFace,
        TestingFace,
        UnrestrictedFace,
    )
    host_faces = (HostFace, InstallerFace, PowersettingsFace)
    vm_faces = (VmFace, VmAuthFace, VmPciFace, VmProductFace, VmUnrestrictedFace)

    def disk(part: str, number: str) -> Disk | None:
        device = _device(host, part, Disk, number)
        return device if isinstance(device, Disk) else None

    def nic(part: str, number: str) -> Nic | None:
        device = _device(host, part, Nic, number)
        return device if isinstance(device, Nic) else None

    def ids(part: str, kind: str) -> Iterable[str] | None:
        vm = registry.by_path_part(part)
        return None if vm is None else map(str, device_ids(vm, kind))

    return [
        ObjectKind(
            "/",
            root_faces,
            lambda: host,
            lambda target: tuple(face(target) for face in root_faces),
            children=lambda _: ("host", "sim", "vm"),
        ),
        ObjectKind(
            "/host", host_faces, lambda: host, lambda t: tuple(face(t) for face in host_faces)
        ),
        ObjectKind("/sim", (SimFace,), lambda: simulation, lambda target: (SimFace(target),)),
        Folder("/vm", registry.parts),
        ObjectKind(
            "/vm/{vm}",
            vm_faces,
            registry.by_path_part,
            lambda target: tuple(face(target) for face in vm_faces),
            children=lambda _: ("disk", "nic"),
            managed=lambda part: _managed_vm(registry.by_path_part(part)),
        ),
        Folder("/vm/{vm}/disk", lambda part: ids(part, "disk")),
        Folder("/vm/{vm}/nic", lambda part: ids(part, "nic")),
        ObjectKind("/vm/{vm}/disk/{disk}", (DiskFace,), disk, lambda target: (DiskFace(target),)),
        ObjectKind("/vm/{vm}/nic/{nic}", (NicFace,), nic, lambda target: (NicFace(target),)),
    ]


def managed_paths(host: Host) -> Iterable[str]:
    """Every object that ObjectManager shows; VMs may come and go while it is read."""
    yield from ("/host", "/sim")
    for vm in list(host.registry):
        yield vm.path
        yield from vm.device_paths()


def _device(host: Host, part: str, kind: type[Disk] | type[Nic], text: str) -> Disk | Nic | None:
    vm = host.registry.by_path_part(part)
    number = device_number(text)
    if vm is None or number is None:
        return None
    device = kind(vm, number)
    return device if device.exists() else None


def _managed_vm(vm: Vm | None) -> Mapping[str, Mapping[str, object]] | None:
    if vm is None:
        return None
    shown = {name: get(vm) for name, get in _MANAGED_GETTERS}
    return {_VM_INTERFACE: shown}
