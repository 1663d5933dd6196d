"""Plain documentation to docstrings that cannot end early, in pure ASCII."""

from __future__ import annotations

import re

from rpcgen.backends.python import layout
from rpcgen.render import DocText

# Typographic characters with a plain spelling. Everything else beyond ASCII is escaped, so that
# look-alikes and direction marks show.
_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
        "\u00d7": "x",
        "\u2022": "-",
    }
)
_HARMLESS = re.compile(r"[\n -~]*")
_QUOTES = '"""'


def docstring(paragraphs: list[str], indent: int) -> DocText:
    """A docstring with its quotes; lines after the first are indented by `indent`.

    The formatter wants the closing quotes on the only line of a text, and leaves them below
    several.
    """
    safe = [_safe(paragraph) for paragraph in paragraphs if paragraph.strip()]
    width = layout.LINE_WIDTH - indent
    rows = _rows(safe, width)
    if len(rows) == 1:
        rows = _rows(safe, width - len(_QUOTES))
    rows[0] = _QUOTES + _without_edge_quotes(rows[0].lstrip())
    if len(rows) == 1:
        return DocText(rows[0] + _QUOTES)
    margin = " " * indent
    body = "\n".join(margin + row if row else "" for row in rows)
    return DocText(f"{body}\n{margin}{_QUOTES}".lstrip(" "))


def _rows(paragraphs: list[str], width: int) -> list[str]:
    """Lines of `width`, the first one short by the opening quotes."""
    rows: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            rows.append("")
        for line in paragraph.split("\n"):
            rows += layout.wrapped(line, width, 0 if rows else len(_QUOTES))
    return rows


def _safe(text: str) -> str:
    text = text.translate(_PLAIN).replace("\\", "\\\\").replace(_QUOTES, "'''")
    return text if _HARMLESS.fullmatch(text) else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    code = ord(character)
    if character == "\n" or 0x20 <= code < 0x7F:
        return character
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _without_edge_quotes(text: str) -> str:
    """The formatter would put a space between a quote at an edge and the docstring's own."""
    if text.startswith('"'):
        text = "'" + text[1:]
    if text.endswith('"'):
        text = text[:-1] + "'"
    return text
