import asyncio
import contextlib
import errno
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.xenstore import Peer
from tests.support.xenstore_daemon import Client
from tests.support.xenstored import split_frames
from xenvm.clock import RealClock
from xenvm.xenstore import wire
from xenvm.xenstore.daemon import server as servers
from xenvm.xenstore.daemon.pollers import AsyncioPoller, EpollPoller
from xenvm.xenstore.daemon.server import Server
from xenvm.xenstore.store import Store
from xenvm.xenstore.throttle import WriteLimit
from xenvm.xenstore.wire import Op


class Running:
    """A server in a thread, on either loop; the store may be used through call()."""

    def __init__(self, rundir: Path, kind: str) -> None:
        self.rundir = rundir
        self.store = Store()
        self.loop = asyncio.new_event_loop() if kind == "asyncio" else None
        clock = RealClock()
        if self.loop:
            clock.attach(self.loop)
        self.poller = AsyncioPoller(self.loop, clock) if self.loop else EpollPoller(clock)
        limit = WriteLimit(clock.now_ns)
        self.server = Server(
            self.store, rundir, self.poller, limit=limit, event_timeout_ns=100_000_000
        )
        self.wake_read, self.wake_write = socket.socketpair()
        self.calls: list = []
        self.poller.read(self.wake_read.fileno(), self._woken)
        self.server.start()
        run = self.loop.run_forever if self.loop else self.poller.run
        self.thread = threading.Thread(target=run)
        self.thread.start()

    def call(self, function) -> None:
        done = threading.Event()
        self.calls.append((function, done))
        self.wake_write.send(b"x")
        assert done.wait(10)

    def client(self, name: str = "socket") -> Client:
        return Client(self.rundir / name)

    def stop(self) -> None:
        self.call(self.server.close)
        self.call(self.loop.stop if self.loop else self.poller.stop)
        self.thread.join(10)
        self.poller.stop_reading(self.wake_read.fileno())
        self.wake_read.close()
        self.wake_write.close()
        self.poller.close()
        if self.loop:
            self.loop.close()

    def _woken(self) -> None:
        self.wake_read.recv(1)
        function, done = self.calls.pop(0)
        function()
        done.set()


@pytest.fixture(params=["epoll", "asyncio"])
def running(request, tmp_path) -> Iterator[Running]:
    server = Running(tmp_path, request.param)
    yield server
    server.stop()


def test_requests_are_answered_and_events_reach_others(running: Running) -> None:
    writer, watcher = running.client(), running.client()
    assert watcher.ask(Op.WATCH, b"/a\0t\0") == (Op.WATCH, "OK\0")
    assert watcher.event() == "/a\0t\0"
    assert writer.ask(Op.WRITE, b"/a/b\0v") == (Op.WRITE, "OK\0")
    assert watcher.event() == "/a/b\0t\0"
    assert watcher.ask(Op.READ, b"/a/b\0") == (Op.READ, "v")


def test_changes_inside_the_process_reach_sockets(running: Running) -> None:
    watcher = running.client()
    watcher.ask(Op.WATCH, b"/a\0t\0")
    watcher.event()
    running.call(lambda: Peer(running.store).write("/a/b", "v"))
    assert watcher.event() == "/a/b\0t\0"


def test_read_only_socket_refuses_what_writes(running: Running) -> None:
    client = running.client("socket_ro")
    assert client.ask(Op.DIRECTORY, b"/\0") == (Op.DIRECTORY, "tool\0")
    assert client.ask(Op.WRITE, b"/a\0v") == (Op.ERROR, "EACCES\0")


def test_guest_has_a_socket_from_its_introduction_to_its_end(running: Running) -> None:
    dom0 = running.client()
    dom0.ask(Op.WATCH, b"@releaseDomain\0t\0")
    dom0.event()
    assert not (running.rundir / "dom5.sock").exists()
    dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
    dom0.ask(Op.MKDIR, b"/local/domain/5\0")
    dom0.ask(Op.SET_PERMS, b"/local/domain/5\0n5\0")
    guest = running.client("dom5.sock")
    assert guest.ask(Op.WRITE, b"data\0v") == (Op.WRITE, "OK\0")
    assert guest.ask(Op.WRITE, b"/a\0v") == (Op.ERROR, "EACCES\0")
    dom0.ask(Op.RELEASE, b"5\0")
    assert dom0.event() == "@releaseDomain\0t\0"
    assert guest.socket.recv(1) == b"", "the guest's connection ends with it"
    assert not (running.rundir / "dom5.sock").exists()


