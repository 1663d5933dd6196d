"""Only marked text passes a template."""

from __future__ import annotations

import ast
from pathlib import Path

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rpcgen import render
from rpcgen.errors import RawText


def rendered(tmp_path: Path, template: str, view: object) -> str:
    (tmp_path / "t.jinja").write_text(template, encoding="utf-8")
    return render.render(tmp_path, "t.jinja", view)


@pytest.mark.parametrize(
    "safe",
    [
        render.ident("name"),
        render.string("text"),
        render.bytes_(b"text"),
        render.Code("a + b"),
        render.DocText("text"),
    ],
)
def test_marked_text_is_printed_as_it_is(tmp_path: Path, safe: render.Safe) -> None:
    assert rendered(tmp_path, "{{ view }}\n", safe) == f"{safe}\n"


def test_raw_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RawText):
        rendered(tmp_path, "{{ view }}", "text")
    with pytest.raises(RawText):
        rendered(tmp_path, "{{ view ~ view }}", render.ident("name"))


def test_undefined_names_are_errors(tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered(tmp_path, "{{ view.missing }}", object())


@pytest.mark.parametrize("text", ["", "1a", "a-b", "class", "a b", "\u00e9"])
def test_identifiers_are_checked(text: str) -> None:
    with pytest.raises(RawText):
        render.ident(text)


@settings(deadline=None)
@given(st.text())
def test_string_literals_mean_what_they_were(text: str) -> None:
    literal = render.string(text)
    assert ast.literal_eval(literal) == text
    assert literal.isascii()
    assert "\n" not in literal
    assert '"' not in literal[1:-1]


@settings(deadline=None)
@given(st.binary())
def test_bytes_literals_mean_what_they_were(data: bytes) -> None:
    literal = render.bytes_(data)
    assert ast.literal_eval(literal) == data
    assert literal.isascii()
