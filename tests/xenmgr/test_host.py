"""The host as one thing: its keys and numbers, changes from outside, changes taken back."""

from __future__ import annotations

import asyncio
import logging

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.host import SimHost
from tests.support.story import host_story, put, settled
from xenmgr.creation import create_vm, delete_vm
from xenmgr.devices import add_disk, add_nic
from xenmgr.errors import XenmgrError
from xenmgr.host import VHD_MIB_MAX, VMS_TOLD_PER_TURN
from xenmgr.properties.disk import vhd_size_mib
from xenmgr.properties.vm import ROWS, VM_INTERFACE
from xenmgr.properties.xenmgr import CONFIG_INTERFACE, ROOT_PATH
from xenmgr.vm import Disk
from xenvm.units import seconds

NATIVE = next(row for row in ROWS if row.name == "native-experience")
SLOT = next(row for row in ROWS if row.name == "slot")


# Keys outside of /vm.


@host_story
async def test_a_key_is_written_when_it_is_different_and_announced(sim: SimHost) -> None:
    host = sim.host
    assert host.get("/xenmgr/isos") is None
    generation = host.generation
    assert host.put("/xenmgr/isos", "/isos")
    assert not host.put("/xenmgr/isos", "/isos")
    assert host.get("/xenmgr/isos") == "/isos"
    assert host.generation > generation
    assert sim.ear.changed == [(ROOT_PATH, CONFIG_INTERFACE, ("iso-path",))]
    assert host.remove("/xenmgr/isos")
    assert not host.remove("/xenmgr/isos")
    assert sim.ear.changed == [(ROOT_PATH, CONFIG_INTERFACE, ("iso-path",))] * 2
    assert sim.ear.signals == []


@host_story
async def test_a_domstore_is_a_vms_own(sim: SimHost) -> None:
    one, two = create_vm(sim.host), create_vm(sim.host)
    sim.host.domstore_put(one, "a/b", "text")
    assert sim.host.domstore_get(one, "a/b") == "text"
    assert sim.host.domstore_get(one, "a") == ""
    assert sim.host.domstore_get(two, "a/b") == ""
    assert sim.host.db.read(f"/dom-store/{one.uuid}/a/b") == "text"


@host_story
async def test_extension_packs_are_listed_with_all_their_fields(sim: SimHost) -> None:
    assert sim.host.extension_packs() == []
    sim.host.put("/extpack/7/vendor", "v")
    sim.host.put("/extpack/7/name", "n")
    assert sim.host.extension_packs() == [
        {"id": "7", "vendor": "v", "name": "n", "description": "", "version": "", "image": ""}
    ]


# Numbers.


@host_story
async def test_memory_is_what_the_hypervisor_has_and_comes_back(sim: SimHost) -> None:
    host = sim.host
    free_mib = host.free_memory_mib()
    assert host.total_memory_mib() == 16_384
    assert 0 < free_mib <= 16_384
    assert host.cpu_count > 0
    vm = sim.vm()
    await host.lifecycle.start(vm)
    assert free_mib - host.free_memory_mib() > 2048
    assert host.domids() == [vm.domid]
    assert list(host.running_vms()) == [vm]
    await host.lifecycle.shutdown(vm)
    assert (host.free_memory_mib(), host.domids(), list(host.running_vms())) == (free_mib, [], [])


@host_story
async def test_a_vhd_is_made_empty_under_a_name_of_its_own(sim: SimHost) -> None:
    paths = [sim.host.create_vhd(size) for size in (1, 4096, VHD_MIB_MAX)]
    assert len(set(paths)) == 3
    assert [vhd_size_mib(sim.host.files, path) for path in paths] == [1, 4096, VHD_MIB_MAX]
    assert all(path.startswith("/storage/disks/") for path in paths)


@pytest.mark.parametrize("size_mib", [0, -1, VHD_MIB_MAX + 1])
@host_story
async def test_a_vhd_of_no_size_is_refused(sim: SimHost, size_mib: int) -> None:
    before = sim.host.files.listdir("/storage/disks")
    with pytest.raises(XenmgrError, match=f"290:size_mb cannot be {size_mib}, allowed is 1 to"):
        sim.host.create_vhd(size_mib)
    assert sim.host.files.listdir("/storage/disks") == before


@host_story
async def test_a_vhd_that_the_host_cannot_keep_is_an_io_error(sim: SimHost) -> None:
    sim.host.files.remove_tree("/storage/disks")
    sim.host.files.write_bytes("/storage/disks", b"a file")
    with pytest.raises(XenmgrError, match="223:IO error: /storage/disks/"):
        sim.host.create_vhd(16)


