"""The verbs of one VM: what they do in which state, in which words, and who goes first."""

import asyncio
from dataclasses import replace

import pytest

from tests.support.toolstack import (
    NIC0,
    Residue,
    Rig,
    hvm_config,
    on_a_host,
    pv_config,
    stubdom_config,
)
from tests.support.xiu import uuid_of
from xenvm.errors import (
    DeviceModelFailed,
    NetworkUnknown,
    NotEnoughMemory,
    ShutdownForWrongReason,
    VmBadState,
    VmOvertaken,
    XcError,
)
from xenvm.sim.knobs import Behaviour, Fault
from xenvm.units import seconds
from xenvm.vmact import VmAct
from xenvm.vmconfig import VmConfig
from xenvm.vmstate import StopReason, VmState
from xenvm.xc import ShutdownReason

STARTED = ["creating-devices", "created", "running"]


async def running(rig: Rig, config: VmConfig | None = None) -> VmAct:
    act = rig.act()
    await act.start(config or pv_config())
    await rig.clock.sleep(seconds(5))
    rig.states.clear()
    return act


def test_start_ends_unpaused_and_running() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        assert await act.start(stubdom_config())
        assert act.state is VmState.RUNNING
        assert act.domid is not None
        assert act.stub_domid == act.domid + 1
        assert not rig.hypervisor.domain_getinfo(act.domid).paused
        assert act.memory_target_kib() == 1024 * 1024

    assert on_a_host(story).words() == STARTED


def test_start_of_a_vm_that_is_not_stopped_does_nothing() -> None:
    async def story(rig: Rig) -> None:
        act = await running(rig)
        domid = act.domid
        assert not await act.start(pv_config())
        await act.pause()
        assert not await act.start(pv_config())
        assert (act.domid, rig.words()) == (domid, ["paused"])

    on_a_host(story)


def test_second_start_at_once_waits_and_then_does_nothing() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        results = await asyncio.gather(act.start(hvm_config()), act.start(hvm_config()))
        assert results == [True, False]

    assert on_a_host(story).words() == STARTED


def test_hooks_run_between_the_states_with_the_domain_there() -> None:
    log: list[str] = []

    async def story(rig: Rig) -> None:
        async def on_devices(act: VmAct) -> None:
            assert act.domid is not None
            assert rig.store.exists(f"/local/domain/{act.domid}/domid")
            assert rig.store.children(f"/local/domain/{act.domid}/device") == []
            log.append(f"devices in {act.state.value} stub={act.stub_domid}")
            await rig.clock.sleep(seconds(1))

        async def on_created(act: VmAct) -> None:
            assert act.stub_domid is not None
            assert rig.hypervisor.domain_getinfo(act.domid).paused
            log.append(f"created in {act.state.value}")

        await rig.act().start(stubdom_config(), on_devices=on_devices, on_created=on_created)

    assert on_a_host(story).words() == STARTED
    assert log == ["devices in creating-devices stub=None", "created in created"]


@pytest.mark.parametrize("hook", ["on_devices", "on_created"])
def test_failing_hook_fails_the_start_and_leaves_nothing(hook: str) -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)

        async def fail(_act: VmAct) -> None:
            raise LookupError("the hook's own")

        with pytest.raises(LookupError):
            await rig.act().start(stubdom_config(), **{hook: fail})
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()
        assert rig.words()[-1] == "shutdown"
        assert rig.reasons()[-1] is StopReason.CREATE_FAILED

    on_a_host(story)


FAILING_STARTS = [
    (hvm_config(memory_mib=100_000), None, NotEnoughMemory, []),
    (hvm_config(nics=(replace(NIC0, network="/none"),)), None, NetworkUnknown, []),
    (pv_config(vcpus=1000), None, XcError, []),
    (hvm_config(), Fault.DEVICE_MODEL_FAILS, DeviceModelFailed, ["creating-devices"]),
    (stubdom_config(), Fault.STUBDOM_SILENT, DeviceModelFailed, ["creating-devices"]),
]


@pytest.mark.parametrize(("config", "fault", "error", "words"), FAILING_STARTS)
def test_failed_start_enters_shutdown_and_leaves_nothing(
    config: VmConfig, fault: Fault | None, error: type[Exception], words: list[str]
) -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        if fault is not None:
            rig.world.knobs.set(uuid_of(1), faults=frozenset({fault}))
        with pytest.raises(error):
            await rig.act().start(config)
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()
        assert rig.words() == [*words, "shutdown"]
        assert rig.reasons()[-1] is StopReason.CREATE_FAILED
        assert await rig.act().start(pv_config())

    on_a_host(story)


