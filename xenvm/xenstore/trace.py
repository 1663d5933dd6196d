"""The trace log of the daemon: one line a message, in the format of xenstored 4.17.

Knows nothing of files or clocks: it is handed where lines go and what time to put on them.
"""

from collections.abc import Callable

from xenvm.xenstore.wire import Op

_NAMES = {int(op): op.name for op in Op}


class Trace:
    """Writes lines while it is on."""

    __slots__ = ("_stamp", "_write", "on")

    def __init__(self, write: Callable[[bytes], None], stamp: Callable[[], str]) -> None:
        """stamp: local time as `20261120 09:07:46`."""
        self._write = write
        self._stamp = stamp
        self.on = True

    def message(self, direction: str, connection: object, op: int, payload: bytes) -> None:
        """A message that came ("IN") or goes ("OUT"); NULs are shown as blanks."""
        if self.on:
            name = _NAMES.get(op, "**UNKNOWN**")
            head = f"{direction} {_address(connection)} {self._stamp()} {name} ("
            self._write(head.encode() + payload.replace(b"\0", b" ") + b")\n")

    def created(self, kind: str, thing: object) -> None:
        """A connection or a watch came."""
        if self.on:
            self._write(f"CREATE {kind} {_address(thing)}\n".encode())

    def destroyed(self, kind: str, thing: object) -> None:
        """A connection, a watch or a transaction went."""
        if self.on:
            self._write(f"DESTROY {kind} {_address(thing)}\n".encode())

    def text(self, text: str) -> None:
        """Something that is not about a message."""
        self._write(text.encode("latin-1"))


def _address(thing: object) -> str:
    return hex(id(thing))
