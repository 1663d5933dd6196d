"""A bus that stands still, and clients that do not read: the service lives on."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from rpcgen.runtime.bus import BusConnection, Client, serve
from rpcgen.runtime.codec import decode, encode
from rpcgen.runtime.interface import SignalMessage
from tests.support.bus import PrivateBus, private_bus, soon
from tests.support.rpc import LAMP, House

__all__ = ["private_bus"]

NAME = "com.example.House"
DESK = "/lamp/desk"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Site:
    """A house on a bus, and its connection."""

    def __init__(self, house: House, connection: BusConnection) -> None:
        self.house = house
        self.connection = connection
        self.link = connection._link

    def emit(self, level: int) -> None:
        body = encode("su", ("x" * 1000, level))
        self.house.service.emit(DESK, SignalMessage(LAMP, "Switched", "su", body))


@pytest.fixture
async def site(private_bus: PrivateBus) -> AsyncIterator[Site]:
    house = House(defer=asyncio.get_running_loop().call_soon)
    house.add("desk")
    site = Site(house, await soon(serve(house.service, private_bus.address)))
    yield site
    site.connection.close()


async def turn() -> None:
    await asyncio.sleep(0)


async def get(client: Client, name: str) -> object:
    body = encode("ss", (LAMP, name))
    reply = await soon(client.call(NAME, DESK, PROPERTIES, "Get", "ss", body))
    (variant,) = decode(*reply)
    return variant.value


async def test_a_bus_that_stands_still_gets_everything_later(
    private_bus: PrivateBus, site: Site
) -> None:
    client = await soon(Client.connect(private_bus.address))
    levels: list[int] = []
    changes: list[object] = []

    def switched(signature: str, body: bytes) -> None:
        levels.append(decode(signature, body)[1])

    def changed(signature: str, body: bytes) -> None:
        changes.append(decode(signature, body)[1]["level"].value)

    await soon(client.subscribe(NAME, DESK, LAMP, "Switched", switched))
    await soon(client.subscribe(NAME, DESK, PROPERTIES, "PropertiesChanged", changed))
    private_bus.pause()
    sent = 0
    while not site.link.blocked:
        site.emit(sent)
        sent += 1
        await turn()
    for level in range(100):
        site.house.lamps["desk"].change(level=level)
        site.house.service.properties_changed(DESK, LAMP, ["level"])
        site.emit(sent)
        sent += 1
        await turn()
    private_bus.resume()
    assert await get(client, "level") == 99
    assert levels == list(range(sent))
    assert changes == [99]
    client.close()


async def test_a_client_that_does_not_read_harms_nobody(
    private_bus: PrivateBus, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = await soon(Client.connect(private_bus.address))
    await soon(deaf.subscribe(NAME, DESK, LAMP, "Switched", lambda signature, body: None))
    deaf._link._stop_reading()
    monkeypatch.setattr(deaf._link, "_read_on", lambda: None)
    waiting = [
        asyncio.ensure_future(deaf.call(NAME, DESK, LAMP, "Swap", "si", encode("si", ("x", n))))
        for n in range(1000)
    ]
    hearing = await soon(Client.connect(private_bus.address))
    for level in range(5000):
        site.emit(level)
        if level % 100 == 0:
            assert await get(hearing, "name") == "desk"
    assert not any(future.done() for future in waiting)
    monkeypatch.undo()
    deaf._link._read_on()
    replies = await soon(asyncio.gather(*waiting))
    assert [decode(*reply) for reply in replies] == [(n, "x") for n in range(1000)]
    deaf.close()
    hearing.close()


async def test_calls_pile_up_in_the_bus_while_the_service_is_stuck(
    private_bus: PrivateBus, site: Site
) -> None:
    client = await soon(Client.connect(private_bus.address))
    site.link._stop_reading()
    calls = [asyncio.ensure_future(get(client, "name")) for _ in range(3000)]
    for _ in range(50):
        await turn()
    site.link._read_on()
    assert set(await soon(asyncio.gather(*calls))) == {"desk"}
    client.close()
