"""Every signal leaves from its path with its arguments; the one that waits waits half a second."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from rpcgen.runtime.codec import decode
from rpcgen.runtime.interface import SignalMessage
from tests.support.clock import run_virtual
from xenmgr.notify import CONFIG_CHANGED_DELAY_NS, Notifier
from xenvm.clock import VirtualClock
from xenvm.units import milliseconds

UUID, PATH = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1", "/vm/0b4c4dd0_33d4_4d87_9a58_3dbbe6d9a5e1"
OTHER = UUID.replace("0b4c", "1b4c")
XENMGR, HOST = "com.citrix.xenclient.xenmgr", "com.citrix.xenclient.xenmgr.host"

Sent = tuple[str, str, str, tuple[object, ...]]


class Wire:
    """What left, in order: path, interface, member, arguments."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.changed: list[tuple[str, str, tuple[str, ...]]] = []

    def emit(self, path: str, signal: SignalMessage) -> None:
        body = decode(signal.signature, signal.body)
        self.sent.append((path, signal.interface, signal.member, body))

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        self.changed.append((path, interface, tuple(names)))

    def members(self) -> list[str]:
        return [sent[2] for sent in self.sent]


SIGNALS: list[tuple[Callable[[Notifier], None], Sent]] = [
    (
        lambda n: n.words(UUID, "vm:state:paused"),
        ("/", XENMGR, "notify", (UUID, "vm:state:paused")),
    ),
    (lambda n: n.vm_created(UUID, PATH), ("/", XENMGR, "vm_created", (UUID, PATH))),
    (lambda n: n.vm_deleted(UUID, PATH), ("/", XENMGR, "vm_deleted", (UUID, PATH))),
    (lambda n: n.vm_name_changed(UUID, PATH), ("/", XENMGR, "vm_name_changed", (UUID, PATH))),
    (
        lambda n: n.vm_transfer_changed(UUID, PATH),
        ("/", XENMGR, "vm_transfer_changed", (UUID, PATH)),
    ),
    (
        lambda n: n.vm_state_changed(UUID, PATH, "running", 3),
        ("/", XENMGR, "vm_state_changed", (UUID, PATH, "running", 3)),
    ),
    (lambda n: n.config_changed(), ("/", XENMGR, "config_changed", ())),
    (lambda n: n.language_changed(), ("/", XENMGR, "language_changed", ())),
]


@pytest.mark.parametrize(("send", "sent"), SIGNALS, ids=[sent[2] for _, sent in SIGNALS])
def test_a_signal_leaves_at_once_with_its_arguments(
    send: Callable[[Notifier], None], sent: Sent
) -> None:
    wire = Wire()
    send(Notifier(wire, VirtualClock()))
    assert wire.sent == [sent]


def test_changed_properties_are_passed_on() -> None:
    wire = Wire()
    Notifier(wire, VirtualClock()).properties_changed(PATH, HOST, ["a", "b"])
    assert wire.changed == [(PATH, HOST, ("a", "b"))]


def told_at(story: Callable[[Notifier, int], None]) -> list[tuple[int, str]]:
    """When vm_config_changed left for whom; `story` is asked at 0, 300, 600 ms."""
    told: list[tuple[int, str]] = []

    async def main(clock: VirtualClock) -> None:
        class Timed(Wire):
            def emit(self, path: str, signal: SignalMessage) -> None:
                super().emit(path, signal)
                if signal.member == "vm_config_changed":
                    told.append((clock.now_ns(), str(self.sent[-1][3][0])))

        notifier = Notifier(Timed(), clock)
        for step in range(3):
            story(notifier, step)
            await clock.sleep(milliseconds(300))
        await clock.sleep(milliseconds(2000))

    run_virtual(main)
    return told


def test_a_config_change_is_told_half_a_second_after_the_last_of_a_row() -> None:
    last_ns = milliseconds(600)
    told = told_at(lambda notifier, step: notifier.vm_config_changed(UUID, PATH))
    assert told == [(last_ns + CONFIG_CHANGED_DELAY_NS, UUID)]


def test_vms_do_not_wait_for_each_other() -> None:
    def story(notifier: Notifier, step: int) -> None:
        if step < 2:
            notifier.vm_config_changed((UUID, OTHER)[step], PATH)

    assert told_at(story) == [
        (CONFIG_CHANGED_DELAY_NS, UUID),
        (milliseconds(300) + CONFIG_CHANGED_DELAY_NS, OTHER),
    ]


@pytest.mark.parametrize("verb", ["vm_deleted", "forget"])
def test_what_waits_is_dropped_with_its_vm(verb: str) -> None:
    def story(notifier: Notifier, step: int) -> None:
        if step == 0:
            notifier.vm_config_changed(UUID, PATH)
        elif step == 1:
            getattr(notifier, verb)(*((UUID, PATH) if verb == "vm_deleted" else (UUID,)))

    assert told_at(story) == []


def test_a_change_that_was_taken_back_is_not_told() -> None:
    def story(notifier: Notifier, step: int) -> None:
        if step == 0:
            notifier.committed()
            notifier.vm_config_changed(UUID, PATH)
            notifier.rolled_back()

    assert told_at(story) == []


@pytest.mark.parametrize("undone", ["vm_config_changed", "vm_deleted"])
def test_what_waited_before_the_undone_change_is_told_when_it_would_have_been(
    undone: str,
) -> None:
    def story(notifier: Notifier, step: int) -> None:
        if step == 0:
            notifier.vm_config_changed(UUID, PATH)
            notifier.committed()
        elif step == 1:
            getattr(notifier, undone)(UUID, PATH)
            notifier.rolled_back()

    assert told_at(story) == [(CONFIG_CHANGED_DELAY_NS, UUID)]
