"""The same seed draws the same; a restart goes on where it was."""

from __future__ import annotations

from uuid import UUID

from xenmgr.seeds import Seeds


class CountersInMemory:
    def __init__(self) -> None:
        self.positions: dict[str, int] = {}

    def next_counter(self, name: str) -> int:
        position = self.positions.get(name, 0)
        self.positions[name] = position + 1
        return position


def test_two_hosts_of_one_seed_draw_the_same() -> None:
    first, second = Seeds(7, CountersInMemory()), Seeds(7, CountersInMemory())
    assert [first.uuid("vm") for _ in range(3)] == [second.uuid("vm") for _ in range(3)]
    assert first.stream("world").random() == second.stream("world").random()


def test_another_seed_draws_something_else() -> None:
    assert Seeds(1, CountersInMemory()).uuid("vm") != Seeds(2, CountersInMemory()).uuid("vm")


def test_streams_of_different_purposes_are_independent() -> None:
    seeds = Seeds(1, CountersInMemory())
    first = seeds.uuid("vm")
    assert seeds.uuid("vhd") != first
    assert Seeds(1, CountersInMemory()).uuid("vm") == first


def test_a_restart_does_not_draw_the_same_uuid_again() -> None:
    counters = CountersInMemory()
    before = {Seeds(1, counters).uuid("vm") for _ in range(5)}
    assert Seeds(1, counters).uuid("vm") not in before


def test_the_uuid_is_a_random_one_by_its_own_account() -> None:
    drawn = UUID(Seeds(1, CountersInMemory()).uuid("vm"))
    assert drawn.version == 4
    assert drawn.variant == "specified in RFC 4122"
