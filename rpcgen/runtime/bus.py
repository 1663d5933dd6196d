"""The transport: dbus-next connects, authenticates and says Hello; then our reader and writer.

The only module of the runtime with a socket, and the only one that knows dbus-next (0.2.3). Its
private attributes that we need are read in `_take_over` alone and pinned by a test. Everything
behind Hello is ours: dbus-next's reader ends the connection at the first header field that it
does not know, and its writer does at the first EAGAIN.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from pathlib import Path

from dbus_next.aio.message_bus import MessageBus

from rpcgen.runtime.codec import DecodeError, decode, encode
from rpcgen.runtime.dispatch import Service
from rpcgen.runtime.errors import DBusError, Disconnected, LimitsExceeded, NameTaken, NoBus
from rpcgen.runtime.link import RECEIVE_BYTES, Link
from rpcgen.runtime.message import (
    ERROR,
    HEAD_BYTES,
    METHOD_RETURN,
    SIGNAL,
    Message,
    call_message,
    length_of,
    parse,
)

CALLS_IN_FLIGHT_MAX = 65_536
"""Unanswered calls of one client connection."""
MACHINE_ID_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")

_BUS = "org.freedesktop.DBus"
_BUS_PATH = "/org/freedesktop/DBus"
_PRIMARY_OWNER = 1

log = logging.getLogger(__name__)


class BusConnection:
    """A service that is on the bus."""

    def __init__(self, service: Service, link: Link, unique_name: str) -> None:
        self.unique_name = unique_name
        self._service = service
        self._link = link

    async def wait_closed(self) -> str:
        """Why the connection ended, once it has."""
        return await asyncio.shield(self._link.closed)

    def close(self) -> None:
        """Leave the bus; calls under way go on until Service.close()."""
        self._link.close()


async def serve(service: Service, address: str) -> BusConnection:
    """Put the service on the bus at `address` under its name; faults of its handlers are logged.

    Raises NoBus, NameTaken when we are not the name's primary owner, DBusError when the bus
    refuses the name.
    """
    stream, unique_name, pending, serial = await _take_over(address)
    try:
        pending = await _request_name(stream, service.name, serial, pending)
    except BaseException:
        stream.close()
        raise
    if not service.machine_id:
        service.machine_id = _machine_id()
    service.report = log_fault
    link = Link(stream, service, pending)
    service.attach(link)
    link.start()
    return BusConnection(service, link, unique_name)


class Client:
    """A connection that calls others and hears their signals (proxy.Caller)."""

    def __init__(self, unique_name: str, serial: int) -> None:
        self.unique_name = unique_name
        self._serial = serial
        self._link: Link | None = None
        self._out: list[bytes] = []
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._heard: dict[tuple[str, str, str], list[ClientSubscription]] = {}

    @classmethod
    async def connect(cls, address: str) -> "Client":
        """A client on the bus at `address`. Raises NoBus."""
        stream, unique_name, pending, serial = await _take_over(address)
        client = cls(unique_name, serial)
        client.attach(Link(stream, client, pending))
        return client

    def attach(self, link: Link) -> None:
        """Start on this link."""
        self._link = link
        link.closed.add_done_callback(self._lost)
        link.start()

    async def call(
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str,
        body: bytes,
        *,
        no_reply: bool = False,
    ) -> tuple[str, bytes]:
        """Signature and little-endian body of the reply. Raises DBusError, Disconnected when the
        connection ends first, EncodeError for names that are none.

        no_reply: none is asked or waited for; ("", b"") says that the call was handed over."""
        if self._link is None or self._link.closed.done():
            raise Disconnected(f"{interface}.{member} was not sent: the connection is closed")
        if len(self._waiting) >= CALLS_IN_FLIGHT_MAX:
            raise LimitsExceeded(f"{len(self._waiting)} calls are in flight already")
        serial = self._next_serial()
        self._out.append(
            call_message(
                serial, destination, path, interface, member, signature, body, no_reply=no_reply
            )
        )
        if no_reply:
            self._link.flush()
            return "", b""
        future = asyncio.get_running_loop().create_future()
        self._waiting[serial] = future
        self._link.flush()
        try:
            reply = await future
        finally:
            self._waiting.pop(serial, None)
        if reply.kind == ERROR:
            raise DBusError(reply.error_name or "", _error_text(reply))
        return reply.signature, _little_body(reply)

    async def subscribe(
        self,
        sender: str,
        path: str,
        interface: str,
        member: str,
        callback: Callable[[str, bytes], None],
    ) -> "ClientSubscription":
        """callback(signature, little-endian body) for each such signal from now on. The bus picks
        by sender; subscriptions of one client that differ in nothing else hear each other's."""
        rule = (
            f"type='signal',sender='{sender}',path='{path}',"
            f"interface='{interface}',member='{member}'"
        )
        subscription = ClientSubscription(self, rule, (path, interface, member), callback)
        self._heard.setdefault(subscription.key, []).append(subscription)
        try:
            await self.bus_call("AddMatch", "s", encode("s", (rule,)))
        except BaseException:
            self.forget(subscription)
            raise
        return subscription

    async def bus_call(self, member: str, signature: str, body: bytes) -> bytes:
        """A method of the bus itself."""
        _, reply = await self.call(_BUS, _BUS_PATH, _BUS, member, signature, body)
        return reply

    async def name_has_owner(self, name: str) -> bool:
        """Whether anybody owns this bus name."""
        (owned,) = decode("b", await self.bus_call("NameHasOwner", "s", encode("s", (name,))))
        return bool(owned)

    def forget(self, subscription: "ClientSubscription") -> None:
        """No callback of this subscription runs any more."""
        heard = self._heard.get(subscription.key, [])
        if subscription in heard:
            heard.remove(subscription)
        if not heard:
            self._heard.pop(subscription.key, None)

    async def wait_closed(self) -> str:
        """Why the connection ended, once it has."""
        if self._link is None:
            return "never connected"
        return await asyncio.shield(self._link.closed)

    def close(self) -> None:
        """Leave the bus; calls in flight end with Disconnected."""
        if self._link is not None:
            self._link.close()

    # The link's side

    def receive(self, data: bytes, at: int = 0) -> tuple[int, bool]:
        """Hand replies to their calls and signals to their subscribers."""
        while len(data) - at >= HEAD_BYTES:
            length = length_of(data, at)
            if length > len(data) - at:
                break
            self._handle(data[at : at + length])
            at += length
        return at, False

    def take(self) -> bytes:
        """The calls that wait to be sent."""
        data = b"".join(self._out)
        self._out.clear()
        return data

    def unblocked(self) -> None:
        """The socket takes data again."""
        if self._link is not None:
            self._link.flush()

    @property
    def backlog_bytes(self) -> int:
        """Nothing that a client hears makes it send: reading need never stop for it."""
        return 0

    def _handle(self, raw: bytes) -> None:
        try:
            message = parse(raw)
        except DecodeError as error:
            log.warning("ignored_message bytes=%d reason=%s", len(raw), error)
            return
        if message.kind in (METHOD_RETURN, ERROR):
            future = self._waiting.get(message.reply_serial)
            if future is not None and not future.done():
                future.set_result(message)
        elif message.kind == SIGNAL:
            self._hear(message)

    def _hear(self, message: Message) -> None:
        key = (message.path or "", message.interface or "", message.member or "")
        for subscription in tuple(self._heard.get(key, ())):
            try:
                subscription.callback(message.signature, _little_body(message))
            except Exception as error:  # One subscriber's fault is not the others'.
                log_fault(f"signal={message.interface}.{message.member}", error)

    def _lost(self, closed: "asyncio.Future[str]") -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Disconnected(closed.result()))

    def _next_serial(self) -> int:
        self._serial = self._serial % 0xFFFF_FFFF + 1
        return self._serial


