"""What is true of a simulated host at any moment, and what is left of it when all has stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.sim.witness import Witness
from xenmgr.assembly import Assembly
from xenmgr.objects.vm import VmFace
from xenvm.ids import DOM0, Domid, VmUuid
from xenvm.toolstack import Toolstack
from xenvm.units import PAGES_PER_MIB
from xenvm.vmact import VmAct
from xenvm.vmstate import STOPPED_STATES, VmState
from xenvm.xc import DomainInfo
from xenvm.xenstore.local import LocalHandle

DOMAINS_MAX = 100_000
# Above what any wait of the toolstack lasts: half an hour for a guest that said it goes down.
VERB_TIME_MAX_NS = 2 * 3600 * 1_000_000_000

# What all residue is below; compared node by node when everything has stopped.
COUNTED = (
    "/local/domain",
    "/vm",
    "/vss",
    "/xapi",
    "/xenmgr",
)
# Directories that come with the first VM and stay.
LASTING = {
    "/vm",
    "/vss",
    "/xapi",
    "/xenmgr",
    "/xenmgr/vms",
    "/local/domain/0/backend",
    "/local/domain/0/device-model",
    "/local/domain/0/dm-agent/dms",
    "/local/domain/0/backend-domid",
}


@dataclass(slots=True)
class Owned:
    """What of a host belongs to VMs that are not stopped, as the toolstack's records say."""

    domids: dict[Domid, str] = field(default_factory=dict)
    uuids: dict[VmUuid, VmAct] = field(default_factory=dict)
    reserved_kib: int = 0


def owned(toolstack: Toolstack) -> Owned:
    found = Owned()
    for act in toolstack.live_acts():
        live = act._live
        found.uuids[act.uuid] = act
        if live is None:
            continue
        for domid, kind in ((live.domid, "guest"), (live.stub_domid, "stub domain")):
            if domid is not None:
                assert domid not in found.domids, f"domain {domid} belongs to two VMs"
                found.domids[domid] = f"{kind} of {act.uuid}"
        if live.stub_uuid is not None:
            found.uuids[live.stub_uuid] = act
        if live.reservation is not None:
            found.reserved_kib += live.reservation.left_kib
    return found


def check(assembly: Assembly, witness: Witness, forgiven: set[Domid]) -> None:
    """Raises AssertionError. forgiven: domains whose backend never let go of their devices."""
    assert not witness.faults, witness.faults
    host = assembly.host
    infos = assembly.hypervisor.domain_getinfolist(DOM0, DOMAINS_MAX)
    now = owned(host.toolstack)
    check_memory(assembly, infos)
    assert host.toolstack.host.ledger.reserved_kib == now.reserved_kib
    check_domains(infos, now)
    alive = {str(info.domid) for info in infos if not info.dying and not info.shutdown}
    check_nodes(host.xenstore, now, alive, forgiven)
    check_views(assembly, witness, now)


def check_memory(assembly: Assembly, infos: list[DomainInfo]) -> None:
    """Every page is free, being scrubbed, or somebody's."""
    memory = assembly.hypervisor.physinfo()
    used = sum(info.total_pages + info.shadow_mib * PAGES_PER_MIB for info in infos)
    assert memory.free_pages + memory.scrub_pages + used == memory.total_pages
    assert memory.free_pages >= 0


def check_domains(infos: list[DomainInfo], now: Owned) -> None:
    """Every domain is some VM's, and no VM has two."""
    by_uuid: dict[VmUuid, Domid] = {}
    for info in infos:
        if info.domid == DOM0 or info.dying:
            continue
        assert info.domid in now.domids, f"domain {info.domid} of {info.uuid} is nobody's"
        assert info.uuid not in by_uuid, f"{info.uuid} has {by_uuid[info.uuid]} and {info.domid}"
        by_uuid[info.uuid] = info.domid
        assert info.uuid in now.uuids, f"domain {info.domid} carries {info.uuid}"


def check_nodes(store: LocalHandle, now: Owned, alive: set[str], forgiven: set[Domid]) -> None:
    """Whatever is named after a domain or a running VM is there for one."""
    domids = {str(domid) for domid in now.domids}
    for path, domid in nodes_of_domains(store, alive):
        assert domid in domids or Domid(int(domid)) in forgiven, f"{path} was left behind"
    for uuid in store.children("/vss"):
        assert uuid in now.uuids, f"/vss/{uuid} was left behind"
    for uuid in store.children("/xenmgr/vms"):
        assert uuid in now.uuids, f"/xenmgr/vms/{uuid} was left behind"


