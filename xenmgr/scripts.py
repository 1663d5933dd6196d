"""The queue of test scripts in memory: one client puts them in, others take them out in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from rpcgen.runtime.errors import Failed, LimitsExceeded

# A test bench hands over one script at a time; together they are no more than 64 MiB.
SCRIPTS_MAX: Final = 64
SCRIPT_CHARS_MAX: Final = 1024 * 1024
# A taker that left is noticed when its turn for a script comes, so some may be of the past.
SCRIPT_WAITERS_MAX: Final = 64


class ScriptQueue:
    """Scripts and those who wait for one, both served in the order of their calls."""

    def __init__(self) -> None:
        self._scripts: deque[str] = deque()
        self._arrived = asyncio.Event()
        self._turn = asyncio.Lock()
        self._waiters = 0

    def add(self, script: str) -> None:
        """Raises LimitsExceeded when the script is too long or too many wait to be taken."""
        if len(script) > SCRIPT_CHARS_MAX:
            raise LimitsExceeded(f"a script is longer than {SCRIPT_CHARS_MAX} characters")
        if len(self._scripts) >= SCRIPTS_MAX:
            raise LimitsExceeded(f"{SCRIPTS_MAX} scripts wait to be taken already")
        self._scripts.append(script)
        self._arrived.set()

    async def take(self, caller_is_there: Callable[[], Awaitable[bool]]) -> str:
        """The first script; waits for one. A caller that left meanwhile takes none.

        Raises LimitsExceeded when too many wait. The runtime does not tell that a caller has left,
        so it is asked before the script is handed over; one that leaves after that loses it.
        """
        if self._waiters >= SCRIPT_WAITERS_MAX:
            raise LimitsExceeded(f"{SCRIPT_WAITERS_MAX} calls wait for a script already")
        self._waiters += 1
        try:
            async with self._turn:
                return await self._next(caller_is_there)
        finally:
            self._waiters -= 1

    async def _next(self, caller_is_there: Callable[[], Awaitable[bool]]) -> str:
        if not self._scripts:
            self._arrived.clear()
            await self._arrived.wait()
        # Only the holder of the turn takes scripts, so there still is one after the question.
        if not await caller_is_there():
            raise Failed("the caller has left")
        return self._scripts.popleft()
