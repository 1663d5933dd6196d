"""What waits to be sent: order, limits, and what a failed commit takes back."""

from collections.abc import Iterable

from rpcgen.runtime import outbox
from rpcgen.runtime.outbox import Outbox


def taken(box: Outbox) -> list[str]:
    """What leaves, as words; a PropertiesChanged is path:names."""

    def encode(path: str, interface: str, names: Iterable[str]) -> bytes:
        return f"{path}:{'+'.join(names)} ".encode()

    return box.take(encode).decode().split()


def test_signals_then_changes_then_replies() -> None:
    box = Outbox()
    box.replies += [b"head", b"tail ", b"reply2 "]
    box.changed("/a", "i", ["x"])
    box.signals += [b"s1 ", b"s2 "]
    box.seal(False)
    assert taken(box) == ["s1", "s2", "/a:x", "headtail", "reply2"]
    assert taken(box) == []


def test_changes_of_one_object_become_one_message() -> None:
    box = Outbox()
    box.changed("/a", "i", ["x", "y"])
    box.changed("/b", "i", ["x"])
    box.changed("/a", "i", ["x", "z"])
    box.seal(False)
    assert taken(box) == ["/a:x+y+z", "/b:x"]


def test_blocked_turns_pile_up_and_leave_as_one() -> None:
    box = Outbox()
    for turn in range(3):
        box.signals.append(f"s{turn} ".encode())
        box.changed("/a", "i", [f"p{turn}", "state"])
        box.replies.append(f"r{turn} ".encode())
        box.seal(True)
    assert box.sealed_bytes == 9
    assert taken(box) == ["s0", "s1", "s2", "/a:p0+state+p1+p2", "r0", "r1", "r2"]
    assert box.sealed_bytes == 0


def test_a_failed_commit_takes_back_its_own_turn_only() -> None:
    box = Outbox()
    box.signals.append(b"s0 ")
    box.changed("/a", "i", ["x"])
    box.replies.append(b"r0 ")
    box.seal(True)
    box.signals.append(b"s1 ")
    box.changed("/a", "i", ["y"])
    box.replies += [b"r", b"1 "]
    box.drop_turn(lambda replies: [b"error-of-" + replies])
    box.seal(True)
    assert taken(box) == ["s0", "/a:x", "r0", "error-of-r1"]


def test_signals_beyond_the_limit_are_lost_only_while_blocked(monkeypatch) -> None:
    monkeypatch.setattr(outbox, "SIGNALS_KEPT_MAX", 3)
    box = Outbox()
    box.signals += [b"a ", b"b "]
    box.seal(True)
    box.signals += [b"c ", b"d ", b"e "]
    box.seal(True)
    assert box.signals_lost == 2
    assert taken(box) == ["a", "b", "c"]
    box.signals += [b"x "] * 5
    box.seal(False)
    assert taken(box) == ["x"] * 5


def test_signal_bytes_have_a_limit_too(monkeypatch) -> None:
    monkeypatch.setattr(outbox, "SIGNAL_BYTES_KEPT_MAX", 10)
    box = Outbox()
    box.signals += [b"12345 "] * 4
    box.seal(True)
    assert box.signals_lost == 2


def test_large_replies_have_a_limit_until_they_leave(monkeypatch) -> None:
    monkeypatch.setattr(outbox, "LARGE_REPLY_BYTES_KEPT_MAX", 100)
    box = Outbox()
    assert [box.has_room_for(size) for size in (60, 60, 40)] == [True, False, True]
    taken(box)
    assert box.has_room_for(100)
