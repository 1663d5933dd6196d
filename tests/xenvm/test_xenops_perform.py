"""Doing a start plan: what each step leaves in Live and on the host."""

import asyncio

import pytest

from tests.support.toolstack import Rig, on_a_host, pv_config, stubdom_config
from tests.support.xiu import make_domain, pages_in_the_books, uuid_of
from xenvm.errors import NotEnoughMemory, StubdomFailed
from xenvm.ids import Devid, Domid
from xenvm.units import kib_from_mib, seconds
from xenvm.vmconfig import VmConfig
from xenvm.xenops import steps
from xenvm.xenops.live import Live
from xenvm.xenops.perform import perform
from xenvm.xenops.plan import HostFacts, StartPlan, plan_start
from xenvm.xenops.steps import Role

STUB_UUID = uuid_of(99)


def plan_of(config: VmConfig) -> StartPlan:
    return plan_start(config, HostFacts(True, {Devid(0): Domid(0)}, STUB_UUID))


async def perform_all(rig: Rig, config: VmConfig) -> Live:
    live = Live(config.uuid)
    plan = plan_of(config)
    await perform(rig.toolstack.host, live, plan.build + plan.devices)
    return live


def test_everything_made_is_noted() -> None:
    async def story(rig: Rig) -> None:
        live = await perform_all(rig, stubdom_config())
        assert live.domid is not None
        assert live.stub_domid == live.domid + 1
        assert live.stub_uuid == STUB_UUID
        assert live.stubdom_runs
        assert set(live.taps) == {"hda"}
        assert live.agents == {live.stub_domid}
        assert live.reservation is None
        assert rig.toolstack.host.ledger.reserved_kib == 0
        info = rig.hypervisor.domain_getinfo(live.stub_domid)
        assert (info.uuid, info.hvm, info.paused) == (STUB_UUID, False, False)
        assert info.total_pages == 128 * 256

    on_a_host(story)


def test_memory_promised_to_the_stub_domain_is_kept_until_it_is_built() -> None:
    async def story(rig: Rig) -> None:
        config = stubdom_config()
        live = Live(config.uuid)
        plan = plan_of(config)
        await perform(rig.toolstack.host, live, plan.build)
        assert rig.toolstack.host.ledger.reserved_kib == 134144 + kib_from_mib(16)
        await perform(rig.toolstack.host, live, plan.devices)
        assert rig.toolstack.host.ledger.reserved_kib == 0

    on_a_host(story)


def test_lack_of_memory_is_found_before_anything_is_made() -> None:
    async def story(rig: Rig) -> None:
        live = Live(uuid_of(1))
        with pytest.raises(NotEnoughMemory) as caught:
            await perform(rig.toolstack.host, live, plan_of(stubdom_config()).build)
        assert caught.value.needed_kib == 1059840 + 134144
        assert caught.value.free_kib == rig.toolstack.free_memory_kib
        assert live.domid is None
        assert rig.clock.now_ns() == 0

    on_a_host(story, host_mib=2000)


def test_pages_under_scrubbing_are_waited_for() -> None:
    async def story(rig: Rig) -> None:
        filler = make_domain(rig.hypervisor, number=9, memory_mib=800)
        rig.hypervisor.domain_destroy(filler)
        await rig.clock.sleep(1)
        assert rig.hypervisor.physinfo().scrub_pages > 0
        live = Live(uuid_of(1))
        await perform(rig.toolstack.host, live, plan_of(pv_config(memory_mib=700)).build)
        assert rig.clock.now_ns() // seconds(1) == 5

    on_a_host(story, host_mib=2000, scrub_ns=seconds(5))


def test_scrubbing_is_not_waited_for_longer_than_64_seconds() -> None:
    async def story(rig: Rig) -> None:
        rig.hypervisor.domain_destroy(make_domain(rig.hypervisor, number=9, memory_mib=800))
        await rig.clock.sleep(1)
        with pytest.raises(NotEnoughMemory):
            await perform(
                rig.toolstack.host, Live(uuid_of(1)), plan_of(pv_config(memory_mib=700)).build
            )
        assert rig.clock.now_ns() // seconds(1) == 64

    on_a_host(story, host_mib=2000, scrub_ns=seconds(500))


def test_two_starts_at_once_never_count_on_the_same_memory() -> None:
    async def story(rig: Rig) -> None:
        # Room for one guest of 600 MiB with its stub domain and one guest without.
        configs = [stubdom_config(number, memory_mib=400) for number in (1, 2)]
        results = await asyncio.gather(
            *(perform_all(rig, config) for config in configs), return_exceptions=True
        )
        assert [type(result).__name__ for result in results] == ["Live", "NotEnoughMemory"]
        assert pages_in_the_books(rig.hypervisor) == rig.hypervisor.physinfo().total_pages

    on_a_host(story, host_mib=1024 + 900)


def test_firewall_is_waited_for_only_when_told() -> None:
    async def story(rig: Rig) -> None:
        config = stubdom_config(waits_for_argo_firewall=True)
        with pytest.raises(StubdomFailed, match="argo-firewall-ready"):
            await perform_all(rig, config)
        assert rig.clock.now_ns() // seconds(1) == 20

    on_a_host(story)


def test_firewall_that_is_ready_lets_the_stub_domain_run() -> None:
    async def story(rig: Rig) -> None:
        config = stubdom_config(waits_for_argo_firewall=True)
        live = Live(config.uuid)
        plan = plan_of(config)
        await perform(rig.toolstack.host, live, plan.build)
        path = f"/local/domain/{live.domid}/argo-firewall-ready"
        rig.clock.call_after(seconds(7), lambda: rig.store.write(path, "1"))
        await perform(rig.toolstack.host, live, plan.devices)
        assert rig.clock.now_ns() // seconds(1) == 7

    on_a_host(story)


def test_stub_domain_that_cannot_be_built_is_told_apart() -> None:
    async def story(rig: Rig) -> None:
        with pytest.raises(StubdomFailed, match="stubdomain-initramfs"):
            await perform_all(rig, stubdom_config())

    on_a_host(story, file_readable=lambda path: "initramfs" not in path)


def test_step_about_a_domain_that_is_not_there_is_a_mistake() -> None:
    async def story(rig: Rig) -> None:
        with pytest.raises(ValueError, match="stubdom"):
            await perform(rig.toolstack.host, Live(uuid_of(1)), [steps.AddVfb(Role.STUBDOM)])

    on_a_host(story)
