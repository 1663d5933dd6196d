"""Getting a guest down: asked, by its button, by force; each on the clock."""

import asyncio

import pytest

from tests.support.toolstack import Rig, hvm_config, on_a_host, pv_config, stubdom_config
from tests.support.xiu import uuid_of
from xenvm.sim.knobs import Behaviour
from xenvm.units import milliseconds, seconds
from xenvm.vmconfig import VmConfig
from xenvm.xc import ShutdownReason
from xenvm.xenops.shutdown import Guest, bring_down
from xenvm.xenops.xal import Death


async def running_guest(rig: Rig, config: VmConfig, **knobs: object) -> Guest:
    """A guest that has booted, seen as bring_down sees it."""
    if knobs:
        rig.world.knobs.set(uuid_of(1), **knobs)
    act = rig.act()
    await act.start(config)
    await rig.clock.sleep(seconds(5))
    death: asyncio.Future[Death] = asyncio.get_running_loop().create_future()
    rig.toolstack.host.xal.watch(act.domid, death.set_result)
    return Guest(act.domid, act.stub_domid, config.hvm, False, death)


async def timed(rig: Rig, guest: Guest, reason: ShutdownReason) -> tuple[Death, int]:
    start_ns = rig.clock.now_ns()
    death = await bring_down(rig.toolstack.host, guest, reason)
    return death, rig.clock.now_ns() - start_ns


NORMAL, IGNORES, DRIVERLESS = (
    Behaviour.NORMAL,
    Behaviour.IGNORES_SHUTDOWN,
    Behaviour.NO_PV_DRIVERS,
)
POWEROFF, REBOOT = ShutdownReason.POWEROFF, ShutdownReason.REBOOT

# config, behaviour, asked -> how it went down, after how long
CASES = [
    (pv_config(), NORMAL, POWEROFF, Death.HALTED, seconds(2)),
    (pv_config(), NORMAL, REBOOT, Death.REBOOTED, seconds(2)),
    (hvm_config(), NORMAL, POWEROFF, Death.HALTED, seconds(2)),
    (stubdom_config(), NORMAL, REBOOT, Death.REBOOTED, seconds(2)),
    # No drivers: the button, felt at once; a reboot has no button.
    (hvm_config(), DRIVERLESS, POWEROFF, Death.HALTED, seconds(2)),
    (stubdom_config(), DRIVERLESS, POWEROFF, Death.HALTED, seconds(2)),
    (hvm_config(), DRIVERLESS, REBOOT, Death.REBOOTED, 0),
    # Neither drivers nor button: by force at once.
    (hvm_config(acpi=False), DRIVERLESS, POWEROFF, Death.HALTED, 0),
    # Deaf: 30 s for an answer, three pushes a second apart, 60 s more, then by force.
    (pv_config(), IGNORES, POWEROFF, Death.HALTED, seconds(30)),
    (pv_config(), IGNORES, REBOOT, Death.REBOOTED, seconds(30)),
    (hvm_config(), IGNORES, POWEROFF, Death.HALTED, seconds(30 + 3 + 60)),
]


@pytest.mark.parametrize(("config", "behaviour", "asked", "death", "duration_ns"), CASES)
def test_guest_goes_down_in_its_way_and_time(
    config: VmConfig, behaviour: Behaviour, asked: ShutdownReason, death: Death, duration_ns: int
) -> None:
    async def story(rig: Rig) -> None:
        guest = await running_guest(rig, config, behaviour=behaviour)
        got, took_ns = await timed(rig, guest, asked)
        assert got is death
        assert took_ns == pytest.approx(duration_ns, abs=milliseconds(10))

    on_a_host(story)


def test_request_is_a_word_that_the_guest_empties() -> None:
    async def story(rig: Rig) -> None:
        guest = await running_guest(rig, pv_config())
        written: list[str] = []
        path = f"/local/domain/{guest.domid}/control/shutdown"
        rig.store.watch(path, lambda _: written.append(rig.store.get(path) or "-"))
        await timed(rig, guest, POWEROFF)
        assert "poweroff" in written
        assert written[-1] == "-"

    on_a_host(story)


def test_button_is_pushed_three_times_a_second_apart() -> None:
    async def story(rig: Rig) -> None:
        guest = await running_guest(rig, hvm_config(), behaviour=IGNORES)
        pushes: list[int] = []
        path = f"/local/domain/0/device-model/{guest.domid}/hvm-shutdown"
        rig.store.watch(path, lambda _: pushes.append(rig.clock.now_ns()))
        await rig.clock.sleep(1)
        pushes.clear()
        start_ns = rig.clock.now_ns()
        await timed(rig, guest, POWEROFF)
        assert [(push - start_ns) // seconds(1) for push in pushes] == [30, 31, 32]

    on_a_host(story)


def test_guest_that_answers_and_never_goes_is_forced_after_half_an_hour() -> None:
    async def story(rig: Rig) -> None:
        guest = await running_guest(rig, pv_config(), shutdown_ns=seconds(10_000))
        death, took_ns = await timed(rig, guest, POWEROFF)
        assert death is Death.HALTED
        assert took_ns == pytest.approx(seconds(1800), abs=milliseconds(10))

    on_a_host(story)


def test_paused_guest_cannot_answer_and_is_forced_at_once() -> None:
    async def story(rig: Rig) -> None:
        up = await running_guest(rig, pv_config())
        rig.hypervisor.domain_pause(up.domid)
        guest = Guest(up.domid, None, False, True, up.death)
        assert await timed(rig, guest, POWEROFF) == (Death.HALTED, 0)

    on_a_host(story)


def test_guest_that_crashes_instead_is_found_out() -> None:
    async def story(rig: Rig) -> None:
        guest = await running_guest(rig, pv_config())
        rig.clock.call_after(
            seconds(1),
            lambda: rig.hypervisor.guest_shutdown(guest.domid, ShutdownReason.CRASH),
        )
        death, took_ns = await timed(rig, guest, POWEROFF)
        assert (death, took_ns) == (Death.CRASHED, seconds(1))

    on_a_host(story)
