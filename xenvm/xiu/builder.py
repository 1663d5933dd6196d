"""What the domain builders do to a domain: populate its memory, set its parameters.

Loads no file: a simulated guest has no code, only behaviour (xenvm.sim).
"""

import errno
from collections.abc import Mapping
from typing import Final

from xenvm.errors import XcError
from xenvm.units import pages_from_mib
from xenvm.xc import BuiltImage, HvmParam
from xenvm.xiu.domain import Domain
from xenvm.xiu.memory import HostMemory

# Where Xen's HVM builder puts the two ring pages in every guest.
_HVM_STORE_PFN: Final = 0xFEFFC
_HVM_CONSOLE_PFN: Final = 0xFEFFF

# Platform entry -> parameter that the HVM builder sets when the entry is true.
_PLATFORM_PARAMS: Final = {
    "pae": HvmParam.PAE_ENABLED,
    "nx": HvmParam.NX_ENABLED,
    "viridian": HvmParam.VIRIDIAN,
    "nested": HvmParam.NESTEDHVM,
}


def populate(domain: Domain, memory: HostMemory, pages: int, operation: str) -> None:
    """Give the domain so many pages more; ENOMEM past its limit or the host's, then none."""
    if domain.pages + pages > domain.max_pages or not memory.take(pages):
        raise XcError(errno.ENOMEM, operation)
    domain.pages += pages


def build_pv(
    domain: Domain, memory: HostMemory, *, start_mib: int, ports: tuple[int, int]
) -> BuiltImage:
    """Populate a PV domain; ring frames that are its own."""
    _check_unbuilt(domain, ports, "linux_build")
    if domain.hvm:
        raise XcError(errno.EINVAL, "linux_build")
    populate(domain, memory, pages_from_mib(start_mib), "linux_build")
    frame = domain.shared_info_frame
    return BuiltImage(store_mfn=frame + 0x10000, console_mfn=frame + 0x20000, protocol="")


def build_hvm(
    domain: Domain,
    memory: HostMemory,
    *,
    max_mib: int,
    start_mib: int,
    platform: Mapping[str, str],
    ports: tuple[int, int],
) -> BuiltImage:
    """Populate an HVM domain with start_mib and set the parameters that its platform asks for."""
    _check_unbuilt(domain, ports, "hvm_build")
    if not domain.hvm or start_mib > max_mib:
        raise XcError(errno.EINVAL, "hvm_build")
    populate(domain, memory, pages_from_mib(start_mib), "hvm_build")
    for entry, param in _PLATFORM_PARAMS.items():
        if _is_true(platform.get(entry, "")):
            domain.set_param(param, 1)
    domain.set_param(HvmParam.STORE_PFN, _HVM_STORE_PFN)
    domain.set_param(HvmParam.CONSOLE_PFN, _HVM_CONSOLE_PFN)
    domain.set_param(HvmParam.STORE_EVTCHN, ports[0])
    domain.set_param(HvmParam.CONSOLE_EVTCHN, ports[1])
    return BuiltImage(store_mfn=_HVM_STORE_PFN, console_mfn=_HVM_CONSOLE_PFN, protocol="")


def _check_unbuilt(domain: Domain, ports: tuple[int, int], operation: str) -> None:
    """EINVAL unless the domain is alive, empty, with vcpus and both ports."""
    ready = domain.alive and domain.pages == 0 and domain.vcpus > 0
    if not ready or not all(0 < port < domain.next_port for port in ports):
        raise XcError(errno.EINVAL, operation)


def _is_true(text: str) -> bool:
    """Platform truth: exactly `true`, or an integer that is 1.  Source: xenops facts 1.6."""
    return text == "true" or (text.isdecimal() and int(text) == 1)
