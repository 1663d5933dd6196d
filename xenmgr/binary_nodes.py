"""Binary nodes of the configuration tree: files below the database's own directories.

Every regular file there that is not one of the database's is a node; `read` tells its path,
`read_binary` its bytes. They are looked up when the host comes up. Source: xenmgr facts 4.1.
"""

from __future__ import annotations

from typing import Final, Protocol, TypeAlias

from xenmgr.json_tree import JsonValue, Parts

# Top subtree -> the directory that holds it.
DIRECTORIES: Final = {"vm": "/config/vms", "dom-store": "/config/dom-store"}
# The database's own files in the original, and what it left when it was interrupted.
_DATABASE_SUFFIXES: Final = (".db", ".tmp")

# A file's host path, or what is below a directory.
_Entry: TypeAlias = "str | dict[str, _Entry]"


class HostFiles(Protocol):
    """The file system of the simulated host, as far as it is needed here."""

    def is_file(self, path: str) -> bool: ...

    def is_dir(self, path: str) -> bool: ...

    def is_link(self, path: str) -> bool: ...

    def listdir(self, path: str) -> list[str]: ...

    def read_bytes(self, path: str) -> bytes: ...


class BinaryNodes:
    """The files found at the last rescan. Without host files there are none."""

    def __init__(self, files: HostFiles | None) -> None:
        self._files = files
        self._top: dict[str, _Entry] = {}
        self.rescan()

    def rescan(self) -> None:
        """Looks at the directories again."""
        self._top = {}
        for name, path in DIRECTORIES.items():
            if self._files is not None and self._files.is_dir(path):
                below = _scan(self._files, path)
                if below:
                    self._top[name] = below

    def file_on(self, parts: Parts) -> str | None:
        """The host path of the file at the path or on the way to it."""
        entry: _Entry = self._top
        for name in parts:
            if isinstance(entry, str) or name not in entry:
                break
            entry = entry[name]
        return entry if isinstance(entry, str) else None

    def file_at(self, parts: Parts) -> str | None:
        """The host path of the file that is the node itself."""
        entry = self._entry(parts)
        return entry if isinstance(entry, str) else None

    def is_inner(self, parts: Parts) -> bool:
        """Whether there are files below the path."""
        return bool(self._top) and isinstance(self._entry(parts), dict)

    def children(self, parts: Parts) -> list[str]:
        """Names of files and of nodes with files below them."""
        entry = self._entry(parts)
        return list(entry) if isinstance(entry, dict) else []

    def drop(self, parts: Parts) -> None:
        """Forgets everything at and below the path, until the next rescan."""
        if not parts:
            self._top = {}
            return
        above = self._entry(parts[:-1])
        if isinstance(above, dict):
            above.pop(parts[-1], None)

    def merged(self, value: JsonValue, parts: Parts) -> JsonValue:
        """The value of the node with the files below it as null, as dump shows them."""
        entry = self._entry(parts) if self._top else None
        return value if entry is None else _merged(value, entry)

    def bytes_of(self, path: str) -> bytes:
        """The content of a file that file_at named. Raises OSError."""
        assert self._files is not None, "only host files make binary nodes"
        return self._files.read_bytes(path)

    def _entry(self, parts: Parts) -> _Entry | None:
        entry: _Entry = self._top
        for name in parts:
            if isinstance(entry, str) or name not in entry:
                return None
            entry = entry[name]
        return entry


def _merged(value: JsonValue, entry: _Entry) -> JsonValue:
    if isinstance(entry, str):
        return None
    result: dict[str, JsonValue] = dict(value) if isinstance(value, dict) else {}
    for name, below in entry.items():
        result[name] = _merged(result.get(name), below)
    return result


def _scan(files: HostFiles, directory: str) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for name in files.listdir(directory):
        path = f"{directory}/{name}"
        if files.is_dir(path):
            # Links between directories could go round in circles.
            if files.is_link(path):
                continue
            below = _scan(files, path)
            if below:
                found[name] = below
        elif files.is_file(path) and not name.endswith(_DATABASE_SUFFIXES):
            found[name] = path
    return found
