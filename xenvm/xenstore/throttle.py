"""How fast a guest may write while somebody has a transaction open (XSA-206).

Without a limit a guest could make every transaction of the toolstack conflict, for ever. Time is
passed in. Source: xenstored 4.17, the wrl_* functions: 200 writes a second, ten at once.
"""

from collections.abc import Callable
from typing import Final

from xenvm.units import NS_PER_S

WRITES_PER_S: Final = 200
WRITES_AT_ONCE: Final = 10

_WRITE_NS: Final = NS_PER_S // WRITES_PER_S
_SAVED_NS: Final = WRITES_AT_ONCE * _WRITE_NS


class Credit:
    """What one domain may still write: each write costs time, and some can be saved up."""

    __slots__ = ("_limit", "_paid_until_ns")

    def __init__(self, limit: "WriteLimit") -> None:
        self._limit = limit
        self._paid_until_ns = limit.now_ns() - _SAVED_NS

    def debit(self) -> None:
        """The domain wrote."""
        saved_from_ns = self._limit.now_ns() - _SAVED_NS
        self._paid_until_ns = max(self._paid_until_ns, saved_from_ns) + _WRITE_NS

    def wait_ns(self) -> int:
        """How long nothing more should be taken from the domain; 0 = go on."""
        return max(self._paid_until_ns - self._limit.now_ns(), 0)


class WriteLimit:
    """The credits of all domains, and how many transactions are open."""

    __slots__ = ("_credits", "now_ns", "open_transactions")

    def __init__(self, now_ns: Callable[[], int]) -> None:
        self.now_ns = now_ns
        self.open_transactions = 0
        self._credits: dict[int, Credit] = {}

    def credit(self, domid: int) -> Credit:
        """The account that all connections of a domain share."""
        credit = self._credits.get(domid)
        if credit is None:
            credit = self._credits[domid] = Credit(self)
        return credit

    def forget(self, domid: int) -> None:
        """The domain is gone."""
        self._credits.pop(domid, None)
