"""Properties of a kind as callers see them: Get, GetAll and Set with all their corners."""

import pytest

from rpcgen.runtime.codec import Variant
from rpcgen.runtime.dispatch import Service
from rpcgen.runtime.interface import Inputs, PropertyBinding, ServerInterface
from rpcgen.runtime.tree import ObjectKind
from rpcgen.runtime.turn import Turn
from tests.support.rpc import LAMP, LAMP_ROWS, House, LampServer, method, prop
from tests.support.wire import PROPERTIES, Wire

DESK = "/lamp/desk"


@pytest.fixture
def house() -> House:
    house = House()
    house.add("desk")
    return house


@pytest.fixture
def wire(house: House) -> Wire:
    return Wire(house.service)


def test_every_readable_property_is_in_get_all_in_order(wire: Wire) -> None:
    values = wire.get_all(DESK, LAMP)
    assert list(values) == sorted(row.name for row in LAMP_ROWS if row.get is not None)
    for name, value in values.items():
        assert wire.get(DESK, LAMP, name) == value


@pytest.mark.parametrize(
    "interface",
    [
        PROPERTIES,
        "org.freedesktop.DBus.Introspectable",
        "org.freedesktop.DBus.Peer",
    ],
)
def test_standard_interfaces_have_no_properties(wire: Wire, interface: str) -> None:
    assert wire.get_all(DESK, interface) == {}
    assert wire.get_all("/", interface) == {}


def test_the_object_manager_is_a_standard_interface_of_the_root_only(wire: Wire) -> None:
    manager = "org.freedesktop.DBus.ObjectManager"
    assert wire.get_all("/", manager) == {}
    assert wire.error(DESK, PROPERTIES, "GetAll", "s", manager)[1] == f"unknown interface {manager}"


def test_an_empty_interface_name_means_any(wire: Wire) -> None:
    assert wire.get(DESK, "", "name") == "desk"
    assert wire.get_all(DESK, "") == wire.get_all(DESK, LAMP)
    wire.set(DESK, "", "level", "u", 4)
    assert wire.get(DESK, LAMP, "level") == 4


def test_set_changes_what_get_and_get_all_say(wire: Wire) -> None:
    wire.get_all(DESK, LAMP)
    wire.set(DESK, LAMP, "level", "u", 5)
    wire.set(DESK, LAMP, "auto-off", "b", True)
    wire.set(DESK, LAMP, "tags", "as", ["a", "b"])
    wire.set(DESK, LAMP, "secret", "s", "hush")
    values = wire.get_all(DESK, LAMP)
    assert (values["level"], values["auto-off"], values["tags"]) == (5, True, ["a", "b"])
    assert values["state"] == "on"


def test_integers_of_other_widths_fit_or_are_refused(wire: Wire) -> None:
    for kind, value in (("y", 7), ("i", 8), ("x", 9), ("t", 10)):
        wire.set(DESK, LAMP, "level", kind, value)
        assert wire.get(DESK, LAMP, "level") == value
    name, text = wire.error(DESK, PROPERTIES, "Set", "ssv", LAMP, "level", Variant("i", -1))
    assert (name, text) == (
        "InvalidArgs",
        "property level cannot be -1, it is an unsigned 32-bit integer",
    )
    assert wire.get(DESK, LAMP, "level") == 10


def test_a_value_of_another_type_is_refused(wire: Wire) -> None:
    name, text = wire.error(DESK, PROPERTIES, "Set", "ssv", LAMP, "level", Variant("s", "5"))
    assert name == "InvalidArgs"
    assert text == f"property {LAMP}.level has type 'u', a value of type 's' was given"


async def test_a_setter_may_be_async() -> None:
    seen = []

    class Slow(ServerInterface):
        INTERFACE = LampServer.INTERFACE.__class__(
            "com.example.Slow", (), (), (prop("p", "s", "write"),)
        )

    async def put(target: object, value: str) -> None:
        seen.append(value)

    class Bound(Slow, properties=(PropertyBinding("p", None, put, "s", Inputs.OWN, ""),)):
        pass

    turn = Turn(lambda callback: None, lambda: None, lambda error: None)
    kind = ObjectKind("/", (Bound,), lambda: "target", lambda target: (Bound(target),))
    wire = Wire(Service("a.b", (kind,), turn))
    wire.set("/", "com.example.Slow", "p", "s", "value")
    assert seen == ["value"]
    assert wire.get_all("/", "com.example.Slow") == {}


def test_unbound_properties_are_refused_when_the_service_is_made() -> None:
    turn = Turn(lambda callback: None, lambda: None, lambda error: None)
    kind = ObjectKind("/lamp", (LampServer,), lambda: None, lambda target: ())
    with pytest.raises(TypeError, match="LampServer at /lamp: its properties are not bound"):
        Service("a.b", (kind,), turn)


def test_overloads_are_told_apart_by_their_arguments() -> None:
    class Doors(ServerInterface):
        INTERFACE = LampServer.INTERFACE.__class__(
            "com.example.Doors",
            (
                method("close", "close_handle", "i:handle", "s:"),
                method("close", "close_wallet", "s:wallet b:force", "s:"),
            ),
            (),
            (),
        )

        def close_handle(self, handle: int) -> str:
            return f"handle {handle}"

        def close_wallet(self, wallet: str, force: bool) -> str:
            return f"wallet {wallet} {force}"

    turn = Turn(lambda callback: None, lambda: None, lambda error: None)
    kind = ObjectKind("/", (Doors,), lambda: "target", lambda target: (Doors(target),))
    wire = Wire(Service("a.b", (kind,), turn))
    for _ in range(2):  # the second time by the memorised headers
        assert wire.call("/", "com.example.Doors", "close", "i", 4) == ("handle 4",)
        assert wire.call("/", "com.example.Doors", "close", "sb", "w", True) == ("wallet w True",)
    assert wire.error("/", "com.example.Doors", "close", "s", "w") == (
        "InvalidArgs",
        "com.example.Doors.close takes 'i' or 'sb', 's' was given",
    )


def test_interfaces_with_a_property_of_one_name_are_told_apart() -> None:
    def lamp_like(name: str, value: str) -> type[ServerInterface]:
        class Base(ServerInterface):
            INTERFACE = LampServer.INTERFACE.__class__(name, (), (), (prop("p", "s"),))

        row = PropertyBinding("p", lambda target: value, None, "s", Inputs.CONST, "")

        class Bound(Base, properties=(row,)):
            pass

        return Bound

    kinds = (lamp_like("a.one", "1"), lamp_like("a.two", "2"))
    turn = Turn(lambda callback: None, lambda: None, lambda error: None)
    wire = Wire(
        Service("a.b", (ObjectKind("/", kinds, lambda: "target", lambda target: ()),), turn)
    )
    assert (wire.get("/", "a.one", "p"), wire.get("/", "a.two", "p")) == ("1", "2")
    assert wire.get("/", "", "p") == "1"
    assert wire.get_all("/", "") == {"p": "1"}
