"""What exists of a VM, and the memory promised to it."""

from tests.support.xiu import uuid_of
from xenvm.xenops.live import Live
from xenvm.xenops.memory import MemoryLedger


def test_nothing_exists_to_begin_with() -> None:
    live = Live(uuid_of(1))
    assert (live.domid, live.stub_domid, live.taps, live.agents) == (None, None, {}, set())


def test_memory_is_returned_once() -> None:
    ledger = MemoryLedger()
    live = Live(uuid_of(1), reservation=ledger.reserve(100, free_kib=100))
    for _ in range(2):
        live.return_memory()
        assert ledger.reserved_kib == 0
        assert live.reservation is None
