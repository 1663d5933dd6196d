"""From a path to its object."""

import pytest

from rpcgen.runtime.directory import Directory
from rpcgen.runtime.errors import UnknownObject
from rpcgen.runtime.kind import FolderKind, Kind, Setting
from rpcgen.runtime.properties import SegmentCache
from rpcgen.runtime.standard import refused
from rpcgen.runtime.tree import Folder, ObjectKind
from tests.support.rpc import LAMP, Lamp, LampTarget

LAMPS = {"desk": LampTarget("desk")}
SHOWN = {"desk": {LAMP: {"name": "desk"}}, "odd": {LAMP: {"name": 7}}}


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def directory(faults: list[str]) -> Directory:
    setting = Setting(SegmentCache(1000), lambda what, error: faults.append(what), refused, None)
    places = (
        Folder("/lamp", lambda: LAMPS),
        Folder("/none", lambda: None),
        ObjectKind("/lamp/{name}", (Lamp,), LAMPS.get, lambda lamp: (), managed=SHOWN.get),
    )
    return Directory(places, setting, 1 << 20)


def test_objects_and_folders_are_found(directory: Directory) -> None:
    kind, ref = directory.resolve("/lamp/desk")
    assert isinstance(kind, Kind)
    assert (ref.path, ref.captured, ref.target) == ("/lamp/desk", ("desk",), LAMPS["desk"])
    kind, ref = directory.resolve("/lamp")
    assert isinstance(kind, FolderKind)
    assert list(ref.target) == ["desk"]


@pytest.mark.parametrize("path", ["/", "/lamp/none", "/none", "/other", "/lamp/desk/x"])
def test_what_is_not_there_is_unknown(directory: Directory, path: str) -> None:
    with pytest.raises(UnknownObject) as caught:
        directory.resolve(path)
    assert caught.value.text == path


def test_the_kind_of_a_path_does_not_need_the_object(directory: Directory) -> None:
    match = directory.kind("/lamp/none")
    assert match is not None
    assert match[1] == ("none",)
    assert directory.kind("/lamp") is None
    assert directory.kind("/other") is None


def test_shown_objects(directory: Directory, faults: list[str]) -> None:
    assert b"desk" in (directory.managed_content("/lamp/desk") or b"")
    assert directory.managed_content("/lamp/gone") is None
    assert directory.managed_content("/lamp") is None
    assert faults == []


def test_an_object_that_cannot_be_shown_is_named_without_properties(
    directory: Directory, faults: list[str]
) -> None:
    content = directory.managed_content("/lamp/odd")
    assert content is not None
    assert LAMP.encode() in content
    assert faults == ["managed=/lamp/odd"]
