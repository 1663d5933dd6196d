# Generated from xenmgr.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of xenmgr.xml: proxies that never introspect."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypedDict, cast

from rpcgen.runtime import codec
from rpcgen.runtime.proxy import Proxy, Subscription

from . import xenmgr_types as _xenmgr_types

_pack_b = struct.Struct("<I").pack
_pack_bb = struct.Struct("<II").pack
_pack_i = struct.Struct("<i").pack
_unpack_b = struct.Struct("<I").unpack_from


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


def _decode_ai(body: bytes) -> tuple[list[int]]:
    try:
        v0, at = _read_ai(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for ai") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_ao(body: bytes) -> tuple[list[str]]:
    try:
        v0, at = _read_ao(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for ao") from error
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


def _decode_o(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_path(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for o") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_s(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_string(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for s") from error
    codec.expect_end(body, at)
    return (v0,)


def _encode_b(result: bool) -> bytes:
    return _pack_b(codec.boolean(result))


def _encode_bbssss(result: tuple[bool, bool, str, str, str, str]) -> bytes:
    v0, v1, v2, v3, v4, v5 = result
    out = bytearray()
    out += _pack_bb(codec.boolean(v0), codec.boolean(v1))
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v3)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v4)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v5)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_i(result: int) -> bytes:
    return _pack_i(result)


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


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


def _encode_ssss(result: tuple[str, str, str, str]) -> bytes:
    v0, v1, v2, v3 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v3)
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


def _read_ai(body: bytes, at: int) -> tuple[list[int], int]:
    at, end = _array_span(body, at, 4)
    count, rest = divmod(end - at, 4)
    if rest:
        raise codec.DecodeError(f"array at {at} ends inside an element")
    return list(struct.unpack_from(f"<{count}i", body, at)), end


def _read_ao(body: bytes, at: int) -> tuple[list[str], int]:
    at, end = _array_span(body, at, 4)
    items: list[str] = []
    while at < end:
        v0, at = codec.read_path(body, at)
        items.append(v0)
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


