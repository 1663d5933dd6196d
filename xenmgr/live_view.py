"""What `./run` shows of its host: how to reach it, and each state that a VM enters."""

from __future__ import annotations

import asyncio

from rpcgen.runtime.bus import Client
from rpcgen.runtime.errors import DBusError
from xenmgr._generated.xenmgr_client import XenmgrProxy
from xenmgr._generated.xenmgr_vm_client import VmProxy
from xenmgr.private_host import PrivateHost

SERVICE = "com.citrix.xenclient.xenmgr"
VM_INTERFACE = "com.citrix.xenclient.xenmgr.vm"

# The VMs whose states are shown before any of them changes: what fits a terminal.
VMS_LISTED_MAX = 20
# Lines that wait for the name of a VM; beyond it they are shown with the uuid.
LINES_WAITING_MAX = 10_000


class LiveView:
    """Lines on the standard output. Printing raises BrokenPipeError when nobody reads them."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._xenmgr = XenmgrProxy(client, SERVICE, "/")
        self._names: dict[str, str] = {}
        self._entered: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()

    async def follow(self, host: PrivateHost) -> None:
        """Shows until it is cancelled; raises DBusError when the host does not answer."""
        await self._xenmgr.on_vm_name_changed(self._forget)
        await self._xenmgr.on_vm_deleted(self._forget)
        await self._xenmgr.on_vm_state_changed(self._enter)
        paths = await self._xenmgr.list_vms()
        _print_guide(host, paths)
        for path in paths[:VMS_LISTED_MAX]:
            vm = VmProxy(self._client, SERVICE, path)
            self._names[path] = await vm.get_name()
            _print_state(self._names[path], await vm.get_state())
        while True:
            uuid, path, state = await self._entered.get()
            _print_state(await self._name(path) or uuid, state)

    def _enter(self, uuid: str, path: str, state: str, acpi_state: int) -> None:
        self._entered.put_nowait((uuid, path, state))

    def _forget(self, uuid: str, path: str) -> None:
        self._names.pop(path, None)

    async def _name(self, path: str) -> str:
        """Empty for a VM that is gone already."""
        if path not in self._names and self._entered.qsize() < LINES_WAITING_MAX:
            try:
                self._names[path] = await VmProxy(self._client, SERVICE, path).get_name()
            except DBusError:
                return ""
        return self._names.get(path, "")


def _print_state(name: str, state: str) -> None:
    print(f"{name:24} {state}", flush=True)


def _print_guide(host: PrivateHost, paths: list[str]) -> None:
    vm = paths[0] if paths else "/vm/UUID"
    address = host.address
    print(f"bus: {address}")
    print(f"xenstore: {host.xenstore_dir / 'socket'}")
    print(f"log: {host.log}")
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
