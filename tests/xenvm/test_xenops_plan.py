"""Plans are data: what a configuration asks for, in the order of the fact sheets."""

from dataclasses import replace

import pytest

from tests.support.toolstack import HDA, HDC, NIC0, hvm_config, pv_config, stubdom_config
from xenvm.errors import DeviceUnrecognized, InvalidMac, MissingCapability
from xenvm.ids import DOM0, Devid, Domid, VmUuid
from xenvm.vmconfig import DiskType, VmConfig
from xenvm.xenops import steps
from xenvm.xenops.device_common import Device, DeviceKind
from xenvm.xenops.plan import HostFacts, InvalidConfig, StopFacts, plan_start, plan_stop
from xenvm.xenops.steps import Role

STUB_UUID = VmUuid("11111111-2222-4333-8444-555555555555")
FACTS = HostFacts(
    hvm=True, nic_backends={Devid(0): DOM0, Devid(1): Domid(7)}, stubdom_uuid=STUB_UUID
)


def outline(todo: tuple[object, ...]) -> list[str]:
    """Steps by name, those of a stub domain marked."""
    return [
        type(step).__name__ + (":stub" if getattr(step, "role", None) is Role.STUBDOM else "")
        for step in todo
    ]


def test_hvm_without_stub_domain_follows_the_golden_trace() -> None:
    plan = plan_start(hvm_config(), FACTS)
    assert outline(plan.build) == ["WaitMemory", "MakeDomain", "BuildDomain"]
    assert outline(plan.devices) == [
        "AttachTap",
        "AddVbd",
        "AddVbd",
        "AddVif",
        "WriteVcpus",
        "WriteTopOfLowMemory",
        "PrepareDeviceModel",
        "StartDeviceModel",
        "ReturnMemory",
    ]


def test_stub_domain_is_made_furnished_and_unpaused_before_the_device_model() -> None:
    plan = plan_start(stubdom_config(waits_for_argo_firewall=True), FACTS)
    assert outline(plan.devices)[6:] == [
        "PrepareDeviceModel",
        "MakeStubdom",
        "AddVbd:stub",
        "AddVbd:stub",
        "AddVif:stub",
        "AddVfb:stub",
        "AddVkbd:stub",
        "AddStubdomConsole",
        "WaitArgoFirewall",
        "UnpauseStubdom",
        "StartDeviceModel",
        "OpenPowerState",
        "ReturnMemory",
    ]


def test_pv_vm_needs_no_device_model() -> None:
    plan = plan_start(pv_config(vkbd=True, vfb=True, disks=(HDC,)), FACTS)
    assert outline(plan.devices) == [
        "AddVbd",
        "WriteVcpus",
        "AddVkbd",
        "AddVkbd",
        "AddVfb",
        "ReturnMemory",
    ]


def test_memory_is_asked_for_before_anything_is_made() -> None:
    first = plan_start(stubdom_config(), FACTS).build[0]
    assert first == steps.WaitMemory(needed_kib=1059840 + 134144)


def test_nics_come_in_order_of_their_ids_each_with_its_backend() -> None:
    second = replace(NIC0, devid=Devid(1))
    plan = plan_start(pv_config(nics=(second, NIC0)), FACTS)
    vifs = [step.spec for step in plan.devices if isinstance(step, steps.AddVif)]
    assert [(spec.devid, spec.backend_domid) for spec in vifs] == [(0, 0), (1, 7)]


def test_stub_domain_nic_differs_in_one_bit_of_its_mac() -> None:
    plan = plan_start(stubdom_config(), FACTS)
    macs = [step.spec.mac for step in plan.devices if isinstance(step, steps.AddVif)]
    assert macs == ["4e:1c:b4:98:ed:0a", "4c:1c:b4:98:ed:0a"]


