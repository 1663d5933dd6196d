"""Every single call that a start makes may fail: nothing is ever left of it.

Hypercalls and xenstore requests of the real parts are refused one at a time, by their number.
"""

from collections.abc import Callable

import pytest

from tests.support.toolstack import (
    Residue,
    Rig,
    hvm_config,
    on_a_host,
    pv_config,
    stubdom_config,
)
from xenvm.errors import XcError, XenstoreError, XenvmError
from xenvm.units import seconds
from xenvm.vmconfig import VmConfig

# What tells nothing about the state of the host and is asked from everywhere.
NEVER_REFUSED = {"bind_virq", "cancel", "close"}


class Fault:
    """Which call is refused: the one whose number has come, then none any more."""

    def __init__(self, error: Callable[[str], Exception]) -> None:
        self._error = error
        self.calls = 0
        self.refused_call: int | None = None

    def count(self, name: str) -> None:
        self.calls += 1
        if self.calls == self.refused_call:
            self.refused_call = None
            raise self._error(name)

    def arm(self, refused_call: int | None) -> None:
        self.calls, self.refused_call = 0, refused_call


CONTEXTS = ("transaction", "atomically")


class Refusing:
    """Passes every call on, also those inside a transaction, unless it is the refused one."""

    def __init__(self, real: object, fault: Fault) -> None:
        self._real = real
        self.fault = fault

    def __getattr__(self, name: str) -> object:
        attribute = getattr(self._real, name)
        if not callable(attribute) or name in NEVER_REFUSED or name.startswith("_"):
            return attribute

        def call(*arguments: object, **named: object) -> object:
            self.fault.count(name)
            result = attribute(*arguments, **named)
            return Refusing(result, self.fault) if name in CONTEXTS else result

        return call

    def __enter__(self) -> "Refusing":
        return Refusing(self._real.__enter__(), self.fault)

    def __exit__(self, kind, error, trace) -> None:
        try:
            if kind is None:
                self.fault.count("commit")
        except XenstoreError as error:
            self._real.__exit__(type(error), error, None)
            raise
        self._real.__exit__(kind, error, trace)


class FaultyHost(Rig):
    """A host whose toolstack sees the hypervisor and xenstore through Refusing."""

    def __init__(self, clock, **options: object) -> None:
        self.xc_fault = Fault(lambda name: XcError(12, name))
        self.store_fault = Fault(lambda name: XenstoreError("ENOSPC", name))
        super().__init__(
            clock,
            wrap_xc=lambda xc: Refusing(xc, self.xc_fault),
            wrap_store=lambda store: Refusing(store, self.store_fault),
            **options,
        )


def on_a_faulty_host(story) -> None:
    async def run(rig: Rig) -> None:
        host = FaultyHost(rig.clock)
        await rig.clock.sleep(1)
        await story(host)

    on_a_host(run)


CONFIGS = [pv_config(vkbd=True, vfb=True), hvm_config(), stubdom_config()]


async def start_with_each_call_refused(
    host: FaultyHost, fault: Fault, config: VmConfig, stride: int = 1
) -> int:
    """How many starts failed; every one of them must leave nothing."""
    fault.arm(None)
    await host.act().start(config)
    calls = fault.calls
    await host.act().destroy()
    await host.clock.sleep(seconds(1))
    failures = 0
    for number in range(1, calls + 1, stride):
        residue = Residue(host)
        fault.arm(number)
        try:
            await host.act().start(config)
        except XenvmError:
            failures += 1
            assert host.words()[-1] == "shutdown", number
        else:
            await host.act().destroy()
        fault.arm(None)
        await host.clock.sleep(seconds(1))
        residue.assert_nothing_leaked()
    return failures


@pytest.mark.parametrize("config", CONFIGS)
def test_refused_hypercall_leaves_nothing(config: VmConfig) -> None:
    async def story(host: FaultyHost) -> None:
        assert await start_with_each_call_refused(host, host.xc_fault, config) >= 10

    on_a_faulty_host(story)


@pytest.mark.parametrize("config", CONFIGS)
def test_refused_xenstore_request_leaves_nothing(config: VmConfig) -> None:
    async def story(host: FaultyHost) -> None:
        assert await start_with_each_call_refused(host, host.store_fault, config) >= 20

    on_a_faulty_host(story)


@pytest.mark.parametrize("config", CONFIGS)
def test_refusals_during_a_stop_still_end_in_shutdown(config: VmConfig) -> None:
    """One refused call may leave what that call was to remove, but never a domain or a verb."""

    async def story(host: FaultyHost) -> None:
        before = host.domids()
        for fault in (host.store_fault, host.xc_fault):
            for number in range(1, 60, 2):
                await host.act().start(config)
                fault.arm(number)
                await host.act().destroy()
                fault.arm(None)
                await host.clock.sleep(seconds(1))
                assert host.words()[-1] == "shutdown"
                assert list(host.toolstack.live_acts()) == []
            if fault is host.store_fault:
                assert host.domids() == before

    on_a_faulty_host(story)
