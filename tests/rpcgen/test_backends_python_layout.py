"""Lines break where the formatter breaks them."""

from __future__ import annotations

import pytest

from rpcgen.backends.python import layout
from rpcgen.backends.python.layout import Group

LONG = tuple(f"argument_number_{number}" for number in range(6))


def test_what_fits_stays_on_one_line() -> None:
    group = Group("f(", ("a", Group("(", ("b",), ")", is_tuple=True)), ")")
    assert layout.lines(group, 4, "x = ", ";") == ["    x = f(a, (b,));"]


def test_what_does_not_fit_gets_one_item_a_line_and_a_last_comma() -> None:
    assert layout.lines(Group("f(", LONG, ")"), 4, "return ", "[0]") == [
        "    return f(",
        *(f"        {name}," for name in LONG),
        "    )[0]",
    ]


def test_only_the_groups_that_must_are_broken() -> None:
    inner = Group("(", LONG[:2], ")")
    assert layout.lines(Group("f(", (*LONG, inner), ")"))[-2] == (
        "    (argument_number_0, argument_number_1),"
    )


def test_a_single_subscript_gets_no_comma() -> None:
    assert layout.lines(Group("list[", ("x" * 100,), "]")) == ["list[", "    " + "x" * 100, "]"]


def test_empty_groups_are_never_broken() -> None:
    assert layout.lines(Group("f" * 120 + "(", (), ")")) == ["f" * 120 + "()"]


@pytest.mark.parametrize(
    ("target", "literal", "expected"),
    [
        ("X", '"a"', 'X = "a"'),
        ("X" * 20, '"' + "a" * 80 + '"', "X" * 20 + ' = (\n    "' + "a" * 80 + '"\n)'),
        ("X", '"' + "a" * 120 + '"', 'X = "' + "a" * 120 + '"'),
    ],
)
def test_literals_are_bracketed_when_that_helps(target: str, literal: str, expected: str) -> None:
    assert layout.assignment(target, literal) == expected


def test_words_are_wrapped_and_long_ones_stand_alone() -> None:
    assert layout.wrapped("aa bb cc", 5) == ["aa bb", "cc"]
    assert layout.wrapped("aa bb", 5, 3) == ["   aa", "bb"]
    assert layout.wrapped("a " + "b" * 20, 5) == ["a", "b" * 20]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x" * 100, False),
        ("x " + "y" * 100, True),
        ("x" * 120, False),
        ("# " + "x" * 120, False),
        ("see http://" + "x" * 120, False),
        ("x" * 100 + " http://x", True),
    ],
)
def test_lines_that_the_linter_lets_pass(line: str, expected: bool) -> None:
    assert layout.is_too_long(line) is expected
