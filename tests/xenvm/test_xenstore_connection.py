import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.xenstored import script, split_frames
from xenvm.ids import Domid
from xenvm.xenstore import connection as connections
from xenvm.xenstore import wire
from xenvm.xenstore.compat import Compat
from xenvm.xenstore.connection import Connection, State
from xenvm.xenstore.newer import commands_of
from xenvm.xenstore.quota import Quotas
from xenvm.xenstore.store import Store
from xenvm.xenstore.throttle import WriteLimit
from xenvm.xenstore.trace import Trace
from xenvm.xenstore.wire import Op


def take(connection: Connection) -> list[tuple[int, int, int, str]]:
    data = connection.output()
    connection.sent(len(data))
    frames, rest = split_frames(data)
    assert rest == b""
    return frames


def ask(connection: Connection, op: int, payload: bytes, tx: int = 0) -> list:
    connection.receive(wire.frame(op, 9, tx, payload))
    return take(connection)


def error(word: str, tx: int = 0) -> list:
    return [(Op.ERROR, 9, tx, word + "\0")]


@pytest.mark.parametrize("op", [15, 16, 20, 23, 99, 65535, 0xFFFF_FFFF, Op.CONTROL])
def test_unknown_types_are_enosys(op: int) -> None:
    assert ask(Connection(Store(), Domid(0)), op, b"\0", 5) == error("ENOSYS", 5)


def test_transaction_is_looked_up_before_the_payload_is() -> None:
    connection = Connection(Store(), Domid(0))
    assert ask(connection, Op.READ, b"not a text", 5) == error("ENOENT", 5)
    assert ask(connection, Op.WATCH, b"/a\0t\0", 5)[0] == (Op.WATCH, 9, 5, "OK\0")
    assert ask(connection, Op.TRANSACTION_START, b"\0") == [(Op.TRANSACTION_START, 9, 0, "1\0")]
    assert ask(connection, Op.TRANSACTION_START, b"\0", 1) == error("EBUSY", 1)


def test_guest_is_refused_what_is_privileged_before_its_transaction_is_looked_up() -> None:
    guest = Connection(Store(), Domid(5))
    for op in (Op.INTRODUCE, Op.RELEASE, Op.RESUME, Op.SET_TARGET, Op.IS_DOMAIN_INTRODUCED):
        assert ask(guest, op, b"", 77) == error("EACCES", 77)


def test_read_only_socket_refuses_what_writes() -> None:
    store = Store()
    connection = Connection(store, Domid(0), read_only=True)
    assert ask(connection, Op.READ, b"/tool\0") == [(Op.READ, 9, 0, "")]
    assert ask(connection, Op.WRITE, b"/a\0v") == error("EACCES")
    assert ask(connection, Op.WATCH, b"/a\0t\0")[0][0] == Op.WATCH


def test_event_comes_before_the_reply_of_what_caused_it_but_after_that_of_watch() -> None:
    connection = Connection(Store(), Domid(0))
    assert [frame[0] for frame in ask(connection, Op.WATCH, b"/a\0t\0")] == [4, 15]
    assert [frame[0] for frame in ask(connection, Op.WRITE, b"/a\0v")] == [15, 11]


def test_equal_events_that_wait_are_one() -> None:
    store = Store()
    writer, watcher = Connection(store, Domid(0)), Connection(store, Domid(0))
    ask(watcher, Op.WATCH, b"/a\0t\0")
    for _ in range(3):
        ask(writer, Op.WRITE, b"/a\0v")
    ask(writer, Op.WRITE, b"/a/b\0v")
    assert take(watcher) == [(15, 0, 0, "/a\0t\0"), (15, 0, 0, "/a/b\0t\0")]
    ask(writer, Op.WRITE, b"/a\0v")
    assert take(watcher) == [(15, 0, 0, "/a\0t\0")]


def test_event_that_is_half_sent_still_stands_for_an_equal_one() -> None:
    store = Store()
    writer, watcher = Connection(store, Domid(0)), Connection(store, Domid(0))
    ask(watcher, Op.WATCH, b"/a\0t\0")
    ask(writer, Op.WRITE, b"/a\0v")
    ask(writer, Op.WRITE, b"/a/b\0v")
    first = len(wire.event_frame("/a", b"t"))
    watcher.sent(first - 3)
    ask(writer, Op.WRITE, b"/a\0v")
    assert len(watcher.output()) == 3 + len(wire.event_frame("/a/b", b"t"))
    watcher.sent(3)
    ask(writer, Op.WRITE, b"/a\0v")
    assert [frame[3] for frame in take(watcher)] == ["/a/b\0t\0", "/a\0t\0"]


