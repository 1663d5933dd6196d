"""Coroutines of calls: stepped at once, a task only for those that really suspend.

`asyncio.timeout` and task groups want a current task already in the first step. So one spare task
waits in advance: a coroutine is stepped in its name, and only when it suspends does the spare
become its task and another spare is made.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from typing import Any  # Results of calls, and what coroutines yield to the loop.

Done = Callable[[Any, BaseException | None], None]  # Any: see import.
"""(result, error), one of them meaningful."""


class CallTasks:
    """Owner of all tasks that calls of one service need."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._spare: _Spare | None = None
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(
        self,
        coroutine: Coroutine[Any, Any, Any],  # Any: see import.
        done: Done,
    ) -> tuple[bool, Any]:  # Any: see import.
        """Step the coroutine. (True, result): it has ended; what it raised is raised here.
        (False, None): a task goes on with it and calls done at its end."""
        spare = self._ready_spare()
        try:
            waits_for = spare.step(coroutine)
        except StopIteration as stop:
            return True, stop.value
        self._spare = None
        self._running.add(spare.task)
        spare.task.add_done_callback(self._running.discard)
        spare.adopt(coroutine, waits_for, done)
        return False, None

    async def close(self) -> None:
        """Cancel all calls under way and wait until they have ended."""
        tasks = list(self._running)
        if self._spare is not None:
            tasks.append(self._spare.task)
            self._spare = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ready_spare(self) -> "_Spare":
        loop = asyncio.get_running_loop()
        if self._spare is None or not self._spare.usable(loop):
            self._spare = _Spare(loop, f"{self._name} call")
        return self._spare


class _Spare:
    """A task that waits for a coroutine which has been stepped in its name."""

    def __init__(self, loop: asyncio.AbstractEventLoop, name: str) -> None:
        self._loop = loop
        self._given: asyncio.Future[None] = loop.create_future()
        self._work: _Started | None = None
        self._done: Done | None = None
        self.task = loop.create_task(self._run(), name=name)
        self.task.add_done_callback(self._end)

    def usable(self, loop: asyncio.AbstractEventLoop) -> bool:
        """It belongs to this loop, and no earlier call has cancelled it."""
        return loop is self._loop and not self.task.done() and not self.task.cancelling()

    def step(self, coroutine: Coroutine[Any, Any, Any]) -> Any:  # Any: see import.
        """First step of the coroutine, this task being the current one. Raises what it raises."""
        outer = asyncio.current_task(self._loop)
        if outer is not None:
            asyncio.tasks._leave_task(self._loop, outer)
        asyncio.tasks._enter_task(self._loop, self.task)
        try:
            return coroutine.send(None)
        finally:
            asyncio.tasks._leave_task(self._loop, self.task)
            if outer is not None:
                asyncio.tasks._enter_task(self._loop, outer)

    def adopt(
        self,
        coroutine: Coroutine[Any, Any, Any],  # Any: see import.
        waits_for: Any,  # Any: see import.
        done: Done,
    ) -> None:
        """The coroutine has yielded `waits_for`: go on with it."""
        self._work = _Started(coroutine, waits_for)
        self._done = done
        if not self._given.done():
            self._given.set_result(None)

    async def _run(self) -> None:
        try:
            await self._given
        except asyncio.CancelledError:
            if self._work is None:
                raise
            self._work.cancel()
        if self._work is None:
            return
        try:
            result = await self._work
        except (Exception, asyncio.CancelledError) as error:
            self._finish(None, error)
        else:
            self._finish(result, None)

    def _end(self, task: asyncio.Task[None]) -> None:
        """A task that was cancelled before its first step never came to its work."""
        if self._work is not None and self._done is not None:
            self._work.close()
            self._finish(None, asyncio.CancelledError())

    def _finish(
        self,
        result: Any,  # Any: see import.
        error: BaseException | None,
    ) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(result, error)


class _Started:
    """Awaitable rest of a coroutine whose first step is done."""

    def __init__(
        self,
        coroutine: Coroutine[Any, Any, Any],  # Any: see import.
        waits_for: Any,  # Any: see import.
    ) -> None:
        self._coroutine = coroutine
        self._waits_for = waits_for
        self._interrupt: BaseException | None = None
        _mark(waits_for, False)

    def cancel(self) -> None:
        """Before it is awaited: what it waits for is cancelled, or it is itself."""
        waits_for = self._waits_for
        if waits_for is None or not waits_for.cancel():
            self._interrupt = asyncio.CancelledError()

    def close(self) -> None:
        """It will not be awaited any more."""
        self.cancel()
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:  # Any: see import.
        coroutine = self._coroutine
        waits_for = self._waits_for
        error = self._interrupt
        sent = None
        _mark(waits_for, True)
        while True:
            if error is None:
                try:
                    sent = yield waits_for
                except BaseException as thrown:  # What the task is told, the coroutine is told.
                    error = thrown
            try:
                if error is None:
                    waits_for = coroutine.send(sent)
                else:
                    thrown_in, error = error, None
                    waits_for = coroutine.throw(thrown_in)
            except StopIteration as stop:
                return stop.value


def _mark(
    waits_for: Any,  # Any: see import.
    yielded: bool,
) -> None:
    """Set the mark by which a task knows that a future was yielded by an `await` just now.

    Off in between, since another call may be stepped and wait for the same future.
    """
    if asyncio.isfuture(waits_for):
        waits_for._asyncio_future_blocking = yielded
