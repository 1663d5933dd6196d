"""What all device classes share: kinds, their two xenstore directories, adding and removing them.

Knows no class's keys and waits for nothing.  Source: xenops device_common.ml, device.ml.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xenvm.ids import DOM0, Devid, Domid
from xenvm.xenops import layout
from xenvm.xenstore.local import LocalHandle

Keys = Iterable[tuple[str, str]]


class DeviceKind(StrEnum):
    """Device classes as their directories are named."""

    VIF = "vif"
    VWIF = "vwif"
    VBD = "vbd"
    TAP = "tap"
    PCI = "pci"
    VFB = "vfb"
    VKBD = "vkbd"
    V4V = "v4v"
    CONSOLE = "console"
    VSND = "vsnd"
    VTPM = "vtpm"


_KINDS: Final = {kind.value: kind for kind in DeviceKind}
DISK_KINDS: Final = frozenset({DeviceKind.VBD, DeviceKind.TAP})
NIC_KINDS: Final = frozenset({DeviceKind.VIF, DeviceKind.VWIF})


@dataclass(frozen=True, slots=True)
class Device:
    """One device: who uses it, who serves it, and the number both know it by."""

    domid: Domid
    frontend_kind: DeviceKind
    devid: Devid
    backend_domid: Domid
    backend_kind: DeviceKind

    @property
    def frontend_path(self) -> str:
        return layout.frontend(self.domid, self.frontend_kind, self.devid)

    @property
    def backend_path(self) -> str:
        return layout.backend(self.backend_domid, self.backend_kind, self.domid, self.devid)

    @property
    def hotplug_dir(self) -> str:
        return layout.hotplug_dir(self.domid, self.backend_kind, self.devid)

    @property
    def hotplug_path(self) -> str:
        return layout.hotplug(self.domid, self.backend_kind, self.devid)

    @property
    def error_path(self) -> str:
        return layout.device_error(self.domid, self.frontend_kind, self.devid)

    @property
    def has_hotplug(self) -> bool:
        """Whether a script in the backend domain answers for it."""
        return self.backend_kind in DISK_KINDS or self.backend_kind in NIC_KINDS


def add(handle: LocalHandle, device: Device, frontend_keys: Keys, backend_keys: Keys) -> None:
    """Make both directories anew, in one transaction, each pointing to the other by its first key.

    The key order is a promise: watchers see it.
    """
    front, back = device.frontend_path, device.backend_path
    private = device.hotplug_dir
    domid, backend_domid = device.domid, device.backend_domid
    with handle.atomically() as t:
        t.rm(front)
        t.rm(back)
        t.make(front, layout.owned(domid, backend_domid), (("backend", back), *frontend_keys))
        t.make(back, layout.owned(backend_domid, domid), (("frontend", front), *backend_keys))
        t.make(private, layout.guest_rw(backend_domid), ())


def remove(handle: LocalHandle, device: Device) -> None:
    """Remove both directories and the frontend's error; what is gone already is fine."""
    handle.rm(device.frontend_path)
    handle.rm(device.backend_path)
    handle.rm(device.error_path.rpartition("/")[0])


def devices_of(handle: LocalHandle, domid: Domid) -> list[Device]:
    """Every device of a domain, found by its backend directories.

    Backend domains are those that the frontends name, and dom0. A backend whose link does not
    lead back to a frontend of this domain and number is none of ours.
    """
    return [
        device
        for backend_domid in backend_domids_of(handle, domid)
        for device in _served_by(handle, backend_domid, domid)
    ]


def backend_domids_of(handle: LocalHandle, domid: Domid) -> list[Domid]:
    """The domains that serve any device of a domain, ascending; dom0 always."""
    backend_domids = {DOM0}
    devices = f"{layout.domain(domid)}/device"
    for kind in handle.children(devices):
        for devid in handle.children(f"{devices}/{kind}"):
            text = handle.get(f"{devices}/{kind}/{devid}/backend-id")
            if text is not None and text.isdecimal():
                backend_domids.add(Domid(int(text)))
    return sorted(backend_domids)


def _served_by(handle: LocalHandle, backend_domid: Domid, domid: Domid) -> Iterator[Device]:
    root = layout.backend_root(backend_domid)
    for kind_name in handle.children(root):
        backend_kind = _KINDS.get(kind_name)
        if backend_kind is None:
            continue
        for name in handle.children(f"{root}/{kind_name}/{domid}"):
            link = handle.get(f"{root}/{kind_name}/{domid}/{name}/frontend")
            frontend_kind = _frontend_kind(link, domid, name)
            if frontend_kind is not None:
                yield Device(domid, frontend_kind, Devid(int(name)), backend_domid, backend_kind)


def _frontend_kind(link: str | None, domid: Domid, devid_name: str) -> DeviceKind | None:
    """The kind in a link `/local/domain/<domid>/device/<kind>/<devid>`; None for any other."""
    if link is None or not devid_name.isdecimal():
        return None
    prefix = f"{layout.domain(domid)}/device/"
    kind_name, _, name = link.removeprefix(prefix).partition("/")
    if not link.startswith(prefix) or name != devid_name:
        return None
    return _KINDS.get(kind_name)
