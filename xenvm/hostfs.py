"""The simulated host's file system: a directory of ours that stands for the host's `/`.

A host path is walked as after chroot: `..` stops at the root, an absolute link starts again at it.
Each step is taken relative to an open directory and follows no link by itself, so that a link put
there meanwhile cannot lead out either. Errors are OSErrors that name the host path. Knows nothing
of who uses the files.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

# Linux: MAXSYMLINKS of namei, PATH_MAX of limits.h.
LINKS_MAX: Final = 40
PATH_BYTES_MAX: Final = 4096
# A path with many `..` is walked anew for each; this ends hostile ones.
STEPS_MAX: Final = 4096
# Directories held open: those of images, templates, hooks, and some of each VM's own.
DIRECTORIES_KEPT_MAX: Final = 64
# What one read may bring into memory; images are never read whole.
READ_BYTES_MAX: Final = 64 * 1024 * 1024
# The simulated disk behind every path.
CAPACITY_BYTES: Final = 512 * 1024**3

_MIB_BYTES: Final = 1024 * 1024
_DIRECTORY: Final = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NO_FOLLOW: Final = os.O_NOFOLLOW | os.O_CLOEXEC
_TEMPORARY_SUFFIX: Final = ".hostfs-new"

# A lent handle of a directory, a name in it, and what is there at the moment.
_Place: TypeAlias = tuple[int, str | None, os.stat_result | None]


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file that a fresh host has: `content` first, then a hole up to `size_bytes`."""

    path: str
    content: bytes = b""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Space:
    """What statvfs would say of the simulated disk."""

    total_bytes: int
    free_bytes: int


