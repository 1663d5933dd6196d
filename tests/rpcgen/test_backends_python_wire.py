"""What is known of offsets, runs of numbers, blocks of code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rpcgen import sig
from rpcgen.backends.python.wire import RUN_VALUES_MAX, Block, Offset, holds_variant, run_at


@settings(deadline=None)
@given(
    st.integers(0, 63),
    st.sampled_from([1, 2, 4, 8]),
    st.lists(st.one_of(st.integers(0, 9), st.sampled_from([-1, -2, -4, -8])), max_size=6),
)
def test_an_offset_never_claims_what_is_not_so(start: int, modulus: int, moves: list[int]) -> None:
    """Positive moves are sizes, negative ones alignments."""
    offset, real = Offset(modulus, start % modulus), start
    for move in moves:
        if move < 0:
            padding = offset.padding(-move)
            assert padding is None or padding == -real % -move
            offset.align(-move)
            real += -real % -move
            assert offset.padding(-move) == 0
        else:
            offset.move(move)
            real += move
        assert real % offset.modulus == offset.rest


@pytest.mark.parametrize(
    ("signature", "offset", "name", "format_", "size"),
    [
        ("i", Offset(), "i", "<i", 4),
        ("yyxs", Offset(), "yy_6_x", "<BB6xq", 16),
        ("yi", Offset(8, 2), "y_1_i", "<B1xi", 6),
        ("yi", Offset(1), "y", "<B", 1),
        ("ix", Offset(4), "i", "<i", 4),
        ("u" * 12, Offset(), "u" * RUN_VALUES_MAX, "<" + "I" * RUN_VALUES_MAX, 32),
    ],
)
def test_runs_end_where_padding_is_not_known(
    signature: str, offset: Offset, name: str, format_: str, size: int
) -> None:
    run = run_at(sig.parse_all(signature), 0, offset)
    assert (run.name, run.format, run.size) == (name, format_, size)


def test_blocks_indent_and_break() -> None:
    block = Block()
    with block.inside("def f():"):
        block.names(["a", "b"], after=" = x")
        block.names(["a"], after=" = x")
        block.call("g", [f"value_{number}" for number in range(20)])
        block.add("")
        block.tuple("y", ["a"])
    assert block.lines[:3] == ["def f():", "    a, b = x", "    (a,) = x"]
    assert block.lines[3:5] == ["    g(", "        value_0,"]
    assert block.lines[-2:] == ["", "    y = (a,)"]


@pytest.mark.parametrize(
    ("signature", "expected"),
    [("v", True), ("as", False), ("a(sv)", True), ("a{sv}", True), ("((s)(i))", False)],
)
def test_variants_are_found_inside(signature: str, expected: bool) -> None:
    assert holds_variant(sig.parse_one(signature)) is expected
