"""One VM and its verbs: start, shutdown, reboot, destroy, pause, unpause; the only mover of state.

The words are those that OpenXT publishes (xenmgr facts 2.3, 2.4). Knows neither configuration
databases nor D-Bus; who listens is told through StateObserver.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from xenvm.errors import ShutdownForWrongReason, VmBadState, XcError, XenvmError
from xenvm.ids import Domid, VmUuid
from xenvm.vmconfig import VmConfig
from xenvm.vmstate import MOVES, STOPPED_STATES, UP_STATES, StopReason, VmState
from xenvm.xc import ShutdownReason
from xenvm.xenops import balloon, layout
from xenvm.xenops.host import Host
from xenvm.xenops.live import Live
from xenvm.xenops.netman import backend_of_nic
from xenvm.xenops.perform import perform
from xenvm.xenops.plan import HostFacts, StartPlan, plan_start
from xenvm.xenops.shutdown import Guest, bring_down
from xenvm.xenops.teardown import tear_down
from xenvm.xenops.turns import Turns
from xenvm.xenops.xal import Death

log = logging.getLogger(__name__)

# What ACPI calls a machine that is off; clients see it for a VM without a domain.
ACPI_OFF: Final = 5
ACPI_WORKING: Final = 0

Hook = Callable[["VmAct"], Awaitable[None]]
Renew = Callable[["VmAct"], Awaitable[VmConfig | None]]


class StateObserver(Protocol):
    """Whoever publishes what VMs do."""

    def state_entered(self, act: "VmAct", state: VmState, reason: StopReason | None) -> None:
        """A VM entered a state, which its xenstore node says already; called in order.

        reason: why it went down, told with `shutdown` and `rebooted` only.
        """


class Owner(Protocol):
    """What a VM's verbs need of the toolstack."""

    host: Host
    observer: StateObserver

    def draw_uuid(self) -> VmUuid:
        """A uuid for a stub domain."""

    def domain_made(self, act: "VmAct", domid: Domid) -> None:
        """The VM has this domain from now on."""

    def domain_going(self, domid: Domid) -> None:
        """The domain belongs to no VM any more."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the layer above wants to do in the middle of a start, and before a restart.

    A hook runs in its VM's turn: it must not await a verb of the same VM.
    on_devices: `creating-devices` was entered, the domain exists, no device yet.
    on_created: `created` was entered; the guest is still paused.
    renew: the configuration to start again with after a reboot, None to stay down.
    """

    on_devices: Hook | None = None
    on_created: Hook | None = None
    renew: Renew | None = None


_NO_HOOKS: Final = Hooks()


