"""The daemon's options: values, defaults and clear refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xenmgr.settings import (
    ClockKind,
    ClockMode,
    SettingsError,
    parse_arguments,
    parse_clock,
    parse_memory_kib,
)
from xenmgr.store import Durability

GIB_KIB = 1024 * 1024


def test_defaults() -> None:
    settings = parse_arguments([])
    assert settings.address is None
    assert settings.root == settings.state_dir / "root"
    assert settings.vms == 0
    assert settings.host_memory_kib == 16 * GIB_KIB
    assert settings.seed == 1
    assert settings.clock == ClockMode(ClockKind.REAL)
    assert settings.autostart
    assert settings.log_level == "info"
    assert settings.durability is Durability.PROCESS


def test_every_option() -> None:
    line = (
        "--address unix:path=/tmp/b --state-dir /s --root /r --vms 20000 --host-memory 1.5T "
        "--seed 7 --clock scaled:10 --no-autostart --log-level debug --durability power"
    )
    settings = parse_arguments(line.split())
    assert settings.address == "unix:path=/tmp/b"
    assert settings.state_dir == Path("/s")
    assert settings.root == Path("/r")
    assert settings.vms == 20_000
    assert settings.host_memory_kib == 1536 * GIB_KIB
    assert settings.seed == 7
    assert settings.clock == ClockMode(ClockKind.SCALED, 10.0)
    assert not settings.autostart
    assert settings.log_level == "debug"
    assert settings.durability is Durability.POWER


@pytest.mark.parametrize(
    ("text", "kib"),
    [
        ("16G", 16 * GIB_KIB),
        ("16g", 16 * GIB_KIB),
        ("16GiB", 16 * GIB_KIB),
        ("16 GB", 16 * GIB_KIB),
        ("8192M", 8 * GIB_KIB),
        ("0.5G", GIB_KIB // 2),
        ("2T", 2048 * GIB_KIB),
        ("524288K", GIB_KIB // 2),
    ],
)
def test_memory(text: str, kib: int) -> None:
    assert parse_memory_kib(text) == kib


@pytest.mark.parametrize(
    "text",
    ["", "16", "G", "-1G", "16X", "1e3G", "255M", "65T", "256.0001M", "0.0001K", "٣G", "9" * 400],
)
def test_memory_that_is_none(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_memory_kib(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("real", ClockMode(ClockKind.REAL)),
        ("virtual", ClockMode(ClockKind.VIRTUAL)),
        ("scaled:10", ClockMode(ClockKind.SCALED, 10.0)),
        ("scaled:0.5", ClockMode(ClockKind.SCALED, 0.5)),
        ("scaled:1e3", ClockMode(ClockKind.SCALED, 1000.0)),
    ],
)
def test_clock(text: str, mode: ClockMode) -> None:
    assert parse_clock(text) == mode


NO_CLOCKS = ["", "fast", "scaled", "scaled:", "scaled:x", "real:2", "Real"]
NO_FACTORS = ["scaled:0", "scaled:-1", "scaled:nan", "scaled:inf", "scaled:1e7"]


@pytest.mark.parametrize("text", NO_CLOCKS + NO_FACTORS)
def test_clock_that_is_none(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_clock(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--vms", "-1", "no whole number from 0 to 100000"),
        ("--vms", "many", "no whole number"),
        ("--vms", "100001", "no whole number"),
        ("--vms", "1" * 5000, "no whole number"),
        ("--seed", "1.5", "no whole number"),
        ("--clock", "fast", "none of real, virtual and scaled:X"),
        ("--host-memory", "16", "unit"),
        ("--durability", "never", "neither process nor power"),
        ("--log-level", "loud", "invalid choice"),
    ],
)
def test_a_refused_option_is_told_in_words(
    capsys: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_arguments([f"{option}={value}"])
    assert caught.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert option in told


def test_help_tells_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_arguments(["--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    expect: Callable[[str], bool] = told.__contains__
    options = "address state-dir root vms host-memory seed clock no-autostart log-level durability"
    assert all(expect(f"--{option}") for option in options.split())
