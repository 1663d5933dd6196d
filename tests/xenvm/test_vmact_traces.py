"""The golden traces of the fact sheet (xenops facts 9), in the words of the current contract."""

import asyncio

import pytest

from tests.support.toolstack import Rig, hvm_config, on_a_host, pv_config, stubdom_config
from tests.support.xiu import uuid_of
from xenvm.errors import XenvmError
from xenvm.sim.knobs import Behaviour
from xenvm.units import kib_from_mib, seconds
from xenvm.vmact import VmAct
from xenvm.vmconfig import VmConfig
from xenvm.xc import ShutdownReason
from xenvm.xiu.hypervisor import Hypervisor

QUESTIONS = {"bind_virq", "domain_getinfo", "physinfo", "hvm_check_pvdriver", "find_domid"}


class RecordingXc:
    """Passes every hypercall on and writes down those that change something."""

    def __init__(self, hypervisor: Hypervisor, log: list[tuple[object, ...]]) -> None:
        self._hypervisor = hypervisor
        self._log = log

    def __getattr__(self, name: str):
        hypercall = getattr(self._hypervisor, name)

        def call(*arguments: object, **named: object) -> object:
            if name not in QUESTIONS:
                self._log.append((name, *arguments, *named.values()))
            return hypercall(*arguments, **named)

        return call


class Trace(Rig):
    """A host whose hypercalls, states and xenstore events go into one log."""

    def __init__(self, clock, **options: object) -> None:
        self.log: list[tuple[object, ...]] = []
        super().__init__(clock, wrap_xc=lambda xc: RecordingXc(xc, self.log), **options)

    def state_entered(self, act, state, reason) -> None:
        super().state_entered(act, state, reason)
        self.log.append(("state", state.value))

    def hear(self) -> None:
        """Write down every change in xenstore from now on."""
        self.store.watch("/", self._heard)

    def _heard(self, path: str) -> None:
        self.log.append(("node", path, self.store.get(path) if path[0] == "/" else None))

    def hypercalls(self) -> list[tuple[object, ...]]:
        return [entry for entry in self.log if entry[0] not in ("node", "state")]

    def order_of(self, *entries: tuple[object, ...]) -> list[int]:
        """Where each entry first stands in the log."""
        return [
            next(
                (number for number, seen in enumerate(self.log) if seen[: len(entry)] == entry), -1
            )
            for entry in entries
        ]

    def assert_in_order(self, *entries: tuple[object, ...]) -> None:
        places = self.order_of(*entries)
        missing = [entry for entry, place in zip(entries, places, strict=True) if place < 0]
        assert not missing
        assert places == sorted(places)


def traced(story, **options: object) -> Trace:
    traces: list[Trace] = []

    async def run(rig: Rig) -> None:
        trace = Trace(rig.clock, **options)
        traces.append(trace)
        await rig.clock.sleep(1)
        trace.hear()
        await rig.clock.sleep(1)
        trace.log.clear()
        await story(trace)
        await rig.clock.sleep(1)

    on_a_host(run)
    return traces[0]


async def up(trace: Trace, config: VmConfig) -> VmAct:
    act = trace.act()
    await act.start(config)
    await trace.clock.sleep(seconds(5))
    trace.log.clear()
    return act


def test_9_1_hypercalls_of_an_hvm_start() -> None:
    async def story(trace: Trace) -> None:
        await trace.act().start(hvm_config(flask_label="system_u:system_r:hvm_guest_t"))

    calls = traced(story).hypercalls()
    sid = calls[1][1]
    platform = dict(calls[8][-3])
    assert calls == [
        ("flask_context_to_sid", "system_u:system_r:hvm_guest_t"),
        ("domain_create", sid, True, True, uuid_of(1)),
        ("domain_max_vcpus", 1, 1),
        ("domain_setmaxmem", 1, kib_from_mib(1025)),
        ("shadow_allocation_set", 1, 9),
        ("evtchn_alloc_unbound", 1, 0),
        ("evtchn_alloc_unbound", 1, 0),
        ("domain_set_xci_cpuid_signature", 1, False),
        ("hvm_build", 1, 1008, 1008, "/usr/lib/xen/boot/hvmloader", platform, 1, 2),
        ("shadow_allocation_get", 1),
        ("sched_credit_domain_get", 1),
        ("sched_credit_domain_set", 1, calls[11][2]),
        ("domain_unpause", 1),
    ]


