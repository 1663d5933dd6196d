"""A guest: boots, connects its devices, answers its control nodes, balloons, goes down.

No task and no timer while it idles; two watches while it is up. Source: xenops facts 3.11, 10.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final

from xenvm.clock import Timer
from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.sim.frontends import Backend, FrontendDrivers
from xenvm.sim.knobs import Behaviour, GuestKnobs
from xenvm.sim.pace import Pace
from xenvm.units import pages_from_kib_down
from xenvm.xc import HvmParam, ShutdownReason
from xenvm.xenstore.local import LocalHandle
from xenvm.xiu.hypervisor import Hypervisor

Service = Callable[[LocalHandle], None]
Action = Callable[[], None]

# Any vector does; that one is registered tells the toolstack that there are PV drivers.
_CALLBACK_VECTOR: Final = 0xF3

# What a guest does on a word in control/shutdown; other words it does not know.
_REASONS: Final = {
    "poweroff": ShutdownReason.POWEROFF,
    "halt": ShutdownReason.POWEROFF,
    "reboot": ShutdownReason.REBOOT,
    "suspend": ShutdownReason.SUSPEND,
    "crash": ShutdownReason.CRASH,
}


class GuestPhase(Enum):
    """Where a guest is in its one life."""

    OFF = "off"
    BOOTING = "booting"
    UP = "up"
    GOING_DOWN = "going-down"
    ENDED = "ended"


_MOVES: Final = {
    GuestPhase.OFF: (GuestPhase.BOOTING, GuestPhase.ENDED),
    GuestPhase.BOOTING: (GuestPhase.UP, GuestPhase.ENDED),
    GuestPhase.UP: (GuestPhase.GOING_DOWN, GuestPhase.ENDED),
    GuestPhase.GOING_DOWN: (GuestPhase.ENDED,),
    GuestPhase.ENDED: (),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every guest reaches: the machine it runs on, time, xenstore, and its backends."""

    hypervisor: Hypervisor
    pace: Pace
    connect: Callable[[Domid], LocalHandle]
    backend_of: Callable[[Domid], Backend | None]


@dataclass(frozen=True, slots=True)
class Make:
    """What sort of guest: services are started with its xenstore connection once it is up."""

    hvm: bool
    balloons: bool
    boot_at_ns: int
    knobs: Callable[[], GuestKnobs]
    services: Sequence[Service] = ()


