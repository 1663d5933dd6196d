"""What a VM's states leave in xenstore, for whom, and in which order with the signals."""

from __future__ import annotations

import logging

import pytest

from rpcgen.runtime.interface import SignalMessage
from tests.support.host import SimHost
from tests.support.story import Residue, host_story, nodes, put, seen_by, settled
from xenmgr.creation import create_vm
from xenmgr.properties.vm import VM_INTERFACE
from xenmgr.reactions import BACKEND_DOMID_NODE
from xenmgr.vm import Vm
from xenvm.errors import XenstoreError
from xenvm.units import seconds
from xenvm.xenstore.perms import format_perms


async def up(sim: SimHost, vm: Vm | None = None, **keys: str) -> Vm:
    """A running VM with these keys; the default has a stub domain."""
    vm = vm or sim.vm()
    put(vm, **keys)
    await sim.host.lifecycle.start(vm)
    return vm


def plain_vm(sim: SimHost) -> Vm:
    """A small PV VM without devices and stub domain."""
    return create_vm(
        sim.host,
        "",
        json="""{"slot": "-1", "config": {"virt-type": "pv", "memory": "64",
                 "kernel": "/usr/lib/xen/boot/grub-xen-pv64"}}""",
    )


def perms(sim: SimHost, path: str) -> str:
    return format_perms(sim.host.xenstore.get_perms(path))


def switcher(sim: SimHost, vm: Vm) -> dict[str, str]:
    base = f"/xenmgr/vms/{vm.uuid}"
    return {
        name: sim.host.xenstore.read(f"{base}/{name}")
        for name in sorted(sim.host.xenstore.children(base))
    }


# The switcher's view.


@host_story
async def test_a_running_vm_is_shown_to_the_switcher(sim: SimHost) -> None:
    vm = sim.vm(name="Wörk", slot="3")
    vm.put("image_path", "images/vms/work.png")
    await up(sim, vm)
    assert switcher(sim, vm) == {
        "domid": str(vm.domid),
        "hidden": "0",
        "hide-switcher": "0",
        "image": "images/vms/work.png",
        "name": "Wörk",
        "seamlessid": vm.uuid,
        "slot": "3",
        "stubdomid": str(vm.stub_domid),
        "type": "svm",
    }
    assert perms(sim, f"/xenmgr/vms/{vm.uuid}") == "r0"
    assert perms(sim, f"/xenmgr/vms/{vm.uuid}/name") == "r0"
    assert seen_by(sim, vm.domid).read(f"/xenmgr/vms/{vm.uuid}/name") == "Wörk"


SHOWN = [
    ({"hidden": "true"}, "hidden", "1"),
    ({"show_switcher": "false"}, "hide-switcher", "1"),
    ({"type": "pvm"}, "type", "svm"),
    ({"type": "ndvm"}, "type", "ndvm"),
    ({"type": "ndvm"}, "ndvm", "1"),
]


@pytest.mark.parametrize(("keys", "name", "text"), SHOWN)
@host_story
async def test_keys_of_a_vm_are_shown_to_the_switcher(
    sim: SimHost, keys: dict[str, str], name: str, text: str
) -> None:
    vm = await up(sim, plain_vm(sim), **keys)
    assert switcher(sim, vm)[name] == text


@host_story
async def test_a_vm_without_a_stub_domain_shows_none(sim: SimHost) -> None:
    vm = await up(sim, plain_vm(sim))
    assert "stubdomid" not in switcher(sim, vm)


@host_story
async def test_the_view_follows_when_it_is_told_to_and_goes_with_the_domain(
    sim: SimHost,
) -> None:
    vm = await up(sim, plain_vm(sim))
    put(vm, name="other", slot="5")
    assert switcher(sim, vm)["name"] != "other"
    vm.switcher_changed()
    assert switcher(sim, vm)["name"] == "other"
    await sim.host.lifecycle.destroy(vm)
    assert not sim.host.xenstore.exists(f"/xenmgr/vms/{vm.uuid}")
    vm.switcher_changed()
    assert not sim.host.xenstore.exists(f"/xenmgr/vms/{vm.uuid}")


# The guest's nodes.


@pytest.mark.parametrize("with_stubdom", [False, True])
@host_story
async def test_power_nodes_are_empty_and_owned_by_whoever_runs_the_machine(
    sim: SimHost, with_stubdom: bool
) -> None:
    vm = await up(sim, None if with_stubdom else plain_vm(sim))
    owner = vm.stub_domid if with_stubdom else vm.domid
    for name in ("acpi-state", "power-state"):
        path = f"/local/domain/{vm.domid}/{name}"
        assert (sim.host.xenstore.read(path), perms(sim, path)) == ("", f"b{owner}")
        seen_by(sim, owner).write(path, "s3")


@host_story
async def test_the_way_to_a_vm_and_its_uuid_are_readable_for_everybody(sim: SimHost) -> None:
    vm = await up(sim)
    stranger = await up(sim, plain_vm(sim))
    for path, text in (
        (f"/local/domain/{vm.domid}/vm", f"/vm/{vm.uuid}"),
        (f"/vm/{vm.uuid}/uuid", vm.uuid),
    ):
        assert perms(sim, path) == "r0"
        assert seen_by(sim, stranger.domid).read(path) == text


@host_story
async def test_the_firewall_is_ready_before_the_stub_domain_asks(sim: SimHost) -> None:
    vm = await up(sim)
    assert sim.host.xenstore.read(f"/local/domain/{vm.domid}/argo-firewall-ready") == "1"


