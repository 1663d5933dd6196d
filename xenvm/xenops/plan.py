"""What a start and a stop consist of: steps in their order, before anything happens.

Pure: a plan is a function of a configuration and a few facts of the host. Order and content:
xenops facts 3.10 to 3.13, 5.10 A.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from xenvm.errors import MissingCapability, XenopsError
from xenvm.ids import Devid, Domid, VmUuid
from xenvm.vmconfig import DEFAULT_FIRMWARE, DiskMode, DiskType, VmConfig
from xenvm.xenops import steps
from xenvm.xenops.device import VifSpec, stubdom_mac, vbd_spec, vif_spec
from xenvm.xenops.device_common import Device
from xenvm.xenops.domain import BuildSpec, MakeSpec, hvm_params_of, platform_of
from xenvm.xenops.memory import guest_memory, required_to_boot_kib, stubdom_memory
from xenvm.xenops.steps import Role, StartStep, StopStep

VKBD_DEVIDS: Final = (Devid(0), Devid(1))


class InvalidConfig(XenopsError):
    """No domain can be made of a configuration."""

    def __init__(self, uuid: str, key: str, value: str) -> None:
        super().__init__(f"invalid config vm={uuid} key={key} value={value}")
        self.uuid = uuid
        self.key = key
        self.value = value


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What a start plan depends on beside the configuration.

    nic_backends: the backend domain of each NIC by its devid.
    """

    hvm: bool
    nic_backends: Mapping[Devid, Domid]
    stubdom_uuid: VmUuid


@dataclass(frozen=True, slots=True)
class StartPlan:
    """The two halves of a start: before and after the VM is seen to be created."""

    build: tuple[StartStep, ...]
    devices: tuple[StartStep, ...]


def plan_start(config: VmConfig, facts: HostFacts) -> StartPlan:
    """The steps from nothing to a paused domain with all its devices.

    Raises MissingCapability, InvalidConfig, DeviceUnrecognized, InvalidMac.
    """
    if config.hvm and not facts.hvm:
        raise MissingCapability("hvm")
    _check(config)
    build = (
        steps.WaitMemory(required_to_boot_kib(config)),
        steps.MakeDomain(_make_spec(config)),
        steps.BuildDomain(_build_spec(config)),
    )
    devices = [*_disks(config), *_nics(config, facts), steps.WriteVcpus(config.vcpus)]
    if config.hvm:
        devices.append(steps.WriteTopOfLowMemory(bars_mib=0))
    if config.vkbd:
        devices += [steps.AddVkbd(Role.GUEST, devid) for devid in VKBD_DEVIDS]
    if config.vfb:
        devices.append(steps.AddVfb(Role.GUEST))
    if config.has_device_model:
        devices += _device_model(config, facts)
    devices.append(steps.ReturnMemory())
    return StartPlan(build, tuple(devices))


def _check(config: VmConfig) -> None:
    if config.vcpus < 1:
        raise InvalidConfig(config.uuid, "vcpus", str(config.vcpus))
    if config.memory_mib < 1:
        raise InvalidConfig(config.uuid, "memory", str(config.memory_mib))
    if config.hvm and not 0 <= config.videoram_mib < config.memory_mib:
        raise InvalidConfig(config.uuid, "videoram", str(config.videoram_mib))
    devices = [disk.device for disk in config.disks]
    for device in devices:
        if devices.count(device) > 1:
            raise InvalidConfig(config.uuid, "disk", device)


def _make_spec(config: VmConfig) -> MakeSpec:
    return MakeSpec(
        uuid=config.uuid,
        name=config.name,
        hvm=config.hvm,
        hap=config.hvm and config.hap,
        flask_label=config.flask_label,
        platform=platform_of(config),
    )


