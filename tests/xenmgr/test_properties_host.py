"""The host's hardware, memory and states as properties."""

from __future__ import annotations

import pytest

from tests.support.property_rows import binding
from tests.support.targets import FakeHost, FakeVm
from xenmgr.properties.host import HOST_INTERFACE, HOST_STATE_NODE, LICENSE_NODE


def read(host: FakeHost, name: str) -> object:
    return binding(HOST_INTERFACE, name).get(host)


def test_the_hardware_is_that_of_the_facts() -> None:
    host = FakeHost()
    assert read(host, "vendor") == "OpenXT Simulator"
    assert read(host, "physical-cpu-model") == "Simulated Processor 2.40GHz"
    assert read(host, "physical-gpu-model") == "Intel Corporation UHD Graphics 620"
    assert read(host, "eth0-model") == "Intel Corporation Ethernet I219-LM"
    assert read(host, "wireless-mac") == "02:00:00:00:00:02"
    assert read(host, "build-info")["edition"] == "default"


@pytest.mark.parametrize(
    ("keys", "spare"),
    [
        ({"config/memory": "1024"}, 0),
        ({"config/memory": "1024", "config/memory-min": "256"}, 768),
        ({"config/memory": "1024", "config/memory-min": "2048"}, 0),
        ({"config/memory": "1024", "config/memory-min": "0"}, 0),
        ({"config/memory": "much"}, 0),
    ],
)
def test_available_memory_counts_what_running_vms_could_give_up(
    keys: dict[str, str], spare: int
) -> None:
    host = FakeHost()
    FakeVm({"config/memory-min": "1"}, host=host)
    FakeVm(keys, host=host).domid = 1
    assert read(host, "free-mem") == 8000
    assert read(host, "avail-mem") == 8000 + spare


@pytest.mark.parametrize(
    ("node", "state"),
    [
        (None, "idle"),
        ("", "idle"),
        ("idle", "idle"),
        ("shutting-down", "shutdowning"),
        ("rebooting", "rebooting"),
        ("going-to-sleep", "sleeping"),
        ("going-to-hibernate", "hibernating"),
        ("dancing", "idle"),
    ],
)
def test_the_state_is_the_nodes_in_public_words(node: str | None, state: str) -> None:
    host = FakeHost()
    if node is not None:
        host.xenstore.write(HOST_STATE_NODE, node)
    assert read(host, "state") == state


def test_the_ui_becomes_ready_once() -> None:
    row, host = binding(HOST_INTERFACE, "ui-ready"), FakeHost()
    row.set(host, False)
    assert not host.told
    row.set(host, True)
    assert row.get(host) is True
    assert host.told == [("properties", "/host", "host", "ui-ready"), ("ui_ready",)]
    row.set(host, True)
    row.set(host, False)
    assert row.get(host) is True
    assert len(host.told) == 2


@pytest.mark.parametrize(("node", "licensed"), [(None, True), ("local", True), ("abc", False)])
def test_a_host_is_licensed_by_default(node: str | None, licensed: bool) -> None:
    host = FakeHost()
    if node is not None:
        host.xenstore.write(LICENSE_NODE, node)
    assert read(host, "is-licensed") is licensed


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("measured-boot-enabled", "/boot/system/tpm/enabled"),
        ("measured-boot-successful", "/config/tpm/measured-boot"),
    ],
)
def test_a_measured_boot_shows_in_files(name: str, path: str) -> None:
    host = FakeHost()
    assert read(host, name) is False
    host.files.write_text(path, "")
    assert read(host, name) is True
