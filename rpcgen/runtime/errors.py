"""D-Bus errors as exceptions: what a handler raises and what a proxy's call raises."""

from asyncio import CancelledError

NAME_PREFIX = "org.freedesktop.DBus.Error."
FAILED = NAME_PREFIX + "Failed"
INVALID_SIGNATURE = NAME_PREFIX + "InvalidSignature"
INVALID_ARGS = NAME_PREFIX + "InvalidArgs"
LIMITS_EXCEEDED = NAME_PREFIX + "LimitsExceeded"
NO_REPLY = NAME_PREFIX + "NoReply"
DISCONNECTED = NAME_PREFIX + "Disconnected"
NOT_SUPPORTED = NAME_PREFIX + "NotSupported"
UNKNOWN_METHOD = NAME_PREFIX + "UnknownMethod"
UNKNOWN_OBJECT = NAME_PREFIX + "UnknownObject"


class DBusError(Exception):
    """An error reply: `name` is the D-Bus error name, `text` its one string argument."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, text)
        self.name = name
        self.text = text

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


class Failed(DBusError):
    """org.freedesktop.DBus.Error.Failed."""

    def __init__(self, text: str) -> None:
        super().__init__(FAILED, text)


class InvalidArgs(DBusError):
    """Wrong number or types of arguments, or a body that is not what its signature says."""

    def __init__(self, text: str) -> None:
        super().__init__(INVALID_ARGS, text)


class UnknownObject(DBusError):
    """No object at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(UNKNOWN_OBJECT, path)


class UnknownMethod(DBusError):
    """The object has no such interface or member; the text is the member."""

    def __init__(self, member: str) -> None:
        super().__init__(UNKNOWN_METHOD, member)


class LimitsExceeded(DBusError):
    """A named limit of this service would be passed."""

    def __init__(self, text: str) -> None:
        super().__init__(LIMITS_EXCEEDED, text)


class NotSupported(DBusError):
    """The member exists but this service cannot do it."""

    def __init__(self, text: str) -> None:
        super().__init__(NOT_SUPPORTED, text)


class Disconnected(DBusError):
    """The bus connection ended before the reply came."""

    def __init__(self, text: str) -> None:
        super().__init__(DISCONNECTED, text)


class NameTaken(Exception):
    """RequestName did not make us the primary owner of `name`."""

    def __init__(self, name: str, reply_code: int) -> None:
        super().__init__(f"bus name {name} is not ours: RequestName answered {reply_code}")
        self.name = name
        self.reply_code = reply_code


class NoBus(ConnectionError):
    """There is no D-Bus daemon at `address` that lets us in."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"no bus at {address}: {reason}")
        self.address = address
        self.reason = reason


def as_reply(error: BaseException) -> DBusError:
    """The error as a caller sees it: its own name and text, or one line without a traceback."""
    if isinstance(error, DBusError):
        return error
    if isinstance(error, CancelledError):
        return DBusError(NO_REPLY, "the service gave this call up")
    lines = str(error).splitlines()
    said = f": {lines[0]}" if lines and lines[0] else ""
    return Failed(f"internal error: {type(error).__name__}{said}")
