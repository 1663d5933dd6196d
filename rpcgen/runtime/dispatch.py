"""A D-Bus service without a socket: raw messages in, raw messages out.

The hot loop answers Get and GetAll from the raw bytes of the call; everything else goes by the
parsed message. What leaves, and when: emitter.py, turn.py. Does not log: faults go to `report`.
"""

from asyncio import CancelledError
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from types import CoroutineType
from typing import Any  # Arguments and results have the types of their method.

from rpcgen.runtime.codec import DecodeError, decode, encode
from rpcgen.runtime.directory import Directory
from rpcgen.runtime.emitter import Emitter, Transport
from rpcgen.runtime.errors import (
    DBusError,
    Failed,
    InvalidArgs,
    LimitsExceeded,
    UnknownMethod,
    as_reply,
)
from rpcgen.runtime.interface import SignalMessage
from rpcgen.runtime.kind import Setting, standard_stub
from rpcgen.runtime.managed import (
    ManagedObjects,
    interfaces_added_message,
    interfaces_removed_message,
)
from rpcgen.runtime.memo import Entry, ObjectRef, Stub
from rpcgen.runtime.message import (
    CALL_WORD,
    HEAD,
    HEAD_BYTES,
    MESSAGE_BYTES_MAX,
    METHOD_CALL,
    NO_REPLY_EXPECTED,
    PLAIN_CALL_MASK,
    REPLY_HEAD,
    REPLY_SERIAL_FIELD,
    RETURN_WORD,
    Message,
    error_message,
    length_of,
    parse,
    reply_tail,
)
from rpcgen.runtime.properties import SegmentCache
from rpcgen.runtime.standard import OBJECT_MANAGER, PEER, Refusal, refused
from rpcgen.runtime.tasks import CallTasks
from rpcgen.runtime.tree import Place
from rpcgen.runtime.turn import Turn

MEMO_BYTES_MAX = 1 << 20
"""Known call headers: some 1,200, three callers on each of 400 objects."""
SEGMENT_BYTES_MAX = 1 << 19
"""Kept GetAll replies: those of some 100 VMs, as many as a UI shows at once."""
CALLS_OUTSTANDING_MAX = 65_536
"""Calls of all callers that wait for their handler, at some 3 KiB each."""
CALLS_OF_CALLER_MAX = 32_768
"""Those of one caller: one for each domain that a host can have, and room for the others. Calls of
a caller that has left go on, as a VM that it started does, and count until they end."""
WORK_PER_TURN = 512
"""Batches end here, so that the loop is held some 3 ms: a Get counts 1 (4 us) ..."""
HANDLER_WORK = 16
"""... and a call of a handler this much (60 us)."""
REPLY_BODY_MAX = MESSAGE_BYTES_MAX - (1 << 16)
"""Leaves room for the header."""

LARGE_REPLY_BYTES = 1 << 16
"""Replies above this are counted before they are kept; the hot loop makes no such ones."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler may know of the call that it answers."""

    sender: str | None
    serial: int
    no_reply: bool
    path: str
    interface: str
    member: str


