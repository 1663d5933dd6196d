"""The object /host: the machine, its installer state and its power settings."""

from __future__ import annotations

from rpcgen.runtime.errors import NotSupported
from xenmgr import installation
from xenmgr._generated.xenmgr_host_server import (
    HostServer,
    InstallerServer,
    PowersettingsServer,
)
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
        raise NotSupported("assign_cd_device is not supported yet")

    async def configure_gpu_placement(self, id: str, slot: int) -> None:
        raise NotSupported("configure_gpu_placement is not supported yet")

    async def eject_cd_device(self, devid: str) -> None:
        raise NotSupported("eject_cd_device is not supported yet")

    async def get_cd_device_assignment(self, devid: str) -> tuple[bool, str]:
        raise NotSupported("get_cd_device_assignment is not supported yet")

    async def get_gpu_placement(self, id: str) -> int:
        raise NotSupported("get_gpu_placement is not supported yet")

    async def get_sound_card_control(self, card: str, control: str) -> str:
        raise NotSupported("get_sound_card_control is not supported yet")

    async def hibernate(self) -> None:
        raise NotSupported("hibernate is not supported yet")

    async def list_capture_devices(self) -> list[dict[str, str]]:
        raise NotSupported("list_capture_devices is not supported yet")

    async def list_cd_devices(self) -> list[dict[str, str]]:
        raise NotSupported("list_cd_devices is not supported yet")

    async def list_disk_devices(self) -> list[dict[str, str]]:
        raise NotSupported("list_disk_devices is not supported yet")

    async def list_gpu_devices(self) -> list[dict[str, str]]:
        raise NotSupported("list_gpu_devices is not supported yet")

    async def list_pci_devices(self) -> list[dict[str, str]]:
        raise NotSupported("list_pci_devices is not supported yet")

    async def list_playback_devices(self) -> list[dict[str, str]]:
        raise NotSupported("list_playback_devices is not supported yet")

    async def list_sound_card_controls(self, card: str) -> list[dict[str, str]]:
        raise NotSupported("list_sound_card_controls is not supported yet")

    async def list_sound_cards(self) -> list[dict[str, str]]:
        raise NotSupported("list_sound_cards is not supported yet")

    async def reboot(self) -> None:
        raise NotSupported("reboot is not supported yet")

    async def set_license(self, expiry_date: str, device_uuid: str, hash: str) -> None:
        raise NotSupported("set_license is not supported yet")

    async def set_sound_card_control(self, card: str, control: str, value: str) -> None:
        raise NotSupported("set_sound_card_control is not supported yet")

    async def shutdown(self) -> None:
        raise NotSupported("shutdown is not supported yet")

    async def shutdown_idle(self) -> None:
        raise NotSupported("shutdown_idle is not supported yet")

    async def sleep(self) -> None:
        raise NotSupported("sleep is not supported yet")

    async def set_displayhandler_gpu(self, gpu: str) -> None:
        raise NotSupported("set_displayhandler_gpu is not supported yet")

    async def get_displayhandler_gpu(self) -> str:
        raise NotSupported("get_displayhandler_gpu is not supported yet")

    async def list_gpus_for_displayhandler(self) -> list[dict[str, str]]:
        raise NotSupported("list_gpus_for_displayhandler is not supported yet")


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
