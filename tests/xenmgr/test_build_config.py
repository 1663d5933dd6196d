"""From keys to what the toolstack is given, row by row of the fact sheet's table."""

from __future__ import annotations

import pytest

from rpcgen.runtime.errors import DBusError
from tests.support.host import SimHost
from tests.support.story import host_story
from xenmgr.build_config import build_config
from xenmgr.creation import create_vm
from xenmgr.vm import Nic, Vm
from xenvm.ids import DOM0, Domid
from xenvm.vmconfig import (
    DEFAULT_DEVICE_MODEL,
    DeviceType,
    DiskConfig,
    DiskMode,
    DiskType,
    StubdomConfig,
    VirtType,
    VmConfig,
)

UUID = "0b4c4dd0-33d4-4d87-9a58-3dbbe6d9a5e1"


def everything_exists(path: str) -> bool:
    return True


def served_by_dom0(nic: Nic) -> Domid:
    return DOM0


def built(vm: Vm) -> VmConfig:
    return build_config(vm, file_exists=everything_exists, backend_domid=served_by_dom0)


def of_keys(sim: SimHost, keys: dict[str, str]) -> VmConfig:
    """The configuration of a VM with these keys and nothing else."""
    vm = create_vm(sim.host, "", uuid=UUID)
    for key, text in keys.items():
        vm.put(key, text)
    return built(vm)


HVM = {"config/virt-type": "hvm"}
DEFAULTS = {
    "name": f"name-{UUID}",
    "virt_type": VirtType.PV,
    "memory_mib": 0,
    "vcpus": 1,
    "cores_per_socket": 1,
    "kernel": f"/tmp/kernel-{UUID}",
    "hap": False,
    "acpi": False,
    "hpet": True,
    "timer_mode": 1,
    "bios": "seabios",
    "boot": "cd",
    "videoram_mib": 0,
    "sound": "",
    "serial": "",
    "vkbd": False,
    "vfb": False,
    "dm_path": DEFAULT_DEVICE_MODEL,
    "disks": (),
    "nics": (),
    "stubdom": None,
    "waits_for_argo_firewall": False,
}


@host_story
async def test_absent_keys_have_the_defaults_of_the_original(sim: SimHost) -> None:
    config = of_keys(sim, {})
    assert {name: getattr(config, name) for name in DEFAULTS} == DEFAULTS


# Keys, the field that they end up in, its value.
FIELDS = [
    ({"name": "Work"}, "name", "Work"),
    ({"config/memory": "512"}, "memory_mib", 512),
    ({"config/memory-static-max": "768"}, "memory_static_max_mib", 768),
    ({"config/vcpus": "4"}, "vcpus", 4),
    ({"config/vcpus": "4"}, "cores_per_socket", 4),
    ({"config/vcpus": "4", "config/cores-per-socket": "1"}, "cores_per_socket", 4),
    ({"config/vcpus": "4", "config/cores-per-socket": "2"}, "cores_per_socket", 2),
    ({"config/kernel": "/boot/x", "config/cmdline": "ro"}, "kernel", "/boot/x"),
    ({"config/kernel": "/boot/x", "config/cmdline": "ro"}, "cmdline", "ro"),
    ({"config/initrd": "/boot/i"}, "initrd", "/boot/i"),
    (HVM | {"config/kernel": "/boot/x"}, "kernel", ""),
    (HVM, "videoram_mib", 16),
    (HVM | {"config/videoram": "32"}, "videoram_mib", 32),
    ({"config/pae": "true"}, "pae", True),
    ({"config/pae": "none"}, "pae", False),
    ({"config/nx": "1"}, "nx", True),
    ({"config/hpet": "false"}, "hpet", False),
    ({"config/nestedhvm": "yes"}, "nested", True),
    ({"config/timer-mode": "no_missed_ticks_pending"}, "timer_mode", 2),
    ({"config/boot": "dc"}, "boot", "dc"),
    ({"config/bios": "ovmf"}, "bios", "ovmf"),
    ({"config/serial": "pty"}, "serial", "pty"),
    (
        {"config/flask-label": "system_u:system_r:hvm_guest_t"},
        "flask_label",
        "system_u:system_r:hvm_guest_t",
    ),
    ({"time-offset": "-3600"}, "time_offset_s", -3600),
    ({"config/sound": "ac97"}, "sound", "ac97"),
    ({"config/sound": "none"}, "sound", ""),
    ({"config/sound": "ac97", "policies/audio-access": "false"}, "sound", ""),
    ({"policies/audio-rec": "false"}, "extra_hvm", ("disable-audio-rec",)),
    ({"config/extra-hvm/0": "-vgpu", "config/extra-hvm/1": "x=y"}, "extra_hvm", ("vgpu", "x=y")),
    ({"config/vglass-enabled": "true"}, "vkbd", True),
    ({"config/vglass-enabled": "true", "config/vkbd": "false"}, "vkbd", False),
    ({"config/vkbd": "true"}, "vkbd", True),
    ({"config/display": "none"}, "vfb", False),
    ({"config/display": "nogfx"}, "vfb", False),
    ({"config/display": "surfman"}, "vfb", True),
    ({"config/qemu-dm-path": "/usr/sbin/svirt-interpose"}, "dm_path", "/usr/sbin/svirt-interpose"),
    ({"stubdom": "true"}, "stubdom", None),
    (HVM | {"stubdom": "true"}, "stubdom", StubdomConfig()),
    (HVM | {"stubdom": "true"}, "waits_for_argo_firewall", True),
    (
        HVM | {"stubdom": "true", "config/stubdom-memory": "96", "config/stubdom-cmdline": "x"},
        "stubdom",
        StubdomConfig(memory_mib=96, cmdline="x"),
    ),
]