def test_9_1_order_of_states_devices_and_answers() -> None:
    async def story(trace: Trace) -> None:
        await trace.act().start(hvm_config())
        await trace.clock.sleep(seconds(5))

    trace = traced(story)
    back = "/local/domain/0/backend"
    trace.assert_in_order(
        ("state", "creating-devices"),
        ("node", f"{back}/vbd/1/768/params", "/dev/xen/blktap-2/tapdev0"),
        ("node", "/xapi/1/hotplug/vbd/768/hotplug", "online"),
        ("node", f"{back}/vbd/1/5632/type", "file"),
        ("node", "/xapi/1/hotplug/vbd/5632/hotplug", "online"),
        ("node", f"{back}/vif/1/0/mac", "4e:1c:b4:98:ed:0a"),
        ("node", "/xapi/1/hotplug/vif/0/vif", "vif1.0"),
        ("node", "/xapi/1/hotplug/vif/0/hotplug", "online"),
        ("node", f"{back}/vif/1/0/hotplug-status", "connected"),
        ("node", "/local/domain/1/cpu/0/availability", "online"),
        ("node", "/local/domain/1/memory/tolum", "4026531840"),
        ("node", "/local/domain/1/boot_order", "cd"),
        ("node", "/local/domain/0/dm-agent/dms/1/0/infos/xenmou/type", "xenmou"),
        ("node", "/local/domain/0/dm-agent/dms/1/0/status", "running"),
        ("state", "created"),
        ("domain_unpause", 1),
        ("state", "running"),
        ("node", "/local/domain/1/device/vif/0/state", "4"),
    )


def test_9_1_domain_is_introduced_at_the_end_of_its_build() -> None:
    heard: list[bool] = []

    async def story(trace: Trace) -> None:
        def introduced(_path: str) -> None:
            heard.append(trace.store.exists("/local/domain/1/store/ring-ref"))

        trace.store.watch("@introduceDomain", introduced)
        await trace.clock.sleep(1)
        heard.clear()
        await trace.act().start(hvm_config())

    traced(story)
    assert heard == [True]


def test_9_2_guest_powers_off_by_itself() -> None:
    async def story(trace: Trace) -> None:
        act = await up(trace, hvm_config())
        trace.guest_went_down(1, ShutdownReason.POWEROFF)
        domids: list[object] = []
        trace.clock.call_after(1, lambda: domids.append(act.domid))
        await trace.clock.sleep(seconds(3))
        assert domids == [None]

    trace = traced(story)
    trace.assert_in_order(
        ("state", "shutdowning"),
        ("domain_destroy", 1),
        ("node", "/local/domain/0/dm-agent/dms/1/destroy"),
        ("node", "/local/domain/0/dm-agent/dms/1", None),
        ("node", "/xapi/1/hotplug/vbd/768/hotplug", None),
        ("node", "/local/domain/0/backend/vbd/1/768", None),
        ("node", "/xapi/1", None),
        ("node", f"/vm/{uuid_of(1)}", None),
        ("node", f"/state/{uuid_of(1)}/state", "shutdown"),
    )


def test_9_3_hvm_guest_without_button_and_drivers_is_stopped_hard() -> None:
    async def story(trace: Trace) -> None:
        trace.world.knobs.set(uuid_of(1), behaviour=Behaviour.NO_PV_DRIVERS)
        act = await up(trace, hvm_config(acpi=False))
        await act.shutdown()

    trace = traced(story)
    trace.assert_in_order(
        ("state", "shutdowning"),
        ("domain_shutdown", 1, ShutdownReason.POWEROFF),
        ("domain_destroy", 1),
        ("state", "shutdown"),
    )


