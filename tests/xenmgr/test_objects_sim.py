"""The face of /sim: the clock, the seed and the guests in a test's hands."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.host import SimHost, on_host
from xenmgr.errors import XenmgrError
from xenmgr.objects.sim import SimFace, Simulation
from xenvm.units import seconds

NOBODY = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


def face_of(sim: SimHost) -> SimFace:
    return SimFace(Simulation(sim.host, sim.world))


def test_time_moves_as_far_as_it_is_told(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = face_of(sim)
        before = await face.now()
        assert await face.advance(seconds(5)) == before + seconds(5)
        assert await face.now() == before + seconds(5)
        assert await face.seed() == 1

    on_host(tmp_path, story)


def test_timers_fire_on_the_way(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        await face_of(sim).advance(seconds(0.4))
        assert sim.ear.of("vm_config_changed") == []
        await face_of(sim).advance(seconds(0.2))
        assert sim.ear.of("vm_config_changed") == [(vm.uuid, vm.path)]

    on_host(tmp_path, story)


def test_knobs_are_set_and_told(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm, face = sim.vm(), face_of(sim)
        assert (await face.get_guest(vm.uuid))["behaviour"] == "normal"
        await face.set_guest(vm.uuid, "boot_ns", "17")
        await face.set_guest(vm.uuid, "behaviour", "ignores-shutdown")
        knobs = await face.get_guest(vm.uuid)
        assert (knobs["boot_ns"], knobs["behaviour"]) == ("17", "ignores-shutdown")
        assert knobs["sentinel"] == "booted"
        delays = {"boot_ns", "shutdown_ns", "balloon_ns", "create_ns"}
        assert set(knobs) == delays | {"behaviour", "sentinel"}

    on_host(tmp_path, story)


@pytest.mark.parametrize(
    ("knob", "value"),
    [
        ("boot_ns", "-1"),
        ("boot_ns", "soon"),
        ("boot_ns", "9" * 30),
        ("behaviour", "sulks"),
        ("sentinel", "no path"),
        ("colour", "red"),
    ],
)
def test_a_knob_that_cannot_be_so_is_refused(tmp_path: Path, knob: str, value: str) -> None:
    async def story(sim: SimHost) -> None:
        vm, face = sim.vm(), face_of(sim)
        before = await face.get_guest(vm.uuid)
        with pytest.raises(XenmgrError, match=f"^{'org.freedesktop.DBus.Error.Failed: 290'}:"):
            await face.set_guest(vm.uuid, knob, value)
        assert await face.get_guest(vm.uuid) == before

    on_host(tmp_path, story)


@pytest.mark.parametrize(
    ("verb", "states"),
    [
        ("guest_poweroff", ["stopping", "stopped"]),
        ("guest_crash", ["stopped"]),
        ("guest_reboot", ["rebooting", "stopped", "creating", "creating", "running"]),
    ],
)
def test_a_guest_does_as_it_is_told(tmp_path: Path, verb: str, states: list[str]) -> None:
    async def story(sim: SimHost) -> None:
        vm, face = sim.vm("new-vm-linux"), face_of(sim)
        await sim.host.lifecycle.start(vm)
        sim.ear.signals.clear()
        await getattr(face, verb)(vm.uuid)
        await sim.pass_time(seconds(30))
        assert sim.ear.states() == states

    on_host(tmp_path, story)


@pytest.mark.parametrize("verb", ["guest_poweroff", "guest_reboot", "guest_crash"])
def test_only_a_running_guest_can(tmp_path: Path, verb: str) -> None:
    async def story(sim: SimHost) -> None:
        vm, face = sim.vm(), face_of(sim)
        with pytest.raises(Failed, match=f"the VM {vm.uuid} has no running domain"):
            await getattr(face, verb)(vm.uuid)
        with pytest.raises(Failed, match=f"no vm with uuid {NOBODY}"):
            await getattr(face, verb)(NOBODY)

    on_host(tmp_path, story)
