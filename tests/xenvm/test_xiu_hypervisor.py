"""The simulated hypervisor keeps Xen's promises.  Source: xenops facts 10, 1 to 9."""

import errno

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from tests.support.xiu import make_domain, make_hypervisor, pages_in_the_books, uuid_of
from xenvm.errors import XcError
from xenvm.ids import DOM0, DOM0_UUID, Domid
from xenvm.units import kib_from_mib, seconds
from xenvm.xc import CreditWeight, HvmParam, ShutdownReason


@pytest.fixture
def host():
    return make_hypervisor()


def refusal(call, *args, **options):
    with pytest.raises(XcError) as refused:
        call(*args, **options)
    return refused.value.errno


def test_dom0_is_there_with_its_own_memory(host):
    hypervisor, _ = host
    dom0 = hypervisor.domain_getinfo(DOM0)
    assert (dom0.uuid, dom0.running, dom0.paused) == (DOM0_UUID, True, False)
    assert dom0.total_pages == 1024 * 256
    assert hypervisor.find_domid(DOM0_UUID) == DOM0
    assert hypervisor.physinfo().free_pages == 15 * 1024 * 256


def test_dom0_is_not_the_toolstacks_to_stop(host):
    hypervisor, _ = host
    for call in (hypervisor.domain_pause, hypervisor.domain_unpause, hypervisor.domain_destroy):
        assert refusal(call, DOM0) == errno.EINVAL
    assert refusal(hypervisor.domain_shutdown, DOM0, 0) == errno.EINVAL


def test_a_host_smaller_than_dom0_is_refused():
    with pytest.raises(ValueError, match="dom0"):
        make_hypervisor(host_mib=512)


def test_a_new_domain_is_paused_empty_and_listed_at_once(host):
    hypervisor, _ = host
    domid = hypervisor.domain_create(3, hvm=True, hap=True, uuid=uuid_of(1))
    info = hypervisor.domain_getinfolist(DOM0, 10)[-1]
    assert info == hypervisor.domain_getinfo(domid)
    assert (info.domid, info.uuid, info.hvm, info.ssidref) == (1, uuid_of(1), True, 3)
    assert (info.paused, info.alive, info.total_pages) == (True, True, 0)


@pytest.mark.parametrize("uuid", ["", "x", "0b4c4dd0-33d4-4d87-9a58", str(uuid_of(1)) + "0"])
def test_a_malformed_uuid_is_an_invalid_argument(host, uuid):
    hypervisor, _ = host
    assert refusal(hypervisor.domain_create, 0, hvm=False, hap=False, uuid=uuid) == errno.EINVAL


def test_an_hvm_domain_needs_a_host_that_can():
    hypervisor, _ = make_hypervisor(hvm=False)
    assert not hypervisor.physinfo().hvm
    code = refusal(hypervisor.domain_create, 0, hvm=True, hap=True, uuid=uuid_of(1))
    assert code == errno.EINVAL


def test_every_boot_gets_a_new_domid_and_the_uuid_finds_the_newest(host):
    hypervisor, clock = host
    first = make_domain(hypervisor)
    hypervisor.domain_destroy(first)
    second = make_domain(hypervisor)
    assert second > first
    assert hypervisor.find_domid(uuid_of(1)) == second
    clock.run_for(0)
    assert hypervisor.find_domid(uuid_of(1)) == second
    hypervisor.domain_destroy(second)
    assert hypervisor.find_domid(uuid_of(1)) == second
    clock.run_for(0)
    assert hypervisor.find_domid(uuid_of(1)) is None


def test_a_new_handle_moves_the_domain_in_the_index(host):
    hypervisor, _ = host
    domid = make_domain(hypervisor)
    hypervisor.domain_sethandle(domid, uuid_of(9))
    assert hypervisor.find_domid(uuid_of(1)) is None
    assert hypervisor.find_domid(uuid_of(9)) == domid
    assert refusal(hypervisor.domain_sethandle, domid, "nonsense") == errno.EINVAL


def test_pauses_nest(host):
    hypervisor, _ = host
    domid = make_domain(hypervisor)
    hypervisor.domain_pause(domid)
    hypervisor.domain_unpause(domid)
    assert hypervisor.domain_getinfo(domid).paused
    hypervisor.domain_unpause(domid)
    assert not hypervisor.domain_getinfo(domid).paused
    assert refusal(hypervisor.domain_unpause, domid) == errno.EINVAL


