"""What one service has still to send, in the order in which it may leave. Bytes only.

While the socket takes nothing, turns pile up here: their signals stay in order up to a limit,
PropertiesChanged keeps only which properties changed (the last value is read when it leaves),
replies stay; the transport stops reading, so that they cannot grow either.
"""

from collections.abc import Callable, Iterable

SIGNALS_KEPT_MAX = 65_536
"""Signals kept while the socket takes nothing; about one start of each of 8,000 VMs."""
SIGNAL_BYTES_KEPT_MAX = 16 << 20
LARGE_REPLY_BYTES_KEPT_MAX = 256 << 20
"""Bytes of large replies that wait to be sent: two of D-Bus's longest messages."""

Changed = dict[tuple[str, str], dict[str, None]]
"""(path, interface) -> names of changed properties, in the order of their first change."""


class Outbox:
    """Appends belong to the running turn until seal(); drop_turn() takes them back."""

    def __init__(self) -> None:
        self.signals: list[bytes] = []
        self.replies: list[bytes] = []  # pieces, several a message
        self.signals_lost = 0
        self.sealed_bytes = 0
        self._large_bytes = 0
        self._signals_sealed = 0
        self._replies_sealed = 0
        self._signal_bytes = 0
        self._changed: Changed = {}
        self._changed_sealed: Changed = {}

    def changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        """These properties changed in the running turn."""
        self._changed.setdefault((path, interface), {}).update(dict.fromkeys(names))

    def has_room_for(self, large_reply_bytes: int) -> bool:
        """Counts one more large reply, unless that passes the limit."""
        if self._large_bytes + large_reply_bytes > LARGE_REPLY_BYTES_KEPT_MAX:
            return False
        self._large_bytes += large_reply_bytes
        return True

    def drop_turn(self, replies_as_errors: Callable[[bytes], list[bytes]]) -> None:
        """Forget the running turn's signals; its replies are replaced by what the callback makes
        of them, all in one piece."""
        del self.signals[self._signals_sealed :]
        self._changed.clear()
        errors = replies_as_errors(b"".join(self.replies[self._replies_sealed :]))
        self.replies[self._replies_sealed :] = errors

    def seal(self, blocked: bool) -> None:
        """The running turn is committed. While blocked, new signals beyond the limits are lost."""
        if self._changed:
            self._merge_changed()
        if blocked:
            self._count_kept()

    def take(self, encode_changed: Callable[[str, str, Iterable[str]], bytes]) -> bytes:
        """All sealed messages; the outbox is empty afterwards. Call at the end of a turn only."""
        pieces = self.signals
        changed = self._changed_sealed
        if changed:
            self._changed_sealed = {}
            pieces.extend(encode_changed(*where, names) for where, names in changed.items())
        if pieces:
            data = b"".join(pieces) + b"".join(self.replies)
            pieces.clear()
        else:
            data = b"".join(self.replies)
        self.replies.clear()
        self._signals_sealed = self._replies_sealed = 0
        self._signal_bytes = self.sealed_bytes = self._large_bytes = 0
        return data

    def _merge_changed(self) -> None:
        if not self._changed_sealed:
            self._changed_sealed, self._changed = self._changed, self._changed_sealed
            return
        for where, names in self._changed.items():
            self._changed_sealed.setdefault(where, {}).update(names)
        self._changed.clear()

    def _count_kept(self) -> None:
        kept = self._signals_sealed
        for signal in self.signals[kept:]:
            if kept == SIGNALS_KEPT_MAX or self._signal_bytes >= SIGNAL_BYTES_KEPT_MAX:
                break
            self._signal_bytes += len(signal)
            kept += 1
        self.signals_lost += len(self.signals) - kept
        del self.signals[kept:]
        self._signals_sealed = kept
        added = sum(map(len, self.replies[self._replies_sealed :]))
        self._replies_sealed = len(self.replies)
        self.sealed_bytes += added
