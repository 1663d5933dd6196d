"""The caretaker ends what a killed process leaves, and nothing of one that ended in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.live_run import ROOT, wait_for_end
from xenmgr.caretaker import Caretaker

MAKER = """
import subprocess, sys
from pathlib import Path
from xenmgr.caretaker import Caretaker
caretaker = Caretaker(Path(sys.argv[1]))
ward = subprocess.Popen(["sh", "-c", sys.argv[2]], stdout=subprocess.PIPE)
ward.stdout.readline()
caretaker.watch_over([999999999])
caretaker.watch_over([ward.pid])
print(ward.pid, caretaker._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    "ward", ["echo; exec sleep 600", "echo; kill -9 $$"], ids=["alive", "dead already"]
)
def test_with_its_maker_killed_it_ends_the_rest(tmp_path: Path, ward: str) -> None:
    scratch = tmp_path / "a scratch $directory"
    (scratch / "deep").mkdir(parents=True)
    (scratch / "deep/file").touch()
    maker = subprocess.Popen(
        [sys.executable, "-c", MAKER, str(scratch), ward],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert maker.stdout is not None
    pids = [int(pid) for pid in maker.stdout.readline().split()]
    maker.kill()
    maker.communicate()
    for pid in pids:
        wait_for_end(pid)
    assert not scratch.exists()
    assert tmp_path.exists()


def test_dismissed_it_ends_no_process(tmp_path: Path) -> None:
    ward = subprocess.Popen(["sleep", "600"])
    caretaker = Caretaker(tmp_path / "nothing")
    caretaker.watch_over([ward.pid])
    caretaker.dismiss()
    assert ward.poll() is None
    ward.kill()
    ward.wait()


def test_its_own_end_is_no_fault_of_its_makers(tmp_path: Path) -> None:
    caretaker = Caretaker(tmp_path / "nothing")
    caretaker._process.kill()
    caretaker._process.wait()
    caretaker.watch_over([999999999])
    caretaker.dismiss()
