"""What xenmgr answers when it fails: coded errors, refused values, and the core's errors retold.

Clients split the text at its first colon: "NNN:text". Source: xenmgr facts 1.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rpcgen.runtime.errors import DBusError, Failed, NotSupported
from xenvm import errors as core

# The codes that clients know. The texts of 101 and 102 are searched for by two of them.
CODES: Final[dict[int, str]] = {
    101: "Not enough free memory!",
    102: "VM is in unexpected state!",
    103: "VM didn't shutdown as expected.",
    104: "VM didn't shutdown!",
    105: "VM is already created!",
    107: "One of VM disks failed to mount",
    201: "Failed to hibernate VM",
    202: "Editing of properties is disabled by this VM's active policy",
    203: "No such device",
    204: "Cannot remove running VM",
    205: "Too many VMS",
    206: "No such disk",
    207: "Incorrect disk type",
    208: "Incorrect device type",
    212: "Failed to add a disk, device ID is duplicated",
    213: "Performing this action requires PV addons installed inside VM",
    214: "Property is read-only",
    215: "Property is write-only",
    216: "Currently not gathering diagnostic information",
    217: "Disk SHA1 sum does not match the expected one!",
    219: "Cannot start VM - another VM with AMT passthrough is already running",
    220: "Action suppressed by active policy settings",
    221: "Cannot change VM property while it is in hibernated state",
    222: "No such NIC",
    224: "Failed to resume vm from sleep",
    227: "Timeout waiting for guest to enter sleep state",
    228: "Timeout waiting for guest to enter hibernated state",
    229: "Timeout waiting for guest to enter shutdown state",
    231: "Graphics card cannot be passed through as secondary adapter",
    232: "Network backend domain is not running",
    233: "Cannot stat VM - another VM with oem acpi features is already running",
    235: "Host sleep is disabled while in TXT measured launch",
    236: "Unsupported language",
    237: "Rule parse error",
    238: "Encryption key already exists",
    239: "VHD file already contains encryption key",
    240: "Timeout waiting for network daemon to become ready",
}

IO_ERROR: Final = 223
REFUSED: Final = 290

# A refused value is quoted in the answer; nobody reads more of it than this.
SHOWN_CHARACTERS_MAX: Final = 60


class XenmgrError(Failed):
    """A coded failure, Failed "code:text"; without a text, the one that CODES has."""

    def __init__(self, code: int, text: str | None = None) -> None:
        super().__init__(f"{code}:{CODES[code] if text is None else text}")
        self.code = code


def refused(property_name: str, value: object, allowed: str) -> XenmgrError:
    """290: one sentence without a further colon that names the property, the value, the allowed."""
    return XenmgrError(REFUSED, f"{property_name} cannot be {_shown(value)}, allowed is {allowed}.")


def io_error(text: str) -> XenmgrError:
    """223: what the original answers for anything that fails inside an I/O action."""
    return XenmgrError(IO_ERROR, f"IO error: {text}")


def not_supported(feature: str) -> NotSupported:
    """The answer for what this release does not have."""
    return NotSupported(f"{feature} is not supported yet")


def from_core(error: core.XenvmError) -> DBusError:
    """A failure of the toolstack in the words that clients know."""
    match error:
        case core.NotEnoughMemory():
            return XenmgrError(101)
        case core.VmBadState():
            return XenmgrError(102)
        case core.ShutdownForWrongReason():
            return XenmgrError(103)
        case core.ShutdownDidNotComplete() | core.GuestDidNotAcknowledge():
            return XenmgrError(104)
        case core.MissingCapability(capability=capability):
            return XenmgrError(106, capability)
        case core.RestartRefused(reason=reason):
            return Failed(reason)
        case core.NotSupported(feature=feature):
            return not_supported(feature)
    return io_error(str(error))


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the core leave the block as from_core tells them."""
    try:
        yield
    except core.XenvmError as error:
        raise from_core(error) from error


@contextmanager
def io_failures(path: str) -> Iterator[None]:
    """What the host's files refuse in the block leaves it as 223 and names the host path."""
    try:
        yield
    except OSError as error:
        raise io_error(f"{path} - {error.strerror}") from error


def _shown(value: object) -> str:
    """The value for a sentence: text in quotes, colons and control characters escaped."""
    if not isinstance(value, str):
        return str(value)
    text = value[:SHOWN_CHARACTERS_MAX]
    more = "..." if len(value) > SHOWN_CHARACTERS_MAX else ""
    escaped = "".join(
        f"\\x{ord(each):02x}" if each == ":" or not each.isprintable() else each for each in text
    )
    return f"'{escaped}{more}'"
