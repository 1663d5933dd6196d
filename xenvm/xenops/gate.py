"""Fairness among many VMs that are made at once: a few steps in each turn of the loop."""

import asyncio
from collections import deque
from typing import Final

from xenvm.clock import Clock

# A step of a start or a stop takes up to a millisecond, a stub domain two.
STEPS_PER_TURN: Final = 4


class Gate:
    """Whoever enters goes on at once, or in one of the next turns when too many come together."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left = STEPS_PER_TURN
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._armed = False

    async def enter(self) -> None:
        """Returns when there is room in this turn of the loop; first come, first served."""
        if not self._armed:
            self._armed = True
            self._clock.call_soon(self._next_turn)
        if self._left > 0 and not self._waiting:
            self._left -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        await turn

    def _next_turn(self) -> None:
        self._left = STEPS_PER_TURN
        while self._waiting and self._left > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                self._left -= 1
        self._armed = bool(self._waiting)
        if self._armed:
            self._clock.call_soon(self._next_turn)
