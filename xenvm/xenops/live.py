"""What exists of one VM at a given moment: filled in as a start proceeds, emptied by the stop."""

from dataclasses import dataclass, field

from xenvm.ids import Domid, VmUuid
from xenvm.xenops.device import TapDevice
from xenvm.xenops.memory import Reservation


@dataclass(slots=True)
class Live:
    """The domains, tapdisks, agents and promises that one start has brought about.

    abi: the guest's protocol as its builder found it. agents: whom to tell when the guest goes.
    taps: by disk name.
    """

    uuid: VmUuid
    domid: Domid | None = None
    stub_domid: Domid | None = None
    stub_uuid: VmUuid | None = None
    stubdom_runs: bool = False
    abi: str = ""
    stub_abi: str = ""
    taps: dict[str, TapDevice] = field(default_factory=dict)
    agents: set[Domid] = field(default_factory=set)
    reservation: Reservation | None = None

    def return_memory(self) -> None:
        """Give back what was promised and not taken; harmless when nothing is."""
        if self.reservation is not None:
            self.reservation.release()
            self.reservation = None
