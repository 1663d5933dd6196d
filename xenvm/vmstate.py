"""The states of a VM, the moves between them, and why a VM stopped: tables to read aloud.

Knows nothing of who moves; the words are those of the node /state/<uuid>/state.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class VmState(StrEnum):
    """A life state; the value is what OpenXT publishes."""

    CREATING_DEVICES = "creating-devices"
    CREATED = "created"
    RUNNING = "running"
    PAUSED = "paused"
    SHUTDOWNING = "shutdowning"
    SHUTDOWN = "shutdown"
    REBOOTING = "rebooting"
    REBOOTED = "rebooted"
    SUSPENDING = "suspending"
    SUSPENDED = "suspended"
    RESTORING = "restoring"


class StopReason(StrEnum):
    """Why a VM went down, as told with the state that says so."""

    HALTED = "halted"
    REBOOTED = "rebooted"
    SUSPENDED = "suspended"
    CRASHED = "crashed"
    VANISHED = "vanished"
    DESTROYED = "destroyed"
    CREATE_FAILED = "create-failed"


_S = VmState

# A move to the state one is in already is a repeated announcement and listed like any other.
MOVES: Final[Mapping[VmState, frozenset[VmState]]] = {
    _S.SHUTDOWN: frozenset({_S.SHUTDOWN, _S.CREATING_DEVICES, _S.RESTORING}),
    _S.RESTORING: frozenset({_S.CREATING_DEVICES, _S.SHUTDOWN}),
    _S.CREATING_DEVICES: frozenset({_S.CREATED, _S.SHUTDOWN}),
    _S.CREATED: frozenset({_S.RUNNING, _S.SHUTDOWN}),
    _S.RUNNING: frozenset(
        {_S.RUNNING, _S.PAUSED, _S.SHUTDOWNING, _S.REBOOTING, _S.SUSPENDING, _S.SHUTDOWN}
    ),
    _S.PAUSED: frozenset(
        {_S.PAUSED, _S.RUNNING, _S.SHUTDOWNING, _S.REBOOTING, _S.SUSPENDING, _S.SHUTDOWN}
    ),
    _S.SHUTDOWNING: frozenset({_S.SHUTDOWN}),
    _S.REBOOTING: frozenset({_S.REBOOTED, _S.SHUTDOWN}),
    _S.REBOOTED: frozenset({_S.CREATING_DEVICES, _S.SHUTDOWN}),
    _S.SUSPENDING: frozenset({_S.SUSPENDED, _S.RUNNING, _S.SHUTDOWN}),
    _S.SUSPENDED: frozenset({_S.RUNNING, _S.SHUTDOWN}),
}

# States in which no domain exists; every guard of OpenXT takes a VM in any other for running.
STOPPED_STATES: Final = frozenset({_S.SHUTDOWN, _S.REBOOTED})

# States in which a built guest is there to be asked something.
UP_STATES: Final = frozenset({_S.RUNNING, _S.PAUSED})
