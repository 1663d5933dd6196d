"""The clock: what waits is called in order, and virtual time moves only when it may."""

import asyncio
import contextlib
import os
import time

import pytest

from tests.support.clock import run_virtual
from xenvm.clock import (
    VIRTUAL_WALL_START_NS,
    RealClock,
    ScaledClock,
    VirtualClock,
    new_event_loop,
    run,
)
from xenvm.units import milliseconds, seconds


def test_timers_fire_in_order_of_time_then_of_setting():
    clock, fired = VirtualClock(), []
    clock.call_after(20, lambda: fired.append(("late", clock.now_ns())))
    clock.call_after(10, lambda: fired.append(("first", clock.now_ns())))
    clock.call_after(10, lambda: fired.append(("second", clock.now_ns())))
    clock.run_for(15)
    assert fired == [("first", 10), ("second", 10)]
    assert clock.now_ns() == 15
    clock.run_for(15)
    assert fired[-1] == ("late", 20)
    assert clock.now_ns() == 30


def test_a_timer_of_the_past_fires_now_and_time_never_goes_back():
    clock, fired = VirtualClock(start_ns=100), []
    clock.call_at(50, lambda: fired.append(clock.now_ns()))
    clock.run_for(0)
    assert fired == [100]


def test_a_cancelled_timer_never_fires():
    clock, fired = VirtualClock(), []
    timer = clock.call_after(10, lambda: fired.append(1))
    timer.cancel()
    timer.cancel()
    clock.run_for(20)
    assert fired == []
    assert clock.timers_pending() == 0


def test_cancelling_what_is_due_in_the_same_turn_still_prevents_it():
    clock, fired = VirtualClock(), []
    later = None
    clock.call_after(10, lambda: later.cancel())
    later = clock.call_after(10, lambda: fired.append(1))
    clock.run_for(20)
    assert fired == []


def test_call_soon_runs_before_time_passes():
    clock, order = VirtualClock(), []
    clock.call_after(1, lambda: order.append("timer"))
    clock.call_soon(lambda: (order.append("soon"), clock.call_soon(lambda: order.append("next"))))
    clock.run_for(5)
    assert order == ["soon", "next", "timer"]


def test_run_until_idle_ends_when_only_periodic_timers_are_left():
    clock, ticks, fired = VirtualClock(), [], []

    def tick():
        ticks.append(clock.now_ns())
        clock.call_after(10, tick, periodic=True)

    clock.call_after(10, tick, periodic=True)
    clock.call_after(35, lambda: fired.append(clock.now_ns()))
    clock.run_until_idle()
    assert fired == [35]
    assert ticks == [10, 20, 30]
    assert clock.now_ns() == 35


def test_thousands_of_cancelled_timers_do_not_pile_up():
    clock = VirtualClock()
    clock.call_after(seconds(10), lambda: None)
    for _ in range(10_000):
        clock.call_after(seconds(1800), lambda: None).cancel()
    assert len(clock._heap) < 200
    assert clock.timers_pending() == 1


def test_wall_time_starts_at_a_fixed_date_and_runs_along():
    clock = VirtualClock()
    assert clock.wall_ns() == VIRTUAL_WALL_START_NS
    clock.run_for(7)
    assert clock.wall_ns() == VIRTUAL_WALL_START_NS + 7


def test_virtual_sleep_takes_no_real_time():
    started = time.monotonic()

    async def story(clock):
        await clock.sleep(seconds(3600))
        return clock.now_ns()

    assert run_virtual(story) == seconds(3600)
    assert time.monotonic() - started < 5


def test_sleepers_wake_in_order():
    async def story(clock):
        order = []

        async def sleeper(name, delay_ns):
            await clock.sleep(delay_ns)
            order.append((name, clock.now_ns()))

        await asyncio.gather(sleeper("b", 20), sleeper("a", 10), sleeper("c", 30))
        return order

    assert run_virtual(story) == [("a", 10), ("b", 20), ("c", 30)]


def test_time_stands_still_while_nobody_is_busy():
    async def story(clock):
        fired = []
        clock.call_after(10, lambda: fired.append(clock.now_ns()))
        clock.idle()
        try:
            for _ in range(20):
                await _turn()
            assert fired == []
            assert clock.now_ns() == 0
        finally:
            clock.busy()
        await clock.sleep(10)
        assert fired == [10]

    run_virtual(story)


def test_time_stands_still_while_the_outside_is_awaited():
    async def story(clock):
        fired = []
        clock.call_after(10, lambda: fired.append(1))
        with clock.hold():
            await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.02)
            assert clock.now_ns() == 0
            assert fired == []
        await clock.sleep(10)
        assert fired == [1]

    run_virtual(story)


def test_a_socket_that_is_ready_goes_before_a_timer():
    async def story(clock):
        loop, order = asyncio.get_running_loop(), []
        reader, writer = os.pipe()
        loop.add_reader(reader, lambda: (os.read(reader, 1), order.append("socket")))
        clock.call_after(1, lambda: order.append("timer"))
        os.write(writer, b"x")
        await clock.sleep(2)
        loop.remove_reader(reader)
        os.close(reader)
        os.close(writer)
        return order

    assert run_virtual(story) == ["socket", "timer"]