def test_requests_are_answered_the_same_in_whatever_pieces_they_come() -> None:
    # Without watches: how many equal events become one depends on when the client reads.
    steps = [step for step in script(7, 600) if step.client == "0" and step.op != Op.WATCH]
    requests = b"".join(step.frame() for step in steps)
    whole = Connection(Store(), Domid(0))
    whole.receive(requests)
    expected = whole.output()
    for seed in range(4):
        rng = random.Random(seed)
        pieces = Connection(Store(), Domid(0))
        position, got = 0, b""
        while position < len(requests):
            size = 1 if seed == 0 else rng.randrange(1, 200)
            pieces.receive(requests[position : position + size])
            position += size
            count = rng.randrange(pieces.backlog_bytes + 1)
            got += pieces.output()[:count]
            pieces.sent(count)
        assert got + pieces.output() == expected


def test_overlong_request_closes_a_socket_and_silences_a_guest() -> None:
    """XSA-72: the length must be checked before use; XSA-325: the guest is kept until it dies."""
    store = Store()
    header = wire.HEADER.pack(Op.READ, 1, 0, 4097)
    dom0, guest = Connection(store, Domid(0)), Connection(store, Domid(5))
    dom0.receive(header)
    assert dom0.state is State.CLOSED
    store.introduce(Connection(store, Domid(0)).session, Domid(5), 1, 1)
    ask(guest, Op.WATCH, b"/a\0t\0")
    guest.receive(header + wire.frame(Op.READ, 1, 0, b"/\0"))
    guest.receive(wire.frame(Op.READ, 1, 0, b"/\0"))
    assert (guest.state, guest.output()) == (State.IGNORED, b"")
    assert store.watches.count == 0
    store.domain_died(Domid(5))
    assert guest.state is State.CLOSED


def test_negative_length_is_as_overlong_as_any() -> None:
    """XSA-420: negative packet size."""
    connection = Connection(Store(), Domid(0))
    connection.receive(b"\xff" * 16)
    assert connection.state is State.CLOSED


def test_reply_over_the_limit_is_e2big() -> None:
    connection = Connection(Store(), Domid(0))
    for number in range(300):
        ask(connection, Op.MKDIR, f"/d/{number:020}\0".encode())
    assert ask(connection, Op.DIRECTORY, b"/d\0") == error("E2BIG")


def test_reader_that_never_reads_stops_being_served_and_holds_bounded_memory() -> None:
    """XSA-326: unbounded pipelined input, unbounded queue of replies."""
    connection = Connection(Store(), Domid(0))
    ask(connection, Op.WRITE, b"/v\0" + b"x" * 4000)
    request = wire.frame(Op.READ, 1, 0, b"/v\0")
    connection.receive(request * 1000)
    assert connection.paused
    assert connection.backlog_bytes < connections.BACKLOG_PAUSE_BYTES + 8192
    replies = 0
    while connection.backlog_bytes or connection.more:
        connection.receive(b"")
        replies += len(take(connection))
    assert replies == 1000, "exactly one each, when it reads again"


def test_events_for_a_guest_that_never_reads_are_lost_beyond_its_quota() -> None:
    """XSA-326: unbounded queue of events."""
    store = Store()
    dom0, guest = Connection(store, Domid(0)), Connection(store, Domid(5))
    ask(dom0, Op.WRITE, b"/p\0")
    ask(dom0, Op.SET_PERMS, b"/p\0r0\0")
    store.quotas.memory_hard_bytes = 10_000
    guest.receive(wire.frame(Op.WATCH, 1, 0, b"/p\0" + b"t" * 900 + b"\0"))
    for number in range(50):
        ask(dom0, Op.WRITE, b"/p/%d\0" % number)
    assert guest.backlog_bytes <= 10_000
    assert guest.state is State.OPEN


def test_privileged_client_that_never_reads_its_events_is_dropped() -> None:
    store = Store()
    writer, watcher = Connection(store, Domid(0)), Connection(store, Domid(0))
    ask(watcher, Op.WATCH, b"/\0" + b"t" * 4000 + b"\0")
    number = 0
    while watcher.state is State.OPEN and number < 10_000:
        ask(writer, Op.WRITE, b"/n/%d\0" % number)
        number += 1
    assert watcher.state is State.CLOSED
    assert watcher.backlog_bytes == 0
    assert number > 1000