class VmAct:
    """A VM's verbs, one at a time, except that destroy overtakes.

    config: what the VM was last started with, None when it never was. domid is None from the
    first moment of a teardown on; last_domid still names the domain then.
    """

    __slots__ = (
        "__weakref__",
        "_death",
        "_hooks",
        "_live",
        "_owner",
        "config",
        "domid",
        "last_domid",
        "state",
        "turns",
        "uuid",
    )

    def __init__(self, uuid: VmUuid, owner: Owner, turns: Turns) -> None:
        self.uuid = uuid
        self.state = VmState.SHUTDOWN
        self.domid: Domid | None = None
        self.last_domid: Domid | None = None
        self.config: VmConfig | None = None
        self.turns = turns
        self._owner = owner
        self._hooks = _NO_HOOKS
        self._live: Live | None = None
        self._death: asyncio.Future[Death] | None = None

    @property
    def stub_domid(self) -> Domid | None:
        """The stub domain of the running guest."""
        return self._live.stub_domid if self._live and self.domid is not None else None

    @property
    def stopped(self) -> bool:
        """Whether the VM has no domain as far as its state says."""
        return self.state in STOPPED_STATES

    def memory_target_kib(self) -> int | None:
        """What the guest was last asked to own; None when it does not run."""
        if self.domid is None:
            return None
        return balloon.memory_target_kib(self._owner.host.store, self.domid)

    def set_memory_target(self, target_kib: int) -> None:
        """Ask the guest to own so much. Raises VmBadState when there is no domain."""
        if self.domid is None:
            raise VmBadState(self.uuid, self.state.value, "set memory target of")
        balloon.set_memory_target(self._owner.host.store, self.domid, target_kib)

    def acpi_state(self) -> int:
        """0 working, 3 or 4 asleep, 5 off; a PV guest works as long as it exists."""
        if self.domid is None or self.config is None:
            return ACPI_OFF
        if not self.config.hvm:
            return ACPI_WORKING
        try:
            return self._owner.host.xc.domain_get_acpi_s_state(self.domid)
        except XcError:
            return ACPI_OFF

    async def start(
        self,
        config: VmConfig,
        *,
        on_devices: Hook | None = None,
        on_created: Hook | None = None,
        renew: Renew | None = None,
    ) -> bool:
        """Start the VM and return when it runs; False, with nothing done, when it is not stopped.

        A failure, also of a hook, leaves nothing behind, enters `shutdown` and is raised:
        NotEnoughMemory, HotplugTimeout, DeviceModelFailed ...; VmOvertaken when a destroy came.
        """
        if self.turns.idle and not self.stopped:
            return False
        hooks = Hooks(on_devices, on_created, renew)
        return await self.turns.take("start", lambda: self._start(config, hooks))

    async def shutdown(self) -> None:
        """Have the guest go down, by force if need be; return when its domain is gone.

        Nothing to do for a stopped VM.
        """
        if self._nothing_to_stop():
            return
        await self.turns.take("shutdown", self._shutdown, stops=True)

    async def reboot(self) -> None:
        """Have the guest go down and start it again, by the hooks of its start and a fresh config.

        Without a renew hook the VM stays `rebooted` and whoever hears of it starts it again.
        Nothing to do for a stopped VM. Raises ShutdownForWrongReason when the guest crashed, and
        what start raises.
        """
        if self._nothing_to_stop():
            return
        await self.turns.take("reboot", self._reboot)

    async def destroy(self) -> None:
        """Take the VM down at once, whatever it is doing; return when its domain is gone.

        The verb under way unwinds and fails with VmOvertaken, and so do those waiting, except
        shutdowns, whose goal is reached. A stopped VM in `rebooted` becomes `shutdown`.
        """
        if self.turns.idle and self.state is VmState.SHUTDOWN:
            return
        await self.turns.overtake("destroy", self._destroy)

    async def pause(self) -> None:
        """Stop the guest's vcpus. Raises VmBadState unless it runs or is paused."""
        if self.turns.idle:
            self._pause()
        else:
            await self.turns.take("pause", _later(self._pause))

    async def unpause(self) -> None:
        """Let the guest's vcpus go on; nothing to do for a VM that is not up."""
        if self.turns.idle:
            self._unpause()
        else:
            await self.turns.take("unpause", _later(self._unpause))

    # Bodies: each runs in its turn.

    async def _start(self, config: VmConfig, hooks: Hooks) -> bool:
        if not self.stopped:
            return False
        await self._bring_up(config, hooks)
        return True

    async def _bring_up(self, config: VmConfig, hooks: Hooks) -> None:
        host = self._owner.host
        self.config = config
        self._hooks = hooks
        live = self._live = Live(self.uuid)
        try:
            plan = self._plan(config)
            await perform(host, live, plan.build)
            domid = self._domain_made(live)
            self._enter(VmState.CREATING_DEVICES)
            if hooks.on_devices is not None:
                await hooks.on_devices(self)
            await perform(host, live, plan.devices)
            self._enter(VmState.CREATED)
            if hooks.on_created is not None:
                await hooks.on_created(self)
            host.xc.domain_unpause(domid)
        except (Exception, asyncio.CancelledError) as error:
            if self.turns.closed:
                raise
            await self._take_down()
            overtaken = isinstance(error, asyncio.CancelledError)
            reason = StopReason.DESTROYED if overtaken else StopReason.CREATE_FAILED
            self._enter(VmState.SHUTDOWN, reason)
            raise
        self._enter(VmState.RUNNING)

    async def _shutdown(self) -> None:
        if self.state not in UP_STATES:
            return
        paused = self.state is VmState.PAUSED
        self._enter(VmState.SHUTDOWNING)
        death = await self._bring_down(ShutdownReason.POWEROFF, paused=paused)
        await self._take_down()
        # A guest that rebooted when it was to go down is not started again.
        down = Death.HALTED if death is Death.REBOOTED else death
        self._enter(VmState.SHUTDOWN, StopReason(down))

    async def _reboot(self) -> None:
        if self.state not in UP_STATES:
            return
        paused = self.state is VmState.PAUSED
        domid = self.domid
        self._enter(VmState.REBOOTING)
        death = await self._bring_down(ShutdownReason.REBOOT, paused=paused)
        await self._take_down()
        if death is Death.CRASHED and domid is not None:
            self._enter(VmState.SHUTDOWN, StopReason.CRASHED)
            raise ShutdownForWrongReason(domid, Death.REBOOTED.value, death.value)
        await self._go_on_after_reboot()

    async def _destroy(self) -> None:
        if self._live is not None:
            await self._take_down()
            self._enter(VmState.SHUTDOWN, StopReason.DESTROYED)
        elif self.state is not VmState.SHUTDOWN:
            self._enter(VmState.SHUTDOWN, StopReason.DESTROYED)

    async def _reap(self, live: Live, death: Death) -> None:
        """The guest went down by itself; live: the incarnation that did."""
        if self._live is not live or self.state not in UP_STATES:
            return
        if death is Death.REBOOTED:
            self._enter(VmState.REBOOTING)
            await self._take_down()
            await self._go_on_after_reboot()
            return
        if death is Death.HALTED:
            self._enter(VmState.SHUTDOWNING)
        await self._take_down()
        self._enter(VmState.SHUTDOWN, StopReason(death))

    def _pause(self) -> None:
        if self.state not in UP_STATES or self.domid is None:
            raise VmBadState(self.uuid, self.state.value, "pause")
        if self.state is VmState.RUNNING:
            self._owner.host.xc.domain_pause(self.domid)
        self._enter(VmState.PAUSED)

    def _unpause(self) -> None:
        if self.state not in UP_STATES or self.domid is None:
            return
        if self.state is VmState.PAUSED:
            self._owner.host.xc.domain_unpause(self.domid)
        self._enter(VmState.RUNNING)

    # What bodies are made of.

    def _plan(self, config: VmConfig) -> StartPlan:
        host = self._owner.host
        facts = HostFacts(
            hvm=host.xc.physinfo().hvm,
            nic_backends={nic.devid: backend_of_nic(host.networks, nic) for nic in config.nics},
            stubdom_uuid=self._owner.draw_uuid() if config.has_stubdom else VmUuid(""),
        )
        return plan_start(config, facts)

    def _domain_made(self, live: Live) -> Domid:
        assert live.domid is not None
        self.domid = self.last_domid = live.domid
        self._owner.domain_made(self, live.domid)
        self._owner.host.xal.watch(live.domid, lambda death: self._died(live, death))
        return live.domid

    def _died(self, live: Live, death: Death) -> None:
        """The event layer says that the guest's domain is down."""
        log.debug("domain down vm=%s domid=%s death=%s", self.uuid, live.domid, death.value)
        if self._death is not None and not self._death.done():
            self._death.set_result(death)
        else:
            self.turns.take_first("reap", lambda: self._reap(live, death))

    async def _bring_down(self, reason: ShutdownReason, *, paused: bool) -> Death:
        """Have the domain shut down; one that cannot be is destroyed by what follows."""
        host, live, config = self._owner.host, self._live, self.config
        assert live is not None
        assert live.domid is not None
        assert config is not None
        self._death = asyncio.get_running_loop().create_future()
        guest = Guest(live.domid, live.stub_domid, config.hvm, paused, self._death)
        try:
            return await bring_down(host, guest, reason)
        except XenvmError as error:
            log.warning("guest not brought down vm=%s error=%s", self.uuid, error)
            return Death.VANISHED
        finally:
            self._death = None

    async def _take_down(self) -> None:
        """Leave nothing of what this start brought about; not to be interrupted."""
        live = self._live
        if live is None:
            return
        if self.domid is not None:
            self._owner.host.xal.forget(self.domid)
            self._owner.domain_going(self.domid)
            self.domid = None
        with self.turns.sealed():
            await tear_down(self._owner.host, live)
            self._live = None

    async def _go_on_after_reboot(self) -> None:
        self.turns.give_way()
        self._enter(VmState.REBOOTED, StopReason.REBOOTED)
        hooks = self._hooks
        if hooks.renew is None:
            return
        try:
            config = await hooks.renew(self)
        except Exception:
            self._enter(VmState.SHUTDOWN, StopReason.CREATE_FAILED)
            raise
        if config is None:
            self._enter(VmState.SHUTDOWN, StopReason.HALTED)
        else:
            await self._bring_up(config, hooks)

    def _nothing_to_stop(self) -> bool:
        return self.turns.idle and self.state not in UP_STATES

    def _enter(self, state: VmState, reason: StopReason | None = None) -> None:
        """The one place where a VM changes its state."""
        if state not in MOVES[self.state]:
            raise VmBadState(self.uuid, self.state.value, f"enter {state.value} with")
        self.state = state
        log.info("state vm=%s state=%s domid=%s", self.uuid, state.value, self.domid)
        try:
            self._owner.host.store.write(layout.vm_state(self.uuid), state.value)
            self._owner.observer.state_entered(self, state, reason)
        except Exception:
            # What becomes of the news must not keep the VM from moving on.
            log.exception("state not published vm=%s state=%s", self.uuid, state.value)


def _later(body: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        body()

    return run
