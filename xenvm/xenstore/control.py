"""CONTROL: what an administrator may ask of the daemon, with the answers of xenstored 4.17.

Knows nothing of sockets; the daemon lends what is its own (log, reports) as `Host`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from xenvm.errors import XenstoreError
from xenvm.xenstore import wire
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import OK


class Host(Protocol):
    """What CONTROL needs of the daemon it runs in."""

    def switch_log(self, on: bool) -> None:
        """Trace messages from now on, or no longer."""

    def log_to(self, path: str) -> None:
        """Trace messages to this file from now on."""

    def report_memory(self, path: str | None) -> None:
        """Write what is held for whom, to a file or else to the log.

        Raises XenstoreError EINVAL when there is neither.
        """

    def print_line(self, text: str) -> None:
        """Show the text where the daemon's own messages go."""

    def live_update(self, words: list[str]) -> bytes:
        """Prepare or start handing over to another program. Raises XenstoreError."""


class _Quota(NamedTuple):
    name: str
    attribute: str
    text: str


_QUOTAS: Final = (
    _Quota("nodes", "nodes", "Nodes per domain"),
    _Quota("watches", "watches", "Watches per domain"),
    _Quota("transactions", "transactions", "Transactions per domain"),
    _Quota("outstanding", "outstanding", "Outstanding requests per domain"),
    _Quota(
        "transaction-nodes", "transaction_nodes", "Max. number of accessed nodes per transaction"
    ),
    _Quota("memory", "memory_hard_bytes", "Total Xenstore memory per domain (error level)"),
    _Quota("node-size", "node_bytes", "Max. size of a node"),
    _Quota("path-max", "path_length", "Max. length of a node path"),
    _Quota("permissions", "perms", "Max. number of permissions per node"),
)
_SOFT_QUOTAS: Final = (
    _Quota("memory", "memory_soft_bytes", "Total Xenstore memory per domain (warning level)"),
)


class _Row(NamedTuple):
    word: str
    parameters: str
    perform: Callable[["Control", list[str]], bytes]


class Control:
    """Answers CONTROL: words in, payload out."""

    def __init__(self, store: Store, host: Host) -> None:
        self._store = store
        self._host = host

    def __call__(self, words: list[bytes]) -> bytes:
        """Raises XenstoreError EINVAL for an unknown command or wrong parameters."""
        texts = [word.decode("latin-1") for word in words]
        for row in _COMMANDS:
            if texts and texts[0] == row.word:
                return row.perform(self, texts[1:])
        raise _invalid()

    def _check(self, words: list[str]) -> bytes:
        _exactly(words, 0)
        return OK

    def _log(self, words: list[str]) -> bytes:
        if words not in (["on"], ["off"]):
            raise _invalid()
        self._host.switch_log(words == ["on"])
        return OK

    def _logfile(self, words: list[str]) -> bytes:
        _exactly(words, 1)
        self._host.log_to(words[0])
        return OK

    def _memreport(self, words: list[str]) -> bytes:
        if len(words) > 1:
            raise _invalid()
        self._host.report_memory(words[0] if words else None)
        return OK

    def _print(self, words: list[str]) -> bytes:
        _exactly(words, 1)
        self._host.print_line(words[0])
        return OK

    def _quota(self, words: list[str]) -> bytes:
        if len(words) == 1:
            return self._quota_of_domain(wire.number(words[0].encode("latin-1")))
        return self._quota_settings(words, _QUOTAS)

    def _quota_soft(self, words: list[str]) -> bytes:
        return self._quota_settings(words, _SOFT_QUOTAS)

    def _live_update(self, words: list[str]) -> bytes:
        return self._host.live_update(words)

    def _help(self, words: list[str]) -> bytes:
        _exactly(words, 0)
        lines = [f"{row.word}\t{row.parameters}\n" for row in _COMMANDS]
        return "".join(lines).encode() + b"\0"

    def _quota_settings(self, words: list[str], quotas: tuple[_Quota, ...]) -> bytes:
        if not words:
            lines = [
                f"{quota.name:<17}: {getattr(self._store.quotas, quota.attribute):8} {quota.text}\n"
                for quota in quotas
            ]
            return ("Quota settings:\n" + "".join(lines)).encode() + b"\0"
        if len(words) != 3 or words[0] != "set":
            raise _invalid()
        value = wire.number(words[2].encode("latin-1"))
        for quota in quotas:
            if quota.name == words[1] and value >= 1:
                self._store.set_quota(quota.attribute, value)
                return OK
        raise _invalid()

    def _quota_of_domain(self, domid: int) -> bytes:
        domain = self._store.domains.get(domid)
        if domain is None:
            raise XenstoreError("ENOENT", str(domid))
        usage = {
            "nodes": self._store.domains.nodes_of(domain, self._store.tree.count),
            "watches": domain.watches,
            "transactions": domain.transactions,
            "outstanding": domain.outstanding,
            "memory": domain.memory_bytes,
        }
        lines = [f"{name:<16}: {count:8}\n" for name, count in usage.items()]
        return (f"Domain {domid}:\n" + "".join(lines)).encode() + b"\0"


_COMMANDS: Final = (
    _Row("check", "", Control._check),
    _Row("log", "on|off", Control._log),
    _Row(
        "live-update",
        "[-c <cmdline>] [-F] [-t <timeout>] <file>\n    Default timeout is 60 seconds.",
        Control._live_update,
    ),
    _Row("logfile", "<file>", Control._logfile),
    _Row("memreport", "[<file>]", Control._memreport),
    _Row("print", "<string>", Control._print),
    _Row("quota", "[set <name> <val>|<domid>]", Control._quota),
    _Row("quota-soft", "[set <name> <val>]", Control._quota_soft),
    _Row("help", "", Control._help),
)


def _exactly(words: list[str], count: int) -> None:
    if len(words) != count:
        raise _invalid()


def _invalid() -> XenstoreError:
    return XenstoreError("EINVAL", "")
