"""Both fronts of the command line: what they write, what they say, how they exit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rpcgen.cli import DONE, NOT_CURRENT, WRONG_INPUT, WRONG_USAGE, main
from tests.support import generated

GOOD = '<node><interface name="a.b"><method name="M"/></interface></node>'
BAD = '<node>\n<interface name="a"/>\n<interface name="b"/></node>'

PROJECT = """
[[tool.rpcgen.output]]
directory = "out"
files = ["Foo.xml"]
"""


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Foo.xml").write_text(GOOD)
    (tmp_path / "bad.xml").write_text(BAD)
    (tmp_path / "out").mkdir()
    return tmp_path


def run(*words: str) -> int:
    return main(words, program="rpcgen")


def written(directory: Path) -> list[str]:
    return sorted(path.name for path in (directory / "out").iterdir())


def test_gen_writes_three_files_and_names_them(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("gen", "-o", "out", "Foo.xml") == DONE
    assert written(directory) == ["foo_client.py", "foo_server.py", "foo_types.py"]
    assert capsys.readouterr().out.split() == [f"out/{name}" for name in written(directory)]
    assert run("gen", "-o", "out", "Foo.xml") == DONE
    assert capsys.readouterr().out == ""


def test_gen_takes_role_and_name(directory: Path) -> None:
    assert run("gen", "-o", "out", "--role", "client", "--name", "bar", "Foo.xml") == DONE
    assert written(directory) == ["bar_client.py", "bar_types.py"]


def test_gen_makes_the_directory(directory: Path) -> None:
    assert run("gen", "-o", "new/one", "Foo.xml") == DONE
    assert (directory / "new" / "one" / "foo_server.py").exists()


def test_check_is_content_only_with_what_gen_wrote(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("gen", "-o", "out", "--check", "Foo.xml") == NOT_CURRENT
    assert written(directory) == []
    run("gen", "-o", "out", "Foo.xml")
    assert run("gen", "-o", "out", "--check", "Foo.xml") == DONE
    with (directory / "out" / "foo_server.py").open("a") as stream:
        stream.write("# edited\n")
    capsys.readouterr()
    assert run("gen", "-o", "out", "--check", "Foo.xml") == NOT_CURRENT
    assert "-# edited" in capsys.readouterr().err


def test_wrong_input_is_told_with_all_places_and_writes_nothing(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("gen", "-o", "out", "Foo.xml", "bad.xml", "none.xml") == WRONG_INPUT
    assert written(directory) == []
    lines = [line for line in capsys.readouterr().err.splitlines() if "hint" not in line]
    assert [line.split(": ")[0] for line in lines] == ["bad.xml:2:1", "bad.xml:3:1", "none.xml:1:1"]


def test_json_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gen", "-o", "out", "--format", "json", "bad.xml") == WRONG_INPUT
    captured = capsys.readouterr()
    assert [row["line"] for row in json.loads(captured.out)] == [2, 3]
    assert captured.err == ""


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["frobnicate"],
        ["gen"],
        ["gen", "--project", "Foo.xml"],
        ["gen", "--project", "-o", "out"],
        ["gen", "--role", "spectator", "Foo.xml"],
        ["gen", "--name", "a", "Foo.xml", "bad.xml"],
        ["gen", "--name", "a b", "Foo.xml"],
        ["gen", "--module-prefix", "a..b", "Foo.xml"],
        ["lint"],
    ],
)
def test_wrong_usage_has_a_code_of_its_own(words: list[str]) -> None:
    assert run(*words) == WRONG_USAGE


def test_project_writes_what_pyproject_lists_and_removes_what_is_stale(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory / "pyproject.toml").write_text(PROJECT)
    (directory / "out" / "old_server.py").write_text("# Generated from old.xml\n")
    (directory / "out" / "__init__.py").touch()
    assert run("gen", "--project", "--check") == NOT_CURRENT
    assert "old_server.py: no longer an output" in capsys.readouterr().err
    assert run("gen", "--project") == DONE
    assert written(directory) == [
        "__init__.py",
        "foo_client.py",
        "foo_server.py",
        "foo_types.py",
    ]
    assert run("gen", "--project", "--check") == DONE


def test_project_without_a_table_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gen", "--project") == WRONG_INPUT
    assert "pyproject.toml" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gen", "-o", "Foo.xml", "Foo.xml") == WRONG_INPUT
    assert "rpcgen: Foo.xml: File exists" in capsys.readouterr().err


def test_lint_adds_rules_of_style(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "Foo.xml") == DONE
    assert "RG601" in capsys.readouterr().err
    assert run("lint", "bad.xml") == WRONG_INPUT


def test_names_prints_the_map(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("names", str(generated.IDL / "accessors.xml")) == DONE
    assert (
        "org.example.Accessors\tgetter\tDevices\tget_devices_property"
        in capsys.readouterr().out.splitlines()
    )
    assert run("names", "bad.xml") == WRONG_INPUT


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == DONE
    assert "xc-rpcgen" in capsys.readouterr().out
    assert main(["--help"], program="/usr/bin/xc-rpcgen") == DONE


# The front of OpenXT's xc-rpcgen.


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["-s", "-o", "out", "Foo.xml"], ["foo_server.py", "foo_types.py"]),
        (["-c", "-o", "out", "Foo.xml"], ["foo_client.py", "foo_types.py"]),
        (["-o", "out", "Foo.xml"], ["foo_client.py", "foo_types.py"]),
        (["-c", "-s", "-o", "out", "Foo.xml"], ["foo_server.py", "foo_types.py"]),
        (["Foo.xml", "--server", "--output=out"], ["foo_server.py", "foo_types.py"]),
        (["-s", "-o", "none", "-n", "a", "Foo.xml", "-n", "b", "-o", "out"], ["b_server.py"]),
        (["--templates-dir=/x", "-s", "-o", "out", "Foo.xml", "bad.xml"], ["foo_server.py"]),
        (["--module-prefix=Rpc.Autogen", "-c", "-o", "out", "Foo.xml"], ["foo_client.py"]),
    ],
)
def test_the_old_form_works_under_both_names(
    directory: Path, words: list[str], files: list[str]
) -> None:
    assert main(words, program="/usr/bin/xc-rpcgen") == DONE
    assert set(files) <= set(written(directory))
    assert main(words, program="rpcgen") == DONE


def test_the_old_form_writes_to_the_current_directory(directory: Path) -> None:
    assert main(["-s", "Foo.xml"], program="xc-rpcgen") == DONE
    assert (directory / "foo_server.py").exists()


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        ([], WRONG_USAGE, "no input file"),
        (["-s"], WRONG_USAGE, "usage:"),
        (["-z", "Foo.xml"], WRONG_USAGE, "usage:"),
        (["-o"], WRONG_USAGE, "usage:"),
        (["--haskell", "Foo.xml"], WRONG_USAGE, "only Python"),
        (["-n", "a/b", "Foo.xml"], WRONG_USAGE, "module name"),
        (["--module-prefix", "a b", "Foo.xml"], WRONG_USAGE, "package name"),
        (["-o", "none", "Foo.xml"], WRONG_INPUT, "none: no such directory"),
        (["-o", "out", "bad.xml"], WRONG_INPUT, "bad.xml:2:1"),
        (["-o", "out", "none.xml"], WRONG_INPUT, "none.xml:1:1"),
    ],
)
def test_the_old_form_tells_what_is_wrong(
    words: list[str],
    code: int,
    text: str,
    directory: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(words, program="xc-rpcgen") == code
    assert text in capsys.readouterr().err
    assert written(directory) == []


def test_the_module_runs(directory: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rpcgen", "gen", "-o", "out", "Foo.xml"],
        env={"PYTHONPATH": str(generated.ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == DONE
    assert "foo_server.py" in written(directory)
