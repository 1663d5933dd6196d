"""Deaths of domains, told to whoever waits for that domain: one binding for a host, by domid.

Nothing here is proportional to the number of domains.  Source: xenops xal.ml, facts 1.2.
"""

import asyncio
import logging
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from xenvm.errors import XcError
from xenvm.ids import Domid
from xenvm.xc import DomainInfo, ShutdownReason, Xc

log = logging.getLogger(__name__)

_ESRCH: Final = 3


class Death(StrEnum):
    """How a domain ended."""

    HALTED = "halted"
    REBOOTED = "rebooted"
    SUSPENDED = "suspended"
    CRASHED = "crashed"
    VANISHED = "vanished"


_BY_CODE: Final = {
    int(ShutdownReason.POWEROFF): Death.HALTED,
    int(ShutdownReason.REBOOT): Death.REBOOTED,
    int(ShutdownReason.SUSPEND): Death.SUSPENDED,
    int(ShutdownReason.CRASH): Death.CRASHED,
    int(ShutdownReason.HALT): Death.HALTED,
}

DeathCallback = Callable[[Death], None]


def domain_info(xc: Xc, domid: Domid) -> DomainInfo | None:
    """The hypervisor's record; None when there is none."""
    try:
        return xc.domain_getinfo(domid)
    except XcError as error:
        if error.errno == _ESRCH:
            return None
        raise


def death_of(info: DomainInfo | None) -> Death | None:
    """What a record says of a domain's end; None while it lives."""
    if info is None:
        return Death.VANISHED
    if info.shutdown:
        return _BY_CODE.get(info.shutdown_code, Death.HALTED)
    return Death.CRASHED if info.dying else None


class Xal:
    """The event layer of a host."""

    __slots__ = ("_binding", "_gone", "_on_death", "_xc")

    def __init__(self, xc: Xc) -> None:
        self._xc = xc
        self._on_death: dict[Domid, DeathCallback] = {}
        self._gone: dict[Domid, asyncio.Future[None]] = {}
        self._binding = xc.bind_virq(self._domains_changed)

    def close(self) -> None:
        """Hear nothing more."""
        self._binding.cancel()

    def watch(self, domid: Domid, on_death: DeathCallback) -> None:
        """Call on_death once, when the domain shuts down, is destroyed or vanishes."""
        self._on_death[domid] = on_death

    def forget(self, domid: Domid) -> None:
        """Call nobody for this domain any more; harmless when nobody would be."""
        self._on_death.pop(domid, None)

    def watched(self) -> int:
        """Domains whose death is awaited."""
        return len(self._on_death)

    def gone(self, domid: Domid) -> asyncio.Future[None]:
        """Done when the hypervisor has no record of the domain."""
        future = self._gone.get(domid)
        if future is None:
            future = asyncio.get_running_loop().create_future()
            if domain_info(self._xc, domid) is None:
                future.set_result(None)
            else:
                self._gone[domid] = future
        return future

    def _domains_changed(self, domids: tuple[Domid, ...]) -> None:
        for domid in domids:
            if domid not in self._on_death and domid not in self._gone:
                continue
            try:
                info = domain_info(self._xc, domid)
            except XcError as error:
                log.warning("domain not seen domid=%d error=%s", domid, error)
                continue
            death = death_of(info)
            if death is not None and domid in self._on_death:
                self._on_death.pop(domid)(death)
            if info is None and domid in self._gone:
                waiter = self._gone.pop(domid)
                if not waiter.done():
                    waiter.set_result(None)
