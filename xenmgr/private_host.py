"""A whole simulated host in child processes: a private bus and the daemon on it.

Killed, its maker takes them along: a caretaker ends them and removes the scratch directory.
"""

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

from xenmgr.caretaker import Caretaker
from xenmgr.private_bus import PrivateBus, end_process

LOG_NAME = "xenmgr.log"
# A host with tens of thousands of VMs in its database is ready in seconds.
READY_SECONDS_MAX = 60.0
# A log that is kept is put aside above this size, when the next host starts.
LOG_BYTES_MAX = 16 * 1024 * 1024
# Of the log's end, where its last line is.
LAST_WORDS_BYTES_MAX = 4096


class HostUnavailable(Exception):
    """The daemon did not come up; the text is its own last words."""


class PrivateHost:
    """A simulated host on a bus of its own; `with` starts and ends it.

    `options` are options of the xenmgr daemon. The state survives in `state_dir` when one is
    given, and goes with the host otherwise; so does the log. Raises BusUnavailable and
    HostUnavailable.
    """

    def __init__(
        self, options: Sequence[str] = (), *, state_dir: Path | None = None, quiet: bool = True
    ) -> None:
        self._options = list(options)
        self._quiet = quiet
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._given_state_dir = state_dir
        self._caretaker: Caretaker | None = None
        self._bus: PrivateBus | None = None
        self.daemon: subprocess.Popen[bytes] | None = None
        self.state_dir = Path()
        self.xenstore_dir = Path()
        self.log = Path()
        self._log_from = 0

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
        try:
            self.log = scratch / LOG_NAME if self._given_state_dir is None else self._kept_log()
            self._caretaker = Caretaker(scratch)
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
        if self._caretaker is not None:
            self._caretaker.dismiss()
            self._caretaker = None

    def start_daemon(self) -> None:
        """Starts the daemon on the bus; answers when its names are owned and all is exported."""
        assert self._scratch is not None, "the host is not up"
        path = os.path.join(self._scratch.name, "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.bind(path)
            try:
                ready.settimeout(0.1)
                self.daemon = self._spawn_daemon(path)
                self._tell_caretaker()
                self._wait_until_ready(ready)
            finally:
                os.unlink(path)

    def stop_daemon(self) -> None:
        """Ends the daemon as an init system would, and waits until it is gone."""
        if self.daemon is not None:
            end_process(self.daemon)
            self.daemon = None
            self._tell_caretaker()

    def daemon_lives(self) -> bool:
        """Whether the daemon runs."""
        return self.daemon is not None and self.daemon.poll() is None

    def last_words(self) -> str:
        """The last line that the daemon left in its log."""
        with open(self.log, "rb") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_from, end - LAST_WORDS_BYTES_MAX))
            said = log.read().decode(errors="replace").strip()
        return said.splitlines()[-1] if said else "it said nothing"

    def how_it_ended(self) -> str:
        """Of a daemon that has ended: `exit code 3`, or `killed by signal 9`."""
        assert self.daemon is not None
        code = self.daemon.returncode
        return f"killed by signal {-code}" if code < 0 else f"exit code {code}"

    def kill_daemon(self) -> None:
        """Ends the daemon as a power failure would: SIGKILL."""
        assert self.daemon is not None, "the host is not up"
        self.daemon.kill()
        self.daemon.wait()
        self._tell_caretaker()

    def _spawn_daemon(self, notify_path: str) -> subprocess.Popen[bytes]:
        with open(self.log, "ab") as log:
            self._log_from = log.tell()
            return subprocess.Popen(
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
                env={**os.environ, "NOTIFY_SOCKET": notify_path, "PYTHONPATH": _python_path()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log if self._quiet else None,
                start_new_session=True,
            )

    def _tell_caretaker(self) -> None:
        # The daemon first: it ends in order while it still has its bus.
        bus = None if self._bus is None else self._bus.process
        living = [each.pid for each in (self.daemon, bus) if each and each.poll() is None]
        if self._caretaker is not None:
            self._caretaker.watch_over(living)

    def _kept_log(self) -> Path:
        log = self.state_dir / LOG_NAME
        try:
            self.state_dir.mkdir(parents=True, exist_ok=True)
            log.touch()
            if log.stat().st_size > LOG_BYTES_MAX:
                log.replace(log.with_suffix(".log.old"))
        except OSError as error:
            reason = "Not a directory" if isinstance(error, FileExistsError) else error.strerror
            raise HostUnavailable(
                f"cannot use state directory {self.state_dir}: {reason}"
            ) from error
        return log

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
