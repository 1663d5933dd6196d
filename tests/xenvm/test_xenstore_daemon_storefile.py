import os
import random
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.xenstore import Peer
from tests.support.xenstore_daemon import Client, daemon
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
