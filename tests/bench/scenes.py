"""What is measured and how: each scene brings its hosts up and gives results by figure.

Ratios are medians over interleaved rounds, with all contestants up at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.figures import Result, median_ratio
from tests.bench.toolbox import (
    PEER_NAME,
    Call,
    Sample,
    Target,
    Tools,
    cpu_ns,
    get,
    get_all,
    list_objects,
    resident_kib,
    set_text,
)
from xenmgr.private_host import PrivateHost

XENMGR = "com.citrix.xenclient.xenmgr"
VM = f"{XENMGR}.vm"
NIC = "com.citrix.xenclient.vmnic"
OBJECT_MANAGER = Call("org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
# A Get that has nothing to do with the VMs under load.
FOREIGN = get(f"{XENMGR}.config", "iso-path")
# Enough for a thousand running VMs of two GiB each with their stub domains.
HOST_MEMORY = "8192G"
WINDOW = 64
VMS_UNDER_LOAD = 64
VMS_PAUSED = 32


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything: VMs, calls, rounds."""

    many: int = 20_000
    middle: int = 10_000
    running: int = 1_000
    calls: int = 20_000
    rounds: int = 7


FULL = Sizes()
QUICK = Sizes(many=1_000, middle=500, running=50, calls=2_000, rounds=3)


class Host:
    """One simulated host of the bench, with the paths of its VMs in a file."""

    def __init__(self, host: PrivateHost, scratch: Path) -> None:
        self.host = host
        self.vms = list_objects(self.at("/"), XENMGR, "list_vms")
        self.vm_file = scratch / "vms"
        self.vm_file.write_text("\n".join(self.vms))

    def at(self, paths: Path | str) -> Target:
        return Target(self.host.address, XENMGR, paths)

    @property
    def pid(self) -> int:
        assert self.host.daemon is not None
        return self.host.daemon.pid


@dataclass(slots=True)
class Bench:
    """The instruments, the sizes, and the probes' findings over all scenes."""

    tools: Tools
    sizes: Sizes
    scratch: Path
    say: Callable[[str], None]
    holds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def host(self, name: str, vms: int, *options: str) -> Iterator[Host]:
        """A host with so many stopped VMs; its state is kept in the scratch directory by name."""
        directory = self.scratch / name
        directory.mkdir()
        self.say(f"host {name}: {vms:,} VMs")
        arguments = [f"--vms={vms}", f"--host-memory={HOST_MEMORY}", *options]
        with PrivateHost(arguments, state_dir=directory / "state") as host:
            yield Host(host, directory)

    @contextmanager
    def watched(self, scene: str, host: Host) -> Iterator[None]:
        """Probes the host with a foreign Get while the body loads it."""
        with self.tools.probing(host.at("/"), FOREIGN) as samples:
            yield
        self.holds[scene] = max(self.holds.get(scene, 0.0), samples[0].p99_us / 1e3)

    def duel(self, ours: Side, theirs: Side, call: Call) -> Duel:
        """Rounds of the same calls on both, taking turns at going first."""
        duel = Duel()
        for number in range(self.sizes.rounds):
            order = ((ours, duel.ours), (theirs, duel.theirs))
            for side, rounds in order if number % 2 else reversed(order):
                rounds.append(costing(side.pid, lambda at=side.target: self.full(at, call)))
        return duel

    def full(self, target: Target, call: Call) -> Sample:
        """A whole run of one call, many in flight."""
        calls = self.sizes.calls
        return self.tools.load(target, call, calls=calls, window=WINDOW, warm_up=0)


def costing(pid: int, run: Callable[[], Sample]) -> tuple[Sample, float]:
    """The run's Sample and the CPU of process `pid` per call in microseconds."""
    before = cpu_ns(pid)
    sample = run()
    return sample, (cpu_ns(pid) - before) / 1e3 / sample.calls


@dataclass(frozen=True, slots=True)
class Side:
    """One contestant: where it is called, and its process."""

    target: Target
    pid: int


