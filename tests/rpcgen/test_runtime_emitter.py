"""What leaves a service besides replies to plain calls, and what a failed commit leaves of it."""

import asyncio

import pytest

from rpcgen.runtime.codec import EncodeError, Variant, encode
from rpcgen.runtime.interface import SignalMessage
from rpcgen.runtime.message import ERROR, METHOD_RETURN, SIGNAL, Message
from tests.support.rpc import LAMP, House
from tests.support.wire import PROPERTIES, Wire, arguments, call

MANAGER = "org.freedesktop.DBus.ObjectManager"
DESK = "/lamp/desk"


@pytest.fixture
def house() -> House:
    house = House()
    house.add("desk", "bed")
    return house


@pytest.fixture
def wire(house: House) -> Wire:
    return Wire(house.service)


def switched(level: int) -> SignalMessage:
    return SignalMessage(LAMP, "Switched", "su", encode("su", ("on", level)))


def changed(message: Message) -> tuple[str | None, dict[str, object], list[str]]:
    """Path, values and invalidated names of a PropertiesChanged."""
    assert (message.interface, message.member) == (PROPERTIES, "PropertiesChanged")
    interface, values, invalidated = arguments(message)
    assert interface == LAMP
    return message.path, {name: v.value for name, v in values.items()}, invalidated


def test_signals_outside_a_batch_leave_in_the_next_turn(house: House, wire: Wire) -> None:
    house.service.emit(DESK, switched(1))
    house.service.emit("/", switched(2))
    assert wire.sent == []
    house.run_deferred()
    assert [(m.kind, m.path, arguments(m)) for m in wire.sent] == [
        (SIGNAL, DESK, ("on", 1)),
        (SIGNAL, "/", ("on", 2)),
    ]


def test_a_signal_from_no_path_is_refused_at_once(house: House) -> None:
    with pytest.raises(EncodeError, match="not an object path"):
        house.service.emit("desk", switched(1))


def test_properties_changed_comes_once_a_turn_with_the_last_values(
    house: House, wire: Wire
) -> None:
    lamp = house.lamps["desk"]
    for level in (1, 2, 3):
        lamp.change(level=level)
        house.service.properties_changed(DESK, LAMP, ["level", "state"])
        house.service.emit(DESK, switched(level))
    house.service.properties_changed(DESK, LAMP, ["auto-off"])
    house.run_deferred()
    assert [m.member for m in wire.sent] == ["Switched"] * 3 + ["PropertiesChanged"]
    assert changed(wire.sent[-1]) == (DESK, {"level": 3, "state": "on", "auto-off": False}, [])


def test_each_property_is_announced_as_its_annotation_says(house: House, wire: Wire) -> None:
    names = ["level", "name", "serial-number", "uptime", "secret", "not-there"]
    house.service.properties_changed(DESK, LAMP, names)
    house.run_deferred()
    assert changed(wire.sent[-1]) == (DESK, {"level": 0}, ["name"])


def test_nothing_is_announced_when_nothing_is_to_be_said(house: House, wire: Wire) -> None:
    house.service.properties_changed(DESK, LAMP, ["uptime"])
    house.service.properties_changed(DESK, "not.there", ["level"])
    house.service.properties_changed("/lamp/gone", LAMP, ["level"])
    house.service.properties_changed("/lamp", LAMP, ["level"])
    house.run_deferred()
    assert wire.sent == []


def test_a_value_that_cannot_be_read_is_invalidated(house: House, wire: Wire) -> None:
    house.lamps["desk"].broken.add("level")
    house.service.properties_changed(DESK, LAMP, ["level", "state"])
    house.run_deferred()
    assert changed(wire.sent[-1]) == (DESK, {"state": "off"}, ["level"])
    assert len(house.faults) == 1


def test_an_object_that_cannot_be_found_for_a_fault_holds_nothing_up(
    house: House, wire: Wire
) -> None:
    house.lamps.clear()
    house.service.properties_changed("/lamp/\ud800", LAMP, ["level"])
    house.add("\ud800")
    house.service.emit("/", switched(1))
    house.run_deferred()
    assert [m.member for m in wire.sent] == ["Switched"]
    assert len(house.faults) == 1


