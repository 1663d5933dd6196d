"""The steps that starts and stops consist of: data that says what is to be done, not how.

Order is plan.py's matter, doing them perform.py's and teardown.py's.
"""

from dataclasses import dataclass
from enum import Enum

from xenvm.ids import Devid, Domid, VmUuid
from xenvm.vmconfig import StubdomConfig, VmConfig
from xenvm.xenops.device import VbdSpec, VifSpec
from xenvm.xenops.device_common import Device
from xenvm.xenops.domain import BuildSpec, MakeSpec
from xenvm.xenops.memory import MemoryPlan


class Role(Enum):
    """Whose device or node a step is about."""

    GUEST = "guest"
    STUBDOM = "stubdom"


@dataclass(frozen=True, slots=True)
class WaitMemory:
    """Have so much memory promised; pages under scrubbing are waited for."""

    needed_kib: int


@dataclass(frozen=True, slots=True)
class MakeDomain:
    """Create the guest's domain and its nodes."""

    spec: MakeSpec


@dataclass(frozen=True, slots=True)
class BuildDomain:
    """Give the guest memory and an image, and introduce it."""

    spec: BuildSpec


@dataclass(frozen=True, slots=True)
class AttachTap:
    """Have a block device stand for an image file."""

    device: str
    path: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class AddVbd:
    """Add a disk and wait for its hotplug script."""

    role: Role
    spec: VbdSpec


@dataclass(frozen=True, slots=True)
class AddVif:
    """Add a NIC, wait for its hotplug script, and plug it into its network."""

    role: Role
    spec: VifSpec


@dataclass(frozen=True, slots=True)
class WriteVcpus:
    """Say that all vcpus are online."""

    vcpus: int


@dataclass(frozen=True, slots=True)
class WriteTopOfLowMemory:
    """Say where the MMIO hole begins."""

    bars_mib: int


@dataclass(frozen=True, slots=True)
class AddVkbd:
    role: Role
    devid: Devid


@dataclass(frozen=True, slots=True)
class AddVfb:
    role: Role


@dataclass(frozen=True, slots=True)
class PrepareDeviceModel:
    """Write the device model's options."""

    config: VmConfig


@dataclass(frozen=True, slots=True)
class MakeStubdom:
    """Create and build the stub domain and tie it to the guest."""

    uuid: VmUuid
    stubdom: StubdomConfig
    memory: MemoryPlan
    config: VmConfig


@dataclass(frozen=True, slots=True)
class AddStubdomConsole:
    pass


@dataclass(frozen=True, slots=True)
class WaitArgoFirewall:
    """Wait until the manager says that the guest's firewall rules stand."""


@dataclass(frozen=True, slots=True)
class UnpauseStubdom:
    pass


@dataclass(frozen=True, slots=True)
class StartDeviceModel:
    """Have the agents run every device that the guest needs."""

    config: VmConfig


@dataclass(frozen=True, slots=True)
class OpenPowerState:
    """Give the stub domain the node by which it tells of sleep."""


@dataclass(frozen=True, slots=True)
class ReturnMemory:
    """Give back memory that was promised and never taken."""


StartStep = (
    WaitMemory
    | MakeDomain
    | BuildDomain
    | AttachTap
    | AddVbd
    | AddVif
    | WriteVcpus
    | WriteTopOfLowMemory
    | AddVkbd
    | AddVfb
    | PrepareDeviceModel
    | MakeStubdom
    | AddStubdomConsole
    | WaitArgoFirewall
    | UnpauseStubdom
    | StartDeviceModel
    | OpenPowerState
    | ReturnMemory
)


@dataclass(frozen=True, slots=True)
class DestroyDomain:
    """Begin the domain's death."""

    domid: Domid


@dataclass(frozen=True, slots=True)
class DropFromAgents:
    """Have device model agents forget the guest."""

    domid: Domid
    agents: tuple[Domid, ...]


@dataclass(frozen=True, slots=True)
class HaltStubdom:
    """Ask a stub domain to halt, and wait for it, but not for ever."""

    domid: Domid


@dataclass(frozen=True, slots=True)
class CloseDevices:
    """Shut every device of a domain hard and remove its directories."""

    domid: Domid
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class ReleaseDevices:
    """Wait until hotplug scripts have let go, and forget what they told."""

    domid: Domid
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class RemoveNodes:
    """Remove every node of a domain, in its own tree and at its backends."""

    domid: Domid
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class AwaitGone:
    """Wait until the hypervisor has forgotten the domain."""

    domid: Domid


@dataclass(frozen=True, slots=True)
class DetachTaps:
    """Close the block devices of image files."""


StopStep = (
    DestroyDomain
    | DropFromAgents
    | HaltStubdom
    | CloseDevices
    | ReleaseDevices
    | RemoveNodes
    | AwaitGone
    | DetachTaps
    | ReturnMemory
)
