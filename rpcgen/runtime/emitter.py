"""The outgoing side of a service: signals and PropertiesChanged of the running turn, replies."""

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Protocol

from rpcgen.runtime.directory import Directory
from rpcgen.runtime.errors import UnknownObject, as_reply
from rpcgen.runtime.interface import SignalMessage
from rpcgen.runtime.kind import Kind
from rpcgen.runtime.message import (
    ERROR,
    error_message,
    length_of,
    member_fields,
    parse,
    signal_message,
)
from rpcgen.runtime.outbox import Outbox
from rpcgen.runtime.properties import FaultReport, entries_array
from rpcgen.runtime.standard import properties_changed_message
from rpcgen.runtime.turn import Turn

SIGNAL_HEADERS_KEPT_MAX = 4096
"""Signal members whose header is kept ready; all OpenXT interfaces together have 71."""


class Transport(Protocol):
    """Where the messages of a service go."""

    @property
    def blocked(self) -> bool:
        """The socket takes nothing at present; take() will be called when it does."""

    def flush(self) -> None:
        """Send what Emitter.take() gives, unless blocked."""


class Emitter:
    """Collects what leaves; the turn decides when, the transport whether."""

    def __init__(self, directory: Directory, turn: Turn, report: FaultReport) -> None:
        self.outbox = Outbox()
        self.serials: Iterator[int] = chain.from_iterable(repeat(range(1, 1 << 32)))
        self.transport: Transport | None = None
        self._directory = directory
        self._turn = turn
        self._report = report
        self._headers: dict[tuple[str, str, str], bytes] = {}

    def emit(self, path: str, signal: SignalMessage) -> None:
        """The signal leaves at the end of this turn, in order. Raises EncodeError on a bad path."""
        self.outbox.signals.append(self._encoded(path, signal))
        self._turn.join(self)

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        """These properties have new values; one PropertiesChanged a turn says so."""
        self.outbox.changed(path, interface, names)
        self._turn.join(self)

    # The turn's side (turn.Outgoing)

    def seal(self) -> None:
        self.outbox.seal(self.transport is None or self.transport.blocked)

    def drop_turn(self, error: Exception) -> None:
        self.outbox.drop_turn(lambda replies: self._as_errors(replies, error))

    def flush(self) -> None:
        if self.transport is not None and not self.transport.blocked:
            self.transport.flush()

    # The transport's side

    def take(self) -> bytes:
        """Every message that may leave now, in order."""
        lost, self.outbox.signals_lost = self.outbox.signals_lost, 0
        if lost:
            self._report(f"signals_lost={lost}", BlockingIOError("the bus took no data"))
        return self.outbox.take(self._changed_message)

    def _encoded(self, path: str, signal: SignalMessage) -> bytes:
        key = (signal.interface, signal.member, signal.signature)
        header = self._headers.get(key)
        if header is None:
            if len(self._headers) >= SIGNAL_HEADERS_KEPT_MAX:
                self._headers.clear()
            header = self._headers[key] = member_fields(*key)
        return signal_message(next(self.serials), path, header, signal.body)

    def _changed_message(self, path: str, interface: str, names: Iterable[str]) -> bytes:
        """PropertiesChanged with the present values; nothing when the object is gone."""
        try:
            return self._encode_changed(path, interface, names)
        except UnknownObject:
            return b""
        except Exception as error:  # What else waits to leave must not wait for this.
            self._report(f"properties_changed={interface} path={path}", error)
            return b""

    def _encode_changed(self, path: str, interface: str, names: Iterable[str]) -> bytes:
        kind, ref = self._directory.resolve(path)
        if not isinstance(kind, Kind):
            return b""
        entries = []
        invalidated = []
        for name in names:
            emits = kind.emits(interface, name)
            if emits == "invalidates":
                invalidated.append(name)
            elif emits == "true":
                try:
                    entries.append(kind.rows[interface][name].entry_of(ref.target))
                except Exception as error:  # A value that cannot be read is not announced.
                    self._report(f"property={interface}.{name} path={path}", error)
                    invalidated.append(name)
        if not entries and not invalidated:
            return b""
        changed = properties_changed_message(interface, entries_array(entries), invalidated)
        return self._encoded(path, changed)

    def _as_errors(self, replies: bytes, error: Exception) -> list[bytes]:
        """The replies of a turn whose commit failed; those that are errors already stay."""
        failure = as_reply(error)
        answers = []
        at = 0
        while at < len(replies):
            end = at + length_of(replies, at)
            reply = parse(replies[at:end])
            if reply.kind == ERROR:
                answers.append(replies[at:end])
            else:
                answers.append(
                    error_message(
                        reply.serial,
                        reply.reply_serial,
                        reply.destination,
                        failure.name,
                        failure.text,
                    )
                )
            at = end
        return answers
