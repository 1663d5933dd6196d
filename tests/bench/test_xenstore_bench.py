"""The xenstore bench under test: does it still work, not how fast is anything."""

import shutil
import sys

import pytest

from tests.bench.xenstore import __main__ as bench


@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")
def test_every_scene_gives_a_row(capsys, monkeypatch) -> None:
    words = ["bench", "--rounds", "1", "--seconds", "0.02", "--count", "300"]
    monkeypatch.setattr(sys, "argv", words)
    assert bench.main() in (0, bench.EXIT_MISSED)
    out = capsys.readouterr().out
    for figure in bench.FIGURES:
        assert figure.text.format(count=300) in out


@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")
def test_suite_s_loop_is_measured_against_the_daemon_alone(capsys, monkeypatch) -> None:
    words = ["bench", "--on-loop", "--rounds", "1", "--seconds", "0.02", "read"]
    monkeypatch.setattr(sys, "argv", words)
    assert bench.main() in (0, bench.EXIT_MISSED)
    assert "| >= 0.6 | >= 1 |" in capsys.readouterr().out


def test_unknown_scene_is_refused(capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "nonsense"])
    with pytest.raises(SystemExit):
        bench.main()
    assert "no such scene: nonsense" in capsys.readouterr().err


def test_without_debian_s_daemon_the_figures_are_absolute() -> None:
    found = {("read", "ours"): [{"per_second": 50_000.0, "cpu_us": 1.0, "bytes": 0.0}]}
    row, reached = bench.judge(bench.FIGURES[0], found, 10)
    assert row == "| READ round trips, one connection | 50,000 a second | | | | |"
    assert reached
