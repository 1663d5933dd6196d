"""One kind of object made ready for calls: its stubs, its answers to Get and GetAll, its texts.

Built once per pattern when a service starts; nothing here is kept per object.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Kinds differ in their target and value types.

from rpcgen.runtime.codec import Variant, decode
from rpcgen.runtime.errors import UnknownObject
from rpcgen.runtime.interface import Interface, Method, Property, PropertyBinding, ServerInterface
from rpcgen.runtime.introspect import document, interface_xml
from rpcgen.runtime.managed import ShownInterfaces
from rpcgen.runtime.memo import Answer, ObjectRef, Stub
from rpcgen.runtime.properties import (
    EMPTY_ARRAY,
    FaultReport,
    GetAll,
    Row,
    SegmentCache,
    get_all_key,
    get_key,
)
from rpcgen.runtime.standard import (
    INTROSPECTABLE,
    OBJECT_MANAGER,
    PEER,
    PROPERTIES,
    Refusal,
    not_readable,
    not_writable,
    set_property,
    unknown_interface,
)
from rpcgen.runtime.tree import Folder, ObjectKind

_NO_ANSWERS: Mapping[bytes, Answer] = {}

Bound = tuple[Property, PropertyBinding[Any, Any]]  # Any: see import.


@dataclass(frozen=True, slots=True)
class Setting:
    """What all kinds of a service share."""

    segments: SegmentCache
    report: FaultReport
    refuse: Refusal
    managed_objects: Stub | None  # GetManagedObjects, for the kind at the root


class Kind:
    """All objects of one ObjectKind."""

    kept = True  # headers that name such an object may be memorised

    def __init__(self, place: ObjectKind[Any], setting: Setting) -> None:  # Any: see import.
        self._place = place
        self._setting = setting
        self._bound = {
            server.INTERFACE.name: _bound_properties(place, server) for server in place.interfaces
        }
        self.rows = {
            interface: {
                wanted.name: Row(wanted, binding)
                for wanted, binding in bound.values()
                if wanted.readable
            }
            for interface, bound in self._bound.items()
        }
        self.shown = ShownInterfaces(self.rows)
        self._stubs = self._make_stubs()
        self._xml = self._make_xml()

    def resolve(self, path: str, captured: tuple[str, ...]) -> ObjectRef | None:
        """The object at the path, or None."""
        target = self._place.find(*captured)
        if target is None:
            return None
        return ObjectRef(path, captured, target, self._place.make)

    def stubs(self, interface: str, member: str) -> tuple[Stub, ...]:
        """The methods of this name, several when it is overloaded."""
        return self._stubs.get((interface, member), ())

    def emits(self, interface: str, name: str) -> str | None:
        """What PropertiesChanged says of this readable property; None: no such property."""
        bound = self._bound.get(interface, {}).get(name)
        if bound is None or not bound[0].readable:
            return None
        return bound[1].emits or bound[0].emits

    def managed_content(self, captured: tuple[str, ...]) -> bytes | None:
        """The object's interfaces as ObjectManager shows them; None when the object is gone."""
        managed = self._place.managed
        shown = {} if managed is None else managed(*captured)
        return None if shown is None else self.shown.content(shown)

    def _make_stubs(self) -> dict[tuple[str, str], tuple[Stub, ...]]:
        stubs: dict[tuple[str, str], tuple[Stub, ...]] = {}
        for index, server in enumerate(self._place.interfaces):
            for method in server.INTERFACE.methods:
                stub = _stub(server.INTERFACE, method, _handler_call(index, method.handler))
                key = (stub.interface, stub.member)
                stubs[key] = (*stubs.get(key, ()), stub)
        get, get_all, put = PROPERTIES.methods
        introspect = INTROSPECTABLE.methods[0]
        own = (
            _stub(PROPERTIES, get, self._get, self._get_answers()),
            _stub(PROPERTIES, get_all, self._get_all, self._get_all_answers()),
            _stub(PROPERTIES, put, self._set),
            _stub(INTROSPECTABLE, introspect, self._introspect),
            *(stub for stub in (self._object_manager(),) if stub is not None),
        )
        stubs.update({(stub.interface, stub.member): (stub,) for stub in own})
        return stubs

    def _object_manager(self) -> Stub | None:
        return self._setting.managed_objects if self._place.pattern == "/" else None

    def _standard(self) -> list[Interface]:
        manager = [] if self._object_manager() is None else [OBJECT_MANAGER]
        return [PROPERTIES, INTROSPECTABLE, PEER, *manager]

    def _make_xml(self) -> str:
        own = [
            interface_xml(
                server.INTERFACE,
                {
                    name: binding.emits
                    for name, (_, binding) in self._bound[server.INTERFACE.name].items()
                },
            )
            for server in self._place.interfaces
        ]
        return "".join([*own, *(interface_xml(standard, {}) for standard in self._standard())])

    def _introspect(self, ref: ObjectRef, arguments: tuple[()]) -> str:
        children = self._place.children
        return document(self._xml, () if children is None else children(ref.target))

    # Properties

    def _get_answers(self) -> dict[bytes, Answer]:
        """An empty interface name takes the first interface that has the property."""
        answers: dict[bytes, Answer] = {}
        for interface, rows in self.rows.items():
            for row in rows.values():
                answer = row.answer()
                answers[get_key(interface, row.name)] = answer
                answers.setdefault(get_key("", row.name), answer)
        return answers

    def _get_all_answers(self) -> dict[bytes, Answer]:
        """An empty interface name takes all properties of the object."""
        answers: dict[bytes, Answer] = {
            get_all_key(interface.name): _no_properties for interface in self._standard()
        }
        every: dict[str, Row] = {}
        for interface, rows in self.rows.items():
            answers[get_all_key(interface)] = self._get_all_of(interface, rows)
            every = {**rows, **every}
        answers[get_all_key("")] = self._get_all_of("", every)
        return answers

    def _get_all_of(self, interface: str, rows: Mapping[str, Row]) -> Answer:
        if not rows:
            return _no_properties
        setting = self._setting
        return GetAll(interface, rows.values(), setting.segments, setting.report).answer

    def _get(self, ref: ObjectRef, arguments: tuple[str, str]) -> Variant:
        """Reached when the argument bytes are no ready key."""
        answer = self.stub_answers("Get").get(get_key(*arguments))
        if answer is None:
            raise not_readable(*arguments)
        (value,) = decode("v", answer(ref))
        assert isinstance(value, Variant)
        return value

    def _get_all(self, ref: ObjectRef, arguments: tuple[str]) -> dict[str, Variant]:
        """Reached when the argument bytes are no ready key."""
        answer = self.stub_answers("GetAll").get(get_all_key(*arguments))
        if answer is None:
            raise unknown_interface(*arguments)
        (values,) = decode("a{sv}", answer(ref))
        assert isinstance(values, dict)
        return values

    def stub_answers(self, member: str) -> Mapping[bytes, Answer]:
        """The ready answers of a method of org.freedesktop.DBus.Properties."""
        return self._stubs[PROPERTIES.name, member][0].answers

    def _set(
        self, ref: ObjectRef, arguments: tuple[str, str, Variant]
    ) -> Any:  # Any: None or an awaitable.
        interface, name, given = arguments
        if interface:
            bound = self._bound.get(interface, {}).get(name)
        else:
            found = (rows[name] for rows in self._bound.values() if name in rows)
            bound = next(found, None)
        if bound is None:
            raise not_writable(interface, name)
        return set_property(interface, *bound, ref.target, given, self._setting.refuse)


