"""Reading XML: places are right, and what could hurt is refused before a tree exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen import source
from rpcgen.diag import Span
from rpcgen.errors import IdlError

TP = source.TP_NAMESPACE


def first(text: str) -> source.Element:
    return next(source.parse("f.xml", text.encode()).root.children)


def test_elements_know_where_their_start_tag_begins() -> None:
    root = source.parse("f.xml", b"<node>\n  <a/><b\n  name='x'/>\n</node>").root
    assert [child.span for child in root.children] == [
        Span("f.xml", 2, 3),
        Span("f.xml", 2, 7),
    ]


@pytest.mark.parametrize(
    ("text", "attribute", "index", "line", "column"),
    [
        ('<node><a type="ss)"/></node>', "type", 2, 1, 18),
        ("<node><a x='>' type = 'a'/></node>", "type", 0, 1, 24),
        ('<node>\n <a\n   name="x"\n   type="abc"/></node>', "type", 1, 4, 11),
        ('<node><a name="\u00e9\u00e9" type="q"/></node>', "type", 0, 1, 26),
        ("<node><a name='x'/></node>", "missing", 0, 1, 7),
    ],
)
def test_attribute_values_have_places_too(
    text: str, attribute: str, index: int, line: int, column: int
) -> None:
    assert first(text).value_span(attribute, index) == Span("f.xml", line, column)


def test_content_keeps_its_order() -> None:
    element = first("<node><a>one<!-- two --><b/>three<?pi?>four</a></node>")
    kinds = [item if isinstance(item, str) else type(item).__name__ for item in element.content]
    assert kinds == ["one", "Comment", "Element", "three", "four"]


def test_namespaced_attributes_are_found_by_their_local_name() -> None:
    element = first(f'<node xmlns:tp="{TP}"><a tp:type="E" type="s"/></node>')
    assert (element.tp("type"), element.get("type")) == ("E", "s")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "RG002", 1),
        (b"<node>", "RG002", 1),
        (b"<node>\n<a></b></node>", "RG002", 2),
        (b"<node>\n<tp:x/></node>", "RG002", 2),
        (b"<node>\n\xff</node>", "RG002", 2),
        (b"<?xml version='1.0' encoding='x-klingon'?><node/>", "RG002", 1),
        (b"<!DOCTYPE node [\n<!ENTITY a 'b'>]><node>&a;</node>", "RG003", 1),
        (b"<!DOCTYPE node [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]><node/>", "RG003", 1),
        (b"\n<node>" * 201 + b"</node>" * 201, "RG004", 202),
        (b" " * (source.FILE_BYTES_MAX + 1), "RG005", 1),
    ],
)
def test_bad_files_are_refused_with_code_and_line(data: bytes, code: str, line: int) -> None:
    with pytest.raises(IdlError) as caught:
        source.parse("f.xml", data)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_an_external_dtd_is_never_fetched() -> None:
    text = b'<!DOCTYPE node SYSTEM "http://127.0.0.1:9/evil.dtd"><node/>'
    assert source.parse("f.xml", text).root.tag == "node"


def test_utf16_that_calls_itself_utf8_is_read() -> None:
    text = "<?xml version='1.0' encoding='UTF-8'?><node/>"
    assert source.parse("f.xml", text.encode("utf-16-le")).is_transcoded
    assert not source.parse("f.xml", text.encode()).is_transcoded


def test_a_foreign_tp_prefix_is_reported_where_it_is_bound() -> None:
    read = source.parse("f.xml", b"<node>\n<a xmlns:tp='urn:other'/></node>")
    assert read.foreign_tp == (Span("f.xml", 2, 1),)


def test_a_missing_file_is_a_finding_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(IdlError, match="No such file"):
        source.read(str(tmp_path / "none.xml"))
    with pytest.raises(IdlError):
        source.read(str(tmp_path))
    with pytest.raises(IdlError):
        source.read("nul\0byte")
