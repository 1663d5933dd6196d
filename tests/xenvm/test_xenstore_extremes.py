"""Sizes and rudeness that a store must survive, while others are served in bounded time."""

import contextlib
import os
import resource
import time
from pathlib import Path

import pytest

from tests.support.xenstore import Peer, outcome
from tests.support.xenstore_daemon import Client, daemon
from tests.support.xenstored import SocketClient
from xenvm.ids import Domid
from xenvm.xenstore import wire
from xenvm.xenstore.client.blocking import Client as BlockingClient
from xenvm.xenstore.connection import Connection
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op

# What a request of somebody else may take while others misbehave, on a busy machine.
PATIENCE_S = 2.0
# ./check does each in small, ./check --long in full.
LONG = bool(os.environ.get("CHECK_LONG"))


@contextlib.contextmanager
def bystander(rundir: Path):
    """Another client must be served all the time; its slowest request is measured."""
    client = Client(rundir / "socket")
    client.ask(Op.WRITE, b"/by\0")
    yield lambda: served(client)
    assert served(client) < PATIENCE_S


def served(client: Client) -> float:
    started = time.monotonic()
    assert client.ask(Op.READ, b"/by\0") == (Op.READ, "")
    return time.monotonic() - started


def test_path_of_a_thousand_names_is_made_watched_and_removed() -> None:
    store = Store()
    peer = Peer(store)
    path = "/" + "/".join("d" * 1 for _ in range(1000))
    peer.watch(path, "deep")
    peer.watch("/", "root")
    peer.heard()
    peer.write(path, "leaf")
    assert peer.heard() == [f"{path} deep", f"{path} root"]
    tx = peer.start()
    peer.rm("/d", tx)
    peer.commit(tx)
    assert peer.heard()[0] == "/d root"
    assert store.tree.count == 3


def test_domain_whose_nodes_are_deep_dies_without_recursion() -> None:
    store = Store()
    peer = Peer(store)
    peer.introduce(5)
    path = "/x" * 1000
    peer.write(path)
    peer.chmod(path, "n5")
    peer.release(5)
    assert outcome(peer.read, path) == "ENOENT"


def flood(rude: Client, request: bytes, seconds: float, wait) -> None:
    """The client sends without reading; somebody else is served all the while."""
    rude.socket.setblocking(False)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(BlockingIOError):
            rude.socket.send(request)
        assert wait() < PATIENCE_S


def test_deep_paths_without_end_leave_room_for_others(tmp_path: Path) -> None:
    with daemon(tmp_path), bystander(tmp_path) as wait:
        path = b"/x" * 1000
        for _ in range(500 if LONG else 20):
            client = Client(tmp_path / "socket")
            client.ask(Op.WATCH, path + b"\0deep\0")
            client.send(wire.frame(Op.WRITE, 1, 0, path + b"\0leaf") * 20)
            assert client.ask(Op.RM, b"/x\0") == (Op.RM, "OK\0")
            assert wait() < PATIENCE_S
            client.socket.close()


@pytest.mark.parametrize(
    "request_text",
    [(Op.DIRECTORY, b"/many\0"), (Op.DIRECTORY_PART, b"/many\x0050000\0")],
    ids=["DIRECTORY", "DIRECTORY_PART"],
)
def test_huge_directory_that_is_listed_without_end_leaves_room_for_others(
    tmp_path: Path, request_text: tuple[Op, bytes]
) -> None:
    with daemon(tmp_path), bystander(tmp_path) as wait:
        client = Client(tmp_path / "socket")
        count = 100_000 if LONG else 10_000
        for start in range(0, count, 1000):
            numbers = range(start, start + 1000)
            client.send(b"".join(wire.frame(Op.MKDIR, 9, 0, b"/many/%d\0" % n) for n in numbers))
            client.ask(Op.READ, b"/by\0")
            client.kept.clear()
        flood(
            client,
            wire.frame(request_text[0], 1, 0, request_text[1]) * 100,
            5.0 if LONG else 0.5,
            wait,
        )


def test_transactions_without_end_leave_room_for_others(tmp_path: Path) -> None:
    with daemon(tmp_path), bystander(tmp_path) as wait:
        greedy = Client(tmp_path / "socket")
        for _ in range(50 if LONG else 5):
            greedy.send(wire.frame(Op.TRANSACTION_START, 9, 0, b"\0") * 1000)
            number = int(greedy.ask(Op.TRANSACTION_START, b"\0")[1].rstrip("\0"))
            greedy.ask(Op.WRITE, b"/shared\0v", number)
            greedy.kept.clear()
            assert wait() < PATIENCE_S
        greedy.socket.close()
        assert wait() < PATIENCE_S


