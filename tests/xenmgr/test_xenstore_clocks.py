"""The sockets on the suite's loop: clients outside the simulation live in real time."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.programs import VM, XENMGR, Programs
from tests.support.xenstored import split_frames
from xenmgr.private_host import PrivateHost
from xenmgr.xenstore_sockets import XenstoreSockets
from xenvm.clock import ScaledClock, VirtualClock, run
from xenvm.ids import DOM0, Domid
from xenvm.units import NS_PER_S
from xenvm.xenstore import wire
from xenvm.xenstore.local import LocalHandle
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op

CLOCKS = {
    "virtual": VirtualClock,
    "real": lambda: ScaledClock(1),
    "scaled": lambda: ScaledClock(1000),
}
GUEST = Domid(5)


class Peer:
    """A client on the same loop."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, path: Path) -> Peer:
        return cls(*await asyncio.open_unix_connection(path))

    def send(self, op: Op, payload: bytes, count: int = 1) -> None:
        self._writer.write(wire.frame(op, 1, 0, payload) * count)

    async def replies(self, count: int) -> list[str]:
        found: list[str] = []
        data = b""
        while len(found) < count:
            data += await self._reader.read(65536)
            frames, data = split_frames(data)
            found += [frame[3] for frame in frames if frame[1] == 1]
        return found

    async def ask(self, op: Op, payload: bytes) -> str:
        self.send(op, payload)
        return (await self.replies(1))[0]

    def close(self) -> None:
        self._writer.close()


def on_suite(kind: str, directory: Path, story: Callable[..., Awaitable[None]]) -> None:
    """Run the story with a host's sockets on a loop of that clock."""
    clock = CLOCKS[kind]()

    async def main() -> None:
        store = Store()
        sockets = XenstoreSockets(store, clock, directory)
        handle = LocalHandle(store, DOM0, defer=clock.call_soon)
        try:
            await asyncio.wait_for(story(store, handle, clock), 20)
        finally:
            sockets.close()

    run(clock, main())


@pytest.mark.parametrize("kind", CLOCKS)
def test_guest_that_wrote_too_fast_is_served_on_though_no_simulated_time_passes(
    kind: str, tmp_path: Path
) -> None:
    async def story(store: Store, handle: LocalHandle, clock: VirtualClock) -> None:
        handle.introduce(GUEST, 1, 1)
        handle.write("/shared", "")
        handle.set_perms("/shared", [(DOM0, "b")])
        other = await Peer.connect(tmp_path / "socket")
        await other.ask(Op.TRANSACTION_START, b"\0")
        guest = await Peer.connect(tmp_path / "dom5.sock")
        guest.send(Op.WRITE, b"/shared\0x", 25)
        assert await guest.replies(25) == ["OK\0"] * 25
        guest.close()
        other.close()

    on_suite(kind, tmp_path, story)


def test_virtual_time_passes_while_clients_are_connected_and_idle(tmp_path: Path) -> None:
    async def story(store: Store, handle: LocalHandle, clock: VirtualClock) -> None:
        peers = [await Peer.connect(tmp_path / "socket") for _ in range(20)]
        before = clock.now_ns()
        await clock.advance(3600 * NS_PER_S)
        assert clock.now_ns() - before >= 3600 * NS_PER_S
        assert await peers[0].ask(Op.READ, b"/tool\0") == ""
        for peer in peers:
            peer.close()

    on_suite("virtual", tmp_path, story)


def test_guest_loses_no_event_because_virtual_time_leaps(tmp_path: Path) -> None:
    async def story(store: Store, handle: LocalHandle, clock: VirtualClock) -> None:
        handle.introduce(GUEST, 1, 1)
        handle.write("/p", "")
        handle.set_perms("/p", [(DOM0, "r")])
        guest = await Peer.connect(tmp_path / "dom5.sock")
        assert await guest.ask(Op.WATCH, b"/p\0" + b"t" * 2000 + b"\0") == "OK\0"
        for number in range(400):
            handle.write(f"/p/{number}", "")
        await clock.advance(3600 * NS_PER_S)
        told = 0
        data = b""
        while told < 400:  # the first one came with the answer
            data += await guest._reader.read(65536)
            frames, data = split_frames(data)
            told += len(frames)
        guest.close()

    on_suite("virtual", tmp_path, story)


def test_thousand_clients_at_once_do_not_hold_the_loop(tmp_path: Path) -> None:
    async def story(store: Store, handle: LocalHandle, clock: VirtualClock) -> None:
        loop = asyncio.get_running_loop()
        peers = [await Peer.connect(tmp_path / "socket") for _ in range(400)]
        for peer in peers:
            peer.send(Op.READ, b"/tool\0", 50)
        waits: list[float] = []

        async def beat() -> None:
            while True:
                before = loop.time()
                await asyncio.sleep(0)
                waits.append(loop.time() - before)

        beating = asyncio.create_task(beat())
        await asyncio.gather(*(peer.replies(50) for peer in peers))
        beating.cancel()
        waits.sort()
        assert len(waits) > 400 // 32, "others had their turn all the time"
        assert waits[len(waits) // 2] < 0.1
        for peer in peers:
            peer.close()

    on_suite("real", tmp_path, story)


def test_domain_without_a_socket_is_introduced_and_released_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(store: Store, handle: LocalHandle, clock: VirtualClock) -> None:
        (tmp_path / "dom5.sock").mkdir()
        handle.introduce(GUEST, 1, 1)
        assert "no xenstore socket domid=5" in caplog.text
        handle.release(GUEST)
        handle.introduce(Domid(6), 1, 1)
        guest = await Peer.connect(tmp_path / "dom6.sock")
        handle.release(Domid(6))
        assert await guest._reader.read() == b"", "its clients go with a domain"
        assert not (tmp_path / "dom6.sock").exists()
        guest.close()

    on_suite("virtual", tmp_path, story)


def test_vm_starts_though_its_domain_can_have_no_socket() -> None:
    with PrivateHost(["--clock=real"]) as host:
        programs = Programs(host.environment)
        shutil.rmtree(host.xenstore_dir)
        config = {"virt-type": "pv", "memory": "64", "kernel": "/usr/lib/xen/boot/grub-xen-pv64"}
        made = programs.busctl(
            *("call", XENMGR, "/", XENMGR, "create_vm_with_template_and_json", "ss"),
            *("new-vm-empty", json.dumps({"slot": "-1", "config": config})),
        )
        path = json.loads(made.out)["data"][0]
        for verb in ("start", "destroy"):
            assert programs.busctl("call", XENMGR, path, VM, verb).code == 0
        assert "no xenstore socket domid=" in host.log.read_text(encoding="utf-8")
