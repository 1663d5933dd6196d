"""Paths as the fact sheets spell them, and permissions as xenstore prints them."""

import pytest

from xenvm.ids import Devid, Domid, VmUuid
from xenvm.xenops import layout
from xenvm.xenstore.perms import format_perms

D = Domid(5)
U = VmUuid("0b4c4dd0-33d4-4d87-9a58-000000000001")

PATHS = [
    (layout.domain(D), "/local/domain/5"),
    (layout.vm(U), f"/vm/{U}"),
    (layout.vss(U), f"/vss/{U}"),
    (layout.vm_state(U), f"/state/{U}/state"),
    (layout.memory_target(D), "/local/domain/5/memory/target"),
    (layout.control_shutdown(D), "/local/domain/5/control/shutdown"),
    (layout.frontend(D, "vif", Devid(0)), "/local/domain/5/device/vif/0"),
    (layout.backend(Domid(2), "vif", D, Devid(0)), "/local/domain/2/backend/vif/5/0"),
    (layout.device_error(D, "vbd", Devid(768)), "/local/domain/5/error/device/vbd/768/error"),
    (layout.hotplug_dir(D, "vbd", Devid(768)), "/xapi/5/hotplug/vbd/768"),
    (layout.hotplug(D, "vbd", Devid(768)), "/xapi/5/hotplug/vbd/768/hotplug"),
    (layout.device_model(Domid(6), D), "/local/domain/6/device-model/5"),
    (
        layout.power_button_enable(Domid(6), D),
        "/local/domain/6/device-model/5/hvm-powerbutton-enable",
    ),
    (layout.power_button(Domid(0), D), "/local/domain/0/device-model/5/hvm-shutdown"),
    (layout.device_model_domid(D), "/local/domain/5/image/device-model-domid"),
    (layout.argo_firewall_ready(D), "/local/domain/5/argo-firewall-ready"),
    (layout.dm_agent_capabilities(Domid(6)), "/local/domain/6/dm-agent/capabilities"),
    (layout.dm_agent_target(Domid(6)), "/local/domain/6/dm-agent/target"),
    (layout.dm_agent_domain(Domid(0), D), "/local/domain/0/dm-agent/dms/5"),
]


@pytest.mark.parametrize(("path", "expected"), PATHS)
def test_path_is_spelled_as_in_the_fact_sheets(path: str, expected: str) -> None:
    assert path == expected


@pytest.mark.parametrize(
    ("perms", "text"),
    [
        (layout.guest_rw(D), "n5"),
        (layout.guest_ro(D), "n0,r5"),
        (layout.owned(Domid(2), D), "n2,r5"),
        (layout.owned_shared(D, Domid(6)), "n5,b6"),
        (layout.read_by_guest(D, writer=Domid(6)), "n0,r5,b6"),
    ],
)
def test_shorthand_means_these_permissions(perms: layout.Perms, text: str) -> None:
    assert format_perms(perms) == text
