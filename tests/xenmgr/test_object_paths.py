"""Object paths of VMs, and the numbers of disks, NICs and list items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenmgr.object_paths import DEVICE_ID_MAX, device_number, device_numbers, vm_path

UUID = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"
PATH = "/vm/0b4c4dd0_33d4_4d87_9a58_3dbbe6d9a5e1"


@pytest.mark.parametrize(
    ("uuid", "path"),
    [
        (UUID, PATH),
        (UUID.upper(), "/vm/0B4C4DD0_33D4_4D87_9A58_3DBBE6D9A5E1"),
        ("garbage", "/vm/garbage"),
        ("a-b_c", "/vm/a_b_c"),
        ("", None),
        ("a/b", None),
        ("a b", None),
        ("a.b", None),
        ("ä", None),
        ("a\n", None),
    ],
)
def test_path_of_a_uuid(uuid: str, path: str | None) -> None:
    assert vm_path(uuid) == path


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        (str(DEVICE_ID_MAX), DEVICE_ID_MAX),
        (str(DEVICE_ID_MAX + 1), None),
        ("9" * 5_000, None),
        ("0" * 5_000, None),
        ("01", None),
        ("+1", None),
        ("-1", None),
        ("1_0", None),
        ("1x", None),
        ("1\n", None),
        ("٣", None),
        ("", None),
    ],
    ids=lambda each: str(each)[:12],
)
def test_a_number_has_one_spelling_and_an_end(text: str, number: int | None) -> None:
    assert device_number(text) == number


@given(st.integers(0, DEVICE_ID_MAX))
def test_a_number_comes_back_from_its_text(number: int) -> None:
    assert device_number(str(number)) == number


def test_numbers_among_names_are_in_their_order() -> None:
    assert device_numbers(["10", "9", "x", "07", "9" * 5_000, "0"]) == [0, 9, 10]
