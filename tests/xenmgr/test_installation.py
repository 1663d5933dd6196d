"""What the host was installed with: images, plugins, licence text, deferred steps, lid actions."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.host import SimHost
from tests.support.story import host_story
from xenmgr import installation
from xenmgr.errors import XenmgrError

STEPS = {
    "dom0-password-set": ("deferred-dom0-password", "/config/deferred_dom0_password"),
    "kb-layout-set": ("deferred-kb-layout", "/config/deferred_kb_layout"),
    "eula-accepted": ("deferred-accept-eula", "/config/deferred_eula"),
    "language-set": ("deferred-language", "/config/deferred_language"),
}


@host_story
async def test_isos_are_the_files_of_that_name_without_the_empty_drive(sim: SimHost) -> None:
    files = sim.host.files
    for name in ("b.iso", "a.iso", "readme.txt", "ISO"):
        files.write_bytes(f"/storage/isos/{name}", b"")
    assert installation.isos(sim.host) == ["a.iso", "b.iso", "xc-tools.iso"]
    sim.host.put("/xenmgr/isos", "/elsewhere")
    assert installation.isos(sim.host) == []
    files.write_bytes("/elsewhere/c.iso", b"")
    assert installation.isos(sim.host) == ["c.iso"]


@host_story
async def test_plugins_are_the_names_in_a_directory_of_theirs(sim: SimHost) -> None:
    sim.host.files.write_bytes("/usr/lib/xui/plugins/panel/one.js", b"")
    assert installation.ui_plugins(sim.host, "panel") == ["one.js"]
    assert installation.ui_plugins(sim.host, "none") == []
    assert "panel" in installation.ui_plugins(sim.host, "")


@pytest.mark.parametrize("subdir", ["..", "../..", "panel/../../..", "/.."])
@host_story
async def test_a_directory_of_plugins_is_below_theirs(sim: SimHost, subdir: str) -> None:
    with pytest.raises(Failed, match="bad subdirectory"):
        installation.ui_plugins(sim.host, subdir)


@host_story
async def test_the_licence_is_in_the_hosts_language_else_english_else_any(
    sim: SimHost,
) -> None:
    files = sim.host.files
    assert installation.eula(sim.host) == ""
    told = []
    for suffix in ("", "-en-us", "-de-de"):
        files.write_text(f"/usr/share/xenclient/EULA{suffix}", f"text{suffix}")
        told.append(installation.eula(sim.host))
    files.write_text("/config/language.conf", "LANGUAGE='de-de'\n")
    told.append(installation.eula(sim.host))
    assert told == ["text", "text-en-us", "text-en-us", "text-de-de"]


@host_story
async def test_an_installed_host_has_nothing_left_to_do(sim: SimHost) -> None:
    assert installation.install_state(sim.host) == {key: "False" for key, _ in STEPS.values()}
    assert installation.complete(sim.host)


@pytest.mark.parametrize("action", STEPS)
@host_story
async def test_a_deferred_step_is_done_by_its_action(sim: SimHost, action: str) -> None:
    key, path = STEPS[action]
    sim.host.files.write_bytes(path, b"")
    assert installation.install_state(sim.host)[key] == "True"
    assert not installation.complete(sim.host)
    installation.progress(sim.host, action)
    assert installation.install_state(sim.host)[key] == "False"
    assert installation.complete(sim.host)
    # Once more is no harm.
    installation.progress(sim.host, action)


@host_story
async def test_a_step_that_is_none_is_refused(sim: SimHost) -> None:
    with pytest.raises(Failed, match="unexpected install-action string: coffee-made"):
        installation.progress(sim.host, "coffee-made")


@host_story
async def test_lid_actions_are_kept_apart_by_power_supply(sim: SimHost) -> None:
    host = sim.host
    # As a fresh installation has it.
    assert [installation.lid_action(host, each) for each in ("ac", "battery")] == [
        "nothing",
        "sleep",
    ]
    installation.set_lid_action(host, "ac", "hibernate")
    installation.set_lid_action(host, "battery", "nothing")
    assert host.get("/power-management/ac-lid-close-action") == "hibernate"
    assert [installation.lid_action(host, each) for each in ("ac", "battery")] == [
        "hibernate",
        "nothing",
    ]


@host_story
async def test_an_action_that_is_none_is_refused_and_one_that_is_stored_reads_as_nothing(
    sim: SimHost,
) -> None:
    with pytest.raises(XenmgrError, match="290:ac-lid-close-action cannot be 'bogus', allowed is"):
        installation.set_lid_action(sim.host, "ac", "bogus")
    sim.host.put("/power-management/ac-lid-close-action", "bogus")
    assert installation.lid_action(sim.host, "ac") == "nothing"
