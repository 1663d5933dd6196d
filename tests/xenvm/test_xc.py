"""The hypercall surface: its records, and that the simulated hypervisor offers all of it."""

import dataclasses
import inspect
import typing

import pytest

from tests.support.xiu import make_domain, make_hypervisor
from xenvm.xc import HvmParam, ShutdownReason, Xc
from xenvm.xiu.hypervisor import Hypervisor


def test_shutdown_codes_are_those_of_xen():
    names = ("poweroff", "reboot", "suspend", "crash", "halt")
    assert [reason.name.lower() for reason in ShutdownReason] == list(names)
    assert list(ShutdownReason) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("param", "number"),
    [
        (HvmParam.CALLBACK_IRQ, 0),
        (HvmParam.STORE_PFN, 1),
        (HvmParam.STORE_EVTCHN, 2),
        (HvmParam.ACPI_S_STATE, 14),
        (HvmParam.VPT_ALIGN, 16),
        (HvmParam.CONSOLE_PFN, 17),
        (HvmParam.CONSOLE_EVTCHN, 18),
    ],
)
def test_hvm_params_have_the_numbers_of_the_public_header(param, number):
    assert param == number


def test_the_simulated_hypervisor_offers_every_call_with_the_same_signature():
    calls = {name for name, value in vars(Xc).items() if inspect.isfunction(value)}
    for name in calls - {"__init__", "_no_init_or_replace_init", "__subclasshook__"}:
        wanted = inspect.signature(getattr(Xc, name)).parameters
        assert inspect.signature(getattr(Hypervisor, name)).parameters == wanted, name


def test_records_are_frozen():
    hypervisor, _ = make_hypervisor()
    domid = make_domain(hypervisor)
    for record in (hypervisor.domain_getinfo(domid), hypervisor.physinfo()):
        with pytest.raises(dataclasses.FrozenInstanceError):
            record.hvm = True


def test_a_domain_is_alive_until_it_is_shut_down_or_dying():
    hypervisor, _ = make_hypervisor()
    domid = make_domain(hypervisor)
    assert hypervisor.domain_getinfo(domid).alive
    hypervisor.domain_shutdown(domid, ShutdownReason.HALT)
    assert not hypervisor.domain_getinfo(domid).alive
    other = make_domain(hypervisor, number=2)
    hypervisor.domain_destroy(other)
    assert not hypervisor.domain_getinfo(other).alive


def test_type_hints_of_the_surface_resolve():
    assert typing.get_type_hints(Xc.domain_create)["uuid"]
