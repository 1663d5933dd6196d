"""One profile for all random tests, and the switch for the long ones."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

LONG = bool(os.environ.get("CHECK_LONG"))

# A busy machine is no fault of the product: no example has a deadline.
settings.register_profile(
    "check",
    deadline=None,
    max_examples=1000 if LONG else 100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("check")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if LONG:
        return
    skip = pytest.mark.skip(reason="runs with ./check --long")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)
