"""The standard interfaces: their descriptors, and what Properties.Set and ObjectManager do.

Introspection texts and property rows come from elsewhere; nothing here knows a message.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any  # Values have the type that their property says.

from rpcgen.runtime.codec import Variant, decoder, encode
from rpcgen.runtime.errors import DBusError, Failed, InvalidArgs
from rpcgen.runtime.interface import (
    Arg,
    Interface,
    Method,
    Property,
    PropertyBinding,
    Signal,
    SignalMessage,
)

INTEGER_RANGES = {
    "y": (0, 0xFF),
    "n": (-0x8000, 0x7FFF),
    "q": (0, 0xFFFF),
    "i": (-0x8000_0000, 0x7FFF_FFFF),
    "u": (0, 0xFFFF_FFFF),
    "x": (-0x8000_0000_0000_0000, 0x7FFF_FFFF_FFFF_FFFF),
    "t": (0, 0xFFFF_FFFF_FFFF_FFFF),
}

_INTEGER_WORDS = {
    "y": "an unsigned 8-bit integer",
    "n": "a 16-bit integer",
    "q": "an unsigned 16-bit integer",
    "i": "a 32-bit integer",
    "u": "an unsigned 32-bit integer",
    "x": "a 64-bit integer",
    "t": "an unsigned 64-bit integer",
}

Refusal = Callable[[str, object, str], DBusError]
"""(property, value, what is allowed) -> the error for a value that its type cannot hold."""


def refused(name: str, value: object, allowed: str) -> DBusError:
    """The refusal of a service that has no codes of its own."""
    return InvalidArgs(f"property {name} cannot be {value}, it is {allowed}")


# Descriptors


def _args(*pairs: tuple[str, str]) -> tuple[Arg, ...]:
    return tuple(Arg(name, signature) for name, signature in pairs)


def _method(name: str, ins: tuple[Arg, ...], outs: tuple[Arg, ...]) -> Method:
    in_signature = "".join(arg.signature for arg in ins)
    out_signature = "".join(arg.signature for arg in outs)

    def encode_result(result: object) -> bytes:
        return encode(out_signature, (result,) if outs else ())

    return Method(
        name, name, ins, outs, in_signature, out_signature, decoder(in_signature), encode_result
    )


def _signal(name: str, *pairs: tuple[str, str]) -> Signal:
    return Signal(name, _args(*pairs), "".join(signature for _, signature in pairs))


_OBJECTS = "a{oa{sa{sv}}}"

PROPERTIES = Interface(
    "org.freedesktop.DBus.Properties",
    (
        _method(
            "Get", _args(("interface_name", "s"), ("property_name", "s")), _args(("value", "v"))
        ),
        _method("GetAll", _args(("interface_name", "s")), _args(("properties", "a{sv}"))),
        _method("Set", _args(("interface_name", "s"), ("property_name", "s"), ("value", "v")), ()),
    ),
    (
        _signal(
            "PropertiesChanged",
            ("interface_name", "s"),
            ("changed_properties", "a{sv}"),
            ("invalidated_properties", "as"),
        ),
    ),
    (),
)
INTROSPECTABLE = Interface(
    "org.freedesktop.DBus.Introspectable",
    (_method("Introspect", (), _args(("xml_data", "s"))),),
    (),
    (),
)
PEER = Interface(
    "org.freedesktop.DBus.Peer",
    (_method("Ping", (), ()), _method("GetMachineId", (), _args(("machine_uuid", "s")))),
    (),
    (),
)
OBJECT_MANAGER = Interface(
    "org.freedesktop.DBus.ObjectManager",
    (
        _method(
            "GetManagedObjects", (), _args(("object_paths_interfaces_and_properties", _OBJECTS))
        ),
    ),
    (
        _signal(
            "InterfacesAdded", ("object_path", "o"), ("interfaces_and_properties", "a{sa{sv}}")
        ),
        _signal("InterfacesRemoved", ("object_path", "o"), ("interfaces", "as")),
    ),
    (),
)


# Properties


def not_readable(interface: str, name: str) -> DBusError:
    return Failed(f"property {interface}.{name} is not readable, or does not exist")


def not_writable(interface: str, name: str) -> DBusError:
    return Failed(f"property {interface}.{name} is not writable, or does not exist")


def unknown_interface(interface: str) -> DBusError:
    return Failed(f"unknown interface {interface}")


def set_property(
    interface: str,
    wanted: Property,
    binding: PropertyBinding[Any, Any],  # Any: see import.
    target: Any,  # Any: each kind has its own.
    given: Variant,
    refuse: Refusal,
) -> Awaitable[None] | None:
    """Calls the setter with the given value, integers of other widths converted when they fit.
    Raises DBusError."""
    if binding.set is None:
        raise not_writable(interface, wanted.name)
    return binding.set(target, _fitted(interface, wanted, given, refuse))


def _fitted(
    interface: str, wanted: Property, given: Variant, refuse: Refusal
) -> Any:  # Any: see import.
    value = given.value
    if given.signature == wanted.signature:
        return value
    if given.signature in INTEGER_RANGES and wanted.signature in INTEGER_RANGES:
        assert isinstance(value, int)
        lowest, highest = INTEGER_RANGES[wanted.signature]
        if lowest <= value <= highest:
            return value
        # The property may allow less than its type holds, so no range is promised here.
        raise refuse(wanted.name, value, _INTEGER_WORDS[wanted.signature])
    raise InvalidArgs(
        f"property {interface}.{wanted.name} has type {wanted.signature!r},"
        f" a value of type {given.signature!r} was given"
    )


def properties_changed_message(
    interface: str, changed: bytes, invalidated: Sequence[str]
) -> SignalMessage:
    """PropertiesChanged; `changed` is the body of an a{sv}."""
    head = encode("s", (interface,))
    gap = -len(head) & 3
    length, entries = changed[:4], changed[8:]
    body = head + bytes(gap) + length + bytes(-(len(head) + gap + 4) & 7) + entries
    tail = encode("as", (invalidated,))
    return SignalMessage(
        PROPERTIES.name, "PropertiesChanged", "sa{sv}as", body + bytes(-len(body) & 3) + tail
    )
