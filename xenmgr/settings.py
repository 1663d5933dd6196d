"""The daemon's options: what they are called, what they may be, and what they are by default."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final

from xenmgr.store import Durability

HOST_MEMORY_KIB_DEFAULT: Final = 16 * 1024**2
HOST_MEMORY_KIB_MIN: Final = 256 * 1024
HOST_MEMORY_KIB_MAX: Final = 64 * 1024**3
# As many VMs as the simulation is measured with, and room above.
VMS_MAX: Final = 100_000
SEED_MAX: Final = 2**63 - 1
# Beyond it a simulated second is shorter than a turn of the loop.
CLOCK_FACTOR_MAX: Final = 1_000_000.0
LOG_LEVELS: Final = ("debug", "info", "warning", "error")

_UNITS_KIB: Final = {"K": 1, "M": 1024, "G": 1024**2, "T": 1024**3}
_MEMORY: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT])(?:iB|B)?", re.IGNORECASE)


class SettingsError(argparse.ArgumentTypeError):
    """An option's value is refused: `str(error)` names the value and what is allowed."""


class ClockKind(StrEnum):
    REAL = "real"
    SCALED = "scaled"
    VIRTUAL = "virtual"


@dataclass(frozen=True, slots=True)
class ClockMode:
    """How simulated time goes; `factor` simulated seconds a real one when scaled."""

    kind: ClockKind
    factor: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One run of the daemon. Without an address it is the system bus."""

    address: str | None
    state_dir: Path
    root: Path
    xenstore_dir: Path
    vms: int
    host_memory_kib: int
    seed: int
    clock: ClockMode
    autostart: bool
    log_level: str
    durability: Durability


def parse_arguments(arguments: Sequence[str]) -> Settings:
    """The settings that a command line asks for; says what is wrong with it and exits 2."""
    options = _parser().parse_args(arguments)
    return Settings(
        address=options.address,
        state_dir=options.state_dir,
        root=options.root or options.state_dir / "root",
        xenstore_dir=options.xenstore_dir or options.state_dir / "xenstored",
        vms=options.vms,
        host_memory_kib=options.host_memory,
        seed=options.seed,
        clock=options.clock,
        autostart=options.autostart,
        log_level=options.log_level,
        durability=options.durability,
    )


def parse_clock(text: str) -> ClockMode:
    """`real`, `virtual`, or `scaled:X` with X simulated seconds a second. Raises SettingsError."""
    if text in (ClockKind.REAL, ClockKind.VIRTUAL):
        return ClockMode(ClockKind(text))
    kind, colon, factor_text = text.partition(":")
    if kind != ClockKind.SCALED or not colon:
        raise SettingsError(f"clock {text!r} is none of real, virtual and scaled:X")
    try:
        factor = float(factor_text)
    except ValueError:
        factor = math.nan
    if not 0 < factor <= CLOCK_FACTOR_MAX:
        raise SettingsError(
            f"clock {text!r}: X has to be a number above 0, at most {CLOCK_FACTOR_MAX:.0f}"
        )
    return ClockMode(ClockKind.SCALED, factor)


def parse_memory_kib(text: str) -> int:
    """KiB of an amount with its unit, such as 16G, 1.5T or 8192M. Raises SettingsError."""
    match = _MEMORY.fullmatch(text.strip())
    if match is None:
        raise SettingsError(f"memory {text!r} is no number with a unit K, M, G or T, such as 16G")
    amount_kib = Decimal(match[1]) * _UNITS_KIB[match[2].upper()]
    if amount_kib != int(amount_kib):
        raise SettingsError(f"memory {text!r} is no whole number of KiB")
    if not HOST_MEMORY_KIB_MIN <= amount_kib <= HOST_MEMORY_KIB_MAX:
        raise SettingsError(f"memory {text!r} is not between 256M and 64T")
    return int(amount_kib)


def parse_count(text: str) -> int:
    """A number of VMs. Raises SettingsError."""
    return _parse_number("number of VMs", text, VMS_MAX)


def parse_seed(text: str) -> int:
    """A seed. Raises SettingsError."""
    return _parse_number("seed", text, SEED_MAX)


def _parse_number(what: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 20 and int(text) <= most):
        raise SettingsError(f"{what} {text!r} is no whole number from 0 to {most}")
    return int(text)


def _parse_durability(text: str) -> Durability:
    try:
        return Durability(text)
    except ValueError:
        raise SettingsError(f"durability {text!r} is neither process nor power") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xenmgr",
        description="A simulated OpenXT host on D-Bus: the services com.citrix.xenclient.xenmgr "
        "and com.citrix.xenclient.db over a simulated Xen. No hardware, no root, no Xen needed. "
        "It serves until it is ended by SIGTERM or Ctrl-C; exit code 3 means that the bus is gone.",
        epilog="Configuration survives in the state directory, domains do not: a restart is a "
        "host that lost its power.",
    )
    parser.add_argument(
        "--address",
        metavar="A",
        help="D-Bus address to serve on, such as unix:path=/tmp/bus (default: the system bus)",
    )
    parser.add_argument(
        "--state-dir",
        metavar="D",
        type=Path,
        default=Path.home() / ".local/state/openxt-sim",
        help="where the configuration is kept (default: %(default)s)",
    )
    parser.add_argument(
        "--root",
        metavar="DIR",
        type=Path,
        help="the simulated host's file system: /storage/disks/a.vhd of the host is "
        "DIR/storage/disks/a.vhd (default: root in the state directory)",
    )
    parser.add_argument(
        "--xenstore-dir",
        metavar="DIR",
        type=Path,
        help="where xenstore listens: DIR/socket for Xen's tools, DIR/dom<domid>.sock for whoever "
        "plays a guest (default: xenstored in the state directory)",
    )
    parser.add_argument(
        "--durability",
        metavar="process|power",
        type=_parse_durability,
        default=Durability.PROCESS,
        help="what an answered change survives: the end of this process, however sudden, or "
        "also the machine's power (slower; default: process)",
    )
    _add_world_options(parser)
    return parser


def _add_world_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--vms",
        metavar="N",
        type=parse_count,
        default=0,
        help="make N stopped VMs from a stock template when there is none yet (default: 0)",
    )
    parser.add_argument(
        "--host-memory",
        metavar="SIZE",
        type=parse_memory_kib,
        default=HOST_MEMORY_KIB_DEFAULT,
        help="memory of the simulated host, with a unit K, M, G or T (default: 16G)",
    )
    parser.add_argument(
        "--seed",
        metavar="S",
        type=parse_seed,
        default=1,
        help="number that all chance is drawn from; the same seed, the same run (default: 1)",
    )
    parser.add_argument(
        "--clock",
        metavar="real|scaled:X|virtual",
        type=parse_clock,
        default=ClockMode(ClockKind.REAL),
        help="how fast simulated things happen: in real time, X times as fast, or at once with "
        "time moving only while something is awaited (default: real)",
    )
    parser.add_argument(
        "--no-autostart",
        dest="autostart",
        action="store_false",
        help="leave the VMs that are to start on boot alone",
    )
    parser.add_argument(
        "--log-level",
        choices=LOG_LEVELS,
        default="info",
        help="info tells state changes, debug every message (default: %(default)s)",
    )
