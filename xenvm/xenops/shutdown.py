"""Getting a guest to go down: first by asking, then by its power button, at last by force.

Ends when the domain has shut down; it is not destroyed here.  Source: xenops facts 3.11, xenmgr
facts 2.4 (what `xl shutdown -ww`, `-F` and `-c` do).
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from xenvm.errors import ShutdownDidNotComplete, WatchTimeout, XcError
from xenvm.ids import DOM0, Domid
from xenvm.units import seconds
from xenvm.xc import ShutdownReason
from xenvm.xenops import layout, watch
from xenvm.xenops.host import Host
from xenvm.xenops.xal import Death

log = logging.getLogger(__name__)

ACK_TIMEOUT_NS: Final = seconds(30)
RELEASE_TIMEOUT_NS: Final = seconds(1800)
BUTTON_PUSHES_MAX: Final = 3
BUTTON_STEP_NS: Final = seconds(1)
# How long a guest that felt its power button may take; xl itself would wait for ever.
BUTTON_TIMEOUT_NS: Final = seconds(60)
# The hypervisor tells of a forced shutdown in the next turn.
FORCED_TIMEOUT_NS: Final = seconds(30)


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom to ask; death is done when the domain has gone down, however."""

    domid: Domid
    stub_domid: Domid | None
    hvm: bool
    paused: bool
    death: "asyncio.Future[Death]"


async def bring_down(host: Host, guest: Guest, reason: ShutdownReason) -> Death:
    """Have the guest go down for `reason`; how it went down in the end.

    A guest that cannot answer (paused, or without drivers and button) is stopped at once. Raises
    ShutdownDidNotComplete when not even the hypervisor could stop it.
    """
    if not guest.paused and await _went_down_politely(host, guest, reason):
        return guest.death.result()
    if not guest.death.done():
        log.info("guest forced down domid=%d reason=%s", guest.domid, reason.name.lower())
        _force(host, guest.domid, reason)
        if not await watch.wait_done(host.clock, guest.death, FORCED_TIMEOUT_NS):
            raise ShutdownDidNotComplete(guest.domid)
    return guest.death.result()


async def _went_down_politely(host: Host, guest: Guest, reason: ShutdownReason) -> bool:
    if _has_drivers(host, guest) and await _acknowledged(host, guest, reason):
        return await watch.wait_done(host.clock, guest.death, RELEASE_TIMEOUT_NS)
    if reason is ShutdownReason.REBOOT:
        return guest.death.done()
    return await _went_down_by_button(host, guest)


def _has_drivers(host: Host, guest: Guest) -> bool:
    """Whether somebody in the guest reads control/shutdown; a PV kernel always does."""
    if not guest.hvm:
        return True
    try:
        return host.xc.hvm_check_pvdriver(guest.domid)
    except XcError:
        return False


async def _acknowledged(host: Host, guest: Guest, reason: ShutdownReason) -> bool:
    """Ask, and see whether the guest empties the node (or dies of it) in time."""
    path = layout.control_shutdown(guest.domid)
    host.store.write(path, reason.name.lower())

    def answered() -> bool | None:
        return True if guest.death.done() or host.store.get(path) == "" else None

    try:
        return await watch.wait_for(
            host.store, host.clock, (path,), answered, ACK_TIMEOUT_NS, also=guest.death
        )
    except WatchTimeout:
        log.info("shutdown request not acknowledged domid=%d", guest.domid)
        return False


async def _went_down_by_button(host: Host, guest: Guest) -> bool:
    """Push the power button a few times, when the guest has one."""
    dm_domid = DOM0 if guest.stub_domid is None else guest.stub_domid
    if not host.store.exists(layout.power_button_enable(dm_domid, guest.domid)):
        return guest.death.done()
    for _ in range(BUTTON_PUSHES_MAX):
        host.store.write(layout.power_button(dm_domid, guest.domid), "poweroff")
        if await watch.wait_done(host.clock, guest.death, BUTTON_STEP_NS):
            return True
    return await watch.wait_done(host.clock, guest.death, BUTTON_TIMEOUT_NS)


def _force(host: Host, domid: Domid, reason: ShutdownReason) -> None:
    try:
        host.xc.domain_shutdown(domid, reason)
    except XcError as error:
        log.warning("forced shutdown refused domid=%d error=%s", domid, error)
