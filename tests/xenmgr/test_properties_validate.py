"""What each check lets pass, and that it names what is allowed otherwise."""

from __future__ import annotations

import pytest

from xenmgr.properties import validate

ACCEPTED = [
    (validate.slot, [-1, 0, 1, 9]),
    (validate.boot_order, ["", "c", "cd", "nacd"]),
    (validate.mac, ["auto", "00:16:3e:00:00:01", "AA:bb:CC:dd:EE:ff"]),
    (validate.network, ["/internal", "/wired/0/bridged", "/a_b/C9"]),
    (validate.uuid_or_empty, ["", "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"]),
    (validate.disk_device, ["hda", "hdc", "xvda1", "sdb2", "xvdp"]),
    (validate.user_name, ["", "jane", "jane.doe"]),
    (validate.absolute_path, ["/", "/storage/isos"]),
    (validate.absolute_paths, ["", "/a", "/a,/b", "/a, /b"]),
    (validate.pcm, ["00-00", "12-34"]),
]
REFUSED = [
    (validate.slot, [-2, 10, 99]),
    (validate.boot_order, ["x", "CD", "cdc", "c d"]),
    (
        validate.mac,
        ["", "garbage", "00:16:3e:00:00", "00:16:3e:00:00:01:02", "0:1:2:3:4:5", "AUTO"],
    ),
    (validate.network, ["", "/", "wired", "/wired/", "/a//b", "/a-b", "/a b"]),
    (validate.uuid_or_empty, ["garbage", "0b4c4dd033d44d879a583dbbe6d9a5e1"]),
    (validate.disk_device, ["", "banana", "hdz", "xvdq", "hd"]),
    (validate.user_name, ["a/b", "..", "."]),
    (validate.absolute_path, ["", "isos", "./isos"]),
    (validate.absolute_paths, ["a", "/a,b", "/a,"]),
    (validate.pcm, ["", "0-0", "000-00", "00:00"]),
]


def rows(table: list[tuple[object, list[object]]]) -> list[tuple[object, object]]:
    return [(check, value) for check, values in table for value in values]


@pytest.mark.parametrize(("check", "value"), rows(ACCEPTED))
def test_a_check_accepts(check: object, value: object) -> None:
    assert check(value) is None


@pytest.mark.parametrize(("check", "value"), rows(REFUSED))
def test_a_check_names_what_is_allowed_without_a_colon(check: object, value: object) -> None:
    allowed = check(value)
    assert allowed
    assert ":" not in allowed


def test_ranges_accept_their_ends_and_say_their_unit() -> None:
    check = validate.between(1, 9, "MiB")
    assert check(1) is None
    assert check(9) is None
    assert check(10) == "1 to 9 MiB"
    assert validate.at_least(0, "s")(-1) == "0 s or more"
    assert validate.at_least(0)(-1) == "0 or more"
    assert validate.at_least(0)(0) is None


def test_lists_of_words_read_as_a_sentence() -> None:
    assert validate.one_of(("a", "b", "c"))("x") == "a, b or c"
    assert validate.one_of(("a", ""))("x") == "a or nothing"
    assert validate.one_of(("a", "b"))("b") is None
    assert validate.joined(["one"]) == "one"
