"""The life of a VM as one client sees it: a machine of three states against the real host.

Each verb is awaited before the next; what is told meanwhile is compared word for word. The table
is that of xenmgr facts 2.3 and 2.4.
"""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rpcgen.runtime.errors import DBusError
from tests.support.host import SimHost, open_host
from xenmgr.objects.vm import VmFace
from xenvm.clock import VirtualClock, new_event_loop
from xenvm.sim.knobs import Behaviour
from xenvm.units import seconds
from xenvm.xc import ShutdownReason

STARTING = ["creating", "creating", "running"]
REBOOTING = ["rebooting", "stopped", *STARTING]

# verb -> state -> (what is told, the state after); an error stands for itself.
VERBS: dict[str, dict[str, tuple[list[str] | str, str]]] = {
    "start": {
        "stopped": (STARTING, "running"),
        "running": ([], "running"),
        "paused": ([], "paused"),
    },
    "shutdown": {
        "stopped": ([], "stopped"),
        "running": (["stopping", "stopped"], "stopped"),
        "paused": (["stopping", "stopped"], "stopped"),
    },
    "destroy": {
        "stopped": ([], "stopped"),
        "running": (["stopped"], "stopped"),
        "paused": (["stopped"], "stopped"),
    },
    "reboot": {
        "stopped": ([], "stopped"),
        "running": (REBOOTING, "running"),
        "paused": (REBOOTING, "running"),
    },
    "pause": {
        "stopped": ("223:IO error", "stopped"),
        "running": (["paused"], "paused"),
        "paused": (["paused"], "paused"),
    },
    "unpause": {
        "stopped": ([], "stopped"),
        "running": (["running"], "running"),
        "paused": (["running"], "running"),
    },
    "delete": {
        "running": ("204:", "running"),
        "paused": ("204:", "paused"),
    },
}
VERBS["start_internal"] = VERBS["start"]

GUEST_ENDS = {
    ShutdownReason.POWEROFF: (["stopping", "stopped"], "stopped"),
    ShutdownReason.CRASH: (["stopped"], "stopped"),
    ShutdownReason.REBOOT: (REBOOTING, "running"),
}
OBEDIENCE = (Behaviour.NORMAL, Behaviour.IGNORES_SHUTDOWN, Behaviour.NO_PV_DRIVERS)


class VmLife(RuleBasedStateMachine):
    """One VM of the stock template, with its stub domain."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.clock = VirtualClock()
        self.loop = new_event_loop(self.clock)
        self.clock.busy()
        self.sim: SimHost = self.loop.run_until_complete(self.opened())
        self.free_pages = self.pages()
        self.make()

    async def opened(self) -> SimHost:
        return open_host(Path(self.directory.name), self.clock)

    def make(self) -> None:
        self.vm = self.sim.vm()
        self.state = "stopped"
        self.sim.ear.signals.clear()

    def pages(self) -> int:
        return self.sim.assembly.hypervisor.physinfo().free_pages

    def wait(self, work: Awaitable[None], *, turns: int = 3) -> str:
        """Runs it to its end; the text of its error, or nothing."""

        async def story() -> str:
            error = ""
            try:
                await work
            except DBusError as raised:
                error = raised.text
            for _ in range(turns):
                await self.clock.sleep(0)
            return error

        return self.loop.run_until_complete(story())

    def told(self, expected: list[str] | str, after: str, error: str) -> None:
        """Compares what happened with the table's line."""
        if isinstance(expected, str):
            assert error.startswith(expected), error
            expected = []
        else:
            assert error == ""
        assert self.sim.ear.states() == expected
        self.sim.ear.signals.clear()
        self.state = after

    @rule(verb=st.sampled_from(sorted(VERBS)))
    def call(self, verb: str) -> None:
        line = VERBS[verb].get(self.state)
        if line is not None:
            self.told(*line, self.wait(getattr(VmFace(self.vm), verb)()))

    @precondition(lambda self: self.state == "running")
    @rule(reason=st.sampled_from(sorted(GUEST_ENDS)))
    def guest_ends(self, reason: ShutdownReason) -> None:
        guest = self.sim.world.guest_of(self.vm.uuid)
        assert guest is not None
        guest.stop(reason)
        self.told(*GUEST_ENDS[reason], self.wait(self.clock.sleep(seconds(30))))

    @precondition(lambda self: self.state == "stopped")
    @rule()
    def guest_crashes_at_boot(self) -> None:
        self.sim.world.knobs.set(self.vm.uuid, behaviour=Behaviour.CRASHES_AT_BOOT)
        self.told(STARTING, "running", self.wait(VmFace(self.vm).start()))
        self.told(["stopped"], "stopped", self.wait(self.clock.sleep(seconds(10))))
        self.sim.world.knobs.set(self.vm.uuid, behaviour=Behaviour.NORMAL)

    @precondition(lambda self: self.state == "stopped")
    @rule()
    def deleted_and_made_anew(self) -> None:
        self.told([], "stopped", self.wait(VmFace(self.vm).delete()))
        assert self.sim.host.registry.by_uuid(self.vm.uuid) is None
        self.make()

    @rule(behaviour=st.sampled_from(OBEDIENCE))
    def behaves(self, behaviour: Behaviour) -> None:
        self.sim.world.knobs.set(self.vm.uuid, behaviour=behaviour)

    @rule(time_s=st.sampled_from((0.01, 1, 4, 100)))
    def time_passes(self, time_s: float) -> None:
        self.told([], self.state, self.wait(self.clock.sleep(seconds(time_s))))

    @invariant()
    def bus_shows_the_state(self) -> None:
        rows = VmFace.BINDINGS
        shown = {name: rows[name].get(self.vm) for name in ("state", "acpi-state", "domid")}
        running = self.state != "stopped"
        assert shown["state"] == self.state
        assert shown["acpi-state"] == (0 if running else 5)
        assert (shown["domid"] >= 0) is running
        assert self.sim.host.domids() == ([shown["domid"]] if running else [])

    @invariant()
    def stopped_vm_costs_no_memory(self) -> None:
        if self.state == "stopped":
            assert self.pages() == self.free_pages

    def teardown(self) -> None:
        self.loop.run_until_complete(self.sim.assembly.close())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        self.directory.cleanup()


TestVmLife = VmLife.TestCase
TestVmLife.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
