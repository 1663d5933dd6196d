"""The VMs of a host by uuid and domid; an idle stopped one costs nothing."""

import asyncio
import gc

import pytest

from tests.support.toolstack import Rig, on_a_host, pv_config, stubdom_config
from tests.support.xiu import uuid_of
from xenvm.units import seconds
from xenvm.vmstate import VmState


def test_stopped_vm_that_nobody_holds_is_forgotten() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        assert rig.act() is act
        assert rig.toolstack.live(act.uuid) is None
        identity = id(act)
        del act
        gc.collect()
        assert len(rig.toolstack._acts) == 0
        assert identity

    on_a_host(story)


def test_running_vm_is_found_by_uuid_and_by_domid_until_it_stops() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        await act.start(pv_config())
        domid = act.domid
        assert rig.toolstack.live(uuid_of(1)) is act
        assert rig.toolstack.find_domid(domid) is act
        assert list(rig.toolstack.live_acts()) == [act]
        await act.destroy()
        await rig.clock.sleep(1)
        assert rig.toolstack.find_domid(domid) is None
        assert rig.toolstack.live(uuid_of(1)) is None
        assert act.last_domid == domid

    on_a_host(story)


def test_vm_with_a_verb_under_way_is_live_before_it_has_a_domain() -> None:
    async def story(rig: Rig) -> None:
        task = asyncio.ensure_future(rig.act().start(stubdom_config()))
        await asyncio.sleep(0)
        assert rig.toolstack.live(uuid_of(1)) is not None
        await task

    on_a_host(story)


def test_memory_and_cpus_are_the_hosts() -> None:
    async def story(rig: Rig) -> None:
        toolstack = rig.toolstack
        assert toolstack.total_memory_kib == 16 * 1024 * 1024
        assert toolstack.nr_cpus == rig.hypervisor.physinfo().nr_cpus
        free_kib = toolstack.free_memory_kib
        await rig.act().start(pv_config(memory_mib=64))
        assert free_kib - toolstack.free_memory_kib == 66 * 1024

    on_a_host(story)


def test_uuids_of_stub_domains_come_from_the_seed() -> None:
    async def story(rig: Rig) -> None:
        await rig.act().start(stubdom_config())

    def stub_uuid(seed: int) -> str:
        rig = on_a_host(story, seed=seed)
        return rig.hypervisor.domain_getinfo(rig.act().stub_domid).uuid

    assert stub_uuid(1) == stub_uuid(1) != stub_uuid(2)


def test_close_gives_up_verbs_and_leaves_domains() -> None:
    async def story(rig: Rig) -> None:
        await rig.act(1).start(pv_config(1))
        start = asyncio.ensure_future(rig.act(2).start(stubdom_config(2)))
        await rig.clock.sleep(seconds(0.1))
        await rig.toolstack.close()
        with pytest.raises(asyncio.CancelledError):
            await start
        assert rig.act(1).state is VmState.RUNNING
        assert len(rig.domids()) == 3

    on_a_host(story)