@pytest.mark.parametrize(
    "call",
    [
        lambda h, d: h.domain_pause(d),
        lambda h, d: h.domain_unpause(d),
        lambda h, d: h.domain_destroy(d),
        lambda h, d: h.domain_shutdown(d, 0),
        lambda h, d: h.domain_getinfo(d),
        lambda h, d: h.domain_sethandle(d, uuid_of(2)),
        lambda h, d: h.domain_max_vcpus(d, 1),
        lambda h, d: h.domain_setmaxmem(d, 4),
        lambda h, d: h.domain_set_memmap_limit(d, 4),
        lambda h, d: h.shadow_allocation_set(d, 1),
        lambda h, d: h.shadow_allocation_get(d),
        lambda h, d: h.domain_set_cores_per_socket(d, 1),
        lambda h, d: h.domain_set_xci_cpuid_signature(d, True),
        lambda h, d: h.sched_credit_domain_get(d),
        lambda h, d: h.sched_credit_domain_set(d, CreditWeight(256, 0)),
        lambda h, d: h.evtchn_alloc_unbound(d, DOM0),
        lambda h, d: h.evtchn_alloc_unbound(DOM0, d),
        lambda h, d: h.domain_set_target(d, DOM0),
        lambda h, d: h.hvm_set_param(d, 0, 1),
        lambda h, d: h.hvm_get_param(d, 0),
        lambda h, d: h.hvm_check_pvdriver(d),
        lambda h, d: h.domain_get_acpi_s_state(d),
        lambda h, d: h.domain_send_s3resume(d),
        lambda h, d: h.guest_shutdown(d, 0),
        lambda h, d: h.guest_set_pages(d, 1),
        lambda h, d: h.guest_set_hvm_param(d, 0, 1),
        lambda h, d: h.domain_created_ns(d),
        lambda h, d: h.domain_target(d),
        lambda h, d: h.domain_uuid(d),
    ],
)
def test_an_unknown_domain_is_esrch(host, call):
    hypervisor, _ = host
    with pytest.raises(XcError) as refused:
        call(hypervisor, Domid(4711))
    assert refused.value.errno == errno.ESRCH
    assert str(refused.value).startswith("3: No such process")


def test_shut_down_is_not_destroyed_and_the_first_code_wins(host):
    hypervisor, clock = host
    domid = make_domain(hypervisor)
    hypervisor.domain_unpause(domid)
    hypervisor.guest_shutdown(domid, ShutdownReason.REBOOT)
    hypervisor.domain_shutdown(domid, ShutdownReason.HALT)
    clock.run_for(seconds(60))
    info = hypervisor.domain_getinfo(domid)
    assert (info.shutdown, info.shutdown_code) == (True, ShutdownReason.REBOOT)
    assert (info.dying, info.total_pages) == (False, 64 * 256)


def test_destroy_passes_through_dying_and_then_the_record_and_its_memory_are_gone():
    hypervisor, clock = make_hypervisor(destroy_ns=seconds(1), scrub_ns=seconds(1))
    free_pages = hypervisor.physinfo().free_pages
    domid = make_domain(hypervisor, memory_mib=64, shadow_mib=2)
    hypervisor.domain_destroy(domid)
    hypervisor.domain_destroy(domid)
    assert hypervisor.domain_getinfo(domid).dying
    assert hypervisor.physinfo().free_pages == free_pages - 66 * 256
    clock.run_for(seconds(1))
    assert refusal(hypervisor.domain_getinfo, domid) == errno.ESRCH
    assert refusal(hypervisor.domain_destroy, domid) == errno.ESRCH
    host = hypervisor.physinfo()
    assert (host.free_pages, host.scrub_pages) == (free_pages - 64 * 256, 64 * 256)
    clock.run_for(seconds(1))
    assert hypervisor.physinfo().free_pages == free_pages


def test_destroy_is_never_done_inside_the_call(host):
    hypervisor, clock = host
    domid = make_domain(hypervisor)
    hypervisor.domain_destroy(domid)
    assert hypervisor.domain_getinfo(domid).dying
    clock.run_for(0)
    assert refusal(hypervisor.domain_getinfo, domid) == errno.ESRCH


def test_a_dying_domain_takes_no_more_memory(host):
    hypervisor, _ = host
    domid = make_domain(hypervisor)
    hypervisor.domain_destroy(domid)
    assert refusal(hypervisor.domain_setmaxmem, domid, 4) == errno.EINVAL
    assert refusal(hypervisor.shadow_allocation_set, domid, 9) == errno.EINVAL
    assert refusal(hypervisor.guest_set_pages, domid, 1) == errno.EINVAL


