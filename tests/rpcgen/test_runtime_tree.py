"""Patterns and the paths that fit them."""

import pytest

from rpcgen.runtime.tree import Tree, path_elements

PATTERNS = (
    "/",
    "/host",
    "/vm",
    "/vm/{vm}",
    "/vm/{vm}/disk",
    "/vm/{vm}/disk/{disk}",
    "/vm/special",
)


@pytest.mark.parametrize(
    ("path", "pattern", "captured"),
    [
        ("/", "/", ()),
        ("/host", "/host", ()),
        ("/vm/a_b", "/vm/{vm}", ("a_b",)),
        ("/vm/special", "/vm/special", ()),
        ("/vm/a/disk", "/vm/{vm}/disk", ("a",)),
        ("/vm/a/disk/7", "/vm/{vm}/disk/{disk}", ("a", "7")),
    ],
)
def test_a_path_finds_its_pattern_and_its_elements(
    path: str, pattern: str, captured: tuple[str, ...]
) -> None:
    tree = Tree((row, row) for row in PATTERNS)
    assert tree.match(path) == (pattern, captured)


@pytest.mark.parametrize("path", ["/nothing", "/vm/a/nic", "/vm/a/disk/7/x", "/host/x"])
def test_other_paths_find_nothing(path: str) -> None:
    assert Tree((row, row) for row in PATTERNS).match(path) is None


def test_a_level_without_a_value_is_no_place() -> None:
    assert Tree([("/a/b", 1)]).match("/a") is None


def test_a_pattern_cannot_be_there_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        Tree([("/a/{x}", 1), ("/a/{y}", 2)])


def test_path_elements() -> None:
    assert path_elements("/") == []
    assert path_elements("/a/b") == ["a", "b"]
