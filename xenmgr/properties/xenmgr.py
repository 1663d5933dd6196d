"""Rows of com.citrix.xenclient.xenmgr.config and .config.ui, both on the object /.

Their keys are absolute; none is guarded by a policy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rpcgen.runtime.errors import Failed
from rpcgen.runtime.interface import Inputs
from xenmgr.errors import XenmgrError, io_failures
from xenmgr.properties.facts import HostFacts
from xenmgr.properties.row import (
    FALSE,
    TRUE,
    Row,
    bind,
    computed,
    flag,
    number,
    permission,
    read_flag,
    read_only,
    read_text,
    text,
    then,
    word,
)
from xenmgr.properties.targets import HostTarget, Keyed
from xenmgr.properties.validate import (
    INT32_MAX,
    MEMORY_MIB_MAX,
    absolute_path,
    absolute_paths,
    at_least,
    between,
)

ROOT_PATH: Final = "/"
CONFIG_INTERFACE: Final = "com.citrix.xenclient.xenmgr.config"
CONFIG_UI_INTERFACE: Final = "com.citrix.xenclient.xenmgr.config.ui"

POWER_ACTIONS: Final = (
    "sleep",
    "hibernate",
    "shutdown",
    "forced-shutdown",
    "idle-shutdown",
    "reboot",
    "nothing",
)
NO_ACTION: Final = "nothing"

LANGUAGE_FILE: Final = "/config/language.conf"
DEFAULT_LANGUAGE: Final = "en-us"
UNSUPPORTED_LANGUAGE: Final = 236

MS_PER_S: Final = 1000

VM_CREATE_DISALLOWED: Final = "/vm-create-disallowed"
VM_DELETE_DISALLOWED: Final = "/vm-delete-disallowed"

_LANGUAGE = re.compile(r"^\s*LANGUAGE=(['\"]?)([^'\"\s]*)\1\s*$", re.MULTILINE)

iso_path = read_text("/xenmgr/isos", "/storage/isos")
_measure_fail_action = read_text("/xenmgr/measure-fail-action", "forced-shutdown")
_self_switch_disabled = read_flag("/switcher/self-switch-disabled", True)


def _tell(host: HostTarget) -> None:
    host.config_changed()


def told(row: Row[Keyed]) -> Row[HostTarget]:
    """Every set is followed by config_changed."""
    return then(row, _tell)


def from_facts(name: str, default: bool, get: Callable[[HostFacts], bool]) -> Row[HostTarget]:
    """What the capabilities of this build of the host say."""
    return computed(
        name, "b", default, lambda host: get(host.facts), inputs=Inputs.CONST, emits="const"
    )


def unless_file(name: str, path: str) -> Row[HostTarget]:
    """True while a file of the host, whose presence forbids something, is not there."""

    def get(host: HostTarget) -> bool:
        return not host.files.exists(path)

    def set_value(host: HostTarget, value: bool) -> None:
        if get(host) == value:
            return
        with io_failures(path):
            if value:
                host.files.remove(path)
            else:
                host.files.write_text(path, "")
        host.properties_changed(ROOT_PATH, CONFIG_INTERFACE, (name,))

    return Row(name, "b", True, get, set_value, inputs=Inputs.LIVE)


def _fail_action() -> Row[Keyed]:
    """A stored word that is no action stands for none."""
    key = "/xenmgr/measure-fail-action"

    def get(target: Keyed) -> str:
        stored = _measure_fail_action(target)
        return stored if stored in POWER_ACTIONS else NO_ACTION

    row = word("measure-fail-action", key, "forced-shutdown", POWER_ACTIONS)
    return replace(row, get=get)


# User interface


def language(host: HostTarget) -> str:
    """The language of the user interface, such as en-us."""
    found = _LANGUAGE.search(host.files.read_text(LANGUAGE_FILE) or "")
    return found.group(2) if found and found.group(2) else DEFAULT_LANGUAGE


def _set_language(host: HostTarget, value: str) -> None:
    if value not in host.facts.supported_languages:
        raise XenmgrError(UNSUPPORTED_LANGUAGE)
    if value != language(host):
        with io_failures(LANGUAGE_FILE):
            host.files.write_text(LANGUAGE_FILE, f"LANGUAGE='{value}'\n")
        host.properties_changed(ROOT_PATH, CONFIG_UI_INTERFACE, ("language",))
    host.config_changed()
    host.language_changed()


def _supported_languages(host: HostTarget) -> list[str]:
    return list(host.facts.supported_languages)


def _idle_time_threshold() -> Row[HostTarget]:
    """Without a meaning any more: reads 0, can be set to anything."""

    def set_value(host: HostTarget, value: int) -> None:
        host.config_changed()

    return Row(
        "idle-time-threshold",
        "i",
        0,
        lambda host: 0,
        set_value,
        inputs=Inputs.CONST,
        emits="const",
    )


def _trail_timeout() -> Row[Keyed]:
    """Milliseconds here, a decimal fraction of seconds in the database."""
    key = "/xenmgr/pointerTrailTimeout"

    def get(target: Keyed) -> int:
        stored = target.get(key)
        if stored is None:
            return 0
        try:
            value_ms = round(float(stored) * MS_PER_S)
        except (ValueError, OverflowError):
            raise Failed("Prelude.read: no parse") from None
        return max(-INT32_MAX, min(value_ms, INT32_MAX))

    row = number("pointer-trail-timeout", key, check=at_least(0, "ms"))
    store = row.set
    assert store is not None

    def set_value(target: Keyed, value: int) -> None:
        if value < 0:
            store(target, value)
        target.put(key, str(value / MS_PER_S))

    return replace(row, get=get, set=set_value)


def _self_switch() -> Row[Keyed]:
    """Kept as its opposite, and written in both cases."""
    key = "/switcher/self-switch-disabled"

    def get(target: Keyed) -> bool:
        return not _self_switch_disabled(target)

    def set_value(target: Keyed, value: bool) -> None:
        target.put(key, FALSE if value else TRUE)

    return Row("switcher-self-switch-enabled", "b", False, get, set_value, (key,))


CONFIG_ROWS: tuple[Row[HostTarget], ...] = (
    flag("argo-firewall", "/xenmgr/argo-firewall", True),
    told(flag("argo-hosts-file", "/xenmgr/argo-hosts-file", True)),
    flag("autolock-cd-drives", "/xenmgr/autolock-cd-drives", True),
    told(flag("autostart", "/xenmgr/autostart", True)),
    read_only(flag("bypass-sha1sum-checks", "/xenmgr/bypass-sha1sum-checks")),
    from_facts(
        "configurable-save-changes-across-reboots",
        True,
        lambda facts: facts.configurable_save_changes,
    ),
    told(flag("connect-remote-desktop-allowed", "/xenmgr/uiConnectRemoteDesktopAllowed", True)),
    number(
        "dom0-mem-target-mib",
        "/dom0-mem-target-mib",
        256,
        check=between(1, MEMORY_MIB_MAX, "MiB"),
    ),
    unless_file("enable-argo-ssh", "/config/etc/ssh/argo_not_to_be_run"),
    unless_file("enable-dom0-networking", "/config/system/dom0-networking-disabled"),
    unless_file("enable-ssh", "/config/etc/ssh/sshd_not_to_be_run"),
    read_only(flag("guest-only-networking", "/xenmgr/guest-only-networking")),
    told(text("iso-path", "/xenmgr/isos", "/storage/isos", check=absolute_path)),
    told(_fail_action()),
    told(permission("ota-upgrades-allowed", "/ota-upgrades-disallowed")),
    told(
        text(
            "platform-crypto-key-dirs",
            "/xenmgr/platform-crypto-key-dirs",
            "/config/platform-crypto-keys",
            check=absolute_paths,
        )
    ),
    told(number("pvm-autostart-delay", "/xenmgr/pvm-autostart-delay", check=at_least(0, "s"))),
    from_facts("secondary-gpu-pt", True, lambda facts: facts.secondary_gpu_pt),
    told(number("svm-autostart-delay", "/xenmgr/svm-autostart-delay", check=at_least(0, "s"))),
    from_facts("use-networking-domain", True, lambda facts: True),
    told(permission("vm-creation-allowed", VM_CREATE_DISALLOWED)),
    told(permission("vm-deletion-allowed", VM_DELETE_DISALLOWED)),
    told(number("xc-diag-timeout", "/xenmgr/xc-diag-timeout", 180, check=at_least(0, "s"))),
)

CONFIG_UI_ROWS: tuple[Row[HostTarget], ...] = (
    _idle_time_threshold(),
    Row("language", "s", DEFAULT_LANGUAGE, language, _set_language, inputs=Inputs.LIVE),
    told(flag("modify-advanced-vm-settings", "/xenmgr/uiModifyAdvancedVmSettings", True)),
    told(flag("modify-services", "/xenmgr/uiModifyServices", True)),
    told(flag("modify-settings", "/xenmgr/uiModifySettings", True)),
    told(flag("modify-usb-settings", "/xenmgr/uiModifyUsbSettings", True)),
    told(_trail_timeout()),
    told(flag("show-mboot-warning", "/xenmgr/showMbootWarning", True)),
    told(flag("show-msg-on-no-disk", "/xenmgr/showMsgOnNoDisk", True)),
    told(flag("show-msg-on-vm-start", "/xenmgr/showMsgOnVmStart", True)),
    told(flag("show-msg-on-vm-start-tools-warning", "/xenmgr/showMsgOnVmStartToolsWarning", True)),
    told(flag("show-tools-warning", "/xenmgr/showToolsWarning", True)),
    computed(
        "supported-languages",
        "as",
        [DEFAULT_LANGUAGE],
        _supported_languages,
        inputs=Inputs.CONST,
        emits="const",
    ),
    flag("switcher-enabled", "/switcher/enabled", True),
    flag("switcher-keyboard-follows-mouse", "/switcher/keyboard_follows_mouse"),
    number("switcher-resistance", "/switcher/resistance", 10, check=at_least(0)),
    _self_switch(),
    flag("switcher-status-report-enabled", "/switcher/status-report-enabled", True),
    told(text("view-type", "/xenmgr/viewType")),
    told(text("wallpaper", "/xenmgr/wallpaper", "images/wallpapers/s9.png")),
)

CONFIG_BINDINGS: Final = bind(CONFIG_ROWS)
CONFIG_UI_BINDINGS: Final = bind(CONFIG_UI_ROWS)
