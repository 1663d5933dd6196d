"""What a conflict at the end of a transaction leads to, without a store."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from xenvm.errors import XenstoreError
from xenvm.xenstore.retry import transact


class Conflicts:
    """Transactions, numbered from 1, of which the first so many meet an error at their end."""

    def __init__(self, failing: int, errno_word: str = "EAGAIN") -> None:
        self.begun = 0
        self._failing = failing
        self._errno_word = errno_word

    @contextmanager
    def transaction(self) -> Iterator[int]:
        self.begun += 1
        yield self.begun
        if self.begun <= self._failing:
            raise XenstoreError(self._errno_word, "/")


def test_body_runs_in_a_new_transaction_after_each_conflict() -> None:
    conflicts = Conflicts(2)
    assert transact(conflicts.transaction, lambda number: number * 10, 3) == 30


def test_last_conflict_is_raised() -> None:
    conflicts = Conflicts(3)
    with pytest.raises(XenstoreError) as caught:
        transact(conflicts.transaction, str, 3)
    assert (caught.value.errno_word, conflicts.begun) == ("EAGAIN", 3)


def test_other_errors_are_raised_at_once() -> None:
    conflicts = Conflicts(1, "ENOSPC")
    with pytest.raises(XenstoreError) as caught:
        transact(conflicts.transaction, str, 3)
    assert (caught.value.errno_word, conflicts.begun) == ("ENOSPC", 1)