def test_the_virq_comes_on_shutdown_and_on_final_death(host):
    hypervisor, clock = host
    heard = []
    hypervisor.bind_virq(lambda domids: heard.append((domids, hypervisor.find_domid(uuid_of(1)))))
    domid = make_domain(hypervisor)
    hypervisor.domain_shutdown(domid, ShutdownReason.CRASH)
    assert heard == []
    clock.run_for(0)
    assert heard == [((domid,), domid)]
    hypervisor.domain_destroy(domid)
    clock.run_for(0)
    assert heard == [((domid,), domid), ((domid,), None)]


def test_a_second_shutdown_raises_no_second_virq(host):
    hypervisor, clock = host
    heard = []
    hypervisor.bind_virq(heard.append)
    domid = make_domain(hypervisor)
    hypervisor.domain_shutdown(domid, 0)
    clock.run_for(0)
    hypervisor.domain_shutdown(domid, 1)
    clock.run_for(0)
    assert heard == [(domid,)]


def test_lists_are_ascending_and_bounded(host):
    hypervisor, _ = host
    domids = [make_domain(hypervisor, number=number) for number in range(1, 6)]
    assert [i.domid for i in hypervisor.domain_getinfolist(DOM0, 100)] == [DOM0, *domids]
    assert [i.domid for i in hypervisor.domain_getinfolist(Domid(3), 2)] == [3, 4]


def test_event_channels_are_numbered_from_one_in_each_domain(host):
    hypervisor, _ = host
    for number in (1, 2):
        domid = hypervisor.domain_create(0, hvm=False, hap=False, uuid=uuid_of(number))
        assert hypervisor.evtchn_alloc_unbound(domid, DOM0) == 1
        assert hypervisor.evtchn_alloc_unbound(domid, DOM0) == 2


def test_event_channels_run_out(host):
    hypervisor, _ = host
    domid = hypervisor.domain_create(0, hvm=False, hap=False, uuid=uuid_of(1))
    for _ in range(4095):
        hypervisor.evtchn_alloc_unbound(domid, DOM0)
    assert refusal(hypervisor.evtchn_alloc_unbound, domid, DOM0) == errno.ENOSPC


@pytest.mark.parametrize("vcpus", [0, -1, 129])
def test_a_vcpu_count_out_of_range_is_refused(host, vcpus):
    hypervisor, _ = host
    domid = hypervisor.domain_create(0, hvm=False, hap=False, uuid=uuid_of(1))
    assert refusal(hypervisor.domain_max_vcpus, domid, vcpus) == errno.EINVAL


def test_shadow_memory_comes_from_the_free_pool_and_returns(host):
    hypervisor, _ = host
    domid = make_domain(hypervisor, shadow_mib=9)
    free_pages = hypervisor.physinfo().free_pages
    assert hypervisor.shadow_allocation_get(domid) == 9
    hypervisor.shadow_allocation_set(domid, 4)
    assert hypervisor.physinfo().free_pages == free_pages + 5 * 256
    assert refusal(hypervisor.shadow_allocation_set, domid, 1 << 20) == errno.ENOMEM
    assert hypervisor.shadow_allocation_get(domid) == 4
    assert refusal(hypervisor.shadow_allocation_set, domid, -1) == errno.EINVAL


def test_ballooning_is_bounded_by_the_limit_and_by_the_host():
    hypervisor, _ = make_hypervisor(host_mib=1024 + 200)
    domid = make_domain(hypervisor, memory_mib=64, shadow_mib=0)
    assert hypervisor.guest_set_pages(domid, 128 * 256) == 64 * 256
    hypervisor.domain_setmaxmem(domid, kib_from_mib(1024))
    assert hypervisor.guest_set_pages(domid, 128 * 256) == 128 * 256
    assert hypervisor.guest_set_pages(domid, 300 * 256) == 200 * 256
    assert hypervisor.physinfo().free_pages == 0
    assert hypervisor.guest_set_pages(domid, 32 * 256) == 32 * 256
    assert hypervisor.guest_set_pages(domid, -1) == 0


