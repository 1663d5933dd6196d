"""The bench measures what it says: verdicts, ratios, and the C programs against each other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.figures import FIGURES, Figure, Result, median_ratio, missed, table
from tests.bench.toolbox import (
    PEER_NAME,
    Call,
    Missing,
    RunFailed,
    Target,
    Tools,
    build,
    cpu_ns,
    get,
    get_all,
    needed_programs,
    resident_kib,
    set_text,
)
from xenmgr.private_bus import PrivateBus

VM = "com.citrix.xenclient.xenmgr.vm"
RULE = "type='signal',member='vm_name_changed'"
PATHS = [f"/vm/00000000_0000_4000_8000_{number:012d}" for number in range(8)]


@pytest.mark.parametrize(
    ("more", "measured", "verdict"),
    [
        (True, 1.2, "aim"),
        (True, 1.0, "aim"),
        (True, 0.99, "reach"),
        (True, 0.85, "reach"),
        (True, 0.84, "MISS"),
    ],
)
def test_more_is_better(more: bool, measured: float, verdict: str) -> None:
    assert Figure("k", "text", "x", 0.85, 1.0, more).verdict(measured) == verdict


@pytest.mark.parametrize(("measured", "verdict"), [(4.7, "aim"), (7, "reach"), (7.1, "MISS")])
def test_less_is_better(measured: float, verdict: str) -> None:
    assert Figure("k", "text", "us", 7, 4.7).verdict(measured) == verdict


def test_every_figure_has_its_own_key_and_an_aim_beyond_its_reach() -> None:
    assert len({figure.key for figure in FIGURES}) == len(FIGURES)
    for figure in FIGURES:
        assert figure.verdict(figure.aim) == "aim"
        assert figure.aim >= figure.reach if figure.more else figure.aim <= figure.reach


def test_ratio_is_the_median_of_the_rounds_not_the_ratio_of_medians() -> None:
    ratio, span = median_ratio([10, 20, 90], [10, 10, 100])
    assert ratio == 1.0
    assert span == "rounds 0.90 to 2.00"


def test_table_has_measured_rows_only_and_names_what_is_missed() -> None:
    results = {"get": Result("get", 0.5), "list": Result("list", 4.0, "p99 6 ms")}
    lines = table(results, {"many": 20_000, "middle": 10_000, "running": 1_000})
    assert len(lines) == 4
    assert "MISS" in lines[2]
    assert "list_vms at 10,000 VMs" in lines[3]
    assert missed(results) == ["get"]


def test_a_missing_program_is_named_with_its_package() -> None:
    sentence = r"^no-such-program is not installed \(Debian: some-package\)$"
    with pytest.raises(Missing, match=sentence):
        needed_programs([("sh", "dash"), ("no-such-program", "some-package")])


def test_own_process_has_memory_and_has_used_processor_time() -> None:
    assert resident_kib(os.getpid()) > 1000
    before = cpu_ns(os.getpid())
    sum(range(2_000_000))
    assert cpu_ns(os.getpid()) > before


def test_unknown_scene_is_refused_before_anything_is_built() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "nonsense"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "no such scene: nonsense" in done.stderr


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    try:
        return build(tmp_path_factory.mktemp("bench"))
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def peer(tools: Tools, tmp_path: Path) -> Iterator[Target]:
    paths = tmp_path / "paths"
    paths.write_text("\n".join(PATHS))
    bus = PrivateBus.start(tmp_path)
    try:
        with tools.peer(bus.address, paths):
            yield Target(bus.address, PEER_NAME, paths)
    finally:
        bus.stop()


def test_load_gets_as_many_answers_as_it_asks(tools: Tools, peer: Target) -> None:
    sample = tools.load(peer, get(VM, "name"), calls=500, window=64, warm_up=10)
    assert (sample.calls, sample.errors) == (500, 0)
    assert 0 < sample.p50_us <= sample.p99_us <= sample.max_us


def test_peer_answers_nine_properties_of_a_nic(tools: Tools, peer: Target) -> None:
    nic = Target(peer.address, peer.name, f"{PATHS[0]}/nic/0")
    sample = tools.load(nic, get_all("com.citrix.xenclient.vmnic"), calls=10)
    assert sample.reply_bytes // 10 > 250
    command = ["busctl", f"--address={peer.address}", "call", peer.name, str(nic.paths)]
    command += ["org.freedesktop.DBus.Properties", "GetAll", "s", "com.citrix.xenclient.vmnic"]
    said = subprocess.run(command, capture_output=True, text=True).stdout
    assert said.startswith("a{sv} 9 ")


def test_each_set_of_the_peer_is_followed_by_one_signal(tools: Tools, peer: Target) -> None:
    sample = tools.load(
        peer, set_text(VM, "name", "new"), calls=100, window=16, rule=RULE, signals=100
    )
    assert (sample.errors, sample.signals) == (0, 100)


def test_failing_calls_fail_the_run_with_the_error_name(tools: Tools, peer: Target) -> None:
    with pytest.raises(RunFailed, match=r"5 of 5 calls failed: org\.freedesktop\.DBus\.Error\."):
        tools.load(peer, Call(VM, "no_such_method"), calls=5)


def test_probe_measures_while_the_body_runs(tools: Tools, peer: Target) -> None:
    with tools.probing(Target(peer.address, peer.name, PATHS[0]), get(VM, "name")) as samples:
        tools.load(peer, get(VM, "name"), calls=2_000, window=8)
    assert samples[0].calls > 0
    assert samples[0].max_us > 0


def test_without_a_bus_the_load_says_so(tools: Tools, tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="cannot connect"):
        tools.load(Target(f"unix:path={tmp_path}/none", PEER_NAME), get(VM, "name"), calls=1)
