"""Hotplug scripts: the nodes that tell the toolstack of a device, and whose they are."""

import pytest

from tests.support.world import SimulatedHost
from xenvm.ids import DOM0
from xenvm.sim.hotplug_agent import HotplugScripts


@pytest.fixture
def host():
    return SimulatedHost()


def private_dir(host, domid, kind, devid, owner=DOM0):
    path = f"/xapi/{domid}/hotplug/{kind}/{devid}"
    host.dom0.mkdir(path)
    host.dom0.set_perms(path, ((owner, "n"),))
    return path


def test_a_disk_is_online(host):
    path = private_dir(host, 5, "vbd", 768)
    HotplugScripts(DOM0, host.dom0).add("vbd", "5", "768")
    assert host.dom0.children(path) == ["hotplug"]
    assert host.read(f"{path}/hotplug") == "online"


def test_a_nic_names_its_netdev_before_it_is_online(host):
    path = private_dir(host, 5, "vif", 1)
    HotplugScripts(DOM0, host.dom0).add("vif", "5", "1")
    assert host.dom0.children(path) == ["vif", "hotplug"]
    assert host.read(f"{path}/vif") == "vif5.1"


def test_a_device_that_went_is_offline_and_may_go_twice(host):
    path = private_dir(host, 5, "vif", 1)
    scripts = HotplugScripts(DOM0, host.dom0)
    scripts.add("vif", "5", "1")
    for _ in range(2):
        scripts.remove("vif", "5", "1")
    assert host.read(f"{path}/hotplug") is None
    assert host.read(f"{path}/vif") == "vif5.1"


def test_the_scripts_of_dom0_leave_the_devices_of_a_driver_domain_alone(host):
    driver_domid = host.make(7)
    path = private_dir(host, 5, "vif", 1, owner=driver_domid)
    host.dom0.write(f"{path}/hotplug", "online")
    HotplugScripts(DOM0, host.dom0).remove("vif", "5", "1")
    assert host.read(f"{path}/hotplug") == "online"


def test_what_is_held_is_listed_by_kind(host):
    private_dir(host, 5, "vif", 1)
    private_dir(host, 5, "vif", 2)
    private_dir(host, 5, "vbd", 768)
    assert HotplugScripts(DOM0, host.dom0).held("vif", "5") == ["1", "2"]
    assert HotplugScripts(DOM0, host.dom0).held("vif", "6") == []
