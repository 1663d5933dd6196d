"""The store's sockets: listens, reads and writes, never blocking.

Each introduced domain gets a socket `dom<domid>.sock`: whoever connects there is that guest,
unprivileged. On `socket_ro` whatever writes is answered EACCES.
"""

import contextlib
import errno
import logging
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from xenvm.errors import XenstoreError
from xenvm.ids import DOM0, Domid
from xenvm.units import NS_PER_S
from xenvm.xenstore.commands import COMMANDS, Command
from xenvm.xenstore.connection import Connection, State
from xenvm.xenstore.daemon.pollers import Poller
from xenvm.xenstore.store import Store
from xenvm.xenstore.stream import NO_FD, ClientState, DaemonState
from xenvm.xenstore.throttle import WriteLimit
from xenvm.xenstore.trace import Trace

_log = logging.getLogger(__name__)

# One read takes many requests, but not so many that others wait long.
READ_BYTES: Final = 64 * 1024
# A burst of connects must not be refused; xenstored's 1 is.
LISTEN_BACKLOG: Final = 1024
# How long a guest may leave events unread before it loses them; xenstored's -w watch-event.
EVENT_TIMEOUT_NS: Final = 20 * NS_PER_S
# Connections taken in one go, before those who are connected get their turn again.
ACCEPTS_PER_TURN: Final = 64
# A guest has one ring in Xen; so many sockets are enough for whoever plays it.
CONNECTIONS_PER_GUEST_MAX: Final = 64
# Without a free descriptor, when to try again to accept; sooner if one of ours is freed.
ACCEPT_AGAIN_NS: Final = NS_PER_S // 10

_NO_DESCRIPTOR: Final = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM))


class Server:
    """All sockets of one store."""

    def __init__(
        self,
        store: Store,
        rundir: Path,
        poller: Poller,
        *,
        commands: Mapping[int, Command] = COMMANDS,
        trace: Trace | None = None,
        limit: WriteLimit | None = None,
        save: Callable[[], None] | None = None,
        event_timeout_ns: int = EVENT_TIMEOUT_NS,
    ) -> None:
        """limit: how fast guests may write while transactions are open; None = as they like.

        save: makes what was done durable; called before anything is sent.
        event_timeout_ns: how long a guest may leave events unread; 0 = for ever.
        """
        self.store = store
        self.rundir = rundir
        self.poller = poller
        self.commands = commands
        self.trace = trace
        self.limit = limit
        self.save = save
        self.event_timeout_ns = event_timeout_ns
        self.links: set[Link] = set()
        self._deaf: list[_Endpoint] = []
        self._is_starved = False
        self._endpoints: dict[str, _Endpoint] = {}
        self._dirty: list[Link] = []

    def start(self, socket_path: str | None = None, state: DaemonState | None = None) -> None:
        """Listen for the privileged, and for every introduced domain from now on.

        socket_path: where, if not at `socket` in the run directory. state: of the daemon that
        was here before, whose clients and socket are taken over. Raises OSError.
        """
        state = state or DaemonState()
        self.listen(socket_path or "socket", DOM0, fd=state.socket_fd)
        self.listen("socket_ro", DOM0, read_only=True)
        for domain in self.store.domains.all():
            if domain.introduced and domain.domid != DOM0:
                self._introduced(Domid(domain.domid))
        self.store.on_introduced = self._introduced
        self.store.on_gone = self._gone
        for client in state.clients:
            client_socket = socket.socket(fileno=client.fd)
            client_socket.set_inheritable(False)
            Link(self, client_socket, client.domid, client.read_only).thaw(client)

    def freeze(self) -> DaemonState:
        """What another daemon needs to continue from here, fds included."""
        links = sorted(self.links, key=lambda link: link.connection.session.serial)
        main = next(iter(self._endpoints.values()))
        return DaemonState(main.fileno(), [link.freeze() for link in links])

    def listen(self, name: str, domid: Domid, *, read_only: bool = False, fd: int = NO_FD) -> None:
        """Take connections of the domain at this name in the run directory.

        fd: of a socket that listens there already.
        """
        path = self.rundir / name
        listening = _listen(path, read_only) if fd == NO_FD else socket.socket(fileno=fd)
        listening.set_inheritable(False)
        self._endpoints[name] = _Endpoint(self, listening, path, domid, read_only)

    def close(self) -> None:
        """Stop listening and drop every client."""
        if self.store.on_introduced == self._introduced:
            self.store.on_introduced = self.store.on_gone = _nobody
        for endpoint in self._endpoints.values():
            endpoint.close()
        self._endpoints.clear()
        for link in list(self.links):
            link.drop()

    def descriptor_missing(self, endpoint: "_Endpoint") -> None:
        """The endpoint cannot accept: it stops trying until a descriptor may be free."""
        if not self._is_starved:
            self._is_starved = True
            _log.warning("no descriptor left for xenstore clients clients=%d", len(self.links))
        if not self._deaf:
            self.poller.after(ACCEPT_AGAIN_NS, self.descriptor_freed)
        self._deaf.append(endpoint)

    def accepted(self) -> None:
        """There was a descriptor."""
        self._is_starved = False

    def descriptor_freed(self) -> None:
        """Endpoints that waited for one accept again."""
        deaf, self._deaf = self._deaf, []
        for endpoint in deaf:
            endpoint.listen()

    def has_output(self, link: "Link") -> None:
        """The link has something to send, or is to be closed: soon."""
        if not self._dirty:
            self.poller.soon(self._flush)
        self._dirty.append(link)

    def _flush(self) -> None:
        links, self._dirty = self._dirty, []
        for link in links:
            link.flush()

    def _introduced(self, domid: Domid) -> None:
        """A domain works without a socket, too: for want of one it must not fail."""
        try:
            self.listen(f"dom{domid}.sock", domid)
        except OSError as error:
            _log.warning("no xenstore socket domid=%d error=%s", domid, error)

    def _gone(self, domid: Domid) -> None:
        if self.limit is not None:
            self.limit.forget(domid)
        endpoint = self._endpoints.pop(f"dom{domid}.sock", None)
        if endpoint is not None:
            endpoint.close()


