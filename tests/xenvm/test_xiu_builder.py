"""Builders populate to the page, and refuse without a trace."""

import errno

import pytest

from tests.support.xiu import make_hypervisor, uuid_of
from xenvm.errors import XcError
from xenvm.ids import DOM0
from xenvm.units import kib_from_mib
from xenvm.xc import HvmParam

HVMLOADER = "/usr/lib/xen/boot/hvmloader"


def prepared(hypervisor, *, hvm, limit_mib=64, vcpus=1):
    domid = hypervisor.domain_create(0, hvm=hvm, hap=hvm, uuid=uuid_of(1))
    if vcpus:
        hypervisor.domain_max_vcpus(domid, vcpus)
    hypervisor.domain_setmaxmem(domid, kib_from_mib(limit_mib))
    for _ in ("store", "console"):
        hypervisor.evtchn_alloc_unbound(domid, DOM0)
    return domid


def build_pv(hypervisor, domid, start_mib=64, kernel="/boot/vmlinuz", ports=(1, 2)):
    return hypervisor.linux_build(
        domid,
        start_mib=start_mib,
        kernel=kernel,
        ramdisk=None,
        cmdline="",
        platform={},
        store_port=ports[0],
        console_port=ports[1],
    )


def build_hvm(hypervisor, domid, start_mib=64, max_mib=64, platform=None, firmware=HVMLOADER):
    return hypervisor.hvm_build(
        domid,
        max_mib=max_mib,
        start_mib=start_mib,
        firmware=firmware,
        platform=platform or {},
        store_port=1,
        console_port=2,
    )


def test_a_pv_build_populates_and_hands_out_two_ring_frames():
    hypervisor, _ = make_hypervisor()
    free_pages = hypervisor.physinfo().free_pages
    domid = prepared(hypervisor, hvm=False)
    image = build_pv(hypervisor, domid)
    assert hypervisor.domain_getinfo(domid).total_pages == 64 * 256
    assert hypervisor.physinfo().free_pages == free_pages - 64 * 256
    assert image.store_mfn != image.console_mfn
    assert image.protocol == ""


def test_an_hvm_build_populates_on_demand_and_sets_its_parameters():
    hypervisor, _ = make_hypervisor()
    domid = prepared(hypervisor, hvm=True)
    platform = {"pae": "true", "nx": "1", "viridian": "yes", "nested": "0"}
    image = build_hvm(hypervisor, domid, start_mib=48, max_mib=64, platform=platform)
    assert hypervisor.domain_getinfo(domid).total_pages == 48 * 256
    assert image.store_mfn == hypervisor.hvm_get_param(domid, HvmParam.STORE_PFN)
    assert image.console_mfn == hypervisor.hvm_get_param(domid, HvmParam.CONSOLE_PFN)
    values = {
        param: hypervisor.hvm_get_param(domid, param)
        for param in (
            HvmParam.PAE_ENABLED,
            HvmParam.NX_ENABLED,
            HvmParam.VIRIDIAN,
            HvmParam.NESTEDHVM,
            HvmParam.STORE_EVTCHN,
            HvmParam.CONSOLE_EVTCHN,
        )
    }
    assert list(values.values()) == [1, 1, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("hvm", "build", "code"),
    [
        (False, lambda h, d: build_pv(h, d, start_mib=65), errno.ENOMEM),
        (False, lambda h, d: build_pv(h, d, kernel=""), errno.ENOENT),
        (False, lambda h, d: build_pv(h, d, ports=(1, 3)), errno.EINVAL),
        (False, lambda h, d: build_pv(h, d, ports=(0, 2)), errno.EINVAL),
        (False, build_hvm, errno.EINVAL),
        (True, build_pv, errno.EINVAL),
        (True, lambda h, d: build_hvm(h, d, start_mib=65, max_mib=65), errno.ENOMEM),
        (True, lambda h, d: build_hvm(h, d, start_mib=64, max_mib=63), errno.EINVAL),
        (True, lambda h, d: build_hvm(h, d, firmware=""), errno.ENOENT),
    ],
)
def test_a_refused_build_takes_no_memory(hvm, build, code):
    hypervisor, _ = make_hypervisor()
    domid = prepared(hypervisor, hvm=hvm)
    free_pages = hypervisor.physinfo().free_pages
    with pytest.raises(XcError) as refused:
        build(hypervisor, domid)
    assert refused.value.errno == code
    assert hypervisor.physinfo().free_pages == free_pages
    assert hypervisor.domain_getinfo(domid).total_pages == 0


def test_a_host_without_memory_refuses_a_build():
    hypervisor, _ = make_hypervisor(host_mib=1024 + 63)
    domid = prepared(hypervisor, hvm=False)
    with pytest.raises(XcError) as refused:
        build_pv(hypervisor, domid)
    assert refused.value.errno == errno.ENOMEM


def test_a_domain_is_built_once_and_only_with_vcpus():
    hypervisor, _ = make_hypervisor()
    domid = prepared(hypervisor, hvm=False, vcpus=0)
    with pytest.raises(XcError) as refused:
        build_pv(hypervisor, domid)
    assert refused.value.errno == errno.EINVAL
    hypervisor.domain_max_vcpus(domid, 1)
    build_pv(hypervisor, domid, start_mib=32)
    with pytest.raises(XcError) as refused:
        build_pv(hypervisor, domid, start_mib=32)
    assert refused.value.errno == errno.EINVAL
