"""Which domid comes next.

Knows no domains, only the numbers taken.
"""

from collections.abc import Container

from xenvm.ids import DOM0, DOMID_FIRST_RESERVED, Domid


class DomidCounter:
    """Rising domids that wrap past the live ones.

    Rising, wraps at DOMID_FIRST_RESERVED: reuse comes as late as possible, clients key watches on
    it.
    """

    def __init__(self, last: Domid = DOM0) -> None:
        self._last = last

    def next(self, taken: Container[Domid]) -> Domid | None:
        """A domid that is not taken; None when all are."""
        for step in range(1, DOMID_FIRST_RESERVED):
            # Guests have 1 up to DOMID_FIRST_RESERVED - 1; 0 is dom0.
            domid = Domid((self._last - 1 + step) % (DOMID_FIRST_RESERVED - 1) + 1)
            if domid not in taken:
                self._last = domid
                return domid
        return None
