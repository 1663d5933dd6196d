"""The checked-in outputs of rpcgen are what a fresh run would write, and nothing else is there."""

from __future__ import annotations

import pytest

from rpcgen import generate, outputs, project
from rpcgen.diag import Findings
from tests.house.table import ROOT

OUTPUTS = project.read(str(ROOT / "pyproject.toml"))


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.directory)
def test_generated_code_is_current(output: project.Output) -> None:
    findings = Findings()
    files = generate.generate(output.request, findings)
    assert list(findings) == []
    assert files
    assert outputs.differences(output.directory, files) == []
    assert outputs.stale(output.directory, files) == []


def test_all_idl_has_its_outputs() -> None:
    listed = [path for output in OUTPUTS for path in output.request.files]
    assert sorted(listed) == sorted(str(path) for path in (ROOT / "idl").glob("*.xml"))