class Guest:
    """The code in one domain, from its first instruction to its end."""

    __slots__ = (
        "_around",
        "_balloon_timer",
        "_button_pushed",
        "_drivers",
        "_handle",
        "_make",
        "_missed",
        "_running",
        "_timer",
        "domid",
        "phase",
    )

    def __init__(self, domid: Domid, make: Make, around: Surroundings) -> None:
        self.domid = domid
        self.phase = GuestPhase.OFF
        self._make = make
        self._around = around
        self._running = False
        self._button_pushed = False
        self._missed: tuple[tuple[str, Action], ...] = ()
        self._timer: Timer | None = None
        self._balloon_timer: Timer | None = None
        self._handle: LocalHandle | None = None
        self._drivers: FrontendDrivers | None = None

    # What happens to it

    def runs(self) -> None:
        """Its code executes: boot, or do what came due while it did not."""
        self._running = True
        if self.phase is GuestPhase.OFF:
            self._move(GuestPhase.BOOTING)
            self._timer = self._around.pace.at(
                self._make.boot_at_ns, partial(self._while_running, "boot", self._boot)
            )
        missed, self._missed = self._missed, ()
        for name, action in missed:
            self._around.pace.soon(partial(self._while_running, name, action))

    def pauses(self) -> None:
        """Its code does not execute."""
        self._running = False

    def ends(self) -> None:
        """It never executes again."""
        self._move(GuestPhase.ENDED)
        for timer in (self._timer, self._balloon_timer):
            if timer is not None:
                timer.cancel()
        if self._handle is not None:
            self._handle.close()

    def power_button(self) -> None:
        """Somebody pushed its power button; a guest that boots feels it when it is up."""
        self._button_pushed = True
        self._while_running("button", self._feel_button)

    def backend_waits(self, frontend: str) -> None:
        """A backend is ready; a guest that boots will find it so."""
        if self._drivers is not None and self.phase is GuestPhase.UP:
            connect = partial(self._drivers.connect, frontend)
            self._while_running(f"connect {frontend}", connect)

    def backend_closes(self, frontend: str) -> None:
        """A backend closes."""
        if self._drivers is not None:
            self._while_running(f"close {frontend}", partial(self._drivers.close, frontend))

    # What it may do by itself

    def stop(self, reason: ShutdownReason) -> None:
        """Go down at once: power off, reboot, crash."""
        self._around.hypervisor.guest_shutdown(self.domid, reason)

    def _boot(self) -> None:
        if self._make.knobs().behaviour is Behaviour.CRASHES_AT_BOOT:
            self.stop(ShutdownReason.CRASH)
            return
        self._move(GuestPhase.UP)
        if self._has_drivers():
            self._load_drivers()
        self._feel_button()

    def _has_drivers(self) -> bool:
        """Every PV guest has them, or it could not run."""
        return not self._make.hvm or (self._make.knobs().behaviour is not Behaviour.NO_PV_DRIVERS)

    def _load_drivers(self) -> None:
        if self._make.hvm:
            self._around.hypervisor.guest_set_hvm_param(
                self.domid, HvmParam.CALLBACK_IRQ, _CALLBACK_VECTOR
            )
        handle = self._handle = self._around.connect(self.domid)
        self._drivers = FrontendDrivers(handle, self._around.backend_of)
        self._drivers.connect_all()
        handle.watch(
            "control/shutdown", lambda _: self._while_running("request", self._read_request)
        )
        if self._make.balloons:
            handle.watch("memory/target", lambda _: self._balloon_later(periodic=False))
        for service in self._make.services:
            service(handle)
        self._write_sentinel(handle)

    def _write_sentinel(self, handle: LocalHandle) -> None:
        """Say that the guest is up where its toolstack waits for that.

        A node that it may not write is not meant for it."""
        node = self._make.knobs().sentinel
        with suppress(XenstoreError):
            if node and handle.exists(node):
                handle.write(node, "1")

    def _read_request(self) -> None:
        """Acknowledge a request to go down by emptying its node, then go down."""
        assert self._handle is not None
        reason = _REASONS.get(self._handle.get("control/shutdown") or "")
        if reason is None or not self._obeys():
            return
        self._handle.write("control/shutdown", "")
        self._go_down(reason)

    def _feel_button(self) -> None:
        if self._button_pushed and self._obeys():
            self._go_down(ShutdownReason.POWEROFF)

    def _obeys(self) -> bool:
        ignores = self._make.knobs().behaviour is Behaviour.IGNORES_SHUTDOWN
        return self.phase is GuestPhase.UP and not ignores

    def _go_down(self, reason: ShutdownReason) -> None:
        self._move(GuestPhase.GOING_DOWN)
        knobs = self._make.knobs()
        self._timer = self._around.pace.after(
            knobs.shutdown_ns,
            knobs,
            partial(self._while_running, "stop", partial(self.stop, reason)),
        )

    def _balloon_later(self, *, periodic: bool) -> None:
        if self._balloon_timer is None and self.phase is not GuestPhase.ENDED:
            knobs = self._make.knobs()
            self._balloon_timer = self._around.pace.after(
                knobs.balloon_ns,
                knobs,
                partial(self._while_running, "balloon", self._balloon),
                periodic,
            )

    def _balloon(self) -> None:
        """Move to the target, as far as the host's free memory goes; the rest is tried again."""
        assert self._handle is not None
        self._balloon_timer = None
        text = self._handle.get("memory/target")
        if text is None or not text.isdecimal():
            return
        target_pages = pages_from_kib_down(int(text))
        pages = self._around.hypervisor.guest_set_pages(self.domid, target_pages)
        if pages < target_pages:
            limit_pages = self._around.hypervisor.domain_getinfo(self.domid).max_pages
            if pages < limit_pages:
                self._balloon_later(periodic=True)

    def _while_running(self, name: str, action: Action) -> None:
        """Do it now, or once when the guest runs again, or never when it has ended.

        Actions of one name read what to do when they are done, so that the first stands for all.
        """
        if self.phase is GuestPhase.ENDED:
            return
        if self._running:
            action()
        elif all(name != missed for missed, _ in self._missed):
            self._missed = (*self._missed, (name, action))

    def _move(self, phase: GuestPhase) -> None:
        if phase not in _MOVES[self.phase]:
            raise ValueError(f"no such move domid={self.domid} from={self.phase} to={phase}")
        self.phase = phase
