# Generated from xenmgr.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of xenmgr.xml."""

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
_unpack_bb = struct.Struct("<II").unpack_from
_unpack_i = struct.Struct("<i").unpack_from


def _close_array(out: bytearray, mark: int, start: int) -> None:
    """Fills in the length at `mark` of the elements from `start`."""
    size = len(out) - start
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.EncodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    out[mark : mark + 4] = codec.pack_u32(size)


def _decode_b(body: bytes) -> tuple[bool]:
    try:
        (v0,) = _unpack_b(body, 0)
        if v0 > 1:
            raise codec.DecodeError(f"boolean is {v0}")
    except struct.error as error:
        raise codec.DecodeError("body is too short for b") from error
    codec.expect_end(body, 4)
    return (v0 == 1,)


def _decode_bbssss(body: bytes) -> tuple[bool, bool, str, str, str, str]:
    try:
        v0, v1 = _unpack_bb(body, 0)
        if v0 > 1:
            raise codec.DecodeError(f"boolean is {v0}")
        if v1 > 1:
            raise codec.DecodeError(f"boolean is {v1}")
        v2, at = codec.read_string(body, 8)
        v3, at = codec.read_string(body, at)
        v4, at = codec.read_string(body, at)
        v5, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for bbssss") from error
    codec.expect_end(body, at)
    return v0 == 1, v1 == 1, v2, v3, v4, v5