def test_advance_lets_exactly_so_much_time_pass_even_when_idle():
    async def story(clock):
        fired = []
        for delay_ns in (10, 20, 30):
            clock.call_after(delay_ns, lambda: fired.append(clock.now_ns()))
        clock.idle()
        await clock.advance(25)
        assert fired == [10, 20]
        assert clock.now_ns() == 25
        clock.busy()

    run_virtual(story)


def test_periodic_timers_alone_do_not_move_time():
    clock = VirtualClock()
    clock.busy()
    clock.call_after(10, lambda: None, periodic=True)
    assert not clock.loop_drained()
    assert clock.now_ns() == 0


def test_waiting_for_what_can_never_come_is_an_error_not_a_hang():
    async def story(clock):
        await asyncio.get_running_loop().create_future()

    with pytest.raises(RuntimeError, match="virtual time stands still"):
        run_virtual(story)


def test_timeout_cancels_the_block_and_raises_at_its_time():
    async def story(clock):
        with pytest.raises(TimeoutError):
            async with clock.timeout(seconds(30)):
                await asyncio.get_running_loop().create_future()
        return clock.now_ns()

    assert run_virtual(story) == seconds(30)


def test_timeout_leaves_a_block_alone_that_ends_in_time():
    async def story(clock):
        async with clock.timeout(seconds(30)):
            await clock.sleep(seconds(1))
        await clock.sleep(seconds(60))
        return clock.now_ns()

    assert run_virtual(story) == seconds(61)


def test_a_foreign_cancellation_passes_through_a_timeout():
    async def story(clock):
        async def waits():
            async with clock.timeout(seconds(30)):
                await asyncio.get_running_loop().create_future()

        task = asyncio.ensure_future(waits())
        await clock.sleep(seconds(1))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return clock.now_ns()

    assert run_virtual(story) == seconds(1)


def test_nested_timeouts_name_the_one_that_expired():
    async def story(clock):
        expired = []

        async def waits(name, delay_ns, inner):
            try:
                async with clock.timeout(delay_ns):
                    await inner
            except TimeoutError:
                expired.append(name)

        never = asyncio.get_running_loop().create_future()
        await waits("outer", seconds(1), waits("inner", seconds(10), never))
        assert expired == ["outer"]
        return clock.now_ns()

    assert run_virtual(story) == seconds(1)


def test_a_cancelled_sleep_leaves_no_timer():
    async def story(clock):
        before = clock.timers_pending()
        task = asyncio.ensure_future(clock.sleep(seconds(10)))
        await _turn()
        assert clock.timers_pending() == before + 1
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        assert clock.timers_pending() == before

    run_virtual(story)


def test_idle_without_busy_is_refused():
    with pytest.raises(RuntimeError, match="without busy"):
        VirtualClock().idle()


def test_a_clock_with_a_loop_is_not_driven_by_hand():
    async def story(clock):
        with pytest.raises(RuntimeError, match="await advance"):
            clock.run_for(1)

    run_virtual(story)


def test_a_failing_callback_fails_the_test_that_set_it():
    async def story(clock):
        clock.call_after(1, lambda: 1 / 0)
        await clock.sleep(2)

    with pytest.raises(ZeroDivisionError):
        run_virtual(story)


@pytest.mark.parametrize("clock", [RealClock(), ScaledClock(50.0)], ids=["real", "scaled"])
def test_a_clock_of_the_host_calls_after_its_own_time(clock):
    async def story():
        started_ns, wall_ns = clock.now_ns(), clock.wall_ns()
        done = asyncio.get_running_loop().create_future()
        clock.call_after(milliseconds(20), lambda: done.set_result(clock.now_ns()))
        clock.call_after(milliseconds(1), lambda: done.set_result(None)).cancel()
        fired_ns = await done
        await clock.sleep(milliseconds(1))
        assert fired_ns - started_ns >= milliseconds(20)
        assert clock.wall_ns() > wall_ns
        with pytest.raises(TimeoutError):
            async with clock.timeout(milliseconds(5)):
                await asyncio.get_running_loop().create_future()

    run(clock, story())


def test_scaled_time_runs_faster_than_the_host():
    clock = ScaledClock(1000.0)
    before_ns, real_ns = clock.now_ns(), time.monotonic_ns()
    while time.monotonic_ns() - real_ns < milliseconds(2):
        pass
    assert clock.now_ns() - before_ns >= seconds(2)


@pytest.mark.parametrize("factor", [0, -1])
def test_a_factor_that_is_not_positive_is_refused(factor):
    with pytest.raises(ValueError, match="factor"):
        ScaledClock(factor)


def test_a_loop_belongs_to_its_clock():
    clock = VirtualClock()
    loop = new_event_loop(clock)
    called = []
    clock.call_soon(lambda: called.append(1))
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    assert called == [1]


async def _turn():
    await asyncio.sleep(0)
