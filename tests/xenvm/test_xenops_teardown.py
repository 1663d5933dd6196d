"""Nothing is left of a VM, however far its start came and whoever does not answer."""

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
from tests.support.xiu import make_domain, uuid_of
from xenvm.sim.knobs import Fault
from xenvm.units import seconds
from xenvm.vmconfig import VmConfig
from xenvm.xenops.live import Live
from xenvm.xenops.perform import perform
from xenvm.xenops.plan import HostFacts, plan_start
from xenvm.xenops.teardown import tear_down


async def bring_up(rig: Rig, config: VmConfig, steps_done: int = 1000) -> Live:
    facts = HostFacts(True, {nic.devid: nic.backend_domid or 0 for nic in config.nics}, uuid_of(99))
    plan = plan_start(config, facts)
    live = Live(config.uuid)
    await perform(rig.toolstack.host, live, (plan.build + plan.devices)[:steps_done])
    return live


def steps_of(config: VmConfig) -> int:
    plan = plan_start(config, HostFacts(True, {0: 0}, uuid_of(99)))
    return len(plan.build + plan.devices)


@pytest.mark.parametrize("config", [pv_config(vkbd=True, vfb=True), hvm_config(), stubdom_config()])
def test_start_broken_off_after_any_step_leaves_nothing(config: VmConfig) -> None:
    async def story(rig: Rig) -> None:
        await rig.clock.sleep(1)
        for steps_done in range(steps_of(config) + 1):
            residue = Residue(rig)
            live = await bring_up(rig, config, steps_done)
            await tear_down(rig.toolstack.host, live)
            await rig.clock.sleep(seconds(1))
            residue.assert_nothing_leaked()

    on_a_host(story)


def test_connected_backends_are_asked_to_close_and_their_trees_removed() -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        live = await bring_up(rig, hvm_config())
        rig.hypervisor.domain_unpause(live.domid)
        await rig.clock.sleep(seconds(5))
        back = f"/local/domain/0/backend/vif/{live.domid}/0"
        assert rig.store.read(f"{back}/state") == "4"
        seen: list[tuple[str | None, str | None]] = []
        watch = rig.store.watch(
            back,
            lambda _: seen.append(
                (rig.store.get(f"{back}/state"), rig.store.get(f"{back}/online"))
            ),
        )
        await tear_down(rig.toolstack.host, live)
        await rig.clock.sleep(seconds(1))
        assert ("5", "0") in seen
        assert ("6", "0") in seen
        assert seen[-1] == (None, None)
        watch.cancel()
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_backend_that_never_closes_costs_one_timeout_for_all_devices() -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), faults=frozenset({Fault.BACKEND_NEVER_CLOSES}))
        residue = Residue(rig)
        live = await bring_up(rig, hvm_config())
        rig.hypervisor.domain_unpause(live.domid)
        await rig.clock.sleep(seconds(5))
        start_ns = rig.clock.now_ns()
        await tear_down(rig.toolstack.host, live)
        assert (rig.clock.now_ns() - start_ns) // seconds(1) == 120
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_devices_of_a_dead_driver_domain_are_removed_at_once() -> None:
    async def story(rig: Rig) -> None:
        driver = make_domain(rig.hypervisor, number=2)
        rig.store.introduce(driver, 1, 1)
        rig.world.knobs.set(uuid_of(2), driver_domain=True)
        rig.hypervisor.domain_unpause(driver)
        await rig.clock.sleep(seconds(5))
        config = pv_config(nics=(replace(NIC0, backend_domid=driver),))
        live = await bring_up(rig, config)
        rig.hypervisor.domain_unpause(live.domid)
        await rig.clock.sleep(seconds(5))
        assert rig.store.exists(f"/local/domain/{driver}/backend/vif/{live.domid}/0")
        rig.hypervisor.domain_destroy(driver)
        await rig.clock.sleep(1)
        start_ns = rig.clock.now_ns()
        await tear_down(rig.toolstack.host, live)
        assert rig.clock.now_ns() == start_ns
        assert not rig.store.exists(f"/xapi/{live.domid}")

    on_a_host(story)


def test_stub_domain_is_asked_to_halt_first() -> None:
    async def story(rig: Rig) -> None:
        live = await bring_up(rig, stubdom_config())
        path = f"/local/domain/{live.stub_domid}/control/shutdown"
        words: list[str | None] = []
        ref = rig.store.watch(path, lambda _: words.append(rig.store.get(path)))
        await tear_down(rig.toolstack.host, live)
        ref.cancel()
        assert "halt" in words
        assert "" in words

    on_a_host(story)


def test_silent_stub_domain_is_destroyed_after_a_minute() -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        live = await bring_up(rig, stubdom_config())
        rig.world.guest(live.stub_domid).pauses()
        start_ns = rig.clock.now_ns()
        await tear_down(rig.toolstack.host, live)
        assert (rig.clock.now_ns() - start_ns) // seconds(1) in (60, 80)
        await rig.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()

    on_a_host(story)


def test_domain_that_does_not_die_is_relabelled(caplog: pytest.LogCaptureFixture) -> None:
    async def story(rig: Rig) -> None:
        live = await bring_up(rig, pv_config())
        await tear_down(rig.toolstack.host, live)
        assert rig.clock.now_ns() == seconds(30)
        label = rig.hypervisor.domain_getinfo(live.domid).uuid
        assert label == f"deadbeef-dead-beef-dead-beef0000{live.domid:04x}"

    on_a_host(story, destroy_ns=seconds(1000))
    assert "stuck in dying state" in caplog.text


def test_domain_that_vanished_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    async def story(rig: Rig) -> None:
        residue = Residue(rig)
        live = await bring_up(rig, pv_config())
        rig.hypervisor.domain_destroy(live.domid)
        await rig.clock.sleep(1)
        await tear_down(rig.toolstack.host, live)
        residue.assert_nothing_leaked()

    on_a_host(story)
    assert caplog.text == ""
