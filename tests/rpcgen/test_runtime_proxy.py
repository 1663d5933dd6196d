"""The base of generated clients against a service in the same process."""

from collections.abc import Callable

import pytest

from rpcgen.runtime.codec import EncodeError, Variant, decode, encode
from rpcgen.runtime.errors import DBusError
from rpcgen.runtime.message import ERROR, SIGNAL
from rpcgen.runtime.proxy import Proxy
from tests.support.rpc import LAMP, House
from tests.support.wire import PROPERTIES, Wire, arguments

DESK = "/lamp/desk"


class Hearing:
    """A subscription of the fake client."""

    def __init__(self, heard: list[object], row: object) -> None:
        self._heard = heard
        self._row = row

    async def cancel(self) -> None:
        self._heard.remove(self._row)


class NearClient:
    """proxy.Caller straight into a service, without a bus."""

    def __init__(self, house: House) -> None:
        self.wire = Wire(house.service)
        self.calls: list[tuple[str, str, str]] = []
        self.heard: list[tuple[tuple[str, ...], Callable[[str, bytes], None]]] = []

    async def call(
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str,
        body: bytes,
        *,
        no_reply: bool = False,
    ) -> tuple[str, bytes]:
        self.calls.append((destination, path, member))
        answer = self.wire.answer(path, interface, member, signature, *decode(signature, body))
        if answer.kind == ERROR:
            raise DBusError(answer.error_name, arguments(answer)[0])
        return answer.signature, answer.body

    async def subscribe(
        self,
        sender: str,
        path: str,
        interface: str,
        member: str,
        callback: Callable[[str, bytes], None],
    ) -> Hearing:
        row = ((sender, path, interface, member), callback)
        self.heard.append(row)
        return Hearing(self.heard, row)

    def deliver(self) -> None:
        """Every signal that the service has sent."""
        for signal in self.wire.sent:
            for (_, *key), callback in self.heard:
                if signal.kind == SIGNAL and key == [signal.path, signal.interface, signal.member]:
                    callback(signal.signature, signal.body)


@pytest.fixture
async def house() -> House:
    house = House()
    house.add("desk")
    return house


@pytest.fixture
async def client(house: House) -> NearClient:
    return NearClient(house)


@pytest.fixture
async def proxy(client: NearClient) -> Proxy:
    return Proxy(client, "com.example.House", DESK)


async def test_calls_go_to_the_object_and_give_the_body(client: NearClient, proxy: Proxy) -> None:
    body = await proxy._rpc_call(LAMP, "Swap", "si", encode("si", ("x", 3)), "is")
    assert decode("is", body) == (3, "x")
    assert client.calls == [("com.example.House", DESK, "Swap")]


async def test_errors_are_raised(proxy: Proxy) -> None:
    with pytest.raises(DBusError) as caught:
        await proxy._rpc_call(LAMP, "Nothing", "", b"", "")
    assert (caught.value.name.rpartition(".")[2], caught.value.text) == ("UnknownMethod", "Nothing")
    assert str(caught.value) == "org.freedesktop.DBus.Error.UnknownMethod: Nothing"


async def test_a_reply_of_another_type_is_an_error(proxy: Proxy) -> None:
    with pytest.raises(DBusError, match="Swap answered 'is', not 'si'"):
        await proxy._rpc_call(LAMP, "Swap", "si", encode("si", ("x", 3)), "si")
    with pytest.raises(DBusError, match="is 'u', not 's'"):
        await proxy._rpc_get(LAMP, "level", "s")


@pytest.mark.parametrize(
    ("name", "signature", "value"),
    [("level", "u", 7), ("name", "s", "new"), ("tags", "as", ["a", "b"]), ("auto-off", "b", True)],
)
async def test_properties_are_set_and_read(
    proxy: Proxy, name: str, signature: str, value: object
) -> None:
    await proxy._rpc_set(LAMP, name, signature, value)
    assert await proxy._rpc_get(LAMP, name, signature) == value
    assert (await proxy._rpc_get_all(LAMP))[name] == value


async def test_a_value_of_the_wrong_type_is_not_sent(client: NearClient, proxy: Proxy) -> None:
    with pytest.raises(EncodeError):
        await proxy._rpc_set(LAMP, "level", "u", "much")
    assert client.calls == []


async def test_signals_reach_their_callback_until_cancelled(
    client: NearClient, proxy: Proxy
) -> None:
    got: list[tuple[object, ...]] = []
    hearing = await proxy._rpc_subscribe(LAMP, "Switched", "su", lambda *args: got.append(args))
    other = await proxy._rpc_subscribe(LAMP, "Switched", "s", lambda *args: got.append(("bad",)))
    await proxy._rpc_call(LAMP, "turn_on", "u", encode("u", (4,)), "s")
    client.deliver()
    assert got == [("on", 4)]
    await hearing.cancel()
    await other.cancel()
    client.deliver()
    assert got == [("on", 4)]


async def test_property_changes_reach_their_callback(
    house: House, client: NearClient, proxy: Proxy
) -> None:
    got: list[tuple[object, ...]] = []
    await proxy._rpc_on_properties_changed(LAMP, lambda *args: got.append(args))
    house.service.properties_changed(DESK, LAMP, ["level", "name"])
    house.run_deferred()
    client.deliver()
    assert got == [({"level": 0}, ["name"])]
    values = encode("sa{sv}as", ("another.interface", {"x": Variant("i", 1)}, []))
    for (_, _, interface, _), callback in client.heard:
        assert interface == PROPERTIES
        callback("sa{sv}as", values)
    assert len(got) == 1
