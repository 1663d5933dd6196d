"""A whole simulated host in child processes: a private bus and the daemon on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from xenmgr.private_bus import PrivateBus, end_process

# A host with tens of thousands of VMs in its database is ready in seconds.
READY_SECONDS_MAX = 60.0


class HostUnavailable(Exception):
    """The daemon did not come up; the text is its own last words."""


class PrivateHost:
    """A simulated host on a bus of its own; `with` starts and ends it.

    `options` are options of the xenmgr daemon. The state survives in `state_dir` when one is
    given, and goes with the host otherwise. Raises BusUnavailable and HostUnavailable.
    """

    def __init__(
        self, options: Sequence[str] = (), *, state_dir: Path | None = None, quiet: bool = True
    ) -> None:
        self._options = list(options)
        self._quiet = quiet
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._given_state_dir = state_dir
        self._bus: PrivateBus | None = None
        self.daemon: subprocess.Popen[bytes] | None = None
        self.state_dir = Path()
        self.xenstore_dir = Path()
        self.log = Path()

    @property
    def address(self) -> str:
        """The D-Bus address of the private bus."""
        assert self._bus is not None, "the host is not up"
        return self._bus.address

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment in which D-Bus tools find this host's bus, Xen's tools its xenstore."""
        return {
            **os.environ,
            "DBUS_SYSTEM_BUS_ADDRESS": self.address,
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "XENSTORED_RUNDIR": str(self.xenstore_dir),
            "XENSTORED_PATH": str(self.xenstore_dir / "socket"),
        }

    def __enter__(self) -> Self:
        self._scratch = tempfile.TemporaryDirectory(prefix="xenmgr-")
        scratch = Path(self._scratch.name)
        self.state_dir = self._given_state_dir or scratch / "state"
        self.xenstore_dir = scratch / "xenstored"
        self.log = scratch / "xenmgr.log"
        try:
            self._bus = PrivateBus.start(scratch)
            self.start_daemon()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop_daemon()
        if self._bus is not None:
            self._bus.stop()
            self._bus = None
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def start_daemon(self) -> None:
        """Starts the daemon on the bus; answers when its names are owned and all is exported."""
        with tempfile.TemporaryDirectory(prefix="xenmgr-notify-") as directory:
            path = os.path.join(directory, "notify")
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
                ready.bind(path)
                ready.settimeout(0.1)
                with open(self.log, "ab") as log:
                    self.daemon = subprocess.Popen(
                        [
                            sys.executable,
                            "-P",
                            "-m",
                            "xenmgr",
                            f"--address={self.address}",
                            f"--state-dir={self.state_dir}",
                            f"--xenstore-dir={self.xenstore_dir}",
                            *self._options,
                        ],
                        env={**os.environ, "NOTIFY_SOCKET": path, "PYTHONPATH": _python_path()},
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log if self._quiet else None,
                        start_new_session=True,
                    )
                self._wait_until_ready(ready)

    def stop_daemon(self) -> None:
        """Ends the daemon as an init system would, and waits until it is gone."""
        if self.daemon is not None:
            end_process(self.daemon)
            self.daemon = None

    def last_words(self) -> str:
        """The last line of the daemon's log."""
        said = self.log.read_text(encoding="utf-8", errors="replace").strip()
        return said.splitlines()[-1] if said else "it said nothing"

    def kill_daemon(self) -> None:
        """Ends the daemon as a power failure would: SIGKILL."""
        assert self.daemon is not None, "the host is not up"
        self.daemon.kill()
        self.daemon.wait()

    def _wait_until_ready(self, ready: socket.socket) -> None:
        assert self.daemon is not None
        for _ in range(int(READY_SECONDS_MAX / 0.1)):
            try:
                if b"READY=1" in ready.recv(4096).split(b"\n"):
                    return
            except TimeoutError:
                if self.daemon.poll() is not None:
                    break
        raise HostUnavailable(f"the xenmgr daemon did not come up: {self.last_words()}")


def _python_path() -> str:
    """The daemon is of the same code as this module, wherever that was imported from."""
    own = str(Path(__file__).resolve().parents[1])
    return os.pathsep.join([own, *filter(None, [os.environ.get("PYTHONPATH")])])
