# Generated from guest.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of guest.xml."""

from __future__ import annotations

from typing import Final

GUEST_INTERFACE: Final = "com.citrix.xenclient.guest"
