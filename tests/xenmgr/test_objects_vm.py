"""The faces of /vm/<uuid_> over a whole host in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rpcgen.runtime.errors import DBusError, Failed, NotSupported
from tests.support.host import SimHost, on_host
from xenmgr.errors import XenmgrError
from xenmgr.objects.vm import (
    VmAuthFace,
    VmFace,
    VmPciFace,
    VmProductFace,
    VmUnrestrictedFace,
)
from xenmgr.properties.vm import UNRESTRICTED_BINDINGS, VM_BINDINGS

# Members that a later release brings, with arguments that fit them.
NOT_YET: tuple[tuple[type, str, tuple[object, ...]], ...] = (
    (VmFace, "sleep", ()),
    (VmFace, "resume", ()),
    (VmFace, "hibernate", ()),
    (VmFace, "suspend_to_file", ("/storage/x",)),
    (VmFace, "resume_from_file", ("/storage/x",)),
    (VmFace, "create_child_service_vm", ("ndvm",)),
    (VmFace, "add_argo_firewall_rule", ("myself -> 0:80",)),
    (VmFace, "delete_argo_firewall_rule", ("myself -> 0:80",)),
    (VmPciFace, "add_pt_rule", ("0x0200", "any", "any")),
    (VmPciFace, "delete_pt_rule", ("0x0200", "any", "any")),
    (VmPciFace, "add_pt_rule_bdf", ("0000:00:19.0",)),
    (VmPciFace, "delete_pt_rule_bdf", ("0000:00:19.0",)),
    (VmPciFace, "list_pt_rules", ()),
    (VmPciFace, "list_pt_pci_devices", ()),
    (VmProductFace, "get_ovf_env_xml", ()),
    (VmProductFace, "get_product_property", ("a",)),
    (VmProductFace, "list_product_properties", ()),
    (VmProductFace, "set_product_property", ("a", "b")),
)


def test_every_verb_moves_the_vm(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm("new-vm-linux")
        face = VmFace(vm)
        for verb, state in (
            ("start", "running"),
            ("pause", "paused"),
            ("unpause", "running"),
            ("switch", "running"),
            ("reboot", "running"),
            ("shutdown", "stopped"),
            ("start_internal", "running"),
            ("destroy", "stopped"),
        ):
            await getattr(face, verb)()
            assert vm.public_state() == state, verb
        await face.delete()
        assert sim.host.registry.by_uuid(vm.uuid) is None
        assert sim.ear.of("vm_deleted") == [(vm.uuid, vm.path)]

    on_host(tmp_path, story)


def test_disks_and_nics_are_added_and_listed_by_their_paths(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm("new-vm-linux")
        face = VmFace(vm)
        disks, nics = await face.list_disks(), await face.list_nics()
        assert await face.add_disk() == f"{vm.path}/disk/{len(disks)}"
        assert await face.add_nic() == f"{vm.path}/nic/{len(nics)}"
        assert await face.list_disks() == [*disks, f"{vm.path}/disk/{len(disks)}"]
        assert await face.list_nics() == [*nics, f"{vm.path}/nic/{len(nics)}"]
        assert ("appeared", f"{vm.path}/nic/{len(nics)}") in sim.ear.objects

    on_host(tmp_path, story)


def test_keys_of_the_database_with_dots_for_slashes(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = VmFace(sim.vm())
        await face.set_db_key("config.memory", "321")
        assert await face.get_db_key("config.memory") == "321"
        assert await face.get_db_key("config/memory") == "321"
        assert await face.get_db_key("nothing.there") == ""
        await face.set_domstore_key("a.b", "c")
        assert await face.get_domstore_key("a/b") == "c"
        assert await face.get_domstore_key("a") == ""
        assert sim.ear.of("vm_config_changed") == []

    on_host(tmp_path, story)


def test_a_written_key_is_the_propertys_value(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        await VmFace(vm).set_db_key("name", "from below")
        assert sim.host.registry.by_name("from below") is vm
        names = [names for path, _, names in sim.ear.changed if path == vm.path]
        assert any("name" in row for row in names)

    on_host(tmp_path, story)


def test_net_firewall_rules_are_kept(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        face = VmFace(sim.vm())
        await face.add_net_firewall_rule(3, "in", "10.0.0.1", "--dport 80")
        assert await face.list_net_firewall_rules() == [
            {"id": "3", "direction": "in", "remote-ip": "10.0.0.1", "extra": "--dport 80"}
        ]
        with pytest.raises(Failed, match="bad direction - needs to be 'in' or 'out'"):
            await face.add_net_firewall_rule(4, "IN", "", "")
        await face.delete_net_firewall_rule(3)
        assert await face.list_net_firewall_rules() == []
        assert isinstance(await face.list_argo_firewall_rules(), list)

    on_host(tmp_path, story)


def test_the_icon_is_the_image_below_the_user_interface(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        vm.put("image_path", "images/vm.png")
        sim.host.files.write_bytes("/usr/lib/xui/images/vm.png", b"\x89PNG")
        assert await VmFace(vm).read_icon() == b"\x89PNG"
        vm.put("image_path", "../../../etc/passwd")
        with pytest.raises(DBusError):
            await VmFace(vm).read_icon()

    on_host(tmp_path, story)


def test_login_is_required_of_a_user_whose_keys_are_away(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        face = VmAuthFace(vm)
        assert await face.auth_required() is False
        await face.auth()
        vm.put("crypto-user", "somebody")
        assert await face.auth_required() is True
        with pytest.raises(NotSupported):
            await face.auth()

    on_host(tmp_path, story)


def test_a_running_vm_is_not_deleted(tmp_path: Path) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm("new-vm-linux")
        await VmFace(vm).start()
        with pytest.raises(XenmgrError, match="204:Cannot remove running VM"):
            await VmFace(vm).delete()
        await VmFace(vm).destroy()

    on_host(tmp_path, story)


@pytest.mark.parametrize(("face", "member", "arguments"), NOT_YET, ids=[row[1] for row in NOT_YET])
def test_what_is_not_there_yet_says_so(
    tmp_path: Path, face: type, member: str, arguments: tuple[object, ...]
) -> None:
    async def story(sim: SimHost) -> None:
        vm = sim.vm()
        before = json.dumps(sim.host.db.dump(f"/vm/{vm.uuid}"))
        with pytest.raises(NotSupported, match=f"{member} is not supported yet"):
            await getattr(face(vm), member)(*arguments)
        assert json.dumps(sim.host.db.dump(f"/vm/{vm.uuid}")) == before

    on_host(tmp_path, story)


def test_both_faces_bind_the_same_properties() -> None:
    names = [row.name for row in VM_BINDINGS]
    more = [row.name for row in UNRESTRICTED_BINDINGS if row.name not in names]
    assert len(names) == 145
    assert sorted(more) == ["stub_domid", "stubdom-cmdline", "stubdom-memory"]
    assert set(VmFace.BINDINGS or {}) < set(VmUnrestrictedFace.BINDINGS or {})
