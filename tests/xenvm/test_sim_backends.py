"""Backends attach, connect and close their devices, and the scripts tell the toolstack."""

import pytest

from tests.support.world import SimulatedHost, uuid_of
from xenvm.ids import DOM0
from xenvm.sim.knobs import Fault
from xenvm.units import milliseconds, seconds


@pytest.fixture
def host():
    return SimulatedHost()


def hotplug(host, domid, kind, devid):
    return host.read(f"/xapi/{domid}/hotplug/{kind}/{devid}/hotplug")


def test_a_device_is_online_when_its_domain_is_created_for_good(host):
    domid = host.make()
    _, back = host.add_device(domid, "vbd", 768)
    host.clock.run_for(milliseconds(199))
    assert hotplug(host, domid, "vbd", 768) is None
    assert host.read(f"{back}/state") == "1"
    host.clock.run_for(milliseconds(1))
    assert hotplug(host, domid, "vbd", 768) == "online"
    assert host.read(f"{back}/state") == "2"


def test_a_later_device_takes_an_answers_time(host):
    domid = host.make()
    host.clock.run_for(seconds(1))
    host.add_device(domid, "vif", 0)
    host.clock.run_for(milliseconds(4))
    assert hotplug(host, domid, "vif", 0) is None
    host.clock.run_for(milliseconds(1))
    assert hotplug(host, domid, "vif", 0) == "online"
    assert host.read(f"/xapi/{domid}/hotplug/vif/0/vif") == f"vif{domid}.0"


@pytest.mark.parametrize("kind", ["vkbd", "vfb", "console"])
def test_kinds_without_a_script_have_no_hotplug_node_but_a_driver(host, kind):
    domid = host.make()
    _, back = host.add_device(domid, kind, 0)
    host.clock.run_for(seconds(1))
    assert hotplug(host, domid, kind, 0) is None
    assert host.read(f"{back}/state") == "2"


@pytest.mark.parametrize("kind", ["vbd", "vif", "vkbd", "vfb", "vsnd"])
def test_both_ends_are_connected_once_the_guest_is_up(host, kind):
    domid = host.start()
    front, back = host.add_device(domid, kind, 0)
    host.clock.run_for(seconds(2))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("1", "2")
    host.clock.run_for(seconds(1))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("4", "4")


def test_states_move_in_the_order_of_the_protocol(host):
    domid = host.start()
    seen = []
    front, back = host.add_device(domid, "vbd", 768)
    for end, path in (("front", front), ("back", back)):
        host.dom0.watch(f"{path}/state", lambda p, end=end: seen.append((end, host.read(p))))
    host.clock.run_for(seconds(5))
    assert [state for end, state in seen if end == "back"] == ["1", "2", "4"]
    assert [state for end, state in seen if end == "front"] == ["1", "4"]


def test_a_device_added_to_a_guest_that_is_up_connects_by_itself(host):
    domid = host.start()
    host.clock.run_for(seconds(10))
    front, back = host.add_device(domid, "vif", 3)
    host.clock.run_for(milliseconds(10))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("4", "4")


def test_a_guest_that_boots_before_its_backend_is_ready_connects_later(host):
    host.world.knobs.set(uuid_of(1), create_ns=seconds(9))
    domid = host.start()
    front, back = host.add_device(domid, "vbd", 768)
    host.clock.run_for(seconds(5))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("3", "1")
    host.clock.run_for(seconds(4))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("4", "4")


@pytest.mark.parametrize("kind", ["vbd", "vif"])
def test_a_device_told_to_close_closes_at_both_ends_and_goes_offline(host, kind):
    domid = host.start()
    front, back = host.add_device(domid, kind, 0)
    host.clock.run_for(seconds(5))
    host.close_device(back)
    host.clock.run_for(milliseconds(10))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("6", "6")
    assert hotplug(host, domid, kind, 0) is None


def test_a_device_that_stays_online_closes_but_is_still_held(host):
    domid = host.start()
    _, back = host.add_device(domid, "vbd", 768)
    host.clock.run_for(seconds(5))
    host.dom0.write(f"{back}/state", "5")
    host.clock.run_for(milliseconds(10))
    assert host.read(f"{back}/state") == "6"
    assert hotplug(host, domid, "vbd", 768) == "online"
    host.dom0.write(f"{back}/online", "0")
    host.clock.run_for(milliseconds(10))
    assert hotplug(host, domid, "vbd", 768) is None


def test_a_hard_close_works_when_the_domain_is_gone(host):
    domid = host.start()
    front, back = host.add_device(domid, "vbd", 768)
    host.clock.run_for(seconds(5))
    host.hypervisor.domain_destroy(domid)
    host.close_device(back)
    host.dom0.rm(front)
    host.clock.run_for(milliseconds(10))
    assert host.read(f"{back}/state") == "6"
    assert hotplug(host, domid, "vbd", 768) is None


def test_a_device_told_to_close_before_it_was_attached_closes(host):
    domid = host.make()
    _, back = host.add_device(domid, "vbd", 768)
    host.close_device(back)
    host.clock.run_for(seconds(1))
    assert host.read(f"{back}/state") == "6"
    assert hotplug(host, domid, "vbd", 768) is None


