"""A host in child processes: it comes up, stays where it should, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.programs import VM, XENMGR, Programs
from xenmgr.private_host import HostUnavailable, PrivateHost


def test_it_serves_inside_the_block_and_is_gone_after_it() -> None:
    with PrivateHost(["--clock=virtual"]) as host:
        assert Programs(host.environment).call("/", XENMGR, "list_vms") == []
        assert host.daemon is not None
        pid, state_dir = host.daemon.pid, host.state_dir
        assert state_dir.is_dir()
        socket = Path(host.address.removeprefix("unix:path="))
        assert socket.exists()
    assert not Path(f"/proc/{pid}").exists()
    assert not state_dir.exists()
    assert not socket.exists()


def test_both_bus_variables_lead_to_it() -> None:
    with PrivateHost(["--clock=virtual"]) as host:
        for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
            assert host.environment[name] == host.address
        assert host.environment["PATH"] == os.environ["PATH"]
        assert Programs(host.environment).run("busctl", "--user", "status", XENMGR).code == 0


def test_a_given_state_directory_stays_and_is_found_again(tmp_path: Path) -> None:
    for expected in (0, 1):
        with PrivateHost(["--clock=virtual"], state_dir=tmp_path / "state") as host:
            programs = Programs(host.environment)
            assert len(programs.call("/", XENMGR, "list_vms")) == expected
            if not expected:
                programs.new_vm()


def test_kill_minus_nine_loses_nothing_that_was_answered() -> None:
    with PrivateHost(["--clock=virtual"]) as host:
        programs = Programs(host.environment)
        path = programs.new_vm("new-vm-linux", name="kept")
        programs.set(path, VM, "memory", "i", "777")
        programs.call(path, VM, "start")
        host.kill_daemon()
        host.start_daemon()
        assert programs.call("/", XENMGR, "list_vms") == [path]
        assert programs.get(path, VM, "name") == "kept"
        assert programs.get(path, VM, "memory") == 777
        # A restart is a host that lost its power.
        assert programs.get(path, VM, "state") == "stopped"
        assert programs.call("/", XENMGR, "list_domids") == []
        programs.call(path, VM, "start")


def test_what_stops_it_is_said_in_one_line(tmp_path: Path) -> None:
    wrong = tmp_path / "file"
    wrong.write_text("no directory")
    with pytest.raises(HostUnavailable) as caught, PrivateHost(state_dir=wrong):
        pass
    assert "\n" not in str(caught.value)
    assert str(wrong) in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_wrong_options_stop_it_with_their_own_words() -> None:
    with (
        pytest.raises(HostUnavailable, match=r"clock 'sundial' is none of"),
        PrivateHost(["--clock=sundial"]),
    ):
        pass


def test_how_the_daemon_ended_is_known() -> None:
    with PrivateHost(["--clock=virtual"]) as host:
        assert host.daemon_lives()
        host.kill_daemon()
        assert not host.daemon_lives()
        assert host.how_it_ended() == "killed by signal 9"
        assert "ready name=" in host.last_words()


def test_the_log_stays_in_a_given_state_directory_and_is_put_aside_when_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        with PrivateHost(["--clock=virtual"], state_dir=tmp_path) as host:
            assert host.log == tmp_path / "xenmgr.log"
    said = host.log.read_text(encoding="utf-8")
    assert said.count("ready name=") == 2
    monkeypatch.setattr("xenmgr.private_host.LOG_BYTES_MAX", len(said) - 1)
    with PrivateHost(["--clock=virtual"], state_dir=tmp_path) as host:
        assert host.log.read_text(encoding="utf-8").count("ready name=") == 1
    assert (tmp_path / "xenmgr.log.old").read_text(encoding="utf-8") == said


def test_last_words_are_not_those_of_an_earlier_daemon(tmp_path: Path) -> None:
    (tmp_path / "xenmgr.log").write_text("an earlier one", encoding="utf-8")
    with PrivateHost(["--log-level=error"], state_dir=tmp_path) as host:
        assert host.last_words() == "it said nothing"
