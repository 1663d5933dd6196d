"""Services and clients on a private dbus-daemon, and what of dbus-next we lean on."""

import asyncio
import importlib.metadata
import logging
import socket
from pathlib import Path

import pytest

from rpcgen.runtime.bus import BusConnection, Client, serve
from rpcgen.runtime.codec import Variant, decode, encode
from rpcgen.runtime.errors import DBusError, Disconnected, NameTaken, NoBus
from rpcgen.runtime.proxy import Proxy
from tests.support.bus import PrivateBus, private_bus, soon
from tests.support.rpc import HOUSE, LAMP, House

__all__ = ["private_bus"]

NAME = "com.example.House"
PEER = "org.freedesktop.DBus.Peer"


async def open_house(bus: PrivateBus) -> tuple[House, BusConnection]:
    house = House(defer=asyncio.get_running_loop().call_soon)
    house.add("desk", "bed")
    return house, await soon(serve(house.service, bus.address))


async def lamp(client: Client, path: str = "/lamp/desk") -> Proxy:
    return Proxy(client, NAME, path)


async def test_calls_errors_and_signals_over_a_bus(private_bus: PrivateBus) -> None:
    _, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))
    proxy = await lamp(client)
    got: asyncio.Queue[tuple[object, ...]] = asyncio.Queue()
    await soon(proxy._rpc_subscribe(LAMP, "Switched", "su", lambda *args: got.put_nowait(args)))
    body = await soon(proxy._rpc_call(LAMP, "turn_on", "u", encode("u", (4,)), "s"))
    assert decode("s", body) == ("on",)
    assert await soon(got.get()) == ("on", 4)
    assert await soon(proxy._rpc_get(LAMP, "level", "u")) == 4
    with pytest.raises(DBusError, match="UnknownMethod: Nothing"):
        await soon(proxy._rpc_call(LAMP, "Nothing", "", b"", ""))
    assert connection.unique_name != client.unique_name
    client.close()
    connection.close()


async def test_a_call_that_wants_no_reply_is_handed_over_and_not_waited_for(
    private_bus: PrivateBus,
) -> None:
    _, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))
    proxy = await lamp(client)
    body = encode("u", (4,))
    assert await soon(proxy._rpc_call(LAMP, "turn_on", "u", body, "", no_reply=True)) == b""
    assert client._waiting == {}
    assert await soon(proxy._rpc_get(LAMP, "level", "u")) == 4
    client.close()
    with pytest.raises(Disconnected):
        await soon(proxy._rpc_call(LAMP, "turn_on", "u", body, "", no_reply=True))
    connection.close()


async def test_many_calls_in_flight_find_their_own_replies(private_bus: PrivateBus) -> None:
    _, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))
    calls = [
        client.call(NAME, "/lamp/desk", LAMP, "Swap", "si", encode("si", (str(n), n)))
        for n in range(2000)
    ]
    replies = await soon(asyncio.gather(*calls))
    assert [decode(*reply) for reply in replies] == [(n, str(n)) for n in range(2000)]
    client.close()
    connection.close()


async def test_a_taken_name_is_fatal(private_bus: PrivateBus) -> None:
    _, connection = await open_house(private_bus)
    with pytest.raises(NameTaken, match=r"com\.example\.House is not ours: RequestName answered"):
        await open_house(private_bus)
    connection.close()


async def test_a_refused_name_is_the_buses_error(private_bus: PrivateBus) -> None:
    house = House()
    house.service.name = "org.freedesktop.DBus"
    with pytest.raises(DBusError, match="InvalidArgs"):
        await soon(serve(house.service, private_bus.address))


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "nonsense", "unix:", "tcp:port=x"])
async def test_no_bus_says_where(address: str) -> None:
    with pytest.raises(NoBus) as caught:
        await soon(Client.connect(address))
    assert str(caught.value).startswith(f"no bus at {address}: ")


async def test_a_bus_that_hangs_up_during_authentication_is_no_bus(tmp_path: Path) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n")
        writer.close()

    server = await asyncio.start_unix_server(hang_up, tmp_path / "bus")
    with pytest.raises(NoBus, match="hung up during authentication"):
        await soon(Client.connect(f"unix:path={tmp_path / 'bus'}"))
    server.close()


async def test_the_end_of_the_bus_is_told_to_everybody(private_bus: PrivateBus) -> None:
    house, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))
    house.waiting = lambda: asyncio.get_running_loop().create_future()
    call = asyncio.ensure_future(client.call(NAME, "/lamp/desk", LAMP, "Wait", "", b""))
    while house.service.outstanding == 0:
        await asyncio.sleep(0)
    private_bus.stop()
    assert await soon(connection.wait_closed()) == "the bus closed the connection"
    assert await soon(client.wait_closed()) == "the bus closed the connection"
    with pytest.raises(Disconnected):
        await soon(call)
    with pytest.raises(Disconnected, match="was not sent"):
        await client.bus_call("GetId", "", b"")
    await soon(house.service.close())


