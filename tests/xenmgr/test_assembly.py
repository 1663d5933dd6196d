"""A host out of its parts: what a fresh one has, a restart keeps, and none can be made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clock import run_virtual
from tests.support.host import Ear, SimHost, on_host, open_host
from tests.support.story import host_story, put
from xenmgr.assembly import Plan, Surroundings, assemble
from xenmgr.creation import create_vm
from xenmgr.store import StoreError
from xenvm.clock import VirtualClock
from xenvm.ids import DOM0_UUID, Domid
from xenvm.units import kib_from_mib, seconds
from xenvm.vmconfig import DEFAULT_STUBDOM_INITRD, DEFAULT_STUBDOM_KERNEL


@host_story
async def test_a_fresh_host_is_empty_idle_and_has_the_stock_templates(sim: SimHost) -> None:
    assert (len(sim.host.registry), sim.host.domids(), sim.host.idle) == (0, [], True)
    assert sim.host.templates.list_templates() == [
        "new-vm",
        "new-vm-empty",
        "new-vm-linux",
        "new-vm-ndvm-hvm",
        "new-vm-ndvm-pv",
        "new-vm-sync",
        "new-vm-windows8",
        "new-vm-xp",
    ]
    assert sim.host.db.read("/db-version") == "42"


@pytest.mark.parametrize(
    "path",
    [DEFAULT_STUBDOM_KERNEL, DEFAULT_STUBDOM_INITRD, "/storage/isos/null.iso"],
)
@host_story
async def test_the_files_that_a_start_needs_are_there(sim: SimHost, path: str) -> None:
    assert sim.host.files.is_file(path)


STARTABLE = ["new-vm", "new-vm-empty", "new-vm-linux", "new-vm-windows8", "new-vm-xp"]


@pytest.mark.parametrize("template", STARTABLE)
@host_story
async def test_a_vm_of_a_stock_template_starts_and_stops(sim: SimHost, template: str) -> None:
    vm = sim.vm(template)
    await sim.host.lifecycle.start(vm)
    await sim.pass_time(seconds(5))
    assert sim.world.guest_of(vm.uuid) is not None
    await sim.host.lifecycle.shutdown(vm)
    assert sim.ear.states()[-2:] == ["stopping", "stopped"]


@host_story
async def test_the_networks_are_backed_by_the_domains_that_serve_them(sim: SimHost) -> None:
    backend_uuid = sim.host.networks.backend_uuid
    assert backend_uuid("/wired/0/bridged") == DOM0_UUID
    assert backend_uuid("/wifi/0/shared") is None
    vm = sim.vm()
    await sim.host.lifecycle.start(vm)
    sim.world.networks.serve("/wifi/0/shared", Domid(vm.domid))
    assert backend_uuid("/wifi/0/shared") == vm.uuid
    await sim.host.lifecycle.destroy(vm)
    assert backend_uuid("/wifi/0/shared") is None


def test_a_restart_is_a_host_that_lost_its_power(tmp_path: Path) -> None:
    async def before(sim: SimHost) -> list[str]:
        vms = [sim.vm(name="one"), create_vm(sim.host)]
        put(vms[1], hibernated="true")
        await sim.host.lifecycle.start(vms[0])
        return [vm.uuid for vm in vms]

    async def after(sim: SimHost) -> list[str]:
        vms = list(sim.host.registry)
        assert [vm.public_state() for vm in vms] == ["stopped", "stopped"]
        assert [vm.acpi_state() for vm in vms] == [5, 4]
        await sim.host.lifecycle.start(vms[0])
        assert vms[0].domid == 1
        assert create_vm(sim.host).uuid not in {vm.uuid for vm in vms}
        return [vm.uuid for vm in vms]

    assert on_host(tmp_path, before, keep=True) == on_host(tmp_path, after, keep=True)


def test_the_same_seed_makes_the_same_host(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> list[tuple[str, tuple[object, ...]]]:
        vm = sim.vm()
        await sim.host.lifecycle.start(vm)
        await sim.pass_time(seconds(10))
        await sim.host.lifecycle.shutdown(vm)
        return sim.ear.signals

    assert on_host(tmp_path / "a", story) == on_host(tmp_path / "b", story)


def plan_story(root: Path, **changes: object) -> int:
    """MiB of the host that such a plan makes."""

    async def story(clock: VirtualClock) -> int:
        async def name_has_owner(name: str) -> bool:
            return False

        ear = Ear()
        plan = Plan(root, **changes)
        assembly = assemble(plan, clock, Surroundings(ear, ear, name_has_owner))
        total_mib = assembly.host.total_memory_mib()
        await assembly.close()
        return total_mib

    return run_virtual(story)


def test_the_plan_says_how_much_memory_the_host_has(tmp_path: Path) -> None:
    assert plan_story(tmp_path, host_memory_kib=kib_from_mib(1024)) == 1024


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "db"
    damaged.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match=str(damaged)):
        plan_story(tmp_path / "root", database=damaged)


def test_a_root_that_cannot_be_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "root").write_bytes(b"")
    with pytest.raises(OSError, match="root"):
        plan_story(tmp_path / "root" / "below")


def test_closing_a_host_in_the_middle_of_a_start_ends_at_once(tmp_path: Path) -> None:
    async def story(clock: VirtualClock) -> int:
        sim = open_host(tmp_path, clock)
        vm = sim.vm()
        put(vm, keep_alive="true")
        sim.host.in_background("start", sim.host.lifecycle.start(vm))
        await sim.pass_time(seconds(0.1))
        assert vm.public_state() == "creating"
        await sim.assembly.close()
        return clock.now_ns()

    assert run_virtual(story) < seconds(1)
