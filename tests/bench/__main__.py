"""`python -m tests.bench`: measures every promised figure and prints the table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import Result, missed, table
from tests.bench.scenes import FULL, QUICK, SCENES, Bench, hold
from tests.bench.toolbox import Missing, RunFailed, build
from xenmgr.private_bus import BusUnavailable
from xenmgr.private_host import HostUnavailable

EXIT_MISSED = 1
EXIT_MISSING = 3


def main() -> int:
    """0: every figure reaches what is promised, 1: one does not, 3: something is not installed."""
    parser = _parser()
    options = parser.parse_args()
    if unknown := set(options.scenes) - set(SCENES):
        parser.error(f"no such scene: {', '.join(sorted(unknown))}")
    sizes = QUICK if options.quick else FULL
    results: dict[str, Result] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        _keep_bytecode(Path(scratch) / "bytecode")
        try:
            bench = Bench(build(Path(scratch)), sizes, Path(scratch), _say)
            for name in options.scenes or SCENES:
                for result in SCENES[name](bench):
                    _say(f"  {result.key}: {result.measured:.3g} {result.detail}")
                    results[result.key] = result
            if (worst := hold(bench)) is not None:
                results[worst.key] = worst
        except (Missing, BusUnavailable) as error:
            print(f"bench: {error}", file=sys.stderr)
            return EXIT_MISSING
        except (RunFailed, HostUnavailable) as error:
            print(f"bench: {error}", file=sys.stderr)
            return EXIT_MISSED
    counts = {"many": sizes.many, "middle": sizes.middle, "running": sizes.running}
    print("\n".join(table(results, counts)))
    load = os.getloadavg()[0]
    python = f"Python {platform.python_version()}"
    print(f"\n{os.cpu_count()} processors, {python}, load average {load:.1f}", end="")
    print("; quick: sizes are reduced, verdicts mean nothing" if options.quick else "")
    return EXIT_MISSED if missed(results) and not options.quick else 0


def _keep_bytecode(directory: Path) -> None:
    """Daemons load compiled modules, as they do where they are installed."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(directory)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measures the service against a C sd-bus peer on private buses. "
        "See tests/bench/README.md.",
    )
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=f"{', '.join(SCENES)}; all")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes: does it work, not how fast is it"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
