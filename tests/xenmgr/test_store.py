"""The database file: rows and counters survive, foreign and broken files are refused clearly."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from xenmgr.store import NO_COLUMNS, Changes, DbStore, Durability, StoredRow, StoreError

COLUMNS = ("vm one", "3", "svm", None, None, '[[0, "/a.vhd", "vhd"]]', None)


def row(ordinal: int, name: str, text: str = "{}", area: str = "vm") -> StoredRow:
    return (ordinal, area, name, text, *NO_COLUMNS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "config.db"


def test_rows_come_back_in_order_of_ordinal(path: Path) -> None:
    store = DbStore(path)
    store.apply(Changes(rows=[row(3, "c"), row(1, "a"), (2, "vm", "b", '{"ä":"ü"}', *COLUMNS)]))
    store.close()
    store = DbStore(path)
    rows = list(store.rows())
    assert [each[0] for each in rows] == [1, 2, 3]
    assert rows[1] == (2, "vm", "b", '{"ä":"ü"}', *COLUMNS)
    store.close()


def test_a_change_replaces_removes_and_counts_at_once(path: Path) -> None:
    store = DbStore(path)
    store.apply(Changes(rows=[row(1, "a"), row(2, "b")], counters={"vm": 1}))
    # The name of a removed row can be taken in the same transaction.
    store.apply(Changes([1], [row(2, "b", "5"), row(3, "a")], {"vm": 2, "vhd": 7}))
    assert [each[:4] for each in store.rows()] == [(2, "vm", "b", "5"), (3, "vm", "a", "{}")]
    assert store.counters() == {"vm": 2, "vhd": 7}
    store.close()


def test_a_failed_change_leaves_everything_as_it_was(path: Path) -> None:
    store = DbStore(path)
    store.apply(Changes(rows=[row(1, "a")], counters={"vm": 1}))
    with pytest.raises(StoreError) as caught:
        store.apply(Changes(removals=[1], rows=[row(2, "b"), row(3, "b")], counters={"vm": 9}))
    assert caught.value.operation == "write"
    with pytest.raises(StoreError):
        store.apply(Changes(rows=[row(4, "half a \ud800 pair")]))
    assert [each[2] for each in store.rows()] == ["a"]
    assert store.counters() == {"vm": 1}
    store.apply(Changes(rows=[row(2, "b")]))
    store.close()


def test_in_memory_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = DbStore()
    store.apply(Changes(rows=[row(1, "a")]))
    assert len(list(store.rows())) == 1
    store.close()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("durability", "synchronous"), [(Durability.PROCESS, 1), (Durability.POWER, 2)]
)
def test_durability_chooses_when_the_disk_is_waited_for(
    path: Path, durability: Durability, synchronous: int
) -> None:
    store = DbStore(path, durability)
    connection = store._connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (synchronous,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()


def make_text_file(path: Path) -> None:
    path.write_text("this is no database at all\n" * 100)


def make_foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()


def make_marked_by_another(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 1234")
        connection.execute("PRAGMA user_version = 1")
    connection.close()


def make_newer_version(path: Path) -> None:
    DbStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def make_directory(path: Path) -> None:
    path.mkdir()


def make_truncated(path: Path) -> None:
    store = DbStore(path)
    store.apply(Changes(rows=[row(n, f"{n}", "x" * 3000) for n in range(1, 50)]))
    store.close()
    os.truncate(path, 4096 * 3)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_text_file, "file is not a database"),
        (make_foreign_database, "another program"),
        (make_marked_by_another, "another program"),
        (make_newer_version, "schema version is 99"),
        (make_directory, "unable to open"),
        (make_truncated, "malformed"),
    ],
)
def test_a_file_that_is_not_ours_is_one_clear_error(path: Path, make, reason: str) -> None:
    path.parent.mkdir()
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError) as caught:
        list(DbStore(path).rows())
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    if path.is_file():
        assert path.read_bytes() == before


def test_a_place_that_cannot_be_is_one_clear_error() -> None:
    with pytest.raises(StoreError) as caught:
        DbStore(Path("/proc/no/such/place.db"))
    assert caught.value.operation == "open"


def test_a_second_process_is_kept_out(path: Path) -> None:
    store = DbStore(path)
    code = (
        "import sys; from pathlib import Path; from xenmgr.store import DbStore, StoreError\n"
        "try: DbStore(Path(sys.argv[1]))\n"
        "except StoreError as error: print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert "another process has it open" in result.stdout
    store.close()


def test_a_full_disk_is_a_store_error_and_no_loss(path: Path) -> None:
    store = DbStore(path)
    store.apply(Changes(rows=[row(1, "a", "x" * 1000)]))
    store._connection.execute("PRAGMA max_page_count = 20")
    with pytest.raises(StoreError) as caught:
        store.apply(Changes(rows=[row(2, "b", "x" * 200_000)]))
    assert "full" in caught.value.reason
    assert [each[2] for each in store.rows()] == ["a"]
    store._connection.execute("PRAGMA max_page_count = 1000000")
    store.apply(Changes(rows=[row(2, "b", "x" * 200_000)]))
    store.close()
    store = DbStore(path)
    assert [each[2] for each in store.rows()] == ["a", "b"]
    store.close()


def test_a_damaged_row_is_named() -> None:
    store = DbStore()
    assert str(store.damaged("/vm/x", "why")) == (
        "cannot read configuration database in memory: row /vm/x is damaged: why"
    )
    store.close()
