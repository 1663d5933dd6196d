"""One client of the store on the wire: bytes in, bytes out, exactly one reply per request.

Sans-IO: whoever owns the socket calls receive() with what came, sends output(), says how much
went with sent(), and asks `state` whether to go on. Knows nothing of sockets, clocks or logs.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from itertools import islice
from typing import Final

from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore import wire
from xenvm.xenstore.commands import COMMANDS, Command
from xenvm.xenstore.store import Store
from xenvm.xenstore.throttle import WriteLimit
from xenvm.xenstore.trace import Trace
from xenvm.xenstore.watches import Watch
from xenvm.xenstore.wire import HEADER, HEADER_BYTES, PAYLOAD_MAX, Op

# Output that waits: above this no further request is taken until the client reads (XSA-326).
BACKLOG_PAUSE_BYTES: Final = 256 * 1024
# Events come unasked. A privileged client that never reads them is dropped at this.
BACKLOG_DROP_BYTES: Final = 16 * 1024 * 1024
# Requests answered before others get their turn: about a millisecond's worth.
REQUESTS_PER_TURN: Final = 256
# A request that concerns more nodes and watchers counts as so many requests.
EFFORT_FREE: Final = 4
_READ: Final = int(Op.READ)
_WATCH: Final = int(Op.WATCH)
_EVENT_HEAD: Final = HEADER.pack(Op.WATCH_EVENT, 0, 0, 0)[:4]
_WRITES: Final = frozenset((Op.WRITE, Op.MKDIR, Op.RM, Op.SET_PERMS))
_OPENS_OR_ENDS: Final = frozenset((Op.TRANSACTION_START, Op.TRANSACTION_END, Op.RESET_WATCHES))


class State(Enum):
    """What may be done with a connection."""

    OPEN = "open"
    IGNORED = "ignored"  # a guest that broke the protocol: kept until its domain dies (XSA-325)
    CLOSED = "closed"  # to be closed by the owner of the socket


_OPEN: Final = State.OPEN


class Connection:
    """The protocol state of one client."""

    __slots__ = (
        "_budget",
        "_commands",
        "_counted",
        "_credit",
        "_domain",
        "_events",
        "_frames",
        "_limit",
        "_limited",
        "_partial",
        "_replies",
        "_sent_of_first",
        "backlog_bytes",
        "more",
        "on_output",
        "read_only",
        "session",
        "state",
        "store",
        "trace",
    )

    def __init__(
        self,
        store: Store,
        domid: Domid,
        *,
        commands: Mapping[int, Command] = COMMANDS,
        read_only: bool = False,
        on_output: Callable[["Connection"], None] | None = None,
        limit: WriteLimit | None = None,
    ) -> None:
        """on_output: called when there is output where there was none.

        limit: how fast guests may write, if that matters.
        Raises XenstoreError ENOENT when there is no such domain.
        """
        self.store = store
        self.read_only = read_only
        self.on_output = on_output
        self.trace: Trace | None = None
        self.state = State.OPEN
        self.backlog_bytes = 0
        # Whether requests wait only for others to have their turn; receive() then, with nothing.
        self.more = False
        self._budget = 0
        self._partial = b""
        self._frames: list[bytes] = []
        self._sent_of_first = 0
        # Events that wait in _frames: an equal one is not queued again.
        self._events: set[bytes] = set()
        self._commands = commands
        self.session = store.connect(domid, self)
        self._limit = limit
        self._counted = 0  # open transactions of this connection that the limit knows of
        self._domain = self.session.domain
        self._replies = 0  # those in _frames, of a client with quotas
        self._limited = not self.session.privileged
        self._credit = limit.credit(domid) if limit is not None and self._limited else None

    @property
    def paused(self) -> bool:
        """Whether requests wait for the client to read; nothing should be received now."""
        return self.backlog_bytes > BACKLOG_PAUSE_BYTES or self._unread_enough()

    @property
    def wait_ns(self) -> int:
        """How long a guest that wrote too fast must wait; receive() then, with nothing."""
        return self._credit.wait_ns() if self._credit is not None else 0

    @property
    def unanswered(self) -> bytes:
        """What came and was not answered: the start of a request, or requests that wait."""
        return self._partial

    def resume(self, unanswered: bytes, output: bytes) -> None:
        """Go on where another connection with the same client stopped."""
        if output:
            self._queue(output)
        self.receive(unanswered)

    def receive(self, data: bytes) -> None:
        """Take bytes from the client and answer the whole requests among them.

        Some may be left for later: see paused, wait_ns and more.
        """
        if self.state is _OPEN:
            self._budget = REQUESTS_PER_TURN
            self._serve(self._partial + data if self._partial else data)

    def _serve(self, data: bytes) -> None:
        position = 0
        end = len(data)
        budget = self._budget
        self.more = False
        limited, tree = self._limited, self.store.tree
        unpack, pack = HEADER.unpack_from, HEADER.pack
        peek = None if limited or (self.trace is not None and self.trace.on) else self.store.peek
        while end - position >= HEADER_BYTES:
            op, request_id, transaction_id, length = unpack(data, position)
            if length > PAYLOAD_MAX:
                self._break()
                return
            body = position + HEADER_BYTES
            if end - body < length or self.backlog_bytes > BACKLOG_PAUSE_BYTES:
                break
            if not budget:
                self.more = True
                break
            if limited and self._must_wait():
                break
            budget -= 1
            position = body + length
            # By far the most frequent request: a value that there is no doubt about.
            if op == _READ and not transaction_id and peek is not None:
                value = peek(data[body:position])
                if value is not None:
                    frame = pack(_READ, request_id, 0, len(value)) + value
                    if self.backlog_bytes:
                        self._frames.append(frame)
                        self.backlog_bytes += len(frame)
                    else:
                        self._queue(frame)
                    continue
            effort = tree.effort
            self._answer(op, request_id, transaction_id, data[body:position])
            if tree.effort - effort > EFFORT_FREE:
                budget = max(budget - tree.effort + effort, 0)
            if self.state is not _OPEN:
                return
        self._partial = data[position:]
        self._budget = budget

    def output(self) -> bytes:
        """What is to be sent next."""
        frames = self._frames
        data = frames[0] if len(frames) == 1 else b"".join(frames)
        return data[self._sent_of_first :] if self._sent_of_first else data

    def sent(self, count: int) -> None:
        """So many bytes of output() went; requests that waited for room are answered now."""
        self.backlog_bytes -= count
        if not self.backlog_bytes:
            if self._replies:
                self._count_replies(-self._replies)
            self._frames.clear()
            self._events.clear()
            self._sent_of_first = 0
        else:
            self._forget_sent(count)
        if self._partial:
            self._go_on()

    def drop_events(self) -> None:
        """Forget the events that wait; the client did not take them in time.

        Requests that waited for room are answered now.
        """
        kept = self._frames[:1] if self._sent_of_first else []
        kept += [frame for frame in self._frames[len(kept) :] if frame[:4] != _EVENT_HEAD]
        self.backlog_bytes = sum(map(len, kept)) - self._sent_of_first
        self._frames = kept
        self._events.clear()
        self._go_on()

    def close(self) -> None:
        """The client is gone: its session ends."""
        self.store.disconnect(self.session)
        self._end(State.CLOSED)

    def event(self, watch: Watch, path: str) -> None:
        """The store's side: a watch fired."""
        frame = wire.event_frame(path, watch.token)
        if frame is None or self.state is not State.OPEN:
            return
        if frame in self._events or not self._has_room(len(frame)):
            return
        if path[0] != "@":
            self._events.add(frame)
        if self.trace is not None:
            self.trace.message("OUT", self, Op.WATCH_EVENT, frame[HEADER_BYTES:])
        self._queue(frame)

    def reset(self) -> None:
        """The store's side: the domain was introduced again, what was under way is void."""
        self._end(State.OPEN)

    def closed(self) -> None:
        """The store's side: the domain is gone."""
        self._end(State.CLOSED)

    def _go_on(self) -> None:
        if self._partial and not self.more and not self.paused and self.state is _OPEN:
            self._serve(self._partial)

    def _must_wait(self) -> bool:
        """Whether a guest wrote too fast, or has too many replies to read."""
        if self._credit is not None and self._credit.wait_ns():
            return True
        return self._unread_enough()

    def _unread_enough(self) -> bool:
        if not self._replies or self._domain is None:
            return False
        return 0 < self._domain.quotas.outstanding <= self._replies

    def _count_replies(self, change: int) -> None:
        """Book replies that wait, or no longer do, for their domain's report, too."""
        self._replies += change
        if self._domain is not None:
            self._domain.outstanding += change

    def _answer(self, op: int, request_id: int, transaction_id: int, payload: bytes) -> None:
        if self.trace is not None and self.trace.on:
            reply_op, reply = self._perform_traced(self.trace, op, transaction_id, payload)
        else:
            reply_op, reply = self._perform(op, transaction_id, payload)
        frame = HEADER.pack(reply_op, request_id, transaction_id, len(reply)) + reply
        if self.backlog_bytes:
            self._frames.append(frame)
            self.backlog_bytes += len(frame)
        else:
            self._queue(frame)
        if self._limited:
            self._count_replies(1)
        if self._credit is not None or reply_op in _OPENS_OR_ENDS:
            self._account(reply_op, transaction_id)
        elif reply_op == _WATCH:
            self._fire_first()

    def _fire_first(self) -> None:
        """The watch just made is the session's youngest; its first event follows the answer."""
        self.store.fire_first(next(reversed(self.session.watches.values())))

    def _perform(self, op: int, transaction_id: int, payload: bytes) -> tuple[int, bytes]:
        """Type and payload of the reply."""
        try:
            command = self._commands.get(op)
            if command is None:
                return Op.ERROR, b"ENOSYS\0"
            session = self.session
            if command.privileged and not session.privileged:
                return Op.ERROR, b"EACCES\0"
            overlay = None
            if transaction_id and not command.ignores_transaction:
                overlay = self.store.overlay(session, transaction_id)
            if command.writes and self.read_only:
                return Op.ERROR, b"EACCES\0"
            reply = command.handler(self.store, session, payload, overlay)
        except XenstoreError as error:
            return Op.ERROR, wire.error_payload(error.errno_word)
        return (op, reply) if len(reply) <= PAYLOAD_MAX else (Op.ERROR, b"E2BIG\0")

    def _perform_traced(
        self, trace: Trace, op: int, transaction_id: int, payload: bytes
    ) -> tuple[int, bytes]:
        trace.message("IN", self, op, payload)
        watches = dict(self.session.watches)
        overlay = self.session.overlays.get(transaction_id)
        reply_op, reply = self._perform(op, transaction_id, payload)
        if overlay is not None and transaction_id not in self.session.overlays:
            trace.destroyed("transaction", overlay)
        for key, watch in self.session.watches.items():
            if key not in watches:
                trace.created("watch", watch)
        for key, watch in watches.items():
            if key not in self.session.watches:
                trace.destroyed("watch", watch)
        trace.message("OUT", self, reply_op, reply)
        return reply_op, reply

    def _account(self, done: int, transaction_id: int) -> None:
        """Book what was done: open transactions, and writes that others' may suffer from."""
        if done == _WATCH:
            self._fire_first()
        limit = self._limit
        if limit is None:
            return
        if done in _OPENS_OR_ENDS:
            self._count_transactions(limit)
        if (
            self._credit is not None
            and limit.open_transactions
            and (done == Op.TRANSACTION_END or (done in _WRITES and not transaction_id))
        ):
            self._credit.debit()

    def _count_transactions(self, limit: WriteLimit) -> None:
        count = len(self.session.overlays)
        limit.open_transactions += count - self._counted
        self._counted = count

    def _queue(self, frame: bytes) -> None:
        self._frames.append(frame)
        waiting = self.backlog_bytes
        self.backlog_bytes = waiting + len(frame)
        if not waiting and self.on_output is not None:
            self.on_output(self)

    def _has_room(self, size: int) -> bool:
        """Whether an event may wait; guests lose it, a privileged client is dropped."""
        if not self.session.privileged:
            limit = self.store.quotas.memory_hard_bytes
            return not limit or self.backlog_bytes + size <= limit
        if self.backlog_bytes + size > BACKLOG_DROP_BYTES:
            self._break()
            return False
        return True

    def _forget_sent(self, count: int) -> None:
        count += self._sent_of_first
        whole = 0
        for frame in self._frames:
            if count < len(frame):
                break
            count -= len(frame)
            whole += 1
            if frame[:4] == _EVENT_HEAD:
                self._events.discard(frame)
            elif self._replies:
                self._count_replies(-1)
        self._frames = list(islice(self._frames, whole, None))
        self._sent_of_first = count

    def _break(self) -> None:
        """The client broke the protocol: a guest is ignored from now on, others are dropped."""
        if self.session.privileged:
            self.close()
        else:
            self.store.reset(self.session)
            self._end(State.IGNORED)

    def _end(self, state: State) -> None:
        self.state = state
        if self._limit is not None:
            self._count_transactions(self._limit)
        self.more = False
        self._count_replies(-self._replies)
        self._partial = b""
        self._frames.clear()
        self._events.clear()
        self._sent_of_first = 0
        self.backlog_bytes = 0
        if state is State.CLOSED and self.on_output is not None:
            self.on_output(self)
