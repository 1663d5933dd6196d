"""Doing what a start plan says, step by step; what came about is noted in Live as it does.

A step that fails leaves Live saying what exists, so that teardown.py can undo it. Where a step
waits, it waits by watch and by the host's clock.
"""

from collections.abc import Iterable
from typing import Final, assert_never

from xenvm.errors import NotEnoughMemory, StubdomFailed, WatchTimeout, XenvmError
from xenvm.ids import Domid
from xenvm.units import kib_from_mib, seconds
from xenvm.vmconfig import StubdomConfig
from xenvm.xenops import (
    device,
    device_common,
    dm,
    dmagent,
    domain,
    hotplug,
    layout,
    steps,
    watch,
)
from xenvm.xenops.host import Host
from xenvm.xenops.live import Live
from xenvm.xenops.memory import MemoryPlan
from xenvm.xenops.steps import Role, StartStep

SCRUB_STEP_NS: Final = seconds(1)
SCRUB_TIMEOUT_NS: Final = seconds(64)


async def perform(host: Host, live: Live, todo: Iterable[StartStep]) -> None:
    """Do the steps in order. Raises what the first failing step raises."""
    for step in todo:
        await host.gate.enter()
        await _perform_one(host, live, step)


async def _perform_one(host: Host, live: Live, step: StartStep) -> None:
    match step:
        case steps.WaitMemory():
            await _wait_memory(host, live, step)
        case steps.MakeDomain():
            _make_domain(host, live, step)
        case steps.BuildDomain():
            _build_domain(host, live, step)
        case steps.AttachTap():
            live.taps[step.device] = host.taps.attach(step.path)
        case steps.AddVbd():
            await _add_vbd(host, live, step)
        case steps.AddVif():
            await _add_vif(host, live, step)
        case steps.WriteVcpus():
            domain.write_vcpus(host.store, _domid(live, Role.GUEST), step.vcpus)
        case steps.WriteTopOfLowMemory():
            _write_tolum(host, live, step)
        case steps.AddVkbd():
            _add(host, device.vkbd(_domid(live, step.role), step.devid, _abi(live, step.role)))
        case steps.AddVfb():
            _add(host, device.vfb(_domid(live, step.role), _abi(live, step.role)))
        case steps.PrepareDeviceModel():
            dm.prepare(host.store, _domid(live, Role.GUEST), step.config)
        case steps.MakeStubdom():
            _make_stubdom(host, live, step)
        case steps.AddStubdomConsole():
            _add_stubdom_console(host, live)
        case steps.WaitArgoFirewall():
            await _wait_argo_firewall(host, live)
        case steps.UnpauseStubdom():
            host.xc.domain_unpause(_domid(live, Role.STUBDOM))
            live.stubdom_runs = True
        case steps.StartDeviceModel():
            await _start_device_model(host, live, step)
        case steps.OpenPowerState():
            stub_domid = _domid(live, Role.STUBDOM)
            dm.open_power_state(host.store, _domid(live, Role.GUEST), stub_domid)
        case steps.ReturnMemory():
            live.return_memory()
        case _:
            assert_never(step)


def _domid(live: Live, role: Role) -> Domid:
    domid = live.domid if role is Role.GUEST else live.stub_domid
    if domid is None:
        raise ValueError(f"no domain yet role={role.value}")
    return domid


def _abi(live: Live, role: Role) -> str:
    return live.abi if role is Role.GUEST else live.stub_abi


async def _wait_memory(host: Host, live: Live, step: steps.WaitMemory) -> None:
    """Reserve at once when it suffices; else as long as scrubbing may still free more."""
    deadline_ns = host.clock.now_ns() + SCRUB_TIMEOUT_NS
    while True:
        try:
            live.reservation = host.ledger.reserve(step.needed_kib, host.free_kib())
            return
        except NotEnoughMemory:
            hopeless = host.xc.physinfo().scrub_pages == 0
            if hopeless or host.clock.now_ns() >= deadline_ns:
                raise
        await host.clock.sleep(SCRUB_STEP_NS)


def _make_domain(host: Host, live: Live, step: steps.MakeDomain) -> None:
    live.domid = domain.create(host.xc, step.spec)
    domain.write_tree(host.store, live.domid, step.spec)


