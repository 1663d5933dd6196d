"""For tests of software that talks to an OpenXT host: `from xenmgr.testing import host`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xenmgr.private_host import PrivateHost

__all__ = ["PrivateHost", "host"]


@pytest.fixture
def host() -> Iterator[PrivateHost]:
    """A fresh simulated host on a private bus, its clock virtual: waiting costs no time.

    `host.address` is the bus, `host.environment` makes every D-Bus tool use it.
    """
    with PrivateHost(["--clock=virtual"]) as running:
        yield running
