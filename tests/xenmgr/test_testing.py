"""The fixture for other people's tests, used as the README says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.programs import VM, XENMGR, Programs
from xenmgr.private_host import PrivateHost
from xenmgr.testing import host

__all__ = ["host"]

ROOT = Path(__file__).resolve().parents[2]

STRANGER = """
import subprocess
from xenmgr.testing import host

def test_my_tool(host):
    command = ["busctl", "call", "com.citrix.xenclient.xenmgr", "/", "com.citrix.xenclient.xenmgr"]
    subprocess.run([*command, "list_vms"], env=host.environment, check=True)
"""


def test_a_fresh_host_on_a_virtual_clock(host: PrivateHost) -> None:
    programs = Programs(host.environment)
    assert programs.call("/", XENMGR, "list_vms") == []
    path = programs.new_vm()
    programs.call(path, VM, "start")
    programs.advance(3600)
    assert programs.call("/sim", "org.openxt.sim", "now") > 3600 * 10**9


def test_a_strangers_test_finds_the_fixture(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(STRANGER)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout
