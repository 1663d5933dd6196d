"""Documentation is found in five dialects and comes out as plain paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen import docs, source

IDL = Path(__file__).parents[1] / "data" / "idl"


def interface(name: str) -> tuple[source.Element, source.Element]:
    root = source.read(str(IDL / f"{name}.xml")).root
    return root, next(root.children)


def child(parent: source.Element, name: str) -> source.Element:
    return next(e for e in parent.children if e.get("name") == name)


def test_comments_inside_an_element_are_its_documentation() -> None:
    _, element = interface("docs_comments")
    assert docs.inner_doc(element) == (
        "What the interface is for.\n\nA second paragraph, with a list:\n- one\n- two"
    )
    assert docs.inner_doc(child(element, "start")) == "Starts it. Fails with 7: when it cannot."
    assert docs.inner_doc(child(child(element, "start"), "how")) == "fast or slow."
    assert docs.inner_doc(child(element, "undocumented")) == ""


def test_telepathy_docstrings_lose_their_markup() -> None:
    _, element = interface("docs_telepathy")
    assert docs.inner_doc(element) == (
        "First paragraph, with a link.\n\n- one\n\n- two\n\nBecause."
    )
    assert docs.inner_doc(child(element, "Act")) == "Acts at once."


def test_doc_dtd_elements_are_read() -> None:
    _, element = interface("docs_dtd")
    assert docs.inner_doc(element) == "What it is."
    assert docs.inner_doc(child(element, "Act")) == "Acts.\n\nAt once."
    assert docs.inner_doc(child(child(element, "Act"), "how")) == "The manner."


def test_doc_string_annotations_are_read() -> None:
    _, element = interface("docs_gdbus")
    assert docs.inner_doc(child(element, "Rest")) == "Rests."
    assert docs.inner_doc(child(element, "Tired")) == "Whether it is tired."


def test_gtk_comments_belong_to_the_element_behind_them() -> None:
    root, element = interface("docs_gdbus")
    assert docs.gtk_docs(root) == {0: ("The short one.\n\nThe long one.", {})}
    assert docs.gtk_docs(element) == {
        0: ("Acts at once.", {"how": "The manner.", "much": "How much, over two lines."})
    }
    assert docs.inner_doc(element) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" a  b\n c ", "a b c"),
        ("a\n\n\n b", "a\n\nb"),
        ("a:\n - b\n   c\n - d", "a:\n- b c\n- d"),
        ("a\n1. b\n2) c", "a\n1. b\n2) c"),
    ],
)
def test_plain_text_keeps_paragraphs_and_lists(text: str, expected: str) -> None:
    assert docs.plain(text) == expected
