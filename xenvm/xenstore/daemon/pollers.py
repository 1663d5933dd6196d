"""Who says when sockets are ready: an epoll loop of its own, or an asyncio loop shared with others.

Knows nothing of the store.
"""

import asyncio
import heapq
import select
from collections.abc import Callable
from typing import Protocol

from xenvm.clock import Clock
from xenvm.units import NS_PER_S

Callback = Callable[[], None]


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


class EpollPoller:
    """A loop of its own, for the daemon that runs alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timers: list[tuple[int, int, Callback]] = []
        self._timer_serial = 0
        self._epoll = select.epoll()
        self._readers: dict[int, Callback] = {}
        self._writers: dict[int, Callback] = {}
        self._soon: list[Callback] = []
        self._running = False

    def read(self, fd: int, callback: Callback) -> None:
        self._change(self._readers, fd, callback)

    def stop_reading(self, fd: int) -> None:
        self._change(self._readers, fd, None)

    def write(self, fd: int, callback: Callback) -> None:
        self._change(self._writers, fd, callback)

    def stop_writing(self, fd: int) -> None:
        self._change(self._writers, fd, None)

    def soon(self, callback: Callback) -> None:
        self._soon.append(callback)

    def after(self, delay_ns: int, callback: Callback) -> None:
        self._timer_serial += 1
        when_ns = self._clock.now_ns() + delay_ns
        heapq.heappush(self._timers, (when_ns, self._timer_serial, callback))

    def run(self) -> None:
        """Serve until stop()."""
        self._running = True
        poll = self._epoll.poll
        readers, writers = self._readers, self._writers
        not_readable, not_writable = select.EPOLLOUT, select.EPOLLIN  # an error is both
        while self._running:
            for fd, events in poll(self._timeout_s()) if self._timers else poll():
                if events != not_readable and fd in readers:
                    readers[fd]()
                if events != not_writable and fd in writers:
                    writers[fd]()
            if self._timers:
                self._fire_timers()
            while self._soon:
                callbacks, self._soon = self._soon, []
                for callback in callbacks:
                    callback()

    def stop(self) -> None:
        """Make run() return after what is ready now."""
        self._running = False

    def close(self) -> None:
        """Give the epoll descriptor back."""
        self._epoll.close()

    def _timeout_s(self) -> float:
        return max(self._timers[0][0] - self._clock.now_ns(), 0) / NS_PER_S

    def _fire_timers(self) -> None:
        now_ns = self._clock.now_ns()
        while self._timers and self._timers[0][0] <= now_ns:
            heapq.heappop(self._timers)[2]()

    def _change(self, table: dict[int, Callback], fd: int, callback: Callback | None) -> None:
        known = fd in self._readers or fd in self._writers
        if callback is None:
            table.pop(fd, None)
        else:
            table[fd] = callback
        events = (select.EPOLLIN if fd in self._readers else 0) | (
            select.EPOLLOUT if fd in self._writers else 0
        )
        if not events:
            if known:
                self._epoll.unregister(fd)
        elif known:
            self._epoll.modify(fd, events)
        else:
            self._epoll.register(fd, events)


class AsyncioPoller:
    """The sockets on a loop that serves other things, too."""

    def __init__(self, loop: asyncio.AbstractEventLoop, clock: Clock) -> None:
        self._loop = loop
        self._clock = clock

    def read(self, fd: int, callback: Callback) -> None:
        self._loop.add_reader(fd, callback)

    def stop_reading(self, fd: int) -> None:
        self._loop.remove_reader(fd)

    def write(self, fd: int, callback: Callback) -> None:
        self._loop.add_writer(fd, callback)

    def stop_writing(self, fd: int) -> None:
        self._loop.remove_writer(fd)

    def soon(self, callback: Callback) -> None:
        self._loop.call_soon(callback)

    def after(self, delay_ns: int, callback: Callback) -> None:
        self._clock.call_after(delay_ns, callback)
