"""The configuration tree: what the database daemon promises, rows, commit and rollback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rpcgen.runtime.errors import Failed, LimitsExceeded
from xenmgr import db as db_module
from xenmgr.db import ConfigDb
from xenmgr.db_fresh import FRESH_TREE
from xenmgr.store import NO_COLUMNS, Changes, DbStore, StoreError
from xenmgr.vm_summary import EMPTY_SUMMARY, VmSummary
from xenvm.hostfs import HostFs

U1 = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"
U2 = "11111111-33d4-4d87-9a58-3dbbe6d9a5e1"
U3 = "22222222-33d4-4d87-9a58-3dbbe6d9a5e1"


@pytest.fixture
def db() -> ConfigDb:
    """A tree with nothing in it."""
    tree = ConfigDb(DbStore())
    tree.inject("/", "{}")
    tree.commit()
    return tree


class FullDisk(DbStore):
    """A store that can be made to refuse."""

    full = False

    def apply(self, changes: Changes) -> None:
        if self.full:
            raise StoreError("in memory", "write", "database or disk is full")
        super().apply(changes)


def full(db: ConfigDb) -> str:
    return db.dump("/")


def test_a_new_store_gets_the_content_of_a_fresh_installation(tmp_path: Path) -> None:
    first = ConfigDb(DbStore(tmp_path / "c.db"))
    assert json.loads(first.dump("/")) == FRESH_TREE
    assert first.list("/")[0] == "power-management"
    first.rm("/touchpad")
    first.commit()
    first.close()
    again = ConfigDb(DbStore(tmp_path / "c.db"))
    assert not again.exists("/touchpad")
    assert again.read("/db-version") == "42"
    again.close()


# path written, path read, what read, exists and list answer
READS = [
    ("/a/b", "/a/b", "v", True, []),
    ("a/b", "//a///b/", "v", True, []),
    ("/a/b", "/a", "", True, ["b"]),
    ("/a/b", "/", "", True, ["a"]),
    ("/a/b", "/a/c", "", False, []),
    ("/a/b", "/a/b/c", "", False, []),
    (f"/vm/{U1}/name", f"/vm/{U1}/name", "v", True, []),
    (f"/vm/{U1}/name", f"/vm/{U1}", "", True, ["name"]),
    (f"/vm/{U1}/name", "/vm", "", True, [U1]),
    (f"/vm/{U1}/name", "/", "", True, ["vm"]),
    (f"/vm/{U1}/name", f"/vm/{U2}", "", False, []),
    (f"/vm/{U1}/name", f"/vm/{U2}/name", "", False, []),
    (f"/dom-store/{U1}/a/b", f"/dom-store/{U1}/a", "", True, ["b"]),
    (f"/vm/{U1}", f"/vm/{U1}", "v", True, []),
    ("/vm", "/vm", "v", True, []),
    ("/", "/", "", True, []),
]


@pytest.mark.parametrize(("written", "path", "text", "there", "names"), READS)
def test_reading_what_was_written(
    db: ConfigDb, written: str, path: str, text: str, there: bool, names: list[str]
) -> None:
    db.write(written, "v")
    assert (db.read(path), db.exists(path), db.list(path)) == (text, there, names)


def test_a_leaf_on_the_way_becomes_an_inner_node(db: ConfigDb) -> None:
    db.write("/a", "leaf")
    db.write("/z", "last")
    db.write("/a/b/c", "deeper")
    assert db.read("/a") == ""
    assert db.list("/") == ["a", "z"]
    db.write("/vm", "leaf")
    db.write(f"/vm/{U1}/name", "one")
    db.write(f"/vm/{U1}/name/x", "two")
    assert db.read(f"/vm/{U1}/name/x") == "two"


@pytest.mark.parametrize("path", ["/", "/a", "/vm", f"/vm/{U1}", f"/vm/{U1}/config", "/dom-store"])
def test_an_inner_node_is_not_overwritten(db: ConfigDb, path: str) -> None:
    db.write("/a/b", "1")
    db.write(f"/vm/{U1}/config/memory", "512")
    db.write(f"/dom-store/{U1}/x", "1")
    before = full(db)
    db.write(path, "text")
    assert full(db) == before


def test_new_names_go_last_and_replaced_ones_stay(db: ConfigDb) -> None:
    for uuid in (U2, U1, U3):
        db.write(f"/vm/{uuid}/name", "x")
    db.inject(f"/vm/{U1}", '{"name": "new"}')
    db.write(f"/vm/{U2}/name", "new")
    assert db.list("/vm") == db.vm_uuids() == [U2, U1, U3]
    db.rm(f"/vm/{U2}")
    db.write(f"/vm/{U2}/name", "back")
    assert db.list("/vm") == [U1, U3, U2]


def test_rm_leaves_the_emptied_node(db: ConfigDb) -> None:
    db.write("/a/b/c", "1")
    db.rm("/a/b/c")
    assert db.exists("/a/b")
    assert db.dump("/a") == '{\n  "b": { }\n}\n'
    db.write(f"/vm/{U1}/config/x", "1")
    db.rm(f"/vm/{U1}/config")
    assert db.exists(f"/vm/{U1}")
    assert db.list(f"/vm/{U1}") == []
    db.rm(f"/vm/{U1}")
    assert db.exists("/vm")
    assert not db.exists(f"/vm/{U1}")
    db.rm("/vm")
    assert not db.exists("/vm")


def test_rm_prunes_empty_nodes_beside_the_path(db: ConfigDb) -> None:
    db.inject("/", json.dumps({"e": None, "vm": {U1: None, U2: {"e": None, "k": "1"}}, "a": "1"}))
    assert db.exists("/e")
    assert db.exists(f"/vm/{U1}")
    assert db.list("/vm") == [U1, U2]
    db.rm(f"/vm/{U2}/absent")
    assert json.loads(full(db)) == {"vm": {U2: {"k": "1"}}, "a": "1"}


def test_an_empty_node_is_pruned_also_after_a_rollback_and_a_restart(tmp_path: Path) -> None:
    db = ConfigDb(DbStore(tmp_path / "c.db"))
    db.inject("/vm", json.dumps({U1: None, U2: {}}))
    db.commit()
    for _ in range(2):
        db.rm(f"/vm/{U2}/absent")
        assert db.list("/vm") == [U2]
        db.rollback()
        assert db.list("/vm") == [U1, U2]
    db.close()
    db = ConfigDb(DbStore(tmp_path / "c.db"))
    db.rm(f"/vm/{U2}/absent")
    assert db.list("/vm") == [U2]
    db.close()


def test_rm_of_what_is_not_there_is_fine(db: ConfigDb) -> None:
    db.write("/a", "1")
    before = full(db)
    for path in ("/x", "/a/b", f"/vm/{U1}", f"/vm/{U1}/x", "/vm", "/dom-store/x"):
        db.rm(path)
    assert full(db) == before


def test_rm_of_the_root_takes_everything(db: ConfigDb) -> None:
    db.write(f"/vm/{U1}/name", "one")
    db.write("/a", "1")
    db.rm("/")
    assert db.dump("/") == "null\n"
    assert db.exists("/")
    assert db.vm_uuids() == []
    db.write("/b", "1")
    assert db.list("/") == ["b"]


INJECTIONS = [
    ("/a", '{"b": {"c": "1"}, "d": [1, 2]}'),
    ("/a/b/c", "5"),
    ("/", json.dumps({"a": "1", "vm": {U1: {"name": "one"}}, "dom-store": {}, "z": {}})),
    ("/", '"only a leaf"'),
    ("/", json.dumps({"vm": "leaf", "dom-store": None})),
    ("/vm", json.dumps({U2: {"name": "two"}, U1: "leaf", "x/y": {}})),
    ("/vm", "7"),
    ("/dom-store", "{}"),
    (f"/vm/{U1}", '{"name": "new"}'),
    (f"/vm/{U1}", "null"),
    (f"/vm/{U1}/config/nic/0", '{"id": "0"}'),
    (f"/dom-store/{U3}/deep/er", '{"é": "ü"}'),
]


@pytest.mark.parametrize(("path", "text"), INJECTIONS)
def test_what_is_injected_is_dumped_and_stored(tmp_path: Path, path: str, text: str) -> None:
    db = ConfigDb(DbStore(tmp_path / "c.db"))
    db.write(f"/vm/{U1}/name", "before")
    db.commit()
    db.inject(path, text)
    assert json.loads(db.dump(path)) == json.loads(text)
    whole = full(db)
    db.commit()
    db.close()
    again = ConfigDb(DbStore(tmp_path / "c.db"))
    assert full(again) == whole
    again.close()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('"s"', "s"),
        ("5", "5"),
        ("1.5", "1.500000"),
        ("true", "true"),
        ("[1]", ""),
        ("{}", ""),
        ("null", ""),
    ],
)
def test_reading_what_was_injected(db: ConfigDb, text: str, read: str) -> None:
    for path in ("/x", f"/vm/{U1}", f"/vm/{U1}/x"):
        db.inject(path, text)
        assert db.read(path) == read
        assert db.exists(path)


@pytest.mark.parametrize("text", ["", "{", "nonsense", '"\\u0000"', "[" * 100_000])
def test_malformed_json_is_refused_and_changes_nothing(db: ConfigDb, text: str) -> None:
    with pytest.raises(Failed) as caught:
        db.inject("/a", text)
    assert caught.value.text.startswith("malformed JSON: ")
    assert not db.exists("/a")


def test_dump_is_pretty_json(db: ConfigDb) -> None:
    db.write(f"/vm/{U1}/path", "/a/b")
    db.inject("/e", "{}")
    lines = [
        "{",
        '  "vm": {',
        f'    "{U1}": {{',
        '      "path": "\\/a\\/b"',
        "    }",
        "  },",
        '  "e": { }',
        "}",
    ]
    assert db.dump("/") == "\n".join(lines) + "\n"
    assert db.dump("/absent") == "null\n"
    assert db.dump(f"/vm/{U2}") == "null\n"
    assert db.dump(f"/vm/{U1}/path") == '"\\/a\\/b"\n'


def test_a_path_has_limits(db: ConfigDb) -> None:
    deep = "/x" * 101
    for change in (lambda: db.write(deep, "1"), lambda: db.inject(deep, "1")):
        with pytest.raises(LimitsExceeded):
            change()
    assert db.read(deep) == ""
    assert full(db) == "{ }\n"


# Rows


def test_a_vm_row_and_the_tree_are_one(db: ConfigDb) -> None:
    row = db.create_vm(U1, {"name": "one", "config": {"memory": "512"}})
    assert db.vm(U1) is row
    assert db.read(f"/vm/{U1}/config/memory") == "512"
    db.write(f"/vm/{U1}/config/memory", "1024")
    assert row.get("config/memory") == "1024"
    row.put("config/vcpus", "2")
    assert db.list(f"/vm/{U1}/config") == ["memory", "vcpus"]
    assert db.vm(U2) is None


def test_creating_over_a_vm_replaces_it_in_place(db: ConfigDb) -> None:
    row = db.create_vm(U1, {"name": "one", "x": "1"})
    db.create_vm(U2, {})
    assert db.create_vm(U1, {"name": "two"}) is row
    assert (row.get("name"), row.get("x")) == ("two", None)
    assert db.vm_uuids() == [U1, U2]


def test_a_removed_vm_ignores_what_is_written_to_it(db: ConfigDb) -> None:
    row = db.create_vm(U1, {"name": "one"})
    db.commit()
    db.remove_vm(U1)
    row.put("name", "ghost")
    assert row.get("name") is None
    db.commit()
    row.put("name", "ghost")
    assert not db.exists(f"/vm/{U1}")
    db.remove_vm(U1)
    db.remove_vm("no such")


def test_the_rest_is_a_row_with_absolute_keys(db: ConfigDb) -> None:
    db.rest.put("/xenmgr/isos", "/x")
    assert db.read("/xenmgr/isos") == "/x"
    assert db.rest.get("/xenmgr/isos") == db.rest.get("xenmgr/isos") == "/x"


def test_a_domstore_comes_into_being_with_its_first_write(db: ConfigDb) -> None:
    store = db.domstore(U1)
    assert store.get("key") is None
    assert not db.exists("/dom-store")
    db.commit()
    store.put("key", "v")
    assert db.domstore(U1) is store
    assert db.read(f"/dom-store/{U1}/key") == "v"
    db.commit()
    db.rm(f"/dom-store/{U1}")
    store.put("key", "ghost")
    assert not db.exists(f"/dom-store/{U1}")
    db.domstore(U1).put("key", "new")
    assert db.read(f"/dom-store/{U1}/key") == "new"
    db.commit()


def test_summaries_follow_every_change(db: ConfigDb) -> None:
    assert db.summary(U1) == EMPTY_SUMMARY
    row = db.create_vm(U1, {"name": "one", "slot": "-1", "type": "svm"})
    assert db.summary(U1) == VmSummary("one", "-1", "svm")
    row.put("start_on_boot", "true")
    row.put("config/disk/0/path", "/a.vhd")
    assert db.summary(U1).flags == {"start_on_boot"}
    assert db.disk_path_users("/a.vhd") == 1
    db.create_vm(U2, {"config": {"disk": {"3": {"path": "/a.vhd"}}}})
    assert db.disk_path_users("/a.vhd") == 2
    db.commit()
    db.remove_vm(U1)
    assert db.disk_path_users("/a.vhd") == 1
    assert db.summary(U1) == EMPTY_SUMMARY
    db.rollback()
    assert db.disk_path_users("/a.vhd") == 2
    assert db.summary(U1).name == "one"


# Durability


def test_a_rollback_takes_back_everything_since_the_commit(db: ConfigDb) -> None:
    for uuid in (U1, U2):
        db.create_vm(uuid, {"name": uuid})
    row = db.vm(U1)
    assert row is not None
    db.write("/a", "1")
    assert db.next_counter("vm") == 0
    db.commit()
    before = full(db)
    generation = row.generation
    row.put("name", "changed")
    db.remove_vm(U1)
    db.create_vm(U1, {"name": "another"})
    db.create_vm(U3, {})
    db.write(f"/dom-store/{U1}/x", "1")
    db.rm("/a")
    assert db.next_counter("vm") == 1
    assert db.rollback() == {U1, U3}
    assert full(db) == before
    assert db.vm(U1) is row
    assert db.vm_uuids() == [U1, U2]
    assert row.generation > generation
    assert db.next_counter("vm") == 1
    db.commit()
    assert db.rollback() == set()


def test_a_failed_commit_leaves_memory_for_the_rollback() -> None:
    store = FullDisk()
    db = ConfigDb(store)
    row = db.create_vm(U1, {"name": "one"})
    db.commit()
    store.full = True
    row.put("name", "two")
    with pytest.raises(StoreError):
        db.commit()
    assert row.get("name") == "two"
    assert db.rollback() == {U1}
    assert row.get("name") == "one"
    store.full = False
    row.put("name", "three")
    db.commit()
    assert row.get("name") == "three"


def test_a_commit_writes_only_the_rows_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    store = DbStore()
    db = ConfigDb(store)
    for uuid in (U1, U2, U3):
        db.create_vm(uuid, {"name": uuid})
    db.commit()
    seen: list[Changes] = []
    monkeypatch.setattr(store, "apply", seen.append)
    db.commit()
    row = db.vm(U2)
    assert row is not None
    row.put("name", "two")
    row.put("name", U2)
    db.commit()
    assert seen == []
    row.put("name", "two")
    db.remove_vm(U3)
    db.next_counter("x")
    db.commit()
    assert [each[2] for each in seen[0].rows] == [U2]
    assert (len(seen[0].removals), seen[0].counters) == (1, {"x": 1})


def test_counters_survive(tmp_path: Path) -> None:
    db = ConfigDb(DbStore(tmp_path / "c.db"))
    assert [db.next_counter("vm"), db.next_counter("vm"), db.next_counter("vhd")] == [0, 1, 0]
    db.commit()
    db.close()
    db = ConfigDb(DbStore(tmp_path / "c.db"))
    assert [db.next_counter("vm"), db.next_counter("vhd")] == [2, 1]
    db.close()


def test_a_damaged_row_is_one_clear_error() -> None:
    for row in [
        (1, "vm", U1, "{", *NO_COLUMNS),
        (1, "elsewhere", U1, "{}", *NO_COLUMNS),
        (1, "vm", U1, "{}", *NO_COLUMNS[:4], "[", *NO_COLUMNS[5:]),
    ]:
        store = DbStore()
        store.apply(Changes(rows=[row]))
        with pytest.raises(StoreError) as caught:
            ConfigDb(store).read(f"/vm/{U1}/name")
        assert f"/{row[1]}/{U1} is damaged" in str(caught.value)


def test_parsed_forms_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_module, "PARSED_CHARS_MAX", 1000)
    db = ConfigDb(DbStore())
    rows = [db.create_vm(f"{n}", {"name": f"vm {n}", "pad": "x" * 80}) for n in range(100)]
    db.commit()
    for n, row in enumerate(rows):
        assert row.get("name") == f"vm {n}"
    assert sum(row._parsed for row in rows) <= 10
    for row in rows:
        row.put("name", "changed")
    assert all(row.get("name") == "changed" for row in rows)
    db.commit()
    for row in rows:
        assert row.get("name") == "changed"
    assert sum(row._parsed for row in rows) <= 20


# Binary nodes


@pytest.fixture
def files(tmp_path: Path) -> Iterator[HostFs]:
    fs = HostFs(tmp_path / "root")
    fs.write_bytes(f"/config/dom-store/{U1}/certs/key", b"\0\xff")
    fs.write_bytes("/config/dom-store/blob", b"abc")
    yield fs
    fs.close()


def test_binary_nodes_are_part_of_the_tree(files: HostFs) -> None:
    db = ConfigDb(DbStore(), files)
    db.write(f"/dom-store/{U1}/name", "one")
    assert db.list("/dom-store") == [U1, "blob"]
    assert db.list(f"/dom-store/{U1}") == ["name", "certs"]
    assert db.exists(f"/dom-store/{U1}/certs")
    assert db.read(f"/dom-store/{U1}/certs") == ""
    key = f"/dom-store/{U1}/certs/key"
    assert db.read(key) == f"file:/config{key}"
    assert db.read_binary(key) == b"\0\xff"
    assert json.loads(db.dump("/dom-store")) == {
        U1: {"name": "one", "certs": {"key": None}},
        "blob": None,
    }
    db.write(f"/dom-store/{U1}/certs", "an inner node stays")
    assert db.read_binary(key) == b"\0\xff"


@pytest.mark.parametrize("path", [f"/dom-store/{U1}/certs/key", "/dom-store/blob/below"])
def test_binary_nodes_are_neither_overwritten_nor_removed(files: HostFs, path: str) -> None:
    db = ConfigDb(DbStore(), files)
    with pytest.raises(Failed, match="cannot overwrite binary file nodes"):
        db.write(path, "x")
    with pytest.raises(Failed, match="cannot overwrite binary file nodes"):
        db.inject(path, "{}")
    with pytest.raises(Failed, match="cannot remove binary file nodes"):
        db.rm(path)


def test_binary_nodes_go_with_the_node_above_them(files: HostFs) -> None:
    db = ConfigDb(DbStore(), files)
    db.rm(f"/dom-store/{U1}")
    assert db.list("/dom-store") == ["blob"]
    db.inject("/dom-store", '{"x": "1"}')
    assert db.list("/dom-store") == ["x"]
    db.rescan_files()
    assert db.list("/dom-store") == ["x", U1, "blob"]


def test_only_binary_nodes_have_bytes(files: HostFs) -> None:
    db = ConfigDb(DbStore(), files)
    for path in ("/xenmgr", "/absent", f"/dom-store/{U1}"):
        with pytest.raises(Failed, match="not a binary node"):
            db.read_binary(path)
    files.remove("/config/dom-store/blob")
    with pytest.raises(Failed, match="No such file"):
        db.read_binary("/dom-store/blob")
