"""What a guest needs of device models, who offers it, and how it is asked for."""

from dataclasses import replace

import pytest

from tests.support.toolstack import HDA, HDC, Rig, hvm_config, on_a_host, stubdom_config
from tests.support.xiu import make_domain, uuid_of
from xenvm.errors import DeviceModelFailed, WatchTimeout
from xenvm.ids import DOM0, Domid
from xenvm.sim.knobs import Fault
from xenvm.units import seconds
from xenvm.vmconfig import VmConfig
from xenvm.xenops import dmagent
from xenvm.xenops.device import TapDevice
from xenvm.xenops.dmagent import Info, Offer, infos_of, needed_devices, pick

D = Domid(5)
ALWAYS = ("xenmou", "xen_acpi_pm", "xen_pci_pt")


@pytest.mark.parametrize(
    ("config", "names"),
    [
        (hvm_config(), (*ALWAYS, "acpi", "serial", "net", "drive")),
        (stubdom_config(), (*ALWAYS, "acpi", "serial", "net", "drive", "cdrom")),
        (hvm_config(acpi=False, serial="none", nics=(), disks=(HDC,)), ALWAYS),
        (
            hvm_config(sound="ac97", extra_hvm=("std-vga", "xengfx"), disks=(), nics=()),
            (*ALWAYS, "svga", "xengfx", "acpi", "audio", "serial"),
        ),
        (
            hvm_config(extra_hvm=("cdrom-pt-exclusive=/dev/bsg/1:0:0:0",), disks=(), nics=()),
            (*ALWAYS, "acpi", "serial", "cdrom"),
        ),
    ],
)
def test_devices_needed_follow_from_the_configuration(
    config: VmConfig, names: tuple[str, ...]
) -> None:
    assert needed_devices(config) == names


def infos(config: VmConfig, taps: dict[str, TapDevice] | None = None) -> dict[str, Info]:
    made = infos_of(config, needed_devices(config), D, taps or {})
    return {info.name: info for info in made}


def test_nodes_are_those_of_the_golden_trace() -> None:
    assert {name: info.device for name, info in infos(hvm_config()).items()} == {
        "xenmou": "xenmou",
        "xen_acpi_pm": "xen_acpi_pm",
        "acpi": "acpi",
        "serial": "serial",
        "net0": "net",
        "disk0": "drive",
        "cdrom1": "drive",
    }


def test_drive_without_stub_domain_is_the_tapdisk_itself() -> None:
    taps = {"hda": TapDevice("/dev/xen/blktap-2/tapdev3", 3)}
    made = infos(hvm_config(), taps)
    assert dict(made["disk0"].options) == {
        "file": "/dev/xen/blktap-2/tapdev3",
        "media": "disk",
        "format": "raw",
        "index": "0",
        "readonly": "off",
    }
    assert dict(made["cdrom1"].options) == {
        "file": "/storage/isos/xc-tools.iso",
        "media": "cdrom",
        "format": "file",
        "index": "2",
        "readonly": "on",
    }


def test_stub_domain_sees_drives_under_names_of_its_own() -> None:
    made = infos(stubdom_config())
    assert dict(made["disk0"].options)["file"] == "/dev/xvda"
    assert dict(made["cdrom1"].options)["file"] == "/dev/xvdc"
    assert made["cdrom1"].device == "cdrom"


def test_net_audio_and_serial_carry_their_options() -> None:
    made = infos(hvm_config(sound="ac97", extra_hvm=("disable-audio-rec",)))
    assert dict(made["net0"].options) == {
        "model": "e1000",
        "mac": "4e:1c:b4:98:ed:0a",
        "bridge": "/wired/0/bridged",
        "id": "0",
        "name": "vif0",
    }
    assert dict(made["audio"].options) == {"device": "ac97", "recorder": "0"}
    assert dict(made["serial"].options) == {"device": "pty"}


def test_passed_through_cdrom_is_named_by_its_address() -> None:
    made = infos(hvm_config(extra_hvm=("cdrom-pt-ro-exclusive=/dev/bsg/1:0:2:0", "surfman=1")))
    info = made["cdrom-pt-ro-exclusive-1_0_2_0"]
    assert info.device == "cdrom"
    assert dict(info.options) == {"device": "/dev/bsg/1:0:2:0", "option": "pt-ro-exclusive"}


def test_disk_without_a_letter_has_no_place_on_a_controller() -> None:
    with pytest.raises(DeviceModelFailed, match="51712"):
        infos(hvm_config(disks=(replace(HDA, device="51712"),)))


