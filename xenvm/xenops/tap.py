"""Block devices for image files: what tap-ctl hands out and takes back.

Minors are the lowest free ones, as the driver numbers them.
"""

import heapq

from xenvm.xenops.device import TapDevice


class TapDevices:
    """All tapdisks of the host."""

    __slots__ = ("_attached", "_free_minors", "_next_minor")

    def __init__(self) -> None:
        self._attached: dict[int, str] = {}
        self._free_minors: list[int] = []
        self._next_minor = 0

    def __len__(self) -> int:
        return len(self._attached)

    def attach(self, image: str) -> TapDevice:
        """A block device that holds the image; the same image twice gives two devices."""
        if self._free_minors:
            minor = heapq.heappop(self._free_minors)
        else:
            minor = self._next_minor
            self._next_minor += 1
        self._attached[minor] = image
        return TapDevice(path=f"/dev/xen/blktap-2/tapdev{minor}", minor=minor)

    def detach(self, tap: TapDevice) -> None:
        """Close the device; harmless when it is closed already."""
        if self._attached.pop(tap.minor, None) is not None:
            heapq.heappush(self._free_minors, tap.minor)