@pytest.mark.parametrize(("keys", "field", "value"), FIELDS)
@host_story
async def test_a_key_reaches_the_toolstack(
    sim: SimHost, keys: dict[str, str], field: str, value: object
) -> None:
    assert getattr(of_keys(sim, keys), field) == value


UNREADABLE = [
    ("config/virt-type", "weird", "unexpected enumeration value"),
    ("config/memory", "much", "Prelude.read: no parse"),
    ("config/memory", "9999999999", "Prelude.read: no parse"),
    (
        "config/pae",
        "maybe",
        f"unexpected boolean text representation: maybe while reading /vm/{UUID}/config/pae",
    ),
    ("config/disk/0/type", "floppy", "223:IO error: unexpected enumeration value"),
    ("config/disk/0/mode", "x", "223:IO error: unexpected enumeration value"),
    ("config/disk/0/devtype", "tape", "223:IO error: unexpected enumeration value"),
    (
        "config/nic/0/enable",
        "maybe",
        "unexpected boolean text representation: maybe while reading"
        f" /vm/{UUID}/config/nic/0/enable",
    ),
]


@pytest.mark.parametrize(("key", "text", "answer"), UNREADABLE)
@host_story
async def test_a_stored_value_that_cannot_be_read_fails_with_the_originals_words(
    sim: SimHost, key: str, text: str, answer: str
) -> None:
    with pytest.raises(DBusError) as caught:
        of_keys(sim, {key: text})
    assert caught.value.text == answer


def disk(**keys: str) -> dict[str, str]:
    whole = {"path": "/storage/disks/a.vhd", "device": "hda", **keys}
    return {f"config/disk/0/{key}": text for key, text in whole.items()}


DISKS = [
    (disk(), DiskConfig("hda", "/storage/disks/a.vhd")),
    (
        disk(type="phy", mode="r"),
        DiskConfig("hda", "/storage/disks/a.vhd", DiskType.PHY, DiskMode.READ),
    ),
    (disk(type="raw"), DiskConfig("hda", "/storage/disks/a.vhd", DiskType.FILE)),
    (disk(type="vdi"), DiskConfig("hda", "/storage/disks/a.vhd", DiskType.FILE)),
    (disk(type="aio"), DiskConfig("hda", "/storage/disks/a.vhd", DiskType.AIO)),
    (
        disk(devtype="cdrom", type="file"),
        DiskConfig("hda", "/storage/disks/a.vhd", DiskType.FILE, device_type=DeviceType.CDROM),
    ),
    (disk(enable="false"), None),
    (disk(enable="0"), None),
    (disk(enable="true"), DiskConfig("hda", "/storage/disks/a.vhd")),
    (disk(devtype="cdrom") | {"policies/cd-access": "false"}, None),
    (disk() | {"policies/cd-access": "false"}, DiskConfig("hda", "/storage/disks/a.vhd")),
    (disk() | {"config/hdtype": "ahci"}, DiskConfig("xvda", "/storage/disks/a.vhd")),
    (
        disk(devtype="cdrom") | {"config/hdtype": "ahci"},
        DiskConfig("hda", "/storage/disks/a.vhd", device_type=DeviceType.CDROM),
    ),
    (
        disk(device="xvda1") | {"config/hdtype": "ahci"},
        DiskConfig("xvda1", "/storage/disks/a.vhd"),
    ),
]


