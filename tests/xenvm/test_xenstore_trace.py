from xenvm.xenstore.trace import Trace
from xenvm.xenstore.wire import Op


def test_message_is_one_line_with_blanks_for_nuls() -> None:
    lines: list[bytes] = []
    trace = Trace(lines.append, lambda: "20261120 09:07:46")
    thing = object()
    trace.message("IN", thing, Op.WRITE, b"/a\0\xff1")
    assert lines == [f"IN {hex(id(thing))} 20261120 09:07:46 WRITE (/a ".encode() + b"\xff1)\n"]


def test_unknown_type_is_named_so() -> None:
    lines: list[bytes] = []
    Trace(lines.append, lambda: "now").message("IN", None, 99, b"")
    assert b"**UNKNOWN**" in lines[0]


def test_nothing_is_written_while_it_is_off() -> None:
    lines: list[bytes] = []
    trace = Trace(lines.append, lambda: "now")
    trace.on = False
    trace.message("IN", None, Op.READ, b"")
    trace.created("watch", None)
    trace.destroyed("watch", None)
    assert lines == []
    trace.text("a report that was asked for\n")
    assert lines == [b"a report that was asked for\n"]
