"""Waiting: asked at once, on every change, once more at the end; nothing stays behind."""

import asyncio

import pytest

from tests.support.toolstack import Rig, on_a_host
from xenvm.errors import WatchTimeout
from xenvm.units import seconds
from xenvm.xenops.watch import wait_done, wait_equal, wait_for, wait_value


def test_what_is_there_already_is_found_without_a_watch() -> None:
    async def story(rig: Rig) -> None:
        rig.store.write("/a/b", "7")
        before = rig.watches()
        assert await wait_value(rig.store, rig.clock, "/a/b") == "7"
        assert rig.watches() == before
        assert rig.clock.now_ns() == 0

    on_a_host(story)


def test_value_is_found_when_it_comes() -> None:
    async def story(rig: Rig) -> None:
        before = rig.watches()
        rig.clock.call_after(seconds(3), lambda: rig.store.write("/a/b", "late"))
        assert await wait_value(rig.store, rig.clock, "/a/b") == "late"
        assert rig.clock.now_ns() == seconds(3)
        assert rig.watches() == before

    on_a_host(story)


def test_other_values_are_not_the_one_waited_for() -> None:
    async def story(rig: Rig) -> None:
        rig.store.write("/a/b", "offline")
        rig.clock.call_after(seconds(1), lambda: rig.store.write("/a/b", "halfway"))
        rig.clock.call_after(seconds(2), lambda: rig.store.write("/a/b", "online"))
        await wait_equal(rig.store, rig.clock, "/a/b", "online")
        assert rig.clock.now_ns() == seconds(2)

    on_a_host(story)


def test_disappearance_is_seen_also_when_a_parent_goes() -> None:
    async def story(rig: Rig) -> None:
        rig.store.write("/a/b/c", "x")
        rig.clock.call_after(seconds(1), lambda: rig.store.rm("/a"))
        gone = await wait_for(
            rig.store,
            rig.clock,
            ["/a/b/c"],
            lambda: None if rig.store.exists("/a/b/c") else "gone",
            seconds(20),
        )
        assert gone == "gone"
        assert rig.clock.now_ns() == seconds(1)

    on_a_host(story)


def test_timeout_names_the_path_and_leaves_no_watch() -> None:
    async def story(rig: Rig) -> None:
        before = rig.watches()
        with pytest.raises(WatchTimeout) as caught:
            await wait_value(rig.store, rig.clock, "/a/b", seconds(20))
        assert (caught.value.path, caught.value.timeout_s) == ("/a/b", 20)
        assert rig.clock.now_ns() == seconds(20)
        assert rig.watches() == before

    on_a_host(story)


def test_late_truth_counts_when_time_is_up() -> None:
    async def story(rig: Rig) -> None:
        seen = []

        def look() -> bool | None:
            seen.append(rig.clock.now_ns())
            return True if rig.clock.now_ns() >= seconds(5) else None

        assert await wait_for(rig.store, rig.clock, ("/a",), look, seconds(5))
        assert seen == [0, 0, seconds(5)]

    on_a_host(story)


def test_failure_of_the_condition_reaches_the_waiter() -> None:
    async def story(rig: Rig) -> None:
        def look() -> bool | None:
            if rig.store.exists("/a/error"):
                raise LookupError("found an error")
            return None

        rig.clock.call_after(seconds(1), lambda: rig.store.write("/a/error", "x"))
        with pytest.raises(LookupError):
            await wait_for(rig.store, rig.clock, ("/a",), look)

    on_a_host(story)


def test_another_event_makes_the_condition_be_asked_again() -> None:
    async def story(rig: Rig) -> None:
        event = asyncio.get_running_loop().create_future()
        rig.clock.call_after(seconds(1), lambda: event.set_result(None))
        assert await wait_for(
            rig.store, rig.clock, ("/a",), lambda: True if event.done() else None, also=event
        )
        assert rig.clock.now_ns() == seconds(1)

    on_a_host(story)


def test_cancelled_waiter_leaves_no_watch_and_no_timer() -> None:
    async def story(rig: Rig) -> None:
        before = rig.watches()
        task = asyncio.ensure_future(wait_value(rig.store, rig.clock, "/a"))
        await rig.clock.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert rig.watches() == before

    on_a_host(story)


def test_wait_done_tells_in_time_from_too_late_and_leaves_the_event_alone() -> None:
    async def story(rig: Rig) -> None:
        event = asyncio.get_running_loop().create_future()
        assert not await wait_done(rig.clock, event, seconds(1))
        assert not event.done()
        rig.clock.call_after(seconds(1), lambda: event.set_result(None))
        assert await wait_done(rig.clock, event, seconds(2))
        assert await wait_done(rig.clock, event, 0)
        assert rig.clock.now_ns() == seconds(2)

    on_a_host(story)
