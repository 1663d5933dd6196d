"""The daemon as a process, judged by Debian's own tools where they are installed."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.xenstore_daemon import Client, daemon
from tests.support.xenstored import XENSTORED
from xenvm.xenstore.__main__ import main
from xenvm.xenstore.wire import Op

needs_tools = pytest.mark.skipif(
    shutil.which("xenstore-ls") is None, reason="package xenstore-utils is not installed"
)
XEN_BIN = XENSTORED.parent
needs_xen_utils = pytest.mark.skipif(
    not (XEN_BIN / "test-xenstore").exists(), reason="package xen-utils-4.17 is not installed"
)


def run(rundir: Path, *command: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(
        command,
        env={**os.environ, "XENSTORED_PATH": str(rundir / "socket")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@needs_tools
def test_debian_s_tools_cannot_tell_it_from_xenstored(tmp_path: Path) -> None:
    with daemon(tmp_path):
        script = [
            (("xenstore-write", "/a/b", "1\\n\\x01", "/a/c", "x y"), (0, "", "")),
            (("xenstore-read", "-p", "/a/b", "/a/c"), (0, "/a/b: 1\\n\\001\n/a/c: x y\n", "")),
            (("xenstore-list", "/"), (0, "tool\na\n", "")),
            (("xenstore-exists", "/a/b"), (0, "", "")),
            (("xenstore-exists", "/a/z"), (1, "", "")),
            (("xenstore-chmod", "/a/b", "n0", "r5"), (0, "", "")),
            (
                ("xenstore-ls", "-f", "-p", "/a"),
                (0, '/a/b = "1\\n\\001"   (n0,r5)\n/a/c = "x y"   (n0)\n', ""),
            ),
            (("xenstore-rm", "-t", "/a/b"), (0, "", "")),
            (("xenstore-ls", "/a"), (0, 'c = "x y"\n', "")),
            (
                ("xenstore-read", "/a/b"),
                (1, "", "xenstore-read: couldn't read path /a/b\n"),
            ),
            (("xenstore-watch", "-n", "1", "/a"), (0, "/a\n", "")),
        ]
        for command, expected in script:
            assert run(tmp_path, *command) == expected, command


@needs_tools
def test_directory_over_the_limit_is_listed_whole(tmp_path: Path) -> None:
    with daemon(tmp_path):
        client = Client(tmp_path / "socket")
        names = [f"{number:020}" for number in range(1000)]
        for name in names:
            client.ask(Op.WRITE, b"/d/" + name.encode() + b"\0")
        assert run(tmp_path, "xenstore-list", "/d") == (0, "\n".join(names) + "\n", "")


@needs_xen_utils
def test_xen_s_own_test_program_passes(tmp_path: Path) -> None:
    with daemon(tmp_path):
        code, out, err = run(tmp_path, XEN_BIN / "test-xenstore", "-i", "20")
        assert code == 0, out + err


@needs_xen_utils
def test_control_commands_are_those_of_xenstored(tmp_path: Path) -> None:
    with daemon(tmp_path):
        control = XEN_BIN / "xenstore-control"
        assert run(tmp_path, control, "check") == (0, "OK\n", "")
        assert run(tmp_path, control, "quota-soft")[1].startswith("Quota settings:\nmemory ")
        code, _, err = run(tmp_path, control, "nonsense")
        assert code == 3
        assert err.startswith("Command not supported. Valid commands are:\ncheck\t\nlog\ton|off\n")
        assert run(tmp_path, control, "memreport", str(tmp_path / "report"))[0] == 0
        assert "domain 0: " in (tmp_path / "report").read_text()


def test_options_set_quotas_and_files(tmp_path: Path) -> None:
    pid_file, trace = tmp_path / "pid", tmp_path / "trace"
    options = ("-N", "-E", "2", "-Q", "memory=100000", "-F", str(pid_file), "-T", str(trace))
    with daemon(tmp_path, *options) as process:
        assert pid_file.read_text() == f"{process.pid}\n"
        client = Client(tmp_path / "socket")
        assert "nodes            :        2 " in client.ask(Op.CONTROL, b"quota\0")[1]
        assert "memory           :   100000 " in client.ask(Op.CONTROL, b"quota\0")[1]
        trace.rename(tmp_path / "old")
        process.send_signal(signal.SIGHUP)
        while not trace.exists():
            client.ask(Op.READ, b"/tool\0")
        client.ask(Op.READ, b"/tool\0")
        assert "READ (/tool )" in trace.read_text()
    assert not (tmp_path / "socket").exists(), "sockets go with the daemon"


def test_socket_path_of_the_environment_wins(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("XENSTORED_PATH", str(tmp_path / "missing" / "socket"))
    assert main(["--rundir", str(tmp_path / "run")]) == 1
    assert "missing/socket" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["-Q", "memory"], "expected <what>=<number>"),
        (["-Q", "foo=1"], "unknown quota foo"),
        (["-w", "foo=1"], "unknown timeout foo"),
        (["--bogus"], "unrecognized arguments"),
    ],
)
def test_wrong_options_are_refused(options: list[str], text: str, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(options)
    assert text in capsys.readouterr().err + str(caught.value)


def test_compat_option_adds_what_newer_xen_knows(tmp_path: Path) -> None:
    for name, answer in (("4.17", (Op.ERROR, "ENOSYS\0")), ("4.22", (Op.GET_FEATURE, "14\0"))):
        with daemon(tmp_path, "--compat", name):
            assert Client(tmp_path / "socket").ask(Op.GET_FEATURE, b"") == answer


def test_options_of_xenstored_are_taken(tmp_path: Path) -> None:
    options = ("-D", "-N", "-R", "-V", "-I", "off", "-e", "1", "-m", "0", "-K", "-p", "7")
    with daemon(tmp_path, *options):
        dom0 = Client(tmp_path / "socket")
        for domid in (b"5", b"7"):
            dom0.ask(Op.INTRODUCE, domid + b"\0001\0001\0")
        dom0.ask(Op.MKDIR, b"/g\0")
        dom0.ask(Op.SET_PERMS, b"/g\0n5\0")
        assert Client(tmp_path / "dom7.sock").ask(Op.WRITE, b"/a\0v") == (Op.WRITE, "OK\0")
        assert Client(tmp_path / "dom5.sock").ask(Op.WRITE, b"/a\0v")[1] == "EACCES\0"
        dom0.ask(Op.RELEASE, b"5\0")
        assert dom0.ask(Op.GET_PERMS, b"/g\0") == (Op.GET_PERMS, "n0\0"), "-K: dom0's now"


def test_state_is_handed_over_and_kept_in_the_root_directory(tmp_path: Path, monkeypatch) -> None:
    root, rundir = tmp_path / "root", tmp_path / "run"
    root.mkdir()
    monkeypatch.setenv("XENSTORED_ROOTDIR", str(root))
    with daemon(rundir, "--persist", "store"):
        client = Client(rundir / "socket")
        client.ask(Op.WRITE, b"/a\0v")
        assert client.ask(Op.CONTROL, b"live-update\0-s\0") == (Op.CONTROL, "OK\0")
        assert client.ask(Op.READ, b"/a\0") == (Op.READ, "v")
    assert (root / "store").exists()
    assert not (root / "state_dump").exists()
