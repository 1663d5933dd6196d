# Generated from vm_nic.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of vm_nic.xml."""

from __future__ import annotations

from typing import Final

VMNIC_INTERFACE: Final = "com.citrix.xenclient.vmnic"
