"""Records what Debian's xenstored answers: python -m tests.support.record_xenstored

Writes tests/data/xenstored-4.17.json.gz: for each script its steps and every client's frames.
"""

import gzip
import json
import sys
import tempfile
from pathlib import Path

from tests.support.xenstored import CPlayer, Step, edge_script, missing_for_c, script

RECORDING = Path(__file__).parent.parent / "data" / "xenstored-4.17.json.gz"
SEEDS = range(1000, 1016)
STEPS = 400


def record(steps: list[Step]) -> list[dict]:
    with tempfile.TemporaryDirectory() as directory:
        player = CPlayer(Path(directory), 2)
        try:
            return [{name: got for name, got in player.play(step).items() if got} for step in steps]
        finally:
            player.close()


def main() -> int:
    reason = missing_for_c()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    scripts = {"edge": edge_script()} | {f"seed-{seed}": script(seed, STEPS) for seed in SEEDS}
    recording = {
        name: {
            "steps": [[step.client, step.op, step.tx, step.payload] for step in steps],
            "frames": record(steps),
        }
        for name, steps in scripts.items()
    }
    data = json.dumps(recording, separators=(",", ":")).encode()
    RECORDING.write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{RECORDING}: {sum(len(steps) for steps in scripts.values())} steps")
    return 0


if __name__ == "__main__":
    sys.exit(main())
