"""Descriptors of a D-Bus interface, and the base class of generated servers.

Generated code fills these in; dispatch and introspection read them. Knows nothing of messages.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import (
    Any,  # Handlers, getters and encoders differ in their types from row to row.
    ClassVar,
    Generic,
    TypeVar,
)

from rpcgen.runtime.parts import ENCODE_FAULTS

T = TypeVar("T")
V = TypeVar("V")

Annotations = tuple[tuple[str, str], ...]

EMITS = ("true", "invalidates", "const", "false")


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument; `name` is empty when the IDL gives none."""

    name: str
    signature: str


@dataclass(frozen=True, slots=True)
class Method:
    """`handler` is the Python attribute; `decode(body)` gives its arguments or raises DecodeError;
    `encode(result)` takes what the handler returned (None, one value, or a tuple)."""

    name: str
    handler: str
    in_args: tuple[Arg, ...]
    out_args: tuple[Arg, ...]
    in_signature: str
    out_signature: str
    decode: Callable[[bytes], tuple[Any, ...]]  # Any: the argument types of this method.
    encode: Callable[[Any], bytes]  # Any: the result type of this method.
    no_reply: bool = False
    annotations: Annotations = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of an interface."""

    name: str
    args: tuple[Arg, ...]
    signature: str
    annotations: Annotations = ()


@dataclass(frozen=True, slots=True)
class Property:
    """`encode(value)` = body of a Get reply, a variant at offset 0.
    `entry(value)` = one a{sv} entry that starts 8-aligned, padded at its end to a multiple of 8."""

    name: str
    attribute: str
    signature: str
    access: str
    emits: str
    encode: Callable[[Any], bytes]  # Any: the value type of this property.
    entry: Callable[[Any], bytes]  # Any: as above.
    annotations: Annotations = ()

    @property
    def readable(self) -> bool:
        return self.access != "write"

    @property
    def writable(self) -> bool:
        return self.access != "read"


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface, members in the order of the IDL."""

    name: str
    methods: tuple[Method, ...]
    signals: tuple[Signal, ...]
    properties: tuple[Property, ...]
    annotations: Annotations = ()


@dataclass(frozen=True, slots=True)
class SignalMessage:
    """A signal with its arguments encoded, ready for any path."""

    interface: str
    member: str
    signature: str
    body: bytes


class Inputs(Enum):
    """What a property's value depends on; decides how long a reply may be kept."""

    OWN = "own"  # the object's own configuration: kept until its generation moves
    CORE = "core"  # the toolstack's state of this object: likewise
    OTHERS = "others"  # other objects too: read at each call
    LIVE = "live"  # anything else that moves: read at each call
    CONST = "const"  # never changes while the object exists


CACHEABLE = frozenset({Inputs.OWN, Inputs.CORE, Inputs.CONST})


@dataclass(frozen=True, slots=True)
class PropertyBinding(Generic[T, V]):
    """How one property is read and written on a target object of type T.

    `default` stands in GetAll when `get` fails. `emits` overrides the IDL's EmitsChangedSignal.
    """

    name: str
    get: Callable[[T], V] | None
    set: Callable[[T, V], Awaitable[None] | None] | None
    signature: str
    inputs: Inputs
    default: V
    emits: str | None = None


Bindings = Mapping[str, PropertyBinding[Any, Any]]  # Any: rows of one table differ in type.


class ServerInterface:
    """Base of generated server bases.

    A subclass binds its properties with the class keyword `properties=`; a missing, extra or
    wrongly typed row is a TypeError at import that names it.
    """

    __slots__ = ("target",)

    INTERFACE: ClassVar[Interface]
    BINDINGS: ClassVar[Bindings | None] = None

    def __init__(self, target: Any) -> None:  # Any: each heir knows its own target type.
        self.target = target

    def __init_subclass__(
        cls,
        *,
        properties: Sequence[PropertyBinding[Any, Any]] | None = None,  # Any: see Bindings.
        **keywords: Any,  # Any: passed on to other bases unread.
    ) -> None:
        super().__init_subclass__(**keywords)
        if properties is not None:
            cls.BINDINGS = bind(cls.INTERFACE, properties, cls.__qualname__)
        elif "INTERFACE" in cls.__dict__:
            cls.BINDINGS = None if cls.INTERFACE.properties else {}


def bind(
    interface: Interface,
    rows: Sequence[PropertyBinding[Any, Any]],  # Any: see Bindings.
    owner: str,
) -> Bindings:
    """The rows by property name. Raises TypeError that names the first row in the way."""
    table: dict[str, PropertyBinding[Any, Any]] = {}  # Any: see Bindings.
    wanted = {row.name: row for row in interface.properties}
    for row in rows:
        where = f"{owner}: property {interface.name}.{row.name}"
        if row.name not in wanted:
            raise TypeError(f"{where} is not in the interface")
        if row.name in table:
            raise TypeError(f"{where} is bound twice")
        _check_row(wanted[row.name], row, where)
        table[row.name] = row
    missing = [name for name in wanted if name not in table]
    if missing:
        raise TypeError(f"{owner}: property {interface.name}.{missing[0]} has no row")
    return table


def _check_row(
    wanted: Property,
    row: PropertyBinding[Any, Any],  # Any: see Bindings.
    where: str,
) -> None:
    if row.signature != wanted.signature:
        raise TypeError(f"{where} has type {wanted.signature}, its row {row.signature}")
    if wanted.readable != (row.get is not None):
        raise TypeError(f"{where} has access {wanted.access}: getter wrong in its row")
    if wanted.writable != (row.set is not None):
        raise TypeError(f"{where} has access {wanted.access}: setter wrong in its row")
    if row.emits is not None and row.emits not in EMITS:
        raise TypeError(f"{where} has emits {row.emits!r}, not one of {', '.join(EMITS)}")
    if wanted.readable:
        try:
            wanted.entry(row.default)
        except ENCODE_FAULTS as error:
            raise TypeError(
                f"{where} has default {row.default!r}, not a {wanted.signature}: {error}"
            ) from error
