"""overlay.toml: which string or number of the IDL is in truth an enum.

    [[bind]]
    interface = "com.example.vm"
    property = "state"              # or method = / signal = , with arg =
    enum = "VM_STATE"

    [enum.VM_STATE]                 # only when no file of the run defines it
    doc = "..."
    values = { RUNNING = "running", STOPPED = "stopped" }

tp:type attributes that name an enum bind it in the same way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rpcgen import check, model, sig
from rpcgen.diag import Findings, Span, quoted

_MEMBER_KEYS = ("property", "method", "signal")


@dataclass(frozen=True, slots=True)
class Bind:
    """One [[bind]] row; `arg` is empty for a property."""

    interface: str
    kind: str
    member: str
    arg: str
    enum: str
    span: Span


@dataclass(frozen=True, slots=True)
class Overlay:
    binds: tuple[Bind, ...] = ()
    enums: tuple[model.Enum, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """The enum of a member, and the document whose types module holds it."""

    enum: model.Enum
    home: str


Bindings = dict[Span, Bound]
"""By the place of the property or argument that carries the enum."""


def read(path: str, findings: Findings) -> Overlay:
    """The overlay in the file at `path`; what is wrong in it becomes findings."""
    top = Span(path, 1, 1)
    try:
        text = Path(path).read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        findings.add("RG801", top, error.strerror or str(error))
        return Overlay()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        findings.add("RG801", _place_in(str(error), path), str(error))
        return Overlay()
    for key in table.keys() - {"bind", "enum"}:
        findings.add("RG802", top, f"unknown table {quoted(key)}", "known: [[bind]], [enum.NAME]")
    binds = tuple(_binds(table.get("bind", []), path, text, findings))
    enums = tuple(_enums(table.get("enum", {}), path, text, findings))
    return Overlay(binds, enums)


def apply(
    documents: Iterable[model.Document], overlay: Overlay, findings: Findings
) -> tuple[list[model.Document], Bindings]:
    """The documents with the overlay's enums where they are used, and who carries which enum."""
    documents = list(documents)
    homes = {enum.name: Bound(enum, d.name) for d in reversed(documents) for enum in d.enums}
    for enum in overlay.enums:
        if enum.name in homes:
            findings.add(
                "RG802",
                enum.span,
                f"enum {enum.name} is already in {homes[enum.name].home}.xml",
                "define it in one place",
            )
    known = {interface.name for document in documents for interface in document.interfaces}
    for bind in overlay.binds:
        if bind.interface not in known:
            findings.add("RG805", bind.span, f"interface {bind.interface} is not in this run")
    bindings: Bindings = {}
    result = []
    for document in documents:
        own = {enum.name: Bound(enum, document.name) for enum in document.enums}
        extra = {e.name: Bound(e, document.name) for e in overlay.enums}
        scope = {**homes, **extra, **own}
        found = dict(_from_attributes(document, scope))
        found.update(_from_rows(document, overlay.binds, scope, findings))
        bindings.update(found)
        used = {bound.enum.name for bound in found.values()}
        added = tuple(e for e in overlay.enums if e.name in used and e.name not in own)
        result.append(replace(document, enums=(*document.enums, *added)))
    return result, bindings


def _from_attributes(
    document: model.Document, scope: dict[str, Bound]
) -> Iterator[tuple[Span, Bound]]:
    """Enums named by tp:type; a mismatch of types is a finding of `check` already."""
    for carrier in _carriers(document):
        reference = carrier.tp_type
        if reference is not None and not reference.array_depth and reference.name in scope:
            yield carrier.span, scope[reference.name]


def _from_rows(
    document: model.Document, binds: Iterable[Bind], scope: dict[str, Bound], findings: Findings
) -> Iterator[tuple[Span, Bound]]:
    interfaces = {interface.name: interface for interface in document.interfaces}
    for bind in binds:
        interface = interfaces.get(bind.interface)
        if interface is None:
            continue
        carriers = list(_find(interface, bind))
        if not carriers:
            what = f"{bind.kind} {bind.member}" + (f", argument {bind.arg}" if bind.arg else "")
            findings.add("RG803", bind.span, f"{bind.interface} has no {what}")
        bound = scope.get(bind.enum)
        if bound is None:
            findings.add(
                "RG803",
                bind.span,
                f"enum {quoted(bind.enum)} is defined nowhere",
                f"give its file in the same run, or add [enum.{bind.enum}] to the overlay",
            )
            continue
        for carrier in carriers:
            if str(carrier.type) != str(bound.enum.type):
                findings.add(
                    "RG804",
                    bind.span,
                    f"{bind.member} has type {carrier.type}, {bind.enum} {bound.enum.type}",
                )
            yield carrier.span, bound