def test_lowering_the_limit_frees_nothing(host):
    hypervisor, _ = host
    domid = make_domain(hypervisor, memory_mib=64)
    hypervisor.domain_setmaxmem(domid, kib_from_mib(32))
    assert hypervisor.domain_getinfo(domid).total_pages == 64 * 256
    assert hypervisor.guest_set_pages(domid, 64 * 256) == 64 * 256


def test_hvm_parameters_belong_to_hvm_domains(host):
    hypervisor, _ = host
    pv, hvm = make_domain(hypervisor), make_domain(hypervisor, number=2, hvm=True)
    for call in (
        hypervisor.hvm_check_pvdriver,
        hypervisor.domain_get_acpi_s_state,
        hypervisor.domain_send_s3resume,
    ):
        assert refusal(call, pv) == errno.EINVAL
    assert not hypervisor.hvm_check_pvdriver(hvm)
    hypervisor.guest_set_hvm_param(hvm, HvmParam.CALLBACK_IRQ, 7)
    assert hypervisor.hvm_check_pvdriver(hvm)


def test_a_sleeping_guest_is_woken_by_its_parameter(host):
    hypervisor, _ = host
    domid = make_domain(hypervisor, hvm=True)
    hypervisor.guest_set_hvm_param(domid, HvmParam.ACPI_S_STATE, 3)
    assert hypervisor.domain_get_acpi_s_state(domid) == 3
    hypervisor.domain_send_s3resume(domid)
    assert hypervisor.domain_get_acpi_s_state(domid) == 0


def test_openxt_calls_are_refused_for_pv(host):
    hypervisor, _ = host
    pv, hvm = make_domain(hypervisor), make_domain(hypervisor, number=2, hvm=True)
    assert refusal(hypervisor.domain_set_xci_cpuid_signature, pv, True) == errno.EINVAL
    assert refusal(hypervisor.domain_set_cores_per_socket, pv, 2) == errno.EINVAL
    hypervisor.domain_set_xci_cpuid_signature(hvm, True)
    hypervisor.domain_set_cores_per_socket(hvm, 2)
    assert hypervisor.hvm_get_param(hvm, HvmParam.CORES_PER_SOCKET) == 2


def test_a_memory_map_limit_is_for_pv(host):
    hypervisor, _ = host
    pv, hvm = make_domain(hypervisor), make_domain(hypervisor, number=2, hvm=True)
    hypervisor.domain_set_memmap_limit(pv, 65536)
    assert refusal(hypervisor.domain_set_memmap_limit, pv, 0) == errno.EINVAL
    assert refusal(hypervisor.domain_set_memmap_limit, hvm, 65536) == errno.EINVAL


def test_credit_shares_default_and_are_checked(host):
    hypervisor, _ = host
    domid = make_domain(hypervisor)
    assert hypervisor.sched_credit_domain_get(domid) == CreditWeight(weight=256, cap=0)
    hypervisor.sched_credit_domain_set(domid, CreditWeight(512, 50))
    assert hypervisor.sched_credit_domain_get(domid) == CreditWeight(512, 50)
    for share in (CreditWeight(0, 0), CreditWeight(65536, 0), CreditWeight(1, 401)):
        assert refusal(hypervisor.sched_credit_domain_set, domid, share) == errno.EINVAL


def test_a_stub_domain_has_one_target(host):
    hypervisor, _ = host
    target, stub = make_domain(hypervisor), make_domain(hypervisor, number=2)
    assert hypervisor.domain_target(stub) is None
    hypervisor.domain_set_target(stub, target)
    hypervisor.domain_set_target(stub, target)
    assert hypervisor.domain_target(stub) == target
    assert refusal(hypervisor.domain_set_target, stub, DOM0) == errno.EINVAL
    assert refusal(hypervisor.domain_set_target, target, target) == errno.EINVAL


def test_labels_become_numbers(host):
    hypervisor, _ = host
    assert hypervisor.flask_context_to_sid("system_u:system_r:stubdom_t") > 0
    assert refusal(hypervisor.flask_context_to_sid, "stubdom") == errno.EINVAL


