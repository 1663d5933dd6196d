"""Every xenstore path that the toolstack uses, and the shorthands for permissions.

Pure text: nothing here reads or writes a node.
"""

from typing import Final

from xenvm.ids import DOM0, Devid, Domid, VmUuid
from xenvm.xenstore.perms import Perm, Perms

GUEST_READS_DIRECTORIES: Final = ("cpu", "memory")
GUEST_WRITES_DIRECTORIES: Final = (
    "device",
    "error",
    "drivers",
    "control",
    "attr",
    "data",
    "messages",
)


def guest_rw(domid: Domid) -> Perms:
    """Owned by the guest, nothing for others."""
    return (Perm(domid, "n"),)


def guest_ro(domid: Domid) -> Perms:
    """Owned by dom0, readable for the guest."""
    return (Perm(DOM0, "n"), Perm(domid, "r"))


def read_by_guest(domid: Domid, *, writer: Domid) -> Perms:
    """Owned by dom0, readable for the guest, read and written by a third domain."""
    return (Perm(DOM0, "n"), Perm(domid, "r"), Perm(writer, "b"))


def owned(owner: Domid, reader: Domid) -> Perms:
    """Owned by one domain, readable for a second, nothing for others."""
    return (Perm(owner, "n"), Perm(reader, "r"))


def owned_shared(owner: Domid, writer: Domid) -> Perms:
    """Owned by one domain, read and written by a second, nothing for others."""
    return (Perm(owner, "n"), Perm(writer, "b"))


def domain(domid: Domid) -> str:
    """`dom` of the fact sheets."""
    return f"/local/domain/{domid}"


def vm(uuid: VmUuid) -> str:
    return f"/vm/{uuid}"


def vss(uuid: VmUuid) -> str:
    return f"/vss/{uuid}"


def vm_state(uuid: VmUuid) -> str:
    """Where the life state is published."""
    return f"/state/{uuid}/state"


def memory_target(domid: Domid) -> str:
    """KiB that the guest's balloon driver is to reach."""
    return f"/local/domain/{domid}/memory/target"


def control_shutdown(domid: Domid) -> str:
    return f"/local/domain/{domid}/control/shutdown"


def frontend(domid: Domid, kind: str, devid: Devid) -> str:
    return f"/local/domain/{domid}/device/{kind}/{devid}"


def backend(backend_domid: Domid, kind: str, domid: Domid, devid: Devid) -> str:
    return f"/local/domain/{backend_domid}/backend/{kind}/{domid}/{devid}"


def backend_root(backend_domid: Domid) -> str:
    return f"/local/domain/{backend_domid}/backend"


def device_error(domid: Domid, kind: str, devid: Devid) -> str:
    """Where a frontend driver leaves the text of its failure."""
    return f"/local/domain/{domid}/error/device/{kind}/{devid}/error"


def private(domid: Domid) -> str:
    """What toolstack and hotplug scripts tell each other about a domain."""
    return f"/xapi/{domid}"


def hotplug_dir(domid: Domid, backend_kind: str, devid: Devid) -> str:
    return f"/xapi/{domid}/hotplug/{backend_kind}/{devid}"


def hotplug(domid: Domid, backend_kind: str, devid: Devid) -> str:
    """`online` while the backend's script holds the resource."""
    return f"/xapi/{domid}/hotplug/{backend_kind}/{devid}/hotplug"


def device_model(dm_domid: Domid, domid: Domid) -> str:
    """Options and commands of a device model; dm_domid is the stub domain or dom0."""
    return f"/local/domain/{dm_domid}/device-model/{domid}"


def power_button_enable(dm_domid: Domid, domid: Domid) -> str:
    """Exists when the guest's power button can be pushed."""
    return f"/local/domain/{dm_domid}/device-model/{domid}/hvm-powerbutton-enable"


def power_button(dm_domid: Domid, domid: Domid) -> str:
    """Writing a reason here pushes the guest's power button."""
    return f"/local/domain/{dm_domid}/device-model/{domid}/hvm-shutdown"


def device_model_domid(domid: Domid) -> str:
    """Which stub domain serves the guest."""
    return f"/local/domain/{domid}/image/device-model-domid"


def argo_firewall_ready(domid: Domid) -> str:
    """Written by the manager when the guest's firewall rules stand."""
    return f"/local/domain/{domid}/argo-firewall-ready"


def dm_agent_capabilities(agent_domid: Domid) -> str:
    return f"/local/domain/{agent_domid}/dm-agent/capabilities"


def dm_agent_target(agent_domid: Domid) -> str:
    """The only domid that the agent serves; absent, it serves anyone."""
    return f"/local/domain/{agent_domid}/dm-agent/target"


def dm_agent_domain(agent_domid: Domid, domid: Domid) -> str:
    """What an agent was asked for a domain; gone when it has dropped the domain."""
    return f"/local/domain/{agent_domid}/dm-agent/dms/{domid}"
