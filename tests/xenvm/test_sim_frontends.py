"""Frontend drivers: which devices they drive, and what they do when the other end is not there."""

import pytest

from tests.support.world import SimulatedHost
from xenvm.ids import DOM0
from xenvm.sim.frontends import FrontendDrivers
from xenvm.xenstore.local import LocalHandle


class Other:
    """A backend that is ready or not, and remembers who asked."""

    def __init__(self, ready=True):
        self.ready = ready
        self.asked = []

    def connect(self, kind, frontend_domid, devid):
        self.asked.append((kind, frontend_domid, devid))
        return self.ready


@pytest.fixture
def host():
    return SimulatedHost()


def drivers(host, domid, backend):
    handle = LocalHandle(host.store, domid, defer=host.clock.call_soon)
    return FrontendDrivers(handle, {DOM0: backend}.get)


def test_a_ready_backend_gets_the_device_connected(host):
    domid, backend = host.make(), Other()
    front, _ = host.add_device(domid, "vbd", 768)
    drivers(host, domid, backend).connect_all()
    assert host.read(f"{front}/state") == "4"
    assert backend.asked == [("vbd", str(domid), "768")]


def test_a_backend_that_is_not_ready_leaves_the_device_initialised(host):
    domid, backend = host.make(), Other(ready=False)
    front, _ = host.add_device(domid, "vif", 0)
    own = drivers(host, domid, backend)
    own.connect_all()
    assert host.read(f"{front}/state") == "3"
    backend.ready = True
    own.connect(front)
    assert host.read(f"{front}/state") == "4"
    own.connect(front)
    assert len(backend.asked) == 2


def test_devices_without_a_driver_are_left_alone(host):
    domid, backend = host.make(), Other()
    front, _ = host.add_device(domid, "argo", 0)
    drivers(host, domid, backend).connect_all()
    assert host.read(f"{front}/state") == "1"
    assert backend.asked == []


@pytest.mark.parametrize("link", ["", "nowhere", "/local/domain/x/backend/vbd/1/768"])
def test_a_link_that_leads_nowhere_is_not_followed(host, link):
    domid, backend = host.make(), Other()
    front, _ = host.add_device(domid, "vbd", 768)
    host.dom0.write(f"{front}/backend", link)
    drivers(host, domid, backend).connect_all()
    assert host.read(f"{front}/state") == "3"
    assert backend.asked == []


def test_a_device_without_a_link_is_none(host):
    domid, backend = host.make(), Other()
    host.dom0.write(f"/local/domain/{domid}/device/vbd/768/state", "1")
    drivers(host, domid, backend).connect_all()
    assert host.read(f"/local/domain/{domid}/device/vbd/768/state") == "1"


def test_closing_a_device_that_is_gone_makes_nothing(host):
    domid = host.make()
    front, _ = host.add_device(domid, "vbd", 768)
    own = drivers(host, domid, Other())
    own.close(front)
    assert host.read(f"{front}/state") == "6"
    host.dom0.rm(front)
    own.close(front)
    assert host.read(front) is None
