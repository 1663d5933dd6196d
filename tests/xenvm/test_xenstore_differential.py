"""Our connections against what Debian's xenstored 4.17 answers, recorded and live."""

import gzip
import json
import random

import pytest

from tests.support.record_xenstored import RECORDING
from tests.support.xenstored import CPlayer, OurPlayer, Step, missing_for_c, script

RECORDED = json.loads(gzip.decompress(RECORDING.read_bytes()))
LIVE_STEPS = 400


def differences(expected: dict, got: dict) -> dict:
    """Per client that the C daemon knows: what it sent, and what we sent."""
    return {
        name: (frames, got.get(name, []))
        for name, frames in expected.items()
        if frames != got.get(name, [])
    }


@pytest.mark.parametrize("name", RECORDED)
def test_every_answer_and_event_is_as_recorded(name: str) -> None:
    player = OurPlayer(2)
    for number, (step, frames) in enumerate(
        zip(RECORDED[name]["steps"], RECORDED[name]["frames"], strict=True)
    ):
        expected = {client: [tuple(one) for one in got] for client, got in frames.items()}
        got = {client: got for client, got in player.play(Step(*step)).items() if got}
        assert not differences(expected, got), f"step {number}: {step}"
        # The C daemon's client is gone with its domain, ours is only closed: both are silent.
        assert set(got) == set(expected), f"step {number}: {step}"


def live(tmp_path, seed: int) -> None:
    daemon, ours = CPlayer(tmp_path, 2), OurPlayer(2)
    try:
        for number, step in enumerate(script(seed, LIVE_STEPS)):
            expected = daemon.play(step)
            got = {name: frames for name, frames in ours.play(step).items() if name in expected}
            assert got == expected, f"seed {seed} step {number}: {step}"
    finally:
        daemon.close()


@pytest.mark.skipif(missing_for_c() is not None, reason=str(missing_for_c()))
def test_live_daemon_agrees(tmp_path) -> None:
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")
    live(tmp_path, seed)


@pytest.mark.long
@pytest.mark.skipif(missing_for_c() is not None, reason=str(missing_for_c()))
@pytest.mark.parametrize("seed", range(2000, 2050))
def test_live_daemon_agrees_at_length(tmp_path, seed: int) -> None:
    live(tmp_path, seed)
