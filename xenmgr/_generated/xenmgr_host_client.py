# Generated from xenmgr_host.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of xenmgr_host.xml: proxies that never introspect."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypedDict, cast

from rpcgen.runtime import codec
from rpcgen.runtime.proxy import Proxy, Subscription

_pack_b = struct.Struct("<I").pack
_pack_i = struct.Struct("<i").pack
_unpack_b = struct.Struct("<I").unpack_from
_unpack_i = struct.Struct("<i").unpack_from


def _aligned(body: bytes, at: int, alignment: int) -> int:
    """The next multiple of `alignment`; what is skipped must be zero."""
    start = -(-at // alignment) * alignment
    if start != at:
        codec.expect_zero(body, at, start)
    return start


def _array_span(body: bytes, at: int, alignment: int) -> tuple[int, int]:
    """Where the first element of the array at `at` begins, and where the last one ends."""
    start = _aligned(body, at, 4)
    size = codec.unpack_u32(body, start)[0]
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.DecodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    start = _aligned(body, start + 4, alignment)
    if start + size > len(body):
        raise codec.DecodeError(f"array at {at} ends behind the body")
    return start, start + size


def _decode_aaess_(body: bytes) -> tuple[list[dict[str, str]]]:
    try:
        v0, at = _read_aaess_(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for aa{ss}") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_aess_(body: bytes) -> tuple[dict[str, str]]:
    try:
        v0, at = _read_aess_(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for a{ss}") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_as(body: bytes) -> tuple[list[str]]:
    try:
        v0, at = _read_as(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for as") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_b(body: bytes) -> tuple[bool]:
    try:
        (v0,) = _unpack_b(body, 0)
        if v0 > 1:
            raise codec.DecodeError(f"boolean is {v0}")
    except struct.error as error:
        raise codec.DecodeError("body is too short for b") from error
    codec.expect_end(body, 4)
    return (v0 == 1,)


def _decode_bs(body: bytes) -> tuple[bool, str]:
    try:
        (v0,) = _unpack_b(body, 0)
        if v0 > 1:
            raise codec.DecodeError(f"boolean is {v0}")
        v1, at = codec.read_string(body, 4)
    except struct.error as error:
        raise codec.DecodeError("body is too short for bs") from error
    codec.expect_end(body, at)
    return v0 == 1, v1


def _decode_i(body: bytes) -> tuple[int]:
    try:
        (v0,) = _unpack_i(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for i") from error
    codec.expect_end(body, 4)
    return (v0,)


def _decode_s(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_string(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for s") from error
    codec.expect_end(body, at)
    return (v0,)


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


def _encode_sbs(result: tuple[str, bool, str]) -> bytes:
    v0, v1, v2 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    out += _pack_b(codec.boolean(v1))
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_si(result: tuple[str, int]) -> bytes:
    v0, v1 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    out += _pack_i(v1)
    return bytes(out)


def _encode_ss(result: tuple[str, str]) -> bytes:
    v0, v1 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_sss(result: tuple[str, str, str]) -> bytes:
    v0, v1, v2 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _read_aaess_(body: bytes, at: int) -> tuple[list[dict[str, str]], int]:
    at, end = _array_span(body, at, 4)
    items: list[dict[str, str]] = []
    while at < end:
        v0, at = _read_aess_(body, at)
        items.append(v0)
    if at != end:
        raise codec.DecodeError(f"array ends at {end}, its last element at {at}")
    return items, end


def _read_aess_(body: bytes, at: int) -> tuple[dict[str, str], int]:
    at, end = _array_span(body, at, 8)
    items: dict[str, str] = {}
    while at < end:
        at = _aligned(body, at, 8)
        v0, at = codec.read_string(body, at)
        v1, at = codec.read_string(body, at)
        items[v0] = v1
    if at != end:
        raise codec.DecodeError(f"array ends at {end}, its last element at {at}")
    return items, end


def _read_as(body: bytes, at: int) -> tuple[list[str], int]:
    at, end = _array_span(body, at, 4)
    items: list[str] = []
    while at < end:
        v0, at = codec.read_string(body, at)
        items.append(v0)
    if at != end:
        raise codec.DecodeError(f"array ends at {end}, its last element at {at}")
    return items, end


HostProperties = TypedDict(
    "HostProperties",
    {
        "amt-capable": bool,
        "avail-mem": int,
        "bios-revision": str,
        "build-info": dict[str, str],
        "capture-pcm": str,
        "cpu-count": int,
        "eth0-mac": str,
        "eth0-model": str,
        "free-mem": int,
        "free-storage": int,
        "is-licensed": bool,
        "laptop": bool,
        "measured-boot-enabled": bool,
        "measured-boot-successful": bool,
        "model": str,
        "physical-cpu-model": str,
        "physical-gpu-model": str,
        "playback-pcm": str,
        "safe-graphics": bool,
        "serial": str,
        "state": str,
        "system-amt-pt": bool,
        "total-mem": int,
        "total-storage": int,
        "ui-ready": bool,
        "vendor": str,
        "wireless-mac": str,
        "wireless-model": str,
    },
    total=False,
)


class HostProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.host.

    The machine: devices, memory, power and licence. Facts about hardware are read once, when the
    service starts.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.host"

    async def assign_cd_device(self, devid: str, sticky: bool, vm_uuid: str) -> None:
        """Gives a CD drive to a VM, for good if sticky; takes it from its holder first. An empty
        vm_uuid only takes it. Failed for an unknown drive or when a guest does not let go within 5
        s.

        D-Bus: assign_cd_device(devid: s, sticky: b, vm_uuid: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "assign_cd_device",
            "sbs",
            _encode_sbs((devid, sticky, vm_uuid)),
            "",
        )

    async def configure_gpu_placement(self, id: str, slot: int) -> None:
        """Sets the place of a GPU's screen in the row of screens; used for moving the mouse between
        VMs. 234: for an unknown GPU.

        D-Bus: configure_gpu_placement(id: s, slot: i)
        """
        await self._rpc_call(
            self.INTERFACE,
            "configure_gpu_placement",
            "si",
            _encode_si((id, slot)),
            "",
        )

    async def eject_cd_device(self, devid: str) -> None:
        """Opens the drive. Failed for an unknown drive.

        D-Bus: eject_cd_device(devid: s)
        """
        await self._rpc_call(self.INTERFACE, "eject_cd_device", "s", _encode_s(devid), "")

    async def get_cd_device_assignment(self, devid: str) -> tuple[bool, str]:
        """The VM that has the drive, and whether for good. An empty vm_uuid when nobody has it.

        D-Bus: get_cd_device_assignment(devid: s) -> sticky: b, vm_uuid: s
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "get_cd_device_assignment",
            "s",
            _encode_s(devid),
            "bs",
        )
        return _decode_bs(reply)

    async def get_gpu_placement(self, id: str) -> int:
        """The place of a GPU's screen. 234: for an unknown GPU.

        D-Bus: get_gpu_placement(id: s) -> slot: i
        """
        reply = await self._rpc_call(self.INTERFACE, "get_gpu_placement", "s", _encode_s(id), "i")
        return _decode_i(reply)[0]

    async def get_seconds_from_epoch(self) -> int:
        """The host's clock in seconds since 1970, UTC.

        D-Bus: get_seconds_from_epoch() -> seconds: i
        """
        reply = await self._rpc_call(self.INTERFACE, "get_seconds_from_epoch", "", b"", "i")
        return _decode_i(reply)[0]

    async def get_sound_card_control(self, card: str, control: str) -> str:
        """The value of one mixer control; empty when it is missing.

        D-Bus: get_sound_card_control(card: s, control: s) -> value: s
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "get_sound_card_control",
            "ss",
            _encode_ss((card, control)),
            "s",
        )
        return _decode_s(reply)[0]

    async def hibernate(self) -> None:
        """Hibernates or shuts down every VM by its s4-mode, then the host. Success, without effect,
        unless the host is idle. 201: when a VM cannot.

        D-Bus: hibernate()
        """
        await self._rpc_call(self.INTERFACE, "hibernate", "", b"", "")

    async def is_service_running(self, service: str) -> bool:
        """Whether somebody owns this name on the bus.

        D-Bus: is_service_running(service: s) -> running: b
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "is_service_running",
            "s",
            _encode_s(service),
            "b",
        )
        return _decode_b(reply)[0]

    async def list_capture_devices(self) -> list[dict[str, str]]:
        """Recording devices, each with id, name and card.

        D-Bus: list_capture_devices() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_capture_devices", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_cd_devices(self) -> list[dict[str, str]]:
        """CD drives, each with id (host:channel:id:lun), name, vm (uuid of the holder), vm-sticky
        ('0' or '1') and usb-id.

        D-Bus: list_cd_devices() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_cd_devices", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_disk_devices(self) -> list[dict[str, str]]:
        """Block devices of the host, each with udi and block-device.

        D-Bus: list_disk_devices() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_disk_devices", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_gpu_devices(self) -> list[dict[str, str]]:
        """Graphics cards that VMs can have, the boot card first, each with addr, name and
        placement.

        D-Bus: list_gpu_devices() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_gpu_devices", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_isos(self) -> list[str]:
        """Names of the .iso files in iso-path, without null.iso.

        D-Bus: list_isos() -> as
        """
        reply = await self._rpc_call(self.INTERFACE, "list_isos", "", b"", "as")
        return _decode_as(reply)[0]

    async def list_pci_devices(self) -> list[dict[str, str]]:
        """PCI devices of the host, each with addr, name, class, vendor-id and device-id.

        D-Bus: list_pci_devices() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_pci_devices", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_playback_devices(self) -> list[dict[str, str]]:
        """Playback devices, each with id, name and card.

        D-Bus: list_playback_devices() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_playback_devices", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_sound_card_controls(self, card: str) -> list[dict[str, str]]:
        """Mixer controls of a sound card, each with name, direction, type and value.

        D-Bus: list_sound_card_controls(card: s) -> aa{ss}
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "list_sound_card_controls",
            "s",
            _encode_s(card),
            "aa{ss}",
        )
        return _decode_aaess_(reply)[0]

    async def list_sound_cards(self) -> list[dict[str, str]]:
        """Sound cards, each with id and name.

        D-Bus: list_sound_cards() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_sound_cards", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_ui_plugins(self, subdir: str) -> list[str]:
        """Names in a directory of the UI's plugins. Empty when there is no such directory, Failed
        when the name leads out of it.

        D-Bus: list_ui_plugins(subdir: s) -> list: as
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "list_ui_plugins",
            "s",
            _encode_s(subdir),
            "as",
        )
        return _decode_as(reply)[0]

    async def reboot(self) -> None:
        """Stops every VM by shutdown-priority, then restarts the host. Success, without effect,
        unless the host is idle. Can take minutes.

        D-Bus: reboot()
        """
        await self._rpc_call(self.INTERFACE, "reboot", "", b"", "")

    async def set_license(self, expiry_date: str, device_uuid: str, hash: str) -> None:
        """Stores a licence: 'YYYY-MM-DD hh:mm:ss +zzzz', the device's uuid, and a SHA-256 in
        hexadecimal. Failed for a date that cannot be read or the hash 'local'. license_changed
        follows when is-licensed flips.

        D-Bus: set_license(expiry_date: s, device_uuid: s, hash: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "set_license",
            "sss",
            _encode_sss((expiry_date, device_uuid, hash)),
            "",
        )

    async def set_sound_card_control(self, card: str, control: str, value: str) -> None:
        """Sets a mixer control, for example to '80% on'.

        D-Bus: set_sound_card_control(card: s, control: s, value: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "set_sound_card_control",
            "sss",
            _encode_sss((card, control, value)),
            "",
        )

    async def shutdown(self) -> None:
        """Stops every VM by shutdown-priority, the highest first, equal ones together, then
        switches the host off. Success, without effect, unless the host is idle. Can take minutes.

        D-Bus: shutdown()
        """
        await self._rpc_call(self.INTERFACE, "shutdown", "", b"", "")

    async def shutdown_idle(self) -> None:
        """As shutdown, whatever the host does now, and by force after 300 s.

        D-Bus: shutdown_idle()
        """
        await self._rpc_call(self.INTERFACE, "shutdown_idle", "", b"", "")

    async def sleep(self) -> None:
        """Sends every running VM to sleep by its s3-mode, then the host; wakes them afterwards.
        Success, without effect, unless the host is idle.

        D-Bus: sleep()
        """
        await self._rpc_call(self.INTERFACE, "sleep", "", b"", "")

    async def set_displayhandler_gpu(self, gpu: str) -> None:
        """Reserves graphics cards for the display handler: addresses separated by ',', or empty for
        none. Failed for an address that cannot be read or that a VM has.

        D-Bus: set_displayhandler_gpu(gpu: s)
        """
        await self._rpc_call(self.INTERFACE, "set_displayhandler_gpu", "s", _encode_s(gpu), "")

    async def get_displayhandler_gpu(self) -> str:
        """Card numbers of the display handler's graphics cards, separated by ','; the on-board
        card's when none is reserved, '-1' when there is none.

        D-Bus: get_displayhandler_gpu() -> gpu: s
        """
        reply = await self._rpc_call(self.INTERFACE, "get_displayhandler_gpu", "", b"", "s")
        return _decode_s(reply)[0]

    async def list_gpus_for_displayhandler(self) -> list[dict[str, str]]:
        """Graphics cards that no VM has, each with addr, name and drmcard ('-1' when it has no card
        number).

        D-Bus: list_gpus_for_displayhandler() -> aa{ss}
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "list_gpus_for_displayhandler",
            "",
            b"",
            "aa{ss}",
        )
        return _decode_aaess_(reply)[0]

    async def get_amt_capable(self) -> bool:
        """Whether the host has Intel AMT.

        D-Bus: property amt-capable: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "amt-capable", "b")
        return value

    async def get_avail_mem(self) -> int:
        """MiB that a new VM could get: free-mem and what running VMs have above their memory-min.

        D-Bus: property avail-mem: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "avail-mem", "i")
        return value

    async def get_bios_revision(self) -> str:
        """Version of the firmware.

        D-Bus: property bios-revision: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "bios-revision", "s")
        return value

    async def get_build_info(self) -> dict[str, str]:
        """The software: version, build, branch, build_date_time, tools, release, edition.

        D-Bus: property build-info: a{ss}, read
        """
        value: dict[str, str] = await self._rpc_get(self.INTERFACE, "build-info", "a{ss}")
        return value

    async def get_capture_pcm(self) -> str:
        """Recording device, CARD-DEVICE.

        D-Bus: property capture-pcm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "capture-pcm", "s")
        return value

    async def set_capture_pcm(self, value: str) -> None:
        """See get_capture_pcm.

        D-Bus: property capture-pcm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "capture-pcm", "s", value)

    async def get_cpu_count(self) -> int:
        """Number of processors.

        D-Bus: property cpu-count: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "cpu-count", "i")
        return value

    async def get_eth0_mac(self) -> str:
        """Address of the first wired card; empty without one.

        D-Bus: property eth0-mac: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "eth0-mac", "s")
        return value

    async def get_eth0_model(self) -> str:
        """Name of the first wired card; empty without one.

        D-Bus: property eth0-model: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "eth0-model", "s")
        return value

    async def get_free_mem(self) -> int:
        """MiB that no domain has.

        D-Bus: property free-mem: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "free-mem", "i")
        return value

    async def get_free_storage(self) -> int:
        """MiB free on /storage.

        D-Bus: property free-storage: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "free-storage", "i")
        return value

    async def get_is_licensed(self) -> bool:
        """Whether a licence is there and has not run out. license_changed tells of changes.

        D-Bus: property is-licensed: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "is-licensed", "b")
        return value

    async def get_laptop(self) -> bool:
        """Whether the host is a portable machine.

        D-Bus: property laptop: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "laptop", "b")
        return value

    async def get_measured_boot_enabled(self) -> bool:
        """Whether the host measures its own boot.

        D-Bus: property measured-boot-enabled: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "measured-boot-enabled", "b")
        return value

    async def get_measured_boot_successful(self) -> bool:
        """Whether this boot measured as expected.

        D-Bus: property measured-boot-successful: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "measured-boot-successful", "b")
        return value

    async def get_model(self) -> str:
        """The machine's product name.

        D-Bus: property model: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "model", "s")
        return value

    async def get_physical_cpu_model(self) -> str:
        """Name of the processor.

        D-Bus: property physical-cpu-model: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "physical-cpu-model", "s")
        return value

    async def get_physical_gpu_model(self) -> str:
        """Name of the graphics card.

        D-Bus: property physical-gpu-model: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "physical-gpu-model", "s")
        return value

    async def get_playback_pcm(self) -> str:
        """Playback device, CARD-DEVICE.

        D-Bus: property playback-pcm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "playback-pcm", "s")
        return value

    async def set_playback_pcm(self, value: str) -> None:
        """See get_playback_pcm.

        D-Bus: property playback-pcm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "playback-pcm", "s", value)

    async def get_safe_graphics(self) -> bool:
        """Whether the host was booted with safe graphics.

        D-Bus: property safe-graphics: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "safe-graphics", "b")
        return value

    async def get_serial(self) -> str:
        """The machine's serial number.

        D-Bus: property serial: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "serial", "s")
        return value

    async def get_state(self) -> str:
        """idle, shutdowning, rebooting, sleeping or hibernating. state_changed tells of changes.

        D-Bus: property state: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "state", "s")
        return value

    async def get_system_amt_pt(self) -> bool:
        """Whether Intel AMT may be given to a VM.

        D-Bus: property system-amt-pt: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "system-amt-pt", "b")
        return value

    async def get_total_mem(self) -> int:
        """MiB of memory in the machine.

        D-Bus: property total-mem: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "total-mem", "i")
        return value

    async def get_total_storage(self) -> int:
        """Size of /storage in MiB.

        D-Bus: property total-storage: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "total-storage", "i")
        return value

    async def get_ui_ready(self) -> bool:
        """Whether the UI is up. It can only be set to true, and counts once: the fallback VM comes
        to the screen when nothing else has it.

        D-Bus: property ui-ready: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "ui-ready", "b")
        return value

    async def set_ui_ready(self, value: bool) -> None:
        """See get_ui_ready.

        D-Bus: property ui-ready: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "ui-ready", "b", value)

    async def get_vendor(self) -> str:
        """The machine's maker.

        D-Bus: property vendor: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "vendor", "s")
        return value

    async def get_wireless_mac(self) -> str:
        """Address of the wireless card; empty without one.

        D-Bus: property wireless-mac: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "wireless-mac", "s")
        return value

    async def get_wireless_model(self) -> str:
        """Name of the wireless card; empty without one.

        D-Bus: property wireless-model: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "wireless-model", "s")
        return value

    async def get_all(self) -> HostProperties:
        """Every readable property by its wire name.

        D-Bus: Properties.GetAll
        """
        return cast(HostProperties, await self._rpc_get_all(self.INTERFACE))

    async def on_properties_changed(
        self,
        callback: Callable[[dict[str, object], list[str]], None],
    ) -> Subscription:
        """Calls callback(changed values, invalidated names), both by wire name.

        D-Bus: signal Properties.PropertiesChanged
        """
        return await self._rpc_on_properties_changed(self.INTERFACE, callback)

    async def on_license_changed(self, callback: Callable[[], None]) -> Subscription:
        """is-licensed changed.

        D-Bus: signal license_changed()
        """
        return await self._rpc_subscribe(self.INTERFACE, "license_changed", "", callback)

    async def on_displayhandler_gpu_changed(self, callback: Callable[[], None]) -> Subscription:
        """The display handler's graphics cards were set.

        D-Bus: signal displayhandler_gpu_changed()
        """
        return await self._rpc_subscribe(self.INTERFACE, "displayhandler_gpu_changed", "", callback)

    async def on_state_changed(self, callback: Callable[[str], None]) -> Subscription:
        """The host entered a state, perhaps the one it was in: idle, shutdowning, rebooting,
        sleeping or hibernating.

        D-Bus: signal state_changed(state: s)
        """
        return await self._rpc_subscribe(self.INTERFACE, "state_changed", "s", callback)

    async def on_storage_space_low(self, callback: Callable[[int], None]) -> Subscription:
        """At most 5 % of /storage is free. Checked every 30 s and sent each time.

        D-Bus: signal storage_space_low(percent_free: i)
        """
        return await self._rpc_subscribe(self.INTERFACE, "storage_space_low", "i", callback)


class InstallerProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.installer.

    What is left to do after a fresh installation.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.installer"

    async def get_eula(self) -> str:
        """The licence agreement in the host's language, else in English; empty when there is none.

        D-Bus: get_eula() -> eula: s
        """
        reply = await self._rpc_call(self.INTERFACE, "get_eula", "", b"", "s")
        return _decode_s(reply)[0]

    async def get_installstate(self) -> dict[str, str]:
        """What was put off until first boot: deferred-dom0-password, deferred-kb-layout,
        deferred-accept-eula, deferred-language, each 'True' or 'False'.

        D-Bus: get_installstate() -> state: a{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "get_installstate", "", b"", "a{ss}")
        return _decode_aess_(reply)[0]

    async def progress_installstate(self, action: str) -> None:
        """Marks one as done: dom0-password-set, kb-layout-set, eula-accepted or language-set.
        Failed for anything else.

        D-Bus: progress_installstate(action: s)
        """
        await self._rpc_call(self.INTERFACE, "progress_installstate", "s", _encode_s(action), "")


class PowersettingsProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.powersettings.

    What closing the lid does. Actions are sleep, hibernate, shutdown, forced-shutdown,
    idle-shutdown, reboot and nothing; another is refused with 290:.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.powersettings"

    async def get_ac_lid_close_action(self) -> str:
        """The action on external power; 'nothing' when it was never set.

        D-Bus: get_ac_lid_close_action() -> s
        """
        reply = await self._rpc_call(self.INTERFACE, "get_ac_lid_close_action", "", b"", "s")
        return _decode_s(reply)[0]

    async def get_battery_lid_close_action(self) -> str:
        """The action on battery; 'nothing' when it was never set.

        D-Bus: get_battery_lid_close_action() -> s
        """
        reply = await self._rpc_call(self.INTERFACE, "get_battery_lid_close_action", "", b"", "s")
        return _decode_s(reply)[0]

    async def set_ac_lid_close_action(self, action: str) -> None:
        """Sets the action on external power.

        D-Bus: set_ac_lid_close_action(action: s)
        """
        await self._rpc_call(self.INTERFACE, "set_ac_lid_close_action", "s", _encode_s(action), "")

    async def set_battery_lid_close_action(self, action: str) -> None:
        """Sets the action on battery.

        D-Bus: set_battery_lid_close_action(action: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "set_battery_lid_close_action",
            "s",
            _encode_s(action),
            "",
        )
