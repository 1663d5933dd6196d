"""Security labels and their numbers.

Knows no policy: any well-formed label is one.
"""

from typing import Final

# Sids below this belong to Xen's initial contexts.
_FIRST_SID: Final = 32

# A policy has some hundred contexts; more distinct labels than this come from a fault.
_LABELS_MAX: Final = 4096


class LabelTable:
    """Gives each label its sid at first sight, the same ever after."""

    def __init__(self) -> None:
        self._sids: dict[str, int] = {}

    def sid(self, label: str) -> int | None:
        """The label's number; None when it is no `user:role:type` or the table is full."""
        known = self._sids.get(label)
        if known is not None:
            return known
        parts = label.split(":")
        if len(parts) < 3 or not all(parts) or len(self._sids) >= _LABELS_MAX:
            return None
        return self._sids.setdefault(label, _FIRST_SID + len(self._sids))
