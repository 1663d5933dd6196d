"""The talk with device model agents: who offers what, what is asked for, and that it runs.

An agent lives in dom0 or in the VM's own stub domain.  Source: xenops dmagent.ml.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from xenvm.errors import DeviceModelFailed, DeviceUnrecognized, WatchTimeout
from xenvm.ids import DOM0, Domid
from xenvm.units import seconds
from xenvm.vmconfig import DeviceType, DiskConfig, DiskMode, DiskType, NicConfig, VmConfig
from xenvm.xenops import layout, watch
from xenvm.xenops.device import TapDevice
from xenvm.xenops.disk_number import disk_index
from xenvm.xenops.host import Host
from xenvm.xenstore.local import LocalHandle

DROP_TIMEOUT_NS: Final = seconds(20)
RUNNING: Final = "running"
DEFAULT_NIC_MODEL: Final = "rtl8139"
DEFAULT_SERIAL: Final = "pty"
NO_SERIAL: Final = "none"

_ALWAYS: Final = ("xenmou", "xen_acpi_pm", "xen_pci_pt")
_CDROM_PASSTHROUGHS: Final = ("cdrom-pt-exclusive", "cdrom-pt-ro-exclusive")

# Devices whose nodes are not simply called after them; xen_pci_pt has one for each device passed
# through, hence none here.
_WITH_NODES_OF_THEIR_OWN: Final = frozenset(
    {"audio", "serial", "net", "drive", "cdrom", "xen_pci_pt"}
)


@dataclass(frozen=True, slots=True)
class Info:
    """One node below `infos`: a device of the model with its options."""

    name: str
    device: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Offer:
    """One device model that one agent can run."""

    agent_domid: Domid
    dm_name: str
    targeted: bool
    devices: frozenset[str]


def needed_devices(config: VmConfig) -> tuple[str, ...]:
    """The device names that somebody must offer for an HVM guest."""
    names = list(_ALWAYS)
    if config.has_extra("std-vga"):
        names.append("svga")
    if config.has_extra("xengfx"):
        names.append("xengfx")
    if config.acpi:
        names.append("acpi")
    if config.sound:
        names.append("audio")
    if config.serial != NO_SERIAL:
        names.append("serial")
    if config.nics:
        names.append("net")
    if any(disk.device_type is DeviceType.DISK for disk in config.disks):
        names.append("drive")
    if _cdrom_is_own_device(config):
        names.append("cdrom")
    return tuple(names)


def infos_of(
    config: VmConfig, names: Sequence[str], domid: Domid, taps: dict[str, TapDevice]
) -> list[Info]:
    """The nodes for all needed devices; taps by disk name hold what image files became.

    Raises DeviceModelFailed for a disk name without a letter.
    """
    infos = [Info(name, name) for name in names if name not in _WITH_NODES_OF_THEIR_OWN]
    if "audio" in names:
        recorder = "0" if config.has_extra("disable-audio-rec") else "1"
        infos.append(Info("audio", "audio", (("device", config.sound), ("recorder", recorder))))
    if "serial" in names:
        infos.append(Info("serial", "serial", (("device", config.serial or DEFAULT_SERIAL),)))
    infos += [_net(nic) for nic in config.nics]
    cdrom_device = "cdrom" if config.has_stubdom else "drive"
    for number, disk in enumerate(config.disks):
        cdrom = disk.device_type is DeviceType.CDROM
        options = _drive_options(config, domid, disk, taps)
        name = f"{disk.device_type.value}{number}"
        infos.append(Info(name, cdrom_device if cdrom else "drive", options))
    infos += _passthrough_drives(config)
    return infos


def pick(offers: Sequence[Offer], device: str, domid: Domid) -> Offer:
    """Who runs a device: an agent meant for this domain before any other, then the last one.

    Raises DeviceModelFailed.
    """
    able = [offer for offer in offers if device in offer.devices]
    if not able:
        raise DeviceModelFailed(domid, f"can't find a dm-agent for device={device}")
    targeted = [offer for offer in able if offer.targeted]
    return (targeted or able)[-1]


async def start(
    host: Host,
    domid: Domid,
    stub_domid: Domid | None,
    config: VmConfig,
    taps: dict[str, TapDevice],
    asked: set[Domid],
) -> None:
    """Have every needed device run; `asked` collects the agents that must drop the domain later.

    Raises DeviceModelFailed naming device model, agent and status.
    """
    agent_domid = DOM0 if stub_domid is None else stub_domid
    timeout_ns = seconds(config.dm_timeout_s)
    await _wait_agent(host, agent_domid, domid, timeout_ns)
    candidates = (DOM0,) if stub_domid is None else (DOM0, stub_domid)
    offers = [offer for agent in candidates for offer in offers_of(host.store, agent, domid)]
    names = needed_devices(config)
    chosen = {device: pick(offers, device, domid) for device in names}
    infos = infos_of(config, names, domid, taps)
    by_offer = sorted(((_chosen_for(info, chosen), info) for info in infos), key=_offer_order)
    for dmid, (offer, group) in enumerate(groupby(by_offer, key=lambda pair: pair[0])):
        asked.add(offer.agent_domid)
        path = f"{layout.dm_agent_domain(offer.agent_domid, domid)}/{dmid}"
        _write_infos(host.store, path, [info for _, info in group])
        await _wait_running(host, domid, dmid, offer, path, timeout_ns)


async def drop(host: Host, domid: Domid, agents: Iterable[Domid]) -> None:
    """Have the agents drop a domain; one that is not there to answer is not waited for."""
    store = host.store
    asked = []
    for agent_domid in agents:
        path = layout.dm_agent_domain(agent_domid, domid)
        if store.exists(path) and host.serves(agent_domid):
            store.write(f"{path}/destroy", "1")
            asked.append(path)
    if not asked:
        return
    try:
        await watch.wait_for(
            store,
            host.clock,
            asked,
            lambda: None if any(map(store.exists, asked)) else True,
            DROP_TIMEOUT_NS,
        )
    finally:
        for path in asked:
            store.rm(path)


def offers_of(handle: LocalHandle, agent_domid: Domid, domid: Domid) -> list[Offer]:
    """What an agent offers to a domain; nothing when it is meant for another one."""
    target = handle.get(layout.dm_agent_target(agent_domid))
    if target is not None and target != str(domid):
        return []
    capabilities = layout.dm_agent_capabilities(agent_domid)
    return [
        Offer(
            agent_domid,
            dm_name,
            target is not None,
            frozenset(handle.children(f"{capabilities}/{dm_name}")),
        )
        for dm_name in handle.children(capabilities)
    ]


async def _wait_agent(host: Host, agent_domid: Domid, domid: Domid, timeout_ns: int) -> None:
    path = layout.dm_agent_capabilities(agent_domid)
    try:
        await watch.wait_value(host.store, host.clock, path, timeout_ns)
    except WatchTimeout as error:
        raise DeviceModelFailed(domid, f"no dm-agent in domain={agent_domid}") from error


async def _wait_running(
    host: Host, domid: Domid, dmid: int, offer: Offer, path: str, timeout_ns: int
) -> None:
    status_path = f"{path}/status"
    try:
        status = await watch.wait_value(host.store, host.clock, status_path, timeout_ns)
    except WatchTimeout:
        status = "absent"
    if status != RUNNING:
        raise DeviceModelFailed(
            domid, f"dmid={dmid} agent={offer.agent_domid} dm={offer.dm_name} status={status}"
        )


def _write_infos(handle: LocalHandle, path: str, infos: Iterable[Info]) -> None:
    with handle.atomically() as t:
        t.mkdir(f"{path}/infos")
        perms = t.get_perms(f"{path}/infos")
        for info in infos:
            t.make(f"{path}/infos/{info.name}", perms, (("type", info.device), *info.options))


def _chosen_for(info: Info, chosen: dict[str, Offer]) -> Offer:
    # A guest with no disk but CDs has them on the same controller as the input devices.
    return chosen.get(info.device) or chosen[_ALWAYS[0]]


def _offer_order(pair: tuple[Offer, Info]) -> tuple[Domid, str]:
    return pair[0].agent_domid, pair[0].dm_name


def _cdrom_is_own_device(config: VmConfig) -> bool:
    has_cdrom = any(disk.device_type is DeviceType.CDROM for disk in config.disks)
    return (config.has_stubdom and has_cdrom) or any(map(config.has_extra, _CDROM_PASSTHROUGHS))


def _net(nic: NicConfig) -> Info:
    kind = "vwif" if nic.wireless else "vif"
    options = (
        ("model", nic.model or DEFAULT_NIC_MODEL),
        ("mac", nic.mac),
        ("bridge", nic.network),
        ("id", str(nic.devid)),
        ("name", f"{kind}{nic.devid}"),
    )
    return Info(f"net{nic.devid}", "net", options)


def _drive_options(
    config: VmConfig, domid: Domid, disk: DiskConfig, taps: dict[str, TapDevice]
) -> tuple[tuple[str, str], ...]:
    try:
        index = disk_index(disk.device)
    except DeviceUnrecognized as error:
        raise DeviceModelFailed(domid, f"disk without a letter device={disk.device}") from error
    tap = taps.get(disk.device)
    path = tap.path if tap else disk.path
    return (
        ("file", f"/dev/xvd{chr(ord('a') + index)}" if config.has_stubdom else path),
        ("media", disk.device_type.value),
        ("format", "file" if disk.disk_type is DiskType.FILE else "raw"),
        ("index", str(index)),
        ("readonly", "on" if disk.mode is DiskMode.READ else "off"),
    )


def _passthrough_drives(config: VmConfig) -> list[Info]:
    infos = []
    for item in config.extra_hvm:
        option, _, device = item.partition("=")
        if option in _CDROM_PASSTHROUGHS and device:
            address = device.rpartition("/")[2].replace(":", "_")
            options = (("device", device), ("option", option.removeprefix("cdrom-")))
            infos.append(Info(f"{option}-{address}", "cdrom", options))
    return infos
