"""What leaves when a turn ends, and in which order."""

from collections.abc import Callable

import pytest

from rpcgen.runtime.turn import Turn


class Ledger:
    """A turn whose loop, commit and services only write down what happens."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.deferred: list[Callable[[], None]] = []
        self.failure: Exception | None = None
        self.turn = Turn(self.deferred.append, self._commit, self._rollback)

    def _commit(self) -> None:
        self.events.append("commit")
        if self.failure is not None:
            raise self.failure

    def _rollback(self, error: Exception) -> None:
        self.events.append(f"rollback {error}")

    def service(self, name: str) -> "FakeService":
        return FakeService(name, self.events)


class FakeService:
    def __init__(self, name: str, events: list[str]) -> None:
        self.name = name
        self.events = events

    def seal(self) -> None:
        self.events.append(f"seal {self.name}")

    def drop_turn(self, error: Exception) -> None:
        self.events.append(f"drop {self.name} {error}")

    def flush(self) -> None:
        self.events.append(f"flush {self.name}")


def test_everything_leaves_after_the_commit() -> None:
    ledger = Ledger()
    one, two = ledger.service("one"), ledger.service("two")
    ledger.turn.join(one)
    ledger.turn.join(two)
    ledger.turn.join(one)
    assert len(ledger.deferred) == 1
    assert ledger.events == []
    ledger.deferred[0]()
    assert ledger.events == ["commit", "seal one", "seal two", "flush one", "flush two"]


def test_a_batch_ends_the_turn_itself() -> None:
    ledger = Ledger()
    ledger.turn.open()
    ledger.turn.join(ledger.service("one"))
    assert ledger.deferred == []
    ledger.turn.end()
    assert ledger.events == ["commit", "seal one", "flush one"]


def test_a_batch_takes_along_what_an_earlier_callback_left() -> None:
    ledger = Ledger()
    ledger.turn.join(ledger.service("timer"))
    ledger.turn.open()
    ledger.turn.join(ledger.service("batch"))
    ledger.turn.end()
    ledger.deferred[0]()
    assert ledger.events == [
        "commit",
        "seal timer",
        "seal batch",
        "flush timer",
        "flush batch",
    ]


def test_a_failed_commit_drops_the_turn_before_it_is_rolled_back() -> None:
    ledger = Ledger()
    ledger.failure = OSError("disk full")
    ledger.turn.join(ledger.service("one"))
    ledger.turn.end()
    assert ledger.events == [
        "commit",
        "drop one disk full",
        "rollback disk full",
        "seal one",
        "flush one",
    ]


def test_schedule_commits_a_turn_that_sends_nothing() -> None:
    ledger = Ledger()
    ledger.turn.schedule()
    ledger.turn.schedule()
    assert len(ledger.deferred) == 1
    ledger.deferred.pop()()
    assert ledger.events == ["commit"]
    ledger.turn.schedule()
    assert len(ledger.deferred) == 1


def test_what_a_rollback_emits_leaves_with_the_errors() -> None:
    ledger = Ledger()
    late = ledger.service("late")
    turn = Turn(ledger.deferred.append, ledger._commit, lambda error: turn.join(late))
    ledger.failure = OSError("disk full")
    turn.end()
    assert ledger.events == ["commit", "seal late", "flush late"]


def test_a_rollback_that_fails_keeps_no_reply_back_and_is_not_hidden() -> None:
    def rollback(error: Exception) -> None:
        raise RuntimeError("rollback broken")

    ledger = Ledger()
    ledger.failure = OSError("disk full")
    turn = Turn(ledger.deferred.append, ledger._commit, rollback)
    turn.join(ledger.service("one"))
    with pytest.raises(RuntimeError, match="rollback broken"):
        turn.end()
    assert ledger.events == ["commit", "drop one disk full", "seal one", "flush one"]
    ledger.deferred.clear()
    turn.schedule()
    assert len(ledger.deferred) == 1
