"""Files below the database's directories as nodes of the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from xenmgr.binary_nodes import BinaryNodes
from xenvm.hostfs import HostFs

UUID = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


@pytest.fixture
def files(tmp_path: Path) -> Iterator[HostFs]:
    fs = HostFs(tmp_path)
    for path in ("blob", f"{UUID}/certs/key", f"{UUID}/picture", "old.db", "half.db.tmp"):
        fs.write_bytes(f"/config/dom-store/{path}", path.encode())
    fs.mkdir("/config/dom-store/empty")
    fs.write_bytes("/config/vms/note", b"x")
    (fs.root / "config/dom-store/round").symlink_to(".")
    yield fs
    fs.close()


def test_regular_files_are_nodes_and_directories_lead_to_them(files: HostFs) -> None:
    nodes = BinaryNodes(files)
    assert nodes.children(()) == ["vm", "dom-store"]
    assert nodes.children(("dom-store",)) == [UUID, "blob"]
    assert nodes.children(("dom-store", UUID)) == ["certs", "picture"]
    assert nodes.file_at(("vm", "note")) == "/config/vms/note"
    assert nodes.file_at(("dom-store", UUID)) is None
    assert nodes.is_inner(("dom-store", UUID))
    assert not nodes.is_inner(("dom-store", "blob"))
    assert not nodes.is_inner(("xenmgr",))
    path = nodes.file_at(("dom-store", UUID, "certs", "key"))
    assert path == f"/config/dom-store/{UUID}/certs/key"
    assert nodes.bytes_of(path) == f"{UUID}/certs/key".encode()


def test_a_file_is_found_on_the_way_too(files: HostFs) -> None:
    nodes = BinaryNodes(files)
    blob = "/config/dom-store/blob"
    assert nodes.file_on(("dom-store", "blob")) == blob
    assert nodes.file_on(("dom-store", "blob", "below")) == blob
    assert nodes.file_at(("dom-store", "blob", "below")) is None
    assert nodes.file_on(("dom-store", "other")) is None
    assert nodes.file_on(()) is None


def test_what_is_dropped_is_back_after_a_rescan(files: HostFs) -> None:
    nodes = BinaryNodes(files)
    nodes.drop(("dom-store", UUID))
    nodes.drop(("no", "such", "node"))
    assert nodes.children(("dom-store",)) == ["blob"]
    nodes.drop(())
    assert nodes.children(()) == []
    nodes.rescan()
    assert nodes.children(("dom-store",)) == [UUID, "blob"]


def test_files_stand_as_null_in_a_dump(files: HostFs) -> None:
    nodes = BinaryNodes(files)
    assert nodes.merged({"name": "1", "certs": "leaf"}, ("dom-store", UUID)) == {
        "name": "1",
        "certs": {"key": None},
        "picture": None,
    }
    assert nodes.merged("leaf", ("xenmgr",)) == "leaf"


def test_without_host_files_there_are_no_nodes() -> None:
    nodes = BinaryNodes(None)
    assert nodes.children(()) == []
    assert nodes.file_on(("dom-store", "x")) is None
