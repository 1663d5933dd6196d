"""Disk names and their device numbers: `hda` is 768, `xvdb1` 51729.

Numbers are 256 * major + minor; nothing beyond xvdp, as extended numbers are not used.
Source: xenops device.ml, the Linux device list.
"""

import re
from typing import Final

from xenvm.errors import DeviceUnrecognized
from xenvm.ids import Devid

_SCSI_MAJOR: Final = 8
_XVD_MAJOR: Final = 202
# Each IDE major carries two disks of 64 minors.
_IDE_MAJORS: Final = (3, 22, 33, 34, 56, 57, 88, 89, 90, 91)
_IDE_MINORS: Final = 64
_SIXTEEN_MINORS: Final = 16

_NAME = re.compile(r"(sd|xvd|hd)([a-t])(\d*)")
_LETTER = re.compile(r"(?:sd|xvd|hd)([a-z])\d*")


def disk_number(name: str) -> Devid:
    """The device number of a disk name, or of a plain decimal number.

    Raises DeviceUnrecognized.
    """
    if name.isascii() and name.isdecimal():
        return Devid(int(name))
    match = _NAME.fullmatch(name)
    if match is None:
        raise DeviceUnrecognized(name)
    family, letter, digits = match.groups()
    index = ord(letter) - ord("a")
    partition = int(digits or 0)
    if family == "hd":
        major, minors = _IDE_MAJORS[index // 2], _IDE_MINORS
        base = _IDE_MINORS * (index % 2)
    else:
        major = _SCSI_MAJOR if family == "sd" else _XVD_MAJOR
        minors = _SIXTEEN_MINORS
        base = _SIXTEEN_MINORS * index
        if letter > "p":
            raise DeviceUnrecognized(name)
    if partition >= minors:
        raise DeviceUnrecognized(name)
    return Devid(256 * major + base + partition)


def disk_index(name: str) -> int:
    """Which disk of its family a name means: 0 for hda, 2 for xvdc1.

    Raises DeviceUnrecognized.
    """
    match = _LETTER.fullmatch(name)
    if match is None:
        raise DeviceUnrecognized(name)
    return ord(match.group(1)) - ord("a")
