"""The rules: a table of bad IDL, one fault each."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen import check
from rpcgen.diag import Diagnostic, Findings
from rpcgen.load import load

TP = "http://telepathy.freedesktop.org/wiki/DbusSpec#extensions-v0"
EMITS = "org.freedesktop.DBus.Property.EmitsChangedSignal"
NO_REPLY = "org.freedesktop.DBus.Method.NoReply"
DEPRECATED = "org.freedesktop.DBus.Deprecated"
MANY = "".join('<arg type="s"/>' for _ in range(256))


def run(tmp_path: Path, body: str, node: str = "") -> list[Diagnostic]:
    path = tmp_path / "f.xml"
    path.write_text(f'<node xmlns:tp="{TP}"{node}>\n{body}\n</node>', encoding="utf-8")
    findings = Findings()
    document = load(str(path), "f", findings)
    assert document is not None
    assert list(findings) == []
    return list(check.check(document, {"Foreign": "i"}))


def codes(found: list[Diagnostic]) -> list[tuple[str, int]]:
    return [(item.code, item.span.line) for item in found]


def members(text: str) -> str:
    return f'<interface name="a.b">\n{text}\n</interface>'


@pytest.mark.parametrize(
    "name", ["Bad", ".a.b", "a.b.", "a..b", "a.1b", "a.b-c", "a/b", "a.b c", 300 * "a" + ".b"]
)
def test_interface_names(tmp_path: Path, name: str) -> None:
    assert codes(run(tmp_path, f'<interface name="{name}"/>')) == [("RG101", 2)]


@pytest.mark.parametrize("name", ["", "a.b", "a b", "a-b", "1a", "\u00e9", "a&#10;b", 256 * "M"])
@pytest.mark.parametrize("kind", ["method", "signal"])
def test_member_names(tmp_path: Path, kind: str, name: str) -> None:
    assert codes(run(tmp_path, members(f'<{kind} name="{name}"/>'))) == [("RG102", 3)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a-b", []), ("a.b", ["RG104"]), ("a b", ["RG104"]), ("", ["RG103"]), ("x" * 256, ["RG103"])],
)
def test_property_names(tmp_path: Path, name: str, expected: list[str]) -> None:
    found = run(tmp_path, members(f'<property name="{name}" type="s" access="read"/>'))
    assert [item.code for item in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<method name="m"/><method name="m"/>', ["RG302"]),
        ('<method name="m"/><method name="m"><arg type="s"/></method>', ["RG303"]),
        ('<signal name="s"/><signal name="s"/>', ["RG302"]),
        ('<signal name="s"/><signal name="s"><arg type="s"/></signal>', ["RG303"]),
        (2 * '<property name="p" type="s" access="read"/>', ["RG302"]),
        ('<method name="m"/><signal name="m"/>', []),
        ('<method name="m"><arg name="a-b" type="s"/><arg name="" type="s"/></method>', ["RG105"]),
        (f'<method name="m">{MANY}</method>', ["RG202"]),
        (f'<signal name="s">{MANY}</signal>', ["RG202"]),
        (f'<annotation name="{EMITS}" value="maybe"/>', ["RG401"]),
        (f'<method name="m"><annotation name="{DEPRECATED}" value="yes"/></method>', ["RG402"]),
        (
            f'<method name="m"><annotation name="{NO_REPLY}" value="true"/>'
            '<arg type="s" direction="out"/></method>',
            ["RG403"],
        ),
        (2 * '<annotation name="x" value="1"/>', ["RG404"]),
        ('<method name="m"><arg type="s" tp:type="None_Such"/></method>', ["RG501"]),
        ('<method name="m"><arg type="i" tp:type="Foreign"/></method>', []),
        ('<method name="m"><arg type="s" tp:type="Foreign"/></method>', ["RG503"]),
        ('<method name="m"><arg type="aai" tp:type="Foreign[][]"/></method>', []),
    ],
)
def test_members(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert [item.code for item in run(tmp_path, members(text))] == expected


def test_interfaces_stand_once_in_a_node(tmp_path: Path) -> None:
    assert codes(run(tmp_path, 2 * '<interface name="a.b"/>\n')) == [("RG301", 3)]


def test_types_of_other_pages_are_warnings_in_a_page(tmp_path: Path) -> None:
    body = members('<property name="p" type="s" access="read" tp:type="Elsewhere"/>')
    assert codes(run(tmp_path, body, ' name="/Some_Page"')) == [("RG502", 3)]


def enum(values: str, type_: str = "u", tag: str = "enum") -> str:
    return f'<tp:{tag} name="E" type="{type_}">{values}</tp:{tag}><interface name="a.b"/>'


def value(text: str, suffix: str = "A", tag: str = "enumvalue") -> str:
    return f'<tp:{tag} suffix="{suffix}" value="{text}"/>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (enum(value("0x10")), []),
        (enum(value("256"), "y"), ["RG506"]),
        (enum(value("-1"), "u"), ["RG506"]),
        (enum(value("one")), ["RG506"]),
        (enum(value("maybe"), "b"), ["RG506"]),
        (enum(value("1.5"), "d"), []),
        (enum(value("x"), "d"), ["RG506"]),
        (enum(value("x"), "as"), ["RG505"]),
        (enum(value("x", tag="flag"), "s", "flags"), ["RG505"]),
        (enum(""), ["RG511"]),
        (enum(value("1") + value("2")), ["RG508"]),
        (enum(value("1") + value("0x1", "B")), ["RG507"]),
        (enum(value("1"), "s") + enum(value("2"), "s").replace("a.b", "a.c"), ["RG504"]),
        ('<tp:struct name="S"/>', ["RG509"]),
        ('<tp:mapping name="M"><tp:member name="k" type="s"/></tp:mapping>', ["RG509"]),
        (
            '<tp:mapping name="M"><tp:member type="v"/><tp:member type="s"/></tp:mapping>',
            ["RG510"],
        ),
    ],
)
def test_telepathy_types(tmp_path: Path, text: str, expected: list[str]) -> None:
    body = text if "<interface" in text else text + '<interface name="a.b"/>'
    assert [item.code for item in run(tmp_path, body)] == expected


def test_lint_asks_for_texts_and_names(tmp_path: Path) -> None:
    path = tmp_path / "f.xml"
    path.write_text(f"<node>{members(chr(60) + 'method name=' + repr('m') + '/>')}</node>")
    document = load(str(path), "f", Findings())
    assert document is not None
    assert [found.code for found in check.lint(document)] == ["RG601"]


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), (" -7 ", -7), ("0x1F", 31), ("1.5", None), ("", None)]
)
def test_integers_are_decimal_or_hexadecimal(text: str, number: int | None) -> None:
    assert check.integer_value(text) == number
