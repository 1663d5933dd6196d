"""Outputs of the generator for a test: made from tests/data/idl, importable as a package."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from rpcgen.diag import Findings
from rpcgen.generate import Request, generate
from rpcgen.outputs import make, write

ROOT = Path(__file__).resolve().parents[2]
IDL = ROOT / "tests" / "data" / "idl"
OVERLAY = IDL / "overlay.toml"


def idl_files() -> tuple[str, ...]:
    return tuple(str(path) for path in sorted(IDL.glob("*.xml")))


def generated_package(directory: Path, request: Request | None = None) -> Path:
    """Writes the outputs of `request` (default: all of tests/data/idl) into a new package."""
    findings = Findings()
    request = request or Request(files=idl_files(), overlay=str(OVERLAY))
    files = generate(request, findings)
    assert not findings.has_errors, list(findings)
    make(str(directory))
    write(str(directory), files)
    (directory / "__init__.py").write_text("", encoding="utf-8")
    return directory


@contextmanager
def importable(package: Path) -> Iterator[None]:
    sys.path.insert(0, str(package.parent))
    try:
        yield
    finally:
        sys.path.remove(str(package.parent))
        for name in [name for name in sys.modules if name.split(".")[0] == package.name]:
            del sys.modules[name]


def module(package: Path, name: str) -> ModuleType:
    return importlib.import_module(f"{package.name}.{name}")


def complaints(tool: str, *arguments: str | Path, cwd: Path) -> str:
    """What mypy or ruff has to say; empty when it is content."""
    environment = {**os.environ, "MYPYPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", tool, *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def quality(directory: Path, cache: Path) -> dict[str, str]:
    """Complaints of all tools about everything below `directory`, by tool."""
    config = ("--config", ROOT / "pyproject.toml")
    strict = ("--strict", "--config-file", os.devnull, "--cache-dir", cache)
    return {
        "ruff check": complaints("ruff", "check", *config, ".", cwd=directory),
        "ruff format": complaints("ruff", "format", "--diff", *config, ".", cwd=directory),
        "mypy": complaints("mypy", *strict, ".", cwd=directory),
    }
