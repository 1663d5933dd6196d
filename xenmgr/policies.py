"""Policies: what a VM may use, as the one string that management tools exchange.

Source: xenmgr facts 5.13. The flags themselves are properties; policy-print-screen is not covered.
"""

from __future__ import annotations

from typing import Final

from xenmgr.errors import XenmgrError
from xenmgr.properties.row import flag_or, flag_text
from xenmgr.properties.targets import Keyed
from xenmgr.properties.xenmgr import VM_CREATE_DISALLOWED, VM_DELETE_DISALLOWED

SUPPRESSED: Final = 220

SEPARATOR: Final = ";"

# Token of a blocked policy, and the key that allows it; retrieve prints in this order.
TOKENS: Final = (
    ("block-cd-access", "policies/cd-access"),
    ("block-cd-rec", "policies/cd-rec"),
    ("block-audio-access", "policies/audio-access"),
    ("block-audio-rec", "policies/audio-rec"),
    ("block-wired-networking", "policies/wired-networking"),
    ("block-wireless-networking", "policies/wireless-networking"),
    ("block-modify-vm-settings", "policies/modify-vm-settings"),
)


def enforce(vm: Keyed, value: str) -> None:
    """Writes all seven flags: those named are blocked, the others allowed; the rest is ignored."""
    blocked = {token.strip() for token in value.split(SEPARATOR)}
    for token, key in TOKENS:
        vm.put(key, flag_text(token not in blocked))


def retrieve(vm: Keyed) -> str:
    """The tokens of what is blocked."""
    return SEPARATOR.join(token for token, key in TOKENS if not flag_or(vm, key, True))


def require_creation(host: Keyed) -> None:
    """Raises XenmgrError 220 when VMs may not be created."""
    if flag_or(host, VM_CREATE_DISALLOWED, False):
        raise XenmgrError(SUPPRESSED)


def require_deletion(host: Keyed) -> None:
    """Raises XenmgrError 220 when VMs may not be deleted."""
    if flag_or(host, VM_DELETE_DISALLOWED, False):
        raise XenmgrError(SUPPRESSED)