@pytest.mark.parametrize("depth", ["device", "domain"])
def test_a_backend_directory_that_goes_takes_the_device_offline(host, depth):
    domid = host.make()
    _, back = host.add_device(domid, "vbd", 768)
    host.add_device(domid, "vbd", 5632)
    host.clock.run_for(seconds(1))
    host.dom0.rm(back if depth == "device" else f"/local/domain/0/backend/vbd/{domid}")
    host.clock.run_for(seconds(1))
    assert hotplug(host, domid, "vbd", 768) is None
    assert hotplug(host, domid, "vbd", 5632) == ("online" if depth == "device" else None)


def test_a_device_replaced_at_once_stays_online(host):
    domid = host.make()
    host.add_device(domid, "vif", 0)
    host.clock.run_for(seconds(1))
    host.add_device(domid, "vif", 0)
    host.clock.run_for(seconds(1))
    assert hotplug(host, domid, "vif", 0) == "online"


def test_a_device_that_went_before_it_was_attached_leaves_nothing(host):
    domid = host.make()
    front, back = host.add_device(domid, "vbd", 768)
    for path in (front, back, f"/xapi/{domid}"):
        host.dom0.rm(path)
    host.clock.run_for(seconds(1))
    assert host.read(back) is None
    assert host.dom0.children("/xapi") == []


def test_a_paused_guest_closes_its_end_when_it_runs_again(host):
    domid = host.start()
    front, back = host.add_device(domid, "vif", 0)
    host.clock.run_for(seconds(5))
    host.hypervisor.domain_pause(domid)
    host.close_device(back)
    host.clock.run_for(seconds(5))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("4", "6")
    host.hypervisor.domain_unpause(domid)
    host.clock.run_for(0)
    assert host.read(f"{front}/state") == "6"


def test_a_silent_script_never_answers(host):
    host.world.knobs.set(uuid_of(1), faults=frozenset({Fault.HOTPLUG_SILENT}))
    domid = host.make()
    host.add_device(domid, "vbd", 768)
    host.clock.run_for(seconds(1200))
    assert hotplug(host, domid, "vbd", 768) is None


def test_a_backend_that_never_closes_holds_its_device_even_after_the_domain(host):
    host.world.knobs.set(uuid_of(1), faults=frozenset({Fault.BACKEND_NEVER_CLOSES}))
    domid = host.start()
    _, back = host.add_device(domid, "vbd", 768)
    host.clock.run_for(seconds(5))
    host.hypervisor.domain_destroy(domid)
    host.clock.run_for(seconds(1))
    host.close_device(back)
    host.clock.run_for(seconds(600))
    assert host.read(f"{back}/state") == "5"
    assert hotplug(host, domid, "vbd", 768) == "online"


def test_a_driver_domain_serves_devices_under_its_own_rights(host):
    host.world.knobs.set(uuid_of(7), driver_domain=True)
    driver_domid = host.make(7)
    for path in (f"/local/domain/{driver_domid}/backend",):
        host.dom0.mkdir(path)
        host.dom0.set_perms(path, ((driver_domid, "n"),))
    domid = host.start(1)
    early, early_back = host.add_device(domid, "vif", 0, driver_domid)
    host.hypervisor.domain_unpause(driver_domid)
    host.clock.run_for(seconds(4))
    late, late_back = host.add_device(domid, "vif", 1, driver_domid)
    host.clock.run_for(seconds(1))
    for front, back in ((early, early_back), (late, late_back)):
        assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("4", "4")
    assert hotplug(host, domid, "vif", 0) == hotplug(host, domid, "vif", 1) == "online"


def test_a_driver_domain_that_ended_serves_nobody(host):
    host.world.knobs.set(uuid_of(7), driver_domain=True)
    driver_domid = host.start(7)
    host.clock.run_for(seconds(4))
    host.hypervisor.domain_destroy(driver_domid)
    domid = host.start(1)
    front, _ = host.add_device(domid, "vif", 0, DOM0)
    host.dom0.write(f"{front}/backend", f"/local/domain/{driver_domid}/backend/vif/{domid}/0")
    host.clock.run_for(seconds(5))
    assert host.read(f"{front}/state") == "3"


def test_nodes_that_are_no_device_are_passed_over(host):
    for path in ("x", "vbd/words/1/state", "vbd/5", "vbd/5/9/state", "vbd/5/8/7/6/state"):
        host.dom0.write(f"/local/domain/0/backend/{path}", "5")
    host.clock.run_for(seconds(1))
    assert host.read("/local/domain/0/backend/vbd/words/1/state") == "5"


def test_one_watch_serves_every_device(host):
    watches = host.store.watches.count
    for number in range(1, 6):
        domid = host.make(number)
        host.add_device(domid, "vbd", 768)
        host.add_device(domid, "vif", 0)
    host.clock.run_for(seconds(1))
    assert host.store.watches.count == watches
