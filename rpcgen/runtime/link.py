"""Reader and writer of a connected stream socket on the event loop, for a sans-IO receiver.

One recv for many messages, one send for many; partial writes and EAGAIN block the link, never
lose it. Knows the socket only by its few methods.
"""

import asyncio
from typing import Protocol

from rpcgen.runtime.message import HEAD_BYTES, FramingError, length_of

RECEIVE_BYTES = 1 << 16
"""One recv; some 300 small calls. Larger buffers cost an mmap each."""
READING_STOPS_ABOVE_BYTES = 1 << 20
"""Unsent bytes above which we read no further calls until the socket has taken all of them."""

_NOTHING = memoryview(b"")


class Stream(Protocol):
    """A connected, non-blocking stream socket."""

    def recv(self, bufsize: int, /) -> bytes: ...
    def send(self, data: bytes | memoryview, /) -> int: ...
    def fileno(self) -> int: ...
    def close(self) -> None: ...


class Receiver(Protocol):
    """The protocol behind a Link: a service or a client."""

    def receive(self, data: bytes, at: int = 0) -> tuple[int, bool]:
        """As Service.receive. Raises FramingError."""

    def take(self) -> bytes:
        """All bytes that may leave now."""

    def unblocked(self) -> None:
        """The socket takes data again."""

    @property
    def backlog_bytes(self) -> int:
        """Bytes that take() will give, as far as they are known."""


class Link:
    """Reader and writer of one connected, non-blocking stream socket, on the running loop."""

    def __init__(self, stream: Stream, receiver: Receiver, pending: bytes = b"") -> None:
        self._loop = asyncio.get_running_loop()
        self._socket = stream
        self._receiver = receiver
        self._take = receiver.take
        self._unused = pending  # received, not yet handled
        self._pieces: list[bytes] = []  # of a message that is still arriving
        self._missing_bytes = 0
        self._unsent = _NOTHING
        self._resuming = False
        self._reading = False
        self.blocked = False  # the socket takes nothing at present, or never again
        self.closed: asyncio.Future[str] = self._loop.create_future()

    def start(self) -> None:
        """Begin to read; what came with the hand-over is handled first."""
        self._read_on()
        self._work(self._unused)

    def flush(self) -> None:
        """Send what the receiver has. Never raises: a dead socket ends the link."""
        if not self.blocked:
            self._send(self._take())

    def close(self, reason: str = "closed") -> None:
        """End the link; `closed` gets the reason."""
        if self.closed.done():
            return
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        self._reading = False
        self.blocked = True
        self.closed.set_result(reason)

    # Reading

    def _readable(self) -> None:
        if self._resuming:
            return
        try:
            data = self._socket.recv(RECEIVE_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self.close(f"reading failed: {error.strerror}")
            return
        if not data:
            self.close("the bus closed the connection")
            return
        if self._missing_bytes:
            self._pieces.append(data)
            self._missing_bytes -= len(data)
            if self._missing_bytes > 0:
                return
            data = b"".join(self._pieces)
            self._pieces.clear()
            self._missing_bytes = 0
        elif self._unused:
            data = self._unused + data
        self._work(data)

    def _work(self, data: bytes) -> None:
        """One batch of what was received; the rest in the next turn of the loop."""
        try:
            at, early = self._receiver.receive(data)
            self._unused = data[at:]
            if early:
                self._resuming = True
                self._loop.call_soon(self._resume)
            elif len(self._unused) >= HEAD_BYTES:
                self._await_rest()
        except FramingError as error:
            self.close(f"no D-Bus message: {error}")
            return
        except Exception:
            self.close("a fault of our own while handling messages")
            raise
        if self.blocked and self._unsent_bytes() > READING_STOPS_ABOVE_BYTES:
            self._stop_reading()

    def _resume(self) -> None:
        self._resuming = False
        if not self.closed.done():
            self._work(self._unused)

    def _await_rest(self) -> None:
        """A message is cut: gather its pieces, look at them when all are there."""
        self._missing_bytes = length_of(self._unused, 0) - len(self._unused)
        self._pieces.append(self._unused)
        self._unused = b""

    def _read_on(self) -> None:
        if not self._reading and not self.closed.done():
            self._reading = True
            self._loop.add_reader(self._socket, self._readable)

    def _stop_reading(self) -> None:
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._socket)

    # Writing

    def _unsent_bytes(self) -> int:
        return len(self._unsent) + self._receiver.backlog_bytes

    def _send(self, data: bytes | memoryview) -> None:
        if not data:
            return
        try:
            sent = self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError as error:
            self.close(f"writing failed: {error.strerror}")
            return
        if sent == len(data):
            self._unsent = _NOTHING
            return
        self._unsent = memoryview(data)[sent:]
        if not self.blocked:
            self.blocked = True
            self._loop.add_writer(self._socket, self._writable)

    def _writable(self) -> None:
        self._send(self._unsent)
        if self.closed.done() or self._unsent:
            return
        self._loop.remove_writer(self._socket)
        self.blocked = False
        self._receiver.unblocked()
        if not self.blocked:
            self._read_on()
