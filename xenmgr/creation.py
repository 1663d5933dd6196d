"""Making and deleting VMs: templates, slots, names, files. Source: xenmgr facts 4.5 and 4.7."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xenmgr.db import JsonValue
from xenmgr.draft import require_acceptable
from xenmgr.errors import XenmgrError, not_supported, refused
from xenmgr.policies import require_creation, require_deletion
from xenmgr.properties import validate
from xenmgr.properties.disk import VHD
from xenmgr.properties.row import flag_or
from xenmgr.templates import malformed, merge, parse_json, text_of
from xenmgr.vm import Disk, Vm, device_ids
from xenmgr.xl_config import path_of
from xenvm.ids import DOM0_UUID, VmUuid, is_uuid

if TYPE_CHECKING:
    from xenmgr.host import Host

_log = logging.getLogger(__name__)

DEFAULT_TEMPLATE = "new-vm"

REMOVE_RUNNING, TOO_MANY_VMS = 204, 205

_SLOT_CHARACTERS_MAX = 12


@dataclass(frozen=True, slots=True)
class UiFields:
    """What create_vm_with_ui says over the template; "" leaves the template's value."""

    name: str = ""
    description: str = ""
    image_path: str = ""


def create_vm(
    host: Host,
    template: str | None = None,
    *,
    json: str = "",
    uuid: str = "",
    ui: UiFields | None = None,
    restricted: bool = True,
) -> Vm:
    """A new VM in the database and on the bus, announced; nothing is done when it is refused.

    Takes what new_configuration takes, and raises what it raises, and XenmgrError 220.
    """
    if restricted:
        require_creation(host)
    return host.adopt(*new_configuration(host, template, json=json, uuid=uuid, ui=ui))


def new_configuration(
    host: Host,
    template: str | None = None,
    *,
    json: str = "",
    uuid: str = "",
    ui: UiFields | None = None,
) -> tuple[VmUuid, dict[str, JsonValue]]:
    """The uuid of a new VM and all that is to be stored of it.

    No template means new-vm, a blank one the empty configuration. Raises XenmgrError 205, 223 or
    290, Failed, and NotSupported for a hook.
    """
    given = parse_json(json) if json.strip() else {}
    config = _configuration(host, template, given)
    slot = _slot(host, config)
    chosen = _uuid(host, uuid or text_of(config, "uuid"))
    if text_of(config, "run-post-create"):
        raise not_supported("run-post-create")
    ui = ui or UiFields()
    config["uuid"] = chosen
    config["seamless-id"] = chosen
    config["name"] = text_of(config, "name") or ui.name or f"name-{chosen}"
    config["slot"] = slot
    if ui.description:
        config["description"] = ui.description
    if ui.image_path:
        config["image_path"] = ui.image_path
    require_acceptable(host, chosen, config, given)
    return chosen, config


def delete_vm(host: Host, vm: Vm, *, restricted: bool = True) -> None:
    """Takes the VM, its files, its keys and its objects away. Raises XenmgrError 220 and 204."""
    if restricted:
        require_deletion(host)
    if not vm.at_rest:
        raise XenmgrError(REMOVE_RUNNING)
    if vm.get("run-pre-delete"):
        raise not_supported("run-pre-delete")
    if not vm.row.has("backend"):
        for number in device_ids(vm, "disk"):
            remove_disk_file(host, Disk(vm, number))
    host.forget(vm)
    ovf, config = f"/storage/ovffiles/{vm.uuid}", path_of(vm.uuid)
    host.once_stored(f"remove {ovf}", lambda: _removed(host.files.remove_tree, ovf))
    host.once_stored(f"remove {config}", lambda: _removed(host.files.remove, config))


def remove_disk_file(host: Host, disk: Disk) -> None:
    """Removes the image behind a disk that goes, if it is a VHD that no VM uses any more.

    Not before it is stored that the disk has gone: a disk that stays keeps its image.
    """
    path = disk.get("path")
    if path and (disk.get("type") or VHD) == VHD and not flag_or(disk, "shared", False):
        host.once_stored(f"remove {path}", lambda: _remove_unused(host, path))


def _remove_unused(host: Host, path: str) -> None:
    if host.db.disk_path_users(path) == 0:
        _removed(host.files.remove, path)


def _removed(remove: Callable[[str], None], path: str) -> None:
    """Removes files of what is gone already; nobody waits for an answer any more."""
    try:
        remove(path)
    except OSError as error:
        _log.warning("not removed path=%s error=%s", path, error.strerror)


def _configuration(host: Host, template: str | None, given: JsonValue) -> dict[str, JsonValue]:
    name = DEFAULT_TEMPLATE if template is None else template
    base: JsonValue = host.templates.load(name) if name.strip() else {}
    merged = merge(base, given)
    if not isinstance(merged, dict):
        raise malformed("an object is expected")
    return dict(merged)


def _uuid(host: Host, asked: str) -> VmUuid:
    """The uuid asked for, or a new one. Raises XenmgrError 290."""
    if not asked:
        drawn = host.seeds.uuid("vm")
        while _taken(host, drawn):
            drawn = host.seeds.uuid("vm")
        return drawn
    if not is_uuid(asked):
        raise refused("uuid", asked, "a uuid such as 0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1")
    if _taken(host, asked):
        raise refused("uuid", asked, "a uuid that no VM has")
    return VmUuid(asked)


def _taken(host: Host, uuid: str) -> bool:
    """Whether a VM has it: an exported one, one of the database alone, or domain 0."""
    exported = host.registry.by_path_part(uuid.replace("-", "_")) is not None
    return exported or host.db.vm(uuid) is not None or uuid == DOM0_UUID


def _slot(host: Host, config: dict[str, JsonValue]) -> str:
    """The slot text to store. Raises XenmgrError 290, 205 when the choice has none left."""
    text = text_of(config, "slot").strip()
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdecimal():
        # A number of thousands of digits is wrong by its first ones already.
        slot = int(text[:_SLOT_CHARACTERS_MAX])
        allowed = validate.slot(slot)
        if allowed is not None:
            raise refused("slot", text, allowed)
        return str(slot)
    free = host.registry.free_slot()
    if free is None:
        raise XenmgrError(TOO_MANY_VMS)
    return str(free)