def test_hundred_thousand_children_are_made_listed_and_removed(tmp_path: Path) -> None:
    count = 100_000 if LONG else 20_000
    with daemon(tmp_path), bystander(tmp_path) as wait:
        client = Client(tmp_path / "socket")
        for start in range(0, count, 1000):
            requests = [
                wire.frame(Op.MKDIR, 9, 0, b"/many/%d\0" % number)
                for number in range(start, start + 1000)
            ]
            client.send(b"".join(requests))
            client.ask(Op.READ, b"/by\0")
            client.kept.clear()
            assert wait() < PATIENCE_S
        with BlockingClient(tmp_path / "socket") as lister:
            assert len(lister.directory("/many")) == count
        assert client.ask(Op.RM, b"/many\0") == (Op.RM, "OK\0")


def test_writer_that_never_stops_and_never_reads_leaves_room_for_others(tmp_path: Path) -> None:
    with daemon(tmp_path), bystander(tmp_path) as wait:
        request = wire.frame(Op.WRITE, 1, 0, b"/rude\0x") * 100
        flood(Client(tmp_path / "socket"), request, 20.0 if LONG else 0.5, wait)


def test_writer_that_never_stops_but_reads_leaves_room_for_others(tmp_path: Path) -> None:
    with daemon(tmp_path), bystander(tmp_path) as wait:
        eager = Client(tmp_path / "socket")
        request = wire.frame(Op.WRITE, 1, 0, b"/eager\0x") * 1000
        until = time.monotonic() + (10.0 if LONG else 0.5)
        while time.monotonic() < until:
            eager.send(request)
            assert wait() < PATIENCE_S
            eager.ask(Op.READ, b"/eager\0")
            eager.kept.clear()


def test_watcher_that_never_reads_costs_bounded_memory(tmp_path: Path) -> None:
    with daemon(tmp_path) as process, bystander(tmp_path) as wait:
        deaf = Client(tmp_path / "socket")
        deaf.ask(Op.WATCH, b"/\0" + b"t" * 3000 + b"\0")
        writer = Client(tmp_path / "socket")
        for number in range(8000 if LONG else 3000):
            writer.ask(Op.WRITE, b"/n/%d\0" % (number % 4000))
        assert wait() < PATIENCE_S
        status = Path(f"/proc/{process.pid}/status").read_text()
        resident_kib = int(status.split("VmRSS:")[1].split()[0])
        assert resident_kib < 100_000


def test_guest_that_opens_transactions_for_ever_stops_at_its_quota(tmp_path: Path) -> None:
    with daemon(tmp_path), bystander(tmp_path) as wait:
        dom0 = Client(tmp_path / "socket")
        dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
        guest = Client(tmp_path / "dom5.sock")
        kinds = [guest.ask(Op.TRANSACTION_START, b"\0")[0] for _ in range(500)]
        assert kinds.count(Op.TRANSACTION_START) == 11
        assert wait() < PATIENCE_S


def test_privileged_client_that_opens_transactions_for_ever_costs_only_itself() -> None:
    store = Store()
    greedy, other = Connection(store, Domid(0)), Connection(store, Domid(0))
    request = wire.frame(Op.TRANSACTION_START, 1, 0, b"\0")
    for _ in range(10_000 if LONG else 2000):
        greedy.receive(request)
        greedy.sent(len(greedy.output()))
    other.receive(wire.frame(Op.WRITE, 1, 0, b"/a\0v"))
    assert b"OK" in other.output()
    greedy.close()
    assert store.domains.dom0.transactions == 0


def connections(rundir: Path, count: int) -> None:
    clients: list[SocketClient] = []
    try:
        with bystander(rundir) as wait:
            for _ in range(count):
                clients.append(SocketClient(rundir / "socket"))
            assert wait() < PATIENCE_S
            for client in clients[:: max(count // 100, 1)]:
                client.send(wire.frame(Op.READ, 1, 0, b"/by\0"))
                client.more()
    finally:
        for client in clients:
            client.socket.close()


def test_a_thousand_connections_at_once(tmp_path: Path) -> None:
    with daemon(tmp_path):
        connections(tmp_path, 900)


@pytest.mark.long
def test_ten_thousand_connections_at_once(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 10_500
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"only {hard} descriptors are allowed here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        with daemon(tmp_path):
            connections(tmp_path, 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
