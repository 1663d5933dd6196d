from xenvm.xenstore.throttle import WriteLimit

MS = 1_000_000


class Time:
    now = 0

    def now_ns(self) -> int:
        return self.now


def test_ten_writes_at_once_then_one_every_five_milliseconds() -> None:
    time = Time()
    credit = WriteLimit(time.now_ns).credit(5)
    for _ in range(10):
        assert credit.wait_ns() == 0
        credit.debit()
    assert credit.wait_ns() == 0
    credit.debit()
    assert credit.wait_ns() == 5 * MS
    time.now += 5 * MS
    assert credit.wait_ns() == 0
    credit.debit()
    assert credit.wait_ns() == 5 * MS


def test_no_more_than_ten_writes_are_saved_up() -> None:
    time = Time()
    credit = WriteLimit(time.now_ns).credit(5)
    time.now += 3_600_000 * MS
    writes = 0
    while not credit.wait_ns():
        credit.debit()
        writes += 1
    assert writes == 11


def test_connections_of_a_domain_share_an_account_until_it_is_gone() -> None:
    limit = WriteLimit(Time().now_ns)
    first = limit.credit(5)
    assert limit.credit(5) is first
    assert limit.credit(6) is not first
    limit.forget(5)
    assert limit.credit(5) is not first