def test_one_client_with_endless_transactions_does_not_disturb_another() -> None:
    store = Store()
    greedy, other = Connection(store, Domid(5)), Connection(store, Domid(0))
    replies = [ask(greedy, Op.TRANSACTION_START, b"\0")[0][0] for _ in range(1000)]
    assert replies.count(Op.TRANSACTION_START) == 11
    assert ask(other, Op.TRANSACTION_START, b"\0")[0][0] == Op.TRANSACTION_START


def test_reset_watches_inside_a_transaction_is_answered() -> None:
    """XSA-484: RESET_WATCHES inside a transaction hit an assertion."""
    connection = Connection(Store(), Domid(0))
    ask(connection, Op.TRANSACTION_START, b"\0")
    ask(connection, Op.WATCH, b"/a\0t\0")
    assert ask(connection, Op.RESET_WATCHES, b"\0", 1) == [(Op.RESET_WATCHES, 9, 1, "OK\0")]
    assert ask(connection, Op.TRANSACTION_END, b"T\0", 1) == error("ENOENT", 1)


def test_path_of_all_domains_is_answered() -> None:
    """XSA-481: path "/local/domain/" left no error behind."""
    connection = Connection(Store(), Domid(0))
    assert ask(connection, Op.READ, b"/local/domain/\0") == error("EINVAL")


def test_closing_while_events_are_under_way_harms_nobody() -> None:
    """XSA-425: use of a connection after it was freed in the loop."""
    store = Store()
    clients = [Connection(store, Domid(0)) for _ in range(3)]
    for client in clients:
        ask(client, Op.WATCH, b"/a\0t\0")
    clients[1].close()
    clients[1].close()
    ask(clients[0], Op.WRITE, b"/a\0v")
    assert len(take(clients[2])) == 1
    assert clients[1].output() == b""


def test_owner_of_the_socket_is_told_when_there_is_output() -> None:
    told = []
    store = Store()
    watcher = Connection(store, Domid(0), on_output=told.append)
    watcher.receive(wire.frame(Op.WATCH, 1, 0, b"/a\0t\0"))
    assert told == [watcher], "once until it is sent"
    take(watcher)
    ask(Connection(store, Domid(0)), Op.WRITE, b"/a\0v")
    assert told == [watcher, watcher]


def test_trace_tells_of_messages_watches_and_transactions() -> None:
    lines: list[bytes] = []
    connection = Connection(Store(), Domid(0))
    connection.trace = Trace(lines.append, lambda: "20261120 09:07:46")
    ask(connection, Op.WATCH, b"/a\0t\0")
    ask(connection, Op.UNWATCH, b"/a\0t\0")
    ask(connection, Op.TRANSACTION_START, b"\0")
    ask(connection, Op.TRANSACTION_END, b"F\0", 1)
    shown = [b" ".join(word for word in line.split() if b"0x" not in word) for line in lines]
    assert shown == [
        b"IN 20261120 09:07:46 WATCH (/a t )",
        b"CREATE watch",
        b"OUT 20261120 09:07:46 WATCH (OK )",
        b"OUT 20261120 09:07:46 WATCH_EVENT (/a t )",
        b"IN 20261120 09:07:46 UNWATCH (/a t )",
        b"DESTROY watch",
        b"OUT 20261120 09:07:46 UNWATCH (OK )",
        b"IN 20261120 09:07:46 TRANSACTION_START ( )",
        b"OUT 20261120 09:07:46 TRANSACTION_START (1 )",
        b"IN 20261120 09:07:46 TRANSACTION_END (F )",
        b"DESTROY transaction",
        b"OUT 20261120 09:07:46 TRANSACTION_END (OK )",
    ]


requests = st.tuples(
    st.integers(0, 30), st.integers(0, 3), st.sampled_from([0, 5]), st.binary(max_size=60)
)
paths = st.sampled_from([b"/a", b"/a/b", b"x", b"@releaseDomain", b"/local/domain/5", b"/", b""])
texts = st.lists(st.one_of(paths, st.binary(max_size=6), st.sampled_from([b"T", b"n5", b"5"])))
payloads = texts.map(lambda words: b"".join(word + b"\0" for word in words))
likely = st.tuples(st.integers(0, 27), st.integers(0, 3), st.sampled_from([0, 5]), payloads)


