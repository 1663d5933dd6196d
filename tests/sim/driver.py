"""Random verbs, guest events and faults on a simulated host; every choice comes from one seed.

python -m tests.sim.driver SEED STEPS    repeats a run; prints what was done, and a digest of what
                                         was told
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path

from rpcgen.runtime.errors import DBusError
from rpcgen.runtime.tasks import CallTasks
from tests.sim.invariants import VERB_TIME_MAX_NS, check, residue
from tests.sim.witness import Witness
from tests.support.clock import run_virtual
from xenmgr.assembly import Plan, Surroundings, assemble
from xenmgr.objects.devices import DiskFace, NicFace
from xenmgr.objects.root import XenmgrFace
from xenmgr.objects.vm import VmFace
from xenmgr.vm import Disk, Nic, Vm, device_ids
from xenvm.clock import VirtualClock
from xenvm.ids import Domid
from xenvm.sim.knobs import Behaviour, Fault
from xenvm.units import kib_from_mib, milliseconds, seconds
from xenvm.xc import ShutdownReason

# Little enough that starts are refused now and then.
HOST_MEMORY_KIB = kib_from_mib(6 * 1024)
VMS_START = 50
VMS_MAX = 60
VMS_MIN = 40
UNDER_WAY_MAX = 60
PAUSES_NS = (0, 0, 0, 1, milliseconds(3), milliseconds(60), seconds(0.5), seconds(3), seconds(40))
VERBS = ("start", "shutdown", "destroy", "reboot", "pause", "unpause")
VERB_WEIGHTS = (5, 3, 1, 2, 2, 2)
ENDINGS = (ShutdownReason.POWEROFF, ShutdownReason.REBOOT, ShutdownReason.CRASH)
MACHINES = (
    '"stubdom": "true"',
    '"stubdom": "false"',
    '"stubdom": "false", "config": {"virt-type": "pv", "kernel": "/boot/vmlinuz"}',
)


async def _nobody(name: str) -> bool:
    return False


class Driver:
    """One host and what is done to it. `steps` tells what was done so far, one line a step."""

    def __init__(self, root: Path, clock: VirtualClock, seed: str) -> None:
        self.clock = clock
        self.rng = random.Random(seed)
        self.witness = Witness()
        plan = Plan(root / "root", seed=self.rng.randrange(2**32), host_memory_kib=HOST_MEMORY_KIB)
        self.assembly = assemble(plan, clock, Surroundings(self.witness, self.witness, _nobody))
        # Some hosts are slow to let a domain go and to clean its pages.
        self.assembly.hypervisor._destroy_ns = self.rng.choice((0, milliseconds(70)))
        self.assembly.hypervisor._memory._scrub_ns = self.rng.choice((0, seconds(2)))
        self.host = self.witness.host = self.assembly.host
        self.assembly.world.knobs.set_default(jitter=self.rng.choice((0.0, 0.5)))
        self.steps: list[str] = []
        self.forgiven: set[Domid] = set()
        # As the bus makes calls: stepped at once, a task only for what really waits.
        self._calls = CallTasks("random")
        self._under_way: dict[int, tuple[str, int]] = {}
        self._launched = 0
        self._broken: list[tuple[str, BaseException]] = []
        self._made = 0
        self._actions: tuple[tuple[int, Callable[[], None]], ...] = (
            (30, self._verb),
            (6, self._burst),
            (8, self._ending),
            (8, self._property),
            (3, self._device),
            (4, self._behaviour),
            (4, self._fault),
            (2, self._delete),
            (2, self._create),
            (2, self._keep_alive),
            (2, self._backend),
        )

    async def run(self, steps: int) -> None:
        """Raises AssertionError at the first step after which something is not as it must be."""
        for _ in range(VMS_START):
            self._create()
        await self._settle(0)
        before = residue(self.assembly)
        for _ in range(steps):
            [action] = self.rng.choices(
                [action for _, action in self._actions], [weight for weight, _ in self._actions]
            )
            action()
            await self._settle(self.rng.choice(PAUSES_NS))
        await self._stop_everything()
        assert self._left(before) == before
        for vm in list(self.host.registry):
            await VmFace(vm).delete()
        empty = {path for path in residue(self.assembly)["nodes"] if path.startswith("/vm/")}
        assert not empty

    async def close(self) -> None:
        await self._calls.close()
        await self.assembly.close()

    # The end

    async def _stop_everything(self) -> None:
        self._say("stop everything")
        for vm in self.host.registry:
            self._set(vm, "keep_alive", False)
            self.assembly.world.knobs.set(vm.uuid, behaviour=Behaviour.NORMAL, faults=frozenset())
        await self._pass(seconds(3600))
        for vm in list(self.host.registry):
            self._launch(f"destroy {self._name(vm)}", VmFace(vm).destroy())
        await self._pass(seconds(3600))
        assert not self._under_way, sorted(what for what, _ in self._under_way.values())
        check(self.assembly, self.witness, self.forgiven)

    def _left(self, before: dict[str, object]) -> dict[str, object]:
        """The residue without what is there for a good reason."""
        after = residue(self.assembly)
        nodes, was = after["nodes"], before["nodes"]
        assert isinstance(nodes, dict)
        assert isinstance(was, dict)
        excused = {f"/vm/{vm.uuid}" for vm in self.host.registry}
        excused |= {f"/xapi/{domid}" for domid in self.forgiven}
        after["nodes"] = {
            path: value
            for path, value in nodes.items()
            if "/".join(path.split("/")[:3]) not in excused
        }
        before["nodes"] = {path: text for path, text in was.items() if not path.startswith("/vm/")}
        return after

    # Steps

    def _verb(self) -> None:
        vm, [verb] = self._some_vm(), self.rng.choices(VERBS, VERB_WEIGHTS)
        if not vm.running and self.rng.random() < 0.8:
            verb = "start"
        self._launch(f"{verb} {self._name(vm)}", getattr(VmFace(vm), verb)())

    def _burst(self) -> None:
        """Several verbs on one VM in one turn of the loop, as a client that waits for none."""
        vm = self._some_vm()
        verbs = self.rng.choices((*VERBS, "delete"), (*VERB_WEIGHTS, 1), k=self.rng.randint(2, 5))
        if len(self.host.registry) <= VMS_MIN:
            verbs = [verb for verb in verbs if verb != "delete"]
        for verb in verbs:
            if self.host.registry.by_uuid(vm.uuid) is None:
                return
            self._launch(f"{verb} {self._name(vm)} (burst)", getattr(VmFace(vm), verb)())

    def _ending(self) -> None:
        """A guest stops by itself."""
        running = list(self.host.running_vms())
        if not running:
            return self._verb()
        vm, reason = self.rng.choice(running), self.rng.choice(ENDINGS)
        guest = self.assembly.world.guest_of(vm.uuid)
        self._say(f"guest {reason.name} {self._name(vm)}{'' if guest else ' (none)'}")
        if guest is not None:
            guest.stop(reason)
        return None

    def _property(self) -> None:
        vm = self._some_vm()
        name, value = self.rng.choice(
            (
                ("memory", self.rng.choice((64, 128, 700, 3000, 9000))),
                ("memory_static_max", self.rng.choice((0, 128, 1000))),
                ("name", f"other-{self._made}-{self.rng.randrange(100)}"),
                ("slot", self.rng.choice((-1, 0, 3, 9))),
                ("vcpus", self.rng.choice((1, 2, 4))),
                ("memory", -5),
                ("boot", "xyz"),
            )
        )
        self._set(vm, name, value)

    def _device(self) -> None:
        vm, kind = self._some_vm(), self.rng.choice(("add disk", "add nic", "delete"))
        if kind == "add nic":
            self._launch(f"add nic {self._name(vm)}", VmFace(vm).add_nic())
        elif kind == "add disk":
            self._say(f"add disk with image {self._name(vm)}")
            self._add_disk(vm)
        else:
            faces = [DiskFace(Disk(vm, each)) for each in device_ids(vm, "disk")[1:]]
            faces += [NicFace(Nic(vm, each)) for each in device_ids(vm, "nic")]
            if faces:
                face = self.rng.choice(faces)
                self._launch(f"delete {face.target.KIND} {self._name(vm)}", face.delete())

    def _behaviour(self) -> None:
        vm, behaviour = self._some_vm(), self.rng.choice((*Behaviour, Behaviour.NORMAL))
        self._say(f"behaviour {behaviour} {self._name(vm)}")
        self.assembly.world.knobs.set(vm.uuid, behaviour=behaviour)

    def _fault(self) -> None:
        vm, fault = self._some_vm(), self.rng.choice((None, None, *Fault))
        self._say(f"fault {fault} {self._name(vm)}")
        faults = frozenset() if fault is None else frozenset({fault})
        self.assembly.world.knobs.set(vm.uuid, faults=faults)

    def _delete(self) -> None:
        if len(self.host.registry) > VMS_MIN:
            vm = self._some_vm()
            self._launch(f"delete {self._name(vm)}", VmFace(vm).delete())

    def _create(self) -> None:
        if len(self.host.registry) >= VMS_MAX:
            return
        name, self._made = f"vm{self._made}", self._made + 1
        machine = self.rng.choice(MACHINES)
        memory_mib = self.rng.choice((64, 128, 256, 1024))
        self._say(f"create {name} {machine}")
        vm = self._vm_at(
            XenmgrFace(self.host).create_vm_with_template_and_json(
                "new-vm", f'{{"name": "{name}", "slot": "-1", {machine}}}'
            )
        )
        self._set(vm, "memory", memory_mib)
        self._add_disk(vm)
        done(VmFace(vm).add_nic())

    def _keep_alive(self) -> None:
        self._set(self._some_vm(), "keep_alive", self.rng.random() < 0.3)

    def _backend(self) -> None:
        """A NIC gets another VM as its backend, which starts with it or must run."""
        vm, backend = self._some_vm(), self._some_vm()
        nics = device_ids(vm, "nic")
        if nics:
            self._say(f"backend of {self._name(vm)} is {self._name(backend)}")
            Nic(vm, nics[0]).put("backend-uuid", self.rng.choice(("", backend.uuid)))
            self._set(vm, "track_dependencies", self.rng.random() < 0.5)
            self.assembly.world.knobs.set(backend.uuid, driver_domain=self.rng.random() < 0.8)

    # What steps are made of

    def _some_vm(self) -> Vm:
        """Often the same few, so that verbs meet."""
        vms = list(self.host.registry)
        return self.rng.choice(vms[:5] if self.rng.random() < 0.4 else vms)

    def _name(self, vm: Vm) -> str:
        return f"{vm.uuid[:8]}[{vm.state}]"

    def _say(self, what: str) -> None:
        self.steps.append(f"{self.clock.now_ns() / 1e9:.3f} s: {what}")

    def _set(self, vm: Vm, name: str, value: object) -> None:
        binding = VmFace.BINDINGS[name.replace("_", "-")]
        try:
            binding.set(vm, value)
        except DBusError as error:
            self._say(f"set {name}={value} {self._name(vm)}: {error}")
        else:
            self._say(f"set {name}={value} {self._name(vm)}")

    def _add_disk(self, vm: Vm) -> None:
        number = done(VmFace(vm).add_disk()).rsplit("/", 1)[1]
        done(DiskFace(Disk(vm, int(number))).attach_vhd(self.host.create_vhd(64)))

    def _vm_at(self, made: Coroutine[object, object, str]) -> Vm:
        vm = self.host.registry.by_path_part(done(made).rsplit("/", 1)[1])
        assert vm is not None
        return vm

    def _launch(self, what: str, call: Coroutine[object, object, object]) -> None:
        self._say(what)
        number = self._launched = self._launched + 1
        self._under_way[number] = what, self.clock.now_ns()

        def done(result: object, error: BaseException | None) -> None:
            del self._under_way[number]
            if isinstance(error, DBusError):
                self._say(f"{what} answers {error}")
            elif error is not None:
                self._broken.append((what, error))

        try:
            ended, result = self._calls.start(call, done)
        except DBusError as error:
            done(None, error)
        else:
            if ended:
                done(result, None)

    async def _settle(self, pause_ns: int) -> None:
        """Lets time pass, then looks whether everything is as it must be."""
        if self.rng.random() < 0.7:
            check(self.assembly, self.witness, self.forgiven)
        await self._pass(pause_ns)
        if len(self._under_way) > UNDER_WAY_MAX:
            await self._pass(seconds(300))

    async def _pass(self, time_ns: int) -> None:
        self._forgive()
        await self.clock.sleep(time_ns)
        for _ in range(4):
            await self.clock.sleep(0)
        for what, error in self._broken:
            raise AssertionError(f"{what} failed in no known way") from error
        for what, since_ns in self._under_way.values():
            assert self.clock.now_ns() - since_ns < VERB_TIME_MAX_NS, f"{what} never ends"
        self._forgive()
        check(self.assembly, self.witness, self.forgiven)

    def _forgive(self) -> None:
        """Nodes of a backend that never lets go stay for good, as in the original."""
        for act in self.host.toolstack.live_acts():
            stubborn = self.assembly.world.knobs.for_uuid(act.uuid).faults
            if act._live is not None and Fault.BACKEND_NEVER_CLOSES in stubborn:
                self.forgiven |= {
                    domid for domid in (act._live.domid, act._live.stub_domid) if domid is not None
                }


def done(answer: Coroutine[object, object, str]) -> str:
    """The result of a handler that must not wait."""
    try:
        answer.send(None)
    except StopIteration as end:
        return str(end.value)
    raise AssertionError(f"{answer} waits")


def perform(root: Path, seed: str, steps: int) -> Driver:
    """Drives a fresh host below `root`; a failure shows the seed and the list of steps."""
    drivers: list[Driver] = []

    async def story(clock: VirtualClock) -> None:
        driver = Driver(root, clock, seed)
        drivers.append(driver)
        try:
            await driver.run(steps)
        except BaseException:
            print(f"seed {seed}", *driver.steps, sep="\n")
            raise
        finally:
            await driver.close()

    run_virtual(story)
    return drivers[0]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        driven = perform(Path(directory), sys.argv[1], int(sys.argv[2]))
    print(*driven.steps, f"told {driven.witness.digest()}", sep="\n")
