"""What a device model finds in xenstore, and the ties between a guest and its stub domain.

Which agent runs the device model is dmagent's matter.  Source: xenops dm.ml, domain_common.ml.
"""

from typing import Final

from xenvm.ids import DOM0, Domid
from xenvm.units import seconds
from xenvm.vmconfig import VmConfig
from xenvm.xenops import layout
from xenvm.xenops.host import Host
from xenvm.xenstore.local import LocalHandle

ARGO_FIREWALL_TIMEOUT_NS: Final = seconds(20)


def prepare(handle: LocalHandle, domid: Domid, config: VmConfig) -> None:
    """The options of the guest's device model, and its boot order."""
    options = layout.device_model(DOM0, domid)
    handle.write(f"{options}/xen_extended_power_mgmt", str(config.power_management))
    handle.write(f"{options}/oem_features", str(config.oem_features))
    handle.write(f"{options}/inject-sci", "0")
    handle.write(f"{layout.domain(domid)}/boot_order", config.boot)
    if config.acpi and not config.has_stubdom:
        handle.write(layout.power_button_enable(DOM0, domid), "1")


def stubdom_name(target_domid: Domid) -> str:
    return f"stubdom-{target_domid}"


def stubdom_arguments(target_domid: Domid) -> str:
    """What the stub domain's init must know, after its own command line."""
    return f"guest_agent=dmagent guest_domid={target_domid}"


def tie(host: Host, stub_domid: Domid, domid: Domid, config: VmConfig) -> None:
    """Give a built stub domain its target: nodes, privilege, and the directories they share."""
    store = host.store
    dom, stub, vm = layout.domain(domid), layout.domain(stub_domid), layout.vm(config.uuid)
    store.write(layout.device_model_domid(domid), str(stub_domid))
    store.write(f"{stub}/target", str(domid))
    host.xc.domain_set_target(stub_domid, domid)
    store.set_target(stub_domid, domid)
    shared = layout.owned(stub_domid, domid)
    for path in (
        layout.device_model(DOM0, domid),
        layout.device_model(stub_domid, domid),
        f"{stub}/device/vfs",
        f"{dom}/device-misc",
        f"{dom}/dms",
        f"{stub}/dm-agent",
    ):
        store.mkdir(path)
        store.set_perms(path, shared)
    if config.acpi:
        store.write(layout.power_button_enable(stub_domid, domid), "1")
    store.write(f"{vm}/image/dmargs", stubdom_arguments(domid))
    both = layout.read_by_guest(domid, writer=stub_domid)
    store.set_perms(f"{layout.device_model(DOM0, domid)}/xen_extended_power_mgmt", both)
    store.set_perms(f"{vm}/rtc/timeoffset", both)


def open_power_state(handle: LocalHandle, domid: Domid, stub_domid: Domid) -> None:
    """The node by which the device model tells of sleep: the guest's own, writable for the stub."""
    path = f"{layout.domain(domid)}/power-state"
    if not handle.exists(path):
        handle.write(path, "")
    handle.set_perms(path, layout.owned_shared(domid, stub_domid))


def remove_nodes(handle: LocalHandle, domid: Domid) -> None:
    """Remove the options of a guest's device model."""
    handle.rm(layout.device_model(DOM0, domid))
