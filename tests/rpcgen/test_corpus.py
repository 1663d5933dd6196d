"""IDL from outside the project: real files must pass, malformed ones must be refused well.

RPCGEN_CORPUS is a directory of folders with real introspection XML, RPCGEN_BAD one with malformed
files and their MANIFEST.json (file, expect: error, warn or ok, and the line). Without them the
tests are skipped; the two files that are too large to keep are made here either way.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from rpcgen.diag import Findings
from rpcgen.generate import load_all
from tests.support import generated

SECONDS_MAX = 1.0
MEMORY_KIB_MAX = 200 * 1024
METHODS = 5000
NODES = 100_000
# The one file of the corpus whose error is its own: a C++ type where a signature belongs.
FILES_WITH_ERRORS = {"kf5_org.kde.KGlobalAccel.xml"}

LIMITED = """
import resource, sys
from rpcgen.cli import main
resource.setrlimit(resource.RLIMIT_AS, ({bytes}, {bytes}))
code = main(sys.argv[1:])
# ru_maxrss is inherited from whoever started this; the high-water mark of the new image is not.
with open("/proc/self/status") as status:
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
print(peak, file=sys.stderr)
sys.exit(code)
"""


def folder(variable: str) -> Path:
    if variable not in os.environ:
        pytest.skip(f"{variable} is not set")
    return Path(os.environ[variable])


def rpcgen(*arguments: str | Path) -> tuple[int, str, str, float]:
    """Exit code, output, error output and CPU seconds of a run with limited address space."""
    script = LIMITED.format(bytes=2 << 30)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(generated.ROOT)},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.returncode, done.stdout, done.stderr, seconds


def refuse(path: Path, directory: Path) -> list[dict[str, object]]:
    """The findings of a run that must not write."""
    code, out, error, seconds = rpcgen("gen", "--format", "json", "-o", directory, path)
    assert code == 1, (path.name, out, error)
    assert "Traceback" not in error
    assert not directory.exists()
    assert int(error.split()[-1]) < MEMORY_KIB_MAX
    assert seconds < SECONDS_MAX
    findings: list[dict[str, object]] = json.loads(out)
    return findings


def accept(path: Path, directory: Path) -> list[dict[str, object]]:
    code, out, error, seconds = rpcgen("gen", "--format", "json", "-o", directory, path)
    assert code == 0, (path.name, out, error)
    assert int(error.split()[-1]) < MEMORY_KIB_MAX
    assert seconds < SECONDS_MAX
    findings: list[dict[str, object]] = json.loads(out)
    return findings


def manifest() -> list[dict[str, object]]:
    if "RPCGEN_BAD" not in os.environ:
        return []
    rows: list[dict[str, object]] = json.loads(
        (folder("RPCGEN_BAD") / "MANIFEST.json").read_text(encoding="utf-8")
    )
    return [row for row in rows if (folder("RPCGEN_BAD") / str(row["file"])).exists()]


@pytest.mark.parametrize("row", manifest(), ids=lambda row: str(row["file"]))
def test_malformed_files_are_met_as_expected(row: dict[str, object], tmp_path: Path) -> None:
    path = folder("RPCGEN_BAD") / str(row["file"])
    run = refuse if row["expect"] == "error" else accept
    findings = run(path, tmp_path / "out")
    if row["expect"] == "ok":
        assert findings == []
    else:
        assert findings
    if row["line"] is not None:
        assert row["line"] in [found["line"] for found in findings]


def test_what_is_accepted_of_the_malformed_files_is_clean(tmp_path: Path) -> None:
    rows = [row for row in manifest() if row["expect"] != "error"]
    if not rows:
        pytest.skip("RPCGEN_BAD is not set")
    for row in rows:
        accept(folder("RPCGEN_BAD") / str(row["file"]), tmp_path / "all" / "out")
    (tmp_path / "all" / "out" / "__init__.py").touch()
    clean(tmp_path / "all", tmp_path)


def test_a_hundred_thousand_nested_nodes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep-nodes.xml"
    path.write_text("<node>" * NODES + "</node>" * NODES, encoding="ascii")
    assert [found["code"] for found in refuse(path, tmp_path / "out")] == ["RG004"]


def test_five_thousand_methods_are_generated_in_time(tmp_path: Path) -> None:
    path = tmp_path / "many-members-ok.xml"
    methods = [f'<method name="M{number}"/>' for number in range(METHODS)]
    path.write_text(
        f'<node><interface name="a.b">{"".join(methods)}</interface></node>', encoding="ascii"
    )
    assert accept(path, tmp_path / "out") == []


def test_the_real_corpus_passes_and_its_output_is_clean(tmp_path: Path) -> None:
    failed = set()
    for source in sorted(path for path in folder("RPCGEN_CORPUS").iterdir() if path.is_dir()):
        package = tmp_path / "all" / source.name.replace("-", "_")
        files = sorted(source.glob("*.xml"))
        failed |= {path.name for path in files if not passes(path)}
        good = [path for path in files if path.name not in failed]
        code, _, error, _ = rpcgen("gen", "-o", package, *good)
        assert code == 0, error
        (package / "__init__.py").touch()
    assert failed == FILES_WITH_ERRORS
    clean(tmp_path / "all", tmp_path)


def passes(path: Path) -> bool:
    findings = Findings()
    load_all([str(path)], findings)
    return not findings.has_errors


def clean(directory: Path, scratch: Path) -> None:
    assert generated.quality(directory, scratch / "mypy") == dict.fromkeys(
        ("ruff check", "ruff format", "mypy"), ""
    )


def test_all_of_our_own_idl_is_generated_within_a_second(tmp_path: Path) -> None:
    files: Sequence[Path] = sorted((generated.ROOT / "idl").glob("*.xml"))
    overlay = generated.ROOT / "idl" / "overlay.toml"
    started = time.perf_counter()
    code, _, error, seconds = rpcgen("gen", "-o", tmp_path, "--overlay", overlay, *files)
    assert code == 0, error
    assert min(seconds, time.perf_counter() - started) < SECONDS_MAX
