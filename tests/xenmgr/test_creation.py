"""Making VMs: templates, merging, slots, names, uuids, refusals. Deleting them: rules and files."""

from __future__ import annotations

import asyncio
import json

import pytest

from rpcgen.runtime.errors import DBusError, NotSupported
from tests.support.host import SimHost
from tests.support.story import Residue, host_story, put, settled
from xenmgr.creation import UiFields, create_vm, delete_vm, remove_disk_file
from xenmgr.devices import add_disk, attach
from xenmgr.errors import XenmgrError
from xenmgr.vm import Disk, Vm
from xenvm.ids import DOM0_UUID, UIVM_UUID, is_uuid
from xenvm.units import milliseconds, seconds

UUID = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


def with_json(sim: SimHost, **values: object) -> Vm:
    """A VM of the stock template with these values over it, in no slot."""
    return create_vm(sim.host, json=json.dumps({"slot": "-1", **values}))


def refusal(sim: SimHost, template: str | None = None, text: str = "", uuid: str = "") -> str:
    """Why no VM is made; nothing is changed by the attempt."""
    dump, signals = sim.host.db.dump("/"), list(sim.ear.signals)
    with pytest.raises(DBusError) as caught:
        create_vm(sim.host, template, json=text, uuid=uuid)
    assert sim.host.db.dump("/") == dump
    assert sim.ear.signals == signals
    return caught.value.text


# What is made and told.


@host_story
async def test_a_new_vm_is_told_in_order_and_its_config_half_a_second_later(
    sim: SimHost,
) -> None:
    vm = create_vm(sim.host)
    assert sim.ear.signals == [("notify", (vm.uuid, "")), ("vm_created", (vm.uuid, vm.path))]
    assert sim.ear.objects == [("appeared", vm.path), ("appeared", f"{vm.path}/disk/0")]
    sim.ear.signals.clear()
    await sim.pass_time(seconds(0.49))
    assert sim.ear.signals == []
    await sim.pass_time(seconds(0.02))
    assert sim.ear.signals == [("vm_config_changed", (vm.uuid, vm.path))]


