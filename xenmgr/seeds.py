"""Seeded chance: one stream a purpose, its position kept with the database. No other randomness."""

from __future__ import annotations

import hashlib
import random
from typing import Protocol

from xenvm.ids import VmUuid


class Counters(Protocol):
    """Durable positions of the streams."""

    def next_counter(self, name: str) -> int:
        """The position of the stream `name`: 0, and one more with every call."""


class Seeds:
    """Draws for one host: the same seed and the same order of draws give the same values.

    A position is stored with the database, so that a restarted host does not draw the same again.
    """

    def __init__(self, seed: int, counters: Counters) -> None:
        self.seed = seed
        self._counters = counters

    def uuid(self, purpose: str) -> VmUuid:
        """The next random uuid (version 4, RFC 4122) of the stream `purpose`."""
        position = self._counters.next_counter(purpose)
        raw = bytearray(_digest(self.seed, purpose, position)[:16])
        raw[6] = raw[6] & 0x0F | 0x40
        raw[8] = raw[8] & 0x3F | 0x80
        text = raw.hex()
        return VmUuid(f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}")

    def stream(self, purpose: str) -> random.Random:
        """A generator of its own for `purpose`, started anew with each daemon."""
        return random.Random(_digest(self.seed, purpose, 0))


def _digest(seed: int, purpose: str, position: int) -> bytes:
    return hashlib.sha256(f"{seed}/{purpose}/{position}".encode()).digest()
