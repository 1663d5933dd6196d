"""Identifiers of one Python module: classes, members and arguments, each scope without clashes."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rpcgen import model, names
from rpcgen.backends.python.pytypes import ANNOTATION_NAMES
from rpcgen.names import Wanted
from rpcgen.render import Ident, ident

# Members of the runtime's base classes, decorators of generated members, and the two members that
# every proxy has: the same for all scopes, so that a method has one name on both sides.
BASE_MEMBERS = frozenset(
    ("target", "abstractmethod", "staticmethod", "get_all", "on_properties_changed")
)
MEMBERS_RESERVED = frozenset(keyword.kwlist) | ANNOTATION_NAMES | BASE_MEMBERS
ARGUMENTS_RESERVED = frozenset(keyword.kwlist) | {"self"}
MODULE_RESERVED = frozenset({"Final", "Proxy", "Subscription", "Callable"})


@dataclass(frozen=True, slots=True)
class MemberNames:
    """Identifiers of an interface's members; the keys are the places of the members."""

    methods: dict[str, Ident]
    signals: dict[str, Ident]
    attributes: dict[str, Ident]
    getters: dict[str, Ident]
    setters: dict[str, Ident]
    handlers: dict[str, Ident]


def method_key(method: model.Method) -> str:
    """Tells apart overloads too."""
    return f"{method.name}({method.in_signature})"


def signal_key(signal: model.Signal) -> str:
    return f"{signal.name}({signal.signature})"


def members(interface: model.Interface) -> MemberNames:
    """Names for the server class, the signal builders and the proxy class of `interface`.

    In the server class stand the methods only, in the proxy class methods, accessors and signal
    handlers together; methods come first there, so that they are named alike in both.
    """
    methods = {method_key(m): _method(m) for m in interface.methods}
    signals = {signal_key(s): _signal(s, "") for s in interface.signals}
    attributes = {p.name: _property(p, "") for p in interface.properties}
    getters = {p.name: _property(p, "get_") for p in interface.properties if p.readable}
    setters = {p.name: _property(p, "set_") for p in interface.properties if p.writable}
    handlers = {signal_key(s): _signal(s, "on_") for s in interface.signals}
    proxy = [*methods.values(), *getters.values(), *setters.values(), *handlers.values()]
    allocated = names.allocate(proxy, MEMBERS_RESERVED)
    return MemberNames(
        methods=_picked(methods, allocated),
        signals=_picked(signals, names.allocate(signals.values(), MEMBERS_RESERVED)),
        attributes=_picked(attributes, names.allocate(attributes.values(), MEMBERS_RESERVED)),
        getters=_picked(getters, allocated),
        setters=_picked(setters, allocated),
        handlers=_picked(handlers, allocated),
    )


def arguments(args: Sequence[model.Arg]) -> list[Ident]:
    """Parameter names in order; an unnamed argument is called by its position."""
    wanted = [
        Wanted(
            "argument",
            arg.name,
            names.snake(arg.name, "arg") if arg.name else f"arg_{index}",
            detail=f"{index:03}",
        )
        for index, arg in enumerate(args)
    ]
    allocated = names.allocate(wanted, ARGUMENTS_RESERVED)
    return [ident(allocated[item]) for item in wanted]


def classes(document: model.Document) -> dict[str, Ident]:
    """Stems of class names (`VmAuth` of `VmAuthServer`) by interface name."""
    found = names.class_names(interface.name for interface in document.interfaces)
    return {name: ident(stem) for name, stem in found.items()}


def enums(document: model.Document) -> dict[str, Ident]:
    """Class names of the enums by their wire names."""
    wanted = {e.name: Wanted("enum", e.name, names.camel(e.name, "Enum")) for e in document.enums}
    return _picked(wanted, names.allocate(wanted.values(), MODULE_RESERVED, names.join_camel))


def enum_values(enum: model.Enum) -> dict[str, Ident]:
    """Member names of an enum by suffix."""
    wanted = {
        v.suffix: Wanted("value", v.suffix, names.upper(v.suffix, "VALUE")) for v in enum.values
    }
    return _picked(wanted, names.allocate(wanted.values(), join=names.join_upper))


def table(document: model.Document) -> Iterator[tuple[str, str, str, str]]:
    """Rows (owner, kind, wire name, identifier) of everything in the document that has a name."""
    for interface in document.interfaces:
        stem = classes(document)[interface.name]
        yield interface.name, "interface", interface.name, stem
        found = members(interface)
        yield from ((interface.name, "method", k, v) for k, v in found.methods.items())
        yield from ((interface.name, "signal", k, v) for k, v in found.signals.items())
        yield from ((interface.name, "property", k, v) for k, v in found.attributes.items())
        yield from ((interface.name, "getter", k, v) for k, v in found.getters.items())
        yield from ((interface.name, "setter", k, v) for k, v in found.setters.items())
        yield from ((interface.name, "handler", k, v) for k, v in found.handlers.items())
    for enum in document.enums:
        yield document.name, "enum", enum.name, enums(document)[enum.name]
        yield from ((enum.name, "value", k, v) for k, v in enum_values(enum).items())


def _method(method: model.Method) -> Wanted:
    wish = names.snake(method.binding_name or method.name, "method")
    return Wanted("method", method.name, wish, detail=method.in_signature)


def _signal(signal: model.Signal, role: str) -> Wanted:
    wish = role + names.snake(signal.binding_name or signal.name, "signal")
    return Wanted("signal", signal.name, wish, role, signal.signature)


def _property(prop: model.Property, role: str) -> Wanted:
    wish = role + names.snake(prop.binding_name or prop.name, "property")
    return Wanted("property", prop.name, wish, role)


def _picked(wanted: dict[str, Wanted], allocated: dict[Wanted, str]) -> dict[str, Ident]:
    return {key: ident(allocated[item]) for key, item in wanted.items()}
