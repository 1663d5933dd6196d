"""The talk with the hotplug scripts of backend domains: a node `hotplug` that comes and goes.

Source: xenops hotplug.ml.
"""

from collections.abc import Sequence
from typing import Final

from xenvm.errors import HotplugTimeout, WatchTimeout
from xenvm.ids import Domid
from xenvm.units import seconds
from xenvm.xenops import layout, watch
from xenvm.xenops.device_common import NIC_KINDS, Device
from xenvm.xenops.host import Host

HOTPLUG_TIMEOUT_NS: Final = seconds(1200)
ONLINE: Final = "online"


async def wait_online(host: Host, device: Device) -> None:
    """Return when the backend's script holds the device. Raises HotplugTimeout."""
    try:
        await watch.wait_equal(
            host.store, host.clock, device.hotplug_path, ONLINE, HOTPLUG_TIMEOUT_NS
        )
    except WatchTimeout as error:
        raise _timeout(device) from error


def plug_vif(host: Host, device: Device, network: str) -> None:
    """Tell the network daemon and netback that the NIC's backend is to carry the network."""
    if device.backend_kind not in NIC_KINDS:
        raise ValueError(f"not a NIC kind={device.backend_kind}")
    back = device.backend_path
    host.store.write(f"{back}/bridge", network)
    host.store.write(f"{back}/hotplug-status", "connected")


async def wait_all_offline(
    host: Host, domid: Domid, devices: Sequence[Device], timeout_ns: int
) -> list[Device]:
    """Return when no script holds any of the devices of one domain; those still held at the end.

    One watch and one deadline for all of them; a backend domain that is gone is not waited for.
    """
    held = _held(host, devices)
    if not held:
        return []
    try:
        await watch.wait_for(
            host.store,
            host.clock,
            (f"{layout.private(domid)}/hotplug",),
            lambda: None if _held(host, held) else True,
            timeout_ns,
        )
    except WatchTimeout:
        return _held(host, held)
    return []


async def release(host: Host, domid: Domid, devices: Sequence[Device]) -> list[Device]:
    """Wait for every script to let go, then drop what was noted about the devices.

    Answers the devices that were never let go; their notes stay, for people to see.
    """
    stuck = await wait_all_offline(host, domid, devices, HOTPLUG_TIMEOUT_NS)
    for device in devices:
        if device not in stuck:
            host.store.rm(device.hotplug_dir)
    return stuck


def _held(host: Host, devices: Sequence[Device]) -> list[Device]:
    return [
        device
        for device in devices
        if host.store.exists(device.hotplug_path) and host.serves(device.backend_domid)
    ]


def _timeout(device: Device) -> HotplugTimeout:
    return HotplugTimeout(device.domid, device.backend_kind.value, device.devid)
