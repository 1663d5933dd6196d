"""The policy string of a VM, and the policies of making and deleting VMs."""

from __future__ import annotations

import pytest

from tests.support.targets import FakeHost, FakeVm
from xenmgr import policies
from xenmgr.errors import XenmgrError

ALL = (
    "block-cd-access;block-cd-rec;block-audio-access;block-audio-rec;"
    "block-wired-networking;block-wireless-networking;block-modify-vm-settings"
)
KEYS = [key for _, key in policies.TOKENS]


def test_a_vm_without_policies_has_nothing_blocked() -> None:
    assert policies.retrieve(FakeVm()) == ""


@pytest.mark.parametrize("token", ALL.split(";"))
def test_what_is_enforced_is_retrieved(token: str) -> None:
    vm = FakeVm()
    policies.enforce(vm, token)
    assert policies.retrieve(vm) == token


def test_the_tokens_come_back_in_their_fixed_order() -> None:
    vm = FakeVm()
    policies.enforce(vm, ";".join(reversed(ALL.split(";"))))
    assert policies.retrieve(vm) == ALL


def test_enforcing_writes_all_seven_flags_and_allows_what_is_not_named() -> None:
    vm = FakeVm({"policies/cd-access": "false"})
    policies.enforce(vm, "block-audio-rec")
    assert {key: vm.get(key) for key in KEYS} == dict.fromkeys(KEYS, "true") | {
        "policies/audio-rec": "false"
    }


def test_unknown_tokens_and_blanks_are_ignored() -> None:
    vm = FakeVm()
    policies.enforce(vm, " block-cd-rec ; fly;;")
    assert policies.retrieve(vm) == "block-cd-rec"


def test_the_print_screen_policy_is_left_alone() -> None:
    vm = FakeVm({"policies/print-screen-disallowed": "true"})
    policies.enforce(vm, "")
    assert vm.get("policies/print-screen-disallowed") == "true"


def test_enforcing_the_same_again_announces_nothing() -> None:
    vm = FakeVm()
    policies.enforce(vm, ALL)
    vm.told.clear()
    policies.enforce(vm, ALL)
    assert not vm.told


@pytest.mark.parametrize(
    ("require", "key"),
    [
        (policies.require_creation, "/vm-create-disallowed"),
        (policies.require_deletion, "/vm-delete-disallowed"),
    ],
)
def test_what_the_host_forbids_is_suppressed(require: object, key: str) -> None:
    require(FakeHost())
    require(FakeHost({key: "false"}))
    with pytest.raises(XenmgrError) as caught:
        require(FakeHost({key: "true"}))
    assert caught.value.text == "220:Action suppressed by active policy settings"
