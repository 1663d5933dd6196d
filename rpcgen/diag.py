"""Findings about an IDL: where, which rule, how bad, what to do. Knows nothing of XML or D-Bus.

All findings of a run are collected and shown together, ordered by place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

QUOTED_CHARACTERS_MAX = 60


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


# Code -> (severity, what the rule is about). The hundreds are the family.
RULES: dict[str, tuple[Severity, str]] = {
    "RG001": (Severity.ERROR, "file cannot be read"),
    "RG002": (Severity.ERROR, "not well-formed XML"),
    "RG003": (Severity.ERROR, "entity declarations are refused"),
    "RG004": (Severity.ERROR, "elements nested too deeply"),
    "RG005": (Severity.ERROR, "file too large"),
    "RG006": (Severity.ERROR, "root element is not <node>"),
    "RG007": (Severity.ERROR, "element in a place where it means nothing"),
    "RG008": (Severity.ERROR, "element name looks misspelt"),
    "RG009": (Severity.WARNING, "unknown element"),
    "RG010": (Severity.WARNING, "unknown attribute"),
    "RG011": (Severity.ERROR, "required attribute missing"),
    "RG012": (Severity.ERROR, "attribute has none of the allowed values"),
    "RG013": (Severity.WARNING, "prefix tp bound to another namespace"),
    "RG014": (Severity.WARNING, "nothing to generate"),
    "RG015": (Severity.ERROR, "two files of the run have one name"),
    "RG016": (Severity.WARNING, "encoding is not the declared one"),
    "RG101": (Severity.ERROR, "interface name breaks the D-Bus grammar"),
    "RG102": (Severity.ERROR, "member name breaks the D-Bus grammar"),
    "RG103": (Severity.ERROR, "property name is empty or too long"),
    "RG104": (Severity.WARNING, "property name with unusual characters"),
    "RG105": (Severity.WARNING, "argument name is no identifier"),
    "RG201": (Severity.ERROR, "signature breaks the D-Bus grammar"),
    "RG202": (Severity.ERROR, "signatures of all arguments together too long"),
    "RG301": (Severity.ERROR, "duplicate interface"),
    "RG302": (Severity.ERROR, "duplicate member"),
    "RG303": (Severity.WARNING, "overloaded member"),
    "RG304": (Severity.WARNING, "interface repeated in another node"),
    "RG401": (Severity.ERROR, "annotation value outside its domain"),
    "RG402": (Severity.WARNING, "annotation value outside its domain"),
    "RG403": (Severity.ERROR, "NoReply method with out arguments"),
    "RG404": (Severity.WARNING, "duplicate annotation"),
    "RG501": (Severity.ERROR, "undefined tp:type"),
    "RG502": (Severity.WARNING, "tp:type of another page of the specification"),
    "RG503": (Severity.ERROR, "tp:type does not have the signature of its member"),
    "RG504": (Severity.ERROR, "two types of one name"),
    "RG505": (Severity.ERROR, "enum of a type that has no constants"),
    "RG506": (Severity.ERROR, "enum value is not a constant of its type"),
    "RG507": (Severity.WARNING, "two enum values are equal"),
    "RG508": (Severity.ERROR, "two enum values of one name"),
    "RG509": (Severity.ERROR, "wrong number of members"),
    "RG510": (Severity.ERROR, "mapping key is not a basic type"),
    "RG511": (Severity.WARNING, "enum without values"),
    "RG601": (Severity.WARNING, "member without documentation"),
    "RG602": (Severity.WARNING, "argument without a name"),
    "RG801": (Severity.ERROR, "overlay cannot be read"),
    "RG802": (Severity.ERROR, "overlay entry is malformed"),
    "RG803": (Severity.ERROR, "overlay names something that no file of the run has"),
    "RG804": (Severity.ERROR, "overlay enum does not have the type of its member"),
    "RG805": (Severity.WARNING, "overlay names an interface that is not in this run"),
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file; line and column count from 1."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    code: str
    span: Span
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        return RULES[self.code][0]


class Findings:
    """Collects the diagnostics of one run."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def add(self, code: str, span: Span, message: str, hint: str = "") -> None:
        self._found.append(Diagnostic(code, span, message, hint))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self._found.extend(diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        """In order of place, then code, so that output does not depend on rule order."""
        return iter(sorted(self._found, key=lambda found: (found.span, found.code, found.message)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        return any(found.severity is Severity.ERROR for found in self._found)


def quoted(text: str) -> str:
    """`text` made visible on one line and short enough for a message."""
    if len(text) > QUOTED_CHARACTERS_MAX:
        return ascii(text[:QUOTED_CHARACTERS_MAX]) + f"... ({len(text)} characters)"
    return ascii(text)


def visible_name(file_name: str) -> str:
    """A file name or path that is harmless in a comment and on a terminal."""
    return "".join(c if c.isprintable() else "?" for c in file_name)


def as_text(found: Iterable[Diagnostic]) -> str:
    """One line a finding, its hint indented below it."""
    lines = []
    for item in found:
        place = f"{visible_name(item.span.path)}:{item.span.line}:{item.span.column}"
        lines.append(f"{place}: {item.severity} {item.code}: {item.message}")
        if item.hint:
            lines.append(f"    hint: {item.hint}")
    return "".join(line + "\n" for line in lines)


def as_json(found: Iterable[Diagnostic]) -> str:
    """A JSON array with one object a finding, then a newline."""
    rows = [
        {
            "file": item.span.path,
            "line": item.span.line,
            "column": item.span.column,
            "severity": str(item.severity),
            "code": item.code,
            "rule": RULES[item.code][1],
            "message": item.message,
            "hint": item.hint,
        }
        for item in found
    ]
    return json.dumps(rows, indent=1) + "\n"
