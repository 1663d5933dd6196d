"""What xenmgr does when a VM enters a state: store nodes, signals, restarts. In this order.

The clean-up of a stopped VM comes before clients are told that it is stopped.
Source: xenmgr facts 2.3, 2.7 and 5.2.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from rpcgen.runtime.errors import DBusError
from xenmgr.properties.row import flag_or
from xenmgr.properties.vm import CORE_PROPERTIES, VM_INTERFACE
from xenmgr.properties.vm_settings import NATIVE_EXPERIENCE, USER_VM, vm_type
from xenmgr.vm import PUBLIC_STATES, Vm
from xenvm.errors import XenvmError
from xenvm.ids import DOM0, Domid
from xenvm.vmact import VmAct
from xenvm.vmstate import StopReason, VmState
from xenvm.xenstore.perms import Perm, Perms

if TYPE_CHECKING:
    from xenmgr.host import Host

# The domain that serves the networks.
BACKEND_DOMID_NODE = "/local/domain/0/backend-domid"

_log = logging.getLogger(__name__)


class Reactions:
    """The observer of the toolstack's VMs."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._on_enter = {
            VmState.CREATING_DEVICES: self._creating_devices,
            VmState.CREATED: self._created,
            VmState.REBOOTED: self._gone,
            VmState.SHUTDOWN: self._gone,
        }

    def state_entered(self, act: VmAct, state: VmState, reason: StopReason | None) -> None:
        """Called by the toolstack for each state of each VM, in order."""
        vm = self._host.registry.by_uuid(act.uuid)
        if vm is None:
            return
        vm.core_changed()
        # To clients a rebooted VM is shut down; the restart follows by itself.
        told = VmState.SHUTDOWN if state is VmState.REBOOTED else state
        self._host.notifier.words(vm.uuid, f"vm:state:{told}")
        react = self._on_enter.get(state)
        if react is not None:
            try:
                react(vm, act)
            except (XenvmError, DBusError) as error:
                _log.error("reaction failed vm=%s state=%s error=%s", vm.uuid, state, error)
        self._host.xenstore.write(f"/vm/{vm.uuid}/state", state)
        vm.published = state
        vm.core_changed()
        self._host.notifier.vm_state_changed(
            vm.uuid, vm.path, PUBLIC_STATES[state], vm.acpi_state()
        )
        self._host.notifier.properties_changed(vm.path, VM_INTERFACE, CORE_PROPERTIES)
        if state is VmState.SHUTDOWN and reason is not StopReason.CREATE_FAILED:
            self._restart_if_kept_alive(vm)

    def export_to_switcher(self, vm: Vm) -> None:
        """What the switcher reads of a running VM: /xenmgr/vms/<uuid>, world readable."""
        if vm.domid < 0:
            return
        base = f"/xenmgr/vms/{vm.uuid}"
        store = self._host.xenstore
        nodes = {
            "domid": str(vm.domid),
            "name": vm.get("name") or "",
            "slot": vm.get("slot") or "0",
            "image": vm.get("image_path") or "",
            "type": vm_type(vm),
            "hidden": "1" if flag_or(vm, "hidden", False) else "0",
            "hide-switcher": "0" if _shows_switcher(vm) else "1",
            "seamlessid": vm.get("seamless-id") or "",
        }
        if vm.stub_domid >= 0:
            nodes["stubdomid"] = str(vm.stub_domid)
        if nodes["type"] != USER_VM:
            nodes[nodes["type"]] = "1"
        if not store.exists(base):
            store.make(base, _WORLD_READABLE, nodes.items())
            return
        for name, value in nodes.items():
            if store.get(f"{base}/{name}") != value:
                store.write(f"{base}/{name}", value)

    def publish_network_backend(self, domid: Domid) -> None:
        """Names the domain that serves the networks, to anybody."""
        self._host.xenstore.write(BACKEND_DOMID_NODE, str(domid))
        self._host.xenstore.set_perms(BACKEND_DOMID_NODE, _WORLD_READABLE)

    def _creating_devices(self, vm: Vm, act: VmAct) -> None:
        self.export_to_switcher(vm)
        self._host.xenstore.write(f"/local/domain/{vm.domid}/argo-firewall-ready", "1")

    def _created(self, vm: Vm, act: VmAct) -> None:
        self.export_to_switcher(vm)
        store = self._host.xenstore
        home = f"/local/domain/{vm.domid}"
        watcher = Domid(vm.stub_domid if vm.stub_domid >= 0 else vm.domid)
        for name in ("acpi-state", "power-state"):
            store.write(f"{home}/{name}", "")
            store.set_perms(f"{home}/{name}", ((watcher, "b"),))
        for path in (f"{home}/vm", f"/vm/{vm.uuid}/uuid"):
            if store.exists(path):
                store.set_perms(path, _WORLD_READABLE)
        if flag_or(vm, "config/argo", False):
            self._add_argo(Domid(vm.domid))
        if flag_or(vm, "provides-network-backend", False):
            self.publish_network_backend(Domid(vm.domid))
        sentinel = vm.sentinel_node()
        if sentinel is not None:
            store.write(sentinel, "")
            store.set_perms(sentinel, _WORLD_WRITABLE)

    def _gone(self, vm: Vm, act: VmAct) -> None:
        self._host.xenstore.rm(f"/xenmgr/vms/{vm.uuid}")
        if self._host.xenstore.get(BACKEND_DOMID_NODE) == str(act.last_domid):
            self.publish_network_backend(DOM0)

    def _add_argo(self, domid: Domid) -> None:
        store = self._host.xenstore
        front = f"/local/domain/{domid}/device/argo/0"
        back = f"/local/domain/0/backend/argo/{domid}/0"
        with store.atomically() as transaction:
            for name, value in (("backend", back), ("backend-id", "0"), ("state", "1")):
                transaction.write(f"{front}/{name}", value)
            transaction.set_perms(front, ((domid, "n"), (DOM0, "r")))
            for name, value in (("frontend", front), ("frontend-id", str(domid)), ("state", "0")):
                transaction.write(f"{back}/{name}", value)

    def _restart_if_kept_alive(self, vm: Vm) -> None:
        if flag_or(vm, "keep-alive", False):
            self._host.in_background(f"keep-alive {vm.uuid}", self._host.lifecycle.start(vm))


def _shows_switcher(vm: Vm) -> bool:
    return flag_or(vm, "show-switcher", True) and not flag_or(vm, NATIVE_EXPERIENCE, False)


# The first entry is the owner, and what everybody else may do.
_WORLD_READABLE: Perms = (Perm(DOM0, "r"),)
_WORLD_WRITABLE: Perms = (Perm(DOM0, "b"),)
