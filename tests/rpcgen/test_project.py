"""The table of checked-in outputs in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen import project
from rpcgen.errors import OutputError

GOOD = """
[[tool.rpcgen.output]]
directory = "pkg/_generated"
overlay = "idl/overlay.toml"
files = ["idl/a.xml", "idl/b.xml"]

[[tool.rpcgen.output]]
directory = "other"
files = ["idl/c.xml"]
"""


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(GOOD)
    first, second = project.read(str(tmp_path / "pyproject.toml"))
    assert first.directory == str(tmp_path / "pkg/_generated")
    assert first.request.files == (str(tmp_path / "idl/a.xml"), str(tmp_path / "idl/b.xml"))
    assert first.request.overlay == str(tmp_path / "idl/overlay.toml")
    assert second.request.overlay is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool",
        "[tool]\nrpcgen = 3\n",
        "[tool.rpcgen]\noutput = 3\n",
        "[[tool.rpcgen.output]]\ndirectory = 'd'\n",
        "[[tool.rpcgen.output]]\ndirectory = 'd'\nfiles = [1]\n",
        "[[tool.rpcgen.output]]\ndirectory = 'd'\nfiles = []\nrole = 'server'\n",
    ],
)
def test_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(OutputError):
        project.read(str(tmp_path / "pyproject.toml"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"pyproject\.toml"):
        project.read(str(tmp_path / "pyproject.toml"))
