import re
from pathlib import Path

import pytest

from xenvm.clock import VirtualClock
from xenvm.errors import XenstoreError
from xenvm.ids import Domid
from xenvm.xenstore.connection import Connection
from xenvm.xenstore.daemon.host import DaemonHost
from xenvm.xenstore.store import Store
from xenvm.xenstore.wire import Op


def make() -> DaemonHost:
    return DaemonHost(VirtualClock(), Store())


def test_log_begins_with_stars_and_stamps_local_time(tmp_path: Path) -> None:
    host = make()
    host.log_to(str(tmp_path / "trace"))
    host.trace.message("IN", host, Op.READ, b"/a\0")
    host.close()
    text = (tmp_path / "trace").read_text()
    assert re.fullmatch(r"\n\*\*\*\nIN 0x[0-9a-f]+ \d{8} \d\d:\d\d:\d\d READ \(/a \)\n", text)
    assert (tmp_path / "trace").stat().st_mode & 0o777 == 0o600


def test_log_that_was_moved_away_is_opened_again(tmp_path: Path) -> None:
    host = make()
    host.log_to(str(tmp_path / "trace"))
    (tmp_path / "trace").rename(tmp_path / "old")
    host.reopen_log()
    host.trace.created("watch", host)
    host.close()
    assert "CREATE watch" in (tmp_path / "trace").read_text()
    assert (tmp_path / "old").read_text() == "\n***\n"


def test_log_that_cannot_be_opened_is_said_and_done_without(capsys, tmp_path: Path) -> None:
    host = make()
    host.log_to(str(tmp_path / "no" / "trace"))
    host.trace.created("watch", host)
    host.close()
    assert capsys.readouterr().err == "Could not open tracefile: No such file or directory\n"


def test_nothing_is_traced_before_there_is_a_file() -> None:
    host = make()
    assert not host.trace.on
    host.switch_log(True)
    assert not host.trace.on


def test_switched_off_log_is_closed_and_opened_again_when_switched_on(tmp_path: Path) -> None:
    host = make()
    host.log_to(str(tmp_path / "trace"))
    host.switch_log(False)
    host.trace.created("watch", host)
    host.switch_log(True)
    host.trace.created("connection", host)
    host.close()
    text = (tmp_path / "trace").read_text()
    assert "watch" not in text
    assert "connection" in text
    assert text.count("***") == 2


def test_memory_report_goes_to_a_file_or_the_log_or_is_refused(tmp_path: Path) -> None:
    clock, store = VirtualClock(), Store()
    host = DaemonHost(clock, store)
    Connection(store, Domid(5))
    host.report_memory(str(tmp_path / "report"))
    text = (tmp_path / "report").read_text()
    assert "store: nodes=3" in text
    assert "domain 5: nodes=0 watches=0 transactions=0 memory=0 sessions=1" in text
    with pytest.raises(XenstoreError):
        host.report_memory(None)
    with pytest.raises(XenstoreError):
        host.report_memory(str(tmp_path / "no" / "report"))
    host.log_to(str(tmp_path / "trace"))
    host.report_memory(None)
    host.close()
    assert "store: nodes=3" in (tmp_path / "trace").read_text()
