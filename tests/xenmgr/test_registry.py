"""The VMs of the host: found by everything they are known by, in the order of the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.host import SimHost, on_host
from tests.support.story import host_story, put
from xenmgr.creation import create_vm, delete_vm
from xenmgr.objects.db import DbFace
from xenmgr.vm import Vm
from xenvm.ids import VmUuid

UUID = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


def some(sim: SimHost, *names: str) -> list[Vm]:
    return [create_vm(sim.host, json=f'{{"slot": "-1", "name": "{name}"}}') for name in names]


@host_story
async def test_a_vm_is_found_by_uuid_path_and_name(sim: SimHost) -> None:
    one, two = some(sim, "one", "two")
    registry = sim.host.registry
    assert registry.by_uuid(one.uuid) is one
    assert registry.by_path_part(two.uuid.replace("-", "_")) is two
    assert registry.by_name("two") is two
    assert list(registry) == [one, two]
    assert registry.paths() == [one.path, two.path]
    assert [f"/vm/{part}" for part in registry.parts()] == registry.paths()


@host_story
async def test_what_is_not_there_is_not_found(sim: SimHost) -> None:
    (vm,) = some(sim, "one")
    registry = sim.host.registry
    assert registry.by_uuid(UUID) is None
    # A uuid is opaque: another spelling is another VM.
    assert registry.by_uuid(vm.uuid.replace("-", "_")) is None
    assert registry.by_path_part(vm.uuid) is None
    assert registry.by_name("") is None
    assert registry.by_domid(0) is None
    assert registry.by_domid(-1) is None


@host_story
async def test_a_running_vm_is_found_by_its_domid_and_a_stub_domain_is_no_vm(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    await sim.host.lifecycle.start(vm)
    domid = vm.domid
    assert sim.host.registry.by_domid(domid) is vm
    assert sim.host.registry.by_domid(vm.stub_domid) is None
    await sim.host.lifecycle.destroy(vm)
    assert sim.host.registry.by_domid(domid) is None


@host_story
async def test_names_slots_and_flags_are_followed(sim: SimHost) -> None:
    one, two = some(sim, "one", "two")
    registry = sim.host.registry
    put(one, name="two", slot="3")
    one.put("start_on_boot", "true")
    assert registry.by_name("one") is None
    assert registry.by_name("two") is one
    assert (registry.in_slot(3), registry.flagged("start_on_boot")) == ([one], [one])
    put(two, slot="3")
    two.put("start_on_boot", "1")
    put(one, type="ndvm")
    one.put("start_on_boot", "false")
    assert (registry.in_slot(3), registry.flagged("start_on_boot")) == ([two], [two])
    two.remove("slot")
    assert (registry.in_slot(3), registry.free_slot()) == ([], 1)


@host_story
async def test_a_key_that_was_written_raw_is_followed_in_any_spelling(sim: SimHost) -> None:
    (vm,) = some(sim, "one")
    vm.put_raw("/name", "other")
    vm.put_raw("slot/", "5")
    assert sim.host.registry.by_name("other") is vm
    assert sim.host.registry.in_slot(5) == [vm]


@host_story
async def test_many_of_one_kind_come_in_the_order_of_the_database(sim: SimHost) -> None:
    vms = some(sim, "one", "two", "three")
    for vm in reversed(vms):
        put(vm, name="same", provides_default_network_backend="true", slot="4")
    registry = sim.host.registry
    assert registry.by_name("same") is vms[0]
    assert registry.flagged("provides-default-network-backend") == vms
    assert registry.in_slot(4) == vms


@host_story
async def test_slots_are_full_only_when_all_nine_are(sim: SimHost) -> None:
    vms = [create_vm(sim.host) for _ in range(9)]
    assert sim.host.registry.free_slot() is None
    put(vms[4], type="syncvm")
    assert sim.host.registry.free_slot() == 5


@host_story
async def test_a_dropped_vm_is_in_no_index(sim: SimHost) -> None:
    vm = create_vm(sim.host, json='{"name": "x", "start_on_boot": "true"}')
    registry = sim.host.registry
    delete_vm(sim.host, vm)
    assert (len(registry), registry.paths(), registry.by_name("x")) == (0, [], None)
    assert (registry.in_slot(1), registry.flagged("start_on_boot")) == ([], [])


@host_story
async def test_the_list_of_paths_is_made_once_for_one_set_of_vms(sim: SimHost) -> None:
    some(sim, "one")
    paths = sim.host.registry.paths()
    assert sim.host.registry.paths() is paths
    some(sim, "two")
    assert len(sim.host.registry.paths()) == 2


STRAYS = [
    ("no path/at all", 0),
    ("", 0),
    ("stray", 1),
]


@pytest.mark.parametrize(("name", "exported"), STRAYS)
@host_story
async def test_only_a_name_that_fits_a_path_is_taken_up(
    sim: SimHost, name: str, exported: int
) -> None:
    sim.host.db.create_vm(name, {"name": "x"})
    sim.host.registry.add(VmUuid(name))
    assert len(sim.host.registry) == exported


@host_story
async def test_a_path_belongs_to_the_vm_that_had_it_first(sim: SimHost) -> None:
    vm = create_vm(sim.host, uuid=UUID)
    other = UUID.replace("-", "_")
    sim.host.db.create_vm(other, {"name": "x"})
    assert sim.host.registry.add(VmUuid(other)) is None
    assert sim.host.registry.by_path_part(other) is vm


def test_a_restarted_host_finds_its_vms_in_their_order(tmp_path: Path) -> None:
    async def first(sim: SimHost) -> list[str]:
        vms = some(sim, "one", "two", "three")
        put(vms[1], slot="7")
        delete_vm(sim.host, vms[0])
        some(sim, "four")
        return sim.host.registry.paths()

    async def second(sim: SimHost) -> list[str]:
        registry = sim.host.registry
        assert [vm.get("name") for vm in registry] == ["two", "three", "four"]
        assert registry.in_slot(7) == [registry.by_name("two")]
        return registry.paths()

    assert on_host(tmp_path, first, keep=True) == on_host(tmp_path, second, keep=True)


@host_story
async def test_the_first_of_a_flag_is_found_once_until_that_flag_changes(
    sim: SimHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    vms = some(sim, "one", "two", "three")
    for vm in vms[1:]:
        vm.put("start_on_boot", "true")
    registry = sim.host.registry
    assert registry.first_flagged("start_on_boot") is vms[1]
    looked_at: list[str] = []
    by_uuid = registry.by_uuid
    monkeypatch.setattr(registry, "by_uuid", lambda uuid: looked_at.append(uuid) or by_uuid(uuid))
    put(vms[0], name="renamed", slot="3")
    some(sim, "four")
    delete_vm(sim.host, vms[0])
    assert registry.first_flagged("start_on_boot") is vms[1]
    assert looked_at == []
    vms[1].put("start_on_boot", "false")
    assert registry.first_flagged("start_on_boot") is vms[2]


@host_story
async def test_the_first_of_a_flag_follows_the_order_of_the_database(sim: SimHost) -> None:
    vms = some(sim, "one", "two")
    for vm in vms:
        vm.put("start_on_boot", "true")
    assert sim.host.registry.first_flagged("start_on_boot") is vms[0]
    trees = {vm.uuid: json.loads(sim.host.db.dump(f"/vm/{vm.uuid}")) for vm in reversed(vms)}
    await DbFace(sim.host).inject("/vm", json.dumps(trees))
    assert sim.host.registry.first_flagged("start_on_boot") is vms[1]