def _nobody(domid: Domid) -> None:
    """The hook of nobody who wants to know."""


def _listen(path: Path, read_only: bool) -> socket.socket:
    """A socket that listens there, whatever was there before. Raises OSError with the path."""
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.setblocking(False)
        # The node that bind makes has the mode of the socket: at no moment may others connect.
        os.fchmod(listening.fileno(), 0o600)
        try:
            listening.bind(str(path))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            path.unlink()
            listening.bind(str(path))
        if read_only:
            path.chmod(0o660)
        listening.listen(LISTEN_BACKLOG)
    except OSError as error:
        listening.close()
        raise OSError(error.errno, error.strerror, str(path)) from error
    return listening


class _Endpoint:
    """One listening socket."""

    def __init__(
        self,
        server: Server,
        listening: socket.socket,
        path: Path,
        domid: Domid,
        read_only: bool,
    ) -> None:
        self._server = server
        # As text: a Path takes half a kilobyte, and there is one of these for each domain.
        self._path = str(path)
        self._domid = domid
        self._read_only = read_only
        self._socket = listening
        self._is_closed = False
        self.listen()

    def listen(self) -> None:
        """Accept from now on; harmless when it is closed."""
        if not self._is_closed:
            self._server.poller.read(self._socket.fileno(), self._accept)

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        """Stop listening; the domain may be gone for this, but nothing else fails."""
        if not self._is_closed:
            self._is_closed = True
            self._server.poller.stop_reading(self._socket.fileno())
            self._socket.close()
            with contextlib.suppress(OSError):  # the directory may be gone, or not ours any more
                os.unlink(self._path)

    def _accept(self) -> None:
        for _ in range(ACCEPTS_PER_TURN):
            try:
                client, _ = self._socket.accept()
            except OSError as error:
                if error.errno in _NO_DESCRIPTOR:
                    self._server.poller.stop_reading(self._socket.fileno())
                    self._server.descriptor_missing(self)
                return
            self._server.accepted()
            self._take(client)

    def _take(self, client: socket.socket) -> None:
        client.setblocking(False)
        domain = self._server.store.domains.get(self._domid)
        clients = 0 if domain is None or self._domid == DOM0 else len(domain.sessions)
        try:
            if clients >= CONNECTIONS_PER_GUEST_MAX:
                raise XenstoreError("E2BIG", str(self._path))
            Link(self._server, client, self._domid, self._read_only)
        except (XenstoreError, OSError):
            client.close()