@given(st.lists(st.one_of(requests, likely), max_size=60))
def test_any_request_has_exactly_one_reply(wanted: list) -> None:
    store = Store()
    clients = {0: Connection(store, Domid(0)), 5: Connection(store, Domid(5))}
    for number, (op, tx, domid, payload) in enumerate(wanted, 1):
        client = clients[domid]
        if client.state is State.CLOSED:  # released: a new incarnation connects
            client = clients[domid] = Connection(store, Domid(domid))
        client.receive(wire.frame(op, number, tx, payload))
        replies = [frame for frame in take(client) if frame[1] == number]
        if client.state is State.OPEN:
            assert [frame[0] in (op, Op.ERROR) for frame in replies] == [True]


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_any_bytes_leave_the_connection_open_or_ended(chunks: list[bytes]) -> None:
    connection = Connection(Store(), Domid(0))
    for chunk in chunks:
        connection.receive(chunk)
    _, rest = split_frames(connection.output())
    assert rest == b""
    assert connection.state in (State.OPEN, State.CLOSED)


def test_guest_that_writes_while_a_transaction_is_open_has_to_wait() -> None:
    """XSA-206: a guest's writes could starve the toolstack's transactions."""
    now = [0]
    limit, store = WriteLimit(lambda: now[0]), Store()
    dom0 = Connection(store, Domid(0), limit=limit)
    guest = Connection(store, Domid(5), limit=limit)
    ask(dom0, Op.WRITE, b"/w\0")
    ask(dom0, Op.SET_PERMS, b"/w\0b0\0")
    write = wire.frame(Op.WRITE, 1, 0, b"/w\0x")
    guest.receive(write * 20)
    assert len(take(guest)) == 20, "nobody has a transaction open"
    ask(dom0, Op.TRANSACTION_START, b"\0")
    guest.receive(write * 20)
    assert len(take(guest)) == 11
    assert guest.wait_ns == 5_000_000
    now[0] += guest.wait_ns
    guest.receive(b"")
    assert len(take(guest)) == 1
    ask(dom0, Op.TRANSACTION_END, b"F\0", 1)
    now[0] += guest.wait_ns
    guest.receive(b"")
    assert len(take(guest)) == 8
    assert limit.open_transactions == 0


def test_open_transactions_are_counted_down_when_their_connection_ends() -> None:
    limit, store = WriteLimit(lambda: 0), Store()
    connection = Connection(store, Domid(0), limit=limit)
    for _ in range(3):
        ask(connection, Op.TRANSACTION_START, b"\0")
    assert limit.open_transactions == 3
    ask(connection, Op.RESET_WATCHES, b"\0")
    ask(connection, Op.TRANSACTION_START, b"\0")
    assert limit.open_transactions == 1
    connection.close()
    assert limit.open_transactions == 0


def test_reader_that_takes_a_byte_at_a_time_gets_every_reply_whole() -> None:
    """XSA-38: a full ring was handled wrongly."""
    connection = Connection(Store(), Domid(0))
    connection.receive(wire.frame(Op.READ, 1, 0, b"/tool\0") * 5)
    got = b""
    while connection.backlog_bytes:
        got += connection.output()[:1]
        connection.sent(1)
    assert split_frames(got) == ([(Op.READ, 1, 0, "")] * 5, b"")


def test_what_fails_half_way_leaves_no_node_and_no_memory_behind() -> None:
    """XSA-414, XSA-415, XSA-416: half-created nodes and memory of failed requests."""
    store = Store()
    dom0, guest = Connection(store, Domid(0)), Connection(store, Domid(5))
    ask(dom0, Op.WRITE, b"/g\0")
    ask(dom0, Op.SET_PERMS, b"/g\0n5\0")
    account = store.domains.get(5)
    before = (store.tree.count, account.nodes, account.memory_bytes)
    assert ask(guest, Op.WRITE, b"/g/a/b/c\0" + b"x" * 2016) == error("ENOSPC")
    ask(guest, Op.TRANSACTION_START, b"\0")
    assert ask(guest, Op.WRITE, b"/g/a/b/c\0" + b"x" * 2016, 1) == error("ENOSPC", 1)
    assert ask(guest, Op.TRANSACTION_END, b"T\0", 1) == error("ENOMEM", 1)
    assert (store.tree.count, account.nodes, account.memory_bytes) == before


@pytest.mark.parametrize("already_sent", [0, 5])
def test_events_that_are_dropped_leave_replies_and_what_is_half_sent(already_sent: int) -> None:
    connection = Connection(Store(), Domid(0))
    connection.receive(wire.frame(Op.WATCH, 9, 0, b"/a\0t\0"))
    connection.receive(wire.frame(Op.WRITE, 9, 0, b"/a/b\0v"))
    first = connection.output()[:already_sent]
    connection.sent(already_sent)
    connection.drop_events()
    frames, rest = split_frames(first + connection.output())
    assert (frames, rest) == ([(Op.WATCH, 9, 0, "OK\0"), (Op.WRITE, 9, 0, "OK\0")], b"")
    assert connection.backlog_bytes == len(connection.output())
    connection.sent(connection.backlog_bytes)
    assert ask(connection, Op.WRITE, b"/a/b\0v")[-2][0] == Op.WATCH_EVENT


