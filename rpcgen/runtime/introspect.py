"""Introspection XML from descriptors, plain enough for busctl, gdbus and OpenXT's xec.

No tp: elements, no namespace, no annotation inside an argument.
"""

from collections.abc import Iterable, Mapping

from rpcgen.runtime.interface import Annotations, Arg, Interface, Method, Property, Signal

EMITS_CHANGED = "org.freedesktop.DBus.Property.EmitsChangedSignal"
_HEAD = (
    '<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"\n'
    ' "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">\n'
    "<node>\n"
)


def document(interfaces: str, children: Iterable[str]) -> str:
    """The whole answer of Introspect; `interfaces` comes from interface_xml."""
    nodes = "".join([f' <node name="{child}"/>\n' for child in children])
    return f"{_HEAD}{interfaces}{nodes}</node>\n"


def interface_xml(interface: Interface, emits: Mapping[str, str | None]) -> str:
    """One <interface>; `emits` overrides what its properties say of PropertiesChanged."""
    lines = [f' <interface name="{_escaped(interface.name)}">']
    for method in interface.methods:
        lines.extend(_method_lines(method))
    for wanted in interface.properties:
        lines.extend(_property_lines(wanted, emits.get(wanted.name) or wanted.emits))
    for signal in interface.signals:
        lines.extend(_signal_lines(signal))
    lines.extend(_annotation_lines(interface.annotations, "  "))
    lines.append(" </interface>\n")
    return "\n".join(lines)


def _method_lines(method: Method) -> list[str]:
    inner = [_arg_line(arg, ' direction="in"') for arg in method.in_args]
    inner += [_arg_line(arg, ' direction="out"') for arg in method.out_args]
    inner += _annotation_lines(method.annotations, "   ")
    return _element("method", f'name="{_escaped(method.name)}"', inner)


def _signal_lines(signal: Signal) -> list[str]:
    inner = [_arg_line(arg, "") for arg in signal.args]
    inner += _annotation_lines(signal.annotations, "   ")
    return _element("signal", f'name="{_escaped(signal.name)}"', inner)


def _property_lines(wanted: Property, emits: str) -> list[str]:
    others = tuple(row for row in wanted.annotations if row[0] != EMITS_CHANGED)
    inner = _annotation_lines(((EMITS_CHANGED, emits), *others), "   ")
    attributes = (
        f'name="{_escaped(wanted.name)}" type="{_escaped(wanted.signature)}"'
        f' access="{wanted.access}"'
    )
    return _element("property", attributes, inner)


def _element(tag: str, attributes: str, inner: list[str]) -> list[str]:
    if not inner:
        return [f"  <{tag} {attributes}/>"]
    return [f"  <{tag} {attributes}>", *inner, f"  </{tag}>"]


def _arg_line(arg: Arg, direction: str) -> str:
    name = f' name="{_escaped(arg.name)}"' if arg.name else ""
    return f'   <arg{name} type="{_escaped(arg.signature)}"{direction}/>'


def _annotation_lines(annotations: Annotations, indent: str) -> list[str]:
    return [
        f'{indent}<annotation name="{_escaped(name)}" value="{_escaped(value)}"/>'
        for name, value in annotations
    ]


def _escaped(value: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(character, entity)
    return value
