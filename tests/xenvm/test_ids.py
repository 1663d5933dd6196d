"""Identities: well-known uuids, the form of a uuid."""

import pytest

from xenvm import ids


def test_well_known_uuids_are_those_of_openxt():
    assert ids.DOM0_UUID == "00000000-0000-0000-0000-000000000000"
    assert ids.UIVM_UUID[-1] == "1"
    assert ids.NDVM_UUID[-1] == "2"
    assert ids.USBVM_UUID[-1] == "3"


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1", True),
        ("0B4C4DD0-33D4-4D87-9A58-3DBBE6D9A5E1", True),
        ("0b4c4dd0_33d4_4d87_9a58_3dbbe6d9a5e1", False),
        ("0b4c4dd033d44d879a583dbbe6d9a5e1", False),
        ("0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e", False),
        ("0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e11", False),
        ("0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5g1", False),
        ("0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1\n", False),
        ("0b4c4dd0-33d4-4d87-9a58-+dbbe6d9a5e1", False),
        ("", False),
    ],
)
def test_uuid_form(text, valid):
    assert ids.is_uuid(text) is valid