def _decode_i(body: bytes) -> tuple[int]:
    try:
        (v0,) = _unpack_i(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for i") from error
    codec.expect_end(body, 4)
    return (v0,)


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


def _decode_ssss(body: bytes) -> tuple[str, str, str, str]:
    try:
        v0, at = codec.read_string(body, 0)
        v1, at = codec.read_string(body, at)
        v2, at = codec.read_string(body, at)
        v3, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for ssss") from error
    codec.expect_end(body, at)
    return v0, v1, v2, v3


def _encode_aaess_(result: list[dict[str, str]]) -> bytes:
    out = bytearray()
    _write_aaess_(out, result)
    return bytes(out)


def _encode_ai(result: list[int]) -> bytes:
    out = bytearray()
    _write_ai(out, result)
    return bytes(out)


def _encode_ao(result: list[str]) -> bytes:
    data = codec.string_array(result, paths=True)
    return codec.pack_u32(len(data)) + data


def _encode_as(result: list[str]) -> bytes:
    data = codec.string_array(result)
    return codec.pack_u32(len(data)) + data


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


def _encode_so(result: tuple[str, str]) -> bytes:
    v0, v1 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.path(v1)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_sosi(result: tuple[str, str, str, int]) -> bytes:
    v0, v1, v2, v3 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.path(v1)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    out += _pack_i(v3)
    return bytes(out)


def _encode_ss(result: tuple[str, str]) -> bytes:
    v0, v1 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_sso(result: tuple[str, str, str]) -> bytes:
    v0, v1, v2 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.path(v2)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


@cache
def _entry_as(name: str) -> Callable[[list[str]], bytes]:
    start = _entry_start(name, "as", 4)

    def entry(value: list[str]) -> bytes:
        out = bytearray(start)
        _write_as(out, value)
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


def _variant_as(value: list[str]) -> bytes:
    out = bytearray(b"\x02as\x00")
    _write_as(out, value)
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


def _write_ai(out: bytearray, value: list[int]) -> None:
    mark, start = _open_array(out, 4)
    out += struct.pack(f"<{len(value)}i", *value)
    _close_array(out, mark, start)


def _write_as(out: bytearray, value: list[str]) -> None:
    data = codec.string_array(value)
    out += codec.PADDING[-len(out) & 3] + codec.pack_u32(len(data)) + data


class PolicyServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.policy.

    A VM's policy flags as one short text, for central management.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.policy",
        (
            Method(
                "enforce",
                "enforce",
                (Arg("uuid", "s"), Arg("value", "s")),
                (),
                "ss",
                "",
                _decode_ss,
                _encode_none,
            ),
            Method(
                "retrieve",
                "retrieve",
                (Arg("uuid", "s"),),
                (Arg("result", "s"),),
                "s",
                "s",
                _decode_s,
                _encode_s,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def enforce(self, uuid: str, value: str) -> None:
        """Sets the seven policies of a VM at once from a text of tokens separated by ';':
        block-cd-access, block-cd-rec, block-audio-access, block-audio-rec, block-wired-networking,
        block-wireless-networking, block-modify-vm-settings. What is listed is forbidden, what is
        not is allowed, unknown tokens do not count. Followed by vm_config_changed. Not guarded.

        D-Bus: enforce(uuid: s, value: s)
        """

    @abstractmethod
    async def retrieve(self, uuid: str) -> str:
        """The forbidden policies of a VM as enforce takes them, always in the order given there;
        empty when all is allowed.

        D-Bus: retrieve(uuid: s) -> result: s
        """


class XenmgrServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.

    The inventory: create VMs, find them, and hear of everything that happens to them. All signals
    come from /.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr",
        (
            Method(
                "create_vhd",
                "create_vhd",
                (Arg("size_mb", "i"),),
                (Arg("path", "s"),),
                "i",
                "s",
                _decode_i,
                _encode_s,
            ),
            Method(
                "create_vm",
                "create_vm",
                (),
                (Arg("path", "o"),),
                "",
                "o",
                _decode_none,
                _encode_o,
            ),
            Method(
                "create_vm_with_template",
                "create_vm_with_template",
                (Arg("template", "s"),),
                (Arg("path", "o"),),
                "s",
                "o",
                _decode_s,
                _encode_o,
            ),
            Method(
                "create_vm_with_template_and_json",
                "create_vm_with_template_and_json",
                (Arg("template", "s"), Arg("json", "s")),
                (Arg("path", "o"),),
                "ss",
                "o",
                _decode_ss,
                _encode_o,
            ),
            Method(
                "create_vm_with_template_and_uuid",
                "create_vm_with_template_and_uuid",
                (Arg("template", "s"), Arg("uuid", "s")),
                (Arg("path", "o"),),
                "ss",
                "o",
                _decode_ss,
                _encode_o,
            ),
            Method(
                "create_vm_with_ui",
                "create_vm_with_ui",
                (
                    Arg("template", "s"),
                    Arg("name", "s"),
                    Arg("description", "s"),
                    Arg("image_path", "s"),
                ),
                (Arg("path", "o"),),
                "ssss",
                "o",
                _decode_ssss,
                _encode_o,
            ),
            Method(
                "find_vm_by_domid",
                "find_vm_by_domid",
                (Arg("domid", "i"),),
                (Arg("obj_path", "o"),),
                "i",
                "o",
                _decode_i,
                _encode_o,
            ),
            Method(
                "find_vm_by_uuid",
                "find_vm_by_uuid",
                (Arg("uuid", "s"),),
                (Arg("obj_path", "o"),),
                "s",
                "o",
                _decode_s,
                _encode_o,
            ),
            Method(
                "list_child_service_vm_templates",
                "list_child_service_vm_templates",
                (),
                (Arg("templates", "as"),),
                "",
                "as",
                _decode_none,
                _encode_as,
            ),
            Method(
                "list_domids",
                "list_domids",
                (),
                (Arg("domids", "ai"),),
                "",
                "ai",
                _decode_none,
                _encode_ai,
            ),
            Method(
                "list_extension_packs",
                "list_extension_packs",
                (),
                (Arg("packs", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_templates",
                "list_templates",
                (),
                (Arg("templates", "as"),),
                "",
                "as",
                _decode_none,
                _encode_as,
            ),
            Method(
                "list_ui_templates",
                "list_ui_templates",
                (),
                (Arg("templates", "aa{ss}"),),
                "",
                "aa{ss}",
                _decode_none,
                _encode_aaess_,
            ),
            Method(
                "list_vms",
                "list_vms",
                (),
                (Arg("paths", "ao"),),
                "",
                "ao",
                _decode_none,
                _encode_ao,
            ),
        ),
        (
            Signal(
                "cd_assignment_changed",
                (Arg("dev", "s"), Arg("uuid", "s"), Arg("obj_path", "o")),
                "sso",
            ),
            Signal("config_changed", (), ""),
            Signal("language_changed", (), ""),
            Signal("network_state_changed", (Arg("available", "b"),), "b"),
            Signal("notify", (Arg("uuid", "s"), Arg("messsage", "s")), "ss"),
            Signal("vm_config_changed", (Arg("uuid", "s"), Arg("obj_path", "o")), "so"),
            Signal("vm_created", (Arg("uuid", "s"), Arg("obj_path", "o")), "so"),
            Signal("vm_deleted", (Arg("uuid", "s"), Arg("obj_path", "o")), "so"),
            Signal("vm_name_changed", (Arg("uuid", "s"), Arg("obj_path", "o")), "so"),
            Signal(
                "vm_state_changed",
                (Arg("uuid", "s"), Arg("obj_path", "o"), Arg("state", "s"), Arg("acpi_state", "i")),
                "sosi",
            ),
            Signal("vm_transfer_changed", (Arg("uuid", "s"), Arg("obj_path", "o")), "so"),
        ),
        (),
    )

    @abstractmethod
    async def create_vhd(self, size_mb: int) -> str:
        """Makes an empty dynamic VHD of size_mb MiB under /storage/disks and returns its path. It
        belongs to no VM until attach_vhd names it. 290: for a size that no VHD has, 223: when it
        cannot be made.

        D-Bus: create_vhd(size_mb: i) -> path: s
        """

    @abstractmethod
    async def create_vm(self) -> str:
        """Creates a VM from the template new-vm and returns its object. The name is name-UUID until
        it is set. 220: when creation is not allowed, 205: when all nine slots are taken.

        D-Bus: create_vm() -> path: o
        """

    @abstractmethod
    async def create_vm_with_template(self, template: str) -> str:
        """As create_vm, from the named template. An empty name means an empty configuration. 223:
        when there is no such template.

        D-Bus: create_vm_with_template(template: s) -> path: o
        """

    @abstractmethod
    async def create_vm_with_template_and_json(self, template: str, json: str) -> str:
        """As create_vm_with_template, with a JSON object laid over the template: objects merge key
        by key, any other value replaces the template's. Keys are those of the configuration
        database below /vm/UUID, so a slot other than 1 to 9 (for example "-1") goes past the limit
        of nine. Failed when the text is not JSON.

        D-Bus: create_vm_with_template_and_json(template: s, json: s) -> path: o
        """

    @abstractmethod
    async def create_vm_with_template_and_uuid(self, template: str, uuid: str) -> str:
        """As create_vm_with_template, with a uuid of the caller's choice. 290: when it is not a
        uuid or a VM has it already.

        D-Bus: create_vm_with_template_and_uuid(template: s, uuid: s) -> path: o
        """

    @abstractmethod
    async def create_vm_with_ui(
        self,
        template: str,
        name: str,
        description: str,
        image_path: str,
    ) -> str:
        """As create_vm_with_template, with a description and an icon path that replace the
        template's, and a name that is used when the template has none.

        D-Bus: create_vm_with_ui(template: s, name: s, description: s, image_path: s) -> path: o
        """

    @abstractmethod
    async def find_vm_by_domid(self, domid: int) -> str:
        """The VM that runs as domain domid. Failed with 'no vm with domid N' when none does.

        D-Bus: find_vm_by_domid(domid: i) -> obj_path: o
        """

    @abstractmethod
    async def find_vm_by_uuid(self, uuid: str) -> str:
        """The object of a VM. Failed with 'no vm with uuid X' when there is none.

        D-Bus: find_vm_by_uuid(uuid: s) -> obj_path: o
        """

    @abstractmethod
    async def list_child_service_vm_templates(self) -> list[str]:
        """Names of the templates for create_child_service_vm, without their prefix 'child-'.

        D-Bus: list_child_service_vm_templates() -> templates: as
        """

    @abstractmethod
    async def list_domids(self) -> list[int]:
        """Domids of all VMs that have a domain now.

        D-Bus: list_domids() -> domids: ai
        """

    @abstractmethod
    async def list_extension_packs(self) -> list[dict[str, str]]:
        """Installed extension packs, each with id, vendor, name, description, version and image.

        D-Bus: list_extension_packs() -> packs: aa{ss}
        """

    @abstractmethod
    async def list_templates(self) -> list[str]:
        """Names of the templates that create_vm_with_template takes. Templates of service VMs are
        left out.

        D-Bus: list_templates() -> templates: as
        """

    @abstractmethod
    async def list_ui_templates(self) -> list[dict[str, str]]:
        """Templates meant for a person to choose from, each with template (its name) and
        description.

        D-Bus: list_ui_templates() -> templates: aa{ss}
        """

    @abstractmethod
    async def list_vms(self) -> list[str]:
        """Objects of all VMs, in the order in which they stand in the database.

        D-Bus: list_vms() -> paths: ao
        """


class XenmgrSignals:
    """Builders of the signals of com.citrix.xenclient.xenmgr."""

    __slots__ = ()

    @staticmethod
    def cd_assignment_changed(dev: str, uuid: str, obj_path: str) -> SignalMessage:
        """A CD drive was given to another VM. dev is the drive, uuid and obj_path the VM; an empty
        uuid and / when nobody has it. Sent one second after the last change.

        D-Bus: signal cd_assignment_changed(dev: s, uuid: s, obj_path: o)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "cd_assignment_changed",
            "sso",
            _encode_sso((dev, uuid, obj_path)),
        )

    @staticmethod
    def config_changed() -> SignalMessage:
        """A setting of the config or config.ui interface was stored.

        D-Bus: signal config_changed()
        """
        return SignalMessage("com.citrix.xenclient.xenmgr", "config_changed", "", b"")

    @staticmethod
    def language_changed() -> SignalMessage:
        """The host's language was set.

        D-Bus: signal language_changed()
        """
        return SignalMessage("com.citrix.xenclient.xenmgr", "language_changed", "", b"")

    @staticmethod
    def network_state_changed(available: bool) -> SignalMessage:
        """Whether any network is there. Reserved; never sent.

        D-Bus: signal network_state_changed(available: b)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "network_state_changed",
            "b",
            _encode_b(available),
        )

    @staticmethod
    def notify(uuid: str, messsage: str) -> SignalMessage:
        """An event of the toolstack for one VM, as words separated by ':': vm:state:STATE (the
        toolstack's word for it), power-state:N (0, 3, 4 or 5), rtc:SECONDS; an empty text when the
        VM's state is gone.

        D-Bus: signal notify(uuid: s, messsage: s)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "notify",
            "ss",
            _encode_ss((uuid, messsage)),
        )

    @staticmethod
    def vm_config_changed(uuid: str, obj_path: str) -> SignalMessage:
        """Stored settings of a VM changed. Sent half a second after the last change, once for all
        of them.

        D-Bus: signal vm_config_changed(uuid: s, obj_path: o)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "vm_config_changed",
            "so",
            _encode_so((uuid, obj_path)),
        )

    @staticmethod
    def vm_created(uuid: str, obj_path: str) -> SignalMessage:
        """A VM was created and its objects are there.

        D-Bus: signal vm_created(uuid: s, obj_path: o)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "vm_created",
            "so",
            _encode_so((uuid, obj_path)),
        )

    @staticmethod
    def vm_deleted(uuid: str, obj_path: str) -> SignalMessage:
        """A VM was deleted and its objects are gone.

        D-Bus: signal vm_deleted(uuid: s, obj_path: o)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "vm_deleted",
            "so",
            _encode_so((uuid, obj_path)),
        )

    @staticmethod
    def vm_name_changed(uuid: str, obj_path: str) -> SignalMessage:
        """A VM's name was set, perhaps to what it was.

        D-Bus: signal vm_name_changed(uuid: s, obj_path: o)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "vm_name_changed",
            "so",
            _encode_so((uuid, obj_path)),
        )

    @staticmethod
    def vm_state_changed(uuid: str, obj_path: str, state: str, acpi_state: int) -> SignalMessage:
        """A VM entered a state. state is one of VM_STATE, acpi_state as the property acpi-state.
        Sent for every step, so creating comes twice in a start; also sent with an unchanged state
        when only acpi_state moved.

        D-Bus: signal vm_state_changed(uuid: s, obj_path: o, state: s, acpi_state: i)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "vm_state_changed",
            "sosi",
            _encode_sosi((uuid, obj_path, state, acpi_state)),
        )

    @staticmethod
    def vm_transfer_changed(uuid: str, obj_path: str) -> SignalMessage:
        """The property download-progress of a VM was set.

        D-Bus: signal vm_transfer_changed(uuid: s, obj_path: o)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr",
            "vm_transfer_changed",
            "so",
            _encode_so((uuid, obj_path)),
        )


class XenmgrConfigServer(ServerInterface):
    """Server base of com.citrix.xenclient.xenmgr.config.

    Settings of the whole host. Setters are not guarded; a setter that says so emits config_changed.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.config",
        (),
        (),
        (
            Property(
                "argo-firewall",
                "argo_firewall",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("argo-firewall"),
            ),
            Property(
                "argo-hosts-file",
                "argo_hosts_file",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("argo-hosts-file"),
            ),
            Property(
                "autolock-cd-drives",
                "autolock_cd_drives",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("autolock-cd-drives"),
            ),
            Property(
                "autostart",
                "autostart",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("autostart"),
            ),
            Property(
                "bypass-sha1sum-checks",
                "bypass_sha1sum_checks",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("bypass-sha1sum-checks"),
            ),
            Property(
                "configurable-save-changes-across-reboots",
                "configurable_save_changes_across_reboots",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("configurable-save-changes-across-reboots"),
            ),
            Property(
                "connect-remote-desktop-allowed",
                "connect_remote_desktop_allowed",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("connect-remote-desktop-allowed"),
            ),
            Property(
                "dom0-mem-target-mib",
                "dom0_mem_target_mib",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("dom0-mem-target-mib"),
            ),
            Property(
                "enable-argo-ssh",
                "enable_argo_ssh",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("enable-argo-ssh"),
            ),
            Property(
                "enable-dom0-networking",
                "enable_dom0_networking",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("enable-dom0-networking"),
            ),
            Property(
                "enable-ssh",
                "enable_ssh",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("enable-ssh"),
            ),
            Property(
                "guest-only-networking",
                "guest_only_networking",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("guest-only-networking"),
            ),
            Property(
                "iso-path",
                "iso_path",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("iso-path"),
            ),
            Property(
                "measure-fail-action",
                "measure_fail_action",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("measure-fail-action"),
            ),
            Property(
                "ota-upgrades-allowed",
                "ota_upgrades_allowed",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("ota-upgrades-allowed"),
            ),
            Property(
                "platform-crypto-key-dirs",
                "platform_crypto_key_dirs",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("platform-crypto-key-dirs"),
            ),
            Property(
                "pvm-autostart-delay",
                "pvm_autostart_delay",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("pvm-autostart-delay"),
            ),
            Property(
                "secondary-gpu-pt",
                "secondary_gpu_pt",
                "b",
                "read",
                "true",
                _variant_b,
                _entry_b("secondary-gpu-pt"),
            ),
            Property(
                "svm-autostart-delay",
                "svm_autostart_delay",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("svm-autostart-delay"),
            ),
            Property(
                "use-networking-domain",
                "use_networking_domain",
                "b",
                "read",
                "const",
                _variant_b,
                _entry_b("use-networking-domain"),
            ),
            Property(
                "vm-creation-allowed",
                "vm_creation_allowed",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("vm-creation-allowed"),
            ),
            Property(
                "vm-deletion-allowed",
                "vm_deletion_allowed",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("vm-deletion-allowed"),
            ),
            Property(
                "xc-diag-timeout",
                "xc_diag_timeout",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("xc-diag-timeout"),
            ),
        ),
    )


