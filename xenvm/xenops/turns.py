"""The queue of one VM's operations: one at a time, in order, but a destroy overtakes.

Knows nothing of what an operation does; a task exists only while there is one to run.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Any, TypeVar

from xenvm.errors import VmOvertaken, XenvmError
from xenvm.ids import VmUuid

log = logging.getLogger(__name__)

T = TypeVar("T")
Spawn = Callable[[Coroutine[None, None, None]], "asyncio.Task[None]"]


class _Turn:
    """One operation that waits or runs; stops: its goal is reached when a destroy is through."""

    __slots__ = ("body", "done", "stops", "verb")

    def __init__(self, verb: str, body: Callable[[], Awaitable[object]], stops: bool) -> None:
        self.verb = verb
        self.body = body
        self.stops = stops
        self.done: asyncio.Future[Any] = (  # Any: what the body returns; take() tells its caller.
            asyncio.get_running_loop().create_future()
        )
        # Whoever asked may be gone when it fails; that is no news for the event loop.
        self.done.add_done_callback(_retrieve)

    async def run(self) -> None:
        result = await self.body()
        if not self.done.done():
            self.done.set_result(result)

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Turns:
    """The operations of one VM."""

    __slots__ = (
        "_overtaken",
        "_runner",
        "_running",
        "_sealed",
        "_spawn",
        "_uuid",
        "_waiting",
        "closed",
    )

    def __init__(self, uuid: VmUuid, spawn: Spawn) -> None:
        """spawn: start a task and own it until it ends."""
        self._uuid = uuid
        self._spawn = spawn
        # Made for the first operation that waits: an idle queue costs next to nothing.
        self._waiting: deque[_Turn] | None = None
        self._running: _Turn | None = None
        self._runner: asyncio.Task[None] | None = None
        self._overtaken = False
        self._sealed = False
        self.closed = False

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits."""
        return self._runner is None

    def take(
        self, verb: str, body: Callable[[], Awaitable[T]], *, stops: bool = False
    ) -> "asyncio.Future[T]":
        """Run body when its turn has come; what it returns or raises.

        stops: a destroy does not fail it but lets it run after itself, when it finds nothing to do.
        """
        turn = _Turn(verb, body, stops)
        self._put(turn, first=False)
        return turn.done

    def take_first(self, verb: str, body: Callable[[], Awaitable[None]]) -> None:
        """Run body next, for nobody in particular: a failure is logged."""
        turn = _Turn(verb, body, stops=True)
        turn.done.add_done_callback(lambda done: self._log_failure(verb, done))
        self._put(turn, first=True)

    def overtake(self, verb: str, body: Callable[[], Awaitable[None]]) -> "asyncio.Future[None]":
        """Run body before anything else; what runs unwinds first, and what waits fails.

        Raises VmOvertaken into those. A second one joins the first.
        """
        queue = self._waiting if self._waiting is not None else deque[_Turn]()
        for other in (self._running, *queue):
            if other is not None and other.verb == verb:
                return _join(other.done)
        for waiting in list(queue):
            if not waiting.stops:
                queue.remove(waiting)
                waiting.fail(VmOvertaken(self._uuid, waiting.verb))
        turn = _Turn(verb, body, stops=True)
        self._put(turn, first=True)
        if self._running is not None:
            self._overtaken = True
            if not self._sealed and self._runner is not None:
                self._runner.cancel()
        return turn.done

    def sealed(self) -> "_Seal":
        """A block that no overtaking interrupts: it is let to its end first."""
        return _Seal(self)

    def seal(self, closed: bool) -> None:
        """Enter or leave a sealed block."""
        self._sealed = closed

    def give_way(self) -> None:
        """To be called after a sealed block by an operation that means to go on."""
        if self._overtaken:
            raise asyncio.CancelledError

    def close(self) -> None:
        """Give everything up at once, unwinding nothing: the process ends."""
        self.closed = True
        if self._runner is not None:
            self._runner.cancel()

    def _put(self, turn: _Turn, *, first: bool) -> None:
        if self._waiting is None:
            self._waiting = deque()
        if first:
            self._waiting.appendleft(turn)
        else:
            self._waiting.append(turn)
        if self._runner is None:
            self._runner = self._spawn(self._run())

    async def _run(self) -> None:
        try:
            while self._waiting:
                turn = self._waiting.popleft()
                if turn.done.done():
                    continue
                await self._run_one(turn)
        finally:
            self._runner = None
            self._waiting = None

    async def _run_one(self, turn: _Turn) -> None:
        self._running = turn
        try:
            await turn.run()
        except asyncio.CancelledError:
            if self.closed or not self._overtaken:
                turn.done.cancel()
                raise
            self._give_back(turn)
        except Exception as error:
            turn.fail(error)
        finally:
            self._running = None
            self._overtaken = False

    def _give_back(self, turn: _Turn) -> None:
        """The overtaken operation has unwound; the destroy is next."""
        if self._runner is not None:
            self._runner.uncancel()
        if turn.stops and self._waiting:
            self._waiting.insert(1, turn)
        else:
            turn.fail(VmOvertaken(self._uuid, turn.verb))

    def _log_failure(self, verb: str, done: "asyncio.Future[None]") -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, XenvmError):
            log.warning("failed verb=%s vm=%s error=%s", verb, self._uuid, error)
        elif error is not None:
            log.error("failed verb=%s vm=%s", verb, self._uuid, exc_info=error)


class _Seal:
    __slots__ = ("_turns",)

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def __enter__(self) -> None:
        self._turns.seal(True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._turns.seal(False)


def _retrieve(done: "asyncio.Future[T]") -> None:
    if not done.cancelled():
        done.exception()


def _join(done: "asyncio.Future[T]") -> "asyncio.Future[None]":
    """A future of its own for a second waiter, so that one who leaves takes nobody with him."""
    joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    joined.add_done_callback(_retrieve)

    def pass_on(first: "asyncio.Future[T]") -> None:
        if joined.done():
            return
        error = None if first.cancelled() else first.exception()
        if error is not None:
            joined.set_exception(error)
        else:
            joined.set_result(None)

    done.add_done_callback(pass_on)
    return joined
