"""Run a coroutine in virtual time: no test sleeps, and one that waits for ever fails at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from xenvm.clock import VirtualClock, run
from xenvm.units import seconds

T = TypeVar("T")

# A test that lets more simulated time pass than this waits for something that never comes;
# it is cancelled.
TEST_TIME_MAX_NS = seconds(7 * 24 * 3600)


def run_virtual(
    story: Callable[[VirtualClock], Awaitable[T]], clock: VirtualClock | None = None
) -> T:
    """The result of story(clock), run while virtual time moves by itself.

    An exception in any callback of the loop fails the test as well.
    """
    clock = clock or VirtualClock()
    faults: list[dict[str, object]] = []

    async def main() -> T:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
        limit = clock.call_after(TEST_TIME_MAX_NS, asyncio.current_task().cancel, periodic=True)
        clock.busy()
        try:
            return await story(clock)
        finally:
            clock.idle()
            limit.cancel()

    result = run(clock, main())
    for context in faults:
        error = context.get("exception")
        raise error if isinstance(error, BaseException) else AssertionError(context["message"])
    return result
