"""The file behind `--persist`: the store survives the death of the daemon, however sudden.

Every change is in the file before its answer is sent. That outlives kill -9, not a power cut: the
kernel writes when it likes.
"""

import errno
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from xenvm.xenstore import journal
from xenvm.xenstore.journal import Journal
from xenvm.xenstore.store import Store

_log = logging.getLogger(__name__)

FILE_MODE: Final = 0o600
# The file is written anew when it has grown so much since last time, but not while it is small.
GROWTH_MAX: Final = 4
GROWTH_FREE_BYTES: Final = 8 * 1024 * 1024


class StoreFile:
    """The journal of one store in one file."""

    def __init__(
        self,
        path: Path,
        store: Store,
        *,
        soon: Callable[[Callable[[], None]], None] | None = None,
        replay: bool = True,
    ) -> None:
        """Make the store what the file says, and keep the file up to date from now on.

        soon: runs the next slice of a rewrite when others had their turn; None = at once.
        replay: False when the store is up to date and the file is not. Raises OSError.
        """
        self._path = path
        self._new_path = path.with_name(path.name + ".new")
        self._fd = -1
        self._new_fd = -1
        self._soon = soon
        self._slices: Iterator[bytes] = iter(())
        data = path.read_bytes() if replay and path.exists() else b""
        if data and not journal.replay(data, store):
            raise OSError(errno.EINVAL, "is no xenstore journal", str(path))
        self._journal = Journal(store)
        self._size_bytes = 0
        self._new_size_bytes = 0
        self._limit_bytes = 0
        self._begin(iter((self._journal.whole(),)))
        self._rest_of_rewrite()

    def save(self) -> None:
        """Write what changed since last time. Raises OSError: then nothing may be answered."""
        data = self._journal.take()
        if not data:
            return
        _append(self._fd, data)
        self._size_bytes += len(data)
        if self._new_fd >= 0:
            self._append_new(data)
        elif self._size_bytes > self._limit_bytes:
            self._rewrite()

    def close(self) -> None:
        """Save, and give the file back."""
        if self._fd >= 0:
            self.save()
            self._give_up()
            os.close(self._fd)
            self._fd = -1

    def _rewrite(self) -> None:
        """Begin a new file, which takes the old one's place when the whole store is in it.

        Until then both are written. Without room for a new one the old one goes on, and grows.
        """
        self._limit_bytes += max(self._limit_bytes, GROWTH_FREE_BYTES)
        try:
            self._begin(self._journal.slices())
        except OSError as error:
            _log.warning("journal is not rewritten path=%s error=%s", self._path, error)
            return
        if self._soon is None:
            self._rest_of_rewrite()
        else:
            self._soon(self._go_on)

    def _begin(self, slices: Iterator[bytes]) -> None:
        self._slices = slices
        self._new_size_bytes = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        self._new_fd = os.open(self._new_path, flags, FILE_MODE)

    def _go_on(self) -> None:
        """One slice; the next one when others had their turn."""
        if self._new_fd < 0:
            return
        data = next(self._slices, None)
        if data is None:
            self._replace()
        else:
            self._append_new(data)
            if self._soon is not None:
                self._soon(self._go_on)

    def _rest_of_rewrite(self) -> None:
        for data in self._slices:
            if self._new_fd < 0:
                return
            self._append_new(data)
        if self._new_fd >= 0:
            os.fsync(self._new_fd)
            self._replace()

    def _replace(self) -> None:
        self._new_path.rename(self._path)
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self._new_fd = self._new_fd, -1
        self._size_bytes = self._new_size_bytes
        self._limit_bytes = max(GROWTH_MAX * self._size_bytes, GROWTH_FREE_BYTES)

    def _append_new(self, data: bytes) -> None:
        try:
            _append(self._new_fd, data)
        except OSError as error:
            if self._fd < 0:
                raise
            _log.warning("journal is not rewritten path=%s error=%s", self._path, error)
            self._give_up()
        self._new_size_bytes += len(data)

    def _give_up(self) -> None:
        if self._new_fd >= 0:
            os.close(self._new_fd)
            self._new_fd = -1
            self._slices = iter(())
            self._new_path.unlink(missing_ok=True)


def _append(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
