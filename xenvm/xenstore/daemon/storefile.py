"""The file behind `--persist`: the store survives the death of the daemon, however sudden.

Every change is in the file before its answer is sent. That outlives kill -9, not a power cut: the
kernel writes when it likes.
"""

import errno
import os
from pathlib import Path
from typing import Final

from xenvm.xenstore import journal
from xenvm.xenstore.journal import Journal
from xenvm.xenstore.store import Store

FILE_MODE: Final = 0o600
# The file is written anew when it has grown so much since last time, but not while it is small.
GROWTH_MAX: Final = 4
GROWTH_FREE_BYTES: Final = 8 * 1024 * 1024


class StoreFile:
    """The journal of one store in one file."""

    def __init__(self, path: Path, store: Store, *, replay: bool = True) -> None:
        """Make the store what the file says, and keep the file up to date from now on.

        replay: False when the store is up to date and the file is not. Raises OSError.
        """
        self._path = path
        self._fd = -1
        data = path.read_bytes() if replay and path.exists() else b""
        if data and not journal.replay(data, store):
            raise OSError(errno.EINVAL, "is no xenstore journal", str(path))
        self._journal = Journal(store)
        self._size_bytes = 0
        self._written_bytes = 0
        self._rewrite()

    def save(self) -> None:
        """Write what changed since last time. Raises OSError: then nothing may be answered."""
        data = self._journal.take()
        if data:
            self._append(data)
            if self._size_bytes > max(GROWTH_MAX * self._written_bytes, GROWTH_FREE_BYTES):
                self._rewrite()

    def close(self) -> None:
        """Save, and give the file back."""
        if self._fd >= 0:
            self.save()
            os.close(self._fd)
            self._fd = -1

    def _rewrite(self) -> None:
        """The whole store in a new file, which takes the old one's place when it is complete."""
        data = self._journal.whole()
        new = self._path.with_name(self._path.name + ".new")
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, FILE_MODE)
        old, self._fd, self._size_bytes = self._fd, fd, 0
        if old >= 0:
            os.close(old)
        self._append(data)
        os.fsync(fd)
        new.rename(self._path)
        self._written_bytes = self._size_bytes

    def _append(self, data: bytes) -> None:
        self._size_bytes += len(data)
        while data:
            data = data[os.write(self._fd, data) :]
