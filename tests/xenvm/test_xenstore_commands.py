import pytest

from tests.support.xenstore import Peer, outcome
from xenvm.xenstore.commands import COMMANDS, with_control
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op


class Asker:
    def __init__(self, domid: int = 0) -> None:
        self.store = Store()
        self.dom0 = Peer(self.store)
        self.peer = Peer(self.store, domid)

    def ask(self, op: Op, payload: bytes) -> object:
        return outcome(COMMANDS[op].handler, self.store, self.peer.session, payload, None)


ROWS = [
    (Op.READ, b"/a\0", b"value"),
    (Op.READ, b"/a", "EINVAL"),
    (Op.READ, b"/a\0b\0", "EINVAL"),
    (Op.READ, b"", "EINVAL"),
    (Op.DIRECTORY, b"/d\0", b"z\0b\0"),
    (Op.DIRECTORY, b"/a\0", b""),
    (Op.DIRECTORY_PART, b"/d\0000\0", b"G\0z\0b\0\0"),
    (Op.DIRECTORY_PART, b"/d\0002\0", b"G\0b\0\0"),
    (Op.DIRECTORY_PART, b"/d\0004\0", b"G\0\0"),
    (Op.DIRECTORY_PART, b"/d\00099\0", b"G\0\0"),
    (Op.DIRECTORY_PART, b"/d\0", "EINVAL"),
    (Op.GET_PERMS, b"/a\0", b"n0\0r5\0"),
    (Op.WRITE, b"/n", "EINVAL"),
    (Op.WRITE, b"/n\0a\0b", b"OK\0"),
    (Op.MKDIR, b"/n\0", b"OK\0"),
    (Op.RM, b"/a\0", b"OK\0"),
    (Op.SET_PERMS, b"/a\0", "EINVAL"),
    (Op.SET_PERMS, b"/a\0r0", "EINVAL"),
    (Op.SET_PERMS, b"/a\0r0\0", b"OK\0"),
    (Op.SET_PERMS, b"/a\0q0\0", "EINVAL"),
    (Op.WATCH, b"/a\0\0", b"OK\0"),
    (Op.WATCH, b"/a\0", "EINVAL"),
    (Op.WATCH, b"/a\0t\0x\0", "EINVAL"),
    (Op.WATCH, b"/a\0t\0rest", b"OK\0"),
    (Op.UNWATCH, b"/a\0t\0", "ENOENT"),
    (Op.RESET_WATCHES, b"\0", b"OK\0"),
    (Op.TRANSACTION_START, b"\0", b"1\0"),
    (Op.TRANSACTION_END, b"T\0", "ENOENT"),
    (Op.TRANSACTION_END, b"T", "EINVAL"),
    (Op.INTRODUCE, b"5\0001\0001\0", b"OK\0"),
    (Op.INTRODUCE, b"5\0001\0", "EINVAL"),
    (Op.INTRODUCE, b"5\0001\0000\0", "EINVAL"),
    (Op.RELEASE, b"7\0", "ENOENT"),
    (Op.RELEASE, b"0\0", "EINVAL"),
    (Op.RESUME, b"7\0", "ENOENT"),
    (Op.SET_TARGET, b"7\0", "EINVAL"),
    (Op.SET_TARGET, b"7\0008\0", "ENOENT"),
    (Op.IS_DOMAIN_INTRODUCED, b"0\0", b"T\0"),
    (Op.IS_DOMAIN_INTRODUCED, b"7\0", b"F\0"),
    (Op.IS_DOMAIN_INTRODUCED, b"32752\0", b"T\0"),
    (Op.GET_DOMAIN_PATH, b"7\0", b"/local/domain/7\0"),
    (Op.GET_DOMAIN_PATH, b"junk\0", b"/local/domain/0\0"),
    (Op.GET_DOMAIN_PATH, b"-1\0", b"/local/domain/4294967295\0"),
]


@pytest.mark.parametrize(("op", "payload", "answer"), ROWS)
def test_request_is_answered(op: Op, payload: bytes, answer: object) -> None:
    asker = Asker()
    asker.dom0.write("/a", "value")
    asker.dom0.chmod("/a", "n0,r5")
    asker.dom0.write("/d/z")
    asker.dom0.write("/d/b")
    got = asker.ask(op, payload)
    if op is Op.DIRECTORY_PART and isinstance(got, bytes):
        got = b"G" + got[got.index(b"\0") :]
    assert got == answer


def test_parts_of_a_directory_add_up_to_the_whole() -> None:
    asker = Asker()
    names = [f"child-{number:05}" for number in range(1000)]
    for name in names:
        asker.dom0.write(f"/d/{name}")
    assert len(asker.ask(Op.DIRECTORY, b"/d\0")) > 4096
    found, offset, generations = b"", 0, set()
    while not found.endswith(b"\0\0"):
        generation, _, part = asker.ask(Op.DIRECTORY_PART, b"/d\0%d\0" % offset).partition(b"\0")
        assert len(generation) + 1 + len(part) <= 4096
        generations.add(generation)
        found += part
        offset = len(found)
    assert found[:-1] == "".join(name + "\0" for name in names).encode()
    assert len(generations) == 1


def test_guest_s_sixth_permission_is_refused_before_any_is_looked_at() -> None:
    asker = Asker(5)
    assert asker.ask(Op.SET_PERMS, b"/a\0" + b"q\0" * 6) == "ENOSPC"
    assert asker.ask(Op.SET_PERMS, b"/a\0" + b"q\0" * 5) == "EINVAL"


def test_control_is_there_only_where_the_daemon_gives_it() -> None:
    assert Op.CONTROL not in COMMANDS
    commands = with_control(lambda words: b"|".join(words) + b"\0")
    row = commands[Op.CONTROL]
    assert row.privileged
    assert row.handler(None, None, b"a\0b\0", None) == b"a|b\0"


def test_what_changes_the_store_is_marked_for_the_read_only_socket() -> None:
    writes = {Op(op).name for op, command in COMMANDS.items() if command.writes}
    assert writes == {
        "WRITE",
        "MKDIR",
        "RM",
        "SET_PERMS",
        "INTRODUCE",
        "RELEASE",
        "RESUME",
        "SET_TARGET",
    }
