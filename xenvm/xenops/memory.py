"""What a domain costs in memory, and the promise that two starts never count on the same page.

Amounts used are rounded up, amounts free rounded down.  Source: xenops memory.ml.
"""

from dataclasses import dataclass
from typing import Final

from xenvm.errors import NotEnoughMemory
from xenvm.units import PAGES_PER_MIB, kib_from_mib
from xenvm.vmconfig import VmConfig

# Kept by the hypervisor for each domain, beside what the guest sees.
_EXTRA_EXTERNAL_MIB: Final = 1
# Room that an HVM domain needs above its static maximum.
_HVM_EXTRA_INTERNAL_MIB: Final = 1


@dataclass(frozen=True, slots=True)
class MemoryPlan:
    """The amounts of one domain, all in MiB.

    hvm: whether firmware builds it (HVM), else a kernel does (PV, PVH).
    """

    hvm: bool
    target_mib: int
    static_max_mib: int
    vcpus: int
    video_mib: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.target_mib <= self.static_max_mib:
            raise ValueError(
                f"target not within (0, static_max] target_mib={self.target_mib} "
                f"static_max_mib={self.static_max_mib}"
            )

    @property
    def build_max_mib(self) -> int:
        """What the builder sizes the guest's memory map for."""
        return self.static_max_mib - self.video_mib

    @property
    def build_start_mib(self) -> int:
        """What the builder populates."""
        return self.target_mib - self.video_mib

    @property
    def xen_max_mib(self) -> int:
        """The hypervisor's limit for the domain."""
        return self.static_max_mib + self._extra_internal_mib

    @property
    def shadow_mib(self) -> int:
        """One page a vcpu and two for each MiB of guest memory, in whole MiB."""
        pages = PAGES_PER_MIB * self.vcpus + 2 * self.static_max_mib
        return max(1, -(-pages // PAGES_PER_MIB))

    @property
    def overhead_mib(self) -> int:
        """What the domain costs beside the memory that the guest sees."""
        return self._extra_internal_mib + _EXTRA_EXTERNAL_MIB + self.shadow_mib

    @property
    def footprint_mib(self) -> int:
        """What must be free before the domain is made."""
        return self.target_mib + self.overhead_mib

    @property
    def _extra_internal_mib(self) -> int:
        return _HVM_EXTRA_INTERNAL_MIB if self.hvm else 0


def guest_memory(config: VmConfig) -> MemoryPlan:
    """The amounts of the VM's own domain."""
    return MemoryPlan(
        hvm=config.hvm,
        target_mib=config.memory_mib,
        static_max_mib=config.static_max_mib,
        vcpus=config.vcpus,
        video_mib=config.videoram_mib if config.hvm else 0,
    )


def stubdom_memory(config: VmConfig) -> MemoryPlan | None:
    """The amounts of the VM's stub domain; None when it has none."""
    if config.stubdom is None or not config.has_stubdom:
        return None
    size_mib = config.stubdom.memory_mib
    return MemoryPlan(hvm=False, target_mib=size_mib, static_max_mib=size_mib, vcpus=1)


def required_to_boot_kib(config: VmConfig) -> int:
    """KiB that must be free for a start: the guest's footprint and its stub domain's."""
    stubdom = stubdom_memory(config)
    total_mib = guest_memory(config).footprint_mib + (stubdom.footprint_mib if stubdom else 0)
    return kib_from_mib(total_mib)


class MemoryLedger:
    """KiB promised to starts that have not taken them from the hypervisor yet."""

    __slots__ = ("_reserved_kib",)

    def __init__(self) -> None:
        self._reserved_kib = 0

    @property
    def reserved_kib(self) -> int:
        return self._reserved_kib

    def reserve(self, needed_kib: int, free_kib: int) -> "Reservation":
        """Promise needed_kib out of the host's free_kib.

        Raises NotEnoughMemory, whose free_kib is what is left beside earlier promises.
        """
        left_kib = max(0, free_kib - self._reserved_kib)
        if needed_kib > left_kib:
            raise NotEnoughMemory(needed_kib, left_kib)
        self._reserved_kib += needed_kib
        return Reservation(self, needed_kib)

    def give_back(self, amount_kib: int) -> None:
        self._reserved_kib -= amount_kib


class Reservation:
    """One promise of a ledger: given back bit by bit as domains take their memory."""

    __slots__ = ("_ledger", "left_kib")

    def __init__(self, ledger: MemoryLedger, amount_kib: int) -> None:
        self._ledger = ledger
        self.left_kib = amount_kib

    def give_back(self, amount_kib: int) -> None:
        """Return a part, for the hypervisor's free memory shows it now; never more than is left."""
        part_kib = min(amount_kib, self.left_kib)
        self.left_kib -= part_kib
        self._ledger.give_back(part_kib)

    def release(self) -> None:
        """Return what is left; harmless when nothing is."""
        self.give_back(self.left_kib)
