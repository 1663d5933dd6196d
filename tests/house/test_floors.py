"""Imports go down only, libraries have one door, time and chance are passed in."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.table import (
    DOORS,
    FORBIDDEN,
    PACKAGES,
    SEED_ROOM,
    floor_of,
    imports_of,
    longest_prefix,
    module_name,
    product_files,
    room_of,
    within,
)

FILES = list(product_files())


def inside(name: str) -> bool:
    return name.split(".")[0] in PACKAGES


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_imports_go_down(path: Path) -> None:
    wrong = []
    for item in imports_of(path):
        if not inside(item.target):
            continue
        same_room = room_of(item.module) is not None and room_of(item.module) == room_of(
            item.target
        )
        if same_room or floor_of(item.target) < floor_of(item.module):
            continue
        wrong.append(f"{item.module}:{item.line} imports {item.target}")
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_strangers_stay_strangers(path: Path) -> None:
    wrong = [
        f"{item.module}:{item.line} imports {item.target}"
        for item in imports_of(path)
        for who, whom in FORBIDDEN
        if within(item.module, who) and within(item.target, whom)
    ]
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_each_library_has_one_door(path: Path) -> None:
    module = module_name(path)
    wrong = []
    for item in imports_of(path):
        library = item.target.split(".")[0]
        if library not in DOORS or any(within(module, door) for door in DOORS[library]):
            continue
        if library == "random" and (module in SEED_ROOM or only_names_the_type(path)):
            continue
        wrong.append(f"{module}:{item.line} imports {library}")
    assert not wrong


def only_names_the_type(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "random"
        for alias in node.names
    }
    whole = any(
        isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names)
        for node in ast.walk(tree)
    )
    calls = any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Random"
        for node in ast.walk(tree)
    )
    return names == {"Random"} and not whole and not calls


CLOCK_CALLS = {
    ("asyncio", "sleep"),
    ("asyncio", "wait_for"),
    ("asyncio", "timeout"),
    ("loop", "time"),
    ("loop", "call_later"),
    ("loop", "call_at"),
    ("uuid", "uuid4"),
    ("os", "urandom"),
}


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_time_and_chance_are_passed_in(path: Path) -> None:
    module = module_name(path)
    if module == "xenvm.clock" or floor_of(module) >= 6:
        return
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner.lstrip("_"), node.attr) in CLOCK_CALLS:
                wrong.append(f"{module}:{node.lineno} uses {owner}.{node.attr}")
    assert not wrong


FILE_ROOMS = (
    "xenvm.hostfs",
    "xenmgr.hooks",
    "xenmgr.store",
    "xenmgr.templates",
    "xenvm.xenstore.daemon",
    "xenvm.xenstore.client",
)


@pytest.mark.parametrize(
    "path", [p for p in FILES if module_name(p).startswith(("xenvm", "xenmgr"))], ids=module_name
)
def test_files_are_touched_only_behind_hostfs_and_the_stores(path: Path) -> None:
    module = module_name(path)
    if floor_of(module) >= 6 or longest_prefix(module, FILE_ROOMS):
        return
    wrong = [
        f"{module}:{node.lineno} opens files"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "open")
            or (
                isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"os", "shutil", "subprocess"}
            )
        )
    ]
    assert not wrong


def test_the_runtime_works_without_the_generators_libraries() -> None:
    for path in FILES:
        if within(module_name(path), "rpcgen.runtime"):
            assert not [
                item.target
                for item in imports_of(path)
                if item.target.split(".")[0] in {"lxml", "jinja2"}
                or (within(item.target, "rpcgen") and not within(item.target, "rpcgen.runtime"))
            ], path
