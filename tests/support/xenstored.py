"""One script of requests, played to Debian's xenstored or to our own connections.

A player does one step at a time and says what every client got: the frames of the one that asked
in their order, and the events of all others. The C daemon runs over tests/bench/xenstore/standin.c.
"""

import contextlib
import mmap
import os
import random
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xenvm.ids import Domid
from xenvm.xenstore import wire
from xenvm.xenstore.connection import Connection, State
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op

XENSTORED = Path("/usr/lib/xen-4.17/bin/xenstored")
STANDIN_SOURCE = Path(__file__).parent.parent / "bench" / "xenstore" / "standin.c"
SYNC_ID = 0x5A5A
GUESTS = (1, 2)

Frame = tuple[int, int, int, str]


@dataclass(frozen=True)
class Step:
    """One request of one client; clients 0.. are sockets, "d1" and "d2" are guests."""

    client: str
    op: int
    tx: int
    payload: str

    def frame(self) -> bytes:
        return wire.frame(self.op, 7, self.tx, self.payload.encode("latin-1"))


def _pause(seconds: float) -> None:
    """Somebody outside this process has to do something first."""
    threading.Event().wait(seconds)


def split_frames(data: bytes) -> tuple[list[Frame], bytes]:
    frames = []
    while len(data) >= wire.HEADER_BYTES:
        op, request_id, tx, length = wire.HEADER.unpack_from(data)
        end = wire.HEADER_BYTES + length
        if len(data) < end:
            break
        payload = data[wire.HEADER_BYTES : end].decode("latin-1")
        if op == Op.DIRECTORY_PART:
            payload = "G" + payload[payload.index("\0") :]
        frames.append((op, request_id, tx, payload))
        data = data[end:]
    return frames, data


class OurPlayer:
    """Our connections, without any socket."""

    def __init__(self, sockets: int) -> None:
        self.store = Store(exists=(0, *GUESTS).__contains__)
        self.clients = {str(index): Connection(self.store, Domid(0)) for index in range(sockets)}

    def play(self, step: Step) -> dict[str, list[Frame]]:
        client = self.clients.get(step.client)
        if client is not None:
            client.receive(step.frame())
        if step.op == Op.INTRODUCE:
            for domid in GUESTS:
                guest = self.clients.get(f"d{domid}")
                known = self.store.domains.introduced(domid)
                if known and (guest is None or guest.state is State.CLOSED):
                    self.clients[f"d{domid}"] = Connection(self.store, Domid(domid))
        return {name: self._take(client) for name, client in self.clients.items()}

    def _take(self, client: Connection) -> list[Frame]:
        data = client.output()
        client.sent(len(data))
        return split_frames(data)[0]


class SocketClient:
    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))  # waits: the C daemon's backlog is 1
        self.socket.settimeout(10)
        self.data = b""

    def send(self, frame: bytes) -> None:
        self.socket.sendall(frame)

    def more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("xenstored closed the socket")
        self.data += data


class RingClient:
    """Domain N's end of the ring page that the stand-in maps for the daemon."""

    INDEXES = struct.Struct("<IIII")

    def __init__(self, directory: Path, domid: int) -> None:
        path = directory / f"ring-{domid}"
        path.write_bytes(bytes(4096))
        with path.open("r+b") as file:
            self.page = mmap.mmap(file.fileno(), 4096)
        self.kick = os.open(directory / "kick", os.O_WRONLY)
        self.port = 1000 + domid
        self.data = b""

    def send(self, frame: bytes) -> None:
        deadline = time.monotonic() + 10
        while frame:
            req_cons, req_prod, _, _ = self.INDEXES.unpack_from(self.page, 2048)
            room = min(1024 - (req_prod - req_cons), len(frame))
            for index in range(room):
                self.page[(req_prod + index) % 1024] = frame[index]
            struct.pack_into("<I", self.page, 2052, req_prod + room)
            frame = frame[room:]
            os.write(self.kick, struct.pack("<I", self.port))
            if frame:
                _pause(0.0002)
                if time.monotonic() > deadline:
                    raise TimeoutError

    def more(self) -> None:
        for _ in range(200000):
            _, _, rsp_cons, rsp_prod = self.INDEXES.unpack_from(self.page, 2048)
            if rsp_prod != rsp_cons:
                break
            _pause(0.00005)
        else:
            raise TimeoutError("no answer on the ring")
        self.data += bytes(self.page[1024 + index % 1024] for index in range(rsp_cons, rsp_prod))
        struct.pack_into("<I", self.page, 2056, rsp_prod)
        os.write(self.kick, struct.pack("<I", self.port))


