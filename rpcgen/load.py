"""XML elements to the model: structure, required attributes and signatures are settled here.

Whatever is wrong becomes a finding and is left out; loading always ends with a Document or None.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from rpcgen import docs, model, sig, source
from rpcgen.diag import Findings, Span, quoted
from rpcgen.errors import IdlError, SignatureError
from rpcgen.source import TP_NAMESPACE, Element

# Which element may stand in which; `annotation` may stand in all of the inner ones.
_PLACES: dict[str, frozenset[str]] = {
    "node": frozenset({"node", "interface"}),
    "interface": frozenset({"method", "signal", "property", "annotation"}),
    "method": frozenset({"arg", "annotation"}),
    "signal": frozenset({"arg", "annotation"}),
    "property": frozenset({"annotation"}),
    "arg": frozenset({"annotation"}),
    "annotation": frozenset(),
}
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "node": frozenset({"name"}),
    "interface": frozenset({"name"}),
    "method": frozenset({"name"}),
    "signal": frozenset({"name"}),
    "property": frozenset({"name", "type", "access"}),
    "arg": frozenset({"name", "type", "direction"}),
    "annotation": frozenset({"name", "value"}),
}
_ACCESS = ("read", "write", "readwrite")
_NAMED_TYPES = ("struct", "mapping", "simple-type", "external-type")
# Telepathy's enums and flags are unsigned unless they say otherwise.
_ENUM_TYPE_DEFAULT = "u"
MISSPELT_CUTOFF = 0.75


def load(path: str, name: str, findings: Findings) -> model.Document | None:
    """The document in the file at `path`, to be called `name`; None when nothing can be used."""
    try:
        read = source.read(path)
    except IdlError as error:
        findings.add(error.code, Span(path, error.line, error.column), error.reason, error.hint)
        return None
    return _Loader(read, findings).document(name)


class _Loader:
    def __init__(self, read: source.Source, findings: Findings) -> None:
        self._source = read
        self._findings = findings
        self._interfaces: list[model.Interface] = []
        self._enums: list[model.Enum] = []
        self._named_types: list[model.NamedType] = []

    def document(self, name: str) -> model.Document | None:
        """What the file says, as far as it can be read; None when it is no IDL file at all.

        What is wrong with it goes to the findings."""
        root = self._source.root
        if self._source.is_transcoded:
            self._findings.add("RG016", root.span, "the file is UTF-16 and says that it is UTF-8")
        for span in self._source.foreign_tp:
            self._findings.add(
                "RG013",
                span,
                "prefix tp is bound to another namespace: its elements are not read",
                f'xmlns:tp="{TP_NAMESPACE}"',
            )
        if root.namespace == TP_NAMESPACE and root.tag == "spec":
            self._findings.add(
                "RG014", root.span, "an index of a specification", "give its pages instead"
            )
        elif root.namespace or root.tag != "node":
            self._findings.add(
                "RG006",
                root.span,
                f"root element is <{root.tag}>",
                "an IDL file starts with <node>",
            )
            return None
        else:
            self._node(root)
            if not (self._interfaces or self._enums or self._findings.has_errors):
                self._findings.add("RG014", root.span, "no interface and no enum")
        return model.Document(
            path=self._source.path,
            name=name,
            interfaces=tuple(self._interfaces),
            enums=tuple(self._enums),
            named_types=tuple(self._named_types),
            is_page=_is_page(root),
            span=root.span,
        )

    def _node(self, node: Element) -> None:
        earlier = {interface.name for interface in self._interfaces}
        self._types_in(node)
        found = docs.gtk_docs(node)
        for index, child in self._children(node):
            if child.tag == "node":
                self._node(child)
            elif child.tag == "interface":
                name = self._required(child, "name")
                if name is None:
                    self._interface(child, "", "")
                elif name in earlier:
                    self._findings.add(
                        "RG304", child.span, f"interface {name} is also in another node: left out"
                    )
                else:
                    outer = found.get(index, ("", {}))[0]
                    self._interfaces.append(self._interface(child, name, outer))

    def _interface(self, element: Element, name: str, outer_doc: str) -> model.Interface:
        self._types_in(element)
        found = docs.gtk_docs(element)
        methods, signals, properties = [], [], []
        for index, child in self._children(element):
            member = None if child.tag == "annotation" else self._required(child, "name")
            outer, args = found.get(index, ("", {}))
            if child.tag == "method":
                method = self._method(child, member or "", outer, args)
                methods += [method] if member is not None else []
            elif child.tag == "signal":
                signal = self._signal(child, member or "", outer, args)
                signals += [signal] if member is not None else []
            elif child.tag == "property":
                prop = self._property(child, member or "", outer)
                properties += [prop] if prop is not None and member is not None else []
        return model.Interface(
            name=name,
            methods=tuple(methods),
            signals=tuple(signals),
            properties=tuple(properties),
            annotations=self._annotations(element),
            doc=docs.inner_doc(element) or outer_doc,
            span=element.span,
        )

    def _method(
        self, element: Element, name: str, outer_doc: str, arg_docs: dict[str, str]
    ) -> model.Method:
        ins: list[model.Arg] = []
        outs: list[model.Arg] = []
        for child in self._args(element):
            direction = self._choice(child, "direction", ("in", "out"), default="in")
            arg = self._arg(child, arg_docs)
            if arg is not None:
                (outs if direction == "out" else ins).append(arg)
        return model.Method(
            name=name,
            ins=tuple(ins),
            outs=tuple(outs),
            annotations=self._annotations(element),
            doc=docs.inner_doc(element) or outer_doc,
            span=element.span,
            binding_name=element.tp("name-for-bindings"),
        )

    def _signal(
        self, element: Element, name: str, outer_doc: str, arg_docs: dict[str, str]
    ) -> model.Signal:
        args = []
        for child in self._args(element):
            self._choice(child, "direction", ("out",), default="out")
            arg = self._arg(child, arg_docs)
            if arg is not None:
                args.append(arg)
        return model.Signal(
            name=name,
            args=tuple(args),
            annotations=self._annotations(element),
            doc=docs.inner_doc(element) or outer_doc,
            span=element.span,
            binding_name=element.tp("name-for-bindings"),
        )

    def _property(self, element: Element, name: str, outer_doc: str) -> model.Property | None:
        list(self._children(element))
        type_ = self._type(element)
        access = self._choice(element, "access", _ACCESS)
        if type_ is None or access is None:
            return None
        return model.Property(
            name=name,
            type=type_,
            access=access,
            annotations=self._annotations(element),
            doc=docs.inner_doc(element) or outer_doc,
            span=element.span,
            binding_name=element.tp("name-for-bindings"),
            tp_type=_type_ref(element),
        )

    def _args(self, element: Element) -> Iterable[Element]:
        return [child for _, child in self._children(element) if child.tag == "arg"]

    def _arg(self, element: Element, arg_docs: dict[str, str]) -> model.Arg | None:
        list(self._children(element))
        type_ = self._type(element)
        if type_ is None:
            return None
        name = element.get("name") or ""
        return model.Arg(
            name=name,
            type=type_,
            doc=docs.inner_doc(element) or arg_docs.get(name, ""),
            span=element.span,
            annotations=self._annotations(element),
            tp_type=_type_ref(element),
        )

    def _annotations(self, element: Element) -> tuple[model.Annotation, ...]:
        found = []
        for child in element.children:
            if child.namespace or child.tag != "annotation":
                continue
            name, value = self._required(child, "name"), self._required(child, "value")
            if name is not None and value is not None:
                found.append(model.Annotation(name, value, child.span))
        return tuple(found)

    def _types_in(self, element: Element) -> None:
        for child in element.children:
            if child.namespace != TP_NAMESPACE:
                continue
            if child.tag in ("enum", "flags"):
                self._enum(child)
            elif child.tag in _NAMED_TYPES:
                self._named_type(child)

    def _enum(self, element: Element) -> None:
        name = self._required(element, "name")
        type_ = self._type(element, default=_ENUM_TYPE_DEFAULT)
        values = []
        for child in element.children:
            if child.namespace == TP_NAMESPACE and child.tag in ("enumvalue", "flag"):
                suffix, value = self._required(child, "suffix"), self._required(child, "value")
                if suffix is not None and value is not None:
                    doc = docs.inner_doc(child)
                    values.append(model.EnumValue(suffix, value, doc, child.span))
        if name is not None and type_ is not None:
            is_flags = element.tag == "flags"
            doc = docs.inner_doc(element)
            self._enums.append(model.Enum(name, type_, tuple(values), is_flags, doc, element.span))

    def _named_type(self, element: Element) -> None:
        name = self._required(element, "name")
        inner = [
            child
            for child in element.children
            if child.namespace == TP_NAMESPACE and child.tag == "member"
        ]
        if element.tag in ("simple-type", "external-type"):
            inner = [element]
        members = []
        for child in inner:
            type_ = self._type(child)
            if type_ is not None:
                member_name = child.get("name") or ""
                members.append(model.Member(member_name, type_, child.span, _type_ref(child)))
        if name is not None and len(members) == len(inner):
            self._named_types.append(
                model.NamedType(name, element.tag, tuple(members), element.span)
            )

    def _children(self, parent: Element) -> Iterable[tuple[int, Element]]:
        """The D-Bus elements that may stand in `parent`, each with its index among all elements."""
        allowed = _PLACES[parent.tag]
        for index, child in enumerate(parent.children):
            if child.namespace:
                continue
            if child.tag in allowed:
                self._known_attributes(child)
                yield index, child
            else:
                self._misplaced(parent, child, allowed)

    def _misplaced(self, parent: Element, child: Element, allowed: frozenset[str]) -> None:
        close = difflib.get_close_matches(
            child.tag.lower(), sorted(allowed), 1, cutoff=MISSPELT_CUTOFF
        )
        if child.tag in _PLACES:
            homes = " or ".join(f"<{tag}>" for tag, inner in _PLACES.items() if child.tag in inner)
            self._findings.add(
                "RG007",
                child.span,
                f"<{child.tag}> inside <{parent.tag}>",
                f"it belongs into {homes}",
            )
        elif close:
            self._findings.add(
                "RG008", child.span, f"unknown element <{child.tag}>", f"did you mean <{close[0]}>?"
            )
        else:
            self._findings.add("RG009", child.span, f"unknown element <{child.tag}> is not read")

    def _known_attributes(self, element: Element) -> None:
        for name in element.attributes:
            if name[0] != "{" and name not in _ATTRIBUTES[element.tag]:
                self._findings.add(
                    "RG010",
                    element.value_span(name),
                    f"<{element.tag}> has no attribute {quoted(name)}",
                    f"it has {', '.join(sorted(_ATTRIBUTES[element.tag]))}",
                )

    def _required(self, element: Element, attribute: str) -> str | None:
        value = element.get(attribute)
        if value is None:
            self._findings.add(
                "RG011", element.span, f"<{element.tag}> without attribute {attribute}"
            )
        return value

    def _choice(
        self, element: Element, attribute: str, allowed: tuple[str, ...], default: str | None = None
    ) -> str | None:
        value = element.get(attribute)
        if value is None and default is None:
            self._required(element, attribute)
        if value is None or value in allowed:
            return value or default
        self._findings.add(
            "RG012",
            element.value_span(attribute),
            f"{attribute} is {quoted(value)}",
            f"allowed: {', '.join(allowed)}",
        )
        return None

    def _type(self, element: Element, default: str | None = None) -> sig.Type | None:
        text = element.get("type")
        if text is None:
            text = default
        if text is None:
            self._required(element, "type")
            return None
        try:
            return sig.parse_one(text)
        except SignatureError as error:
            self._findings.add(
                "RG201",
                element.value_span("type", error.position),
                f"type {quoted(text)}, character {error.position + 1}: {error.reason}",
                _signature_hint(text),
            )
            return None


def _type_ref(element: Element) -> model.TypeRef | None:
    text = element.tp("type")
    if text is None:
        return None
    name = text.rstrip("[]")
    return model.TypeRef(name, (len(text) - len(name)) // 2, element.span)


def _is_page(root: Element) -> bool:
    """Telepathy and MPRIS name each page of a specification: <node name="/Player_Interface">.

    The object paths that ordinary files put there ("/", "/vm/uuid") do not look like that.
    """
    name = root.get("name") or ""
    return name.startswith("/") and name[1:2].isupper() and "/" not in name[1:]


def _signature_hint(text: str) -> str:
    if "::" in text or text.startswith("Q"):
        return "a C++ type name; the wire type goes here, QtTypeName annotations hold the other"
    if text.startswith("{"):
        return f"a dictionary is an array of entries: {quoted('a' + text)}"
    if len(text) > 1 and all(code in sig.BASIC_CODES for code in text):
        return f"one <arg> for each type, or a struct: {quoted('(' + text + ')')}"
    return ""
