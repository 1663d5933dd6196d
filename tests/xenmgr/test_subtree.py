"""One row of the tree by itself: keys, changes, generations, and letting go of the parsed form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rpcgen.runtime.errors import LimitsExceeded
from xenmgr.json_tree import DEPTH_MAX, JsonValue
from xenmgr.subtree import VALUE_CHARS_MAX, VM, Subtree, split_path
from xenmgr.vm_summary import EMPTY_SUMMARY, VmSummary

TREE: JsonValue = {"name": "one", "config": {"memory": 512, "nic": {"0": {"id": "0"}}}, "e": None}


class OwnerLog:
    """A tree of one row: writes down what the row tells."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def changed(self, row: Subtree) -> None:
        self.told.append("changed")

    def maybe_empty(self, row: Subtree) -> None:
        self.told.append("empty")

    def parsed(self, row: Subtree) -> None:
        self.told.append("parsed")

    def refresh_summaries(self) -> None:
        self.told.append("refresh")

    def damaged(self, row: Subtree, reason: str) -> Exception:
        return ValueError(f"damaged {row.name}: {reason}")


@pytest.fixture
def owner() -> OwnerLog:
    return OwnerLog()


@pytest.fixture
def row(owner: OwnerLog) -> Subtree:
    subtree = Subtree(owner, VM, "u", 0)
    subtree.adopt(1, TREE)
    return subtree


@pytest.mark.parametrize(
    ("key", "text", "there", "children"),
    [
        ("name", "one", True, []),
        ("/name/", "one", True, []),
        ("config/memory", "512", True, []),
        ("config//memory", "512", True, []),
        ("config", None, True, ["memory", "nic"]),
        ("config/nic", None, True, ["0"]),
        ("config/nic/0/id", "0", True, []),
        ("e", None, True, []),
        ("absent", None, False, []),
        ("name/below", None, False, []),
        ("", None, True, ["name", "config", "e"]),
        ("n" * 1000, None, False, []),
    ],
)
def test_reading(
    row: Subtree, key: str, text: str | None, there: bool, children: list[str]
) -> None:
    for _ in range(2):
        assert (row.get(key), row.has(key), row.children(key)) == (text, there, children)


def test_a_row_is_parsed_on_first_touch_only(row: Subtree, owner: OwnerLog) -> None:
    assert owner.told == []
    row.get("name")
    row.get("config/memory")
    row.children("config")
    assert owner.told == ["parsed"]


CHANGES: list[tuple[str, Callable[[Subtree], None], dict[str, str | None]]] = [
    ("a leaf replaced", lambda r: r.put("name", "two"), {"name": "two"}),
    ("a leaf added", lambda r: r.put("config/vcpus", "2"), {"config/vcpus": "2"}),
    ("a deep leaf added", lambda r: r.put("a/b/c", "1"), {"a/b/c": "1", "a/b": None}),
    ("a leaf removed", lambda r: r.remove("name"), {"name": None, "config/memory": "512"}),
    ("a leaf made inner", lambda r: r.put("name/x", "1"), {"name": None, "name/x": "1"}),
    ("a number replaced", lambda r: r.put("config/memory", "512"), {"config/memory": "512"}),
    ("a node removed", lambda r: r.remove("config"), {"config/memory": None, "name": "one"}),
    ("a node replaced", lambda r: r.replace("config", {"x": "1"}), {"config/x": "1"}),
    ("all replaced", lambda r: r.replace("", {"x": "1"}), {"x": "1", "name": None}),
    ("made empty", lambda r: r.replace("", None), {"name": None}),
]


@pytest.mark.parametrize(("what", "change", "reads"), CHANGES, ids=[each[0] for each in CHANGES])
@pytest.mark.parametrize("read_before", [False, True])
def test_a_change_is_told_and_seen(
    row: Subtree,
    owner: OwnerLog,
    what: str,
    change: Callable[[Subtree], None],
    reads: dict[str, str | None],
    read_before: bool,
) -> None:
    if read_before:
        row.get("name")
    change(row)
    assert owner.told.count("changed") == 1
    assert row.generation == 1
    for key, text in reads.items():
        assert row.get(key) == text
    # The same again from the text that would be stored.
    again = Subtree(OwnerLog(), VM, "u", 0)
    again.load(1, row.current_text())
    for key, text in reads.items():
        assert again.get(key) == text


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.put("name", "one"),
        lambda r: r.put("config", "an inner node stays"),
        lambda r: r.remove("absent"),
        lambda r: r.remove("name/below"),
    ],
)
def test_what_changes_nothing_is_not_told(row: Subtree, owner: OwnerLog, change) -> None:
    row.remove("e/x")  # prunes the empty node, so that nothing else will
    before = (row.generation, row.current_text(), owner.told.count("changed"))
    change(row)
    assert (row.generation, row.current_text(), owner.told.count("changed")) == before


