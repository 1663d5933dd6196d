"""Doing what a stop plan says, whatever of the VM is left: a failing step never keeps the others.

Also undoes a start that failed halfway.  Source: xenops facts 3.11 destroy; waits are shared by
all devices of a domain, so that one dead backend costs one timeout and not one a device.
"""

import asyncio
import logging
from typing import Final, assert_never

from xenvm.errors import DomainStuck, HotplugTimeout, XcError, XenvmError
from xenvm.ids import DOM0, Domid, VmUuid
from xenvm.units import seconds
from xenvm.xc import ShutdownReason
from xenvm.xenbus import XenbusState
from xenvm.xenops import device_common, dm, dmagent, domain, hotplug, layout, steps, watch
from xenvm.xenops.device_common import DISK_KINDS, Device
from xenvm.xenops.host import Host
from xenvm.xenops.live import Live
from xenvm.xenops.plan import StopFacts, plan_stop
from xenvm.xenops.steps import StopStep
from xenvm.xenops.xal import Death, domain_info

log = logging.getLogger(__name__)

CLOSE_TIMEOUT_NS: Final = watch.GENERIC_TIMEOUT_NS
STUBDOM_ACK_TIMEOUT_NS: Final = seconds(60)
STUBDOM_RELEASE_TIMEOUT_NS: Final = seconds(60)
GONE_TIMEOUT_NS: Final = seconds(30)
_ESRCH: Final = 3


async def tear_down(host: Host, live: Live) -> None:
    """Leave nothing of the VM: no domain, no nodes, no tapdisk, no promised memory.

    Failures are logged; what a backend never lets go of stays in its private directory.
    """
    for step in plan_stop(_facts(host, live)):
        await host.gate.enter()
        try:
            await _undo_one(host, live, step)
        except XenvmError as error:
            name = type(step).__name__
            log.warning("stop step failed vm=%s step=%s error=%s", live.uuid, name, error)


async def _undo_one(host: Host, live: Live, step: StopStep) -> None:
    match step:
        case steps.DestroyDomain():
            _destroy_domain(host, step)
        case steps.DropFromAgents():
            await dmagent.drop(host, step.domid, step.agents)
        case steps.HaltStubdom():
            await _halt_stubdom(host, step)
        case steps.CloseDevices():
            await _close_devices(host, step)
        case steps.ReleaseDevices():
            await _release_devices(host, step)
        case steps.RemoveNodes():
            _remove_nodes(host, live, step)
        case steps.AwaitGone():
            await _await_gone(host, step)
        case steps.DetachTaps():
            for tap in live.taps.values():
                host.taps.detach(tap)
            live.taps.clear()
        case steps.ReturnMemory():
            live.return_memory()
        case _:
            assert_never(step)


def _facts(host: Host, live: Live) -> StopFacts:
    return StopFacts(
        domid=live.domid,
        devices=_devices(host, live.domid),
        stub_domid=live.stub_domid,
        stub_devices=_devices(host, live.stub_domid),
        stubdom_runs=live.stubdom_runs,
        agents=tuple(sorted(live.agents)),
    )


def _devices(host: Host, domid: Domid | None) -> tuple[Device, ...]:
    """What a domain has; looked up before its death, for its own nodes go with it."""
    if domid is None:
        return ()
    try:
        return tuple(device_common.devices_of(host.store, domid))
    except XenvmError as error:
        log.warning("devices not found domid=%d error=%s", domid, error)
        return ()


def _destroy_domain(host: Host, step: steps.DestroyDomain) -> None:
    try:
        host.xc.domain_destroy(step.domid)
    except XcError as error:
        if error.errno != _ESRCH:
            raise


async def _halt_stubdom(host: Host, step: steps.HaltStubdom) -> None:
    """A stub domain that does not answer, or answers and stays, is destroyed by the next step."""
    info = domain_info(host.xc, step.domid)
    if info is None or not info.alive:
        return
    halted: asyncio.Future[Death] = asyncio.get_running_loop().create_future()
    host.xal.watch(step.domid, halted.set_result)
    path = layout.control_shutdown(step.domid)
    host.store.write(path, ShutdownReason.HALT.name.lower())

    def answered() -> bool | None:
        return True if halted.done() or host.store.get(path) == "" else None

    try:
        await watch.wait_for(
            host.store, host.clock, (path,), answered, STUBDOM_ACK_TIMEOUT_NS, also=halted
        )
        await watch.wait_done(host.clock, halted, STUBDOM_RELEASE_TIMEOUT_NS)
    finally:
        host.xal.forget(step.domid)


async def _close_devices(host: Host, step: steps.CloseDevices) -> None:
    """Ask all connected backends at once, wait for all at once, then remove every directory."""
    closing = [
        device for device in step.devices if device.has_hotplug and _ask_to_close(host, device)
    ]
    stuck = await hotplug.wait_all_offline(host, step.domid, closing, CLOSE_TIMEOUT_NS)
    for device in stuck:
        log.warning("backend does not close device=%s", device)
    for device in step.devices:
        device_common.remove(host.store, device)


def _ask_to_close(host: Host, device: Device) -> bool:
    """Whether the backend was connected and now has to let go."""
    store = host.store
    back = device.backend_path
    state = store.get(f"{back}/state")
    if state != XenbusState.CONNECTED or not host.serves(device.backend_domid):
        return False
    if device.backend_kind in DISK_KINDS:
        store.write(f"{back}/state", XenbusState.CLOSING)
        store.write(f"{back}/online", "0")
    else:
        store.write(f"{back}/online", "0")
        store.write(f"{back}/state", XenbusState.CLOSING)
    store.rm(device.frontend_path)
    return True


async def _release_devices(host: Host, step: steps.ReleaseDevices) -> None:
    scripted = [device for device in step.devices if device.has_hotplug]
    stuck = await hotplug.release(host, step.domid, scripted)
    if not stuck:
        host.store.rm(layout.private(step.domid))
        return
    worst = stuck[0]
    raise HotplugTimeout(worst.domid, worst.backend_kind.value, worst.devid)


def _remove_nodes(host: Host, live: Live, step: steps.RemoveNodes) -> None:
    domid = step.domid
    domain.remove_tree(host.store, domid, _uuid_of(live, domid))
    if domid == live.domid:
        dm.remove_nodes(host.store, domid)
    for backend_domid in {DOM0, *(device.backend_domid for device in step.devices)}:
        domain.remove_backends(host.store, backend_domid, domid)


def _uuid_of(live: Live, domid: Domid) -> VmUuid:
    if domid == live.stub_domid and live.stub_uuid is not None:
        return live.stub_uuid
    return live.uuid


async def _await_gone(host: Host, step: steps.AwaitGone) -> None:
    if await watch.wait_done(host.clock, host.xal.gone(step.domid), GONE_TIMEOUT_NS):
        return
    if domain_info(host.xc, step.domid) is not None:
        host.xc.domain_sethandle(step.domid, _zombie_uuid(step.domid))
        raise DomainStuck(step.domid)


def _zombie_uuid(domid: Domid) -> VmUuid:
    """What a domain that will not die is relabelled to, so that its VM can start again."""
    return VmUuid(f"deadbeef-dead-beef-dead-beef0000{domid:04x}")
