# Generated from vm_disk.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of vm_disk.xml."""

from __future__ import annotations

from typing import Final

VMDISK_INTERFACE: Final = "com.citrix.xenclient.vmdisk"
