# Generated from db.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of db.xml."""

from __future__ import annotations

from typing import Final

DB_INTERFACE: Final = "com.citrix.xenclient.db"
