"""`./run`: a private bus, a simulated host with a few VMs, and a live view or one command."""

from __future__ import annotations

import argparse
import asyncio
import signal
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
from xenmgr.private_bus import BusUnavailable
from xenmgr.private_host import HostUnavailable, PrivateHost
from xenmgr.settings import parse_clock, parse_count, parse_memory_kib, parse_seed

SERVICE = "com.citrix.xenclient.xenmgr"
VM_INTERFACE = "com.citrix.xenclient.xenmgr.vm"

# The inventory of a fresh host: stock template, name, size of its system disk in MiB.
INVENTORY: tuple[tuple[str, str, int], ...] = (
    ("new-vm", "Windows 7", 40_960),
    ("new-vm-windows8", "Windows 10", 65_536),
    ("new-vm-linux", "Debian", 20_480),
)

# Options that mean the same to the daemon.
HANDED_ON = ("vms", "seed", "clock", "host-memory", "root")

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
    for number in (signal.SIGTERM, signal.SIGHUP):
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
        "--state-dir", type=Path, metavar="DIR", help="keep the configuration here (default: none)"
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
    try:
        process = subprocess.Popen(
            command,
            env=dict(host.environment),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    except OSError as error:
        print(f"run: {command[0]}: {error.strerror}", file=sys.stderr)
        return EXIT_NOT_FOUND if isinstance(error, FileNotFoundError) else EXIT_NOT_EXECUTABLE
    finally:
        signal.signal(signal.SIGINT, before)
    code = _wait_for(process)
    return 128 - code if code < 0 else code


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.terminate()
            process.wait()
            raise


async def _show(host: PrivateHost) -> int:
    """The states of the VMs as they change, until the process is told to end."""
    try:
        return await _follow(host)
    except DBusError:
        return _gave_up(host)


def _gave_up(host: PrivateHost) -> int:
    print(f"run: the daemon ended by itself; its log says: {host.last_words()}", file=sys.stderr)
    return EXIT_UNAVAILABLE


async def _follow(host: PrivateHost) -> int:
    client = await Client.connect(host.address)
    xenmgr = XenmgrProxy(client, SERVICE, "/")
    paths = await xenmgr.list_vms()
    _print_guide(host, paths)
    names: dict[str, str] = {}
    for path in paths[:20]:
        vm = VmProxy(client, SERVICE, path)
        names[path] = await vm.get_name()
        print(f"{names[path]:24} {await vm.get_state()}", flush=True)

    def state_changed(uuid: str, path: str, state: str, acpi_state: int) -> None:
        print(f"{names.get(path, uuid):24} {state}", flush=True)

    await xenmgr.on_vm_state_changed(state_changed)
    stopped: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, _settle, stopped)
    daemon = asyncio.get_running_loop().run_in_executor(None, _daemon_end, host)
    await asyncio.wait({stopped, daemon}, return_when=asyncio.FIRST_COMPLETED)
    client.close()
    if stopped.done():
        print("stopped", flush=True)
        host.stop_daemon()
        await daemon
        return 0
    return _gave_up(host)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _daemon_end(host: PrivateHost) -> None:
    assert host.daemon is not None
    host.daemon.wait()


def _print_guide(host: PrivateHost, paths: list[str]) -> None:
    vm = paths[0] if paths else "/vm/UUID"
    address = host.address
    print(f"bus: {address}")
    print(f"xenstore: {host.xenstore_dir / 'socket'}")
    print("Try, in another terminal:")
    print(f"  export DBUS_SYSTEM_BUS_ADDRESS={address}")
    for line in (
        f"busctl tree {SERVICE}",
        f"busctl call {SERVICE} / {SERVICE} list_vms",
        f"busctl --timeout=60 call {SERVICE} {vm} {VM_INTERFACE} start",
        f"busctl get-property {SERVICE} {vm} {VM_INTERFACE} state",
    ):
        print(f"  {line}")
    print("Ctrl-C ends the host.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