class Link:
    """One connected socket and the protocol state behind it."""

    __slots__ = (
        "_dirty",
        "_fd",
        "_is_guest",
        "_reading",
        "_recv",
        "_send",
        "_sends",
        "_server",
        "_socket",
        "_taking",
        "_throttled",
        "_watched",
        "_writing",
        "connection",
    )

    def __init__(
        self, server: Server, client: socket.socket, domid: Domid, read_only: bool
    ) -> None:
        self.connection = Connection(
            server.store,
            domid,
            commands=server.commands,
            read_only=read_only,
            on_output=self._has_output,
            limit=server.limit,
        )
        self._server = server
        self._socket = client
        self._recv, self._send = client.recv, client.send
        self._is_guest = not self.connection.session.privileged
        self._fd = client.fileno()
        self._dirty = False
        self._reading = True
        self._writing = False
        self._throttled = False
        self._taking = False
        self._sends = 0
        self._watched = False
        try:
            server.poller.read(self._fd, self._readable)
        except OSError:
            self.connection.close()
            raise
        server.links.add(self)
        if server.trace is not None:
            self.connection.trace = server.trace
            server.trace.created("connection", self.connection)

    @property
    def condition(self) -> str:
        """`ignored` after breaking the protocol, `blocked` by others' transactions, `busy`, `ok`.

        Blocked is a guest that wrote too fast while a transaction was open, and waits; busy is
        who has output to read.
        """
        if self.connection.state is State.IGNORED:
            return "ignored"
        if self._throttled:
            return "blocked"
        return "busy" if self._writing else "ok"

    def flush(self) -> None:
        """Send what is to be sent, as far as it goes."""
        self._dirty = False
        connection = self.connection
        if self._server.save is not None:
            self._server.save()
        while connection.backlog_bytes:
            data = connection.output()
            try:
                count = self._send(data)
            except BlockingIOError:
                count = 0
            except OSError:
                self.drop()
                return
            connection.sent(count)
            self._sends += count > 0
            if count < len(data):
                self._set_interest()
                return
        if connection.state is not State.OPEN or self._writing or not self._reading:
            self._settle()

    def freeze(self) -> ClientState:
        """What another daemon needs to serve this client on."""
        connection = self.connection
        watches = [
            (watch.given, watch.token, watch.depth) for watch in connection.session.watches.values()
        ]
        return ClientState(
            self._fd,
            Domid(connection.session.domid),
            connection.read_only,
            connection.unanswered,
            connection.output(),
            watches,
        )

    def thaw(self, state: ClientState) -> None:
        """Serve the client on where another daemon stopped."""
        for path, token, depth in state.watches:
            self._server.store.watch(self.connection.session, path, token, depth)
        self.connection.resume(state.input, state.output)
        self._take(b"")

    def drop(self) -> None:
        """Close the socket; the session ends with it. Harmless when it has."""
        server = self._server
        if self not in server.links:
            return
        server.links.discard(self)
        self._stop(reading=True, writing=True)
        self.connection.on_output = None
        self.connection.close()
        self._socket.close()
        server.descriptor_freed()
        if server.trace is not None:
            server.trace.destroyed("connection", self.connection)

    def _readable(self) -> None:
        try:
            data = self._recv(READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.drop()
            return
        # The answers go at once; what they cause elsewhere goes when all that is ready was read.
        self._take(data)

    def _take(self, data: bytes) -> None:
        self._dirty = True
        connection = self.connection
        connection.receive(data)
        self.flush()
        if connection.more or self._is_guest:
            self._hold_back(connection)

    def _hold_back(self, connection: Connection) -> None:
        """Others have their turn first, or the guest wrote too fast."""
        if connection.more and not self._taking:
            self._taking = True
            self._set_interest()
            self._server.poller.soon(self._take_more)
        if connection.wait_ns and not self._throttled:
            self._throttled = True
            self._set_interest()
            self._server.poller.after(connection.wait_ns, self._waited)

    def _take_more(self) -> None:
        self._taking = False
        if self in self._server.links:
            self._take(b"")
            self._set_interest()

    def _waited(self) -> None:
        self._throttled = False
        if self in self._server.links:
            self._take(b"")
            self._set_interest()

    def _settle(self) -> None:
        if self.connection.state is State.CLOSED:
            self.drop()
        else:
            self._set_interest()

    def _has_output(self, connection: Connection) -> None:
        if not self._dirty:
            self._dirty = True
            self._server.has_output(self)

    def _set_interest(self) -> None:
        connection = self.connection
        waiting = connection.paused or self._throttled or self._taking
        reading = connection.state is State.OPEN and not waiting
        writing = connection.backlog_bytes > 0
        if reading and not self._reading:
            self._reading = True
            self._server.poller.read(self._fd, self._readable)
        if writing and not self._writing:
            self._writing = True
            self._server.poller.write(self._fd, self.flush)
            self._watch_reader()
        self._stop(reading=not reading, writing=not writing)

    def _watch_reader(self) -> None:
        """A guest that takes nothing for long loses the events that wait for it."""
        timeout_ns = self._server.event_timeout_ns
        if self.connection.session.privileged or not timeout_ns or self._watched:
            return
        self._watched = True
        sends = self._sends

        def look() -> None:
            self._watched = False
            if self not in self._server.links or not self._writing:
                return
            if self._sends == sends:
                self.connection.drop_events()
                self.flush()
            if self._writing:
                self._watch_reader()

        self._server.poller.after(timeout_ns, look)

    def _stop(self, *, reading: bool, writing: bool) -> None:
        if reading and self._reading:
            self._reading = False
            self._server.poller.stop_reading(self._fd)
        if writing and self._writing:
            self._writing = False
            self._server.poller.stop_writing(self._fd)
