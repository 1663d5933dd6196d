"""The rules that a model must keep. Each is a function from a document to findings; none raises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rpcgen import model, sig
from rpcgen.diag import Diagnostic, Span, quoted

NAME_BYTES_MAX = 255
# D-Bus specification, "Valid Names".
_INTERFACE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+")
_MEMBER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PROPERTY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")

_EMITS = ("true", "invalidates", "const", "false")
_BOOLEANS = ("true", "false")
# The D-Bus codes that a tp:enum may have, with the range of the integers.
_INTEGER_RANGES = {
    "y": (0, 0xFF),
    "n": (-0x8000, 0x7FFF),
    "q": (0, 0xFFFF),
    "i": (-0x8000_0000, 0x7FFF_FFFF),
    "u": (0, 0xFFFF_FFFF),
    "x": (-(1 << 63), (1 << 63) - 1),
    "t": (0, (1 << 64) - 1),
}


def check(document: model.Document, foreign_types: dict[str, str]) -> Iterator[Diagnostic]:
    """Findings about `document`; `foreign_types` are the named types of the run's other files."""
    yield from _interfaces(document)
    for interface in document.interfaces:
        yield from _members(interface)
        yield from _annotations(interface)
    yield from _types(document)
    yield from _type_refs(document, foreign_types)


def lint(document: model.Document) -> Iterator[Diagnostic]:
    """Findings of style, asked for by `rpcgen lint` only."""
    for interface in document.interfaces:
        members: list[model.Method | model.Signal | model.Property] = [
            *interface.methods,
            *interface.signals,
            *interface.properties,
        ]
        for member in members:
            if not member.doc:
                yield Diagnostic("RG601", member.span, f"{member.name} says nothing about itself")
        for method in interface.methods:
            for arg in (*method.ins, *method.outs):
                if not arg.name:
                    yield Diagnostic("RG602", arg.span, f"an argument of {method.name}")


def type_signatures(document: model.Document) -> dict[str, str]:
    """Named types and enums of the document with their signatures."""
    return {
        **{enum.name: str(enum.type) for enum in document.enums},
        **{named.name: named.signature for named in document.named_types},
    }


def integer_value(text: str) -> int | None:
    """The number that an enum value spells, decimal or 0x."""
    try:
        return int(text.strip(), 16 if text.strip().lower().startswith("0x") else 10)
    except ValueError:
        return None


def _interfaces(document: model.Document) -> Iterator[Diagnostic]:
    seen = set()
    for interface in document.interfaces:
        name = interface.name
        if len(name) > NAME_BYTES_MAX or _INTERFACE.fullmatch(name) is None:
            yield Diagnostic(
                "RG101",
                interface.span,
                f"interface name {quoted(name)}",
                "two or more elements of letters, digits and underscores, joined by dots",
            )
        if name in seen:
            yield Diagnostic("RG301", interface.span, f"interface {name} again")
        seen.add(name)


def _members(interface: model.Interface) -> Iterator[Diagnostic]:
    for method in interface.methods:
        yield from _member_name(method)
    for signal in interface.signals:
        yield from _member_name(signal)
    for method in interface.methods:
        yield from _total_length(method.in_signature, method.span, "in arguments")
        yield from _total_length(method.out_signature, method.span, "out arguments")
        yield from _arg_names((*method.ins, *method.outs))
    for signal in interface.signals:
        yield from _total_length(signal.signature, signal.span, "arguments")
        yield from _arg_names(signal.args)
    for prop in interface.properties:
        yield from _property_name(prop)
    yield from _overloads("method", ((m.name, m.in_signature, m.span) for m in interface.methods))
    yield from _overloads("signal", ((s.name, s.signature, s.span) for s in interface.signals))
    seen = set()
    for prop in interface.properties:
        if prop.name in seen:
            yield Diagnostic("RG302", prop.span, f"property {quoted(prop.name)} again")
        seen.add(prop.name)