class PolicyProxy(Proxy):
    """Proxy of com.citrix.xenclient.policy.

    A VM's policy flags as one short text, for central management.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.policy"

    async def enforce(self, uuid: str, value: str) -> None:
        """Sets the seven policies of a VM at once from a text of tokens separated by ';':
        block-cd-access, block-cd-rec, block-audio-access, block-audio-rec, block-wired-networking,
        block-wireless-networking, block-modify-vm-settings. What is listed is forbidden, what is
        not is allowed, unknown tokens do not count. Followed by vm_config_changed. Not guarded.

        D-Bus: enforce(uuid: s, value: s)
        """
        await self._rpc_call(self.INTERFACE, "enforce", "ss", _encode_ss((uuid, value)), "")

    async def retrieve(self, uuid: str) -> str:
        """The forbidden policies of a VM as enforce takes them, always in the order given there;
        empty when all is allowed.

        D-Bus: retrieve(uuid: s) -> result: s
        """
        reply = await self._rpc_call(self.INTERFACE, "retrieve", "s", _encode_s(uuid), "s")
        return _decode_s(reply)[0]


class XenmgrProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.

    The inventory: create VMs, find them, and hear of everything that happens to them. All signals
    come from /.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr"

    async def create_vhd(self, size_mb: int) -> str:
        """Makes an empty dynamic VHD of size_mb MiB under /storage/disks and returns its path. It
        belongs to no VM until attach_vhd names it. 290: for a size that no VHD has, 223: when it
        cannot be made.

        D-Bus: create_vhd(size_mb: i) -> path: s
        """
        reply = await self._rpc_call(self.INTERFACE, "create_vhd", "i", _encode_i(size_mb), "s")
        return _decode_s(reply)[0]

    async def create_vm(self) -> str:
        """Creates a VM from the template new-vm and returns its object. The name is name-UUID until
        it is set. 220: when creation is not allowed, 205: when all nine slots are taken.

        D-Bus: create_vm() -> path: o
        """
        reply = await self._rpc_call(self.INTERFACE, "create_vm", "", b"", "o")
        return _decode_o(reply)[0]

    async def create_vm_with_template(self, template: str) -> str:
        """As create_vm, from the named template. An empty name means an empty configuration. 223:
        when there is no such template.

        D-Bus: create_vm_with_template(template: s) -> path: o
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "create_vm_with_template",
            "s",
            _encode_s(template),
            "o",
        )
        return _decode_o(reply)[0]

    async def create_vm_with_template_and_json(self, template: str, json: str) -> str:
        """As create_vm_with_template, with a JSON object laid over the template: objects merge key
        by key, any other value replaces the template's. Keys are those of the configuration
        database below /vm/UUID, so a slot other than 1 to 9 (for example "-1") goes past the limit
        of nine. Failed when the text is not JSON.

        D-Bus: create_vm_with_template_and_json(template: s, json: s) -> path: o
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "create_vm_with_template_and_json",
            "ss",
            _encode_ss((template, json)),
            "o",
        )
        return _decode_o(reply)[0]

    async def create_vm_with_template_and_uuid(self, template: str, uuid: str) -> str:
        """As create_vm_with_template, with a uuid of the caller's choice. 290: when it is not a
        uuid or a VM has it already.

        D-Bus: create_vm_with_template_and_uuid(template: s, uuid: s) -> path: o
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "create_vm_with_template_and_uuid",
            "ss",
            _encode_ss((template, uuid)),
            "o",
        )
        return _decode_o(reply)[0]

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
        reply = await self._rpc_call(
            self.INTERFACE,
            "create_vm_with_ui",
            "ssss",
            _encode_ssss((template, name, description, image_path)),
            "o",
        )
        return _decode_o(reply)[0]

    async def find_vm_by_domid(self, domid: int) -> str:
        """The VM that runs as domain domid. Failed with 'no vm with domid N' when none does.

        D-Bus: find_vm_by_domid(domid: i) -> obj_path: o
        """
        reply = await self._rpc_call(self.INTERFACE, "find_vm_by_domid", "i", _encode_i(domid), "o")
        return _decode_o(reply)[0]

    async def find_vm_by_uuid(self, uuid: str) -> str:
        """The object of a VM. Failed with 'no vm with uuid X' when there is none.

        D-Bus: find_vm_by_uuid(uuid: s) -> obj_path: o
        """
        reply = await self._rpc_call(self.INTERFACE, "find_vm_by_uuid", "s", _encode_s(uuid), "o")
        return _decode_o(reply)[0]

    async def list_child_service_vm_templates(self) -> list[str]:
        """Names of the templates for create_child_service_vm, without their prefix 'child-'.

        D-Bus: list_child_service_vm_templates() -> templates: as
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "list_child_service_vm_templates",
            "",
            b"",
            "as",
        )
        return _decode_as(reply)[0]

    async def list_domids(self) -> list[int]:
        """Domids of all VMs that have a domain now.

        D-Bus: list_domids() -> domids: ai
        """
        reply = await self._rpc_call(self.INTERFACE, "list_domids", "", b"", "ai")
        return _decode_ai(reply)[0]

    async def list_extension_packs(self) -> list[dict[str, str]]:
        """Installed extension packs, each with id, vendor, name, description, version and image.

        D-Bus: list_extension_packs() -> packs: aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_extension_packs", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_templates(self) -> list[str]:
        """Names of the templates that create_vm_with_template takes. Templates of service VMs are
        left out.

        D-Bus: list_templates() -> templates: as
        """
        reply = await self._rpc_call(self.INTERFACE, "list_templates", "", b"", "as")
        return _decode_as(reply)[0]

    async def list_ui_templates(self) -> list[dict[str, str]]:
        """Templates meant for a person to choose from, each with template (its name) and
        description.

        D-Bus: list_ui_templates() -> templates: aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_ui_templates", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_vms(self) -> list[str]:
        """Objects of all VMs, in the order in which they stand in the database.

        D-Bus: list_vms() -> paths: ao
        """
        reply = await self._rpc_call(self.INTERFACE, "list_vms", "", b"", "ao")
        return _decode_ao(reply)[0]

    async def on_cd_assignment_changed(
        self,
        callback: Callable[[str, str, str], None],
    ) -> Subscription:
        """A CD drive was given to another VM. dev is the drive, uuid and obj_path the VM; an empty
        uuid and / when nobody has it. Sent one second after the last change.

        D-Bus: signal cd_assignment_changed(dev: s, uuid: s, obj_path: o)
        """
        return await self._rpc_subscribe(self.INTERFACE, "cd_assignment_changed", "sso", callback)

    async def on_config_changed(self, callback: Callable[[], None]) -> Subscription:
        """A setting of the config or config.ui interface was stored.

        D-Bus: signal config_changed()
        """
        return await self._rpc_subscribe(self.INTERFACE, "config_changed", "", callback)

    async def on_language_changed(self, callback: Callable[[], None]) -> Subscription:
        """The host's language was set.

        D-Bus: signal language_changed()
        """
        return await self._rpc_subscribe(self.INTERFACE, "language_changed", "", callback)

    async def on_network_state_changed(self, callback: Callable[[bool], None]) -> Subscription:
        """Whether any network is there. Reserved; never sent.

        D-Bus: signal network_state_changed(available: b)
        """
        return await self._rpc_subscribe(self.INTERFACE, "network_state_changed", "b", callback)

    async def on_notify(self, callback: Callable[[str, str], None]) -> Subscription:
        """An event of the toolstack for one VM, as words separated by ':': vm:state:STATE (the
        toolstack's word for it), power-state:N (0, 3, 4 or 5), rtc:SECONDS; an empty text when the
        VM's state is gone.

        D-Bus: signal notify(uuid: s, messsage: s)
        """
        return await self._rpc_subscribe(self.INTERFACE, "notify", "ss", callback)

    async def on_vm_config_changed(self, callback: Callable[[str, str], None]) -> Subscription:
        """Stored settings of a VM changed. Sent half a second after the last change, once for all
        of them.

        D-Bus: signal vm_config_changed(uuid: s, obj_path: o)
        """
        return await self._rpc_subscribe(self.INTERFACE, "vm_config_changed", "so", callback)

    async def on_vm_created(self, callback: Callable[[str, str], None]) -> Subscription:
        """A VM was created and its objects are there.

        D-Bus: signal vm_created(uuid: s, obj_path: o)
        """
        return await self._rpc_subscribe(self.INTERFACE, "vm_created", "so", callback)

    async def on_vm_deleted(self, callback: Callable[[str, str], None]) -> Subscription:
        """A VM was deleted and its objects are gone.

        D-Bus: signal vm_deleted(uuid: s, obj_path: o)
        """
        return await self._rpc_subscribe(self.INTERFACE, "vm_deleted", "so", callback)

    async def on_vm_name_changed(self, callback: Callable[[str, str], None]) -> Subscription:
        """A VM's name was set, perhaps to what it was.

        D-Bus: signal vm_name_changed(uuid: s, obj_path: o)
        """
        return await self._rpc_subscribe(self.INTERFACE, "vm_name_changed", "so", callback)

    async def on_vm_state_changed(
        self,
        callback: Callable[[str, str, _xenmgr_types.VmState, int], None],
    ) -> Subscription:
        """A VM entered a state. state is one of VM_STATE, acpi_state as the property acpi-state.
        Sent for every step, so creating comes twice in a start; also sent with an unchanged state
        when only acpi_state moved.

        D-Bus: signal vm_state_changed(uuid: s, obj_path: o, state: s, acpi_state: i)
        """

        def deliver(value_0: str, value_1: str, value_2: str, value_3: int) -> None:
            callback(value_0, value_1, _xenmgr_types.VmState(value_2), value_3)

        return await self._rpc_subscribe(self.INTERFACE, "vm_state_changed", "sosi", deliver)

    async def on_vm_transfer_changed(self, callback: Callable[[str, str], None]) -> Subscription:
        """The property download-progress of a VM was set.

        D-Bus: signal vm_transfer_changed(uuid: s, obj_path: o)
        """
        return await self._rpc_subscribe(self.INTERFACE, "vm_transfer_changed", "so", callback)


XenmgrConfigProperties = TypedDict(
    "XenmgrConfigProperties",
    {
        "argo-firewall": bool,
        "argo-hosts-file": bool,
        "autolock-cd-drives": bool,
        "autostart": bool,
        "bypass-sha1sum-checks": bool,
        "configurable-save-changes-across-reboots": bool,
        "connect-remote-desktop-allowed": bool,
        "dom0-mem-target-mib": int,
        "enable-argo-ssh": bool,
        "enable-dom0-networking": bool,
        "enable-ssh": bool,
        "guest-only-networking": bool,
        "iso-path": str,
        "measure-fail-action": str,
        "ota-upgrades-allowed": bool,
        "platform-crypto-key-dirs": str,
        "pvm-autostart-delay": int,
        "secondary-gpu-pt": bool,
        "svm-autostart-delay": int,
        "use-networking-domain": bool,
        "vm-creation-allowed": bool,
        "vm-deletion-allowed": bool,
        "xc-diag-timeout": int,
    },
    total=False,
)


class XenmgrConfigProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.config.

    Settings of the whole host. Setters are not guarded; a setter that says so emits config_changed.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.config"

    async def get_argo_firewall(self) -> bool:
        """Whether argo firewall rules are applied when VMs boot and stop.

        D-Bus: property argo-firewall: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "argo-firewall", "b")
        return value

    async def set_argo_firewall(self, value: bool) -> None:
        """See get_argo_firewall.

        D-Bus: property argo-firewall: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "argo-firewall", "b", value)

    async def get_argo_hosts_file(self) -> bool:
        """Whether running service VMs are listed in the host's /etc/hosts. config_changed follows.

        D-Bus: property argo-hosts-file: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "argo-hosts-file", "b")
        return value

    async def set_argo_hosts_file(self, value: bool) -> None:
        """See get_argo_hosts_file.

        D-Bus: property argo-hosts-file: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "argo-hosts-file", "b", value)

    async def get_autolock_cd_drives(self) -> bool:
        """Whether a drive that nobody holds for good locks itself to the VM that uses it. Takes
        effect at once.

        D-Bus: property autolock-cd-drives: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "autolock-cd-drives", "b")
        return value

    async def set_autolock_cd_drives(self, value: bool) -> None:
        """See get_autolock_cd_drives.

        D-Bus: property autolock-cd-drives: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "autolock-cd-drives", "b", value)

    async def get_autostart(self) -> bool:
        """Whether VMs are started with the host. config_changed follows.

        D-Bus: property autostart: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "autostart", "b")
        return value

    async def set_autostart(self, value: bool) -> None:
        """See get_autostart.

        D-Bus: property autostart: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "autostart", "b", value)

    async def get_bypass_sha1sum_checks(self) -> bool:
        """Whether measured VMs boot without their disks being verified.

        D-Bus: property bypass-sha1sum-checks: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "bypass-sha1sum-checks", "b")
        return value

    async def get_configurable_save_changes_across_reboots(self) -> bool:
        """Whether this flavour lets users choose if a VM's changes survive a reboot.

        D-Bus: property configurable-save-changes-across-reboots: b, read
        """
        value: bool = await self._rpc_get(
            self.INTERFACE,
            "configurable-save-changes-across-reboots",
            "b",
        )
        return value

    async def get_connect_remote_desktop_allowed(self) -> bool:
        """Whether the UI offers remote desktops. config_changed follows.

        D-Bus: property connect-remote-desktop-allowed: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "connect-remote-desktop-allowed", "b")
        return value

    async def set_connect_remote_desktop_allowed(self, value: bool) -> None:
        """See get_connect_remote_desktop_allowed.

        D-Bus: property connect-remote-desktop-allowed: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "connect-remote-desktop-allowed", "b", value)

    async def get_dom0_mem_target_mib(self) -> int:
        """Memory of domain 0 in MiB. Only stored.

        D-Bus: property dom0-mem-target-mib: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "dom0-mem-target-mib", "i")
        return value

    async def set_dom0_mem_target_mib(self, value: int) -> None:
        """See get_dom0_mem_target_mib.

        D-Bus: property dom0-mem-target-mib: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "dom0-mem-target-mib", "i", value)

    async def get_enable_argo_ssh(self) -> bool:
        """Whether guests may log in to the host over argo.

        D-Bus: property enable-argo-ssh: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "enable-argo-ssh", "b")
        return value

    async def set_enable_argo_ssh(self, value: bool) -> None:
        """See get_enable_argo_ssh.

        D-Bus: property enable-argo-ssh: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "enable-argo-ssh", "b", value)

    async def get_enable_dom0_networking(self) -> bool:
        """Whether domain 0 itself has a network.

        D-Bus: property enable-dom0-networking: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "enable-dom0-networking", "b")
        return value

    async def set_enable_dom0_networking(self, value: bool) -> None:
        """See get_enable_dom0_networking.

        D-Bus: property enable-dom0-networking: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "enable-dom0-networking", "b", value)

    async def get_enable_ssh(self) -> bool:
        """Whether the host's SSH server runs.

        D-Bus: property enable-ssh: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "enable-ssh", "b")
        return value

    async def set_enable_ssh(self, value: bool) -> None:
        """See get_enable_ssh.

        D-Bus: property enable-ssh: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "enable-ssh", "b", value)

    async def get_guest_only_networking(self) -> bool:
        """Whether networks are for guests only.

        D-Bus: property guest-only-networking: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "guest-only-networking", "b")
        return value

    async def get_iso_path(self) -> str:
        """Directory of the host with CD images. config_changed follows.

        D-Bus: property iso-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "iso-path", "s")
        return value

    async def set_iso_path(self, value: str) -> None:
        """See get_iso_path.

        D-Bus: property iso-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "iso-path", "s", value)

    async def get_measure_fail_action(self) -> str:
        """What happens when a measured VM does not match: sleep, hibernate, shutdown,
        forced-shutdown, idle-shutdown, reboot or nothing. config_changed follows.

        D-Bus: property measure-fail-action: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "measure-fail-action", "s")
        return value

    async def set_measure_fail_action(self, value: str) -> None:
        """See get_measure_fail_action.

        D-Bus: property measure-fail-action: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "measure-fail-action", "s", value)

    async def get_ota_upgrades_allowed(self) -> bool:
        """Whether the host may be updated over the network. config_changed follows.

        D-Bus: property ota-upgrades-allowed: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "ota-upgrades-allowed", "b")
        return value

    async def set_ota_upgrades_allowed(self, value: bool) -> None:
        """See get_ota_upgrades_allowed.

        D-Bus: property ota-upgrades-allowed: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "ota-upgrades-allowed", "b", value)

    async def get_platform_crypto_key_dirs(self) -> str:
        """Directories of the host with keys for disks, separated by ','; new keys go into the
        first. config_changed follows.

        D-Bus: property platform-crypto-key-dirs: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "platform-crypto-key-dirs", "s")
        return value

    async def set_platform_crypto_key_dirs(self, value: str) -> None:
        """See get_platform_crypto_key_dirs.

        D-Bus: property platform-crypto-key-dirs: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "platform-crypto-key-dirs", "s", value)

    async def get_pvm_autostart_delay(self) -> int:
        """Seconds. Only stored. config_changed follows.

        D-Bus: property pvm-autostart-delay: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "pvm-autostart-delay", "i")
        return value

    async def set_pvm_autostart_delay(self, value: int) -> None:
        """See get_pvm_autostart_delay.

        D-Bus: property pvm-autostart-delay: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pvm-autostart-delay", "i", value)

    async def get_secondary_gpu_pt(self) -> bool:
        """Whether this flavour can give secondary graphics cards to VMs.

        D-Bus: property secondary-gpu-pt: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "secondary-gpu-pt", "b")
        return value

    async def get_svm_autostart_delay(self) -> int:
        """Seconds between one VM and the next when they are started with the host. config_changed
        follows.

        D-Bus: property svm-autostart-delay: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "svm-autostart-delay", "i")
        return value

    async def set_svm_autostart_delay(self, value: int) -> None:
        """See get_svm_autostart_delay.

        D-Bus: property svm-autostart-delay: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "svm-autostart-delay", "i", value)

    async def get_use_networking_domain(self) -> bool:
        """Whether networks are carried by a domain of their own. Always true.

        D-Bus: property use-networking-domain: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "use-networking-domain", "b")
        return value

    async def get_vm_creation_allowed(self) -> bool:
        """Whether VMs may be created; else create_* fail with 220:. config_changed follows.

        D-Bus: property vm-creation-allowed: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vm-creation-allowed", "b")
        return value

    async def set_vm_creation_allowed(self, value: bool) -> None:
        """See get_vm_creation_allowed.

        D-Bus: property vm-creation-allowed: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vm-creation-allowed", "b", value)

    async def get_vm_deletion_allowed(self) -> bool:
        """Whether VMs may be deleted; else delete fails with 220:. config_changed follows.

        D-Bus: property vm-deletion-allowed: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vm-deletion-allowed", "b")
        return value

    async def set_vm_deletion_allowed(self, value: bool) -> None:
        """See get_vm_deletion_allowed.

        D-Bus: property vm-deletion-allowed: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vm-deletion-allowed", "b", value)

    async def get_xc_diag_timeout(self) -> int:
        """Seconds that diagnostics wait for guests. config_changed follows.

        D-Bus: property xc-diag-timeout: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "xc-diag-timeout", "i")
        return value

    async def set_xc_diag_timeout(self, value: int) -> None:
        """See get_xc_diag_timeout.

        D-Bus: property xc-diag-timeout: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "xc-diag-timeout", "i", value)

    async def get_all(self) -> XenmgrConfigProperties:
        """Every readable property by its wire name.

        D-Bus: Properties.GetAll
        """
        return cast(XenmgrConfigProperties, await self._rpc_get_all(self.INTERFACE))

    async def on_properties_changed(
        self,
        callback: Callable[[dict[str, object], list[str]], None],
    ) -> Subscription:
        """Calls callback(changed values, invalidated names), both by wire name.

        D-Bus: signal Properties.PropertiesChanged
        """
        return await self._rpc_on_properties_changed(self.INTERFACE, callback)


ConfigUiProperties = TypedDict(
    "ConfigUiProperties",
    {
        "idle-time-threshold": int,
        "language": str,
        "modify-advanced-vm-settings": bool,
        "modify-services": bool,
        "modify-settings": bool,
        "modify-usb-settings": bool,
        "pointer-trail-timeout": int,
        "show-mboot-warning": bool,
        "show-msg-on-no-disk": bool,
        "show-msg-on-vm-start": bool,
        "show-msg-on-vm-start-tools-warning": bool,
        "show-tools-warning": bool,
        "supported-languages": list[str],
        "switcher-enabled": bool,
        "switcher-keyboard-follows-mouse": bool,
        "switcher-resistance": int,
        "switcher-self-switch-enabled": bool,
        "switcher-status-report-enabled": bool,
        "view-type": str,
        "wallpaper": str,
    },
    total=False,
)


class ConfigUiProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.config.ui.

    Settings of the user interface and of the VM switcher. Setters are not guarded; a setter that
    says so emits config_changed.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.config.ui"

    async def get_idle_time_threshold(self) -> int:
        """Always 0; setting it stores nothing. config_changed follows.

        D-Bus: property idle-time-threshold: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "idle-time-threshold", "i")
        return value

    async def set_idle_time_threshold(self, value: int) -> None:
        """See get_idle_time_threshold.

        D-Bus: property idle-time-threshold: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "idle-time-threshold", "i", value)

    async def get_language(self) -> str:
        """One of supported-languages, else 236:. config_changed and language_changed follow.

        D-Bus: property language: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "language", "s")
        return value

    async def set_language(self, value: str) -> None:
        """See get_language.

        D-Bus: property language: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "language", "s", value)

    async def get_modify_advanced_vm_settings(self) -> bool:
        """Whether the UI offers a VM's advanced settings. config_changed follows.

        D-Bus: property modify-advanced-vm-settings: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "modify-advanced-vm-settings", "b")
        return value

    async def set_modify_advanced_vm_settings(self, value: bool) -> None:
        """See get_modify_advanced_vm_settings.

        D-Bus: property modify-advanced-vm-settings: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "modify-advanced-vm-settings", "b", value)

    async def get_modify_services(self) -> bool:
        """Whether the UI offers service VMs. config_changed follows.

        D-Bus: property modify-services: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "modify-services", "b")
        return value

    async def set_modify_services(self, value: bool) -> None:
        """See get_modify_services.

        D-Bus: property modify-services: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "modify-services", "b", value)

    async def get_modify_settings(self) -> bool:
        """Whether the UI offers the host's settings. config_changed follows.

        D-Bus: property modify-settings: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "modify-settings", "b")
        return value

    async def set_modify_settings(self, value: bool) -> None:
        """See get_modify_settings.

        D-Bus: property modify-settings: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "modify-settings", "b", value)

    async def get_modify_usb_settings(self) -> bool:
        """Whether the UI offers USB settings. config_changed follows.

        D-Bus: property modify-usb-settings: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "modify-usb-settings", "b")
        return value

    async def set_modify_usb_settings(self, value: bool) -> None:
        """See get_modify_usb_settings.

        D-Bus: property modify-usb-settings: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "modify-usb-settings", "b", value)

    async def get_pointer_trail_timeout(self) -> int:
        """Milliseconds that the pointer's trail stays. config_changed follows.

        D-Bus: property pointer-trail-timeout: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "pointer-trail-timeout", "i")
        return value

    async def set_pointer_trail_timeout(self, value: int) -> None:
        """See get_pointer_trail_timeout.

        D-Bus: property pointer-trail-timeout: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pointer-trail-timeout", "i", value)

    async def get_show_mboot_warning(self) -> bool:
        """Whether the UI warns that measured boot is off. config_changed follows.

        D-Bus: property show-mboot-warning: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "show-mboot-warning", "b")
        return value

    async def set_show_mboot_warning(self, value: bool) -> None:
        """See get_show_mboot_warning.

        D-Bus: property show-mboot-warning: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "show-mboot-warning", "b", value)

    async def get_show_msg_on_no_disk(self) -> bool:
        """Whether the UI warns of a VM without a disk. config_changed follows.

        D-Bus: property show-msg-on-no-disk: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "show-msg-on-no-disk", "b")
        return value

    async def set_show_msg_on_no_disk(self, value: bool) -> None:
        """See get_show_msg_on_no_disk.

        D-Bus: property show-msg-on-no-disk: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "show-msg-on-no-disk", "b", value)

    async def get_show_msg_on_vm_start(self) -> bool:
        """Whether the UI shows a message when a VM starts. config_changed follows.

        D-Bus: property show-msg-on-vm-start: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "show-msg-on-vm-start", "b")
        return value

    async def set_show_msg_on_vm_start(self, value: bool) -> None:
        """See get_show_msg_on_vm_start.

        D-Bus: property show-msg-on-vm-start: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "show-msg-on-vm-start", "b", value)

    async def get_show_msg_on_vm_start_tools_warning(self) -> bool:
        """Whether the UI warns of missing guest tools when a VM starts. config_changed follows.

        D-Bus: property show-msg-on-vm-start-tools-warning: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "show-msg-on-vm-start-tools-warning", "b")
        return value

    async def set_show_msg_on_vm_start_tools_warning(self, value: bool) -> None:
        """See get_show_msg_on_vm_start_tools_warning.

        D-Bus: property show-msg-on-vm-start-tools-warning: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "show-msg-on-vm-start-tools-warning", "b", value)

    async def get_show_tools_warning(self) -> bool:
        """Whether the UI warns of missing guest tools. config_changed follows.

        D-Bus: property show-tools-warning: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "show-tools-warning", "b")
        return value

    async def set_show_tools_warning(self, value: bool) -> None:
        """See get_show_tools_warning.

        D-Bus: property show-tools-warning: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "show-tools-warning", "b", value)

    async def get_supported_languages(self) -> list[str]:
        """Languages of this flavour, for example en-us.

        D-Bus: property supported-languages: as, read
        """
        value: list[str] = await self._rpc_get(self.INTERFACE, "supported-languages", "as")
        return value

    async def get_switcher_enabled(self) -> bool:
        """Whether the switcher bar is there.

        D-Bus: property switcher-enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "switcher-enabled", "b")
        return value

    async def set_switcher_enabled(self, value: bool) -> None:
        """See get_switcher_enabled.

        D-Bus: property switcher-enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "switcher-enabled", "b", value)

    async def get_switcher_keyboard_follows_mouse(self) -> bool:
        """Whether the keyboard goes where the pointer is.

        D-Bus: property switcher-keyboard-follows-mouse: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "switcher-keyboard-follows-mouse", "b")
        return value

    async def set_switcher_keyboard_follows_mouse(self, value: bool) -> None:
        """See get_switcher_keyboard_follows_mouse.

        D-Bus: property switcher-keyboard-follows-mouse: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "switcher-keyboard-follows-mouse", "b", value)

    async def get_switcher_resistance(self) -> int:
        """How hard the pointer must push to pass from one screen to the next.

        D-Bus: property switcher-resistance: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "switcher-resistance", "i")
        return value

    async def set_switcher_resistance(self, value: int) -> None:
        """See get_switcher_resistance.

        D-Bus: property switcher-resistance: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "switcher-resistance", "i", value)

    async def get_switcher_self_switch_enabled(self) -> bool:
        """Whether a VM may bring itself to the screen.

        D-Bus: property switcher-self-switch-enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "switcher-self-switch-enabled", "b")
        return value

    async def set_switcher_self_switch_enabled(self, value: bool) -> None:
        """See get_switcher_self_switch_enabled.

        D-Bus: property switcher-self-switch-enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "switcher-self-switch-enabled", "b", value)

    async def get_switcher_status_report_enabled(self) -> bool:
        """Whether the switcher offers a status report.

        D-Bus: property switcher-status-report-enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "switcher-status-report-enabled", "b")
        return value

    async def set_switcher_status_report_enabled(self, value: bool) -> None:
        """See get_switcher_status_report_enabled.

        D-Bus: property switcher-status-report-enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "switcher-status-report-enabled", "b", value)

    async def get_view_type(self) -> str:
        """The UI's view, in its own words. config_changed follows.

        D-Bus: property view-type: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "view-type", "s")
        return value

    async def set_view_type(self, value: str) -> None:
        """See get_view_type.

        D-Bus: property view-type: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "view-type", "s", value)

    async def get_wallpaper(self) -> str:
        """The UI's background, a path that it knows. config_changed follows.

        D-Bus: property wallpaper: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "wallpaper", "s")
        return value

    async def set_wallpaper(self, value: str) -> None:
        """See get_wallpaper.

        D-Bus: property wallpaper: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wallpaper", "s", value)

    async def get_all(self) -> ConfigUiProperties:
        """Every readable property by its wire name.

        D-Bus: Properties.GetAll
        """
        return cast(ConfigUiProperties, await self._rpc_get_all(self.INTERFACE))

    async def on_properties_changed(
        self,
        callback: Callable[[dict[str, object], list[str]], None],
    ) -> Subscription:
        """Calls callback(changed values, invalidated names), both by wire name.

        D-Bus: signal Properties.PropertiesChanged
        """
        return await self._rpc_on_properties_changed(self.INTERFACE, callback)


class XenmgrDiagProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.diag.

    Collecting diagnostics from the host and from its guests.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.diag"

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
        reply = await self._rpc_call(
            self.INTERFACE,
            "create_status_report",
            "bbssss",
            _encode_bbssss((screenshots, guest_info, summary, description, repro_steps, ticket)),
            "s",
        )
        return _decode_s(reply)[0]

    async def gather(self, name: str, data_: str) -> None:
        """For guests: adds a file to the collection that save has opened. data_ is the content in
        hexadecimal. 216: when no collection is open, Failed for a name with a path in it.

        D-Bus: gather(name: s, data_: s)
        """
        await self._rpc_call(self.INTERFACE, "gather", "ss", _encode_ss((name, data_)), "")

    async def save(self, mode: str) -> str:
        """Opens a collection, sends gather_request(mode) to the guests, and returns the directory
        once all guests with tools have answered or xc-diag-timeout seconds have passed.

        D-Bus: save(mode: s) -> dir: s
        """
        reply = await self._rpc_call(self.INTERFACE, "save", "s", _encode_s(mode), "s")
        return _decode_s(reply)[0]

    async def status_report_screen(self, show: bool) -> None:
        """Shows or hides the report screen of the fallback VM.

        D-Bus: status_report_screen(show: b)
        """
        await self._rpc_call(self.INTERFACE, "status_report_screen", "b", _encode_b(show), "")

    async def taas_agree_terms(self, username: str, password: str, version: str) -> bool:
        """Tells the upload service that the user agrees to a version of its terms. 242: to 246: by
        the service's answer.

        D-Bus: taas_agree_terms(username: s, password: s, version: s) -> result: b
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "taas_agree_terms",
            "sss",
            _encode_sss((username, password, version)),
            "b",
        )
        return _decode_b(reply)[0]

    async def taas_authenticate_credentials(self, username: str, password: str) -> list[str]:
        """Logs in to the upload service and returns what it answers. 243: without a network, 245:
        when it refuses.

        D-Bus: taas_authenticate_credentials(username: s, password: s) -> result: as
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "taas_authenticate_credentials",
            "ss",
            _encode_ss((username, password)),
            "as",
        )
        return _decode_as(reply)[0]

    async def taas_upload(self, username: str, password: str, caseid: str, filename: str) -> bool:
        """Uploads a report for a support case. 242: when the file is missing, 243: to 246: by the
        service's answer.

        D-Bus: taas_upload(username: s, password: s, caseid: s, filename: s) -> result: b
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "taas_upload",
            "ssss",
            _encode_ssss((username, password, caseid, filename)),
            "b",
        )
        return _decode_b(reply)[0]

    async def on_gather_request(self, callback: Callable[[str], None]) -> Subscription:
        """Guests are asked to send their diagnostics with gather. mode is the text given to save.

        D-Bus: signal gather_request(mode: s)
        """
        return await self._rpc_subscribe(self.INTERFACE, "gather_request", "s", callback)


class XenmgrGuestreqProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.guestreq.

    Requests that a guest makes for itself; the caller's domain says which VM it is.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.guestreq"

    async def request_attention(self) -> None:
        """The calling guest wants its user to look at it. Emits requested_attention for the
        caller's VM; does nothing when the caller is no VM.

        D-Bus: request_attention()
        """
        await self._rpc_call(self.INTERFACE, "request_attention", "", b"", "")

    async def on_requested_attention(self, callback: Callable[[str, str], None]) -> Subscription:
        """The VM's guest wants its user to look at it.

        D-Bus: signal requested_attention(uuid: s, obj_path: o)
        """
        return await self._rpc_subscribe(self.INTERFACE, "requested_attention", "so", callback)


class XenmgrTestingProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.testing.

    A mailbox for test scripts.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.testing"

    async def script_dequeue(self) -> str:
        """Takes the oldest script out of the mailbox; waits until there is one.

        D-Bus: script_dequeue() -> script: s
        """
        reply = await self._rpc_call(self.INTERFACE, "script_dequeue", "", b"", "s")
        return _decode_s(reply)[0]

    async def script_queue(self, script: str) -> None:
        """Puts a script into the mailbox.

        D-Bus: script_queue(script: s)
        """
        await self._rpc_call(self.INTERFACE, "script_queue", "s", _encode_s(script), "")


class XenmgrUnrestrictedProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.unrestricted.

    Create and delete without the creation and deletion policies. For trusted callers.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.unrestricted"

    async def unrestricted_create_vm(self) -> str:
        """As create_vm, whatever the policy says. 205: when all nine slots are taken.

        D-Bus: unrestricted_create_vm() -> path: o
        """
        reply = await self._rpc_call(self.INTERFACE, "unrestricted_create_vm", "", b"", "o")
        return _decode_o(reply)[0]

    async def unrestricted_create_vm_with_template_and_json(self, template: str, json: str) -> str:
        """As create_vm_with_template_and_json, whatever the policy says.

        D-Bus: unrestricted_create_vm_with_template_and_json(template: s, json: s) -> path: o
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "unrestricted_create_vm_with_template_and_json",
            "ss",
            _encode_ss((template, json)),
            "o",
        )
        return _decode_o(reply)[0]

    async def unrestricted_delete_vm(self, uuid: str) -> None:
        """As delete of the VM, whatever the policy says. A uuid that is no VM is not an error. 204:
        while it runs.

        D-Bus: unrestricted_delete_vm(uuid: s)
        """
        await self._rpc_call(self.INTERFACE, "unrestricted_delete_vm", "s", _encode_s(uuid), "")
