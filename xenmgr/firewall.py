"""Firewall rules as stored: the network rules in full, the argo rules for reading. No packets."""

from __future__ import annotations

from rpcgen.runtime.errors import Failed
from xenmgr.properties.vm import require_editing
from xenmgr.vm import Vm, list_items

_NET_RULES = "firewall-rule"
_ARGO_RULES = "argo-firewall-rules"


def argo_rules(vm: Vm) -> list[str]:
    """The stored rules, in order."""
    return list_items(vm, _ARGO_RULES)


def net_rules(vm: Vm) -> list[dict[str, str]]:
    """Dictionaries with the keys id, direction, remote-ip and extra."""
    return [
        {
            "id": number,
            "direction": vm.get(f"{_NET_RULES}/{number}/direction") or "",
            "remote-ip": vm.get(f"{_NET_RULES}/{number}/remote-ip") or "",
            "extra": vm.get(f"{_NET_RULES}/{number}/extra") or "",
        }
        for number in vm.children(_NET_RULES)
    ]


def add_net_rule(vm: Vm, number: int, direction: str, remote_ip: str, extra: str) -> None:
    """Stores a rule, over one of the same id. Raises XenmgrError 202 and Failed."""
    require_editing(vm)
    if direction not in ("in", "out"):
        raise Failed("bad direction - needs to be 'in' or 'out'")
    base = f"{_NET_RULES}/{number}"
    vm.put_raw(f"{base}/direction", direction)
    vm.put_raw(f"{base}/remote-ip", remote_ip)
    vm.put_raw(f"{base}/extra", extra)


def delete_net_rule(vm: Vm, number: int) -> None:
    """Removes a rule; one that is not there is fine. Raises XenmgrError 202."""
    require_editing(vm)
    vm.remove(f"{_NET_RULES}/{number}")
