"""How simulated guests and their surroundings behave: one row of settings a VM.

Values only; the actors ask at each step, so a change takes effect at the next one.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from xenvm.ids import NDVM_UUID, VmUuid
from xenvm.units import milliseconds, seconds
from xenvm.xenstore.paths import is_valid


class Behaviour(StrEnum):
    """What sort of guest it is."""

    NORMAL = "normal"
    IGNORES_SHUTDOWN = "ignores-shutdown"
    CRASHES_AT_BOOT = "crashes-at-boot"
    NO_PV_DRIVERS = "no-pv-drivers"


class Fault(StrEnum):
    """What in a guest's surroundings is broken."""

    HOTPLUG_SILENT = "hotplug-silent"
    BACKEND_NEVER_CLOSES = "backend-never-closes"
    STUBDOM_SILENT = "stubdom-silent"
    DEVICE_MODEL_SILENT = "device-model-silent"
    DEVICE_MODEL_FAILS = "device-model-fails"


DELAY_KNOBS: Final = ("boot_ns", "shutdown_ns", "balloon_ns", "create_ns")
BEHAVIOUR_KNOB: Final = "behaviour"
SENTINEL_KNOB: Final = "sentinel"
TEXT_KNOBS: Final = (*DELAY_KNOBS, BEHAVIOUR_KNOB, SENTINEL_KNOB)
# Far below what xenstore takes.
SENTINEL_CHARACTERS_MAX: Final = 256
# A day: longer than any wait of the toolstack.
DELAY_MAX_NS: Final = seconds(86_400)


@dataclass(frozen=True, slots=True)
class GuestKnobs:
    """Settings of one VM.

    boot_ns: unpause until the guest is up. shutdown_ns: request until it is down. balloon_ns:
    new memory target until reached. create_ns: nobody answers for a domain sooner than this after
    its creation. answer_ns: how long a script, backend or device model takes to answer anything.
    jitter: every delay is stretched by a random part of itself up to this. sentinel: the node
    below its home where a guest that is up says so, if it is there; "" for none. driver_domain:
    the guest serves devices to others.
    """

    boot_ns: int = seconds(3)
    shutdown_ns: int = seconds(2)
    balloon_ns: int = seconds(1)
    create_ns: int = seconds(0.2)
    answer_ns: int = milliseconds(5)
    jitter: float = 0.0
    behaviour: Behaviour = Behaviour.NORMAL
    sentinel: str = "booted"  # the stock templates' boot-sentinel
    faults: frozenset[Fault] = frozenset()
    driver_domain: bool = False

    def __post_init__(self) -> None:
        delays_ns = (
            self.boot_ns,
            self.shutdown_ns,
            self.balloon_ns,
            self.create_ns,
            self.answer_ns,
        )
        if min(delays_ns) < 0 or self.jitter < 0:
            raise ValueError(f"a delay is negative knobs={self}")


DEFAULT_KNOBS: Final = GuestKnobs()


class KnobTable:
    """The settings by VM uuid; VMs without any of their own share the default."""

    def __init__(self, default: GuestKnobs = DEFAULT_KNOBS) -> None:
        self.default = default
        self._own: dict[VmUuid, GuestKnobs] = {}
        self.set(NDVM_UUID, driver_domain=True)

    def for_uuid(self, uuid: VmUuid) -> GuestKnobs:
        """The VM's own settings, else the default."""
        return self._own.get(uuid, self.default)

    def set(self, uuid: VmUuid, **changes: object) -> None:
        """Change some of the VM's settings; those never set are the default's of this moment.

        TypeError for a name that is no knob, ValueError for a negative delay.
        """
        self._own[uuid] = _changed(self.for_uuid(uuid), changes)

    def set_default(self, **changes: object) -> None:
        """Change the settings of all VMs that have none of their own."""
        self.default = _changed(self.default, changes)

    def set_text(self, uuid: VmUuid, knob: str, value: str) -> None:
        """Sets one of TEXT_KNOBS from its text. ValueError says what is allowed."""
        if knob == BEHAVIOUR_KNOB:
            if value not in list(Behaviour):
                raise ValueError(f"one of {', '.join(Behaviour)}")
            self.set(uuid, behaviour=Behaviour(value))
        elif knob in DELAY_KNOBS:
            if not (value.isascii() and value.isdecimal()) or int(value) > DELAY_MAX_NS:
                raise ValueError(f"0 to {DELAY_MAX_NS} nanoseconds")
            self.set(uuid, **{knob: int(value)})
        elif knob == SENTINEL_KNOB:
            node = value.strip("/")
            if node and not is_valid(f"/{node}", SENTINEL_CHARACTERS_MAX):
                raise ValueError("nothing or the path of a node below the guest's home")
            self.set(uuid, sentinel=node)
        else:
            raise ValueError(f"a value of {', '.join(TEXT_KNOBS)} only")

    def texts(self, uuid: VmUuid) -> dict[str, str]:
        """What set_text may change, as it stands."""
        knobs = self.for_uuid(uuid)
        return {name: str(getattr(knobs, name)) for name in TEXT_KNOBS}

    def forget(self, uuid: VmUuid) -> None:
        """The VM has no settings of its own any more."""
        self._own.pop(uuid, None)


def _changed(knobs: GuestKnobs, changes: dict[str, object]) -> GuestKnobs:
    return replace(knobs, **changes)  # type: ignore[arg-type]  # names are checked by replace()
