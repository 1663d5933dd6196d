"""The hypercall surface that the toolstack sees, as a protocol with its records.

Semantics: xenops facts 1 and 10. Every refusal is XcError(errno, operation); an unknown domain is
ESRCH. Knows nothing of who answers: xenvm.xiu simulates, real libxc bindings could stand here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from xenvm.ids import Domid, VmUuid

VirqCallback = Callable[[tuple[Domid, ...]], None]


class ShutdownReason(IntEnum):
    """Codes of a shut-down domain; any other code is stored and reported as it came."""

    POWEROFF = 0
    REBOOT = 1
    SUSPEND = 2
    CRASH = 3
    HALT = 4


class HvmParam(IntEnum):
    """HVM parameters by the numbers of Xen's public header."""

    CALLBACK_IRQ = 0
    STORE_PFN = 1
    STORE_EVTCHN = 2
    PAE_ENABLED = 4
    VIRIDIAN = 9
    TIMER_MODE = 10
    HPET_ENABLED = 11
    ACPI_S_STATE = 14
    VPT_ALIGN = 16
    CONSOLE_PFN = 17
    CONSOLE_EVTCHN = 18
    NESTEDHVM = 24
    # Private to OpenXT; upstream Xen has no such parameter, so the numbers are past its range.
    NX_ENABLED = 64
    XCI_CPUID_SIGNATURE = 65
    CORES_PER_SOCKET = 66


@dataclass(frozen=True, slots=True)
class DomainInfo:
    """One domain as the hypervisor sees it; pages are of 4 KiB."""

    domid: Domid
    uuid: VmUuid
    hvm: bool
    dying: bool
    shutdown: bool
    shutdown_code: int
    paused: bool
    blocked: bool
    running: bool
    total_pages: int
    max_pages: int
    shadow_mib: int
    shared_info_frame: int
    cpu_time_ns: int
    online_vcpus: int
    max_vcpu_id: int
    ssidref: int

    @property
    def alive(self) -> bool:
        """Neither dying nor shut down; a paused domain is alive."""
        return not (self.dying or self.shutdown)


@dataclass(frozen=True, slots=True)
class PhysInfo:
    """The host: processors, memory in 4 KiB pages, capabilities."""

    threads_per_core: int
    cores_per_socket: int
    nr_cpus: int
    max_node_id: int
    cpu_khz: int
    total_pages: int
    free_pages: int
    scrub_pages: int
    hvm: bool
    directio: bool


@dataclass(frozen=True, slots=True)
class CreditWeight:
    """A domain's share under the credit scheduler; cap 0 is no cap, else percent of one cpu."""

    weight: int
    cap: int


@dataclass(frozen=True, slots=True)
class BuiltImage:
    """What a builder leaves for xenstore: two ring frames and the guest's ABI.

    `protocol` is `x86_32-abi`, `x86_64-abi` or empty for native; always empty for HVM.
    """

    store_mfn: int
    console_mfn: int
    protocol: str


class Binding(Protocol):
    """A callback that is bound until cancelled."""

    def cancel(self) -> None:
        """Call no more."""


