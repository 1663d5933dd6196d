"""Memory formulas against the fact sheet's vectors, and promises that never overlap."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.toolstack import hvm_config, pv_config, stubdom_config
from xenvm.errors import NotEnoughMemory
from xenvm.xenops.memory import (
    MemoryLedger,
    MemoryPlan,
    guest_memory,
    required_to_boot_kib,
    stubdom_memory,
)

# hvm, target, static_max, vcpus -> shadow, footprint, all MiB (xenops facts 3.3)
VECTORS = [
    (True, 1024, 1024, 1, 9, 1035),
    (True, 1024, 2048, 2, 18, 1044),
    (True, 4096, 4096, 4, 36, 4134),
    (False, 64, 64, 1, 2, 67),
    (False, 128, 128, 1, 2, 131),
    (False, 256, 256, 8, 10, 267),
]


@pytest.mark.parametrize(
    ("hvm", "target_mib", "static_max_mib", "vcpus", "shadow_mib", "footprint_mib"), VECTORS
)
def test_formulas_agree_with_the_vectors(
    hvm: bool,
    target_mib: int,
    static_max_mib: int,
    vcpus: int,
    shadow_mib: int,
    footprint_mib: int,
) -> None:
    plan = MemoryPlan(hvm, target_mib, static_max_mib, vcpus)
    assert plan.shadow_mib == shadow_mib
    assert plan.footprint_mib == footprint_mib
    assert plan.xen_max_mib == static_max_mib + (1 if hvm else 0)


def test_video_memory_is_left_out_of_the_build_and_costs_nothing_more() -> None:
    with_video = MemoryPlan(True, 1024, 2048, 2, video_mib=16)
    assert with_video.build_start_mib == 1008
    assert with_video.build_max_mib == 2032
    assert with_video.footprint_mib == MemoryPlan(True, 1024, 2048, 2).footprint_mib


@pytest.mark.parametrize(("target_mib", "static_max_mib"), [(65, 64), (0, 64), (-5, 64)])
def test_target_beyond_its_bounds_is_refused(target_mib: int, static_max_mib: int) -> None:
    with pytest.raises(ValueError, match="target_mib"):
        MemoryPlan(False, target_mib, static_max_mib, 1)


def test_required_to_boot_counts_the_stub_domain() -> None:
    assert required_to_boot_kib(hvm_config()) == 1059840
    assert required_to_boot_kib(stubdom_config()) == 1059840 + 134144
    assert required_to_boot_kib(pv_config()) == 67 * 1024


def test_pv_vm_has_no_stub_domain_even_when_configured() -> None:
    config = pv_config(stubdom=stubdom_config().stubdom)
    assert stubdom_memory(config) is None
    assert guest_memory(config).video_mib == 0


def test_promise_is_subtracted_from_what_the_next_one_may_count_on() -> None:
    ledger = MemoryLedger()
    first = ledger.reserve(600, free_kib=1000)
    with pytest.raises(NotEnoughMemory) as caught:
        ledger.reserve(600, free_kib=1000)
    assert (caught.value.needed_kib, caught.value.free_kib) == (600, 400)
    first.release()
    assert ledger.reserve(600, free_kib=1000).left_kib == 600


def test_release_returns_only_what_is_left() -> None:
    ledger = MemoryLedger()
    promise = ledger.reserve(100, free_kib=100)
    promise.give_back(70)
    promise.give_back(70)
    assert ledger.reserved_kib == 0
    promise.release()
    assert ledger.reserved_kib == 0


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=30))
def test_ledger_adds_up_whatever_is_reserved_and_given_back(steps: list[tuple[int, int]]) -> None:
    ledger = MemoryLedger()
    promises = []
    for needed_kib, returned_kib in steps:
        with suppress(NotEnoughMemory):
            promises.append(ledger.reserve(needed_kib, free_kib=1000))
        if promises:
            promises[0].give_back(returned_kib)
        assert ledger.reserved_kib == sum(promise.left_kib for promise in promises) <= 1000
