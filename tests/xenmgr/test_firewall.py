"""Firewall rules as they are stored and listed."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import Failed
from tests.support.host import SimHost
from tests.support.story import host_story, put, settled
from xenmgr import firewall
from xenmgr.creation import create_vm
from xenmgr.errors import XenmgrError


@host_story
async def test_the_argo_rules_of_a_template_are_listed_in_their_order(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    ports = (4001, 4002, 5000, 5001, 5100)
    assert firewall.argo_rules(vm) == [f"my-stubdom -> 0:{port}" for port in ports]
    assert firewall.argo_rules(create_vm(sim.host, "")) == []
    for number, rule in (("10", "c"), ("9", "b")):
        vm.put(f"argo-firewall-rules/{number}", rule)
    assert firewall.argo_rules(vm)[-2:] == ["b", "c"]


@host_story
async def test_a_net_rule_is_listed_as_it_was_added(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    assert firewall.net_rules(vm) == []
    firewall.add_net_rule(vm, 3, "in", "10.0.0.0/8", "-p tcp")
    firewall.add_net_rule(vm, 1, "out", "", "")
    assert firewall.net_rules(vm) == [
        {"id": "3", "direction": "in", "remote-ip": "10.0.0.0/8", "extra": "-p tcp"},
        {"id": "1", "direction": "out", "remote-ip": "", "extra": ""},
    ]
    assert vm.get("firewall-rule/3/remote-ip") == "10.0.0.0/8"


@host_story
async def test_a_rule_of_the_same_id_is_overwritten_and_a_missing_one_removed_in_silence(
    sim: SimHost,
) -> None:
    vm = create_vm(sim.host)
    firewall.add_net_rule(vm, 1, "in", "1.2.3.4", "x")
    firewall.add_net_rule(vm, 1, "out", "", "")
    firewall.delete_net_rule(vm, 7)
    assert firewall.net_rules(vm) == [{"id": "1", "direction": "out", "remote-ip": "", "extra": ""}]
    firewall.delete_net_rule(vm, 1)
    assert firewall.net_rules(vm) == []


@host_story
async def test_net_rules_tell_nothing(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    await settled(sim)
    sim.ear.signals.clear()
    firewall.add_net_rule(vm, 1, "in", "", "")
    firewall.delete_net_rule(vm, 1)
    await settled(sim)
    assert sim.ear.signals == []


@pytest.mark.parametrize("direction", ["IN", "both", ""])
@host_story
async def test_a_direction_is_in_or_out(sim: SimHost, direction: str) -> None:
    vm = create_vm(sim.host)
    with pytest.raises(Failed, match="bad direction - needs to be 'in' or 'out'"):
        firewall.add_net_rule(vm, 1, direction, "", "")
    assert firewall.net_rules(vm) == []


@host_story
async def test_the_policy_of_editing_guards_net_rules(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    firewall.add_net_rule(vm, 1, "in", "", "")
    put(vm, policies__modify_vm_settings="false")
    answer = "202:Editing of properties is disabled by this VM's active policy"
    with pytest.raises(XenmgrError, match=answer):
        firewall.add_net_rule(vm, 2, "in", "", "")
    with pytest.raises(XenmgrError, match=answer):
        firewall.delete_net_rule(vm, 1)
    assert len(firewall.net_rules(vm)) == 1
