"""The configuration tree of a freshly installed host. Source: xenmgr facts 4.2."""

from __future__ import annotations

from typing import Final

from xenmgr.json_tree import Node

FRESH_TREE: Final[Node] = {
    "power-management": {
        "ac-lid-close-action": "nothing",
        "battery-lid-close-action": "sleep",
    },
    "touchpad": {
        "tap-to-click-enable": "true",
        "scrolling-enable": "true",
        "speed": "5",
    },
    "xenmgr": {
        "showMsgOnVmStart": "true",
        "autolock-cd-drives": "false",
    },
    "usb-rules": {
        "9900": {
            "description": "No VM gets a keyboard",
            "command": "deny",
            "device": {"keyboard": "1"},
        },
        "9901": {
            "description": "No VM gets a mouse",
            "command": "deny",
            "device": {"mouse": "1"},
        },
        "9999": {
            "description": "Every other device may be given to a VM",
            "command": "allow",
        },
    },
    "display-driver-whitelist": "vga,openxt,intel,RDP,netmeeting,Mirage,microsoft",
    "db-version": "42",
}
