"""The daemon as a process: how it comes up, how it ends, and what it says when it cannot."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.programs import DB, DEADLINE_S, VM, XENMGR, Programs
from xenmgr.daemon import CONNECT_SECONDS_MAX
from xenmgr.private_bus import PrivateBus
from xenmgr.private_host import PrivateHost

EXIT_UNAVAILABLE, EXIT_USAGE, EXIT_BUS_GONE = 1, 2, 3


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBus]:
    running = PrivateBus.start(tmp_path_factory.mktemp("bus"))
    yield running
    running.stop()


def xenmgr(*options: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "xenmgr", *options],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a daemon that ends by itself."""
    try:
        out, err = process.communicate(timeout=DEADLINE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return process.returncode, out, err


@contextmanager
def served(bus: PrivateBus, state_dir: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A daemon that has told NOTIFY_SOCKET that it is ready."""
    path = str(state_dir.parent / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(DEADLINE_S)
        process = xenmgr(
            f"--address={bus.address}",
            f"--state-dir={state_dir}",
            "--clock=virtual",
            *options,
            environment={"NOTIFY_SOCKET": path},
        )
        try:
            assert notify.recv(4096) == b"READY=1"
            yield process
        finally:
            process.kill()
            process.communicate()
            os.unlink(path)


def test_help_tells_the_options() -> None:
    code, out, err = ended(xenmgr("--help"))
    assert (code, err) == (0, "")
    for option in ("--address", "--state-dir", "--root", "--vms", "--clock", "--seed"):
        assert option in out


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--clock=sundial", "clock 'sundial' is none of real, virtual and scaled:X"),
        ("--durability=none", "durability 'none' is neither process nor power"),
        ("--nonsense", "unrecognized arguments: --nonsense"),
    ],
)
def test_a_wrong_option_is_named(option: str, said: str) -> None:
    code, _, err = ended(xenmgr(option))
    assert code == EXIT_USAGE
    assert said in err.splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to(
    bus: PrivateBus, tmp_path: Path, number: signal.Signals
) -> None:
    with served(bus, tmp_path / "state") as daemon:
        programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})
        path = programs.new_vm("new-vm-linux")
        programs.call(path, VM, "start")
        daemon.send_signal(number)
        code, _, err = ended(daemon)
    assert code == 0
    assert "Traceback" not in err
    assert "ERROR" not in err


def test_it_ends_while_a_call_is_under_way(bus: PrivateBus, tmp_path: Path) -> None:
    with served(bus, tmp_path / "state") as daemon:
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address}
        path, testing = "/", f"{XENMGR}.testing"
        waiting = subprocess.Popen(
            ["busctl", "call", XENMGR, path, testing, "script_dequeue"],
            env=environment,
            stderr=subprocess.PIPE,
        )
        Programs(environment).call("/", XENMGR, "list_vms")
        daemon.terminate()
        code, _, err = ended(daemon)
        waiting.communicate(timeout=DEADLINE_S)
    assert code == 0
    assert waiting.returncode == 1
    assert "Traceback" not in err


def test_it_says_one_line_and_ends_with_3_when_the_bus_goes(tmp_path: Path) -> None:
    bus = PrivateBus.start(tmp_path)
    with served(bus, tmp_path / "state") as daemon:
        bus.process.kill()
        code, _, err = ended(daemon)
    bus.stop()
    assert code == EXIT_BUS_GONE
    after_ready = err[err.index("ready name=") :].splitlines()[1:]
    assert len(after_ready) == 1
    assert re.search(rf"bus gone address={bus.address} reason=the bus closed", after_ready[0])


def test_what_was_answered_survives_the_end_of_the_bus(tmp_path: Path) -> None:
    bus = PrivateBus.start(tmp_path)
    with served(bus, tmp_path / "state") as daemon:
        programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})
        path = programs.new_vm()
        bus.process.kill()
        assert ended(daemon)[0] == EXIT_BUS_GONE
    bus.stop()
    (tmp_path / "bus").unlink(missing_ok=True)
    bus = PrivateBus.start(tmp_path)
    with served(bus, tmp_path / "state"):
        assert programs.call("/", XENMGR, "list_vms") == [path]
    bus.stop()


def test_a_second_one_on_the_same_bus_is_told(bus: PrivateBus, tmp_path: Path) -> None:
    with served(bus, tmp_path / "state"):
        code, out, err = ended(
            xenmgr(f"--address={bus.address}", f"--state-dir={tmp_path / 'other'}")
        )
    assert (code, out) == (EXIT_UNAVAILABLE, "")
    assert len(err.splitlines()) == 1
    reason = "another program owns com.citrix.xenclient.db on this bus"
    assert err == f"xenmgr: cannot serve on {bus.address}: {reason}\n"


def test_a_second_one_on_the_same_state_is_told(bus: PrivateBus, tmp_path: Path) -> None:
    other_directory = tmp_path / "other"
    other_directory.mkdir()
    other = PrivateBus.start(other_directory)
    with served(bus, tmp_path / "state"):
        code, out, err = ended(
            xenmgr(f"--address={other.address}", f"--state-dir={tmp_path / 'state'}")
        )
    other.stop()
    assert (code, out) == (EXIT_UNAVAILABLE, "")
    assert len(err.splitlines()) == 1
    assert str(tmp_path / "state") in err


def test_a_bus_that_is_not_there_is_named(tmp_path: Path) -> None:
    address = f"unix:path={tmp_path / 'nobody'}"
    code, out, err = ended(xenmgr(f"--address={address}", f"--state-dir={tmp_path / 'state'}"))
    assert (code, out) == (EXIT_UNAVAILABLE, "")
    assert len(err.splitlines()) == 1
    assert address in err


@pytest.mark.parametrize("address", ["nonsense", "tcp:host=nowhere.invalid,port=1", "unix:"])
def test_an_address_that_is_none_is_named(tmp_path: Path, address: str) -> None:
    code, _, err = ended(xenmgr(f"--address={address}", f"--state-dir={tmp_path / 'state'}"))
    assert code == EXIT_UNAVAILABLE
    assert len(err.splitlines()) == 1
    assert address in err


def test_a_bus_that_never_answers_is_given_up(tmp_path: Path) -> None:
    path = str(tmp_path / "silent")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(path)
        silent.listen()
        began_s = time.monotonic()
        code, out, err = ended(
            xenmgr(
                f"--address=unix:path={path}", f"--state-dir={tmp_path / 'd'}", "--clock=scaled:99"
            )
        )
        assert time.monotonic() - began_s >= CONNECT_SECONDS_MAX
    assert (code, out) == (EXIT_UNAVAILABLE, "")
    assert err == f"xenmgr: cannot serve on unix:path={path}: no answer in 10 seconds\n"


@pytest.mark.parametrize(
    ("directory", "reason"),
    [
        ("/proc/there/is/none", "No such file or directory"),
        ("/etc/passwd", "Not a directory"),
        ("/etc/passwd/below", "Not a directory"),
    ],
)
def test_a_state_directory_that_cannot_be_is_named(directory: str, reason: str) -> None:
    code, out, err = ended(xenmgr("--address=unix:path=/x", f"--state-dir={directory}"))
    assert (code, out) == (EXIT_UNAVAILABLE, "")
    assert err == f"xenmgr: cannot use state directory {directory}: {reason}\n"


@pytest.mark.parametrize("seeded", [True, False], ids=["database", "files"])
def test_a_full_disk_at_the_start_is_one_line(
    bus: PrivateBus, tmp_path: Path, seeded: bool
) -> None:
    state = tmp_path / "state"
    if seeded:
        with served(bus, state):
            pass
    # A limit on file sizes stands for the disk: 512-byte blocks, room for the empty database.
    limited = ["sh", "-c", 'ulimit -f 400; exec "$@"', "sh", sys.executable, "-m", "xenmgr"]
    options = [f"--address={bus.address}", f"--state-dir={state}", "--vms=2000"]
    done = subprocess.run(
        [*limited, *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert (done.returncode, done.stdout) == (EXIT_UNAVAILABLE, "")
    assert len(done.stderr.splitlines()) == 1
    expected = f"xenmgr: cannot write configuration database {state / 'xenmgr.db'}: "
    assert done.stderr.startswith(expected if seeded else "xenmgr: cannot use /storage/")


def test_a_database_that_is_none_is_named(bus: PrivateBus, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / "xenmgr.db").write_bytes(b"this is no database " * 1000)
    code, _, err = ended(xenmgr(f"--address={bus.address}", f"--state-dir={state}"))
    assert code == EXIT_UNAVAILABLE
    assert len(err.splitlines()) == 1
    assert str(state / "xenmgr.db") in err


def test_a_notify_socket_that_is_not_there_costs_one_line(bus: PrivateBus, tmp_path: Path) -> None:
    nobody = str(tmp_path / "nobody")
    daemon = xenmgr(
        f"--address={bus.address}",
        f"--state-dir={tmp_path / 'state'}",
        environment={"NOTIFY_SOCKET": nobody},
    )
    assert daemon.stderr is not None
    line = next(line for line in daemon.stderr if "nobody to notify" in line)
    assert f"socket={nobody} error=No such file or directory" in line
    daemon.terminate()
    code, _, err = ended(daemon)
    assert (code, err) == (0, "")


def test_the_environment_names_the_bus(bus: PrivateBus, tmp_path: Path) -> None:
    with served(bus, tmp_path / "state"):
        code, _, err = ended(
            xenmgr(
                f"--state-dir={tmp_path / 'other'}",
                environment={"DBUS_SYSTEM_BUS_ADDRESS": bus.address},
            )
        )
    assert code == EXIT_UNAVAILABLE
    assert bus.address in err


def test_the_files_of_the_host_are_below_root(bus: PrivateBus, tmp_path: Path) -> None:
    programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})
    root = tmp_path / "elsewhere"
    with served(bus, tmp_path / "state", f"--root={root}"):
        path = programs.call("/", XENMGR, "create_vhd", "i", "64")
        assert (root / path.lstrip("/")).is_file()
        assert not (tmp_path / "state" / "root").exists()
        (root / "storage/isos/new.iso").write_bytes(b"iso")
        host = f"{XENMGR}.host"
        assert "new.iso" in programs.call("/host", host, "list_isos")


def test_vms_of_the_command_line_are_made_once(bus: PrivateBus, tmp_path: Path) -> None:
    programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})
    for _ in range(2):
        with served(bus, tmp_path / "state", "--vms=20") as daemon:
            paths = programs.call("/", XENMGR, "list_vms")
            assert len(set(paths)) == 20
            daemon.terminate()
            assert ended(daemon)[0] == 0


def test_the_same_seed_makes_the_same_host(bus: PrivateBus, tmp_path: Path) -> None:
    programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})
    seen = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        (tmp_path / name).mkdir()
        with served(bus, tmp_path / name / "state", "--vms=3", f"--seed={seed}"):
            programs.new_vm()
            seen.append(programs.call("/", XENMGR, "list_vms"))
    assert seen[0] == seen[1]
    assert seen[0] != seen[2]


def test_a_start_on_boot_vm_starts_with_the_host() -> None:
    with PrivateHost(["--clock=virtual"]) as host:
        programs = Programs(host.environment)
        path = programs.new_vm("new-vm-linux")
        programs.set(path, VM, "start-on-boot", "b", "true")
        host.kill_daemon()
        host.start_daemon()
        # The start is under way by itself; another waits for its turn behind it.
        programs.call(path, VM, "start")
        assert programs.get(path, VM, "state") == "running"
        assert programs.call("/", XENMGR, "list_domids") == [1]


def test_it_logs_one_line_for_each_state(bus: PrivateBus, tmp_path: Path) -> None:
    programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})
    with served(bus, tmp_path / "state") as daemon:
        path = programs.new_vm("new-vm-linux")
        programs.call(path, VM, "start")
        programs.call(path, VM, "destroy")
        daemon.terminate()
        _, _, err = ended(daemon)
    states = re.findall(r"INFO .* state=(\S+)", err)
    assert states[:4] == ["creating-devices", "created", "running", "shutdown"]


def test_sighup_looks_for_files_of_the_database_again(bus: PrivateBus, tmp_path: Path) -> None:
    """Binary nodes are files that others put below /config; SIGHUP is how the original is told."""
    root = tmp_path / "root"
    with served(bus, tmp_path / "state", f"--root={root}") as process:
        programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})
        read = ("call", DB, "/", DB, "read", "s", "/dom-store/notes.txt")
        (root / "config/dom-store").mkdir(parents=True, exist_ok=True)
        (root / "config/dom-store/notes.txt").write_text("put there by hand")
        assert '""' in programs.busctl(*read).out
        process.send_signal(signal.SIGHUP)
        told = time.monotonic() + DEADLINE_S
        while '""' in programs.busctl(*read).out:
            assert time.monotonic() < told
        assert "file:" in programs.busctl(*read).out
