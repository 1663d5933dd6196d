import pytest

from xenvm.errors import XenstoreError
from xenvm.xenstore import wire
from xenvm.xenstore.client import calls
from xenvm.xenstore.client.calls import Messages, Request
from xenvm.xenstore.wire import Op


def play(call, *replies: bytes | str) -> tuple[list[Request], object]:
    """The requests a call makes when it gets these payloads (bytes) and errors (words)."""
    requests = []
    try:
        requests.append(next(call))
        for reply in replies:
            if isinstance(reply, str):
                requests.append(call.throw(XenstoreError(reply, "")))
            else:
                requests.append(call.send(reply))
    except StopIteration as done:
        return requests, done.value
    raise AssertionError(f"wants more after {requests}")


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({}, "/run/xenstored/socket"),
        ({"XENSTORED_RUNDIR": "/r"}, "/r/socket"),
        ({"XENSTORED_RUNDIR": "/r", "XENSTORED_PATH": "/p/s"}, "/p/s"),
    ],
)
def test_socket_is_where_the_environment_says(environment, path, monkeypatch) -> None:
    for name in ("XENSTORED_RUNDIR", "XENSTORED_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert str(calls.socket_path()) == path


def test_messages_are_taken_apart_however_they_come() -> None:
    data = wire.frame(Op.READ, 1, 0, b"v") + wire.frame(Op.WATCH_EVENT, 0, 0, b"/a\0t\0")
    expected = [(Op.READ, 1, b"v"), (Op.WATCH_EVENT, 0, b"/a\0t\0")]
    assert Messages().feed(data + b"\0") == expected
    messages, got = Messages(), []
    for byte in data:
        got += messages.feed(bytes([byte]))
    assert got == expected


def test_request_that_no_daemon_takes_is_refused_here() -> None:
    with pytest.raises(XenstoreError) as caught:
        Messages().request(Request(Op.WRITE, b"x" * 4097, 0))
    assert caught.value.errno_word == "E2BIG"


def test_reply_of_another_type_is_ebadf_and_an_error_names_the_path() -> None:
    request = Request(Op.READ, b"/a\0", 0)
    with pytest.raises(XenstoreError) as caught:
        calls.reply(request, Op.WRITE, b"OK\0")
    assert caught.value.errno_word == "EBADF"
    with pytest.raises(XenstoreError) as caught:
        calls.reply(request, Op.ERROR, b"ENOENT\0")
    assert (caught.value.errno_word, caught.value.path) == ("ENOENT", "/a")


def test_directory_that_is_too_long_comes_in_parts_and_starts_again_when_it_changes() -> None:
    requests, names = play(
        calls.directory("/d", 4),
        "E2BIG",
        b"7\0a\0b\0",
        b"8\0c\0",
        b"8\0b\0c\0",
        b"8\0d\0\0",
    )
    assert names == ["b", "c", "d"]
    assert [request.payload for request in requests[1:]] == [
        b"/d\0000\0",
        b"/d\0004\0",
        b"/d\0000\0",
        b"/d\0004\0",
    ]
    assert all(request.transaction == 4 for request in requests)


def test_directory_that_changes_for_ever_is_given_up() -> None:
    replies = [b"%d\0a\0" % number for number in range(300)]
    with pytest.raises(XenstoreError) as caught:
        play(calls.directory("/d", 0), "E2BIG", *replies)
    assert caught.value.errno_word == "EAGAIN"


def test_other_errors_of_directory_are_passed_on() -> None:
    with pytest.raises(XenstoreError):
        play(calls.directory("/d", 0), "EACCES")


@pytest.mark.parametrize(
    ("call", "reply", "request_", "value"),
    [
        (calls.read("/a", 3), b"v", Request(Op.READ, b"/a\0", 3), b"v"),
        (calls.write("/a", b"\0v", 3), b"OK\0", Request(Op.WRITE, b"/a\0\0v", 3), None),
        (calls.get_perms("/a", 0), b"n0\0r5\0", Request(Op.GET_PERMS, b"/a\0", 0), "perms"),
        (calls.start(), b"17\0", Request(Op.TRANSACTION_START, b"\0", 0), 17),
        (calls.end(5, commit=False), b"OK\0", Request(Op.TRANSACTION_END, b"F\0", 5), None),
        (calls.watch("/a", "t"), b"OK\0", Request(Op.WATCH, b"/a\0t\0", 0), None),
        (calls.introduce(5, 6, 7), b"OK\0", Request(Op.INTRODUCE, b"5\0006\0007\0", 0), None),
        (calls.is_introduced(5), b"T\0", Request(Op.IS_DOMAIN_INTRODUCED, b"5\0", 0), True),
        (
            calls.domain_path(5),
            b"/local/domain/5\0",
            Request(Op.GET_DOMAIN_PATH, b"5\0", 0),
            "/local/domain/5",
        ),
        (calls.control(["print", "x"]), b"OK\0", Request(Op.CONTROL, b"print\0x\0", 0), "OK"),
    ],
)
def test_call_says_and_makes_of_the_answer(call, reply, request_, value) -> None:
    if value == "perms":
        value = ((0, "n"), (5, "r"))
    assert play(call, reply) == ([request_], value)
