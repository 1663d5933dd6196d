"""Device model options, and the ties between a guest and its stub domain."""

import pytest

from tests.support.toolstack import Rig, hvm_config, on_a_host, stubdom_config
from tests.support.xiu import make_domain, uuid_of
from xenvm.ids import Domid
from xenvm.xenops import dm
from xenvm.xenstore.perms import format_perms


def test_options_are_dom0s_and_the_button_belongs_to_guests_with_acpi() -> None:
    async def story(rig: Rig) -> None:
        dm.prepare(rig.store, Domid(5), hvm_config(power_management=2, boot="dc"))
        options = "/local/domain/0/device-model/5"
        assert rig.store.children(options) == [
            "xen_extended_power_mgmt",
            "oem_features",
            "inject-sci",
            "hvm-powerbutton-enable",
        ]
        assert rig.store.read(f"{options}/xen_extended_power_mgmt") == "2"
        assert rig.store.read("/local/domain/5/boot_order") == "dc"
        dm.prepare(rig.store, Domid(6), hvm_config(acpi=False))
        assert not rig.store.exists("/local/domain/0/device-model/6/hvm-powerbutton-enable")
        dm.remove_nodes(rig.store, Domid(5))
        assert not rig.store.exists(options)

    on_a_host(story)


def test_stub_domain_is_tied_to_its_target() -> None:
    async def story(rig: Rig) -> None:
        guest = make_domain(rig.hypervisor, hvm=True)
        stub = make_domain(rig.hypervisor, number=2)
        for domid in (guest, stub):
            rig.store.introduce(domid, 1, 1)
        rig.store.write(f"/vm/{uuid_of(1)}/rtc/timeoffset", "0")
        config = stubdom_config()
        dm.prepare(rig.store, guest, config)
        dm.tie(rig.toolstack.host, stub, guest, config)
        assert rig.store.read(f"/local/domain/{guest}/image/device-model-domid") == str(stub)
        assert rig.store.read(f"/local/domain/{stub}/target") == str(guest)
        assert rig.hypervisor.domain_target(stub) == guest
        shared = f"n{stub},r{guest}"
        both = f"n0,r{guest},b{stub}"
        for path, perms in (
            (f"/local/domain/0/device-model/{guest}", shared),
            (f"/local/domain/{stub}/device-model/{guest}", shared),
            (f"/local/domain/{stub}/device/vfs", shared),
            (f"/local/domain/{guest}/device-misc", shared),
            (f"/local/domain/{guest}/dms", shared),
            (f"/local/domain/{stub}/dm-agent", shared),
            (f"/local/domain/0/device-model/{guest}/xen_extended_power_mgmt", both),
            (f"/vm/{uuid_of(1)}/rtc/timeoffset", both),
        ):
            assert format_perms(rig.store.get_perms(path)) == perms, path
        button = f"/local/domain/{stub}/device-model/{guest}/hvm-powerbutton-enable"
        assert rig.store.read(button) == "1"

    on_a_host(story)


@pytest.mark.parametrize("value", ["", "4"])
def test_power_state_is_kept_when_it_is_there_and_opened_to_the_stub_domain(value: str) -> None:
    async def story(rig: Rig) -> None:
        guest, stub = make_domain(rig.hypervisor), make_domain(rig.hypervisor, number=2)
        if value:
            rig.store.write(f"/local/domain/{guest}/power-state", value)
        dm.open_power_state(rig.store, guest, stub)
        path = f"/local/domain/{guest}/power-state"
        assert rig.store.read(path) == value
        assert format_perms(rig.store.get_perms(path)) == f"n{guest},b{stub}"

    on_a_host(story)
