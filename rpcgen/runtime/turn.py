"""One outgoing queue per turn of the loop: commit, then everything that the turn produced leaves.

Shared by all services of a process. Knows the loop only as `defer`.
"""

from collections.abc import Callable
from typing import Protocol


class Outgoing(Protocol):
    """A service as its turn sees it."""

    def seal(self) -> None:
        """What the turn produced is committed: it may leave now."""

    def drop_turn(self, error: Exception) -> None:
        """The commit failed: signals of the turn go, its replies become this error."""

    def flush(self) -> None:
        """Send what is sealed: signals in order, PropertiesChanged, replies."""


class Turn:
    """`defer(callback)` runs the callback in the next turn of the loop (clock.call_soon).
    `commit()` makes the turn's changes durable; when it raises, `rollback(error)` undoes them in
    memory, and what it emits leaves together with the error replies."""

    def __init__(
        self,
        defer: Callable[[Callable[[], None]], None],
        commit: Callable[[], None],
        rollback: Callable[[Exception], None],
    ) -> None:
        self._defer = defer
        self._commit = commit
        self._rollback = rollback
        self._services: dict[Outgoing, None] = {}
        self._open = False
        self._scheduled = False

    def open(self) -> None:
        """A batch of messages begins; whoever opens calls end() in the same turn of the loop."""
        self._open = True

    def join(self, service: Outgoing) -> None:
        """The service has produced something: the turn will end with it."""
        self._services[service] = None
        if not self._open:
            self.schedule()

    def schedule(self) -> None:
        """Make sure that this turn ends with a commit, also when nothing is to be sent."""
        if not self._open and not self._scheduled:
            self._scheduled = True
            self._defer(self._deferred_end)

    def end(self) -> None:
        """Commit, then let everything leave. What rollback raises is raised after that."""
        self._open = True
        fault: Exception | None = None
        try:
            self._commit()
        except Exception as error:  # Every way to fail has one answer: nothing of it happened.
            for service in self._services:
                service.drop_turn(error)
            fault = self._rolled_back(error)
        finally:
            self._open = False
            self._scheduled = False
            services, self._services = self._services, {}
        for service in services:
            service.seal()
        for service in services:
            service.flush()
        if fault is not None:
            raise fault

    def _rolled_back(self, error: Exception) -> Exception | None:
        """What went wrong with it: callers are owed their error replies all the same."""
        try:
            self._rollback(error)
        except Exception as fault:  # Raised once these replies have left.
            return fault
        return None

    def _deferred_end(self) -> None:
        if self._scheduled:
            self.end()
