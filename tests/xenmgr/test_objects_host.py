"""The faces of /host over a whole host in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen.runtime.errors import Failed, NotSupported
from tests.support.host import SimHost, on_host
from xenmgr.errors import XenmgrError
from xenmgr.objects.host import HostFace, InstallerFace, PowersettingsFace

NOT_YET: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("assign_cd_device", ("0:0:0:0", True, "")),
    ("configure_gpu_placement", ("x", 1)),
    ("eject_cd_device", ("0:0:0:0",)),
    ("get_cd_device_assignment", ("0:0:0:0",)),
    ("get_gpu_placement", ("x",)),
    ("get_sound_card_control", ("0", "Master")),
    ("hibernate", ()),
    ("list_capture_devices", ()),
    ("list_cd_devices", ()),
    ("list_disk_devices", ()),
    ("list_gpu_devices", ()),
    ("list_pci_devices", ()),
    ("list_playback_devices", ()),
    ("list_sound_card_controls", ("0",)),
    ("list_sound_cards", ()),
    ("reboot", ()),
    ("set_license", ("", "", "")),
    ("set_sound_card_control", ("0", "Master", "50% on")),
    ("shutdown", ()),
    ("shutdown_idle", ()),
    ("sleep", ()),
    ("set_displayhandler_gpu", ("",)),
    ("get_displayhandler_gpu", ()),
    ("list_gpus_for_displayhandler", ()),
)


def test_the_time_is_the_simulated_one(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = HostFace(sim.host)
        before = await face.get_seconds_from_epoch()
        await sim.pass_time(90 * 10**9)
        assert await face.get_seconds_from_epoch() == before + 90

    on_host(tmp_path, story)


def test_isos_and_plugins_are_what_lies_there(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face, files = HostFace(sim.host), sim.host.files
        files.write_bytes("/storage/isos/b.iso", b"")
        files.write_bytes("/storage/isos/a.txt", b"")
        assert await face.list_isos() == ["b.iso", "xc-tools.iso"]
        assert "serviceimages" in await face.list_ui_plugins("")
        assert await face.list_ui_plugins("serviceimages") == ["citrix.png"]
        assert await face.list_ui_plugins("nothing") == []
        with pytest.raises(Failed, match="bad subdirectory"):
            await face.list_ui_plugins("../..")

    on_host(tmp_path, story)


def test_a_service_is_looked_up_on_the_bus(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        assert await HostFace(sim.host).is_service_running("com.citrix.xenclient.input") is False

    on_host(tmp_path, story)


def test_the_installation_is_done_step_by_step(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face, files = InstallerFace(sim.host), sim.host.files
        assert set((await face.get_installstate()).values()) == {"False"}
        files.write_bytes("/config/deferred_language", b"")
        assert (await face.get_installstate())["deferred-language"] == "True"
        await face.progress_installstate("language-set")
        assert (await face.get_installstate())["deferred-language"] == "False"
        with pytest.raises(Failed, match="unexpected install-action string: nonsense"):
            await face.progress_installstate("nonsense")
        assert await face.get_eula() == ""
        files.write_bytes("/usr/share/xenclient/EULA-en-us", b"agree")
        assert await face.get_eula() == "agree"

    on_host(tmp_path, story)


def test_lid_actions_are_kept_apart(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = PowersettingsFace(sim.host)
        assert await face.get_ac_lid_close_action() == "nothing"
        await face.set_ac_lid_close_action("sleep")
        await face.set_battery_lid_close_action("shutdown")
        assert await face.get_ac_lid_close_action() == "sleep"
        assert await face.get_battery_lid_close_action() == "shutdown"
        for setter in (face.set_ac_lid_close_action, face.set_battery_lid_close_action):
            with pytest.raises(XenmgrError, match="290:"):
                await setter("bogus")

    on_host(tmp_path, story)


@pytest.mark.parametrize(("member", "arguments"), NOT_YET, ids=[row[0] for row in NOT_YET])
def test_what_is_not_there_yet_says_so(
    tmp_path: Path, member: str, arguments: tuple[object, ...]
) -> None:
    async def story(sim: SimHost) -> None:
        with pytest.raises(NotSupported, match=f"{member} is not supported yet"):
            await getattr(HostFace(sim.host), member)(*arguments)

    on_host(tmp_path, story)
