"""kill -9 at any moment, full disk or not: what was told to be durable is there after a restart.

Short by default; XENMGR_LONG=1 or CHECK_LONG=1 for many rounds. CHECK_SEED repeats a run.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.writer import change, steps_done
from xenmgr.db import ConfigDb
from xenmgr.store import DbStore

ROOT = Path(__file__).resolve().parents[2]
LONG = "1" in (os.environ.get("XENMGR_LONG"), os.environ.get("CHECK_LONG"))
ROUNDS = 150 if LONG else 4
STEPS_PER_ROUND_MAX = 400
SEED = int(os.environ.get("CHECK_SEED", "1"))


def kill_in_the_act(path: Path, seed: int, steps: int, options: list[str]) -> tuple[int, int]:
    """Lets the writer run for so many steps. Returns the last step told, and the refusals."""
    command = [sys.executable, "-m", "tests.crash.writer", str(path), str(seed), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = refused = 0
        for line in writer.stdout:
            if line.startswith("full"):
                refused += 1
                continue
            told = int(line)
            steps -= 1
            if steps == 0:
                writer.kill()
    assert writer.returncode == -9, f"the writer ended by itself after step {told}"
    return told, refused


@pytest.mark.parametrize("options", [[], ["full"]], ids=["killed", "killed with a full disk"])
def test_nothing_acknowledged_is_lost(tmp_path: Path, options: list[str]) -> None:
    print(f"seed {SEED}")
    path = tmp_path / "config.db"
    rng = random.Random(f"{SEED}/{options}")
    expected = ConfigDb(DbStore())
    refusals = 0
    for _ in range(ROUNDS):
        told, refused = kill_in_the_act(path, SEED, rng.randint(1, STEPS_PER_ROUND_MAX), options)
        refusals += refused
        db = ConfigDb(DbStore(path))
        done = steps_done(db)
        # The last one may have become durable without being told.
        assert told <= done
        while steps_done(expected) < done:
            change(expected, SEED, steps_done(expected) + 1)
            expected.commit()
        assert db.dump("/") == expected.dump("/")
        assert db.vm_uuids() == expected.vm_uuids()
        assert db.next_counter("steps") == done
        assert [db.summary(uuid) for uuid in db.vm_uuids()] == [
            expected.summary(uuid) for uuid in db.vm_uuids()
        ]
        db.close()
    assert bool(refusals) == bool(options)
