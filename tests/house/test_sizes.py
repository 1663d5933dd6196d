"""Files and functions stay small, every module has its test module, texts carry no leftovers."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.table import ROOT, module_name, product_files

FILE_LINES_MAX = 500
TEST_LINES_MAX = 700
FUNCTION_LINES_MAX = 70
SHORT_FUNCTION_LINES = 30
SHORT_FUNCTION_SHARE = 0.90
NO_TEST_NEEDED = {"__init__", "__main__", "errors"}


def generated(path: Path) -> bool:
    return "_generated" in path.parts


PRODUCT = [path for path in product_files() if not generated(path)]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{module_name(path)}.{node.name}", node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", PRODUCT, ids=module_name)
def test_product_file_is_not_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES_MAX


def test_test_files_are_not_too_long() -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > TEST_LINES_MAX
    ]
    assert not long


def test_functions_are_short() -> None:
    sizes = [size for path in PRODUCT for size in functions(path)]
    assert not [size for size in sizes if size[1] > FUNCTION_LINES_MAX]
    short = sum(1 for _, lines in sizes if lines < SHORT_FUNCTION_LINES)
    assert short >= SHORT_FUNCTION_SHARE * len(sizes)


@pytest.mark.parametrize("path", PRODUCT, ids=module_name)
def test_module_has_its_test_module(path: Path) -> None:
    package, *rest = path.relative_to(ROOT).with_suffix("").parts
    if rest[-1] in NO_TEST_NEEDED:
        return
    expected = ROOT / "tests" / package / f"test_{'_'.join(rest)}.py"
    assert expected.exists(), f"{module_name(path)} lacks {expected.relative_to(ROOT)}"


LEFTOVERS = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|except Exception:\s*pass|\btime\.sleep\("
)


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listing.decode().split("\0") if name]


def test_no_leftovers_in_code() -> None:
    here = Path(__file__).resolve()
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked_files()
        if path.suffix in {".py", ".j2", ".jinja", ".xml", ".sh", ".toml"} and path != here
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if LEFTOVERS.search(line) and "tests/data" not in str(path)
    ]
    assert not found


def test_every_any_gives_its_reason() -> None:
    found = []
    for path in PRODUCT:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"\bAny\b", line) and not re.search(r"import|#|\"\"\"", line):
                found.append(f"{module_name(path)}:{number}")
    assert not found
