"""Docstrings: they cannot end early, and the formatter has nothing to do."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rpcgen.backends.python import doctext

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@settings(deadline=None)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3), st.sampled_from([0, 4, 8]))
def test_any_text_is_one_literal_and_nothing_else(paragraphs: list[str], indent: int) -> None:
    text = doctext.docstring(paragraphs, indent)
    assert text.isascii()
    (statement,) = ast.parse(text).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    assert isinstance(statement.value.value, str)


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["Short."], '"""Short."""'),
        (["One.", "", "Two."], '"""One.\n\n    Two.\n    """'),
        (["List:\n- a\n- b"], '"""List:\n    - a\n    - b\n    """'),
        (['"quoted"'], "\"\"\"'quoted'\"\"\""),
        (['a """ b'], "\"\"\"a ''' b\"\"\""),
        (["back\\slash"], '"""back\\\\slash"""'),
        (["\u201cit\u2019s\u2026\u201d \u2013 caf\u00e9 \u0455 \U0001f600"],
         '"""\'it\'s..." - caf\\xe9 \\u0455 \\U0001f600"""'),
    ],
)  # fmt: skip
def test_known_texts(paragraphs: list[str], expected: str) -> None:
    assert doctext.docstring(paragraphs, 4) == expected


@pytest.mark.parametrize("size", range(85, 100))
def test_a_text_near_the_edge_keeps_within_the_line(size: int) -> None:
    words = ("word " * 20)[: size - 1] + "x"
    lines = ("    " + doctext.docstring([words], 4)).split("\n")
    assert all(len(line) <= 100 for line in lines)
    assert len(lines) == 1 or lines[-1] == '    """'
    assert len(lines) != 2
