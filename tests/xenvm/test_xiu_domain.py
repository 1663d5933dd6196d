"""A domain's record: flags, first reason wins, processor time."""

from tests.support.xiu import uuid_of
from xenvm.ids import Domid
from xenvm.units import seconds
from xenvm.xiu.domain import Domain


def domain(*, hvm=False):
    made = Domain(Domid(5), uuid_of(5), hvm=hvm, ssidref=7, created_ns=100)
    made.vcpus = 2
    return made


def test_a_new_domain_is_paused_and_owns_nothing():
    info = domain().info(now_ns=100)
    assert info.paused
    assert info.alive
    assert (info.total_pages, info.max_pages, info.shadow_mib, info.cpu_time_ns) == (0, 0, 0, 0)
    assert (info.domid, info.uuid, info.ssidref) == (5, uuid_of(5), 7)
    assert (info.online_vcpus, info.max_vcpu_id) == (2, 1)


def test_a_domain_without_vcpus_never_runs():
    made = domain()
    made.vcpus = made.pauses = 0
    assert not made.runs


def test_blocked_running_and_neither_are_exclusive():
    for hvm, blocked in ((False, True), (True, False)):
        made = domain(hvm=hvm)
        made.pauses = 0
        info = made.info(now_ns=100)
        assert (info.paused, info.blocked, info.running) == (False, blocked, False)


def test_the_first_shutdown_reason_stays_and_any_code_is_kept():
    made = domain()
    assert made.shut_down(0xA7)
    assert not made.shut_down(0)
    info = made.info(now_ns=100)
    assert (info.shutdown, info.shutdown_code) == (True, 0xA7)


def test_poweroff_is_a_reason_like_any_other():
    made = domain()
    assert not made.info(now_ns=0).shutdown
    assert made.shut_down(0)
    assert made.info(now_ns=0).shutdown


def test_processor_time_grows_only_while_the_domain_executes():
    made = domain()
    made.clock_in(seconds(1))
    used_ns = made.cpu_time_ns(seconds(2))
    assert 0 < used_ns < seconds(1)
    made.clock_out(seconds(3))
    stopped_ns = made.cpu_time_ns(seconds(9))
    assert stopped_ns == 2 * used_ns
    made.clock_in(seconds(9))
    assert made.cpu_time_ns(seconds(10)) == 3 * used_ns


def test_domains_without_parameters_share_none():
    one, other = domain(hvm=True), domain(hvm=True)
    one.set_param(14, 3)
    assert other.params == {}
    assert domain().params == {}
