"""Waiting for something in xenstore: watches stand only while somebody waits.

Knows no meaning of any path.  Source: xenops watch.ml, with a timer instead of re-polling.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from xenvm.clock import Clock
from xenvm.errors import WatchTimeout
from xenvm.units import NS_PER_S, seconds
from xenvm.xenstore.local import LocalHandle, WatchRef

T = TypeVar("T")
D = TypeVar("D")

GENERIC_TIMEOUT_NS: Final = seconds(120)


async def wait_for(
    handle: LocalHandle,
    clock: Clock,
    paths: Sequence[str],
    look: Callable[[], T | None],
    timeout_ns: int = GENERIC_TIMEOUT_NS,
    also: "asyncio.Future[D] | None" = None,
) -> T:
    """What look() says, as soon as it says anything but None.

    Asked at once, then whenever one of the paths or a node below changes or `also` is done, and
    once more when time is up. Raises WatchTimeout naming the first path, and whatever look()
    raises.
    """
    early = look()
    if early is not None:
        return early
    found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def look_again(_path: str) -> None:
        if not found.done():
            _settle(found, look)

    def expire() -> None:
        if not found.done():
            _settle(found, look)
        if not found.done():
            found.set_exception(WatchTimeout(paths[0], timeout_ns / NS_PER_S))

    def look_once_more(_done: "asyncio.Future[D]") -> None:
        look_again("")

    watches: list[WatchRef] = []
    timer = clock.call_after(timeout_ns, expire)
    try:
        for path in paths:
            watches.append(handle.watch(path, look_again))
        if also is not None:
            also.add_done_callback(look_once_more)
        return await found
    finally:
        timer.cancel()
        if also is not None:
            also.remove_done_callback(look_once_more)
        for watch in watches:
            watch.cancel()


def _settle(found: asyncio.Future[T], look: Callable[[], T | None]) -> None:
    """Put what look() says, or its failure, where the waiter finds it."""
    try:
        value = look()
    except Exception as error:
        found.set_exception(error)
        return
    if value is not None:
        found.set_result(value)


async def wait_value(
    handle: LocalHandle, clock: Clock, path: str, timeout_ns: int = GENERIC_TIMEOUT_NS
) -> str:
    """The value of a node, once it exists."""
    return await wait_for(handle, clock, (path,), lambda: handle.get(path), timeout_ns)


async def wait_equal(
    handle: LocalHandle, clock: Clock, path: str, value: str, timeout_ns: int = GENERIC_TIMEOUT_NS
) -> None:
    """Return when the node reads exactly `value`."""
    await wait_for(
        handle, clock, (path,), lambda: True if handle.get(path) == value else None, timeout_ns
    )


async def wait_done(clock: Clock, event: "asyncio.Future[D]", timeout_ns: int) -> bool:
    """Whether the event came in time; it is left alone when it did not."""
    if event.done():
        return True
    woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wake(_done: "asyncio.Future[D] | None" = None) -> None:
        if not woken.done():
            woken.set_result(None)

    timer = clock.call_after(timeout_ns, wake)
    event.add_done_callback(wake)
    try:
        await woken
    finally:
        timer.cancel()
        event.remove_done_callback(wake)
    return event.done()