def test_guest_code_hears_when_it_runs_pauses_and_ends(host):
    hypervisor, clock = host
    heard = []

    class Code:
        def domain_runs(self, domid):
            heard.append(("runs", domid))

        def domain_pauses(self, domid):
            heard.append(("pauses", domid))

        def domain_ends(self, domid):
            heard.append(("ends", domid))

    hypervisor.run_guests(Code())
    domid = make_domain(hypervisor)
    assert not hypervisor.domain_runs(domid)
    hypervisor.domain_unpause(domid)
    assert hypervisor.domain_runs(domid)
    hypervisor.domain_pause(domid)
    hypervisor.domain_pause(domid)
    hypervisor.domain_unpause(domid)
    hypervisor.domain_unpause(domid)
    hypervisor.domain_shutdown(domid, 0)
    hypervisor.domain_destroy(domid)
    hypervisor.domain_destroy(make_domain(hypervisor, number=2))
    assert hypervisor.domain_exists(domid)
    clock.run_for(0)
    assert heard == [("runs", 1), ("pauses", 1), ("runs", 1), ("ends", 1), ("ends", 2)]
    assert not hypervisor.domain_runs(domid)
    assert not hypervisor.domain_exists(domid)


def test_processor_time_stands_still_in_a_paused_domain(host):
    hypervisor, clock = host
    domid = make_domain(hypervisor)
    clock.run_for(seconds(10))
    assert hypervisor.domain_getinfo(domid).cpu_time_ns == 0
    hypervisor.domain_unpause(domid)
    clock.run_for(seconds(10))
    used_ns = hypervisor.domain_getinfo(domid).cpu_time_ns
    assert used_ns > 0
    hypervisor.domain_pause(domid)
    clock.run_for(seconds(10))
    assert hypervisor.domain_getinfo(domid).cpu_time_ns == used_ns


def test_creation_time_is_kept(host):
    hypervisor, clock = host
    clock.run_for(seconds(3))
    domid = make_domain(hypervisor)
    clock.run_for(seconds(3))
    assert hypervisor.domain_created_ns(domid) == seconds(3)


class RandomHost(RuleBasedStateMachine):
    """Any sequence of calls: pages are conserved, domids unique, the uuid index right."""

    domains = Bundle("domains")

    def __init__(self):
        super().__init__()
        self.hypervisor, self.clock = make_hypervisor(
            host_mib=1024 + 512, destroy_ns=seconds(1), scrub_ns=seconds(1)
        )
        self.total_pages = self.hypervisor.physinfo().total_pages
        self.used_domids = {DOM0}

    def call(self, function, *args):
        refused = None
        try:
            function(*args)
        except XcError as error:
            refused = error.errno
        assert refused in (None, errno.ESRCH, errno.EINVAL, errno.ENOMEM)

    @rule(target=domains, hvm=st.booleans(), memory_mib=st.integers(1, 200))
    def create(self, hvm, memory_mib):
        before = {i.domid for i in self.hypervisor.domain_getinfolist(DOM0, 10_000)}
        self.call(lambda: make_domain(self.hypervisor, hvm=hvm, memory_mib=memory_mib))
        after = {i.domid for i in self.hypervisor.domain_getinfolist(DOM0, 10_000)}
        (domid,) = after - before
        assert domid not in self.used_domids
        self.used_domids.add(domid)
        return domid

    @rule(domid=domains, shadow_mib=st.integers(-1, 600))
    def shadow(self, domid, shadow_mib):
        self.call(self.hypervisor.shadow_allocation_set, domid, shadow_mib)

    @rule(domid=domains, pages=st.integers(-1, 200 * 256))
    def balloon(self, domid, pages):
        self.call(self.hypervisor.guest_set_pages, domid, pages)

    @rule(domid=domains, limit_kib=st.integers(0, 400 * 1024))
    def limit(self, domid, limit_kib):
        self.call(self.hypervisor.domain_setmaxmem, domid, limit_kib)

    @rule(domid=domains, reason=st.integers(0, 255))
    def shut_down(self, domid, reason):
        self.call(self.hypervisor.domain_shutdown, domid, reason)

    @rule(domid=consumes(domains))
    def destroy(self, domid):
        self.call(self.hypervisor.domain_destroy, domid)

    @rule(delay_ms=st.integers(0, 2500))
    def wait(self, delay_ms):
        self.clock.run_for(delay_ms * 1_000_000)

    @invariant()
    def pages_are_conserved(self):
        assert pages_in_the_books(self.hypervisor) == self.total_pages
        assert self.hypervisor.physinfo().free_pages >= 0

    @invariant()
    def the_index_agrees_with_the_list(self):
        listed = self.hypervisor.domain_getinfolist(DOM0, 10_000)
        newest = max((i.domid for i in listed if i.uuid == uuid_of(1)), default=None)
        assert self.hypervisor.find_domid(uuid_of(1)) == newest


TestRandomHost = RandomHost.TestCase
TestRandomHost.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
