"""A client that waits: for tools and scripts."""

import socket
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, TypeVar

from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore import retry
from xenvm.xenstore.client import calls
from xenvm.xenstore.client.calls import Call, Event, Request
from xenvm.xenstore.perms import Perm, Perms
from xenvm.xenstore.wire import Op

T = TypeVar("T")

_READ_BYTES: Final = 64 * 1024


class _Verbs:
    """Reading and changing nodes, outside or inside a transaction."""

    def __init__(self, connection: "_Connection", tx: int) -> None:
        self._connection = connection
        self._tx = tx

    def read(self, path: str) -> bytes:
        """The value of the node."""
        return self._connection.run(calls.read(path, self._tx))

    def write(self, path: str, value: bytes) -> None:
        """Set the value; the node and its parents come into being when missing."""
        self._connection.run(calls.write(path, value, self._tx))

    def mkdir(self, path: str) -> None:
        """Make the node and its parents; an existing one is left alone."""
        self._connection.run(calls.mkdir(path, self._tx))

    def rm(self, path: str) -> None:
        """Remove the node and all below it."""
        self._connection.run(calls.rm(path, self._tx))

    def directory(self, path: str) -> list[str]:
        """The children's names."""
        return self._connection.run(calls.directory(path, self._tx))

    def get_perms(self, path: str) -> Perms:
        """The permissions, the owner's entry first."""
        return self._connection.run(calls.get_perms(path, self._tx))

    def set_perms(self, path: str, entries: Sequence[Perm]) -> None:
        """Replace the permissions."""
        self._connection.run(calls.set_perms(path, entries, self._tx))


class Transaction(_Verbs):
    """The verbs inside an open transaction."""


class Client(_Verbs):
    """One connection to the daemon; close it, or use it as a context."""

    def __init__(self, path: Path | None = None) -> None:
        """path: the daemon's socket, by default where the environment says. Raises OSError."""
        super().__init__(_Connection(path or calls.socket_path()), 0)

    def close(self) -> None:
        """End the connection; the daemon drops watches and transactions."""
        self._connection.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction, committed at the block's end, dropped on an exception.

        The end raises XenstoreError EAGAIN on a conflict.
        """
        number = self._connection.run(calls.start())
        try:
            yield Transaction(self._connection, number)
        except BaseException:
            self._connection.run(calls.end(number, commit=False))
            raise
        self._connection.run(calls.end(number, commit=True))

    def transact(
        self, body: Callable[[Transaction], T], attempts: int = retry.TRANSACT_ATTEMPTS_MAX
    ) -> T:
        """Run the body in a transaction, again after each conflict, so many times at most."""
        return retry.transact(self.transaction, body, attempts)

    def watch(self, path: str, token: str) -> None:
        """Events of changes at or below the path come out of event(), one to begin with."""
        self._connection.run(calls.watch(path, token))

    def unwatch(self, path: str, token: str) -> None:
        """End a watch; events that came before stay to be taken."""
        self._connection.run(calls.unwatch(path, token))

    def event(self, timeout_s: float | None = None) -> Event:
        """The next event. Raises TimeoutError."""
        return self._connection.event(timeout_s)

    def introduce(self, domid: Domid, gfn: int, port: int) -> None:
        """The domain is ready to talk."""
        self._connection.run(calls.introduce(domid, gfn, port))

    def release(self, domid: Domid) -> None:
        """The domain is gone for the store."""
        self._connection.run(calls.release(domid))

    def resume(self, domid: Domid) -> None:
        """The domain runs again after a shutdown."""
        self._connection.run(calls.resume(domid))

    def set_target(self, domid: Domid, target: Domid) -> None:
        """Let the domain do what its target may."""
        self._connection.run(calls.set_target(domid, target))

    def is_introduced(self, domid: Domid) -> bool:
        """Whether the domain was introduced and not released."""
        return self._connection.run(calls.is_introduced(domid))

    def domain_path(self, domid: Domid) -> str:
        """The domain's directory."""
        return self._connection.run(calls.domain_path(domid))

    def control(self, *words: str) -> str:
        """The daemon's answer to a CONTROL command."""
        return self._connection.run(calls.control(words))


class _Connection:
    """One request at a time; events that come meanwhile are kept."""

    def __init__(self, path: Path) -> None:
        self._messages = calls.Messages()
        self._events: deque[Event] = deque()
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise

    def close(self) -> None:
        self._socket.close()

    def run(self, call: Call[T]) -> T:
        try:
            request = next(call)
            while True:
                try:
                    payload = self._ask(request)
                except XenstoreError as error:
                    request = call.throw(error)
                else:
                    request = call.send(payload)
        except StopIteration as done:
            result: T = done.value
            return result

    def event(self, timeout_s: float | None) -> Event:
        self._socket.settimeout(timeout_s)
        try:
            while not self._events:
                self._receive()
        finally:
            self._socket.settimeout(None)
        return self._events.popleft()

    def _ask(self, request: Request) -> bytes:
        request_id, data = self._messages.request(request)
        self._socket.sendall(data)
        while True:
            for op, answered, payload in self._receive():
                if answered == request_id:
                    return calls.reply(request, op, payload)

    def _receive(self) -> list[tuple[int, int, bytes]]:
        """Replies that came; raises ConnectionError when the daemon is gone."""
        data = self._socket.recv(_READ_BYTES)
        if not data:
            raise ConnectionError("xenstored closed the connection")
        replies = []
        for op, request_id, payload in self._messages.feed(data):
            if op == Op.WATCH_EVENT:
                self._events.append(calls.event(payload))
            else:
                replies.append((op, request_id, payload))
        return replies
