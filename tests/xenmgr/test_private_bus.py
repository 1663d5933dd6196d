"""The private bus starts, serves, and says why when it cannot."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from xenmgr import private_bus
from xenmgr.private_bus import BusUnavailable, PrivateBus, configuration

CALL = ("call", "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ListNames")


def test_a_real_client_gets_an_answer_and_stop_ends_the_daemon(tmp_path: Path) -> None:
    bus = PrivateBus.start(tmp_path)
    try:
        said = subprocess.run(
            ["busctl", f"--address={bus.address}", *CALL],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        assert "org.freedesktop.DBus" in said
    finally:
        bus.stop()
    assert bus.process.poll() is not None


def test_the_limits_are_in_the_configuration() -> None:
    text = configuration(Path("/tmp/x"))
    assert '<limit name="max_replies_per_connection">65536</limit>' in text
    assert '<limit name="max_names_per_connection">65536</limit>' in text
    assert '<limit name="max_outgoing_bytes">67108864</limit>' in text


def test_a_path_too_long_for_a_socket_is_named(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    with pytest.raises(BusUnavailable, match="too long"):
        PrivateBus.start(deep)


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_bus.shutil, "which", lambda name: None)
    with pytest.raises(BusUnavailable, match="dbus-daemon is not installed"):
        PrivateBus.start(tmp_path)
