"""A run of the generator: names of outputs, findings across files, nothing on errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen.diag import Findings
from rpcgen.generate import Request, generate, load_all, output_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("idl/xenmgr_vm.xml", "xenmgr_vm"),
        ("org.freedesktop.UDisks2.xml", "org_freedesktop_udisks2"),
        ("a-b c.xml", "a_b_c"),
        ("1st.xml", "_1st"),
        ("x\nimport os.xml", "x_import_os"),
        ("\u00e9.xml", "_"),
    ],
)
def test_outputs_are_called_after_their_file(path: str, name: str) -> None:
    assert output_name(path) == name


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        (Request(("d/f.xml",)), "rpcgen gen"),
        (Request(("d/f.xml",), role="client"), "rpcgen gen"),
        (
            Request(("f.xml",), name="n", overlay="/x/o.toml", module_prefix="a.b"),
            "rpcgen gen --name n --overlay o.toml --module-prefix a.b",
        ),
        (Request(("f.xml",), module_prefix=""), "rpcgen gen --module-prefix ''"),
    ],
)
def test_the_command_names_what_the_text_depends_on(request_: Request, command: str) -> None:
    assert request_.command == command


def write(tmp_path: Path, **texts: str) -> tuple[str, ...]:
    for name, text in texts.items():
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
    return tuple(str(tmp_path / f"{name}.xml") for name in texts)


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    files = write(tmp_path, a='<node><interface name="a.b"/></node>')
    (tmp_path / "A.xml").write_text('<node><interface name="a.c"/></node>')
    findings = Findings()
    load_all([*files, str(tmp_path / "A.xml")], findings)
    assert [found.code for found in findings] == ["RG015"]


def test_types_of_one_file_are_known_in_the_others(tmp_path: Path) -> None:
    tp = 'xmlns:tp="http://telepathy.freedesktop.org/wiki/DbusSpec#extensions-v0"'
    files = write(
        tmp_path,
        one=f'<node {tp}><tp:enum name="E" type="u"><tp:enumvalue suffix="A" value="1"/>'
        "</tp:enum></node>",
        two=f'<node {tp}><interface name="a.b"><property name="p" type="u" access="read"'
        ' tp:type="E"/></interface></node>',
    )
    findings = Findings()
    made = generate(Request(files), findings)
    assert list(findings) == []
    client = next(file.text for file in made if file.name == "two_client.py")
    assert "from . import one_types as _one_types" in client
    assert "-> _one_types.E:" in client


def test_all_files_report_before_the_run_ends_with_nothing(tmp_path: Path) -> None:
    files = write(tmp_path, a="<node", b="<nod/>", c='<node><interface name="c"/></node>')
    findings = Findings()
    assert generate(Request(files), findings) == []
    assert [found.code for found in findings] == ["RG002", "RG006", "RG101"]
