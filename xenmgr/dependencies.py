"""Which VMs a VM needs for its NICs. Pure over the registry and the table of networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from rpcgen.runtime.errors import Failed
from xenmgr.properties.nic import DEFAULT_NETWORK
from xenmgr.vm import Nic, Vm
from xenvm.ids import DOM0_UUID


class VmFinder(Protocol):
    """What the registry offers here."""

    def by_uuid(self, uuid: str) -> Vm | None: ...

    def by_name(self, name: str) -> Vm | None: ...

    def first_flagged(self, key: str) -> Vm | None: ...


@dataclass(frozen=True, slots=True)
class Networks:
    """Answers of the network daemon: the uuid behind a network, None when it is unknown."""

    backend_uuid: Callable[[str], str | None]


def nic_backend(finder: VmFinder, networks: Networks, nic: Nic) -> Vm | None:
    """The VM that backs the NIC; None when it is dom0 or nobody.

    Order: backend-uuid, backend-name, the network's own backend, the first VM that provides the
    default network backend. Source: xenmgr facts 2.6.
    """
    return _backend(finder, networks, nic.get("backend-uuid"), nic.get("backend-name"), nic.network)


def _backend(
    finder: VmFinder, networks: Networks, uuid: str | None, name: str | None, network: str
) -> Vm | None:
    if uuid:
        return finder.by_uuid(uuid)
    if name:
        return finder.by_name(name)
    behind = networks.backend_uuid(network)
    if behind is not None:
        return None if behind == DOM0_UUID else finder.by_uuid(behind)
    return finder.first_flagged("provides-default-network-backend")


def dependencies(finder: VmFinder, networks: Networks, vm: Vm) -> list[Vm]:
    """The VMs that must run before `vm`, deepest first, each once. Raises Failed on a cycle."""
    own = _backends(finder, networks, vm)
    if not own:
        return []
    ordered: dict[str, Vm] = {}
    under_way = {vm.uuid}
    # Frames of a depth-first walk without recursion: a VM and its backends still to visit.
    stack = [(vm, own)]
    while stack:
        current, waiting = stack[-1]
        if not waiting:
            stack.pop()
            under_way.discard(current.uuid)
            ordered.setdefault(current.uuid, current)
            continue
        backend = waiting.pop(0)
        if backend.uuid in under_way:
            raise Failed("errors in dependency graph; check for cycles")
        if backend.uuid not in ordered:
            under_way.add(backend.uuid)
            stack.append((backend, _backends(finder, networks, backend)))
    del ordered[vm.uuid]
    return list(ordered.values())


def _backends(finder: VmFinder, networks: Networks, vm: Vm) -> list[Vm]:
    found: dict[str, Vm] = {}
    for nic in vm.summary.nics:
        network = nic.network or DEFAULT_NETWORK
        backend = _backend(finder, networks, nic.backend_uuid, nic.backend_name, network)
        # A service VM that provides the default network backend backs its own NICs.
        if backend is not None and backend is not vm:
            found.setdefault(backend.uuid, backend)
    return list(found.values())
