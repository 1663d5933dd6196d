"""What CONTROL asks of the daemon: its trace log, its reports, its own voice.

The log is a file in the format of xenstored 4.17; SIGHUP has it reopened.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from xenvm.clock import Clock
from xenvm.errors import XenstoreError
from xenvm.units import NS_PER_S
from xenvm.xenstore.daemon.liveupdate import LiveUpdate
from xenvm.xenstore.daemon.server import Server
from xenvm.xenstore.store import Store
from xenvm.xenstore.trace import Trace

LOG_MODE: Final = 0o600


class DaemonHost:
    """The log and the reports of one daemon; satisfies control.Host."""

    def __init__(self, clock: Clock, store: Store) -> None:
        self.trace = Trace(self._write, self._stamp)
        self.trace.on = False  # until there is a file: lines cost time
        self.server: Server | None = None
        self.update: LiveUpdate | None = None
        self._clock = clock
        self._store = store
        self._path: Path | None = None
        self._file: IO[bytes] | None = None

    def switch_log(self, on: bool) -> None:
        if on:
            self.reopen_log()
        else:
            self.close()

    def log_to(self, path: str) -> None:
        self._path = Path(path)
        self.reopen_log()

    def reopen_log(self) -> None:
        """Open the log file again, after somebody moved it away."""
        self.close()
        if self._path is None:
            return
        try:
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            self.print_line(f"Could not open tracefile: {error.strerror}")
            return
        self._path.chmod(LOG_MODE)
        self.trace.on = True
        self._write(b"\n***\n")

    def report_memory(self, path: str | None) -> None:
        report = self._report()
        if path is not None:
            try:
                Path(path).write_text(report)
            except OSError as error:
                raise XenstoreError("EINVAL", path) from error
        elif self._file is not None:
            self.trace.text(report)
        else:
            raise XenstoreError("EINVAL", "")

    def print_line(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def live_update(self, words: list[str]) -> bytes:
        if self.update is None:
            raise XenstoreError("EINVAL", "")
        return self.update(words)

    def close(self) -> None:
        """Close the log file; nothing is traced any more."""
        self.trace.on = False
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, line: bytes) -> None:
        if self._file is not None:
            self._file.write(line)

    def _stamp(self) -> str:
        now = datetime.fromtimestamp(self._clock.wall_ns() / NS_PER_S)
        return now.strftime("%Y%m%d %H:%M:%S")

    def _report(self) -> str:
        store = self._store
        lines = [
            f"store: nodes={store.tree.count} watches={store.watches.count}"
            f" generation={store.tree.generation}\n"
        ]
        for domain in store.domains.all():
            lines.append(
                f"domain {domain.domid}: nodes={store.domains.nodes_of(domain, store.tree.count)}"
                f" watches={domain.watches} transactions={domain.transactions}"
                f" memory={domain.memory_bytes} sessions={len(domain.sessions)}\n"
            )
        for link in sorted(
            self.server.links if self.server else (), key=lambda one: one.connection.session.serial
        ):
            session = link.connection.session
            lines.append(
                f"connection {hex(id(link.connection))}: domid={session.domid}"
                f" state={link.condition} watches={len(session.watches)}"
                f" transactions={len(session.overlays)}"
                f" output={link.connection.backlog_bytes}\n"
            )
        return "".join(lines)
