"""Hardened XML reading: bytes in, elements with places out. Knows XML, not D-Bus.

expat runs first: it gives every start tag its place, and refuses entity declarations and deep
nesting before a tree exists. lxml then builds the tree, without entities, DTD or network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard
from xml.parsers import expat

from lxml import etree

from rpcgen.diag import Span
from rpcgen.errors import IdlError

TP_NAMESPACE = "http://telepathy.freedesktop.org/wiki/DbusSpec#extensions-v0"
# Real files spell the address of the doc dialect with either scheme.
DOC_NAMESPACES = (
    "http://www.freedesktop.org/dbus/1.0/doc.dtd",
    "https://www.freedesktop.org/dbus/1.0/doc.dtd",
)

FILE_BYTES_MAX = 32 << 20
# Documentation in DocBook nests a dozen deep; libxml2 itself stops at 256.
DEPTH_MAX = 200


@dataclass(frozen=True, slots=True)
class Comment:
    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `content` keeps text, comments and child elements in document order."""

    namespace: str
    tag: str
    attributes: dict[str, str]
    content: tuple[Element | Comment | str, ...]
    span: Span
    _start: int = field(repr=False)
    _data: bytes = field(repr=False)

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def tp(self, name: str) -> str | None:
        """The attribute `tp:<name>`."""
        return self.attributes.get(f"{{{TP_NAMESPACE}}}{name}")

    @property
    def children(self) -> Iterator[Element]:
        return (item for item in self.content if isinstance(item, Element))

    def value_span(self, attribute: str, index: int = 0) -> Span:
        """Where character `index` of the value of `attribute` stands in the file.

        The element itself when the place cannot be found (UTF-16, namespaced attribute).
        """
        match = _TAG_NAME.match(self._data, self._start)
        while match := _ATTRIBUTE.match(self._data, match.end()) if match else None:
            if match["name"] == attribute.encode():
                before = self._data[self._start : match.start("value")]
                return _advanced(self.span, before, index)
            if match["close"]:
                break
        return self.span


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is well-formed and harmless; whether it is an IDL is for `load` to say."""

    path: str
    root: Element
    foreign_tp: tuple[Span, ...]
    is_transcoded: bool


def read(path: str) -> Source:
    """Parses the file at `path`. Raises IdlError at the first thing that stops the reading."""
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(FILE_BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise IdlError("RG001", 1, 1, reason) from None
    return parse(path, data)


def parse(path: str, data: bytes) -> Source:
    """As `read`, on the bytes of the file; `path` only names them."""
    if len(data) > FILE_BYTES_MAX:
        raise IdlError("RG005", 1, 1, f"larger than {FILE_BYTES_MAX} bytes")
    data, transcoded = _as_declared(data)
    survey = _Survey(path)
    survey.run(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise IdlError("RG002", max(line, 1), max(column, 1), error.msg or "malformed") from None
    places = iter(survey.starts)
    element = _convert(root, path, data, places)
    return Source(path, element, tuple(survey.foreign_tp), transcoded)


class _Survey:
    """The expat pass: places of all start tags, and the refusals that need no tree."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._depth = 0
        self._doctype = (1, 1)
        self._pending_foreign = False
        self.starts: list[tuple[int, int, int]] = []
        self.foreign_tp: list[Span] = []

    def run(self, data: bytes) -> None:
        """Fills `starts` and `foreign_tp`. Raises IdlError at the first refusal."""
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype_start
        parser.EntityDeclHandler = self._entity
        parser.StartNamespaceDeclHandler = self._namespace
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            # expat counts columns from 0.
            reason = expat.ErrorString(error.code)
            raise IdlError("RG002", error.lineno, error.offset + 1, reason) from None
        except (LookupError, UnicodeError, ValueError) as error:
            # Encodings that expat does not know are looked up among Python's codecs.
            raise IdlError("RG002", 1, 1, str(error)) from None

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        parser = self._parser
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        if self._pending_foreign:
            self.foreign_tp.append(Span(self._path, line, column))
            self._pending_foreign = False
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise IdlError("RG004", line, column, f"nested more than {DEPTH_MAX} elements deep")
        self.starts.append((line, column, parser.CurrentByteIndex))

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if prefix == "tp" and uri != TP_NAMESPACE:
            self._pending_foreign = True

    def _doctype_start(
        self, _name: str, _system: str | None, _public: str | None, _has_subset: bool
    ) -> None:
        self._doctype = (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _entity(self, name: str, *_rest: object) -> None:
        line, column = self._doctype
        raise IdlError(
            "RG003",
            line,
            column,
            f"declares the entity {name!a}",
            "write the text where it is used; a DOCTYPE may only name a DTD",
        )


def _as_declared(data: bytes) -> tuple[bytes, bool]:
    """UTF-16 without a byte order mark that calls itself UTF-8, turned into what it says."""
    for codec, start in (("utf-16-le", b"<\0"), ("utf-16-be", b"\0<")):
        if data.startswith(start):
            try:
                text = data.decode(codec)
            except UnicodeError:
                return data, False
            return (text.encode(), True) if _UTF8_DECLARED.match(text) else (data, False)
    return data, False


def _convert(
    node: etree._Element, path: str, data: bytes, places: Iterator[tuple[int, int, int]]
) -> Element:
    line, column, start = next(places)
    name = etree.QName(node)
    content: list[Element | Comment | str] = [node.text] if node.text else []
    for child in node:
        if isinstance(child, etree._Comment):
            content.append(Comment(child.text or ""))
        elif isinstance(child, etree._Entity):
            content.append(child.text or "")
        elif _is_element(child):
            content.append(_convert(child, path, data, places))
        if child.tail:
            content.append(child.tail)
    return Element(
        namespace=name.namespace or "",
        tag=name.localname,
        attributes={str(key): str(value) for key, value in node.attrib.items()},
        content=tuple(content),
        span=Span(path, line, column),
        _start=start,
        _data=data,
    )


def _is_element(node: etree._Element) -> TypeGuard[etree._Element]:
    """False for processing instructions, which lxml also lists among the children."""
    return isinstance(node.tag, str)


_UTF8_DECLARED = re.compile(r"<\?xml[^>]*encoding=[\"']utf-8[\"']", re.IGNORECASE)
_TAG_NAME = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(
    rb"\s*(?:(?P<close>/?>)|(?P<name>[^\s=/>]+)\s*=\s*(?P<quote>[\"'])(?P<value>.*?)(?P=quote))",
    re.DOTALL,
)


def _advanced(origin: Span, text: bytes, characters: int) -> Span:
    """The place that follows `text`, which begins at `origin`, by `characters` more."""
    lines = text.count(b"\n")
    last = text[text.rfind(b"\n") + 1 :].decode("utf-8", "replace")
    column = len(last) + characters + (1 if lines else origin.column)
    return Span(origin.path, origin.line + lines, column)