OFFERS = [
    Offer(DOM0, "old", False, frozenset({"net", "drive"})),
    Offer(DOM0, "qemu", False, frozenset({"net", "svga"})),
    Offer(Domid(6), "qemu", True, frozenset({"drive"})),
]


@pytest.mark.parametrize(("device", "number"), [("net", 1), ("drive", 2), ("svga", 1)])
def test_agent_meant_for_the_domain_wins_then_the_last_one(device: str, number: int) -> None:
    assert pick(OFFERS, device, D) is OFFERS[number]


def test_device_that_nobody_offers_is_named() -> None:
    with pytest.raises(DeviceModelFailed, match="vgpu"):
        pick(OFFERS, "vgpu", D)


def test_agent_meant_for_another_domain_offers_nothing() -> None:
    async def story(rig: Rig) -> None:
        assert len(dmagent.offers_of(rig.store, DOM0, D)) == 1
        rig.store.write("/local/domain/0/dm-agent/target", "99")
        assert dmagent.offers_of(rig.store, DOM0, D) == []
        rig.store.write("/local/domain/0/dm-agent/target", "5")
        assert [offer.targeted for offer in dmagent.offers_of(rig.store, DOM0, D)] == [True]

    on_a_host(story)


async def start(rig: Rig, config: VmConfig, asked: set[Domid]) -> Domid:
    domid = make_domain(rig.hypervisor, hvm=True)
    await dmagent.start(rig.toolstack.host, domid, None, config, {}, asked)
    return domid


def test_every_device_is_asked_for_and_runs() -> None:
    async def story(rig: Rig) -> None:
        asked: set[Domid] = set()
        domid = await start(rig, hvm_config(), asked)
        assert asked == {DOM0}
        request = f"/local/domain/0/dm-agent/dms/{domid}/0"
        assert rig.store.read(f"{request}/status") == "running"
        assert set(rig.store.children(f"{request}/infos")) == set(infos(hvm_config()))
        assert rig.store.read(f"{request}/infos/net0/type") == "net"

    on_a_host(story)


def test_two_device_models_are_asked_one_after_the_other() -> None:
    async def story(rig: Rig) -> None:
        extra = "/local/domain/0/dm-agent/capabilities/zz-audio/audio"
        rig.store.mkdir(extra)
        domid = await start(rig, hvm_config(sound="ac97"), set())
        dms = f"/local/domain/0/dm-agent/dms/{domid}"
        assert rig.store.children(dms) == ["0", "1"]
        assert rig.store.children(f"{dms}/1/infos") == ["audio"]

    on_a_host(story)


@pytest.mark.parametrize(
    ("fault", "status", "after_s"),
    [(Fault.DEVICE_MODEL_SILENT, "absent", 30), (Fault.DEVICE_MODEL_FAILS, "error", 0)],
)
def test_device_model_that_does_not_run_fails_with_its_status(
    fault: Fault, status: str, after_s: int
) -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), faults=frozenset({fault}), create_ns=0)
        with pytest.raises(DeviceModelFailed, match=f"dmid=0 agent=0 dm=qemu status={status}"):
            await start(rig, hvm_config(), set())
        assert rig.clock.now_ns() // seconds(1) == after_s

    on_a_host(story)


def test_no_agent_in_time_fails_naming_the_domain() -> None:
    async def story(rig: Rig) -> None:
        rig.store.rm("/local/domain/0/dm-agent/capabilities")
        with pytest.raises(DeviceModelFailed, match="no dm-agent in domain=0"):
            await start(rig, hvm_config(dm_timeout_s=7), set())
        assert rig.clock.now_ns() == seconds(7)

    on_a_host(story)


def test_dropped_domain_is_forgotten_by_its_agents() -> None:
    async def story(rig: Rig) -> None:
        asked: set[Domid] = set()
        domid = await start(rig, hvm_config(), asked)
        await dmagent.drop(rig.toolstack.host, domid, asked)
        assert not rig.store.exists(f"/local/domain/0/dm-agent/dms/{domid}")

    on_a_host(story)


def test_agent_that_does_not_drop_is_given_twenty_seconds_and_cleaned_up_after() -> None:
    async def story(rig: Rig) -> None:
        rig.world.knobs.set(uuid_of(1), answer_ns=seconds(100))
        domid = make_domain(rig.hypervisor, hvm=True)
        path = f"/local/domain/0/dm-agent/dms/{domid}"
        rig.store.write(f"{path}/0/infos/net0/type", "net")
        with pytest.raises(WatchTimeout):
            await dmagent.drop(rig.toolstack.host, domid, [DOM0, Domid(77)])
        assert rig.clock.now_ns() == seconds(20)
        assert not rig.store.exists(path)

    on_a_host(story)
