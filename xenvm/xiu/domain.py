"""One domain as the hypervisor holds it.

A record with the arithmetic of its own fields; the rules between domains are the hypervisor's.
"""

from typing import Final

from xenvm.ids import Domid, VmUuid
from xenvm.units import PAGES_PER_MIB
from xenvm.xc import CreditWeight, DomainInfo

# Xen's credit scheduler gives every new domain this.
CREDIT_DEFAULT: Final = CreditWeight(weight=256, cap=0)

# What a simulated guest burns: one part in so many of one cpu, whatever it does.
_CPU_TIME_SHARE: Final = 50

_NOT_SHUT_DOWN: Final = -1
_NO_PARAMS: Final[dict[int, int]] = {}


class Domain:
    """A domain's record, from creation until the last page is returned."""

    __slots__ = (
        "_cpu_time_ns",
        "_runs_since_ns",
        "_shutdown_code",
        "created_ns",
        "domid",
        "dying",
        "hvm",
        "max_pages",
        "next_port",
        "pages",
        "params",
        "pauses",
        "shadow_pages",
        "share",
        "shared_info_frame",
        "ssidref",
        "target_domid",
        "uuid",
        "vcpus",
    )

    def __init__(
        self, domid: Domid, uuid: VmUuid, *, hvm: bool, ssidref: int, created_ns: int
    ) -> None:
        self.domid = domid
        self.uuid = uuid
        self.hvm = hvm
        self.ssidref = ssidref
        self.created_ns = created_ns
        self.dying = False
        self.pauses = 1
        self.pages = 0
        self.max_pages = 0
        self.shadow_pages = 0
        self.vcpus = 0
        self.next_port = 1
        # Any frame number does; this one is unique and in nobody's memory.
        self.shared_info_frame = 0x100000 + domid
        self.share = CREDIT_DEFAULT
        self.target_domid: Domid | None = None
        self.params = _NO_PARAMS
        self._shutdown_code = _NOT_SHUT_DOWN
        self._cpu_time_ns = 0
        self._runs_since_ns: int | None = None

    @property
    def is_shutdown(self) -> bool:
        """Whether it stopped with a reason."""
        return self._shutdown_code != _NOT_SHUT_DOWN

    @property
    def alive(self) -> bool:
        """Neither dying nor shut down."""
        return not self.dying and self._shutdown_code == _NOT_SHUT_DOWN

    @property
    def runs(self) -> bool:
        """Whether its vcpus execute."""
        return self.pauses == 0 and self.vcpus > 0 and self.alive

    def shut_down(self, reason: int) -> bool:
        """Record the reason; False when there is one already, which stays."""
        if self.is_shutdown:
            return False
        self._shutdown_code = reason & 0xFF
        return True

    def set_param(self, param: int, value: int) -> None:
        """Set an HVM parameter."""
        if self.params is _NO_PARAMS:
            self.params = {}
        self.params[param] = value

    def clock_in(self, now_ns: int) -> None:
        """Its vcpus begin to execute."""
        self._runs_since_ns = now_ns

    def clock_out(self, now_ns: int) -> None:
        """Its vcpus stop."""
        self._cpu_time_ns = self.cpu_time_ns(now_ns)
        self._runs_since_ns = None

    @property
    def clocked_in(self) -> bool:
        """Whether its vcpus execute as far as they were told."""
        return self._runs_since_ns is not None

    def cpu_time_ns(self, now_ns: int) -> int:
        """Processor time used; only grows."""
        if self._runs_since_ns is None:
            return self._cpu_time_ns
        return self._cpu_time_ns + (now_ns - self._runs_since_ns) // _CPU_TIME_SHARE

    def info(self, now_ns: int) -> DomainInfo:
        """The record as the toolstack is shown it."""
        runs = self.runs
        return DomainInfo(
            domid=self.domid,
            uuid=self.uuid,
            hvm=self.hvm,
            dying=self.dying,
            shutdown=self.is_shutdown,
            shutdown_code=max(0, self._shutdown_code),
            paused=self.pauses > 0,
            # An idle PV guest blocks; an HVM guest shows neither; dom0 answers this very call.
            blocked=runs and not self.hvm and self.domid != 0,
            running=runs and self.domid == 0,
            total_pages=self.pages,
            max_pages=self.max_pages,
            shadow_mib=self.shadow_pages // PAGES_PER_MIB,
            shared_info_frame=self.shared_info_frame,
            cpu_time_ns=self.cpu_time_ns(now_ns),
            online_vcpus=self.vcpus,
            max_vcpu_id=self.vcpus - 1,
            ssidref=self.ssidref,
        )
