"""The walk of HACKING.md, in a copy: a method added to the contract is missed by name."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.table import PACKAGES, ROOT

INTERFACE = '<interface name="com.citrix.xenclient.xenmgr">'
METHOD = """
    <method name="count_vms">
      <!-- How many VMs the host has. -->
      <arg name="count" type="i" direction="out"/>
    </method>"""
FACE = "class XenmgrFace(XenmgrServer):"
HANDLER = """
    async def count_vms(self) -> int:
        return len(self.target.registry)
"""


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=copy, capture_output=True, text=True, check=False
    )


def insert_after(path: Path, mark: str, text: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert mark in before
    path.write_text(before.replace(mark, mark + text, 1), encoding="utf-8")


def test_mypy_names_the_class_that_lacks_a_new_method(tmp_path: Path) -> None:
    for name in (*PACKAGES, "idl"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    insert_after(tmp_path / "idl" / "xenmgr.xml", INTERFACE, METHOD)
    stale = run(tmp_path, "rpcgen", "gen", "--project", "--check")
    assert stale.returncode != 0
    written = run(tmp_path, "rpcgen", "gen", "--project")
    assert written.returncode == 0, written.stderr

    missed = run(tmp_path, "mypy", "xenmgr/objects")
    assert missed.returncode == 1, missed.stdout + missed.stderr
    assert "XenmgrFace" in missed.stdout
    assert "count_vms" in missed.stdout

    root = tmp_path / "xenmgr" / "objects" / "root.py"
    head = '    """com.citrix.xenclient.xenmgr."""\n\n    __slots__ = ()\n    target: Host\n'
    assert FACE in root.read_text(encoding="utf-8")
    insert_after(root, head, HANDLER)
    complete = run(tmp_path, "mypy", "xenmgr/objects")
    assert complete.returncode == 0, complete.stdout + complete.stderr
