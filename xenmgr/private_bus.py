"""A private dbus-daemon with limits for hosts of any size; knows nothing of what talks on it."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# A UI keeps fifteen calls per VM in flight; the stock 128 pending replies lose VMs from nine on.
REPLIES_PER_CONNECTION_MAX = 65_536
# One name for each VM's guest agent and org.xen.vm face, some of them on one connection.
NAMES_PER_CONNECTION_MAX = 65_536
# A client that follows every VM adds one rule for each of its objects.
MATCH_RULES_PER_CONNECTION_MAX = 65_536
# GetManagedObjects of ten thousand VMs is some 16 MiB, and a slow reader may have several queued.
OUTGOING_BYTES_MAX = 64 * 1024 * 1024
# The specification's ceiling for one message; nothing smaller is a limit of D-Bus itself.
MESSAGE_BYTES_MAX = 128 * 1024 * 1024
# One connection for each of many automation clients, all of the same user.
CONNECTIONS_MAX = 16_384
# start and shutdown answer only when the guest has done it; minutes are ordinary.
REPLY_TIMEOUT_MS = 3_600_000

STARTUP_SECONDS_MAX = 10.0
ENDING_SECONDS_MAX = 10.0
# sun_path holds 108 bytes with its final NUL; dbus-daemon appends nothing.
SOCKET_PATH_BYTES_MAX = 107

_CONFIGURATION = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <keep_umask/>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow receive_sender="*"/>
    <allow eavesdrop="true"/>
  </policy>
{limits}
</busconfig>
"""


class BusUnavailable(Exception):
    """The private bus could not be started; the text says why in one line."""


def configuration(socket: Path) -> str:
    """The dbus-daemon configuration of a private bus that listens on `socket`."""
    limits = {
        "max_replies_per_connection": REPLIES_PER_CONNECTION_MAX,
        "max_names_per_connection": NAMES_PER_CONNECTION_MAX,
        "max_match_rules_per_connection": MATCH_RULES_PER_CONNECTION_MAX,
        "max_outgoing_bytes": OUTGOING_BYTES_MAX,
        "max_incoming_bytes": OUTGOING_BYTES_MAX,
        "max_message_size": MESSAGE_BYTES_MAX,
        "max_completed_connections": CONNECTIONS_MAX,
        "max_connections_per_user": CONNECTIONS_MAX,
        "reply_timeout": REPLY_TIMEOUT_MS,
    }
    lines = (f'  <limit name="{name}">{value}</limit>' for name, value in limits.items())
    return _CONFIGURATION.format(socket=socket, limits="\n".join(lines))


@dataclass(slots=True)
class PrivateBus:
    """A running dbus-daemon of ours."""

    address: str
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, directory: Path) -> PrivateBus:
        """A bus whose socket and configuration are in `directory`. Raises BusUnavailable."""
        program = shutil.which("dbus-daemon")
        if program is None:
            raise BusUnavailable("dbus-daemon is not installed (Debian: dbus-daemon)")
        socket = directory / "bus"
        if len(os.fsencode(socket)) > SOCKET_PATH_BYTES_MAX:
            raise BusUnavailable(f"the socket path {socket} is too long for a unix socket")
        config = directory / "bus.conf"
        config.write_text(configuration(socket), encoding="utf-8")
        process = subprocess.Popen(
            [
                program,
                f"--config-file={config}",
                "--nofork",
                "--nopidfile",
                "--nosyslog",
                "--print-address=1",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        if not _said_its_address(process):
            process.kill()
            _, said = process.communicate()
            reason = said.decode(errors="replace").strip() or "it said nothing"
            raise BusUnavailable(f"dbus-daemon did not start: {reason}")
        return cls(f"unix:path={socket}", process)

    def stop(self) -> None:
        """Ends the daemon and waits until it is gone."""
        end_process(self.process)


def end_process(process: subprocess.Popen[bytes]) -> None:
    """Asks the process to end, and kills it when it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(ENDING_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
    process.communicate()


def _said_its_address(process: subprocess.Popen[bytes]) -> bool:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], STARTUP_SECONDS_MAX)
    return bool(ready and process.stdout.readline())
