"""Trees of JSON values: parsing, paths, changes, and the text of dump."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenmgr.json_tree import (
    DEPTH_MAX,
    JsonValue,
    MalformedJson,
    compact,
    copy_of,
    find,
    leaf_text,
    leaves,
    parse_json,
    parse_stored,
    pretty,
    prune,
    remove,
    replace,
    write,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_stored_text_brings_the_value_back(value: JsonValue) -> None:
    assert parse_stored(compact(value)) == value
    assert parse_json(compact(value)) == value
    assert "\n" not in compact(value)


@given(
    st.recursive(
        st.none() | st.integers() | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=4),
        max_leaves=12,
    )
)
def test_the_text_of_dump_is_json(value: JsonValue) -> None:
    assert json.loads(pretty(value)) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("undefined", "Expecting value"),
        ('{"a": 1} x', "Extra data"),
        ("NaN", "NaN"),
        ("-Infinity", "Infinity"),
        ("1e999", "out of range"),
        ("9" * 5000, "digits"),
        ('"\\u0000"', "NUL"),
        ('{"a\\u0000": 1}', "NUL"),
        ('["\\ud800"]', "surrogate"),
        ("[" * 100_000, "deep"),
        ("[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1), "deep"),
        ('{"a":' * (DEPTH_MAX + 1) + "1" + "}" * (DEPTH_MAX + 1), "deep"),
    ],
)
def test_what_is_no_json_is_refused_with_one_line(text: str, reason: str) -> None:
    with pytest.raises(MalformedJson) as caught:
        parse_json(text)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["[" * DEPTH_MAX + "]" * DEPTH_MAX, '"\\ud83d\\ude00"', " 1 "])
def test_what_is_unusual_json_is_taken(text: str) -> None:
    assert parse_json(text) == json.loads(text)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ("s", "s"),
        ("", ""),
        (5, "5"),
        (-5, "-5"),
        (1.5, "1.500000"),
        (True, "true"),
        (False, "false"),
        ([], ""),
        (["a"], ""),
        (None, None),
        ({}, None),
        ({"a": "b"}, None),
    ],
)
def test_text_of_a_leaf(node: JsonValue, text: str | None) -> None:
    assert leaf_text(node) == text


def test_leaves_are_what_a_path_can_name() -> None:
    root: JsonValue = {
        "a": {"b": "1", "c": {}, "d": None, "e": {"f": 2}},
        "g": [1],
        "x/y": "unreachable",
        "": "unreachable",
        "h": {"": "unreachable"},
    }
    assert leaves(root) == {"a/b": "1", "a/e/f": "2", "g": ""}
    assert leaves("text") == {"": "text"}
    assert leaves(None) == {}


FOUND: list[tuple[tuple[str, ...], bool, JsonValue]] = [
    ((), True, {"a": {"b": "1"}, "n": None}),
    (("a",), True, {"b": "1"}),
    (("a", "b"), True, "1"),
    (("n",), True, None),
    (("a", "c"), False, None),
    (("a", "b", "c"), False, None),
    (("n", "c"), False, None),
]


@pytest.mark.parametrize(("parts", "there", "node"), FOUND)
def test_finding(parts: tuple[str, ...], there: bool, node: JsonValue) -> None:
    assert find({"a": {"b": "1"}, "n": None}, parts) == (there, node)


WRITES: list[tuple[JsonValue, str, JsonValue, bool]] = [
    (None, "", "new", True),
    ("old", "", "new", True),
    ("new", "", "new", False),
    ({}, "", {}, False),
    (None, "a/b", {"a": {"b": "new"}}, True),
    ("leaf", "a", {"a": "new"}, True),
    ({"a": "leaf", "z": "1"}, "a/b", {"a": {"b": "new"}, "z": "1"}, True),
    ({"a": None}, "a/b", {"a": {"b": "new"}}, True),
    ({"a": {"x": "1"}}, "a", {"a": {"x": "1"}}, False),
    ({"a": {}}, "a", {"a": {}}, False),
    ({"a": 5}, "a", {"a": "new"}, True),
    ({"a": "new"}, "a", {"a": "new"}, False),
    ({"a": "1", "b": "2"}, "a", {"a": "new", "b": "2"}, True),
    ({"a": "1", "b": "2"}, "c", {"a": "1", "b": "2", "c": "new"}, True),
]


@pytest.mark.parametrize(("root", "path", "result", "changed"), WRITES)
def test_writing(root: JsonValue, path: str, result: JsonValue, changed: bool) -> None:
    parts = tuple(filter(None, path.split("/")))
    after, was_changed = write(copy_of(root), parts, "new")
    assert (compact(after), was_changed) == (compact(result), changed)


def test_a_number_is_not_the_string_of_the_same_text() -> None:
    assert write({"a": 5}, ("a",), "5") == ({"a": "5"}, True)


REPLACEMENTS: list[tuple[JsonValue, str, JsonValue]] = [
    ({"a": "1"}, "", {"new": 1}),
    ({"a": {"x": "1"}, "b": "2"}, "a", {"a": {"new": 1}, "b": "2"}),
    ({"a": "leaf"}, "a/b", {"a": {"b": {"new": 1}}}),
    (None, "a/b", {"a": {"b": {"new": 1}}}),
]


@pytest.mark.parametrize(("root", "path", "result"), REPLACEMENTS)
def test_replacing(root: JsonValue, path: str, result: JsonValue) -> None:
    parts = tuple(filter(None, path.split("/")))
    assert compact(replace(copy_of(root), parts, {"new": 1})) == compact(result)


REMOVALS: list[tuple[JsonValue, str, JsonValue, bool]] = [
    ({"a": "1"}, "", None, True),
    (None, "", None, False),
    (None, "a", None, False),
    ("leaf", "a", "leaf", False),
    ({"a": "1", "b": "2"}, "a", {"b": "2"}, True),
    ({"a": {"b": "1"}}, "a/b", {"a": {}}, True),
    ({"a": {"b": {"c": "1"}}}, "a/b/c", {"a": {"b": {}}}, True),
    ({"a": {"b": "1"}, "e": None}, "a/b", {"a": {}}, True),
    ({"a": {"b": "1", "e": None}}, "a/x", {"a": {"b": "1"}}, True),
    ({"a": {"b": "1", "e": None}}, "x/y", {"a": {"b": "1", "e": None}}, False),
    ({"a": {"b": "leaf"}}, "a/b/c", {"a": {"b": "leaf"}}, False),
    ({"a": None}, "a/b", {}, True),
    ({"a": "1"}, "a/b", {"a": "1"}, False),
]


@pytest.mark.parametrize(("root", "path", "result", "changed"), REMOVALS)
def test_removing(root: JsonValue, path: str, result: JsonValue, changed: bool) -> None:
    parts = tuple(filter(None, path.split("/")))
    assert remove(copy_of(root), parts) == (result, changed)


def test_pruning_drops_empty_children_only() -> None:
    node: dict[str, JsonValue] = {"a": None, "b": {}, "c": "", "d": None}
    assert prune(node)
    assert node == {"b": {}, "c": ""}
    assert not prune(node)


def test_a_copy_shares_nothing() -> None:
    value: JsonValue = {"a": [{"b": "c"}]}
    copy = copy_of(value)
    assert copy == value
    assert isinstance(copy, dict)
    copy["a"] = "changed"
    assert value == {"a": [{"b": "c"}]}


DUMPS: list[tuple[JsonValue, str]] = [
    (None, "null\n"),
    ("a/b", '"a\\/b"\n'),
    ({}, "{ }\n"),
    ([], "[]\n"),
    (1.5, "1.500000\n"),
    (True, "true\n"),
    ({"k": "v"}, '{\n  "k": "v"\n}\n'),
    (
        {"a": {"b": {}}, "c": [1, "x"], "d": None},
        '{\n  "a": {\n    "b": { }\n  },\n  "c": [\n    1,\n    "x"\n  ],\n  "d": null\n}\n',
    ),
    ('"\\\n\t\r\b\f\x01é', '"\\"\\\\\\n\\t\\r\\b\\f\\u0001é"\n'),
]


@pytest.mark.parametrize(("value", "text"), DUMPS)
def test_text_of_dump(value: JsonValue, text: str) -> None:
    assert pretty(value) == text