def test_an_emptied_row_is_told(row: Subtree, owner: OwnerLog) -> None:
    row.remove("")
    assert owner.told[-1] == "empty"
    assert row.current_text() == "null"


def test_values_are_copied_in_and_out(row: Subtree) -> None:
    value: dict[str, JsonValue] = {"x": {"y": "1"}}
    row.replace("new", value)
    value["x"] = "changed"
    out = row.dump("new")
    assert out == {"x": {"y": "1"}}
    assert isinstance(out, dict)
    out["x"] = "changed"
    assert row.dump("new") == {"x": {"y": "1"}}
    assert row.dump("absent") is None


def test_looking_at_a_whole_row_does_not_keep_it_parsed(row: Subtree, owner: OwnerLog) -> None:
    assert row.dump("") == TREE
    assert owner.told == []


def test_the_parsed_form_is_let_go_unless_it_is_the_only_one(row: Subtree) -> None:
    row.get("name")
    assert row.forget_parsed()
    row.put("name", "two")
    assert not row.forget_parsed()
    assert row.get("name") == "two"
    row.settle(row.current_text())
    assert row.forget_parsed()
    assert row.get("name") == "two"


def test_a_row_that_left_is_empty_and_ignores_writes(row: Subtree, owner: OwnerLog) -> None:
    row.settle(row.current_text())
    generation = row.generation
    row.leave()
    assert row.generation > generation
    row.put("name", "ghost")
    row.replace("", {"name": "ghost"})
    row.remove("")
    assert (row.get("name"), row.has("name"), row.has(""), row.children("")) == (
        None,
        False,
        False,
        [],
    )
    assert "changed" not in owner.told
    row.revive()
    assert row.get("name") == "one"


def test_a_damaged_text_is_an_error_of_the_owner(owner: OwnerLog) -> None:
    row = Subtree(owner, VM, "u", 0)
    row.load(1, '{"name": ')
    with pytest.raises(ValueError, match="damaged u: "):
        row.get("name")


def test_limits(row: Subtree) -> None:
    with pytest.raises(LimitsExceeded):
        row.put("name", "x" * (VALUE_CHARS_MAX + 1))
    with pytest.raises(LimitsExceeded):
        row.put("/".join("a" * (DEPTH_MAX + 1)), "1")
    with pytest.raises(LimitsExceeded):
        row.replace("/".join("a" * (DEPTH_MAX + 1)), {})
    row.put("/".join("a" * DEPTH_MAX), "1")
    assert row.generation == 1


@pytest.mark.parametrize(
    ("path", "plain", "parts"),
    [
        ("", "", ()),
        ("/", "", ()),
        ("a", "a", ("a",)),
        ("/a//b/", "a/b", ("a", "b")),
        ("x" * 500 + "/y", "x" * 500 + "/y", ("x" * 500, "y")),
    ],
)
def test_splitting(path: str, plain: str, parts: tuple[str, ...]) -> None:
    assert split_path(path) == (plain, parts)


def test_what_the_summary_has_is_not_parsed_for(owner: OwnerLog, row: Subtree) -> None:
    row.indexed = VmSummary(name="indexed", slot=None)
    assert (row.get("name"), row.get("slot"), owner.told) == ("indexed", None, [])
    assert row.get("config/memory") == "512"
    assert row.get("name") == "one"
    assert row.forget_parsed()
    row.indexed = EMPTY_SUMMARY
    assert row.get("name") == "one"


def test_a_summary_is_asked_for_when_it_is_current(owner: OwnerLog, row: Subtree) -> None:
    assert row.summary() is EMPTY_SUMMARY
    assert owner.told == ["refresh"]
