"""The toolstack of one host: its VMs by uuid and by domid, and what they share.

An idle stopped VM costs nothing: its VmAct is made on demand and dropped again. Nothing here is
proportional to the number of VMs.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from random import Random
from uuid import UUID
from weakref import WeakValueDictionary

from xenvm.clock import Clock
from xenvm.ids import Domid, VmUuid
from xenvm.units import kib_from_pages
from xenvm.vmact import StateObserver, VmAct
from xenvm.vmstate import VmState
from xenvm.xc import Xc
from xenvm.xenops.gate import Gate
from xenvm.xenops.host import Host
from xenvm.xenops.memory import MemoryLedger
from xenvm.xenops.netman import NetworkDirectory
from xenvm.xenops.tap import TapDevices
from xenvm.xenops.turns import Turns
from xenvm.xenops.xal import Xal
from xenvm.xenstore.local import LocalHandle


def _every_file(path: str) -> bool:
    return True


class Toolstack:
    """All VMs of a host."""

    def __init__(
        self,
        xc: Xc,
        store: LocalHandle,
        clock: Clock,
        networks: NetworkDirectory,
        observer: StateObserver,
        rng: Random,
        *,
        file_readable: Callable[[str], bool] = _every_file,
    ) -> None:
        """store: dom0's handle. rng: where uuids of stub domains come from.

        file_readable: whether the host has a kernel or ramdisk of that path.
        """
        self.host = Host(
            xc=xc,
            store=store,
            clock=clock,
            networks=networks,
            xal=Xal(xc),
            ledger=MemoryLedger(),
            taps=TapDevices(),
            gate=Gate(clock),
            file_readable=file_readable,
        )
        self.observer = observer
        self._rng = rng
        self._acts: WeakValueDictionary[VmUuid, VmAct] = WeakValueDictionary()
        self._live: dict[VmUuid, VmAct] = {}
        self._by_domid: dict[Domid, VmAct] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def act(self, uuid: VmUuid) -> VmAct:
        """The VM's verbs; the same object for as long as anybody holds it or the VM is not idle."""
        act = self._acts.get(uuid)
        if act is None:
            turns = Turns(uuid, lambda work: self._spawn(uuid, work))
            act = self._acts[uuid] = VmAct(uuid, self, turns)
        return act

    def live(self, uuid: VmUuid) -> VmAct | None:
        """The VM's verbs if it is not stopped, or a verb is under way."""
        return self._live.get(uuid)

    def find_domid(self, domid: Domid) -> VmAct | None:
        """The VM whose guest this domain is."""
        return self._by_domid.get(domid)

    def live_acts(self) -> Iterator[VmAct]:
        """Every VM that is not both stopped and idle, in order of their becoming so."""
        return iter(tuple(self._live.values()))

    @property
    def free_memory_kib(self) -> int:
        """What the hypervisor has free, starts under way not counted."""
        return self.host.free_kib()

    @property
    def total_memory_kib(self) -> int:
        return kib_from_pages(self.host.xc.physinfo().total_pages)

    @property
    def nr_cpus(self) -> int:
        return self.host.xc.physinfo().nr_cpus

    async def admit(self) -> None:
        """Returns when there is room in this turn of the loop for some heavy work."""
        await self.host.gate.enter()

    async def close(self) -> None:
        """Stop working: verbs under way are given up where they are; domains stay."""
        self.host.xal.close()
        for act in self.live_acts():
            act.turns.close()
        while self._tasks:
            await asyncio.wait(self._tasks)

    # What VmAct needs (its Owner).

    def draw_uuid(self) -> VmUuid:
        return VmUuid(str(UUID(int=self._rng.getrandbits(128), version=4)))

    def domain_made(self, act: VmAct, domid: Domid) -> None:
        self._by_domid[domid] = act

    def domain_going(self, domid: Domid) -> None:
        self._by_domid.pop(domid, None)

    def _spawn(self, uuid: VmUuid, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run a VM's verbs; virtual time may move meanwhile."""
        act = self._live[uuid] = self._acts[uuid]
        self.host.clock.busy()
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self.host.clock.idle()
            if act.state is VmState.SHUTDOWN and act.turns.idle:
                self._live.pop(uuid, None)

        task.add_done_callback(ended)
        return task
