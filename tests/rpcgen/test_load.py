"""XML to model: structure, required attributes, signatures; every finding of a file in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen import model
from rpcgen.diag import Findings
from rpcgen.load import load

TP = "http://telepathy.freedesktop.org/wiki/DbusSpec#extensions-v0"


def run(tmp_path: Path, text: str) -> tuple[model.Document | None, list[tuple[str, int]]]:
    path = tmp_path / "f.xml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    document = load(str(path), "f", findings)
    return document, [(found.code, found.span.line) for found in findings]


def members(text: str) -> str:
    return f'<node>\n<interface name="a.b">\n{text}\n</interface>\n</node>'


def test_a_whole_interface_is_loaded(tmp_path: Path) -> None:
    document, found = run(
        tmp_path,
        members(
            '<method name="m"><!-- Does. --><arg name="a" type="s"/>'
            '<arg type="i" direction="out"/></method>'
            '<signal name="s"><arg name="x" type="u"/></signal>'
            '<property name="p-q" type="b" access="read"/>'
        ),
    )
    assert found == []
    assert document is not None
    (interface,) = document.interfaces
    (method,) = interface.methods
    assert (method.doc, method.ins[0].name, method.outs[0].name) == ("Does.", "a", "")
    assert interface.signals[0].args[0].name == "x"
    assert interface.properties[0].access == "read"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<arg name="x" type="s"/>', "RG007"),
        ("<node/>", "RG007"),
        ('<Method name="m"/>', "RG008"),
        ('<methd name="m"/>', "RG008"),
        ("<sequence/>", "RG009"),
        ('<method name="m" nmae="n"/>', "RG010"),
        ("<method/>", "RG011"),
        ('<property name="p" access="read"/>', "RG011"),
        ('<property name="p" type="s"/>', "RG011"),
        ('<annotation name="x"/>', "RG011"),
        ('<property name="p" type="s" access="rw"/>', "RG012"),
        ('<method name="m"><arg type="s" direction="inout"/></method>', "RG012"),
        ('<signal name="s"><arg type="s" direction="in"/></signal>', "RG012"),
        ('<property name="p" type="ss" access="read"/>', "RG201"),
        ('<method name="m"><arg type=""/></method>', "RG201"),
    ],
)
def test_each_fault_has_its_code_and_line(tmp_path: Path, text: str, code: str) -> None:
    assert run(tmp_path, members(text))[1] == [(code, 3)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('<interface name="a.b"/>', "RG006", 1),
        ("<node>\n<interface/>\n</node>", "RG011", 2),
        ('<node name="/x"/>', "RG014", 1),
        (f'<tp:spec xmlns:tp="{TP}"/>', "RG014", 1),
        ('<node xmlns:tp="urn:x"><interface name="a.b"/></node>', "RG013", 1),
        ('<node>\n<method name="m"/>\n</node>', "RG007", 2),
    ],
)
def test_faults_of_the_whole_file(tmp_path: Path, text: str, code: str, line: int) -> None:
    assert run(tmp_path, text)[1][0] == (code, line)


def test_all_faults_come_in_one_run(tmp_path: Path) -> None:
    _, found = run(
        tmp_path,
        members('<method/>\n<property name="p"/>\n<signal name="s"><arg type="q)"/></signal>'),
    )
    assert found == [("RG011", 3), ("RG011", 4), ("RG011", 4), ("RG201", 5)]


def test_a_signature_is_wrong_at_a_character(tmp_path: Path) -> None:
    path = tmp_path / "f.xml"
    path.write_text(members('<property name="p" access="read" type="a{vs}"/>'))
    findings = Findings()
    load(str(path), "f", findings)
    (found,) = findings
    assert (found.span.line, found.span.column) == (3, 42)
    assert found.message == "type 'a{vs}', character 3: a dict key that is not a basic type"


@pytest.mark.parametrize(
    ("type_", "hint"),
    [
        ("{sv}", "'a{sv}'"),
        ("ss", "'(ss)'"),
        ("KGlobalAccel::MatchType", "C++ type"),
        ("QString", "C++ type"),
    ],
)
def test_common_mistakes_get_a_hint(tmp_path: Path, type_: str, hint: str) -> None:
    path = tmp_path / "f.xml"
    path.write_text(members(f'<property name="p" access="read" type="{type_}"/>'))
    findings = Findings()
    load(str(path), "f", findings)
    assert hint in next(iter(findings)).hint


def test_nested_nodes_bring_their_interfaces(tmp_path: Path) -> None:
    document, found = run(
        tmp_path,
        '<node>\n<interface name="a.b"/><node name="x">\n<interface name="a.c"/>'
        '\n<interface name="a.b"/></node></node>',
    )
    assert document is not None
    assert [interface.name for interface in document.interfaces] == ["a.b", "a.c"]
    assert found == [("RG304", 4)]


@pytest.mark.parametrize(
    ("name", "is_page"),
    [
        (' name="/Player_Interface"', True),
        (' name="/"', False),
        (' name="/vm/uuid"', False),
        ("", False),
    ],
)
def test_pages_of_a_specification_are_known_by_their_name(
    tmp_path: Path, name: str, is_page: bool
) -> None:
    document, _ = run(tmp_path, f'<node{name}><interface name="a.b"/></node>')
    assert document is not None
    assert document.is_page is is_page


def test_enums_are_unsigned_unless_they_say_otherwise(tmp_path: Path) -> None:
    document, found = run(
        tmp_path,
        f'<node xmlns:tp="{TP}"><tp:flags name="F"><tp:flag suffix="A" value="1"/></tp:flags>'
        '<tp:enum name="E" type="s"><tp:enumvalue suffix="A" value=""/></tp:enum></node>',
    )
    assert found == []
    assert document is not None
    assert [(str(e.type), e.is_flags) for e in document.enums] == [("u", True), ("s", False)]
