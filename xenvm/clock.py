"""Time as an argument: the clock that every part of the suite is handed.

Three clocks: real, scaled, virtual. Virtual time stands still until somebody is busy, the event
loop has drained and nothing outside is awaited; then it moves to the next timer. The only module
that may ask the operating system or asyncio what time it is.
"""

import asyncio
import heapq
import selectors
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from types import TracebackType
from typing import Final, Protocol, TypeVar

from xenvm.units import NS_PER_S

T = TypeVar("T")
Callback = Callable[[], None]

# Where virtual wall time starts: 2020-01-01T00:00:00Z, the same in every run.
VIRTUAL_WALL_START_NS: Final = 1_577_836_800 * NS_PER_S

# A heap with fewer cancelled timers than this is not worth compacting.
_CANCELLED_TIMERS_MIN: Final = 64


# Virtual time brings a thousand equal delays to an end at once; the loop is not held for all.
TIMERS_PER_TURN: Final = 4


class Timer(Protocol):
    """A call to come."""

    def cancel(self) -> None:
        """Never call; harmless when it was called already."""


class Clock(Protocol):
    """Simulated time in nanoseconds, timers on it, and what lets virtual time move."""

    def now_ns(self) -> int:
        """Monotonic simulated time."""

    def wall_ns(self) -> int:
        """Simulated wall clock, nanoseconds since 1970."""

    def call_at(self, when_ns: int, callback: Callback, *, periodic: bool = False) -> Timer:
        """Call once at when_ns.

        A timer declared periodic fires in passing: virtual time never moves for its sake alone.
        """

    def call_after(self, delay_ns: int, callback: Callback, *, periodic: bool = False) -> Timer:
        """Call once delay_ns from now."""

    def call_soon(self, callback: Callback) -> None:
        """Call in the next turn of the loop; no time passes."""

    async def sleep(self, delay_ns: int) -> None:
        """Return delay_ns from now."""

    def timeout(self, delay_ns: int) -> AbstractAsyncContextManager[None]:
        """A block that is cancelled after delay_ns and then raises TimeoutError."""

    def busy(self) -> None:
        """Something is under way (a call, a domain in transition): virtual time may move."""

    def idle(self) -> None:
        """One busy() is over."""

    def hold(self) -> AbstractContextManager[None]:
        """A block that awaits the outside (thread, subprocess): virtual time stands still."""


class _LoopClock(ABC):
    """What all clocks share: the loop they serve, waiting, and the counters."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._busy = 0
        self._held = 0

    @abstractmethod
    def now_ns(self) -> int: ...

    @abstractmethod
    def call_at(self, when_ns: int, callback: Callback, *, periodic: bool = False) -> Timer: ...

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Serve this loop from now on; new_event_loop does it."""
        self._loop = loop

    def call_after(self, delay_ns: int, callback: Callback, *, periodic: bool = False) -> Timer:
        return self.call_at(self.now_ns() + delay_ns, callback, periodic=periodic)

    def call_soon(self, callback: Callback) -> None:
        (self._loop or asyncio.get_running_loop()).call_soon(callback)

    async def sleep(self, delay_ns: int) -> None:
        woken = asyncio.get_running_loop().create_future()

        def wake() -> None:
            if not woken.done():
                woken.set_result(None)

        timer = self.call_after(delay_ns, wake)
        try:
            await woken
        finally:
            timer.cancel()

    def timeout(self, delay_ns: int) -> AbstractAsyncContextManager[None]:
        return _Timeout(self, delay_ns)

    def busy(self) -> None:
        self._busy += 1

    def idle(self) -> None:
        if self._busy == 0:
            raise RuntimeError("idle() without busy()")
        self._busy -= 1

    def hold(self) -> AbstractContextManager[None]:
        return _Hold(self)

    def held_by(self, change: int) -> None:
        """Enter (1) or leave (-1) a hold block."""
        self._held += change


