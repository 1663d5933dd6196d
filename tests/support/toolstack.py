"""A whole simulated host in a test: hypervisor, xenstore, world, toolstack, on a virtual clock."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

from tests.support.clock import run_virtual
from tests.support.xiu import uuid_of
from xenvm.clock import VirtualClock
from xenvm.ids import DOM0, Devid, Domid, VmUuid
from xenvm.sim.world import World
from xenvm.toolstack import Toolstack
from xenvm.units import kib_from_mib
from xenvm.vmact import VmAct
from xenvm.vmconfig import (
    DeviceType,
    DiskConfig,
    DiskMode,
    DiskType,
    NicConfig,
    StubdomConfig,
    VirtType,
    VmConfig,
)
from xenvm.vmstate import StopReason, VmState
from xenvm.xenstore.local import LocalHandle
from xenvm.xenstore.store import Store
from xenvm.xiu.hypervisor import Hypervisor

HDA = DiskConfig("hda", "/storage/disks/a.vhd")
HDC = DiskConfig(
    "hdc", "/storage/isos/xc-tools.iso", DiskType.FILE, DiskMode.READ, DeviceType.CDROM
)
NIC0 = NicConfig(Devid(0), "/wired/0/bridged", "4e:1c:b4:98:ed:0a", model="e1000")


def pv_config(number: int = 1, **changes: object) -> VmConfig:
    """A PV VM without devices."""
    base = VmConfig(uuid=uuid_of(number), memory_mib=64, name=f"pv{number}", kernel="/boot/vmlinuz")
    return replace(base, **changes)


def hvm_config(number: int = 1, **changes: object) -> VmConfig:
    """The VM of the golden traces: 1024 MiB, a disk, a CD, a NIC, no stub domain."""
    base = VmConfig(
        uuid=uuid_of(number),
        memory_mib=1024,
        virt_type=VirtType.HVM,
        name=f"hvm{number}",
        pae=True,
        apic=True,
        acpi=True,
        nx=True,
        videoram_mib=16,
        disks=(HDA, HDC),
        nics=(NIC0,),
    )
    return replace(base, **changes)


def stubdom_config(number: int = 1, **changes: object) -> VmConfig:
    """The same with a stub domain, as the stock templates ask for."""
    return hvm_config(number, **{"stubdom": StubdomConfig(), **changes})


class Rig:
    """One host; `states` is every state entered, in order, as (uuid's last digits, word)."""

    def __init__(
        self,
        clock: VirtualClock,
        *,
        host_mib: int = 16 * 1024,
        seed: int = 1,
        wrap_xc: Callable[[Hypervisor], object] | None = None,
        wrap_store: Callable[[LocalHandle], object] | None = None,
        file_readable: Callable[[str], bool] = lambda path: True,
        **options: object,
    ) -> None:
        self.clock = clock
        self.hypervisor = Hypervisor(clock, kib_from_mib(host_mib), **options)
        self.engine = Store(exists=self.hypervisor.domain_exists)
        self.world = World(self.hypervisor, self.engine, clock, Random(seed))
        self.store = LocalHandle(self.engine, DOM0, defer=clock.call_soon)
        self.states: list[tuple[VmUuid, VmState, StopReason | None]] = []
        self.toolstack = Toolstack(
            wrap_xc(self.hypervisor) if wrap_xc else self.hypervisor,
            wrap_store(self.store) if wrap_store else self.store,
            clock,
            self.world.networks,
            self,
            Random(seed),
            file_readable=file_readable,
        )

    def state_entered(self, act: VmAct, state: VmState, reason: StopReason | None) -> None:
        assert self.store.read(f"/state/{act.uuid}/state") == state.value
        self.states.append((act.uuid, state, reason))

    def act(self, number: int = 1) -> VmAct:
        return self.toolstack.act(uuid_of(number))

    def words(self, number: int = 1) -> list[str]:
        """The states that this VM entered."""
        return [state.value for uuid, state, _ in self.states if uuid == uuid_of(number)]

    def reasons(self, number: int = 1) -> list[StopReason | None]:
        return [reason for uuid, _, reason in self.states if uuid == uuid_of(number)]

    def tree(self, path: str = "/") -> dict[str, str]:
        """Every node at and below a path with its value."""
        found = {path: self.store.read(path)} if self.store.exists(path) else {}
        for name in self.store.children(path):
            found |= self.tree(f"{path.rstrip('/')}/{name}")
        return found

    def watches(self) -> int:
        """Watches that the toolstack has open."""
        return len(self.store._refs)

    def domids(self) -> list[Domid]:
        return [info.domid for info in self.hypervisor.domain_getinfolist(DOM0, 100_000)]

    def guest_went_down(self, number: int, reason: int) -> None:
        """The guest shuts itself down."""
        domid = self.act(number).domid
        assert domid is not None
        self.hypervisor.guest_shutdown(domid, reason)


class Residue:
    """What a host holds when nothing runs: taken before, compared after."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._before = self._take()

    def assert_nothing_leaked(self) -> None:
        """No domain, node, watch, tapdisk, promise or page is left of what ran meanwhile."""
        assert self._take() == self._before
        assert list(self._rig.toolstack.live_acts()) == []

    def _take(self) -> dict[str, object]:
        rig = self._rig
        nodes = {path: value for path, value in rig.tree().items() if not _lasting(path)}
        return {
            "domains": rig.domids(),
            "nodes": nodes,
            "free_kib": rig.toolstack.free_memory_kib,
            "reserved_kib": rig.toolstack.host.ledger.reserved_kib,
            "taps": len(rig.toolstack.host.taps),
            "watches": rig.watches(),
            "awaited deaths": rig.toolstack.host.xal.watched(),
        }


# Directories that come with the first VM and stay, and the state nodes of VMs that ever ran.
_LASTING_DIRECTORIES = frozenset(
    {
        "/vm",
        "/vss",
        "/xapi",
        "/local/domain/0/device-model",
        "/local/domain/0/backend",
        "/local/domain/0/dm-agent/dms",
    }
)


def _lasting(path: str) -> bool:
    parent, _, name = path.rpartition("/")
    backend_kind = parent == "/local/domain/0/backend" and not name.isdigit()
    return path in _LASTING_DIRECTORIES or path.startswith("/state") or backend_kind


def on_a_host(story: Callable[[Rig], Awaitable[None]], **options: object) -> Rig:
    """Run a story on a fresh host in virtual time; the host as the story left it."""
    rigs: list[Rig] = []

    async def run(clock: VirtualClock) -> None:
        rig = Rig(clock, **options)
        rigs.append(rig)
        await clock.sleep(0)
        await story(rig)

    run_virtual(run)
    return rigs[0]
