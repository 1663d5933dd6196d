"""What an IDL says, as frozen data: wire names, types and plain-text documentation.

Independent of XML and of every target language. `load` makes it, `check` judges it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rpcgen import sig
from rpcgen.diag import Span

DEPRECATED = "org.freedesktop.DBus.Deprecated"
NO_REPLY = "org.freedesktop.DBus.Method.NoReply"
EMITS_CHANGED = "org.freedesktop.DBus.Property.EmitsChangedSignal"
EMITS_DEFAULT = "true"


@dataclass(frozen=True, slots=True)
class Annotation:
    name: str
    value: str
    span: Span


def annotation(annotations: tuple[Annotation, ...], name: str) -> str | None:
    """The value of the first annotation `name`."""
    return next((item.value for item in annotations if item.name == name), None)


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A tp:type attribute: the name without brackets, and how many pairs of them it had."""

    name: str
    array_depth: int
    span: Span


@dataclass(frozen=True, slots=True)
class Arg:
    """An argument; `name` is empty when the IDL gives none."""

    name: str
    type: sig.Type
    doc: str
    span: Span
    annotations: tuple[Annotation, ...] = ()
    tp_type: TypeRef | None = None


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    ins: tuple[Arg, ...]
    outs: tuple[Arg, ...]
    annotations: tuple[Annotation, ...]
    doc: str
    span: Span
    binding_name: str | None = None

    @property
    def in_signature(self) -> str:
        return "".join(str(arg.type) for arg in self.ins)

    @property
    def out_signature(self) -> str:
        return "".join(str(arg.type) for arg in self.outs)

    @property
    def no_reply(self) -> bool:
        return annotation(self.annotations, NO_REPLY) == "true"


@dataclass(frozen=True, slots=True)
class Signal:
    name: str
    args: tuple[Arg, ...]
    annotations: tuple[Annotation, ...]
    doc: str
    span: Span
    binding_name: str | None = None

    @property
    def signature(self) -> str:
        return "".join(str(arg.type) for arg in self.args)


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    type: sig.Type
    access: str
    annotations: tuple[Annotation, ...]
    doc: str
    span: Span
    binding_name: str | None = None
    tp_type: TypeRef | None = None

    @property
    def readable(self) -> bool:
        return self.access != "write"

    @property
    def writable(self) -> bool:
        return self.access != "read"


@dataclass(frozen=True, slots=True)
class Interface:
    name: str
    methods: tuple[Method, ...]
    signals: tuple[Signal, ...]
    properties: tuple[Property, ...]
    annotations: tuple[Annotation, ...]
    doc: str
    span: Span

    def emits(self, prop: Property) -> str:
        """The EmitsChangedSignal in force: the property's, else the interface's, else true."""
        own = annotation(prop.annotations, EMITS_CHANGED)
        return own or annotation(self.annotations, EMITS_CHANGED) or EMITS_DEFAULT


@dataclass(frozen=True, slots=True)
class EnumValue:
    suffix: str
    value: str
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Enum:
    """A tp:enum or tp:flags; `type` is the wire type of its values."""

    name: str
    type: sig.Type
    values: tuple[EnumValue, ...]
    is_flags: bool
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Member:
    """One tp:member of a struct or mapping."""

    name: str
    type: sig.Type
    span: Span
    tp_type: TypeRef | None = None


@dataclass(frozen=True, slots=True)
class NamedType:
    """A tp:struct, tp:mapping, tp:simple-type or tp:external-type; `kind` is its tag."""

    name: str
    kind: str
    members: tuple[Member, ...]
    span: Span

    @property
    def signature(self) -> str:
        inner = "".join(str(member.type) for member in self.members)
        match self.kind:
            case "struct":
                return f"({inner})"
            case "mapping":
                return f"a{{{inner}}}"
        return inner


@dataclass(frozen=True, slots=True)
class Document:
    """One IDL file. `is_page` marks a page of a larger specification (Telepathy, MPRIS)."""

    path: str
    name: str
    interfaces: tuple[Interface, ...]
    enums: tuple[Enum, ...]
    named_types: tuple[NamedType, ...]
    is_page: bool
    span: Span

    def type_refs(self) -> Iterator[tuple[TypeRef, str]]:
        """Every tp:type of the file with the signature of what carries it."""
        for interface in self.interfaces:
            for method in interface.methods:
                yield from _refs((*method.ins, *method.outs))
            for signal in interface.signals:
                yield from _refs(signal.args)
            yield from _refs(interface.properties)
        for named in self.named_types:
            yield from _refs(named.members)


def _refs(items: tuple[Arg | Property | Member, ...]) -> Iterator[tuple[TypeRef, str]]:
    for item in items:
        if item.tp_type is not None:
            yield item.tp_type, str(item.type)
