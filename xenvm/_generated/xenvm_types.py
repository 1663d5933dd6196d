# Generated from xenvm.xml by `rpcgen gen`; do not edit.
"""Names and enums of xenvm.xml."""

from __future__ import annotations

from typing import Final

NOTIFY_INTERFACE: Final = "xenvm.signal.notify"
