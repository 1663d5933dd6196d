"""Identifiers of modules: members of both sides, arguments, classes, enums."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen import model, sig
from rpcgen.backends.python import scope
from rpcgen.diag import Findings, Span
from rpcgen.load import load
from rpcgen.runtime.interface import ServerInterface
from rpcgen.runtime.proxy import Proxy

IDL = Path(__file__).parents[1] / "data" / "idl"
FILES = sorted(path.stem for path in IDL.glob("*.xml"))


def document(name: str) -> model.Document:
    loaded = load(str(IDL / f"{name}.xml"), name, Findings())
    assert loaded is not None
    return loaded


def members(name: str) -> scope.MemberNames:
    return scope.members(document(name).interfaces[0])


def args(*names: str) -> list[model.Arg]:
    return [model.Arg(name, sig.Basic("s"), "", Span("f", 1, 1)) for name in names]


def test_methods_come_before_accessors() -> None:
    found = members("accessors")
    assert found.methods["GetDevices()"] == "get_devices"
    assert found.getters["Devices"] == "get_devices_property"
    assert found.setters["Devices"] == "set_devices_property"
    assert found.handlers["DevicesChanged()"] == "on_devices_changed_signal"
    assert found.attributes["Devices"] == "devices"


def test_the_three_kinds_have_scopes_of_their_own() -> None:
    found = members("twins")
    assert found.methods["sleep()"] == "sleep"
    assert found.methods["State()"] == found.signals["State()"] == "state"
    assert found.attributes["state"] == "state"
    assert found.attributes["State"] == "state_property"
    assert len(set(found.methods.values())) == len(found.methods)


def test_overloads_have_names_of_their_own() -> None:
    assert list(members("overloads").methods.items()) == [
        ("close(i)", "close"),
        ("close(sb)", "close_method"),
    ]


@pytest.mark.parametrize("name", FILES)
def test_no_scope_has_two_of_a_name_or_a_reserved_one(name: str) -> None:
    for interface in document(name).interfaces:
        found = scope.members(interface)
        proxy = [*found.methods.values(), *found.getters.values(), *found.setters.values()]
        proxy += found.handlers.values()
        for one_scope in (proxy, list(found.signals.values()), list(found.attributes.values())):
            assert len(set(one_scope)) == len(one_scope)
            assert not set(one_scope) & scope.MEMBERS_RESERVED


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("uuid", "obj-path"), ["uuid", "obj_path"]),
        (("", ""), ["arg_0", "arg_1"]),
        (("class", "self"), ["class_", "self_"]),
        (("1x", "a b"), ["arg_1x", "a_b"]),
        (("from", "from"), ["from_", "from__argument"]),
    ],
)
def test_arguments(given: tuple[str, ...], expected: list[str]) -> None:
    assert scope.arguments(args(*given)) == expected


def test_members_of_the_runtime_are_reserved() -> None:
    ours = {name for name in dir(ServerInterface) if not name.startswith("__")}
    assert {name for name in ours if name.islower() and name[0] != "_"} <= scope.BASE_MEMBERS
    theirs = {name for name in dir(Proxy) if not name.startswith("_")}
    assert theirs <= scope.BASE_MEMBERS


def test_classes_and_enums() -> None:
    assert set(scope.classes(document("same_tails")).values()) >= {"Vm", "VmAuth", "AManager"}
    enums = scope.enums(document("number_enums"))
    assert enums["Access_Flags"] == "AccessFlags"
    (state,) = document("string_enums").enums
    assert scope.enum_values(state) == {
        "RUNNING": "RUNNING",
        "STOPPED": "STOPPED",
        "NONE": "NONE",
        "1st": "VALUE_1ST",
        "mro": "MRO",
        "LOWER_CASE": "LOWER_CASE",
        "lowerCase": "LOWER_CASE_VALUE",
    }


def test_the_table_has_a_row_for_every_name() -> None:
    rows = list(scope.table(document("string_enums")))
    assert ("org.example.Stringly", "getter", "next-state", "get_next_state") in rows
    assert ("org.example.Stringly", "method", "move(sas)", "move") in rows
    assert ("VM_STATE", "value", "1st", "VALUE_1ST") in rows
