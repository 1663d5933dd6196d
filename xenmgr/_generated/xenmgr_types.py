# Generated from xenmgr.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Names and enums of xenmgr.xml."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

CONFIG_UI_INTERFACE: Final = "com.citrix.xenclient.xenmgr.config.ui"
POLICY_INTERFACE: Final = "com.citrix.xenclient.policy"
XENMGR_CONFIG_INTERFACE: Final = "com.citrix.xenclient.xenmgr.config"
XENMGR_DIAG_INTERFACE: Final = "com.citrix.xenclient.xenmgr.diag"
XENMGR_GUESTREQ_INTERFACE: Final = "com.citrix.xenclient.xenmgr.guestreq"
XENMGR_INTERFACE: Final = "com.citrix.xenclient.xenmgr"
XENMGR_TESTING_INTERFACE: Final = "com.citrix.xenclient.xenmgr.testing"
XENMGR_UNRESTRICTED_INTERFACE: Final = "com.citrix.xenclient.xenmgr.unrestricted"


class ManagedDisktype(StrEnum):
    """MANAGED_DISKTYPE, D-Bus type s.

    The role a disk plays in a centrally managed VM.

    NONE: Not managed.
    SYSTEM: Holds the operating system; replaced by updates.
    APPLICATION: Holds applications.
    USER: Holds the user's own data; survives updates.
    """

    NONE = ""
    SYSTEM = "system"
    APPLICATION = "application"
    USER = "user"


class S3Mode(StrEnum):
    """S3_MODE, D-Bus type s.

    What becomes of a running VM while the host sleeps.

    PV: The guest is asked to sleep and is woken afterwards.
    IGNORE: The VM is left as it is.
    RESTART: The VM is shut down before and started again afterwards.
    SNAPSHOT: Reserved; the host refuses to sleep.
    """

    PV = "pv"
    IGNORE = "ignore"
    RESTART = "restart"
    SNAPSHOT = "snapshot"


class S4Mode(StrEnum):
    """S4_MODE, D-Bus type s.

    What becomes of a running VM while the host hibernates.

    PV: The guest is asked to hibernate; it needs guest tools.
    IGNORE: The VM is shut down with the others.
    RESTART: The VM is shut down and marked hibernated, so that it starts again with the host.
    SNAPSHOT: Reserved; the host refuses to hibernate.
    """

    PV = "pv"
    IGNORE = "ignore"
    RESTART = "restart"
    SNAPSHOT = "snapshot"


class VmState(StrEnum):
    """VM_STATE, D-Bus type s.

    The public state of a VM.

    CREATING: A domain is being built.
    RUNNING: The guest runs.
    STOPPING: The guest is on its way down.
    STOPPED: There is no domain.
    LOCKED: Stopped, and its user must log in before it can be used. Only the property says so,
    never a signal.
    REBOOTING: The guest goes down to come up again.
    REBOOTED: The old domain of a reboot is gone. Clients see stopped instead.
    SUSPENDING: The domain is being saved to a file.
    SUSPENDED: The domain has been saved to a file.
    RESTORING: The domain is being brought back from a file.
    PAUSED: The domain exists and gets no processor time.
    """

    CREATING = "creating"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    LOCKED = "locked"
    REBOOTING = "rebooting"
    REBOOTED = "rebooted"
    SUSPENDING = "suspending"
    SUSPENDED = "suspended"
    RESTORING = "restoring"
    PAUSED = "paused"
