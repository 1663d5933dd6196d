"""Configuration of the host that is more than a key: files, languages, opposites, fractions."""

from __future__ import annotations

import dataclasses

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.property_rows import binding
from tests.support.targets import FakeHost
from xenmgr.errors import XenmgrError
from xenmgr.properties.xenmgr import CONFIG_INTERFACE, CONFIG_UI_INTERFACE, LANGUAGE_FILE

FLAG_FILES = {
    "enable-argo-ssh": "/config/etc/ssh/argo_not_to_be_run",
    "enable-dom0-networking": "/config/system/dom0-networking-disabled",
    "enable-ssh": "/config/etc/ssh/sshd_not_to_be_run",
}


@pytest.mark.parametrize(("name", "path"), FLAG_FILES.items())
def test_a_service_is_enabled_while_its_file_is_absent(name: str, path: str) -> None:
    row, host = binding(CONFIG_INTERFACE, name), FakeHost()
    row.set(host, False)
    assert host.files.exists(path)
    assert row.get(host) is False
    row.set(host, True)
    assert not host.files.exists(path)
    assert host.told == [("properties", "/", "config", name)] * 2


def test_a_service_that_is_as_wanted_is_left_alone() -> None:
    host = FakeHost()
    binding(CONFIG_INTERFACE, "enable-ssh").set(host, True)
    assert not host.told


def german_host() -> FakeHost:
    host = FakeHost()
    host.facts = dataclasses.replace(host.facts, supported_languages=("en-us", "de-de"))
    return host


def test_a_language_is_written_to_its_file_and_told_after_the_configuration() -> None:
    row, host = binding(CONFIG_UI_INTERFACE, "language"), german_host()
    row.set(host, "de-de")
    assert host.files.read_text(LANGUAGE_FILE) == "LANGUAGE='de-de'\n"
    assert row.get(host) == "de-de"
    assert host.told == [
        ("properties", "/", "ui", "language"),
        ("config_changed",),
        ("language_changed",),
    ]
    host.told.clear()
    row.set(host, "de-de")
    assert host.told == [("config_changed",), ("language_changed",)]


def test_a_language_that_the_host_does_not_have_is_unsupported() -> None:
    host = german_host()
    with pytest.raises(XenmgrError) as caught:
        binding(CONFIG_UI_INTERFACE, "language").set(host, "xx-yy")
    assert caught.value.text == "236:Unsupported language"
    assert not host.told
    assert not host.files.contents


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("LANGUAGE='fr-fr'\n", "fr-fr"),
        ('# set by hand\nLANGUAGE="fr-fr"', "fr-fr"),
        ("LANGUAGE=fr-fr", "fr-fr"),
        ("LANGUAGE=''", "en-us"),
        ("nothing", "en-us"),
    ],
)
def test_the_language_file_is_read_as_a_shell_would(text: str, language: str) -> None:
    host = FakeHost()
    host.files.write_text(LANGUAGE_FILE, text)
    assert binding(CONFIG_UI_INTERFACE, "language").get(host) == language


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ota-upgrades-allowed", "/ota-upgrades-disallowed"),
        ("vm-creation-allowed", "/vm-create-disallowed"),
        ("vm-deletion-allowed", "/vm-delete-disallowed"),
    ],
)
def test_what_is_allowed_is_kept_as_its_opposite_and_removed_when_true(name: str, key: str) -> None:
    row, host = binding(CONFIG_INTERFACE, name), FakeHost()
    row.set(host, False)
    assert host.keys == {key: "true"}
    assert row.get(host) is False
    row.set(host, True)
    assert host.keys == {}
    assert host.told.count(("config_changed",)) == 2


def test_switching_to_oneself_is_kept_as_its_opposite_and_always_written() -> None:
    row, host = binding(CONFIG_UI_INTERFACE, "switcher-self-switch-enabled"), FakeHost()
    row.set(host, True)
    assert host.keys == {"/switcher/self-switch-disabled": "false"}
    assert row.get(host) is True
    row.set(host, False)
    assert host.keys == {"/switcher/self-switch-disabled": "true"}


@pytest.mark.parametrize(
    ("value_ms", "stored"), [(0, "0.0"), (1500, "1.5"), (2000, "2.0"), (1, "0.001")]
)
def test_the_pointer_trail_is_milliseconds_outside_and_seconds_inside(
    value_ms: int, stored: str
) -> None:
    row, host = binding(CONFIG_UI_INTERFACE, "pointer-trail-timeout"), FakeHost()
    row.set(host, value_ms)
    assert host.keys == {"/xenmgr/pointerTrailTimeout": stored}
    assert row.get(host) == value_ms


@pytest.mark.parametrize("stored", ["", "long", "nan", "inf"])
def test_a_stored_pointer_trail_that_is_no_number_fails(stored: str) -> None:
    with pytest.raises(Failed):
        binding(CONFIG_UI_INTERFACE, "pointer-trail-timeout").get(
            FakeHost({"/xenmgr/pointerTrailTimeout": stored})
        )


def test_a_stored_action_that_is_none_reads_as_nothing() -> None:
    row = binding(CONFIG_INTERFACE, "measure-fail-action")
    assert row.get(FakeHost({"/xenmgr/measure-fail-action": "zz"})) == "nothing"


def test_the_idle_threshold_takes_anything_keeps_nothing_and_tells() -> None:
    row, host = binding(CONFIG_UI_INTERFACE, "idle-time-threshold"), FakeHost()
    row.set(host, 17)
    assert row.get(host) == 0
    assert host.keys == {}
    assert host.told == [("config_changed",)]


def test_capabilities_are_those_of_the_build() -> None:
    host = german_host()
    host.facts = dataclasses.replace(
        host.facts, secondary_gpu_pt=False, configurable_save_changes=False
    )
    assert binding(CONFIG_INTERFACE, "secondary-gpu-pt").get(host) is False
    assert binding(CONFIG_INTERFACE, "configurable-save-changes-across-reboots").get(host) is False
    assert binding(CONFIG_UI_INTERFACE, "supported-languages").get(host) == ["en-us", "de-de"]