class FolderKind:
    """All paths of one Folder: Introspect and nothing else (Peer is answered on any path)."""

    kept = False  # its children say whether it exists, so they are asked each time

    def __init__(self, place: Folder) -> None:
        self._place = place
        standard = (INTROSPECTABLE, PEER)
        self._xml = "".join(interface_xml(interface, {}) for interface in standard)
        method = INTROSPECTABLE.methods[0]
        self._stub = _stub(INTROSPECTABLE, method, self._introspect)

    def resolve(self, path: str, captured: tuple[str, ...]) -> ObjectRef | None:
        """The folder at the path with its children as target, or None."""
        children = self._place.children(*captured)
        if children is None:
            return None
        return ObjectRef(path, captured, children, lambda target: ())

    def stubs(self, interface: str, member: str) -> tuple[Stub, ...]:
        """Introspect, or nothing."""
        return (self._stub,) if (interface, member) == (INTROSPECTABLE.name, "Introspect") else ()

    def _introspect(self, ref: ObjectRef, arguments: tuple[()]) -> str:
        if ref.target is None:
            raise UnknownObject(ref.path)
        return document(self._xml, ref.target)


def standard_stub(
    interface: Interface,
    member: str,
    call: Any,  # Any: Stub.call of that member.
) -> Stub:
    """A stub of a standard method that the service itself answers."""
    method = next(row for row in interface.methods if row.name == member)
    return _stub(interface, method, call)


def _stub(
    interface: Interface,
    method: Method,
    call: Any,  # Any: Stub.call of that method.
    answers: Mapping[bytes, Answer] = _NO_ANSWERS,
) -> Stub:
    return Stub(
        interface.name,
        method.name,
        method.in_signature,
        method.out_signature,
        method.decode,
        method.encode,
        call,
        answers,
    )


def _handler_call(index: int, handler: str) -> Any:  # Any: Stub.call of that method.
    def call(ref: ObjectRef, arguments: tuple[Any, ...]) -> Any:  # Any: of that method.
        return getattr(ref.servers()[index], handler)(*arguments)

    return call


def _no_properties(ref: ObjectRef) -> bytes:
    return EMPTY_ARRAY


def _bound_properties(
    place: ObjectKind[Any],  # Any: see import.
    server: type[ServerInterface],
) -> dict[str, Bound]:
    bindings = server.BINDINGS
    if bindings is None:
        raise TypeError(
            f"{server.__qualname__} at {place.pattern}: its properties are not bound (properties=)"
        )
    return {wanted.name: (wanted, bindings[wanted.name]) for wanted in server.INTERFACE.properties}
