"""A whole host in this process on a virtual clock, without a bus; its signals in a list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TypeVar

from rpcgen.runtime.codec import decode
from rpcgen.runtime.interface import SignalMessage
from tests.support.clock import run_virtual
from xenmgr.assembly import Assembly, Plan, Surroundings, assemble
from xenmgr.creation import create_vm
from xenmgr.devices import add_disk, add_nic, attach
from xenmgr.host import Host
from xenmgr.vm import Disk, Vm
from xenvm.clock import VirtualClock

T = TypeVar("T")

XENMGR = "com.citrix.xenclient.xenmgr"


class Ear:
    """Hears what a bus would have been told."""

    def __init__(self) -> None:
        self.signals: list[tuple[str, tuple[object, ...]]] = []
        self.changed: list[tuple[str, str, tuple[str, ...]]] = []
        self.objects: list[tuple[str, str]] = []

    def emit(self, path: str, signal: SignalMessage) -> None:
        self.signals.append((signal.member, decode(signal.signature, signal.body)))

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        self.changed.append((path, interface, tuple(names)))

    def appeared(self, path: str) -> None:
        self.objects.append(("appeared", path))

    def vanished(self, path: str) -> None:
        self.objects.append(("vanished", path))

    def replaced(self, path: str) -> None:
        self.objects.append(("replaced", path))

    def of(self, member: str) -> list[tuple[object, ...]]:
        """The arguments of each signal of that name, in order."""
        return [arguments for name, arguments in self.signals if name == member]

    def states(self) -> list[str]:
        """The public states that vm_state_changed told."""
        return [str(arguments[2]) for arguments in self.of("vm_state_changed")]

    def words(self) -> list[str]:
        """What notify told."""
        return [str(arguments[1]) for arguments in self.of("notify")]


class SimHost:
    """The host, the world behind it, and what was told."""

    def __init__(self, assembly: Assembly, ear: Ear, clock: VirtualClock) -> None:
        self.assembly = assembly
        self.host: Host = assembly.host
        self.world = assembly.world
        self.ear = ear
        self.clock = clock

    def vm(self, template: str = "new-vm", name: str = "", *, slot: str = "-1") -> Vm:
        """A new VM of the template that can start: a disk with an image, a NIC."""
        vm = create_vm(self.host, template, json=f'{{"slot": "{slot}", "name": "{name}"}}')
        add_disk(vm)
        number = max(int(each) for each in vm.children("config/disk"))
        attach(Disk(vm, number), self.host.create_vhd(64), "vhd")
        add_nic(vm)
        return vm

    async def pass_time(self, time_ns: int) -> None:
        """Lets simulated time go by as if a client waited."""
        self.clock.busy()
        try:
            await self.clock.sleep(time_ns)
        finally:
            self.clock.idle()


async def _name_has_owner(name: str) -> bool:
    return False


def open_host(root: Path, clock: VirtualClock, *, keep: bool = False) -> SimHost:
    """keep: the configuration is kept below `root`, so that the next open_host finds it."""
    ear = Ear()
    plan = Plan(root / "root", database=root / "db" if keep else None)
    assembly = assemble(plan, clock, Surroundings(ear, ear, _name_has_owner))
    return SimHost(assembly, ear, clock)


def on_host(root: Path, story: Callable[[SimHost], Awaitable[T]], *, keep: bool = False) -> T:
    """Runs the story on a fresh host; a client is waiting all the time."""

    async def main(clock: VirtualClock) -> T:
        sim = open_host(root, clock, keep=keep)
        clock.busy()
        try:
            return await story(sim)
        finally:
            clock.idle()
            sim.host.commit()
            await sim.assembly.close()

    return run_virtual(main)
