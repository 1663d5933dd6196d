"""The picture of a VM, out of the host's file system."""

from __future__ import annotations

from xenmgr.errors import io_failures
from xenmgr.vm import Vm

_PICTURES = "/usr/lib/xui"


def read(vm: Vm) -> bytes:
    """The bytes of the file that image-path names. Raises XenmgrError 223."""
    path = f"{_PICTURES}/{vm.get('image_path') or ''}"
    with io_failures(path):
        return vm.host.files.read_bytes(path)
