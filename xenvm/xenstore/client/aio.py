"""A client for asyncio programs: many requests under way, events by watch."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, TypeVar

from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore.client import calls
from xenvm.xenstore.client.calls import Call, Request
from xenvm.xenstore.perms import Perm, Perms
from xenvm.xenstore.retry import TRANSACT_ATTEMPTS_MAX
from xenvm.xenstore.wire import Op

T = TypeVar("T")

_READ_BYTES: Final = 64 * 1024


class _Verbs:
    """Reading and changing nodes, outside or inside a transaction."""

    def __init__(self, connection: "_Connection", tx: int) -> None:
        self._connection = connection
        self._tx = tx

    async def read(self, path: str) -> bytes:
        """The value of the node."""
        return await self._connection.run(calls.read(path, self._tx))

    async def write(self, path: str, value: bytes) -> None:
        """Set the value; the node and its parents come into being when missing."""
        await self._connection.run(calls.write(path, value, self._tx))

    async def mkdir(self, path: str) -> None:
        """Make the node and its parents; an existing one is left alone."""
        await self._connection.run(calls.mkdir(path, self._tx))

    async def rm(self, path: str) -> None:
        """Remove the node and all below it."""
        await self._connection.run(calls.rm(path, self._tx))

    async def directory(self, path: str) -> list[str]:
        """The children's names."""
        return await self._connection.run(calls.directory(path, self._tx))

    async def get_perms(self, path: str) -> Perms:
        """The permissions, the owner's entry first."""
        return await self._connection.run(calls.get_perms(path, self._tx))

    async def set_perms(self, path: str, entries: Sequence[Perm]) -> None:
        """Replace the permissions."""
        await self._connection.run(calls.set_perms(path, entries, self._tx))


class Transaction(_Verbs):
    """The verbs inside an open transaction."""


class Watch:
    """One watch: iterate over it for the paths that change, the watched one to begin with."""

    def __init__(self, client: "Client", path: str, token: str) -> None:
        self._client = client
        self._paths: asyncio.Queue[str | None] = asyncio.Queue()
        self.path = path
        self.token = token

    def __aiter__(self) -> "Watch":
        return self

    async def __anext__(self) -> str:
        path = await self._paths.get()
        if path is None:
            raise StopAsyncIteration
        return path

    async def cancel(self) -> None:
        """End the watch; the iteration ends after what has come."""
        await self._client.unwatch(self)

    def tell(self, path: str | None) -> None:
        """The client's side: an event came; None: there will be no more."""
        self._paths.put_nowait(path)


class Client(_Verbs):
    """One connection to the daemon, made by `await Client.connect()`."""

    def __init__(self, connection: "_Connection") -> None:
        super().__init__(connection, 0)
        self._tokens = 0

    @classmethod
    async def connect(cls, path: Path | None = None) -> "Client":
        """path: the daemon's socket, by default where the environment says. Raises OSError."""
        reader, writer = await asyncio.open_unix_connection(path or calls.socket_path())
        return cls(_Connection(reader, writer))

    async def close(self) -> None:
        """End the connection; what is under way fails with ConnectionError."""
        await self._connection.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction, committed at the block's end, dropped on an exception.

        The end raises XenstoreError EAGAIN on a conflict.
        """
        number = await self._connection.run(calls.start())
        try:
            yield Transaction(self._connection, number)
        except BaseException:
            await self._connection.run(calls.end(number, commit=False))
            raise
        await self._connection.run(calls.end(number, commit=True))

    async def transact(
        self,
        body: Callable[[Transaction], Awaitable[T]],
        attempts: int = TRANSACT_ATTEMPTS_MAX,
    ) -> T:
        """Run the body in a transaction, again after each conflict, so many times at most."""
        while True:
            attempts -= 1
            try:
                async with self.transaction() as transaction:
                    result = await body(transaction)
            except XenstoreError as error:
                if error.errno_word != "EAGAIN" or attempts <= 0:
                    raise
            else:
                return result

    async def watch(self, path: str) -> Watch:
        """A watch on the path and all below it."""
        self._tokens += 1
        watch = Watch(self, path, str(self._tokens))
        self._connection.watches[watch.token] = watch
        try:
            await self._connection.run(calls.watch(path, watch.token))
        except BaseException:
            del self._connection.watches[watch.token]
            raise
        return watch

    async def unwatch(self, watch: Watch) -> None:
        """What Watch.cancel does."""
        if self._connection.watches.pop(watch.token, None) is not None:
            await self._connection.run(calls.unwatch(watch.path, watch.token))
            watch.tell(None)

    async def introduce(self, domid: Domid, gfn: int, port: int) -> None:
        """The domain is ready to talk."""
        await self._connection.run(calls.introduce(domid, gfn, port))

    async def release(self, domid: Domid) -> None:
        """The domain is gone for the store."""
        await self._connection.run(calls.release(domid))

    async def resume(self, domid: Domid) -> None:
        """The domain runs again after a shutdown."""
        await self._connection.run(calls.resume(domid))

    async def set_target(self, domid: Domid, target: Domid) -> None:
        """Let the domain do what its target may."""
        await self._connection.run(calls.set_target(domid, target))

    async def is_introduced(self, domid: Domid) -> bool:
        """Whether the domain was introduced and not released."""
        return await self._connection.run(calls.is_introduced(domid))

    async def domain_path(self, domid: Domid) -> str:
        """The domain's directory."""
        return await self._connection.run(calls.domain_path(domid))

    async def control(self, *words: str) -> str:
        """The daemon's answer to a CONTROL command."""
        return await self._connection.run(calls.control(words))


class _Connection:
    """Requests by id, events by token; one task reads."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.watches: dict[str, Watch] = {}
        self._reader = reader
        self._writer = writer
        self._messages = calls.Messages()
        self._asked: dict[int, asyncio.Future[tuple[int, bytes]]] = {}
        self._closed = False
        self._task = asyncio.get_running_loop().create_task(self._receive())

    async def close(self) -> None:
        self._writer.close()
        await self._task

    async def run(self, call: Call[T]) -> T:
        try:
            request = next(call)
            while True:
                try:
                    payload = await self._ask(request)
                except XenstoreError as error:
                    request = call.throw(error)
                else:
                    request = call.send(payload)
        except StopIteration as done:
            result: T = done.value
            return result

    async def _ask(self, request: Request) -> bytes:
        if self._closed:
            raise ConnectionError("the connection to xenstored is closed")
        request_id, data = self._messages.request(request)
        answered = self._asked[request_id] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(data)
            await self._writer.drain()
            op, payload = await answered
        finally:
            del self._asked[request_id]
        return calls.reply(request, op, payload)

    async def _receive(self) -> None:
        try:
            while data := await self._reader.read(_READ_BYTES):
                for op, request_id, payload in self._messages.feed(data):
                    self._take(op, request_id, payload)
        except ConnectionError:
            pass  # as good as the end of the stream
        finally:
            self._end()

    def _take(self, op: int, request_id: int, payload: bytes) -> None:
        if op == Op.WATCH_EVENT:
            event = calls.event(payload)
            watch = self.watches.get(event.token)
            if watch is not None:
                watch.tell(event.path)
            return
        answered = self._asked.get(request_id)
        if answered is not None and not answered.done():
            answered.set_result((op, payload))

    def _end(self) -> None:
        self._closed = True
        self._writer.close()
        for answered in self._asked.values():
            if not answered.done():
                answered.set_exception(ConnectionError("xenstored closed the connection"))
        for watch in self.watches.values():
            watch.tell(None)
