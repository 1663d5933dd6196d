"""overlay.toml: enums tied to members, and what is wrong in it named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen import model, overlay
from rpcgen.diag import Findings
from rpcgen.load import load

IDL = Path(__file__).parents[1] / "data" / "idl"
STRINGLY = "org.example.Stringly"


def document(name: str = "string_enums") -> model.Document:
    loaded = load(str(IDL / f"{name}.xml"), name, Findings())
    assert loaded is not None
    return loaded


def run(tmp_path: Path, text: str) -> tuple[overlay.Bindings, list[tuple[str, int]]]:
    path = tmp_path / "overlay.toml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    _, bindings = overlay.apply([document()], overlay.read(str(path), findings), findings)
    return bindings, [(found.code, found.span.line) for found in findings]


def bind(**row: str) -> str:
    return "[[bind]]\n" + "".join(f'{key} = "{value}"\n' for key, value in row.items())


def test_rows_bind_properties_and_arguments() -> None:
    findings = Findings()
    spread = overlay.read(str(IDL / "overlay.toml"), findings)
    (changed,), bindings = overlay.apply([document()], spread, findings)
    assert list(findings) == []
    (interface,) = changed.interfaces
    move, look = interface.methods
    carriers = [*interface.properties, move.ins[0], move.outs[0], look.outs[0]]
    carriers.append(interface.signals[0].args[1])
    assert [bindings[item.span].enum.name for item in carriers] == [
        "VM_STATE",
        "NEXT_STATE",
        "VM_STATE",
        "VM_STATE",
        "VM_STATE",
        "VM_STATE",
    ]
    assert len(bindings) == len(carriers)
    assert [enum.name for enum in changed.enums] == ["VM_STATE", "NEXT_STATE"]


def test_an_enum_may_live_in_another_file_of_the_run(tmp_path: Path) -> None:
    other = document("hyphens")
    path = tmp_path / "overlay.toml"
    path.write_text(bind(interface="org.example.HyphenFree", property="name", enum="VM_STATE"))
    findings = Findings()
    spread = overlay.read(str(path), findings)
    documents, bindings = overlay.apply([document(), other], spread, findings)
    assert list(findings) == []
    assert [bound.home for bound in bindings.values()] == ["string_enums"]
    assert documents[1].enums == ()


def test_type_attributes_bind_too() -> None:
    findings = Findings()
    (changed,), bindings = overlay.apply([document("number_enums")], overlay.Overlay(), findings)
    (interface,) = changed.interfaces
    assert bindings[interface.properties[0].span].enum.name == "Access_Flags"
    # An array of enums stays an array of numbers.
    assert interface.properties[1].span not in bindings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[bind]\n", ("RG801", 1)),
        ("a = 1\n", ("RG802", 1)),
        ("bind = 3\n", ("RG802", 1)),
        ("enum = 3\n", ("RG802", 1)),
        ("\n[[bind]]\n", ("RG802", 2)),
        (bind(interface=STRINGLY, property="state"), ("RG802", 1)),
        (bind(interface=STRINGLY, method="move", enum="VM_STATE"), ("RG802", 1)),
        (
            bind(interface=STRINGLY, property="p", signal="s", arg="a", enum="E"),
            ("RG802", 1),
        ),
        (bind(interface=STRINGLY, property="none", enum="VM_STATE"), ("RG803", 1)),
        (bind(interface=STRINGLY, property="state", enum="NONE"), ("RG803", 1)),
        (
            bind(interface=STRINGLY, method="look", arg="since", enum="VM_STATE"),
            ("RG804", 1),
        ),
        (bind(interface="org.other", property="p", enum="VM_STATE"), ("RG805", 1)),
        ("[enum.E]\nvalues = []\n", ("RG802", 1)),
        ('\n[enum.E]\nvalues = { A = "x", B = 1 }\n', ("RG802", 2)),
        ('[enum.VM_STATE]\nvalues = { A = "x" }\n', ("RG802", 1)),
        ('[enum.E]\nvalues = { A = "x", B = "x" }\n', ("RG507", 1)),
    ],
)
def test_faults_are_named_with_their_line(
    tmp_path: Path, text: str, expected: tuple[str, int]
) -> None:
    assert run(tmp_path, text)[1] == [expected]


def test_a_missing_overlay_is_a_finding(tmp_path: Path) -> None:
    findings = Findings()
    overlay.read(str(tmp_path / "none.toml"), findings)
    assert [found.code for found in findings] == ["RG801"]