def nodes_of_domains(store: LocalHandle, alive: set[str]) -> Iterator[tuple[str, str]]:
    """(path, domid) of each directory that is named after a domain.

    What is below a domain that is down goes with it, so only those alive are looked into.
    """
    for domid in store.children("/xapi"):
        yield f"/xapi/{domid}", domid
    for home in store.children("/local/domain"):
        base = f"/local/domain/{home}"
        if home != "0":
            yield base, home
        if home not in alive:
            continue
        for directory in ("device-model", "dm-agent/dms"):
            for domid in store.children(f"{base}/{directory}"):
                yield f"{base}/{directory}/{domid}", domid
        for kind in store.children(f"{base}/backend"):
            for domid in store.children(f"{base}/backend/{kind}"):
                yield f"{base}/backend/{kind}/{domid}", domid


def check_views(assembly: Assembly, witness: Witness, now: Owned) -> None:
    """Toolstack, registry, bus properties and store nodes say the same of every VM."""
    host, store, hypervisor = assembly.host, assembly.host.xenstore, assembly.hypervisor
    state_of, domid_of = VmFace.BINDINGS["state"].get, VmFace.BINDINGS["domid"].get
    domids = []
    for vm in host.registry:
        where = f"{vm.uuid} state={vm.state} domid={vm.domid}"
        assert (store.get(f"/state/{vm.uuid}/state") or "shutdown") == vm.state, where
        # A teardown takes all of /vm/<uuid> away; the state that it ends in brings it back.
        going = vm.uuid in now.uuids and vm.domid < 0
        allowed = {vm.state, None} if going or vm.state == "shutdown" else {vm.state}
        assert store.get(f"/vm/{vm.uuid}/state") in allowed, where
        assert vm.published is vm.state, where
        assert state_of(vm) == vm.public_state() == witness.stories[vm.uuid].public, where
        assert domid_of(vm) == vm.domid, where
        if vm.domid < 0:
            check_stopped(store, vm.uuid, vm.state, now)
            continue
        domid = Domid(vm.domid)
        domids.append(domid)
        assert hypervisor.domain_uuid(domid) == vm.uuid, where
        assert host.registry.by_domid(domid) is vm, where
        assert vm.state not in STOPPED_STATES, where
    assert host.domids() == sorted(domids)
    known = {vm.uuid for vm in host.registry} | set(now.uuids)
    strangers = [uuid for uuid in store.children("/vm") if uuid not in known]
    assert not strangers, f"/vm of nobody {strangers}"
    assert set(store.children("/state")) <= known


def check_stopped(store: LocalHandle, uuid: VmUuid, state: VmState, now: Owned) -> None:
    if uuid in now.uuids:
        return
    assert state in STOPPED_STATES, f"{uuid} is {state} without a domain or a verb under way"
    left = set(store.children(f"/vm/{uuid}")) - {"state", "uuid"}
    assert not left, f"/vm/{uuid} still has {sorted(left)}"


def residue(assembly: Assembly) -> dict[str, object]:
    """What a host holds: taken when nothing has run yet, and again when nothing runs any more."""
    store, toolstack = assembly.host.xenstore, assembly.host.toolstack
    nodes: dict[str, str] = {}
    for path in COUNTED:
        nodes |= tree(store, path)
    return {
        "nodes": {path: value for path, value in nodes.items() if not lasting(path)},
        "domains": [
            info.domid for info in assembly.hypervisor.domain_getinfolist(DOM0, DOMAINS_MAX)
        ],
        "free": assembly.hypervisor.physinfo().free_pages,
        "reserved": toolstack.host.ledger.reserved_kib,
        "taps": len(toolstack.host.taps),
        "awaited deaths": toolstack.host.xal.watched(),
        "watches": len(store._refs),
        "live": [act.uuid for act in toolstack.live_acts()],
        "by domid": dict(toolstack._by_domid),
        "guests": [guest.domid for guest in assembly.world.guests()],
    }


def tree(store: LocalHandle, path: str) -> dict[str, str]:
    found = {path: store.read(path)} if store.exists(path) else {}
    for name in store.children(path):
        found |= tree(store, f"{path}/{name}")
    return found


def lasting(path: str) -> bool:
    parent, _, name = path.rpartition("/")
    return path in LASTING or (parent == "/local/domain/0/backend" and not name.isdigit())
