"""The object /host: the machine, its installer state and its power settings."""

from __future__ import annotations

from xenmgr import installation
from xenmgr._generated.xenmgr_host_server import (
    HostServer,
    InstallerServer,
    PowersettingsServer,
)
from xenmgr.errors import not_supported
from xenmgr.host import Host
from xenmgr.properties.host import HOST_BINDINGS


class HostFace(HostServer, properties=HOST_BINDINGS):
    """com.citrix.xenclient.xenmgr.host."""

    __slots__ = ()
    target: Host

    async def get_seconds_from_epoch(self) -> int:
        return self.target.clock.wall_ns() // 1_000_000_000

    async def is_service_running(self, service: str) -> bool:
        return await self.target.name_has_owner(service)

    async def list_isos(self) -> list[str]:
        return installation.isos(self.target)

    async def list_ui_plugins(self, subdir: str) -> list[str]:
        return installation.ui_plugins(self.target, subdir)

    async def assign_cd_device(self, devid: str, sticky: bool, vm_uuid: str) -> None:
        raise not_supported("assign_cd_device")

    async def configure_gpu_placement(self, id: str, slot: int) -> None:
        raise not_supported("configure_gpu_placement")

    async def eject_cd_device(self, devid: str) -> None:
        raise not_supported("eject_cd_device")

    async def get_cd_device_assignment(self, devid: str) -> tuple[bool, str]:
        raise not_supported("get_cd_device_assignment")

    async def get_gpu_placement(self, id: str) -> int:
        raise not_supported("get_gpu_placement")

    async def get_sound_card_control(self, card: str, control: str) -> str:
        raise not_supported("get_sound_card_control")

    async def hibernate(self) -> None:
        raise not_supported("hibernate")

    async def list_capture_devices(self) -> list[dict[str, str]]:
        raise not_supported("list_capture_devices")

    async def list_cd_devices(self) -> list[dict[str, str]]:
        raise not_supported("list_cd_devices")

    async def list_disk_devices(self) -> list[dict[str, str]]:
        raise not_supported("list_disk_devices")

    async def list_gpu_devices(self) -> list[dict[str, str]]:
        raise not_supported("list_gpu_devices")

    async def list_pci_devices(self) -> list[dict[str, str]]:
        raise not_supported("list_pci_devices")

    async def list_playback_devices(self) -> list[dict[str, str]]:
        raise not_supported("list_playback_devices")

    async def list_sound_card_controls(self, card: str) -> list[dict[str, str]]:
        raise not_supported("list_sound_card_controls")

    async def list_sound_cards(self) -> list[dict[str, str]]:
        raise not_supported("list_sound_cards")

    async def reboot(self) -> None:
        raise not_supported("reboot")

    async def set_license(self, expiry_date: str, device_uuid: str, hash: str) -> None:
        raise not_supported("set_license")

    async def set_sound_card_control(self, card: str, control: str, value: str) -> None:
        raise not_supported("set_sound_card_control")

    async def shutdown(self) -> None:
        raise not_supported("shutdown")

    async def shutdown_idle(self) -> None:
        raise not_supported("shutdown_idle")

    async def sleep(self) -> None:
        raise not_supported("sleep")

    async def set_displayhandler_gpu(self, gpu: str) -> None:
        raise not_supported("set_displayhandler_gpu")

    async def get_displayhandler_gpu(self) -> str:
        raise not_supported("get_displayhandler_gpu")

    async def list_gpus_for_displayhandler(self) -> list[dict[str, str]]:
        raise not_supported("list_gpus_for_displayhandler")


class InstallerFace(InstallerServer):
    """com.citrix.xenclient.xenmgr.installer."""

    __slots__ = ()
    target: Host

    async def get_eula(self) -> str:
        return installation.eula(self.target)

    async def get_installstate(self) -> dict[str, str]:
        return installation.install_state(self.target)

    async def progress_installstate(self, action: str) -> None:
        installation.progress(self.target, action)


class PowersettingsFace(PowersettingsServer):
    """com.citrix.xenclient.xenmgr.powersettings."""

    __slots__ = ()
    target: Host

    async def get_ac_lid_close_action(self) -> str:
        return installation.lid_action(self.target, "ac")

    async def get_battery_lid_close_action(self) -> str:
        return installation.lid_action(self.target, "battery")

    async def set_ac_lid_close_action(self, action: str) -> None:
        installation.set_lid_action(self.target, "ac", action)

    async def set_battery_lid_close_action(self, action: str) -> None:
        installation.set_lid_action(self.target, "battery", action)