class ClientSubscription:
    """One AddMatch of a client and what it calls."""

    __slots__ = ("_client", "_rule", "callback", "key")

    def __init__(
        self,
        client: Client,
        rule: str,
        key: tuple[str, str, str],
        callback: Callable[[str, bytes], None],
    ) -> None:
        self._client = client
        self._rule = rule
        self.key = key
        self.callback = callback

    async def cancel(self) -> None:
        """End it, on the bus too."""
        self._client.forget(self)
        await self._client.bus_call("RemoveMatch", "s", encode("s", (self._rule,)))


def log_fault(what: str, error: BaseException) -> None:
    """The log line of a fault that a caller only sees as one sentence."""
    log.error("fault %s", what, exc_info=error)


class _HelloBus(MessageBus):
    """dbus-next's connection up to Hello."""

    async def _auth_readline(self) -> str:
        """As the original, which never returns when the bus hangs up during authentication."""
        line = b""
        while not line.endswith(b"\r\n"):
            data = await asyncio.get_running_loop().sock_recv(self._sock, 1)
            if not data:
                raise ConnectionResetError("the bus hung up during authentication")
            line += data
        return line[:-2].decode()


async def _take_over(address: str) -> tuple[socket.socket, str, bytes, int]:
    """Connect, authenticate, say Hello with dbus-next; then its socket, our unique name, what was
    received behind the reply, and the next serial. Raises NoBus."""
    try:
        bus = _HelloBus(bus_address=address)
        await bus.connect()
    except Exception as error:  # dbus-next raises of every kind, down to ValueError.
        raise NoBus(address, str(error) or type(error).__name__) from error
    loop = asyncio.get_running_loop()
    loop.remove_reader(bus._fd)
    loop.remove_writer(bus._fd)
    pending = bytes(bus._unmarshaller.buf) + bytes(bus._stream.peek())
    stream = socket.socket(fileno=bus._sock.detach())
    stream.setblocking(False)
    return stream, str(bus.unique_name), pending, bus.next_serial()