def _find(interface: model.Interface, bind: Bind) -> Iterator[model.Arg | model.Property]:
    if bind.kind == "property":
        yield from (prop for prop in interface.properties if prop.name == bind.member)
        return
    for method in interface.methods:
        if bind.kind == "method" and method.name == bind.member:
            yield from (arg for arg in (*method.ins, *method.outs) if arg.name == bind.arg)
    for signal in interface.signals:
        if bind.kind == "signal" and signal.name == bind.member:
            yield from (arg for arg in signal.args if arg.name == bind.arg)


def _carriers(document: model.Document) -> Iterator[model.Arg | model.Property]:
    for interface in document.interfaces:
        yield from interface.properties
        for method in interface.methods:
            yield from (*method.ins, *method.outs)
        for signal in interface.signals:
            yield from signal.args


def _binds(rows: object, path: str, text: str, findings: Findings) -> Iterator[Bind]:
    places = list(_headers(text, path, r"\[\[\s*bind\s*\]\]"))
    if not isinstance(rows, list):
        findings.add("RG802", Span(path, 1, 1), "bind is no array of tables", "write [[bind]]")
        return
    for index, row in enumerate(rows):
        span = places[index] if index < len(places) else Span(path, 1, 1)
        bind = _bind(row, span)
        if bind is None:
            findings.add(
                "RG802",
                span,
                "incomplete or unknown keys in [[bind]]",
                "interface, enum and one of: property; method and arg; signal and arg",
            )
        else:
            yield bind


def _bind(row: object, span: Span) -> Bind | None:
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        return None
    kinds = [key for key in _MEMBER_KEYS if key in row]
    if len(kinds) != 1:
        return None
    kind = kinds[0]
    needed = {"interface", "enum", kind} | (set() if kind == "property" else {"arg"})
    if row.keys() != needed:
        return None
    return Bind(row["interface"], kind, row[kind], row.get("arg", ""), row["enum"], span)


def _enums(tables: object, path: str, text: str, findings: Findings) -> Iterator[model.Enum]:
    if not isinstance(tables, dict):
        findings.add("RG802", Span(path, 1, 1), "enum is no table", "write [enum.NAME]")
        return
    for name, table in tables.items():
        pattern = r"\[\s*enum\s*\.\s*[\"']?" + re.escape(name) + r"[\"']?\s*\]"
        span = next(_headers(text, path, pattern), Span(path, 1, 1))
        enum = _enum(name, table, span)
        if enum is None:
            findings.add(
                "RG802",
                span,
                f"[enum.{name}] is malformed",
                'values = { SUFFIX = "value" }, all strings or all integers; doc is optional',
            )
        else:
            findings.extend(check.check_enum(enum))
            yield enum


def _enum(name: str, table: object, span: Span) -> model.Enum | None:
    if not isinstance(table, dict) or table.keys() - {"doc", "values"}:
        return None
    values, doc = table.get("values"), table.get("doc", "")
    if not isinstance(values, dict) or not isinstance(doc, str):
        return None
    kinds = {type(value) for value in values.values()}
    if kinds not in ({str}, {int}):
        return None
    code = "s" if kinds == {str} else "i"
    rows = tuple(model.EnumValue(key, str(value), "", span) for key, value in values.items())
    return model.Enum(name, sig.parse_one(code), rows, False, doc, span)


def _headers(text: str, path: str, pattern: str) -> Iterator[Span]:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*{pattern}", line):
            yield Span(path, number, 1)


def _place_in(message: str, path: str) -> Span:
    """tomllib says `(at line 3, column 7)` in its message."""
    match = re.search(r"line (\d+), column (\d+)", message)
    return Span(path, int(match[1]), int(match[2])) if match else Span(path, 1, 1)
