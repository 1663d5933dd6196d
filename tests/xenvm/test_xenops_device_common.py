"""Two directories made and removed together, and found again by their backends."""

from tests.support.toolstack import HDA, NIC0, Rig, on_a_host
from tests.support.xiu import make_domain
from xenvm.ids import DOM0, DOM0_UUID, Devid, Domid
from xenvm.xenops import device
from xenvm.xenops.device import BackendSide, Nodes, vbd_spec, vif_spec
from xenvm.xenops.device_common import Device, DeviceKind, add, devices_of, remove
from xenvm.xenstore.perms import format_perms

SIDE = BackendSide(DOM0, DOM0_UUID)


def vbd_nodes(domid: Domid) -> Nodes:
    return device.vbd(domid, vbd_spec(HDA, through_stubdom=False), SIDE, None, "")


def put(rig: Rig, nodes: Nodes) -> Device:
    add(rig.store, nodes.device, nodes.frontend_keys, nodes.backend_keys)
    return nodes.device


def test_both_ends_belong_to_their_domains_and_point_to_each_other() -> None:
    async def story(rig: Rig) -> None:
        domid = make_domain(rig.hypervisor)
        made = put(rig, vbd_nodes(domid))
        front, back = made.frontend_path, made.backend_path
        assert rig.store.read(f"{front}/backend") == back
        assert rig.store.read(f"{back}/frontend") == front
        assert rig.store.children(front)[0] == "backend"
        assert rig.store.children(back)[0] == "frontend"
        for path, perms in (
            (front, f"n{domid},r0"),
            (back, f"n0,r{domid}"),
            (f"{front}/state", f"n{domid},r0"),
            (f"{back}/state", f"n0,r{domid}"),
            (made.hotplug_dir, "n0"),
        ):
            assert format_perms(rig.store.get_perms(path)) == perms

    on_a_host(story)


def test_nobody_sees_a_device_half_made() -> None:
    async def story(rig: Rig) -> None:
        domid = make_domain(rig.hypervisor)
        nodes = vbd_nodes(domid)
        halves: list[bool] = []

        def look(_path: str) -> None:
            keys = set(rig.store.children(nodes.device.backend_path))
            halves.append(bool(keys) and not {key for key, _ in nodes.backend_keys} <= keys)

        rig.store.watch("/local/domain/0/backend", look)
        rig.store.watch(nodes.device.frontend_path, look)
        put(rig, nodes)
        await rig.clock.sleep(1)
        assert len(halves) > 2
        assert not any(halves)

    on_a_host(story)


def test_add_replaces_what_an_earlier_device_left() -> None:
    async def story(rig: Rig) -> None:
        domid = make_domain(rig.hypervisor)
        made = put(rig, vbd_nodes(domid))
        for stale in (made.frontend_path, made.backend_path, made.hotplug_dir):
            rig.store.write(f"{stale}/stale", "x")
        put(rig, vbd_nodes(domid))
        for path in (made.frontend_path, made.backend_path, made.hotplug_dir):
            assert "stale" not in rig.store.children(path)

    on_a_host(story)


def test_remove_takes_both_ends_and_the_error_and_does_not_mind_repetition() -> None:
    async def story(rig: Rig) -> None:
        made = put(rig, vbd_nodes(make_domain(rig.hypervisor)))
        rig.store.write(made.error_path, "broken")
        for _ in range(2):
            remove(rig.store, made)
            for path in (made.frontend_path, made.backend_path, made.error_path):
                assert not rig.store.exists(path)

    on_a_host(story)


def test_devices_are_found_at_every_backend_domain() -> None:
    async def story(rig: Rig) -> None:
        domid, driver = make_domain(rig.hypervisor), make_domain(rig.hypervisor, number=2)
        side = BackendSide(driver, rig.hypervisor.domain_getinfo(driver).uuid)
        made = [
            put(rig, vbd_nodes(domid)),
            put(rig, device.vif(domid, vif_spec(NIC0, driver), side, "")),
        ]
        assert devices_of(rig.store, domid) == made
        assert devices_of(rig.store, driver) == []

    on_a_host(story)


def test_wireless_and_tap_devices_keep_their_two_kinds() -> None:
    async def story(rig: Rig) -> None:
        domid = make_domain(rig.hypervisor)
        wireless = Device(domid, DeviceKind.VWIF, Devid(1), DOM0, DeviceKind.VIF)
        tap = Device(domid, DeviceKind.VBD, Devid(768), DOM0, DeviceKind.TAP)
        for made in (wireless, tap):
            add(rig.store, made, (("backend-id", "0"),), ())
        assert set(devices_of(rig.store, domid)) == {wireless, tap}

    on_a_host(story)


def test_links_that_lead_elsewhere_are_nobodys_device() -> None:
    async def story(rig: Rig) -> None:
        domid = make_domain(rig.hypervisor)
        root = f"/local/domain/0/backend/vbd/{domid}"
        rig.store.write(f"{root}/768/frontend", "/local/domain/99/device/vbd/768")
        rig.store.write(f"{root}/832/frontend", f"/local/domain/{domid}/device/vbd/768")
        rig.store.write(f"{root}/5632/frontend", f"/local/domain/{domid}/device/floppy/5632")
        rig.store.write(f"{root}/5696/params", "")
        rig.store.write(f"/local/domain/0/backend/floppy/{domid}/0/frontend", "")
        rig.store.write(f"{root}/later/frontend", f"/local/domain/{domid}/device/vbd/later")
        assert devices_of(rig.store, domid) == []

    on_a_host(story)


def test_only_disks_and_nics_have_a_hotplug_script() -> None:
    scripted = {
        kind for kind in DeviceKind if Device(Domid(1), kind, Devid(0), DOM0, kind).has_hotplug
    }
    assert scripted == {DeviceKind.VBD, DeviceKind.TAP, DeviceKind.VIF, DeviceKind.VWIF}
