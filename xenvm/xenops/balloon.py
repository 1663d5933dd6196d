"""The wish that a guest's balloon driver follows.  Source: xenops balloon.ml."""

from xenvm.ids import Domid
from xenvm.units import PAGE_KIB, pages_from_kib_down
from xenvm.xenops import layout
from xenvm.xenstore.local import LocalHandle


def set_memory_target(handle: LocalHandle, domid: Domid, target_kib: int) -> None:
    """Ask the guest to own target_kib, rounded down to pages; neither waits nor moves its limit."""
    whole_kib = pages_from_kib_down(target_kib) * PAGE_KIB
    handle.write(layout.memory_target(domid), str(whole_kib))


def memory_target_kib(handle: LocalHandle, domid: Domid) -> int | None:
    """What the guest was last asked to own; None when nothing readable was asked."""
    text = handle.get(layout.memory_target(domid))
    return int(text) if text is not None and text.isdecimal() else None