@dataclass(slots=True)
class Duel:
    """Sample and CPU per call of both contestants, by round."""

    ours: list[tuple[Sample, float]] = field(default_factory=list)
    theirs: list[tuple[Sample, float]] = field(default_factory=list)

    def ratio(self, key: str) -> Result:
        """Our calls per second against theirs."""
        ours = [sample.per_second for sample, _ in self.ours]
        theirs = [sample.per_second for sample, _ in self.theirs]
        ratio, span = median_ratio(ours, theirs)
        rates = f"{median(ours):,.0f}/s against {median(theirs):,.0f}/s, {span}"
        return Result(key, ratio, rates)

    def cost(self, key: str) -> Result:
        """Our CPU per call."""
        theirs_us = median(cost for _, cost in self.theirs)
        return Result(key, median(cost for _, cost in self.ours), f"C sd-bus: {theirs_us:.1f} us")


def calls(bench: Bench) -> Iterator[Result]:
    """Single calls on a host with some VMs, beside the C peer."""
    with ExitStack() as stack:
        host = stack.enter_context(bench.host("calls", VMS_UNDER_LOAD))
        peer_pid = stack.enter_context(bench.tools.peer(host.host.address, host.vm_file))
        add_nics(bench, host)
        nic_file = host.vm_file.with_name("nics")
        nic_file.write_text("\n".join(f"{path}/nic/0" for path in host.vms))

        def duel(objects: Path, call: Call) -> Duel:
            theirs = Target(host.host.address, PEER_NAME, objects)
            return bench.duel(Side(host.at(objects), host.pid), Side(theirs, peer_pid), call)

        gets = duel(host.vm_file, get(VM, "name"))
        yield gets.ratio("get")
        yield gets.cost("get-cpu")
        yield duel(nic_file, get_all(NIC)).ratio("nic")
        yield whole_vm(bench, host)
        yield pauses(bench, host)

        with bench.watched("Get", host):
            bench.full(host.at(host.vm_file), get(VM, "name"))
        with bench.watched("GetAll of vmnic", host):
            bench.full(host.at(nic_file), get_all(NIC))


def add_nics(bench: Bench, host: Host) -> None:
    bench.tools.load(host.at(host.vm_file), Call(VM, "add_nic"), calls=len(host.vms))