class HostFs:
    """Files by host path, such as `/storage/disks/a.vhd`; a leading slash is optional."""

    def __init__(self, root: Path, capacity_bytes: int = CAPACITY_BYTES) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root.resolve()
        self._capacity_bytes = capacity_bytes
        self._top = os.open(self.root, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        # Directories that were entered, by device and inode, the oldest first.
        self._kept: dict[tuple[int, int], int] = {}
        # Known from the first question for space on; our own changes keep it current.
        self._used_bytes: int | None = None

    def close(self) -> None:
        """Lets go of the root; nothing may be asked afterwards."""
        for handle in (*self._kept.values(), self._top):
            os.close(handle)
        self._kept.clear()

    # Questions

    def exists(self, path: str) -> bool:
        return self._stat(path) is not None

    def is_file(self, path: str) -> bool:
        found = self._stat(path)
        return found is not None and stat.S_ISREG(found.st_mode)

    def is_dir(self, path: str) -> bool:
        found = self._stat(path)
        return found is not None and stat.S_ISDIR(found.st_mode)

    def is_link(self, path: str) -> bool:
        """Whether the path itself is a symbolic link, wherever that leads."""
        found = self._stat(path, follow_last=False)
        return found is not None and stat.S_ISLNK(found.st_mode)

    def size_bytes(self, path: str) -> int | None:
        """The apparent size; None when there is no such file."""
        found = self._stat(path)
        return None if found is None else found.st_size

    def signature(self, path: str) -> tuple[int, int, int] | None:
        """Differs whenever the file was written anew; None when there is none."""
        found = self._stat(path)
        return None if found is None else (found.st_ino, found.st_size, found.st_mtime_ns)

    def space(self) -> Space:
        """Capacity and what the files' apparent sizes leave of it.

        Files that others put into the directory meanwhile do not count.
        """
        if self._used_bytes is None:
            with _named("/"):
                self._used_bytes = _used_bytes(self._top)
        free_bytes = self._capacity_bytes - self._used_bytes
        return Space(self._capacity_bytes, max(0, free_bytes))

    def space_mib(self, path: str) -> tuple[int, int]:
        """Size and free space of the disk that `path` is on: one disk holds everything."""
        space = self.space()
        return space.total_bytes // _MIB_BYTES, space.free_bytes // _MIB_BYTES

    # Reading

    def read_bytes(self, path: str) -> bytes:
        """The whole file. Raises OSError; EFBIG beyond READ_BYTES_MAX."""
        with self._opened(path) as handle:
            size_bytes = os.fstat(handle).st_size
            if size_bytes > READ_BYTES_MAX:
                raise _error(errno.EFBIG, path)
            return _read(handle, 0, READ_BYTES_MAX)

    def read_at(self, path: str, offset: int, count: int) -> bytes:
        """At most `count` bytes; fewer at the end, none when there is no such file."""
        try:
            with self._opened(path) as handle:
                return _read(handle, offset, min(count, READ_BYTES_MAX))
        except OSError:
            return b""

    def read_text(self, path: str) -> str | None:
        """The whole file as UTF-8, bytes that are none as U+FFFD; None without such a file."""
        try:
            return self.read_bytes(path).decode("utf-8", "replace")
        except OSError:
            return None

    def listdir(self, path: str) -> list[str]:
        """The names in a directory, sorted. Raises OSError."""
        parent, name, _ = self._find(path)
        with _named(path):
            flags = os.O_RDONLY | os.O_DIRECTORY | _NO_FOLLOW
            directory = os.open("." if name is None else name, flags, dir_fd=parent)
            try:
                names = os.listdir(directory)
            finally:
                os.close(directory)
        return sorted(each for each in names if not each.endswith(_TEMPORARY_SUFFIX))

    # Writing; missing directories on the way are made

    def write_bytes(self, path: str, data: bytes) -> None:
        """Replaces the file in one step: a reader sees the old content or the new."""
        self._replace(path, data, len(data))

    def write_text(self, path: str, text: str) -> None:
        self.write_bytes(path, text.encode("utf-8"))

    def write_scratch(self, path: str, text: str) -> None:
        """Writes in place: for files that nobody reads before their writer says so."""
        data = text.encode("utf-8")
        directory, name = self._entry(path, make=True)
        with _named(path):
            before_bytes = _size_bytes(directory, name)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_FOLLOW
            handle = os.open(name, flags, 0o644, dir_fd=directory)
            try:
                _write(handle, data)
            finally:
                os.close(handle)
            self._count(len(data) - before_bytes)

    def make_sparse(self, path: str, size_bytes: int, content: bytes = b"") -> None:
        """A file of that apparent size that takes no space beyond `content`."""
        self._replace(path, content, max(size_bytes, len(content)))

    def mkdir(self, path: str) -> None:
        """Makes the directory and those above it; fine when it is there."""
        directory, name, _ = self._find(path, make=True)
        if name is not None:
            with _named(path):
                _make_directory(directory, name)

    def remove(self, path: str) -> None:
        """Removes a file, or the link itself; fine when there is none. Raises OSError."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), _named(path):
            directory, name = self._entry(path, follow_last=False)
            size_bytes = _size_bytes(directory, name)
            os.unlink(name, dir_fd=directory)
            self._count(-size_bytes)

    def remove_tree(self, path: str) -> None:
        """Removes a file or a directory with all below it; fine when there is none."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), _named(path):
            directory, name = self._entry(path, follow_last=False)
            self._remove_tree(directory, name)

    def seed(self, files: list[SeedFile]) -> None:
        """Makes the files that are missing; what is there stays as it is."""
        for each in files:
            if not self.exists(each.path):
                self.make_sparse(each.path, each.size_bytes, each.content)

    # Walking

    def _stat(self, path: str, *, follow_last: bool = True) -> os.stat_result | None:
        try:
            directory, name, found = self._find(path, follow_last=follow_last)
            return os.stat(directory) if name is None else found
        except OSError:
            return None

    def _replace(self, path: str, data: bytes, size_bytes: int) -> None:
        directory, name = self._entry(path, make=True)
        with _named(path):
            temporary = name + _TEMPORARY_SUFFIX
            before_bytes = _size_bytes(directory, name)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_FOLLOW
            handle = os.open(temporary, flags, 0o644, dir_fd=directory)
            try:
                try:
                    _write(handle, data)
                    if size_bytes > len(data):
                        os.truncate(handle, size_bytes)
                finally:
                    os.close(handle)
                os.rename(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)
            except OSError:
                os.unlink(temporary, dir_fd=directory)
                raise
            self._count(size_bytes - before_bytes)

    def _remove_tree(self, directory: int, name: str) -> None:
        found = os.stat(name, dir_fd=directory, follow_symlinks=False)
        if not stat.S_ISDIR(found.st_mode):
            os.unlink(name, dir_fd=directory)
            self._count(-found.st_size)
            return
        handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | _NO_FOLLOW, dir_fd=directory)
        try:
            for child in os.listdir(handle):
                self._remove_tree(handle, child)
        finally:
            os.close(handle)
        os.rmdir(name, dir_fd=directory)

    def _count(self, grown_bytes: int) -> None:
        if self._used_bytes is not None:
            self._used_bytes += grown_bytes

    @contextlib.contextmanager
    def _opened(self, path: str) -> Iterator[int]:
        """A handle for reading a regular file."""
        directory, name = self._entry(path)
        with _named(path):
            # Not blocking: a FIFO would wait for a writer.
            handle = os.open(name, os.O_RDONLY | os.O_NONBLOCK | _NO_FOLLOW, dir_fd=directory)
            try:
                found = os.fstat(handle)
                if not stat.S_ISREG(found.st_mode):
                    raise _error(_not_regular(found), path)
                yield handle
            finally:
                os.close(handle)

    def _entry(self, path: str, *, make: bool = False, follow_last: bool = True) -> tuple[int, str]:
        """As _find, for a path that cannot be the root."""
        directory, name, _ = self._find(path, make=make, follow_last=follow_last)
        if name is None:
            raise _error(errno.EISDIR, path)
        return directory, name

    def _find(self, path: str, *, make: bool = False, follow_last: bool = True) -> _Place:
        """The directory that holds the last component, its name, and what is there.

        The name is never a link, unless follow_last is off; None for the root itself. The handle
        is lent: it is good until the next walk.
        """
        try:
            return self._walk(_checked_components(path), make, follow_last)
        except (OSError, ValueError) as error:
            raise _as_named(error, path) from None

    def _walk(self, components: list[str], make: bool, follow_last: bool) -> _Place:
        # The next component is last.
        todo = components[::-1]
        here = self._top
        # The names of the directories from the root to here.
        trail: list[str] = []
        links = steps = 0
        while todo:
            steps += 1
            if links > LINKS_MAX or steps > STEPS_MAX:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            name = todo.pop()
            if name == "..":
                todo += reversed(trail[:-1])
                here, trail = self._top, []
                continue
            found = _look(here, name)
            known = None if found is None else self._kept.get((found.st_dev, found.st_ino))
            if known is not None and todo:
                here = known
                trail.append(name)
            elif found is not None and stat.S_ISLNK(found.st_mode) and (follow_last or todo):
                links += 1
                target = os.readlink(name, dir_fd=here)
                if target.startswith("/"):
                    here, trail = self._top, []
                todo += reversed(_components(target))
            elif todo:
                if found is None and make:
                    _make_directory(here, name)
                here = self._enter(here, name)
                trail.append(name)
            else:
                return here, name, found
        return here, None, None

    def _enter(self, here: int, name: str) -> int:
        """The handle of the child directory, lent and kept for later walks.

        A directory is what its parent says under the name at this moment. A kept handle only
        saves opening it again; held open, its inode cannot become another directory's.
        """
        handle = os.open(name, _DIRECTORY, dir_fd=here)
        opened = os.fstat(handle)
        key = (opened.st_dev, opened.st_ino)
        if key in self._kept:
            os.close(handle)
            return self._kept[key]
        self._kept[key] = handle
        if len(self._kept) > DIRECTORIES_KEPT_MAX:
            os.close(self._kept.pop(next(iter(self._kept))))
        return handle


