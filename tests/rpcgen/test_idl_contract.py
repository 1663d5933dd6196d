"""idl/ says what OpenXT says: names, types, order, access; nothing missing, nothing extra."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
IDL = ROOT / "idl"
CONTRACT = json.loads((ROOT / "tests/data/idl_contract.json").read_text(encoding="utf-8"))
OUR_OWN = ["sim.xml"]
TP = "{http://telepathy.freedesktop.org/wiki/DbusSpec#extensions-v0}"
EMITS = "org.freedesktop.DBus.Property.EmitsChangedSignal"
UNRESTRICTED = "com.citrix.xenclient.xenmgr.vm.unrestricted"
DOCUMENTED = {
    "interface",
    "method",
    "signal",
    "property",
    f"{TP}enum",
    f"{TP}enumvalue",
}


def node_of(file: str) -> etree._Element:
    return etree.parse(IDL / file).getroot()


def args_of(member: etree._Element, direction: str | None) -> list[list[str]]:
    return [
        [arg.attrib["name"], arg.attrib["type"]]
        for arg in member.iterfind("arg")
        if arg.get("direction") == direction
    ]


def interface_as_data(interface: etree._Element) -> dict[str, object]:
    return {
        "methods": {
            method.attrib["name"]: {"in": args_of(method, "in"), "out": args_of(method, "out")}
            for method in interface.iterfind("method")
        },
        "signals": {
            signal.attrib["name"]: args_of(signal, None) for signal in interface.iterfind("signal")
        },
        "properties": {
            prop.attrib["name"]: [prop.attrib["type"], prop.attrib["access"]]
            for prop in interface.iterfind("property")
        },
    }


def file_as_data(node: etree._Element) -> dict[str, object]:
    return {
        "object": node.get("name"),
        "enums": {
            enum.attrib["name"]: {
                "type": enum.attrib["type"],
                "values": {
                    value.attrib["suffix"]: value.attrib["value"]
                    for value in enum.iterfind(f"{TP}enumvalue")
                },
            }
            for enum in node.iterfind(f"{TP}enum")
        },
        "interfaces": {
            interface.attrib["name"]: interface_as_data(interface)
            for interface in node.iterfind("interface")
        },
    }


def in_order(value: object) -> str:
    return json.dumps(value, indent=1)


@pytest.mark.parametrize("file", CONTRACT)
def test_xml_equals_the_contract(file: str) -> None:
    assert in_order(file_as_data(node_of(file))) == in_order(CONTRACT[file])


@pytest.mark.parametrize("file", CONTRACT)
def test_no_member_is_declared_twice(file: str) -> None:
    for interface in node_of(file).iterfind("interface"):
        for kind in ("method", "signal", "property"):
            names = [member.attrib["name"] for member in interface.iterfind(kind)]
            assert len(names) == len(set(names))


def test_every_file_is_in_the_contract_or_known_as_our_own() -> None:
    assert sorted(path.name for path in IDL.glob("*.xml")) == sorted([*CONTRACT, *OUR_OWN])


def test_our_own_interface_shares_no_name_with_the_contract() -> None:
    theirs = {interface for file in CONTRACT.values() for interface in file["interfaces"]}
    for file in OUR_OWN:
        ours = {interface.attrib["name"] for interface in node_of(file).iterfind("interface")}
        assert not ours & theirs


@pytest.mark.parametrize("file", [*CONTRACT, *OUR_OWN])
def test_file_is_valid_against_the_dtd(file: str) -> None:
    with (IDL / "introspect-tp.dtd").open("rb") as source:
        dtd = etree.DTD(source)
    assert dtd.validate(node_of(file)), dtd.error_log.filter_from_errors()


def test_dtd_refuses_what_is_no_introspection_data() -> None:
    with (IDL / "introspect-tp.dtd").open("rb") as source:
        dtd = etree.DTD(source)
    wrong = [
        '<node><interface name="a.b"><arg type="s"/></interface></node>',
        "<node><interface/></node>",
        '<node><interface name="a.b"><property name="p" type="s" access="rw"/></interface></node>',
        '<node><method name="m"/></node>',
    ]
    assert [dtd.validate(etree.fromstring(text)) for text in wrong] == [False] * len(wrong)


@pytest.mark.parametrize("file", [*CONTRACT, *OUR_OWN])
def test_every_member_is_documented(file: str) -> None:
    silent = []
    for element in node_of(file).iter(*DOCUMENTED):
        first = element[0] if len(element) else None
        if not isinstance(first, etree._Comment) or len((first.text or "").split()) < 2:
            silent.append((element.tag, element.attrib.get("name") or element.get("suffix")))
    assert silent == []


def test_unrestricted_interface_announces_no_change() -> None:
    interface = node_of("xenmgr_vm.xml").find(f"interface[@name='{UNRESTRICTED}']")
    assert interface is not None
    loud = [
        prop.attrib["name"]
        for prop in interface.iterfind("property")
        if prop.find(f"annotation[@name='{EMITS}'][@value='false']") is None
    ]
    assert loud == []


def test_overlay_binds_each_enum_to_string_members_that_exist() -> None:
    overlay = tomllib.loads((IDL / "overlay.toml").read_text(encoding="utf-8"))
    interfaces = {
        name: interface
        for file in CONTRACT.values()
        for name, interface in file["interfaces"].items()
    }
    enums = {name for file in CONTRACT.values() for name in file["enums"]}
    for bind in overlay["bind"]:
        interface = interfaces[bind["interface"]]
        if "property" in bind:
            signature = interface["properties"][bind["property"]][0]
        else:
            signature = dict(interface["signals"][bind["signal"]])[bind["arg"]]
        assert signature == "s", bind
    assert {bind["enum"] for bind in overlay["bind"]} == enums


def test_overlay_binds_the_two_vm_interfaces_alike() -> None:
    overlay = tomllib.loads((IDL / "overlay.toml").read_text(encoding="utf-8"))
    bound: dict[str, set[tuple[str, str]]] = {}
    for bind in overlay["bind"]:
        if "property" in bind:
            pairs = bound.setdefault(bind["interface"], set())
            pairs.add((bind["property"], bind["enum"]))
    assert bound["com.citrix.xenclient.xenmgr.vm"] == bound[UNRESTRICTED]
