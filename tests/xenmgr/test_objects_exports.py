"""Which object lives where: every path of the service, and none besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen.runtime.tree import Folder, ObjectKind, Place, Tree
from tests.support.host import SimHost, on_host
from xenmgr.objects.exports import MANAGED_PROPERTIES, managed_paths, places
from xenmgr.objects.sim import Simulation
from xenmgr.vm import Disk, Nic


def tree_of(sim: SimHost) -> Tree[Place]:
    rows = places(sim.host, Simulation(sim.host, sim.world))
    return Tree((place.pattern, place) for place in rows)


def find(tree: Tree[Place], path: str) -> object | None:
    """The target at the path; for a folder, its children."""
    match = tree.match(path)
    if match is None:
        return None
    place, captured = match
    if isinstance(place, Folder):
        return place.children(*captured)
    assert isinstance(place, ObjectKind)
    return place.find(*captured)


def test_each_path_leads_to_its_object(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        tree = tree_of(sim)
        assert find(tree, "/") is sim.host
        assert find(tree, "/host") is sim.host
        assert isinstance(find(tree, "/sim"), Simulation)
        assert find(tree, vm.path) is vm
        disk, nic = find(tree, f"{vm.path}/disk/1"), find(tree, f"{vm.path}/nic/0")
        assert isinstance(disk, Disk)
        assert isinstance(nic, Nic)
        assert (disk.path, nic.path) == (f"{vm.path}/disk/1", f"{vm.path}/nic/0")
        assert list(find(tree, "/vm")) == [vm.path.removeprefix("/vm/")]
        assert list(find(tree, f"{vm.path}/disk")) == ["0", "1"]

    on_host(tmp_path, story)


@pytest.mark.parametrize(
    "path",
    [
        "/vm/nobody",
        "/vm/nobody/disk",
        "/vm/nobody/disk/0",
        "{vm}/disk/9",
        "{vm}/disk/00",
        "{vm}/disk/x",
        "{vm}/disk/٣",
        "{vm}/disk/" + "9" * 5_000,
        "{vm}/nic/" + "0" * 5_000,
        "{vm}/nic/1",
        "{vm}/usb",
        "{vm}/disk/1/more",
        "/hosts",
    ],
    ids=lambda path: path[:20],
)
def test_nothing_lives_elsewhere(tmp_path: Path, path: str) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        assert find(tree_of(sim), path.format(vm=vm.path)) is None

    on_host(tmp_path, story)


def test_every_face_is_made_for_its_interface(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        tree = tree_of(sim)
        for path in ("/", "/host", "/sim", vm.path, f"{vm.path}/disk/1", f"{vm.path}/nic/0"):
            match = tree.match(path)
            assert match is not None
            place, captured = match
            assert isinstance(place, ObjectKind)
            target = place.find(*captured)
            assert tuple(type(face) for face in place.make(target)) == place.interfaces

    on_host(tmp_path, story)


def test_vms_may_come_and_go_while_the_managed_objects_are_listed(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        first, second = sim.vm(), sim.vm()
        paths = iter(managed_paths(sim.host))
        found = [next(paths) for _ in range(3)]
        sim.host.forget(second)
        sim.vm()
        found += paths
        assert first.path in found
        assert f"{second.path}/nic/0" not in found

    on_host(tmp_path, story)


def test_managed_objects_are_shown_without_parsing(tmp_path: Path) -> None:
    async def make(sim: SimHost) -> None:
        sim.vm(name="one")

    async def look(sim: SimHost) -> None:
        (vm,) = sim.host.registry
        match = tree_of(sim).match(vm.path)
        assert match is not None
        place, captured = match
        assert isinstance(place, ObjectKind)
        assert place.managed is not None
        (shown,) = place.managed(*captured).values()
        assert (shown["name"], shown["state"], shown["slot"]) == ("one", "stopped", -1)
        assert len(list(managed_paths(sim.host))) == 6
        assert not vm.row._parsed

    on_host(tmp_path, make, keep=True)
    on_host(tmp_path, look, keep=True)


def test_objects_are_managed_with_few_properties(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        assert list(managed_paths(sim.host)) == [
            "/host",
            "/sim",
            vm.path,
            f"{vm.path}/disk/0",
            f"{vm.path}/disk/1",
            f"{vm.path}/nic/0",
        ]
        match = tree_of(sim).match(vm.path)
        assert match is not None
        place, captured = match
        assert isinstance(place, ObjectKind)
        assert place.managed is not None
        (shown,) = place.managed(*captured).values()
        assert tuple(shown) == MANAGED_PROPERTIES
        assert shown["uuid"] == vm.uuid
        assert place.managed("nobody") is None

    on_host(tmp_path, story)
