# Generated from xenmgr_host.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of xenmgr_host.xml."""

from __future__ import annotations

from typing import Final

HOST_INTERFACE: Final = "com.citrix.xenclient.xenmgr.host"
INSTALLER_INTERFACE: Final = "com.citrix.xenclient.xenmgr.installer"
POWERSETTINGS_INTERFACE: Final = "com.citrix.xenclient.xenmgr.powersettings"