def _member_name(member: model.Method | model.Signal) -> Iterator[Diagnostic]:
    if len(member.name) > NAME_BYTES_MAX:
        yield Diagnostic(
            "RG102",
            member.span,
            f"member name {quoted(member.name)}",
            f"{NAME_BYTES_MAX} characters at most",
        )
    elif _MEMBER.fullmatch(member.name) is None:
        yield Diagnostic(
            "RG102",
            member.span,
            f"member name {quoted(member.name)}",
            "letters, digits and underscores, no digit in front",
        )


def _property_name(prop: model.Property) -> Iterator[Diagnostic]:
    """The specification does not restrict them, and hyphens are common."""
    if not 0 < len(prop.name.encode()) <= NAME_BYTES_MAX:
        yield Diagnostic("RG103", prop.span, f"property name {quoted(prop.name)}")
    elif _PROPERTY.fullmatch(prop.name) is None:
        yield Diagnostic(
            "RG104",
            prop.span,
            f"property name {quoted(prop.name)}",
            "many tools accept only letters, digits, underscores and hyphens",
        )


def _arg_names(args: Iterable[model.Arg]) -> Iterator[Diagnostic]:
    for arg in args:
        if arg.name and _MEMBER.fullmatch(arg.name) is None:
            yield Diagnostic("RG105", arg.span, f"argument name {quoted(arg.name)}")


def _total_length(signature: str, span: Span, what: str) -> Iterator[Diagnostic]:
    if len(signature) > sig.SIGNATURE_BYTES_MAX:
        yield Diagnostic(
            "RG202",
            span,
            f"signature of the {what} has {len(signature)} characters",
            f"{sig.SIGNATURE_BYTES_MAX} at most; put some into a struct or a dictionary",
        )


def _overloads(kind: str, members: Iterable[tuple[str, str, Span]]) -> Iterator[Diagnostic]:
    """Members are (name, signature, place)."""
    seen: dict[str, set[str]] = {}
    for name, signature, span in members:
        signatures = seen.setdefault(name, set())
        if signature in signatures:
            yield Diagnostic("RG302", span, f"{kind} {name} with the same arguments again")
        elif signatures:
            yield Diagnostic(
                "RG303",
                span,
                f"{kind} {name} again with other arguments",
                "the D-Bus specification knows no overloading; they are told apart by signature",
            )
        signatures.add(signature)


def _annotations(interface: model.Interface) -> Iterator[Diagnostic]:
    yield from _annotation_values(interface.annotations)
    for method in interface.methods:
        yield from _annotation_values(method.annotations)
        for arg in (*method.ins, *method.outs):
            yield from _annotation_values(arg.annotations)
        if method.no_reply and method.outs:
            yield Diagnostic(
                "RG403",
                next(item.span for item in method.annotations if item.name == model.NO_REPLY),
                f"method {method.name} never replies, so nobody sees its out arguments",
            )
    for signal in interface.signals:
        yield from _annotation_values(signal.annotations)
    for prop in interface.properties:
        yield from _annotation_values(prop.annotations)


def _annotation_values(annotations: tuple[model.Annotation, ...]) -> Iterator[Diagnostic]:
    seen = set()
    for item in annotations:
        if item.name in seen:
            yield Diagnostic(
                "RG404", item.span, f"annotation {quoted(item.name)} again: the first one counts"
            )
        seen.add(item.name)
        wrong = f"{item.name} is {quoted(item.value)}"
        if item.name == model.EMITS_CHANGED and item.value not in _EMITS:
            yield Diagnostic("RG401", item.span, wrong, f"allowed: {', '.join(_EMITS)}")
        if item.name in (model.DEPRECATED, model.NO_REPLY) and item.value not in _BOOLEANS:
            yield Diagnostic("RG402", item.span, wrong, f"allowed: {', '.join(_BOOLEANS)}")


