"""The verbs as clients see them: signals in their order, refusals, and nothing left behind."""

from __future__ import annotations

import asyncio

import pytest

from rpcgen.runtime.errors import DBusError, NotSupported
from tests.support.host import SimHost
from tests.support.story import Residue, host_story, nodes, put, seen_by, settled
from xenmgr.creation import create_vm
from xenmgr.devices import add_disk, add_nic, attach
from xenmgr.errors import XenmgrError
from xenmgr.lifecycle import BOOT_SENTINEL_TIMEOUT_NS
from xenmgr.vm import Disk, Vm
from xenvm.ids import DOM0_UUID
from xenvm.sim.knobs import Behaviour
from xenvm.units import seconds
from xenvm.xc import ShutdownReason

START = [
    ("notify", "vm:state:creating-devices"),
    ("vm_state_changed", "creating", 0),
    ("notify", "vm:state:created"),
    ("vm_state_changed", "creating", 0),
    ("notify", "vm:state:running"),
    ("vm_state_changed", "running", 0),
]
PAUSED = [("notify", "vm:state:paused"), ("vm_state_changed", "paused", 0)]
RUNNING = [("notify", "vm:state:running"), ("vm_state_changed", "running", 0)]
STOPPED = [("notify", "vm:state:shutdown"), ("vm_state_changed", "stopped", 5)]
GRACEFUL = [
    ("notify", "vm:state:shutdowning"),
    ("vm_state_changed", "stopping", 0),
    *STOPPED,
]
# A rebooted VM is told as shut down: the word `rebooted` never leaves.
REBOOT = [
    ("notify", "vm:state:rebooting"),
    ("vm_state_changed", "rebooting", 0),
    *STOPPED,
    *START,
]
BOOTED_NS = seconds(5)


def told(sim: SimHost, vm: Vm) -> list[tuple[object, ...]]:
    """The state signals of a VM since the last question, without its uuid and path."""
    own = []
    for name, arguments in sim.ear.signals:
        if arguments and arguments[0] == vm.uuid and name in ("notify", "vm_state_changed"):
            own.append((name, *arguments[1 if name == "notify" else 2 :]))
    sim.ear.signals.clear()
    return own


async def started(sim: SimHost, **options: str) -> Vm:
    """A VM that runs, its guest up, its signals so far forgotten."""
    vm = sim.vm(**options)
    await sim.host.lifecycle.start(vm)
    await sim.pass_time(BOOTED_NS)
    sim.ear.signals.clear()
    return vm


@host_story
async def test_start_tells_creating_twice_and_running_before_it_returns(sim: SimHost) -> None:
    vm = sim.vm()
    sim.ear.signals.clear()
    await sim.host.lifecycle.start(vm)
    assert told(sim, vm) == START
    assert (vm.public_state(), vm.acpi_state()) == ("running", 0)
    assert vm.domid > 0


VERBS = {
    "pause": PAUSED,
    "unpause": RUNNING,
    "shutdown": GRACEFUL,
    "destroy": STOPPED,
    "reboot": REBOOT,
}


@pytest.mark.parametrize("verb", VERBS)
@host_story
async def test_each_verb_on_a_running_vm_tells_its_own_states(sim: SimHost, verb: str) -> None:
    vm = await started(sim)
    await getattr(sim.host.lifecycle, verb)(vm)
    assert told(sim, vm) == VERBS[verb]


@pytest.mark.parametrize("verb", VERBS)
@host_story
async def test_each_verb_on_a_paused_vm_tells_its_own_states(sim: SimHost, verb: str) -> None:
    vm = await started(sim)
    await sim.host.lifecycle.pause(vm)
    sim.ear.signals.clear()
    await getattr(sim.host.lifecycle, verb)(vm)
    assert told(sim, vm) == VERBS[verb]


GUEST_WAYS = {
    ShutdownReason.POWEROFF: GRACEFUL,
    ShutdownReason.REBOOT: REBOOT,
    ShutdownReason.CRASH: STOPPED,
}


