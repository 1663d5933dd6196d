"""The hotplug scripts of one backend domain: they tell the toolstack that a device is in place.

Source: xenops facts 3.8 and 7 (block, tap, vif).
"""

from typing import Final

from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore.local import LocalHandle

# Backend kinds that udev runs a script for.
SCRIPTED_KINDS: Final = frozenset({"vbd", "tap", "vif"})


class HotplugScripts:
    """Writes and removes the nodes below /xapi that answer for this domain's backends."""

    def __init__(self, domid: Domid, handle: LocalHandle) -> None:
        self._domid = domid
        self._handle = handle

    def add(self, kind: str, frontend_domid: str, devid: str) -> None:
        """The device's resource is held."""
        private = f"/xapi/{frontend_domid}/hotplug/{kind}/{devid}"
        if kind == "vif":
            self._handle.write(f"{private}/vif", f"vif{frontend_domid}.{devid}")
        self._handle.write(f"{private}/hotplug", "online")

    def remove(self, kind: str, frontend_domid: str, devid: str) -> None:
        """The device's resource is let go; harmless when it was not held."""
        private = f"/xapi/{frontend_domid}/hotplug/{kind}/{devid}"
        if self._handle.exists(f"{private}/hotplug") and self._owns(private):
            self._handle.rm(f"{private}/hotplug")

    def held(self, kind: str, frontend_domid: str) -> list[str]:
        """The devids of one kind that some script holds for a domain."""
        return self._handle.children(f"/xapi/{frontend_domid}/hotplug/{kind}")

    def _owns(self, private: str) -> bool:
        """dom0 may write everywhere, so it must look whose device it is."""
        try:
            return self._handle.get_perms(private)[0].domid == self._domid
        except XenstoreError:
            return False
