"""Sessions of a store whose events are kept, with verbs in text for scenario tests."""

from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore import perms
from xenvm.xenstore.store import Store
from xenvm.xenstore.watches import Watch


class Peer:
    """One session; `tx` in a verb is the id of one of its transactions."""

    def __init__(self, store: Store, domid: int = 0) -> None:
        self.store = store
        self.events: list[str] = []
        self.ended: list[str] = []
        self.session = store.connect(Domid(domid), self)

    def event(self, watch: Watch, path: str) -> None:
        self.events.append(f"{path} {watch.token.decode()}")

    def reset(self) -> None:
        self.ended.append("reset")

    def closed(self) -> None:
        self.ended.append("closed")

    def heard(self) -> list[str]:
        """The events since the last question."""
        events, self.events = self.events, []
        return events

    def read(self, path: str, tx: int = 0) -> str:
        return self.store.read(self.session, path, self._overlay(tx)).decode()

    def write(self, path: str, value: str = "", tx: int = 0) -> None:
        self.store.write(self.session, path, value.encode(), self._overlay(tx))

    def mkdir(self, path: str, tx: int = 0) -> None:
        self.store.mkdir(self.session, path, self._overlay(tx))

    def rm(self, path: str, tx: int = 0) -> None:
        self.store.rm(self.session, path, self._overlay(tx))

    def ls(self, path: str, tx: int = 0) -> list[str]:
        return list(self.store.directory(self.session, path, self._overlay(tx)))

    def perms(self, path: str, tx: int = 0) -> str:
        return perms.format_perms(self.store.get_perms(self.session, path, self._overlay(tx)))

    def chmod(self, path: str, text: str, tx: int = 0) -> None:
        self.store.set_perms(self.session, path, perms.parse(text), self._overlay(tx))

    def watch(self, path: str, token: str = "t") -> None:
        self.store.fire_first(self.store.watch(self.session, path, token.encode()))

    def unwatch(self, path: str, token: str = "t") -> None:
        self.store.unwatch(self.session, path, token.encode())

    def start(self) -> int:
        return self.store.start(self.session)

    def commit(self, tx: int) -> None:
        self.store.end(self.session, tx, commit=True)

    def abort(self, tx: int) -> None:
        self.store.end(self.session, tx, commit=False)

    def introduce(self, domid: int, port: int = 1) -> None:
        self.store.introduce(self.session, Domid(domid), 1, port)

    def release(self, domid: int) -> None:
        self.store.release(self.session, Domid(domid))

    def _overlay(self, tx: int):
        return self.store.overlay(self.session, tx)


def outcome(verb, *args: object, **named: object) -> object:
    """What the verb returns, or the errno word that it raises."""
    try:
        return verb(*args, **named)
    except XenstoreError as error:
        return error.errno_word
