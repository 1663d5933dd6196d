"""The daemon put together: host, services, bus, signals of the process."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path

from rpcgen.runtime.bus import BusConnection, Client, serve
from rpcgen.runtime.codec import decode, encode
from rpcgen.runtime.dispatch import Service
from rpcgen.runtime.errors import DBusError, NameTaken
from rpcgen.runtime.interface import SignalMessage
from rpcgen.runtime.turn import Turn
from xenmgr.assembly import Assembly, Plan, Surroundings, assemble
from xenmgr.autostart import autostart
from xenmgr.creation import new_configuration
from xenmgr.errors import io_error, refused
from xenmgr.objects.db import db_places
from xenmgr.objects.exports import managed_paths, places
from xenmgr.objects.sim import Simulation
from xenmgr.settings import Settings
from xenmgr.store import StoreError
from xenmgr.xenstore_sockets import XenstoreSockets, allow_many_descriptors
from xenvm.clock import ScaledClock, VirtualClock

_log = logging.getLogger(__name__)

XENMGR_NAME = "com.citrix.xenclient.xenmgr"
DB_NAME = "com.citrix.xenclient.db"
BUS_NAME, BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"

EXIT_BUS_GONE = 3
# Real time in which a bus has to let us in and give us our names; a busy one does in milliseconds.
CONNECT_SECONDS_MAX = 10.0
# The core makes few cycles; the interpreter's 700 would look for them at every start of a VM.
COLLECT_AFTER_ALLOCATIONS = 20_000
# Where dbus-daemon(1) listens unless the environment says otherwise.
SYSTEM_BUS_ADDRESS = "unix:path=/run/dbus/system_bus_socket"
# Any slot but 1..9, so that there may be as many as one likes.
POPULATE_JSON = '{"slot": "-1"}'


class Unavailable(Exception):
    """The daemon cannot serve; the text says why in one line."""


class Daemon:
    """One simulated host on one bus. Raises Unavailable when it cannot come up."""

    def __init__(self, settings: Settings, clock: ScaledClock | VirtualClock) -> None:
        allow_many_descriptors()
        self._settings = settings
        self._address = settings.address or os.environ.get(
            "DBUS_SYSTEM_BUS_ADDRESS", SYSTEM_BUS_ADDRESS
        )
        self._clock = clock
        self._service: Service | None = None
        self._services: list[Service] = []
        self._bus_client: Client | None = None
        self._turn = Turn(clock.call_soon, self._commit, self._roll_back)
        plan = Plan(
            root=settings.root,
            database=settings.state_dir / "xenmgr.db",
            durability=settings.durability,
            seed=settings.seed,
            host_memory_kib=settings.host_memory_kib,
        )
        with _failures_told():
            _make_directory(settings.state_dir)
            self._assembly: Assembly = assemble(
                plan, clock, Surroundings(self, self, self._name_has_owner)
            )

    async def run(self) -> int:
        """Serves until the process is told to end (0) or the bus goes (EXIT_BUS_GONE)."""
        host = self._assembly.host
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, _settle, ended)
        # As the original database daemon: look for files below /config again.
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, host.db.rescan_files)
        with _failures_told():
            self._populate()
        sockets = XenstoreSockets(self._assembly.store, self._clock, self._settings.xenstore_dir)
        try:
            async with asyncio.timeout(CONNECT_SECONDS_MAX):
                connections = await self._connect()
                self._bus_client = await Client.connect(self._address)
        except (OSError, DBusError, NameTaken) as error:
            raise Unavailable(f"cannot serve on {self._address}: {_reason(error)}") from error
        _log.info("ready name=%s vms=%d", XENMGR_NAME, len(host.registry))
        _spare_the_collector()
        _notify_ready()
        if self._settings.autostart:
            host.in_background("autostart", autostart(host))
        gone = [asyncio.ensure_future(each.wait_closed()) for each in connections]
        for future in gone:
            future.add_done_callback(lambda _: _settle(ended))
        await ended
        code = 0
        reason = next((task.result() for task in gone if task.done()), None)
        if reason is not None:
            _log.critical("bus gone address=%s reason=%s", self._address, reason)
            code = EXIT_BUS_GONE
        await self._assembly.host.close()
        for service in self._services:
            await service.close()
        self._turn.end()
        self._bus_client.close()
        for connection in connections:
            connection.close()
        await asyncio.gather(*gone, return_exceptions=True)
        await self._assembly.close()
        sockets.close()
        return code

    # The outlet of the host: everything goes to the service, once there is one

    def emit(self, path: str, signal_message: SignalMessage) -> None:
        if self._service is not None:
            self._service.emit(path, signal_message)

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        if self._service is not None:
            self._service.properties_changed(path, interface, names)

    def appeared(self, path: str) -> None:
        if self._service is not None:
            self._service.interfaces_added(path)

    def vanished(self, path: str) -> None:
        if self._service is not None:
            self._service.interfaces_removed(path)

    def replaced(self, path: str) -> None:
        if self._service is not None:
            self._service.invalidate(path)

    # The turn

    def _commit(self) -> None:
        try:
            self._assembly.host.commit()
        except StoreError as error:
            raise io_error(str(error)) from error

    def _roll_back(self, error: Exception) -> None:
        _log.error("commit failed error=%s", error)
        host = self._assembly.host
        host.rolled_back(host.db.rollback())

    async def _connect(self) -> list[BusConnection]:
        host = self._assembly.host
        simulation = Simulation(host, self._assembly.world)
        service = Service(
            XENMGR_NAME,
            places(host, simulation),
            self._turn,
            managed_objects=lambda: managed_paths(host),
            refuse=refused,
        )
        database = Service(DB_NAME, db_places(host), self._turn)
        self._services = [service, database]
        for each in self._services:
            each.on_busy, each.on_idle = self._clock.busy, self._clock.idle
        # The database first: real clients wait for it before they look for xenmgr.
        connections = [await serve(database, self._address)]
        self._service = service
        connections.append(await serve(service, self._address))
        return connections

    async def _name_has_owner(self, name: str) -> bool:
        assert self._bus_client is not None
        _, body = await self._bus_client.call(
            BUS_NAME, BUS_PATH, BUS_NAME, "NameHasOwner", "s", encode("s", (name,))
        )
        return decode("b", body) == (True,)

    def _populate(self) -> None:
        """The stopped VMs of --vms, before anybody listens."""
        host = self._assembly.host
        if len(host.registry) == 0:
            for _ in range(self._settings.vms):
                uuid, config = new_configuration(host, json=POPULATE_JSON)
                host.db.create_vm(uuid, config)
                host.registry.add(uuid)
        host.db.commit()


@contextlib.contextmanager
def _failures_told() -> Iterator[None]:
    """What the files of the host do not allow, in one line. Raises Unavailable."""
    try:
        yield
    except StoreError as error:
        raise Unavailable(str(error)) from error
    except OSError as error:
        raise Unavailable(f"cannot use {error.filename}: {error.strerror or error}") from error


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "Not a directory" if isinstance(error, FileExistsError) else error.strerror
        raise Unavailable(f"cannot use state directory {path}: {reason}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, NameTaken):
        return f"another program owns {error.name} on this bus"
    if isinstance(error, TimeoutError):
        return f"no answer in {CONNECT_SECONDS_MAX:.0f} seconds"
    return str(error)


def _spare_the_collector() -> None:
    """What is there at the start stays: no collection needs to look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER_ALLOCATIONS, 20, 50)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _notify_ready() -> None:
    """sd_notify(3): READY=1 to whoever started this as a service."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    address = "\0" + path[1:] if path.startswith("@") else path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        try:
            notify.sendto(b"READY=1", address)
        except OSError as error:
            _log.warning("nobody to notify socket=%s error=%s", path, error.strerror or error)
