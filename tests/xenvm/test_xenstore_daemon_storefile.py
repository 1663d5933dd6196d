import os
import random
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.xenstore import Peer
from tests.support.xenstore_daemon import Client, daemon
from xenvm.xenstore import journal
from xenvm.xenstore.daemon import storefile
from xenvm.xenstore.daemon.storefile import StoreFile
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op


def test_store_is_what_the_file_says_and_the_file_follows_the_store(tmp_path: Path) -> None:
    first = Store()
    kept = StoreFile(tmp_path / "store", first)
    Peer(first).write("/a/b", "1")
    kept.save()
    Peer(first).write("/a/c", "not saved")
    second = Store()
    StoreFile(tmp_path / "store", second).close()
    assert Peer(second).ls("/a") == ["b"]
    kept.close()


def test_file_that_grew_is_written_anew(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(storefile, "GROWTH_FREE_BYTES", 1000)
    store = Store()
    kept = StoreFile(tmp_path / "store", store)
    for number in range(300):
        Peer(store).write("/a", "x" * 50 + str(number))
        kept.save()
    assert (tmp_path / "store").stat().st_size < 2000
    kept.close()
    restored = Store()
    StoreFile(tmp_path / "store", restored).close()
    assert Peer(restored).read("/a").endswith("299")


def test_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("my diary")
    with pytest.raises(OSError, match="is no xenstore journal"):
        StoreFile(tmp_path / "store", Store())
    assert (tmp_path / "store").read_text() == "my diary"


def test_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(4), "little")
    print(f"seed {seed}")
    rng = random.Random(seed)
    acknowledged: dict[str, str] = {}
    for _ in range(5):
        with daemon(tmp_path, "--persist", str(tmp_path / "store")) as process:
            client = Client(tmp_path / "socket")
            for path, value in acknowledged.items():
                assert client.ask(Op.READ, path.encode() + b"\0") == (Op.READ, value), path
            for _ in range(rng.randrange(1, 200)):
                path, value = f"/k/{rng.randrange(20)}/{rng.randrange(20)}", str(rng.random())
                reply = client.ask(Op.WRITE, f"{path}\0{value}".encode())
                assert reply == (Op.WRITE, "OK\0")
                acknowledged[path] = value
            process.send_signal(signal.SIGKILL)
            process.wait()


def test_full_disk_is_one_clear_line_and_no_false_answer(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full is missing")
    (tmp_path / "link.new").symlink_to("/dev/full")
    done = subprocess.run(
        ["python", "-m", "xenvm.xenstore", "--rundir", tmp_path, "--persist", tmp_path / "link"],
        capture_output=True,
        text=True,
        timeout=20,
        executable=os.sys.executable,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 1
    assert done.stderr == f"xenstored: {tmp_path}/link: No space left on device\n"


class Turns:
    """Runs one deferred call at a time."""

    def __init__(self) -> None:
        self.waiting: list = []

    def __call__(self, callback) -> None:
        self.waiting.append(callback)

    def one(self) -> None:
        self.waiting.pop(0)()


def grown(path: Path, store: Store, turns: Turns) -> StoreFile:
    """A file that has begun to be written anew, slice by slice."""
    kept = StoreFile(path, store, soon=turns)
    peer = Peer(store)
    for number in range(100):
        peer.write(f"/n/{number}", "x" * 20)
        kept.save()
    while not turns.waiting:
        peer.write("/big", "x" * 500)
        kept.save()
    return kept


@pytest.fixture
def small(monkeypatch) -> None:
    monkeypatch.setattr(storefile, "GROWTH_FREE_BYTES", 10_000)
    monkeypatch.setattr(journal, "SLICE_NODES", 10)


@pytest.mark.usefixtures("small")
def test_rewrite_goes_on_in_slices_while_changes_come(tmp_path: Path) -> None:
    store, turns = Store(), Turns()
    kept = grown(tmp_path / "store", store, turns)
    before = (tmp_path / "store").stat().st_size
    slices = 0
    while turns.waiting:
        turns.one()
        Peer(store).write(f"/n/{slices}", "changed")
        Peer(store).write(f"/during/{slices}", "v")
        kept.save()
        slices += 1
    assert slices >= 10, "a turn each"
    assert (tmp_path / "store").stat().st_size < before
    assert not (tmp_path / "store.new").exists()
    kept.close()
    restored = Store()
    StoreFile(tmp_path / "store", restored).close()
    assert [Peer(restored).read(f"/n/{number}") for number in range(9)] == ["changed"] * 9
    assert len(Peer(restored).ls("/during")) == slices
    assert restored.tree.count == store.tree.count


@pytest.mark.usefixtures("small")
def test_death_amid_a_rewrite_loses_nothing(tmp_path: Path) -> None:
    store, turns = Store(), Turns()
    kept = grown(tmp_path / "store", store, turns)
    turns.one()
    Peer(store).write("/last", "v")
    kept.save()
    restored = Store()  # the first daemon is gone without a word
    StoreFile(tmp_path / "store", restored).close()
    assert Peer(restored).read("/last") == "v"
    assert restored.tree.count == store.tree.count
    kept.close()


@pytest.mark.usefixtures("small")
def test_rewrite_that_finds_no_room_leaves_the_old_file_in_use(tmp_path: Path, caplog) -> None:
    (tmp_path / "d").mkdir()
    store, turns = Store(), Turns()
    kept = grown(tmp_path / "d" / "store", store, turns)
    os.close(kept._new_fd)
    kept._new_fd = os.open("/dev/full", os.O_WRONLY)
    turns.one()
    assert "journal is not rewritten" in caplog.text
    while turns.waiting:
        turns.one()
    Peer(store).write("/last", "v")
    kept.close()
    restored = Store()
    StoreFile(tmp_path / "d" / "store", restored).close()
    assert Peer(restored).read("/last") == "v"
