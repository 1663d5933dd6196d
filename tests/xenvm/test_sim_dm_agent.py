"""Device model agents: what they offer, what they run, whose buttons they push."""

import pytest

from tests.support.world import SimulatedHost, uuid_of
from xenvm.sim.dm_agent import DEVICES
from xenvm.sim.knobs import Fault
from xenvm.units import milliseconds, seconds
from xenvm.xc import ShutdownReason

ALWAYS_NEEDED = {"xenmou", "xen_acpi_pm", "xen_pci_pt"}


@pytest.fixture
def host():
    return SimulatedHost()


def ask(host, agent_domid, domid, dmid=0):
    request = f"/local/domain/{agent_domid}/dm-agent/dms/{domid}/{dmid}"
    with host.dom0.transaction() as t:
        for device in ("xenmou", "acpi"):
            t.write(f"{request}/infos/{device}/type", device)
        t.write(f"{request}/infos/disk0/type", "drive")
        t.write(f"{request}/infos/disk0/file", "/dev/xvda")
    return request


def test_dom0_offers_every_device_before_anything_starts(host):
    offered = host.dom0.children("/local/domain/0/dm-agent/capabilities/qemu")
    assert set(offered) == set(DEVICES) > ALWAYS_NEEDED
    assert host.read("/local/domain/0/dm-agent/target") is None


def test_a_device_model_runs_when_the_domain_is_created_for_good(host):
    domid = host.make(hvm=True)
    request = ask(host, 0, domid)
    host.clock.run_for(milliseconds(199))
    assert host.read(f"{request}/status") is None
    host.clock.run_for(milliseconds(1))
    assert host.read(f"{request}/status") == "running"


def test_each_device_model_of_a_domain_answers_for_itself(host):
    domid = host.make(hvm=True)
    first, second = ask(host, 0, domid, 0), ask(host, 0, domid, 1)
    host.clock.run_for(seconds(1))
    assert host.read(f"{first}/status") == host.read(f"{second}/status") == "running"


def test_the_device_model_populates_what_the_builder_left_of_the_target(host):
    domid = host.make(hvm=True, memory_mib=64)
    host.hypervisor.guest_set_pages(domid, 48 * 256)
    ask(host, 0, domid)
    host.clock.run_for(seconds(1))
    assert host.hypervisor.domain_getinfo(domid).total_pages == 64 * 256


def test_a_dropped_domain_is_deleted_and_may_come_again(host):
    domid = host.make(hvm=True)
    for _ in range(2):
        request = ask(host, 0, domid)
        host.clock.run_for(seconds(1))
        assert host.read(f"{request}/status") == "running"
        host.dom0.write(f"/local/domain/0/dm-agent/dms/{domid}/destroy", "1")
        host.clock.run_for(milliseconds(10))
        assert host.read(f"/local/domain/0/dm-agent/dms/{domid}") is None


def test_a_request_that_is_taken_back_makes_nothing(host):
    domid = host.make(hvm=True)
    ask(host, 0, domid)
    host.dom0.rm(f"/local/domain/0/dm-agent/dms/{domid}")
    host.clock.run_for(seconds(1))
    assert host.read(f"/local/domain/0/dm-agent/dms/{domid}") is None


def test_a_stub_domain_serves_its_target_only_and_soon_after_it_was_unpaused(host):
    domid = host.make(hvm=True)
    stub_domid = host.make_stubdom(domid)
    agent = f"/local/domain/{stub_domid}/dm-agent"
    host.clock.run_for(seconds(1))
    assert host.read(f"{agent}/capabilities") is None
    host.hypervisor.domain_unpause(stub_domid)
    host.clock.run_for(milliseconds(10))
    assert host.read(f"{agent}/target") == str(domid)
    assert set(host.dom0.children(f"{agent}/capabilities/qemu")) == set(DEVICES)
    request = ask(host, stub_domid, domid)
    host.clock.run_for(milliseconds(10))
    assert host.read(f"{request}/status") == "running"


def test_a_stub_domain_is_a_pv_guest_that_connects_its_devices_and_halts_quickly(host):
    domid = host.make(hvm=True)
    stub_domid = host.make_stubdom(domid)
    front, back = host.add_device(stub_domid, "vbd", 51712)
    host.clock.run_for(seconds(1))
    host.hypervisor.domain_unpause(stub_domid)
    host.clock.run_for(milliseconds(10))
    assert (host.read(f"{front}/state"), host.read(f"{back}/state")) == ("4", "4")
    host.dom0.write(f"/local/domain/{stub_domid}/control/shutdown", "halt")
    host.clock.run_for(milliseconds(10))
    assert host.read(f"/local/domain/{stub_domid}/control/shutdown") == ""
    assert not host.alive(stub_domid)


@pytest.mark.parametrize("in_stubdom", [False, True])
def test_the_power_button_reaches_the_guest(host, in_stubdom):
    domid = host.start(hvm=True)
    agent_domid = 0
    if in_stubdom:
        agent_domid = host.make_stubdom(domid)
        host.hypervisor.domain_unpause(agent_domid)
    host.clock.run_for(seconds(5))
    button = f"/local/domain/{agent_domid}/device-model/{domid}/hvm-shutdown"
    host.dom0.write(button, "poweroff")
    host.clock.run_for(seconds(2))
    info = host.hypervisor.domain_getinfo(domid)
    assert (info.shutdown, info.shutdown_code) == (True, ShutdownReason.POWEROFF)


def test_a_button_of_nobody_is_pushed_in_vain(host):
    host.dom0.write("/local/domain/0/device-model/4711/hvm-shutdown", "poweroff")
    host.dom0.write("/local/domain/0/device-model/x/hvm-shutdown", "poweroff")
    host.clock.run_for(seconds(1))
    assert host.read("/local/domain/0/device-model/4711/hvm-shutdown") == "poweroff"


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.DEVICE_MODEL_SILENT, None), (Fault.DEVICE_MODEL_FAILS, "error")]
)
def test_a_broken_device_model_says_so_or_nothing(host, fault, status):
    host.world.knobs.set(uuid_of(1), faults=frozenset({fault}))
    request = ask(host, 0, host.make(hvm=True))
    host.clock.run_for(seconds(60))
    assert host.read(f"{request}/status") == status


def test_a_silent_stub_domain_runs_but_has_no_agent(host):
    host.world.knobs.set(uuid_of(1), faults=frozenset({Fault.STUBDOM_SILENT}))
    domid = host.make(hvm=True)
    stub_domid = host.make_stubdom(domid)
    host.hypervisor.domain_unpause(stub_domid)
    host.clock.run_for(seconds(60))
    assert host.read(f"/local/domain/{stub_domid}/dm-agent/capabilities") is None
    assert host.alive(stub_domid)


def test_the_domain_of_a_dead_agent_answers_no_more(host):
    domid = host.make(hvm=True)
    stub_domid = host.make_stubdom(domid)
    host.hypervisor.domain_unpause(stub_domid)
    host.clock.run_for(seconds(1))
    host.hypervisor.domain_destroy(stub_domid)
    request = ask(host, stub_domid, domid)
    host.clock.run_for(seconds(1))
    assert host.read(f"{request}/status") is None
