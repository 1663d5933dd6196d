# Generated from xenmgr_vm.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of xenmgr_vm.xml."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import Arg, Interface, Method, Property, ServerInterface

_pack_b = struct.Struct("<I").pack
_pack_i = struct.Struct("<i").pack
_unpack_i = struct.Struct("<i").unpack_from


def _close_array(out: bytearray, mark: int, start: int) -> None:
    """Fills in the length at `mark` of the elements from `start`."""
    size = len(out) - start
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.EncodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    out[mark : mark + 4] = codec.pack_u32(size)


def _decode_i(body: bytes) -> tuple[int]:
    try:
        (v0,) = _unpack_i(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for i") from error
    codec.expect_end(body, 4)
    return (v0,)


def _decode_isss(body: bytes) -> tuple[int, str, str, str]:
    try:
        (v0,) = _unpack_i(body, 0)
        v1, at = codec.read_string(body, 4)
        v2, at = codec.read_string(body, at)
        v3, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for isss") from error
    codec.expect_end(body, at)
    return v0, v1, v2, v3


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


def _encode_ao(result: list[str]) -> bytes:
    data = codec.string_array(result, paths=True)
    return codec.pack_u32(len(data)) + data


def _encode_as(result: list[str]) -> bytes:
    data = codec.string_array(result)
    return codec.pack_u32(len(data)) + data


def _encode_ay(result: bytes) -> bytes:
    return codec.pack_u32(len(result)) + result


def _encode_b(result: bool) -> bytes:
    return _pack_b(codec.boolean(result))


def _encode_none(result: None) -> bytes:
    return b""


def _encode_o(result: str) -> bytes:
    data = codec.path(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


@cache
def _entry_ao(name: str) -> Callable[[list[str]], bytes]:
    start = _entry_start(name, "ao", 4)

    def entry(value: list[str]) -> bytes:
        out = bytearray(start)
        _write_ao(out, value)
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


def _variant_ao(value: list[str]) -> bytes:
    out = bytearray(b"\x02ao\x00")
    _write_ao(out, value)
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


def _write_ao(out: bytearray, value: list[str]) -> None:
    data = codec.string_array(value, paths=True)
    out += codec.PADDING[-len(out) & 3] + codec.pack_u32(len(data)) + data


class VmServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.vm.

    The life and the settings of one VM. Settings take effect at the next boot unless their text
    says otherwise. Every setter needs policy-modify-vm-settings and is refused with 202: without
    it; getters are never refused. A stored change is announced by PropertiesChanged and, half a
    second after the last one, by vm_config_changed; storing the value that is already there
    announces nothing. A value outside what is allowed is refused with 290: and changes nothing.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.vm",
        (
            Method(
                "add_argo_firewall_rule",
                "add_argo_firewall_rule",
                (Arg("rule", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "add_disk",
                "add_disk",
                (),
                (Arg("path", "o"),),
                "",
                "o",
                _decode_none,
                _encode_o,
            ),
            Method(
                "add_net_firewall_rule",
                "add_net_firewall_rule",
                (Arg("id", "i"), Arg("direction", "s"), Arg("remoteip", "s"), Arg("extra", "s")),
                (),
                "isss",
                "",
                _decode_isss,
                _encode_none,
            ),
            Method("add_nic", "add_nic", (), (Arg("path", "o"),), "", "o", _decode_none, _encode_o),
            Method(
                "create_child_service_vm",
                "create_child_service_vm",
                (Arg("template", "s"),),
                (Arg("path", "o"),),
                "s",
                "o",
                _decode_s,
                _encode_o,
            ),
            Method("delete", "delete", (), (), "", "", _decode_none, _encode_none),
            Method(
                "delete_argo_firewall_rule",
                "delete_argo_firewall_rule",
                (Arg("rule", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "delete_net_firewall_rule",
                "delete_net_firewall_rule",
                (Arg("id", "i"),),
                (),
                "i",
                "",
                _decode_i,
                _encode_none,
            ),
            Method("destroy", "destroy", (), (), "", "", _decode_none, _encode_none),
            Method(
                "get_db_key",
                "get_db_key",
                (Arg("key", "s"),),
                (Arg("value", "s"),),
                "s",
                "s",
                _decode_s,
                _encode_s,
            ),
            Method(
                "get_domstore_key",
                "get_domstore_key",
                (Arg("key", "s"),),
                (Arg("value", "s"),),
                "s",
                "s",
                _decode_s,
                _encode_s,
            ),
            Method("hibernate", "hibernate", (), (), "", "", _decode_none, _encode_none),
            Method(
                "list_argo_firewall_rules",
                "list_argo_firewall_rules",
                (),
                (Arg("rules", "as"),),
                "",
                "as",
                _decode_none,
                _encode_as,
            ),
            Method(
                "list_disks",
                "list_disks",
                (),
                (Arg("", "ao"),),
                "",
                "ao",
                _decode_none,
                _encode_ao,
            ),
            Method(
                "list_net_firewall_rules",
                "list_net_firewall_rules",
                (),
                (Arg("rules", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_nics",
                "list_nics",
                (),
                (Arg("", "ao"),),
                "",
                "ao",
                _decode_none,
                _encode_ao,
            ),
            Method("pause", "pause", (), (), "", "", _decode_none, _encode_none),
            Method(
                "read_icon",
                "read_icon",
                (),
                (Arg("bytes", "ay"),),
                "",
                "ay",
                _decode_none,
                _encode_ay,
            ),
            Method("reboot", "reboot", (), (), "", "", _decode_none, _encode_none),
            Method("resume", "resume", (), (), "", "", _decode_none, _encode_none),
            Method(
                "resume_from_file",
                "resume_from_file",
                (Arg("file", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "set_db_key",
                "set_db_key",
                (Arg("key", "s"), Arg("value", "s")),
                (),
                "ss",
                "",
                _decode_ss,
                _encode_none,
            ),
            Method(
                "set_domstore_key",
                "set_domstore_key",
                (Arg("key", "s"), Arg("value", "s")),
                (),
                "ss",
                "",
                _decode_ss,
                _encode_none,
            ),
            Method("shutdown", "shutdown", (), (), "", "", _decode_none, _encode_none),
            Method("sleep", "sleep", (), (), "", "", _decode_none, _encode_none),
            Method("start", "start", (), (), "", "", _decode_none, _encode_none),
            Method("start_internal", "start_internal", (), (), "", "", _decode_none, _encode_none),
            Method(
                "suspend_to_file",
                "suspend_to_file",
                (Arg("file", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method("switch", "switch", (), (), "", "", _decode_none, _encode_none),
            Method("unpause", "unpause", (), (), "", "", _decode_none, _encode_none),
        ),
        (),
        (
            Property("acpi", "acpi", "b", "readwrite", "true", _variant_b, _entry_b("acpi")),
            Property(
                "acpi-state",
                "acpi_state",
                "i",
                "read",
                "true",
                _variant_i,
                _entry_i("acpi-state"),
            ),
            Property(
                "acpi-table",
                "acpi_table",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("acpi-table"),
            ),
            Property("amt-pt", "amt_pt", "b", "readwrite", "true", _variant_b, _entry_b("amt-pt")),
            Property("apic", "apic", "b", "readwrite", "true", _variant_b, _entry_b("apic")),
            Property("argo", "argo", "b", "readwrite", "true", _variant_b, _entry_b("argo")),
            Property(
                "authenforce",
                "authenforce",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("authenforce"),
            ),
            Property(
                "auto-s3-wake",
                "auto_s3_wake",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("auto-s3-wake"),
            ),
            Property(
                "autostart-pending",
                "autostart_pending",
                "b",
                "read",
                "false",
                _variant_b,
                _entry_b("autostart-pending"),
            ),
            Property("bios", "bios", "s", "readwrite", "true", _variant_s, _entry_s("bios")),
            Property("boot", "boot", "s", "readwrite", "true", _variant_s, _entry_s("boot")),
            Property(
                "boot-sentinel",
                "boot_sentinel",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("boot-sentinel"),
            ),
            Property("cd", "cd", "s", "readwrite", "true", _variant_s, _entry_s("cd")),
            Property(
                "cmd-line",
                "cmd_line",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("cmd-line"),
            ),
            Property(
                "control-platform-power-state",
                "control_platform_power_state",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("control-platform-power-state"),
            ),
            Property(
                "cores-per-socket",
                "cores_per_socket",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("cores-per-socket"),
            ),
            Property("cpuid", "cpuid", "s", "readwrite", "true", _variant_s, _entry_s("cpuid")),
            Property(
                "crypto-key-dirs",
                "crypto_key_dirs",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("crypto-key-dirs"),
            ),
            Property(
                "crypto-user",
                "crypto_user",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("crypto-user"),
            ),
            Property(
                "dependencies",
                "dependencies",
                "ao",
                "read",
                "false",
                _variant_ao,
                _entry_ao("dependencies"),
            ),
            Property(
                "description",
                "description",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("description"),
            ),
            Property(
                "display",
                "display",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("display"),
            ),
            Property("domid", "domid", "i", "read", "true", _variant_i, _entry_i("domid")),
            Property(
                "domstore-read-access",
                "domstore_read_access",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("domstore-read-access"),
            ),
            Property(
                "domstore-write-access",
                "domstore_write_access",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("domstore-write-access"),
            ),
            Property(
                "download-progress",
                "download_progress",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("download-progress"),
            ),
            Property(
                "extra-hvm",
                "extra_hvm",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("extra-hvm"),
            ),
            Property(
                "extra-xenvm",
                "extra_xenvm",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("extra-xenvm"),
            ),
            Property(
                "flask-label",
                "flask_label",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("flask-label"),
            ),
            Property("gpu", "gpu", "s", "readwrite", "true", _variant_s, _entry_s("gpu")),
            Property(
                "greedy-pciback-bind",
                "greedy_pciback_bind",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("greedy-pciback-bind"),
            ),
            Property("hap", "hap", "b", "readwrite", "true", _variant_b, _entry_b("hap")),
            Property("hdtype", "hdtype", "s", "readwrite", "true", _variant_s, _entry_s("hdtype")),
            Property(
                "hibernated",
                "hibernated",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("hibernated"),
            ),
            Property(
                "hidden-in-switcher",
                "hidden_in_switcher",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("hidden-in-switcher"),
            ),
            Property(
                "hidden-in-ui",
                "hidden_in_ui",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("hidden-in-ui"),
            ),
            Property("hpet", "hpet", "b", "readwrite", "true", _variant_b, _entry_b("hpet")),
            Property(
                "icbinn-path",
                "icbinn_path",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("icbinn-path"),
            ),
            Property(
                "image-path",
                "image_path",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("image-path"),
            ),
            Property(
                "init-flask-label",
                "init_flask_label",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("init-flask-label"),
            ),
            Property("initrd", "initrd", "s", "readwrite", "true", _variant_s, _entry_s("initrd")),
            Property(
                "initrd-extract",
                "initrd_extract",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("initrd-extract"),
            ),
            Property(
                "keep-alive",
                "keep_alive",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("keep-alive"),
            ),
            Property("kernel", "kernel", "s", "readwrite", "true", _variant_s, _entry_s("kernel")),
            Property(
                "kernel-extract",
                "kernel_extract",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("kernel-extract"),
            ),
            Property(
                "display-handler-strict",
                "display_handler_strict",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("display-handler-strict"),
            ),
            Property(
                "image_path_vg",
                "image_path_vg",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("image_path_vg"),
            ),
            Property(
                "long_form_vg",
                "long_form_vg",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("long_form_vg"),
            ),
            Property(
                "short_form_vg",
                "short_form_vg",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("short_form_vg"),
            ),
            Property(
                "text_color_vg",
                "text_color_vg",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("text_color_vg"),
            ),
            Property(
                "border_width_vg",
                "border_width_vg",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("border_width_vg"),
            ),
            Property(
                "border_height_vg",
                "border_height_vg",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("border_height_vg"),
            ),
            Property(
                "vglass_enabled",
                "vglass_enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("vglass_enabled"),
            ),
            Property(
                "mosaic_mode",
                "mosaic_mode",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("mosaic_mode"),
            ),
            Property(
                "windowed_x",
                "windowed_x",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("windowed_x"),
            ),
            Property(
                "windowed_y",
                "windowed_y",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("windowed_y"),
            ),
            Property(
                "windowed_w",
                "windowed_w",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("windowed_w"),
            ),
            Property(
                "windowed_h",
                "windowed_h",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("windowed_h"),
            ),
            Property(
                "primary_domain_color",
                "primary_domain_color",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("primary_domain_color"),
            ),
            Property(
                "secondary_domain_color",
                "secondary_domain_color",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("secondary_domain_color"),
            ),
            Property(
                "mosaic_vm_enabled",
                "mosaic_vm_enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("mosaic_vm_enabled"),
            ),
            Property("mac", "mac", "s", "read", "true", _variant_s, _entry_s("mac")),
            Property("measured", "measured", "b", "read", "true", _variant_b, _entry_b("measured")),
            Property("memory", "memory", "i", "readwrite", "true", _variant_i, _entry_i("memory")),
            Property(
                "memory-min",
                "memory_min",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("memory-min"),
            ),
            Property(
                "memory-static-max",
                "memory_static_max",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("memory-static-max"),
            ),
            Property(
                "memory-target",
                "memory_target",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("memory-target"),
            ),
            Property("name", "name", "s", "readwrite", "true", _variant_s, _entry_s("name")),
            Property(
                "native-experience",
                "native_experience",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("native-experience"),
            ),
            Property(
                "nestedhvm",
                "nestedhvm",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("nestedhvm"),
            ),
            Property("notify", "notify", "s", "readwrite", "true", _variant_s, _entry_s("notify")),
            Property("nx", "nx", "b", "readwrite", "true", _variant_b, _entry_b("nx")),
            Property(
                "oem-acpi-features",
                "oem_acpi_features",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("oem-acpi-features"),
            ),
            Property("os", "os", "s", "readwrite", "true", _variant_s, _entry_s("os")),
            Property(
                "ovf-transport-iso",
                "ovf_transport_iso",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("ovf-transport-iso"),
            ),
            Property("pae", "pae", "b", "readwrite", "true", _variant_b, _entry_b("pae")),
            Property(
                "passthrough-io",
                "passthrough_io",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("passthrough-io"),
            ),
            Property(
                "passthrough-mmio",
                "passthrough_mmio",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("passthrough-mmio"),
            ),
            Property(
                "policy-audio-access",
                "policy_audio_access",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-audio-access"),
            ),
            Property(
                "policy-audio-recording",
                "policy_audio_recording",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-audio-recording"),
            ),
            Property(
                "policy-cd-access",
                "policy_cd_access",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-cd-access"),
            ),
            Property(
                "policy-cd-recording",
                "policy_cd_recording",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-cd-recording"),
            ),
            Property(
                "policy-modify-vm-settings",
                "policy_modify_vm_settings",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-modify-vm-settings"),
            ),
            Property(
                "policy-print-screen",
                "policy_print_screen",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-print-screen"),
            ),
            Property(
                "policy-wired-networking",
                "policy_wired_networking",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-wired-networking"),
            ),
            Property(
                "policy-wireless-networking",
                "policy_wireless_networking",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("policy-wireless-networking"),
            ),
            Property(
                "portica-enabled",
                "portica_enabled",
                "i",
                "read",
                "true",
                _variant_i,
                _entry_i("portica-enabled"),
            ),
            Property(
                "portica-installed",
                "portica_installed",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("portica-installed"),
            ),
            Property(
                "preserve-on-reboot",
                "preserve_on_reboot",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("preserve-on-reboot"),
            ),
            Property(
                "private-space",
                "private_space",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("private-space"),
            ),
            Property(
                "provides-default-network-backend",
                "provides_default_network_backend",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("provides-default-network-backend"),
            ),
            Property(
                "provides-graphics-fallback",
                "provides_graphics_fallback",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("provides-graphics-fallback"),
            ),
            Property(
                "provides-network-backend",
                "provides_network_backend",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("provides-network-backend"),
            ),
            Property(
                "pv-addons",
                "pv_addons",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("pv-addons"),
            ),
            Property(
                "pv-addons-version",
                "pv_addons_version",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("pv-addons-version"),
            ),
            Property(
                "qemu-dm-path",
                "qemu_dm_path",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("qemu-dm-path"),
            ),
            Property(
                "qemu-dm-timeout",
                "qemu_dm_timeout",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("qemu-dm-timeout"),
            ),
            Property("ready", "ready", "b", "readwrite", "true", _variant_b, _entry_b("ready")),
            Property("realm", "realm", "s", "readwrite", "true", _variant_s, _entry_s("realm")),
            Property(
                "restrict-display-depth",
                "restrict_display_depth",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("restrict-display-depth"),
            ),
            Property(
                "restrict-display-res",
                "restrict_display_res",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("restrict-display-res"),
            ),
            Property(
                "run-insteadof-start",
                "run_insteadof_start",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("run-insteadof-start"),
            ),
            Property(
                "run-on-acpi-state-change",
                "run_on_acpi_state_change",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("run-on-acpi-state-change"),
            ),
            Property(
                "run-on-state-change",
                "run_on_state_change",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("run-on-state-change"),
            ),
            Property(
                "run-post-create",
                "run_post_create",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("run-post-create"),
            ),
            Property(
                "run-pre-boot",
                "run_pre_boot",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("run-pre-boot"),
            ),
            Property(
                "run-pre-delete",
                "run_pre_delete",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("run-pre-delete"),
            ),
            Property(
                "s3-mode",
                "s3_mode",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("s3-mode"),
            ),
            Property(
                "s4-mode",
                "s4_mode",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("s4-mode"),
            ),
            Property(
                "seamless-id",
                "seamless_id",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("seamless-id"),
            ),
            Property(
                "seamless-mouse-left",
                "seamless_mouse_left",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("seamless-mouse-left"),
            ),
            Property(
                "seamless-mouse-right",
                "seamless_mouse_right",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("seamless-mouse-right"),
            ),
            Property(
                "seamless-traffic",
                "seamless_traffic",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("seamless-traffic"),
            ),
            Property(
                "secureboot",
                "secureboot",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("secureboot"),
            ),
            Property("serial", "serial", "s", "readwrite", "true", _variant_s, _entry_s("serial")),
            Property(
                "show-switcher",
                "show_switcher",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("show-switcher"),
            ),
            Property(
                "shutdown-priority",
                "shutdown_priority",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("shutdown-priority"),
            ),
            Property("slot", "slot", "i", "readwrite", "true", _variant_i, _entry_i("slot")),
            Property("sound", "sound", "s", "readwrite", "true", _variant_s, _entry_s("sound")),
            Property(
                "start-from-suspend-image",
                "start_from_suspend_image",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("start-from-suspend-image"),
            ),
            Property(
                "start-on-boot",
                "start_on_boot",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("start-on-boot"),
            ),
            Property(
                "start-on-boot-priority",
                "start_on_boot_priority",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("start-on-boot-priority"),
            ),
            Property("state", "state", "s", "read", "true", _variant_s, _entry_s("state")),
            Property(
                "stubdom",
                "stubdom",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("stubdom"),
            ),
            Property(
                "stubdom-flask-label",
                "stubdom_flask_label",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("stubdom-flask-label"),
            ),
            Property(
                "sync-uuid",
                "sync_uuid",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("sync-uuid"),
            ),
            Property(
                "time-offset",
                "time_offset",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("time-offset"),
            ),
            Property(
                "timer-mode",
                "timer_mode",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("timer-mode"),
            ),
            Property(
                "track-dependencies",
                "track_dependencies",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("track-dependencies"),
            ),
            Property("type", "type", "s", "readwrite", "true", _variant_s, _entry_s("type")),
            Property(
                "usb-auto-passthrough",
                "usb_auto_passthrough",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("usb-auto-passthrough"),
            ),
            Property(
                "usb-control",
                "usb_control",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("usb-control"),
            ),
            Property(
                "usb-enabled",
                "usb_enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("usb-enabled"),
            ),
            Property(
                "usb-grab-devices",
                "usb_grab_devices",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("usb-grab-devices"),
            ),
            Property("uuid", "uuid", "s", "read", "const", _variant_s, _entry_s("uuid")),
            Property("vcpus", "vcpus", "i", "readwrite", "true", _variant_i, _entry_i("vcpus")),
            Property(
                "videoram",
                "videoram",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("videoram"),
            ),
            Property(
                "viridian",
                "viridian",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("viridian"),
            ),
            Property(
                "virt-type",
                "virt_type",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("virt-type"),
            ),
            Property("vkbd", "vkbd", "b", "readwrite", "true", _variant_b, _entry_b("vkbd")),
            Property("vsnd", "vsnd", "b", "readwrite", "true", _variant_b, _entry_b("vsnd")),
            Property(
                "wired-network",
                "wired_network",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("wired-network"),
            ),
            Property(
                "wireless-control",
                "wireless_control",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("wireless-control"),
            ),
            Property(
                "wireless-network",
                "wireless_network",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("wireless-network"),
            ),
            Property(
                "xci-cpuid-signature",
                "xci_cpuid_signature",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("xci-cpuid-signature"),
            ),
        ),
    )

    @abstractmethod
    async def add_argo_firewall_rule(self, rule: str) -> None:
        """Adds an argo firewall rule, 'END -> END' with END = DOM, DOM:PORT or DOM:* and DOM = *,
        0, a uuid, myself, my-stubdom, myself-if-seamless, seamless, dom-type=WORD or dom-name=WORD.
        A rule that is there already is not added twice. 237: when it cannot be read.

        D-Bus: add_argo_firewall_rule(rule: s)
        """

    @abstractmethod
    async def add_disk(self) -> str:
        """Adds a disk without a source: VHD, writable, at the first free of hda to hdz. Its id is
        one above the highest there is. Returns its object. The VM cannot start until the disk has a
        path.

        D-Bus: add_disk() -> path: o
        """

    @abstractmethod
    async def add_net_firewall_rule(
        self,
        id: int,
        direction: str,
        remoteip: str,
        extra: str,
    ) -> None:
        """Stores a network firewall rule under id, over the one that was there. direction is in or
        out, else Failed. 202: when policy forbids changes.

        D-Bus: add_net_firewall_rule(id: i, direction: s, remoteip: s, extra: s)
        """

    @abstractmethod
    async def add_nic(self) -> str:
        """Adds a network card on /wired/0/bridged. Its id is one above the highest there is.
        Returns its object.

        D-Bus: add_nic() -> path: o
        """

    @abstractmethod
    async def create_child_service_vm(self, template: str) -> str:
        """Creates a service VM for this VM from the template child-NAME and returns its object. It
        takes no slot. 220: when creation is not allowed.

        D-Bus: create_child_service_vm(template: s) -> path: o
        """

    @abstractmethod
    async def delete(self) -> None:
        """Deletes the VM: its settings, its store, and the files of its unshared VHD disks that no
        other VM uses. Ends with vm_deleted. 204: while it runs, 220: when deletion is not allowed;
        a failing run-pre-delete hook stops it.

        D-Bus: delete()
        """

    @abstractmethod
    async def delete_argo_firewall_rule(self, rule: str) -> None:
        """Removes an argo firewall rule, given as list_argo_firewall_rules shows it. Nothing
        happens when it is not there. 237: when it cannot be read.

        D-Bus: delete_argo_firewall_rule(rule: s)
        """

    @abstractmethod
    async def delete_net_firewall_rule(self, id: int) -> None:
        """Removes the network firewall rule with this id. 202: when policy forbids changes.

        D-Bus: delete_net_firewall_rule(id: i)
        """

    @abstractmethod
    async def destroy(self) -> None:
        """Takes the domain away at once, as pulling the plug. Overtakes other verbs that wait for
        this VM. Success when there is no domain.

        D-Bus: destroy()
        """

    @abstractmethod
    async def get_db_key(self, key: str) -> str:
        """The database value at /vm/UUID/KEY, every '.' of the key read as '/'. Empty when it is
        missing.

        D-Bus: get_db_key(key: s) -> value: s
        """

    @abstractmethod
    async def get_domstore_key(self, key: str) -> str:
        """The value at /dom-store/UUID/KEY, every '.' of the key read as '/'. Empty when it is
        missing.

        D-Bus: get_domstore_key(key: s) -> value: s
        """

    @abstractmethod
    async def hibernate(self) -> None:
        """Asks the guest to hibernate and marks the VM hibernated. 213: without guest tools, 228:
        when it does not within 180 s.

        D-Bus: hibernate()
        """

    @abstractmethod
    async def list_argo_firewall_rules(self) -> list[str]:
        """The VM's argo firewall rules in their normal form.

        D-Bus: list_argo_firewall_rules() -> rules: as
        """

    @abstractmethod
    async def list_disks(self) -> list[str]:
        """Objects of the VM's disks, by id.

        D-Bus: list_disks() -> ao
        """

    @abstractmethod
    async def list_net_firewall_rules(self) -> list[dict[str, str]]:
        """The VM's network firewall rules, each with id, direction, remote-ip and extra.

        D-Bus: list_net_firewall_rules() -> rules: aa{ss}
        """

    @abstractmethod
    async def list_nics(self) -> list[str]:
        """Objects of the VM's network cards, by id.

        D-Bus: list_nics() -> ao
        """

    @abstractmethod
    async def pause(self) -> None:
        """Stops the processors of a running VM. 223: when there is no domain.

        D-Bus: pause()
        """

    @abstractmethod
    async def read_icon(self) -> bytes:
        """The bytes of the picture that image-path names. 223: when it cannot be read.

        D-Bus: read_icon() -> bytes: ay
        """

    @abstractmethod
    async def reboot(self) -> None:
        """Restarts the guest, by asking it first and by force when it does not answer. Success,
        without effect, when it is stopped.

        D-Bus: reboot()
        """

    @abstractmethod
    async def resume(self) -> None:
        """Wakes the guest from S3. Waits up to 10 s for it and succeeds either way.

        D-Bus: resume()
        """

    @abstractmethod
    async def resume_from_file(self, file: str) -> None:
        """Starts the VM, unpaused, from a file that suspend_to_file wrote. The file stays.

        D-Bus: resume_from_file(file: s)
        """

    @abstractmethod
    async def set_db_key(self, key: str, value: str) -> None:
        """Writes a text at /vm/UUID/KEY, every '.' of the key read as '/'. Not guarded, not
        checked, not announced.

        D-Bus: set_db_key(key: s, value: s)
        """

    @abstractmethod
    async def set_domstore_key(self, key: str, value: str) -> None:
        """Writes a text at /dom-store/UUID/KEY, every '.' of the key read as '/'. Not guarded, not
        announced.

        D-Bus: set_domstore_key(key: s, value: s)
        """

    @abstractmethod
    async def shutdown(self) -> None:
        """Asks the guest to shut down and returns when its domain is gone, however long that takes;
        a guest without tools is switched off. Success when it is stopped.

        D-Bus: shutdown()
        """

    @abstractmethod
    async def sleep(self) -> None:
        """Asks the guest to go to S3. 213: without guest tools, 227: when it does not within 180 s.

        D-Bus: sleep()
        """

    @abstractmethod
    async def start(self) -> None:
        """Boots the VM and returns when its processors run and its boot sentinel, if it has one, is
        set. Success, without effect, when it has a domain already. Runs run-insteadof-start instead
        when that is set. Failed with 'Bad Physical Path' for a disk whose file is missing; 101: too
        little memory, 219: and 233: a feature only one VM may have, 230: a PCI device in use, 232:
        a network backend that is down, 223: anything the toolstack refuses.

        D-Bus: start()
        """

    @abstractmethod
    async def start_internal(self) -> None:
        """As start, but never runs run-insteadof-start. For that hook itself.

        D-Bus: start_internal()
        """

    @abstractmethod
    async def suspend_to_file(self, file: str) -> None:
        """Saves the domain to a file on the host and stops it. 223: when it is not running or the
        file cannot be written.

        D-Bus: suspend_to_file(file: s)
        """

    @abstractmethod
    async def switch(self) -> None:
        """Brings the VM to the screen, waking it first if it sleeps. Success, without effect, when
        it is stopped.

        D-Bus: switch()
        """

    @abstractmethod
    async def unpause(self) -> None:
        """Lets the processors of a paused VM run again. Success, without effect, when it is stopped
        or running.

        D-Bus: unpause()
        """


class VmAuthServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.vm.auth.

    Login to VMs whose disks are encrypted for one user.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.vm.auth",
        (
            Method("auth", "auth", (), (), "", "", _decode_none, _encode_none),
            Method(
                "auth_required",
                "auth_required",
                (),
                (Arg("required", "b"),),
                "",
                "b",
                _decode_none,
                _encode_b,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def auth(self) -> None:
        """Starts the login of crypto-user on the host's screen. Nothing happens when the VM has no
        crypto-user.

        D-Bus: auth()
        """

    @abstractmethod
    async def auth_required(self) -> bool:
        """Whether crypto-user is set and has not logged in yet.

        D-Bus: auth_required() -> required: b
        """


class VmPciServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.vm.pci.

    Rules that give host PCI devices to the VM. They are not guarded by policy, are matched at each
    start, and a change is followed by vm_config_changed.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.vm.pci",
        (
            Method(
                "add_pt_rule",
                "add_pt_rule",
                (Arg("pciclass", "s"), Arg("vendor_id", "s"), Arg("device_id", "s")),
                (),
                "sss",
                "",
                _decode_sss,
                _encode_none,
            ),
            Method(
                "add_pt_rule_bdf",
                "add_pt_rule_bdf",
                (Arg("bdf", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "delete_pt_rule",
                "delete_pt_rule",
                (Arg("pciclass", "s"), Arg("vendor_id", "s"), Arg("device_id", "s")),
                (),
                "sss",
                "",
                _decode_sss,
                _encode_none,
            ),
            Method(
                "delete_pt_rule_bdf",
                "delete_pt_rule_bdf",
                (Arg("bdf", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "list_pt_pci_devices",
                "list_pt_pci_devices",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_pt_rules",
                "list_pt_rules",
                (),
                (Arg("", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def add_pt_rule(self, pciclass: str, vendor_id: str, device_id: str) -> None:
        """Gives the VM all devices of this class, vendor and device, each a number ('0x0200' or
        decimal), or empty or 'any' for all. Class 0x300 means every display device.

        D-Bus: add_pt_rule(pciclass: s, vendor_id: s, device_id: s)
        """

    @abstractmethod
    async def add_pt_rule_bdf(self, bdf: str) -> None:
        """Gives the VM the device at one address. The address is dddd:bb:ss.f in hexadecimal, with
        an optional @SLOT for the place in the guest. 223: when it cannot be read.

        D-Bus: add_pt_rule_bdf(bdf: s)
        """

    @abstractmethod
    async def delete_pt_rule(self, pciclass: str, vendor_id: str, device_id: str) -> None:
        """Removes every rule with exactly these three fields.

        D-Bus: delete_pt_rule(pciclass: s, vendor_id: s, device_id: s)
        """

    @abstractmethod
    async def delete_pt_rule_bdf(self, bdf: str) -> None:
        """Removes every rule for this address. The address is dddd:bb:ss.f in hexadecimal, with an
        optional @SLOT for the place in the guest. 223: when it cannot be read.

        D-Bus: delete_pt_rule_bdf(bdf: s)
        """

    @abstractmethod
    async def list_pt_pci_devices(self) -> list[dict[str, str]]:
        """The devices that the rules match on this host now, each with addr, name, class, vendor-id
        and device-id.

        D-Bus: list_pt_pci_devices() -> aa{ss}
        """

    @abstractmethod
    async def list_pt_rules(self) -> list[dict[str, str]]:
        """The rules, each with id (from 1) and rule ('match class=0x0200 vendor= device=' or
        'bdf=0000:00:19.0').

        D-Bus: list_pt_rules() -> aa{ss}
        """


class VmProductServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.vm.product.

    Product properties of a VM that came as part of an appliance (OVF).
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.vm.product",
        (
            Method(
                "get_ovf_env_xml",
                "get_ovf_env_xml",
                (),
                (Arg("value", "s"),),
                "",
                "s",
                _decode_none,
                _encode_s,
            ),
            Method(
                "get_product_property",
                "get_product_property",
                (Arg("property_id", "s"),),
                (Arg("value", "s"),),
                "s",
                "s",
                _decode_s,
                _encode_s,
            ),
            Method(
                "list_product_properties",
                "list_product_properties",
                (),
                (Arg("product_properties", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "set_product_property",
                "set_product_property",
                (Arg("property_id", "s"), Arg("value", "s")),
                (),
                "ss",
                "",
                _decode_ss,
                _encode_none,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def get_ovf_env_xml(self) -> str:
        """The OVF environment document for this VM. Failed when the VM belongs to no appliance.

        D-Bus: get_ovf_env_xml() -> value: s
        """

    @abstractmethod
    async def get_product_property(self, property_id: str) -> str:
        """A product property's value; empty when it is missing. The id is [CLASS.]KEY[.INSTANCE].

        D-Bus: get_product_property(property_id: s) -> value: s
        """

    @abstractmethod
    async def list_product_properties(self) -> list[dict[str, str]]:
        """The product properties, each with id, type, key, class, instance, label, description,
        user-configurable and password.

        D-Bus: list_product_properties() -> product_properties: aa{ss}
        """

    @abstractmethod
    async def set_product_property(self, property_id: str, value: str) -> None:
        """Sets a product property. Failed when the value does not suit its type or range.

        D-Bus: set_product_property(property_id: s, value: s)
        """


class VmUnrestrictedServer(ServerInterface):
    """Server base of com.citrix.xenclient.xenmgr.vm.unrestricted.

    The settings of the vm interface without its policy guard, and three more for the stub domain.
    Values are the same ones: what is set here is read there. This interface emits no
    PropertiesChanged.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.vm.unrestricted",
        (),
        (),
        (
            Property("acpi", "acpi", "b", "readwrite", "false", _variant_b, _entry_b("acpi")),
            Property(
                "acpi-state",
                "acpi_state",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("acpi-state"),
            ),
            Property(
                "acpi-table",
                "acpi_table",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("acpi-table"),
            ),
            Property("amt-pt", "amt_pt", "b", "readwrite", "false", _variant_b, _entry_b("amt-pt")),
            Property("apic", "apic", "b", "readwrite", "false", _variant_b, _entry_b("apic")),
            Property("argo", "argo", "b", "readwrite", "false", _variant_b, _entry_b("argo")),
            Property(
                "authenforce",
                "authenforce",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("authenforce"),
            ),
            Property(
                "auto-s3-wake",
                "auto_s3_wake",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("auto-s3-wake"),
            ),
            Property(
                "autostart-pending",
                "autostart_pending",
                "b",
                "read",
                "false",
                _variant_b,
                _entry_b("autostart-pending"),
            ),
            Property("bios", "bios", "s", "readwrite", "false", _variant_s, _entry_s("bios")),
            Property("boot", "boot", "s", "readwrite", "false", _variant_s, _entry_s("boot")),
            Property(
                "boot-sentinel",
                "boot_sentinel",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("boot-sentinel"),
            ),
            Property("cd", "cd", "s", "readwrite", "false", _variant_s, _entry_s("cd")),
            Property(
                "cmd-line",
                "cmd_line",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("cmd-line"),
            ),
            Property(
                "control-platform-power-state",
                "control_platform_power_state",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("control-platform-power-state"),
            ),
            Property(
                "cores-per-socket",
                "cores_per_socket",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("cores-per-socket"),
            ),
            Property("cpuid", "cpuid", "s", "readwrite", "false", _variant_s, _entry_s("cpuid")),
            Property(
                "crypto-key-dirs",
                "crypto_key_dirs",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("crypto-key-dirs"),
            ),
            Property(
                "crypto-user",
                "crypto_user",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("crypto-user"),
            ),
            Property(
                "dependencies",
                "dependencies",
                "ao",
                "read",
                "false",
                _variant_ao,
                _entry_ao("dependencies"),
            ),
            Property(
                "description",
                "description",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("description"),
            ),
            Property(
                "display",
                "display",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("display"),
            ),
            Property("domid", "domid", "i", "read", "false", _variant_i, _entry_i("domid")),
            Property(
                "domstore-read-access",
                "domstore_read_access",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("domstore-read-access"),
            ),
            Property(
                "domstore-write-access",
                "domstore_write_access",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("domstore-write-access"),
            ),
            Property(
                "download-progress",
                "download_progress",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("download-progress"),
            ),
            Property(
                "extra-hvm",
                "extra_hvm",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("extra-hvm"),
            ),
            Property(
                "extra-xenvm",
                "extra_xenvm",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("extra-xenvm"),
            ),
            Property(
                "flask-label",
                "flask_label",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("flask-label"),
            ),
            Property("gpu", "gpu", "s", "readwrite", "false", _variant_s, _entry_s("gpu")),
            Property(
                "greedy-pciback-bind",
                "greedy_pciback_bind",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("greedy-pciback-bind"),
            ),
            Property("hap", "hap", "b", "readwrite", "false", _variant_b, _entry_b("hap")),
            Property("hdtype", "hdtype", "s", "readwrite", "false", _variant_s, _entry_s("hdtype")),
            Property(
                "hibernated",
                "hibernated",
                "b",
                "read",
                "false",
                _variant_b,
                _entry_b("hibernated"),
            ),
            Property(
                "hidden-in-switcher",
                "hidden_in_switcher",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("hidden-in-switcher"),
            ),
            Property(
                "hidden-in-ui",
                "hidden_in_ui",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("hidden-in-ui"),
            ),
            Property("hpet", "hpet", "b", "readwrite", "false", _variant_b, _entry_b("hpet")),
            Property(
                "display-handler-strict",
                "display_handler_strict",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("display-handler-strict"),
            ),
            Property(
                "stub_domid",
                "stub_domid",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("stub_domid"),
            ),
            Property(
                "image_path_vg",
                "image_path_vg",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("image_path_vg"),
            ),
            Property(
                "long_form_vg",
                "long_form_vg",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("long_form_vg"),
            ),
            Property(
                "short_form_vg",
                "short_form_vg",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("short_form_vg"),
            ),
            Property(
                "text_color_vg",
                "text_color_vg",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("text_color_vg"),
            ),
            Property(
                "border_width_vg",
                "border_width_vg",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("border_width_vg"),
            ),
            Property(
                "border_height_vg",
                "border_height_vg",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("border_height_vg"),
            ),
            Property(
                "vglass_enabled",
                "vglass_enabled",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("vglass_enabled"),
            ),
            Property(
                "mosaic_mode",
                "mosaic_mode",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("mosaic_mode"),
            ),
            Property(
                "windowed_x",
                "windowed_x",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("windowed_x"),
            ),
            Property(
                "windowed_y",
                "windowed_y",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("windowed_y"),
            ),
            Property(
                "windowed_w",
                "windowed_w",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("windowed_w"),
            ),
            Property(
                "windowed_h",
                "windowed_h",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("windowed_h"),
            ),
            Property(
                "primary_domain_color",
                "primary_domain_color",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("primary_domain_color"),
            ),
            Property(
                "secondary_domain_color",
                "secondary_domain_color",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("secondary_domain_color"),
            ),
            Property(
                "mosaic_vm_enabled",
                "mosaic_vm_enabled",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("mosaic_vm_enabled"),
            ),
            Property(
                "icbinn-path",
                "icbinn_path",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("icbinn-path"),
            ),
            Property(
                "image-path",
                "image_path",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("image-path"),
            ),
            Property(
                "init-flask-label",
                "init_flask_label",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("init-flask-label"),
            ),
            Property("initrd", "initrd", "s", "readwrite", "false", _variant_s, _entry_s("initrd")),
            Property(
                "initrd-extract",
                "initrd_extract",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("initrd-extract"),
            ),
            Property(
                "keep-alive",
                "keep_alive",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("keep-alive"),
            ),
            Property("kernel", "kernel", "s", "readwrite", "false", _variant_s, _entry_s("kernel")),
            Property(
                "kernel-extract",
                "kernel_extract",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("kernel-extract"),
            ),
            Property("mac", "mac", "s", "read", "false", _variant_s, _entry_s("mac")),
            Property(
                "measured",
                "measured",
                "b",
                "read",
                "false",
                _variant_b,
                _entry_b("measured"),
            ),
            Property("memory", "memory", "i", "readwrite", "false", _variant_i, _entry_i("memory")),
            Property(
                "memory-min",
                "memory_min",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("memory-min"),
            ),
            Property(
                "memory-static-max",
                "memory_static_max",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("memory-static-max"),
            ),
            Property(
                "memory-target",
                "memory_target",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("memory-target"),
            ),
            Property("name", "name", "s", "readwrite", "false", _variant_s, _entry_s("name")),
            Property(
                "native-experience",
                "native_experience",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("native-experience"),
            ),
            Property(
                "nestedhvm",
                "nestedhvm",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("nestedhvm"),
            ),
            Property("notify", "notify", "s", "readwrite", "false", _variant_s, _entry_s("notify")),
            Property("nx", "nx", "b", "readwrite", "false", _variant_b, _entry_b("nx")),
            Property(
                "oem-acpi-features",
                "oem_acpi_features",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("oem-acpi-features"),
            ),
            Property("os", "os", "s", "readwrite", "false", _variant_s, _entry_s("os")),
            Property(
                "ovf-transport-iso",
                "ovf_transport_iso",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("ovf-transport-iso"),
            ),
            Property("pae", "pae", "b", "readwrite", "false", _variant_b, _entry_b("pae")),
            Property(
                "passthrough-io",
                "passthrough_io",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("passthrough-io"),
            ),
            Property(
                "passthrough-mmio",
                "passthrough_mmio",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("passthrough-mmio"),
            ),
            Property(
                "policy-audio-access",
                "policy_audio_access",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-audio-access"),
            ),
            Property(
                "policy-audio-recording",
                "policy_audio_recording",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-audio-recording"),
            ),
            Property(
                "policy-cd-access",
                "policy_cd_access",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-cd-access"),
            ),
            Property(
                "policy-cd-recording",
                "policy_cd_recording",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-cd-recording"),
            ),
            Property(
                "policy-modify-vm-settings",
                "policy_modify_vm_settings",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-modify-vm-settings"),
            ),
            Property(
                "policy-print-screen",
                "policy_print_screen",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-print-screen"),
            ),
            Property(
                "policy-wired-networking",
                "policy_wired_networking",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-wired-networking"),
            ),
            Property(
                "policy-wireless-networking",
                "policy_wireless_networking",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("policy-wireless-networking"),
            ),
            Property(
                "portica-enabled",
                "portica_enabled",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("portica-enabled"),
            ),
            Property(
                "portica-installed",
                "portica_installed",
                "b",
                "read",
                "false",
                _variant_b,
                _entry_b("portica-installed"),
            ),
            Property(
                "preserve-on-reboot",
                "preserve_on_reboot",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("preserve-on-reboot"),
            ),
            Property(
                "private-space",
                "private_space",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("private-space"),
            ),
            Property(
                "provides-default-network-backend",
                "provides_default_network_backend",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("provides-default-network-backend"),
            ),
            Property(
                "provides-graphics-fallback",
                "provides_graphics_fallback",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("provides-graphics-fallback"),
            ),
            Property(
                "provides-network-backend",
                "provides_network_backend",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("provides-network-backend"),
            ),
            Property(
                "pv-addons",
                "pv_addons",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("pv-addons"),
            ),
            Property(
                "pv-addons-version",
                "pv_addons_version",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("pv-addons-version"),
            ),
            Property(
                "qemu-dm-path",
                "qemu_dm_path",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("qemu-dm-path"),
            ),
            Property(
                "qemu-dm-timeout",
                "qemu_dm_timeout",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("qemu-dm-timeout"),
            ),
            Property("ready", "ready", "b", "readwrite", "false", _variant_b, _entry_b("ready")),
            Property("realm", "realm", "s", "readwrite", "false", _variant_s, _entry_s("realm")),
            Property(
                "restrict-display-depth",
                "restrict_display_depth",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("restrict-display-depth"),
            ),
            Property(
                "restrict-display-res",
                "restrict_display_res",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("restrict-display-res"),
            ),
            Property(
                "run-insteadof-start",
                "run_insteadof_start",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("run-insteadof-start"),
            ),
            Property(
                "run-on-acpi-state-change",
                "run_on_acpi_state_change",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("run-on-acpi-state-change"),
            ),
            Property(
                "run-on-state-change",
                "run_on_state_change",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("run-on-state-change"),
            ),
            Property(
                "run-post-create",
                "run_post_create",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("run-post-create"),
            ),
            Property(
                "run-pre-boot",
                "run_pre_boot",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("run-pre-boot"),
            ),
            Property(
                "run-pre-delete",
                "run_pre_delete",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("run-pre-delete"),
            ),
            Property(
                "s3-mode",
                "s3_mode",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("s3-mode"),
            ),
            Property(
                "s4-mode",
                "s4_mode",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("s4-mode"),
            ),
            Property(
                "seamless-id",
                "seamless_id",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("seamless-id"),
            ),
            Property(
                "seamless-mouse-left",
                "seamless_mouse_left",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("seamless-mouse-left"),
            ),
            Property(
                "seamless-mouse-right",
                "seamless_mouse_right",
                "i",
                "read",
                "false",
                _variant_i,
                _entry_i("seamless-mouse-right"),
            ),
            Property(
                "seamless-traffic",
                "seamless_traffic",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("seamless-traffic"),
            ),
            Property(
                "secureboot",
                "secureboot",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("secureboot"),
            ),
            Property("serial", "serial", "s", "readwrite", "false", _variant_s, _entry_s("serial")),
            Property(
                "show-switcher",
                "show_switcher",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("show-switcher"),
            ),
            Property(
                "shutdown-priority",
                "shutdown_priority",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("shutdown-priority"),
            ),
            Property("slot", "slot", "i", "readwrite", "false", _variant_i, _entry_i("slot")),
            Property("sound", "sound", "s", "readwrite", "false", _variant_s, _entry_s("sound")),
            Property(
                "start-from-suspend-image",
                "start_from_suspend_image",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("start-from-suspend-image"),
            ),
            Property(
                "start-on-boot",
                "start_on_boot",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("start-on-boot"),
            ),
            Property(
                "start-on-boot-priority",
                "start_on_boot_priority",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("start-on-boot-priority"),
            ),
            Property("state", "state", "s", "read", "false", _variant_s, _entry_s("state")),
            Property(
                "stubdom",
                "stubdom",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("stubdom"),
            ),
            Property(
                "stubdom-cmdline",
                "stubdom_cmdline",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("stubdom-cmdline"),
            ),
            Property(
                "stubdom-flask-label",
                "stubdom_flask_label",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("stubdom-flask-label"),
            ),
            Property(
                "stubdom-memory",
                "stubdom_memory",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("stubdom-memory"),
            ),
            Property(
                "sync-uuid",
                "sync_uuid",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("sync-uuid"),
            ),
            Property(
                "time-offset",
                "time_offset",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("time-offset"),
            ),
            Property(
                "timer-mode",
                "timer_mode",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("timer-mode"),
            ),
            Property(
                "track-dependencies",
                "track_dependencies",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("track-dependencies"),
            ),
            Property("type", "type", "s", "readwrite", "false", _variant_s, _entry_s("type")),
            Property(
                "usb-auto-passthrough",
                "usb_auto_passthrough",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("usb-auto-passthrough"),
            ),
            Property(
                "usb-control",
                "usb_control",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("usb-control"),
            ),
            Property(
                "usb-enabled",
                "usb_enabled",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("usb-enabled"),
            ),
            Property(
                "usb-grab-devices",
                "usb_grab_devices",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("usb-grab-devices"),
            ),
            Property("uuid", "uuid", "s", "read", "false", _variant_s, _entry_s("uuid")),
            Property("vcpus", "vcpus", "i", "readwrite", "false", _variant_i, _entry_i("vcpus")),
            Property(
                "videoram",
                "videoram",
                "i",
                "readwrite",
                "false",
                _variant_i,
                _entry_i("videoram"),
            ),
            Property(
                "viridian",
                "viridian",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("viridian"),
            ),
            Property(
                "virt-type",
                "virt_type",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("virt-type"),
            ),
            Property("vkbd", "vkbd", "b", "readwrite", "false", _variant_b, _entry_b("vkbd")),
            Property("vsnd", "vsnd", "b", "readwrite", "false", _variant_b, _entry_b("vsnd")),
            Property(
                "wired-network",
                "wired_network",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("wired-network"),
            ),
            Property(
                "wireless-control",
                "wireless_control",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("wireless-control"),
            ),
            Property(
                "wireless-network",
                "wireless_network",
                "s",
                "readwrite",
                "false",
                _variant_s,
                _entry_s("wireless-network"),
            ),
            Property(
                "xci-cpuid-signature",
                "xci_cpuid_signature",
                "b",
                "readwrite",
                "false",
                _variant_b,
                _entry_b("xci-cpuid-signature"),
            ),
        ),
    )