def test_client_that_goes_takes_its_watches_along(running: Running) -> None:
    client = running.client()
    client.ask(Op.WATCH, b"/a\0t\0")
    client.ask(Op.TRANSACTION_START, b"\0")
    client.socket.close()
    other = running.client()
    for _ in range(100):
        other.ask(Op.READ, b"/tool\0")
        if running.store.watches.count == 0:
            break
    assert running.store.watches.count == 0
    assert len(running.server.links) == 1


def test_overlong_request_closes_the_socket_but_a_guest_s_stays(running: Running) -> None:
    dom0, other = running.client(), running.client()
    dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
    guest = running.client("dom5.sock")
    for client in (other, guest):
        client.send(wire.HEADER.pack(Op.READ, 1, 0, 5000))
    assert other.socket.recv(1) == b""
    guest.socket.settimeout(0.2)
    with pytest.raises(TimeoutError):
        guest.socket.recv(1)


def test_reader_that_never_reads_does_not_stop_others(running: Running) -> None:
    deaf, other = running.client(), running.client()
    other.ask(Op.WRITE, b"/v\0" + b"x" * 4000)
    deaf.socket.setblocking(False)
    request = wire.frame(Op.READ, 1, 0, b"/v\0")
    with contextlib.suppress(BlockingIOError):
        for _ in range(50_000):
            deaf.socket.send(request * 20)
    started = time.monotonic()
    for _ in range(50):
        other.ask(Op.READ, b"/v\0")
    assert time.monotonic() - started < 5
    link = max(running.server.links, key=lambda one: one.connection.backlog_bytes)
    assert link.connection.backlog_bytes < 600_000
    assert link.condition == "busy"
    deaf.socket.setblocking(True)
    got = 0
    while got < 50:
        deaf.more()
        frames, deaf.data = split_frames(deaf.data)
        got += len(frames)


def test_many_connections_are_served(running: Running) -> None:
    clients = [running.client() for _ in range(200)]
    for number, client in enumerate(clients):
        assert client.ask(Op.WRITE, b"/c/%d\0v" % number)[0] == Op.WRITE
    assert len(running.server.links) == 200
    for client in clients:
        client.socket.close()


def test_guest_that_writes_without_end_cannot_starve_a_transaction(running: Running) -> None:
    """XSA-206: a guest's writes could make every transaction of the toolstack conflict."""
    dom0 = running.client()
    dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
    dom0.ask(Op.WRITE, b"/shared\0")
    dom0.ask(Op.SET_PERMS, b"/shared\0b0\0")
    guest = running.client("dom5.sock")
    guest.send(wire.frame(Op.WRITE, 1, 0, b"/shared\0x") * 30)
    answered = 0
    while answered < 30:  # nobody has a transaction open: as fast as it likes
        guest.more()
        frames, guest.data = split_frames(guest.data)
        answered += len(frames)
    assert dom0.ask(Op.TRANSACTION_START, b"\0") == (Op.TRANSACTION_START, "1\0")
    guest.socket.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        for _ in range(10_000):
            guest.send(wire.frame(Op.WRITE, 1, 0, b"/shared\0x"))
    for attempt in range(1, 20):
        dom0.ask(Op.READ, b"/shared\0", attempt)
        dom0.ask(Op.WRITE, b"/shared\0mine", attempt)
        if dom0.ask(Op.TRANSACTION_END, b"T\0", attempt) == (Op.TRANSACTION_END, "OK\0"):
            return
        dom0.ask(Op.TRANSACTION_START, b"\0")
    pytest.fail("starved")


def test_guest_loses_events_that_it_does_not_read_in_time_but_no_reply(running: Running) -> None:
    dom0 = running.client()
    dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
    dom0.ask(Op.WRITE, b"/p\0")
    dom0.ask(Op.SET_PERMS, b"/p\0r0\0")
    guest = running.client("dom5.sock")
    guest.ask(Op.WATCH, b"/p\0" + b"t" * 2000 + b"\0")
    guest.event()
    for number in range(1000):
        dom0.ask(Op.WRITE, b"/p/%d\0" % number)
    guest.send(wire.frame(Op.READ, 77, 0, b"/p\0"))
    link = next(one for one in running.server.links if one.connection.session.domid == 5)
    assert link.condition == "busy"
    while link.connection.backlog_bytes > 4096:
        dom0.ask(Op.READ, b"/p\0")
    frames: list = []
    while not frames or frames[-1][1] != 77:
        guest.more()
        found, guest.data = split_frames(guest.data)
        frames += found
    assert 10 < len(frames) < 900
    assert guest.ask(Op.READ, b"/p\0") == (Op.READ, "")