@host_story
async def test_the_boot_sentinel_is_an_empty_node_that_the_guest_may_write(
    sim: SimHost,
) -> None:
    vm = plain_vm(sim)
    put(vm, boot_sentinel="attr/booted")
    sim.host.in_background("start", sim.host.lifecycle.start(vm))
    await sim.pass_time(seconds(1))
    path = f"/local/domain/{vm.domid}/attr/booted"
    assert (sim.host.xenstore.read(path), perms(sim, path)) == ("", "b0")
    seen_by(sim, vm.domid).write(path, "1")
    assert sim.host.xenstore.read(path) == "1"


ARGO_FRONT = {"backend": "/local/domain/0/backend/argo/{d}/0", "backend-id": "0", "state": "1"}
ARGO_BACK = {"frontend": "/local/domain/{d}/device/argo/0", "frontend-id": "{d}", "state": "0"}


@host_story
async def test_argo_gets_a_device_whose_both_halves_go_with_the_domain(sim: SimHost) -> None:
    vm = plain_vm(sim)
    before = Residue(sim)
    await up(sim, vm, config__argo="true")
    domid = vm.domid
    front = f"/local/domain/{domid}/device/argo/0"
    back = f"/local/domain/0/backend/argo/{domid}/0"
    for base, expected in ((front, ARGO_FRONT), (back, ARGO_BACK)):
        told = {name: sim.host.xenstore.read(f"{base}/{name}") for name in expected}
        assert told == {name: text.format(d=domid) for name, text in expected.items()}
    assert perms(sim, front) == f"n{domid},r0"
    await sim.host.lifecycle.destroy(vm)
    assert nodes(sim.host.xenstore, back.rpartition("/")[0]) == {}
    await settled(sim)
    before.assert_nothing_leaked()


@host_story
async def test_a_vm_without_argo_gets_no_device_for_it(sim: SimHost) -> None:
    vm = await up(sim, plain_vm(sim))
    assert not sim.host.xenstore.exists(f"/local/domain/{vm.domid}/device/argo")


@host_story
async def test_the_network_backend_is_named_to_everybody_and_is_domain_0_without_one(
    sim: SimHost,
) -> None:
    store = sim.host.xenstore
    assert (store.read(BACKEND_DOMID_NODE), perms(sim, BACKEND_DOMID_NODE)) == ("0", "r0")
    vm = await up(sim, plain_vm(sim), provides_network_backend="true")
    other = await up(sim, plain_vm(sim))
    assert store.read(BACKEND_DOMID_NODE) == str(vm.domid)
    await sim.host.lifecycle.destroy(other)
    assert store.read(BACKEND_DOMID_NODE) == str(vm.domid)
    await sim.host.lifecycle.reboot(vm)
    assert store.read(BACKEND_DOMID_NODE) == str(vm.domid)
    await sim.host.lifecycle.destroy(vm)
    assert (store.read(BACKEND_DOMID_NODE), perms(sim, BACKEND_DOMID_NODE)) == ("0", "r0")


# The order.


@host_story
async def test_the_clean_up_of_a_stop_comes_before_it_is_told(sim: SimHost) -> None:
    vm = await up(sim, plain_vm(sim))
    shown = f"/xenmgr/vms/{vm.uuid}"
    seen = []
    hear = sim.ear.emit

    def look_and_hear(path: str, signal: SignalMessage) -> None:
        state = sim.host.xenstore.read(f"/vm/{vm.uuid}/state") if seen else "running"
        seen.append((signal.member, sim.host.xenstore.exists(shown), state))
        hear(path, signal)

    sim.ear.emit = look_and_hear
    await sim.host.lifecycle.destroy(vm)
    assert seen == [("notify", True, "running"), ("vm_state_changed", False, "shutdown")]


@host_story
async def test_the_properties_of_the_state_are_announced_with_every_state(
    sim: SimHost,
) -> None:
    vm = plain_vm(sim)
    sim.ear.changed.clear()
    await up(sim, vm)
    told = [names for path, interface, names in sim.ear.changed if "state" in names]
    assert told == [("acpi-state", "domid", "state")] * 3
    assert {(path, interface) for path, interface, _ in sim.ear.changed} == {
        (vm.path, VM_INTERFACE)
    }


@host_story
async def test_a_reaction_that_fails_is_logged_and_the_state_is_told_all_the_same(
    sim: SimHost, caplog: pytest.LogCaptureFixture
) -> None:
    vm = plain_vm(sim)
    put(vm, boot_sentinel="no path at all")
    sim.ear.signals.clear()
    with caplog.at_level(logging.ERROR):
        await sim.host.lifecycle.start(vm)
    assert sim.ear.states() == ["creating", "creating", "running"]
    assert [record.message for record in caplog.records if "reaction failed" in record.message]


@host_story
async def test_a_domain_of_no_vm_of_ours_is_nobodys_news(sim: SimHost) -> None:
    vm = await up(sim, plain_vm(sim))
    sim.host.registry.drop(vm)
    sim.ear.signals.clear()
    await sim.host.toolstack.act(vm.uuid).destroy()
    assert sim.ear.signals == []


@host_story
async def test_a_stranger_may_not_write_what_is_only_readable(sim: SimHost) -> None:
    vm = await up(sim, plain_vm(sim))
    for path in (f"/xenmgr/vms/{vm.uuid}/name", BACKEND_DOMID_NODE):
        with pytest.raises(XenstoreError, match="EACCES"):
            seen_by(sim, vm.domid).write(path, "x")
