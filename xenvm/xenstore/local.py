"""The store as code of the same process uses it: text values, callbacks, transactions.

Values are UTF-8; bytes that are none pass through as surrogates. Verbs raise XenstoreError.
Knows nothing of the wire.
"""

from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Final, TypeVar

from xenvm.errors import XenstoreError
from xenvm.ids import DOM0, Domid
from xenvm.xenstore import retry
from xenvm.xenstore.domains import Session
from xenvm.xenstore.perms import Perms
from xenvm.xenstore.store import Store
from xenvm.xenstore.transactions import Overlay
from xenvm.xenstore.watches import Watch

T = TypeVar("T")

_MISSING: Final = frozenset(("ENOENT", "EACCES"))


# Short values are mostly the same few: states, flags, small numbers.
_SHARED_VALUE_CHARS: Final = 24
_SHARED_VALUES_MAX: Final = 4096
_shared_values: dict[str, bytes] = {}


def _encoded(value: str) -> bytes:
    data = _shared_values.get(value)
    if data is None:
        data = value.encode("utf-8", "surrogateescape")
        if len(value) <= _SHARED_VALUE_CHARS:
            if len(_shared_values) >= _SHARED_VALUES_MAX:
                _shared_values.clear()
            _shared_values[value] = data
    return data


class _Verbs:
    """Reading and changing nodes, outside or inside a transaction."""

    __slots__ = ("_overlay", "_session", "_store")

    def __init__(self, store: Store, session: Session) -> None:
        self._store = store
        self._session = session
        self._overlay: Overlay | None = None

    def read(self, path: str) -> str:
        """The value of a node that must exist."""
        value = self._store.read(self._session, path, self._overlay)
        return value.decode("utf-8", "surrogateescape")

    def get(self, path: str) -> str | None:
        """The value of a node, None when it is missing."""
        try:
            return self.read(path)
        except XenstoreError as error:
            if error.errno_word in _MISSING:
                return None
            raise

    def exists(self, path: str) -> bool:
        """Whether the node is there."""
        return self._store.exists(self._session, path, self._overlay)

    def write(self, path: str, value: str) -> None:
        """Set the value; the node and its parents come into being when missing."""
        self._store.write(self._session, path, _encoded(value), self._overlay)

    def mkdir(self, path: str) -> None:
        """Make the node and its parents; an existing node is left as it is."""
        self._store.mkdir(self._session, path, self._overlay)

    def rm(self, path: str) -> None:
        """Remove the node and all below it; a missing one is fine."""
        try:
            self._store.rm(self._session, path, self._overlay)
        except XenstoreError as error:
            if error.errno_word != "ENOENT":
                raise

    def directory(self, path: str) -> list[str]:
        """The children's names, in order of creation, of a node that must exist."""
        return list(self._store.directory(self._session, path, self._overlay))

    def children(self, path: str) -> list[str]:
        """The children's names, in order of creation; none when the node is missing."""
        try:
            return self.directory(path)
        except XenstoreError as error:
            if error.errno_word in _MISSING:
                return []
            raise

    def get_perms(self, path: str) -> Perms:
        """The permissions, the owner's entry first."""
        return self._store.get_perms(self._session, path, self._overlay)

    def set_perms(self, path: str, perms: Sequence[tuple[int, str]]) -> None:
        """Replace the permissions: (owner, letter for everybody else), then (domid, letter)."""
        self._store.set_perms(self._session, path, tuple(perms), self._overlay)


class Transaction(_Verbs):
    """An open transaction as a context: committed at its exit, dropped on an exception.

    The exit raises XenstoreError EAGAIN when somebody else changed what it looked at.
    """

    __slots__ = ("_number",)

    def __init__(self, store: Store, session: Session) -> None:
        super().__init__(store, session)
        self._number = store.start(session)
        self._overlay = store.overlay(session, self._number)

    def commit(self) -> None:
        """Make it all happen now."""
        self._store.end(self._session, self._number, commit=True)

    def abort(self) -> None:
        """Drop it all now."""
        self._store.end(self._session, self._number, commit=False)

    def __enter__(self) -> "Transaction":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._number not in self._session.overlays:
            return
        if kind is None:
            self.commit()
        else:
            self.abort()


class Atomically:
    """A body that happens as a whole or, on an exception, not at all. There is no await inside.

    Until its end watchers hear nothing and every change of a node can be taken back; the coming
    and going of domains, watches and transactions cannot.
    """

    __slots__ = ("_handle",)

    def __init__(self, handle: "LocalHandle") -> None:
        self._handle = handle

    def __enter__(self) -> "LocalHandle":
        self._handle.store.tree.begin()
        self._handle.store.events.hold()
        return self._handle

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        tree, events = self._handle.store.tree, self._handle.store.events
        if kind is None:
            tree.keep()
            events.let_go()
        else:
            tree.undo()
            events.drop()


