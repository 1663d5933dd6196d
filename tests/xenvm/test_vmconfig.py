"""What a configuration says of itself."""

import dataclasses

import pytest

from tests.support.toolstack import hvm_config, pv_config, stubdom_config
from xenvm.vmconfig import TIMER_MODES, VirtType


def test_static_maximum_is_the_memory_unless_set_higher() -> None:
    assert pv_config(memory_mib=64).static_max_mib == 64
    assert pv_config(memory_mib=64, memory_static_max_mib=128).static_max_mib == 128
    assert pv_config(memory_mib=64, memory_static_max_mib=32).static_max_mib == 64


@pytest.mark.parametrize(
    ("config", "hvm", "device_model", "stubdom"),
    [
        (pv_config(), False, False, False),
        (pv_config(virt_type=VirtType.PVH), False, False, False),
        (hvm_config(), True, True, False),
        (hvm_config(dm_path=""), True, False, False),
        (stubdom_config(), True, True, True),
        (stubdom_config(dm_path=""), True, False, False),
        (stubdom_config(virt_type=VirtType.PV), False, False, False),
    ],
)
def test_only_hvm_with_a_device_model_can_have_a_stub_domain(
    config, hvm: bool, device_model: bool, stubdom: bool
) -> None:
    assert (config.hvm, config.has_device_model, config.has_stubdom) == (hvm, device_model, stubdom)


def test_extra_option_is_found_with_and_without_a_value() -> None:
    config = hvm_config(extra_hvm=("std-vga", "surfman=1"))
    assert config.has_extra("std-vga")
    assert config.has_extra("surfman")
    assert not config.has_extra("surf")


def test_configuration_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        pv_config().memory_mib = 5


def test_timer_modes_are_numbered_as_in_xen() -> None:
    assert TIMER_MODES["no_delay_for_missed_ticks"] == 1
    assert sorted(TIMER_MODES.values()) == [0, 1, 2, 3]
