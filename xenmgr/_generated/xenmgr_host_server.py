# Generated from xenmgr_host.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of xenmgr_host.xml."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import (
    Arg,
    Interface,
    Method,
    Property,
    ServerInterface,
    Signal,
    SignalMessage,
)

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


def _close_array(out: bytearray, mark: int, start: int) -> None:
    """Fills in the length at `mark` of the elements from `start`."""
    size = len(out) - start
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.EncodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    out[mark : mark + 4] = codec.pack_u32(size)


def _decode_none(body: bytes) -> tuple[()]:
    codec.expect_end(body, 0)
    return ()


def _decode_s(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_string(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for s") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_sbs(body: bytes) -> tuple[str, bool, str]:
    try:
        v0, at = codec.read_string(body, 0)
        at = _aligned(body, at, 4)
        (v1,) = _unpack_b(body, at)
        if v1 > 1:
            raise codec.DecodeError(f"boolean is {v1}")
        at += 4
        v2, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for sbs") from error
    codec.expect_end(body, at)
    return v0, v1 == 1, v2


def _decode_si(body: bytes) -> tuple[str, int]:
    try:
        v0, at = codec.read_string(body, 0)
        at = _aligned(body, at, 4)
        (v1,) = _unpack_i(body, at)
        at += 4
    except struct.error as error:
        raise codec.DecodeError("body is too short for si") from error
    codec.expect_end(body, at)
    return v0, v1


def _decode_ss(body: bytes) -> tuple[str, str]:
    try:
        v0, at = codec.read_string(body, 0)
        v1, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for ss") from error
    codec.expect_end(body, at)
    return v0, v1


def _decode_sss(body: bytes) -> tuple[str, str, str]:
    try:
        v0, at = codec.read_string(body, 0)
        v1, at = codec.read_string(body, at)
        v2, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for sss") from error
    codec.expect_end(body, at)
    return v0, v1, v2


def _encode_aaess_(result: list[dict[str, str]]) -> bytes:
    out = bytearray()
    _write_aaess_(out, result)
    return bytes(out)


def _encode_aess_(result: dict[str, str]) -> bytes:
    out = bytearray()
    _write_aess_(out, result)
    return bytes(out)


def _encode_as(result: list[str]) -> bytes:
    data = codec.string_array(result)
    return codec.pack_u32(len(data)) + data


def _encode_b(result: bool) -> bytes:
    return _pack_b(codec.boolean(result))


def _encode_bs(result: tuple[bool, str]) -> bytes:
    v0, v1 = result
    out = bytearray()
    out += _pack_b(codec.boolean(v0))
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_i(result: int) -> bytes:
    return _pack_i(result)


def _encode_none(result: None) -> bytes:
    return b""


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


@cache
def _entry_aess_(name: str) -> Callable[[dict[str, str]], bytes]:
    start = _entry_start(name, "a{ss}", 4)

    def entry(value: dict[str, str]) -> bytes:
        out = bytearray(start)
        _write_aess_(out, value)
        out += codec.PADDING[-len(out) & 7]
        return bytes(out)

    return entry


@cache
def _entry_b(name: str) -> Callable[[bool], bytes]:
    start = _entry_start(name, "b", 4)
    end = codec.PADDING[-(len(start) + 4) & 7]
    entries = tuple(start + codec.pack_u32(number) + end for number in (0, 1))

    def entry(value: bool) -> bytes:
        return entries[codec.boolean(value)]

    return entry


@cache
def _entry_i(name: str) -> Callable[[int], bytes]:
    start = _entry_start(name, "i", 4)
    end = codec.PADDING[-(len(start) + 4) & 7]

    def entry(value: int) -> bytes:
        return start + _pack_i(value) + end

    return entry


@cache
def _entry_s(name: str) -> Callable[[str], bytes]:
    start = _entry_start(name, "s", 4)
    ends = [b"\x00" + codec.PADDING[-(len(start) + 5 + size) & 7] for size in range(8)]

    def entry(value: str) -> bytes:
        data = codec.text(value)
        return start + codec.pack_u32(len(data)) + data + ends[len(data) & 7]

    return entry


def _entry_start(name: str, signature: str, alignment: int) -> bytes:
    """An a{sv} entry up to where its value begins."""
    key, kind = codec.text(name), signature.encode()
    start = codec.pack_u32(len(key)) + key + b"\x00" + bytes((len(kind),)) + kind + b"\x00"
    return start + codec.PADDING[-len(start) % alignment]


def _open_array(out: bytearray, alignment: int) -> tuple[int, int]:
    """Where the length of an array stands, and where its first element begins."""
    out += codec.PADDING[-len(out) & 3]
    mark = len(out)
    out += codec.PADDING[4]
    out += codec.PADDING[-len(out) % alignment]
    return mark, len(out)


def _variant_aess_(value: dict[str, str]) -> bytes:
    out = bytearray(b"\x05a{ss}\x00\x00")
    _write_aess_(out, value)
    return bytes(out)


def _variant_b(value: bool) -> bytes:
    return b"\x01b\x00\x00" + codec.pack_u32(codec.boolean(value))


def _variant_i(value: int) -> bytes:
    return b"\x01i\x00\x00" + _pack_i(value)


def _variant_s(value: str) -> bytes:
    data = codec.text(value)
    return b"\x01s\x00\x00" + codec.pack_u32(len(data)) + data + b"\x00"


def _write_aaess_(out: bytearray, value: list[dict[str, str]]) -> None:
    mark, start = _open_array(out, 4)
    for v0 in value:
        _write_aess_(out, v0)
    _close_array(out, mark, start)


def _write_aess_(out: bytearray, value: dict[str, str]) -> None:
    mark, start = _open_array(out, 8)
    for v0, v1 in value.items():
        out += codec.PADDING[-len(out) & 7]
        data = codec.text(v0)
        out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
        data = codec.text(v1)
        out += codec.pack_u32(len(data)) + data + b"\x00"
    _close_array(out, mark, start)


class HostServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.host.

    The machine: devices, memory, power and licence. Facts about hardware are read once, when the
    service starts.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.host",
        (
            Method(
                "assign_cd_device",
                "assign_cd_device",
                (Arg("devid", "s"), Arg("sticky", "b"), Arg("vm_uuid", "s")),
                (),
                "sbs",
                "",
                _decode_sbs,
                _encode_none,
            ),
            Method(
                "configure_gpu_placement",
                "configure_gpu_placement",
                (Arg("id", "s"), Arg("slot", "i")),
                (),
                "si",
                "",
                _decode_si,
                _encode_none,
            ),
            Method(
                "eject_cd_device",
                "eject_cd_device",
                (Arg("devid", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "get_cd_device_assignment",
                "get_cd_device_assignment",
                (Arg("devid", "s"),),
                (Arg("sticky", "b"), Arg("vm_uuid", "s")),
                "s",
                "bs",
                _decode_s,
                _encode_bs,
            ),
            Method(
                "get_gpu_placement",
                "get_gpu_placement",
                (Arg("id", "s"),),
                (Arg("slot", "i"),),
                "s",
                "i",
                _decode_s,
                _encode_i,
            ),
            Method(
                "get_seconds_from_epoch",
                "get_seconds_from_epoch",
                (),
                (Arg("seconds", "i"),),
                "",
                "i",
                _decode_none,
                _encode_i,
            ),
            Method(
                "get_sound_card_control",
                "get_sound_card_control",
                (Arg("card", "s"), Arg("control", "s")),
                (Arg("value", "s"),),
                "ss",
                "s",
                _decode_ss,
                _encode_s,
            ),
            Method("hibernate", "hibernate", (), (), "", "", _decode_none, _encode_none),
            Method(
                "is_service_running",
                "is_service_running",
                (Arg("service", "s"),),
                (Arg("running", "b"),),
                "s",
                "b",
                _decode_s,
                _encode_b,
            ),
            Method(
                "list_capture_devices",
                "list_capture_devices",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_cd_devices",
                "list_cd_devices",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_disk_devices",
                "list_disk_devices",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_gpu_devices",
                "list_gpu_devices",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_isos",
                "list_isos",
                (),
                (Arg("", "as"),),
                "",
                "as",
                _decode_none,
                _encode_as,
            ),
            Method(
                "list_pci_devices",
                "list_pci_devices",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_playback_devices",
                "list_playback_devices",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_sound_card_controls",
                "list_sound_card_controls",
                (Arg("card", "s"),),
                (Arg("", "aa{ss}"),),
                "s",
                "aa{ss}",
                _decode_s,
                _encode_aaess_,
            ),
            Method(
                "list_sound_cards",
                "list_sound_cards",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_ui_plugins",
                "list_ui_plugins",
                (Arg("subdir", "s"),),
                (Arg("list", "as"),),
                "s",
                "as",
                _decode_s,
                _encode_as,
            ),
            Method("reboot", "reboot", (), (), "", "", _decode_none, _encode_none),
            Method(
                "set_license",
                "set_license",
                (Arg("expiry_date", "s"), Arg("device_uuid", "s"), Arg("hash", "s")),
                (),
                "sss",
                "",
                _decode_sss,
                _encode_none,
            ),
            Method(
                "set_sound_card_control",
                "set_sound_card_control",
                (Arg("card", "s"), Arg("control", "s"), Arg("value", "s")),
                (),
                "sss",
                "",
                _decode_sss,
                _encode_none,
            ),
            Method("shutdown", "shutdown", (), (), "", "", _decode_none, _encode_none),
            Method("shutdown_idle", "shutdown_idle", (), (), "", "", _decode_none, _encode_none),
            Method("sleep", "sleep", (), (), "", "", _decode_none, _encode_none),
            Method(
                "set_displayhandler_gpu",
                "set_displayhandler_gpu",
                (Arg("gpu", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "get_displayhandler_gpu",
                "get_displayhandler_gpu",
                (),
                (Arg("gpu", "s"),),
                "",
                "s",
                _decode_none,
                _encode_s,
            ),
            Method(
                "list_gpus_for_displayhandler",
                "list_gpus_for_displayhandler",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
        ),
        (
            Signal("license_changed", (), ""),
            Signal("displayhandler_gpu_changed", (), ""),
            Signal("state_changed", (Arg("state", "s"),), "s"),
            Signal("storage_space_low", (Arg("percent_free", "i"),), "i"),
        ),
        (
            Property(
                "amt-capable",
                "amt_capable",
                "b",
                "read",
                "const",
                _variant_b,
                _entry_b("amt-capable"),
            ),
            Property(
                "avail-mem",
                "avail_mem",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("avail-mem"),
            ),
            Property(
                "bios-revision",
                "bios_revision",
                "s",
                "read",
                "const",
                _variant_s,
                _entry_s("bios-revision"),
            ),
            Property(
                "build-info",
                "build_info",
                "a{ss}",
                "read",
                "const",
                _variant_aess_,
                _entry_aess_("build-info"),
            ),
            Property(
                "capture-pcm",
                "capture_pcm",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("capture-pcm"),
            ),
            Property(
                "cpu-count",
                "cpu_count",
                "i",
                "read",
                "const",
                _variant_i,
                _entry_i("cpu-count"),
            ),
            Property("eth0-mac", "eth0_mac", "s", "read", "true", _variant_s, _entry_s("eth0-mac")),
            Property(
                "eth0-model",
                "eth0_model",
                "s",
                "read",
                "true",
                _variant_s,
                _entry_s("eth0-model"),
            ),
            Property(
                "free-mem",
                "free_mem",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("free-mem"),
            ),
            Property(
                "free-storage",
                "free_storage",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("free-storage"),
            ),
            Property(
                "is-licensed",
                "is_licensed",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("is-licensed"),
            ),
            Property("laptop", "laptop", "b", "read", "const", _variant_b, _entry_b("laptop")),
            Property(
                "measured-boot-enabled",
                "measured_boot_enabled",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("measured-boot-enabled"),
            ),
            Property(
                "measured-boot-successful",
                "measured_boot_successful",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("measured-boot-successful"),
            ),
            Property("model", "model", "s", "read", "const", _variant_s, _entry_s("model")),
            Property(
                "physical-cpu-model",
                "physical_cpu_model",
                "s",
                "read",
                "const",
                _variant_s,
                _entry_s("physical-cpu-model"),
            ),
            Property(
                "physical-gpu-model",
                "physical_gpu_model",
                "s",
                "read",
                "const",
                _variant_s,
                _entry_s("physical-gpu-model"),
            ),
            Property(
                "playback-pcm",
                "playback_pcm",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("playback-pcm"),
            ),
            Property(
                "safe-graphics",
                "safe_graphics",
                "b",
                "read",
                "const",
                _variant_b,
                _entry_b("safe-graphics"),
            ),
            Property("serial", "serial", "s", "read", "const", _variant_s, _entry_s("serial")),
            Property("state", "state", "s", "read", "true", _variant_s, _entry_s("state")),
            Property(
                "system-amt-pt",
                "system_amt_pt",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("system-amt-pt"),
            ),
            Property(
                "total-mem",
                "total_mem",
                "i",
                "read",
                "const",
                _variant_i,
                _entry_i("total-mem"),
            ),
            Property(
                "total-storage",
                "total_storage",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("total-storage"),
            ),
            Property(
                "ui-ready",
                "ui_ready",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("ui-ready"),
            ),
            Property("vendor", "vendor", "s", "read", "const", _variant_s, _entry_s("vendor")),
            Property(
                "wireless-mac",
                "wireless_mac",
                "s",
                "read",
                "true",
                _variant_s,
                _entry_s("wireless-mac"),
            ),
            Property(
                "wireless-model",
                "wireless_model",
                "s",
                "read",
                "true",
                _variant_s,
                _entry_s("wireless-model"),
            ),
        ),
    )

    @abstractmethod
    async def assign_cd_device(self, devid: str, sticky: bool, vm_uuid: str) -> None:
        """Gives a CD drive to a VM, for good if sticky; takes it from its holder first. An empty
        vm_uuid only takes it. Failed for an unknown drive or when a guest does not let go within 5
        s.

        D-Bus: assign_cd_device(devid: s, sticky: b, vm_uuid: s)
        """

    @abstractmethod
    async def configure_gpu_placement(self, id: str, slot: int) -> None:
        """Sets the place of a GPU's screen in the row of screens; used for moving the mouse between
        VMs. 234: for an unknown GPU.

        D-Bus: configure_gpu_placement(id: s, slot: i)
        """

    @abstractmethod
    async def eject_cd_device(self, devid: str) -> None:
        """Opens the drive. Failed for an unknown drive.

        D-Bus: eject_cd_device(devid: s)
        """

    @abstractmethod
    async def get_cd_device_assignment(self, devid: str) -> tuple[bool, str]:
        """The VM that has the drive, and whether for good. An empty vm_uuid when nobody has it.

        D-Bus: get_cd_device_assignment(devid: s) -> sticky: b, vm_uuid: s
        """

    @abstractmethod
    async def get_gpu_placement(self, id: str) -> int:
        """The place of a GPU's screen. 234: for an unknown GPU.

        D-Bus: get_gpu_placement(id: s) -> slot: i
        """

    @abstractmethod
    async def get_seconds_from_epoch(self) -> int:
        """The host's clock in seconds since 1970, UTC.

        D-Bus: get_seconds_from_epoch() -> seconds: i
        """

    @abstractmethod
    async def get_sound_card_control(self, card: str, control: str) -> str:
        """The value of one mixer control; empty when it is missing.

        D-Bus: get_sound_card_control(card: s, control: s) -> value: s
        """

    @abstractmethod
    async def hibernate(self) -> None:
        """Hibernates or shuts down every VM by its s4-mode, then the host. Success, without effect,
        unless the host is idle. 201: when a VM cannot.

        D-Bus: hibernate()
        """

    @abstractmethod
    async def is_service_running(self, service: str) -> bool:
        """Whether somebody owns this name on the bus.

        D-Bus: is_service_running(service: s) -> running: b
        """

    @abstractmethod
    async def list_capture_devices(self) -> list[dict[str, str]]:
        """Recording devices, each with id, name and card.

        D-Bus: list_capture_devices() -> aa{ss}
        """

    @abstractmethod
    async def list_cd_devices(self) -> list[dict[str, str]]:
        """CD drives, each with id (host:channel:id:lun), name, vm (uuid of the holder), vm-sticky
        ('0' or '1') and usb-id.

        D-Bus: list_cd_devices() -> aa{ss}
        """

    @abstractmethod
    async def list_disk_devices(self) -> list[dict[str, str]]:
        """Block devices of the host, each with udi and block-device.

        D-Bus: list_disk_devices() -> aa{ss}
        """

    @abstractmethod
    async def list_gpu_devices(self) -> list[dict[str, str]]:
        """Graphics cards that VMs can have, the boot card first, each with addr, name and
        placement.

        D-Bus: list_gpu_devices() -> aa{ss}
        """

    @abstractmethod
    async def list_isos(self) -> list[str]:
        """Names of the .iso files in iso-path, without null.iso.

        D-Bus: list_isos() -> as
        """

    @abstractmethod
    async def list_pci_devices(self) -> list[dict[str, str]]:
        """PCI devices of the host, each with addr, name, class, vendor-id and device-id.

        D-Bus: list_pci_devices() -> aa{ss}
        """

    @abstractmethod
    async def list_playback_devices(self) -> list[dict[str, str]]:
        """Playback devices, each with id, name and card.

        D-Bus: list_playback_devices() -> aa{ss}
        """

    @abstractmethod
    async def list_sound_card_controls(self, card: str) -> list[dict[str, str]]:
        """Mixer controls of a sound card, each with name, direction, type and value.

        D-Bus: list_sound_card_controls(card: s) -> aa{ss}
        """

    @abstractmethod
    async def list_sound_cards(self) -> list[dict[str, str]]:
        """Sound cards, each with id and name.

        D-Bus: list_sound_cards() -> aa{ss}
        """

    @abstractmethod
    async def list_ui_plugins(self, subdir: str) -> list[str]:
        """Names in a directory of the UI's plugins. Empty when there is no such directory, Failed
        when the name leads out of it.

        D-Bus: list_ui_plugins(subdir: s) -> list: as
        """

    @abstractmethod
    async def reboot(self) -> None:
        """Stops every VM by shutdown-priority, then restarts the host. Success, without effect,
        unless the host is idle. Can take minutes.

        D-Bus: reboot()
        """

    @abstractmethod
    async def set_license(self, expiry_date: str, device_uuid: str, hash: str) -> None:
        """Stores a licence: 'YYYY-MM-DD hh:mm:ss +zzzz', the device's uuid, and a SHA-256 in
        hexadecimal. Failed for a date that cannot be read or the hash 'local'. license_changed
        follows when is-licensed flips.

        D-Bus: set_license(expiry_date: s, device_uuid: s, hash: s)
        """

    @abstractmethod
    async def set_sound_card_control(self, card: str, control: str, value: str) -> None:
        """Sets a mixer control, for example to '80% on'.

        D-Bus: set_sound_card_control(card: s, control: s, value: s)
        """

    @abstractmethod
    async def shutdown(self) -> None:
        """Stops every VM by shutdown-priority, the highest first, equal ones together, then
        switches the host off. Success, without effect, unless the host is idle. Can take minutes.

        D-Bus: shutdown()
        """

    @abstractmethod
    async def shutdown_idle(self) -> None:
        """As shutdown, whatever the host does now, and by force after 300 s.

        D-Bus: shutdown_idle()
        """

    @abstractmethod
    async def sleep(self) -> None:
        """Sends every running VM to sleep by its s3-mode, then the host; wakes them afterwards.
        Success, without effect, unless the host is idle.

        D-Bus: sleep()
        """

    @abstractmethod
    async def set_displayhandler_gpu(self, gpu: str) -> None:
        """Reserves graphics cards for the display handler: addresses separated by ',', or empty for
        none. Failed for an address that cannot be read or that a VM has.

        D-Bus: set_displayhandler_gpu(gpu: s)
        """

    @abstractmethod
    async def get_displayhandler_gpu(self) -> str:
        """Card numbers of the display handler's graphics cards, separated by ','; the on-board
        card's when none is reserved, '-1' when there is none.

        D-Bus: get_displayhandler_gpu() -> gpu: s
        """

    @abstractmethod
    async def list_gpus_for_displayhandler(self) -> list[dict[str, str]]:
        """Graphics cards that no VM has, each with addr, name and drmcard ('-1' when it has no card
        number).

        D-Bus: list_gpus_for_displayhandler() -> aa{ss}
        """


class HostSignals:
    """Builders of the signals of com.citrix.xenclient.xenmgr.host."""

    __slots__ = ()

    @staticmethod
    def license_changed() -> SignalMessage:
        """is-licensed changed.

        D-Bus: signal license_changed()
        """
        return SignalMessage("com.citrix.xenclient.xenmgr.host", "license_changed", "", b"")

    @staticmethod
    def displayhandler_gpu_changed() -> SignalMessage:
        """The display handler's graphics cards were set.

        D-Bus: signal displayhandler_gpu_changed()
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr.host",
            "displayhandler_gpu_changed",
            "",
            b"",
        )

    @staticmethod
    def state_changed(state: str) -> SignalMessage:
        """The host entered a state, perhaps the one it was in: idle, shutdowning, rebooting,
        sleeping or hibernating.

        D-Bus: signal state_changed(state: s)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr.host",
            "state_changed",
            "s",
            _encode_s(state),
        )

    @staticmethod
    def storage_space_low(percent_free: int) -> SignalMessage:
        """At most 5 % of /storage is free. Checked every 30 s and sent each time.

        D-Bus: signal storage_space_low(percent_free: i)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr.host",
            "storage_space_low",
            "i",
            _encode_i(percent_free),
        )


class InstallerServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.installer.

    What is left to do after a fresh installation.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.installer",
        (
            Method(
                "get_eula",
                "get_eula",
                (),
                (Arg("eula", "s"),),
                "",
                "s",
                _decode_none,
                _encode_s,
            ),
            Method(
                "get_installstate",
                "get_installstate",
                (),
                (Arg("state", "a{ss}"),),
                "",
                "a{ss}",
                _decode_none,
                _encode_aess_,
            ),
            Method(
                "progress_installstate",
                "progress_installstate",
                (Arg("action", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def get_eula(self) -> str:
        """The licence agreement in the host's language, else in English; empty when there is none.

        D-Bus: get_eula() -> eula: s
        """

    @abstractmethod
    async def get_installstate(self) -> dict[str, str]:
        """What was put off until first boot: deferred-dom0-password, deferred-kb-layout,
        deferred-accept-eula, deferred-language, each 'True' or 'False'.

        D-Bus: get_installstate() -> state: a{ss}
        """

    @abstractmethod
    async def progress_installstate(self, action: str) -> None:
        """Marks one as done: dom0-password-set, kb-layout-set, eula-accepted or language-set.
        Failed for anything else.

        D-Bus: progress_installstate(action: s)
        """


class PowersettingsServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.powersettings.

    What closing the lid does. Actions are sleep, hibernate, shutdown, forced-shutdown,
    idle-shutdown, reboot and nothing; another is refused with 290:.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.powersettings",
        (
            Method(
                "get_ac_lid_close_action",
                "get_ac_lid_close_action",
                (),
                (Arg("", "s"),),
                "",
                "s",
                _decode_none,
                _encode_s,
            ),
            Method(
                "get_battery_lid_close_action",
                "get_battery_lid_close_action",
                (),
                (Arg("", "s"),),
                "",
                "s",
                _decode_none,
                _encode_s,
            ),
            Method(
                "set_ac_lid_close_action",
                "set_ac_lid_close_action",
                (Arg("action", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "set_battery_lid_close_action",
                "set_battery_lid_close_action",
                (Arg("action", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def get_ac_lid_close_action(self) -> str:
        """The action on external power; 'nothing' when it was never set.

        D-Bus: get_ac_lid_close_action() -> s
        """

    @abstractmethod
    async def get_battery_lid_close_action(self) -> str:
        """The action on battery; 'nothing' when it was never set.

        D-Bus: get_battery_lid_close_action() -> s
        """

    @abstractmethod
    async def set_ac_lid_close_action(self, action: str) -> None:
        """Sets the action on external power.

        D-Bus: set_ac_lid_close_action(action: s)
        """

    @abstractmethod
    async def set_battery_lid_close_action(self, action: str) -> None:
        """Sets the action on battery.

        D-Bus: set_battery_lid_close_action(action: s)
        """
