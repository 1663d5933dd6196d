"""Scripts wait for takers and takers for scripts, in order and not without end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from rpcgen.runtime.errors import Failed, LimitsExceeded
from xenmgr.scripts import SCRIPT_CHARS_MAX, SCRIPT_WAITERS_MAX, SCRIPTS_MAX, ScriptQueue


def caller(there: bool) -> Callable[[], Awaitable[bool]]:
    async def answer() -> bool:
        await asyncio.sleep(0)
        return there

    return answer


async def waiting(queue: ScriptQueue, *, there: bool = True) -> asyncio.Task[str]:
    task = asyncio.ensure_future(queue.take(caller(there)))
    await asyncio.sleep(0)
    return task


async def test_scripts_are_taken_in_their_order_by_takers_in_theirs() -> None:
    queue = ScriptQueue()
    first, second = await waiting(queue), await waiting(queue)
    for script in ("one", "two", "three"):
        queue.add(script)
    assert (await first, await second) == ("one", "two")
    assert await queue.take(caller(there=True)) == "three"


async def test_a_taker_that_left_does_not_eat_a_script() -> None:
    queue = ScriptQueue()
    gone, there = await waiting(queue, there=False), await waiting(queue)
    queue.add("one")
    assert await there == "one"
    with pytest.raises(Failed, match="the caller has left"):
        await gone


async def test_a_cancelled_taker_does_not_eat_a_script() -> None:
    queue = ScriptQueue()
    cancelled, there = await waiting(queue), await waiting(queue)
    cancelled.cancel()
    queue.add("one")
    assert await there == "one"


async def test_no_more_scripts_wait_than_the_limit() -> None:
    queue = ScriptQueue()
    for number in range(SCRIPTS_MAX):
        queue.add(str(number))
    with pytest.raises(LimitsExceeded):
        queue.add("one more")
    assert await queue.take(caller(there=True)) == "0"
    queue.add("fits again")


def test_a_script_has_a_greatest_length() -> None:
    queue = ScriptQueue()
    queue.add("x" * SCRIPT_CHARS_MAX)
    with pytest.raises(LimitsExceeded):
        queue.add("x" * (SCRIPT_CHARS_MAX + 1))


async def test_takers_that_left_make_room_with_the_next_script() -> None:
    queue = ScriptQueue()
    gone = [await waiting(queue, there=False) for _ in range(SCRIPT_WAITERS_MAX)]
    with pytest.raises(LimitsExceeded):
        await queue.take(caller(there=True))
    queue.add("one")
    assert all(
        isinstance(each, Failed) for each in await asyncio.gather(*gone, return_exceptions=True)
    )
    assert await queue.take(caller(there=True)) == "one"
