"""What the host was installed with and how it is set up: files and a few database keys.

Source: xenmgr facts 5.15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcgen.runtime.errors import Failed
from xenmgr.errors import io_failures, refused
from xenmgr.properties.validate import one_of
from xenmgr.properties.vm_devices import EMPTY_CD
from xenmgr.properties.xenmgr import NO_ACTION, POWER_ACTIONS, iso_path, language

if TYPE_CHECKING:
    from xenmgr.host import Host

# installstate key, the file whose presence means deferred, the action that takes it away
_DEFERRED = (
    ("deferred-dom0-password", "/config/deferred_dom0_password", "dom0-password-set"),
    ("deferred-kb-layout", "/config/deferred_kb_layout", "kb-layout-set"),
    ("deferred-accept-eula", "/config/deferred_eula", "eula-accepted"),
    ("deferred-language", "/config/deferred_language", "language-set"),
)
_PLUGINS = "/usr/lib/xui/plugins"


def isos(host: Host) -> list[str]:
    """The names of the ISO images, sorted, without the empty drive's."""
    directory = iso_path(host)
    if not host.files.is_dir(directory):
        return []
    names = host.files.listdir(directory)
    return sorted(name for name in names if name.endswith(".iso") and name != EMPTY_CD)


def ui_plugins(host: Host, subdir: str) -> list[str]:
    """The names below the plugin directory. Raises Failed when `subdir` leads out of it."""
    if ".." in subdir.split("/"):
        raise Failed("bad subdirectory")
    directory = f"{_PLUGINS}/{subdir}"
    return sorted(host.files.listdir(directory)) if host.files.is_dir(directory) else []


def eula(host: Host) -> str:
    """The licence text in the host's language, or "" without one."""
    base = "/usr/share/xenclient/EULA"
    for path in (f"{base}-{language(host)}", f"{base}-en-us", base):
        text = host.files.read_text(path)
        if text is not None:
            return text
    return ""


def install_state(host: Host) -> dict[str, str]:
    """ "True" for each step of the installation that is still to be done."""
    return {key: str(host.files.exists(path)) for key, path, _ in _DEFERRED}


def complete(host: Host) -> bool:
    """Whether no step of the installation is left to do."""
    return not any(host.files.exists(path) for _, path, _ in _DEFERRED)


def progress(host: Host, action: str) -> None:
    """Marks a step as done. Raises Failed for an unknown one, XenmgrError 223."""
    for _, path, name in _DEFERRED:
        if name == action:
            with io_failures(path):
                host.files.remove(path)
            return
    raise Failed(f"unexpected install-action string: {action}")


def lid_action(host: Host, supply: str) -> str:
    """What closing the lid does on "ac" or "battery"."""
    text = host.get(f"/power-management/{supply}-lid-close-action") or NO_ACTION
    return text if text in POWER_ACTIONS else NO_ACTION


def set_lid_action(host: Host, supply: str, action: str) -> None:
    """Raises XenmgrError 290 for an action that is none."""
    allowed = one_of(POWER_ACTIONS)(action)
    if allowed is not None:
        raise refused(f"{supply}-lid-close-action", action, allowed)
    host.put(f"/power-management/{supply}-lid-close-action", action)