def test_objects_that_appear_and_vanish_are_announced(house: House, wire: Wire) -> None:
    house.add("sofa")
    house.service.interfaces_added("/lamp/sofa")
    house.run_deferred()
    (added,) = wire.sent
    assert (added.path, added.interface, added.member) == ("/", MANAGER, "InterfacesAdded")
    values = {LAMP: {"name": Variant("s", "sofa"), "level": Variant("u", 0)}}
    assert arguments(added) == ("/lamp/sofa", values)
    del house.lamps["sofa"]
    house.service.interfaces_removed("/lamp/sofa")
    house.service.interfaces_added("/lamp/sofa")
    house.run_deferred()
    assert [m.member for m in wire.sent[1:]] == ["InterfacesRemoved"]
    assert arguments(wire.sent[1]) == ("/lamp/sofa", [LAMP])


async def test_all_objects_are_shown_in_slices(house: House, wire: Wire) -> None:
    house.add(*(f"l{n}" for n in range(600)))
    slices = 0
    wire.send(call(1, "/", MANAGER, "GetManagedObjects"))
    while not wire.sent:
        slices += 1
        await asyncio.sleep(0)
        house.run_deferred()
    assert slices >= 3
    (objects,) = arguments(wire.sent[0])
    assert list(objects) == [f"/lamp/{name}" for name in house.lamps]
    assert objects["/lamp/l5"] == {LAMP: {"name": Variant("s", "l5"), "level": Variant("u", 0)}}


async def test_an_empty_house_shows_nothing() -> None:
    wire = Wire(House().service)
    assert wire.call("/", MANAGER, "GetManagedObjects") == ({},)


# The commit


def failing(error: Exception) -> None:
    raise error


async def test_nothing_leaves_before_the_commit(house: House, wire: Wire) -> None:
    seen = []
    house.commits.append(lambda: seen.append(len(wire.sent)))
    wire.call(DESK, LAMP, "turn_on", "u", 5)
    assert seen == [0]
    assert [m.kind for m in wire.sent] == [SIGNAL, METHOD_RETURN]


async def test_a_failed_commit_turns_replies_into_errors_and_drops_signals(
    house: House, wire: Wire
) -> None:
    house.commits.append(lambda: failing(OSError(28, "No space left on device")))
    house.service.properties_changed(DESK, LAMP, ["level"])
    sent = wire.send(
        call(1, DESK, LAMP, "turn_on", "u", 5),
        call(2, DESK, PROPERTIES, "Get", "ss", LAMP, "level", sender=":1.8"),
        call(3, "/lamp/none", LAMP, "Swap", "si", "x", 1),
    )
    assert [(m.kind, m.reply_serial, m.destination) for m in sent] == [
        (ERROR, 1, ":1.7"),
        (ERROR, 2, ":1.8"),
        (ERROR, 3, ":1.7"),
    ]
    text = "internal error: OSError: [Errno 28] No space left on device"
    assert [arguments(m) for m in sent] == [(text,), (text,), ("/lamp/none",)]
    assert wire.call(DESK, LAMP, "turn_on", "u", 5) == ("on",)


# A transport that takes nothing


def test_while_blocked_everything_waits_and_changes_are_told_once(house: House, wire: Wire) -> None:
    wire.blocked = True
    lamp = house.lamps["desk"]
    for level in (1, 2):
        lamp.change(level=level)
        house.service.emit(DESK, switched(level))
        house.service.properties_changed(DESK, LAMP, ["level"])
        house.service.receive(call(level, DESK, PROPERTIES, "Get", "ss", LAMP, "level"))
    lamp.change(level=3)
    assert wire.sent == []
    assert house.service.backlog_bytes > 0
    wire.unblock()
    assert [m.kind for m in wire.sent] == [SIGNAL, SIGNAL, SIGNAL, METHOD_RETURN, METHOD_RETURN]
    assert changed(wire.sent[2]) == (DESK, {"level": 3}, [])
    assert house.service.backlog_bytes == 0


def test_lost_signals_are_reported(
    house: House, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rpcgen.runtime.outbox.SIGNALS_KEPT_MAX", 2)
    wire.blocked = True
    for level in range(5):
        house.service.emit(DESK, switched(level))
    house.run_deferred()
    wire.unblock()
    assert [arguments(m)[1] for m in wire.sent] == [0, 1]
    assert [what for what, _ in house.faults] == ["service=com.example.House signals_lost=3"]


def test_what_a_service_says_before_it_is_on_the_bus_is_kept(house: House) -> None:
    house.service.emit(DESK, switched(1))
    house.run_deferred()
    wire = Wire(house.service)
    wire.unblock()
    assert [m.member for m in wire.sent] == ["Switched"]
