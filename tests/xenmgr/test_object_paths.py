"""Object paths of VMs, disks and NICs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenmgr.object_paths import DEVICE_ID_MAX, ObjectPath, parse_object_path, vm_path
from xenvm.ids import VmUuid

UUID = VmUuid("0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1")
PATH = "/vm/0b4c4dd0_33d4_4d87_9a58_3dbbe6d9a5e1"


@pytest.mark.parametrize(
    ("uuid", "path"),
    [
        (UUID, PATH),
        (UUID.upper(), "/vm/0B4C4DD0_33D4_4D87_9A58_3DBBE6D9A5E1"),
        ("garbage", "/vm/garbage"),
        ("a-b_c", "/vm/a_b_c"),
        ("", None),
        ("a/b", None),
        ("a b", None),
        ("a.b", None),
        ("ä", None),
        ("a\n", None),
    ],
)
def test_path_of_a_uuid(uuid: str, path: str | None) -> None:
    assert vm_path(uuid) == path


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (PATH, ObjectPath(UUID)),
        (f"{PATH}/disk/0", ObjectPath(UUID, "disk", 0)),
        (f"{PATH}/nic/12", ObjectPath(UUID, "nic", 12)),
        (f"{PATH}/disk/{DEVICE_ID_MAX}", ObjectPath(UUID, "disk", DEVICE_ID_MAX)),
        (f"{PATH}/disk/{DEVICE_ID_MAX + 1}", None),
        (f"{PATH}/disk/99999999999", None),
        (f"{PATH}/disk/01", None),
        (f"{PATH}/disk/+1", None),
        (f"{PATH}/disk/-1", None),
        (f"{PATH}/disk/1x", None),
        (f"{PATH}/disk/٣", None),
        (f"{PATH}/disk/", None),
        (f"{PATH}/disk", None),
        (f"{PATH}/vbd/1", None),
        (f"{PATH}/disk/1/2", None),
        (f"{PATH}/", None),
        (f"{PATH}\n", None),
        (f"/vm/{UUID}", None),
        ("/vm/", None),
        ("/vm", None),
        ("/", None),
        ("", None),
        (f"/host{PATH}", None),
    ],
)
def test_a_path_has_one_spelling(path: str, named: ObjectPath | None) -> None:
    assert parse_object_path(path) == named


@given(st.uuids())
def test_a_uuid_comes_back_from_its_path(uuid: object) -> None:
    path = vm_path(str(uuid))
    assert path is not None
    assert parse_object_path(path) == ObjectPath(VmUuid(str(uuid)))
