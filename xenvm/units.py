"""Units and the conversions between them: pages, KiB, MiB, nanoseconds.

What is used rounds up, what is free rounds down, so that a promise is never larger than the host.
"""

from typing import Final

PAGE_KIB: Final = 4
MIB_KIB: Final = 1024
PAGES_PER_MIB: Final = MIB_KIB // PAGE_KIB

NS_PER_MS: Final = 1_000_000
NS_PER_S: Final = 1_000_000_000


def pages_from_kib_up(amount_kib: int) -> int:
    """Pages that hold amount_kib, rounded up."""
    return -(-amount_kib // PAGE_KIB)


def pages_from_kib_down(amount_kib: int) -> int:
    """Whole pages within amount_kib."""
    return amount_kib // PAGE_KIB


def kib_from_pages(pages: int) -> int:
    """KiB in so many pages; exact."""
    return pages * PAGE_KIB


def mib_from_kib_down(amount_kib: int) -> int:
    """Whole MiB within amount_kib."""
    return amount_kib // MIB_KIB


def kib_from_mib(amount_mib: int) -> int:
    """KiB in so many MiB; exact."""
    return amount_mib * MIB_KIB


def pages_from_mib(amount_mib: int) -> int:
    """Pages in so many MiB; exact."""
    return amount_mib * PAGES_PER_MIB


def seconds(amount_s: float) -> int:
    """Nanoseconds in amount_s, rounded to the nearest."""
    return round(amount_s * NS_PER_S)


def milliseconds(amount_ms: float) -> int:
    """Nanoseconds in amount_ms, rounded to the nearest."""
    return round(amount_ms * NS_PER_MS)