async def _request_name(stream: socket.socket, name: str, serial: int, data: bytes) -> bytes:
    """Own the name; returns what was received behind the reply, which may be calls already.

    Not left to dbus-next: its reader would take those calls, and answer them."""
    loop = asyncio.get_running_loop()
    body = encode("su", (name, 0))
    call = call_message(serial, _BUS, _BUS_PATH, _BUS, "RequestName", "su", body)
    await loop.sock_sendall(stream, call)
    while True:
        while len(data) >= HEAD_BYTES and len(data) >= length_of(data, 0):
            length = length_of(data, 0)
            reply, data = parse(data[:length]), data[length:]
            if reply.reply_serial == serial:
                _check_ownership(name, reply)
                return data
        received = await loop.sock_recv(stream, RECEIVE_BYTES)
        if not received:
            raise Disconnected(f"the bus hung up before {name} was ours")
        data += received


def _check_ownership(name: str, reply: Message) -> None:
    if reply.kind == ERROR:
        raise DBusError(reply.error_name or "", _error_text(reply))
    (code,) = decode("u", reply.body, reply.little)
    if code != _PRIMARY_OWNER:
        raise NameTaken(name, code)


def _error_text(reply: Message) -> str:
    """The first argument of an error if it is text, else nothing."""
    try:
        values = decode(reply.signature, reply.body, reply.little)
    except DecodeError:
        return ""
    return values[0] if values and isinstance(values[0], str) else ""


def _little_body(message: Message) -> bytes:
    if message.little:
        return message.body
    signature = message.signature
    return encode(signature, decode(signature, message.body, little=False))


def _machine_id() -> str:
    for name in MACHINE_ID_FILES:
        try:
            return Path(name).read_text(encoding="ascii").strip()
        except OSError:
            continue
    return ""