class ScaledClock(_LoopClock):
    """Simulated time that runs `factor` times as fast as the host's."""

    def __init__(self, factor: float) -> None:
        if factor <= 0:
            raise ValueError(f"clock factor must be positive factor={factor}")
        super().__init__()
        self.factor = factor
        self._start_ns = time.monotonic_ns()
        self._wall_start_ns = time.time_ns()

    def now_ns(self) -> int:
        elapsed_ns = time.monotonic_ns() - self._start_ns
        return self._start_ns + int(elapsed_ns * self.factor)

    def wall_ns(self) -> int:
        return self._wall_start_ns + self.now_ns() - self._start_ns

    def call_at(self, when_ns: int, callback: Callback, *, periodic: bool = False) -> Timer:
        loop = self._loop or asyncio.get_running_loop()
        delay_ns = max(0, when_ns - self.now_ns())
        return loop.call_later(delay_ns / (self.factor * NS_PER_S), callback)


class RealClock(ScaledClock):
    """Simulated time that is the host's own."""

    def __init__(self) -> None:
        super().__init__(1.0)

    def now_ns(self) -> int:
        return time.monotonic_ns()

    def wall_ns(self) -> int:
        return time.time_ns()


class VirtualClock(_LoopClock):
    """Time that moves only when nothing else can happen; the same in every run.

    With a loop (new_event_loop) it moves by itself while busy. Without one, tests of synchronous
    code drive it by run_for() and run_until_idle().
    """

    def __init__(self, start_ns: int = 0, wall_start_ns: int = VIRTUAL_WALL_START_NS) -> None:
        super().__init__()
        self._now_ns = start_ns
        self._wall_offset_ns = wall_start_ns - start_ns
        self._heap: list[tuple[int, int, _VirtualTimer]] = []
        self._sequence = 0
        self._live = 0
        self._live_periodic = 0
        self._soon: deque[Callback] = deque()

    def now_ns(self) -> int:
        return self._now_ns

    def wall_ns(self) -> int:
        return self._now_ns + self._wall_offset_ns

    def call_at(self, when_ns: int, callback: Callback, *, periodic: bool = False) -> Timer:
        timer = _VirtualTimer(self, callback, periodic)
        self._sequence += 1
        self._live += 1
        self._live_periodic += periodic
        heapq.heappush(self._heap, (when_ns, self._sequence, timer))
        return timer

    def call_soon(self, callback: Callback) -> None:
        if self._loop is None:
            self._soon.append(callback)
        else:
            self._loop.call_soon(callback)

    async def advance(self, duration_ns: int) -> None:
        """Let duration_ns pass, every timer in it firing in order with the loop drained between."""
        self.busy()
        try:
            await self.sleep(duration_ns)
        finally:
            self.idle()

    def run_for(self, duration_ns: int) -> None:
        """Without a loop: let duration_ns pass, every timer in it firing in order."""
        until_ns = self._now_ns + duration_ns
        self._run_soon()
        while (due_ns := self._next_due_ns()) is not None and due_ns <= until_ns:
            self._fire_due(due_ns)
            self._run_soon()
        self._now_ns = until_ns

    def run_until_idle(self) -> None:
        """Without a loop: let time pass until only periodic timers are left."""
        self._run_soon()
        while self._live > self._live_periodic and (due_ns := self._next_due_ns()) is not None:
            self._fire_due(due_ns)
            self._run_soon()

    def timers_pending(self) -> int:
        """Timers that will still fire."""
        return self._live

    def may_move(self) -> bool:
        """Whether somebody is busy and nobody awaits the outside."""
        return self._busy > 0 and self._held == 0

    def loop_drained(self) -> bool:
        """The loop has nothing to do: fire what is due, after moving if allowed.

        False when there is nothing to fire, so that the loop must wait for the outside.
        """
        due_ns = self._next_due_ns()
        if due_ns is None:
            return False
        if due_ns > self._now_ns and not (self.may_move() and self._live > self._live_periodic):
            return False
        self._fire_due(due_ns)
        return True

    def forget(self, timer: "_VirtualTimer") -> None:
        """One timer less will fire; cancelled ones leave the heap in batches."""
        self._live -= 1
        self._live_periodic -= timer.periodic
        cancelled = len(self._heap) - self._live
        if cancelled > max(_CANCELLED_TIMERS_MIN, self._live):
            self._heap = [entry for entry in self._heap if entry[2].callback is not None]
            heapq.heapify(self._heap)

    def _next_due_ns(self) -> int | None:
        heap = self._heap
        while heap and heap[0][2].callback is None:
            heapq.heappop(heap)
        return heap[0][0] if heap else None

    def _fire_due(self, due_ns: int) -> None:
        """Move to due_ns (never back) and hand what is due to the next turns, a few to each."""
        self._now_ns = max(self._now_ns, due_ns)
        heap = self._heap
        handed_over = 0
        while heap and heap[0][0] <= self._now_ns and handed_over < TIMERS_PER_TURN:
            self.call_soon(heapq.heappop(heap)[2].fire)
            handed_over += 1

    def _run_soon(self) -> None:
        if self._loop is not None:
            raise RuntimeError("this clock serves an event loop: await advance() instead")
        while self._soon:
            self._soon.popleft()()


