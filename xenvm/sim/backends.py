"""The backends of one domain: drivers that follow their frontends, scripts that tell the toolstack.

One watch on the domain's `backend` directory serves all devices of all guests.
Source: xenops facts 3.1, 3.8 and 10, 14 and 15.
"""

from functools import partial
from typing import Final, Protocol

from xenvm.ids import Domid
from xenvm.sim.hotplug_agent import SCRIPTED_KINDS, HotplugScripts
from xenvm.sim.knobs import Fault
from xenvm.sim.pace import Pace
from xenvm.xenbus import XenbusState
from xenvm.xenstore.local import LocalHandle

_COMMANDS: Final = frozenset({"state", "online"})


class Frontends(Protocol):
    """The frontend drivers of all guests, called across the device channel."""

    def backend_waits(self, domid: Domid, frontend: str) -> None:
        """The backend of this frontend has reached InitWait."""

    def backend_closes(self, domid: Domid, frontend: str) -> None:
        """The backend of this frontend is closing."""


class BackendDomain:
    """Everything that a domain serves to others."""

    def __init__(self, domid: Domid, handle: LocalHandle, pace: Pace, frontends: Frontends) -> None:
        self.domid = domid
        self._handle = handle
        self._pace = pace
        self._frontends = frontends
        self._scripts = HotplugScripts(domid, handle)
        self._root = f"/local/domain/{domid}/backend"
        self._attaching: set[tuple[str, str, str]] = set()
        self._watch = handle.watch(self._root, self._changed)

    def close(self) -> None:
        """Serve nobody any more."""
        self._watch.cancel()

    def connect(self, kind: str, frontend_domid: str, devid: str) -> bool:
        """The frontend is initialised: connect to it, unless this end is not ready yet."""
        state = f"{self._root}/{kind}/{frontend_domid}/{devid}/state"
        if self._handle.get(state) != XenbusState.INIT_WAIT:
            return False
        self._handle.write(state, XenbusState.CONNECTED)
        return True

    def _changed(self, path: str) -> None:
        """Devices come and go with directories named by number; commands are two of their keys."""
        if path == self._root:
            self._scan()
            return
        name = path[path.rfind("/") + 1 :]
        if name not in _COMMANDS and not name.isdigit():
            return
        parts = path[len(self._root) + 1 :].split("/")
        if len(parts) < 2 or not parts[1].isdigit():
            return
        if len(parts) == 4 and name in _COMMANDS:
            self._commanded(parts[0], parts[1], parts[2], name)
        elif len(parts) == 3:
            self._appeared_or_went(parts[0], parts[1], parts[2])
        elif len(parts) == 2:
            self._went_all(parts[0], parts[1])

    def _scan(self) -> None:
        """Find what was there before the watch."""
        for kind in self._handle.children(self._root):
            for frontend_domid in self._handle.children(f"{self._root}/{kind}"):
                if frontend_domid.isdigit():
                    for devid in self._handle.children(f"{self._root}/{kind}/{frontend_domid}"):
                        self._appeared_or_went(kind, frontend_domid, devid)

    def _appeared_or_went(self, kind: str, frontend_domid: str, devid: str) -> None:
        device = (kind, frontend_domid, devid)
        if not self._handle.exists(f"{self._root}/{kind}/{frontend_domid}/{devid}"):
            self._remove_soon(*device)
        elif device not in self._attaching:
            self._attaching.add(device)
            self._pace.answer(Domid(int(frontend_domid)), partial(self._attach, *device))

    def _went_all(self, kind: str, frontend_domid: str) -> None:
        if kind in SCRIPTED_KINDS:
            for devid in self._scripts.held(kind, frontend_domid):
                self._remove_soon(kind, frontend_domid, devid)

    def _commanded(self, kind: str, frontend_domid: str, devid: str, key: str) -> None:
        device = (kind, frontend_domid, devid)
        if device in self._attaching:
            return
        backend = f"{self._root}/{kind}/{frontend_domid}/{devid}"
        state = self._handle.get(f"{backend}/state")
        if state == XenbusState.CLOSING:
            self._pace.answer(Domid(int(frontend_domid)), partial(self._close, *device))
        elif state == XenbusState.CLOSED and key == "online":
            self._remove_soon(*device)

    def _attach(self, kind: str, frontend_domid: str, devid: str) -> None:
        """The script runs for a new device, then its driver waits for the frontend."""
        self._attaching.discard((kind, frontend_domid, devid))
        backend = f"{self._root}/{kind}/{frontend_domid}/{devid}"
        frontend = self._handle.get(f"{backend}/frontend")
        state = self._handle.get(f"{backend}/state")
        if state == XenbusState.CLOSING:
            self._close(kind, frontend_domid, devid)
        if frontend is None or state != XenbusState.INITIALISING:
            return
        domid = Domid(int(frontend_domid))
        if Fault.HOTPLUG_SILENT in self._pace.knobs_of(domid).faults:
            return
        if kind in SCRIPTED_KINDS:
            self._scripts.add(kind, frontend_domid, devid)
        self._handle.write(f"{backend}/state", XenbusState.INIT_WAIT)
        self._frontends.backend_waits(domid, frontend)

    def _close(self, kind: str, frontend_domid: str, devid: str) -> None:
        """Both ends close; the script runs when the device is not to come back."""
        backend = f"{self._root}/{kind}/{frontend_domid}/{devid}"
        frontend = self._handle.get(f"{backend}/frontend")
        state = self._handle.get(f"{backend}/state")
        if frontend is None or state != XenbusState.CLOSING:
            return
        domid = Domid(int(frontend_domid))
        if Fault.BACKEND_NEVER_CLOSES in self._pace.knobs_of(domid).faults:
            return
        self._frontends.backend_closes(domid, frontend)
        self._handle.write(f"{backend}/state", XenbusState.CLOSED)
        if self._handle.get(f"{backend}/online") == "0":
            self._scripts.remove(kind, frontend_domid, devid)

    def _remove_soon(self, kind: str, frontend_domid: str, devid: str) -> None:
        """The script runs for a device that went, unless it is back by then."""
        if kind in SCRIPTED_KINDS:
            domid = Domid(int(frontend_domid))
            self._pace.answer(domid, partial(self._remove, kind, frontend_domid, devid))

    def _remove(self, kind: str, frontend_domid: str, devid: str) -> None:
        backend = f"{self._root}/{kind}/{frontend_domid}/{devid}"
        state = self._handle.get(f"{backend}/state")
        if state is None or (
            state == XenbusState.CLOSED and self._handle.get(f"{backend}/online") == "0"
        ):
            self._scripts.remove(kind, frontend_domid, devid)