def _build_spec(config: VmConfig) -> BuildSpec:
    if not config.hvm:
        return BuildSpec(
            memory=guest_memory(config),
            kernel=config.kernel,
            ramdisk=config.initrd,
            cmdline=config.cmdline,
            platform=platform_of(config),
        )
    return BuildSpec(
        memory=guest_memory(config),
        kernel=config.kernel or DEFAULT_FIRMWARE,
        platform=platform_of(config),
        hvm_params=hvm_params_of(config),
        xci_cpuid_signature=config.xci_cpuid_signature,
        cores_per_socket=config.cores_per_socket,
        bios=config.bios,
        time_offset_s=config.time_offset_s,
    )


def _disks(config: VmConfig) -> Iterator[StartStep]:
    for disk in config.disks:
        if disk.disk_type is DiskType.VHD:
            yield steps.AttachTap(disk.device, disk.path, disk.mode is DiskMode.READ)
        yield steps.AddVbd(Role.GUEST, vbd_spec(disk, through_stubdom=config.has_stubdom))


def _nics(config: VmConfig, facts: HostFacts) -> Iterator[StartStep]:
    for nic in sorted(config.nics, key=lambda nic: nic.devid):
        yield steps.AddVif(Role.GUEST, vif_spec(nic, facts.nic_backends[nic.devid]))


def _device_model(config: VmConfig, facts: HostFacts) -> Iterator[StartStep]:
    yield steps.PrepareDeviceModel(config)
    if config.has_stubdom:
        yield from _stubdom(config, facts)
    if config.waits_for_argo_firewall:
        yield steps.WaitArgoFirewall()
    if config.has_stubdom:
        yield steps.UnpauseStubdom()
    yield steps.StartDeviceModel(config)
    if config.has_stubdom:
        yield steps.OpenPowerState()


def _stubdom(config: VmConfig, facts: HostFacts) -> Iterator[StartStep]:
    memory = stubdom_memory(config)
    assert config.stubdom is not None
    assert memory is not None
    yield steps.MakeStubdom(facts.stubdom_uuid, config.stubdom, memory, config)
    for disk in config.disks:
        yield steps.AddVbd(Role.STUBDOM, vbd_spec(disk, through_stubdom=False))
    for nic in sorted(config.nics, key=lambda nic: nic.devid):
        spec = vif_spec(nic, facts.nic_backends[nic.devid])
        twin = VifSpec(spec.devid, spec.network, stubdom_mac(spec.mac), False, spec.backend_domid)
        yield steps.AddVif(Role.STUBDOM, twin)
    yield steps.AddVfb(Role.STUBDOM)
    yield steps.AddVkbd(Role.STUBDOM, Devid(0))
    yield steps.AddStubdomConsole()


@dataclass(frozen=True, slots=True)
class StopFacts:
    """What there is of a VM when it is to be taken down; nothing of it need be complete.

    stubdom_runs: it was unpaused and can be asked to halt.
    """

    domid: Domid | None
    devices: tuple[Device, ...] = ()
    stub_domid: Domid | None = None
    stub_devices: tuple[Device, ...] = ()
    stubdom_runs: bool = False
    agents: tuple[Domid, ...] = ()


def plan_stop(facts: StopFacts) -> tuple[StopStep, ...]:
    """The steps from whatever there is to nothing: also the inverse of a start that failed."""
    todo: list[StopStep] = []
    if facts.domid is not None:
        todo.append(steps.DestroyDomain(facts.domid))
        if facts.agents:
            todo.append(steps.DropFromAgents(facts.domid, facts.agents))
    if facts.stub_domid is not None:
        if facts.stubdom_runs:
            todo.append(steps.HaltStubdom(facts.stub_domid))
        todo.append(steps.DestroyDomain(facts.stub_domid))
        todo += _undo_domain(facts.stub_domid, facts.stub_devices)
    if facts.domid is not None:
        todo += _undo_domain(facts.domid, facts.devices)
    return (*todo, steps.DetachTaps(), steps.ReturnMemory())


def _undo_domain(domid: Domid, devices: tuple[Device, ...]) -> tuple[StopStep, ...]:
    return (
        steps.CloseDevices(domid, devices),
        steps.ReleaseDevices(domid, devices),
        steps.RemoveNodes(domid, devices),
        steps.AwaitGone(domid),
    )
