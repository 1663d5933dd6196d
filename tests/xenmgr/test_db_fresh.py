"""The tree of a fresh installation."""

from __future__ import annotations

from xenmgr.db_fresh import FRESH_TREE
from xenmgr.json_tree import leaves


def test_fresh_installation() -> None:
    found = leaves(FRESH_TREE)
    commands = {key: text for key, text in found.items() if key.endswith("/command")}
    assert commands == {
        "usb-rules/9900/command": "deny",
        "usb-rules/9901/command": "deny",
        "usb-rules/9999/command": "allow",
    }
    expected = {
        "db-version": "42",
        "power-management/ac-lid-close-action": "nothing",
        "power-management/battery-lid-close-action": "sleep",
        "touchpad/tap-to-click-enable": "true",
        "touchpad/scrolling-enable": "true",
        "touchpad/speed": "5",
        "xenmgr/showMsgOnVmStart": "true",
        "xenmgr/autolock-cd-drives": "false",
        "usb-rules/9900/device/keyboard": "1",
        "usb-rules/9901/device/mouse": "1",
        "display-driver-whitelist": "vga,openxt,intel,RDP,netmeeting,Mirage,microsoft",
    }
    assert expected.items() <= found.items()
