"""One operation at a time, in order; a destroy overtakes, sealed work is let to its end."""

import asyncio

import pytest

from tests.support.clock import run_virtual
from tests.support.xiu import uuid_of
from xenvm.clock import VirtualClock
from xenvm.errors import VmOvertaken, XenopsError
from xenvm.units import seconds
from xenvm.xenops.turns import Turns


class Bench:
    """Turns whose operations write down what they do."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.log: list[str] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.turns = Turns(uuid_of(1), self._spawn)

    def _spawn(self, work):
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        return task

    def work(self, name: str, duration_s: float = 1, *, sealed: bool = False):
        async def body() -> str:
            self.log.append(f"{name} begins")
            try:
                if sealed:
                    with self.turns.sealed():
                        await self.clock.sleep(seconds(duration_s))
                    self.turns.give_way()
                else:
                    await self.clock.sleep(seconds(duration_s))
            except asyncio.CancelledError:
                self.log.append(f"{name} unwinds")
                raise
            self.log.append(f"{name} ends")
            return name

        return body


def on_a_bench(story) -> Bench:
    benches = []

    async def run(clock: VirtualClock) -> None:
        bench = Bench(clock)
        benches.append(bench)
        await story(bench)
        assert bench.turns.idle

    run_virtual(run)
    return benches[0]


def test_operations_run_one_at_a_time_in_order() -> None:
    async def story(bench: Bench) -> None:
        names = await asyncio.gather(
            *(bench.turns.take(name, bench.work(name)) for name in ("start", "pause", "reboot"))
        )
        assert names == ["start", "pause", "reboot"]

    assert on_a_bench(story).log == [
        "start begins",
        "start ends",
        "pause begins",
        "pause ends",
        "reboot begins",
        "reboot ends",
    ]


def test_no_task_remains_when_nothing_waits() -> None:
    async def story(bench: Bench) -> None:
        await bench.turns.take("start", bench.work("start"))
        await bench.clock.sleep(1)
        assert all(task.done() for task in bench.tasks)
        await bench.turns.take("pause", bench.work("pause"))

    assert len(on_a_bench(story).tasks) == 2


def test_a_failure_is_its_callers_and_the_next_one_runs() -> None:
    async def story(bench: Bench) -> None:
        async def fail() -> None:
            raise XenopsError("broken")

        first = bench.turns.take("start", fail)
        second = bench.turns.take("pause", bench.work("pause"))
        with pytest.raises(XenopsError, match="broken"):
            await first
        assert await second == "pause"

    on_a_bench(story)


def test_destroy_unwinds_what_runs_and_fails_what_waits() -> None:
    async def story(bench: Bench) -> None:
        start = bench.turns.take("start", bench.work("start", 100))
        reboot = bench.turns.take("reboot", bench.work("reboot"))
        await bench.clock.sleep(seconds(1))
        await bench.turns.overtake("destroy", bench.work("destroy"))
        for verb, done in (("start", start), ("reboot", reboot)):
            with pytest.raises(VmOvertaken) as caught:
                await done
            assert caught.value.verb == verb
        assert bench.clock.now_ns() == seconds(2)

    assert on_a_bench(story).log == [
        "start begins",
        "start unwinds",
        "destroy begins",
        "destroy ends",
    ]


def test_operations_whose_goal_is_reached_run_after_the_destroy() -> None:
    async def story(bench: Bench) -> None:
        running = bench.turns.take("shutdown", bench.work("shutdown", 100), stops=True)
        waiting = bench.turns.take("shutdown", bench.work("shutdown2"), stops=True)
        await bench.clock.sleep(seconds(1))
        destroy = bench.turns.overtake("destroy", bench.work("destroy"))
        await bench.clock.sleep(seconds(150))
        assert destroy.done()
        assert [await running, await waiting] == ["shutdown", "shutdown2"]

    assert on_a_bench(story).log == [
        "shutdown begins",
        "shutdown unwinds",
        "destroy begins",
        "destroy ends",
        "shutdown begins",
        "shutdown ends",
        "shutdown2 begins",
        "shutdown2 ends",
    ]


def test_sealed_work_is_let_to_its_end_before_the_destroy() -> None:
    async def story(bench: Bench) -> None:
        reboot = bench.turns.take("reboot", bench.work("reboot", 10, sealed=True))
        await bench.clock.sleep(seconds(1))
        await bench.turns.overtake("destroy", bench.work("destroy"))
        assert bench.clock.now_ns() == seconds(11)
        with pytest.raises(VmOvertaken):
            await reboot

    assert on_a_bench(story).log == [
        "reboot begins",
        "reboot unwinds",
        "destroy begins",
        "destroy ends",
    ]


def test_second_destroy_joins_the_first() -> None:
    async def story(bench: Bench) -> None:
        first = bench.turns.overtake("destroy", bench.work("destroy", 5))
        await bench.clock.sleep(seconds(1))
        second = bench.turns.overtake("destroy", bench.work("again"))
        await second
        assert first.done()
        assert bench.clock.now_ns() == seconds(5)

    assert on_a_bench(story).log == ["destroy begins", "destroy ends"]


def test_destroy_before_the_first_operation_began_lets_it_never_begin() -> None:
    async def story(bench: Bench) -> None:
        start = bench.turns.take("start", bench.work("start"))
        await bench.turns.overtake("destroy", bench.work("destroy"))
        with pytest.raises(VmOvertaken):
            await start

    assert on_a_bench(story).log == ["destroy begins", "destroy ends"]


def test_operation_whose_caller_left_before_its_turn_never_runs() -> None:
    async def story(bench: Bench) -> None:
        bench.turns.take("start", bench.work("start"))
        bench.turns.take("pause", bench.work("pause")).cancel()
        await bench.turns.take("reboot", bench.work("reboot"))

    assert on_a_bench(story).log == [
        "start begins",
        "start ends",
        "reboot begins",
        "reboot ends",
    ]


def test_operation_under_way_goes_on_when_its_caller_leaves() -> None:
    async def story(bench: Bench) -> None:
        start = bench.turns.take("start", bench.work("start", 5))
        await bench.clock.sleep(seconds(1))
        start.cancel()
        await bench.clock.sleep(seconds(10))

    assert on_a_bench(story).log == ["start begins", "start ends"]


def test_reaction_goes_before_what_waits_and_its_failure_is_only_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story(bench: Bench) -> None:
        async def fail() -> None:
            bench.log.append("reap fails")
            raise XenopsError("no such thing")

        bench.turns.take("start", bench.work("start"))
        pause = bench.turns.take("pause", bench.work("pause"))
        bench.turns.take_first("reap", fail)
        await pause

    assert on_a_bench(story).log[:2] == ["reap fails", "start begins"]
    assert "no such thing" in caplog.text


def test_close_gives_up_without_unwinding_further() -> None:
    async def story(bench: Bench) -> None:
        start = bench.turns.take("start", bench.work("start", 100))
        await bench.clock.sleep(seconds(1))
        bench.turns.close()
        await bench.clock.sleep(1)
        assert start.cancelled()
        assert bench.turns.closed

    on_a_bench(story)
