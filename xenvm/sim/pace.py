"""When actors answer: the delays of a domain's VM on the simulation's clock.

Knows knobs and domains; does nothing itself.
"""

from collections.abc import Callable
from random import Random
from typing import Final

from xenvm.clock import Clock, Timer
from xenvm.ids import Domid, VmUuid
from xenvm.sim.knobs import GuestKnobs, KnobTable
from xenvm.xiu.hypervisor import Hypervisor

# Ended domains whose VM is still remembered: their devices close after them.
_DEPARTED_MAX: Final = 4096


class Pace:
    """Timers for actors; a stub domain goes by the knobs and the age of the domain it serves."""

    def __init__(self, hypervisor: Hypervisor, clock: Clock, rng: Random, knobs: KnobTable) -> None:
        self._hypervisor = hypervisor
        self._clock = clock
        self._rng = rng
        self._knobs = knobs
        self._departed: dict[Domid, VmUuid] = {}

    def knobs_of(self, domid: Domid) -> GuestKnobs:
        """The settings of the VM that the domain belongs or belonged to."""
        uuid = self._owner(domid)
        return self._knobs.default if uuid is None else self._knobs.for_uuid(uuid)

    def ready_ns(self, domid: Domid) -> int:
        """The earliest moment at which anybody answers for the domain now."""
        knobs = self.knobs_of(domid)
        ready_ns = self._clock.now_ns() + self.stretched(knobs.answer_ns, knobs)
        served_domid = self._served(domid)
        if not self._hypervisor.domain_exists(served_domid):
            return ready_ns
        created_ns = self._hypervisor.domain_created_ns(served_domid)
        return max(ready_ns, created_ns + knobs.create_ns)

    def answer(self, domid: Domid, callback: Callable[[], None]) -> None:
        """Call when an answer for the domain is due: see ready_ns."""
        self._clock.call_at(self.ready_ns(domid), callback)

    def at(self, when_ns: int, callback: Callable[[], None]) -> Timer:
        """Call at a moment."""
        return self._clock.call_at(when_ns, callback)

    def after(
        self, delay_ns: int, knobs: GuestKnobs, callback: Callable[[], None], periodic: bool = False
    ) -> Timer:
        """Call after the delay, stretched by the jitter."""
        return self._clock.call_after(self.stretched(delay_ns, knobs), callback, periodic=periodic)

    def soon(self, callback: Callable[[], None]) -> None:
        """Call next turn."""
        self._clock.call_soon(callback)

    def stretched(self, delay_ns: int, knobs: GuestKnobs) -> int:
        """The delay with its random part."""
        if knobs.jitter == 0.0:
            return delay_ns
        return delay_ns + int(delay_ns * knobs.jitter * self._rng.random())

    def depart(self, domid: Domid) -> None:
        """The domain ends: remember whose it was."""
        uuid = self._owner(domid)
        if uuid is not None:
            self._departed.pop(domid, None)
            self._departed[domid] = uuid
            if len(self._departed) > _DEPARTED_MAX:
                del self._departed[next(iter(self._departed))]

    def _owner(self, domid: Domid) -> VmUuid | None:
        if not self._hypervisor.domain_exists(domid):
            return self._departed.get(domid)
        served_domid = self._served(domid)
        if served_domid != domid:
            return self._owner(served_domid)
        return self._hypervisor.domain_uuid(domid)

    def _served(self, domid: Domid) -> Domid:
        if not self._hypervisor.domain_exists(domid):
            return domid
        target_domid = self._hypervisor.domain_target(domid)
        return domid if target_domid is None else target_domid