def _checked_components(path: str) -> list[str]:
    if "\0" in path:
        raise _error(errno.EINVAL, path)
    if 4 * len(path) > PATH_BYTES_MAX and len(os.fsencode(path)) > PATH_BYTES_MAX:
        raise _error(errno.ENAMETOOLONG, path)
    return _components(path)


def _components(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]


def _look(directory: int, name: str) -> os.stat_result | None:
    """What is at the name, a link itself; None when nothing is."""
    try:
        return os.stat(name, dir_fd=directory, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _make_directory(directory: int, name: str) -> None:
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, dir_fd=directory)


def _read(handle: int, offset: int, count: int) -> bytes:
    chunks = []
    while count > 0:
        chunk = os.pread(handle, count, offset)
        if not chunk:
            break
        chunks.append(chunk)
        offset += len(chunk)
        count -= len(chunk)
    return b"".join(chunks)


def _size_bytes(directory: int, name: str) -> int:
    try:
        return os.stat(name, dir_fd=directory, follow_symlinks=False).st_size
    except FileNotFoundError:
        return 0


def _used_bytes(directory: int) -> int:
    total = 0
    for _, _, names, handle in os.fwalk(".", dir_fd=directory):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                total += os.stat(name, dir_fd=handle, follow_symlinks=False).st_size
    return total


def _not_regular(found: os.stat_result) -> int:
    return errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL


def _write(handle: int, data: bytes) -> None:
    """All of it: a disk that is nearly full takes a part."""
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _error(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)


def _as_named(error: OSError | ValueError, path: str) -> OSError:
    """The error as one of the host path; a text that no path can hold is EINVAL."""
    if not isinstance(error, OSError):
        return _error(errno.EINVAL, path)
    if error.filename == path and error.filename2 is None:
        return error
    return _error(error.errno or errno.EIO, path)


@contextlib.contextmanager
def _named(path: str) -> Iterator[None]:
    """Failures inside name the host path, never where the root really is."""
    try:
        yield
    except (OSError, ValueError) as error:
        named = _as_named(error, path)
        if named is error:
            raise
        raise named from error
