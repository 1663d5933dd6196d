"""The tools against what Debian's print, line by line, over one daemon."""

import json
from pathlib import Path

import pytest

from tests.support.record_xenstore_tools import RECORDING
from tests.support.xenstore_daemon import daemon
from xenvm.xenstore.tools.main import control, main


def test_every_command_prints_what_debian_s_does(tmp_path: Path, monkeypatch, capfdbinary) -> None:
    recorded = json.loads(RECORDING.read_text())
    with daemon(tmp_path):
        monkeypatch.setenv("XENSTORED_PATH", str(tmp_path / "socket"))
        for number, (command, *expected) in enumerate(recorded):
            code = main(command)
            got = [code, *(text.decode("latin-1") for text in capfdbinary.readouterr())]
            assert got == expected, f"command {number}: {' '.join(command)}"


@pytest.mark.parametrize(
    ("words", "code", "out", "err"),
    [
        ([], 2, "", "Usage:\nxenstore-control <command> [<arg>...]\n"),
        (["check"], 0, "OK\n", ""),
        (["quota", "9"], 3, "", "Error 2 when trying to execute command.\n"),
    ],
)
def test_control_prints_the_answer(words, code, out, err, tmp_path, monkeypatch, capfd) -> None:
    with daemon(tmp_path):
        monkeypatch.setenv("XENSTORED_PATH", str(tmp_path / "socket"))
        assert control(["xenstore-control", *words]) == code
    assert capfd.readouterr() == (out, err)


def test_control_of_an_unknown_command_lists_those_there_are(tmp_path, monkeypatch, capfd) -> None:
    with daemon(tmp_path):
        monkeypatch.setenv("XENSTORED_PATH", str(tmp_path / "socket"))
        assert control(["xenstore-control", "nonsense"]) == 3
    err = capfd.readouterr().err
    assert err.startswith("Command not supported. Valid commands are:\ncheck\t\nlog\ton|off\n")


def test_daemon_that_is_not_there_is_said(tmp_path, monkeypatch, capfd) -> None:
    monkeypatch.setenv("XENSTORED_PATH", str(tmp_path / "socket"))
    assert main(["xenstore-ls"]) == 1
    assert control(["xenstore-control", "check"]) == 1
    err = capfd.readouterr().err
    assert err == (
        "xenstore-ls: xs_open: No such file or directory\n"
        "Failed to contact Xenstored: No such file or directory.\n"
    )


def test_xsls_is_ls(tmp_path, monkeypatch, capfd) -> None:
    with daemon(tmp_path):
        monkeypatch.setenv("XENSTORED_PATH", str(tmp_path / "socket"))
        assert main(["/usr/bin/xsls", "-f"]) == 0
    assert capfd.readouterr().out == '/tool = ""\n/tool/xenstored = ""\n'