class Xc(Protocol):
    """The hypercalls of the toolstack, named as in libxc; all are immediate."""

    def domain_create(self, ssidref: int, *, hvm: bool, hap: bool, uuid: VmUuid) -> Domid:
        """A new domain: paused once, no pages, no vcpus; listed at once.

        EINVAL for a uuid not in its 36-character form; ENOMEM when no domid is free. Duplicate
        uuids are not refused.
        """

    def domain_sethandle(self, domid: Domid, uuid: VmUuid) -> None:
        """Change the uuid that the domain carries."""

    def domain_max_vcpus(self, domid: Domid, vcpus: int) -> None:
        """Give the domain its vcpus; once, before the build."""

    def domain_pause(self, domid: Domid) -> None:
        """Pause once more; pauses nest."""

    def domain_unpause(self, domid: Domid) -> None:
        """Take one pause back; EINVAL when there is none."""

    def domain_destroy(self, domid: Domid) -> None:
        """Begin the death: `dying` at once, the record and its memory go later, then the VIRQ.

        Again on a dying domain: nothing. ESRCH when the record is gone.
        """

    def domain_shutdown(self, domid: Domid, reason: int) -> None:
        """Stop the domain and record the reason; the first reason wins. Raises the VIRQ."""

    def domain_getinfo(self, domid: Domid) -> DomainInfo:
        """The record of one domain."""

    def domain_getinfolist(self, first_domid: Domid, max_domains: int) -> list[DomainInfo]:
        """Records in ascending domid from first_domid on, max_domains at most."""

    def find_domid(self, uuid: VmUuid) -> Domid | None:
        """The newest domain that carries the uuid, dying ones included; None when there is none.

        Constant time at any number of domains.
        """

    def domain_setmaxmem(self, domid: Domid, max_kib: int) -> None:
        """Limit later growth; frees nothing."""

    def domain_set_memmap_limit(self, domid: Domid, limit_kib: int) -> None:
        """Size of the memory map that a PV guest is shown."""

    def shadow_allocation_set(self, domid: Domid, shadow_mib: int) -> None:
        """Take shadow memory from the free pool or give it back; ENOMEM past the pool's end."""

    def shadow_allocation_get(self, domid: Domid) -> int:
        """MiB of shadow memory."""

    def domain_set_cores_per_socket(self, domid: Domid, cores: int) -> None:
        """Topology that the guest is shown; HVM only (EINVAL)."""

    def domain_set_xci_cpuid_signature(self, domid: Domid, enabled: bool) -> None:
        """Whether cpuid names OpenXT; HVM only (EINVAL)."""

    def sched_credit_domain_get(self, domid: Domid) -> CreditWeight:
        """Scheduling share; 256 and no cap unless set."""

    def sched_credit_domain_set(self, domid: Domid, share: CreditWeight) -> None:
        """Set the scheduling share; EINVAL for a weight of 0."""

    def evtchn_alloc_unbound(self, domid: Domid, remote_domid: Domid) -> int:
        """A new port of the domain for the remote to bind; ports count up from 1."""

    def domain_set_target(self, stub_domid: Domid, target_domid: Domid) -> None:
        """Give a stub domain privilege over its target."""

    def hvm_set_param(self, domid: Domid, param: int, value: int) -> None:
        """Set an HVM parameter; EINVAL for a PV domain."""

    def hvm_get_param(self, domid: Domid, param: int) -> int:
        """An HVM parameter, 0 unless set; EINVAL for a PV domain."""

    def hvm_check_pvdriver(self, domid: Domid) -> bool:
        """Whether the guest has registered an interrupt callback; EINVAL for a PV domain."""

    def domain_get_acpi_s_state(self, domid: Domid) -> int:
        """0 working, 3 or 4 asleep; EINVAL for a PV domain."""

    def domain_send_s3resume(self, domid: Domid) -> None:
        """Wake a guest from S3; EINVAL for a PV domain."""

    def flask_context_to_sid(self, label: str) -> int:
        """The number of a security label; EINVAL for a malformed one."""

    def linux_build(
        self,
        domid: Domid,
        *,
        start_mib: int,
        kernel: str,
        ramdisk: str | None,
        cmdline: str,
        platform: Mapping[str, str],
        store_port: int,
        console_port: int,
    ) -> BuiltImage:
        """Load a PV guest into start_mib; ENOMEM past the domain's limit or the host's memory."""

    def hvm_build(
        self,
        domid: Domid,
        *,
        max_mib: int,
        start_mib: int,
        firmware: str,
        platform: Mapping[str, str],
        store_port: int,
        console_port: int,
    ) -> BuiltImage:
        """Load firmware into start_mib of memory, of max_mib that the guest may see."""

    def physinfo(self) -> PhysInfo:
        """The host's processors and memory as they are now."""

    def bind_virq(self, callback: VirqCallback) -> Binding:
        """Call for VIRQ_DOM_EXC: after a shutdown and after a final death, never inside the call.

        The callback gets the domids concerned since its last call, ascending, so that nobody need
        list every domain; one whose record is gone is told by ESRCH from domain_getinfo. Callbacks
        are called in the order in which they were bound.
        """
