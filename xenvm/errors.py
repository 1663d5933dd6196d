"""The errors of the core: each carries its facts, `str(error)` is one line of them.

Imports nothing; who publishes an error translates it at his own door.
"""


class XenvmError(Exception):
    """Root of every failure that the core raises on purpose."""


# strerror texts of the errno values that Xen answers; spelled here so that no host locale shows.
_ERRNO_TEXTS = {
    1: "Operation not permitted",
    2: "No such file or directory",
    3: "No such process",
    7: "Argument list too long",
    11: "Resource temporarily unavailable",
    12: "Cannot allocate memory",
    13: "Permission denied",
    14: "Bad address",
    16: "Device or resource busy",
    17: "File exists",
    19: "No such device",
    22: "Invalid argument",
    28: "No space left on device",
    38: "Function not implemented",
    75: "Value too large for defined data type",
    95: "Operation not supported",
}


class XcError(XenvmError):
    """A hypercall was refused: `<errno>: <strerror>: <operation>`.

    Source: xenops facts 1.1, the form with an error record.
    """

    def __init__(self, errno: int, operation: str) -> None:
        super().__init__(f"{errno}: {_ERRNO_TEXTS.get(errno, 'Unknown error')}: {operation}")
        self.errno = errno
        self.operation = operation


class XenstoreError(XenvmError):
    """Xenstore refused: the errno word of the wire and the path asked for."""

    def __init__(self, errno_word: str, path: str) -> None:
        super().__init__(f"{errno_word} {path}")
        self.errno_word = errno_word
        self.path = path


class XenopsError(XenvmError):
    """A step of the toolstack layer failed."""


class NotEnoughMemory(XenopsError):
    """The host has less free memory than a domain needs."""

    def __init__(self, needed_kib: int, free_kib: int) -> None:
        super().__init__(f"not enough memory needed_kib={needed_kib} free_kib={free_kib}")
        self.needed_kib = needed_kib
        self.free_kib = free_kib


class MissingCapability(XenopsError):
    """The host lacks a capability that the configuration requires."""

    def __init__(self, capability: str) -> None:
        super().__init__(f"host lacks capability={capability}")
        self.capability = capability


class CouldNotReadFile(XenopsError):
    """A kernel, ramdisk or firmware image is not readable on the host."""

    def __init__(self, path: str) -> None:
        super().__init__(f"could not read file={path}")
        self.path = path


class InvalidMac(XenopsError):
    """A MAC is not six pairs of hex digits."""

    def __init__(self, mac: str) -> None:
        super().__init__(f"invalid mac={mac}")
        self.mac = mac


class DeviceUnrecognized(XenopsError):
    """A disk name has no device number."""

    def __init__(self, name: str) -> None:
        super().__init__(f"device unrecognized name={name}")
        self.name = name


class WatchTimeout(XenopsError):
    """What was waited for in xenstore did not come in time."""

    def __init__(self, path: str, timeout_s: float) -> None:
        super().__init__(f"timeout path={path} timeout_s={timeout_s:g}")
        self.path = path
        self.timeout_s = timeout_s


class HotplugTimeout(XenopsError):
    """The backend's hotplug script did not answer for a device."""

    def __init__(self, domid: int, kind: str, devid: int) -> None:
        super().__init__(f"device timed out domid={domid} kind={kind} devid={devid}")
        self.domid = domid
        self.kind = kind
        self.devid = devid


class NetworkUnknown(XenopsError):
    """A NIC names a network that no network daemon offers."""

    def __init__(self, network: str) -> None:
        super().__init__(f"unknown network={network}")
        self.network = network


class DeviceModelFailed(XenopsError):
    """No device model came up for a domain."""

    def __init__(self, domid: int, text: str) -> None:
        super().__init__(f"device model failed domid={domid} reason={text}")
        self.domid = domid
        self.text = text


class StubdomFailed(XenopsError):
    """The stub domain of a domain could not be made or did not come up."""

    def __init__(self, domid: int, text: str) -> None:
        super().__init__(f"stub domain failed domid={domid} reason={text}")
        self.domid = domid
        self.text = text


class DomainStuck(XenopsError):
    """A destroyed domain stays in the dying state."""

    def __init__(self, domid: int) -> None:
        super().__init__(f"domain stuck in dying state domid={domid}")
        self.domid = domid


class GuestDidNotAcknowledge(XenopsError):
    """The guest did not answer a shutdown request in time."""

    def __init__(self, domid: int, reason: str) -> None:
        super().__init__(f"shutdown request not acknowledged domid={domid} reason={reason}")
        self.domid = domid
        self.reason = reason


class ShutdownForWrongReason(XenopsError):
    """The guest went down otherwise than it was asked to."""

    def __init__(self, domid: int, expected: str, actual: str) -> None:
        super().__init__(
            f"shutdown for wrong reason domid={domid} expected={expected} actual={actual}"
        )
        self.domid = domid
        self.expected = expected
        self.actual = actual


class ShutdownDidNotComplete(XenopsError):
    """The guest acknowledged a shutdown and never went down."""

    def __init__(self, domid: int) -> None:
        super().__init__(f"shutdown didn't complete domid={domid}")
        self.domid = domid


class VmError(XenvmError):
    """A verb on a VM was refused or given up."""


class VmBadState(VmError):
    """The VM is in a state in which the verb means nothing."""

    def __init__(self, uuid: str, state: str, verb: str) -> None:
        super().__init__(f"cannot {verb} vm={uuid} state={state}")
        self.uuid = uuid
        self.state = state
        self.verb = verb


class VmOvertaken(VmError):
    """A destroy overtook the verb before it was done."""

    def __init__(self, uuid: str, verb: str) -> None:
        super().__init__(f"{verb} overtaken by destroy vm={uuid}")
        self.uuid = uuid
        self.verb = verb


class NotSupported(XenvmError):
    """A feature is asked for that this release does not have."""

    def __init__(self, feature: str) -> None:
        super().__init__(f"not supported feature={feature}")
        self.feature = feature


class RestartRefused(VmError):
    """The layer above does not let a rebooted VM start again; `reason` is its own text."""

    def __init__(self, uuid: str, reason: str) -> None:
        super().__init__(f"restart refused vm={uuid} reason={reason}")
        self.uuid = uuid
        self.reason = reason
