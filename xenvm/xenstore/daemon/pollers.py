"""Who says when sockets are ready: an epoll loop of its own, or an asyncio loop shared with others.

Knows nothing of the store.
"""

import asyncio
import heapq
import select
from collections.abc import Callable
from typing import Final, Protocol

from xenvm.clock import Clock
from xenvm.units import NS_PER_S

Callback = Callable[[], None]

# Sockets served before what else waits has its turn.
READY_PER_TURN_MAX: Final = 32

# An error is reported as both.
_ONLY_READABLE: Final = select.EPOLLIN
_ONLY_WRITABLE: Final = select.EPOLLOUT


class Poller(Protocol):
    """Says when sockets are ready."""

    def read(self, fd: int, callback: Callback) -> None:
        """Call whenever there is something to read."""

    def stop_reading(self, fd: int) -> None:
        """Do not call for reading until asked again."""

    def write(self, fd: int, callback: Callback) -> None:
        """Call whenever there is room to write."""

    def stop_writing(self, fd: int) -> None:
        """Do not call for writing until asked again."""

    def soon(self, callback: Callback) -> None:
        """Call once when what is ready now has been served."""

    def after(self, delay_ns: int, callback: Callback) -> None:
        """Call once, delay_ns from now."""


class _Sockets:
    """Who is to be called for which socket."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._readers: dict[int, Callback] = {}
        self._writers: dict[int, Callback] = {}

    def read(self, fd: int, callback: Callback) -> None:
        self._change(self._readers, fd, callback)

    def stop_reading(self, fd: int) -> None:
        self._change(self._readers, fd, None)

    def write(self, fd: int, callback: Callback) -> None:
        self._change(self._writers, fd, callback)

    def stop_writing(self, fd: int) -> None:
        self._change(self._writers, fd, None)

    def close(self) -> None:
        """Give the epoll descriptor back."""
        self._epoll.close()

    def _serve(self, ready: list[tuple[int, int]]) -> None:
        readers, writers = self._readers, self._writers
        for fd, events in ready:
            if events != _ONLY_WRITABLE and fd in readers:
                readers[fd]()
            if events != _ONLY_READABLE and fd in writers:
                writers[fd]()

    def _change(self, table: dict[int, Callback], fd: int, callback: Callback | None) -> None:
        known = fd in self._readers or fd in self._writers
        if callback is None:
            table.pop(fd, None)
        else:
            table[fd] = callback
        events = (_ONLY_READABLE if fd in self._readers else 0) | (
            _ONLY_WRITABLE if fd in self._writers else 0
        )
        if not events:
            if known:
                self._epoll.unregister(fd)
        elif known:
            self._epoll.modify(fd, events)
        else:
            self._epoll.register(fd, events)


class EpollPoller(_Sockets):
    """A loop of its own, for the daemon that runs alone."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._timers: list[tuple[int, int, Callback]] = []
        self._timer_serial = 0
        self._soon: list[Callback] = []
        self._running = False

    def soon(self, callback: Callback) -> None:
        self._soon.append(callback)

    def after(self, delay_ns: int, callback: Callback) -> None:
        self._timer_serial += 1
        when_ns = self._clock.now_ns() + delay_ns
        heapq.heappush(self._timers, (when_ns, self._timer_serial, callback))

    def run(self) -> None:
        """Serve until stop()."""
        self._running = True
        poll, serve = self._epoll.poll, self._serve
        while self._running:
            if self._timers or self._soon:
                serve(poll(self._timeout_s(), READY_PER_TURN_MAX))
                self._fire_timers()
            else:
                serve(poll(None, READY_PER_TURN_MAX))
            if self._soon:
                callbacks, self._soon = self._soon, []
                for callback in callbacks:
                    callback()

    def stop(self) -> None:
        """Make run() return after what is ready now."""
        self._running = False

    def _timeout_s(self) -> float:
        if self._soon:
            return 0
        return max(self._timers[0][0] - self._clock.now_ns(), 0) / NS_PER_S

    def _fire_timers(self) -> None:
        now_ns = self._clock.now_ns()
        while self._timers and self._timers[0][0] <= now_ns:
            heapq.heappop(self._timers)[2]()


class AsyncioPoller(_Sockets):
    """The sockets on a loop that serves other things, too, and is not held for many of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop, clock: Clock) -> None:
        super().__init__()
        self._loop = loop
        self._clock = clock
        loop.add_reader(self._epoll.fileno(), self._ready)

    def soon(self, callback: Callback) -> None:
        self._loop.call_soon(callback)

    def after(self, delay_ns: int, callback: Callback) -> None:
        self._clock.call_after(delay_ns, callback)

    def close(self) -> None:
        self._loop.remove_reader(self._epoll.fileno())
        super().close()

    def _ready(self) -> None:
        """Some of those that are ready: the others have the next turn of the loop."""
        self._serve(self._epoll.poll(0, READY_PER_TURN_MAX))
