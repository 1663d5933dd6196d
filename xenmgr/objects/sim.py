"""The object /sim: the simulated world in the hands of a test."""

from __future__ import annotations

from dataclasses import dataclass

from rpcgen.runtime.errors import Failed
from xenmgr._generated.sim_server import SimServer
from xenmgr.errors import refused
from xenmgr.host import Host
from xenmgr.vm import Vm
from xenvm.clock import VirtualClock
from xenvm.sim.world import World
from xenvm.xc import ShutdownReason


@dataclass(frozen=True, slots=True)
class Simulation:
    """The host and the world behind it."""

    host: Host
    world: World


class SimFace(SimServer):
    """org.openxt.sim."""

    __slots__ = ()
    target: Simulation

    async def advance(self, ns: int) -> int:
        clock = self.target.host.clock
        if not isinstance(clock, VirtualClock):
            raise Failed("only a virtual clock can be moved, start with --clock virtual")
        await clock.advance(ns)
        return clock.now_ns()

    async def now(self) -> int:
        return self.target.host.clock.now_ns()

    async def seed(self) -> int:
        return self.target.host.seeds.seed

    async def set_guest(self, uuid: str, knob: str, value: str) -> None:
        vm = self._vm(uuid)
        try:
            self.target.world.knobs.set_text(vm.uuid, knob, value)
        except ValueError as error:
            raise refused(knob, value, str(error)) from error

    async def get_guest(self, uuid: str) -> dict[str, str]:
        return self.target.world.knobs.texts(self._vm(uuid).uuid)

    async def guest_poweroff(self, uuid: str) -> None:
        self._stop(uuid, ShutdownReason.POWEROFF)

    async def guest_reboot(self, uuid: str) -> None:
        self._stop(uuid, ShutdownReason.REBOOT)

    async def guest_crash(self, uuid: str) -> None:
        self._stop(uuid, ShutdownReason.CRASH)

    def _vm(self, uuid: str) -> Vm:
        vm = self.target.host.registry.by_uuid(uuid)
        if vm is None:
            raise Failed(f"no vm with uuid {uuid}")
        return vm

    def _stop(self, uuid: str, reason: ShutdownReason) -> None:
        guest = self.target.world.guest_of(self._vm(uuid).uuid)
        if guest is None:
            raise Failed(f"the VM {uuid} has no running domain")
        guest.stop(reason)
