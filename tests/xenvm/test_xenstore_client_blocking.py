from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.xenstore_daemon import daemon
from xenvm.errors import XenstoreError
from xenvm.xenstore import perms
from xenvm.xenstore.client.blocking import Client


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


def test_verbs_reach_the_store(client: Client) -> None:
    client.write("/t/a", b"\0\xff")
    client.mkdir("/t/b")
    client.set_perms("/t/a", perms.parse("n0,r5"))
    assert client.read("/t/a") == b"\0\xff"
    assert client.directory("/t") == ["a", "b"]
    assert perms.format_perms(client.get_perms("/t/a")) == "n0,r5"
    client.rm("/t/a")
    with pytest.raises(XenstoreError) as caught:
        client.read("/t/a")
    assert (caught.value.errno_word, caught.value.path) == ("ENOENT", "/t/a")


def test_long_directory_is_whole(client: Client) -> None:
    names = [f"{number:040}" for number in range(300)]
    for name in names:
        client.mkdir(f"/t/{name}")
    assert client.directory("/t") == names


def test_events_are_kept_while_replies_are_awaited(client: Client) -> None:
    client.watch("/t", "tok")
    client.write("/t/x", b"1")
    assert client.read("/t/x") == b"1"
    assert [client.event(5), client.event(5)] == [("/t", "tok"), ("/t/x", "tok")]
    with pytest.raises(TimeoutError):
        client.event(0.01)
    client.unwatch("/t", "tok")


def test_transact_tries_again_after_a_conflict(client: Client, rundir: Path) -> None:
    client.write("/t/n", b"1")
    seen = []
    with Client(rundir / "socket") as other:

        def add(transaction) -> bytes:
            seen.append(transaction.read("/t/n"))
            if len(seen) < 3:
                other.write("/t/n", b"1%d" % len(seen))
            transaction.write("/t/n", seen[-1] + b"!")
            return seen[-1]

        assert client.transact(add) == b"12"
        with pytest.raises(XenstoreError):
            client.transact(lambda _: seen.clear() or add(_), 1)
    assert client.read("/t/n") == b"11"


def test_exception_in_a_transaction_drops_it(client: Client) -> None:
    def fail() -> None:
        with client.transaction() as transaction:
            transaction.write("/t/x", b"")
            raise KeyError

    client.mkdir("/t")
    with pytest.raises(KeyError):
        fail()
    assert client.directory("/t") == []


def test_domains_and_control(client: Client) -> None:
    client.introduce(5, 1, 1)
    client.introduce(6, 1, 1)
    client.set_target(6, 5)
    client.resume(5)
    assert client.is_introduced(5)
    client.release(5)
    client.release(6)
    assert not client.is_introduced(5)
    assert client.domain_path(5) == "/local/domain/5"
    assert client.control("check") == "OK"


def test_end_of_the_daemon_is_a_connection_error(tmp_path: Path) -> None:
    with daemon(tmp_path):
        client = Client(tmp_path / "socket")
    with pytest.raises(ConnectionError):
        client.read("/tool")
    client.close()
    with pytest.raises(OSError, match="No such file"):
        Client(tmp_path / "socket")
