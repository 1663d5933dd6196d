"""`./run`: a private bus, a simulated host with a few VMs, and a live view or one command."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from rpcgen.runtime.bus import Client
from rpcgen.runtime.errors import DBusError
from xenmgr._generated.vm_disk_client import VmdiskProxy
from xenmgr._generated.xenmgr_client import XenmgrProxy
from xenmgr._generated.xenmgr_vm_client import VmProxy
from xenmgr.live_view import SERVICE, LiveView
from xenmgr.private_bus import BusUnavailable
from xenmgr.private_host import HostUnavailable, PrivateHost
from xenmgr.settings import LOG_LEVELS, parse_clock, parse_count, parse_memory_kib, parse_seed

# The inventory of a fresh host: stock template, name, size of its system disk in MiB.
INVENTORY: tuple[tuple[str, str, int], ...] = (
    ("new-vm", "Windows 7", 40_960),
    ("new-vm-windows8", "Windows 10", 65_536),
    ("new-vm-linux", "Debian", 20_480),
)

# Options that mean the same to the daemon.
HANDED_ON = ("vms", "seed", "clock", "host-memory", "root", "log-level")

ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP)

EXIT_UNAVAILABLE = 3
# As a shell says it.
EXIT_NOT_EXECUTABLE, EXIT_NOT_FOUND = 126, 127


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: that of the command after `--`, else 0; 3 when the host cannot come up."""
    own, command = _split(list(sys.argv[1:] if arguments is None else arguments))
    options = _parser().parse_args(own)
    daemon_options = [
        f"--{name}={value}"
        for name in HANDED_ON
        if (value := getattr(options, name.replace("-", "_"))) is not None
    ]
    for number in ENDING_SIGNALS:
        signal.signal(number, _end)
    try:
        with PrivateHost(daemon_options, state_dir=options.state_dir) as host:
            if options.vms is None:
                asyncio.run(_make_inventory(host.address))
            if command:
                return _run_command(host, command)
            return asyncio.run(_show(host))
    except (BusUnavailable, HostUnavailable, DBusError) as error:
        print(f"run: {error}", file=sys.stderr)
        return EXIT_UNAVAILABLE
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:
        _drop_output()
        return 0


def _drop_output() -> None:
    """Nobody reads it; the interpreter would still try, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(number: int, _: FrameType | None) -> None:
    """The host is taken down on the way out."""
    raise SystemExit(128 + number)


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run",
        usage="./run [OPTION...] [-- COMMAND ARGUMENT...]",
        description="Brings up a simulated OpenXT host on a private D-Bus. Without a command it "
        "shows the VMs' states until Ctrl-C; with one it runs the command with "
        "DBUS_SYSTEM_BUS_ADDRESS and DBUS_SESSION_BUS_ADDRESS set to the private bus, keeps its "
        "exit code and takes the host down again.",
    )
    parser.add_argument(
        "--vms",
        type=_text_of(parse_count),
        metavar="N",
        help="N stopped VMs instead of the three ready-made ones",
    )
    parser.add_argument(
        "--seed",
        type=_text_of(parse_seed),
        metavar="S",
        help="the seed of the simulated world (default 1)",
    )
    parser.add_argument(
        "--clock",
        type=_text_of(parse_clock),
        metavar="real|scaled:X|virtual",
        help="how simulated time goes (default real)",
    )
    parser.add_argument(
        "--state-dir",
        type=Path,
        metavar="DIR",
        help="keep the configuration and xenmgr.log here (default: nowhere)",
    )
    parser.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the simulated host's file system (default: root in the state directory)",
    )
    parser.add_argument(
        "--host-memory",
        type=_text_of(parse_memory_kib),
        metavar="SIZE",
        help="memory of the host, such as 16G (the default)",
    )
    parser.add_argument(
        "--log-level",
        choices=LOG_LEVELS,
        help="what the daemon writes to its log (default info)",
    )
    return parser


def _text_of(parse: Callable[[str], object]) -> Callable[[str], str]:
    """The daemon's own check of an option, whose text is then handed on. Raises SettingsError."""

    def checked(text: str) -> str:
        parse(text)
        return text

    return checked


async def _make_inventory(address: str) -> None:
    """Three VMs that start, on a host that has none."""
    client = await Client.connect(address)
    try:
        xenmgr = XenmgrProxy(client, SERVICE, "/")
        if await xenmgr.list_vms():
            return
        for template, name, disk_mib in INVENTORY:
            path = await xenmgr.create_vm_with_ui(template, name, "", "")
            vm = VmProxy(client, SERVICE, path)
            disk = VmdiskProxy(client, SERVICE, await vm.add_disk())
            await disk.attach_vhd(await xenmgr.create_vhd(disk_mib))
            await vm.add_nic()
    finally:
        client.close()


def _run_command(host: PrivateHost, command: list[str]) -> int:
    # Ctrl-C goes to the whole process group: the command decides what it means.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    # From here on nobody but _wait_for is told to end: it knows the process.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING_SIGNALS)
    try:
        process = subprocess.Popen(
            command, env=dict(host.environment), preexec_fn=_take_signals_as_usual
        )
    except OSError as error:
        print(f"run: {command[0]}: {error.strerror}", file=sys.stderr)
        return EXIT_NOT_FOUND if isinstance(error, FileNotFoundError) else EXIT_NOT_EXECUTABLE
    finally:
        signal.signal(signal.SIGINT, before)
    code = _wait_for(process)
    if not host.daemon_lives():
        _tell_the_end(host)
    return 128 - code if code < 0 else code


def _take_signals_as_usual() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING_SIGNALS)


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING_SIGNALS)
            return process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.terminate()
            process.wait()
            raise


async def _show(host: PrivateHost) -> int:
    """The states of the VMs as they change, until the process is told to end."""
    loop = asyncio.get_running_loop()
    client = await Client.connect(host.address)
    told: asyncio.Future[None] = loop.create_future()
    for number in (signal.SIGINT, *ENDING_SIGNALS):
        loop.add_signal_handler(number, _settle, told)
    if stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode):
        # Nothing ever comes in there, but the end of whoever reads, as in `./run | head`.
        loop.add_reader(sys.stdout.fileno(), _settle, told)
    view = asyncio.ensure_future(LiveView(client).follow(host))
    daemon = loop.run_in_executor(None, _daemon_end, host)
    ends: set[asyncio.Future[None]] = {told, view, daemon}
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    view.cancel()
    (shown,) = await asyncio.gather(view, return_exceptions=True)
    client.close()
    ended_by_itself = not host.daemon_lives()
    if ended_by_itself:
        _tell_the_end(host)
    host.stop_daemon()
    await daemon
    if ended_by_itself:
        return EXIT_UNAVAILABLE
    if not told.done() and isinstance(shown, Exception):
        raise shown
    print("stopped", flush=True)
    return 0


def _tell_the_end(host: PrivateHost) -> None:
    print(
        f"run: the daemon ended by itself: {host.how_it_ended()}; "
        f"the last line of {host.log}: {host.last_words()}",
        file=sys.stderr,
    )


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _daemon_end(host: PrivateHost) -> None:
    assert host.daemon is not None
    host.daemon.wait()


if __name__ == "__main__":
    sys.exit(main())
