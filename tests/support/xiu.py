"""A hypervisor in a test: one on a virtual clock without a loop, and domains made in one line."""

from xenvm.clock import VirtualClock
from xenvm.ids import DOM0, Domid, VmUuid
from xenvm.units import kib_from_mib
from xenvm.xc import Xc
from xenvm.xiu.hypervisor import Hypervisor


def make_hypervisor(
    host_mib: int = 16 * 1024, **options: object
) -> tuple[Hypervisor, VirtualClock]:
    """A hypervisor and the clock that drives it."""
    clock = VirtualClock()
    return Hypervisor(clock, kib_from_mib(host_mib), **options), clock


def uuid_of(number: int) -> VmUuid:
    """A uuid that ends in the number."""
    return VmUuid(f"0b4c4dd0-33d4-4d87-9a58-{number:012x}")


def make_domain(
    xc: Xc, *, number: int = 1, hvm: bool = False, memory_mib: int = 64, shadow_mib: int = 2
) -> Domid:
    """A built domain, still paused: memory_mib of pages and a limit to match."""
    domid = xc.domain_create(0, hvm=hvm, hap=hvm, uuid=uuid_of(number))
    xc.domain_max_vcpus(domid, 1)
    xc.domain_setmaxmem(domid, kib_from_mib(memory_mib + (1 if hvm else 0)))
    xc.shadow_allocation_set(domid, shadow_mib)
    ports = {
        "store_port": xc.evtchn_alloc_unbound(domid, DOM0),
        "console_port": xc.evtchn_alloc_unbound(domid, DOM0),
    }
    if hvm:
        xc.hvm_build(
            domid,
            max_mib=memory_mib,
            start_mib=memory_mib,
            firmware="/usr/lib/xen/boot/hvmloader",
            platform={"pae": "true"},
            **ports,
        )
    else:
        xc.linux_build(
            domid,
            start_mib=memory_mib,
            kernel="/boot/vmlinuz",
            ramdisk=None,
            cmdline="",
            platform={},
            **ports,
        )
    return domid


def pages_in_the_books(xc: Xc) -> int:
    """Every page that anybody has or nobody has; must equal the host's total."""
    host = xc.physinfo()
    owned = sum(
        domain.total_pages + domain.shadow_mib * 256
        for domain in xc.domain_getinfolist(DOM0, 1_000_000)
    )
    return owned + host.free_pages + host.scrub_pages
