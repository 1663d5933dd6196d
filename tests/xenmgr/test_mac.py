"""The derived MAC of a NIC, held against the check values of the fact sheet (4.6)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenmgr.mac import derived_mac

UIVM = "00000000-0000-0000-0000-000000000001"
NDVM = "00000000-0000-0000-0000-000000000002"
OTHER = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


@pytest.mark.parametrize(
    ("nic", "uuid", "mac"),
    [
        (0, UIVM, "4e:1c:b4:98:ed:0a"),
        (1, UIVM, "f2:48:68:4f:d0:81"),
        (0, NDVM, "fe:e6:f3:ea:c3:ce"),
        (0, OTHER, "86:f0:8d:1e:e0:b6"),
        (1, OTHER, "de:68:de:3b:3c:ce"),
    ],
)
def test_check_values(nic: int, uuid: str, mac: str) -> None:
    assert derived_mac(nic, uuid) == mac


@given(st.integers(0, 1000), st.uuids())
def test_a_mac_is_local_and_of_one_machine(nic: int, uuid: object) -> None:
    mac = derived_mac(nic, str(uuid))
    assert re.fullmatch("[0-9a-f]{2}(:[0-9a-f]{2}){5}", mac)
    assert int(mac[:2], 16) & 0b11 == 0b10