class WatchRef:
    """One watch of a LocalHandle."""

    __slots__ = ("_handle", "callback", "watch")

    def __init__(self, handle: "LocalHandle", watch: Watch, callback: Callable[[str], None]):
        self._handle = handle
        self.watch = watch
        self.callback = callback

    def cancel(self) -> None:
        """Never call again, not even for what is under way; harmless when done twice."""
        self._handle.cancel(self)


class LocalHandle(_Verbs):
    """One connection of a domain, in this process."""

    __slots__ = ("_defer", "_deferred", "_pending", "_refs", "_token", "_waiting")

    def __init__(
        self,
        store: Store,
        domid: Domid = DOM0,
        *,
        defer: Callable[[Callable[[], None]], None],
    ) -> None:
        """defer: run this soon, not inside the running call (a clock's call_soon)."""
        super().__init__(store, store.connect(domid, self))
        self._defer = defer
        self._refs: dict[Watch, WatchRef] = {}
        # Events not yet delivered; one equal to another that waits is not queued, as in C. An idle
        # handle, and there is one for each running guest, keeps next to nothing.
        self._pending: list[tuple[Watch, str]] = []
        self._waiting: set[tuple[Watch, str]] | None = None
        self._deferred = False
        self._token = 0

    def watch(self, path: str, callback: Callable[[str], None]) -> WatchRef:
        """Call with the path of every change at or below the path, and once to begin with.

        Calls come deferred, never inside the call that made the change.
        """
        self._token += 1
        watch = self._store.watch(self._session, path, b"%d" % self._token)
        ref = self._refs[watch] = WatchRef(self, watch, callback)
        self._store.fire_first(watch)
        return ref

    def cancel(self, ref: WatchRef) -> None:
        """What WatchRef.cancel does."""
        watch = ref.watch
        if self._refs.pop(watch, None) is not None:
            self._store.unwatch(self._session, watch.given, watch.token)

    def make(
        self, path: str, perms: Sequence[tuple[int, str]], leaves: Iterable[tuple[str, str]]
    ) -> None:
        """The directory anew, with these permissions and leaves in order."""
        data = [(name, _encoded(value)) for name, value in leaves]
        self._store.make(self._session, path, tuple(perms), data)

    @property
    def store(self) -> Store:
        """The store that this is a connection of."""
        return self._store

    def atomically(self) -> Atomically:
        """A transaction that cannot conflict, because nobody can come between: no await inside.

        It works on the nodes themselves, which is some three times faster than on copies.
        """
        return Atomically(self)

    def transaction(self) -> Transaction:
        """A new transaction, to be used with `with`."""
        return Transaction(self._store, self._session)

    def transact(
        self, body: Callable[[Transaction], T], attempts: int = retry.TRANSACT_ATTEMPTS_MAX
    ) -> T:
        """Run the body in a transaction, again after each conflict.

        Raises XenstoreError EAGAIN when every attempt met one.
        """
        return retry.transact(self.transaction, body, attempts)

    def introduce(self, domid: Domid, gfn: int, port: int) -> None:
        """The domain is ready to talk."""
        self._store.introduce(self._session, domid, gfn, port)

    def release(self, domid: Domid) -> None:
        """The domain is gone for the store."""
        self._store.release(self._session, domid)

    def resume(self, domid: Domid) -> None:
        """The domain runs again after a shutdown."""
        self._store.resume(self._session, domid)

    def set_target(self, domid: Domid, target: Domid) -> None:
        """Let the domain do what its target may."""
        self._store.set_target(self._session, domid, target)

    def close(self) -> None:
        """End the connection, its watches and transactions."""
        self._store.disconnect(self._session)
        self.closed()

    def event(self, watch: Watch, path: str) -> None:
        """The store's side: a watch fired."""
        key = (watch, path)
        if path[0] != "@":
            if self._waiting is None:
                self._waiting = set()
            elif key in self._waiting:
                return
            self._waiting.add(key)
        self._pending.append(key)
        self._deliver_soon()

    def reset(self) -> None:
        """The store's side: the domain was introduced again."""
        self._refs.clear()
        self._pending.clear()
        self._waiting = None

    def closed(self) -> None:
        """The store's side: the domain is gone."""
        self.reset()

    def _deliver_soon(self) -> None:
        if not self._deferred:
            self._deferred = True
            self._defer(self._deliver)

    def _deliver(self) -> None:
        """Deliver what waits now; what callbacks cause, or leave by raising, comes next time."""
        self._deferred = False
        batch, self._pending, self._waiting = self._pending, [], None
        delivered = 0
        try:
            for watch, path in batch:
                delivered += 1
                ref = self._refs.get(watch)
                if ref is not None:
                    ref.callback(path)
        finally:
            if delivered < len(batch):
                self._pending[:0] = batch[delivered:]
            if self._pending:
                self._deliver_soon()