def whole_vm(bench: Bench, host: Host) -> Result:
    """GetAll of one unchanged VM."""
    target, call = host.at(host.vms[-1]), get_all(VM)
    count = max(bench.sizes.calls // 4, 1)

    def run() -> Sample:
        return bench.tools.load(target, call, calls=count, window=WINDOW, warm_up=1)

    costs = [costing(host.pid, run)[1] for _ in range(bench.sizes.rounds)]
    with bench.watched("GetAll of xenmgr.vm", host):
        sample = run()
    size = sample.reply_bytes // sample.calls
    return Result("getall", median(costs), f"{size:,} bytes, {sample.per_second:,.0f}/s")


def pauses(bench: Bench, host: Host) -> Result:
    """Pause and unpause of running VMs, with somebody listening to their states."""
    file = host.vm_file.with_name("running")
    file.write_text("\n".join(host.vms[:VMS_PAUSED]))
    target = host.at(file)
    bench.tools.load(target, Call(VM, "start"), calls=VMS_PAUSED, window=VMS_PAUSED)
    pairs = max(bench.sizes.calls // 10 // VMS_PAUSED, 1) * VMS_PAUSED
    rule = f"type='signal',interface='{XENMGR}',member='vm_state_changed'"

    def run() -> Sample:
        return bench.tools.load(
            target,
            Call(VM, "pause,unpause"),
            calls=2 * pairs,
            window=VMS_PAUSED,
            rule=rule,
            signals=2 * pairs,
        )

    costs = [2 * costing(host.pid, run)[1] for _ in range(bench.sizes.rounds)]
    with bench.watched("pause and unpause", host):
        sample = run()
    return Result("pause", median(costs), f"{sample.per_second / 2:,.0f} pairs/s")


def scale(bench: Bench) -> Iterator[Result]:
    """An empty host and one with very many VMs: start, memory, one signal."""
    many = bench.sizes.many
    with bench.host("empty", 0) as empty, bench.host("many", many) as full:
        yield Result("start-many", start_seconds(bench, full), f"{many:,} VMs made before")
        yield Result("start-empty", start_seconds(bench, empty))
        touch(bench, full)
        touch(bench, empty)
        grown_kib = resident_kib(full.pid) - resident_kib(empty.pid)
        yield Result("idle", grown_kib / many, f"{grown_kib / 1024:.0f} MiB in all, all touched")
    with bench.host("one", 1) as one, bench.host("many-again", many) as full:
        yield signals(bench, one, full)


def start_seconds(bench: Bench, host: Host) -> float:
    """From the daemon's exec to its READY, over the database that is there."""
    seconds = []
    for _ in range(min(bench.sizes.rounds, 3)):
        host.host.stop_daemon()
        start = time.monotonic()
        host.host.start_daemon()
        seconds.append(time.monotonic() - start)
    return median(seconds)


def touch(bench: Bench, host: Host) -> None:
    """What a UI does once: list the VMs and ask each for its state."""
    bench.tools.load(host.at("/"), Call(XENMGR, "list_vms"), calls=1)
    if host.vms:
        target = host.at(host.vm_file)
        bench.tools.load(target, get(VM, "state"), calls=len(host.vms), window=WINDOW)


def signals(bench: Bench, one: Host, many: Host) -> Result:
    """The cost of a call that sends one signal and stores nothing, on a small and a large host."""
    count = max(bench.sizes.calls // 4, 1)
    rule = f"type='signal',interface='{XENMGR}',member='vm_name_changed'"
    costs: dict[str, list[float]] = {"one": [], "many": []}

    def run(host: Host) -> Sample:
        target, call = host.at(host.vms[0]), set_text(VM, "name", "bench")
        return bench.tools.load(
            target, call, calls=count, window=WINDOW, warm_up=1, rule=rule, signals=count
        )

    for number in range(bench.sizes.rounds):
        pair = [("one", one), ("many", many)]
        for side, host in pair if number % 2 else reversed(pair):
            costs[side].append(costing(host.pid, lambda at=host: run(at))[1])
    with bench.watched("signals", many):
        run(many)
    ratio, span = median_ratio(costs["many"], costs["one"])
    cost = f"{median(costs['one']):.1f} and {median(costs['many']):.1f} us with its Set"
    return Result("signal", ratio, f"{cost}, {span}")


def lists(bench: Bench) -> Iterator[Result]:
    """The two long answers, on a host with many VMs."""
    with bench.host("lists", bench.sizes.middle) as host:
        target, listing = host.at("/"), Call(XENMGR, "list_vms")
        sample = bench.tools.load(target, listing, calls=50, warm_up=1)
        yield Result("list", sample.p50_us / 1e3, f"p99 {sample.p99_us / 1e3:.1f} ms")
        with bench.watched("list_vms", host):
            bench.tools.load(target, listing, calls=200)
        sample = bench.tools.load(target, OBJECT_MANAGER, calls=5, warm_up=1)
        yield Result("managed", sample.p50_us / 1e6)
        yield Result("managed-size", sample.reply_bytes / sample.calls / (1 << 20))
        with bench.watched("GetManagedObjects", host):
            bench.tools.load(target, OBJECT_MANAGER, calls=20)


def starting(bench: Bench) -> Iterator[Result]:
    """Starting very many VMs at once, and what they weigh when they run."""
    count = bench.sizes.running
    with bench.host("none", 0) as none, bench.host("running", count, "--clock=virtual") as host:
        target = host.at(host.vm_file)
        before = cpu_ns(host.pid)
        with bench.watched("starting VMs", host):
            run = bench.tools.load(target, Call(VM, "start"), calls=count, window=WINDOW)
        seconds = (cpu_ns(host.pid) - before) / 1e9
        yield Result("start-vms", seconds, f"{run.seconds:.1f} s on the wall, probe included")
        bench.tools.load(target, get_all(VM), calls=count, window=WINDOW)
        touch(bench, none)
        grown_kib = resident_kib(host.pid) - resident_kib(none.pid)
        yield Result("running", grown_kib / count, f"{grown_kib / 1024:.0f} MiB in all")


SCENES: dict[str, Callable[[Bench], Iterator[Result]]] = {
    "calls": calls,
    "scale": scale,
    "lists": lists,
    "starting": starting,
}


def hold(bench: Bench) -> Result | None:
    """The worst of what the probes found, over the scenes that ran."""
    if not bench.holds:
        return None
    scene, worst_ms = max(bench.holds.items(), key=lambda item: item[1])
    found = ", ".join(f"{name} {ms:.1f}" for name, ms in bench.holds.items())
    return Result("hold", worst_ms, f"worst: {scene} ({found})")