class VirtualSelector(selectors.DefaultSelector):
    """The selector of a virtual clock's loop: before it would block, time may move."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if self._clock.loop_drained():
            return []
        # asyncio registers its own wake-up pipe; with nothing beside it no event can ever come.
        if timeout is None and self._clock.may_move() and len(self.get_map()) <= 1:
            raise RuntimeError(
                "virtual time stands still: something is awaited, but no timer is set "
                f"and nothing outside can answer now_ns={self._clock.now_ns()}"
            )
        return super().select(timeout)


def new_event_loop(clock: ScaledClock | VirtualClock) -> asyncio.AbstractEventLoop:
    """An event loop that the clock serves."""
    selector = VirtualSelector(clock) if isinstance(clock, VirtualClock) else None
    loop = asyncio.SelectorEventLoop(selector)
    clock.attach(loop)
    return loop


def run(clock: ScaledClock | VirtualClock, main: Coroutine[None, None, T]) -> T:
    """Run a coroutine to its end on a new loop of the clock, as asyncio.run does."""
    with asyncio.Runner(loop_factory=lambda: new_event_loop(clock)) as runner:
        return runner.run(main)


class _VirtualTimer:
    __slots__ = ("callback", "clock", "periodic")

    def __init__(self, clock: VirtualClock, callback: Callback, periodic: bool) -> None:
        self.clock = clock
        self.callback: Callback | None = callback
        self.periodic = periodic

    def cancel(self) -> None:
        if self.callback is not None:
            self.callback = None
            self.clock.forget(self)

    def fire(self) -> None:
        callback = self.callback
        if callback is not None:
            self.callback = None
            self.clock.forget(self)
            callback()


class _Timeout(AbstractAsyncContextManager[None]):
    """asyncio.timeout on our clock, with its care for cancellations from elsewhere."""

    def __init__(self, clock: _LoopClock, delay_ns: int) -> None:
        self._clock = clock
        self._delay_ns = delay_ns
        self._expired = False

    async def __aenter__(self) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("timeout() outside a task")
        self._task = task
        self._cancelling = task.cancelling()
        self._timer = self._clock.call_after(self._delay_ns, self._expire)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._expired:
            foreign = self._task.uncancel() > self._cancelling
            if kind is asyncio.CancelledError and not foreign:
                raise TimeoutError from error

    def _expire(self) -> None:
        self._expired = True
        self._task.cancel()


class _Hold(AbstractContextManager[None]):
    def __init__(self, clock: _LoopClock) -> None:
        self._clock = clock

    def __enter__(self) -> None:
        self._clock.held_by(1)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clock.held_by(-1)
