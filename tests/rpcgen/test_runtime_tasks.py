"""Coroutines of calls: stepped at once, owned when they suspend, in a real task throughout."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from rpcgen.runtime.tasks import CallTasks


class Ledger:
    """What `done` was told."""

    def __init__(self) -> None:
        self.tasks = CallTasks("test")
        self.done: list[tuple[object, type | None]] = []

    def start(self, coroutine: Awaitable[object]) -> tuple[bool, object]:
        return self.tasks.start(
            coroutine, lambda result, error: self.done.append((result, error and type(error)))
        )


async def turns(count: int = 6) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.fixture
async def ledger() -> Ledger:
    return Ledger()


async def value(of: object) -> object:
    return of


async def test_a_coroutine_that_does_not_suspend_ends_at_once(ledger: Ledger) -> None:
    before = asyncio.all_tasks()
    for number in range(5):
        assert ledger.start(value(number)) == (True, number)
    assert len(asyncio.all_tasks() - before) == 1
    assert ledger.done == []


async def test_its_exception_is_raised_at_once(ledger: Ledger) -> None:
    async def fail() -> None:
        raise LookupError("x")

    with pytest.raises(LookupError):
        ledger.start(fail())
    assert ledger.start(value(1)) == (True, 1)


async def test_a_suspended_one_goes_on_in_a_named_task(ledger: Ledger) -> None:
    gate = asyncio.get_running_loop().create_future()
    names = []

    async def wait() -> str:
        names.append(asyncio.current_task())
        await gate
        names.append(asyncio.current_task())
        await asyncio.sleep(0)
        return "done"

    assert ledger.start(wait()) == (False, None)
    assert len(ledger.tasks) == 1
    gate.set_result(None)
    await turns()
    assert ledger.done == [("done", None)]
    assert len(ledger.tasks) == 0
    assert names[0] is names[1]
    assert names[0].get_name() == "test call"


async def test_the_future_may_be_done_before_the_task_looks(ledger: Ledger) -> None:
    gate = asyncio.get_running_loop().create_future()

    async def wait() -> object:
        return await gate

    ledger.start(wait())
    gate.set_result(7)
    await turns()
    assert ledger.done == [(7, None)]


async def test_several_may_wait_for_one_future(ledger: Ledger) -> None:
    future = asyncio.get_running_loop().create_future()

    async def wait() -> object:
        return await future

    assert [ledger.start(wait()) for _ in range(3)] == [(False, None)] * 3
    await turns()
    future.set_result("x")
    await turns()
    assert ledger.done == [("x", None)] * 3


async def test_a_late_exception_is_told(ledger: Ledger) -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise LookupError("x")

    ledger.start(fail())
    await turns()
    assert ledger.done == [(None, LookupError)]


async def test_timeouts_work_from_the_first_step(ledger: Ledger) -> None:
    async def impatient() -> str:
        try:
            async with asyncio.timeout(0):
                await asyncio.get_running_loop().create_future()
        except TimeoutError:
            return "timed out"
        return "no"

    ledger.start(impatient())
    await turns(10)
    assert ledger.done == [("timed out", None)]


async def test_task_groups_work_from_the_first_step(ledger: Ledger) -> None:
    async def group() -> int:
        async with asyncio.TaskGroup() as tasks:
            parts = [tasks.create_task(value(number)) for number in (1, 2)]
        return sum(part.result() for part in parts)

    ledger.start(group())
    await turns(10)
    assert ledger.done == [(3, None)]


async def test_a_nested_first_step_leaves_the_outer_task_current(ledger: Ledger) -> None:
    outer = asyncio.current_task()
    ledger.start(value(1))
    assert asyncio.current_task() is outer


@pytest.mark.parametrize("first", [False, True], ids=["later", "in its first step"])
async def test_a_call_that_cancels_itself_is_told(ledger: Ledger, first: bool) -> None:
    async def give_up() -> None:
        if not first:
            await asyncio.sleep(0)
        asyncio.current_task().cancel()
        await asyncio.get_running_loop().create_future()

    ledger.start(give_up())
    await turns(10)
    assert ledger.done == [(None, asyncio.CancelledError)]
    assert ledger.start(value(1)) == (True, 1)


async def test_a_cancelled_spare_is_not_used_again(ledger: Ledger) -> None:
    async def cancel_and_end() -> str:
        asyncio.current_task().cancel()
        return "ended"

    assert ledger.start(cancel_and_end()) == (True, "ended")
    await check_works(ledger, lambda: asyncio.sleep(0, "later"))


async def check_works(ledger: Ledger, make: Callable[[], Awaitable[object]]) -> None:
    assert ledger.start(make()) == (False, None)
    await turns(10)
    assert ledger.done == [("later", None)]


async def test_cleanup_runs_when_all_are_closed(ledger: Ledger) -> None:
    cleaned = []

    async def wait() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            cleaned.append(True)

    ledger.start(wait())
    ledger.start(wait())
    await ledger.tasks.close()
    assert cleaned == [True, True]
    assert ledger.done == [(None, asyncio.CancelledError)] * 2


async def test_what_is_awaited_is_cancelled_with_the_call(ledger: Ledger) -> None:
    inner = asyncio.get_running_loop().create_future()

    async def wait() -> None:
        await inner

    ledger.start(wait())
    await ledger.tasks.close()
    assert inner.cancelled()
