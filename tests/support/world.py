"""A simulated host in a test, and the few toolstack moves that its actors answer to.

The moves are written out here, by the fact sheets, so that these tests need no toolstack.
"""

from random import Random

from tests.support.xiu import make_domain, make_hypervisor, uuid_of
from xenvm.clock import VirtualClock
from xenvm.ids import DOM0, Domid
from xenvm.sim.world import World
from xenvm.xenstore.local import LocalHandle
from xenvm.xenstore.store import Store
from xenvm.xiu.hypervisor import Hypervisor


class SimulatedHost:
    """Hypervisor, store, world and a dom0 connection, on a virtual clock without a loop."""

    def __init__(self, **options: object) -> None:
        self.hypervisor: Hypervisor
        self.clock: VirtualClock
        self.hypervisor, self.clock = make_hypervisor(**options)
        self.store = Store(exists=self.hypervisor.domain_exists)
        self.world = World(self.hypervisor, self.store, self.clock, Random(1))
        self.dom0 = LocalHandle(self.store, DOM0, defer=self.clock.call_soon)

    def make(self, number: int = 1, *, hvm: bool = False, memory_mib: int = 64) -> Domid:
        """A built and introduced domain with its guest's directories, still paused."""
        domid = make_domain(self.hypervisor, number=number, hvm=hvm, memory_mib=memory_mib)
        home = f"/local/domain/{domid}"
        self.dom0.mkdir(home)
        self.dom0.set_perms(home, ((DOM0, "n"), (domid, "r")))
        self.dom0.write(f"{home}/memory/target", str(memory_mib * 1024))
        self.dom0.set_perms(f"{home}/memory", ((DOM0, "n"), (domid, "r")))
        for directory in ("device", "control", "error"):
            self.dom0.mkdir(f"{home}/{directory}")
            self.dom0.set_perms(f"{home}/{directory}", ((domid, "n"),))
        self.dom0.introduce(domid, 0x1234, 1)
        return domid

    def start(self, number: int = 1, *, hvm: bool = False, memory_mib: int = 64) -> Domid:
        """A domain that has just been unpaused."""
        domid = self.make(number, hvm=hvm, memory_mib=memory_mib)
        self.hypervisor.domain_unpause(domid)
        return domid

    def make_stubdom(self, target_domid: Domid, number: int = 99) -> Domid:
        """A stub domain tied to its target, still paused."""
        stub_domid = self.make(number, memory_mib=32)
        self.hypervisor.domain_set_target(stub_domid, target_domid)
        self.dom0.set_target(stub_domid, target_domid)
        for path in ("dm-agent", f"device-model/{target_domid}"):
            node = f"/local/domain/{stub_domid}/{path}"
            self.dom0.mkdir(node)
            self.dom0.set_perms(node, ((stub_domid, "n"), (target_domid, "r")))
        return stub_domid

    def add_device(
        self, domid: Domid, kind: str, devid: int, backend_domid: Domid = DOM0
    ) -> tuple[str, str]:
        """A device as the toolstack adds it; its frontend and backend path."""
        front = f"/local/domain/{domid}/device/{kind}/{devid}"
        back = f"/local/domain/{backend_domid}/backend/{kind}/{domid}/{devid}"
        private = f"/xapi/{domid}/hotplug/{kind}/{devid}"
        with self.dom0.transaction() as t:
            for path, owner, reader in (
                (front, domid, backend_domid),
                (back, backend_domid, domid),
            ):
                t.rm(path)
                t.mkdir(path)
                t.set_perms(path, ((owner, "n"), (reader, "r")))
            t.rm(private)
            t.mkdir(private)
            t.set_perms(private, ((backend_domid, "n"),))
            t.write(f"{front}/backend", back)
            t.write(f"{front}/state", "1")
            t.write(f"{back}/frontend", front)
            t.write(f"{back}/frontend-id", str(domid))
            t.write(f"{back}/online", "1")
            t.write(f"{back}/state", "1")
        return front, back

    def close_device(self, back: str) -> None:
        """Ask a backend to close for good."""
        self.dom0.write(f"{back}/state", "5")
        self.dom0.write(f"{back}/online", "0")

    def read(self, path: str) -> str | None:
        return self.dom0.get(path)

    def alive(self, domid: Domid) -> bool:
        return self.hypervisor.domain_alive(domid)


__all__ = ["SimulatedHost", "uuid_of"]
