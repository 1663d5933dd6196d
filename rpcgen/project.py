"""The outputs that a project keeps checked in: `[[tool.rpcgen.output]]` in its pyproject.toml.

[[tool.rpcgen.output]]
directory = "pkg/_generated"        # holds these outputs and nothing else that is generated
overlay = "idl/overlay.toml"        # optional
files = ["idl/one.xml", "idl/two.xml"]
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from rpcgen.errors import OutputError
from rpcgen.generate import Request

_KEYS = {"directory", "overlay", "files"}


@dataclass(frozen=True, slots=True)
class Output:
    directory: str
    request: Request


def read(path: str) -> list[Output]:
    """The outputs that the pyproject.toml at `path` lists; its paths are relative to it.

    Raises OutputError when the file or its table is not as above.
    """
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OutputError(path, str(error)) from error
    rows: object = table
    for key in ("tool", "rpcgen", "output"):
        rows = rows.get(key) if isinstance(rows, dict) else None
    if not isinstance(rows, list) or not rows:
        raise OutputError(path, "has no [[tool.rpcgen.output]]")
    return [_output(path, row) for row in rows]


def _output(path: str, row: object) -> Output:
    table = row if isinstance(row, dict) else {}
    directory, overlay, files = table.get("directory"), table.get("overlay"), table.get("files")
    if not (
        table.keys() <= _KEYS
        and isinstance(directory, str)
        and isinstance(overlay, str | None)
        and isinstance(files, list)
        and all(isinstance(file, str) for file in files)
    ):
        raise OutputError(path, "[[tool.rpcgen.output]] has directory, files and perhaps overlay")
    root = Path(path).parent
    return Output(
        directory=str(root / directory),
        request=Request(
            files=tuple(str(root / file) for file in files),
            overlay=str(root / overlay) if overlay else None,
        ),
    )
