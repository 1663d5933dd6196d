"""Clears up after a process that was killed: it outlives its maker and ends what that one left."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterable
from pathlib import Path

# Reads lines of process ids until its input ends, which it does with its maker however sudden.
# Processes that do not end when asked to are killed after ten seconds, like everywhere here.
_SCRIPT = """
while read -r line; do pids=$line; done
for pid in $pids; do kill "$pid"; done
turns=0
for pid in $pids; do
    while kill -0 "$pid" && [ $turns -lt 100 ]; do sleep 0.1; turns=$((turns + 1)); done
    kill -KILL "$pid"
done
rm -rf "$1"
"""


class Caretaker:
    """Removes `directory` and ends the processes it was told of last, when this process is gone."""

    def __init__(self, directory: Path) -> None:
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _SCRIPT, "caretaker", str(directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def watch_over(self, pids: Iterable[int]) -> None:
        """These are the processes, no others; once waited for, an id may be somebody else's."""
        assert self._process.stdin is not None
        # Whoever ended the caretaker meant it.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(" ".join(map(str, pids)).encode() + b"\n")
            self._process.stdin.flush()

    def dismiss(self) -> None:
        """There is nothing to end any more."""
        self.watch_over(())
        self._process.communicate()
