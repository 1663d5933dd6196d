"""The database service over a whole host: its eight methods, and who follows a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.host import SimHost, on_host
from xenmgr.creation import create_vm
from xenmgr.host import VMS_TOLD_PER_TURN
from xenmgr.objects.db import DbFace, db_places


def test_eight_methods_on_one_tree(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = DbFace(sim.host)
        await face.write("/xenmgr/isos", "/storage/other")
        assert await face.read("xenmgr/isos") == "/storage/other"
        assert await face.exists("/xenmgr")
        await face.inject("/appliance/a", '{"version": 1}')
        assert await face.list_("/appliance") == ["a"]
        assert await face.dump("/appliance") == '{\n  "a": {\n    "version": 1\n  }\n}\n'
        await face.rm("/appliance")
        assert not await face.exists("/appliance")
        sim.host.files.write_bytes("/config/dom-store/blob", b"\0\1")
        sim.host.db.rescan_files()
        assert await face.read_binary("/dom-store/blob") == b"\0\1"
        with pytest.raises(Failed):
            await face.inject("/a", "{")

    on_host(tmp_path, story)


def test_a_vm_follows_what_is_written_below_it(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm(name="one")
        face = DbFace(sim.host)
        generation = vm.generation
        await face.write(f"/vm/{vm.uuid}/name", "two")
        assert vm.generation > generation
        assert sim.host.registry.by_name("two") is vm
        assert sim.host.registry.by_name("one") is None
        assert any(path == vm.path and "name" in names for path, _, names in sim.ear.changed)
        await face.inject(f"/vm/{vm.uuid}/slot", '"4"')
        assert sim.host.registry.in_slot(4) == [vm]
        await face.rm(f"/vm/{vm.uuid}/slot")
        assert sim.host.registry.in_slot(4) == []

    on_host(tmp_path, story)


@pytest.mark.parametrize("path", ["/vm", "/vm/UUID"])
def test_a_vm_follows_when_its_row_is_replaced(tmp_path: Path, path: str) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm(name="one")
        face = DbFace(sim.host)
        at = path.replace("UUID", vm.uuid)
        saved = await face.dump(at)
        await face.rm(at)
        assert vm.get("name") is None
        await face.inject(at, saved.replace('"one"', '"two"'))
        assert vm.get("name") == "two"
        assert sim.host.registry.by_name("two") is vm
        vm.put("name", "three")
        assert await face.read(f"/vm/{vm.uuid}/name") == "three"

    on_host(tmp_path, story)


@pytest.mark.parametrize("path", ["/", "/vm", "/vm/UUID", "/vm/UUID/config", "/vm/UUID/config/nic"])
def test_objects_of_devices_come_and_go_with_what_is_written(tmp_path: Path, path: str) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        face = DbFace(sim.host)
        at = path.replace("UUID", vm.uuid)
        saved = await face.dump(at)
        sim.ear.objects.clear()
        await face.rm(at)
        assert ("vanished", f"{vm.path}/nic/0") in sim.ear.objects
        assert (("vanished", f"{vm.path}/disk/1") in sim.ear.objects) == (not at.endswith("nic"))
        assert not any(gone == vm.path for _, gone in sim.ear.objects)
        sim.ear.objects.clear()
        await face.inject(at, saved)
        assert ("appeared", f"{vm.path}/nic/0") in sim.ear.objects
        sim.ear.objects.clear()
        await face.write(f"/vm/{vm.uuid}/config/nic/3/network", "/internal")
        assert sim.ear.objects == [("appeared", f"{vm.path}/nic/3")]

    on_host(tmp_path, story)


def test_a_vm_without_its_row_is_found_by_nothing_but_its_uuid(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm(name="one", slot="4")
        vm.put("start_on_boot", "true")
        await DbFace(sim.host).rm(f"/vm/{vm.uuid}")
        registry = sim.host.registry
        assert registry.by_uuid(vm.uuid) is vm
        assert (registry.by_name("one"), registry.in_slot(4)) == (None, [])
        assert registry.flagged("start_on_boot") == []
        assert registry.first_flagged("start_on_boot") is None
        assert (vm.device_paths(), vm.dependencies(), vm.put("name", "x")) == ([], [], False)
        sim.host.forget(vm)
        assert registry.paths() == []

    on_host(tmp_path, story)


def test_many_vms_are_told_of_in_slices(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vms = [sim.vm() for _ in range(2 * VMS_TOLD_PER_TURN + 1)]
        sim.ear.changed.clear()
        await DbFace(sim.host).rm("/vm")
        assert len({path for path, _, _ in sim.ear.changed}) == VMS_TOLD_PER_TURN
        assert all(vm.get("name") is None for vm in vms)
        await sim.pass_time(1)
        assert {path for path, _, _ in sim.ear.changed} == {vm.path for vm in vms}

    on_host(tmp_path, story)


def test_the_host_follows_what_is_written_beside_the_vms(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        generation = sim.host.generation
        await DbFace(sim.host).write("/xenmgr/isos", "/storage/other")
        assert sim.host.generation > generation
        assert any("iso-path" in names for _, _, names in sim.ear.changed)

    on_host(tmp_path, story)


def test_a_row_without_an_object_stays_without(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        await DbFace(sim.host).write("/vm/stray/name", "x")
        assert sim.host.registry.paths() == []
        assert await DbFace(sim.host).list_("/vm") == ["stray"]

    on_host(tmp_path, story)


def test_the_service_has_one_object(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        (place,) = db_places(sim.host)
        assert place.pattern == "/"
        assert DbFace.INTERFACE.name == "com.citrix.xenclient.db"
        assert len(DbFace.INTERFACE.methods) == 8

    on_host(tmp_path, story)


def test_a_leaf_that_makes_a_nic_changes_what_the_vm_says_of_its_nics(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = create_vm(sim.host, "")
        sim.ear.changed.clear()
        await DbFace(sim.host).write(f"/vm/{vm.uuid}/config/nic/3/network", "/internal")
        assert any("mac" in names for path, _, names in sim.ear.changed if path == vm.path)

    on_host(tmp_path, story)
