"""`python -m xenmgr`: the daemon."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from xenmgr.daemon import Daemon, Unavailable
from xenmgr.settings import ClockKind, ClockMode, Settings, parse_arguments
from xenvm.clock import RealClock, ScaledClock, VirtualClock, run

EXIT_UNAVAILABLE = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 told to end, 1 could not come up, 2 wrong options, 3 the bus is gone."""
    settings = parse_arguments(sys.argv[1:] if arguments is None else arguments)
    _log_to_stderr(settings.log_level)
    clock = _clock(settings.clock)
    try:
        return run(clock, _serve(settings, clock))
    except Unavailable as error:
        print(f"xenmgr: {error}", file=sys.stderr)
        return EXIT_UNAVAILABLE
    except KeyboardInterrupt:
        return 0


def _log_to_stderr(level: str) -> None:
    """A line for each record; nothing is found out of it that no line shows."""
    logging.basicConfig(
        level=level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    # The logging manual's own list under "Optimization"; halves the cost of a state change's line.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


async def _serve(settings: Settings, clock: ScaledClock | VirtualClock) -> int:
    return await Daemon(settings, clock).run()


def _clock(mode: ClockMode) -> ScaledClock | VirtualClock:
    if mode.kind is ClockKind.VIRTUAL:
        return VirtualClock()
    return RealClock() if mode.kind is ClockKind.REAL else ScaledClock(mode.factor)


if __name__ == "__main__":
    sys.exit(main())