@host_story
async def test_the_properties_of_vms_find_their_neighbours(sim: SimHost) -> None:
    one, two = create_vm(sim.host), create_vm(sim.host)
    for vm in (one, two):
        NATIVE.set(vm, True)
    assert (one.get("native-experience"), two.get("native-experience")) == ("false", "true")
    SLOT.set(one, 2)
    assert (one.get("slot"), two.get("slot")) == ("2", "1")


@host_story
async def test_properties_without_a_key_are_announced_and_count_as_a_change(
    sim: SimHost,
) -> None:
    generation = sim.host.generation
    sim.host.properties_changed(ROOT_PATH, CONFIG_INTERFACE, ("enable-ssh",))
    assert sim.ear.changed == [(ROOT_PATH, CONFIG_INTERFACE, ("enable-ssh",))]
    assert sim.host.generation > generation
    sim.host.config_changed()
    sim.host.language_changed()
    assert [member for member, _ in sim.ear.signals] == ["config_changed", "language_changed"]


# Changes by the database service.


def change(sim: SimHost, verb: str, path: str, *value: str) -> None:
    with sim.host.changing_from_outside(path):
        getattr(sim.host.db, verb)(path, *value)


@host_story
async def test_a_key_written_from_outside_is_followed_and_announced(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    sim.ear.changed.clear()
    change(sim, "write", f"//vm/{vm.uuid}/name/", "outside")
    assert sim.host.registry.by_name("outside") is vm
    assert sim.ear.changed == [(vm.path, VM_INTERFACE, ("name",))]
    sim.ear.changed.clear()
    change(sim, "write", "/xenmgr/isos", "/isos")
    assert sim.ear.changed == [(ROOT_PATH, CONFIG_INTERFACE, ("iso-path",))]


@host_story
async def test_a_configuration_replaced_from_outside_is_the_vms(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    sim.ear.objects.clear()
    nic = '{"name": "new", "slot": "7", "config": {"nic": {"0": {"id": "0"}}}}'
    change(sim, "inject", f"/vm/{vm.uuid}", nic)
    assert (vm.get("name"), vm.get("type")) == ("new", None)
    assert sim.host.registry.in_slot(7) == [vm]
    assert sim.host.registry.in_slot(1) == []
    assert sim.ear.objects == [("vanished", f"{vm.path}/disk/0"), ("appeared", f"{vm.path}/nic/0")]


@pytest.mark.parametrize("path", ["/vm/{uuid}", "/vm", "/"])
@host_story
async def test_a_vm_taken_out_from_outside_keeps_its_object_but_nothing_else(
    sim: SimHost, path: str
) -> None:
    vm = create_vm(sim.host, json='{"name": "x", "start_on_boot": "true"}')
    change(sim, "rm", path.format(uuid=vm.uuid))
    registry = sim.host.registry
    assert registry.by_uuid(vm.uuid) is vm
    assert vm.get("name") is None
    assert (registry.by_name("x"), registry.in_slot(1)) == (None, [])
    assert registry.flagged("start_on_boot") == []
    delete_vm(sim.host, vm)
    assert len(registry) == 0


@host_story
async def test_everything_injected_from_outside_reaches_the_vms_that_are_there(
    sim: SimHost,
) -> None:
    vm = create_vm(sim.host)
    sim.ear.changed.clear()
    whole = f'{{"vm": {{"{vm.uuid}": {{"name": "new"}}}}, "xenmgr": {{"isos": "/isos"}}}}'
    change(sim, "inject", "/", whole)
    assert sim.host.registry.by_name("new") is vm
    put(vm, description="kept")
    assert sim.host.db.read(f"/vm/{vm.uuid}/description") == "kept"
    told = {(path, interface) for path, interface, _ in sim.ear.changed}
    assert {(vm.path, VM_INTERFACE), (ROOT_PATH, CONFIG_INTERFACE)} <= told


@host_story
async def test_a_change_of_all_vms_is_told_in_slices(sim: SimHost) -> None:
    for _ in range(VMS_TOLD_PER_TURN + 5):
        create_vm(sim.host, "", json='{"slot": "-1"}')
    sim.ear.changed.clear()
    with sim.host.changing_from_outside("/vm"):
        pass
    paths = {path for path, _, _ in sim.ear.changed}
    assert len(paths) == VMS_TOLD_PER_TURN
    await sim.pass_time(0)
    assert {path for path, _, _ in sim.ear.changed} == set(sim.host.registry.paths())


# Changes taken back.


def take_back(sim: SimHost) -> None:
    """What happens when a turn's changes cannot be stored."""
    sim.host.rolled_back(sim.host.db.rollback())


@host_story
async def test_a_vm_that_could_not_be_stored_is_no_vm(sim: SimHost) -> None:
    sim.host.commit()
    vm = create_vm(sim.host)
    take_back(sim)
    assert (len(sim.host.registry), sim.host.registry.free_slot()) == (0, 1)
    assert sim.ear.objects[-1] == ("replaced", vm.path)
    sim.ear.signals.clear()
    await settled(sim)
    assert sim.ear.signals == []
    assert create_vm(sim.host).get("slot") == "1"


@host_story
async def test_a_key_that_could_not_be_stored_reads_as_before(sim: SimHost) -> None:
    vm = create_vm(sim.host, json='{"name": "old"}')
    sim.host.put("/xenmgr/isos", "/old")
    sim.host.commit()
    await settled(sim)
    generations = vm.generation, sim.host.generation
    put(vm, name="new", slot="5")
    sim.host.put("/xenmgr/isos", "/new")
    take_back(sim)
    assert (vm.get("name"), vm.get("slot"), sim.host.get("/xenmgr/isos")) == ("old", "1", "/old")
    registry = sim.host.registry
    assert (registry.by_name("old"), registry.in_slot(1)) == (vm, [vm])
    assert (registry.by_name("new"), registry.in_slot(5)) == (None, [])
    assert vm.generation > generations[0]
    assert sim.host.generation > generations[1]
    sim.ear.signals.clear()
    await settled(sim)
    assert sim.ear.signals == []


@host_story
async def test_a_device_that_could_not_be_stored_is_no_device(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    sim.host.commit()
    Disk(vm, 0).delete()
    add_nic(vm)
    take_back(sim)
    assert vm.device_paths() == [f"{vm.path}/disk/0"]
    assert add_disk(vm) == f"{vm.path}/disk/1"


@host_story
async def test_a_vm_whose_deletion_could_not_be_stored_is_back_in_its_place(
    sim: SimHost,
) -> None:
    vms = [create_vm(sim.host) for _ in range(3)]
    sim.host.domstore_put(vms[0], "key", "text")
    sim.host.commit()
    delete_vm(sim.host, vms[0])
    take_back(sim)
    registry = sim.host.registry
    assert registry.paths() == [vm.path for vm in vms]
    again = registry.by_uuid(vms[0].uuid)
    assert (again.get("slot"), registry.in_slot(1)) == ("1", [again])
    assert sim.host.domstore_get(again, "key") == "text"
    put(again, name="usable")
    assert sim.host.db.read(f"/vm/{again.uuid}/name") == "usable"


@host_story
async def test_what_waits_for_the_commit_happens_once_or_never(sim: SimHost) -> None:
    done = []
    sim.host.once_stored("undone", lambda: done.append("undone"))
    take_back(sim)
    sim.host.once_stored("stored", lambda: done.append("stored"))
    assert done == []
    sim.host.commit()
    sim.host.commit()
    assert done == ["stored"]


@host_story
async def test_work_after_the_commit_that_fails_is_logged_and_nothing_else(
    sim: SimHost, caplog: pytest.LogCaptureFixture
) -> None:
    done = []
    vm = sim.vm(name="kept")
    sim.host.once_stored("divide", lambda: done.append(1 // 0))
    sim.host.once_stored("next", lambda: done.append("next"))
    sim.host.commit()
    assert done == ["next"]
    assert "work after the commit failed what=divide" in caplog.text
    take_back(sim)
    assert vm.get("name") == "kept"


# Work in the background.


@host_story
async def test_background_work_lets_time_pass_and_its_failure_is_logged(
    sim: SimHost, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    async def work() -> None:
        await sim.clock.sleep(seconds(1))
        done.append(sim.clock.now_ns())
        raise Failed("no luck")

    with caplog.at_level(logging.ERROR):
        sim.host.in_background("errand", work())
        await sim.pass_time(seconds(2))
    assert done == [seconds(1)]
    (record,) = caplog.records
    assert "errand" in record.message
    assert "no luck" in record.message
    assert record.exc_info is None


@host_story
async def test_a_fault_in_background_work_is_logged_with_its_place(
    sim: SimHost, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        sim.host.in_background("errand", work())
        await asyncio.sleep(0)
    assert caplog.records[0].exc_info is not None


@pytest.mark.parametrize("begun", [False, True])
@host_story
async def test_closing_ends_background_work_also_what_has_not_begun(
    sim: SimHost, begun: bool
) -> None:
    steps = []

    async def work() -> None:
        steps.append("begun")
        await sim.clock.sleep(seconds(10))
        steps.append("done")

    sim.host.in_background("errand", work())
    if begun:
        await asyncio.sleep(0)
    await sim.host.close()
    await sim.pass_time(seconds(20))
    assert steps == ["begun"] * begun
