"""The signals of xenmgr: which, from which path, and the two that wait. No property logic here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from rpcgen.runtime.interface import SignalMessage
from xenmgr._generated.xenmgr_server import XenmgrSignals
from xenvm.clock import Clock, Timer
from xenvm.units import milliseconds

# The original coalesces the changes of one VM until nothing changed for this long.
CONFIG_CHANGED_DELAY_NS = milliseconds(500)

ROOT_PATH = "/"
HOST_PATH = "/host"


class Outlet(Protocol):
    """What leaves for the bus; rpcgen.runtime.dispatch.Service is one."""

    def emit(self, path: str, signal: SignalMessage) -> None: ...

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None: ...


class _Waiting(NamedTuple):
    timer: Timer
    path: str
    due_ns: int


class Notifier:
    """Sends xenmgr's signals in the order of the calls, from the paths that clients match on.

    Source: xenmgr facts 1.2 and 2.3.
    """

    def __init__(self, outlet: Outlet, clock: Clock) -> None:
        self._outlet = outlet
        self._clock = clock
        # The vm_config_changed to come, by VM.
        self._waiting: dict[str, _Waiting] = {}
        # Of each VM for which that changed since the last commit: what waited then.
        self._before: dict[str, _Waiting | None] = {}

    def words(self, uuid: str, words: str) -> None:
        """`notify`: words such as vm:state:running, or none."""
        self._outlet.emit(ROOT_PATH, XenmgrSignals.notify(uuid, words))

    def vm_created(self, uuid: str, path: str) -> None:
        self._outlet.emit(ROOT_PATH, XenmgrSignals.vm_created(uuid, path))

    def vm_deleted(self, uuid: str, path: str) -> None:
        self.forget(uuid)
        self._outlet.emit(ROOT_PATH, XenmgrSignals.vm_deleted(uuid, path))

    def vm_name_changed(self, uuid: str, path: str) -> None:
        self._outlet.emit(ROOT_PATH, XenmgrSignals.vm_name_changed(uuid, path))

    def vm_transfer_changed(self, uuid: str, path: str) -> None:
        self._outlet.emit(ROOT_PATH, XenmgrSignals.vm_transfer_changed(uuid, path))

    def vm_state_changed(self, uuid: str, path: str, state: str, acpi_state: int) -> None:
        self._outlet.emit(ROOT_PATH, XenmgrSignals.vm_state_changed(uuid, path, state, acpi_state))

    def vm_config_changed(self, uuid: str, path: str) -> None:
        """Half a second after the last call for this VM, once."""
        self.forget(uuid)
        self._arm(uuid, path, self._clock.now_ns() + CONFIG_CHANGED_DELAY_NS)

    def forget(self, uuid: str) -> None:
        """A vm_config_changed that waits is not sent."""
        self._before.setdefault(uuid, self._waiting.get(uuid))
        self._disarm(uuid)

    def committed(self) -> None:
        """What was changed up to now is durable."""
        self._before.clear()

    def rolled_back(self) -> None:
        """Nothing was changed since the last commit: what waited then waits as it did."""
        for uuid, before in self._before.items():
            self._disarm(uuid)
            if before is not None:
                self._arm(uuid, before.path, before.due_ns)
        self._before.clear()

    def _arm(self, uuid: str, path: str, due_ns: int) -> None:
        def fire() -> None:
            del self._waiting[uuid]
            self._outlet.emit(ROOT_PATH, XenmgrSignals.vm_config_changed(uuid, path))

        self._waiting[uuid] = _Waiting(self._clock.call_at(due_ns, fire), path, due_ns)

    def _disarm(self, uuid: str) -> None:
        waiting = self._waiting.pop(uuid, None)
        if waiting is not None:
            waiting.timer.cancel()

    def config_changed(self) -> None:
        self._outlet.emit(ROOT_PATH, XenmgrSignals.config_changed())

    def language_changed(self) -> None:
        self._outlet.emit(ROOT_PATH, XenmgrSignals.language_changed())

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        self._outlet.properties_changed(path, interface, names)
