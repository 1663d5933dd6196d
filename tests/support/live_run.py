"""`./run` as a child in a process group of its own, and the processes that it leaves."""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

from tests.support.programs import DEADLINE_S, Monitor

ROOT = Path(__file__).resolve().parents[2]
RUN = [sys.executable, "-m", "xenmgr.run"]


class LiveRun(Monitor):
    """`./run` in a process group of its own, as a terminal gives it."""

    def __init__(self, *options: str, ready: str = "Ctrl-C ends") -> None:
        super().__init__(["setsid", *RUN, *options], os.environ | {"PYTHONPATH": str(ROOT)}, ready)

    def told(self, what: str) -> str:
        """What the line `what: ...` says."""
        start = f"{what}: "
        return next(line for line in self.lines if line.startswith(start)).removeprefix(start)

    def address(self) -> str:
        return self.told("bus")

    @property
    def scratch(self) -> Path:
        """The directory that goes with the host."""
        return Path(self.address().removeprefix("unix:path=")).parent

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C: the signal goes to the whole group."""
        assert self._process is not None
        os.killpg(self._process.pid, number)
        return self._process.wait(DEADLINE_S)

    def tell(self, number: signal.Signals) -> int:
        """The signal goes to ./run alone."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(DEADLINE_S)

    def ended(self) -> int:
        """The exit code of one that ends by itself."""
        assert self._process is not None
        return self._process.wait(DEADLINE_S)


def processes_with(text: str) -> dict[int, str]:
    """The living processes whose command lines name `text`, but for this one."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and entry.name != str(os.getpid()):
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if text in command:
                found[int(entry.name)] = command
    return found


def wait_for_end(pid: int) -> None:
    """Of a process that need not be our child. Fails at the deadline."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ended, _, _ = select.select([handle], [], [], DEADLINE_S)
        assert ended, f"process {pid} still runs"
    finally:
        os.close(handle)