def _build_domain(host: Host, live: Live, step: steps.BuildDomain) -> None:
    live.abi = domain.build(host, _domid(live, Role.GUEST), live.uuid, step.spec)
    _taken(live, step.spec.memory)


def _taken(live: Live, memory: MemoryPlan) -> None:
    """The hypervisor shows a domain's memory as used now; video memory is taken later."""
    if live.reservation is not None:
        live.reservation.give_back(kib_from_mib(memory.footprint_mib - memory.video_mib))


async def _add_vbd(host: Host, live: Live, step: steps.AddVbd) -> None:
    spec = step.spec
    nodes = device.vbd(
        _domid(live, step.role),
        spec,
        host.backend_side(spec.backend_domid),
        live.taps.get(spec.device),
        _abi(live, step.role),
    )
    _add(host, nodes)
    await hotplug.wait_online(host, nodes.device)


async def _add_vif(host: Host, live: Live, step: steps.AddVif) -> None:
    spec = step.spec
    side = host.backend_side(spec.backend_domid)
    nodes = device.vif(_domid(live, step.role), spec, side, _abi(live, step.role))
    _add(host, nodes)
    await hotplug.wait_online(host, nodes.device)
    hotplug.plug_vif(host, nodes.device, spec.network)


def _add(host: Host, nodes: device.Nodes) -> None:
    device_common.add(host.store, nodes.device, nodes.frontend_keys, nodes.backend_keys)


def _write_tolum(host: Host, live: Live, step: steps.WriteTopOfLowMemory) -> None:
    path = f"{layout.domain(_domid(live, Role.GUEST))}/memory/tolum"
    host.store.write(path, str(domain.top_of_low_memory(step.bars_mib)))


def _make_stubdom(host: Host, live: Live, step: steps.MakeStubdom) -> None:
    domid = _domid(live, Role.GUEST)
    spec = _stubdom_spec(step, domid)
    try:
        live.stub_uuid = step.uuid
        live.stub_domid = domain.create(host.xc, spec)
        domain.write_tree(host.store, live.stub_domid, spec)
        build = _stubdom_build(step.stubdom, step.memory, domid)
        live.stub_abi = domain.build(host, live.stub_domid, step.uuid, build)
        _taken(live, step.memory)
        dm.tie(host, live.stub_domid, domid, step.config)
    except XenvmError as error:
        raise StubdomFailed(domid, str(error)) from error


def _stubdom_spec(step: steps.MakeStubdom, domid: Domid) -> domain.MakeSpec:
    return domain.MakeSpec(
        uuid=step.uuid,
        name=dm.stubdom_name(domid),
        hvm=False,
        hap=False,
        flask_label=step.stubdom.flask_label,
        platform=(),
    )


def _stubdom_build(stubdom: StubdomConfig, memory: MemoryPlan, domid: Domid) -> domain.BuildSpec:
    return domain.BuildSpec(
        memory=memory,
        kernel=stubdom.kernel,
        ramdisk=stubdom.initrd,
        cmdline=f"{stubdom.cmdline}  {dm.stubdom_arguments(domid)}",
    )


def _add_stubdom_console(host: Host, live: Live) -> None:
    stub_domid = _domid(live, Role.STUBDOM)
    own = layout.domain(stub_domid)
    ring_ref = host.store.read(f"{own}/console/ring-ref")
    port = host.store.read(f"{own}/console/port")
    name = dm.stubdom_name(_domid(live, Role.GUEST))
    _add(host, device.console(stub_domid, name, ring_ref, port))


async def _wait_argo_firewall(host: Host, live: Live) -> None:
    domid = _domid(live, Role.GUEST)
    path = layout.argo_firewall_ready(domid)
    try:
        await watch.wait_value(host.store, host.clock, path, dm.ARGO_FIREWALL_TIMEOUT_NS)
    except WatchTimeout as error:
        raise StubdomFailed(domid, str(error)) from error


async def _start_device_model(host: Host, live: Live, step: steps.StartDeviceModel) -> None:
    await dmagent.start(
        host,
        _domid(live, Role.GUEST),
        live.stub_domid,
        step.config,
        live.taps,
        live.agents,
    )
