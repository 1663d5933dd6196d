"""Introspection XML: complete, in order, and plain."""

import xml.etree.ElementTree as ElementTree

from rpcgen.runtime.interface import Arg, Interface, Property, Signal
from rpcgen.runtime.introspect import document, interface_xml
from tests.support.rpc import LAMP_ROWS, LampServer, method


def lamp() -> ElementTree.Element:
    emits = {row.name: row.emits for row in LAMP_ROWS}
    emits["level"] = "invalidates"
    root = ElementTree.fromstring(document(interface_xml(LampServer.INTERFACE, emits), ["a", "b"]))
    assert root.tag == "node"
    return root


def test_methods_name_their_arguments_and_directions() -> None:
    swap = lamp().find("interface/method[@name='Swap']")
    assert [tuple(arg.attrib.items()) for arg in swap] == [
        (("name", "a"), ("type", "s"), ("direction", "in")),
        (("name", "b"), ("type", "i"), ("direction", "in")),
        (("name", "b"), ("type", "i"), ("direction", "out")),
        (("name", "a"), ("type", "s"), ("direction", "out")),
    ]


def test_unnamed_arguments_have_no_name_attribute() -> None:
    (out,) = lamp().find("interface/method[@name='Wait']")
    assert out.attrib == {"type": "s", "direction": "out"}


def test_properties_say_how_changes_are_announced() -> None:
    said = {
        row.get("name"): [(note.get("name").rpartition(".")[2], note.get("value")) for note in row]
        for row in lamp().findall("interface/property")
    }
    assert said["state"] == [("EmitsChangedSignal", "true")]
    assert said["level"] == [("EmitsChangedSignal", "invalidates")]
    assert said["serial-number"] == [("EmitsChangedSignal", "const")]
    assert said["uptime"] == [("EmitsChangedSignal", "false")]
    access = {row.get("name"): row.get("access") for row in lamp().findall("interface/property")}
    assert access["level"] == "readwrite"
    assert access["secret"] == "write"


def test_signals_and_children_are_there() -> None:
    signal = lamp().find("interface/signal[@name='Switched']")
    assert [(arg.get("name"), arg.get("type")) for arg in signal] == [
        ("state", "s"),
        ("level", "u"),
    ]
    assert [node.get("name") for node in lamp().findall("node")] == ["a", "b"]


def test_no_annotation_is_inside_an_argument_and_nothing_has_a_namespace() -> None:
    text = document(interface_xml(LampServer.INTERFACE, {}), [])
    assert "xmlns" not in text
    assert "<tp:" not in text
    assert all(len(arg) == 0 for arg in ElementTree.fromstring(text).iter("arg"))


def test_annotations_of_all_members_are_kept_and_escaped() -> None:
    note = ("com.example.Note", 'a "quoted" <&> word')
    emits = ("org.freedesktop.DBus.Property.EmitsChangedSignal", "false")
    interface = Interface(
        "com.example.I",
        (method("M", "m", annotations=(note,)),),
        (Signal("S", (Arg("x", "s"),), "s", (note,)),),
        (Property("p", "p", "s", "read", "true", bytes, bytes, (emits, note)),),
        (note,),
    )
    root = ElementTree.fromstring(document(interface_xml(interface, {}), []))
    notes = [row.attrib for row in root.iter("annotation")]
    assert sum(row["value"] == note[1] for row in notes) == 4
    assert [row["value"] for row in notes if row["name"] == emits[0]] == ["true"]
