"""A process to be killed: changes a configuration database step by step, tells each durable step.

python -m tests.crash.writer DATABASE SEED [full]

Which change a step is depends on the seed and its number alone, so that others can repeat it. With
`full`, the disk is full now and then. A line `N` says that step N is durable, `full N` that it was
refused and taken back.
"""

from __future__ import annotations

import os
import random
import resource
import sys
from pathlib import Path

from xenmgr.db import ConfigDb
from xenmgr.store import DbStore, StoreError

STEP_PATH = "/crash/step"
UUIDS = tuple(f"{n:08x}-33d4-4d87-9a58-3dbbe6d9a5e1" for n in range(30))
BIG_TEXT_CHARS = 20_000


def steps_done(db: ConfigDb) -> int:
    return int(db.read(STEP_PATH) or 0)


def change(db: ConfigDb, seed: int, step: int) -> None:
    """The changes of one step, without the commit."""
    rng = random.Random(f"{seed}/{step}")
    for _ in range(rng.choice((1, 1, 1, 2, 40))):
        uuid = rng.choice(UUIDS)
        text = rng.choice(("", "true", str(step), "x" * rng.randrange(BIG_TEXT_CHARS)))
        kind = rng.randrange(7)
        if kind == 0:
            db.create_vm(uuid, {"uuid": uuid, "name": text, "config": {"memory": str(step)}})
        elif kind == 1:
            db.remove_vm(uuid)
        elif kind == 2:
            db.write(f"/dom-store/{uuid}/key-{rng.randrange(5)}", text)
        elif kind == 3:
            db.rm(f"/dom-store/{uuid}")
        elif kind == 4:
            db.write(f"/xenmgr/setting-{rng.randrange(9)}", text)
        else:
            db.write(f"/vm/{uuid}/config/key-{rng.randrange(9)}", text)
    db.next_counter("steps")
    db.write(STEP_PATH, str(step))


def commit_in_spite_of_a_full_disk(
    db: ConfigDb, path: Path, rng: random.Random, seed: int, step: int
) -> None:
    """Commits the step at last; before that the disk may be full and the step taken back."""
    hard_limit = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    room = path.with_name(path.name + "-wal").stat().st_size + rng.randrange(2 * BIG_TEXT_CHARS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard_limit))
    try:
        db.commit()
    except StoreError:
        before = db.rollback()
        assert steps_done(db) == step - 1, (steps_done(db), step, before)
        os.write(1, f"full {step}\n".encode())
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard_limit, hard_limit))
        change(db, seed, step)
        db.commit()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard_limit, hard_limit))


def main(path: Path, seed: int, full: bool) -> None:
    db = ConfigDb(DbStore(path))
    step = steps_done(db)
    rng = random.Random(f"{seed}/{step}/full")
    while True:
        step += 1
        change(db, seed, step)
        if full and rng.random() < 0.3:
            commit_in_spite_of_a_full_disk(db, path, rng, seed, step)
        else:
            db.commit()
        os.write(1, f"{step}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), "full" in sys.argv[3:])
