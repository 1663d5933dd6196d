"""`./run` as a user types it: the host, a command inside it, and nothing left after it."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.live_run import ROOT, RUN, LiveRun, processes_with, wait_for_end
from tests.support.programs import DEADLINE_S, VM, XENMGR, Outcome, Programs

BUS = "org.freedesktop.DBus"
LIST = f"busctl --json=short call {XENMGR} / {XENMGR} list_vms"


def run(*arguments: str, environment: dict[str, str] | None = None) -> Outcome:
    done = subprocess.run(
        [*RUN, *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("command", "code"), [("exit 7", 7), ("kill -TERM $$", 128 + signal.SIGTERM)]
)
def test_the_exit_code_is_the_commands(command: str, code: int) -> None:
    assert run("--vms=0", "--", "sh", "-c", command).code == code


@pytest.mark.parametrize(("command", "code"), [("/nonexistent/program", 127), ("/etc/passwd", 126)])
def test_a_command_that_cannot_be_run_is_named(command: str, code: int) -> None:
    done = run("--vms=0", "--", command)
    assert done.code == code
    assert len(done.err.splitlines()) == 1
    assert command in done.err


def test_the_command_finds_the_host_and_its_three_vms_which_start() -> None:
    script = f"""
        [ "$DBUS_SYSTEM_BUS_ADDRESS" = "$DBUS_SESSION_BUS_ADDRESS" ] || exit 9
        busctl --user status {XENMGR} >/dev/null
        for vm in $({LIST} | grep -o '/vm/[0-9a-f_]*'); do
            busctl --timeout=60 call {XENMGR} $vm {VM} start
            busctl get-property {XENMGR} $vm {VM} name state
            busctl --timeout=60 call {XENMGR} $vm {VM} shutdown
        done
        echo "$DBUS_SYSTEM_BUS_ADDRESS"
    """
    done = run("--clock=virtual", "--", "sh", "-euc", script)
    assert done.code == 0, done.err
    *told, address = done.out.splitlines()
    assert told == [
        's "Windows 7"',
        's "running"',
        's "Windows 10"',
        's "running"',
        's "Debian"',
        's "running"',
    ]
    socket = Path(address.removeprefix("unix:path="))
    assert not socket.parent.exists()
    assert processes_with(str(socket.parent)) == {}


def test_arguments_and_output_are_the_commands_alone() -> None:
    done = run("--vms=0", "--", "printf", "%s\n", "--vms", "--", "a b")
    assert done == Outcome(0, "--vms\n--\na b\n", "")


def test_as_many_vms_as_asked_for() -> None:
    done = run("--vms=25", "--", *shlex.split(LIST))
    assert len(json.loads(done.out)["data"][0]) == 25


def test_the_state_directory_survives_even_kill_minus_nine(tmp_path: Path) -> None:
    script = f"""
        busctl set-property {XENMGR} $({LIST} | grep -o '/vm/[0-9a-f_]*' | head -n 1) \\
            {VM} description s kept
        kill -9 $(busctl --json=short call org.freedesktop.DBus / org.freedesktop.DBus \\
            GetConnectionUnixProcessID s {XENMGR} | grep -o '[0-9]*]' | tr -d ])
    """
    options = ("--clock=virtual", f"--state-dir={tmp_path}")
    done = run(*options, "--", "sh", "-euc", script)
    assert done.code == 0, done.err
    again = f"""
        for vm in $({LIST} | grep -o '/vm/[0-9a-f_]*'); do
            busctl get-property {XENMGR} $vm {VM} description
        done
    """
    done = run(*options, "--", "sh", "-euc", again)
    told = done.out.splitlines()
    assert len(told) == 3
    assert told.count('s "kept"') == 1


def test_a_scaled_clock_runs_fast() -> None:
    script = f"busctl --timeout=60 call {XENMGR} $({LIST} | grep -o '/vm/[0-9a-f_]*' | tail -n 1)"
    done = run("--clock=scaled:1000", "--", "sh", "-euc", f"{script} {VM} start")
    assert done.code == 0, done.err


def test_the_root_of_the_host_can_be_elsewhere(tmp_path: Path) -> None:
    done = run(f"--root={tmp_path / 'root'}", "--clock=virtual", "--", "true")
    assert done.code == 0, done.err
    assert len(list((tmp_path / "root/storage/disks").glob("*.vhd"))) >= 3


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--nonsense"], 2, "unrecognized arguments: --nonsense"),
        (["--vms=-1"], 2, "number of VMs '-1' is no whole number from 0 to 100000"),
        (["--clock=sundial"], 2, "clock 'sundial' is none of real, virtual and scaled:X"),
        (["--host-memory=lots"], 2, "memory 'lots' is no number with a unit"),
        (["--seed=x"], 2, "seed 'x' is no whole number"),
        (["busctl", "list"], 2, "unrecognized arguments: busctl list"),
    ],
)
def test_wrong_options_are_named(options: list[str], code: int, said: str) -> None:
    done = run(*options)
    assert done.code == code
    assert said in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_help_is_about_run() -> None:
    done = run("--help")
    assert done.code == 0
    assert done.out.startswith("usage: ./run [OPTION...] [-- COMMAND ARGUMENT...]")


def test_without_a_bus_daemon_it_says_what_to_install(tmp_path: Path) -> None:
    done = run("--vms=0", "--", "true", environment={"PATH": str(tmp_path)})
    assert done.code == 3
    assert done.err == "run: dbus-daemon is not installed (Debian: dbus-daemon)\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ended_from_outside_it_takes_the_command_along(number: signal.Signals) -> None:
    script = 'echo "bus: $DBUS_SYSTEM_BUS_ADDRESS"; exec sleep 600'
    with LiveRun("--vms=0", "--", "sh", "-c", script, ready="bus: ") as live:
        scratch = live.scratch
        assert live.tell(number) == 128 + number
        assert not scratch.exists()
        assert processes_with(str(scratch)) == {}


def test_the_command_decides_what_ctrl_c_means() -> None:
    wanted = f"kill $!; {LIST} >/dev/null && exit 9"
    script = f"trap '{wanted}' INT; sleep 600 & echo ready; wait"
    with LiveRun("--vms=0", "--", "bash", "-c", script, ready="ready") as live:
        assert live.interrupt() == 9


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_shows_states_until_it_is_ended(number: signal.Signals) -> None:
    with LiveRun("--clock=virtual") as live:
        live.wait_for(lambda: sum("stopped" in line for line in live.lines) >= 3)
        programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": live.address()})
        path = programs.call("/", XENMGR, "list_vms")[2]
        programs.call(path, VM, "start")
        live.wait_for(lambda: any(re.fullmatch("Debian +running", line) for line in live.lines))
        scratch = live.scratch
        assert live.interrupt(number) == 0
        assert not scratch.exists()
        assert processes_with(str(scratch)) == {}


def test_the_lines_that_it_prints_work() -> None:
    with LiveRun("--clock=virtual") as live:
        shown = [line.strip() for line in live.lines if line.startswith("  ")]
        assert len(shown) == 5
        done = subprocess.run(
            ["sh", "-euc", "\n".join(shown)],
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith('s "running"\n')
        live.interrupt()


def kill_daemon(address: str) -> None:
    programs = Programs({**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address}, BUS)
    pid = programs.call("/", BUS, "GetConnectionUnixProcessID", "s", XENMGR)
    os.kill(pid, signal.SIGKILL)


def test_it_says_when_the_daemon_ends_by_itself() -> None:
    with LiveRun("--clock=virtual") as live:
        kill_daemon(live.address())
        live.wait_for(lambda: any("the daemon ended by itself" in line for line in live.lines))
        assert "killed by signal 9" in live.told("run")
        assert live.ended() == 3


def test_it_says_so_too_after_a_command() -> None:
    script = f"""
        kill -9 $(busctl --json=short call {BUS} / {BUS} \
            GetConnectionUnixProcessID s {XENMGR} | grep -o '[0-9]*]' | tr -d ])
        while busctl status {XENMGR} >/dev/null 2>&1; do :; done
    """
    done = run("--vms=0", "--", "sh", "-c", script)
    assert done.code == 0
    assert done.err.startswith("run: the daemon ended by itself: killed by signal 9; ")


def test_the_log_stays_beside_the_state(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with LiveRun("--clock=virtual", f"--state-dir={state}", "--log-level=error") as live:
        assert live.told("log") == str(state / "xenmgr.log")
        kill_daemon(live.address())
        live.wait_for(lambda: any("the daemon ended" in line for line in live.lines))
        assert f"the last line of {state / 'xenmgr.log'}: it said nothing" in live.told("run")
        assert live.ended() == 3
    assert (state / "xenmgr.log").read_text(encoding="utf-8") == ""


def test_killed_it_takes_daemon_bus_and_scratch_directory_along(tmp_path: Path) -> None:
    options = ("--clock=virtual", f"--state-dir={tmp_path / 'state'}")
    with LiveRun(*options) as live:
        scratch = live.scratch
        left = processes_with(str(scratch))
        assert live.tell(signal.SIGKILL) == -signal.SIGKILL
    for pid in left:
        wait_for_end(pid)
    assert processes_with(str(scratch)) == {}
    assert not scratch.exists()
    done = run(*options, "--", *shlex.split(LIST))
    assert len(json.loads(done.out)["data"][0]) == 3, done.err


@pytest.mark.parametrize("lines", [1, 5, 12])
def test_it_ends_quietly_when_nobody_reads_on(lines: int) -> None:
    with subprocess.Popen(
        [*RUN, "--clock=virtual"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as live:
        assert live.stdout is not None
        assert live.stderr is not None
        for _ in range(lines):
            assert live.stdout.readline()
        live.stdout.close()
        assert live.stderr.read() == ""
        assert live.wait(DEADLINE_S) == 0


def test_the_readme_session_works_as_it_is_written(tmp_path: Path) -> None:
    """The commands of the second block; its output and its ways of naming the bus left out."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    session = readme.split("```console\n")[2].split("```")[0]
    commands = [line[2:] for line in session.splitlines() if line.startswith("$ ")]
    shown = [line for line in session.splitlines() if not line.startswith("$ ")]
    assert commands[0].startswith("export DBUS_SYSTEM_BUS_ADDRESS=")
    done = run("--clock=virtual", "--", "sh", "-euc", "\n".join(commands[1:]))
    assert done.code == 0, done.err
    told = done.out.splitlines()
    assert [line.split()[0] for line in told] == [line.split()[0] for line in shown]
    assert told[0] == shown[0] == 's "running"'


def test_the_readme_lines_for_the_simulation_work() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.strip()[2:] for line in readme.splitlines() if "org.openxt.sim " in line]
    assert len(lines) == 2
    first = f"S={XENMGR}; UUID=$({LIST} | grep -o '/vm/[0-9a-f_]*' | head -n 1 | cut -c5- | tr _ -)"
    done = run("--clock=virtual", "--", "sh", "-euc", "\n".join([first, *lines]))
    assert done.code == 0, done.err


def test_the_script_itself_hands_everything_on(tmp_path: Path) -> None:
    """From any folder, also one with modules of the same name."""
    if not (ROOT / ".venv/bin/python").exists():
        pytest.skip("the script would set up a virtual environment first")
    (tmp_path / "xenmgr").mkdir()
    (tmp_path / "xenmgr/__init__.py").write_text("raise ImportError('another xenmgr')")
    done = subprocess.run(
        [ROOT / "run", "--clock=virtual", "--", "sh", "-c", "pwd; exit 5"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (5, f"{tmp_path}\n"), done.stderr
