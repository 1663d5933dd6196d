# Generated from sim.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of sim.xml."""

from __future__ import annotations

from typing import Final

SIM_INTERFACE: Final = "org.openxt.sim"