@pytest.mark.parametrize("reason", GUEST_WAYS)
@host_story
async def test_a_guest_that_goes_down_by_itself_is_told_like_a_verb(
    sim: SimHost, reason: ShutdownReason
) -> None:
    vm = await started(sim)
    sim.world.guest_of(vm.uuid).stop(reason)
    await sim.pass_time(BOOTED_NS)
    assert told(sim, vm) == GUEST_WAYS[reason]


@pytest.mark.parametrize("verb", ["shutdown", "destroy", "reboot", "unpause"])
@host_story
async def test_verbs_on_a_stopped_vm_do_nothing_and_succeed(sim: SimHost, verb: str) -> None:
    vm = sim.vm()
    sim.ear.signals.clear()
    await getattr(sim.host.lifecycle, verb)(vm)
    sim.host.lifecycle.switch(vm)
    assert told(sim, vm) == []


@host_story
async def test_pausing_a_stopped_vm_is_an_io_error(sim: SimHost) -> None:
    vm = sim.vm()
    with pytest.raises(XenmgrError) as caught:
        await sim.host.lifecycle.pause(vm)
    text = "223:IO error: the VM is stopped, only a running one can be paused."
    assert caught.value.text == text


@pytest.mark.parametrize("memory_mib", [1, 16])
@host_story
async def test_memory_that_the_screen_takes_all_of_is_refused_in_words(
    sim: SimHost, memory_mib: int
) -> None:
    vm = sim.vm()
    put(vm, config__memory=str(memory_mib))
    with pytest.raises(XenmgrError) as caught:
        await sim.host.lifecycle.start(vm)
    allowed = "more than the 16 MiB of its videoram"
    assert caught.value.text == f"290:memory cannot be {memory_mib}, allowed is {allowed}."
    assert vm.public_state() == "stopped"


@pytest.mark.parametrize("paused", [False, True])
@host_story
async def test_starting_a_vm_that_runs_does_nothing_and_succeeds(
    sim: SimHost, paused: bool
) -> None:
    vm = await started(sim)
    if paused:
        await sim.host.lifecycle.pause(vm)
    domid = vm.domid
    sim.ear.signals.clear()
    await sim.host.lifecycle.start(vm)
    assert (told(sim, vm), vm.domid) == ([], domid)


@host_story
async def test_two_starts_at_once_make_one_domain(sim: SimHost) -> None:
    vm = sim.vm()
    sim.ear.signals.clear()
    await asyncio.gather(sim.host.lifecycle.start(vm), sim.host.lifecycle.start_internal(vm))
    assert told(sim, vm) == START
    assert sim.host.domids() == [vm.domid]


@host_story
async def test_a_host_that_is_not_idle_starts_nothing(sim: SimHost) -> None:
    vm = sim.vm()
    sim.host.xenstore.write("/xenmgr/host-state", "shutting-down")
    await sim.host.lifecycle.start(vm)
    assert vm.domid == -1


@host_story
async def test_a_whole_life_with_all_verbs_leaves_nothing_behind(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, config__argo="true", boot_sentinel="booted")
    before = Residue(sim)
    lifecycle = sim.host.lifecycle
    for verb in ("start", "pause", "unpause", "reboot", "shutdown", "start", "destroy"):
        await getattr(lifecycle, verb)(vm)
    await settled(sim)
    before.assert_nothing_leaked()


# What a start may be refused for.


async def refusal(sim: SimHost, vm: Vm) -> str:
    """Why the VM does not start; nothing is left of the attempt."""
    before = Residue(sim)
    with pytest.raises(DBusError) as caught:
        await sim.host.lifecycle.start(vm)
    await settled(sim)
    before.assert_nothing_leaked()
    assert vm.public_state() == "stopped"
    return caught.value.text


