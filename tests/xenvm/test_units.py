"""Units: used rounds up, free rounds down."""

import pytest

from xenvm import units


@pytest.mark.parametrize(("kib", "up", "down"), [(0, 0, 0), (1, 1, 0), (4, 1, 1), (5, 2, 1)])
def test_pages_from_kib(kib, up, down):
    assert units.pages_from_kib_up(kib) == up
    assert units.pages_from_kib_down(kib) == down


@pytest.mark.parametrize(("kib", "mib"), [(0, 0), (1, 0), (1024, 1), (1025, 1), (2047, 1)])
def test_mib_from_kib(kib, mib):
    assert units.mib_from_kib_down(kib) == mib


def test_exact_conversions_are_inverse():
    assert units.kib_from_pages(units.pages_from_mib(3)) == units.kib_from_mib(3) == 3072


def test_times_are_whole_nanoseconds():
    assert units.seconds(0.2) == 200_000_000
    assert units.milliseconds(1.5) == 1_500_000
    assert isinstance(units.seconds(0.1), int)
