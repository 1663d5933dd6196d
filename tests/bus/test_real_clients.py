"""busctl, dbus-send and gdbus, unmodified, against a service on a private bus."""

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest

from rpcgen.runtime.bus import Client, serve
from rpcgen.runtime.errors import DBusError
from tests.support.bus import PrivateBus, private_bus, run_program, soon
from tests.support.rpc import LAMP, House

__all__ = ["private_bus"]

NAME = "com.example.House"
DESK = "/lamp/desk"


@pytest.fixture
async def house(private_bus: PrivateBus) -> AsyncIterator[House]:
    house = House(defer=asyncio.get_running_loop().call_soon)
    house.add("desk", "bed")
    connection = await soon(serve(house.service, private_bus.address))
    yield house
    await house.service.close()
    connection.close()


class Shell:
    """Runs programs on the bus; a failing one is a failed test unless asked for."""

    def __init__(self, bus: PrivateBus) -> None:
        self._bus = bus

    async def __call__(self, *command: str) -> str:
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not installed")
        status, out, err = await run_program(self._bus, *command)
        assert status == 0, err
        return out.strip()

    async def error(self, *command: str) -> str:
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not installed")
        status, _, err = await run_program(self._bus, *command)
        assert status != 0
        return err.strip()

    async def busctl(self, *words: str) -> str:
        return await self("busctl", "--user", *words)


@pytest.fixture
def shell(private_bus: PrivateBus, house: House) -> Shell:
    return Shell(private_bus)


async def test_busctl_calls_reads_and_sets(shell: Shell, house: House) -> None:
    assert await shell.busctl("call", NAME, DESK, LAMP, "Swap", "si", "x", "3") == 'is 3 "x"'
    assert await shell.busctl("get-property", NAME, DESK, LAMP, "auto-off") == "b false"
    await shell.busctl("set-property", NAME, DESK, LAMP, "auto-off", "b", "true")
    await shell.busctl("set-property", NAME, DESK, LAMP, "level", "i", "7")
    assert await shell.busctl("get-property", NAME, DESK, LAMP, "auto-off", "level") == (
        "b true\nu 7"
    )
    assert house.lamps["desk"].level == 7


async def test_busctl_introspects_with_values(shell: Shell) -> None:
    out = await shell.busctl("introspect", NAME, DESK, LAMP)
    rows = {line.split()[0].lstrip("."): line.split()[1:] for line in out.splitlines()}
    assert rows["Swap"] == ["method", "si", "is", "-"]
    assert rows["Switched"] == ["signal", "su", "-", "-"]
    assert rows["auto-off"] == ["property", "b", "false", "emits-change", "writable"]
    assert rows["serial-number"] == ["property", "x", "4711", "const"]
    assert rows["name"] == ["property", "s", '"desk"', "emits-invalidation", "writable"]
    assert rows["uptime"] == ["property", "t", "0", "-"]


async def test_busctl_introspects_every_object(shell: Shell) -> None:
    for path in ("/", "/lamp", DESK):
        out = await shell.busctl("introspect", NAME, path)
        assert "org.freedesktop.DBus.Peer" in out


async def test_busctl_shows_the_tree(shell: Shell) -> None:
    out = await shell.busctl("tree", "--list", NAME)
    assert out.splitlines() == ["/", "/lamp", "/lamp/bed", "/lamp/desk"]


async def test_errors_of_busctl(shell: Shell, house: House) -> None:
    house.errors["coded"] = DBusError("org.freedesktop.DBus.Error.Failed", "204:Cannot remove")
    busctl = ("busctl", "--user")
    call = (*busctl, "call", NAME)
    assert "204:Cannot remove" in await shell.error(*call, DESK, LAMP, "Fail", "s", "coded")
    assert "/lamp/none" in await shell.error(*call, "/lamp/none", LAMP, "Wait")
    assert "Nothing" in await shell.error(*call, DESK, LAMP, "Nothing")
    assert "takes 'si'" in await shell.error(*call, DESK, LAMP, "Swap", "s", "x")
    error = await shell.error(*busctl, "get-property", NAME, DESK, LAMP, "colour")
    assert f"property {LAMP}.colour is not readable, or does not exist" in error
    error = await shell.error(*busctl, "set-property", NAME, DESK, LAMP, "level", "i", "--", "-1")
    assert "property level cannot be -1, it is an unsigned 32-bit integer" in error


async def test_dbus_send_calls_and_reads(shell: Shell) -> None:
    send = ("dbus-send", "--session", "--print-reply=literal", f"--dest={NAME}")
    get = "org.freedesktop.DBus.Properties.Get"
    assert (await shell(*send, DESK, f"{LAMP}.turn_on", "uint32:4")).split() == ["on"]
    out = await shell(*send, DESK, get, f"string:{LAMP}", "string:level")
    assert out.split() == ["variant", "uint32", "4"]
    get_all = "org.freedesktop.DBus.Properties.GetAll"
    out = await shell(*send, DESK, get_all, "string:org.freedesktop.DBus.Peer")
    assert out.split() == ["array", "[", "]"]
    await shell(*send, DESK, "org.freedesktop.DBus.Peer.Ping")
    error = await shell.error(*send, "/lamp/none", f"{LAMP}.Wait")
    assert "UnknownObject: /lamp/none" in error


async def test_gdbus_calls_and_introspects(shell: Shell) -> None:
    where = ("--session", "--dest", NAME, "--object-path")
    call = ("gdbus", "call", *where)
    assert await shell(*call, DESK, "--method", f"{LAMP}.Swap", "x", "3") == "(3, 'x')"
    method = "org.freedesktop.DBus.ObjectManager.GetManagedObjects"
    out = await shell(*call, "/", "--method", method)
    assert f"'/lamp/desk': {{'{LAMP}': {{'level': <uint32 0>, 'name': <'desk'>}}}}" in out
    out = await shell("gdbus", "introspect", *where, "/", "--recurse")
    assert "node /lamp/bed {" in out
    assert "readwrite b auto-off = false;" in out
    assert "Switched(s state," in out


async def test_gdbus_monitor_sees_signals_and_changes(
    private_bus: PrivateBus, house: House
) -> None:
    if shutil.which("gdbus") is None:
        pytest.skip("gdbus is not installed")
    monitor = await asyncio.create_subprocess_exec(
        *("gdbus", "monitor", "--session", "--dest", NAME),
        env=private_bus.environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    assert monitor.stdout is not None
    client = await soon(Client.connect(private_bus.address))
    while b"is owned by" not in await soon(monitor.stdout.readline()):
        pass
    reading = asyncio.ensure_future(two_lines(monitor.stdout))
    # It says that the name is owned before it listens: tell it until it has heard.
    while not reading.done():
        house.service.interfaces_removed("/lamp/bed")
        house.service.properties_changed(DESK, LAMP, ["level", "name"])
        await soon(client.bus_call("GetId", "", b""))
    lines = sorted(reading.result())
    assert "ObjectManager.InterfacesRemoved (objectpath '/lamp/bed'" in lines[0]
    assert f"PropertiesChanged ('{LAMP}', {{'level': <uint32 0>}}, ['name'])" in lines[1]
    client.close()
    monitor.kill()
    await soon(monitor.communicate())


async def two_lines(stream: asyncio.StreamReader) -> list[str]:
    return [(await soon(stream.readline())).decode() for _ in range(2)]