def test_guest_with_many_unread_replies_is_not_served_until_it_reads() -> None:
    """XSA-326: a guest may leave so many requests outstanding."""
    store = Store(quotas=Quotas(outstanding=3))
    guest, dom0 = Connection(store, Domid(5)), Connection(store, Domid(0))
    request = wire.frame(Op.GET_DOMAIN_PATH, 1, 0, b"5\0")
    guest.receive(request * 10)
    size = len(guest.output()) // 3
    assert guest.paused
    assert store.domains.get(5).outstanding == 3
    guest.sent(size - 1)
    assert len(guest.output()) == 2 * size + 1, "a reply that is half read is unread"
    guest.sent(1)
    assert store.domains.get(5).outstanding == 3, "the next one is answered"
    replies = 1
    while guest.backlog_bytes:
        replies += len(take(guest))
    assert replies == 10
    assert store.domains.get(5).outstanding == 0
    assert not guest.paused
    dom0.receive(request * 10)
    assert not dom0.paused, "dom0 has no quota"


def test_unread_replies_go_with_their_connection() -> None:
    store = Store()
    guest = Connection(store, Domid(5))
    guest.receive(wire.frame(Op.GET_DOMAIN_PATH, 1, 0, b"5\0") * 4)
    assert store.domains.get(5).outstanding == 4
    guest.close()
    assert store.domains.get(5).outstanding == 0


def test_one_client_s_requests_leave_others_their_turn() -> None:
    connection = Connection(Store(), Domid(0))
    connection.receive(wire.frame(Op.READ, 1, 0, b"/\0") * (connections.REQUESTS_PER_TURN + 3))
    replies = len(take(connection))
    assert (replies, connection.more) == (connections.REQUESTS_PER_TURN, True)
    connection.receive(b"")
    assert (len(take(connection)), connection.more) == (3, False)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 5]),
            st.one_of(requests, likely),
            st.integers(0, 300),
            st.integers(0, 300),
        ),
        max_size=80,
    )
)
def test_whole_sessions_lose_and_invent_no_reply(steps: list) -> None:
    """Clients that send in pieces and read in pieces, while domains come and go."""
    store = Store(quotas=Quotas(outstanding=2, nodes=5, watches=3), compat=Compat.XEN_4_22)
    commands = commands_of(Compat.XEN_4_22)

    def connect(domid: int) -> Connection:
        return Connection(store, Domid(domid), commands=commands)

    clients = {domid: connect(domid) for domid in (0, 5)}
    waiting = {0: b"", 5: b""}
    read = {0: b"", 5: b""}
    sent: dict[int, list[int]] = {0: [], 5: []}
    for number, (domid, (op, tx, _, payload), pushed, pulled) in enumerate(steps, 1):
        client = clients[domid]
        if client.state is State.CLOSED:
            client = clients[domid] = connect(domid)
            waiting[domid], read[domid], sent[domid] = b"", b"", []
        waiting[domid] += wire.frame(op, number, tx, payload)
        sent[domid].append(number)
        client.receive(waiting[domid][:pushed])
        waiting[domid] = waiting[domid][pushed:]
        taken = client.output()[:pulled]
        read[domid] += taken
        if taken:
            client.sent(len(taken))
    for domid, client in clients.items():
        client.receive(waiting[domid])
        while client.backlog_bytes:
            read[domid] += client.output()
            client.sent(len(client.output()))
        if client.state is State.OPEN and Op.INTRODUCE not in {step[1][0] for step in steps}:
            frames, rest = split_frames(read[domid])
            assert rest == b""
            assert [frame[1] for frame in frames if frame[0] != Op.WATCH_EVENT] == sent[domid]
    for client in clients.values():
        client.close()
    assert store.watches.count == store.domains.dom0.transactions == 0


def test_requests_that_concern_many_leave_others_their_turn_sooner() -> None:
    store = Store()
    connection, other = Connection(store, Domid(0)), Connection(store, Domid(0))
    for number in range(100):
        ask(other, Op.WATCH, b"/w\0%d\0" % number)
    connection.receive(wire.frame(Op.WRITE, 1, 0, b"/w\0v") * 50)
    assert len(take(connection)) == 3
    assert connection.more
