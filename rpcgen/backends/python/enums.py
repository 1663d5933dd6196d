"""The types module of an IDL file: interface names, enums, and constants of other types."""

from __future__ import annotations

from rpcgen import model, names
from rpcgen.backends.python import doctext, layout, scope, view
from rpcgen.check import integer_value
from rpcgen.names import Wanted
from rpcgen.render import Code, Ident, Literal, string

# Booleans and doubles become constants of the module.
_WITHOUT_CLASS = ("b", "d")
_TRUE = ("true", "1")


def module(document: model.Document, origin: view.Origin) -> view.Module:
    """The module `<name>_types`."""
    enum_names = scope.enums(document)
    constants = _constants(document)
    classes = []
    imports = set()
    for enum in document.enums:
        if str(enum.type) not in _WITHOUT_CLASS:
            classes.append(_enum_class(enum, enum_names[enum.name]))
            imports.add(classes[-1].base)
    lines = view.from_import("enum", imports)
    lines += view.from_import("typing", ["Final"] if constants else [])
    return view.Module(
        header=view.header(origin),
        doc=view.module_doc(f"Names and enums of {origin.source}."),
        imports=tuple(lines),
        constants=tuple(constants),
        functions=(),
        classes=tuple(classes),
    )


def class_name(document: model.Document, enum: model.Enum) -> Ident | None:
    """The class that stands for `enum`; None for types that Python has no enum of."""
    return None if str(enum.type) in _WITHOUT_CLASS else scope.enums(document)[enum.name]


def _constants(document: model.Document) -> list[Code]:
    """Names of the interfaces, and the values of enums that Python has no class for."""
    literals: dict[Wanted, Literal] = {}
    for name, stem in scope.classes(document).items():
        wish = f"{names.upper(stem, 'X')}_INTERFACE"
        literals[Wanted("interface", name, wish)] = string(name)
    for enum in document.enums:
        if str(enum.type) in _WITHOUT_CLASS:
            for value in enum.values:
                wish = names.upper(f"{enum.name}_{value.suffix}", "X")
                wanted = Wanted("value", value.suffix, wish, detail=enum.name)
                literals[wanted] = _literal(enum, value)
    allocated = names.allocate(literals, scope.enums(document).values(), names.join_upper)
    rows = sorted((allocated[wanted], literal) for wanted, literal in literals.items())
    return [view.constant(name, literal) for name, literal in rows]


def _enum_class(enum: model.Enum, name: Ident) -> view.EnumClass:
    members = scope.enum_values(enum)
    values = [view.literal_field(members[v.suffix], _literal(enum, v)) for v in enum.values]
    base = "StrEnum" if str(enum.type) == "s" else "IntFlag" if enum.is_flags else "IntEnum"
    texts = [f"{members[v.suffix]}: {v.doc}".replace("\n", " ") for v in enum.values if v.doc]
    paragraphs = [f"{enum.name}, D-Bus type {enum.type}.", *enum.doc.split("\n\n")]
    doc = doctext.docstring([*paragraphs, "\n".join(texts)], layout.INDENT)
    return view.EnumClass(name=name, base=Code(base), doc=doc, values=tuple(values))


def _literal(enum: model.Enum, value: model.EnumValue) -> Literal:
    match str(enum.type):
        case "s":
            return string(value.value)
        case "b":
            return Literal(str(value.value in _TRUE))
        case "d":
            number = float(value.value)
            is_plain = number == number and abs(number) != float("inf")
            return Literal(repr(number)) if is_plain else Literal(f'float("{number}")')
    return Literal(str(integer_value(value.value) or 0))
