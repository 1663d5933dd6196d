"""Documentation of an element as plain text, whatever dialect it is written in.

Read are tp:docstring, doc:doc, the DocString annotation, comments inside the element (OpenXT) and
gtk-doc comments in front of it. Paragraphs of the result are separated by an empty line.
"""

from __future__ import annotations

import re

from rpcgen.source import DOC_NAMESPACES, TP_NAMESPACE, Comment, Element

DOC_STRING = "org.gtk.GDBus.DocString"
DOC_STRING_SHORT = "org.gtk.GDBus.DocString.Short"

# Markup after which a new paragraph begins: XHTML, DocBook, tp: and doc: together.
_BLOCKS = frozenset(
    (
        *("p", "para", "pre", "programlisting", "blockquote", "note", "example", "title"),
        *("li", "listitem", "item", "dt", "dd", "term", "definition", "tr", "table"),
        *("summary", "description", "rationale", "added", "changed", "deprecated"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_ITEMS = frozenset(("li", "listitem"))
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_LIST_LINE = re.compile(r"\s*(?:[-*]|\d+[.)])\s")


def inner_doc(element: Element) -> str:
    """What stands inside `element`: the first dialect of the list above that says anything."""
    if not element.content:
        return ""
    return (
        _from_elements(element)
        or _from_annotations(element)
        or plain("\n\n".join(_leading_comments(element)))
    )


def gtk_docs(parent: Element) -> dict[int, tuple[str, dict[str, str]]]:
    """Comments of the form `Name: ... @arg: ...` in front of the child that they name.

    Keyed by the child's index among the child elements: its text, and the texts of its arguments.
    """
    found = {}
    pending = ""
    index = 0
    for item in parent.content:
        if isinstance(item, Comment):
            pending = item.text
        elif isinstance(item, Element):
            parsed = _parse_gtk(pending, item.get("name") or "")
            if parsed is not None:
                found[index] = parsed
            pending = ""
            index += 1
    return found


def plain(text: str) -> str:
    """`text` with its paragraphs, list lines and nothing else of its layout."""
    if not text:
        return ""
    paragraphs = []
    for block in re.split(r"\n\s*\n", text):
        lines: list[list[str]] = []
        for line in block.splitlines():
            if not lines or _LIST_LINE.match(line):
                lines.append([])
            lines[-1].extend(line.split())
        words = "\n".join(" ".join(line) for line in lines if line)
        if words:
            paragraphs.append(words)
    return "\n\n".join(paragraphs)


def _from_elements(element: Element) -> str:
    texts = [
        _flattened(child)
        for child in element.children
        if (child.namespace == TP_NAMESPACE and child.tag == "docstring")
        or (child.namespace in DOC_NAMESPACES and child.tag == "doc")
    ]
    return plain("\n\n".join(texts))


def _from_annotations(element: Element) -> str:
    values = {
        child.get("name"): child.get("value") or ""
        for child in element.children
        if child.tag == "annotation" and not child.namespace
    }
    return plain(_MARKUP.sub("", values.get(DOC_STRING) or values.get(DOC_STRING_SHORT) or ""))


def _leading_comments(element: Element) -> list[str]:
    """Comments in front of the first child element, save those that are a gtk-doc of that child."""
    texts = []
    for item in element.content:
        if isinstance(item, Comment):
            texts.append(item.text)
        elif isinstance(item, Element):
            if texts and _parse_gtk(texts[-1], item.get("name") or "") is not None:
                texts.pop()
            break
    return texts


def _flattened(element: Element) -> str:
    pieces = []
    for item in element.content:
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item, Element):
            text = _flattened(item)
            if item.tag in _ITEMS:
                text = "- " + text.strip()
            pieces.append(f"\n\n{text}\n\n" if item.tag in _BLOCKS else text)
    return "".join(pieces)


def _parse_gtk(text: str, name: str) -> tuple[str, dict[str, str]] | None:
    """The parts of a gtk-doc comment for `name`; None when `text` is something else."""
    head, colon, rest = text.strip().partition(":")
    if not colon or not name or head.strip() != name:
        return None
    body: list[str] = []
    args: dict[str, list[str]] = {}
    target = body
    for line in rest.splitlines():
        match = re.match(r"\s*@(\w+):(.*)", line)
        if match:
            target = args.setdefault(match[1], [])
            line = match[2]
        elif not line.strip() and target is not body:
            target = body
        target.append(line)
    texts = {arg: plain("\n".join(lines)) for arg, lines in args.items()}
    short = texts.pop("short_description", "")
    return plain("\n".join([short, "", *body])), texts
