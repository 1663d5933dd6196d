"""Any verbs, in any order, at any time, on a few VMs: the invariants of a host hold throughout."""

import asyncio
from collections import Counter
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.toolstack import (
    Residue,
    Rig,
    hvm_config,
    on_a_host,
    pv_config,
    stubdom_config,
)
from tests.support.xiu import pages_in_the_books, uuid_of
from xenvm.clock import VirtualClock, new_event_loop
from xenvm.errors import VmBadState, VmError, XenopsError
from xenvm.sim.knobs import Behaviour, Fault
from xenvm.units import seconds
from xenvm.vmact import VmAct
from xenvm.vmconfig import VmConfig
from xenvm.vmstate import MOVES, STOPPED_STATES, VmState
from xenvm.xc import ShutdownReason

VMS = (1, 2, 3)
MAKERS = (pv_config, hvm_config, stubdom_config)


def config_of(number: int) -> VmConfig:
    return MAKERS[number % 3](number, memory_mib=256)


def assert_host_is_sound(rig: Rig) -> None:
    """What must hold between any two turns of the loop."""
    infos = rig.hypervisor.domain_getinfolist(0, 1000)
    assert pages_in_the_books(rig.hypervisor) == rig.hypervisor.physinfo().total_pages
    alive = Counter(info.uuid for info in infos if info.alive)
    assert all(count == 1 for count in alive.values())
    assert rig.toolstack.host.ledger.reserved_kib >= 0
    for act in rig.toolstack.live_acts():
        if act.domid is not None:
            assert rig.toolstack.find_domid(act.domid) is act
            assert rig.hypervisor.domain_getinfo(act.domid).uuid == act.uuid
        if act.state in STOPPED_STATES:
            assert act.domid is None
    for number in VMS:
        entered = [state for uuid, state, _ in rig.states if uuid == uuid_of(number)]
        moves = pairwise([VmState.SHUTDOWN, *entered])
        assert all(after in MOVES[before] for before, after in moves)


