"""Deaths reach whoever waits for that domain, and nobody else."""

import pytest

from tests.support.toolstack import Rig, on_a_host
from tests.support.xiu import make_domain
from xenvm.ids import DOM0, Domid
from xenvm.units import seconds
from xenvm.xc import ShutdownReason
from xenvm.xenops.xal import Death, Xal, death_of, domain_info


@pytest.mark.parametrize(
    ("code", "death"),
    [
        (ShutdownReason.POWEROFF, Death.HALTED),
        (ShutdownReason.REBOOT, Death.REBOOTED),
        (ShutdownReason.SUSPEND, Death.SUSPENDED),
        (ShutdownReason.CRASH, Death.CRASHED),
        (ShutdownReason.HALT, Death.HALTED),
        (77, Death.HALTED),
    ],
)
def test_shutdown_code_tells_how_a_domain_ended(code: int, death: Death) -> None:
    async def story(rig: Rig) -> None:
        domid = make_domain(rig.hypervisor)
        assert death_of(domain_info(rig.hypervisor, domid)) is None
        rig.hypervisor.domain_shutdown(domid, code)
        assert death_of(domain_info(rig.hypervisor, domid)) is death

    on_a_host(story)


def test_domain_without_a_record_has_vanished_and_a_dying_one_crashed() -> None:
    async def story(rig: Rig) -> None:
        assert death_of(domain_info(rig.hypervisor, Domid(99))) is Death.VANISHED
        domid = make_domain(rig.hypervisor)
        rig.hypervisor.domain_destroy(domid)
        assert death_of(domain_info(rig.hypervisor, domid)) is Death.CRASHED

    on_a_host(story)


def test_death_is_told_once_and_only_for_its_domain() -> None:
    async def story(rig: Rig) -> None:
        xal = Xal(rig.hypervisor)
        first, second = make_domain(rig.hypervisor), make_domain(rig.hypervisor, number=2)
        told: list[tuple[int, Death]] = []
        xal.watch(first, lambda death: told.append((first, death)))
        xal.watch(second, lambda death: told.append((second, death)))
        rig.hypervisor.domain_shutdown(first, ShutdownReason.CRASH)
        await rig.clock.sleep(1)
        rig.hypervisor.domain_destroy(first)
        await rig.clock.sleep(1)
        assert told == [(first, Death.CRASHED)]
        assert xal.watched() == 1

    on_a_host(story)


def test_forgotten_domain_dies_unheard() -> None:
    async def story(rig: Rig) -> None:
        xal = Xal(rig.hypervisor)
        domid = make_domain(rig.hypervisor)
        told: list[Death] = []
        xal.watch(domid, told.append)
        xal.forget(domid)
        rig.hypervisor.domain_destroy(domid)
        await rig.clock.sleep(1)
        assert told == []

    on_a_host(story)


def test_gone_is_done_when_the_record_has_disappeared() -> None:
    async def story(rig: Rig) -> None:
        xal = Xal(rig.hypervisor)
        domid = make_domain(rig.hypervisor)
        gone = xal.gone(domid)
        assert xal.gone(domid) is gone
        rig.hypervisor.domain_destroy(domid)
        await rig.clock.sleep(seconds(4))
        assert not gone.done()
        await rig.clock.sleep(seconds(2))
        assert gone.done()
        assert xal.gone(domid).done()

    on_a_host(story, destroy_ns=seconds(5))


def test_after_close_nothing_is_heard() -> None:
    async def story(rig: Rig) -> None:
        xal = Xal(rig.hypervisor)
        domid = make_domain(rig.hypervisor)
        told: list[Death] = []
        xal.watch(domid, told.append)
        xal.close()
        rig.hypervisor.domain_shutdown(domid, ShutdownReason.POWEROFF)
        await rig.clock.sleep(1)
        assert told == []

    on_a_host(story)


def test_dom0_is_alive() -> None:
    async def story(rig: Rig) -> None:
        assert death_of(domain_info(rig.hypervisor, DOM0)) is None

    on_a_host(story)