@host_story
async def test_without_a_template_it_is_a_windows_vm_of_the_stock_one(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    assert is_uuid(vm.uuid)
    assert {key: vm.get(key) for key in ("uuid", "seamless-id", "name", "slot", "type", "os")} == {
        "uuid": vm.uuid,
        "seamless-id": vm.uuid,
        "name": f"name-{vm.uuid}",
        "slot": "1",
        "type": "svm",
        "os": "windows",
    }


@host_story
async def test_a_blank_template_is_an_empty_configuration(sim: SimHost) -> None:
    vm = create_vm(sim.host, "  ")
    assert sorted(vm.children("")) == ["name", "seamless-id", "slot", "uuid"]


@host_story
async def test_every_template_that_is_listed_makes_a_vm(sim: SimHost) -> None:
    names = sim.host.templates.list_templates()
    assert [create_vm(sim.host, name).get("uuid") for name in names]
    assert len(sim.host.registry) == len(names) == 8


JSON_OVER_TEMPLATE = [
    ({"config": {"memory": "512"}}, "config/memory", "512"),
    ({"config": {"memory": "512"}}, "config/vcpus", "1"),
    ({"config": {"memory": 512}}, "config/memory", "512"),
    ({"config": {"hap": False}}, "config/hap", "false"),
    ({"config": {"disk": {"0": {"path": "/x"}}}}, "config/disk/0/device", "hdc"),
    ({"config": {"disk": {"7": {"path": "/x"}}}}, "config/disk/7/path", "/x"),
    ({"argo-firewall-rules": "none"}, "argo-firewall-rules/0", None),
    ({"argo-firewall-rules": "none"}, "argo-firewall-rules", "none"),
    ({"own": {"deep": {"key": "v"}}}, "own/deep/key", "v"),
]


@pytest.mark.parametrize(("over", "key", "text"), JSON_OVER_TEMPLATE)
@host_story
async def test_json_is_laid_over_the_template_key_by_key(
    sim: SimHost, over: dict[str, object], key: str, text: str | None
) -> None:
    assert with_json(sim, **over).get(key) == text


@host_story
async def test_the_template_itself_stays_as_it_was(sim: SimHost) -> None:
    with_json(sim, config={"memory": "512", "disk": {"0": {"path": "/x"}}})
    assert with_json(sim).get("config/memory") == "2048"


NAMES = [
    ("", UiFields(), "name-{uuid}"),
    ("", UiFields(name="ui"), "ui"),
    ('{"name": "json"}', UiFields(), "json"),
    ('{"name": "json"}', UiFields(name="ui"), "json"),
    ('{"name": ""}', UiFields(name="ui"), "ui"),
]


@pytest.mark.parametrize(("text", "ui", "name"), NAMES)
@host_story
async def test_the_name_is_the_templates_else_the_uis_else_made_of_the_uuid(
    sim: SimHost, text: str, ui: UiFields, name: str
) -> None:
    vm = create_vm(sim.host, json=text, ui=ui)
    assert vm.get("name") == name.format(uuid=vm.uuid)


@host_story
async def test_names_need_not_be_unique(sim: SimHost) -> None:
    one, two = with_json(sim, name="twin"), with_json(sim, name="twin")
    assert one.get("name") == two.get("name")
    assert sim.host.registry.by_name("twin") is one


@host_story
async def test_what_the_ui_says_goes_over_the_template(sim: SimHost) -> None:
    ui = UiFields("Work", "for work", "images/vms/work.png")
    vm = create_vm(sim.host, "new-vm-linux", ui=ui)
    assert (vm.get("description"), vm.get("image_path")) == ("for work", "images/vms/work.png")
    silent = create_vm(sim.host, "new-vm-linux", ui=UiFields("Play"))
    assert silent.get("description") == "Linux (Debian, Ubuntu)"


# Slots.


@host_story
async def test_slots_are_given_from_1_to_9_and_the_tenth_vm_is_one_too_many(
    sim: SimHost,
) -> None:
    slots = [create_vm(sim.host).get("slot") for _ in range(9)]
    assert slots == list("123456789")
    assert refusal(sim) == "205:Too many VMS"
    assert refusal(sim, "new-vm-empty") == "205:Too many VMS"
    assert create_vm(sim.host, json='{"slot": "-1"}').get("slot") == "-1"
    assert create_vm(sim.host, json='{"slot": "0"}').get("slot") == "0"


@host_story
async def test_the_lowest_free_slot_is_given_again(sim: SimHost) -> None:
    vms = [create_vm(sim.host) for _ in range(4)]
    delete_vm(sim.host, vms[1])
    put(vms[3], slot="-1")
    assert [create_vm(sim.host).get("slot") for _ in range(3)] == ["2", "4", "5"]


@host_story
async def test_only_user_vms_sit_in_slots(sim: SimHost) -> None:
    create_vm(sim.host, json='{"slot": "1", "type": "ndvm"}')
    create_vm(sim.host, json='{"slot": "2", "type": "pvm"}')
    assert [create_vm(sim.host).get("slot") for _ in range(2)] == ["1", "3"]


SLOT_TEXTS = [
    ("-1", "-1"),
    ("0", "0"),
    ("9", "9"),
    (" 7 ", "7"),
    ("007", "7"),
    ("", "1"),
    ("first", "1"),
    ("-", "1"),
    ("1.5", "1"),
]


@pytest.mark.parametrize(("given", "stored"), SLOT_TEXTS)
@host_story
async def test_a_slot_that_is_a_number_is_kept_and_any_other_text_asks_for_one(
    sim: SimHost, given: str, stored: str
) -> None:
    assert create_vm(sim.host, json=json.dumps({"slot": given})).get("slot") == stored


@pytest.mark.parametrize("slot", ["10", "-2", "99", "9" * 5000, "-" + "9" * 5000])
@host_story
async def test_a_slot_out_of_range_is_refused(sim: SimHost, slot: str) -> None:
    text = refusal(sim, text=json.dumps({"slot": slot}))
    assert text.startswith("290:slot cannot be ")
    assert text.endswith("allowed is -1, 0 or 1 to 9.")
    assert text.count(":") == 1


# Uuids.


@host_story
async def test_the_uuid_is_the_arguments_else_the_jsons_else_drawn(sim: SimHost) -> None:
    other = UUID.replace("0b4c", "1b4c")
    assert create_vm(sim.host, uuid=UUID, json=f'{{"uuid": "{other}"}}').uuid == UUID
    assert create_vm(sim.host, json=f'{{"uuid": "{other}"}}').uuid == other
    drawn = {create_vm(sim.host).uuid for _ in range(7)}
    assert len(drawn | {UUID, other}) == 9


@pytest.mark.parametrize("how", ["argument", "json", "template"])
@host_story
async def test_a_uuid_that_a_vm_has_is_refused(sim: SimHost, how: str) -> None:
    if how == "template":
        assert create_vm(sim.host, "service-uivm").uuid == UIVM_UUID
        text = refusal(sim, "service-uivm")
    else:
        create_vm(sim.host, uuid=UUID)
        uuid, given = (UUID, "") if how == "argument" else ("", f'{{"uuid": "{UUID}"}}')
        text = refusal(sim, text=given, uuid=uuid)
    assert text.startswith("290:uuid cannot be '")
    assert text.endswith("', allowed is a uuid that no VM has.")


@host_story
async def test_a_uuid_is_taken_also_by_domain_0_and_by_what_only_the_database_knows(
    sim: SimHost,
) -> None:
    assert refusal(sim, uuid=DOM0_UUID).startswith("290:uuid ")
    sim.host.db.inject(f"/vm/{UUID}", '{"name": "not exported"}')
    assert refusal(sim, uuid=UUID).startswith("290:uuid ")
    sim.host.db.rm(f"/vm/{UUID}")
    vm = create_vm(sim.host, uuid=UUID)
    # Its object stays when somebody takes it out of the database.
    sim.host.db.rm(f"/vm/{UUID}")
    assert refusal(sim, uuid=UUID).startswith("290:uuid ")
    assert sim.host.registry.by_uuid(UUID) is vm


@pytest.mark.parametrize("uuid", ["garbage", UUID + "0", UUID.replace("-", "_"), "../../etc"])
@host_story
async def test_a_uuid_that_is_none_is_refused(sim: SimHost, uuid: str) -> None:
    assert refusal(sim, uuid=uuid).startswith("290:uuid cannot be '")


@host_story
async def test_a_drawn_uuid_that_is_taken_is_drawn_again(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    # As if the counters were lost but the VMs were not.
    sim.host.db._counters.clear()
    assert create_vm(sim.host).uuid != vm.uuid


# Refusals.


def policy(sim: SimHost, verb: str) -> None:
    sim.host.put(f"/vm-{verb}-disallowed", "true")


@host_story
async def test_the_policy_of_creation_stops_all_but_the_unrestricted_way(sim: SimHost) -> None:
    policy(sim, "create")
    assert refusal(sim) == "220:Action suppressed by active policy settings"
    assert create_vm(sim.host, restricted=False).get("slot") == "1"


MALFORMED = [
    ("no-such-template", "", "223:IO error: /usr/share/xenmgr-1.0/templates/default/no-such-"),
    (None, "{", "223:IO error: malformed JSON: "),
    (None, "[1]", "223:IO error: malformed JSON: an object is expected"),
    (None, '"text"', "223:IO error: malformed JSON: an object is expected"),
    (None, '{"slot": 3}', "string json value was expected"),
    (None, '{"uuid": 3}', "string json value was expected"),
    (None, '{"name": {"a": "b"}}', "string json value was expected"),
]


@pytest.mark.parametrize(("template", "text", "answer"), MALFORMED)
@host_story
async def test_what_cannot_be_read_makes_no_vm(
    sim: SimHost, template: str | None, text: str, answer: str
) -> None:
    assert refusal(sim, template, text).startswith(answer)


@host_story
async def test_a_value_that_its_property_refuses_makes_no_vm(sim: SimHost) -> None:
    text = refusal(sim, text='{"slot": "-1", "config": {"memory": "-5"}}')
    assert text == "290:memory cannot be -5, allowed is 1 to 16777216 MiB."


@host_story
async def test_a_hook_of_creation_is_not_left_out_in_silence(sim: SimHost) -> None:
    with pytest.raises(NotSupported):
        with_json(sim, **{"run-post-create": "/usr/bin/true"})
    assert len(sim.host.registry) == 0


# Deleting.


def image_of(vm: Vm) -> str:
    return Disk(vm, 1).get("path") or ""


def deleted(sim: SimHost, vm: Vm) -> None:
    """Deletes the VM, and ends the turn."""
    delete_vm(sim.host, vm)
    sim.host.commit()


@host_story
async def test_a_deleted_vm_leaves_nothing_and_is_told_last(sim: SimHost) -> None:
    before = Residue(sim)
    vm = sim.vm()
    image, ovf = image_of(vm), f"/storage/ovffiles/{vm.uuid}/disk.vmdk"
    sim.host.files.write_bytes(ovf, b"ovf")
    sim.host.domstore_put(vm, "key", "value")
    await sim.host.lifecycle.start(vm)
    await sim.host.lifecycle.shutdown(vm)
    sim.ear.signals.clear()
    sim.ear.objects.clear()
    deleted(sim, vm)
    assert sim.ear.signals[-1] == ("vm_deleted", (vm.uuid, vm.path))
    gone = [f"{vm.path}/disk/0", f"{vm.path}/disk/1", f"{vm.path}/nic/0", vm.path]
    assert sim.ear.objects == [("vanished", path) for path in gone]
    assert sim.host.registry.by_uuid(vm.uuid) is None
    assert not sim.host.files.exists(image)
    assert not sim.host.files.exists(ovf)
    assert not sim.host.xenstore.exists(f"/state/{vm.uuid}")
    assert not sim.host.xenstore.exists(f"/vm/{vm.uuid}")
    assert (sim.host.db.list("/vm"), sim.host.db.list("/dom-store")) == ([], [])
    await settled(sim)
    before.assert_nothing_leaked()


@host_story
async def test_a_change_that_waits_to_be_told_goes_with_its_vm(sim: SimHost) -> None:
    vm = sim.vm()
    await settled(sim)
    put(vm, description="last words")
    deleted(sim, vm)
    sim.ear.signals.clear()
    await settled(sim)
    assert sim.ear.signals == []


RUNNING_VERBS = [("start",), ("start", "pause")]


@pytest.mark.parametrize("verbs", RUNNING_VERBS)
@host_story
async def test_a_vm_that_runs_is_not_deleted(sim: SimHost, verbs: tuple[str, ...]) -> None:
    vm = sim.vm()
    for verb in verbs:
        await getattr(sim.host.lifecycle, verb)(vm)
    with pytest.raises(XenmgrError, match="204:Cannot remove running VM"):
        delete_vm(sim.host, vm)
    assert sim.host.files.exists(image_of(vm))


@host_story
async def test_a_vm_that_reboots_is_not_deleted_in_any_moment_of_it(sim: SimHost) -> None:
    vm = sim.vm()
    await sim.host.lifecycle.start(vm)
    reboot = asyncio.ensure_future(sim.host.lifecycle.reboot(vm))
    moments = 0
    while not reboot.done():
        with pytest.raises(XenmgrError, match="204:Cannot remove running VM"):
            delete_vm(sim.host, vm)
        moments += 1
        await sim.pass_time(milliseconds(1))
    assert moments > 100


@host_story
async def test_a_vm_that_is_kept_alive_is_not_deleted_while_it_comes_up_again(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    put(vm, keep_alive="true")
    await sim.host.lifecycle.start(vm)
    await sim.host.lifecycle.destroy(vm)
    with pytest.raises(XenmgrError, match="204:Cannot remove running VM"):
        delete_vm(sim.host, vm)


@host_story
async def test_a_deleted_vm_does_not_start(sim: SimHost) -> None:
    vm = sim.vm()
    deleted(sim, vm)
    with pytest.raises(DBusError, match=f"vm does not have a database entry: {vm.uuid}"):
        await sim.host.lifecycle.start(vm)


@host_story
async def test_the_policy_of_deletion_stops_all_but_the_unrestricted_way(sim: SimHost) -> None:
    vm = sim.vm()
    policy(sim, "delete")
    with pytest.raises(XenmgrError, match="220:Action suppressed by active policy settings"):
        delete_vm(sim.host, vm)
    delete_vm(sim.host, vm, restricted=False)
    assert sim.host.registry.by_uuid(vm.uuid) is None


@host_story
async def test_a_hook_of_deletion_is_not_left_out_in_silence(sim: SimHost) -> None:
    vm = sim.vm()
    put(vm, run_pre_delete="/usr/bin/true")
    with pytest.raises(NotSupported):
        delete_vm(sim.host, vm)
    assert sim.host.registry.by_uuid(vm.uuid) is vm


KEPT_IMAGES = [
    {"shared": "true"},
    {"shared": "1"},
    {"type": "phy"},
    {"type": "file"},
    {"type": "aio"},
]


@pytest.mark.parametrize("keys", KEPT_IMAGES)
@host_story
async def test_only_a_vhd_that_is_not_shared_goes_with_its_vm(
    sim: SimHost, keys: dict[str, str]
) -> None:
    vm = sim.vm()
    for key, text in keys.items():
        Disk(vm, 1).put(key, text)
    image = image_of(vm)
    deleted(sim, vm)
    assert sim.host.files.exists(image)


@host_story
async def test_an_image_goes_with_the_last_vm_that_has_it(sim: SimHost) -> None:
    one, two = sim.vm(), sim.vm()
    image = image_of(one)
    own = image_of(two)
    Disk(two, 1).put("path", image)
    deleted(sim, one)
    assert sim.host.files.exists(image)
    deleted(sim, two)
    assert not sim.host.files.exists(image)
    assert sim.host.files.exists(own)


@host_story
async def test_a_managed_vm_keeps_its_images(sim: SimHost) -> None:
    vm = sim.vm()
    vm.put("backend/id", "1")
    image = image_of(vm)
    deleted(sim, vm)
    assert sim.host.files.exists(image)


@host_story
async def test_the_image_of_a_deleted_disk_goes_unless_another_disk_has_it(
    sim: SimHost,
) -> None:
    vm = sim.vm()
    image = image_of(vm)
    number = int(add_disk(vm).rpartition("/")[2])
    attach(Disk(vm, number), image, "vhd")
    for disk, exists in ((Disk(vm, number), True), (Disk(vm, 1), False)):
        remove_disk_file(sim.host, disk)
        disk.delete()
        sim.host.commit()
        assert sim.host.files.exists(image) is exists


@host_story
async def test_a_delete_that_could_not_be_stored_keeps_the_images(sim: SimHost) -> None:
    vm = sim.vm()
    ovf = f"/storage/ovffiles/{vm.uuid}/disk.vmdk"
    sim.host.files.write_bytes(ovf, b"ovf")
    sim.host.db.commit()
    image = image_of(vm)
    delete_vm(sim.host, vm)
    sim.host.rolled_back(sim.host.db.rollback())
    sim.host.commit()
    assert sim.host.files.exists(image)
    assert sim.host.files.exists(ovf)


@host_story
async def test_an_image_that_cannot_be_removed_does_not_keep_the_vm(sim: SimHost) -> None:
    vm = sim.vm()
    Disk(vm, 1).put("path", "/storage/disks")
    deleted(sim, vm)
    assert sim.host.registry.by_uuid(vm.uuid) is None