class VerbMachine(RuleBasedStateMachine):
    """One driver that awaits each verb: the state after it is known."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualClock()
        self.loop = new_event_loop(self.clock)
        self.clock.busy()
        self.rig = self._run(self._make_rig())
        self.residue = Residue(self.rig)
        self.expected = dict.fromkeys(VMS, VmState.SHUTDOWN)

    def teardown(self) -> None:
        for number in VMS:
            self._run(self.rig.act(number).destroy())
        self._run(self.clock.sleep(seconds(2)))
        self.residue.assert_nothing_leaked()
        self.loop.close()

    async def _make_rig(self) -> Rig:
        rig = Rig(self.clock)
        await self.clock.sleep(1)
        return rig

    def _run(self, work):
        return self.loop.run_until_complete(work)

    vms = st.sampled_from(VMS)

    @rule(number=vms, renews=st.booleans())
    def start(self, number: int, renews: bool) -> None:
        async def renew(_act: VmAct) -> VmConfig:
            return config_of(number)

        act = self.rig.act(number)
        started = self._run(act.start(config_of(number), renew=renew if renews else None))
        assert started == (self.expected[number] in STOPPED_STATES)
        if started:
            self.expected[number] = VmState.RUNNING
            self.renews = getattr(self, "renews", {}) | {number: renews}

    @rule(number=vms)
    def shutdown(self, number: int) -> None:
        self._run(self.rig.act(number).shutdown())
        if self.expected[number] is not VmState.REBOOTED:
            self.expected[number] = VmState.SHUTDOWN

    @rule(number=vms)
    def destroy(self, number: int) -> None:
        self._run(self.rig.act(number).destroy())
        self.expected[number] = VmState.SHUTDOWN

    @rule(number=vms)
    def reboot(self, number: int) -> None:
        self._run(self.rig.act(number).reboot())
        self._expect_reboot(number)

    @rule(number=vms)
    def pause(self, number: int) -> None:
        try:
            self._run(self.rig.act(number).pause())
        except VmBadState:
            assert self.expected[number] in STOPPED_STATES
        else:
            self.expected[number] = VmState.PAUSED

    @rule(number=vms)
    def unpause(self, number: int) -> None:
        self._run(self.rig.act(number).unpause())
        if self.expected[number] is VmState.PAUSED:
            self.expected[number] = VmState.RUNNING

    @precondition(lambda self: VmState.RUNNING in self.expected.values())
    @rule(number=vms, reason=st.sampled_from(ShutdownReason))
    def guest_goes_down(self, number: int, reason: ShutdownReason) -> None:
        if self.expected[number] is not VmState.RUNNING:
            return
        self.rig.guest_went_down(number, reason)
        self._run(self.clock.sleep(seconds(1)))
        if reason is ShutdownReason.REBOOT:
            self._expect_reboot(number)
        else:
            self.expected[number] = VmState.SHUTDOWN

    @rule(duration_s=st.sampled_from((0.01, 1, 5)))
    def time_passes(self, duration_s: float) -> None:
        self._run(self.clock.sleep(seconds(duration_s)))

    @invariant()
    def states_are_as_expected(self) -> None:
        assert {number: self.rig.act(number).state for number in VMS} == self.expected
        assert_host_is_sound(self.rig)

    def _expect_reboot(self, number: int) -> None:
        if self.expected[number] not in STOPPED_STATES:
            renews = self.renews[number]
            self.expected[number] = VmState.RUNNING if renews else VmState.REBOOTED


TestVerbMachine = VerbMachine.TestCase
TestVerbMachine.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

VERBS = ("start", "shutdown", "reboot", "destroy", "pause", "unpause")
STORIES = st.lists(
    st.tuples(
        st.sampled_from(VMS),
        st.sampled_from((*VERBS, "guest", "start", "destroy")),
        st.sampled_from((0.0, 0.001, 0.2, 0.21, 0.215, 1.0, 2.5, 40.0)),
    ),
    max_size=25,
)
BEHAVIOURS = st.tuples(*(st.sampled_from(Behaviour) for _ in VMS))
FAULTS = st.sets(st.sampled_from(Fault), max_size=2).map(frozenset)
EXPECTED_ERRORS = (VmError, XenopsError)


@settings(max_examples=60, deadline=None)
@given(
    story=STORIES,
    behaviours=BEHAVIOURS,
    faults=FAULTS,
    host_mib=st.sampled_from((1024 + 700, 16 * 1024)),
)
def test_verbs_at_once_never_break_the_host(
    story: list[tuple[int, str, float]],
    behaviours: tuple[Behaviour, ...],
    faults: frozenset[Fault],
    host_mib: int,
) -> None:
    async def play(rig: Rig) -> None:
        residue = Residue(rig)
        for number, behaviour in zip(VMS, behaviours, strict=True):
            rig.world.knobs.set(uuid_of(number), behaviour=behaviour)
        rig.world.knobs.set(uuid_of(VMS[0]), faults=faults)
        running: list[asyncio.Future[object]] = []
        for number, verb, delay_s in story:
            running.append(asyncio.ensure_future(call(rig, number, verb)))
            await rig.clock.sleep(seconds(delay_s))
            assert_host_is_sound(rig)
        for number in VMS:
            await rig.act(number).destroy()
        for outcome in await asyncio.gather(*running, return_exceptions=True):
            assert outcome is None or isinstance(outcome, (bool, *EXPECTED_ERRORS))
        for number in VMS:
            await rig.act(number).destroy()
        await rig.clock.sleep(seconds(5))
        assert_host_is_sound(rig)
        residue.assert_nothing_leaked()

    on_a_host(play, host_mib=host_mib)


async def call(rig: Rig, number: int, verb: str) -> object:
    async def renew(_act: VmAct) -> VmConfig:
        return config_of(number)

    act = rig.act(number)
    if verb == "start":
        return await act.start(config_of(number), renew=renew)
    if verb == "guest":
        if act.domid is not None and act.state is VmState.RUNNING:
            rig.guest_went_down(number, ShutdownReason.REBOOT)
        return None
    return await getattr(act, verb)()