def missing_for_c() -> str | None:
    """Why Debian's xenstored cannot be played to here; None when it can."""
    if not XENSTORED.exists():
        return "xenstored of the package xen-utils-4.17 is not installed"
    if shutil.which("gcc") is None:
        return "gcc is not installed, the stand-in for the hypervisor cannot be built"
    return None


@contextlib.contextmanager
def c_daemon(directory: Path) -> Iterator[subprocess.Popen]:
    """Debian's xenstored over the stand-in, with `socket` in the directory."""
    standin = directory / "standin.so"
    subprocess.run(
        ["gcc", "-O2", "-shared", "-fPIC", "-o", standin, STANDIN_SOURCE, "-ldl"], check=True
    )
    daemon = subprocess.Popen(
        [XENSTORED, "-N"],
        env={
            "LD_PRELOAD": str(standin),
            "XEN_STANDIN_DIR": str(directory),
            "XENSTORED_RUNDIR": str(directory),
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(500):
            with contextlib.suppress(OSError):
                SocketClient(directory / "socket").socket.close()
                break
            _pause(0.01)
        yield daemon
    finally:
        daemon.kill()
        daemon.wait()


class CPlayer:
    """Debian's xenstored with sockets and two guests' rings."""

    def __init__(self, directory: Path, sockets: int) -> None:
        self.directory = directory
        self.running = contextlib.ExitStack()
        self.daemon = self.running.enter_context(c_daemon(directory))
        self.clients: dict[str, SocketClient | RingClient] = {}
        for index in range(sockets):
            self.clients[str(index)] = SocketClient(directory / "socket")
        for domid in GUESTS:
            (directory / f"dom-{domid}").touch()

    def close(self) -> None:
        self.running.close()

    def play(self, step: Step) -> dict[str, list[Frame]]:
        fresh = False
        if step.op == Op.INTRODUCE:
            domid = wire.number(step.payload.encode().split(b"\0")[0])
            name = f"d{domid}"
            fresh = name not in self.clients
            if domid in GUESTS and name not in self.clients and "\0001\0001\0" in step.payload:
                self.clients[name] = RingClient(self.directory, domid)
        client = self.clients.get(step.client)
        if client is not None:
            client.send(step.frame())
        got = {}
        if client is not None:
            got[step.client] = self._frames(client, 7) + self._sync(client)
        if step.op == Op.INTRODUCE and got["0"][-1][0] == Op.ERROR and fresh:
            self.clients.pop(name, None)
        if step.op == Op.RELEASE and step.client == "0" and got["0"][-1][0] != Op.ERROR:
            domid = wire.number(step.payload.encode().split(b"\0")[0])
            self.clients.pop(f"d{domid}", None)
        for name, other in self.clients.items():
            if name != step.client:
                got[name] = self._sync(other)
        return got

    def _sync(self, client: SocketClient | RingClient) -> list[Frame]:
        client.send(wire.frame(Op.GET_DOMAIN_PATH, SYNC_ID, 0, b"0\0"))
        return self._frames(client, SYNC_ID)[:-1]

    def _frames(self, client: SocketClient | RingClient, last_id: int) -> list[Frame]:
        frames: list[Frame] = []
        while not any(frame[1] == last_id for frame in frames):
            found, client.data = split_frames(client.data)
            frames += found
            if not found:
                client.more()
        return frames


PATHS = [
    "/a", "/a/b", "/a/b/c", "/a/d", "/e", "/e/f", "/g", "/", "rel", "rel/x", "/local/domain/1",
    "/local/domain/1/data", "/local/domain/1/data/x", "/local/domain/2", "/local/domain/2/rel",
    "/local/domain/0/rel", "/a//b", "/a/", "", "/local/domain/", "@releaseDomain", "/b.c", "/local",
]  # fmt: skip
PERMS = [
    "n0", "r0", "b0", "n1", "r1", "b2", "n0\0r1", "n0\0b1", "n0\0w1", "b0\0n1", "n2\0r1", "n1\0b2",
    "n0\0r9", "n9", "x0", "r", "n0\0r1\0r2\0r3\0r4\0r5", "n0\0r1\0w1", "r-1", "n0\0b2\0r1",
]  # fmt: skip
TOKENS = ["t", "u", ""]
WATCHED = ["/", "/a", "/a/b", "/a/b/c", "/e", "rel", "/local/domain/1", "@introduceDomain",
           "@releaseDomain", "@x", "/a/", "/missing"]  # fmt: skip


def script(seed: int, length: int, sockets: int = 2) -> list[Step]:
    """A random script that begins with two introduced guests which may write here and there."""
    rng = random.Random(seed)
    steps = [Step("0", Op.INTRODUCE, 0, f"{domid}\0001\0001\0") for domid in GUESTS]
    for domid in GUESTS:
        steps.append(Step("0", Op.MKDIR, 0, f"/local/domain/{domid}\0"))
        steps.append(Step("0", Op.SET_PERMS, 0, f"/local/domain/{domid}\0n{domid}\0"))
    # The C daemon keeps a released domain's connection while another has it as its target, so a
    # script has one or the other.
    avoided = (Op.SET_TARGET, Op.RELEASE)[seed % 2]
    while len(steps) < length:
        step = _random_step(rng, sockets)
        if step.op != avoided:
            steps.append(step)
    return steps


def _random_step(rng: random.Random, sockets: int) -> Step:
    client = rng.choice([*(str(index) for index in range(sockets)), "d1", "d2"])
    tx = rng.choice([0, 0, 0, 1, 1, 2, 3])
    path = rng.choice(PATHS)
    rows = [
        (10, Op.WRITE, f"{path}\0{rng.choice(['', '1', 'xyz'])}"),
        (6, Op.READ, f"{path}\0"),
        (5, Op.DIRECTORY, f"{path}\0"),
        (2, Op.DIRECTORY_PART, f"{path}\0{rng.choice([0, 0, 2, 99])}\0"),
        (4, Op.MKDIR, f"{path}\0"),
        (6, Op.RM, f"{path}\0"),
        (3, Op.GET_PERMS, f"{path}\0"),
        (6, Op.SET_PERMS, f"{path}\0{rng.choice(PERMS)}\0"),
        (5, Op.WATCH, f"{rng.choice(WATCHED)}\0{rng.choice(TOKENS)}\0"),
        (3, Op.UNWATCH, f"{rng.choice(WATCHED)}\0{rng.choice(TOKENS)}\0"),
        (6, Op.TRANSACTION_START, "\0"),
        (6, Op.TRANSACTION_END, rng.choice(["T\0", "T\0", "T\0", "F\0", "T", "X\0"])),
        (1, Op.IS_DOMAIN_INTRODUCED, f"{rng.choice([0, 1, 2, 9])}\0"),
        (1, Op.GET_DOMAIN_PATH, f"{rng.choice(['0', '7', ' 3x', 'x'])}\0"),
        (1, Op.RESET_WATCHES, "\0"),
        (1, Op.SET_TARGET, f"{rng.choice([1, 2, 9])}\0{rng.choice([1, 2, 9])}\0"),
        (1, Op.RESUME, f"{rng.choice([0, 1, 9])}\0"),
        (1, Op.INTRODUCE, f"{rng.choice([1, 2, 9])}\0001\000{rng.choice([0, 1, 1])}\0"),
        (1, Op.RELEASE, f"{rng.choice([0, 1, 2, 9])}\0"),
        (1, rng.choice([15, 16, 20, 23, 99, 65535]), "\0"),
    ]
    weights = [row[0] for row in rows]
    _, op, payload = rng.choices(rows, weights)[0]
    if op == Op.TRANSACTION_START:
        tx = 0 if rng.random() < 0.9 else tx
    elif op == Op.TRANSACTION_END:
        tx = rng.choice([1, 1, 2, 2, 3, 0, 9])
    elif op in (Op.INTRODUCE, Op.RELEASE):
        client = "0"
    elif op == Op.SET_PERMS and (path == "/" or (path[:1] == "@" and client[0] == "d")):
        # A guest that owns the root corrupts the C daemon's store; for a special path it answers
        # a guest with whatever error it met last.
        payload = "/g\0n0\0"
    return Step(client, int(op), tx, payload)


def edge_script() -> list[Step]:
    """Limits and odd payloads, one after the other, as a guest and as dom0."""
    steps = [Step("0", Op.INTRODUCE, 0, f"{domid}\0001\0001\0") for domid in GUESTS]
    for domid in GUESTS:
        steps.append(Step("0", Op.MKDIR, 0, f"/local/domain/{domid}\0"))
        steps.append(Step("0", Op.SET_PERMS, 0, f"/local/domain/{domid}\0n{domid}\0"))

    def add(client: str, op: int, payload: str, tx: int = 0) -> None:
        steps.append(Step(client, int(op), tx, payload))

    for size in (2014, 2015, 2016, 4000):
        add("d1", Op.WRITE, "v\0" + "x" * size)
        add("0", Op.WRITE, "v\0" + "x" * size)
    for length in (2046, 2047, 2048, 3000):
        for prefix in ("/", "/local/domain/1/", "/local/domain/77/"):
            add("0", Op.WRITE, prefix + "p" * length + "\0v")
            add("0", Op.WATCH, prefix + "p" * length + "\0t\0")
            add("0", Op.RM, prefix + "p" * length + "\0")
        add("d1", Op.WRITE, "p" * length + "\0v")
        add("d1", Op.RM, "p" * length + "\0")
    for number in range(131):
        add("d1", Op.WATCH, f"w{number}\0t\0")
    add("d1", Op.RESET_WATCHES, "\0")
    for _ in range(13):
        add("d1", Op.TRANSACTION_START, "\0")
    for number in range(1, 13):
        add("d1", Op.TRANSACTION_END, "F\0", number)
    for entries in (5, 6):
        text = "n1\0" + "".join(f"r{number}\0" for number in range(entries - 1))
        add("d1", Op.SET_PERMS, "v\0" + text)
        add("0", Op.SET_PERMS, "v\0" + text)
    for number in range(300):
        add("0", Op.MKDIR, f"/big/some-name-{number:04}\0")
    for start in (0, 4080, 4800, 4799, 5000, -1):
        add("0", Op.DIRECTORY_PART, f"/big\0{start}\0")
    add("0", Op.DIRECTORY, "/big\0")
    for number in range(140):
        add("d1", Op.MKDIR, f"many/name-{number:09}\0")
    add("0", Op.RM, "/local/domain/1/many\0")
    for number in range(1005):
        add("d1", Op.WRITE, f"q/{number % 40}/{number}\0")
    add("d1", Op.TRANSACTION_START, "\0")
    for number in range(40):
        add("d1", Op.DIRECTORY, f"q/{number}\0", 12)
    add("d1", Op.WRITE, "q/one-more\0", 12)
    add("d1", Op.TRANSACTION_END, "T\0", 12)
    add("d1", Op.TRANSACTION_START, "\0")
    add("d1", Op.WRITE, "q\0" + "x" * 2000, 13)
    add("d1", Op.MKDIR, "q/" + "p" * 1000 + "\0", 13)
    add("d1", Op.SET_PERMS, "q\0n1\0r0\0", 13)
    add("d1", Op.TRANSACTION_END, "T\0", 13)
    add("0", Op.SET_PERMS, "/big\0b0\0")
    add("d1", Op.TRANSACTION_START, "\0")
    for number in range(1028):
        add("d1", Op.READ, f"/big/x{number}\0", 14)
    add("d1", Op.READ, "/big/x0\0", 14)
    add("d1", Op.READ, "/big/other\0", 14)
    add("d1", Op.TRANSACTION_END, "T\0", 14)
    add("d1", Op.TRANSACTION_START, "\0")
    add("d1", Op.WRITE, "/big/mine\0", 15)
    add("d1", Op.TRANSACTION_END, "T\0", 15)
    add("d1", Op.WRITE, "/big/mine2\0")
    add("d1", Op.RM, "/big/some-name-0001\0")
    add("0", Op.WATCH, "/local/domain/1\0" + "t" * 2000 + "\0")
    add("0", Op.WATCH, "/local/domain/1/q\0" + "t" * 4000 + "\0")
    add("d1", Op.RM, "q\0")
    for op in (Op.WATCH, Op.UNWATCH, Op.SET_TARGET, Op.INTRODUCE):
        for payload in ("1\0", "/a\0b\0c\0d\0"):
            add("0", op, payload)
    for text in (
        "r-1",
        "r4294967297",
        "r 5",
        "r+5",
        "r5x",
        "r",
        "",
        "rw5",
        "r99999999999999999999",
    ):
        add("0", Op.SET_PERMS, f"/big\0n0\0{text}\0")
        add("0", Op.GET_PERMS, "/big\0")
    add("0", Op.SET_PERMS, "/big\0n0")
    add("0", Op.SET_PERMS, "/big\0")
    add("0", Op.SET_PERMS, "/big\0n0\0r1")
    add("0", Op.GET_PERMS, "/big\0")
    for op in (Op.RELEASE, Op.RESUME, Op.IS_DOMAIN_INTRODUCED, Op.GET_DOMAIN_PATH):
        for payload in ("0\0", "9\0", " 2junk\0", "x\0", "-1\0", "32752\0", "4294967297\0"):
            if op != Op.RELEASE or "2" not in payload:
                add("0", op, payload)
    return steps
