"""Our daemon as a process of its own, for clients and tools that need a real socket."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.xenstored import SocketClient, split_frames
from xenvm.xenstore import wire


@contextlib.contextmanager
def daemon(rundir: Path, *options: str) -> Iterator[subprocess.Popen]:
    """The daemon, from ready to stopped; its exit must be clean."""
    process = subprocess.Popen(
        [sys.executable, "-m", "xenvm.xenstore", "--rundir", str(rundir), "-P", *options],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "XENSTORED_PATH": ""},
    )
    try:
        assert process.stdout is not None
        assert int(process.stdout.readline()) == process.pid
        yield process
    finally:
        process.terminate()
        assert process.wait(10) in (0, -9)


class Client(SocketClient):
    """A blocking client in terms of frames."""

    def ask(self, op: int, payload: bytes, tx: int = 0) -> tuple[int, str]:
        """The reply's type and payload; events on the way are kept in `events`."""
        self.send(wire.frame(op, 3, tx, payload))
        while True:
            frames, self.data = split_frames(self.data)
            for number, frame in enumerate(frames):
                if frame[1] == 3:
                    self.kept = [*self.kept, *frames[:number], *frames[number + 1 :]]
                    return frame[0], frame[3]
            self.kept += frames
            self.more()

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.kept: list = []

    def event(self) -> str:
        """The next event."""
        while not self.kept:
            frames, self.data = split_frames(self.data)
            self.kept += frames
            if not frames:
                self.more()
        return self.kept.pop(0)[3]
