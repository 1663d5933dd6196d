"""Which files come out, and that they are the same every time."""

from __future__ import annotations

from rpcgen import overlay
from rpcgen.backends.python import backend
from rpcgen.diag import Findings
from rpcgen.generate import load_all
from tests.support import generated


def run(*names: str, role: str = "both") -> list[backend.File]:
    findings = Findings()
    paths = [str(generated.IDL / f"{name}.xml") for name in names]
    documents, bindings = overlay.apply(load_all(paths, findings), overlay.Overlay(), findings)
    return backend.files(documents, bindings, backend.Options(role=role))


def test_each_role_has_its_files() -> None:
    assert [file.name for file in run("results")] == [
        "results_client.py",
        "results_server.py",
        "results_types.py",
    ]
    assert [file.name for file in run("results", role="server")] == [
        "results_server.py",
        "results_types.py",
    ]
    assert [file.name for file in run("results", role="client")] == [
        "results_client.py",
        "results_types.py",
    ]


def test_a_file_depends_on_its_own_idl_only() -> None:
    alone = {file.name: file.text for file in run("results")}
    together = {file.name: file.text for file in run("signals", "results", "empty")}
    assert alone.items() <= together.items()


def test_enums_that_python_has_no_class_for_stay_plain() -> None:
    client = run("number_enums")[0].text
    assert "async def get_ratio(self) -> float:" in client
    assert "async def get_access(self) -> _number_enums_types.AccessFlags:" in client


def test_lines_that_nobody_can_break_are_excused() -> None:
    (_, text, _) = run("long_lines")
    assert text.text.split("\n")[1] == "# ruff: noqa: E501"
    assert "noqa" not in run("results")[0].text


def test_every_file_ends_with_one_newline_and_has_no_trailing_blanks() -> None:
    for file in run("results", "docs_comments", "empty", "number_enums"):
        assert file.text.endswith("\n")
        assert not file.text.endswith("\n\n")
        assert not [line for line in file.text.split("\n") if line != line.rstrip()]
