"""Templates on the simulated host: listing, loading, merging, and the errors clients see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rpcgen.runtime.errors import Failed
from xenmgr.errors import XenmgrError
from xenmgr.json_tree import JsonValue
from xenmgr.templates import TemplateStore, install_stock_templates, merge, parse_json, text_of
from xenvm.hostfs import HostFs

HOME = "/usr/share/xenmgr-1.0/templates/default"


@pytest.fixture
def files(tmp_path: Path) -> Iterator[HostFs]:
    fs = HostFs(tmp_path)
    yield fs
    fs.close()


def test_the_stock_templates_are_installed_once(files: HostFs) -> None:
    files.write_text(f"{HOME}/new-vm", '{"type": "mine"}')
    install_stock_templates(files)
    store = TemplateStore(files)
    assert store.load("new-vm") == {"type": "mine"}
    assert store.load("new-vm-sync")["type"] == "syncvm"
    names = store.list_templates()
    assert "new-vm-linux" in names
    assert names == sorted(names)
    assert not [name for name in names if name.startswith("service-") or "." in name]
    files.remove(f"{HOME}/new-vm")
    install_stock_templates(files)
    assert store.load("new-vm")["type"] == "svm"


def test_the_ui_sees_what_is_selectable(files: HostFs) -> None:
    install_stock_templates(files)
    chosen = TemplateStore(files).list_ui_templates()
    assert {"template": "new-vm-linux", "description": "Linux (Debian, Ubuntu)"} in chosen
    assert [each["template"] for each in chosen] == [
        "new-vm",
        "new-vm-linux",
        "new-vm-windows8",
        "new-vm-xp",
    ]


def test_names_lose_their_extension_and_are_found_without_it(files: HostFs) -> None:
    files.write_text(f"{HOME}/mine.json", '{"a": "1"}')
    files.write_text(f"{HOME}/child-helper", "{}")
    files.write_text(f"{HOME}/service-ndvm", "{}")
    store = TemplateStore(files)
    assert store.list_templates() == ["child-helper", "mine"]
    assert store.load("mine") == {"a": "1"}
    assert store.load("mine.json") == {"a": "1"}
    assert store.load("service-ndvm") == {}
    assert store.list_child_service_vm_templates() == ["helper"]


def test_the_flavour_chooses_the_directory(files: HostFs) -> None:
    files.write_text("/etc/xenclient.flavour", "special\n")
    files.write_text("/usr/share/xenmgr-1.0/templates/special/only", "{}")
    assert TemplateStore(files).list_templates() == ["only"]


def test_without_a_directory_there_are_no_templates(files: HostFs) -> None:
    assert TemplateStore(files).list_templates() == []
    assert TemplateStore(files).list_ui_templates() == []


def test_an_absolute_path_is_a_template_too(files: HostFs) -> None:
    files.write_text("/storage/my-template", '{"a": "1"}')
    assert TemplateStore(files).load("/storage/my-template") == {"a": "1"}


def test_a_changed_file_is_read_anew(files: HostFs) -> None:
    files.write_text(f"{HOME}/t", '{"a": "1"}')
    store = TemplateStore(files)
    first = store.load("t")
    assert store.load("t") is first
    files.write_text(f"{HOME}/t", '{"a": "2"}')
    assert store.load("t") == {"a": "2"}
    files.remove(f"{HOME}/t")
    with pytest.raises(XenmgrError):
        store.load("t")


@pytest.mark.parametrize("name", ["X", "no/such", "../default/X"])
def test_a_missing_template_is_an_io_error(files: HostFs, name: str) -> None:
    with pytest.raises(XenmgrError) as caught:
        TemplateStore(files).load(name)
    assert caught.value.text == (
        f"223:IO error: {HOME}/{name}: openFile: does not exist (No such file or directory)"
    )


def test_a_directory_is_no_template(files: HostFs) -> None:
    files.mkdir(f"{HOME}/dir")
    with pytest.raises(XenmgrError) as caught:
        TemplateStore(files).load("dir")
    assert caught.value.text.startswith(f"223:IO error: {HOME}/dir: openFile: failed")


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'"text"', b"\xff{}", b"[" * 100_000])
def test_a_malformed_template_is_an_io_error(files: HostFs, content: bytes) -> None:
    files.write_bytes(f"{HOME}/bad", content)
    with pytest.raises(XenmgrError) as caught:
        TemplateStore(files).load("bad")
    assert caught.value.text.startswith(f"223:IO error: malformed JSON file: {HOME}/bad: ")


def test_malformed_json_of_a_client_is_told(files: HostFs) -> None:
    with pytest.raises(XenmgrError) as caught:
        parse_json("{")
    assert caught.value.text.startswith("223:IO error: malformed JSON: ")
    assert parse_json('{"a": [1]}') == {"a": [1]}


MERGES: list[tuple[JsonValue, JsonValue, JsonValue]] = [
    ({}, {}, {}),
    ({"a": "1"}, {}, {"a": "1"}),
    ({"a": "1", "b": "2"}, {"a": "3", "c": "4"}, {"a": "3", "b": "2", "c": "4"}),
    ({"a": {"x": "1", "y": "2"}}, {"a": {"y": "3"}}, {"a": {"x": "1", "y": "3"}}),
    ({"a": {"x": "1"}}, {"a": "leaf"}, {"a": "leaf"}),
    ({"a": "leaf"}, {"a": {"x": "1"}}, {"a": {"x": "1"}}),
    ({"a": ["1", "2"]}, {"a": ["3"]}, {"a": ["3"]}),
    ({"a": "1"}, {"a": None}, {"a": None}),
    ({"a": "1"}, [1], [1]),
]


@pytest.mark.parametrize(("base", "overrides", "merged"), MERGES)
def test_merging(base: JsonValue, overrides: JsonValue, merged: JsonValue) -> None:
    before = repr((base, overrides))
    assert merge(base, overrides) == merged
    assert repr((base, overrides)) == before


def test_a_text_has_to_be_a_string() -> None:
    assert text_of({"a": "1"}, "a") == "1"
    assert text_of({"a": None}, "a") == ""
    assert text_of({}, "a") == ""
    for wrong in (1, True, [], {}):
        with pytest.raises(Failed) as caught:
            text_of({"a": wrong}, "a")
        assert caught.value.text == "string json value was expected"


def test_one_wrong_field_fails_the_listing(files: HostFs) -> None:
    files.write_text(f"{HOME}/t", '{"ui-selectable": true}')
    with pytest.raises(Failed):
        TemplateStore(files).list_ui_templates()
