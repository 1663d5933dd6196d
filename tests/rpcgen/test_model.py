"""The model's own answers: signatures, annotations, type references."""

from __future__ import annotations

from pathlib import Path

from rpcgen import model
from rpcgen.diag import Findings
from rpcgen.load import load

IDL = Path(__file__).parents[1] / "data" / "idl"


def document(name: str) -> model.Document:
    loaded = load(str(IDL / f"{name}.xml"), name, Findings())
    assert loaded is not None
    return loaded


def test_signatures_string_the_arguments_together() -> None:
    (interface,) = document("results").interfaces
    signatures = {m.name: (m.in_signature, m.out_signature) for m in interface.methods}
    assert signatures["mixed"] == ("sai", "oga(su)x")
    assert signatures["nothing"] == ("", "")
    assert document("signals").interfaces[0].signals[2].signature == "a{sd}tv"


def test_emits_is_the_propertys_then_the_interfaces_then_true() -> None:
    first, second = document("emits").interfaces
    assert {p.name: first.emits(p) for p in first.properties} == {
        "inherited": "invalidates",
        "constant": "const",
        "silent": "false",
        "loud": "true",
    }
    assert second.emits(second.properties[0]) == "true"


def test_the_first_of_two_annotations_counts() -> None:
    (interface,) = document("annotations").interfaces
    assert model.annotation(interface.signals[0].annotations, "org.example.Twice") == "first"
    assert interface.methods[0].no_reply
    assert not interface.methods[1].no_reply


def test_access_says_what_can_be_done() -> None:
    found = {p.name: (p.readable, p.writable) for p in document("hyphens").interfaces[0].properties}
    assert found["start-on-boot"] == (True, True)
    assert found["start_on_boot"] == (True, False)
    assert found["secret-key"] == (False, True)


def test_type_references_are_listed_with_their_signatures() -> None:
    references = {(r.name, r.array_depth): s for r, s in document("tp_types").type_refs()}
    assert references == {
        ("Place_Name", 0): "s",
        ("Point", 0): "(ii)",
        ("Point", 1): "a(ii)",
        ("Elsewhere", 0): "u",
        ("Places", 0): "a{s(ii)}",
    }


def test_named_types_have_signatures() -> None:
    assert {t.name: t.signature for t in document("tp_types").named_types} == {
        "Point": "(ii)",
        "Places": "a{s(ii)}",
        "Place_Name": "s",
        "Elsewhere": "u",
    }
