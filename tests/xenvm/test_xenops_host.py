"""What a host says of itself and of backend domains."""

import pytest

from tests.support.toolstack import Rig, on_a_host
from tests.support.xiu import make_domain, uuid_of
from xenvm.errors import XcError
from xenvm.ids import DOM0, DOM0_UUID, Domid
from xenvm.xc import ShutdownReason


def test_free_memory_is_the_hypervisors() -> None:
    async def story(rig: Rig) -> None:
        before_kib = rig.toolstack.host.free_kib()
        make_domain(rig.hypervisor, memory_mib=64, shadow_mib=2)
        assert before_kib - rig.toolstack.host.free_kib() == 66 * 1024

    on_a_host(story)


def test_backend_side_carries_the_uuid_of_its_domain() -> None:
    async def story(rig: Rig) -> None:
        host = rig.toolstack.host
        driver = make_domain(rig.hypervisor, number=2)
        assert host.backend_side(DOM0).uuid == DOM0_UUID
        assert host.backend_side(driver).uuid == uuid_of(2)
        with pytest.raises(XcError, match="No such process"):
            host.backend_side(Domid(99))

    on_a_host(story)


def test_only_a_living_backend_domain_serves() -> None:
    async def story(rig: Rig) -> None:
        host = rig.toolstack.host
        driver = make_domain(rig.hypervisor)
        assert host.serves(DOM0)
        assert host.serves(driver)
        rig.hypervisor.domain_shutdown(driver, ShutdownReason.CRASH)
        assert not host.serves(driver)
        assert not host.serves(Domid(99))

    on_a_host(story)
