"""`python -m tests.bench.xenstore`: our daemon against Debian's xenstored, in one run.

Both are up at once and take turns scene by scene; figures are medians of per-round ratios. Where
Debian's xenstored is missing, ours is measured alone and the figures are absolute.
Exit: 0 every figure reaches what is promised, 1 one does not, 3 something is not installed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.support.xenstore_daemon import daemon
from tests.support.xenstored import c_daemon, missing_for_c

EXIT_MISSED = 1
EXIT_MISSING = 3
SOURCE = Path(__file__).parent / "load.c"
# On the suite's loop the store is that fast, at least, compared with our daemon alone.
ON_LOOP_REACH = 0.6
FIELDS = ("per_second", "cpu_us", "bytes")

# What is promised of the ratio to Debian's daemon; for `bytes` of the number itself.
FIGURES = (
    Figure("read", "READ round trips, one connection", "x", 0.9, 1.2, True),
    Figure("write", "WRITE round trips, one connection", "x", 0.8, 1.0, True),
    Figure("read16x8", "READ, 16 connections, 8 in flight each", "x", 2, 3.5, True),
    Figure("transactions", "transactions (start, read, write, end)", "x", 0.8, 1.0, True),
    Figure("idle", "writes with 500 idle connections", "x", 4, 5, True),
    Figure("watches", "writes with 2,000 watches elsewhere", "x", 1, 2, True),
    Figure("create", "creating {count:,} nodes", "x", 10, 20, True),
    Figure("bytes", "memory per node at {count:,} nodes", "B", 300, 200),
    Figure("fanout", "fan-out to 500 watchers, time", "x", 1.0, 0.5),
)
SCENES = [figure.key for figure in FIGURES if figure.key != "bytes"]


@contextmanager
def suite(rundir: Path) -> Iterator[None]:
    """The store's sockets on the suite's loop, from ready to stopped."""
    command = [sys.executable, "-m", "tests.bench.xenstore.on_loop", str(rundir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.terminate()


@contextmanager
def contestants(scratch: Path, *, on_loop: bool) -> Iterator[dict[str, Path]]:
    """The socket of each daemon by its name; both run until the end of the block.

    on_loop: ours on the suite's loop, against ours alone.
    """
    with ExitStack() as stack:
        sockets = {}
        for name in ("ours", "theirs"):
            (scratch / name).mkdir()
            sockets[name] = scratch / name / "socket"
        stack.enter_context((suite if on_loop else daemon)(scratch / "ours"))
        reason = missing_for_c()
        if on_loop:
            stack.enter_context(daemon(scratch / "theirs"))
        elif reason is None:
            stack.enter_context(c_daemon(scratch / "theirs"))
        else:
            print(f"bench: no ratios: {reason}", file=sys.stderr)
            del sockets["theirs"]
        yield sockets


def measure(
    load: Path, sockets: dict[str, Path], scenes: list[str], options: argparse.Namespace
) -> dict[tuple[str, str], list[dict[str, float]]]:
    """What each daemon did in each round, by scene and daemon."""
    found: dict[tuple[str, str], list[dict[str, float]]] = {}
    for turn in range(options.rounds):
        for scene in scenes:
            names = list(sockets)[:: -1 if turn % 2 else 1]
            for name in names:
                seconds, count = str(options.seconds), str(options.count)
                command = [load, sockets[name], scene, seconds, count]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                found.setdefault((scene, name), []).append(json.loads(done.stdout))
        print(f"bench: round {turn + 1} of {options.rounds}", file=sys.stderr, flush=True)
    return found


def judge(
    figure: Figure, found: dict[tuple[str, str], list[dict[str, float]]], count: int
) -> tuple[str, bool]:
    """A row of the table, and whether the figure reaches what is promised."""
    scene, field = (figure.key, "per_second") if figure.key != "bytes" else ("create", "bytes")
    ours = [one[field] for one in found[scene, "ours"]]
    theirs = [one[field] for one in found.get((scene, "theirs"), [])]
    text = figure.text.format(count=count)
    detail = f"{median(ours):,.0f}"
    if figure.key == "bytes":
        measured = max(ours)  # later rounds find memory that is free already
    elif theirs:
        detail += f" against {median(theirs):,.0f} a second"
        ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
        measured = median(ratios if figure.more else [1 / ratio for ratio in ratios])
    else:
        return f"| {text} | {detail} a second | | | | |", True
    sign = ">=" if figure.more else "<="
    verdict = figure.verdict(measured)
    return (
        f"| {text} | {measured:.2f} {figure.unit} | {sign} {figure.reach:g} |"
        f" {sign} {figure.aim:g} | {verdict} | {detail} |",
        verdict != "MISS",
    )


def on_loop(figure: Figure) -> Figure:
    """What is promised of the suite's loop, measured against our daemon alone."""
    if figure.key == "bytes":
        return figure
    reach = ON_LOOP_REACH if figure.more else 1 / ON_LOOP_REACH
    return replace(figure, reach=reach, aim=1.0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.xenstore", description=__doc__)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=f"{', '.join(SCENES)}; all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each scene in a round")
    parser.add_argument("--count", type=int, default=100_000, help="nodes to create")
    parser.add_argument(
        "--on-loop", action="store_true", help="the suite's loop against our daemon alone"
    )
    options = parser.parse_args()
    if unknown := set(options.scenes) - set(SCENES):
        parser.error(f"no such scene: {', '.join(sorted(unknown))}")
    if shutil.which("gcc") is None:
        print("bench: gcc is not installed", file=sys.stderr)
        return EXIT_MISSING
    scenes = options.scenes or SCENES
    with tempfile.TemporaryDirectory(prefix="xsbench-") as directory:
        scratch = Path(directory)
        load = scratch / "load"
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-o", load, SOURCE], check=True)
        with contestants(scratch, on_loop=options.on_loop) as sockets:
            found = measure(load, sockets, scenes, options)
    wanted = [*scenes, "bytes"] if "create" in scenes else scenes
    figures = [on_loop(one) for one in FIGURES] if options.on_loop else FIGURES
    rows = [judge(one, found, options.count) for one in figures if one.key in wanted]
    print("| figure | measured | reach | aim | verdict | detail |\n|---|---|---|---|---|---|")
    print("\n".join(row for row, _ in rows))
    print(f"\n{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}")
    return 0 if all(reached for _, reached in rows) else EXIT_MISSED


if __name__ == "__main__":
    sys.exit(main())
