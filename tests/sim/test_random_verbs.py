"""Random verbs and guest events on fifty VMs: after each step the host is as it must be.

Short by default; CHECK_LONG=1 for many rounds. CHECK_SEED repeats a run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.sim.driver import perform

LONG = os.environ.get("CHECK_LONG") == "1"
ROUNDS, STEPS = (20, 2_000) if LONG else (4, 250)
SEED = int(os.environ.get("CHECK_SEED", "1"))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_host_is_sound_after_each_of_many_random_steps(tmp_path: Path, number: int) -> None:
    driver = perform(tmp_path, f"{SEED}/{number}", STEPS)
    words = driver.witness.words()
    # A run in which next to nothing happened would prove nothing.
    assert words.count("vm:state:running") > STEPS / 10
    assert any("answers" in step for step in driver.steps)
