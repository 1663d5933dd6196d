"""The client module of an IDL file: typed proxies that never introspect."""

from __future__ import annotations

import keyword
from collections.abc import Sequence

from rpcgen import model, names
from rpcgen.backends.python import layout, scope, view
from rpcgen.backends.python.layout import Group, Node, lines
from rpcgen.backends.python.marshal import Marshal
from rpcgen.backends.python.pytypes import ANNOTATION_NAMES, Annotations
from rpcgen.overlay import Bindings, Bound
from rpcgen.render import Code, Ident, ident, string

_INTERFACE = "self.INTERFACE"


def module(
    document: model.Document,
    origin: view.Origin,
    bindings: Bindings,
    enum_names: dict[tuple[str, str], Ident],
    prefix: str | None,
) -> view.Module:
    """The module `<name>_client`. `enum_names` has the class name of (home, enum);
    `prefix` is the package to import types modules from, None the module's own."""
    return _Client(document, bindings, enum_names, prefix).module(origin)


class _Client:
    def __init__(
        self,
        document: model.Document,
        bindings: Bindings,
        enum_names: dict[tuple[str, str], Ident],
        prefix: str | None,
    ) -> None:
        self._document = document
        self._bindings = bindings
        self._enum_names = enum_names
        self._prefix = prefix
        self._annotations = Annotations()
        self._marshal = Marshal(self._annotations)
        self._stems = scope.classes(document)
        self._homes: set[str] = set()

    def module(self, origin: view.Origin) -> view.Module:
        classes: list[view.ProxyClass | Code] = []
        for interface in self._document.interfaces:
            if any(prop.readable for prop in interface.properties):
                classes.append(self._values_type(interface))
            classes.append(self._proxy_class(interface))
        aliases = [Code(text) for text in self._annotations.aliases()]
        return view.Module(
            header=view.header(origin),
            doc=view.module_doc(f"Client side of {origin.source}: proxies that never introspect."),
            imports=tuple(self._imports()),
            constants=(*aliases, *self._marshal.constants()),
            functions=tuple(self._marshal.functions()),
            classes=tuple(classes),
        )

    def _proxy_class(self, interface: model.Interface) -> view.ProxyClass:
        named = scope.members(interface)
        members = [self._method(m, named) for m in interface.methods]
        for prop in interface.properties:
            if prop.readable:
                members.append(self._getter(prop, named))
            if prop.writable:
                members.append(self._setter(prop, named))
        if any(prop.readable for prop in interface.properties):
            members += self._all_properties(interface)
        members += [self._handler(s, named) for s in interface.signals]
        return view.ProxyClass(
            name=ident(f"{self._stems[interface.name]}Proxy"),
            doc=view.class_doc("Proxy", interface, interface.doc),
            interface=view.literal_field("INTERFACE", string(interface.name)),
            members=tuple(members),
        )

    def _method(self, method: model.Method, members: scope.MemberNames) -> view.Member:
        args = scope.arguments(method.ins)
        types = tuple(arg.type for arg in method.ins)
        call = Group(
            "await self._rpc_call(",
            (
                _INTERFACE,
                string(method.name),
                string(method.in_signature),
                view.encoded(self._marshal, types, args),
                string(method.out_signature),
                *(("no_reply=True",) if method.no_reply else ()),
            ),
            ")",
        )
        parameters = [f"{n}: {self._of(a)}" for n, a in zip(args, method.ins, strict=True)]
        return view.Member(
            head=view.function_head(
                "async def",
                members.methods[scope.method_key(method)],
                ["self", *parameters],
                self._result(method.outs),
            ),
            doc=view.method_doc(method, args),
            body=self._answer(call, method.outs, args),
        )

    def _answer(
        self, call: Group, outs: tuple[model.Arg, ...], args: Sequence[Ident]
    ) -> tuple[Code, ...]:
        """The call and the return of what it gave; locals keep out of the parameters' way."""
        if not outs:
            return (view.statement(call),)
        reply, values = (names.unreserved(name, args) for name in ("reply", "values"))
        decoded = f"{self._marshal.decoder(tuple(arg.type for arg in outs))}({reply})"
        first = view.statement(call, f"{reply} = ")
        bound = [self._bindings.get(arg.span) for arg in outs]
        if len(outs) == 1:
            return first, view.statement(self._as_enum(f"{decoded}[0]", bound[0]), "return ")
        if not any(bound):
            return first, view.statement(decoded, "return ")
        items = tuple(self._as_enum(f"{values}[{at}]", enum) for at, enum in enumerate(bound))
        last = view.statement(Group("(", items, ")", is_tuple=True), "return ")
        return first, view.statement(decoded, f"{values} = "), last

    def _getter(self, prop: model.Property, members: scope.MemberNames) -> view.Member:
        bound = self._bindings.get(prop.span)
        items = (_INTERFACE, string(prop.name), string(str(prop.type)))
        call = Group("await self._rpc_get(", items, ")")
        if bound is None:
            annotation = self._annotations.of(prop.type)
            body = [view.statement(call, f"value: {annotation} = "), Code("return value")]
        else:
            body = [view.statement(self._as_enum(call, bound), "return ")]
        head = view.function_head("async def", members.getters[prop.name], ["self"], self._of(prop))
        return view.Member(head=head, doc=view.property_doc(prop), body=tuple(body))

    def _setter(self, prop: model.Property, members: scope.MemberNames) -> view.Member:
        items = (_INTERFACE, string(prop.name), string(str(prop.type)), "value")
        parameters = ["self", f"value: {self._of(prop)}"]
        name = members.setters[prop.name]
        return view.Member(
            head=view.function_head("async def", name, parameters, "None"),
            doc=view.property_doc(prop, members.getters.get(prop.name)),
            body=(view.statement(Group("await self._rpc_set(", items, ")")),),
        )

    def _all_properties(self, interface: model.Interface) -> list[view.Member]:
        values = self._values_name(interface)
        read = Group("cast(", (values, f"await self._rpc_get_all({_INTERFACE})"), ")")
        get_all = view.Member(
            head=view.function_head("async def", ident("get_all"), ["self"], values),
            doc=view.member_doc("Every readable property by its wire name.", "Properties.GetAll"),
            body=(view.statement(read, "return "),),
        )
        callback = "callback: Callable[[dict[str, object], list[str]], None]"
        watch = Group("await self._rpc_on_properties_changed(", (_INTERFACE, "callback"), ")")
        name = ident("on_properties_changed")
        on_changed = view.Member(
            head=view.function_head("async def", name, ["self", callback], "Subscription"),
            doc=view.member_doc(
                "Calls callback(changed values, invalidated names), both by wire name.",
                "signal Properties.PropertiesChanged",
            ),
            body=(view.statement(watch, "return "),),
        )
        return [get_all, on_changed]

    def _handler(self, signal: model.Signal, members: scope.MemberNames) -> view.Member:
        bound = [self._bindings.get(arg.span) for arg in signal.args]
        inner = Group("[", tuple(self._of(arg) for arg in signal.args), "]")
        annotation = Group("callback: Callable[", (inner, "None"), "]")
        given = "deliver" if any(bound) else "callback"
        items = (_INTERFACE, string(signal.name), string(signal.signature), given)
        call = view.statement(Group("await self._rpc_subscribe(", items, ")"), "return ")
        name = members.handlers[scope.signal_key(signal)]
        return view.Member(
            head=view.function_head("async def", name, ["self", annotation], "Subscription"),
            doc=view.signal_doc(signal, scope.arguments(signal.args)),
            body=(*(self._delivery(signal, bound) if any(bound) else []), call),
        )

    def _delivery(self, signal: model.Signal, bound: list[Bound | None]) -> list[Code]:
        """A function that turns plain values into enums before the callback sees them."""
        values = [f"value_{index}" for index in range(len(bound))]
        parameters = [
            f"{value}: {self._annotations.of(arg.type)}"
            for value, arg in zip(values, signal.args, strict=True)
        ]
        items = tuple(self._as_enum(v, enum) for v, enum in zip(values, bound, strict=True))
        head = view.function_head("def", ident("deliver"), parameters, "None", view.BODY_INDENT)
        body = lines(Group("callback(", items, ")"), view.BODY_INDENT + view.MEMBER_INDENT)
        return [Code(""), Code("\n".join([head, *body])), Code("")]

    def _values_name(self, interface: model.Interface) -> Ident:
        return ident(f"{self._stems[interface.name]}Properties")

    def _values_type(self, interface: model.Interface) -> Code:
        """A TypedDict of all readable properties; names that cannot be fields need a call."""
        name = self._values_name(interface)
        readable = [prop for prop in interface.properties if prop.readable]
        can_be_fields = all(_is_field(prop.name) for prop in readable)
        if can_be_fields and ANNOTATION_NAMES.isdisjoint(prop.name for prop in readable):
            doc = view.class_doc("Readable properties", interface)
            rows = [self._row(prop, f"    {prop.name}: ") for prop in readable]
            return Code("\n".join([f"class {name}(TypedDict, total=False):\n    {doc}\n", *rows]))
        rows = [self._row(prop, f"        {string(prop.name)}: ") + "," for prop in readable]
        # A field named like a type would hide it from its neighbours, so it stays a call.
        excuse = "  # noqa: UP013" if can_be_fields else ""
        head = [f"{name} = TypedDict({excuse}", f'    "{name}",', "    {"]
        return Code("\n".join([*head, *rows, "    },", "    total=False,", ")"]))

    def _row(self, prop: model.Property, before: str) -> str:
        """A field; its type gets a name when the formatter would break the line inside it."""
        return before + self._annotations.within(prop.type, layout.LINE_WIDTH - len(before) - 1)

    def _of(self, carrier: model.Arg | model.Property) -> str:
        """The annotation of an argument or property, the enum that it carries before its type."""
        bound = self._bindings.get(carrier.span)
        return self._enum(bound) if bound else self._annotations.of(carrier.type)

    def _result(self, outs: tuple[model.Arg, ...]) -> str:
        if not any(arg.span in self._bindings for arg in outs):
            return self._annotations.result(tuple(arg.type for arg in outs))
        if len(outs) == 1:
            return self._of(outs[0])
        return self._annotations.shortened(
            Group("tuple[", tuple(self._of(arg) for arg in outs), "]")
        )

    def _as_enum(self, value: Node, bound: Bound | None) -> Node:
        return Group(f"{self._enum(bound)}(", (value,), ")") if bound else value

    def _enum(self, bound: Bound) -> str:
        self._homes.add(bound.home)
        return f"{_alias(bound.home)}.{self._enum_names[bound.home, bound.enum.name]}"

    def _imports(self) -> list[Code]:
        interfaces = self._document.interfaces
        has_values = any(p.readable for i in interfaces for p in i.properties)
        has_handlers = has_values or any(interface.signals for interface in interfaces)
        plain = [Code("import struct")] if self._marshal.uses("struct.") else []
        if has_handlers:
            plain += view.from_import("collections.abc", ["Callable"])
        typing = ["TypeAlias"] if self._annotations.aliases() else []
        typing += ["TypedDict", "cast"] if has_values else []
        plain += view.from_import("typing", typing)
        runtime: list[Code] = []
        if self._marshal.uses("codec.") or self._annotations.uses_variant:
            runtime += view.from_import("rpcgen.runtime", ["codec"])
        if interfaces:
            proxy = ["Proxy", "Subscription"] if has_handlers else ["Proxy"]
            runtime += view.from_import("rpcgen.runtime.proxy", proxy)
        local = [self._import_of(home) for home in sorted(self._homes)]
        sections = [section for section in (plain, runtime, local) if section]
        return [line for section in sections for line in (Code(""), *section)][1:]

    def _import_of(self, home: str) -> Code:
        """No prefix: from the package of this module. An empty one: from the search path."""
        what = f"{home}_types as {_alias(home)}"
        if self._prefix == "":
            return Code(f"import {what}")
        return view.from_import(self._prefix or ".", [what])[0]


def _alias(home: str) -> str:
    return f"_{home}_types"


def _is_field(key: str) -> bool:
    return key.isidentifier() and not keyword.iskeyword(key) and not key.startswith("__")