def test_shutdown_waits_for_the_guest_and_leaves_nothing() -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        act = await running(rig, stubdom_config())
        start_ns = rig.clock.now_ns()
        await act.shutdown()
        assert (rig.clock.now_ns() - start_ns) // seconds(1) == 2
        assert (act.state, act.domid, act.stub_domid) == (VmState.SHUTDOWN, None, None)
        assert rig.words() == ["shutdowning", "shutdown"]
        assert rig.reasons() == [None, StopReason.HALTED]
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()

    on_a_host(story)


@pytest.mark.parametrize("verb", ["shutdown", "destroy", "reboot", "unpause"])
def test_verb_on_a_stopped_vm_does_nothing(verb: str) -> None:
    async def story(rig: Rig) -> None:
        await getattr(rig.act(), verb)()
        assert not rig.store.exists("/state")

    assert on_a_host(story).states == []


def test_pause_of_a_stopped_vm_is_refused() -> None:
    async def story(rig: Rig) -> None:
        with pytest.raises(VmBadState) as caught:
            await rig.act().pause()
        assert (caught.value.state, caught.value.verb) == ("shutdown", "pause")

    on_a_host(story)


def test_pauses_do_not_nest_and_are_announced_each_time() -> None:
    async def story(rig: Rig) -> None:
        act = await running(rig)
        for verb in (act.pause, act.pause, act.unpause, act.unpause):
            await verb()
        assert rig.words() == ["paused", "paused", "running", "running"]
        assert not rig.hypervisor.domain_getinfo(act.domid).paused

    on_a_host(story)


def test_destroy_asks_nobody_and_leaves_nothing() -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        rig.world.knobs.set(uuid_of(1), behaviour=Behaviour.IGNORES_SHUTDOWN)
        act = await running(rig, stubdom_config())
        start_ns = rig.clock.now_ns()
        await act.destroy()
        assert rig.clock.now_ns() - start_ns < seconds(0.1)
        assert (rig.words(), rig.reasons()) == (["shutdown"], [StopReason.DESTROYED])
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_paused_vm_is_shut_down_by_force_at_once() -> None:
    async def story(rig: Rig) -> None:
        act = await running(rig)
        await act.pause()
        start_ns = rig.clock.now_ns()
        await act.shutdown()
        assert rig.clock.now_ns() == start_ns
        assert rig.words() == ["paused", "shutdowning", "shutdown"]

    on_a_host(story)


def test_reboot_starts_again_with_a_fresh_configuration_and_the_same_hooks() -> None:
    hooks: list[str] = []

    async def story(rig: Rig) -> None:
        async def on_devices(act: VmAct) -> None:
            hooks.append(f"devices {act.config.vcpus}")

        async def renew(act: VmAct) -> VmConfig:
            assert act.state is VmState.REBOOTED
            assert act.domid is None
            return pv_config(vcpus=2)

        act = rig.act()
        await act.start(pv_config(), on_devices=on_devices, renew=renew)
        await rig.clock.sleep(seconds(5))
        first = act.domid
        rig.states.clear()
        await act.reboot()
        assert act.domid > first
        assert rig.words() == ["rebooting", "rebooted", *STARTED]
        await act.reboot()

    on_a_host(story)
    assert hooks == ["devices 1", "devices 2", "devices 2"]


def test_reboot_without_renew_stays_rebooted_until_somebody_starts_it() -> None:
    async def story(rig: Rig) -> None:
        act = await running(rig)
        await act.reboot()
        assert rig.words() == ["rebooting", "rebooted"]
        assert rig.reasons()[-1] is StopReason.REBOOTED
        assert act.stopped
        assert rig.toolstack.live(act.uuid) is act
        assert await act.start(pv_config())
        assert rig.words() == ["rebooting", "rebooted", *STARTED]

    on_a_host(story)


def test_destroy_of_a_rebooted_vm_makes_it_shutdown() -> None:
    async def story(rig: Rig) -> None:
        act = await running(rig)
        await act.reboot()
        await act.destroy()
        assert rig.words() == ["rebooting", "rebooted", "shutdown"]

    on_a_host(story)


