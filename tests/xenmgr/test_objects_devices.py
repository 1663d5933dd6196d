"""The faces of disks and NICs over a whole host in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen.runtime.errors import NotSupported
from tests.support.host import SimHost, on_host
from xenmgr.errors import XenmgrError
from xenmgr.objects.devices import DiskFace, NicFace
from xenmgr.objects.vm import VmFace
from xenmgr.vm import Disk, Nic, Vm


async def added_disk(vm: Vm) -> Disk:
    return Disk(vm, int((await VmFace(vm).add_disk()).rpartition("/")[2]))


@pytest.mark.parametrize(("member", "kind"), [("attach_vhd", "vhd"), ("attach_phy", "phy")])
def test_attached_is_a_writable_disk_of_that_kind(tmp_path: Path, member: str, kind: str) -> None:
    async def story(sim: SimHost) -> None:
        disk = await added_disk(sim.vm())
        disk.put("mode", "r")
        disk.put("devtype", "cdrom")
        await getattr(DiskFace(disk), member)("/storage/disks/x")
        assert [disk.get(key) for key in ("path", "type", "mode", "devtype")] == [
            "/storage/disks/x",
            kind,
            "w",
            "disk",
        ]

    on_host(tmp_path, story)


def test_a_deleted_disk_takes_its_image_with_it(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        disk = await added_disk(vm)
        path = sim.host.create_vhd(16)
        await DiskFace(disk).attach_vhd(path)
        await DiskFace(disk).delete()
        assert not disk.exists()
        # Not before the end of the turn, when it is stored that the disk has gone.
        assert sim.host.files.exists(path)
        sim.host.commit()
        assert not sim.host.files.exists(path)
        assert ("vanished", disk.path) in sim.ear.objects

    on_host(tmp_path, story)


@pytest.mark.parametrize("case", ["shared", "used twice", "no vhd"])
def test_an_image_that_others_may_need_stays(tmp_path: Path, case: str) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        disk = await added_disk(vm)
        path = sim.host.create_vhd(16)
        await DiskFace(disk).attach_vhd(path)
        if case == "shared":
            disk.put("shared", "true")
        elif case == "used twice":
            await DiskFace(await added_disk(sim.vm())).attach_vhd(path)
        else:
            await DiskFace(disk).attach_phy(path)
        await DiskFace(disk).delete()
        sim.host.commit()
        assert sim.host.files.exists(path)

    on_host(tmp_path, story)


def test_a_deleted_nic_is_gone(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        nic = Nic(vm, 0)
        assert nic.exists()
        await NicFace(nic).delete()
        assert not nic.exists()
        assert ("vanished", nic.path) in sim.ear.objects
        with pytest.raises(XenmgrError, match="222:No such NIC"):
            await NicFace(nic).delete()

    on_host(tmp_path, story)


def test_a_face_of_a_deleted_disk_says_206(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        disk = await added_disk(sim.vm())
        face = DiskFace(disk)
        await face.delete()
        for call in (face.delete, lambda: face.attach_vhd("/x"), lambda: face.attach_phy("/x")):
            with pytest.raises(XenmgrError, match="206:No such disk"):
                await call()
        assert not disk.exists()

    on_host(tmp_path, story)


@pytest.mark.parametrize(
    ("member", "arguments"),
    [
        ("generate_crypto_key", (256,)),
        ("generate_crypto_key_in", (256, "/config")),
        ("mount", ("/mnt", True)),
        ("umount", ()),
    ],
)
def test_what_is_not_there_yet_says_so(
    tmp_path: Path, member: str, arguments: tuple[object, ...]
) -> None:
    async def story(sim: SimHost) -> None:
        disk = await added_disk(sim.vm())
        with pytest.raises(NotSupported, match=f"{member} is not supported yet"):
            await getattr(DiskFace(disk), member)(*arguments)

    on_host(tmp_path, story)
