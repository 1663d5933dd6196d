"""A service without a bus: calls as bytes in, replies and signals as bytes out."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen.runtime import dispatch
from rpcgen.runtime.codec import Variant
from rpcgen.runtime.dispatch import Call, current_call
from rpcgen.runtime.errors import DBusError
from rpcgen.runtime.message import ERROR, METHOD_RETURN, SIGNAL, FramingError
from tests.support.rpc import HOUSE, LAMP, House, Lamp
from tests.support.signatures import CALM
from tests.support.wire import PROPERTIES, Wire, arguments, call

INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"
MANAGER = "org.freedesktop.DBus.ObjectManager"


@pytest.fixture
def house() -> House:
    house = House()
    house.add("desk", "bed")
    return house


@pytest.fixture
def wire(house: House) -> Wire:
    return Wire(house.service)


# Errors


@pytest.mark.parametrize(
    ("path", "interface", "member", "signature", "values", "name", "text"),
    [
        ("/lamp/none", LAMP, "Swap", "si", ("", 1), "UnknownObject", "/lamp/none"),
        ("/nothing", LAMP, "Swap", "", (), "UnknownObject", "/nothing"),
        ("/lamp/none", INTROSPECTABLE, "Introspect", "", (), "UnknownObject", "/lamp/none"),
        ("/lamp/desk", "com.example.None", "Swap", "", (), "UnknownMethod", "Swap"),
        ("/lamp/desk", LAMP, "Nothing", "", (), "UnknownMethod", "Nothing"),
        ("/lamp/desk", None, "Swap", "si", ("", 1), "UnknownMethod", "Swap"),
        ("/lamp/desk", PROPERTIES, "Nothing", "", (), "UnknownMethod", "Nothing"),
        ("/lamp/desk", PEER, "Nothing", "", (), "UnknownMethod", "Nothing"),
        ("/lamp", PROPERTIES, "Get", "ss", (LAMP, "level"), "UnknownMethod", "Get"),
        ("/lamp/desk", MANAGER, "GetManagedObjects", "", (), "UnknownMethod", "GetManagedObjects"),
        (
            "/lamp/desk",
            LAMP,
            "Swap",
            "s",
            ("x",),
            "InvalidArgs",
            "com.example.Lamp.Swap takes 'si', 's' was given",
        ),
        (
            "/lamp/desk",
            LAMP,
            "Wait",
            "u",
            (1,),
            "InvalidArgs",
            "com.example.Lamp.Wait takes '', 'u' was given",
        ),
        (
            "/lamp/desk",
            PROPERTIES,
            "Get",
            "s",
            (LAMP,),
            "InvalidArgs",
            "org.freedesktop.DBus.Properties.Get takes 'ss', 's' was given",
        ),
    ],
)
def test_calls_that_lead_nowhere(
    wire: Wire,
    path: str,
    interface: str | None,
    member: str,
    signature: str,
    values: tuple[object, ...],
    name: str,
    text: str,
) -> None:
    assert wire.error(path, interface, member, signature, *values) == (name, text)


@pytest.mark.parametrize(
    ("member", "signature", "values", "text"),
    [
        (
            "Get",
            "ss",
            (LAMP, "colour"),
            f"property {LAMP}.colour is not readable, or does not exist",
        ),
        (
            "Get",
            "ss",
            (LAMP, "secret"),
            f"property {LAMP}.secret is not readable, or does not exist",
        ),
        ("Get", "ss", ("a.b", "level"), "property a.b.level is not readable, or does not exist"),
        ("Get", "ss", ("", "colour"), "property .colour is not readable, or does not exist"),
        ("GetAll", "s", ("a.b",), "unknown interface a.b"),
        (
            "Set",
            "ssv",
            (LAMP, "state", Variant("s", "on")),
            f"property {LAMP}.state is not writable, or does not exist",
        ),
        (
            "Set",
            "ssv",
            (LAMP, "colour", Variant("s", "on")),
            f"property {LAMP}.colour is not writable, or does not exist",
        ),
        (
            "Set",
            "ssv",
            ("a.b", "level", Variant("u", 1)),
            "property a.b.level is not writable, or does not exist",
        ),
    ],
)
def test_properties_that_are_not_there(
    wire: Wire, member: str, signature: str, values: tuple[object, ...], text: str
) -> None:
    assert wire.error("/lamp/desk", PROPERTIES, member, signature, *values) == ("Failed", text)


async def test_errors_of_handlers_reach_the_caller_in_one_line(house: House, wire: Wire) -> None:
    house.errors["coded"] = DBusError("org.freedesktop.DBus.Error.Failed", "204:Cannot")
    house.errors["named"] = DBusError("com.example.Error.Hot", "too hot")
    house.errors["bug"] = ValueError("first line\nsecond line")
    house.errors["silent"] = KeyError()
    assert wire.error("/lamp/bed", LAMP, "Fail", "s", "coded") == ("Failed", "204:Cannot")
    assert wire.error("/lamp/bed", LAMP, "Fail", "s", "named") == (
        "com.example.Error.Hot",
        "too hot",
    )
    assert house.faults == []
    assert wire.error("/lamp/bed", LAMP, "Fail", "s", "bug") == (
        "Failed",
        "internal error: ValueError: first line",
    )
    assert wire.error("/lamp/bed", LAMP, "Fail", "s", "silent")[1] == "internal error: KeyError"
    assert [type(error) for _, error in house.faults] == [ValueError, KeyError]
    assert "path=/lamp/bed member=com.example.Lamp.Fail" in house.faults[0][0]


def test_a_failing_getter_fails_its_own_get_only(house: House, wire: Wire) -> None:
    house.lamps["desk"].broken.add("level")
    text = "internal error: LookupError: level burnt out"
    for _ in range(2):
        assert wire.error("/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "level") == ("Failed", text)
    assert wire.get("/lamp/bed", LAMP, "level") == 0
    assert wire.get_all("/lamp/desk", LAMP)["level"] == 7
    assert len(house.faults) == 3


# Methods


async def test_methods_give_their_results(wire: Wire) -> None:
    assert wire.call("/lamp/desk", LAMP, "Swap", "si", "x", 3) == (3, "x")
    assert wire.call("/lamp/desk", LAMP, "Swap", "si", "y", -4) == (-4, "y")
    assert wire.call("/lamp/desk", LAMP, "turn_on", "u", 5) == ("on",)
    assert wire.call("/", HOUSE, "list_lamps") == (["/lamp/desk", "/lamp/bed"],)


async def test_signals_of_a_call_leave_before_its_reply(wire: Wire) -> None:
    sent = wire.send(
        call(1, "/lamp/desk", LAMP, "turn_on", "u", 5),
        call(2, "/lamp/bed", LAMP, "turn_on", "u", 6),
    )
    assert [(m.kind, m.path, m.reply_serial) for m in sent] == [
        (SIGNAL, "/lamp/desk", 0),
        (SIGNAL, "/lamp/bed", 0),
        (METHOD_RETURN, None, 1),
        (METHOD_RETURN, None, 2),
    ]
    assert (sent[0].interface, sent[0].member, arguments(sent[0])) == (
        LAMP,
        "Switched",
        ("on", 5),
    )
    assert len({m.serial for m in sent}) == 4


def test_many_calls_in_one_piece_are_answered_in_order(wire: Wire) -> None:
    calls = [call(n, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name") for n in range(1, 2000)]
    sent = wire.send(*calls)
    assert [m.reply_serial for m in sent] == list(range(1, 2000))
    assert {arguments(m) for m in sent} == {(Variant("s", "desk"),)}


def test_a_batch_ends_early_when_it_has_worked_enough(house: House, wire: Wire) -> None:
    raw = call(1, "/lamp/desk", LAMP, "Swap", "si", "x", 3)
    at, early = house.service.receive(raw * 100)
    assert early
    assert at == len(raw) * dispatch.WORK_PER_TURN // dispatch.HANDLER_WORK


def test_a_cut_message_is_left_for_later(house: House, wire: Wire) -> None:
    raw = call(1, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name")
    for cut in range(len(raw)):
        assert house.service.receive(raw + raw[:cut]) == (len(raw), False)


def test_a_handler_learns_its_caller(house: House, wire: Wire) -> None:
    seen = []
    house.waiting = lambda: seen.append(current_call())
    house.lamps["desk"].change = lambda **values: seen.append(current_call())
    wire.set("/lamp/desk", LAMP, "level", "u", 3)
    wire.call("/lamp/desk", LAMP, "Swap", "si", "x", 3)
    assert seen == [Call(":1.7", 1, False, "/lamp/desk", PROPERTIES, "Set")]
    with pytest.raises(RuntimeError, match="no call"):
        current_call()


def test_a_result_of_the_wrong_type_is_our_fault(
    house: House, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lamp, "swap", lambda self, a, b: "not a pair")
    name, text = wire.error("/lamp/desk", LAMP, "Swap", "si", "x", 3)
    assert name == "Failed"
    assert text.startswith("internal error: EncodeError")
    assert len(house.faults) == 1


# No reply, other senders, other byte order, unknown things


async def test_no_reply_expected_is_honoured(house: House, wire: Wire) -> None:
    house.errors["bug"] = ValueError("bug")
    assert (
        wire.send(
            call(1, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name", flags=1),
            call(2, "/lamp/desk", LAMP, "Swap", "si", "x", 3, flags=1),
            call(3, "/lamp/none", LAMP, "Swap", "si", "x", 3, flags=1),
            call(4, "/lamp/desk", LAMP, "Fail", "s", "bug", flags=1),
        )
        == []
    )
    assert [type(error) for _, error in house.faults] == [ValueError]
    (signal,) = wire.send(call(5, "/lamp/desk", LAMP, "turn_on", "u", 1, flags=1))
    assert signal.kind == SIGNAL


@pytest.mark.parametrize("flags", [0, 2, 4, 6])
def test_other_flags_do_not_matter(wire: Wire, flags: int) -> None:
    for serial in (1, 2):
        (reply,) = wire.send(
            call(serial, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name", flags=flags)
        )
        assert arguments(reply) == (Variant("s", "desk"),)


def test_replies_go_to_their_callers(wire: Wire) -> None:
    for sender in (":1.1", ":1.22", ":1.333", None, ":1.1"):
        (reply,) = wire.send(
            call(9, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name", sender=sender)
        )
        assert reply.destination == sender


def test_big_endian_callers_are_answered(wire: Wire) -> None:
    calls = [
        call(1, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name", little=False),
        call(2, "/lamp/desk", PROPERTIES, "GetAll", "s", LAMP, little=False),
        call(3, "/lamp/desk", LAMP, "Swap", "si", "x", 3, little=False),
        call(
            4, "/lamp/desk", PROPERTIES, "Set", "ssv", LAMP, "level", Variant("u", 9), little=False
        ),
        call(5, "/lamp/desk", LAMP, "Swap", "s", "x", little=False),
        call(6, "/lamp/desk", LAMP, "Swap", "si", little=False, body=b"\0\0\0\1a"),
    ]
    sent = wire.send(*calls)
    assert arguments(sent[0]) == (Variant("s", "desk"),)
    assert arguments(sent[1])[0]["name"] == Variant("s", "desk")
    assert arguments(sent[2]) == (3, "x")
    assert [m.kind for m in sent[3:]] == [METHOD_RETURN, ERROR, ERROR]
    assert wire.get("/lamp/desk", LAMP, "level") == 9


def test_unknown_header_fields_change_nothing(wire: Wire) -> None:
    more = {77: Variant("a{sv}", {"x": Variant("i", 1)})}
    for serial in (1, 2):
        (reply,) = wire.send(
            call(serial, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name", more_fields=more)
        )
        assert arguments(reply) == (Variant("s", "desk"),)


def test_other_messages_are_ignored(house: House, wire: Wire) -> None:
    raw = bytearray(call(1, "/lamp/desk", LAMP, "Swap", "si", "x", 3))
    for kind in (0, 4, 5, 200):
        raw[1] = kind
        assert wire.send(bytes(raw)) == []
    assert house.faults == []
    raw[1] = 2
    assert wire.send(bytes(raw)) == []
    assert len(house.faults) == 1


# Malformed


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize(
    ("member", "signature", "body"),
    [
        ("Swap", "si", b"\1\0\0\0x\0\0\0\3\0\0"),
        ("Swap", "si", b"\1\0\0\0x\1\0\0\3\0\0\0"),
        ("Swap", "si", b"\1\0\0\0\xff\0\0\0\3\0\0\0"),
        ("Swap", "si", b"\xff\xff\xff\xffx\0\0\0\3\0\0\0"),
        ("Swap", "si", b""),
        ("Swap", "si", b"\1\0\0\0x\0\0\0\3\0\0\0\0"),
        ("Fail", "s", b"\5\0\0\0a"),
        ("Wait", "", b"\0"),
    ],
)
async def test_a_malformed_body_is_an_invalid_argument(
    house: House, wire: Wire, known: bool, member: str, signature: str, body: bytes
) -> None:
    if known:
        house.errors["x"] = DBusError("a.b", "c")
        wire.send(call(1, "/lamp/desk", LAMP, "Swap", "si", "x", 3))
        wire.send(call(1, "/lamp/desk", LAMP, "Fail", "s", "x"))
    (answer,) = wire.send(call(2, "/lamp/desk", LAMP, member, signature, body=body))
    assert answer.error_name == "org.freedesktop.DBus.Error.InvalidArgs"
    assert str(arguments(answer)[0]).startswith(f"com.example.Lamp.{member}: ")
    assert wire.call("/lamp/desk", LAMP, "Swap", "si", "x", 3) == (3, "x")


def test_get_with_odd_padding_is_invalid(wire: Wire) -> None:
    body = b"\1\0\0\0a\0\xff\xff\1\0\0\0b\0"
    (answer,) = wire.send(call(2, "/lamp/desk", PROPERTIES, "Get", "ss", body=body))
    assert answer.error_name == "org.freedesktop.DBus.Error.InvalidArgs"


def test_a_message_with_broken_fields_is_ignored_and_the_next_is_answered(
    house: House, wire: Wire
) -> None:
    broken = bytearray(call(1, "/lamp/desk", LAMP, "Swap", "si", "x", 3))
    broken[17] = 9
    good = call(2, "/lamp/desk", LAMP, "Swap", "si", "x", 3)
    (answer,) = wire.send(bytes(broken), good)
    assert answer.reply_serial == 2
    assert house.faults[0][0].startswith("service=com.example.House ignored_message_bytes=")


def test_a_broken_stream_ends_after_the_good_messages(house: House, wire: Wire) -> None:
    good = call(1, "/lamp/desk", LAMP, "Swap", "si", "x", 3)
    with pytest.raises(FramingError):
        house.service.receive(good + b"GET / HTTP/1.1\r\n\r\n")
    assert [m.reply_serial for m in wire.sent] == [1]


@given(st.data())
@CALM
def test_damaged_calls_never_break_the_service(data: st.DataObject) -> None:
    house = House()
    house.add("desk")
    wire = Wire(house.service)
    raw = bytearray(
        data.draw(
            st.sampled_from(
                [
                    call(1, "/lamp/desk", LAMP, "Swap", "si", "x", 3),
                    call(1, "/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name"),
                    call(1, "/lamp/desk", PROPERTIES, "GetAll", "s", LAMP, little=False),
                    call(
                        1,
                        "/lamp/desk",
                        PROPERTIES,
                        "Set",
                        "ssv",
                        LAMP,
                        "tags",
                        Variant("as", ["a"]),
                    ),
                ]
            )
        )
    )
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        house.service.receive(bytes(raw))
    except FramingError:
        return
    assert wire.call("/lamp/desk", LAMP, "Swap", "si", "x", 3) == (3, "x")


# Suspended handlers


async def test_a_suspended_handler_answers_in_a_later_turn(house: House, wire: Wire) -> None:
    marks: list[str] = []
    house.service.on_busy = lambda: marks.append("busy")
    house.service.on_idle = lambda: marks.append("idle")
    gates = [asyncio.get_running_loop().create_future() for _ in range(2)]
    waiting = iter(gates)
    house.waiting = lambda: next(waiting)
    assert wire.send(call(1, "/lamp/desk", LAMP, "Wait"), call(2, "/lamp/desk", LAMP, "Wait")) == []
    assert (house.service.outstanding, marks) == (2, ["busy"])
    assert wire.call("/lamp/desk", LAMP, "Swap", "si", "x", 3) == (3, "x")
    gates[1].set_result("second")
    await turns()
    house.run_deferred()
    assert (wire.sent[-1].reply_serial, arguments(wire.sent[-1])) == (2, ("second",))
    gates[0].set_exception(DBusError("a.b", "late"))
    await turns()
    house.run_deferred()
    assert (wire.sent[-1].reply_serial, wire.sent[-1].error_name) == (1, "a.b")
    assert (house.service.outstanding, marks) == (0, ["busy", "idle"])


async def turns() -> None:
    """Lets the loop run until what is ready has run."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_suspended_call_without_reply_says_nothing(house: House, wire: Wire) -> None:
    gate = asyncio.get_running_loop().create_future()
    house.waiting = lambda: gate
    wire.send(call(1, "/lamp/desk", LAMP, "Wait", flags=1))
    gate.set_exception(ValueError("nobody hears"))
    await turns()
    house.run_deferred()
    assert wire.sent == []
    assert len(house.faults) == 1
    assert house.service.outstanding == 0


