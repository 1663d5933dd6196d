"""The faces of / over a whole host in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen.runtime.dispatch import Service
from rpcgen.runtime.errors import Failed, NotSupported
from rpcgen.runtime.tree import ObjectKind
from rpcgen.runtime.turn import Turn
from tests.support.host import SimHost, on_host
from tests.support.wire import Wire, arguments, call
from xenmgr.errors import XenmgrError
from xenmgr.objects.root import (
    ConfigFace,
    ConfigUiFace,
    DiagFace,
    GuestreqFace,
    PolicyFace,
    UnrestrictedFace,
    XenmgrFace,
)
from xenmgr.objects.root import (
    TestingFace as QueueFace,
)

UUID = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"
NO_SLOT = '{"slot": "-1"}'

NOT_YET: tuple[tuple[type, str, tuple[object, ...]], ...] = (
    (DiagFace, "create_status_report", (True, True, "", "", "", "")),
    (DiagFace, "gather", ("name", "00")),
    (DiagFace, "save", ("mode",)),
    (DiagFace, "status_report_screen", (True,)),
    (DiagFace, "taas_agree_terms", ("u", "p", "1")),
    (DiagFace, "taas_authenticate_credentials", ("u", "p")),
    (DiagFace, "taas_upload", ("u", "p", "1", "f")),
    (GuestreqFace, "request_attention", ()),
)


def test_each_way_to_create_a_vm_announces_it(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = XenmgrFace(sim.host)
        paths = [
            await face.create_vm(),
            await face.create_vm_with_template("new-vm-linux"),
            await face.create_vm_with_template_and_json("new-vm", '{"name": "j"}'),
            await face.create_vm_with_template_and_uuid("new-vm", UUID),
            await face.create_vm_with_ui("new-vm", "named", "described", "image.png"),
        ]
        assert await face.list_vms() == paths
        assert [path for _, path in sim.ear.of("vm_created")] == paths
        assert paths[3] == f"/vm/{UUID.replace('-', '_')}"
        last = sim.host.registry.by_path_part(paths[4].rpartition("/")[2])
        assert last is not None
        assert [last.get(key) for key in ("description", "image_path")] == [
            "described",
            "image.png",
        ]

    on_host(tmp_path, story)


def test_vms_are_found_by_uuid_and_domid(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm("new-vm-linux")
        face = XenmgrFace(sim.host)
        assert await face.find_vm_by_uuid(vm.uuid) == vm.path
        assert await face.list_domids() == []
        await sim.host.lifecycle.start(vm)
        assert await face.find_vm_by_domid(vm.domid) == vm.path
        assert await face.list_domids() == [vm.domid]
        with pytest.raises(Failed, match=f"no vm with uuid {UUID}"):
            await face.find_vm_by_uuid(UUID)
        with pytest.raises(Failed, match="no vm with domid 99"):
            await face.find_vm_by_domid(99)

    on_host(tmp_path, story)


def test_templates_are_listed(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = XenmgrFace(sim.host)
        names = await face.list_templates()
        assert "new-vm" in names
        assert names == sorted(names)
        shown = await face.list_ui_templates()
        assert shown
        assert {row["template"] for row in shown} <= set(names)
        assert await face.list_child_service_vm_templates() == []
        assert await face.list_extension_packs() == []

    on_host(tmp_path, story)


def test_policies_close_the_common_ways_only(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        sim.host.put("/vm-create-disallowed", "true")
        sim.host.put("/vm-delete-disallowed", "true")
        with pytest.raises(XenmgrError, match="220:"):
            await XenmgrFace(sim.host).create_vm()
        open_face = UnrestrictedFace(sim.host)
        await open_face.unrestricted_create_vm()
        await open_face.unrestricted_create_vm_with_template_and_json("new-vm", NO_SLOT)
        assert len(sim.host.registry) == 3
        await open_face.unrestricted_delete_vm(vm.uuid)
        await open_face.unrestricted_delete_vm(vm.uuid)
        assert len(sim.host.registry) == 2

    on_host(tmp_path, story)


def test_a_policy_is_enforced_and_told_again(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        face = PolicyFace(sim.host)
        assert await face.retrieve(vm.uuid) == ""
        await face.enforce(vm.uuid, "block-audio-rec;block-cd-access;nonsense")
        assert await face.retrieve(vm.uuid) == "block-cd-access;block-audio-rec"
        await face.enforce(vm.uuid, "")
        assert await face.retrieve(vm.uuid) == ""
        with pytest.raises(Failed, match=f"no vm with uuid {UUID}"):
            await face.retrieve(UUID)

    on_host(tmp_path, story)


def test_scripts_wait_in_a_queue(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        there, asked = {":1.7": True, ":1.8": False}, []

        async def has_owner(name: str) -> bool:
            asked.append(name)
            return there[name]

        sim.host.name_has_owner = has_owner
        place = ObjectKind("/", (QueueFace,), lambda: sim.host, lambda host: (QueueFace(host),))
        turn = Turn(sim.clock.call_soon, lambda: None, lambda error: None)
        wire = Wire(Service("com.example.Queue", [place], turn))
        testing = QueueFace.INTERFACE.name
        wire.send(call(101, "/", testing, "script_dequeue", sender=":1.8"))
        wire.send(call(102, "/", testing, "script_dequeue"))
        wire.call("/", testing, "script_queue", "s", "one")
        await sim.pass_time(1)
        answers = {each.reply_serial: arguments(each) for each in wire.sent}
        assert (answers[101], answers[102]) == (("the caller has left",), ("one",))
        assert asked == [":1.8", ":1.7"]

    on_host(tmp_path, story)


def test_a_vhd_is_made_where_disks_are(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = XenmgrFace(sim.host)
        path = await face.create_vhd(1024)
        assert path.startswith("/storage/disks/")
        assert sim.host.files.is_file(path)
        for size_mib in (0, -1, 2_088_961):
            with pytest.raises(XenmgrError, match="290:size_mb"):
                await face.create_vhd(size_mib)

    on_host(tmp_path, story)


@pytest.mark.parametrize(("face", "member", "arguments"), NOT_YET, ids=[row[1] for row in NOT_YET])
def test_what_is_not_there_yet_says_so(
    tmp_path: Path, face: type, member: str, arguments: tuple[object, ...]
) -> None:
    async def story(sim: SimHost) -> None:
        with pytest.raises(NotSupported, match=f"{member} is not supported yet"):
            await getattr(face(sim.host), member)(*arguments)

    on_host(tmp_path, story)


def test_the_configuration_has_its_properties() -> None:
    assert len(ConfigFace.BINDINGS or {}) == 23
    assert len(ConfigUiFace.BINDINGS or {}) == 20
