"""Disk names and numbers: the check values of the fact sheet."""

import pytest

from xenvm.errors import DeviceUnrecognized
from xenvm.xenops.disk_number import disk_index, disk_number

CHECK_VALUES = [
    ("hda", 768),
    ("hdb", 832),
    ("hdc", 5632),
    ("hdd", 5696),
    ("hde", 8448),
    ("hdf", 8512),
    ("hdt", 23360),
    ("sda", 2048),
    ("sda2", 2050),
    ("sdb", 2064),
    ("sdp", 2288),
    ("xvda", 51712),
    ("xvda1", 51713),
    ("xvdb", 51728),
    ("xvdc", 51744),
    ("xvdd", 51760),
    ("xvdp", 51952),
]


@pytest.mark.parametrize(("name", "number"), CHECK_VALUES)
def test_numbers_are_the_check_values(name: str, number: int) -> None:
    assert disk_number(name) == number


def test_plain_number_is_taken_as_it_is() -> None:
    assert disk_number("51712") == 51712


@pytest.mark.parametrize(
    "name", ["", "hdu", "sdq", "xvdq", "xvda16", "sda16", "hda64", "vda", "hd", "hda-1", "²"]
)
def test_name_without_a_number_is_refused(name: str) -> None:
    with pytest.raises(DeviceUnrecognized) as caught:
        disk_number(name)
    assert caught.value.name == name


@pytest.mark.parametrize(("name", "index"), [("hda", 0), ("hdc", 2), ("xvdb1", 1), ("sdd", 3)])
def test_index_is_the_letter(name: str, index: int) -> None:
    assert disk_index(name) == index


def test_a_number_has_no_letter() -> None:
    with pytest.raises(DeviceUnrecognized):
        disk_index("768")