def _types(document: model.Document) -> Iterator[Diagnostic]:
    seen = set()
    everything: list[model.Enum | model.NamedType] = [*document.enums, *document.named_types]
    for item in sorted(everything, key=lambda item: item.span):
        if item.name in seen:
            yield Diagnostic("RG504", item.span, f"type {quoted(item.name)} again")
        seen.add(item.name)
    for enum in document.enums:
        yield from check_enum(enum)
    for named in document.named_types:
        yield from _named_type(named)


def check_enum(enum: model.Enum) -> Iterator[Diagnostic]:
    """Findings about one enum, of the IDL or of an overlay."""
    code = str(enum.type)
    allowed = "".join(_INTEGER_RANGES) + ("" if enum.is_flags else "bds")
    if code not in allowed:
        yield Diagnostic(
            "RG505",
            enum.span,
            f"{quoted(enum.name)} has type {code}",
            f"allowed: {' '.join(sorted(allowed))}",
        )
        return
    if not enum.values:
        yield Diagnostic("RG511", enum.span, f"{quoted(enum.name)} has no values")
    suffixes, values = set(), set()
    for value in enum.values:
        if value.suffix in suffixes:
            yield Diagnostic("RG508", value.span, f"suffix {quoted(value.suffix)} again")
        suffixes.add(value.suffix)
        yield from _enum_value(code, value)
        number = integer_value(value.value) if code in _INTEGER_RANGES else None
        same = value.value if number is None else str(number)
        if same in values:
            yield Diagnostic(
                "RG507",
                value.span,
                f"value {quoted(value.value)} again: {quoted(value.suffix)} becomes an alias",
            )
        values.add(same)


def _enum_value(code: str, value: model.EnumValue) -> Iterator[Diagnostic]:
    wrong = f"value {quoted(value.value)} of {quoted(value.suffix)}"
    if code in _INTEGER_RANGES:
        low, high = _INTEGER_RANGES[code]
        number = integer_value(value.value)
        if number is None:
            yield Diagnostic("RG506", value.span, f"{wrong} is not a number")
        elif not low <= number <= high:
            yield Diagnostic("RG506", value.span, f"{wrong} is not between {low} and {high}")
    elif code == "b" and value.value not in (*_BOOLEANS, "0", "1"):
        yield Diagnostic("RG506", value.span, f"{wrong} is neither true nor false")
    elif code == "d" and not _is_float(value.value):
        yield Diagnostic("RG506", value.span, f"{wrong} is not a number")


def _is_float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _named_type(named: model.NamedType) -> Iterator[Diagnostic]:
    count = len(named.members)
    if named.kind == "struct" and count == 0:
        yield Diagnostic("RG509", named.span, f"struct {quoted(named.name)} has no members")
    if named.kind == "mapping":
        if count != 2:
            yield Diagnostic(
                "RG509",
                named.span,
                f"mapping {quoted(named.name)} has {count} members",
                "a mapping has exactly two: its key and its value",
            )
        elif not isinstance(named.members[0].type, sig.Basic):
            yield Diagnostic(
                "RG510",
                named.span,
                f"mapping {quoted(named.name)} has keys of type {named.members[0].type}",
            )


def _type_refs(document: model.Document, foreign_types: dict[str, str]) -> Iterator[Diagnostic]:
    own = type_signatures(document)
    for reference, signature in document.type_refs():
        expected = own.get(reference.name, foreign_types.get(reference.name))
        if expected is not None:
            expected = "a" * reference.array_depth + expected
            if expected != signature:
                yield Diagnostic(
                    "RG503",
                    reference.span,
                    f"type is {signature}, tp:type {quoted(reference.name)} is {expected}",
                )
        elif document.is_page:
            yield Diagnostic(
                "RG502",
                reference.span,
                f"tp:type {quoted(reference.name)} is not in this file",
                "its page may be given in the same run; the D-Bus type is used as it is",
            )
        else:
            yield Diagnostic(
                "RG501",
                reference.span,
                f"tp:type {quoted(reference.name)} is defined nowhere",
                "define it as tp:enum, tp:struct, tp:mapping or tp:simple-type, or drop it",
            )
