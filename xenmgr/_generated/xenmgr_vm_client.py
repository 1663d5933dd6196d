# Generated from xenmgr_vm.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of xenmgr_vm.xml: proxies that never introspect."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypedDict, cast

from rpcgen.runtime import codec
from rpcgen.runtime.proxy import Proxy, Subscription

from . import xenmgr_types as _xenmgr_types
from . import xenmgr_vm_types as _xenmgr_vm_types

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


def _decode_ay(body: bytes) -> tuple[bytes]:
    try:
        v0, at = _read_ay(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for ay") from error
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


def _encode_i(result: int) -> bytes:
    return _pack_i(result)


def _encode_isss(result: tuple[int, str, str, str]) -> bytes:
    v0, v1, v2, v3 = result
    out = bytearray()
    out += _pack_i(v0)
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v3)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


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


def _read_ay(body: bytes, at: int) -> tuple[bytes, int]:
    at, end = _array_span(body, at, 1)
    return body[at:end], end


VmProperties = TypedDict(
    "VmProperties",
    {
        "acpi": bool,
        "acpi-state": int,
        "acpi-table": bool,
        "amt-pt": bool,
        "apic": bool,
        "argo": bool,
        "authenforce": bool,
        "auto-s3-wake": bool,
        "autostart-pending": bool,
        "bios": str,
        "boot": str,
        "boot-sentinel": str,
        "cd": str,
        "cmd-line": str,
        "control-platform-power-state": bool,
        "cores-per-socket": int,
        "cpuid": str,
        "crypto-key-dirs": str,
        "crypto-user": str,
        "dependencies": list[str],
        "description": str,
        "display": str,
        "domid": int,
        "domstore-read-access": bool,
        "domstore-write-access": bool,
        "download-progress": int,
        "extra-hvm": str,
        "extra-xenvm": str,
        "flask-label": str,
        "gpu": str,
        "greedy-pciback-bind": bool,
        "hap": bool,
        "hdtype": str,
        "hibernated": bool,
        "hidden-in-switcher": bool,
        "hidden-in-ui": bool,
        "hpet": bool,
        "icbinn-path": str,
        "image-path": str,
        "init-flask-label": str,
        "initrd": str,
        "initrd-extract": str,
        "keep-alive": bool,
        "kernel": str,
        "kernel-extract": str,
        "display-handler-strict": bool,
        "image_path_vg": str,
        "long_form_vg": str,
        "short_form_vg": str,
        "text_color_vg": str,
        "border_width_vg": int,
        "border_height_vg": int,
        "vglass_enabled": bool,
        "mosaic_mode": int,
        "windowed_x": int,
        "windowed_y": int,
        "windowed_w": int,
        "windowed_h": int,
        "primary_domain_color": str,
        "secondary_domain_color": str,
        "mosaic_vm_enabled": bool,
        "mac": str,
        "measured": bool,
        "memory": int,
        "memory-min": int,
        "memory-static-max": int,
        "memory-target": int,
        "name": str,
        "native-experience": bool,
        "nestedhvm": bool,
        "notify": str,
        "nx": bool,
        "oem-acpi-features": bool,
        "os": str,
        "ovf-transport-iso": bool,
        "pae": bool,
        "passthrough-io": str,
        "passthrough-mmio": str,
        "policy-audio-access": bool,
        "policy-audio-recording": bool,
        "policy-cd-access": bool,
        "policy-cd-recording": bool,
        "policy-modify-vm-settings": bool,
        "policy-print-screen": bool,
        "policy-wired-networking": bool,
        "policy-wireless-networking": bool,
        "portica-enabled": int,
        "portica-installed": bool,
        "preserve-on-reboot": bool,
        "private-space": int,
        "provides-default-network-backend": bool,
        "provides-graphics-fallback": bool,
        "provides-network-backend": bool,
        "pv-addons": bool,
        "pv-addons-version": str,
        "qemu-dm-path": str,
        "qemu-dm-timeout": int,
        "ready": bool,
        "realm": str,
        "restrict-display-depth": bool,
        "restrict-display-res": bool,
        "run-insteadof-start": str,
        "run-on-acpi-state-change": str,
        "run-on-state-change": str,
        "run-post-create": str,
        "run-pre-boot": str,
        "run-pre-delete": str,
        "s3-mode": str,
        "s4-mode": str,
        "seamless-id": str,
        "seamless-mouse-left": int,
        "seamless-mouse-right": int,
        "seamless-traffic": bool,
        "secureboot": bool,
        "serial": str,
        "show-switcher": bool,
        "shutdown-priority": int,
        "slot": int,
        "sound": str,
        "start-from-suspend-image": str,
        "start-on-boot": bool,
        "start-on-boot-priority": int,
        "state": str,
        "stubdom": bool,
        "stubdom-flask-label": str,
        "sync-uuid": str,
        "time-offset": int,
        "timer-mode": str,
        "track-dependencies": bool,
        "type": str,
        "usb-auto-passthrough": bool,
        "usb-control": bool,
        "usb-enabled": bool,
        "usb-grab-devices": bool,
        "uuid": str,
        "vcpus": int,
        "videoram": int,
        "viridian": bool,
        "virt-type": str,
        "vkbd": bool,
        "vsnd": bool,
        "wired-network": str,
        "wireless-control": bool,
        "wireless-network": str,
        "xci-cpuid-signature": bool,
    },
    total=False,
)


class VmProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.vm.

    The life and the settings of one VM. Settings take effect at the next boot unless their text
    says otherwise. Every setter needs policy-modify-vm-settings and is refused with 202: without
    it; getters are never refused. A stored change is announced by PropertiesChanged and, half a
    second after the last one, by vm_config_changed; storing the value that is already there
    announces nothing. A value outside what is allowed is refused with 290: and changes nothing.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.vm"

    async def add_argo_firewall_rule(self, rule: str) -> None:
        """Adds an argo firewall rule, 'END -> END' with END = DOM, DOM:PORT or DOM:* and DOM = *,
        0, a uuid, myself, my-stubdom, myself-if-seamless, seamless, dom-type=WORD or dom-name=WORD.
        A rule that is there already is not added twice. 237: when it cannot be read.

        D-Bus: add_argo_firewall_rule(rule: s)
        """
        await self._rpc_call(self.INTERFACE, "add_argo_firewall_rule", "s", _encode_s(rule), "")

    async def add_disk(self) -> str:
        """Adds a disk without a source: VHD, writable, at the first free of hda to hdz. Its id is
        one above the highest there is. Returns its object. The VM cannot start until the disk has a
        path.

        D-Bus: add_disk() -> path: o
        """
        reply = await self._rpc_call(self.INTERFACE, "add_disk", "", b"", "o")
        return _decode_o(reply)[0]

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
        await self._rpc_call(
            self.INTERFACE,
            "add_net_firewall_rule",
            "isss",
            _encode_isss((id, direction, remoteip, extra)),
            "",
        )

    async def add_nic(self) -> str:
        """Adds a network card on /wired/0/bridged. Its id is one above the highest there is.
        Returns its object.

        D-Bus: add_nic() -> path: o
        """
        reply = await self._rpc_call(self.INTERFACE, "add_nic", "", b"", "o")
        return _decode_o(reply)[0]

    async def create_child_service_vm(self, template: str) -> str:
        """Creates a service VM for this VM from the template child-NAME and returns its object. It
        takes no slot. 220: when creation is not allowed.

        D-Bus: create_child_service_vm(template: s) -> path: o
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "create_child_service_vm",
            "s",
            _encode_s(template),
            "o",
        )
        return _decode_o(reply)[0]

    async def delete(self) -> None:
        """Deletes the VM: its settings, its store, and the files of its unshared VHD disks that no
        other VM uses. Ends with vm_deleted. 204: while it runs, 220: when deletion is not allowed;
        a failing run-pre-delete hook stops it.

        D-Bus: delete()
        """
        await self._rpc_call(self.INTERFACE, "delete", "", b"", "")

    async def delete_argo_firewall_rule(self, rule: str) -> None:
        """Removes an argo firewall rule, given as list_argo_firewall_rules shows it. Nothing
        happens when it is not there. 237: when it cannot be read.

        D-Bus: delete_argo_firewall_rule(rule: s)
        """
        await self._rpc_call(self.INTERFACE, "delete_argo_firewall_rule", "s", _encode_s(rule), "")

    async def delete_net_firewall_rule(self, id: int) -> None:
        """Removes the network firewall rule with this id. 202: when policy forbids changes.

        D-Bus: delete_net_firewall_rule(id: i)
        """
        await self._rpc_call(self.INTERFACE, "delete_net_firewall_rule", "i", _encode_i(id), "")

    async def destroy(self) -> None:
        """Takes the domain away at once, as pulling the plug. Overtakes other verbs that wait for
        this VM. Success when there is no domain.

        D-Bus: destroy()
        """
        await self._rpc_call(self.INTERFACE, "destroy", "", b"", "")

    async def get_db_key(self, key: str) -> str:
        """The database value at /vm/UUID/KEY, every '.' of the key read as '/'. Empty when it is
        missing.

        D-Bus: get_db_key(key: s) -> value: s
        """
        reply = await self._rpc_call(self.INTERFACE, "get_db_key", "s", _encode_s(key), "s")
        return _decode_s(reply)[0]

    async def get_domstore_key(self, key: str) -> str:
        """The value at /dom-store/UUID/KEY, every '.' of the key read as '/'. Empty when it is
        missing.

        D-Bus: get_domstore_key(key: s) -> value: s
        """
        reply = await self._rpc_call(self.INTERFACE, "get_domstore_key", "s", _encode_s(key), "s")
        return _decode_s(reply)[0]

    async def hibernate(self) -> None:
        """Asks the guest to hibernate and marks the VM hibernated. 213: without guest tools, 228:
        when it does not within 180 s.

        D-Bus: hibernate()
        """
        await self._rpc_call(self.INTERFACE, "hibernate", "", b"", "")

    async def list_argo_firewall_rules(self) -> list[str]:
        """The VM's argo firewall rules in their normal form.

        D-Bus: list_argo_firewall_rules() -> rules: as
        """
        reply = await self._rpc_call(self.INTERFACE, "list_argo_firewall_rules", "", b"", "as")
        return _decode_as(reply)[0]

    async def list_disks(self) -> list[str]:
        """Objects of the VM's disks, by id.

        D-Bus: list_disks() -> ao
        """
        reply = await self._rpc_call(self.INTERFACE, "list_disks", "", b"", "ao")
        return _decode_ao(reply)[0]

    async def list_net_firewall_rules(self) -> list[dict[str, str]]:
        """The VM's network firewall rules, each with id, direction, remote-ip and extra.

        D-Bus: list_net_firewall_rules() -> rules: aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_net_firewall_rules", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_nics(self) -> list[str]:
        """Objects of the VM's network cards, by id.

        D-Bus: list_nics() -> ao
        """
        reply = await self._rpc_call(self.INTERFACE, "list_nics", "", b"", "ao")
        return _decode_ao(reply)[0]

    async def pause(self) -> None:
        """Stops the processors of a running VM. 223: when there is no domain.

        D-Bus: pause()
        """
        await self._rpc_call(self.INTERFACE, "pause", "", b"", "")

    async def read_icon(self) -> bytes:
        """The bytes of the picture that image-path names. 223: when it cannot be read.

        D-Bus: read_icon() -> bytes: ay
        """
        reply = await self._rpc_call(self.INTERFACE, "read_icon", "", b"", "ay")
        return _decode_ay(reply)[0]

    async def reboot(self) -> None:
        """Restarts the guest, by asking it first and by force when it does not answer. Success,
        without effect, when it is stopped.

        D-Bus: reboot()
        """
        await self._rpc_call(self.INTERFACE, "reboot", "", b"", "")

    async def resume(self) -> None:
        """Wakes the guest from S3. Waits up to 10 s for it and succeeds either way.

        D-Bus: resume()
        """
        await self._rpc_call(self.INTERFACE, "resume", "", b"", "")

    async def resume_from_file(self, file: str) -> None:
        """Starts the VM, unpaused, from a file that suspend_to_file wrote. The file stays.

        D-Bus: resume_from_file(file: s)
        """
        await self._rpc_call(self.INTERFACE, "resume_from_file", "s", _encode_s(file), "")

    async def set_db_key(self, key: str, value: str) -> None:
        """Writes a text at /vm/UUID/KEY, every '.' of the key read as '/'. Not guarded, not
        checked, not announced.

        D-Bus: set_db_key(key: s, value: s)
        """
        await self._rpc_call(self.INTERFACE, "set_db_key", "ss", _encode_ss((key, value)), "")

    async def set_domstore_key(self, key: str, value: str) -> None:
        """Writes a text at /dom-store/UUID/KEY, every '.' of the key read as '/'. Not guarded, not
        announced.

        D-Bus: set_domstore_key(key: s, value: s)
        """
        await self._rpc_call(self.INTERFACE, "set_domstore_key", "ss", _encode_ss((key, value)), "")

    async def shutdown(self) -> None:
        """Asks the guest to shut down and returns when its domain is gone, however long that takes;
        a guest without tools is switched off. Success when it is stopped.

        D-Bus: shutdown()
        """
        await self._rpc_call(self.INTERFACE, "shutdown", "", b"", "")

    async def sleep(self) -> None:
        """Asks the guest to go to S3. 213: without guest tools, 227: when it does not within 180 s.

        D-Bus: sleep()
        """
        await self._rpc_call(self.INTERFACE, "sleep", "", b"", "")

    async def start(self) -> None:
        """Boots the VM and returns when its processors run and its boot sentinel, if it has one, is
        set. Success, without effect, when it has a domain already. Runs run-insteadof-start instead
        when that is set. Failed with 'Bad Physical Path' for a disk whose file is missing; 101: too
        little memory, 219: and 233: a feature only one VM may have, 230: a PCI device in use, 232:
        a network backend that is down, 223: anything the toolstack refuses.

        D-Bus: start()
        """
        await self._rpc_call(self.INTERFACE, "start", "", b"", "")

    async def start_internal(self) -> None:
        """As start, but never runs run-insteadof-start. For that hook itself.

        D-Bus: start_internal()
        """
        await self._rpc_call(self.INTERFACE, "start_internal", "", b"", "")

    async def suspend_to_file(self, file: str) -> None:
        """Saves the domain to a file on the host and stops it. 223: when it is not running or the
        file cannot be written.

        D-Bus: suspend_to_file(file: s)
        """
        await self._rpc_call(self.INTERFACE, "suspend_to_file", "s", _encode_s(file), "")

    async def switch(self) -> None:
        """Brings the VM to the screen, waking it first if it sleeps. Success, without effect, when
        it is stopped.

        D-Bus: switch()
        """
        await self._rpc_call(self.INTERFACE, "switch", "", b"", "")

    async def unpause(self) -> None:
        """Lets the processors of a paused VM run again. Success, without effect, when it is stopped
        or running.

        D-Bus: unpause()
        """
        await self._rpc_call(self.INTERFACE, "unpause", "", b"", "")

    async def get_acpi(self) -> bool:
        """Whether the guest gets ACPI.

        D-Bus: property acpi: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "acpi", "b")
        return value

    async def set_acpi(self, value: bool) -> None:
        """See get_acpi.

        D-Bus: property acpi: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "acpi", "b", value)

    async def get_acpi_state(self) -> int:
        """0 working, 3 asleep (S3), 4 hibernated (S4), 5 off. Always 0 for a running pv guest.

        D-Bus: property acpi-state: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "acpi-state", "i")
        return value

    async def get_acpi_table(self) -> bool:
        """Whether the guest gets the host's SLIC table, if the host has one.

        D-Bus: property acpi-table: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "acpi-table", "b")
        return value

    async def set_acpi_table(self, value: bool) -> None:
        """See get_acpi_table.

        D-Bus: property acpi-table: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "acpi-table", "b", value)

    async def get_amt_pt(self) -> bool:
        """Whether the VM gets Intel AMT. Only one running VM may: start of a second fails with
        219:.

        D-Bus: property amt-pt: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "amt-pt", "b")
        return value

    async def set_amt_pt(self, value: bool) -> None:
        """See get_amt_pt.

        D-Bus: property amt-pt: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "amt-pt", "b", value)

    async def get_apic(self) -> bool:
        """Whether the guest gets an APIC.

        D-Bus: property apic: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "apic", "b")
        return value

    async def set_apic(self, value: bool) -> None:
        """See get_apic.

        D-Bus: property apic: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "apic", "b", value)

    async def get_argo(self) -> bool:
        """Whether the VM gets an argo device, the channel between domains.

        D-Bus: property argo: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "argo", "b")
        return value

    async def set_argo(self, value: bool) -> None:
        """See get_argo.

        D-Bus: property argo: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "argo", "b", value)

    async def get_authenforce(self) -> bool:
        """Whether authentication of secure boot variables is enforced.

        D-Bus: property authenforce: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "authenforce", "b")
        return value

    async def set_authenforce(self, value: bool) -> None:
        """See get_authenforce.

        D-Bus: property authenforce: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "authenforce", "b", value)

    async def get_auto_s3_wake(self) -> bool:
        """Whether the VM is woken as soon as it goes to S3.

        D-Bus: property auto-s3-wake: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "auto-s3-wake", "b")
        return value

    async def set_auto_s3_wake(self, value: bool) -> None:
        """See get_auto_s3_wake.

        D-Bus: property auto-s3-wake: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "auto-s3-wake", "b", value)

    async def get_autostart_pending(self) -> bool:
        """Whether the VM still waits for its turn to be started with the host.

        D-Bus: property autostart-pending: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "autostart-pending", "b")
        return value

    async def get_bios(self) -> str:
        """The firmware of an hvm guest, for example seabios.

        D-Bus: property bios: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "bios", "s")
        return value

    async def set_bios(self, value: str) -> None:
        """See get_bios.

        D-Bus: property bios: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "bios", "s", value)

    async def get_boot(self) -> str:
        """Boot order of an hvm guest, of the letters a (floppy), c (disk), d (CD) and n (network).
        Empty for the default.

        D-Bus: property boot: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "boot", "s")
        return value

    async def set_boot(self, value: str) -> None:
        """See get_boot.

        D-Bus: property boot: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "boot", "s", value)

    async def get_boot_sentinel(self) -> str:
        """A path below the domain's store; start waits up to 60 s for the guest to write it. Empty
        removes it, without vm_config_changed.

        D-Bus: property boot-sentinel: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "boot-sentinel", "s")
        return value

    async def set_boot_sentinel(self, value: str) -> None:
        """See get_boot_sentinel.

        D-Bus: property boot-sentinel: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "boot-sentinel", "s", value)

    async def get_cd(self) -> str:
        """Name of the image in iso-path that lies in the drive at hdc; empty for none. A running VM
        sees the change at once.

        D-Bus: property cd: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "cd", "s")
        return value

    async def set_cd(self, value: str) -> None:
        """See get_cd.

        D-Bus: property cd: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cd", "s", value)

    async def get_cmd_line(self) -> str:
        """Kernel command line of a guest that is not hvm.

        D-Bus: property cmd-line: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "cmd-line", "s")
        return value

    async def set_cmd_line(self, value: str) -> None:
        """See get_cmd_line.

        D-Bus: property cmd-line: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cmd-line", "s", value)

    async def get_control_platform_power_state(self) -> bool:
        """Whether the host sleeps, hibernates and shuts down with this VM. native-experience makes
        it read true.

        D-Bus: property control-platform-power-state: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "control-platform-power-state", "b")
        return value

    async def set_control_platform_power_state(self, value: bool) -> None:
        """See get_control_platform_power_state.

        D-Bus: property control-platform-power-state: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "control-platform-power-state", "b", value)

    async def get_cores_per_socket(self) -> int:
        """Cores in each processor package; 0 puts all processors in one.

        D-Bus: property cores-per-socket: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "cores-per-socket", "i")
        return value

    async def set_cores_per_socket(self, value: int) -> None:
        """See get_cores_per_socket.

        D-Bus: property cores-per-socket: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cores-per-socket", "i", value)

    async def get_cpuid(self) -> str:
        """Changes to what CPUID shows, separated by ';'.

        D-Bus: property cpuid: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "cpuid", "s")
        return value

    async def set_cpuid(self, value: str) -> None:
        """See get_cpuid.

        D-Bus: property cpuid: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cpuid", "s", value)

    async def get_crypto_key_dirs(self) -> str:
        """Directories of the host with keys for this VM's disks, separated by ','.

        D-Bus: property crypto-key-dirs: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "crypto-key-dirs", "s")
        return value

    async def set_crypto_key_dirs(self, value: str) -> None:
        """See get_crypto_key_dirs.

        D-Bus: property crypto-key-dirs: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "crypto-key-dirs", "s", value)

    async def get_crypto_user(self) -> str:
        """The user whose login opens the keys; makes state read locked until then. Empty removes
        it, without vm_config_changed.

        D-Bus: property crypto-user: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "crypto-user", "s")
        return value

    async def set_crypto_user(self, value: str) -> None:
        """See get_crypto_user.

        D-Bus: property crypto-user: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "crypto-user", "s", value)

    async def get_dependencies(self) -> list[str]:
        """Objects of the VMs that carry this one's networks, directly or not, deepest first. Failed
        for a circle.

        D-Bus: property dependencies: ao, read
        """
        value: list[str] = await self._rpc_get(self.INTERFACE, "dependencies", "ao")
        return value

    async def get_description(self) -> str:
        """A text for people.

        D-Bus: property description: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "description", "s")
        return value

    async def set_description(self, value: str) -> None:
        """See get_description.

        D-Bus: property description: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "description", "s", value)

    async def get_display(self) -> str:
        """The screen of an hvm guest: nogfx for none at all, none or empty for a plain VGA, any
        other word is handed to the device model.

        D-Bus: property display: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "display", "s")
        return value

    async def set_display(self, value: str) -> None:
        """See get_display.

        D-Bus: property display: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "display", "s", value)

    async def get_domid(self) -> int:
        """The VM's domain; -1 when it has none.

        D-Bus: property domid: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "domid", "i")
        return value

    async def get_domstore_read_access(self) -> bool:
        """Whether the guest may read its part of the database.

        D-Bus: property domstore-read-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "domstore-read-access", "b")
        return value

    async def set_domstore_read_access(self, value: bool) -> None:
        """See get_domstore_read_access.

        D-Bus: property domstore-read-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "domstore-read-access", "b", value)

    async def get_domstore_write_access(self) -> bool:
        """Whether the guest may write its part of the database.

        D-Bus: property domstore-write-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "domstore-write-access", "b")
        return value

    async def set_domstore_write_access(self, value: bool) -> None:
        """See get_domstore_write_access.

        D-Bus: property domstore-write-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "domstore-write-access", "b", value)

    async def get_download_progress(self) -> int:
        """How far a transfer for this VM has come, in percent. Setting it emits vm_transfer_changed
        at once and never vm_config_changed.

        D-Bus: property download-progress: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "download-progress", "i")
        return value

    async def set_download_progress(self, value: int) -> None:
        """See get_download_progress.

        D-Bus: property download-progress: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "download-progress", "i", value)

    async def get_extra_hvm(self) -> str:
        """Further arguments for the device model, separated by ';'.

        D-Bus: property extra-hvm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "extra-hvm", "s")
        return value

    async def set_extra_hvm(self, value: str) -> None:
        """See get_extra_hvm.

        D-Bus: property extra-hvm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "extra-hvm", "s", value)

    async def get_extra_xenvm(self) -> str:
        """Further lines for the toolstack's configuration, separated by ';'.

        D-Bus: property extra-xenvm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "extra-xenvm", "s")
        return value

    async def set_extra_xenvm(self, value: str) -> None:
        """See get_extra_xenvm.

        D-Bus: property extra-xenvm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "extra-xenvm", "s", value)

    async def get_flask_label(self) -> str:
        """Security label of the domain.

        D-Bus: property flask-label: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "flask-label", "s")
        return value

    async def set_flask_label(self, value: str) -> None:
        """See get_flask_label.

        D-Bus: property flask-label: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "flask-label", "s", value)

    async def get_gpu(self) -> str:
        """Address of the graphics card the VM gets, dddd:bb:ss.f; empty for none. Ignored unless
        such a card can be given to VMs.

        D-Bus: property gpu: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "gpu", "s")
        return value

    async def set_gpu(self, value: str) -> None:
        """See get_gpu.

        D-Bus: property gpu: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "gpu", "s", value)

    async def get_greedy_pciback_bind(self) -> bool:
        """Whether PCI devices that the rules match are taken from the host as soon as it comes up.

        D-Bus: property greedy-pciback-bind: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "greedy-pciback-bind", "b")
        return value

    async def set_greedy_pciback_bind(self, value: bool) -> None:
        """See get_greedy_pciback_bind.

        D-Bus: property greedy-pciback-bind: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "greedy-pciback-bind", "b", value)

    async def get_hap(self) -> bool:
        """Whether the hypervisor uses hardware assisted paging.

        D-Bus: property hap: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hap", "b")
        return value

    async def set_hap(self, value: bool) -> None:
        """See get_hap.

        D-Bus: property hap: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hap", "b", value)

    async def get_hdtype(self) -> str:
        """The disk controller of an hvm guest: ide or ahci.

        D-Bus: property hdtype: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "hdtype", "s")
        return value

    async def set_hdtype(self, value: str) -> None:
        """See get_hdtype.

        D-Bus: property hdtype: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hdtype", "s", value)

    async def get_hibernated(self) -> bool:
        """Whether the guest hibernated and has not been started since.

        D-Bus: property hibernated: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hibernated", "b")
        return value

    async def get_hidden_in_switcher(self) -> bool:
        """Whether the switcher leaves the VM out. Takes effect at once.

        D-Bus: property hidden-in-switcher: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hidden-in-switcher", "b")
        return value

    async def set_hidden_in_switcher(self, value: bool) -> None:
        """See get_hidden_in_switcher.

        D-Bus: property hidden-in-switcher: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hidden-in-switcher", "b", value)

    async def get_hidden_in_ui(self) -> bool:
        """Whether the UI leaves the VM out.

        D-Bus: property hidden-in-ui: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hidden-in-ui", "b")
        return value

    async def set_hidden_in_ui(self, value: bool) -> None:
        """See get_hidden_in_ui.

        D-Bus: property hidden-in-ui: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hidden-in-ui", "b", value)

    async def get_hpet(self) -> bool:
        """Whether the guest gets an HPET.

        D-Bus: property hpet: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hpet", "b")
        return value

    async def set_hpet(self, value: bool) -> None:
        """See get_hpet.

        D-Bus: property hpet: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hpet", "b", value)

    async def get_icbinn_path(self) -> str:
        """A directory of the host that the VM may see over argo. Only stored.

        D-Bus: property icbinn-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "icbinn-path", "s")
        return value

    async def set_icbinn_path(self, value: str) -> None:
        """See get_icbinn_path.

        D-Bus: property icbinn-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "icbinn-path", "s", value)

    async def get_image_path(self) -> str:
        """The VM's picture, a path that the UI knows. Blanks around it are cut off. The switcher
        sees it at once.

        D-Bus: property image-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "image-path", "s")
        return value

    async def set_image_path(self, value: str) -> None:
        """See get_image_path.

        D-Bus: property image-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "image-path", "s", value)

    async def get_init_flask_label(self) -> str:
        """Security label of the domain while it is being built.

        D-Bus: property init-flask-label: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "init-flask-label", "s")
        return value

    async def set_init_flask_label(self, value: str) -> None:
        """See get_init_flask_label.

        D-Bus: property init-flask-label: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "init-flask-label", "s", value)

    async def get_initrd(self) -> str:
        """Initial ramdisk of a guest that is not hvm, a file on the host.

        D-Bus: property initrd: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "initrd", "s")
        return value

    async def set_initrd(self, value: str) -> None:
        """See get_initrd.

        D-Bus: property initrd: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "initrd", "s", value)

    async def get_initrd_extract(self) -> str:
        """Where in a disk of the VM the initial ramdisk is fetched from at start,
        [DISK[,PARTITION]:]PATH.

        D-Bus: property initrd-extract: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "initrd-extract", "s")
        return value

    async def set_initrd_extract(self, value: str) -> None:
        """See get_initrd_extract.

        D-Bus: property initrd-extract: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "initrd-extract", "s", value)

    async def get_keep_alive(self) -> bool:
        """Whether the VM is started again whenever it stops, whatever stopped it.

        D-Bus: property keep-alive: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "keep-alive", "b")
        return value

    async def set_keep_alive(self, value: bool) -> None:
        """See get_keep_alive.

        D-Bus: property keep-alive: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "keep-alive", "b", value)

    async def get_kernel(self) -> str:
        """Kernel of a guest that is not hvm, a file on the host. Empty for the one that
        kernel-extract fetched.

        D-Bus: property kernel: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "kernel", "s")
        return value

    async def set_kernel(self, value: str) -> None:
        """See get_kernel.

        D-Bus: property kernel: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "kernel", "s", value)

    async def get_kernel_extract(self) -> str:
        """Where in a disk of the VM the kernel is fetched from at start, [DISK[,PARTITION]:]PATH.

        D-Bus: property kernel-extract: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "kernel-extract", "s")
        return value

    async def set_kernel_extract(self, value: str) -> None:
        """See get_kernel_extract.

        D-Bus: property kernel-extract: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "kernel-extract", "s", value)

    async def get_display_handler_strict(self) -> bool:
        """Whether the display handler keeps this VM strictly to its screen. Only stored.

        D-Bus: property display-handler-strict: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "display-handler-strict", "b")
        return value

    async def set_display_handler_strict(self, value: bool) -> None:
        """See get_display_handler_strict.

        D-Bus: property display-handler-strict: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "display-handler-strict", "b", value)

    async def get_image_path_vg(self) -> str:
        """The same as image-path.

        D-Bus: property image_path_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "image_path_vg", "s")
        return value

    async def set_image_path_vg(self, value: str) -> None:
        """See get_image_path_vg.

        D-Bus: property image_path_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "image_path_vg", "s", value)

    async def get_long_form_vg(self) -> str:
        """The VM's long label. Kept for the display handler.

        D-Bus: property long_form_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "long_form_vg", "s")
        return value

    async def set_long_form_vg(self, value: str) -> None:
        """See get_long_form_vg.

        D-Bus: property long_form_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "long_form_vg", "s", value)

    async def get_short_form_vg(self) -> str:
        """The VM's short label. Kept for the display handler.

        D-Bus: property short_form_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "short_form_vg", "s")
        return value

    async def set_short_form_vg(self, value: str) -> None:
        """See get_short_form_vg.

        D-Bus: property short_form_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "short_form_vg", "s", value)

    async def get_text_color_vg(self) -> str:
        """Colour of the VM's label, #rrggbb. Kept for the display handler.

        D-Bus: property text_color_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "text_color_vg", "s")
        return value

    async def set_text_color_vg(self, value: str) -> None:
        """See get_text_color_vg.

        D-Bus: property text_color_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "text_color_vg", "s", value)

    async def get_border_width_vg(self) -> int:
        """Width in pixels of the border around the VM's window. Kept for the display handler.

        D-Bus: property border_width_vg: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "border_width_vg", "i")
        return value

    async def set_border_width_vg(self, value: int) -> None:
        """See get_border_width_vg.

        D-Bus: property border_width_vg: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "border_width_vg", "i", value)

    async def get_border_height_vg(self) -> int:
        """Height in pixels of the border around the VM's window. Kept for the display handler.

        D-Bus: property border_height_vg: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "border_height_vg", "i")
        return value

    async def set_border_height_vg(self, value: int) -> None:
        """See get_border_height_vg.

        D-Bus: property border_height_vg: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "border_height_vg", "i", value)

    async def get_vglass_enabled(self) -> bool:
        """Whether the display handler shows this VM.

        D-Bus: property vglass_enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vglass_enabled", "b")
        return value

    async def set_vglass_enabled(self, value: bool) -> None:
        """See get_vglass_enabled.

        D-Bus: property vglass_enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vglass_enabled", "b", value)

    async def get_mosaic_mode(self) -> int:
        """How the VM's windows are shown among others. Kept for the display handler.

        D-Bus: property mosaic_mode: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "mosaic_mode", "i")
        return value

    async def set_mosaic_mode(self, value: int) -> None:
        """See get_mosaic_mode.

        D-Bus: property mosaic_mode: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "mosaic_mode", "i", value)

    async def get_windowed_x(self) -> int:
        """Left edge of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_x: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_x", "i")
        return value

    async def set_windowed_x(self, value: int) -> None:
        """See get_windowed_x.

        D-Bus: property windowed_x: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_x", "i", value)

    async def get_windowed_y(self) -> int:
        """Upper edge of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_y: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_y", "i")
        return value

    async def set_windowed_y(self, value: int) -> None:
        """See get_windowed_y.

        D-Bus: property windowed_y: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_y", "i", value)

    async def get_windowed_w(self) -> int:
        """Width of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_w: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_w", "i")
        return value

    async def set_windowed_w(self, value: int) -> None:
        """See get_windowed_w.

        D-Bus: property windowed_w: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_w", "i", value)

    async def get_windowed_h(self) -> int:
        """Height of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_h: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_h", "i")
        return value

    async def set_windowed_h(self, value: int) -> None:
        """See get_windowed_h.

        D-Bus: property windowed_h: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_h", "i", value)

    async def get_primary_domain_color(self) -> str:
        """The VM's first colour, #rrggbb. Kept for the display handler.

        D-Bus: property primary_domain_color: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "primary_domain_color", "s")
        return value

    async def set_primary_domain_color(self, value: str) -> None:
        """See get_primary_domain_color.

        D-Bus: property primary_domain_color: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "primary_domain_color", "s", value)

    async def get_secondary_domain_color(self) -> str:
        """The VM's second colour, #rrggbb. Kept for the display handler.

        D-Bus: property secondary_domain_color: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "secondary_domain_color", "s")
        return value

    async def set_secondary_domain_color(self, value: str) -> None:
        """See get_secondary_domain_color.

        D-Bus: property secondary_domain_color: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "secondary_domain_color", "s", value)

    async def get_mosaic_vm_enabled(self) -> bool:
        """Whether the VM's windows are shown among others. Kept for the display handler.

        D-Bus: property mosaic_vm_enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "mosaic_vm_enabled", "b")
        return value

    async def set_mosaic_vm_enabled(self, value: bool) -> None:
        """See get_mosaic_vm_enabled.

        D-Bus: property mosaic_vm_enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "mosaic_vm_enabled", "b", value)

    async def get_mac(self) -> str:
        """The address that the NIC with the lowest id has, as its mac-actual; empty without a NIC.

        D-Bus: property mac: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "mac", "s")
        return value

    async def get_measured(self) -> bool:
        """Whether the disks' checksums are verified at start. Comes with the template.

        D-Bus: property measured: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "measured", "b")
        return value

    async def get_memory(self) -> int:
        """Memory in MiB at boot. A running VM keeps what it has.

        D-Bus: property memory: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory", "i")
        return value

    async def set_memory(self, value: int) -> None:
        """See get_memory.

        D-Bus: property memory: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "memory", "i", value)

    async def get_memory_min(self) -> int:
        """The MiB below which the VM is never ballooned; reads as memory until it is set. 0 or less
        removes it, without vm_config_changed.

        D-Bus: property memory-min: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory-min", "i")
        return value

    async def set_memory_min(self, value: int) -> None:
        """See get_memory_min.

        D-Bus: property memory-min: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "memory-min", "i", value)

    async def get_memory_static_max(self) -> int:
        """The MiB the guest is told it could have; reads as memory until it is set. 0 or less
        removes it, without vm_config_changed.

        D-Bus: property memory-static-max: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory-static-max", "i")
        return value

    async def set_memory_static_max(self, value: int) -> None:
        """See get_memory_static_max.

        D-Bus: property memory-static-max: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "memory-static-max", "i", value)

    async def get_memory_target(self) -> int:
        """The MiB the running VM is to have now; 0 when it is stopped.

        D-Bus: property memory-target: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory-target", "i")
        return value

    async def get_name(self) -> str:
        """The VM's name, blanks around it cut off. Names need not be unique. vm_name_changed
        follows each set at once.

        D-Bus: property name: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "name", "s")
        return value

    async def set_name(self, value: str) -> None:
        """See get_name.

        D-Bus: property name: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "name", "s", value)

    async def get_native_experience(self) -> bool:
        """Whether this VM behaves as if it were the whole machine; only one VM has it, so setting
        it clears the others. Overrides start-on-boot, show-switcher, wireless-control,
        usb-grab-devices and control-platform-power-state.

        D-Bus: property native-experience: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "native-experience", "b")
        return value

    async def set_native_experience(self, value: bool) -> None:
        """See get_native_experience.

        D-Bus: property native-experience: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "native-experience", "b", value)

    async def get_nestedhvm(self) -> bool:
        """Whether the guest may run hvm guests of its own.

        D-Bus: property nestedhvm: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "nestedhvm", "b")
        return value

    async def set_nestedhvm(self, value: bool) -> None:
        """See get_nestedhvm.

        D-Bus: property nestedhvm: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "nestedhvm", "b", value)

    async def get_notify(self) -> str:
        """How the older toolstack announced events; templates say dbus. Only stored.

        D-Bus: property notify: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "notify", "s")
        return value

    async def set_notify(self, value: str) -> None:
        """See get_notify.

        D-Bus: property notify: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "notify", "s", value)

    async def get_nx(self) -> bool:
        """Whether the guest gets the no-execute bit.

        D-Bus: property nx: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "nx", "b")
        return value

    async def set_nx(self, value: bool) -> None:
        """See get_nx.

        D-Bus: property nx: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "nx", "b", value)

    async def get_oem_acpi_features(self) -> bool:
        """Whether the guest gets the host's OEM ACPI features. Only one running VM may: start of a
        second fails with 233:.

        D-Bus: property oem-acpi-features: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "oem-acpi-features", "b")
        return value

    async def set_oem_acpi_features(self, value: bool) -> None:
        """See get_oem_acpi_features.

        D-Bus: property oem-acpi-features: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "oem-acpi-features", "b", value)

    async def get_os(self) -> str:
        """linux, windows, windows8 or unknown. Failed with 'unknown os' for another.

        D-Bus: property os: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "os", "s")
        return value

    async def set_os(self, value: str) -> None:
        """See get_os.

        D-Bus: property os: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "os", "s", value)

    async def get_ovf_transport_iso(self) -> bool:
        """Whether the OVF environment is put into a CD at start.

        D-Bus: property ovf-transport-iso: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "ovf-transport-iso", "b")
        return value

    async def set_ovf_transport_iso(self, value: bool) -> None:
        """See get_ovf_transport_iso.

        D-Bus: property ovf-transport-iso: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "ovf-transport-iso", "b", value)

    async def get_pae(self) -> bool:
        """Whether the guest gets PAE.

        D-Bus: property pae: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "pae", "b")
        return value

    async def set_pae(self, value: bool) -> None:
        """See get_pae.

        D-Bus: property pae: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pae", "b", value)

    async def get_passthrough_io(self) -> str:
        """I/O ports of the host given to the guest, FIRST[-LAST] in hexadecimal.

        D-Bus: property passthrough-io: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "passthrough-io", "s")
        return value

    async def set_passthrough_io(self, value: str) -> None:
        """See get_passthrough_io.

        D-Bus: property passthrough-io: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "passthrough-io", "s", value)

    async def get_passthrough_mmio(self) -> str:
        """I/O memory of the host given to the guest, PAGE[,COUNT] in hexadecimal.

        D-Bus: property passthrough-mmio: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "passthrough-mmio", "s")
        return value

    async def set_passthrough_mmio(self, value: str) -> None:
        """See get_passthrough_mmio.

        D-Bus: property passthrough-mmio: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "passthrough-mmio", "s", value)

    async def get_policy_audio_access(self) -> bool:
        """Whether the VM may have sound.

        D-Bus: property policy-audio-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-audio-access", "b")
        return value

    async def set_policy_audio_access(self, value: bool) -> None:
        """See get_policy_audio_access.

        D-Bus: property policy-audio-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-audio-access", "b", value)

    async def get_policy_audio_recording(self) -> bool:
        """Whether the VM may record sound.

        D-Bus: property policy-audio-recording: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-audio-recording", "b")
        return value

    async def set_policy_audio_recording(self, value: bool) -> None:
        """See get_policy_audio_recording.

        D-Bus: property policy-audio-recording: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-audio-recording", "b", value)

    async def get_policy_cd_access(self) -> bool:
        """Whether the VM may have CD drives.

        D-Bus: property policy-cd-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-cd-access", "b")
        return value

    async def set_policy_cd_access(self, value: bool) -> None:
        """See get_policy_cd_access.

        D-Bus: property policy-cd-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-cd-access", "b", value)

    async def get_policy_cd_recording(self) -> bool:
        """Whether the VM may write CDs.

        D-Bus: property policy-cd-recording: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-cd-recording", "b")
        return value

    async def set_policy_cd_recording(self, value: bool) -> None:
        """See get_policy_cd_recording.

        D-Bus: property policy-cd-recording: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-cd-recording", "b", value)

    async def get_policy_modify_vm_settings(self) -> bool:
        """Whether settings of this interface may be changed. It guards itself too: only the
        unrestricted interface switches it on again.

        D-Bus: property policy-modify-vm-settings: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-modify-vm-settings", "b")
        return value

    async def set_policy_modify_vm_settings(self, value: bool) -> None:
        """See get_policy_modify_vm_settings.

        D-Bus: property policy-modify-vm-settings: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-modify-vm-settings", "b", value)

    async def get_policy_print_screen(self) -> bool:
        """Whether the guest's screen may be captured.

        D-Bus: property policy-print-screen: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-print-screen", "b")
        return value

    async def set_policy_print_screen(self, value: bool) -> None:
        """See get_policy_print_screen.

        D-Bus: property policy-print-screen: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-print-screen", "b", value)

    async def get_policy_wired_networking(self) -> bool:
        """Whether the VM's wired NICs are connected.

        D-Bus: property policy-wired-networking: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-wired-networking", "b")
        return value

    async def set_policy_wired_networking(self, value: bool) -> None:
        """See get_policy_wired_networking.

        D-Bus: property policy-wired-networking: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-wired-networking", "b", value)

    async def get_policy_wireless_networking(self) -> bool:
        """Whether the VM's wireless NICs are connected.

        D-Bus: property policy-wireless-networking: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-wireless-networking", "b")
        return value

    async def set_policy_wireless_networking(self, value: bool) -> None:
        """See get_policy_wireless_networking.

        D-Bus: property policy-wireless-networking: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-wireless-networking", "b", value)

    async def get_portica_enabled(self) -> int:
        """Seamless windows: 0 not installed, 1 in use, 2 installed and not in use.

        D-Bus: property portica-enabled: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "portica-enabled", "i")
        return value

    async def get_portica_installed(self) -> bool:
        """Whether seamless window support is installed in the guest.

        D-Bus: property portica-installed: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "portica-installed", "b")
        return value

    async def get_preserve_on_reboot(self) -> bool:
        """Whether the domain is kept over a reboot. Only stored.

        D-Bus: property preserve-on-reboot: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "preserve-on-reboot", "b")
        return value

    async def set_preserve_on_reboot(self, value: bool) -> None:
        """See get_preserve_on_reboot.

        D-Bus: property preserve-on-reboot: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "preserve-on-reboot", "b", value)

    async def get_private_space(self) -> int:
        """MiB that the files behind the VM's disks take.

        D-Bus: property private-space: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "private-space", "i")
        return value

    async def get_provides_default_network_backend(self) -> bool:
        """Whether networks that name no other backend are carried by this VM.

        D-Bus: property provides-default-network-backend: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "provides-default-network-backend", "b")
        return value

    async def set_provides_default_network_backend(self, value: bool) -> None:
        """See get_provides_default_network_backend.

        D-Bus: property provides-default-network-backend: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "provides-default-network-backend", "b", value)

    async def get_provides_graphics_fallback(self) -> bool:
        """Whether this VM is shown when no other is.

        D-Bus: property provides-graphics-fallback: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "provides-graphics-fallback", "b")
        return value

    async def set_provides_graphics_fallback(self, value: bool) -> None:
        """See get_provides_graphics_fallback.

        D-Bus: property provides-graphics-fallback: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "provides-graphics-fallback", "b", value)

    async def get_provides_network_backend(self) -> bool:
        """Whether this VM carries networks for others.

        D-Bus: property provides-network-backend: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "provides-network-backend", "b")
        return value

    async def set_provides_network_backend(self, value: bool) -> None:
        """See get_provides_network_backend.

        D-Bus: property provides-network-backend: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "provides-network-backend", "b", value)

    async def get_pv_addons(self) -> bool:
        """Whether guest tools are installed. The guest reports it.

        D-Bus: property pv-addons: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "pv-addons", "b")
        return value

    async def set_pv_addons(self, value: bool) -> None:
        """See get_pv_addons.

        D-Bus: property pv-addons: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pv-addons", "b", value)

    async def get_pv_addons_version(self) -> str:
        """Version of the guest tools, MAJOR.MINOR.MICRO.BUILD; empty without them.

        D-Bus: property pv-addons-version: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "pv-addons-version", "s")
        return value

    async def set_pv_addons_version(self, value: str) -> None:
        """See get_pv_addons_version.

        D-Bus: property pv-addons-version: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pv-addons-version", "s", value)

    async def get_qemu_dm_path(self) -> str:
        """The device model's executable on the host.

        D-Bus: property qemu-dm-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "qemu-dm-path", "s")
        return value

    async def set_qemu_dm_path(self, value: str) -> None:
        """See get_qemu_dm_path.

        D-Bus: property qemu-dm-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "qemu-dm-path", "s", value)

    async def get_qemu_dm_timeout(self) -> int:
        """Seconds to wait for the device model. Only stored.

        D-Bus: property qemu-dm-timeout: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "qemu-dm-timeout", "i")
        return value

    async def set_qemu_dm_timeout(self, value: int) -> None:
        """See get_qemu_dm_timeout.

        D-Bus: property qemu-dm-timeout: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "qemu-dm-timeout", "i", value)

    async def get_ready(self) -> bool:
        """Whether the VM may be started with the host.

        D-Bus: property ready: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "ready", "b")
        return value

    async def set_ready(self, value: bool) -> None:
        """See get_ready.

        D-Bus: property ready: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "ready", "b", value)

    async def get_realm(self) -> str:
        """Where a managed VM belongs. Only stored.

        D-Bus: property realm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "realm", "s")
        return value

    async def set_realm(self, value: str) -> None:
        """See get_realm.

        D-Bus: property realm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "realm", "s", value)

    async def get_restrict_display_depth(self) -> bool:
        """Whether the device model offers the guest fewer colour depths.

        D-Bus: property restrict-display-depth: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "restrict-display-depth", "b")
        return value

    async def set_restrict_display_depth(self, value: bool) -> None:
        """See get_restrict_display_depth.

        D-Bus: property restrict-display-depth: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "restrict-display-depth", "b", value)

    async def get_restrict_display_res(self) -> bool:
        """Whether the device model offers the guest fewer resolutions.

        D-Bus: property restrict-display-res: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "restrict-display-res", "b")
        return value

    async def set_restrict_display_res(self, value: bool) -> None:
        """See get_restrict_display_res.

        D-Bus: property restrict-display-res: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "restrict-display-res", "b", value)

    async def get_run_insteadof_start(self) -> str:
        """Hook that start runs in place of booting. An executable on the host or
        'rpc:destination=...,interface=...,member=...'; several separated by ';'. Empty removes it,
        without vm_config_changed.

        D-Bus: property run-insteadof-start: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-insteadof-start", "s")
        return value

    async def set_run_insteadof_start(self, value: str) -> None:
        """See get_run_insteadof_start.

        D-Bus: property run-insteadof-start: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-insteadof-start", "s", value)

    async def get_run_on_acpi_state_change(self) -> str:
        """Hook that runs after acpi-state changed, with uuid and number. An executable on the host
        or 'rpc:destination=...,interface=...,member=...'; several separated by ';'. Empty removes
        it, without vm_config_changed.

        D-Bus: property run-on-acpi-state-change: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-on-acpi-state-change", "s")
        return value

    async def set_run_on_acpi_state_change(self, value: str) -> None:
        """See get_run_on_acpi_state_change.

        D-Bus: property run-on-acpi-state-change: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-on-acpi-state-change", "s", value)

    async def get_run_on_state_change(self) -> str:
        """Hook that runs after the state changed, with uuid and state. An executable on the host or
        'rpc:destination=...,interface=...,member=...'; several separated by ';'. Empty removes it,
        without vm_config_changed.

        D-Bus: property run-on-state-change: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-on-state-change", "s")
        return value

    async def set_run_on_state_change(self, value: str) -> None:
        """See get_run_on_state_change.

        D-Bus: property run-on-state-change: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-on-state-change", "s", value)

    async def get_run_post_create(self) -> str:
        """Hook that runs once the VM is created, with its uuid; if it fails, the create call fails.
        An executable on the host or 'rpc:destination=...,interface=...,member=...'; several
        separated by ';'. Empty removes it, without vm_config_changed.

        D-Bus: property run-post-create: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-post-create", "s")
        return value

    async def set_run_post_create(self, value: str) -> None:
        """See get_run_post_create.

        D-Bus: property run-post-create: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-post-create", "s", value)

    async def get_run_pre_boot(self) -> str:
        """Hook that runs before each boot, with the uuid; if it fails, the VM does not boot. An
        executable on the host or 'rpc:destination=...,interface=...,member=...'; several separated
        by ';'. Empty removes it, without vm_config_changed.

        D-Bus: property run-pre-boot: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-pre-boot", "s")
        return value

    async def set_run_pre_boot(self, value: str) -> None:
        """See get_run_pre_boot.

        D-Bus: property run-pre-boot: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-pre-boot", "s", value)

    async def get_run_pre_delete(self) -> str:
        """Hook that runs before the VM is deleted, with its uuid; if it fails, the VM stays. An
        executable on the host or 'rpc:destination=...,interface=...,member=...'; several separated
        by ';'. Empty removes it, without vm_config_changed.

        D-Bus: property run-pre-delete: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-pre-delete", "s")
        return value

    async def set_run_pre_delete(self, value: str) -> None:
        """See get_run_pre_delete.

        D-Bus: property run-pre-delete: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-pre-delete", "s", value)

    async def get_s3_mode(self) -> _xenmgr_types.S3Mode:
        """What becomes of the VM while the host sleeps, one of S3_MODE.

        D-Bus: property s3-mode: s, readwrite
        """
        return _xenmgr_types.S3Mode(await self._rpc_get(self.INTERFACE, "s3-mode", "s"))

    async def set_s3_mode(self, value: _xenmgr_types.S3Mode) -> None:
        """See get_s3_mode.

        D-Bus: property s3-mode: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "s3-mode", "s", value)

    async def get_s4_mode(self) -> _xenmgr_types.S4Mode:
        """What becomes of the VM while the host hibernates, one of S4_MODE.

        D-Bus: property s4-mode: s, readwrite
        """
        return _xenmgr_types.S4Mode(await self._rpc_get(self.INTERFACE, "s4-mode", "s"))

    async def set_s4_mode(self, value: _xenmgr_types.S4Mode) -> None:
        """See get_s4_mode.

        D-Bus: property s4-mode: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "s4-mode", "s", value)

    async def get_seamless_id(self) -> str:
        """Name under which the VM's windows are known to others; the uuid at first.

        D-Bus: property seamless-id: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "seamless-id", "s")
        return value

    async def set_seamless_id(self, value: str) -> None:
        """See get_seamless_id.

        D-Bus: property seamless-id: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "seamless-id", "s", value)

    async def get_seamless_mouse_left(self) -> int:
        """Slot of the running VM whose screen lies to the left; -1 when there is none.

        D-Bus: property seamless-mouse-left: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "seamless-mouse-left", "i")
        return value

    async def get_seamless_mouse_right(self) -> int:
        """Slot of the running VM whose screen lies to the right; -1 when there is none.

        D-Bus: property seamless-mouse-right: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "seamless-mouse-right", "i")
        return value

    async def get_seamless_traffic(self) -> bool:
        """Whether the VM takes part in seamless windows. Always false for service VMs.

        D-Bus: property seamless-traffic: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "seamless-traffic", "b")
        return value

    async def set_seamless_traffic(self, value: bool) -> None:
        """See get_seamless_traffic.

        D-Bus: property seamless-traffic: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "seamless-traffic", "b", value)

    async def get_secureboot(self) -> bool:
        """Whether the firmware insists on signed boot loaders.

        D-Bus: property secureboot: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "secureboot", "b")
        return value

    async def set_secureboot(self, value: bool) -> None:
        """See get_secureboot.

        D-Bus: property secureboot: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "secureboot", "b", value)

    async def get_serial(self) -> str:
        """Where the guest's serial port leads, for example pty.

        D-Bus: property serial: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "serial", "s")
        return value

    async def set_serial(self, value: str) -> None:
        """See get_serial.

        D-Bus: property serial: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "serial", "s", value)

    async def get_show_switcher(self) -> bool:
        """Whether the switcher bar is shown over this VM. native-experience makes it read false.

        D-Bus: property show-switcher: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "show-switcher", "b")
        return value

    async def set_show_switcher(self, value: bool) -> None:
        """See get_show_switcher.

        D-Bus: property show-switcher: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "show-switcher", "b", value)

    async def get_shutdown_priority(self) -> int:
        """When the host goes down, VMs with higher numbers are stopped earlier.

        D-Bus: property shutdown-priority: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "shutdown-priority", "i")
        return value

    async def set_shutdown_priority(self, value: int) -> None:
        """See get_shutdown_priority.

        D-Bus: property shutdown-priority: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "shutdown-priority", "i", value)

    async def get_slot(self) -> int:
        """The VM's key in the switcher, 1 to 9; 0 for the UI and -1 for none. Setting a taken one
        swaps the two VMs. A running VM moves at once.

        D-Bus: property slot: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "slot", "i")
        return value

    async def set_slot(self, value: int) -> None:
        """See get_slot.

        D-Bus: property slot: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "slot", "i", value)

    async def get_sound(self) -> str:
        """The guest's sound card, for example ac97 or hda; empty or none for none.

        D-Bus: property sound: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "sound", "s")
        return value

    async def set_sound(self, value: str) -> None:
        """See get_sound.

        D-Bus: property sound: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "sound", "s", value)

    async def get_start_from_suspend_image(self) -> str:
        """A file on the host; when it exists, start restores it in place of booting.

        D-Bus: property start-from-suspend-image: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "start-from-suspend-image", "s")
        return value

    async def set_start_from_suspend_image(self, value: str) -> None:
        """See get_start_from_suspend_image.

        D-Bus: property start-from-suspend-image: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "start-from-suspend-image", "s", value)

    async def get_start_on_boot(self) -> bool:
        """Whether the VM is started with the host. native-experience makes it read true.

        D-Bus: property start-on-boot: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "start-on-boot", "b")
        return value

    async def set_start_on_boot(self, value: bool) -> None:
        """See get_start_on_boot.

        D-Bus: property start-on-boot: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "start-on-boot", "b", value)

    async def get_start_on_boot_priority(self) -> int:
        """VMs with higher numbers are started earlier; equal ones by slot.

        D-Bus: property start-on-boot-priority: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "start-on-boot-priority", "i")
        return value

    async def set_start_on_boot_priority(self, value: int) -> None:
        """See get_start_on_boot_priority.

        D-Bus: property start-on-boot-priority: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "start-on-boot-priority", "i", value)

    async def get_state(self) -> _xenmgr_types.VmState:
        """The public state, one of VM_STATE.

        D-Bus: property state: s, read
        """
        return _xenmgr_types.VmState(await self._rpc_get(self.INTERFACE, "state", "s"))

    async def get_stubdom(self) -> bool:
        """Whether the device model runs in a domain of its own. Reads true only for hvm.

        D-Bus: property stubdom: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "stubdom", "b")
        return value

    async def set_stubdom(self, value: bool) -> None:
        """See get_stubdom.

        D-Bus: property stubdom: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "stubdom", "b", value)

    async def get_stubdom_flask_label(self) -> str:
        """Security label of the stub domain.

        D-Bus: property stubdom-flask-label: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "stubdom-flask-label", "s")
        return value

    async def set_stubdom_flask_label(self, value: str) -> None:
        """See get_stubdom_flask_label.

        D-Bus: property stubdom-flask-label: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "stubdom-flask-label", "s", value)

    async def get_sync_uuid(self) -> str:
        """The uuid under which a management server knows the VM. Only stored.

        D-Bus: property sync-uuid: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "sync-uuid", "s")
        return value

    async def set_sync_uuid(self, value: str) -> None:
        """See get_sync_uuid.

        D-Bus: property sync-uuid: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "sync-uuid", "s", value)

    async def get_time_offset(self) -> int:
        """Seconds by which the guest's clock differs from UTC; follows what the guest sets.

        D-Bus: property time-offset: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "time-offset", "i")
        return value

    async def set_time_offset(self, value: int) -> None:
        """See get_time_offset.

        D-Bus: property time-offset: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "time-offset", "i", value)

    async def get_timer_mode(self) -> str:
        """How timer ticks that an hvm guest missed are made up for, for example
        no_delay_for_missed_ticks.

        D-Bus: property timer-mode: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "timer-mode", "s")
        return value

    async def set_timer_mode(self, value: str) -> None:
        """See get_timer_mode.

        D-Bus: property timer-mode: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "timer-mode", "s", value)

    async def get_track_dependencies(self) -> bool:
        """Whether start first starts the VMs in dependencies.

        D-Bus: property track-dependencies: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "track-dependencies", "b")
        return value

    async def set_track_dependencies(self, value: bool) -> None:
        """See get_track_dependencies.

        D-Bus: property track-dependencies: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "track-dependencies", "b", value)

    async def get_type(self) -> str:
        """svm for a user's VM, else the tag of a service VM (ndvm, uivm, syncvm ...). pvm is stored
        and read as svm.

        D-Bus: property type: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "type", "s")
        return value

    async def set_type(self, value: str) -> None:
        """See get_type.

        D-Bus: property type: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "type", "s", value)

    async def get_usb_auto_passthrough(self) -> bool:
        """Whether USB devices are given to this VM when they are plugged in. Only stored.

        D-Bus: property usb-auto-passthrough: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-auto-passthrough", "b")
        return value

    async def set_usb_auto_passthrough(self, value: bool) -> None:
        """See get_usb_auto_passthrough.

        D-Bus: property usb-auto-passthrough: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-auto-passthrough", "b", value)

    async def get_usb_control(self) -> bool:
        """Whether the guest may control which VM has which USB device. Takes effect at once.

        D-Bus: property usb-control: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-control", "b")
        return value

    async def set_usb_control(self, value: bool) -> None:
        """See get_usb_control.

        D-Bus: property usb-control: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-control", "b", value)

    async def get_usb_enabled(self) -> bool:
        """Whether the VM can have USB devices.

        D-Bus: property usb-enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-enabled", "b")
        return value

    async def set_usb_enabled(self, value: bool) -> None:
        """See get_usb_enabled.

        D-Bus: property usb-enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-enabled", "b", value)

    async def get_usb_grab_devices(self) -> bool:
        """Whether USB devices go to this VM while it has the screen. native-experience makes it
        read true.

        D-Bus: property usb-grab-devices: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-grab-devices", "b")
        return value

    async def set_usb_grab_devices(self, value: bool) -> None:
        """See get_usb_grab_devices.

        D-Bus: property usb-grab-devices: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-grab-devices", "b", value)

    async def get_uuid(self) -> str:
        """The VM's identity; never changes.

        D-Bus: property uuid: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "uuid", "s")
        return value

    async def get_vcpus(self) -> int:
        """Number of virtual processors; 0 until it is set, which boots with one.

        D-Bus: property vcpus: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "vcpus", "i")
        return value

    async def set_vcpus(self, value: int) -> None:
        """See get_vcpus.

        D-Bus: property vcpus: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vcpus", "i", value)

    async def get_videoram(self) -> int:
        """Video memory in MiB; 0 until it is set, which gives an hvm guest 16.

        D-Bus: property videoram: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "videoram", "i")
        return value

    async def set_videoram(self, value: int) -> None:
        """See get_videoram.

        D-Bus: property videoram: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "videoram", "i", value)

    async def get_viridian(self) -> bool:
        """Whether the guest gets Microsoft's hypervisor interface.

        D-Bus: property viridian: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "viridian", "b")
        return value

    async def set_viridian(self, value: bool) -> None:
        """See get_viridian.

        D-Bus: property viridian: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "viridian", "b", value)

    async def get_virt_type(self) -> _xenmgr_vm_types.VirtType:
        """How the guest is virtualised, one of VIRT_TYPE.

        D-Bus: property virt-type: s, readwrite
        """
        return _xenmgr_vm_types.VirtType(await self._rpc_get(self.INTERFACE, "virt-type", "s"))

    async def set_virt_type(self, value: _xenmgr_vm_types.VirtType) -> None:
        """See get_virt_type.

        D-Bus: property virt-type: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "virt-type", "s", value)

    async def get_vkbd(self) -> bool:
        """Whether the guest gets a paravirtual keyboard and pointer.

        D-Bus: property vkbd: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vkbd", "b")
        return value

    async def set_vkbd(self, value: bool) -> None:
        """See get_vkbd.

        D-Bus: property vkbd: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vkbd", "b", value)

    async def get_vsnd(self) -> bool:
        """Whether the guest gets a paravirtual sound card. Only stored.

        D-Bus: property vsnd: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vsnd", "b")
        return value

    async def set_vsnd(self, value: bool) -> None:
        """See get_vsnd.

        D-Bus: property vsnd: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vsnd", "b", value)

    async def get_wired_network(self) -> str:
        """Network of the first NIC that is not wireless; empty without one. A running VM moves at
        once. Not guarded by policy.

        D-Bus: property wired-network: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "wired-network", "s")
        return value

    async def set_wired_network(self, value: str) -> None:
        """See get_wired_network.

        D-Bus: property wired-network: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wired-network", "s", value)

    async def get_wireless_control(self) -> bool:
        """Whether the guest may choose the host's wireless network. native-experience makes it read
        true.

        D-Bus: property wireless-control: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "wireless-control", "b")
        return value

    async def set_wireless_control(self, value: bool) -> None:
        """See get_wireless_control.

        D-Bus: property wireless-control: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wireless-control", "b", value)

    async def get_wireless_network(self) -> str:
        """Network of the first wireless NIC; empty without one. A running VM moves at once. Not
        guarded by policy.

        D-Bus: property wireless-network: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "wireless-network", "s")
        return value

    async def set_wireless_network(self, value: str) -> None:
        """See get_wireless_network.

        D-Bus: property wireless-network: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wireless-network", "s", value)

    async def get_xci_cpuid_signature(self) -> bool:
        """Whether CPUID shows the product's name in place of Xen's. Only stored.

        D-Bus: property xci-cpuid-signature: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "xci-cpuid-signature", "b")
        return value

    async def set_xci_cpuid_signature(self, value: bool) -> None:
        """See get_xci_cpuid_signature.

        D-Bus: property xci-cpuid-signature: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "xci-cpuid-signature", "b", value)

    async def get_all(self) -> VmProperties:
        """Every readable property by its wire name.

        D-Bus: Properties.GetAll
        """
        return cast(VmProperties, await self._rpc_get_all(self.INTERFACE))

    async def on_properties_changed(
        self,
        callback: Callable[[dict[str, object], list[str]], None],
    ) -> Subscription:
        """Calls callback(changed values, invalidated names), both by wire name.

        D-Bus: signal Properties.PropertiesChanged
        """
        return await self._rpc_on_properties_changed(self.INTERFACE, callback)


class VmAuthProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.vm.auth.

    Login to VMs whose disks are encrypted for one user.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.vm.auth"

    async def auth(self) -> None:
        """Starts the login of crypto-user on the host's screen. Nothing happens when the VM has no
        crypto-user.

        D-Bus: auth()
        """
        await self._rpc_call(self.INTERFACE, "auth", "", b"", "")

    async def auth_required(self) -> bool:
        """Whether crypto-user is set and has not logged in yet.

        D-Bus: auth_required() -> required: b
        """
        reply = await self._rpc_call(self.INTERFACE, "auth_required", "", b"", "b")
        return _decode_b(reply)[0]


class VmPciProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.vm.pci.

    Rules that give host PCI devices to the VM. They are not guarded by policy, are matched at each
    start, and a change is followed by vm_config_changed.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.vm.pci"

    async def add_pt_rule(self, pciclass: str, vendor_id: str, device_id: str) -> None:
        """Gives the VM all devices of this class, vendor and device, each a number ('0x0200' or
        decimal), or empty or 'any' for all. Class 0x300 means every display device.

        D-Bus: add_pt_rule(pciclass: s, vendor_id: s, device_id: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "add_pt_rule",
            "sss",
            _encode_sss((pciclass, vendor_id, device_id)),
            "",
        )

    async def add_pt_rule_bdf(self, bdf: str) -> None:
        """Gives the VM the device at one address. The address is dddd:bb:ss.f in hexadecimal, with
        an optional @SLOT for the place in the guest. 223: when it cannot be read.

        D-Bus: add_pt_rule_bdf(bdf: s)
        """
        await self._rpc_call(self.INTERFACE, "add_pt_rule_bdf", "s", _encode_s(bdf), "")

    async def delete_pt_rule(self, pciclass: str, vendor_id: str, device_id: str) -> None:
        """Removes every rule with exactly these three fields.

        D-Bus: delete_pt_rule(pciclass: s, vendor_id: s, device_id: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "delete_pt_rule",
            "sss",
            _encode_sss((pciclass, vendor_id, device_id)),
            "",
        )

    async def delete_pt_rule_bdf(self, bdf: str) -> None:
        """Removes every rule for this address. The address is dddd:bb:ss.f in hexadecimal, with an
        optional @SLOT for the place in the guest. 223: when it cannot be read.

        D-Bus: delete_pt_rule_bdf(bdf: s)
        """
        await self._rpc_call(self.INTERFACE, "delete_pt_rule_bdf", "s", _encode_s(bdf), "")

    async def list_pt_pci_devices(self) -> list[dict[str, str]]:
        """The devices that the rules match on this host now, each with addr, name, class, vendor-id
        and device-id.

        D-Bus: list_pt_pci_devices() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_pt_pci_devices", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def list_pt_rules(self) -> list[dict[str, str]]:
        """The rules, each with id (from 1) and rule ('match class=0x0200 vendor= device=' or
        'bdf=0000:00:19.0').

        D-Bus: list_pt_rules() -> aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_pt_rules", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]


class VmProductProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.vm.product.

    Product properties of a VM that came as part of an appliance (OVF).
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.vm.product"

    async def get_ovf_env_xml(self) -> str:
        """The OVF environment document for this VM. Failed when the VM belongs to no appliance.

        D-Bus: get_ovf_env_xml() -> value: s
        """
        reply = await self._rpc_call(self.INTERFACE, "get_ovf_env_xml", "", b"", "s")
        return _decode_s(reply)[0]

    async def get_product_property(self, property_id: str) -> str:
        """A product property's value; empty when it is missing. The id is [CLASS.]KEY[.INSTANCE].

        D-Bus: get_product_property(property_id: s) -> value: s
        """
        reply = await self._rpc_call(
            self.INTERFACE,
            "get_product_property",
            "s",
            _encode_s(property_id),
            "s",
        )
        return _decode_s(reply)[0]

    async def list_product_properties(self) -> list[dict[str, str]]:
        """The product properties, each with id, type, key, class, instance, label, description,
        user-configurable and password.

        D-Bus: list_product_properties() -> product_properties: aa{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "list_product_properties", "", b"", "aa{ss}")
        return _decode_aaess_(reply)[0]

    async def set_product_property(self, property_id: str, value: str) -> None:
        """Sets a product property. Failed when the value does not suit its type or range.

        D-Bus: set_product_property(property_id: s, value: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "set_product_property",
            "ss",
            _encode_ss((property_id, value)),
            "",
        )