def test_guest_sees_its_disks_through_the_stub_domain() -> None:
    plan = plan_start(stubdom_config(), FACTS)
    vbds = [step for step in plan.devices if isinstance(step, steps.AddVbd)]
    assert [(step.role, step.spec.through_stubdom) for step in vbds] == [
        (Role.GUEST, True),
        (Role.GUEST, True),
        (Role.STUBDOM, False),
        (Role.STUBDOM, False),
    ]


def test_only_image_files_get_a_tapdisk() -> None:
    disks = tuple(
        replace(HDA, device=f"hd{letter}", disk_type=kind)
        for letter, kind in zip("abcde", DiskType, strict=True)
    )
    plan = plan_start(pv_config(disks=disks), FACTS)
    taps = [step.device for step in plan.devices if isinstance(step, steps.AttachTap)]
    assert taps == [disk.device for disk in disks if disk.disk_type is DiskType.VHD]


def test_hvm_guest_boots_the_stock_firmware_unless_told_otherwise() -> None:
    def kernel(config: VmConfig) -> str:
        build = plan_start(config, FACTS).build[2]
        assert isinstance(build, steps.BuildDomain)
        return build.spec.kernel

    assert kernel(hvm_config()) == "/usr/lib/xen/boot/hvmloader"
    assert kernel(hvm_config(kernel="/boot/other")) == "/boot/other"


def test_host_without_hvm_cannot_start_an_hvm_vm() -> None:
    with pytest.raises(MissingCapability) as caught:
        plan_start(hvm_config(), replace(FACTS, hvm=False))
    assert caught.value.capability == "hvm"
    plan_start(pv_config(), replace(FACTS, hvm=False))


@pytest.mark.parametrize(
    ("config", "key"),
    [
        (pv_config(vcpus=0), "vcpus"),
        (pv_config(memory_mib=0), "memory"),
        (hvm_config(videoram_mib=1024), "videoram"),
        (hvm_config(disks=(HDA, HDA)), "disk"),
    ],
)
def test_nonsense_is_refused_before_anything_is_made(config: VmConfig, key: str) -> None:
    with pytest.raises(InvalidConfig) as caught:
        plan_start(config, FACTS)
    assert caught.value.key == key


def test_bad_disk_name_and_bad_mac_are_refused_before_anything_is_made() -> None:
    with pytest.raises(DeviceUnrecognized):
        plan_start(pv_config(disks=(replace(HDA, device="floppy"),)), FACTS)
    with pytest.raises(InvalidMac):
        plan_start(pv_config(nics=(replace(NIC0, mac="auto"),)), FACTS)


def test_stop_of_nothing_only_returns_what_was_promised() -> None:
    assert outline(plan_stop(StopFacts(domid=None))) == ["DetachTaps", "ReturnMemory"]


def test_stop_takes_the_stub_domain_down_between_the_guests_death_and_its_devices() -> None:
    vbd = Device(Domid(5), DeviceKind.VBD, Devid(768), DOM0, DeviceKind.VBD)
    facts = StopFacts(
        domid=Domid(5),
        devices=(vbd,),
        stub_domid=Domid(6),
        stubdom_runs=True,
        agents=(Domid(6),),
    )
    assert [(type(step).__name__, getattr(step, "domid", None)) for step in plan_stop(facts)] == [
        ("DestroyDomain", 5),
        ("DropFromAgents", 5),
        ("HaltStubdom", 6),
        ("DestroyDomain", 6),
        ("CloseDevices", 6),
        ("ReleaseDevices", 6),
        ("RemoveNodes", 6),
        ("AwaitGone", 6),
        ("CloseDevices", 5),
        ("ReleaseDevices", 5),
        ("RemoveNodes", 5),
        ("AwaitGone", 5),
        ("DetachTaps", None),
        ("ReturnMemory", None),
    ]


def test_stub_domain_that_never_ran_is_not_asked_to_halt() -> None:
    facts = StopFacts(domid=Domid(5), stub_domid=Domid(6))
    assert "HaltStubdom" not in outline(plan_stop(facts))
