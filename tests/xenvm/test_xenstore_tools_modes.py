import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.xenstore_daemon import daemon
from xenvm.errors import XenstoreError
from xenvm.xenstore.client.blocking import Client
from xenvm.xenstore.tools import modes, options
from xenvm.xenstore.tools.modes import Console, ToolFailed


@pytest.fixture(scope="module")
def rundir(tmp_path_factory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("xenstored")
    with daemon(path):
        yield path


@pytest.fixture
def client(rundir: Path) -> Iterator[Client]:
    with Client(rundir / "socket") as one:
        yield one
        one.rm("/t")


def run(client: Client, mode: str, *words: str, width: int = 80) -> str:
    console = Console(io.BytesIO(), width)
    modes.MODES[mode](client, console, options.read(mode, list(words)))
    return console.out.getvalue().decode("utf-8", "surrogateescape")


def test_ls_of_a_deep_tree_does_not_recurse(client: Client) -> None:
    client.mkdir("/t" + "/d" * 1000)
    lines = run(client, "ls", "/t").splitlines()
    assert len(lines) == 1000
    assert [line.lstrip(" ") for line in lines[:72]] == ['d = ""'] * 72
    assert lines[-1] == " " * 999 + 'd = "\\..."', "no room at all is no limit, as in printf"


def test_ls_fits_the_width_it_is_given(client: Client) -> None:
    client.write("/t/name", b"v" * 100)
    assert run(client, "ls", "/t", width=30) == 'name = "' + "v" * 18 + '\\..."\n'
    assert run(client, "ls", "/t", width=200) == 'name = "' + "v" * 100 + '"\n'


def test_values_that_are_no_utf8_are_written_and_read_raw(client: Client) -> None:
    run(client, "write", "-R", "/t/raw", b"\xff\\n".decode("utf-8", "surrogateescape"))
    assert client.read("/t/raw") == b"\xff\\n"
    assert run(client, "read", "-R", "/t/raw").encode("utf-8", "surrogateescape") == b"\xff\\n"


def test_watch_prints_events_as_they_come(client: Client, rundir: Path) -> None:
    client.mkdir("/t")
    with Client(rundir / "socket") as other:
        thread = threading.Timer(0, lambda: other.write("/t/x", b""))
        client.watch("/ready", "r")
        thread.start()
        assert run(client, "watch", "-n", "2", "/t").splitlines()[-1] in ("/t", "/t/x")
        thread.join()


def test_failure_of_one_of_many_changes_nothing(client: Client) -> None:
    with pytest.raises(ToolFailed, match="could not write path /t//x"):
        run(client, "write", "/t/a", "1", "/t//x", "2")
    with pytest.raises(XenstoreError):
        client.read("/t/a")


def test_chmod_reaches_down_and_up(client: Client) -> None:
    client.mkdir("/t/a/b/c")
    run(client, "chmod", "-r", "-u", "/t/a/b", "r0")
    shown = run(client, "ls", "-f", "-p", "/t")
    assert [line.split("  ")[-1] for line in shown.splitlines()] == [" (r0)"] * 3
    assert client.get_perms("/t")[0] == (0, "r")
