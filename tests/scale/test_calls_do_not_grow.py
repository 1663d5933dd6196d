"""What a call does is the same with two thousand VMs as with twenty: counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import FrameType

import pytest

from tests.support.host import SimHost, on_host
from xenmgr.creation import create_vm, delete_vm
from xenmgr.devices import add_disk, add_nic
from xenmgr.properties.vm import VM_BINDINGS
from xenmgr.vm import Vm

FEW, MANY = 20, 2_000
# Rising domids and serials have more digits, dicts grow now and then.
GROWTH_MAX = 1.10
JSON = '{"slot": "-1"}'

_GETTERS = [row.get for row in VM_BINDINGS if row.get is not None]
_SETTERS = {row.name: row.set for row in VM_BINDINGS if row.set is not None}

Work = Callable[[SimHost, Vm], Awaitable[object]]


async def every_property_is_read(sim: SimHost, vm: Vm) -> None:
    for get in _GETTERS:
        get(vm)


async def a_property_is_set(sim: SimHost, vm: Vm) -> None:
    _SETTERS["name"](vm, "another")
    _SETTERS["slot"](vm, 3)
    _SETTERS["native-experience"](vm, True)
    sim.host.commit()


async def a_vm_is_made_and_deleted(sim: SimHost, vm: Vm) -> None:
    made = create_vm(sim.host, json=JSON)
    add_disk(made)
    add_nic(made)
    sim.host.commit()
    delete_vm(sim.host, made)
    sim.host.commit()


async def a_vm_is_found(sim: SimHost, vm: Vm) -> None:
    registry = sim.host.registry
    assert registry.by_uuid(vm.uuid) is registry.by_path_part(vm.path.removeprefix("/vm/")) is vm
    registry.by_name(vm.get("name") or "")
    registry.free_slot()


async def a_vm_lives(sim: SimHost, vm: Vm) -> None:
    life = sim.host.lifecycle
    await life.start(vm)
    await life.pause(vm)
    await life.unpause(vm)
    assert sim.host.registry.by_domid(vm.domid) is vm
    await life.reboot(vm)
    await life.shutdown(vm)


async def calls_of(sim: SimHost, work: Work, vm: Vm) -> int:
    """Python calls that the work makes, those of the loop and the actors included."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        await work(sim, vm)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "work",
    [
        every_property_is_read,
        a_property_is_set,
        a_vm_is_made_and_deleted,
        a_vm_is_found,
        a_vm_lives,
    ],
)
def test_work_does_not_grow_with_the_number_of_vms(tmp_path: Path, work: Work) -> None:
    async def story(sim: SimHost) -> None:
        vms: list[Vm] = []

        async def measured(size: int) -> int:
            while len(vms) < size:
                vms.append(create_vm(sim.host, json=JSON))
            sim.host.commit()
            # The first time fills what is kept; each VM is used once.
            await work(sim, vms[size // 2])
            return await calls_of(sim, work, vms[size // 2 + 1])

        few = await measured(FEW)
        many = await measured(MANY)
        assert many <= few * GROWTH_MAX, (few, many)

    on_host(tmp_path, story)


def test_work_does_not_grow_with_the_number_of_running_vms(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vms = [create_vm(sim.host, "new-vm-empty", json=JSON) for _ in range(14)]
        for vm in vms:
            vm.put_raw("config/memory", "16")
            vm.put_raw("config/videoram", "1")

        async def measured(running: int) -> int:
            for vm in vms[:running]:
                await sim.host.lifecycle.start(vm)
            await a_vm_lives(sim, vms[-1])
            return await calls_of(sim, a_vm_lives, vms[-1])

        few, many = await measured(2), await measured(12)
        assert many <= few * GROWTH_MAX, (few, many)

    on_host(tmp_path, story)
