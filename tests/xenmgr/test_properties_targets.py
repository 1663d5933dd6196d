"""The model and the test targets have every member that rows ask for."""

from __future__ import annotations

import pytest

from tests.support import targets as fakes
from xenmgr.properties import targets
from xenmgr.vm import Disk, Nic, Vm
from xenvm.hostfs import HostFs


def members(protocol: type) -> set[str]:
    """What the protocol and its bases declare."""
    return {
        name
        for base in protocol.__mro__
        if base.__module__ == targets.__name__
        for name in vars(base)
        if not name.startswith("_")
    }


@pytest.mark.parametrize(
    ("kind", "protocol"),
    [
        (Vm, targets.VmTarget),
        (Disk, targets.DiskTarget),
        (Nic, targets.NicTarget),
        (HostFs, targets.HostFiles),
    ],
)
def test_the_model_has_what_the_rows_ask_for(kind: type, protocol: type) -> None:
    assert {name for name in members(protocol) if not hasattr(kind, name)} == set()


def test_the_test_targets_have_what_the_rows_ask_for() -> None:
    vm = fakes.FakeVm()
    for target, protocol in (
        (vm, targets.VmTarget),
        (vm.host, targets.HostTarget),
        (fakes.FakeDevice(vm, "disk", 0), targets.DiskTarget),
        (fakes.FakeDevice(vm, "nic", 0), targets.NicTarget),
        (vm.host.files, targets.HostFiles),
        (vm.host.xenstore, targets.Xenstore),
    ):
        assert {name for name in members(protocol) if not hasattr(target, name)} == set()
