"""What the simulated host is made of: read once at start from its file system.

A file that is not there stands for the hardware below, which is the same on every host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

ReadText = Callable[[str], str | None]

FLAVOUR_FILE: Final = "/etc/xenclient.flavour"
DEFAULT_FLAVOUR: Final = "default"

# Chassis types of the SMBIOS specification: portable, laptop, notebook.
LAPTOP_CHASSIS: Final = ("8", "9", "10")

# Classes and vendor of the functions that Intel AMT consists of.
AMT_CLASSES: Final = (0x0780, 0x0700)
INTEL: Final = 0x8086

DISPLAY_BASE_CLASS: Final = 0x03
ETHERNET_CLASS: Final = 0x0200
WIRELESS_CLASS: Final = 0x0280

BUILD_KEYS: Final = ("version", "build", "branch", "build_date_time", "tools", "release")

HARDWARE_FILES: Final[dict[str, str]] = {
    "/etc/xenclient.conf": (
        "version=9.0.0\nbuild=1000\nbranch=master\n"
        "build_date_time=2024-01-01T00:00:00Z\ntools=9.0.0.1000\nrelease=9.0.0\n"
    ),
    "/etc/caps.default": (
        "supported-languages=en-us\nsecondary-gpu-pt=true\n"
        "configurable-save-changes-across-reboots=true\nseamless-traffic-default=false\n"
    ),
    "/proc/cmdline": "root=/dev/mapper/xenclient-root ro console=hvc0\n",
    "/proc/cpuinfo": "processor\t: 0\nmodel name\t: Simulated Processor 2.40GHz\n",
    "/sys/class/dmi/id/bios_version": "1.0.0\n",
    "/sys/class/dmi/id/chassis_type": "3\n",
    "/sys/class/dmi/id/product_name": "Simulated Host\n",
    "/sys/class/dmi/id/product_serial": "SIM0000001\n",
    "/sys/class/dmi/id/sys_vendor": "OpenXT Simulator\n",
    "/sys/class/net/eth0/address": "02:00:00:00:00:01\n",
    "/sys/class/net/wlan0/address": "02:00:00:00:00:02\n",
}


@dataclass(frozen=True, slots=True)
class PciFunction:
    """One PCI function of the host; `address` is dddd:bb:ss.f."""

    address: str
    class_id: int
    vendor_id: int
    device_id: int
    name: str


PCI_FUNCTIONS: Final = (
    PciFunction("0000:00:02.0", 0x0300, INTEL, 0x5917, "Intel Corporation UHD Graphics 620"),
    PciFunction("0000:00:14.0", 0x0C03, INTEL, 0x9D2F, "Intel Corporation USB 3.0 Controller"),
    PciFunction("0000:00:17.0", 0x0106, INTEL, 0x9D03, "Intel Corporation SATA Controller"),
    PciFunction("0000:00:1f.3", 0x0403, INTEL, 0x9D71, "Intel Corporation HD Audio"),
    PciFunction("0000:00:1f.6", 0x0200, INTEL, 0x15D7, "Intel Corporation Ethernet I219-LM"),
    PciFunction("0000:02:00.0", 0x0280, INTEL, 0x24FD, "Intel Corporation Wireless 8265"),
)


@dataclass(frozen=True, slots=True)
class HostFacts:
    """Hardware and build of the host; nothing of it changes while the daemon runs."""

    vendor: str
    model: str
    serial: str
    bios_revision: str
    cpu_model: str
    laptop: bool
    safe_graphics: bool
    eth0_mac: str
    wireless_mac: str
    build_info: Mapping[str, str]
    supported_languages: tuple[str, ...]
    secondary_gpu_pt: bool
    configurable_save_changes: bool
    seamless_traffic_default: bool
    pci: tuple[PciFunction, ...] = PCI_FUNCTIONS

    def first_of_class(self, class_id: int) -> str:
        """The name of the first function of a class, "" without one."""
        return next((each.name for each in self.pci if each.class_id == class_id), "")

    def gpus(self) -> tuple[PciFunction, ...]:
        """The graphics cards, the boot card first."""
        return tuple(each for each in self.pci if each.class_id >> 8 == DISPLAY_BASE_CLASS)

    def amt_capable(self) -> bool:
        return any(each.class_id in AMT_CLASSES and each.vendor_id == INTEL for each in self.pci)


def read_host_facts(read_text: ReadText) -> HostFacts:
    """The facts of the host whose files `read_text` reads."""

    def text(path: str) -> str:
        found = read_text(path)
        return HARDWARE_FILES.get(path, "") if found is None else found

    def dmi(name: str) -> str:
        return text(f"/sys/class/dmi/id/{name}").strip()

    flavour = text(FLAVOUR_FILE).strip() or DEFAULT_FLAVOUR
    caps = _assignments(text(f"/etc/caps.{flavour}") or HARDWARE_FILES["/etc/caps.default"])
    build = _assignments(text("/etc/xenclient.conf"))
    return HostFacts(
        vendor=dmi("sys_vendor"),
        model=dmi("product_name"),
        serial=dmi("product_serial"),
        bios_revision=dmi("bios_version"),
        cpu_model=_cpu_model(text("/proc/cpuinfo")),
        laptop=dmi("chassis_type") in LAPTOP_CHASSIS,
        safe_graphics="safe-graphic" in text("/proc/cmdline"),
        eth0_mac=text("/sys/class/net/eth0/address").strip(),
        wireless_mac=text("/sys/class/net/wlan0/address").strip(),
        build_info={**{key: build.get(key, "") for key in BUILD_KEYS}, "edition": flavour},
        supported_languages=tuple(caps.get("supported-languages", "en-us").split()),
        secondary_gpu_pt=caps.get("secondary-gpu-pt", "true") == "true",
        configurable_save_changes=(
            caps.get("configurable-save-changes-across-reboots", "true") == "true"
        ),
        seamless_traffic_default=caps.get("seamless-traffic-default", "false") == "true",
    )


def _assignments(text: str) -> dict[str, str]:
    """The `key=value` lines of a file; blanks and quotes around either are dropped."""
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {key.strip(): value.strip().strip("'\"") for key, _, value in pairs}


def _cpu_model(cpuinfo: str) -> str:
    for line in cpuinfo.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    return ""