@pytest.mark.parametrize(("keys", "config"), DISKS)
@host_story
async def test_a_disk_reaches_the_toolstack_or_is_left_out(
    sim: SimHost, keys: dict[str, str], config: DiskConfig | None
) -> None:
    assert of_keys(sim, keys).disks == (() if config is None else (config,))


@pytest.mark.parametrize(("kind", "kept"), [("vhd", 0), ("phy", 1), ("file", 1)])
@host_story
async def test_only_a_vhd_is_left_out_without_its_image(sim: SimHost, kind: str, kept: int) -> None:
    vm = create_vm(sim.host, "")
    for key, text in disk(type=kind).items():
        vm.put(key, text)
    config = build_config(vm, file_exists=sim.host.files.is_file, backend_domid=served_by_dom0)
    assert len(config.disks) == kept


@host_story
async def test_disks_and_nics_come_by_their_ids(sim: SimHost) -> None:
    keys = {f"config/disk/{number}/device": f"hd{number}" for number in ("10", "9")}
    keys |= {f"config/nic/{number}/id": number for number in ("10", "9")}
    config = of_keys(sim, keys)
    assert [each.device for each in config.disks] == ["hd9", "hd10"]
    assert [each.devid for each in config.nics] == [9, 10]


EMULATED = HVM | {"stubdom": "true"}
NICS = [
    ({}, "network", "/wired/0/bridged"),
    ({}, "mac", "86:f0:8d:1e:e0:b6"),
    ({}, "backend_domid", DOM0),
    ({}, "wireless", False),
    ({"config/nic/0/network": "/internal"}, "network", "/internal"),
    ({"config/nic/0/mac": "02:00:00:00:00:01"}, "mac", "02:00:00:00:00:01"),
    ({"config/nic/0/mac": "auto"}, "mac", "86:f0:8d:1e:e0:b6"),
    ({"config/nic/0/wireless-driver": "true"}, "wireless", True),
    ({"config/nic/0/wireless-driver": "true", "os": "linux"}, "wireless", False),
    ({"config/nic/0/model": "rtl8139"}, "model", None),
    (HVM | {"config/nic/0/model": "rtl8139"}, "model", None),
    (EMULATED | {"config/nic/0/model": "rtl8139"}, "model", "rtl8139"),
    (EMULATED, "model", None),
]


@pytest.mark.parametrize(("keys", "field", "value"), NICS)
@host_story
async def test_a_nic_reaches_the_toolstack(
    sim: SimHost, keys: dict[str, str], field: str, value: object
) -> None:
    (nic,) = of_keys(sim, {"config/nic/0/id": "0", **keys}).nics
    assert getattr(nic, field) == value


LEFT_OUT = [
    {"config/nic/0/enable": "false"},
    {"policies/wired-networking": "false"},
    {"policies/wireless-networking": "false", "config/nic/0/network": "/wifi/0/shared"},
    {"policies/wireless-networking": "false", "config/nic/0/network": "/modem/0/shared"},
]


@pytest.mark.parametrize("keys", LEFT_OUT)
@host_story
async def test_a_nic_that_is_disabled_or_forbidden_is_left_out(
    sim: SimHost, keys: dict[str, str]
) -> None:
    assert of_keys(sim, {"config/nic/0/id": "0", **keys}).nics == ()


@host_story
async def test_a_wifi_policy_says_nothing_of_a_wired_network(sim: SimHost) -> None:
    keys = {"config/nic/0/id": "0", "policies/wireless-networking": "false"}
    assert len(of_keys(sim, keys).nics) == 1


@host_story
async def test_every_stock_template_can_be_read(sim: SimHost) -> None:
    for name in sim.host.templates.list_templates():
        vm = create_vm(sim.host, name)
        config = built(vm)
        assert config.memory_mib == int(vm.get("config/memory") or 0)
        assert len(config.disks) == len(vm.children("config/disk"))
