"""Who hears everything that a simulated host tells, and checks at once that it may be told."""

from __future__ import annotations

import hashlib

from rpcgen.runtime.codec import decode
from rpcgen.runtime.interface import SignalMessage
from tests.support.host import Ear
from xenmgr.host import Host
from xenmgr.vm import PUBLIC_STATES
from xenvm.vmstate import MOVES, VmState

# What a client may see after what, read from the sequences of the real host: start, stop, reboot,
# destroy, pause. Kept apart from the product's own table of moves.
PUBLIC_MOVES = {
    "stopped": {"creating", "stopped"},
    "creating": {"creating", "running", "stopped"},
    "running": {"running", "paused", "stopping", "rebooting", "stopped"},
    "paused": {"running", "paused", "stopping", "rebooting", "stopped"},
    "stopping": {"stopped"},
    "rebooting": {"stopped"},
}
WORDS_PREFIX = "vm:state:"


class VmStory:
    """What was told of one VM."""

    def __init__(self) -> None:
        self.public = "stopped"
        # The words of a rebooted VM are those of a stopped one: which it was shows later.
        self.possible = {VmState.SHUTDOWN}
        self.announced: VmState | None = None


class Witness(Ear):
    """An ear that keeps every message, and fails on one that the state machine does not allow."""

    def __init__(self) -> None:
        super().__init__()
        self.host: Host | None = None
        self.faults: list[str] = []
        self.stories: dict[str, VmStory] = {}
        self._digest = hashlib.sha256()

    def emit(self, path: str, signal: SignalMessage) -> None:
        super().emit(path, signal)
        self._digest.update(repr((path, signal.member, signal.signature, signal.body)).encode())
        uuid, *arguments = decode(signal.signature, signal.body) or ("",)
        check = getattr(self, f"_{signal.member}", None)
        if signal.member == "vm_created":
            self._expect(uuid not in self.stories, f"{uuid} created twice")
            self.stories[uuid] = VmStory()
        elif signal.member != "notify" or uuid in self.stories:
            self._expect(uuid in self.stories, f"{signal.member} of {uuid}, which is not there")
        if check is not None and uuid in self.stories:
            check(uuid, *arguments)

    def digest(self) -> str:
        """The same for two runs that told the same bytes in the same order."""
        return self._digest.hexdigest()

    def _notify(self, uuid: str, words: str) -> None:
        if not words:
            return
        story = self.stories[uuid]
        self._expect(words.startswith(WORDS_PREFIX), f"notify {words!r}")
        word = VmState(words.removeprefix(WORDS_PREFIX))
        meant = {VmState.SHUTDOWN, VmState.REBOOTED} if word is VmState.SHUTDOWN else {word}
        now = {state for state in meant if any(state in MOVES[old] for old in story.possible)}
        self._expect(bool(now), f"{uuid} told {word} after {sorted(story.possible)}")
        self._expect(story.announced is None, f"{uuid} notify without its vm_state_changed")
        story.possible, story.announced = now or meant, word

    def _vm_state_changed(self, uuid: str, path: str, public: str, acpi: int) -> None:
        story = self.stories[uuid]
        self._expect(public in PUBLIC_MOVES[story.public], f"{uuid} {story.public} to {public}")
        said = None if story.announced is None else PUBLIC_STATES[story.announced]
        self._expect(said == public, f"{uuid} notify said {said}, vm_state_changed {public}")
        self._expect(acpi == (5 if public == "stopped" else 0), f"{uuid} {public} acpi {acpi}")
        assert self.host is not None
        vm = self.host.registry.by_uuid(uuid)
        shown = None if vm is None else vm.public_state()
        self._expect(shown == public, f"{uuid} property says {shown}, signal {public}")
        story.public, story.announced = public, None

    def _vm_deleted(self, uuid: str, path: str) -> None:
        self._expect(self.stories[uuid].public == "stopped", f"{uuid} deleted while it runs")
        del self.stories[uuid]

    def _expect(self, true: bool, fault: str) -> None:
        # Collected: an observer that raises is only logged by the toolstack.
        if not true:
            self.faults.append(fault)
