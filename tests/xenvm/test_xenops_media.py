"""Changing the image in a drive and the network of a NIC while the guest runs."""

from tests.support.toolstack import Rig, hvm_config, on_a_host
from xenvm.ids import Devid
from xenvm.units import seconds
from xenvm.xenops.media import insert_cd, move_nic


def test_image_is_changed_in_the_drive_of_that_name_only() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        await act.start(hvm_config())
        back = f"/local/domain/0/backend/vbd/{act.domid}"
        insert_cd(rig.store, act.domid, "hdc", "/storage/isos/other.iso")
        assert rig.store.read(f"{back}/5632/params") == "/storage/isos/other.iso"
        assert rig.store.read(f"{back}/5632/type") == "file"
        assert rig.store.read(f"{back}/768/params") == "/dev/xen/blktap-2/tapdev0"

    on_a_host(story)


def test_drive_that_the_guest_has_not_is_not_made() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        await act.start(hvm_config(disks=()))
        insert_cd(rig.store, act.domid, "hdc", "/storage/isos/other.iso")
        assert not rig.store.exists(f"/local/domain/0/backend/vbd/{act.domid}")

    on_a_host(story)


def test_nic_is_pulled_moved_and_plugged() -> None:
    async def story(rig: Rig) -> None:
        act = rig.act()
        await act.start(hvm_config())
        await rig.clock.sleep(seconds(5))
        move_nic(rig.store, act.domid, Devid(0), "/internal")
        front = f"/local/domain/{act.domid}/device/vif/0"
        assert rig.store.read(f"{rig.store.read(f'{front}/backend')}/bridge") == "/internal"
        assert rig.store.read(f"{front}/disconnect") == "0"
        move_nic(rig.store, act.domid, Devid(7), "/internal")
        assert not rig.store.exists(f"/local/domain/{act.domid}/device/vif/7")

    on_a_host(story)