def test_domain_is_introduced_even_when_it_can_have_no_socket(running: Running, caplog) -> None:
    (running.rundir / "dom5.sock").mkdir()
    dom0 = running.client()
    assert dom0.ask(Op.INTRODUCE, b"5\0001\0001\0") == (Op.INTRODUCE, "OK\0")
    assert "no xenstore socket domid=5" in caplog.text
    assert dom0.ask(Op.RELEASE, b"5\0") == (Op.RELEASE, "OK\0")


def test_guest_that_waits_for_others_transactions_is_shown_as_blocked(running: Running) -> None:
    dom0 = running.client()
    dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
    dom0.ask(Op.WRITE, b"/shared\0")
    dom0.ask(Op.SET_PERMS, b"/shared\0b0\0")
    dom0.ask(Op.TRANSACTION_START, b"\0")
    guest = running.client("dom5.sock")
    guest.send(wire.frame(Op.WRITE, 1, 0, b"/shared\0x") * 60)
    link = next(one for one in wait_for_links(running, 2) if one.connection.session.domid == 5)
    seen = set()
    answered = 0
    while answered < 60:
        seen.add(link.condition)
        guest.more()
        frames, guest.data = split_frames(guest.data)
        answered += len(frames)
    assert "blocked" in seen


def wait_for_links(running: Running, count: int) -> list:
    while len(running.server.links) < count:
        running.call(lambda: None)
    return list(running.server.links)


def test_guest_has_so_many_connections_and_no_more(running: Running, monkeypatch) -> None:
    monkeypatch.setattr(servers, "CONNECTIONS_PER_GUEST_MAX", 2)
    dom0 = running.client()
    dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
    guests = [running.client("dom5.sock") for _ in range(3)]
    assert guests[2].socket.recv(1) == b""
    for guest in guests[:2]:
        assert guest.ask(Op.GET_DOMAIN_PATH, b"5\0")[0] == Op.GET_DOMAIN_PATH
    assert dom0.ask(Op.READ, b"/tool\0") == (Op.READ, ""), "that is no business of others"


def test_without_descriptors_clients_wait_and_the_loop_rests(running: Running, caplog) -> None:
    first = running.client()
    first.ask(Op.READ, b"/tool\0")
    refused: list[int] = []

    def accept_fails(endpoint) -> None:
        class Full:
            def accept(self):
                refused.append(1)
                raise OSError(errno.EMFILE, "Too many open files")

            def __getattr__(self, name: str):
                return getattr(real, name)

        real, endpoint._socket = endpoint._socket, Full()
        endpoint.real = real

    endpoint = running.server._endpoints["socket"]
    running.call(lambda: accept_fails(endpoint))
    second = running.client()
    for _ in range(50):
        assert first.ask(Op.READ, b"/tool\0") == (Op.READ, "")
    assert 1 <= len(refused) < 10
    assert caplog.text.count("no descriptor left") == 1
    running.call(lambda: setattr(endpoint, "_socket", endpoint.real))
    assert second.ask(Op.READ, b"/tool\0") == (Op.READ, ""), "served when there is one"


def test_domain_that_gets_no_descriptor_is_introduced_without_a_socket(
    running: Running, caplog, monkeypatch
) -> None:
    def no_socket(path: Path, read_only: bool):
        raise OSError(errno.EMFILE, "Too many open files", str(path))

    monkeypatch.setattr(servers, "_listen", no_socket)
    dom0 = running.client()
    assert dom0.ask(Op.INTRODUCE, b"5\0001\0001\0") == (Op.INTRODUCE, "OK\0")
    assert "no xenstore socket domid=5" in caplog.text
    assert dom0.ask(Op.RELEASE, b"5\0") == (Op.RELEASE, "OK\0")


def test_server_that_is_closed_hears_of_domains_no_more(running: Running) -> None:
    running.call(running.server.close)
    running.call(lambda: Peer(running.store).introduce(5))
    assert list(running.rundir.iterdir()) == []


def test_run_directory_that_vanished_does_not_keep_a_domain_alive(running: Running) -> None:
    dom0 = running.client()
    dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
    shutil.rmtree(running.rundir)
    assert dom0.ask(Op.RELEASE, b"5\0") == (Op.RELEASE, "OK\0")


def test_batch_of_requests_does_not_hold_others(running: Running) -> None:
    eager, other = running.client(), running.client()
    eager.send(wire.frame(Op.READ, 1, 0, b"/tool\0") * 2500)
    assert other.ask(Op.READ, b"/tool\0") == (Op.READ, "")
    answered = 0
    while answered < 2500:
        eager.more()
        frames, eager.data = split_frames(eager.data)
        answered += len(frames)
    assert answered == 2500
