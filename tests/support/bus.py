"""A private dbus-daemon for tests: started with raised limits, ended by its pid.

from tests.support.bus import PrivateBus, private_bus   # private_bus is a fixture
"""

import asyncio
import os
import signal
import subprocess
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

DEADLINE_S = 20.0
"""Real seconds after which a test that waits for the outside world has failed."""

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
  <limit name="max_incoming_bytes">1000000000</limit>
  <limit name="max_outgoing_bytes">1000000000</limit>
  <limit name="max_message_size">134217728</limit>
  <limit name="max_replies_per_connection">65536</limit>
  <limit name="max_names_per_connection">65536</limit>
  <limit name="max_match_rules_per_connection">65536</limit>
  <limit name="max_connections_per_user">1024</limit>
  <limit name="max_completed_connections">1024</limit>
</busconfig>
"""


class PrivateBus:
    """One dbus-daemon with its socket in `directory`."""

    def __init__(self, directory: Path) -> None:
        socket = directory / "bus"
        config = directory / "bus.conf"
        config.write_text(CONFIG.format(socket=socket))
        self._process = subprocess.Popen(
            [
                "dbus-daemon",
                f"--config-file={config}",
                "--nofork",
                "--nopidfile",
                "--print-address",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address, "dbus-daemon did not start"
        self.pid = self._process.pid

    def environment(self) -> dict[str, str]:
        """For real programs: both bus variables lead here."""
        return {
            **os.environ,
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "DBUS_SYSTEM_BUS_ADDRESS": self.address,
            "LC_ALL": "C",
        }

    def pause(self) -> None:
        """The daemon reads and writes nothing until resume()."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End the daemon."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


@pytest.fixture
def private_bus(tmp_path: Path) -> Iterator[PrivateBus]:
    bus = PrivateBus(tmp_path)
    yield bus
    bus.stop()


async def run_program(bus: PrivateBus, *command: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a program on this bus; the loop goes on meanwhile."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=bus.environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await soon(process.communicate())
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def soon(awaitable: Awaitable[T]) -> T:
    """The result, within the deadline of tests."""
    return await asyncio.wait_for(awaitable, DEADLINE_S)
