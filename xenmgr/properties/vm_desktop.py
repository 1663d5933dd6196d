"""Rows of how a VM appears: name, picture, slot, switcher, and what the secure display draws."""

from __future__ import annotations

from typing import Final

from rpcgen.runtime.errors import Failed
from xenmgr.errors import refused
from xenmgr.properties import validate
from xenmgr.properties.row import Row, flag, number, read_number, set_by, text, then
from xenmgr.properties.targets import VmTarget
from xenmgr.properties.vm_settings import forced

# Slots with a key; any number of VMs may be at -1 or 0.
SWITCHER_SLOTS: Final = range(1, 10)

_positive = validate.at_least(0)
_stored_slot = read_number("slot", 0)


def _name_set(vm: VmTarget) -> None:
    vm.name_changed()
    vm.switcher_changed()


def _switcher_changed(vm: VmTarget) -> None:
    vm.switcher_changed()


def _present_slot(vm: VmTarget) -> int:
    """0 also for a stored text that is no number, so that setting can mend it."""
    try:
        return _stored_slot(vm)
    except Failed:
        return 0


def _set_slot(vm: VmTarget, value: int) -> None:
    """A VM that is in the slot already takes this one's in exchange."""
    allowed = validate.slot(value)
    if allowed is not None:
        raise refused("slot", value, allowed)
    before = _present_slot(vm)
    if value in SWITCHER_SLOTS and value != before:
        for other in vm.host.vms_in_slot(value):
            other.put("slot", str(before))
    vm.put("slot", str(value))


ROWS: tuple[Row[VmTarget], ...] = (
    number("border_height_vg", "config/border-height", check=_positive),
    number("border_width_vg", "config/border-width", check=_positive),
    flag("display-handler-strict", "config/display-handler-strict"),
    then(flag("hidden-in-switcher", "hidden"), _switcher_changed),
    flag("hidden-in-ui", "hidden-in-ui"),
    then(text("image-path", "image_path", strip=True), _switcher_changed),
    then(text("image_path_vg", "image_path", strip=True), _switcher_changed),
    text("long_form_vg", "config/long-form"),
    number("mosaic_mode", "config/mosaic-mode", check=_positive),
    flag("mosaic_vm_enabled", "config/mosaic-vm-enabled"),
    then(text("name", "name", strip=True), _name_set),
    text("primary_domain_color", "config/domain-color"),
    text("secondary_domain_color", "config/secondary-domain-color"),
    text("short_form_vg", "config/short-form"),
    forced(flag("show-switcher", "show-switcher", True), False),
    set_by(number("slot", "slot"), _set_slot),
    text("text_color_vg", "config/text-color"),
    flag("vglass_enabled", "config/vglass-enabled"),
    number("windowed_h", "config/windowed-h", check=_positive),
    number("windowed_w", "config/windowed-w", check=_positive),
    number("windowed_x", "config/windowed-x"),
    number("windowed_y", "config/windowed-y"),
)