class Service:
    """The objects at `places`, under the bus name `name`, on one connection of their own.

    managed_objects() -> paths of all objects below the root, for ObjectManager at "/"; it is
    read over several turns, so it must not mind changes in between. None: no ObjectManager.
    on_busy and on_idle are called when the first call begins to wait for its handler, and when
    the last one has ended.
    """

    def __init__(
        self,
        name: str,
        places: Sequence[Place],
        turn: Turn,
        *,
        managed_objects: Callable[[], Iterable[str]] | None = None,
        machine_id: str = "",
        refuse: Refusal = refused,
        memo_bytes_max: int = MEMO_BYTES_MAX,
        segment_bytes_max: int = SEGMENT_BYTES_MAX,
    ) -> None:
        self.name = name
        self.machine_id = machine_id
        self.outstanding = 0
        self._waiting: dict[str | None, int] = {}  # the same by caller; none of those without
        self.on_busy: Callable[[], None] = _nothing
        self.on_idle: Callable[[], None] = _nothing
        self.report: Callable[[str, BaseException], None] = _unreported
        self._turn = turn
        self._managed = (
            None
            if managed_objects is None
            else ManagedObjects(managed_objects, self._managed_content)
        )
        setting = Setting(
            SegmentCache(segment_bytes_max), self._report, refuse, self._object_manager()
        )
        self._directory = Directory(places, setting, memo_bytes_max)
        self._emitter = Emitter(self._directory, turn, self._report)
        self._tasks = CallTasks(name)
        self.take = self._emitter.take  # for the transport, at the end of a turn only
        self._peer = {
            "Ping": (standard_stub(PEER, "Ping", lambda ref, arguments: None),),
            "GetMachineId": (standard_stub(PEER, "GetMachineId", self._get_machine_id),),
        }

    # Signals, for the owner of the objects

    def emit(self, path: str, signal: SignalMessage) -> None:
        """The signal leaves at the end of this turn, in order. Raises EncodeError on a bad path."""
        self._emitter.emit(path, signal)

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        """These properties have new values; one PropertiesChanged a turn says so."""
        self._emitter.properties_changed(path, interface, names)

    def interfaces_added(self, path: str) -> None:
        """An object appeared: ObjectManager's signal, with the properties that it shows."""
        self.invalidate(path)
        content = self._directory.managed_content(path)
        if content is not None and self._managed is not None:
            self.emit("/", interfaces_added_message(path, content))

    def interfaces_removed(self, path: str, interfaces: Iterable[str] | None = None) -> None:
        """An object vanished, or those of its interfaces that are named."""
        self.invalidate(path)
        match = self._directory.kind(path)
        if match is not None and self._managed is not None:
            names = match[0].shown.names if interfaces is None else interfaces
            self.emit("/", interfaces_removed_message(path, names))

    def invalidate(self, path: str) -> None:
        """The object at the path appeared, vanished or was replaced: forget it and all below."""
        self._directory.memo.forget(path)

    # The transport's side

    def attach(self, transport: Transport | None) -> None:
        """Where messages go from now on; None: they are kept as if the socket took nothing."""
        self._emitter.transport = transport

    @property
    def backlog_bytes(self) -> int:
        """Bytes kept since the transport is blocked."""
        return self._emitter.outbox.sealed_bytes

    def unblocked(self) -> None:
        """The transport takes data again: what was kept leaves."""
        self._turn.join(self._emitter)
        self._turn.end()

    async def close(self) -> None:
        """Cancel the calls under way."""
        await self._tasks.close()

    def receive(self, data: bytes, at: int = 0) -> tuple[int, bool]:
        """Answer the whole messages of `data` from `at` on, one batch, which ends the turn.

        Returns the offset of the first byte not used, and whether the batch ended early, so that
        the loop can serve others before the next. Raises FramingError.
        """
        self._turn.open()
        try:
            return self._answer_batch(data, at)
        finally:
            self._turn.join(self._emitter)
            self._turn.end()

    def _answer_batch(self, data: bytes, at: int) -> tuple[int, bool]:
        """The hot loop: one unpack, two look-ups, one answer, one pack a message."""
        find = self._directory.memo.entries.get
        unpack, pack = HEAD.unpack_from, REPLY_HEAD.pack
        replies, serials = self._emitter.outbox.replies, self._emitter.serials
        size = len(data)
        work = WORK_PER_TURN
        while size - at >= HEAD_BYTES:
            if work <= 0:
                return at, True
            word, body_length, serial, fields_length = unpack(data, at)
            fields_at = at + HEAD_BYTES
            body_at = fields_at + (fields_length + 7 & -8)
            end = body_at + body_length
            if end <= size and word & PLAIN_CALL_MASK == CALL_WORD:
                entry = find(data[fields_at : fields_at + fields_length])
                if entry is not None:
                    answer = entry.answers.get(data[body_at:end])
                    at = end
                    if answer is None:
                        self._perform(entry, serial, True, data[body_at:end])
                        work -= HANDLER_WORK
                        continue
                    try:
                        body = answer(entry.ref)
                    except Exception as error:  # A getter's fault is its caller's answer.
                        self._answer_error(entry.sender, serial, True, _where(entry), error)
                    else:
                        head = pack(
                            RETURN_WORD,
                            len(body),
                            next(serials),
                            entry.fields_length,
                            REPLY_SERIAL_FIELD,
                            serial,
                        )
                        replies += (head, entry.tail, body)
                    work -= 1
                    continue
            length = length_of(data, at)
            if length > size - at:
                break
            self._handle(data[at : at + length])
            at += length
            work -= HANDLER_WORK
        return at, False

    # Calls by their parsed message

    def _handle(self, raw: bytes) -> None:
        try:
            message = parse(raw)
        except DecodeError as error:
            self._report(f"ignored_message_bytes={len(raw)}", error)
            return
        if message.kind != METHOD_CALL:
            return
        wanted = not message.flags & NO_REPLY_EXPECTED
        try:
            entry, kept = self._understand(message)
            body = message.body if message.little else _little(message)
        except Exception as error:  # Whatever it is, it is this call's answer.
            where = f"path={message.path} member={message.interface}.{message.member}"
            self._answer_error(message.sender, message.serial, wanted, where, error)
            return
        if kept and message.little:
            fields_length = HEAD.unpack_from(raw)[3]
            self._directory.memo.add(raw[HEAD_BYTES : HEAD_BYTES + fields_length], entry)
        self._perform(entry, message.serial, wanted, body)

    def _understand(self, message: Message) -> tuple[Entry, bool]:
        """The entry of a call, and whether its header may be memorised. Raises DBusError."""
        path, member = message.path or "", message.member or ""
        stubs: tuple[Stub, ...]
        if message.interface == PEER.name:
            kept, ref = False, ObjectRef(path, (), None, lambda target: ())
            stubs = self._peer.get(member, ())
        else:
            kind, ref = self._directory.resolve(path)
            kept = kind.kept
            stubs = kind.stubs(message.interface, member) if message.interface else ()
        stub = _taking(message, stubs)
        tail, fields_length = reply_tail(message.sender, stub.out_signature)
        return Entry(ref, stub, message.sender, tail, fields_length), kept

    def _perform(self, entry: Entry, serial: int, wanted: bool, body: bytes) -> None:
        """Answer at once, or call the handler; its reply is queued now, or when it ends."""
        try:
            answer = entry.answers.get(body)
            if answer is not None:
                self._answer(entry, serial, wanted, answer(entry.ref))
                return
            self._check_room(entry.sender)
            ended, result = self._begin(entry, serial, wanted, body)
            if ended:
                self._answer(entry, serial, wanted, entry.stub.encode(result))
                return
        except (Exception, CancelledError) as error:  # A handler's fault is its caller's answer.
            self._answer_error(entry.sender, serial, wanted, _where(entry), error)
            return
        self._waiting[entry.sender] = self._waiting.get(entry.sender, 0) + 1
        self.outstanding += 1
        if self.outstanding == 1:
            self.on_busy()

    def _check_room(self, sender: str | None) -> None:
        """Whether one more call may wait for its handler. Raises LimitsExceeded."""
        if self.outstanding >= CALLS_OUTSTANDING_MAX:
            raise LimitsExceeded(f"{self.outstanding} calls are waiting already")
        waiting = self._waiting.get(sender, 0)
        if waiting >= CALLS_OF_CALLER_MAX:
            raise LimitsExceeded(f"{waiting} calls of this caller are waiting already")

    def _begin(
        self, entry: Entry, serial: int, wanted: bool, body: bytes
    ) -> tuple[bool, Any]:  # Any: see import.
        """(True, result), or (False, None) when a task goes on with the handler."""
        global _current
        stub = entry.stub
        try:
            arguments = stub.decode(body)
        except DecodeError as error:
            raise InvalidArgs(f"{stub.interface}.{stub.member}: {error}") from error
        _current = Call(
            entry.sender, serial, not wanted, entry.ref.path, stub.interface, stub.member
        )
        try:
            result = stub.call(entry.ref, arguments)
            if type(result) is not CoroutineType:
                if not isawaitable(result):
                    return True, result
                result = _awaited(result)
            return self._tasks.start(result, partial(self._end_later, entry, serial, wanted))
        finally:
            _current = None

    def _end_later(
        self,
        entry: Entry,
        serial: int,
        wanted: bool,
        result: Any,  # Any: see import.
        error: BaseException | None,
    ) -> None:
        """A call that was suspended has ended, in a later turn."""
        try:
            if error is not None:
                raise error
            self._answer(entry, serial, wanted, entry.stub.encode(result))
        except (Exception, CancelledError) as fault:  # As in _perform.
            self._answer_error(entry.sender, serial, wanted, _where(entry), fault)
        self._turn.join(self._emitter)
        self._forget_waiting(entry.sender)
        self.outstanding -= 1
        if self.outstanding == 0:
            self.on_idle()

    def _forget_waiting(self, sender: str | None) -> None:
        waiting = self._waiting[sender] - 1
        if waiting:
            self._waiting[sender] = waiting
        else:
            del self._waiting[sender]

    def _answer(self, entry: Entry, serial: int, wanted: bool, body: bytes) -> None:
        if len(body) > REPLY_BODY_MAX:
            raise LimitsExceeded(f"reply of {len(body)} bytes, {REPLY_BODY_MAX} at most")
        if not wanted:
            return
        emitter = self._emitter
        if len(body) > LARGE_REPLY_BYTES and not emitter.outbox.has_room_for(len(body)):
            raise LimitsExceeded(f"reply of {len(body)} bytes behind others that wait to be sent")
        head = REPLY_HEAD.pack(
            RETURN_WORD,
            len(body),
            next(emitter.serials),
            entry.fields_length,
            REPLY_SERIAL_FIELD,
            serial,
        )
        emitter.outbox.replies += (head, entry.tail, body)

    def _answer_error(
        self, sender: str | None, serial: int, wanted: bool, where: str, error: BaseException
    ) -> None:
        if not isinstance(error, DBusError | CancelledError):
            self._report(where, error)
        if not wanted:
            return
        answer = as_reply(error)
        emitter = self._emitter
        emitter.outbox.replies.append(
            error_message(next(emitter.serials), serial, sender, answer.name, answer.text)
        )

    def _report(self, what: str, error: BaseException) -> None:
        self.report(f"service={self.name} {what}", error)

    # Methods that the service itself answers

    def _get_machine_id(self, ref: ObjectRef, arguments: tuple[()]) -> str:
        if not self.machine_id:
            raise Failed("this host has no machine id")
        return self.machine_id

    def _managed_content(self, path: str) -> bytes | None:
        return self._directory.managed_content(path)

    def _object_manager(self) -> Stub | None:
        if self._managed is None:
            return None
        stub = standard_stub(OBJECT_MANAGER, "GetManagedObjects", self._get_managed_objects)
        return Stub(
            stub.interface,
            stub.member,
            stub.in_signature,
            stub.out_signature,
            stub.decode,
            bytes,
            stub.call,
            stub.answers,
        )

    async def _get_managed_objects(self, ref: ObjectRef, arguments: tuple[()]) -> bytes:
        assert self._managed is not None
        return await self._managed.body()


