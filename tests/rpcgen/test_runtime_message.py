"""Framing, header fields, and the headers that we send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen.runtime.codec import DecodeError, EncodeError, Variant, decode
from rpcgen.runtime.message import (
    ERROR,
    HEAD_BYTES,
    METHOD_CALL,
    METHOD_RETURN,
    REPLY_HEAD,
    REPLY_SERIAL_FIELD,
    RETURN_WORD,
    SIGNAL,
    FramingError,
    call_message,
    error_message,
    length_of,
    member_fields,
    parse,
    reply_tail,
    signal_message,
)
from tests.support.signatures import CALM
from tests.support.wire import call, message


@pytest.mark.parametrize("little", [True, False])
def test_a_call_is_read_in_both_byte_orders(little: bool) -> None:
    data = call(9, "/a/b", "com.example.I", "M", "si", "x", -3, little=little, flags=1)
    assert length_of(data, 0) == len(data)
    read = parse(data)
    assert (read.kind, read.flags, read.serial, read.little) == (METHOD_CALL, 1, 9, little)
    assert (read.path, read.interface, read.member) == ("/a/b", "com.example.I", "M")
    assert (read.sender, read.destination) == (":1.7", "com.example.House")
    assert decode(read.signature, read.body, little) == ("x", -3)


def test_unknown_header_fields_are_skipped() -> None:
    more = {
        42: Variant("a{sv}", {"a": Variant("(id)", (1, 2.0))}),
        9: Variant("u", 2),
        200: Variant("v", Variant("y", 1)),
    }
    read = parse(call(1, "/", "com.example.I", "M", more_fields=more))
    assert (read.path, read.member, read.sender) == ("/", "M", ":1.7")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (1, {3: Variant("s", "M")}),
        (1, {1: Variant("o", "/")}),
        (2, {}),
        (3, {5: Variant("u", 1)}),
        (3, {4: Variant("s", "a.b")}),
        (4, {1: Variant("o", "/"), 3: Variant("s", "M")}),
        (1, {1: Variant("s", "/"), 3: Variant("s", "M")}),
        (2, {5: Variant("i", 1)}),
        (2, {5: Variant("u", 1), 0: Variant("y", 1)}),
    ],
)
def test_missing_or_mistyped_header_fields_are_refused(
    kind: int, fields: dict[int, Variant]
) -> None:
    with pytest.raises(DecodeError):
        parse(message(kind, 1, fields))


def test_unknown_message_types_need_no_fields() -> None:
    assert parse(message(77, 1, {})).kind == 77


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((0, b"x"), "byte order"),
        ((3, b"\2"), "version 2"),
        ((4, b"\0\0\0\x08"), "at most"),
        ((12, b"\1\0\0\4"), "at most"),
    ],
)
def test_a_broken_stream_is_a_framing_error(change: tuple[int, bytes], reason: str) -> None:
    at, data = change
    broken = bytearray(call(1, "/", "a.b", "M"))
    broken[at : at + len(data)] = data
    with pytest.raises(FramingError, match=reason):
        length_of(bytes(broken), 0)


@given(st.integers(16, 400), st.data())
@CALM
def test_a_damaged_header_is_refused_or_read_but_never_another_error(
    end: int, data: st.DataObject
) -> None:
    raw = bytearray(call(1, "/a/b", "com.example.I", "M", "si", "x", 1))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(1, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        if length_of(bytes(raw), 0) == len(raw):
            parse(bytes(raw))
    except (FramingError, DecodeError):
        return


def test_a_reply_has_its_serial_first() -> None:
    tail, fields_length = reply_tail(":1.99", "as")
    body = b"\0\0\0\0"
    head = REPLY_HEAD.pack(RETURN_WORD, len(body), 5, fields_length, REPLY_SERIAL_FIELD, 77)
    data = head + tail + body
    assert length_of(data, 0) == len(data)
    read = parse(data)
    assert (read.kind, read.flags, read.serial, read.reply_serial) == (METHOD_RETURN, 1, 5, 77)
    assert (read.destination, read.signature, read.body) == (":1.99", "as", body)


@pytest.mark.parametrize("destination", [None, ":1.1", ":1.12345678"])
@pytest.mark.parametrize("signature", ["", "v", "a{sv}"])
def test_reply_tails_end_where_a_body_may_begin(destination: str | None, signature: str) -> None:
    tail, fields_length = reply_tail(destination, signature)
    assert (24 + len(tail)) % 8 == 0
    data = REPLY_HEAD.pack(RETURN_WORD, 0, 5, fields_length, REPLY_SERIAL_FIELD, 7) + tail
    assert length_of(data, 0) == len(data)
    read = parse(data)
    assert (read.destination, read.signature) == (destination, signature)


def test_errors_carry_one_sentence() -> None:
    read = parse(error_message(3, 9, ":1.4", "com.example.Error.Bad", "no\0good \ud800"))
    assert (read.kind, read.error_name, read.reply_serial) == (ERROR, "com.example.Error.Bad", 9)
    assert decode(read.signature, read.body) == ("no good ?",)


@pytest.mark.parametrize("name", ["", "NoDot", "a..b", "1a.b", "a.b c", "a." + "b" * 260, "a.ä"])
def test_an_error_name_that_no_bus_forwards_moves_into_the_sentence(name: str) -> None:
    read = parse(error_message(3, 9, None, name, "why"))
    assert read.error_name == "org.freedesktop.DBus.Error.Failed"
    assert decode("s", read.body) == (f"{name}: why",)


@pytest.mark.parametrize("path", ["/", "/a", "/vm/00000000_0000"])
@pytest.mark.parametrize("signature", ["", "s", "so"])
def test_signals_have_their_path_before_the_kept_fields(path: str, signature: str) -> None:
    values = {"": b"", "s": b"\1\0\0\0a\0", "so": b"\1\0\0\0a\0\0\0\1\0\0\0/\0"}
    fields = member_fields("com.example.I", "Changed", signature)
    data = signal_message(8, path, fields, values[signature])
    assert length_of(data, 0) == len(data)
    read = parse(data)
    assert (read.kind, read.serial, read.path) == (SIGNAL, 8, path)
    assert (read.interface, read.member, read.signature) == ("com.example.I", "Changed", signature)
    assert read.body == values[signature]


@pytest.mark.parametrize(
    "names",
    [
        ("a.b", "a.b", "turn-on"),
        ("a.b", "a.b", ""),
        ("a.b", "a.b", "1st"),
        ("a.b", "a.b", "x" * 256),
        ("a.b", "a", "M"),
        ("a.b", "a.b-c", "M"),
        ("a.b", "a..b", "M"),
        ("a", "a.b", "M"),
        ("a.b c", "a.b", "M"),
        ("1.b", "a.b", "M"),
    ],
)
def test_names_that_would_cost_the_connection_are_not_sent(names: tuple[str, str, str]) -> None:
    destination, interface, member = names
    with pytest.raises(EncodeError, match="not a name for D-Bus"):
        call_message(4, destination, "/a", interface, member, "", b"")


@pytest.mark.parametrize("destination", [":1.5", "a.b", "com.example-x.Y_z", "a.-b", ":1.2.3"])
def test_bus_names(destination: str) -> None:
    assert parse(call_message(4, destination, "/a", "a.b", "M", "", b"")).destination == destination


def test_calls_that_we_make_are_read_back() -> None:
    data = call_message(4, "com.example.X", "/a", "com.example.I", "M", "u", b"\1\0\0\0")
    assert length_of(data, 0) == len(data) > HEAD_BYTES
    read = parse(data)
    assert read.flags == 0
    assert (read.kind, read.serial, read.destination, read.path) == (1, 4, "com.example.X", "/a")
    assert (read.interface, read.member, read.signature) == ("com.example.I", "M", "u")


def test_a_call_may_want_no_reply() -> None:
    read = parse(call_message(4, "a.b", "/a", "a.b", "M", "", b"", no_reply=True))
    assert (read.kind, read.flags, read.member) == (1, 1, "M")