VmUnrestrictedProperties = TypedDict(
    "VmUnrestrictedProperties",
    {
        "acpi": bool,
        "acpi-state": int,
        "acpi-table": bool,
        "amt-pt": bool,
        "apic": bool,
        "argo": bool,
        "authenforce": bool,
        "auto-s3-wake": bool,
        "autostart-pending": bool,
        "bios": str,
        "boot": str,
        "boot-sentinel": str,
        "cd": str,
        "cmd-line": str,
        "control-platform-power-state": bool,
        "cores-per-socket": int,
        "cpuid": str,
        "crypto-key-dirs": str,
        "crypto-user": str,
        "dependencies": list[str],
        "description": str,
        "display": str,
        "domid": int,
        "domstore-read-access": bool,
        "domstore-write-access": bool,
        "download-progress": int,
        "extra-hvm": str,
        "extra-xenvm": str,
        "flask-label": str,
        "gpu": str,
        "greedy-pciback-bind": bool,
        "hap": bool,
        "hdtype": str,
        "hibernated": bool,
        "hidden-in-switcher": bool,
        "hidden-in-ui": bool,
        "hpet": bool,
        "display-handler-strict": bool,
        "stub_domid": int,
        "image_path_vg": str,
        "long_form_vg": str,
        "short_form_vg": str,
        "text_color_vg": str,
        "border_width_vg": int,
        "border_height_vg": int,
        "vglass_enabled": bool,
        "mosaic_mode": int,
        "windowed_x": int,
        "windowed_y": int,
        "windowed_w": int,
        "windowed_h": int,
        "primary_domain_color": str,
        "secondary_domain_color": str,
        "mosaic_vm_enabled": bool,
        "icbinn-path": str,
        "image-path": str,
        "init-flask-label": str,
        "initrd": str,
        "initrd-extract": str,
        "keep-alive": bool,
        "kernel": str,
        "kernel-extract": str,
        "mac": str,
        "measured": bool,
        "memory": int,
        "memory-min": int,
        "memory-static-max": int,
        "memory-target": int,
        "name": str,
        "native-experience": bool,
        "nestedhvm": bool,
        "notify": str,
        "nx": bool,
        "oem-acpi-features": bool,
        "os": str,
        "ovf-transport-iso": bool,
        "pae": bool,
        "passthrough-io": str,
        "passthrough-mmio": str,
        "policy-audio-access": bool,
        "policy-audio-recording": bool,
        "policy-cd-access": bool,
        "policy-cd-recording": bool,
        "policy-modify-vm-settings": bool,
        "policy-print-screen": bool,
        "policy-wired-networking": bool,
        "policy-wireless-networking": bool,
        "portica-enabled": int,
        "portica-installed": bool,
        "preserve-on-reboot": bool,
        "private-space": int,
        "provides-default-network-backend": bool,
        "provides-graphics-fallback": bool,
        "provides-network-backend": bool,
        "pv-addons": bool,
        "pv-addons-version": str,
        "qemu-dm-path": str,
        "qemu-dm-timeout": int,
        "ready": bool,
        "realm": str,
        "restrict-display-depth": bool,
        "restrict-display-res": bool,
        "run-insteadof-start": str,
        "run-on-acpi-state-change": str,
        "run-on-state-change": str,
        "run-post-create": str,
        "run-pre-boot": str,
        "run-pre-delete": str,
        "s3-mode": str,
        "s4-mode": str,
        "seamless-id": str,
        "seamless-mouse-left": int,
        "seamless-mouse-right": int,
        "seamless-traffic": bool,
        "secureboot": bool,
        "serial": str,
        "show-switcher": bool,
        "shutdown-priority": int,
        "slot": int,
        "sound": str,
        "start-from-suspend-image": str,
        "start-on-boot": bool,
        "start-on-boot-priority": int,
        "state": str,
        "stubdom": bool,
        "stubdom-cmdline": str,
        "stubdom-flask-label": str,
        "stubdom-memory": int,
        "sync-uuid": str,
        "time-offset": int,
        "timer-mode": str,
        "track-dependencies": bool,
        "type": str,
        "usb-auto-passthrough": bool,
        "usb-control": bool,
        "usb-enabled": bool,
        "usb-grab-devices": bool,
        "uuid": str,
        "vcpus": int,
        "videoram": int,
        "viridian": bool,
        "virt-type": str,
        "vkbd": bool,
        "vsnd": bool,
        "wired-network": str,
        "wireless-control": bool,
        "wireless-network": str,
        "xci-cpuid-signature": bool,
    },
    total=False,
)


