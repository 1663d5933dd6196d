"""Making, building and unmaking one domain: hypercalls and its own nodes, in their exact order.

Devices, device models and waiting are elsewhere.  Source: xenops domain_common.ml, domain.ml.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xenvm.errors import CouldNotReadFile, XcError
from xenvm.ids import DOM0, Domid, VmUuid
from xenvm.units import kib_from_mib
from xenvm.vmconfig import VmConfig
from xenvm.xc import BuiltImage, HvmParam, Xc
from xenvm.xenops import layout
from xenvm.xenops.host import Host
from xenvm.xenops.memory import MemoryPlan
from xenvm.xenstore.local import LocalHandle

log = logging.getLogger(__name__)

RING_LIMIT: Final = "65536"

# Where the MMIO hole begins unless devices need more, and how far down it may go.
_HOLE_START: Final = 0xF0000000
_HOLE_END: Final = 0xFC000000
_HOLE_FLOOR: Final = 0x80000000
_HOLE_RESERVED_MIB: Final = 32
_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class MakeSpec:
    """A domain before it has memory; without a name it is called after its domid."""

    uuid: VmUuid
    name: str
    hvm: bool
    hap: bool
    flask_label: str
    platform: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BuildSpec:
    """What is loaded into a domain, and the limits it gets; hvm: firmware instead of a kernel."""

    memory: MemoryPlan
    kernel: str
    ramdisk: str | None = None
    cmdline: str = ""
    platform: tuple[tuple[str, str], ...] = ()
    hvm_params: tuple[tuple[HvmParam, int], ...] = ()
    xci_cpuid_signature: bool = False
    cores_per_socket: int | None = None
    bios: str = ""
    time_offset_s: int = 0


def create(xc: Xc, spec: MakeSpec) -> Domid:
    """A new paused domain that carries the uuid; its nodes are not written yet."""
    return xc.domain_create(
        security_id(xc, spec.flask_label), hvm=spec.hvm, hap=spec.hap, uuid=spec.uuid
    )


def security_id(xc: Xc, label: str) -> int:
    """The number of a security label; 0, with a warning, when the policy does not know it."""
    if not label:
        return 0
    try:
        return xc.flask_context_to_sid(label)
    except XcError as error:
        log.warning("security label refused label=%s error=%s", label, error)
        return 0


def write_tree(handle: LocalHandle, domid: Domid, spec: MakeSpec) -> None:
    """The nodes that a domain has before it is built."""
    dom, vm, vss = layout.domain(domid), layout.vm(spec.uuid), layout.vss(spec.uuid)
    name = spec.name or f"Domain-{domid}"
    ro, rw = layout.guest_ro(domid), layout.guest_rw(domid)
    with handle.atomically() as t:
        t.make(dom, ro, (("vm", vm), ("vss", vss), ("name", name)))
        t.make(vm, ro, (("uuid", spec.uuid), ("name", name)))
        t.make(vss, rw, ())
        for directory in layout.GUEST_READS_DIRECTORIES:
            t.make(f"{dom}/{directory}", ro, ())
        for directory in layout.GUEST_WRITES_DIRECTORIES:
            t.make(f"{dom}/{directory}", rw, ())
        if spec.platform:
            t.make(f"{dom}/platform", ro, spec.platform)
        t.write(f"{dom}/control/platform-feature-multiprocessor-suspend", "1")


def build(host: Host, domid: Domid, uuid: VmUuid, spec: BuildSpec) -> str:
    """Give the domain vcpus, memory and an image, publish it and introduce it to xenstore.

    Answers the guest's ABI, "" when native. Raises CouldNotReadFile, XcError.
    """
    memory = spec.memory
    if not memory.hvm:
        _require_files(host.file_readable, spec)
    _set_limits(host.xc, domid, spec)
    store_port = host.xc.evtchn_alloc_unbound(domid, DOM0)
    console_port = host.xc.evtchn_alloc_unbound(domid, DOM0)
    load = _load_firmware if memory.hvm else _load_kernel
    image = load(host.xc, domid, spec, store_port, console_port)
    share = host.xc.sched_credit_domain_get(domid)
    host.xc.sched_credit_domain_set(domid, share)
    with host.store.atomically() as t:
        _write_built(t, domid, spec, image, store_port, console_port)
    if memory.hvm:
        host.store.write(f"{layout.vm(uuid)}/rtc/timeoffset", str(spec.time_offset_s))
    host.store.introduce(domid, image.store_mfn, store_port)
    return image.protocol


def write_vcpus(handle: LocalHandle, domid: Domid, vcpus: int) -> None:
    """Say that every vcpu is online."""
    for index in range(vcpus):
        handle.write(f"{layout.domain(domid)}/cpu/{index}/availability", "online")


def top_of_low_memory(bars_mib: int) -> int:
    """Where guest memory below 4 GiB ends so that 32 MiB and the devices' BARs fit above it."""
    size = (_HOLE_RESERVED_MIB + bars_mib) * _MIB
    base = _HOLE_START
    while _HOLE_END - base < size and base > _HOLE_FLOOR:
        base = (base << 1) & 0xFFFFFFFF
    return max(base, _HOLE_FLOOR)


def remove_tree(handle: LocalHandle, domid: Domid, uuid: VmUuid) -> None:
    """Remove a domain's nodes and those of its VM."""
    for path in (layout.vm(uuid), layout.vss(uuid), layout.domain(domid)):
        handle.rm(path)