_current: Call | None = None


def current_call() -> Call:
    """The call being answered; only a handler may ask, and only up to its first await."""
    if _current is None:
        raise RuntimeError("no call is being answered")
    return _current


async def _awaited(result: Awaitable[Any]) -> Any:  # Any: see import.
    return await result


def _taking(message: Message, stubs: Sequence[Stub]) -> Stub:
    """The method that takes these arguments. Raises UnknownMethod, InvalidArgs."""
    for stub in stubs:
        if stub.in_signature == message.signature:
            return stub
    if not stubs:
        raise UnknownMethod(message.member or "")
    takes = " or ".join(repr(stub.in_signature) for stub in stubs)
    raise InvalidArgs(
        f"{message.interface}.{message.member} takes {takes}, {message.signature!r} was given"
    )


def _little(message: Message) -> bytes:
    """The body of a big-endian call as little-endian bytes. Raises InvalidArgs."""
    try:
        return encode(message.signature, decode(message.signature, message.body, little=False))
    except DecodeError as error:
        raise InvalidArgs(f"{message.interface}.{message.member}: {error}") from error


def _where(entry: Entry) -> str:
    return f"path={entry.ref.path} member={entry.stub.interface}.{entry.stub.member}"


def _nothing() -> None:
    """Hooks that nobody has set."""


def _unreported(what: str, error: BaseException) -> None:
    """Faults of a service that has no log yet."""
