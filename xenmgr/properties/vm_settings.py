"""Rows of what a VM is to its host: its kind, boot order, policies, hooks, USB. Plain keys mostly.

Nothing here knows the domain; most of it is read when the VM starts or by other programs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rpcgen.runtime.errors import DBusError, Failed
from xenmgr.errors import io_error, refused
from xenmgr.properties.row import (
    Row,
    choice,
    computed,
    flag,
    flag_text,
    needs_later,
    number,
    permission,
    read_flag,
    read_only,
    set_by,
    text,
)
from xenmgr.properties.targets import Keyed, VmTarget
from xenmgr.properties.validate import VM_TYPES, absolute_paths, one_of, user_name

NATIVE_EXPERIENCE: Final = "native-experience"
MODIFY_SETTINGS_KEY: Final = "policies/modify-vm-settings"

OPERATING_SYSTEMS: Final = ("linux", "windows", "windows8", "unknown")
SLEEP_MODES: Final = ("pv", "ignore", "restart", "snapshot")

USER_VM: Final = "svm"
# A word of older releases for the same thing.
_OLD_USER_VM: Final = "pvm"

native_experience = read_flag(NATIVE_EXPERIENCE, False)
_known_type = one_of(VM_TYPES)
# By the default that the host's capabilities give.
_seamless_traffic = {each: read_flag("seamless-traffic", each) for each in (False, True)}
_portica_installed = read_flag("portica-installed", False)
_portica_enabled = read_flag("portica-enabled", False)


def unexpected_mode() -> DBusError:
    """The fault of a bad sleep mode, which the original finds inside an I/O action.

    Source: clients facts 3, observed for s3-mode.
    """
    return io_error("unexpected enumeration value")


def vm_type(target: Keyed) -> str:
    """svm, or the tag of a service VM."""
    stored = target.get("type")
    return USER_VM if stored is None or stored == _OLD_USER_VM else stored


def seamless_traffic(vm: VmTarget) -> bool:
    """Only a user's VM has any; the host's capabilities say what holds until it is set."""
    if vm_type(vm) != USER_VM:
        return False
    return _seamless_traffic[vm.host.facts.seamless_traffic_default](vm)


def forced(row: Row[Keyed], value: bool) -> Row[Keyed]:
    """Reads as `value` while native-experience is on; what is stored stays."""
    get = row.get

    def get_forced(target: Keyed) -> bool:
        return value if native_experience(target) else bool(get(target))

    return replace(row, get=get_forced, keys=(*row.keys, NATIVE_EXPERIENCE))


def hook(name: str, *, at_start: bool) -> Row[Keyed]:
    """What to run at an event; start answers for those that a running VM would need."""
    row = text(name, name, empty_removes=True)
    return needs_later(row, name) if at_start else row


def _set_native_experience(vm: VmTarget, value: bool) -> None:
    """At most one user VM has it: any setting takes it from the others first."""
    for other in vm.host.vms_with_native_experience():
        if other.uuid != vm.uuid and vm_type(other) == USER_VM:
            other.put(NATIVE_EXPERIENCE, "false")
    vm.put(NATIVE_EXPERIENCE, flag_text(value))


def _set_type(vm: VmTarget, value: str) -> None:
    allowed = _known_type(value)
    if allowed is not None:
        raise refused("type", value, allowed)
    vm.put("type", USER_VM if value == _OLD_USER_VM else value)


def _set_download_progress(vm: VmTarget, value: int) -> None:
    vm.put_raw("download-progress", str(value))
    vm.transfer_changed()


def _set_seamless_traffic(vm: VmTarget, value: bool) -> None:
    vm.put("seamless-traffic", flag_text(value))


def _portica(vm: VmTarget) -> int:
    """0 not installed, 1 installed and in use, 2 installed."""
    if not _portica_installed(vm):
        return 0
    return 1 if _portica_enabled(vm) and seamless_traffic(vm) else 2


def _suspend_image() -> Row[VmTarget]:
    row: Row[VmTarget] = text("start-from-suspend-image", "start-from-suspend-image")
    get: Callable[[VmTarget], str] = row.get

    def later(vm: VmTarget) -> str | None:
        path = get(vm)
        return "start-from-suspend-image" if path and vm.host.files.exists(path) else None

    return replace(row, later=later)


def _policy(name: str, key: str) -> Row[Keyed]:
    return flag(f"policy-{name}", f"policies/{key}", True)


ROWS: tuple[Row[VmTarget], ...] = (
    needs_later(flag("amt-pt", "amt-pt"), "amt-pt"),
    needs_later(flag("auto-s3-wake", "auto-s3-wake"), "auto-s3-wake"),
    text("boot-sentinel", "boot-sentinel", empty_removes=True),
    needs_later(
        forced(flag("control-platform-power-state", "control-platform-power-state"), True),
        "control-platform-power-state (also by native-experience)",
    ),
    text("cpuid", "cpuid"),
    text("crypto-key-dirs", "crypto-key-dirs", check=absolute_paths),
    text("crypto-user", "crypto-user", check=user_name, empty_removes=True),
    text("description", "description"),
    flag("domstore-read-access", "domstore-read-access"),
    flag("domstore-write-access", "domstore-write-access"),
    set_by(number("download-progress", "download-progress"), _set_download_progress),
    flag("greedy-pciback-bind", "greedy-pciback-bind", True),
    read_only(flag("hibernated", "hibernated")),
    text("icbinn-path", "icbinn-path"),
    flag("keep-alive", "keep-alive"),
    needs_later(read_only(flag("measured", "measured")), "measured"),
    set_by(flag(NATIVE_EXPERIENCE, NATIVE_EXPERIENCE), _set_native_experience),
    needs_later(flag("oem-acpi-features", "oem-acpi-features"), "oem-acpi-features"),
    choice("os", "os", "unknown", OPERATING_SYSTEMS, fault=lambda: Failed("unknown os")),
    needs_later(flag("ovf-transport-iso", "ovf-transport-iso"), "ovf-transport-iso"),
    _policy("audio-access", "audio-access"),
    _policy("audio-recording", "audio-rec"),
    _policy("cd-access", "cd-access"),
    _policy("cd-recording", "cd-rec"),
    _policy("modify-vm-settings", "modify-vm-settings"),
    permission("policy-print-screen", "policies/print-screen-disallowed"),
    _policy("wired-networking", "wired-networking"),
    _policy("wireless-networking", "wireless-networking"),
    computed(
        "portica-enabled",
        "i",
        0,
        _portica,
        keys=("portica-installed", "portica-enabled", "seamless-traffic", "type"),
    ),
    read_only(flag("portica-installed", "portica-installed")),
    flag("preserve-on-reboot", "preserve-on-reboot"),
    flag("provides-default-network-backend", "provides-default-network-backend"),
    flag("provides-graphics-fallback", "provides-graphics-fallback"),
    flag("provides-network-backend", "provides-network-backend"),
    flag("pv-addons", "pv-addons-installed"),
    text("pv-addons-version", "pv-addons-version"),
    flag("ready", "ready", True),
    text("realm", "realm"),
    flag("restrict-display-depth", "restrict-display-depth"),
    flag("restrict-display-res", "restrict-display-res"),
    # start itself answers for the hook in its place; create and delete for theirs.
    hook("run-insteadof-start", at_start=False),
    hook("run-on-acpi-state-change", at_start=True),
    hook("run-on-state-change", at_start=True),
    hook("run-post-create", at_start=False),
    hook("run-pre-boot", at_start=True),
    hook("run-pre-delete", at_start=False),
    choice("s3-mode", "s3-mode", "pv", SLEEP_MODES, fault=unexpected_mode),
    choice("s4-mode", "s4-mode", "pv", SLEEP_MODES, fault=unexpected_mode),
    text("seamless-id", "seamless-id"),
    Row(
        "seamless-traffic",
        "b",
        False,
        seamless_traffic,
        _set_seamless_traffic,
        ("seamless-traffic", "type"),
    ),
    number("shutdown-priority", "shutdown-priority"),
    _suspend_image(),
    forced(flag("start-on-boot", "start_on_boot"), True),
    number("start-on-boot-priority", "start_on_boot_priority"),
    text("sync-uuid", "sync-uuid"),
    number("time-offset", "time-offset"),
    flag("track-dependencies", "track-dependencies"),
    Row("type", "s", USER_VM, vm_type, _set_type, ("type",)),
    flag("usb-auto-passthrough", "usb-auto-passthrough", True),
    flag("usb-control", "usb-control"),
    flag("usb-enabled", "usb-enabled", True),
    forced(flag("usb-grab-devices", "usb-grab-devices"), True),
    forced(flag("wireless-control", "wireless-control"), True),
    flag("xci-cpuid-signature", "xci-cpuid-signature"),
)
