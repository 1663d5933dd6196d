"""A whole host out of its parts, without a bus: database, files, hypervisor, store, toolstack."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from xenmgr.autostart import forget_pending
from xenmgr.db import ConfigDb
from xenmgr.dependencies import Networks
from xenmgr.host import Host, ObjectEvents
from xenmgr.notify import Notifier, Outlet
from xenmgr.properties.facts import read_host_facts
from xenmgr.seeds import Seeds
from xenmgr.store import DbStore, Durability
from xenmgr.templates import TemplateStore, install_stock_templates
from xenmgr.vhd import empty_image
from xenvm.clock import Clock
from xenvm.hostfs import HostFs, SeedFile
from xenvm.ids import DOM0, DOM0_UUID
from xenvm.sim.world import World
from xenvm.toolstack import Toolstack
from xenvm.xenstore.local import LocalHandle
from xenvm.xenstore.store import Store
from xenvm.xiu.hypervisor import HOST_MEMORY_KIB_DEFAULT, Hypervisor

# The uuid that every seeded image carries; nothing compares them.
_SEEDED_IMAGE_UUID = DOM0_UUID


@dataclass(frozen=True, slots=True)
class Plan:
    """What a host is made from. database None: in memory. root: the host's file system."""

    root: Path
    database: Path | None = None
    durability: Durability = Durability.PROCESS
    seed: int = 1
    host_memory_kib: int = HOST_MEMORY_KIB_DEFAULT


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who hears of a host: its signals, its objects, and the bus that knows names."""

    outlet: Outlet
    objects: ObjectEvents
    name_has_owner: Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts that their maker still needs."""

    host: Host
    world: World
    hypervisor: Hypervisor
    store: Store

    async def close(self) -> None:
        """Ends the background work and lets go of the files."""
        await self.host.close()
        await self.host.toolstack.close()
        self.host.db.close()
        self.host.files.close()


def assemble(plan: Plan, clock: Clock, around: Surroundings) -> Assembly:
    """Raises StoreError when the database cannot be used, OSError when the root cannot."""
    files = HostFs(plan.root)
    files.seed(_seed_files())
    for directory in _inventory()["directories"]:
        files.mkdir(directory)
    install_stock_templates(files)
    db = ConfigDb(DbStore(plan.database, plan.durability), files)
    seeds = Seeds(plan.seed, db)
    hypervisor = Hypervisor(clock, plan.host_memory_kib)
    store = Store(exists=hypervisor.domain_exists)
    world = World(hypervisor, store, clock, seeds.stream("world"))
    xenstore = LocalHandle(store, DOM0, defer=clock.call_soon)
    host = Host(
        db=db,
        files=files,
        facts=read_host_facts(files.read_text),
        xenstore=xenstore,
        clock=clock,
        seeds=seeds,
        notifier=Notifier(around.outlet, clock),
        objects=around.objects,
        networks=Networks(_backend_uuid_of(world, hypervisor)),
        templates=TemplateStore(files),
        name_has_owner=around.name_has_owner,
    )
    toolstack = Toolstack(
        hypervisor,
        xenstore,
        clock,
        world.networks,
        host.reactions,
        seeds.stream("toolstack"),
        file_readable=files.is_file,
    )
    host.connect(toolstack)
    forget_pending(host)
    return Assembly(host, world, hypervisor, store)


def _backend_uuid_of(world: World, hypervisor: Hypervisor) -> Callable[[str], str | None]:
    def backend_uuid(network: str) -> str | None:
        domid = world.networks.backend_of(network)
        if domid is None or not hypervisor.domain_exists(domid):
            return None
        return DOM0_UUID if domid == DOM0 else hypervisor.domain_uuid(domid)

    return backend_uuid


def _inventory() -> dict[str, dict[str, dict[str, int]]]:
    source = importlib.resources.files("xenmgr").joinpath("data", "hostfs.json")
    found: dict[str, dict[str, dict[str, int]]] = json.loads(source.read_text(encoding="utf-8"))
    return found


def _seed_files() -> list[SeedFile]:
    """The files that the stock templates and the toolstack name; an image has its VHD header."""
    return [
        SeedFile(
            path,
            empty_image(size["virtual_size_mib"], _SEEDED_IMAGE_UUID, 0)
            if "virtual_size_mib" in size
            else b"",
            size["size_bytes"],
        )
        for path, size in _inventory()["files"].items()
    ]
