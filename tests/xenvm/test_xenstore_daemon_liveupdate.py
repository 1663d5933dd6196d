import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.xenstore import Peer, outcome
from tests.support.xenstore_daemon import Client, daemon
from xenvm.clock import RealClock
from xenvm.errors import XenstoreError
from xenvm.xenstore import stream, wire
from xenvm.xenstore.daemon import liveupdate
from xenvm.xenstore.daemon.liveupdate import LiveUpdate, left_behind
from xenvm.xenstore.daemon.pollers import EpollPoller
from xenvm.xenstore.daemon.server import Server
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op


def control(client: Client, *words: str) -> tuple[int, str]:
    return client.ask(Op.CONTROL, "".join(word + "\0" for word in words).encode())


def generation_of(process) -> str:
    """Tells one program from the next in the same process."""
    return Path(f"/proc/{process.pid}/cmdline").read_text()


def test_clients_do_not_notice(tmp_path: Path) -> None:
    with daemon(tmp_path, "-T", str(tmp_path / "trace")) as process:
        before = generation_of(process)
        dom0, watcher = Client(tmp_path / "socket"), Client(tmp_path / "socket")
        read_only = Client(tmp_path / "socket_ro")
        dom0.ask(Op.INTRODUCE, b"5\0001\0001\0")
        dom0.ask(Op.WRITE, b"/local/domain/5/x\0v")
        dom0.ask(Op.SET_PERMS, b"/local/domain/5/x\0n5\0")
        guest = Client(tmp_path / "dom5.sock")
        guest.ask(Op.WATCH, b"x\0tok\0")
        guest.event()
        watcher.ask(Op.WATCH, b"/local\0w\0")
        watcher.event()
        request = wire.frame(Op.READ, 3, 0, b"/local/domain/5/x\0")
        watcher.send(request[:20])
        assert control(dom0, "live-update", "-s") == (Op.CONTROL, "OK\0")
        assert guest.ask(Op.WRITE, b"x\0new") == (Op.WRITE, "OK\0")
        assert generation_of(process) == before.rstrip("\0") + "\0-U\0"
        assert guest.event() == "x\0tok\0"
        assert guest.ask(Op.READ, b"/tool\0") == (Op.ERROR, "EACCES\0")
        assert watcher.event() == "/local/domain/5/x\0w\0"
        watcher.send(request[20:])
        watcher.more()
        assert watcher.data.endswith(b"new")
        assert read_only.ask(Op.WRITE, b"/a\0") == (Op.ERROR, "EACCES\0")
        assert Client(tmp_path / "socket").ask(Op.READ, b"/tool\0") == (Op.READ, "")
        assert Client(tmp_path / "dom5.sock").ask(Op.READ, b"x\0") == (Op.READ, "new")
        assert not (tmp_path / "state_dump").exists()
        assert control(dom0, "live-update", "-s") == (Op.CONTROL, "OK\0"), "and again"
        assert dom0.ask(Op.READ, b"/local/domain/5/x\0") == (Op.READ, "new")


def test_open_transactions_keep_it_waiting_unless_forced(tmp_path: Path) -> None:
    with daemon(tmp_path):
        client = Client(tmp_path / "socket")
        client.ask(Op.TRANSACTION_START, b"\0")
        assert control(client, "live-update", "-s", "-t", "1") == (Op.CONTROL, "BUSY\0")
        assert control(client, "live-update", "-s", "-F") == (Op.CONTROL, "OK\0")
        assert client.ask(Op.TRANSACTION_END, b"T\0", 1) == (Op.ERROR, "ENOENT\0")


def test_persistent_store_goes_on_in_its_file(tmp_path: Path) -> None:
    options = ("--persist", str(tmp_path / "store"))
    with daemon(tmp_path, *options):
        client = Client(tmp_path / "socket")
        client.ask(Op.WRITE, b"/a\0001")
        control(client, "live-update", "-s")
        client.ask(Op.WRITE, b"/b\0002")
    with daemon(tmp_path, *options):
        client = Client(tmp_path / "socket")
        assert client.ask(Op.READ, b"/a\0") == (Op.READ, "1")
        assert client.ask(Op.READ, b"/b\0") == (Op.READ, "2")


def test_program_that_cannot_be_started_leaves_the_daemon_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"\x7fELF nonsense")
    (tmp_path / "broken").chmod(0o755)
    with daemon(tmp_path):
        client = Client(tmp_path / "socket")
        assert control(client, "live-update", "-f", str(tmp_path / "broken"))[1] == "OK\0"
        assert control(client, "live-update", "-s")[1] == "OK\0"
        assert client.ask(Op.READ, b"/tool\0") == (Op.READ, "")


def make(rundir: Path) -> tuple[EpollPoller, Server, LiveUpdate]:
    poller = EpollPoller(RealClock())
    server = Server(Store(), rundir, poller)
    return poller, server, LiveUpdate(server, ["/bin/true"], ["-N"], rundir)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["-f", "/bin/true"], b"OK\0"),
        (["-f", "/no/such/file"], "ENOENT"),
        (["-c", "-N -T x"], b"OK\0"),
        (["-a"], b"OK\0"),
        ([], "EINVAL"),
        (["-x"], "EINVAL"),
        (["-s", "-t"], "EINVAL"),
        (["-s", "-x"], "EINVAL"),
    ],
)
def test_steps_are_answered(words: list[str], answer: object, tmp_path: Path) -> None:
    poller, _, update = make(tmp_path)
    assert outcome(update, words) == answer
    poller.close()


def test_nothing_left_behind_is_an_error(tmp_path: Path) -> None:
    poller, server, _ = make(tmp_path)
    with pytest.raises(OSError, match="state_dump"):
        left_behind(server, tmp_path / "state_dump")
    (tmp_path / "state_dump").write_bytes(b"nonsense")
    with pytest.raises(XenstoreError):
        left_behind(server, tmp_path / "state_dump")
    poller.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["-N", "-U"], ["-N"]),
        (["-U", "/state", "-E", "5"], ["-E", "5"]),
        (["-U/state", "-E", "5"], ["-E", "5"]),
        (["--live-update=/state", "-N"], ["-N"]),
        (["-E", "5"], ["-E", "5"]),
    ],
)
def test_next_program_is_told_once_that_it_takes_over(given: list[str], kept: list[str]) -> None:
    assert liveupdate._without_update(given) == kept


def test_state_of_a_named_file_is_taken_over(tmp_path: Path) -> None:
    store = Store()
    Peer(store).write("/a", "v")
    (tmp_path / "left").write_bytes(stream.dump(store, stream.DaemonState()))
    with daemon(tmp_path / "run", "--persist", str(tmp_path / "kept")):
        pass  # a run directory and a journal from before are no hindrance
    options = ["-U", str(tmp_path / "left"), "-F", str(tmp_path / "pid")]
    process = subprocess.Popen(
        [sys.executable, "-m", "xenvm.xenstore", "--rundir", str(tmp_path / "run"), *options],
        cwd=Path(__file__).parents[2],
    )
    try:
        while not (tmp_path / "pid").exists():
            assert process.poll() is None
        client = Client(tmp_path / "run" / "socket")
        assert client.ask(Op.READ, b"/a\0") == (Op.READ, "v")
    finally:
        process.terminate()
        assert process.wait(10) == 0
    assert not (tmp_path / "left").exists()
