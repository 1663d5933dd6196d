import pytest

from tests.support.xenstore import Peer, outcome
from xenvm.errors import XenstoreError
from xenvm.xenstore.control import Control
from xenvm.xenstore.store import Store


class Host:
    def __init__(self) -> None:
        self.calls: list[tuple] = []

    def switch_log(self, on: bool) -> None:
        self.calls.append(("log", on))

    def log_to(self, path: str) -> None:
        self.calls.append(("logfile", path))

    def report_memory(self, path: str | None) -> None:
        if path is None:
            raise XenstoreError("EINVAL", "")
        self.calls.append(("memreport", path))

    def print_line(self, text: str) -> None:
        self.calls.append(("print", text))

    def live_update(self, words: list[str]) -> bytes:
        self.calls.append(("live-update", *words))
        return b"BUSY\0"


class Daemon:
    def __init__(self) -> None:
        self.store = Store()
        self.host = Host()
        self.control = Control(self.store, self.host)

    def say(self, line: str) -> object:
        answer = outcome(self.control, [word.encode() for word in line.split()])
        return answer.decode().removesuffix("\0") if isinstance(answer, bytes) else answer


ROWS = [
    ("", "EINVAL", None),
    ("nonsense", "EINVAL", None),
    ("check", "OK", None),
    ("check x", "EINVAL", None),
    ("log on", "OK", ("log", True)),
    ("log off", "OK", ("log", False)),
    ("log foo", "EINVAL", None),
    ("log", "EINVAL", None),
    ("logfile /x", "OK", ("logfile", "/x")),
    ("logfile", "EINVAL", None),
    ("memreport /m", "OK", ("memreport", "/m")),
    ("memreport", "EINVAL", None),
    ("memreport a b", "EINVAL", None),
    ("print hello", "OK", ("print", "hello")),
    ("print hello world", "EINVAL", None),
    ("quota 9", "ENOENT", None),
    ("quota set nodes 5", "OK", None),
    ("quota set nodes x", "EINVAL", None),
    ("quota set foo 5", "EINVAL", None),
    ("quota set nodes", "EINVAL", None),
    ("quota-soft set memory 5", "OK", None),
    ("quota-soft set nodes 5", "EINVAL", None),
    ("help x", "EINVAL", None),
    ("live-update -s -F", "BUSY", ("live-update", "-s", "-F")),
]


@pytest.mark.parametrize(("line", "answer", "call"), ROWS)
def test_command_is_answered(line: str, answer: str, call: tuple | None) -> None:
    daemon = Daemon()
    assert daemon.say(line) == answer
    assert daemon.host.calls == ([call] if call else [])


def test_quota_shows_all_limits_as_xenstored_does() -> None:
    assert Daemon().say("quota") == (
        "Quota settings:\n"
        "nodes            :     1000 Nodes per domain\n"
        "watches          :      128 Watches per domain\n"
        "transactions     :       10 Transactions per domain\n"
        "outstanding      :       20 Outstanding requests per domain\n"
        "transaction-nodes:     1024 Max. number of accessed nodes per transaction\n"
        "memory           :  2621440 Total Xenstore memory per domain (error level)\n"
        "node-size        :     2048 Max. size of a node\n"
        "path-max         :     2048 Max. length of a node path\n"
        "permissions      :        5 Max. number of permissions per node\n"
    )
    assert Daemon().say("quota-soft") == (
        "Quota settings:\n"
        "memory           :  2097152 Total Xenstore memory per domain (warning level)\n"
    )


def test_quota_that_is_set_is_in_force() -> None:
    daemon = Daemon()
    dom0, guest = Peer(daemon.store), Peer(daemon.store, 5)
    dom0.write("/g")
    dom0.chmod("/g", "n5")
    daemon.say("quota set nodes 2")
    daemon.say("quota set path-max 6")
    guest.write("/g/1")
    assert outcome(guest.write, "/g/2") == "ENOSPC"
    assert outcome(dom0.write, "/g/2345") == "EINVAL"


def test_quota_of_a_domain_shows_what_it_uses() -> None:
    daemon = Daemon()
    dom0, guest = Peer(daemon.store), Peer(daemon.store, 5)
    dom0.write("/g")
    dom0.chmod("/g", "n5")
    guest.write("/g/abc", "value")
    guest.watch("/g")
    guest.start()
    assert daemon.say("quota 5") == (
        "Domain 5:\n"
        "nodes           :        2\n"
        "watches         :        1\n"
        "transactions    :        1\n"
        "outstanding     :        0\n"
        "memory          :       73\n"
    )
    assert "nodes           :        3\n" in str(daemon.say("quota 0"))


def test_help_is_that_of_xenstored() -> None:
    assert Daemon().say("help") == (
        "check\t\n"
        "log\ton|off\n"
        "live-update\t[-c <cmdline>] [-F] [-t <timeout>] <file>\n"
        "    Default timeout is 60 seconds.\n"
        "logfile\t<file>\n"
        "memreport\t[<file>]\n"
        "print\t<string>\n"
        "quota\t[set <name> <val>|<domid>]\n"
        "quota-soft\t[set <name> <val>]\n"
        "help\t\n"
    )
