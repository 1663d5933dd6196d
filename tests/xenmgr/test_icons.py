"""The picture of a VM is a file of the host."""

from __future__ import annotations

import pytest

from tests.support.host import SimHost
from tests.support.story import host_story
from xenmgr import icons
from xenmgr.creation import create_vm
from xenmgr.errors import XenmgrError

PICTURE = "images/vms/work.png"


@host_story
async def test_the_bytes_of_the_file_are_handed_out(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    vm.put("image_path", PICTURE)
    sim.host.files.write_bytes(f"/usr/lib/xui/{PICTURE}", b"\x89PNG\0")
    assert icons.read(vm) == b"\x89PNG\0"


@pytest.mark.parametrize("path", [None, "", "images/none.png", "plugins"])
@host_story
async def test_without_a_file_it_is_an_io_error(sim: SimHost, path: str | None) -> None:
    vm = create_vm(sim.host)
    if path is not None:
        vm.put("image_path", path)
    with pytest.raises(XenmgrError, match="223:IO error: /usr/lib/xui/"):
        icons.read(vm)


@host_story
async def test_a_path_does_not_lead_out_of_the_simulated_host(sim: SimHost) -> None:
    vm = create_vm(sim.host)
    vm.put("image_path", "../" * 20 + "etc/passwd")
    with pytest.raises(XenmgrError, match="223:IO error: "):
        icons.read(vm)