class ConfigUiServer(ServerInterface):
    """Server base of com.citrix.xenclient.xenmgr.config.ui.

    Settings of the user interface and of the VM switcher. Setters are not guarded; a setter that
    says so emits config_changed.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.config.ui",
        (),
        (),
        (
            Property(
                "idle-time-threshold",
                "idle_time_threshold",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("idle-time-threshold"),
            ),
            Property(
                "language",
                "language",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("language"),
            ),
            Property(
                "modify-advanced-vm-settings",
                "modify_advanced_vm_settings",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("modify-advanced-vm-settings"),
            ),
            Property(
                "modify-services",
                "modify_services",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("modify-services"),
            ),
            Property(
                "modify-settings",
                "modify_settings",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("modify-settings"),
            ),
            Property(
                "modify-usb-settings",
                "modify_usb_settings",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("modify-usb-settings"),
            ),
            Property(
                "pointer-trail-timeout",
                "pointer_trail_timeout",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("pointer-trail-timeout"),
            ),
            Property(
                "show-mboot-warning",
                "show_mboot_warning",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("show-mboot-warning"),
            ),
            Property(
                "show-msg-on-no-disk",
                "show_msg_on_no_disk",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("show-msg-on-no-disk"),
            ),
            Property(
                "show-msg-on-vm-start",
                "show_msg_on_vm_start",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("show-msg-on-vm-start"),
            ),
            Property(
                "show-msg-on-vm-start-tools-warning",
                "show_msg_on_vm_start_tools_warning",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("show-msg-on-vm-start-tools-warning"),
            ),
            Property(
                "show-tools-warning",
                "show_tools_warning",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("show-tools-warning"),
            ),
            Property(
                "supported-languages",
                "supported_languages",
                "as",
                "read",
                "true",
                _variant_as,
                _entry_as("supported-languages"),
            ),
            Property(
                "switcher-enabled",
                "switcher_enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("switcher-enabled"),
            ),
            Property(
                "switcher-keyboard-follows-mouse",
                "switcher_keyboard_follows_mouse",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("switcher-keyboard-follows-mouse"),
            ),
            Property(
                "switcher-resistance",
                "switcher_resistance",
                "i",
                "readwrite",
                "true",
                _variant_i,
                _entry_i("switcher-resistance"),
            ),
            Property(
                "switcher-self-switch-enabled",
                "switcher_self_switch_enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("switcher-self-switch-enabled"),
            ),
            Property(
                "switcher-status-report-enabled",
                "switcher_status_report_enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("switcher-status-report-enabled"),
            ),
            Property(
                "view-type",
                "view_type",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("view-type"),
            ),
            Property(
                "wallpaper",
                "wallpaper",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("wallpaper"),
            ),
        ),
    )


class XenmgrDiagServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.diag.

    Collecting diagnostics from the host and from its guests.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.diag",
        (
            Method(
                "create_status_report",
                "create_status_report",
                (
                    Arg("screenshots", "b"),
                    Arg("guest_info", "b"),
                    Arg("summary", "s"),
                    Arg("description", "s"),
                    Arg("repro_steps", "s"),
                    Arg("ticket", "s"),
                ),
                (Arg("file", "s"),),
                "bbssss",
                "s",
                _decode_bbssss,
                _encode_s,
            ),
            Method(
                "gather",
                "gather",
                (Arg("name", "s"), Arg("data_", "s")),
                (),
                "ss",
                "",
                _decode_ss,
                _encode_none,
            ),
            Method(
                "save",
                "save",
                (Arg("mode", "s"),),
                (Arg("dir", "s"),),
                "s",
                "s",
                _decode_s,
                _encode_s,
            ),
            Method(
                "status_report_screen",
                "status_report_screen",
                (Arg("show", "b"),),
                (),
                "b",
                "",
                _decode_b,
                _encode_none,
            ),
            Method(
                "taas_agree_terms",
                "taas_agree_terms",
                (Arg("username", "s"), Arg("password", "s"), Arg("version", "s")),
                (Arg("result", "b"),),
                "sss",
                "b",
                _decode_sss,
                _encode_b,
            ),
            Method(
                "taas_authenticate_credentials",
                "taas_authenticate_credentials",
                (Arg("username", "s"), Arg("password", "s")),
                (Arg("result", "as"),),
                "ss",
                "as",
                _decode_ss,
                _encode_as,
            ),
            Method(
                "taas_upload",
                "taas_upload",
                (
                    Arg("username", "s"),
                    Arg("password", "s"),
                    Arg("caseid", "s"),
                    Arg("filename", "s"),
                ),
                (Arg("result", "b"),),
                "ssss",
                "b",
                _decode_ssss,
                _encode_b,
            ),
        ),
        (Signal("gather_request", (Arg("mode", "s"),), "s"),),
        (),
    )

    @abstractmethod
    async def create_status_report(
        self,
        screenshots: bool,
        guest_info: bool,
        summary: str,
        description: str,
        repro_steps: str,
        ticket: str,
    ) -> str:
        """Packs logs of the host, and if asked screenshots and what guests report, into an archive
        on the host and returns its path. The four texts go into the report. 223: when packing
        fails.

        D-Bus: create_status_report(screenshots: b, guest_info: b, summary: s, description: s,
        repro_steps: s, ticket: s) -> file: s
        """

    @abstractmethod
    async def gather(self, name: str, data_: str) -> None:
        """For guests: adds a file to the collection that save has opened. data_ is the content in
        hexadecimal. 216: when no collection is open, Failed for a name with a path in it.

        D-Bus: gather(name: s, data_: s)
        """

    @abstractmethod
    async def save(self, mode: str) -> str:
        """Opens a collection, sends gather_request(mode) to the guests, and returns the directory
        once all guests with tools have answered or xc-diag-timeout seconds have passed.

        D-Bus: save(mode: s) -> dir: s
        """

    @abstractmethod
    async def status_report_screen(self, show: bool) -> None:
        """Shows or hides the report screen of the fallback VM.

        D-Bus: status_report_screen(show: b)
        """

    @abstractmethod
    async def taas_agree_terms(self, username: str, password: str, version: str) -> bool:
        """Tells the upload service that the user agrees to a version of its terms. 242: to 246: by
        the service's answer.

        D-Bus: taas_agree_terms(username: s, password: s, version: s) -> result: b
        """

    @abstractmethod
    async def taas_authenticate_credentials(self, username: str, password: str) -> list[str]:
        """Logs in to the upload service and returns what it answers. 243: without a network, 245:
        when it refuses.

        D-Bus: taas_authenticate_credentials(username: s, password: s) -> result: as
        """

    @abstractmethod
    async def taas_upload(self, username: str, password: str, caseid: str, filename: str) -> bool:
        """Uploads a report for a support case. 242: when the file is missing, 243: to 246: by the
        service's answer.

        D-Bus: taas_upload(username: s, password: s, caseid: s, filename: s) -> result: b
        """


class XenmgrDiagSignals:
    """Builders of the signals of com.citrix.xenclient.xenmgr.diag."""

    __slots__ = ()

    @staticmethod
    def gather_request(mode: str) -> SignalMessage:
        """Guests are asked to send their diagnostics with gather. mode is the text given to save.

        D-Bus: signal gather_request(mode: s)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr.diag",
            "gather_request",
            "s",
            _encode_s(mode),
        )


class XenmgrGuestreqServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.guestreq.

    Requests that a guest makes for itself; the caller's domain says which VM it is.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.guestreq",
        (
            Method(
                "request_attention",
                "request_attention",
                (),
                (),
                "",
                "",
                _decode_none,
                _encode_none,
            ),
        ),
        (Signal("requested_attention", (Arg("uuid", "s"), Arg("obj_path", "o")), "so"),),
        (),
    )

    @abstractmethod
    async def request_attention(self) -> None:
        """The calling guest wants its user to look at it. Emits requested_attention for the
        caller's VM; does nothing when the caller is no VM.

        D-Bus: request_attention()
        """


class XenmgrGuestreqSignals:
    """Builders of the signals of com.citrix.xenclient.xenmgr.guestreq."""

    __slots__ = ()

    @staticmethod
    def requested_attention(uuid: str, obj_path: str) -> SignalMessage:
        """The VM's guest wants its user to look at it.

        D-Bus: signal requested_attention(uuid: s, obj_path: o)
        """
        return SignalMessage(
            "com.citrix.xenclient.xenmgr.guestreq",
            "requested_attention",
            "so",
            _encode_so((uuid, obj_path)),
        )


class XenmgrTestingServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.testing.

    A mailbox for test scripts.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.testing",
        (
            Method(
                "script_dequeue",
                "script_dequeue",
                (),
                (Arg("script", "s"),),
                "",
                "s",
                _decode_none,
                _encode_s,
            ),
            Method(
                "script_queue",
                "script_queue",
                (Arg("script", "s"),),
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
    async def script_dequeue(self) -> str:
        """Takes the oldest script out of the mailbox; waits until there is one.

        D-Bus: script_dequeue() -> script: s
        """

    @abstractmethod
    async def script_queue(self, script: str) -> None:
        """Puts a script into the mailbox.

        D-Bus: script_queue(script: s)
        """


class XenmgrUnrestrictedServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.xenmgr.unrestricted.

    Create and delete without the creation and deletion policies. For trusted callers.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.xenmgr.unrestricted",
        (
            Method(
                "unrestricted_create_vm",
                "unrestricted_create_vm",
                (),
                (Arg("path", "o"),),
                "",
                "o",
                _decode_none,
                _encode_o,
            ),
            Method(
                "unrestricted_create_vm_with_template_and_json",
                "unrestricted_create_vm_with_template_and_json",
                (Arg("template", "s"), Arg("json", "s")),
                (Arg("path", "o"),),
                "ss",
                "o",
                _decode_ss,
                _encode_o,
            ),
            Method(
                "unrestricted_delete_vm",
                "unrestricted_delete_vm",
                (Arg("uuid", "s"),),
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
    async def unrestricted_create_vm(self) -> str:
        """As create_vm, whatever the policy says. 205: when all nine slots are taken.

        D-Bus: unrestricted_create_vm() -> path: o
        """

    @abstractmethod
    async def unrestricted_create_vm_with_template_and_json(self, template: str, json: str) -> str:
        """As create_vm_with_template_and_json, whatever the policy says.

        D-Bus: unrestricted_create_vm_with_template_and_json(template: s, json: s) -> path: o
        """

    @abstractmethod
    async def unrestricted_delete_vm(self, uuid: str) -> None:
        """As delete of the VM, whatever the policy says. A uuid that is no VM is not an error. 204:
        while it runs.

        D-Bus: unrestricted_delete_vm(uuid: s)
        """
