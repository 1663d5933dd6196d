"""The VMs that start with the host, in their order. Source: xenmgr facts 2.12."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from rpcgen.runtime.errors import DBusError
from xenmgr import installation
from xenmgr.properties.row import flag_or
from xenmgr.properties.vm_live import AUTOSTART_PENDING, auth_required
from xenmgr.properties.vm_settings import NATIVE_EXPERIENCE
from xenmgr.vm import Vm
from xenvm.units import seconds

if TYPE_CHECKING:
    from xenmgr.host import Host

_log = logging.getLogger(__name__)


def candidates(host: Host) -> list[Vm]:
    """Those with start-on-boot that are ready; higher priority first, then the lower slot."""
    if not flag_or(host, "/xenmgr/autostart", True):
        return []
    chosen = {vm.uuid: vm for vm in host.registry.flagged("start_on_boot")}
    # It makes start-on-boot true whatever is stored.
    chosen |= {vm.uuid: vm for vm in host.registry.flagged(NATIVE_EXPERIENCE)}
    ready = [vm for vm in chosen.values() if flag_or(vm, "ready", True)]
    return sorted(ready, key=_order)


def forget_pending(host: Host) -> None:
    """No VM waits for its start any more: what an earlier daemon had in mind does not count."""
    host.remove(AUTOSTART_PENDING)


async def autostart(host: Host) -> None:
    """Lets the candidates wait for their start, and starts those that may."""
    host.remove(AUTOSTART_PENDING)
    for number, vm in enumerate(candidates(host)):
        host.put(f"{AUTOSTART_PENDING}/{number}", vm.uuid)
    await start_pending(host)


async def start_pending(host: Host) -> None:
    """Starts those that wait, one after the other; one that fails is logged and waits no more.

    Who needs a login goes on waiting; everybody does until the installation is complete.
    """
    if not installation.complete(host):
        return
    for key, uuid in _pending(host):
        vm = host.registry.by_uuid(uuid)
        if vm is not None and auth_required(vm):
            continue
        # Another round that runs at the same time may have had it; alone, so that no start
        # costs what all those that wait do.
        if host.get(key) != uuid or not host.remove(key):
            continue
        if vm is not None and not vm.running and await _started(host, vm):
            delay_s = _integer(host.get("/xenmgr/svm-autostart-delay"))
            if delay_s > 0:
                await host.clock.sleep(seconds(delay_s))


async def _started(host: Host, vm: Vm) -> bool:
    try:
        await host.lifecycle.start(vm)
    except DBusError as error:
        _log.error("autostart failed vm=%s error=%s", vm.uuid, error)
    return vm.running


def _pending(host: Host) -> list[tuple[str, str]]:
    """Key and uuid of each that waits, in their order; the numbers may have gaps."""
    numbers = sorted(filter(str.isdecimal, host.children(AUTOSTART_PENDING)), key=int)
    keys = [f"{AUTOSTART_PENDING}/{number}" for number in numbers]
    return [(key, host.get(key) or "") for key in keys]


def _order(vm: Vm) -> tuple[int, int]:
    return -_integer(vm.get("start_on_boot_priority")), _integer(vm.get("slot"))


def _integer(text: str | None) -> int:
    try:
        return int(text or "0")
    except ValueError:
        return 0
