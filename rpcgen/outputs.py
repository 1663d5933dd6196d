"""Writing and comparing outputs: atomic, and unchanged files are left alone."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rpcgen.backends.python.backend import File
from rpcgen.errors import OutputError

MARK = "# Generated "


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as a fresh run would leave it; `diff` is a unified diff."""

    path: str
    what: str
    diff: str = ""


def make(directory: str) -> None:
    """Makes the directory when it is missing. Raises OutputError."""
    try:
        Path(directory).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(directory, error.strerror or str(error)) from error


def write(directory: str, files: Sequence[File]) -> list[str]:
    """Brings the files up to date; the paths that changed. Raises OutputError."""
    changed = []
    for file in files:
        path = Path(directory, file.name)
        if _text(path) != file.text:
            _replace(path, file.text)
            changed.append(str(path))
    return changed


def differences(directory: str, files: Iterable[File]) -> list[Difference]:
    """How the directory differs from the files, which are all it should hold of them."""
    found = []
    for file in files:
        path = Path(directory, file.name)
        text = _text(path)
        if text is None:
            found.append(Difference(str(path), "missing"))
        elif text != file.text:
            diff = difflib.unified_diff(
                text.splitlines(keepends=True),
                file.text.splitlines(keepends=True),
                str(path),
                f"{path} (fresh)",
            )
            found.append(Difference(str(path), "out of date", "".join(diff)))
    return found


def stale(directory: str, files: Iterable[File]) -> list[str]:
    """Generated files in `directory` that no longer belong to the outputs."""
    names = {file.name for file in files}
    return sorted(
        str(path)
        for path in Path(directory).glob("*.py")
        if path.name not in names and (_text(path) or "").startswith(MARK)
    )


def remove(paths: Iterable[str]) -> None:
    for path in paths:
        Path(path).unlink(missing_ok=True)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(str(path), str(error)) from error


def _replace(path: Path, text: str) -> None:
    """The new text in one step: a reader sees the old file or the new one."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(temporary, 0o666 & ~umask)
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from error
