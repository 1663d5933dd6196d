"""The server module of an IDL file: abstract bases, descriptors, signal builders, encoders."""

from __future__ import annotations

from rpcgen import docs, model
from rpcgen.backends.python import scope, view
from rpcgen.backends.python.layout import Group, Node
from rpcgen.backends.python.marshal import Marshal
from rpcgen.backends.python.pytypes import Annotations
from rpcgen.render import Code, ident, string

# Properties carry EmitsChangedSignal in a field of its own; documentation stays out of the wire.
_LEFT_OUT = (model.EMITS_CHANGED, docs.DOC_STRING, docs.DOC_STRING_SHORT)


def module(document: model.Document, origin: view.Origin) -> view.Module:
    """The module `<name>_server`."""
    return _Server(document).module(origin)


class _Server:
    def __init__(self, document: model.Document) -> None:
        self._document = document
        self._annotations = Annotations()
        self._marshal = Marshal(self._annotations)
        self._stems = scope.classes(document)

    def module(self, origin: view.Origin) -> view.Module:
        """Per interface its server base, then its signals if it has any."""
        classes: list[view.ServerClass | view.SignalsClass] = []
        for interface in self._document.interfaces:
            members = scope.members(interface)
            classes.append(self._server_class(interface, members))
            if interface.signals:
                classes.append(self._signals_class(interface, members))
        aliases = [Code(text) for text in self._annotations.aliases()]
        return view.Module(
            header=view.header(origin),
            doc=view.module_doc(f"Server side of {origin.source}."),
            imports=tuple(self._imports()),
            constants=(*aliases, *self._marshal.constants()),
            functions=tuple(self._marshal.functions()),
            classes=tuple(classes),
        )

    def _server_class(
        self, interface: model.Interface, members: scope.MemberNames
    ) -> view.ServerClass:
        return view.ServerClass(
            name=ident(f"{self._stems[interface.name]}Server"),
            doc=view.class_doc("Server base", interface, interface.doc),
            descriptor=self._descriptor(interface, members),
            methods=tuple(self._method(m, members) for m in interface.methods),
        )

    def _method(self, method: model.Method, members: scope.MemberNames) -> view.Member:
        args = scope.arguments(method.ins)
        parameters = ["self"]
        parameters += [
            f"{name}: {self._annotations.of(arg.type)}"
            for name, arg in zip(args, method.ins, strict=True)
        ]
        result = self._annotations.result(tuple(arg.type for arg in method.outs))
        name = members.methods[scope.method_key(method)]
        return view.Member(
            head=view.function_head("async def", name, parameters, result),
            doc=view.method_doc(method, args),
        )

    def _signals_class(
        self, interface: model.Interface, members: scope.MemberNames
    ) -> view.SignalsClass:
        return view.SignalsClass(
            name=ident(f"{self._stems[interface.name]}Signals"),
            doc=view.class_doc("Builders of the signals", interface),
            builders=tuple(self._builder(interface, s, members) for s in interface.signals),
        )

    def _builder(
        self, interface: model.Interface, signal: model.Signal, members: scope.MemberNames
    ) -> view.Member:
        args = scope.arguments(signal.args)
        types = tuple(arg.type for arg in signal.args)
        parameters = [
            f"{name}: {self._annotations.of(type_)}"
            for name, type_ in zip(args, types, strict=True)
        ]
        name = members.signals[scope.signal_key(signal)]
        items: tuple[Node, ...] = (
            string(interface.name),
            string(signal.name),
            string(signal.signature),
            view.encoded(self._marshal, types, args),
        )
        return view.Member(
            head=view.function_head("def", name, parameters, "SignalMessage"),
            doc=view.signal_doc(signal, args),
            body=(view.statement(Group("SignalMessage(", items, ")"), "return "),),
        )

    def _descriptor(self, interface: model.Interface, members: scope.MemberNames) -> Code:
        items: tuple[Node, ...] = (
            string(interface.name),
            _tuple([self._method_row(m, members) for m in interface.methods]),
            _tuple([_signal_row(s) for s in interface.signals]),
            _tuple([self._property_row(interface, p, members) for p in interface.properties]),
            *_annotation_rows(interface.annotations),
        )
        return view.field(Group("Interface(", items, ")"), "INTERFACE: ClassVar[Interface] = ")

    def _method_row(self, method: model.Method, members: scope.MemberNames) -> Node:
        items: list[Node] = [
            string(method.name),
            string(members.methods[scope.method_key(method)]),
            _args(method.ins),
            _args(method.outs),
            string(method.in_signature),
            string(method.out_signature),
            self._marshal.decoder(tuple(arg.type for arg in method.ins)),
            self._marshal.encoder(tuple(arg.type for arg in method.outs)),
        ]
        if method.no_reply:
            items.append("no_reply=True")
        items += _annotation_rows(method.annotations)
        return Group("Method(", tuple(items), ")")

    def _property_row(
        self, interface: model.Interface, prop: model.Property, members: scope.MemberNames
    ) -> Node:
        entry = Group(f"{self._marshal.entry(prop.type)}(", (string(prop.name),), ")")
        items: list[Node] = [
            string(prop.name),
            string(members.attributes[prop.name]),
            string(str(prop.type)),
            string(prop.access),
            string(interface.emits(prop)),
            self._marshal.variant(prop.type),
            entry,
            *_annotation_rows(prop.annotations),
        ]
        return Group("Property(", tuple(items), ")")

    def _imports(self) -> list[Code]:
        interfaces = self._document.interfaces
        uses_entries = any(interface.properties for interface in interfaces)
        aliases = self._annotations.aliases()
        lines = [Code("import struct")] if self._marshal.uses("struct.") else []
        if any(interface.methods for interface in interfaces):
            lines += view.from_import("abc", ["ABC", "abstractmethod"])
        if uses_entries:
            lines += view.from_import("collections.abc", ["Callable"])
            lines += view.from_import("functools", ["cache"])
        typing = (["ClassVar"] if interfaces else []) + (["TypeAlias"] if aliases else [])
        lines += view.from_import("typing", typing)
        runtime: list[Code] = []
        if self._marshal.uses("codec.") or self._annotations.uses_variant:
            runtime += view.from_import("rpcgen.runtime", ["codec"])
        runtime += view.from_import("rpcgen.runtime.interface", self._descriptor_names())
        return [*lines, *([Code("")] if lines and runtime else []), *runtime]

    def _descriptor_names(self) -> set[str]:
        found = set()
        for interface in self._document.interfaces:
            found |= {"Interface", "ServerInterface"}
            if interface.methods:
                found.add("Method")
            if interface.properties:
                found.add("Property")
            if interface.signals:
                found |= {"Signal", "SignalMessage"}
            if any(m.ins or m.outs for m in interface.methods) or any(
                s.args for s in interface.signals
            ):
                found.add("Arg")
        return found


def _signal_row(signal: model.Signal) -> Node:
    items: list[Node] = [string(signal.name), _args(signal.args), string(signal.signature)]
    items += _annotation_rows(signal.annotations)
    return Group("Signal(", tuple(items), ")")


def _args(args: tuple[model.Arg, ...]) -> Node:
    return _tuple([Group("Arg(", (string(arg.name), string(str(arg.type))), ")") for arg in args])


def _annotation_rows(annotations: tuple[model.Annotation, ...]) -> list[Node]:
    """The keyword argument `annotations`, nothing when there is none to show."""
    shown = {a.name: a.value for a in reversed(annotations) if a.name not in _LEFT_OUT}
    rows = [
        Group("(", (string(name), string(shown[name])), ")", is_tuple=True)
        for name in dict.fromkeys(a.name for a in annotations)
        if name in shown
    ]
    return [Group("annotations=(", tuple(rows), ")", is_tuple=True)] if rows else []


def _tuple(items: list[Group] | list[Node]) -> Node:
    return Group("(", tuple(items), ")", is_tuple=True)