@pytest.mark.parametrize("outcome", [None, LookupError("no such VM any more")])
def test_vm_that_is_not_renewed_after_a_reboot_goes_down(outcome: Exception | None) -> None:
    async def story(rig: Rig) -> None:
        async def renew(_act: VmAct) -> None:
            if outcome is not None:
                raise outcome

        act = rig.act()
        await act.start(pv_config(), renew=renew)
        await rig.clock.sleep(seconds(5))
        if outcome is None:
            await act.reboot()
        else:
            with pytest.raises(LookupError):
                await act.reboot()
        assert rig.words()[3:] == ["rebooting", "rebooted", "shutdown"]

    on_a_host(story)


def test_guest_that_crashes_when_asked_to_reboot_goes_down() -> None:
    async def story(rig: Rig) -> None:
        act = await running(rig)
        rig.clock.call_after(seconds(1), lambda: rig.guest_went_down(1, ShutdownReason.CRASH))
        with pytest.raises(ShutdownForWrongReason) as caught:
            await act.reboot()
        assert (caught.value.expected, caught.value.actual) == ("rebooted", "crashed")
        assert rig.words() == ["rebooting", "shutdown"]
        assert rig.reasons()[-1] is StopReason.CRASHED

    on_a_host(story)


def test_guest_that_reboots_when_asked_to_go_down_stays_down() -> None:
    async def story(rig: Rig) -> None:
        act = await running(rig)
        rig.clock.call_after(seconds(1), lambda: rig.guest_went_down(1, ShutdownReason.REBOOT))
        await act.shutdown()
        assert (rig.words(), rig.reasons()) == (
            ["shutdowning", "shutdown"],
            [None, StopReason.HALTED],
        )

    on_a_host(story)


GUEST_MOVES = [
    (ShutdownReason.POWEROFF, ["shutdowning", "shutdown"], StopReason.HALTED),
    (ShutdownReason.HALT, ["shutdowning", "shutdown"], StopReason.HALTED),
    (ShutdownReason.CRASH, ["shutdown"], StopReason.CRASHED),
    (ShutdownReason.SUSPEND, ["shutdown"], StopReason.SUSPENDED),
    (ShutdownReason.REBOOT, ["rebooting", "rebooted"], StopReason.REBOOTED),
]


@pytest.mark.parametrize(("reason", "words", "stop_reason"), GUEST_MOVES)
def test_guest_that_goes_down_by_itself_is_cleaned_up(
    reason: ShutdownReason, words: list[str], stop_reason: StopReason
) -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        act = await running(rig, stubdom_config())
        rig.guest_went_down(1, reason)
        await rig.clock.sleep(seconds(3))
        assert rig.words() == words
        assert rig.reasons()[-1] is stop_reason
        await act.destroy()
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_domain_that_vanishes_is_cleaned_up() -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        act = await running(rig, hvm_config())
        rig.hypervisor.domain_destroy(act.domid)
        await rig.clock.sleep(seconds(3))
        assert rig.words() == ["shutdown"]
        assert rig.reasons()[-1] in (StopReason.VANISHED, StopReason.CRASHED)
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_guest_that_reboots_itself_is_started_again() -> None:
    async def story(rig: Rig) -> None:
        async def renew(_act: VmAct) -> VmConfig:
            return pv_config()

        act = rig.act()
        await act.start(pv_config(), renew=renew)
        await rig.clock.sleep(seconds(5))
        rig.states.clear()
        rig.guest_went_down(1, ShutdownReason.REBOOT)
        await rig.clock.sleep(seconds(5))
        assert rig.words() == ["rebooting", "rebooted", *STARTED]

    on_a_host(story)


def test_guest_that_crashes_at_boot_ends_in_shutdown() -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), behaviour=Behaviour.CRASHES_AT_BOOT)
        residue = Residue(rig)
        await rig.act().start(hvm_config())
        await rig.clock.sleep(seconds(10))
        residue.assert_nothing_leaked()

    assert on_a_host(story).words() == [*STARTED, "shutdown"]


