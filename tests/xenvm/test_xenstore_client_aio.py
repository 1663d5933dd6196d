import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from xenvm.clock import RealClock
from xenvm.errors import XenstoreError
from xenvm.xenstore import perms
from xenvm.xenstore.client.aio import Client
from xenvm.xenstore.daemon.pollers import AsyncioPoller
from xenvm.xenstore.daemon.server import Server
from xenvm.xenstore.store import Store


@pytest.fixture
async def server(tmp_path: Path) -> Iterator[Server]:
    """The daemon's sockets on the loop of the test itself."""
    one = Server(Store(), tmp_path, AsyncioPoller(asyncio.get_running_loop(), RealClock()))
    one.start()
    yield one
    one.close()


async def connect(server: Server) -> Client:
    return await Client.connect(server.rundir / "socket")


async def test_verbs_reach_the_store(server: Server) -> None:
    client = await connect(server)
    await client.write("/t/a", b"v")
    await client.mkdir("/t/b")
    await client.set_perms("/t/a", perms.parse("n0,r5"))
    assert await client.read("/t/a") == b"v"
    assert await client.directory("/t") == ["a", "b"]
    assert await client.get_perms("/t/a") == ((0, "n"), (5, "r"))
    await client.rm("/t/a")
    with pytest.raises(XenstoreError):
        await client.read("/t/a")
    await client.close()


async def test_many_requests_are_under_way_at_once(server: Server) -> None:
    client = await connect(server)
    await asyncio.gather(*(client.write(f"/t/{n}", b"%d" % n) for n in range(100)))
    values = await asyncio.gather(*(client.read(f"/t/{n}") for n in range(100)))
    assert values == [b"%d" % n for n in range(100)]
    await client.close()


async def test_each_watch_hears_its_own_events(server: Server) -> None:
    client, other = await connect(server), await connect(server)
    first, second = await client.watch("/a"), await client.watch("/b")
    await other.write("/b/x", b"")
    await other.write("/a/y", b"")
    assert [await anext(first), await anext(first)] == ["/a", "/a/y"]
    assert [await anext(second), await anext(second)] == ["/b", "/b/x"]
    await first.cancel()
    await first.cancel()
    assert [path async for path in first] == []
    await client.close()
    assert [path async for path in second] == [], "the end of the connection ends its watches"
    await other.close()


async def test_watch_that_is_refused_leaves_nothing(server: Server) -> None:
    client = await connect(server)
    with pytest.raises(XenstoreError):
        await client.watch("/a//b")
    assert client._connection.watches == {}
    await client.close()


async def test_transact_tries_again_after_a_conflict(server: Server) -> None:
    client, other = await connect(server), await connect(server)
    await client.write("/n", b"1")
    seen = []

    async def add(transaction) -> bytes:
        seen.append(await transaction.read("/n"))
        if len(seen) < 3:
            await other.write("/n", b"1%d" % len(seen))
        await transaction.write("/n", seen[-1] + b"!")
        return seen[-1]

    assert await client.transact(add) == b"12"
    assert await client.read("/n") == b"12!"
    await client.close()
    await other.close()


async def test_exception_in_a_transaction_drops_it(server: Server) -> None:
    client = await connect(server)

    async def fail() -> None:
        async with client.transaction() as transaction:
            await transaction.write("/x", b"")
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await client.directory("/") == ["tool"]
    await client.close()


async def test_domains(server: Server) -> None:
    client = await connect(server)
    await client.introduce(5, 1, 1)
    await client.introduce(6, 1, 1)
    await client.set_target(6, 5)
    await client.resume(5)
    assert await client.is_introduced(5)
    await client.release(5)
    assert await client.domain_path(5) == "/local/domain/5"
    with pytest.raises(XenstoreError):
        await client.control("check")
    await client.close()


async def test_end_of_the_daemon_fails_what_is_under_way(server: Server) -> None:
    client = await connect(server)
    await client.read("/tool")
    asked = asyncio.ensure_future(client.read("/tool"))
    await asyncio.sleep(0)
    for link in list(server.links):
        link.drop()
    with pytest.raises(ConnectionError):
        await asked
    with pytest.raises(ConnectionError):
        await client.read("/tool")
