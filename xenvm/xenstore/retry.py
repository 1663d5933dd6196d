"""Transactions that are tried again after a conflict, wherever their store is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final, TypeVar

from xenvm.errors import XenstoreError

T = TypeVar("T")
Tx = TypeVar("Tx")

# How often to try: a conflict needs another writer, and each try sees its work done.
TRANSACT_ATTEMPTS_MAX: Final = 100


def transact(
    transaction: Callable[[], AbstractContextManager[Tx]], body: Callable[[Tx], T], attempts: int
) -> T:
    """Run the body in a new transaction, again after each conflict, so many times at most.

    Raises XenstoreError EAGAIN when every attempt met one.
    """
    while True:
        attempts -= 1
        try:
            with transaction() as opened:
                result = body(opened)
        except XenstoreError as error:
            if error.errno_word != "EAGAIN" or attempts <= 0:
                raise
        else:
            return result