@pytest.mark.parametrize("after_s", [0, 0.1, 0.2, 0.205, 0.21, 0.215, 0.22])
def test_destroy_overtakes_a_start_at_any_moment(after_s: float) -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        start = asyncio.ensure_future(rig.act().start(stubdom_config()))
        await rig.clock.sleep(seconds(after_s))
        await rig.act().destroy()
        with pytest.raises(VmOvertaken) as caught:
            await start
        assert caught.value.verb == "start"
        assert rig.words()[-1:] in ([], ["shutdown"])
        assert rig.words().count("shutdown") <= 1
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_destroy_overtakes_a_start_inside_a_hook() -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)

        async def never(_act: VmAct) -> None:
            await rig.clock.sleep(seconds(10_000))

        start = asyncio.ensure_future(rig.act().start(hvm_config(), on_created=never))
        await rig.clock.sleep(seconds(5))
        await rig.act().destroy()
        assert isinstance((await asyncio.gather(start, return_exceptions=True))[0], VmOvertaken)
        assert rig.words() == ["creating-devices", "created", "shutdown"]
        assert rig.reasons()[-1] is StopReason.DESTROYED
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_destroy_overtakes_a_shutdown_and_both_are_satisfied() -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), behaviour=Behaviour.IGNORES_SHUTDOWN)
        act = await running(rig)
        shutdown = asyncio.ensure_future(act.shutdown())
        await rig.clock.sleep(seconds(10))
        start_ns = rig.clock.now_ns()
        await act.destroy()
        await shutdown
        assert rig.clock.now_ns() == start_ns
        assert rig.words() == ["shutdowning", "shutdown"]

    on_a_host(story)


def test_destroy_fails_what_waits_except_shutdowns() -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), behaviour=Behaviour.IGNORES_SHUTDOWN)
        act = await running(rig)
        verbs = (act.reboot, act.shutdown, act.pause, act.unpause)
        waiting = [asyncio.ensure_future(verb()) for verb in verbs]
        waiting.append(asyncio.ensure_future(act.start(pv_config())))
        await rig.clock.sleep(seconds(10))
        await act.destroy()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        overtaken = [isinstance(result, VmOvertaken) for result in results]
        assert overtaken == [True, False, True, True, True]
        assert results[1] is None
        assert act.state is VmState.SHUTDOWN

    on_a_host(story)


def test_destroy_during_a_reboot_prevents_the_restart() -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), faults=frozenset({Fault.BACKEND_NEVER_CLOSES}))

        async def renew(_act: VmAct) -> VmConfig:
            raise AssertionError("not to be started again")

        act = rig.act()
        await act.start(hvm_config(), renew=renew)
        await rig.clock.sleep(seconds(5))
        reboot = asyncio.ensure_future(act.reboot())
        await rig.clock.sleep(seconds(60))
        await act.destroy()
        with pytest.raises(VmOvertaken):
            await reboot
        assert rig.words()[3:] == ["rebooting", "shutdown"]

    on_a_host(story)


def test_verbs_take_turns_in_the_order_they_came() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        await asyncio.gather(
            act.start(hvm_config()),
            act.pause(),
            act.unpause(),
            act.shutdown(),
            act.start(pv_config()),
        )
        assert rig.words() == [*STARTED, "paused", "running", "shutdowning", "shutdown", *STARTED]

    on_a_host(story)


def test_caller_that_leaves_does_not_stop_the_verb() -> None:
    async def story(rig: Rig) -> None:
        start = asyncio.ensure_future(rig.act().start(hvm_config()))
        await rig.clock.sleep(seconds(0.1))
        start.cancel()
        await rig.clock.sleep(seconds(1))
        assert rig.act().state is VmState.RUNNING

    on_a_host(story)


def test_observer_that_fails_does_not_keep_the_vm_from_moving_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken:
        def state_entered(self, act: VmAct, state: VmState, reason: StopReason | None) -> None:
            raise LookupError(state.value)

    async def story(rig: Rig) -> None:
        rig.toolstack.observer = Broken()
        await rig.act().start(pv_config())
        await rig.act().destroy()

    on_a_host(story)
    assert caplog.text.count("state not published") == 4


def test_acpi_state_is_off_without_a_domain_and_working_for_pv() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        assert act.acpi_state() == 5
        await act.start(pv_config())
        assert act.acpi_state() == 0
        await act.destroy()
        await act.start(hvm_config())
        assert act.acpi_state() == 0
        rig.hypervisor.guest_set_hvm_param(act.domid, 14, 3)
        assert act.acpi_state() == 3
        await act.destroy()
        assert act.acpi_state() == 5

    on_a_host(story)


def test_memory_target_of_a_stopped_vm_is_none_and_cannot_be_set() -> None:
    async def story(rig: Rig) -> None:
        assert rig.act().memory_target_kib() is None
        with pytest.raises(VmBadState):
            rig.act().set_memory_target(1024)

    on_a_host(story)