class VmUnrestrictedProxy(Proxy):
    """Proxy of com.citrix.xenclient.xenmgr.vm.unrestricted.

    The settings of the vm interface without its policy guard, and three more for the stub domain.
    Values are the same ones: what is set here is read there. This interface emits no
    PropertiesChanged.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.xenmgr.vm.unrestricted"

    async def get_acpi(self) -> bool:
        """Whether the guest gets ACPI.

        D-Bus: property acpi: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "acpi", "b")
        return value

    async def set_acpi(self, value: bool) -> None:
        """See get_acpi.

        D-Bus: property acpi: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "acpi", "b", value)

    async def get_acpi_state(self) -> int:
        """0 working, 3 asleep (S3), 4 hibernated (S4), 5 off. Always 0 for a running pv guest.

        D-Bus: property acpi-state: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "acpi-state", "i")
        return value

    async def get_acpi_table(self) -> bool:
        """Whether the guest gets the host's SLIC table, if the host has one.

        D-Bus: property acpi-table: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "acpi-table", "b")
        return value

    async def set_acpi_table(self, value: bool) -> None:
        """See get_acpi_table.

        D-Bus: property acpi-table: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "acpi-table", "b", value)

    async def get_amt_pt(self) -> bool:
        """Whether the VM gets Intel AMT. Only one running VM may: start of a second fails with
        219:.

        D-Bus: property amt-pt: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "amt-pt", "b")
        return value

    async def set_amt_pt(self, value: bool) -> None:
        """See get_amt_pt.

        D-Bus: property amt-pt: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "amt-pt", "b", value)

    async def get_apic(self) -> bool:
        """Whether the guest gets an APIC.

        D-Bus: property apic: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "apic", "b")
        return value

    async def set_apic(self, value: bool) -> None:
        """See get_apic.

        D-Bus: property apic: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "apic", "b", value)

    async def get_argo(self) -> bool:
        """Whether the VM gets an argo device, the channel between domains.

        D-Bus: property argo: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "argo", "b")
        return value

    async def set_argo(self, value: bool) -> None:
        """See get_argo.

        D-Bus: property argo: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "argo", "b", value)

    async def get_authenforce(self) -> bool:
        """Whether authentication of secure boot variables is enforced.

        D-Bus: property authenforce: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "authenforce", "b")
        return value

    async def set_authenforce(self, value: bool) -> None:
        """See get_authenforce.

        D-Bus: property authenforce: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "authenforce", "b", value)

    async def get_auto_s3_wake(self) -> bool:
        """Whether the VM is woken as soon as it goes to S3.

        D-Bus: property auto-s3-wake: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "auto-s3-wake", "b")
        return value

    async def set_auto_s3_wake(self, value: bool) -> None:
        """See get_auto_s3_wake.

        D-Bus: property auto-s3-wake: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "auto-s3-wake", "b", value)

    async def get_autostart_pending(self) -> bool:
        """Whether the VM still waits for its turn to be started with the host.

        D-Bus: property autostart-pending: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "autostart-pending", "b")
        return value

    async def get_bios(self) -> str:
        """The firmware of an hvm guest, for example seabios.

        D-Bus: property bios: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "bios", "s")
        return value

    async def set_bios(self, value: str) -> None:
        """See get_bios.

        D-Bus: property bios: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "bios", "s", value)

    async def get_boot(self) -> str:
        """Boot order of an hvm guest, of the letters a (floppy), c (disk), d (CD) and n (network).
        Empty for the default.

        D-Bus: property boot: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "boot", "s")
        return value

    async def set_boot(self, value: str) -> None:
        """See get_boot.

        D-Bus: property boot: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "boot", "s", value)

    async def get_boot_sentinel(self) -> str:
        """A path below the domain's store; start waits up to 60 s for the guest to write it. Empty
        removes it, without vm_config_changed.

        D-Bus: property boot-sentinel: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "boot-sentinel", "s")
        return value

    async def set_boot_sentinel(self, value: str) -> None:
        """See get_boot_sentinel.

        D-Bus: property boot-sentinel: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "boot-sentinel", "s", value)

    async def get_cd(self) -> str:
        """Name of the image in iso-path that lies in the drive at hdc; empty for none. A running VM
        sees the change at once.

        D-Bus: property cd: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "cd", "s")
        return value

    async def set_cd(self, value: str) -> None:
        """See get_cd.

        D-Bus: property cd: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cd", "s", value)

    async def get_cmd_line(self) -> str:
        """Kernel command line of a guest that is not hvm.

        D-Bus: property cmd-line: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "cmd-line", "s")
        return value

    async def set_cmd_line(self, value: str) -> None:
        """See get_cmd_line.

        D-Bus: property cmd-line: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cmd-line", "s", value)

    async def get_control_platform_power_state(self) -> bool:
        """Whether the host sleeps, hibernates and shuts down with this VM. native-experience makes
        it read true.

        D-Bus: property control-platform-power-state: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "control-platform-power-state", "b")
        return value

    async def set_control_platform_power_state(self, value: bool) -> None:
        """See get_control_platform_power_state.

        D-Bus: property control-platform-power-state: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "control-platform-power-state", "b", value)

    async def get_cores_per_socket(self) -> int:
        """Cores in each processor package; 0 puts all processors in one.

        D-Bus: property cores-per-socket: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "cores-per-socket", "i")
        return value

    async def set_cores_per_socket(self, value: int) -> None:
        """See get_cores_per_socket.

        D-Bus: property cores-per-socket: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cores-per-socket", "i", value)

    async def get_cpuid(self) -> str:
        """Changes to what CPUID shows, separated by ';'.

        D-Bus: property cpuid: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "cpuid", "s")
        return value

    async def set_cpuid(self, value: str) -> None:
        """See get_cpuid.

        D-Bus: property cpuid: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "cpuid", "s", value)

    async def get_crypto_key_dirs(self) -> str:
        """Directories of the host with keys for this VM's disks, separated by ','.

        D-Bus: property crypto-key-dirs: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "crypto-key-dirs", "s")
        return value

    async def set_crypto_key_dirs(self, value: str) -> None:
        """See get_crypto_key_dirs.

        D-Bus: property crypto-key-dirs: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "crypto-key-dirs", "s", value)

    async def get_crypto_user(self) -> str:
        """The user whose login opens the keys; makes state read locked until then. Empty removes
        it, without vm_config_changed.

        D-Bus: property crypto-user: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "crypto-user", "s")
        return value

    async def set_crypto_user(self, value: str) -> None:
        """See get_crypto_user.

        D-Bus: property crypto-user: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "crypto-user", "s", value)

    async def get_dependencies(self) -> list[str]:
        """Objects of the VMs that carry this one's networks, directly or not, deepest first. Failed
        for a circle.

        D-Bus: property dependencies: ao, read
        """
        value: list[str] = await self._rpc_get(self.INTERFACE, "dependencies", "ao")
        return value

    async def get_description(self) -> str:
        """A text for people.

        D-Bus: property description: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "description", "s")
        return value

    async def set_description(self, value: str) -> None:
        """See get_description.

        D-Bus: property description: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "description", "s", value)

    async def get_display(self) -> str:
        """The screen of an hvm guest: nogfx for none at all, none or empty for a plain VGA, any
        other word is handed to the device model.

        D-Bus: property display: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "display", "s")
        return value

    async def set_display(self, value: str) -> None:
        """See get_display.

        D-Bus: property display: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "display", "s", value)

    async def get_domid(self) -> int:
        """The VM's domain; -1 when it has none.

        D-Bus: property domid: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "domid", "i")
        return value

    async def get_domstore_read_access(self) -> bool:
        """Whether the guest may read its part of the database.

        D-Bus: property domstore-read-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "domstore-read-access", "b")
        return value

    async def set_domstore_read_access(self, value: bool) -> None:
        """See get_domstore_read_access.

        D-Bus: property domstore-read-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "domstore-read-access", "b", value)

    async def get_domstore_write_access(self) -> bool:
        """Whether the guest may write its part of the database.

        D-Bus: property domstore-write-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "domstore-write-access", "b")
        return value

    async def set_domstore_write_access(self, value: bool) -> None:
        """See get_domstore_write_access.

        D-Bus: property domstore-write-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "domstore-write-access", "b", value)

    async def get_download_progress(self) -> int:
        """How far a transfer for this VM has come, in percent. Setting it emits vm_transfer_changed
        at once and never vm_config_changed.

        D-Bus: property download-progress: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "download-progress", "i")
        return value

    async def set_download_progress(self, value: int) -> None:
        """See get_download_progress.

        D-Bus: property download-progress: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "download-progress", "i", value)

    async def get_extra_hvm(self) -> str:
        """Further arguments for the device model, separated by ';'.

        D-Bus: property extra-hvm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "extra-hvm", "s")
        return value

    async def set_extra_hvm(self, value: str) -> None:
        """See get_extra_hvm.

        D-Bus: property extra-hvm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "extra-hvm", "s", value)

    async def get_extra_xenvm(self) -> str:
        """Further lines for the toolstack's configuration, separated by ';'.

        D-Bus: property extra-xenvm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "extra-xenvm", "s")
        return value

    async def set_extra_xenvm(self, value: str) -> None:
        """See get_extra_xenvm.

        D-Bus: property extra-xenvm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "extra-xenvm", "s", value)

    async def get_flask_label(self) -> str:
        """Security label of the domain.

        D-Bus: property flask-label: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "flask-label", "s")
        return value

    async def set_flask_label(self, value: str) -> None:
        """See get_flask_label.

        D-Bus: property flask-label: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "flask-label", "s", value)

    async def get_gpu(self) -> str:
        """Address of the graphics card the VM gets, dddd:bb:ss.f; empty for none. Ignored unless
        such a card can be given to VMs.

        D-Bus: property gpu: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "gpu", "s")
        return value

    async def set_gpu(self, value: str) -> None:
        """See get_gpu.

        D-Bus: property gpu: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "gpu", "s", value)

    async def get_greedy_pciback_bind(self) -> bool:
        """Whether PCI devices that the rules match are taken from the host as soon as it comes up.

        D-Bus: property greedy-pciback-bind: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "greedy-pciback-bind", "b")
        return value

    async def set_greedy_pciback_bind(self, value: bool) -> None:
        """See get_greedy_pciback_bind.

        D-Bus: property greedy-pciback-bind: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "greedy-pciback-bind", "b", value)

    async def get_hap(self) -> bool:
        """Whether the hypervisor uses hardware assisted paging.

        D-Bus: property hap: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hap", "b")
        return value

    async def set_hap(self, value: bool) -> None:
        """See get_hap.

        D-Bus: property hap: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hap", "b", value)

    async def get_hdtype(self) -> str:
        """The disk controller of an hvm guest: ide or ahci.

        D-Bus: property hdtype: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "hdtype", "s")
        return value

    async def set_hdtype(self, value: str) -> None:
        """See get_hdtype.

        D-Bus: property hdtype: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hdtype", "s", value)

    async def get_hibernated(self) -> bool:
        """Whether the guest hibernated and has not been started since.

        D-Bus: property hibernated: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hibernated", "b")
        return value

    async def get_hidden_in_switcher(self) -> bool:
        """Whether the switcher leaves the VM out. Takes effect at once.

        D-Bus: property hidden-in-switcher: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hidden-in-switcher", "b")
        return value

    async def set_hidden_in_switcher(self, value: bool) -> None:
        """See get_hidden_in_switcher.

        D-Bus: property hidden-in-switcher: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hidden-in-switcher", "b", value)

    async def get_hidden_in_ui(self) -> bool:
        """Whether the UI leaves the VM out.

        D-Bus: property hidden-in-ui: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hidden-in-ui", "b")
        return value

    async def set_hidden_in_ui(self, value: bool) -> None:
        """See get_hidden_in_ui.

        D-Bus: property hidden-in-ui: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hidden-in-ui", "b", value)

    async def get_hpet(self) -> bool:
        """Whether the guest gets an HPET.

        D-Bus: property hpet: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "hpet", "b")
        return value

    async def set_hpet(self, value: bool) -> None:
        """See get_hpet.

        D-Bus: property hpet: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "hpet", "b", value)

    async def get_display_handler_strict(self) -> bool:
        """Whether the display handler keeps this VM strictly to its screen. Only stored.

        D-Bus: property display-handler-strict: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "display-handler-strict", "b")
        return value

    async def set_display_handler_strict(self, value: bool) -> None:
        """See get_display_handler_strict.

        D-Bus: property display-handler-strict: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "display-handler-strict", "b", value)

    async def get_stub_domid(self) -> int:
        """The domain that runs the VM's device model; -1 when there is none.

        D-Bus: property stub_domid: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "stub_domid", "i")
        return value

    async def get_image_path_vg(self) -> str:
        """The same as image-path.

        D-Bus: property image_path_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "image_path_vg", "s")
        return value

    async def set_image_path_vg(self, value: str) -> None:
        """See get_image_path_vg.

        D-Bus: property image_path_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "image_path_vg", "s", value)

    async def get_long_form_vg(self) -> str:
        """The VM's long label. Kept for the display handler.

        D-Bus: property long_form_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "long_form_vg", "s")
        return value

    async def set_long_form_vg(self, value: str) -> None:
        """See get_long_form_vg.

        D-Bus: property long_form_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "long_form_vg", "s", value)

    async def get_short_form_vg(self) -> str:
        """The VM's short label. Kept for the display handler.

        D-Bus: property short_form_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "short_form_vg", "s")
        return value

    async def set_short_form_vg(self, value: str) -> None:
        """See get_short_form_vg.

        D-Bus: property short_form_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "short_form_vg", "s", value)

    async def get_text_color_vg(self) -> str:
        """Colour of the VM's label, #rrggbb. Kept for the display handler.

        D-Bus: property text_color_vg: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "text_color_vg", "s")
        return value

    async def set_text_color_vg(self, value: str) -> None:
        """See get_text_color_vg.

        D-Bus: property text_color_vg: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "text_color_vg", "s", value)

    async def get_border_width_vg(self) -> int:
        """Width in pixels of the border around the VM's window. Kept for the display handler.

        D-Bus: property border_width_vg: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "border_width_vg", "i")
        return value

    async def set_border_width_vg(self, value: int) -> None:
        """See get_border_width_vg.

        D-Bus: property border_width_vg: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "border_width_vg", "i", value)

    async def get_border_height_vg(self) -> int:
        """Height in pixels of the border around the VM's window. Kept for the display handler.

        D-Bus: property border_height_vg: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "border_height_vg", "i")
        return value

    async def set_border_height_vg(self, value: int) -> None:
        """See get_border_height_vg.

        D-Bus: property border_height_vg: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "border_height_vg", "i", value)

    async def get_vglass_enabled(self) -> bool:
        """Whether the display handler shows this VM.

        D-Bus: property vglass_enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vglass_enabled", "b")
        return value

    async def set_vglass_enabled(self, value: bool) -> None:
        """See get_vglass_enabled.

        D-Bus: property vglass_enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vglass_enabled", "b", value)

    async def get_mosaic_mode(self) -> int:
        """How the VM's windows are shown among others. Kept for the display handler.

        D-Bus: property mosaic_mode: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "mosaic_mode", "i")
        return value

    async def set_mosaic_mode(self, value: int) -> None:
        """See get_mosaic_mode.

        D-Bus: property mosaic_mode: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "mosaic_mode", "i", value)

    async def get_windowed_x(self) -> int:
        """Left edge of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_x: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_x", "i")
        return value

    async def set_windowed_x(self, value: int) -> None:
        """See get_windowed_x.

        D-Bus: property windowed_x: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_x", "i", value)

    async def get_windowed_y(self) -> int:
        """Upper edge of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_y: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_y", "i")
        return value

    async def set_windowed_y(self, value: int) -> None:
        """See get_windowed_y.

        D-Bus: property windowed_y: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_y", "i", value)

    async def get_windowed_w(self) -> int:
        """Width of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_w: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_w", "i")
        return value

    async def set_windowed_w(self, value: int) -> None:
        """See get_windowed_w.

        D-Bus: property windowed_w: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_w", "i", value)

    async def get_windowed_h(self) -> int:
        """Height of the VM's window in pixels. Kept for the display handler.

        D-Bus: property windowed_h: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "windowed_h", "i")
        return value

    async def set_windowed_h(self, value: int) -> None:
        """See get_windowed_h.

        D-Bus: property windowed_h: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "windowed_h", "i", value)

    async def get_primary_domain_color(self) -> str:
        """The VM's first colour, #rrggbb. Kept for the display handler.

        D-Bus: property primary_domain_color: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "primary_domain_color", "s")
        return value

    async def set_primary_domain_color(self, value: str) -> None:
        """See get_primary_domain_color.

        D-Bus: property primary_domain_color: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "primary_domain_color", "s", value)

    async def get_secondary_domain_color(self) -> str:
        """The VM's second colour, #rrggbb. Kept for the display handler.

        D-Bus: property secondary_domain_color: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "secondary_domain_color", "s")
        return value

    async def set_secondary_domain_color(self, value: str) -> None:
        """See get_secondary_domain_color.

        D-Bus: property secondary_domain_color: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "secondary_domain_color", "s", value)

    async def get_mosaic_vm_enabled(self) -> bool:
        """Whether the VM's windows are shown among others. Kept for the display handler.

        D-Bus: property mosaic_vm_enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "mosaic_vm_enabled", "b")
        return value

    async def set_mosaic_vm_enabled(self, value: bool) -> None:
        """See get_mosaic_vm_enabled.

        D-Bus: property mosaic_vm_enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "mosaic_vm_enabled", "b", value)

    async def get_icbinn_path(self) -> str:
        """A directory of the host that the VM may see over argo. Only stored.

        D-Bus: property icbinn-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "icbinn-path", "s")
        return value

    async def set_icbinn_path(self, value: str) -> None:
        """See get_icbinn_path.

        D-Bus: property icbinn-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "icbinn-path", "s", value)

    async def get_image_path(self) -> str:
        """The VM's picture, a path that the UI knows. Blanks around it are cut off. The switcher
        sees it at once.

        D-Bus: property image-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "image-path", "s")
        return value

    async def set_image_path(self, value: str) -> None:
        """See get_image_path.

        D-Bus: property image-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "image-path", "s", value)

    async def get_init_flask_label(self) -> str:
        """Security label of the domain while it is being built.

        D-Bus: property init-flask-label: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "init-flask-label", "s")
        return value

    async def set_init_flask_label(self, value: str) -> None:
        """See get_init_flask_label.

        D-Bus: property init-flask-label: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "init-flask-label", "s", value)

    async def get_initrd(self) -> str:
        """Initial ramdisk of a guest that is not hvm, a file on the host.

        D-Bus: property initrd: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "initrd", "s")
        return value

    async def set_initrd(self, value: str) -> None:
        """See get_initrd.

        D-Bus: property initrd: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "initrd", "s", value)

    async def get_initrd_extract(self) -> str:
        """Where in a disk of the VM the initial ramdisk is fetched from at start,
        [DISK[,PARTITION]:]PATH.

        D-Bus: property initrd-extract: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "initrd-extract", "s")
        return value

    async def set_initrd_extract(self, value: str) -> None:
        """See get_initrd_extract.

        D-Bus: property initrd-extract: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "initrd-extract", "s", value)

    async def get_keep_alive(self) -> bool:
        """Whether the VM is started again whenever it stops, whatever stopped it.

        D-Bus: property keep-alive: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "keep-alive", "b")
        return value

    async def set_keep_alive(self, value: bool) -> None:
        """See get_keep_alive.

        D-Bus: property keep-alive: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "keep-alive", "b", value)

    async def get_kernel(self) -> str:
        """Kernel of a guest that is not hvm, a file on the host. Empty for the one that
        kernel-extract fetched.

        D-Bus: property kernel: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "kernel", "s")
        return value

    async def set_kernel(self, value: str) -> None:
        """See get_kernel.

        D-Bus: property kernel: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "kernel", "s", value)

    async def get_kernel_extract(self) -> str:
        """Where in a disk of the VM the kernel is fetched from at start, [DISK[,PARTITION]:]PATH.

        D-Bus: property kernel-extract: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "kernel-extract", "s")
        return value

    async def set_kernel_extract(self, value: str) -> None:
        """See get_kernel_extract.

        D-Bus: property kernel-extract: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "kernel-extract", "s", value)

    async def get_mac(self) -> str:
        """The address that the NIC with the lowest id has, as its mac-actual; empty without a NIC.

        D-Bus: property mac: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "mac", "s")
        return value

    async def get_measured(self) -> bool:
        """Whether the disks' checksums are verified at start. Comes with the template.

        D-Bus: property measured: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "measured", "b")
        return value

    async def get_memory(self) -> int:
        """Memory in MiB at boot. A running VM keeps what it has.

        D-Bus: property memory: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory", "i")
        return value

    async def set_memory(self, value: int) -> None:
        """See get_memory.

        D-Bus: property memory: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "memory", "i", value)

    async def get_memory_min(self) -> int:
        """The MiB below which the VM is never ballooned; reads as memory until it is set. 0 or less
        removes it, without vm_config_changed.

        D-Bus: property memory-min: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory-min", "i")
        return value

    async def set_memory_min(self, value: int) -> None:
        """See get_memory_min.

        D-Bus: property memory-min: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "memory-min", "i", value)

    async def get_memory_static_max(self) -> int:
        """The MiB the guest is told it could have; reads as memory until it is set. 0 or less
        removes it, without vm_config_changed.

        D-Bus: property memory-static-max: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory-static-max", "i")
        return value

    async def set_memory_static_max(self, value: int) -> None:
        """See get_memory_static_max.

        D-Bus: property memory-static-max: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "memory-static-max", "i", value)

    async def get_memory_target(self) -> int:
        """The MiB the running VM is to have now; 0 when it is stopped.

        D-Bus: property memory-target: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "memory-target", "i")
        return value

    async def get_name(self) -> str:
        """The VM's name, blanks around it cut off. Names need not be unique. vm_name_changed
        follows each set at once.

        D-Bus: property name: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "name", "s")
        return value

    async def set_name(self, value: str) -> None:
        """See get_name.

        D-Bus: property name: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "name", "s", value)

    async def get_native_experience(self) -> bool:
        """Whether this VM behaves as if it were the whole machine; only one VM has it, so setting
        it clears the others. Overrides start-on-boot, show-switcher, wireless-control,
        usb-grab-devices and control-platform-power-state.

        D-Bus: property native-experience: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "native-experience", "b")
        return value

    async def set_native_experience(self, value: bool) -> None:
        """See get_native_experience.

        D-Bus: property native-experience: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "native-experience", "b", value)

    async def get_nestedhvm(self) -> bool:
        """Whether the guest may run hvm guests of its own.

        D-Bus: property nestedhvm: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "nestedhvm", "b")
        return value

    async def set_nestedhvm(self, value: bool) -> None:
        """See get_nestedhvm.

        D-Bus: property nestedhvm: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "nestedhvm", "b", value)

    async def get_notify(self) -> str:
        """How the older toolstack announced events; templates say dbus. Only stored.

        D-Bus: property notify: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "notify", "s")
        return value

    async def set_notify(self, value: str) -> None:
        """See get_notify.

        D-Bus: property notify: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "notify", "s", value)

    async def get_nx(self) -> bool:
        """Whether the guest gets the no-execute bit.

        D-Bus: property nx: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "nx", "b")
        return value

    async def set_nx(self, value: bool) -> None:
        """See get_nx.

        D-Bus: property nx: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "nx", "b", value)

    async def get_oem_acpi_features(self) -> bool:
        """Whether the guest gets the host's OEM ACPI features. Only one running VM may: start of a
        second fails with 233:.

        D-Bus: property oem-acpi-features: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "oem-acpi-features", "b")
        return value

    async def set_oem_acpi_features(self, value: bool) -> None:
        """See get_oem_acpi_features.

        D-Bus: property oem-acpi-features: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "oem-acpi-features", "b", value)

    async def get_os(self) -> str:
        """linux, windows, windows8 or unknown. Failed with 'unknown os' for another.

        D-Bus: property os: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "os", "s")
        return value

    async def set_os(self, value: str) -> None:
        """See get_os.

        D-Bus: property os: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "os", "s", value)

    async def get_ovf_transport_iso(self) -> bool:
        """Whether the OVF environment is put into a CD at start.

        D-Bus: property ovf-transport-iso: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "ovf-transport-iso", "b")
        return value

    async def set_ovf_transport_iso(self, value: bool) -> None:
        """See get_ovf_transport_iso.

        D-Bus: property ovf-transport-iso: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "ovf-transport-iso", "b", value)

    async def get_pae(self) -> bool:
        """Whether the guest gets PAE.

        D-Bus: property pae: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "pae", "b")
        return value

    async def set_pae(self, value: bool) -> None:
        """See get_pae.

        D-Bus: property pae: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pae", "b", value)

    async def get_passthrough_io(self) -> str:
        """I/O ports of the host given to the guest, FIRST[-LAST] in hexadecimal.

        D-Bus: property passthrough-io: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "passthrough-io", "s")
        return value

    async def set_passthrough_io(self, value: str) -> None:
        """See get_passthrough_io.

        D-Bus: property passthrough-io: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "passthrough-io", "s", value)

    async def get_passthrough_mmio(self) -> str:
        """I/O memory of the host given to the guest, PAGE[,COUNT] in hexadecimal.

        D-Bus: property passthrough-mmio: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "passthrough-mmio", "s")
        return value

    async def set_passthrough_mmio(self, value: str) -> None:
        """See get_passthrough_mmio.

        D-Bus: property passthrough-mmio: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "passthrough-mmio", "s", value)

    async def get_policy_audio_access(self) -> bool:
        """Whether the VM may have sound.

        D-Bus: property policy-audio-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-audio-access", "b")
        return value

    async def set_policy_audio_access(self, value: bool) -> None:
        """See get_policy_audio_access.

        D-Bus: property policy-audio-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-audio-access", "b", value)

    async def get_policy_audio_recording(self) -> bool:
        """Whether the VM may record sound.

        D-Bus: property policy-audio-recording: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-audio-recording", "b")
        return value

    async def set_policy_audio_recording(self, value: bool) -> None:
        """See get_policy_audio_recording.

        D-Bus: property policy-audio-recording: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-audio-recording", "b", value)

    async def get_policy_cd_access(self) -> bool:
        """Whether the VM may have CD drives.

        D-Bus: property policy-cd-access: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-cd-access", "b")
        return value

    async def set_policy_cd_access(self, value: bool) -> None:
        """See get_policy_cd_access.

        D-Bus: property policy-cd-access: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-cd-access", "b", value)

    async def get_policy_cd_recording(self) -> bool:
        """Whether the VM may write CDs.

        D-Bus: property policy-cd-recording: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-cd-recording", "b")
        return value

    async def set_policy_cd_recording(self, value: bool) -> None:
        """See get_policy_cd_recording.

        D-Bus: property policy-cd-recording: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-cd-recording", "b", value)

    async def get_policy_modify_vm_settings(self) -> bool:
        """Whether settings may be changed through the vm interface.

        D-Bus: property policy-modify-vm-settings: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-modify-vm-settings", "b")
        return value

    async def set_policy_modify_vm_settings(self, value: bool) -> None:
        """See get_policy_modify_vm_settings.

        D-Bus: property policy-modify-vm-settings: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-modify-vm-settings", "b", value)

    async def get_policy_print_screen(self) -> bool:
        """Whether the guest's screen may be captured.

        D-Bus: property policy-print-screen: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-print-screen", "b")
        return value

    async def set_policy_print_screen(self, value: bool) -> None:
        """See get_policy_print_screen.

        D-Bus: property policy-print-screen: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-print-screen", "b", value)

    async def get_policy_wired_networking(self) -> bool:
        """Whether the VM's wired NICs are connected.

        D-Bus: property policy-wired-networking: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-wired-networking", "b")
        return value

    async def set_policy_wired_networking(self, value: bool) -> None:
        """See get_policy_wired_networking.

        D-Bus: property policy-wired-networking: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-wired-networking", "b", value)

    async def get_policy_wireless_networking(self) -> bool:
        """Whether the VM's wireless NICs are connected.

        D-Bus: property policy-wireless-networking: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "policy-wireless-networking", "b")
        return value

    async def set_policy_wireless_networking(self, value: bool) -> None:
        """See get_policy_wireless_networking.

        D-Bus: property policy-wireless-networking: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "policy-wireless-networking", "b", value)

    async def get_portica_enabled(self) -> int:
        """Seamless windows: 0 not installed, 1 in use, 2 installed and not in use.

        D-Bus: property portica-enabled: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "portica-enabled", "i")
        return value

    async def get_portica_installed(self) -> bool:
        """Whether seamless window support is installed in the guest.

        D-Bus: property portica-installed: b, read
        """
        value: bool = await self._rpc_get(self.INTERFACE, "portica-installed", "b")
        return value

    async def get_preserve_on_reboot(self) -> bool:
        """Whether the domain is kept over a reboot. Only stored.

        D-Bus: property preserve-on-reboot: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "preserve-on-reboot", "b")
        return value

    async def set_preserve_on_reboot(self, value: bool) -> None:
        """See get_preserve_on_reboot.

        D-Bus: property preserve-on-reboot: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "preserve-on-reboot", "b", value)

    async def get_private_space(self) -> int:
        """MiB that the files behind the VM's disks take.

        D-Bus: property private-space: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "private-space", "i")
        return value

    async def get_provides_default_network_backend(self) -> bool:
        """Whether networks that name no other backend are carried by this VM.

        D-Bus: property provides-default-network-backend: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "provides-default-network-backend", "b")
        return value

    async def set_provides_default_network_backend(self, value: bool) -> None:
        """See get_provides_default_network_backend.

        D-Bus: property provides-default-network-backend: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "provides-default-network-backend", "b", value)

    async def get_provides_graphics_fallback(self) -> bool:
        """Whether this VM is shown when no other is.

        D-Bus: property provides-graphics-fallback: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "provides-graphics-fallback", "b")
        return value

    async def set_provides_graphics_fallback(self, value: bool) -> None:
        """See get_provides_graphics_fallback.

        D-Bus: property provides-graphics-fallback: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "provides-graphics-fallback", "b", value)

    async def get_provides_network_backend(self) -> bool:
        """Whether this VM carries networks for others.

        D-Bus: property provides-network-backend: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "provides-network-backend", "b")
        return value

    async def set_provides_network_backend(self, value: bool) -> None:
        """See get_provides_network_backend.

        D-Bus: property provides-network-backend: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "provides-network-backend", "b", value)

    async def get_pv_addons(self) -> bool:
        """Whether guest tools are installed. The guest reports it.

        D-Bus: property pv-addons: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "pv-addons", "b")
        return value

    async def set_pv_addons(self, value: bool) -> None:
        """See get_pv_addons.

        D-Bus: property pv-addons: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pv-addons", "b", value)

    async def get_pv_addons_version(self) -> str:
        """Version of the guest tools, MAJOR.MINOR.MICRO.BUILD; empty without them.

        D-Bus: property pv-addons-version: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "pv-addons-version", "s")
        return value

    async def set_pv_addons_version(self, value: str) -> None:
        """See get_pv_addons_version.

        D-Bus: property pv-addons-version: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "pv-addons-version", "s", value)

    async def get_qemu_dm_path(self) -> str:
        """The device model's executable on the host.

        D-Bus: property qemu-dm-path: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "qemu-dm-path", "s")
        return value

    async def set_qemu_dm_path(self, value: str) -> None:
        """See get_qemu_dm_path.

        D-Bus: property qemu-dm-path: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "qemu-dm-path", "s", value)

    async def get_qemu_dm_timeout(self) -> int:
        """Seconds to wait for the device model. Only stored.

        D-Bus: property qemu-dm-timeout: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "qemu-dm-timeout", "i")
        return value

    async def set_qemu_dm_timeout(self, value: int) -> None:
        """See get_qemu_dm_timeout.

        D-Bus: property qemu-dm-timeout: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "qemu-dm-timeout", "i", value)

    async def get_ready(self) -> bool:
        """Whether the VM may be started with the host.

        D-Bus: property ready: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "ready", "b")
        return value

    async def set_ready(self, value: bool) -> None:
        """See get_ready.

        D-Bus: property ready: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "ready", "b", value)

    async def get_realm(self) -> str:
        """Where a managed VM belongs. Only stored.

        D-Bus: property realm: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "realm", "s")
        return value

    async def set_realm(self, value: str) -> None:
        """See get_realm.

        D-Bus: property realm: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "realm", "s", value)

    async def get_restrict_display_depth(self) -> bool:
        """Whether the device model offers the guest fewer colour depths.

        D-Bus: property restrict-display-depth: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "restrict-display-depth", "b")
        return value

    async def set_restrict_display_depth(self, value: bool) -> None:
        """See get_restrict_display_depth.

        D-Bus: property restrict-display-depth: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "restrict-display-depth", "b", value)

    async def get_restrict_display_res(self) -> bool:
        """Whether the device model offers the guest fewer resolutions.

        D-Bus: property restrict-display-res: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "restrict-display-res", "b")
        return value

    async def set_restrict_display_res(self, value: bool) -> None:
        """See get_restrict_display_res.

        D-Bus: property restrict-display-res: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "restrict-display-res", "b", value)

    async def get_run_insteadof_start(self) -> str:
        """Hook that start runs in place of booting. An executable on the host or
        'rpc:destination=...,interface=...,member=...'; several separated by ';'. Empty removes it,
        without vm_config_changed.

        D-Bus: property run-insteadof-start: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-insteadof-start", "s")
        return value

    async def set_run_insteadof_start(self, value: str) -> None:
        """See get_run_insteadof_start.

        D-Bus: property run-insteadof-start: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-insteadof-start", "s", value)

    async def get_run_on_acpi_state_change(self) -> str:
        """Hook that runs after acpi-state changed, with uuid and number. An executable on the host
        or 'rpc:destination=...,interface=...,member=...'; several separated by ';'. Empty removes
        it, without vm_config_changed.

        D-Bus: property run-on-acpi-state-change: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-on-acpi-state-change", "s")
        return value

    async def set_run_on_acpi_state_change(self, value: str) -> None:
        """See get_run_on_acpi_state_change.

        D-Bus: property run-on-acpi-state-change: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-on-acpi-state-change", "s", value)

    async def get_run_on_state_change(self) -> str:
        """Hook that runs after the state changed, with uuid and state. An executable on the host or
        'rpc:destination=...,interface=...,member=...'; several separated by ';'. Empty removes it,
        without vm_config_changed.

        D-Bus: property run-on-state-change: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-on-state-change", "s")
        return value

    async def set_run_on_state_change(self, value: str) -> None:
        """See get_run_on_state_change.

        D-Bus: property run-on-state-change: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-on-state-change", "s", value)

    async def get_run_post_create(self) -> str:
        """Hook that runs once the VM is created, with its uuid; if it fails, the create call fails.
        An executable on the host or 'rpc:destination=...,interface=...,member=...'; several
        separated by ';'. Empty removes it, without vm_config_changed.

        D-Bus: property run-post-create: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-post-create", "s")
        return value

    async def set_run_post_create(self, value: str) -> None:
        """See get_run_post_create.

        D-Bus: property run-post-create: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-post-create", "s", value)

    async def get_run_pre_boot(self) -> str:
        """Hook that runs before each boot, with the uuid; if it fails, the VM does not boot. An
        executable on the host or 'rpc:destination=...,interface=...,member=...'; several separated
        by ';'. Empty removes it, without vm_config_changed.

        D-Bus: property run-pre-boot: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-pre-boot", "s")
        return value

    async def set_run_pre_boot(self, value: str) -> None:
        """See get_run_pre_boot.

        D-Bus: property run-pre-boot: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-pre-boot", "s", value)

    async def get_run_pre_delete(self) -> str:
        """Hook that runs before the VM is deleted, with its uuid; if it fails, the VM stays. An
        executable on the host or 'rpc:destination=...,interface=...,member=...'; several separated
        by ';'. Empty removes it, without vm_config_changed.

        D-Bus: property run-pre-delete: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "run-pre-delete", "s")
        return value

    async def set_run_pre_delete(self, value: str) -> None:
        """See get_run_pre_delete.

        D-Bus: property run-pre-delete: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "run-pre-delete", "s", value)

    async def get_s3_mode(self) -> _xenmgr_types.S3Mode:
        """What becomes of the VM while the host sleeps, one of S3_MODE.

        D-Bus: property s3-mode: s, readwrite
        """
        return _xenmgr_types.S3Mode(await self._rpc_get(self.INTERFACE, "s3-mode", "s"))

    async def set_s3_mode(self, value: _xenmgr_types.S3Mode) -> None:
        """See get_s3_mode.

        D-Bus: property s3-mode: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "s3-mode", "s", value)

    async def get_s4_mode(self) -> _xenmgr_types.S4Mode:
        """What becomes of the VM while the host hibernates, one of S4_MODE.

        D-Bus: property s4-mode: s, readwrite
        """
        return _xenmgr_types.S4Mode(await self._rpc_get(self.INTERFACE, "s4-mode", "s"))

    async def set_s4_mode(self, value: _xenmgr_types.S4Mode) -> None:
        """See get_s4_mode.

        D-Bus: property s4-mode: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "s4-mode", "s", value)

    async def get_seamless_id(self) -> str:
        """Name under which the VM's windows are known to others; the uuid at first.

        D-Bus: property seamless-id: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "seamless-id", "s")
        return value

    async def set_seamless_id(self, value: str) -> None:
        """See get_seamless_id.

        D-Bus: property seamless-id: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "seamless-id", "s", value)

    async def get_seamless_mouse_left(self) -> int:
        """Slot of the running VM whose screen lies to the left; -1 when there is none.

        D-Bus: property seamless-mouse-left: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "seamless-mouse-left", "i")
        return value

    async def get_seamless_mouse_right(self) -> int:
        """Slot of the running VM whose screen lies to the right; -1 when there is none.

        D-Bus: property seamless-mouse-right: i, read
        """
        value: int = await self._rpc_get(self.INTERFACE, "seamless-mouse-right", "i")
        return value

    async def get_seamless_traffic(self) -> bool:
        """Whether the VM takes part in seamless windows. Always false for service VMs.

        D-Bus: property seamless-traffic: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "seamless-traffic", "b")
        return value

    async def set_seamless_traffic(self, value: bool) -> None:
        """See get_seamless_traffic.

        D-Bus: property seamless-traffic: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "seamless-traffic", "b", value)

    async def get_secureboot(self) -> bool:
        """Whether the firmware insists on signed boot loaders.

        D-Bus: property secureboot: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "secureboot", "b")
        return value

    async def set_secureboot(self, value: bool) -> None:
        """See get_secureboot.

        D-Bus: property secureboot: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "secureboot", "b", value)

    async def get_serial(self) -> str:
        """Where the guest's serial port leads, for example pty.

        D-Bus: property serial: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "serial", "s")
        return value

    async def set_serial(self, value: str) -> None:
        """See get_serial.

        D-Bus: property serial: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "serial", "s", value)

    async def get_show_switcher(self) -> bool:
        """Whether the switcher bar is shown over this VM. native-experience makes it read false.

        D-Bus: property show-switcher: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "show-switcher", "b")
        return value

    async def set_show_switcher(self, value: bool) -> None:
        """See get_show_switcher.

        D-Bus: property show-switcher: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "show-switcher", "b", value)

    async def get_shutdown_priority(self) -> int:
        """When the host goes down, VMs with higher numbers are stopped earlier.

        D-Bus: property shutdown-priority: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "shutdown-priority", "i")
        return value

    async def set_shutdown_priority(self, value: int) -> None:
        """See get_shutdown_priority.

        D-Bus: property shutdown-priority: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "shutdown-priority", "i", value)

    async def get_slot(self) -> int:
        """The VM's key in the switcher, 1 to 9; 0 for the UI and -1 for none. Setting a taken one
        swaps the two VMs. A running VM moves at once.

        D-Bus: property slot: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "slot", "i")
        return value

    async def set_slot(self, value: int) -> None:
        """See get_slot.

        D-Bus: property slot: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "slot", "i", value)

    async def get_sound(self) -> str:
        """The guest's sound card, for example ac97 or hda; empty or none for none.

        D-Bus: property sound: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "sound", "s")
        return value

    async def set_sound(self, value: str) -> None:
        """See get_sound.

        D-Bus: property sound: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "sound", "s", value)

    async def get_start_from_suspend_image(self) -> str:
        """A file on the host; when it exists, start restores it in place of booting.

        D-Bus: property start-from-suspend-image: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "start-from-suspend-image", "s")
        return value

    async def set_start_from_suspend_image(self, value: str) -> None:
        """See get_start_from_suspend_image.

        D-Bus: property start-from-suspend-image: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "start-from-suspend-image", "s", value)

    async def get_start_on_boot(self) -> bool:
        """Whether the VM is started with the host. native-experience makes it read true.

        D-Bus: property start-on-boot: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "start-on-boot", "b")
        return value

    async def set_start_on_boot(self, value: bool) -> None:
        """See get_start_on_boot.

        D-Bus: property start-on-boot: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "start-on-boot", "b", value)

    async def get_start_on_boot_priority(self) -> int:
        """VMs with higher numbers are started earlier; equal ones by slot.

        D-Bus: property start-on-boot-priority: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "start-on-boot-priority", "i")
        return value

    async def set_start_on_boot_priority(self, value: int) -> None:
        """See get_start_on_boot_priority.

        D-Bus: property start-on-boot-priority: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "start-on-boot-priority", "i", value)

    async def get_state(self) -> _xenmgr_types.VmState:
        """The public state, one of VM_STATE.

        D-Bus: property state: s, read
        """
        return _xenmgr_types.VmState(await self._rpc_get(self.INTERFACE, "state", "s"))

    async def get_stubdom(self) -> bool:
        """Whether the device model runs in a domain of its own. Reads true only for hvm.

        D-Bus: property stubdom: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "stubdom", "b")
        return value

    async def set_stubdom(self, value: bool) -> None:
        """See get_stubdom.

        D-Bus: property stubdom: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "stubdom", "b", value)

    async def get_stubdom_cmdline(self) -> str:
        """Kernel command line of the stub domain.

        D-Bus: property stubdom-cmdline: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "stubdom-cmdline", "s")
        return value

    async def set_stubdom_cmdline(self, value: str) -> None:
        """See get_stubdom_cmdline.

        D-Bus: property stubdom-cmdline: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "stubdom-cmdline", "s", value)

    async def get_stubdom_flask_label(self) -> str:
        """Security label of the stub domain.

        D-Bus: property stubdom-flask-label: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "stubdom-flask-label", "s")
        return value

    async def set_stubdom_flask_label(self, value: str) -> None:
        """See get_stubdom_flask_label.

        D-Bus: property stubdom-flask-label: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "stubdom-flask-label", "s", value)

    async def get_stubdom_memory(self) -> int:
        """Memory of the stub domain in MiB.

        D-Bus: property stubdom-memory: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "stubdom-memory", "i")
        return value

    async def set_stubdom_memory(self, value: int) -> None:
        """See get_stubdom_memory.

        D-Bus: property stubdom-memory: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "stubdom-memory", "i", value)

    async def get_sync_uuid(self) -> str:
        """The uuid under which a management server knows the VM. Only stored.

        D-Bus: property sync-uuid: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "sync-uuid", "s")
        return value

    async def set_sync_uuid(self, value: str) -> None:
        """See get_sync_uuid.

        D-Bus: property sync-uuid: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "sync-uuid", "s", value)

    async def get_time_offset(self) -> int:
        """Seconds by which the guest's clock differs from UTC; follows what the guest sets.

        D-Bus: property time-offset: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "time-offset", "i")
        return value

    async def set_time_offset(self, value: int) -> None:
        """See get_time_offset.

        D-Bus: property time-offset: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "time-offset", "i", value)

    async def get_timer_mode(self) -> str:
        """How timer ticks that an hvm guest missed are made up for, for example
        no_delay_for_missed_ticks.

        D-Bus: property timer-mode: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "timer-mode", "s")
        return value

    async def set_timer_mode(self, value: str) -> None:
        """See get_timer_mode.

        D-Bus: property timer-mode: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "timer-mode", "s", value)

    async def get_track_dependencies(self) -> bool:
        """Whether start first starts the VMs in dependencies.

        D-Bus: property track-dependencies: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "track-dependencies", "b")
        return value

    async def set_track_dependencies(self, value: bool) -> None:
        """See get_track_dependencies.

        D-Bus: property track-dependencies: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "track-dependencies", "b", value)

    async def get_type(self) -> str:
        """svm for a user's VM, else the tag of a service VM (ndvm, uivm, syncvm ...). pvm is stored
        and read as svm.

        D-Bus: property type: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "type", "s")
        return value

    async def set_type(self, value: str) -> None:
        """See get_type.

        D-Bus: property type: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "type", "s", value)

    async def get_usb_auto_passthrough(self) -> bool:
        """Whether USB devices are given to this VM when they are plugged in. Only stored.

        D-Bus: property usb-auto-passthrough: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-auto-passthrough", "b")
        return value

    async def set_usb_auto_passthrough(self, value: bool) -> None:
        """See get_usb_auto_passthrough.

        D-Bus: property usb-auto-passthrough: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-auto-passthrough", "b", value)

    async def get_usb_control(self) -> bool:
        """Whether the guest may control which VM has which USB device. Takes effect at once.

        D-Bus: property usb-control: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-control", "b")
        return value

    async def set_usb_control(self, value: bool) -> None:
        """See get_usb_control.

        D-Bus: property usb-control: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-control", "b", value)

    async def get_usb_enabled(self) -> bool:
        """Whether the VM can have USB devices.

        D-Bus: property usb-enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-enabled", "b")
        return value

    async def set_usb_enabled(self, value: bool) -> None:
        """See get_usb_enabled.

        D-Bus: property usb-enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-enabled", "b", value)

    async def get_usb_grab_devices(self) -> bool:
        """Whether USB devices go to this VM while it has the screen. native-experience makes it
        read true.

        D-Bus: property usb-grab-devices: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "usb-grab-devices", "b")
        return value

    async def set_usb_grab_devices(self, value: bool) -> None:
        """See get_usb_grab_devices.

        D-Bus: property usb-grab-devices: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "usb-grab-devices", "b", value)

    async def get_uuid(self) -> str:
        """The VM's identity; never changes.

        D-Bus: property uuid: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "uuid", "s")
        return value

    async def get_vcpus(self) -> int:
        """Number of virtual processors; 0 until it is set, which boots with one.

        D-Bus: property vcpus: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "vcpus", "i")
        return value

    async def set_vcpus(self, value: int) -> None:
        """See get_vcpus.

        D-Bus: property vcpus: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vcpus", "i", value)

    async def get_videoram(self) -> int:
        """Video memory in MiB; 0 until it is set, which gives an hvm guest 16.

        D-Bus: property videoram: i, readwrite
        """
        value: int = await self._rpc_get(self.INTERFACE, "videoram", "i")
        return value

    async def set_videoram(self, value: int) -> None:
        """See get_videoram.

        D-Bus: property videoram: i, readwrite
        """
        await self._rpc_set(self.INTERFACE, "videoram", "i", value)

    async def get_viridian(self) -> bool:
        """Whether the guest gets Microsoft's hypervisor interface.

        D-Bus: property viridian: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "viridian", "b")
        return value

    async def set_viridian(self, value: bool) -> None:
        """See get_viridian.

        D-Bus: property viridian: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "viridian", "b", value)

    async def get_virt_type(self) -> _xenmgr_vm_types.VirtType:
        """How the guest is virtualised, one of VIRT_TYPE.

        D-Bus: property virt-type: s, readwrite
        """
        return _xenmgr_vm_types.VirtType(await self._rpc_get(self.INTERFACE, "virt-type", "s"))

    async def set_virt_type(self, value: _xenmgr_vm_types.VirtType) -> None:
        """See get_virt_type.

        D-Bus: property virt-type: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "virt-type", "s", value)

    async def get_vkbd(self) -> bool:
        """Whether the guest gets a paravirtual keyboard and pointer.

        D-Bus: property vkbd: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vkbd", "b")
        return value

    async def set_vkbd(self, value: bool) -> None:
        """See get_vkbd.

        D-Bus: property vkbd: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vkbd", "b", value)

    async def get_vsnd(self) -> bool:
        """Whether the guest gets a paravirtual sound card. Only stored.

        D-Bus: property vsnd: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "vsnd", "b")
        return value

    async def set_vsnd(self, value: bool) -> None:
        """See get_vsnd.

        D-Bus: property vsnd: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "vsnd", "b", value)

    async def get_wired_network(self) -> str:
        """Network of the first NIC that is not wireless; empty without one. A running VM moves at
        once.

        D-Bus: property wired-network: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "wired-network", "s")
        return value

    async def set_wired_network(self, value: str) -> None:
        """See get_wired_network.

        D-Bus: property wired-network: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wired-network", "s", value)

    async def get_wireless_control(self) -> bool:
        """Whether the guest may choose the host's wireless network. native-experience makes it read
        true.

        D-Bus: property wireless-control: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "wireless-control", "b")
        return value

    async def set_wireless_control(self, value: bool) -> None:
        """See get_wireless_control.

        D-Bus: property wireless-control: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wireless-control", "b", value)

    async def get_wireless_network(self) -> str:
        """Network of the first wireless NIC; empty without one. A running VM moves at once.

        D-Bus: property wireless-network: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "wireless-network", "s")
        return value

    async def set_wireless_network(self, value: str) -> None:
        """See get_wireless_network.

        D-Bus: property wireless-network: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wireless-network", "s", value)

    async def get_xci_cpuid_signature(self) -> bool:
        """Whether CPUID shows the product's name in place of Xen's. Only stored.

        D-Bus: property xci-cpuid-signature: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "xci-cpuid-signature", "b")
        return value

    async def set_xci_cpuid_signature(self, value: bool) -> None:
        """See get_xci_cpuid_signature.

        D-Bus: property xci-cpuid-signature: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "xci-cpuid-signature", "b", value)

    async def get_all(self) -> VmUnrestrictedProperties:
        """Every readable property by its wire name.

        D-Bus: Properties.GetAll
        """
        return cast(VmUnrestrictedProperties, await self._rpc_get_all(self.INTERFACE))

    async def on_properties_changed(
        self,
        callback: Callable[[dict[str, object], list[str]], None],
    ) -> Subscription:
        """Calls callback(changed values, invalidated names), both by wire name.

        D-Bus: signal Properties.PropertiesChanged
        """
        return await self._rpc_on_properties_changed(self.INTERFACE, callback)
