"""What ./run and ./check share at their start: it says in one line why it cannot set up."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.table import ROOT

# No package manager among them: nothing may be installed.
TOOLS = ("cat", "cksum", "flock", "id", "mkdir", "rm", "sh", "sleep", "tail")

# Stands for Python: its venv is a directory with itself in it, its pip counts its calls.
PYTHON = """#!/bin/sh
case "$1 $2" in
-c*) exit 0 ;;
"-m venv")
    [ -z "${VENV_FAILS:-}" ] || { echo first >&2; echo "no ensurepip" >&2; exit 1; }
    mkdir -p .venv/bin
    cat "$0" >.venv/bin/python
    chmod +x .venv/bin/python ;;
"-m pip") echo "$*" >>pip.log; sleep 0.2 ;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (tmp_path / "bin").mkdir()
    for tool in (*TOOLS, "chmod"):
        found = shutil.which(tool)
        if found is not None:
            (tmp_path / "bin" / tool).symlink_to(found)
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    (project / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/setup", project / ".ci/setup")
    (project / "pyproject.toml").touch()
    return project


def started(folder: Path, **environment: str) -> subprocess.Popen[str]:
    bin_directory = folder.parent / "bin"
    return subprocess.Popen(
        [str(bin_directory / "sh"), "-euc", '. ./.ci/setup; set_up "test"', "./run"],
        cwd=folder,
        env={"PATH": str(bin_directory), "PYTHON": str(folder.parent / "python"), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, err = process.communicate(timeout=20)
    return process.returncode, err


def test_the_environment_is_made_once(folder: Path) -> None:
    assert said(started(folder)) == (0, "run: installing the Python packages into .venv\n")
    assert said(started(folder)) == (0, "")
    (call,) = (folder / "pip.log").read_text().splitlines()
    assert "-qq" in call.split()


def test_a_virtual_environment_that_fails_is_told_with_its_last_line(folder: Path) -> None:
    code, err = said(started(folder, VENV_FAILS="1"))
    assert code == 1
    assert err.endswith("cannot make a virtual environment (Debian: python3-venv): no ensurepip\n")
    assert len(err.splitlines()) == 1


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is not installed")
def test_two_first_runs_at_once_install_once(folder: Path) -> None:
    both = [started(folder), started(folder)]
    assert sorted(said(each) for each in both) == [
        (0, ""),
        (0, "run: installing the Python packages into .venv\n"),
    ]
    assert len((folder / "pip.log").read_text().splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_writable_is_named(folder: Path) -> None:
    folder.chmod(0o555)
    code, err = said(started(folder))
    assert (code, err) == (1, f"run: the folder {folder} is not writable: .venv is made in it\n")
