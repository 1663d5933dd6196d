"""The jinja2 environment, and the only kinds of text that it lets through.

A template receives identifiers, literals, code and documentation, each marked by its type; a plain
`str`, which might come from an IDL, is refused when it is printed. So nothing written in an IDL
can become code.
"""

from __future__ import annotations

import keyword
import re
from functools import lru_cache
from pathlib import Path

import jinja2

from rpcgen.errors import RawText

# Printable ASCII without quotes and backslashes.
_HARMLESS = re.compile(r"[ !#-&(-\[\]-~]*")


class Safe(str):
    """Text that may be printed as it is."""

    __slots__ = ()


class Ident(Safe):
    """An identifier of the target language."""

    __slots__ = ()


class Literal(Safe):
    """A literal of the target language, quoted and escaped."""

    __slots__ = ()


class Code(Safe):
    """Code that a backend composed of identifiers, literals and text of its own."""

    __slots__ = ()


class DocText(Safe):
    """Documentation, escaped for the place where it is printed."""

    __slots__ = ()


def ident(text: str) -> Ident:
    """`text` if it is a Python identifier that can be bound. Raises RawText."""
    if not text.isascii() or not text.isidentifier() or keyword.iskeyword(text):
        raise RawText(text)
    return Ident(text)


def string(text: str) -> Literal:
    """A Python string literal: printable ASCII, one line, no quote inside."""
    if _HARMLESS.fullmatch(text):
        return Literal(f'"{text}"')
    return Literal(f'"{"".join(map(_escaped, text))}"')


def bytes_(data: bytes) -> Literal:
    """A Python bytes literal, likewise."""
    return Literal(f'b"{"".join(_escaped(chr(byte)) for byte in data)}"')


def environment(folder: Path) -> jinja2.Environment:
    """Templates in `folder`; undefined names and unmarked text are errors."""
    return _environment(str(folder))


def render(folder: Path, template: str, view: object) -> str:
    """The template with `view` as its only variable."""
    return environment(folder).get_template(template).render(view=view)


@lru_cache(maxsize=8)
def _environment(folder: str) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        autoescape=False,  # The output is no HTML; `_finalize` is the guard.
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalize(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Safe):
        raise RawText(value)
    return value


def _escaped(character: str) -> str:
    code = ord(character)
    if character == "\\":
        return "\\\\"
    if 0x20 <= code < 0x7F and character not in "\"'":
        return character
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