def test_9_4_pv_guest_acknowledges_then_goes() -> None:
    async def story(trace: Trace) -> None:
        act = await up(trace, pv_config())
        await act.shutdown()

    trace = traced(story)
    trace.assert_in_order(
        ("state", "shutdowning"),
        ("node", "/local/domain/1/control/shutdown", ""),
        ("domain_destroy", 1),
        ("state", "shutdown"),
    )
    assert not [entry for entry in trace.log if entry[0] == "domain_shutdown"]


def test_9_5_reboot_gives_a_new_domid_to_the_same_uuid() -> None:
    async def story(trace: Trace) -> None:
        async def renew(_act: VmAct) -> VmConfig:
            return stubdom_config()

        act = trace.act()
        await act.start(stubdom_config(), renew=renew)
        await trace.clock.sleep(seconds(5))
        trace.log.clear()
        await act.reboot()
        assert (act.domid, act.stub_domid) == (3, 4)
        assert trace.hypervisor.domain_getinfo(act.domid).uuid == uuid_of(1)

    trace = traced(story)
    states = [entry[1] for entry in trace.log if entry[0] == "state"]
    assert states == [
        *("rebooting", "rebooted"),
        *("creating-devices", "created", "running"),
    ]
    trace.assert_in_order(
        ("state", "rebooting"), ("domain_destroy", 1), ("state", "rebooted"), ("domain_create",)
    )


def test_9_7_crash_is_a_shutdown_without_a_word_before() -> None:
    async def story(trace: Trace) -> None:
        await up(trace, hvm_config())
        trace.guest_went_down(1, ShutdownReason.CRASH)
        await trace.clock.sleep(seconds(3))

    trace = traced(story)
    assert [entry[1] for entry in trace.log if entry[0] == "state"] == ["shutdown"]
    trace.assert_in_order(("domain_destroy", 1), ("state", "shutdown"))


def test_state_node_is_written_before_anybody_is_told_and_stays_after_the_vm() -> None:
    async def story(trace: Trace) -> None:
        await trace.act().start(pv_config())
        await trace.act().destroy()
        assert trace.store.read(f"/state/{uuid_of(1)}/state") == "shutdown"

    traced(story)


@pytest.mark.parametrize("config", [pv_config(), hvm_config(), stubdom_config()])
def test_domids_rise_from_boot_to_boot(config: VmConfig) -> None:
    async def story(trace: Trace) -> None:
        act = trace.act()
        seen: list[int] = []
        for _ in range(3):
            await act.start(config)
            seen.append(act.domid)
            await act.destroy()
        assert seen == sorted(set(seen))

    traced(story)


def test_backend_follows_the_network_to_its_driver_domain() -> None:
    async def story(trace: Trace) -> None:
        trace.world.knobs.set(uuid_of(2), driver_domain=True)
        driver = trace.act(2)
        await driver.start(pv_config(2))
        await trace.clock.sleep(seconds(5))
        trace.world.networks.serve("/wired/0/bridged", driver.domid)
        await trace.act(1).start(stubdom_config(1))
        await trace.clock.sleep(seconds(5))
        guest = trace.act(1).domid
        front = f"/local/domain/{guest}/device/vif/0"
        assert trace.store.read(f"{front}/backend-id") == str(driver.domid)
        assert trace.store.read(f"{front}/backend-uuid") == uuid_of(2)
        assert trace.store.read(f"{front}/state") == "4"
        assert trace.store.exists(f"/local/domain/{driver.domid}/backend/vif/{guest}/0")
        await asyncio.gather(trace.act(1).destroy(), driver.destroy(), return_exceptions=False)
        assert not trace.store.exists(f"/xapi/{guest}")

    traced(story)


def test_errors_of_the_core_are_one_line_of_facts() -> None:
    async def story(trace: Trace) -> None:
        with pytest.raises(XenvmError) as caught:
            await trace.act().start(pv_config(memory_mib=1_000_000))
        assert str(caught.value).startswith("not enough memory needed_kib=")

    traced(story)
