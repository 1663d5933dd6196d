"""The simulated hypervisor: the domains, and both sides' calls on them.

Implements xenvm.xc.Xc for the toolstack, and the guest_* calls for the code inside a domain.
"""

import errno
from collections.abc import Mapping
from typing import Final, Protocol

from xenvm.clock import Clock
from xenvm.errors import XcError
from xenvm.ids import DOM0, DOM0_UUID, Domid, VmUuid, is_uuid
from xenvm.units import (
    PAGES_PER_MIB,
    kib_from_mib,
    pages_from_kib_down,
    pages_from_kib_up,
    pages_from_mib,
)
from xenvm.xc import (
    BuiltImage,
    CreditWeight,
    DomainInfo,
    HvmParam,
    PhysInfo,
    VirqCallback,
)
from xenvm.xiu.builder import build_hvm, build_pv
from xenvm.xiu.domain import Domain
from xenvm.xiu.domids import DomidCounter
from xenvm.xiu.labels import LabelTable
from xenvm.xiu.memory import HostMemory
from xenvm.xiu.virq import DomainExceptions, VirqBinding

HOST_MEMORY_KIB_DEFAULT: Final = kib_from_mib(16 * 1024)
DOM0_MEMORY_KIB_DEFAULT: Final = kib_from_mib(1024)

# Xen's HVM_MAX_VCPUS.
VCPUS_MAX: Final = 128

# Xen's default of max_evtchns for a guest with the 2-level ABI.
EVTCHNS_MAX: Final = 4096


class GuestCode(Protocol):
    """The code inside the domains, told when it executes; called inside the hypercall."""

    def domain_runs(self, domid: Domid) -> None:
        """From now on the domain's code executes."""

    def domain_pauses(self, domid: Domid) -> None:
        """From now on it does not, until it runs again."""

    def domain_ends(self, domid: Domid) -> None:
        """It never will again: shut down or dying. Told once, also of one that never ran."""