async def test_closing_a_client_ends_its_calls(private_bus: PrivateBus) -> None:
    house, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))
    house.waiting = lambda: asyncio.get_running_loop().create_future()
    call = asyncio.ensure_future(client.call(NAME, "/lamp/desk", LAMP, "Wait", "", b""))
    await asyncio.sleep(0)
    client.close()
    with pytest.raises(Disconnected, match="closed"):
        await soon(call)
    connection.close()
    assert await soon(connection.wait_closed()) == "closed"


async def test_two_services_share_a_turn(private_bus: PrivateBus) -> None:
    one = House(defer=asyncio.get_running_loop().call_soon)
    two = House(defer=asyncio.get_running_loop().call_soon)
    two.service.name = "com.example.Annex"
    one.add("desk")
    two.add("sofa")
    connections = [await soon(serve(house.service, private_bus.address)) for house in (one, two)]
    client = await soon(Client.connect(private_bus.address))
    for name, path in ((NAME, "/lamp/desk"), ("com.example.Annex", "/lamp/sofa")):
        reply = await soon(client.call(name, "/", HOUSE, "list_lamps", "", b""))
        assert decode(*reply) == ([path],)
        assert await client.name_has_owner(name)
    assert not await client.name_has_owner("com.example.Shed")
    client.close()
    for connection in connections:
        connection.close()


async def test_a_cancelled_subscription_hears_nothing_more(private_bus: PrivateBus) -> None:
    _, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))
    got: list[bytes] = []
    subscription = await soon(
        client.subscribe(NAME, "/lamp/desk", LAMP, "Switched", lambda sig, body: got.append(body))
    )
    turn_on = ("/lamp/desk", LAMP, "turn_on", "u", encode("u", (1,)))
    await soon(client.call(NAME, *turn_on))
    await soon(subscription.cancel())
    await soon(client.call(NAME, *turn_on))
    assert len(got) == 1
    client.close()
    connection.close()


async def test_a_subscriber_that_fails_is_logged(
    private_bus: PrivateBus, caplog: pytest.LogCaptureFixture
) -> None:
    _, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))

    def fail(signature: str, body: bytes) -> None:
        raise LookupError("deaf")

    await soon(client.subscribe(NAME, "/lamp/desk", LAMP, "Switched", fail))
    with caplog.at_level(logging.ERROR):
        await soon(client.call(NAME, "/lamp/desk", LAMP, "turn_on", "u", encode("u", (1,))))
        await soon(client.bus_call("GetId", "", b""))
    assert "signal=com.example.Lamp.Switched" in caplog.text
    client.close()
    connection.close()


async def test_faults_of_handlers_are_logged_with_their_place(
    private_bus: PrivateBus, caplog: pytest.LogCaptureFixture
) -> None:
    house, connection = await open_house(private_bus)
    client = await soon(Client.connect(private_bus.address))
    house.errors["bug"] = ZeroDivisionError("by zero")
    with caplog.at_level(logging.ERROR), pytest.raises(DBusError, match="internal error: ZeroDiv"):
        await soon(client.call(NAME, "/lamp/desk", LAMP, "Fail", "s", encode("s", ("bug",))))
    assert "path=/lamp/desk member=com.example.Lamp.Fail" in caplog.text
    assert "Traceback" in caplog.text
    client.close()
    connection.close()


async def test_the_machine_id_is_the_hosts(private_bus: PrivateBus) -> None:
    house = House(defer=asyncio.get_running_loop().call_soon)
    house.service.machine_id = ""
    connection = await soon(serve(house.service, private_bus.address))
    for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        if Path(name).exists():
            assert house.service.machine_id == Path(name).read_text().strip()
            break
    connection.close()


async def test_a_big_endian_service_is_understood() -> None:
    """A reply in the other byte order comes out little endian."""
    ours, theirs = socket.socketpair()
    for stream in (ours, theirs):
        stream.setblocking(False)
    from rpcgen.runtime.link import Link
    from tests.support.wire import message

    client = Client(":1.1", 10)
    client.attach(Link(ours, client))
    call = asyncio.ensure_future(client.call("a.b", "/", "a.b", "M", "", b""))
    await asyncio.sleep(0)
    values = ({"a": Variant("i", 7)}, "text")
    body = encode("a{sv}s", values, little=False)
    fields = {5: Variant("u", 11), 8: Variant("g", "a{sv}s")}
    theirs.send(message(2, 1, fields, body, little=False))
    assert decode(*await soon(call)) == values
    client.close()
    theirs.close()


async def test_dbus_next_has_what_the_take_over_reads(private_bus: PrivateBus) -> None:
    """Pins the private attributes that bus.py uses to dbus-next 0.2.3."""
    assert importlib.metadata.version("dbus-next") == "0.2.3"
    from dbus_next.aio.message_bus import MessageBus

    bus = MessageBus(bus_address=private_bus.address)
    assert callable(bus._auth_readline)
    await soon(bus.connect())
    assert isinstance(bus._sock, socket.socket)
    assert bus._fd == bus._sock.fileno()
    assert isinstance(bus._unmarshaller.buf, bytearray)
    assert isinstance(bus._stream.peek(), bytes)
    assert isinstance(bus.unique_name, str)
    assert bus.next_serial() > 1
    bus.disconnect()
