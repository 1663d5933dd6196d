"""Summaries of VMs in index columns, and the count of a disk image's users."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenmgr.json_tree import JsonValue, leaves
from xenmgr.vm_summary import (
    EMPTY_SUMMARY,
    FLAG_KEYS,
    SUMMARY_LEAVES,
    DiskPathIndex,
    DiskSummary,
    NicSummary,
    SummaryColumnReader,
    VmSummary,
    disk_paths,
    summarize,
    summary_columns,
)

TREE: JsonValue = {
    "name": "one",
    "slot": "3",
    "type": "svm",
    "start_on_boot": "true",
    "native-experience": "false",
    "provides-network-backend": True,
    "provides-graphics-fallback": "1",
    "crypto-user": "alice",
    "config": {
        "disk": {
            "10": {"path": "/b\n.vhd", "type": "phy"},
            "0": {"path": "/a.vhd"},
            "1": {"type": "vhd"},
            "2": {"path": ["array"]},
            "3": "no keys",
            "07": {"path": "/not/one/spelling"},
            "x": {"path": "/not/a/number"},
            "9999999999": {"path": "/too/long"},
        },
        "nic": {
            "1": {"backend-uuid": "u", "backend-name": "n"},
            "0": {"network": "/wired/0/bridged", "mac": "auto"},
        },
    },
}


def test_a_summary_is_read_off_the_tree() -> None:
    assert summarize(TREE) == VmSummary(
        "one",
        "3",
        "svm",
        "alice",
        frozenset({"start_on_boot", "provides-network-backend", "provides-graphics-fallback"}),
        (
            DiskSummary(0, "/a.vhd", ""),
            DiskSummary(1, "", "vhd"),
            DiskSummary(2, "", ""),
            DiskSummary(3, "", ""),
            DiskSummary(10, "/b\n.vhd", "phy"),
        ),
        (NicSummary(0, "/wired/0/bridged", "", ""), NicSummary(1, "", "u", "n")),
    )
    assert disk_paths(summarize(TREE).disks) == ("/a.vhd", "/b\n.vhd")


@pytest.mark.parametrize("key", SUMMARY_LEAVES)
@pytest.mark.parametrize("value", [None, "", "text", 5, True, [], {}, {"below": "it"}])
def test_leaves_of_a_summary_are_those_of_the_tree(key: str, value: JsonValue) -> None:
    tree: JsonValue = {key: value}
    assert SUMMARY_LEAVES[key](summarize(tree)) == leaves(tree).get(key)


@pytest.mark.parametrize("tree", [None, "leaf", {}, {"config": "leaf"}, {"config": {"disk": []}}])
def test_a_tree_without_anything_has_an_empty_summary(tree: JsonValue) -> None:
    assert summarize(tree) == EMPTY_SUMMARY


def test_slots_may_be_numbers() -> None:
    assert summarize({"slot": -1, "name": {"inner": "node"}}) == VmSummary(slot="-1")


IDS = st.integers(0, 999_999_999)
SUMMARIES = st.builds(
    VmSummary,
    st.none() | st.text(),
    st.none() | st.text(),
    st.none() | st.text(),
    st.none() | st.text(),
    st.frozensets(st.sampled_from(FLAG_KEYS)),
    st.lists(st.builds(DiskSummary, IDS, st.text(), st.text()), max_size=3).map(tuple),
    st.lists(st.builds(NicSummary, IDS, st.text(), st.text(), st.text()), max_size=3).map(tuple),
)


@given(SUMMARIES)
def test_columns_bring_the_summary_back(summary: VmSummary) -> None:
    assert SummaryColumnReader().read(summary_columns(summary)) == summary


def test_equal_parts_of_vms_are_one_object() -> None:
    reader = SummaryColumnReader()
    columns = (None, "12", "svmx", "bob", '["start_on_boot"]', '[[0, "/a", ""]]')
    first, second = (reader.read((*columns, '[[0, "/n", "", ""]]')) for _ in range(2))
    made, again = (summarize(json.loads(json.dumps(TREE))) for _ in range(2))
    for one, other in ((first, second), (made, again)):
        assert one.flags is other.flags
        assert one.disks is other.disks
        assert one.nics is other.nics
        assert one.type is other.type


@pytest.mark.parametrize(
    "text", ["", "{", "5", "[5]", '{"a": 1}', "[[]]", '[["0", "", ""]]', '[[0, "", 5]]', "[[0]]"]
)
@pytest.mark.parametrize("column", [4, 5, 6])
def test_a_damaged_column_is_an_error(text: str, column: int) -> None:
    columns = [text if each == column else None for each in range(7)]
    with pytest.raises(ValueError):
        SummaryColumnReader().read(tuple(columns))


MOVES = st.lists(
    st.tuples(st.sampled_from("uvw"), st.lists(st.sampled_from(["/a", "/b", "/c"]), max_size=4))
)


@given(MOVES)
def test_users_of_an_image_are_counted_once_a_vm(moves: list[tuple[str, list[str]]]) -> None:
    index = DiskPathIndex()
    disks: dict[str, tuple[str, ...]] = {}
    for vm, paths in moves:
        index.move(vm, disks.get(vm, ()), tuple(paths))
        disks[vm] = tuple(paths)
        for path in ("/a", "/b", "/c"):
            assert index.count(path) == sum(path in paths for paths in disks.values())
    assert index.count("/other") == 0