class Hypervisor:
    """Domains on a host of given size; dom0 is there from the start.

    destroy_ns is how long a domain is seen dying, scrub_ns how long its pages are then scrubbed.
    """

    def __init__(
        self,
        clock: Clock,
        host_memory_kib: int = HOST_MEMORY_KIB_DEFAULT,
        *,
        dom0_memory_kib: int = DOM0_MEMORY_KIB_DEFAULT,
        nr_cpus: int = 4,
        cpu_khz: int = 2_400_000,
        hvm: bool = True,
        directio: bool = True,
        destroy_ns: int = 0,
        scrub_ns: int = 0,
    ) -> None:
        if host_memory_kib < dom0_memory_kib:
            raise ValueError(
                f"host memory smaller than dom0's host_memory_kib={host_memory_kib} "
                f"dom0_memory_kib={dom0_memory_kib}"
            )
        self._clock = clock
        self._memory = HostMemory(clock, host_memory_kib, scrub_ns)
        self._nr_cpus = nr_cpus
        self._cpu_khz = cpu_khz
        self._hvm = hvm
        self._directio = directio
        self._destroy_ns = destroy_ns
        self._domains: dict[Domid, Domain] = {}
        self._domids_by_uuid: dict[VmUuid, tuple[Domid, ...]] = {}
        self._domids = DomidCounter()
        self._exceptions = DomainExceptions(clock)
        self._labels = LabelTable()
        self._guests: GuestCode | None = None
        self._make_dom0(pages_from_kib_down(dom0_memory_kib))

    # The toolstack's calls, in the order of xenvm.xc.

    def domain_create(self, ssidref: int, *, hvm: bool, hap: bool, uuid: VmUuid) -> Domid:
        if not is_uuid(uuid) or (hvm and not self._hvm) or (hap and not hvm):
            raise XcError(errno.EINVAL, "domain_create")
        domid = self._domids.next(self._domains)
        if domid is None:
            raise XcError(errno.ENOMEM, "domain_create")
        created_ns = self._clock.now_ns()
        domain = Domain(domid, uuid, hvm=hvm, ssidref=ssidref, created_ns=created_ns)
        self._domains[domid] = domain
        self._index(domain)
        return domid

    def domain_sethandle(self, domid: Domid, uuid: VmUuid) -> None:
        domain = self._find(domid, "domain_sethandle")
        if not is_uuid(uuid):
            raise XcError(errno.EINVAL, "domain_sethandle")
        self._unindex(domain)
        domain.uuid = uuid
        self._index(domain)

    def domain_max_vcpus(self, domid: Domid, vcpus: int) -> None:
        domain = self._find_undying(domid, "domain_max_vcpus")
        if not 1 <= vcpus <= VCPUS_MAX or domain.vcpus not in (0, vcpus):
            raise XcError(errno.EINVAL, "domain_max_vcpus")
        domain.vcpus = vcpus
        self._schedule(domain)

    def domain_pause(self, domid: Domid) -> None:
        domain = self._find_guest(domid, "domain_pause")
        domain.pauses += 1
        self._schedule(domain)

    def domain_unpause(self, domid: Domid) -> None:
        domain = self._find_guest(domid, "domain_unpause")
        if domain.pauses == 0:
            raise XcError(errno.EINVAL, "domain_unpause")
        domain.pauses -= 1
        self._schedule(domain)

    def domain_destroy(self, domid: Domid) -> None:
        domain = self._find_guest(domid, "domain_destroy")
        if domain.dying:
            return
        was_alive = domain.alive
        domain.dying = True
        if was_alive:
            self._end(domain)
        if self._destroy_ns == 0:
            self._clock.call_soon(lambda: self._bury(domain))
        else:
            self._clock.call_after(self._destroy_ns, lambda: self._bury(domain))

    def domain_shutdown(self, domid: Domid, reason: int) -> None:
        domain = self._find_guest(domid, "domain_shutdown")
        self._shut_down(domain, reason)

    def domain_getinfo(self, domid: Domid) -> DomainInfo:
        return self._find(domid, "domain_getinfo").info(self._clock.now_ns())

    def domain_getinfolist(self, first_domid: Domid, max_domains: int) -> list[DomainInfo]:
        now_ns = self._clock.now_ns()
        domids = sorted(domid for domid in self._domains if domid >= first_domid)
        return [self._domains[domid].info(now_ns) for domid in domids[:max_domains]]

    def find_domid(self, uuid: VmUuid) -> Domid | None:
        domids = self._domids_by_uuid.get(uuid)
        return domids[-1] if domids else None

    def domain_setmaxmem(self, domid: Domid, max_kib: int) -> None:
        self._find_undying(domid, "domain_setmaxmem").max_pages = pages_from_kib_up(max_kib)

    def domain_set_memmap_limit(self, domid: Domid, limit_kib: int) -> None:
        # A simulated guest never reads its memory map, so only the refusals matter.
        if self._find_undying(domid, "domain_set_memmap_limit").hvm or limit_kib <= 0:
            raise XcError(errno.EINVAL, "domain_set_memmap_limit")

    def shadow_allocation_set(self, domid: Domid, shadow_mib: int) -> None:
        domain = self._find_undying(domid, "shadow_allocation_set")
        if shadow_mib < 0:
            raise XcError(errno.EINVAL, "shadow_allocation_set")
        growth_pages = pages_from_mib(shadow_mib) - domain.shadow_pages
        if growth_pages <= 0:
            self._memory.give_back(-growth_pages)
        elif not self._memory.take(growth_pages):
            raise XcError(errno.ENOMEM, "shadow_allocation_set")
        domain.shadow_pages += growth_pages

    def shadow_allocation_get(self, domid: Domid) -> int:
        return self._find(domid, "shadow_allocation_get").shadow_pages // PAGES_PER_MIB

    def domain_set_cores_per_socket(self, domid: Domid, cores: int) -> None:
        self.hvm_set_param(domid, HvmParam.CORES_PER_SOCKET, cores)

    def domain_set_xci_cpuid_signature(self, domid: Domid, enabled: bool) -> None:
        self.hvm_set_param(domid, HvmParam.XCI_CPUID_SIGNATURE, int(enabled))

    def sched_credit_domain_get(self, domid: Domid) -> CreditWeight:
        return self._find(domid, "sched_credit_domain_get").share

    def sched_credit_domain_set(self, domid: Domid, share: CreditWeight) -> None:
        domain = self._find(domid, "sched_credit_domain_set")
        if not (1 <= share.weight <= 65535 and 0 <= share.cap <= 100 * self._nr_cpus):
            raise XcError(errno.EINVAL, "sched_credit_domain_set")
        domain.share = share

    def evtchn_alloc_unbound(self, domid: Domid, remote_domid: Domid) -> int:
        domain = self._find_undying(domid, "evtchn_alloc_unbound")
        self._find(remote_domid, "evtchn_alloc_unbound")
        if domain.next_port >= EVTCHNS_MAX:
            raise XcError(errno.ENOSPC, "evtchn_alloc_unbound")
        domain.next_port += 1
        return domain.next_port - 1

    def domain_set_target(self, stub_domid: Domid, target_domid: Domid) -> None:
        stub = self._find_guest(stub_domid, "domain_set_target")
        self._find(target_domid, "domain_set_target")
        if stub_domid == target_domid or stub.target_domid not in (None, target_domid):
            raise XcError(errno.EINVAL, "domain_set_target")
        stub.target_domid = target_domid

    def hvm_set_param(self, domid: Domid, param: int, value: int) -> None:
        self._find_hvm(domid, "hvm_set_param").set_param(param, value)

    def hvm_get_param(self, domid: Domid, param: int) -> int:
        return self._find_hvm(domid, "hvm_get_param").params.get(param, 0)

    def hvm_check_pvdriver(self, domid: Domid) -> bool:
        return self.hvm_get_param(domid, HvmParam.CALLBACK_IRQ) != 0

    def domain_get_acpi_s_state(self, domid: Domid) -> int:
        return self.hvm_get_param(domid, HvmParam.ACPI_S_STATE)

    def domain_send_s3resume(self, domid: Domid) -> None:
        self.hvm_set_param(domid, HvmParam.ACPI_S_STATE, 0)

    def flask_context_to_sid(self, label: str) -> int:
        sid = self._labels.sid(label)
        if sid is None:
            raise XcError(errno.EINVAL, "flask_context_to_sid")
        return sid

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
        """Fills a PV domain with start_mib of memory.

        The kernel is not loaded, so ramdisk, cmdline and platform leave no trace. Raises XcError:
        ENOENT without a kernel, EINVAL for a domain that is not new, ENOMEM."""
        domain = self._find_guest(domid, "linux_build")
        if not kernel:
            raise XcError(errno.ENOENT, "linux_build")
        ports = (store_port, console_port)
        return build_pv(domain, self._memory, start_mib=start_mib, ports=ports)

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
        """Fills an HVM domain with start_mib of memory and sets its parameters.

        The firmware is not loaded. Raises XcError: ENOENT without firmware, EINVAL for a domain
        that is not new or start_mib over max_mib, ENOMEM."""
        domain = self._find_guest(domid, "hvm_build")
        if not firmware:
            raise XcError(errno.ENOENT, "hvm_build")
        return build_hvm(
            domain,
            self._memory,
            max_mib=max_mib,
            start_mib=start_mib,
            platform=platform,
            ports=(store_port, console_port),
        )

    def physinfo(self) -> PhysInfo:
        return PhysInfo(
            threads_per_core=1,
            cores_per_socket=self._nr_cpus,
            nr_cpus=self._nr_cpus,
            max_node_id=0,
            cpu_khz=self._cpu_khz,
            total_pages=self._memory.total_pages,
            free_pages=self._memory.free_pages,
            scrub_pages=self._memory.scrub_pages,
            hvm=self._hvm,
            directio=self._directio,
        )

    def bind_virq(self, callback: VirqCallback) -> VirqBinding:
        return self._exceptions.bind(callback)

    # What the code inside a domain calls, and what a simulated world may ask.

    def run_guests(self, guests: GuestCode) -> None:
        """Tell the code inside the domains from now on when it executes."""
        self._guests = guests

    def guest_shutdown(self, domid: Domid, reason: int) -> None:
        """The guest ends itself."""
        self._shut_down(self._find_guest(domid, "guest_shutdown"), reason)

    def guest_set_pages(self, domid: Domid, target_pages: int) -> int:
        """Balloon towards target_pages, as far as the domain's limit and the host allow.

        The pages that the domain then has.
        """
        domain = self._find_guest(domid, "guest_set_pages")
        if domain.dying:
            raise XcError(errno.EINVAL, "guest_set_pages")
        growth_pages = min(target_pages, domain.max_pages) - domain.pages
        if growth_pages > 0:
            domain.pages += self._memory.take_up_to(growth_pages)
        elif target_pages < domain.pages:
            shrink_pages = domain.pages - max(0, target_pages)
            domain.pages -= shrink_pages
            self._memory.give_back(shrink_pages)
        return domain.pages

    def guest_set_hvm_param(self, domid: Domid, param: int, value: int) -> None:
        """The guest or its device model sets a parameter of its own."""
        self.hvm_set_param(domid, param, value)

    def domain_exists(self, domid: Domid) -> bool:
        """Whether there is a record of the domain, dying or not."""
        return domid in self._domains

    def domain_alive(self, domid: Domid) -> bool:
        """Whether the domain exists, neither dying nor shut down."""
        domain = self._domains.get(domid)
        return domain is not None and domain.alive

    def domain_uuid(self, domid: Domid) -> VmUuid:
        """The uuid that the domain carries."""
        return self._find(domid, "domain_uuid").uuid

    def domain_runs(self, domid: Domid) -> bool:
        """Whether the domain's code executes; False when there is no such domain."""
        domain = self._domains.get(domid)
        return domain is not None and domain.runs

    def domain_created_ns(self, domid: Domid) -> int:
        """When the domain was created."""
        return self._find(domid, "domain_created_ns").created_ns

    def domain_target(self, domid: Domid) -> Domid | None:
        """The domain that this one is the stub domain of."""
        return self._find(domid, "domain_target").target_domid

    def _make_dom0(self, pages: int) -> None:
        dom0 = Domain(DOM0, DOM0_UUID, hvm=False, ssidref=0, created_ns=self._clock.now_ns())
        dom0.pauses = 0
        dom0.vcpus = self._nr_cpus
        dom0.max_pages = dom0.pages = self._memory.take_up_to(pages)
        dom0.clock_in(dom0.created_ns)
        self._domains[DOM0] = dom0
        self._index(dom0)

    def _find(self, domid: Domid, operation: str) -> Domain:
        domain = self._domains.get(domid)
        if domain is None:
            raise XcError(errno.ESRCH, operation)
        return domain

    def _find_undying(self, domid: Domid, operation: str) -> Domain:
        domain = self._find(domid, operation)
        if domain.dying:
            raise XcError(errno.EINVAL, operation)
        return domain

    def _find_guest(self, domid: Domid, operation: str) -> Domain:
        # Xen refuses these on the caller's own domain, and the caller is dom0.
        if domid == DOM0:
            raise XcError(errno.EINVAL, operation)
        return self._find(domid, operation)

    def _find_hvm(self, domid: Domid, operation: str) -> Domain:
        domain = self._find(domid, operation)
        if not domain.hvm:
            raise XcError(errno.EINVAL, operation)
        return domain

    def _index(self, domain: Domain) -> None:
        others = self._domids_by_uuid.get(domain.uuid, ())
        self._domids_by_uuid[domain.uuid] = (*others, domain.domid)

    def _unindex(self, domain: Domain) -> None:
        others = tuple(d for d in self._domids_by_uuid[domain.uuid] if d != domain.domid)
        if others:
            self._domids_by_uuid[domain.uuid] = others
        else:
            del self._domids_by_uuid[domain.uuid]

    def _schedule(self, domain: Domain) -> None:
        """Let the domain's code execute or not, after anything that decides it has changed."""
        if domain.runs == domain.clocked_in:
            return
        if domain.runs:
            domain.clock_in(self._clock.now_ns())
            if self._guests is not None:
                self._guests.domain_runs(domain.domid)
        else:
            domain.clock_out(self._clock.now_ns())
            if self._guests is not None:
                self._guests.domain_pauses(domain.domid)

    def _end(self, domain: Domain) -> None:
        """The domain is alive no more: its code executes no more."""
        if domain.clocked_in:
            domain.clock_out(self._clock.now_ns())
        if self._guests is not None:
            self._guests.domain_ends(domain.domid)

    def _shut_down(self, domain: Domain, reason: int) -> None:
        was_alive = domain.alive
        if domain.shut_down(reason):
            if was_alive:
                self._end(domain)
            self._exceptions.raise_for(domain.domid)

    def _bury(self, domain: Domain) -> None:
        """The last of a dying domain: its memory returns, its record goes."""
        del self._domains[domain.domid]
        self._unindex(domain)
        self._memory.give_back(domain.shadow_pages)
        self._memory.give_back_dirty(domain.pages)
        self._exceptions.raise_for(domain.domid)
