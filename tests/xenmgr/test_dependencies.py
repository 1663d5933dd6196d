"""Whom a VM needs for its NICs: who backs a NIC, the whole chain in order, and cycles."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.host import SimHost
from tests.support.story import host_story, put
from xenmgr.creation import create_vm
from xenmgr.dependencies import dependencies, nic_backend
from xenmgr.devices import add_nic
from xenmgr.vm import Nic, Vm
from xenvm.ids import DOM0_UUID, Domid


def named(sim: SimHost, name: str, *needs: Vm) -> Vm:
    """A VM with one NIC for each that it needs."""
    vm = create_vm(sim.host, "", json=f'{{"slot": "-1", "name": "{name}"}}')
    for number, backend in enumerate(needs):
        add_nic(vm)
        vm.put(f"config/nic/{number}/backend-uuid", backend.uuid)
    return vm


def needed(vm: Vm) -> list[str | None]:
    return [backend.get("name") for backend in vm.dependencies()]


def backend_of(sim: SimHost, vm: Vm) -> Vm | None:
    return nic_backend(sim.host.registry, sim.host.networks, Nic(vm, 0))


@host_story
async def test_the_chain_is_told_deepest_first_and_each_once(sim: SimHost) -> None:
    far = named(sim, "far")
    left, right = named(sim, "left", far), named(sim, "right", far)
    vm = named(sim, "user", left, right, far)
    assert needed(vm) == ["far", "left", "right"]
    assert needed(far) == []
    assert vm.dependencies() == dependencies(sim.host.registry, sim.host.networks, vm)


@host_story
async def test_a_disabled_nic_counts(sim: SimHost) -> None:
    vm = named(sim, "user", named(sim, "net"))
    vm.put("config/nic/0/enable", "false")
    assert needed(vm) == ["net"]


@pytest.mark.parametrize("length", [2, 3])
@host_story
async def test_a_cycle_is_an_error_for_everybody_on_it_and_before_it(
    sim: SimHost, length: int
) -> None:
    first = named(sim, "first")
    chain = [first]
    for number in range(1, length):
        chain.append(named(sim, f"vm{number}", chain[-1]))
    add_nic(first)
    first.put("config/nic/0/backend-uuid", chain[-1].uuid)
    before = named(sim, "before", first)
    for vm in (*chain, before):
        with pytest.raises(Failed, match="errors in dependency graph; check for cycles"):
            vm.dependencies()


@host_story
async def test_a_vm_that_backs_itself_needs_nobody(sim: SimHost) -> None:
    vm = named(sim, "self")
    add_nic(vm)
    vm.put("config/nic/0/backend-uuid", vm.uuid)
    assert needed(vm) == []


@host_story
async def test_a_long_chain_is_walked_without_recursion(sim: SimHost) -> None:
    chain = [named(sim, "vm0")]
    for number in range(1, 1200):
        chain.append(named(sim, f"vm{number}", chain[-1]))
    assert len(needed(chain[-1])) == 1199


@host_story
async def test_the_uuid_wins_over_the_name_and_the_name_over_the_network(sim: SimHost) -> None:
    one, two, three = (named(sim, name) for name in ("one", "two", "three"))
    put(three, provides_default_network_backend="true")
    vm = named(sim, "user", one)
    vm.put("config/nic/0/backend-name", "two")
    vm.put("config/nic/0/network", "/wifi/0/shared")
    assert backend_of(sim, vm) is one
    Nic(vm, 0).remove("backend-uuid")
    assert backend_of(sim, vm) is two
    Nic(vm, 0).remove("backend-name")
    assert backend_of(sim, vm) is three


@host_story
async def test_domain_0_serves_the_stock_networks_and_is_no_vm(sim: SimHost) -> None:
    put(named(sim, "default"), provides_default_network_backend="true")
    vm = named(sim, "user")
    add_nic(vm)
    assert backend_of(sim, vm) is None
    vm.put("config/nic/0/backend-uuid", DOM0_UUID)
    assert backend_of(sim, vm) is None


@host_story
async def test_a_network_is_backed_by_the_vm_whose_domain_serves_it(sim: SimHost) -> None:
    net = sim.vm(name="net")
    await sim.host.lifecycle.start(net)
    sim.world.networks.serve("/wifi/0/shared", Domid(net.domid))
    vm = named(sim, "user")
    add_nic(vm)
    vm.put("config/nic/0/network", "/wifi/0/shared")
    assert backend_of(sim, vm) is net
    assert needed(vm) == ["net"]


@host_story
async def test_a_network_whose_domain_has_died_is_backed_by_nobody(sim: SimHost) -> None:
    net = sim.vm(name="net")
    await sim.host.lifecycle.start(net)
    sim.world.networks.serve("/wifi/0/shared", Domid(net.domid))
    await sim.host.lifecycle.destroy(net)
    vm = named(sim, "user")
    add_nic(vm)
    vm.put("config/nic/0/network", "/wifi/0/shared")
    assert (backend_of(sim, vm), needed(vm)) == (None, [])
