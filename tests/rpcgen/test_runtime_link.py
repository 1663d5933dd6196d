"""Reader and writer against a peer at the other end of a socket pair."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from rpcgen.runtime import link as link_module
from rpcgen.runtime.codec import Variant, encode
from rpcgen.runtime.interface import SignalMessage
from rpcgen.runtime.link import Link
from rpcgen.runtime.message import METHOD_RETURN, SIGNAL, Message, length_of, parse
from tests.support.bus import soon
from tests.support.rpc import LAMP, House
from tests.support.wire import PROPERTIES, arguments, call

DESK = "/lamp/desk"


class Peer:
    """The bus's end of the connection."""

    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream
        self.data = b""

    async def send(self, data: bytes) -> None:
        await soon(asyncio.get_running_loop().sock_sendall(self.stream, data))

    async def message(self) -> Message:
        """The next message that comes."""
        while len(self.data) < 16 or len(self.data) < length_of(self.data, 0):
            data = await soon(asyncio.get_running_loop().sock_recv(self.stream, 1 << 20))
            assert data, "the connection was closed"
            self.data += data
        length = length_of(self.data, 0)
        message, self.data = parse(self.data[:length]), self.data[length:]
        return message

    async def messages(self, count: int) -> list[Message]:
        return [await self.message() for _ in range(count)]


class Rig:
    """A house whose service is at one end of a socket pair, a peer at the other."""

    def __init__(self, ours: socket.socket, theirs: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        self.house = House(defer=loop.call_soon)
        self.desk = self.house.add("desk")
        self.link = Link(ours, self.house.service)
        self.house.service.attach(self.link)
        self.peer = Peer(theirs)
        self.link.start()

    def emit(self, level: int) -> None:
        body = encode("su", ("x" * 1000, level))
        self.house.service.emit(DESK, SignalMessage(LAMP, "Switched", "su", body))


@pytest.fixture
async def rig() -> Iterator[Rig]:
    ours, theirs = socket.socketpair()
    for stream in (ours, theirs):
        stream.setblocking(False)
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32768)
    rig = Rig(ours, theirs)
    yield rig
    rig.link.close()
    theirs.close()


def get(serial: int, name: str = "name") -> bytes:
    return call(serial, DESK, PROPERTIES, "Get", "ss", LAMP, name)


