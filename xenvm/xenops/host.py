"""What every operation of the toolstack layer needs to reach: one value, handed down."""

from collections.abc import Callable
from dataclasses import dataclass

from xenvm.clock import Clock
from xenvm.ids import DOM0, DOM0_UUID, Domid
from xenvm.units import PAGE_KIB
from xenvm.xc import Xc
from xenvm.xenops.device import BackendSide
from xenvm.xenops.gate import Gate
from xenvm.xenops.memory import MemoryLedger
from xenvm.xenops.netman import NetworkDirectory
from xenvm.xenops.tap import TapDevices
from xenvm.xenops.xal import Xal, domain_info
from xenvm.xenstore.local import LocalHandle


@dataclass(frozen=True, slots=True)
class Host:
    """One simulated or real host as xenops sees it.

    file_readable: whether a path on the host names a readable file (kernels, ramdisks).
    """

    xc: Xc
    store: LocalHandle
    clock: Clock
    networks: NetworkDirectory
    xal: Xal
    ledger: MemoryLedger
    taps: TapDevices
    gate: Gate
    file_readable: Callable[[str], bool]

    def free_kib(self) -> int:
        """Memory that the hypervisor has free, promises not subtracted."""
        return self.xc.physinfo().free_pages * PAGE_KIB

    def backend_side(self, backend_domid: Domid) -> BackendSide:
        """Who a backend domain is; XcError ESRCH when it does not exist."""
        if backend_domid == DOM0:
            return BackendSide(DOM0, DOM0_UUID)
        return BackendSide(backend_domid, self.xc.domain_getinfo(backend_domid).uuid)

    def serves(self, backend_domid: Domid) -> bool:
        """Whether a backend domain is there to answer."""
        if backend_domid == DOM0:
            return True
        info = domain_info(self.xc, backend_domid)
        return info is not None and info.alive
