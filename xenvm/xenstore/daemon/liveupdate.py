"""CONTROL live-update: another program takes the daemon's place, its clients do not notice.

State goes through a file in XENSTORED_ROOTDIR or the run directory, open sockets through exec. The
new program is told `-U`. Source: xenstored 4.17, do_control_lu.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from xenvm.errors import XenstoreError
from xenvm.xenstore import stream, wire
from xenvm.xenstore.daemon.server import Server
from xenvm.xenstore.stream import DaemonState
from xenvm.xenstore.wire import OK

STATE_FILE: Final = "state_dump"
UPDATE_OPTION: Final = "-U"
UPDATE_OPTION_LONG: Final = "--live-update"

_BUSY: Final = b"BUSY\0"


class LiveUpdate:
    """The update that an administrator prepares and starts, step by step."""

    def __init__(
        self, server: Server, program: Sequence[str], arguments: Sequence[str], rootdir: Path
    ) -> None:
        """What started this daemon starts the next one, too, unless told otherwise.

        rootdir: where the state is handed over.
        """
        self._rootdir = rootdir
        self._server = server
        self._started_by = list(program)
        self._started_with = _without_update(arguments)
        self._program: str | None = None
        self._arguments: list[str] | None = None

    def __call__(self, words: list[str]) -> bytes:
        """`-f FILE`, `-c ARGUMENTS`, `-a`, `-s [-t SECONDS] [-F]`.

        Raises XenstoreError EINVAL for anything else, ENOENT for a file that cannot be run.
        """
        if words[:1] == ["-f"] and len(words) == 2:
            if not os.access(words[1], os.X_OK):
                raise XenstoreError("ENOENT", words[1])
            self._program = words[1]
        elif words[:1] == ["-c"] and len(words) == 2:
            self._arguments = words[1].split()
        elif words == ["-a"]:
            self._program = None
            self._arguments = None
        elif words[:1] == ["-s"]:
            return self._start(words[1:])
        else:
            raise XenstoreError("EINVAL", "")
        return OK

    def _start(self, words: list[str]) -> bytes:
        """BUSY while transactions are open, unless forced (-F): then they are lost."""
        forced = False
        while words:
            word, *words = words
            if word == "-F":
                forced = True
            elif word == "-t" and words and wire.number(words[0].encode()) >= 0:
                words = words[1:]  # the asker waits and asks again; we are never long
            else:
                raise XenstoreError("EINVAL", word)
        sessions = [link.connection.session for link in self._server.links]
        if not forced and any(session.overlays for session in sessions):
            return _BUSY
        self._server.poller.soon(self._go)
        return OK

    def _go(self) -> None:
        """Hand over, after all that is to be sent and can be was sent. Returns only on failure."""
        server = self._server
        for link in list(server.links):
            link.flush()
        state = server.freeze()
        path = self._rootdir / STATE_FILE
        path.write_bytes(stream.dump(server.store, state))
        fds = [state.socket_fd, *(client.fd for client in state.clients)]
        for fd in fds:
            os.set_inheritable(fd, True)
        program = self._started_by if self._program is None else [self._program]
        arguments = self._started_with if self._arguments is None else self._arguments
        command = [*program, *arguments, UPDATE_OPTION]
        try:
            os.execv(command[0], command)
        except OSError as error:
            print(f"xenstored: {command[0]}: {error.strerror}", file=sys.stderr, flush=True)
            path.unlink(missing_ok=True)
            for fd in fds:
                os.set_inheritable(fd, False)


def _without_update(words: Sequence[str]) -> list[str]:
    """The options but for that of the update, and the file that may follow it."""
    kept: list[str] = []
    follows = False
    for word in words:
        if word.startswith((UPDATE_OPTION, UPDATE_OPTION_LONG)):
            follows = True
        elif word.startswith("-") or not follows:
            kept.append(word)
            follows = False
    return kept


def left_behind(server: Server, path: Path) -> DaemonState:
    """What the program before left: its store is in the server's now, its clients are to come.

    The file goes. Raises OSError, XenstoreError.
    """
    state = stream.load(path.read_bytes(), server.store)
    path.unlink()
    return state