async def turns(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_many_messages_in_one_piece_and_one_message_in_many(rig: Rig) -> None:
    await rig.peer.send(b"".join(get(n) for n in range(1, 51)))
    assert [m.reply_serial for m in await rig.peer.messages(50)] == list(range(1, 51))
    for byte in get(51):
        await rig.peer.send(bytes((byte,)))
    assert (await rig.peer.message()).reply_serial == 51


async def test_a_large_message_is_gathered(rig: Rig) -> None:
    tags = ["x" * 1000] * 3000
    values = (LAMP, "tags", Variant("as", tags))
    large = call(1, DESK, PROPERTIES, "Set", "ssv", *values)
    await rig.peer.send(get(2) + large + get(3))
    replies = await rig.peer.messages(3)
    assert [m.reply_serial for m in replies] == [2, 1, 3]
    assert rig.desk.tags == tags


async def test_a_long_batch_lets_others_run(rig: Rig) -> None:
    ran = []
    loop = asyncio.get_running_loop()
    calls = b"".join(call(n, DESK, LAMP, "Swap", "si", "x", n) for n in range(1, 200))
    rig.link._unused = b""
    rig.link._work(calls)
    loop.call_soon(lambda: ran.append(rig.link._resuming))
    replies = await rig.peer.messages(199)
    assert [m.reply_serial for m in replies] == list(range(1, 200))
    assert ran == [True]


async def test_bytes_of_the_hand_over_come_first() -> None:
    ours, theirs = socket.socketpair()
    for stream in (ours, theirs):
        stream.setblocking(False)
    house = House()
    house.add("desk")
    link = Link(ours, house.service, get(1) + get(2)[:20])
    house.service.attach(link)
    peer = Peer(theirs)
    await peer.send(get(2)[20:])
    link.start()
    assert [m.reply_serial for m in await peer.messages(2)] == [1, 2]
    link.close()
    theirs.close()


async def test_the_reason_of_the_end_is_told(rig: Rig) -> None:
    rig.peer.stream.close()
    assert await soon(rig.link.closed) == "the bus closed the connection"
    rig.emit(1)
    await turns()


async def test_a_write_to_a_dead_peer_ends_the_link(rig: Rig) -> None:
    rig.link._stop_reading()
    rig.peer.stream.close()
    rig.emit(1)
    assert (await soon(rig.link.closed)).startswith("writing failed")


async def test_garbage_ends_the_link_after_the_good_messages(rig: Rig) -> None:
    await rig.peer.send(get(1) + b"GET / HTTP/1.1\r\n\r\n")
    assert (await rig.peer.message()).reply_serial == 1
    assert "byte order" in await soon(rig.link.closed)


async def test_an_oversized_message_ends_the_link(rig: Rig) -> None:
    await rig.peer.send(b"l\1\0\1\xff\xff\xff\x7f\1\0\0\0\x10\0\0\0")
    assert "at most" in await soon(rig.link.closed)


async def test_a_fault_of_our_own_ends_the_link_rather_than_losing_a_message(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: bytes, at: int = 0) -> tuple[int, bool]:
        raise ZeroDivisionError

    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
    monkeypatch.setattr(rig.house.service, "receive", fail)
    await rig.peer.send(get(1))
    assert (await soon(rig.link.closed)).startswith("a fault of our own")
    assert len(faults) == 1


async def test_a_full_socket_loses_nothing_and_keeps_the_order(rig: Rig) -> None:
    for level in range(500):
        rig.emit(level)
        if level % 50 == 0:
            await turns(2)
    await turns(2)
    assert rig.link.blocked
    signals = await rig.peer.messages(500)
    assert [arguments(m)[1] for m in signals] == list(range(500))
    await turns()
    assert not rig.link.blocked


async def test_changes_are_told_once_with_the_last_value_after_a_stall(rig: Rig) -> None:
    for level in range(100):
        rig.emit(level)
    await turns(2)
    assert rig.link.blocked
    for level in range(1000):
        rig.desk.change(level=level)
        rig.house.service.properties_changed(DESK, LAMP, ["level"])
        await turns(1)
    sent = await rig.peer.messages(101)
    assert [m.member for m in sent] == ["Switched"] * 100 + ["PropertiesChanged"]
    assert arguments(sent[-1])[1] == {"level": Variant("u", 999)}


async def test_reading_stops_while_too_much_is_unsent(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "READING_STOPS_ABOVE_BYTES", 50_000)
    rig.desk.change(tags=["x" * 1000] * 20)
    calls = 4000
    sending = asyncio.ensure_future(
        rig.peer.send(b"".join(get(n, "tags") for n in range(1, calls + 1)))
    )
    await turns(200)
    assert rig.link.blocked
    assert not rig.link._reading
    assert not sending.done()
    kept = rig.link._unsent_bytes()
    await turns(200)
    assert rig.link._unsent_bytes() == kept
    replies = await rig.peer.messages(calls)
    assert [m.reply_serial for m in replies] == list(range(1, calls + 1))
    await sending
    await rig.peer.send(get(9999))
    assert (await rig.peer.message()).reply_serial == 9999


async def test_replies_that_end_during_a_stall_are_kept(rig: Rig) -> None:
    gate = asyncio.get_running_loop().create_future()
    rig.house.waiting = lambda: gate
    await rig.peer.send(call(1, DESK, LAMP, "Wait"))
    await turns()
    for level in range(100):
        rig.emit(level)
    await turns(2)
    assert rig.link.blocked
    gate.set_result("late")
    await turns()
    sent = await rig.peer.messages(101)
    assert {m.kind for m in sent[:100]} == {SIGNAL}
    assert (sent[100].kind, arguments(sent[100])) == (METHOD_RETURN, ("late",))
