"""The frontend drivers of one guest: they connect its devices and let them go.

Rings and grants are not simulated, only the states by which both ends agree.
"""

from collections.abc import Callable
from typing import Final, Protocol

from xenvm.ids import Domid
from xenvm.xenbus import XenbusState
from xenvm.xenstore.local import LocalHandle

# Device kinds that simulated guests have a driver for.
DRIVEN_KINDS: Final = frozenset({"vbd", "vif", "vwif", "vkbd", "vfb", "vsnd"})


class Backend(Protocol):
    """The backends of one domain as a frontend sees them across the device channel."""

    def connect(self, kind: str, frontend_domid: str, devid: str) -> bool:
        """The frontend is initialised: whether the backend has connected to it."""


class FrontendDrivers:
    """The drivers of one guest; paths are the guest's own, relative ones."""

    __slots__ = ("_backend_of", "_handle")

    def __init__(self, handle: LocalHandle, backend_of: Callable[[Domid], Backend | None]) -> None:
        self._handle = handle
        self._backend_of = backend_of

    def connect_all(self) -> None:
        """Connect every device that the guest has now."""
        for kind in self._handle.children("device"):
            if kind in DRIVEN_KINDS:
                for devid in self._handle.children(f"device/{kind}"):
                    self.connect(f"device/{kind}/{devid}")

    def connect(self, frontend: str) -> None:
        """Initialise a device, and connect it if its backend is ready for that.

        Called again when the backend becomes ready; a connected device is left alone.
        """
        state = self._handle.get(f"{frontend}/state")
        link = self._handle.get(f"{frontend}/backend")
        if link is None or state not in (XenbusState.INITIALISING, XenbusState.INITIALISED):
            return
        if state == XenbusState.INITIALISING:
            self._handle.write(f"{frontend}/state", XenbusState.INITIALISED)
        # "", "local", "domain", <backend>, "backend", <kind>, <frontend>, <devid>
        parts = link.split("/")
        if len(parts) != 8 or not parts[3].isdecimal():
            return
        backend = self._backend_of(Domid(int(parts[3])))
        if backend is not None and backend.connect(parts[5], parts[6], parts[7]):
            self._handle.write(f"{frontend}/state", XenbusState.CONNECTED)

    def close(self, frontend: str) -> None:
        """Let a device go because its backend closes; one that is gone already is left alone."""
        if self._handle.exists(f"{frontend}/state"):
            self._handle.write(f"{frontend}/state", XenbusState.CLOSED)