def remove_backends(handle: LocalHandle, backend_domid: Domid, domid: Domid) -> None:
    """Remove what a backend domain holds for a domain, whatever the device class."""
    root = layout.backend_root(backend_domid)
    for kind in handle.children(root):
        handle.rm(f"{root}/{kind}/{domid}")


def platform_of(config: VmConfig) -> tuple[tuple[str, str], ...]:
    """The entries of `dom/platform`, in order, the configuration's own ones last."""
    acpi = "1" if config.acpi else "0"
    entries = [
        ("pae", _boolean(config.pae)),
        ("apic", _boolean(config.apic)),
        ("acpi", acpi),
        ("acpi_s3", acpi),
        ("acpi_s4", acpi),
        ("nx", _boolean(config.nx)),
        ("smbios-pt", _boolean(config.smbios_pt)),
        ("smbios-oem-types-pt", config.smbios_oem_types_pt),
        ("acpi-pt", _boolean(config.acpi_pt)),
        ("viridian", _boolean(config.viridian)),
        ("nested", _boolean(config.nested)),
        ("vcpu_number", str(config.vcpus)),
        ("vcpu_current", str((1 << config.vcpus) - 1)),
    ]
    entries += [(key, str(value)) for key, _, value in _timer_settings(config)]
    return (*entries, *config.platform)


def hvm_params_of(config: VmConfig) -> tuple[tuple[HvmParam, int], ...]:
    """The HVM parameters that a configuration sets; the hypervisor may refuse any of them."""
    return tuple((param, value) for _, param, value in _timer_settings(config))


def _timer_settings(config: VmConfig) -> list[tuple[str, HvmParam, int]]:
    settings: list[tuple[str, HvmParam, int]] = []
    if config.timer_mode is not None:
        settings.append(("timer-mode", HvmParam.TIMER_MODE, config.timer_mode))
    if config.hpet is not None:
        settings.append(("hpet", HvmParam.HPET_ENABLED, int(config.hpet)))
    if config.vpt_align is not None:
        settings.append(("vpt-align", HvmParam.VPT_ALIGN, config.vpt_align))
    return settings


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _require_files(readable: Callable[[str], bool], spec: BuildSpec) -> None:
    for path in (spec.kernel, spec.ramdisk):
        if path and not readable(path):
            raise CouldNotReadFile(path)


def _set_limits(xc: Xc, domid: Domid, spec: BuildSpec) -> None:
    memory = spec.memory
    for param, value in spec.hvm_params:
        _tolerate(xc.hvm_set_param, domid, param, value)
    if memory.hvm and spec.cores_per_socket:
        _tolerate(xc.domain_set_cores_per_socket, domid, spec.cores_per_socket)
    xc.domain_max_vcpus(domid, memory.vcpus)
    xc.domain_setmaxmem(domid, kib_from_mib(memory.xen_max_mib))
    xc.shadow_allocation_set(domid, memory.shadow_mib)


def _tolerate(hypercall: Callable[..., None], domid: Domid, *arguments: int) -> None:
    """A setting that a domain may do without: its refusal is only logged."""
    try:
        hypercall(domid, *arguments)
    except XcError as error:
        log.warning("setting refused domid=%d error=%s", domid, error)


def _load_kernel(
    xc: Xc, domid: Domid, spec: BuildSpec, store_port: int, console_port: int
) -> BuiltImage:
    xc.domain_set_memmap_limit(domid, kib_from_mib(spec.memory.xen_max_mib))
    return xc.linux_build(
        domid,
        start_mib=spec.memory.target_mib,
        kernel=spec.kernel,
        ramdisk=spec.ramdisk,
        cmdline=spec.cmdline,
        platform=dict(spec.platform),
        store_port=store_port,
        console_port=console_port,
    )


def _load_firmware(
    xc: Xc, domid: Domid, spec: BuildSpec, store_port: int, console_port: int
) -> BuiltImage:
    xc.domain_set_xci_cpuid_signature(domid, spec.xci_cpuid_signature)
    image = xc.hvm_build(
        domid,
        max_mib=spec.memory.build_max_mib,
        start_mib=spec.memory.build_start_mib,
        firmware=spec.kernel,
        platform=dict(spec.platform),
        store_port=store_port,
        console_port=console_port,
    )
    if xc.shadow_allocation_get(domid) != spec.memory.shadow_mib:
        # The builder may lower it without a word.
        xc.shadow_allocation_set(domid, spec.memory.shadow_mib)
    return image


def _write_built(
    t: LocalHandle,
    domid: Domid,
    spec: BuildSpec,
    image: BuiltImage,
    store_port: int,
    console_port: int,
) -> None:
    dom = layout.domain(domid)
    memory = spec.memory
    t.write(f"{dom}/memory/static-max", str(kib_from_mib(memory.static_max_mib)))
    t.write(f"{dom}/memory/target", str(kib_from_mib(memory.target_mib)))
    t.write(f"{dom}/domid", str(domid))
    directories: list[tuple[str, tuple[tuple[str, str], ...]]] = [
        ("store", (("port", str(store_port)), ("ring-ref", str(image.store_mfn)))),
        ("serial/0", (("limit", RING_LIMIT),)),
        (
            "console",
            (
                ("limit", RING_LIMIT),
                ("port", str(console_port)),
                ("ring-ref", str(image.console_mfn)),
            ),
        ),
    ]
    if memory.hvm:
        loader = (("bios", spec.bios), ("seabios-legacy-load-roms", "1"))
        directories.append(("hvmloader", loader))
    for directory, keys in directories:
        t.make(f"{dom}/{directory}", layout.guest_ro(domid), keys)
