"""One simulated host for each test module, its clock virtual; real programs talk to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.programs import Programs
from xenmgr.private_host import PrivateHost


@pytest.fixture(scope="module")
def house() -> Iterator[PrivateHost]:
    with PrivateHost(["--clock=virtual"]) as running:
        yield running


@pytest.fixture(scope="module")
def programs(house: PrivateHost) -> Programs:
    return Programs(house.environment)