async def test_calls_beyond_the_limit_are_refused(
    house: House, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "CALLS_OUTSTANDING_MAX", 1)
    gate = asyncio.get_running_loop().create_future()
    house.waiting = lambda: gate
    wire.send(call(1, "/lamp/desk", LAMP, "Wait"))
    assert wire.error("/lamp/desk", LAMP, "Wait")[0] == "LimitsExceeded"
    assert wire.get("/lamp/desk", LAMP, "name") == "desk"
    gate.set_result("x")


async def test_no_caller_may_fill_the_room_of_the_others(
    house: House, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "CALLS_OF_CALLER_MAX", 1)
    gate = asyncio.get_running_loop().create_future()
    house.waiting = lambda: gate
    wire.send(call(1, "/lamp/desk", LAMP, "Wait"))
    assert wire.error("/lamp/desk", LAMP, "Wait") == (
        "LimitsExceeded",
        "1 calls of this caller are waiting already",
    )
    assert wire.send(call(1, "/lamp/desk", LAMP, "Wait", sender=":1.8")) == []
    gate.set_result("x")
    await turns()
    assert house.service.outstanding == 0
    assert wire.call("/lamp/desk", LAMP, "Wait") == ("x",)


async def test_close_cancels_what_waits(house: House, wire: Wire) -> None:
    house.waiting = lambda: asyncio.get_running_loop().create_future()
    wire.send(call(1, "/lamp/desk", LAMP, "Wait"))
    await house.service.close()
    house.run_deferred()
    assert [(m.reply_serial, m.kind) for m in wire.sent] == [(1, ERROR)]
    assert house.service.outstanding == 0


