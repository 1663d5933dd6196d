"""The file for xl says what the start of a VM says, line by line as the original writes it."""

from __future__ import annotations

import pytest

from tests.support.host import SimHost
from tests.support.story import host_story, put
from xenmgr.creation import create_vm, delete_vm
from xenmgr.vm import Vm
from xenmgr.xl_config import path_of


def lines_of(sim: SimHost, vm: Vm) -> list[str]:
    text = sim.host.files.read_text(path_of(vm.uuid))
    assert text is not None
    return text.splitlines()


@host_story
async def test_a_stock_vm_is_described_in_the_order_of_the_original(sim: SimHost) -> None:
    vm = sim.vm("new-vm", "One")
    await sim.host.lifecycle.start(vm)
    image = vm.get("config/disk/1/path")
    lines = lines_of(sim, vm)
    assert lines[:9] == [
        f"uuid='{vm.uuid}'",
        "vnc=0",
        "crypto_key_dir=''",
        "pci_permissive=1",
        "pci_msitranslate=1",
        "pci_seize=1",
        "pci_power_mgmt=1",
        "name='One'",
        "hdtype='ahci'",
    ]
    assert lines[9:11] == ["type='hvm'", "device_model_version='qemu-xen'"]
    assert lines[11] == (
        "disk=['format=raw,backendtype=phy,vdev=hdc,access=r,devtype=cdrom,script=block,"
        "target=/storage/isos/xc-tools.iso','format=raw,backendtype=phy,vdev=xvda,access=w,"
        f"devtype=disk,script=block-tap,target=vhd:{image}']"
    )
    assert lines[12].startswith("vif=['bridge=/wired/0/bridged,backend=0,mac=")
    assert lines[12].endswith(",type=ioemu,model=e1000']")
    assert lines[13:15] == ["pci=[]", "mmio_hole=256"]
    for line in (
        "videoram=16",
        "memory=2048",
        "maxmem=2048",
        "soundhw='ac97'",
        "cores_per_socket=1",
        "device_model_stubdomain_override=1",
        "restrictdisplaydepth=0",
        "seclabel='system_u:system_r:hvm_guest_t'",
        "vcpus=1",
        "boot='cd'",
        "viridian=1",
        "hpet=1",
        'timer_mode="no_delay_for_missed_ticks"',
        "vga='stdvga'",
    ):
        assert line in lines
    in_reverse = [lines.index(line) for line in ("hap=1", "vcpus=1", "boot='cd'", "pae=1")]
    assert in_reverse == sorted(in_reverse)


@host_story
async def test_keys_that_are_absent_are_not_handed_through(sim: SimHost) -> None:
    kernel = "/usr/lib/xen/boot/grub-xen-pv64"
    config = f'"config": {{"memory": "64", "kernel": "{kernel}", "cmdline": "quiet"}}'
    vm = create_vm(sim.host, "", json=f'{{"slot": "-1", {config}}}')
    await sim.host.lifecycle.start(vm)
    lines = lines_of(sim, vm)
    assert f"kernel='{kernel}'" in lines
    assert "cmdline='quiet'" in lines
    assert "disk=[]" in lines
    assert "vif=[]" in lines
    assert "vkb_device=0" in lines
    handed = ("pae=", "boot=", "seclabel=", "serial=", "rtc_timeoffset=", "timer_mode=", "usb=")
    assert not [line for line in lines if line.startswith(handed)]


@host_story
async def test_words_lists_and_raw_lines_are_written_as_xl_reads_them(sim: SimHost) -> None:
    vm = sim.vm()
    for key, text in (
        ("cpuid", "host;0x1:ecx=1 ; "),
        ("config/serial", "pty"),
        ("config/viridian", "none"),
        ("config/stubdom-memory", "160"),
        ("config/extra-hvm/0", "std-vga"),
        ("config/extra-xenvm/0", "loglevel=all"),
        ("config/display", "nogfx"),
        ("config/vkbd", "true"),
        ("policies/audio-rec", "false"),
        ("usb-enabled", "false"),
        ("time-offset", "3600"),
    ):
        vm.put_raw(key, text)
    await sim.host.lifecycle.start(vm)
    lines = lines_of(sim, vm)
    assert "" in lines, "none becomes a blank line"
    for line in (
        "cpuid=host",
        "cpuid=0x1:ecx=1",
        "serial=['pty']",
        "stubdomain_memkb=163840",
        "device_model_args=['-disable-audio-rec','std-vga']",
        "loglevel=all",
        "vga='none'",
        "nographic=1",
        "vkb=['backend-type=linux,feature-abs-pointer=1,height=32768,width=32768']",
        "usb=0",
        "rtc_timeoffset=3600",
    ):
        assert line in lines


@host_story
async def test_the_file_goes_with_its_vm(sim: SimHost) -> None:
    vm = sim.vm()
    await sim.host.lifecycle.start(vm)
    await sim.host.lifecycle.destroy(vm)
    assert sim.host.files.exists(path_of(vm.uuid))
    delete_vm(sim.host, vm)
    sim.host.commit()
    assert not sim.host.files.exists(path_of(vm.uuid))


@pytest.mark.parametrize("text", ["9" * 5_000, "٣"], ids=["long", "arabic"])
@host_story
async def test_what_is_no_amount_of_memory_is_written_as_it_is(sim: SimHost, text: str) -> None:
    vm = sim.vm()
    # Without a stub domain its memory is no fault of the start.
    put(vm, stubdom="false")
    vm.put_raw("config/stubdom-memory", text)
    await sim.host.lifecycle.start(vm)
    assert f"stubdomain_memkb={text}" in lines_of(sim, vm)