@host_story
async def test_too_little_memory_is_refused_with_the_text_that_clients_look_for(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    put(vm, config__memory="99999999")
    sim.ear.signals.clear()
    assert await refusal(sim, vm) == "101:Not enough free memory!"
    assert told(sim, vm) == STOPPED
    put(vm, config__memory="512")
    await sim.host.lifecycle.start(vm)
    assert vm.public_state() == "running"


@host_story
async def test_memory_that_another_vm_has_is_not_given_twice(sim: SimHost) -> None:
    one, two = sim.vm(), sim.vm()
    for vm in (one, two):
        put(vm, config__memory="9000")
    outcome = await asyncio.gather(
        sim.host.lifecycle.start(one), sim.host.lifecycle.start(two), return_exceptions=True
    )
    failures = [each for each in outcome if isinstance(each, XenmgrError)]
    assert [each.code for each in failures] == [101]
    await sim.host.lifecycle.destroy(one)
    await sim.host.lifecycle.start(two)
    assert two.public_state() == "running"


BAD_PATHS = ["", "/storage/disks/gone.vhd", "/storage/disks"]


@pytest.mark.parametrize("path", BAD_PATHS)
@pytest.mark.parametrize("enabled", ["true", "false"])
@host_story
async def test_a_disk_without_its_image_keeps_a_vm_down_even_when_it_is_disabled(
    sim: SimHost, path: str, enabled: str
) -> None:
    vm = sim.vm()
    disk = Disk(vm, 1)
    disk.put("path", path)
    disk.put("enable", enabled)
    assert await refusal(sim, vm) == f"Bad Physical Path for disk 1 ({path})"


@host_story
async def test_a_fresh_disk_makes_a_vm_unstartable_until_it_gets_an_image(sim: SimHost) -> None:
    vm = sim.vm()
    number = int(add_disk(vm).rpartition("/")[2])
    assert await refusal(sim, vm) == f"Bad Physical Path for disk {number} ()"
    attach(Disk(vm, number), sim.host.create_vhd(16), "vhd")
    await sim.host.lifecycle.start(vm)


UNSUPPORTED = {
    "run-insteadof-start": "/usr/bin/true",
    "run-pre-boot": "/usr/bin/true",
    "measured": "true",
    "gpu": "0000:00:02.0",
    "config/pci/1/bdf": "0000:00:19.0",
    "ovf-transport-iso": "true",
    "config/kernel-extract": "0,1:/bzImage",
    "config/disk/1/snapshot": "temporary",
}


@pytest.mark.parametrize("key", UNSUPPORTED)
@host_story
async def test_a_feature_of_later_is_refused_and_never_left_out(sim: SimHost, key: str) -> None:
    vm = sim.vm()
    vm.put(key, UNSUPPORTED[key])
    with pytest.raises(NotSupported):
        await sim.host.lifecycle.start(vm)
    assert vm.domid == -1


@host_story
async def test_start_internal_skips_the_hook_in_the_place_of_start(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, run_insteadof_start="/usr/bin/true")
    await sim.host.lifecycle.start_internal(vm)
    assert vm.public_state() == "running"


@host_story
async def test_a_vm_without_a_database_entry_does_not_start(sim: SimHost) -> None:
    vm = sim.vm()
    sim.host.db.rm(f"/vm/{vm.uuid}")
    assert await refusal(sim, vm) == f"vm does not have a database entry: {vm.uuid}"


@host_story
async def test_a_kernel_that_the_host_does_not_have_fails_the_start(sim: SimHost) -> None:
    vm = create_vm(sim.host, "", json='{"config": {"virt-type": "pv", "memory": "64"}}')
    text = await refusal(sim, vm)
    assert text.startswith("223:IO error: ")
    assert f"/tmp/kernel-{vm.uuid}" in text
    put(vm, config__kernel="/usr/lib/xen/boot/grub-xen-pv64")
    await sim.host.lifecycle.start(vm)
    assert vm.public_state() == "running"


# Backends and dependencies.


@pytest.mark.parametrize(
    ("key", "value"), [("backend-uuid", "{uuid}"), ("backend-name", "net")], ids=["uuid", "name"]
)
@host_story
async def test_a_named_backend_must_run(sim: SimHost, key: str, value: str) -> None:
    backend, vm = sim.vm(name="net"), sim.vm(name="user")
    vm.put(f"config/nic/0/{key}", value.format(uuid=backend.uuid))
    assert await refusal(sim, vm) == "232:Network backend domain is not running"
    sim.world.knobs.set(backend.uuid, driver_domain=True)
    await sim.host.lifecycle.start(backend)
    await sim.pass_time(BOOTED_NS)
    await sim.host.lifecycle.start(vm)
    assert sim.host.xenstore.read(f"/local/domain/{vm.domid}/device/vif/0/backend-id") == str(
        backend.domid
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [("backend-uuid", "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"), ("backend-name", "nobody")],
)
@host_story
async def test_a_named_backend_that_no_vm_is_does_not_run(
    sim: SimHost, key: str, value: str
) -> None:
    vm = sim.vm()
    vm.put(f"config/nic/0/{key}", value)
    assert await refusal(sim, vm) == "232:Network backend domain is not running"


@pytest.mark.parametrize(
    ("key", "value"),
    [("config/nic/0/backend-uuid", DOM0_UUID), ("config/nic/0/enable", "false")],
    ids=["domain 0 always runs", "a disabled NIC needs nobody"],
)
@host_story
async def test_who_needs_no_other_vm_starts(sim: SimHost, key: str, value: str) -> None:
    vm = sim.vm()
    if key.endswith("enable"):
        vm.put("config/nic/0/backend-name", "nobody")
    vm.put(key, value)
    await sim.host.lifecycle.start(vm)
    assert vm.public_state() == "running"


@host_story
async def test_track_dependencies_starts_the_backends_first(sim: SimHost) -> None:
    far, near, vm = sim.vm(name="far"), sim.vm(name="near"), sim.vm(name="user")
    near.put("config/nic/0/backend-uuid", far.uuid)
    vm.put("config/nic/0/backend-uuid", near.uuid)
    for each in (far, near):
        sim.world.knobs.set(each.uuid, driver_domain=True, boot_ns=0)
    put(near, track_dependencies="true")
    put(vm, track_dependencies="true")
    await sim.host.lifecycle.start(vm)
    order = [arguments[0] for arguments in sim.ear.of("vm_state_changed")]
    assert list(dict.fromkeys(order)) == [far.uuid, near.uuid, vm.uuid]
    assert sim.host.domids() == sorted([far.domid, near.domid, vm.domid])


@host_story
async def test_a_dependency_that_cannot_start_keeps_the_vm_down(sim: SimHost) -> None:
    backend, vm = sim.vm(name="net"), sim.vm(name="user")
    vm.put("config/nic/0/backend-uuid", backend.uuid)
    put(vm, track_dependencies="true")
    put(backend, config__memory="99999999")
    assert await refusal(sim, vm) == "101:Not enough free memory!"


@host_story
async def test_a_dependency_that_is_down_again_keeps_the_vm_down_in_silence(
    sim: SimHost,
) -> None:
    broken, slow, vm = sim.vm(name="broken"), sim.vm(name="slow"), sim.vm(name="user")
    sim.world.knobs.set(broken.uuid, behaviour=Behaviour.CRASHES_AT_BOOT, boot_ns=0)
    vm.put("config/nic/0/backend-uuid", broken.uuid)
    add_nic(vm)
    vm.put("config/nic/1/backend-uuid", slow.uuid)
    put(vm, track_dependencies="true")
    await sim.host.lifecycle.start(vm)
    assert [broken.running, slow.running, vm.running] == [False, True, False]


@host_story
async def test_a_cycle_of_backends_fails_only_who_tracks_dependencies(sim: SimHost) -> None:
    one, two = sim.vm(name="one"), sim.vm(name="two")
    one.put("config/nic/0/backend-uuid", two.uuid)
    two.put("config/nic/0/backend-uuid", one.uuid)
    put(one, track_dependencies="true")
    assert await refusal(sim, one) == "errors in dependency graph; check for cycles"
    assert await refusal(sim, two) == "232:Network backend domain is not running"


@host_story
async def test_a_network_of_nobody_is_served_by_domain_0(sim: SimHost) -> None:
    vm = sim.vm()
    vm.put("config/nic/0/network", "/wifi/0/shared")
    await sim.host.lifecycle.start(vm)
    assert sim.host.xenstore.read(f"/local/domain/{vm.domid}/device/vif/0/backend-id") == "0"


# Reboots.


@host_story
async def test_a_reboot_takes_up_what_was_changed_meanwhile(sim: SimHost) -> None:
    vm = await started(sim)
    before = vm.domid
    put(vm, config__memory="768")
    add_nic(vm)
    await sim.host.lifecycle.reboot(vm)
    assert vm.domid > before
    assert vm.memory_target_mib() == 768
    assert sim.host.xenstore.children(f"/local/domain/{vm.domid}/device/vif") == ["0", "1"]


@pytest.mark.parametrize("by_guest", [False, True])
@host_story
async def test_a_reboot_into_what_cannot_start_leaves_the_vm_stopped(
    sim: SimHost, by_guest: bool
) -> None:
    vm = sim.vm()
    before = Residue(sim)
    await sim.host.lifecycle.start(vm)
    await sim.pass_time(BOOTED_NS)
    Disk(vm, 1).put("path", "/storage/disks/gone.vhd")
    sim.ear.signals.clear()
    if by_guest:
        sim.world.guest_of(vm.uuid).stop(ShutdownReason.REBOOT)
        await sim.pass_time(BOOTED_NS)
    else:
        with pytest.raises(DBusError, match="Bad Physical Path for disk 1 "):
            await sim.host.lifecycle.reboot(vm)
    assert told(sim, vm) == [*REBOOT[:4], *STOPPED]
    await settled(sim)
    before.assert_nothing_leaked()


@host_story
async def test_a_guest_that_ignores_a_shutdown_is_put_down_by_force(sim: SimHost) -> None:
    vm = sim.vm()
    sim.world.knobs.set(vm.uuid, behaviour=Behaviour.IGNORES_SHUTDOWN)
    before = Residue(sim)
    await sim.host.lifecycle.start(vm)
    await sim.pass_time(BOOTED_NS)
    sim.ear.signals.clear()
    await sim.host.lifecycle.shutdown(vm)
    assert told(sim, vm) == GRACEFUL
    await settled(sim)
    before.assert_nothing_leaked()


@host_story
async def test_destroy_overtakes_a_start_and_nothing_is_left_of_it(sim: SimHost) -> None:
    vm = sim.vm()
    before = Residue(sim)
    start = asyncio.ensure_future(sim.host.lifecycle.start(vm))
    await sim.pass_time(seconds(0.1))
    assert vm.public_state() == "creating"
    await sim.host.lifecycle.destroy(vm)
    with pytest.raises(XenmgrError, match="223:IO error: start overtaken by destroy "):
        await start
    assert vm.public_state() == "stopped"
    await settled(sim)
    before.assert_nothing_leaked()


# Keep-alive.


@pytest.mark.parametrize("way", ["shutdown", "destroy", ShutdownReason.CRASH])
@host_story
async def test_a_vm_that_is_kept_alive_starts_again_after_stopped_was_told(
    sim: SimHost, way: str | ShutdownReason
) -> None:
    vm = await started(sim)
    put(vm, keep_alive="true")
    if isinstance(way, str):
        await getattr(sim.host.lifecycle, way)(vm)
    else:
        sim.world.guest_of(vm.uuid).stop(way)
    await sim.pass_time(BOOTED_NS)
    signals = told(sim, vm)
    assert signals[-len(START) :] == START
    assert signals[-len(START) - 1] == ("vm_state_changed", "stopped", 5)
    assert vm.public_state() == "running"


@host_story
async def test_a_reboot_of_a_vm_that_is_kept_alive_starts_it_once(sim: SimHost) -> None:
    vm = await started(sim)
    put(vm, keep_alive="true")
    await sim.host.lifecycle.reboot(vm)
    await sim.pass_time(BOOTED_NS)
    assert told(sim, vm) == REBOOT


@host_story
async def test_a_failed_start_is_not_tried_again_for_keep_alive(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, keep_alive="true", config__memory="99999999")
    assert await refusal(sim, vm) == "101:Not enough free memory!"


@host_story
async def test_a_guest_that_always_crashes_at_boot_is_started_again_and_again(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    sim.world.knobs.set(vm.uuid, behaviour=Behaviour.CRASHES_AT_BOOT)
    put(vm, keep_alive="true")
    before = Residue(sim)
    await sim.host.lifecycle.start(vm)
    await sim.pass_time(seconds(20))
    assert sim.ear.states().count("running") > 4
    put(vm, keep_alive="false")
    await sim.pass_time(seconds(20))
    before.assert_nothing_leaked()


# The boot sentinel.


@host_story
async def test_start_waits_until_the_guest_has_written_its_boot_sentinel(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, boot_sentinel="attr/booted")
    start = asyncio.ensure_future(sim.host.lifecycle.start(vm))
    await sim.pass_time(seconds(10))
    assert vm.public_state() == "running"
    assert not start.done()
    seen_by(sim, vm.domid).write(f"/local/domain/{vm.domid}/attr/booted", "1")
    began_ns = sim.clock.now_ns()
    await start
    assert sim.clock.now_ns() == began_ns


@host_story
async def test_the_guest_of_a_stock_template_writes_its_boot_sentinel(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, boot_sentinel="booted")
    await sim.host.lifecycle.start(vm)
    assert sim.host.xenstore.read(f"/local/domain/{vm.domid}/booted") == "1"
    assert seconds(3) <= sim.clock.now_ns() < seconds(4)


@host_story
async def test_a_boot_sentinel_that_is_never_written_is_waited_for_a_minute(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    put(vm, boot_sentinel="booted")
    sim.world.knobs.set(vm.uuid, sentinel="")
    await sim.host.lifecycle.start(vm)
    assert BOOT_SENTINEL_TIMEOUT_NS <= sim.clock.now_ns() < BOOT_SENTINEL_TIMEOUT_NS + seconds(1)
    assert vm.public_state() == "running"


@host_story
async def test_nobody_waits_for_the_boot_sentinel_of_a_guest_that_is_gone(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, boot_sentinel="attr/booted")
    start = asyncio.ensure_future(sim.host.lifecycle.start(vm))
    await sim.pass_time(seconds(5))
    await sim.host.lifecycle.destroy(vm)
    await start
    assert sim.clock.now_ns() < seconds(10)


@host_story
async def test_a_boot_sentinel_that_is_no_path_keeps_no_vm_down(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, boot_sentinel="not a path")
    await sim.host.lifecycle.start(vm)
    assert vm.public_state() == "running"


# What a start leaves in the database.


@host_story
async def test_the_first_boot_stores_that_the_vm_is_not_hibernated_and_tells_so(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    await settled(sim)
    told_so = []
    for _ in range(2):
        sim.ear.signals.clear()
        await sim.host.lifecycle.start(vm)
        await settled(sim)
        told_so.append(len(sim.ear.of("vm_config_changed")))
        await sim.host.lifecycle.destroy(vm)
    assert vm.get("hibernated") == "false"
    assert told_so == [1, 0]


@host_story
async def test_the_internal_state_node_follows_the_vm(sim: SimHost) -> None:
    vm = await started(sim)
    seen = []
    for verb in ("pause", "unpause", "destroy"):
        await getattr(sim.host.lifecycle, verb)(vm)
        store = sim.host.xenstore
        seen.append((store.read(f"/vm/{vm.uuid}/state"), store.read(f"/state/{vm.uuid}/state")))
    assert seen == [(word, word) for word in ("paused", "running", "shutdown")]


@host_story
async def test_a_stub_domain_comes_and_goes_with_its_vm(sim: SimHost) -> None:
    vm = await started(sim)
    assert vm.stub_domid > vm.domid
    image = f"/local/domain/{vm.domid}/image/device-model-domid"
    assert sim.host.xenstore.read(image) == str(vm.stub_domid)
    stub = f"/local/domain/{vm.stub_domid}"
    await sim.host.lifecycle.shutdown(vm)
    assert (vm.stub_domid, nodes(sim.host.xenstore, stub)) == (-1, {})