# Objects that come and go


def test_a_vanished_object_is_unknown_and_a_new_one_is_itself(house: House, wire: Wire) -> None:
    assert wire.get("/lamp/desk", LAMP, "name") == "desk"
    del house.lamps["desk"]
    house.service.invalidate("/lamp/desk")
    assert wire.error("/lamp/desk", PROPERTIES, "Get", "ss", LAMP, "name")[0] == "UnknownObject"
    house.add("desk").name = "another"
    assert wire.get("/lamp/desk", LAMP, "name") == "another"


def test_the_memo_forgets_the_oldest_headers() -> None:
    house = House(memo_bytes_max=3000)
    wire = Wire(house.service)
    house.add(*(f"l{n}" for n in range(50)))
    for _ in range(2):
        for n in range(50):
            assert wire.get(f"/lamp/l{n}", LAMP, "name") == f"l{n}"


# Peer and Introspect


@pytest.mark.parametrize("path", ["/", "/lamp", "/lamp/desk", "/not/there"])
def test_peer_answers_on_any_path(house: House, wire: Wire, path: str) -> None:
    assert wire.call(path, PEER, "Ping") == ()
    assert wire.call(path, PEER, "GetMachineId") == (house.service.machine_id,)


def test_a_host_without_machine_id_says_so(house: House, wire: Wire) -> None:
    house.service.machine_id = ""
    assert wire.error("/", PEER, "GetMachineId")[0] == "Failed"


def test_introspection_shows_the_house(wire: Wire) -> None:
    top = wire.call("/", INTROSPECTABLE, "Introspect")[0]
    names = [part.partition('"')[0] for part in top.split('<interface name="')[1:]]
    assert names == [HOUSE, PROPERTIES, INTROSPECTABLE, PEER, MANAGER]
    assert '<node name="lamp"/>' in top
    folder = wire.call("/lamp", INTROSPECTABLE, "Introspect")[0]
    names = [part.partition('"')[0] for part in folder.split('<interface name="')[1:]]
    assert names == [INTROSPECTABLE, PEER]
    assert '<node name="desk"/>\n <node name="bed"/>' in folder
    leaf = wire.call("/lamp/desk", INTROSPECTABLE, "Introspect")[0]
    assert MANAGER not in leaf
