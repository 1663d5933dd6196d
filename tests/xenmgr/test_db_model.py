"""The configuration tree against a naive one, through random changes, rollbacks and restarts."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from xenmgr import db as db_module
from xenmgr.db import AREAS, ConfigDb
from xenmgr.store import DbStore
from xenmgr.vm_summary import SUMMARY_LEAVES


@dataclass(frozen=True)
class Inner:
    """A node with children; None is the empty node, anything else a leaf."""

    children: tuple[tuple[str, object], ...] = ()

    def child(self, name: str) -> object:
        return dict(self.children).get(name)

    def has(self, name: str) -> bool:
        return name in dict(self.children)

    def with_child(self, name: str, node: object) -> Inner:
        if not self.has(name):
            return Inner((*self.children, (name, node)))
        return Inner(tuple((n, node if n == name else c) for n, c in self.children))


def write(node: object, path: list[str], text: str) -> object:
    if not path:
        return node if isinstance(node, Inner) else text
    inner = node if isinstance(node, Inner) else Inner()
    return inner.with_child(path[0], write(inner.child(path[0]), path[1:], text))


def inject(node: object, path: list[str], value: object) -> object:
    if not path:
        return value
    inner = node if isinstance(node, Inner) else Inner()
    return inner.with_child(path[0], inject(inner.child(path[0]), path[1:], value))


def rm(node: object, path: list[str]) -> object:
    if not path:
        return None
    if not isinstance(node, Inner):
        return node
    after = [(n, rm(c, path[1:]) if n == path[0] else c) for n, c in node.children]
    return Inner(tuple((n, c) for n, c in after if c is not None))


def from_json(value: object) -> object:
    if isinstance(value, dict):
        return Inner(tuple((name, from_json(child)) for name, child in value.items()))
    return value


def to_json(node: object) -> object:
    if isinstance(node, Inner):
        return {name: to_json(child) for name, child in node.children}
    return node


def find(node: object, path: list[str]) -> tuple[bool, object]:
    for name in path:
        if not isinstance(node, Inner) or not node.has(name):
            return False, None
        node = node.child(name)
    return True, node


NAMES = st.sampled_from(["vm", "dom-store", "a", "b", "u1", "u2", "name", "config", "disk", "path"])
PATHS = st.lists(NAMES, max_size=5) | st.builds(
    lambda area, row, rest: [area, row, *rest],
    st.sampled_from(AREAS),
    st.sampled_from(["u1", "u2", "u3"]),
    st.lists(NAMES, max_size=3),
)
UUIDS = st.sampled_from(["u1", "u2", "u3"])
TEXTS = st.sampled_from(["", "x", "true", "/a.vhd", "/b.vhd", "é/\n"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | TEXTS,
    lambda inner: st.dictionaries(NAMES, inner, max_size=4) | st.lists(inner, max_size=2),
    max_leaves=8,
)
DISKS = st.dictionaries(
    st.sampled_from("012"), st.builds(lambda path: {"path": path}, TEXTS), max_size=3
)


class ConfigDbMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "config.db"
        self.parsed_chars_max = db_module.PARSED_CHARS_MAX
        # Small, so that rows are let go and parsed again all the time.
        db_module.PARSED_CHARS_MAX = 100
        self.db = ConfigDb(DbStore(self.path))
        self.tree: object = None
        self.committed: object = None

    def teardown(self) -> None:
        db_module.PARSED_CHARS_MAX = self.parsed_chars_max
        self.db.close()
        self.directory.cleanup()

    @initialize()
    def begin(self) -> None:
        self.inject([], {})
        self.commit()

    @rule(path=PATHS, text=TEXTS)
    def write(self, path: list[str], text: str) -> None:
        self.db.write("/".join(path), text)
        self.tree = write(self.tree, path, text)

    @rule(path=PATHS)
    def rm(self, path: list[str]) -> None:
        self.db.rm("/" + "/".join(path))
        self.tree = rm(self.tree, path)

    @rule(path=PATHS, value=VALUES)
    def inject(self, path: list[str], value: object) -> None:
        self.db.inject("/".join(path), json.dumps(value))
        self.tree = inject(self.tree, path, from_json(value))

    @rule(uuid=UUIDS, name=TEXTS, disks=DISKS)
    def create_vm(self, uuid: str, name: str, disks: dict[str, object]) -> None:
        value = {"name": name, "config": {"disk": disks}}
        self.db.create_vm(uuid, value)  # type: ignore[arg-type]  # strategies are untyped
        self.tree = inject(self.tree, ["vm", uuid], from_json(value))

    @rule(uuid=UUIDS)
    def remove_vm(self, uuid: str) -> None:
        self.db.remove_vm(uuid)
        if isinstance(find(self.tree, ["vm"])[1], Inner):
            self.tree = rm(self.tree, ["vm", uuid])

    @rule(uuid=UUIDS, path=st.lists(NAMES, min_size=1, max_size=3), text=TEXTS)
    def put_into_row(self, uuid: str, path: list[str], text: str) -> None:
        row = self.db.vm(uuid)
        if row is not None:
            row.put("/".join(path), text)
            self.tree = write(self.tree, ["vm", uuid, *path], text)

    @rule(uuid=UUIDS, path=st.lists(NAMES, min_size=1, max_size=3), text=TEXTS)
    def put_into_domstore(self, uuid: str, path: list[str], text: str) -> None:
        self.db.domstore(uuid).put("/".join(path), text)
        self.tree = write(self.tree, ["dom-store", uuid, *path], text)

    @rule()
    def commit(self) -> None:
        self.db.commit()
        self.committed = self.tree

    @rule()
    def rollback(self) -> None:
        before, after = self.tree, self.committed
        names = self.db.rollback()
        self.tree = self.committed
        for area in AREAS:
            for uuid in ("u1", "u2", "u3"):
                if find(before, [area, uuid]) != find(after, [area, uuid]):
                    assert uuid in names

    @rule()
    def restart(self) -> None:
        self.db.close()
        self.db = ConfigDb(DbStore(self.path))
        self.tree = self.committed

    @invariant()
    def trees_are_equal(self) -> None:
        # As text: order counts.
        assert json.dumps(json.loads(self.db.dump("/"))) == json.dumps(to_json(self.tree))

    @rule(path=PATHS)
    def ask(self, path: list[str]) -> None:
        there, node = find(self.tree, path)
        text = "/".join(path)
        assert self.db.exists(text) == there
        assert self.db.list(text) == (
            [n for n, _ in node.children] if there and isinstance(node, Inner) else []
        )
        if isinstance(node, str):
            assert self.db.read(text) == node
        if len(path) > 1 and path[0] == "vm" and self.db.vm(path[1]) is not None:
            key = "/".join(path[2:])
            row = self.db.vm(path[1])
            assert row is not None
            assert row.has(key) == there
            assert (row.get(key) is not None) == (
                there and node is not None and not isinstance(node, Inner)
            )

    @rule(uuid=UUIDS)
    def ask_for_what_is_indexed(self, uuid: str) -> None:
        row = self.db.vm(uuid)
        for key in SUMMARY_LEAVES if row is not None else ():
            there, node = find(self.tree, ["vm", uuid, key])
            assert row is not None
            assert row.get(key) == (node if there and isinstance(node, str) else None)

    @rule()
    def ask_for_rows(self) -> None:
        vms = find(self.tree, ["vm"])[1]
        rows = vms.children if isinstance(vms, Inner) else ()
        assert self.db.vm_uuids() == [name for name, _ in rows]
        for uuid, node in rows:
            name = find(node, ["name"])[1]
            if isinstance(name, str):
                assert self.db.summary(uuid).name == name
        for image in ("/a.vhd", "/b.vhd"):
            assert self.db.disk_path_users(image) == sum(uses(node, image) for _, node in rows)


def uses(vm: object, image: str) -> bool:
    disks = find(vm, ["config", "disk"])[1]
    return isinstance(disks, Inner) and any(
        find(disk, ["path"]) == (True, image) for _, disk in disks.children
    )


TestConfigDb = ConfigDbMachine.TestCase
TestConfigDb.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
