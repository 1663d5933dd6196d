"""The talk with hotplug scripts."""

import pytest

from tests.support.toolstack import NIC0, Rig, on_a_host
from tests.support.xiu import make_domain, uuid_of
from xenvm.errors import HotplugTimeout
from xenvm.ids import DOM0, DOM0_UUID, Devid, Domid
from xenvm.sim.knobs import Fault
from xenvm.units import seconds
from xenvm.xenops import device, hotplug
from xenvm.xenops.device import BackendSide, vif_spec
from xenvm.xenops.device_common import Device, DeviceKind, add


def put_vif(rig: Rig) -> Device:
    nodes = device.vif(
        make_domain(rig.hypervisor), vif_spec(NIC0, DOM0), BackendSide(DOM0, DOM0_UUID), ""
    )
    add(rig.store, nodes.device, nodes.frontend_keys, nodes.backend_keys)
    return nodes.device


def test_online_is_heard_and_the_nic_is_plugged() -> None:
    async def story(rig: Rig) -> None:
        vif = put_vif(rig)
        await hotplug.wait_online(rig.toolstack.host, vif)
        assert rig.store.read(f"{vif.hotplug_dir}/vif") == f"vif{vif.domid}.0"
        hotplug.plug_vif(rig.toolstack.host, vif, "/internal")
        assert rig.store.read(f"{vif.backend_path}/bridge") == "/internal"
        assert rig.store.read(f"{vif.backend_path}/hotplug-status") == "connected"

    on_a_host(story)


def test_silent_script_is_waited_for_twenty_minutes() -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), faults=frozenset({Fault.HOTPLUG_SILENT}))
        vif = put_vif(rig)
        with pytest.raises(HotplugTimeout) as caught:
            await hotplug.wait_online(rig.toolstack.host, vif)
        error = caught.value
        assert (error.domid, error.kind, error.devid) == (vif.domid, "vif", 0)
        assert rig.clock.now_ns() == seconds(1200)

    on_a_host(story)


def test_only_nics_are_plugged() -> None:
    async def story(rig: Rig) -> None:
        vbd = Device(Domid(5), DeviceKind.VBD, Devid(768), DOM0, DeviceKind.VBD)
        with pytest.raises(ValueError, match="vbd"):
            hotplug.plug_vif(rig.toolstack.host, vbd, "/internal")

    on_a_host(story)


def test_release_forgets_a_device_when_its_script_let_go() -> None:
    async def story(rig: Rig) -> None:
        vif = put_vif(rig)
        await hotplug.wait_online(rig.toolstack.host, vif)
        rig.clock.call_after(seconds(2), lambda: rig.store.rm(vif.backend_path))
        assert await hotplug.release(rig.toolstack.host, vif.domid, [vif]) == []
        assert rig.clock.now_ns() >= seconds(2)
        assert not rig.store.exists(vif.hotplug_dir)

    on_a_host(story)


def test_release_names_what_is_held_for_ever_and_leaves_its_notes() -> None:
    async def story(rig: Rig) -> None:
        vif = put_vif(rig)
        await hotplug.wait_online(rig.toolstack.host, vif)
        assert await hotplug.release(rig.toolstack.host, vif.domid, [vif]) == [vif]
        assert rig.store.read(vif.hotplug_path) == "online"

    on_a_host(story)


def test_dead_backend_domain_is_not_waited_for() -> None:
    async def story(rig: Rig) -> None:
        domid, driver = make_domain(rig.hypervisor), make_domain(rig.hypervisor, number=2)
        vif = Device(domid, DeviceKind.VIF, Devid(0), driver, DeviceKind.VIF)
        rig.store.write(vif.hotplug_path, "online")
        rig.hypervisor.domain_destroy(driver)
        assert await hotplug.release(rig.toolstack.host, domid, [vif]) == []
        assert rig.clock.now_ns() == 0

    on_a_host(story)
