"""Many at once are let through a few a turn, in the order of their coming."""

from __future__ import annotations

import asyncio

from tests.support.clock import run_virtual
from xenvm.clock import VirtualClock
from xenvm.xenops.gate import STEPS_PER_TURN, Gate


def test_a_lone_comer_goes_on_at_once() -> None:
    async def story(clock: VirtualClock) -> None:
        entering = Gate(clock).enter()
        try:
            entering.send(None)
        except StopIteration:
            return
        raise AssertionError("it was kept waiting")

    run_virtual(story)


def test_a_crowd_goes_through_in_order_a_few_each_turn() -> None:
    async def story(clock: VirtualClock) -> None:
        gate = Gate(clock)
        turn, entered = 0, []

        async def come(number: int) -> None:
            await gate.enter()
            entered.append((turn, number))

        crowd = [asyncio.ensure_future(come(number)) for number in range(5 * STEPS_PER_TURN)]
        while not all(each.done() for each in crowd):
            turn += 1
            await asyncio.sleep(0)
        assert [number for _, number in entered] == list(range(len(crowd)))
        by_turn = [sum(1 for at, _ in entered if at == each) for each in range(turn + 1)]
        assert max(by_turn) <= 2 * STEPS_PER_TURN

    run_virtual(story)


def test_one_who_gives_up_takes_nobodys_place() -> None:
    async def story(clock: VirtualClock) -> None:
        gate = Gate(clock)
        crowd = [asyncio.ensure_future(gate.enter()) for _ in range(4 * STEPS_PER_TURN)]
        await asyncio.sleep(0)
        crowd[-1].cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        assert [each.cancelled() for each in crowd] == [*[False] * (len(crowd) - 1), True]

    run_virtual(story)
