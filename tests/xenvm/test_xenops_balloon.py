"""The balloon target's node."""

from tests.support.toolstack import Rig, on_a_host, pv_config
from xenvm.ids import Domid
from xenvm.xenops.balloon import memory_target_kib, set_memory_target


def test_target_is_rounded_down_to_pages() -> None:
    async def story(rig: Rig) -> None:
        set_memory_target(rig.store, Domid(5), 4099)
        assert rig.store.read("/local/domain/5/memory/target") == "4096"
        assert memory_target_kib(rig.store, Domid(5)) == 4096

    on_a_host(story)


def test_missing_or_unreadable_target_is_none() -> None:
    async def story(rig: Rig) -> None:
        assert memory_target_kib(rig.store, Domid(5)) is None
        rig.store.write("/local/domain/5/memory/target", "lots")
        assert memory_target_kib(rig.store, Domid(5)) is None

    on_a_host(story)


def test_guest_follows_its_target_within_a_second() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        await act.start(pv_config(memory_mib=64, memory_static_max_mib=128))
        await rig.clock.sleep(4 * 10**9)
        act.set_memory_target(32 * 1024)
        await rig.clock.sleep(11 * 10**8)
        assert rig.hypervisor.domain_getinfo(act.domid).total_pages == 32 * 256

    on_a_host(story)
