"""What one VM is to be started with: frozen values, units last in every name.

Knows neither the configuration database that they come from nor what becomes of them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xenvm.ids import DOM0, Devid, Domid, VmUuid

DEFAULT_FIRMWARE: Final = "/usr/lib/xen/boot/hvmloader"
DEFAULT_DEVICE_MODEL: Final = "/opt/xensource/libexec/qemu-dm-wrapper"
DEFAULT_STUBDOM_KERNEL: Final = "/usr/lib/xen/boot/stubdomain-bzImage"
DEFAULT_STUBDOM_INITRD: Final = "/usr/lib/xen/boot/stubdomain-initramfs"
DEFAULT_STUBDOM_CMDLINE: Final = "init=/init xen_blkfront.max=8"
DEFAULT_STUBDOM_MEMORY_MIB: Final = 128
DEFAULT_STUBDOM_LABEL: Final = "system_u:system_r:stubdom_t"
DEFAULT_DEVICE_MODEL_TIMEOUT_S: Final = 30

# xl's words for the HVM parameter TIMER_MODE.
TIMER_MODES: Final = {
    "delay_for_missed_ticks": 0,
    "no_delay_for_missed_ticks": 1,
    "no_missed_ticks_pending": 2,
    "one_missed_tick_pending": 3,
}


class VirtType(StrEnum):
    """How the guest is virtualised; pvh is built like pv, in a container like hvm."""

    HVM = "hvm"
    PVH = "pvh"
    PV = "pv"


class DiskType(StrEnum):
    """What a disk's path names on the backend's side."""

    PHY = "phy"
    FILE = "file"
    VHD = "vhd"
    AIO = "aio"
    QCOW = "qcow"


class DiskMode(StrEnum):
    """Whether the guest may write."""

    READ = "r"
    WRITE = "w"


class DeviceType(StrEnum):
    """What the guest takes a disk for."""

    DISK = "disk"
    CDROM = "cdrom"


@dataclass(frozen=True, slots=True)
class DiskConfig:
    """One disk; `device` is the guest's name for it (hda, hdc, xvda1, sdb2)."""

    device: str
    path: str
    disk_type: DiskType = DiskType.VHD
    mode: DiskMode = DiskMode.WRITE
    device_type: DeviceType = DeviceType.DISK
    backend_domid: Domid = DOM0


@dataclass(frozen=True, slots=True)
class NicConfig:
    """One NIC; without a backend_domid the network's own backend serves it.

    `network` is the D-Bus object path of the network, `mac` six pairs of hex digits.
    """

    devid: Devid
    network: str
    mac: str
    model: str | None = None
    wireless: bool = False
    backend_domid: Domid | None = None


@dataclass(frozen=True, slots=True)
class StubdomConfig:
    """The second domain that runs the device model of an HVM guest."""

    memory_mib: int = DEFAULT_STUBDOM_MEMORY_MIB
    kernel: str = DEFAULT_STUBDOM_KERNEL
    initrd: str | None = DEFAULT_STUBDOM_INITRD
    cmdline: str = DEFAULT_STUBDOM_CMDLINE
    flask_label: str = DEFAULT_STUBDOM_LABEL


@dataclass(frozen=True, slots=True)
class VmConfig:
    """Everything that one start of a VM depends on.

    serial: "" means pty, "none" no serial line. extra_hvm: device model options `k` or `k=v`.
    platform: entries after the computed ones of `dom/platform`. dm_path "": no device model.
    memory_static_max_mib None means memory_mib.
    """

    uuid: VmUuid
    memory_mib: int
    virt_type: VirtType = VirtType.PV
    name: str = ""
    memory_static_max_mib: int | None = None
    vcpus: int = 1
    cores_per_socket: int | None = None
    kernel: str = ""
    initrd: str | None = None
    cmdline: str = ""
    flask_label: str = ""
    hap: bool = True
    pae: bool = False
    apic: bool = False
    acpi: bool = False
    nx: bool = False
    viridian: bool = False
    nested: bool = False
    smbios_pt: bool = False
    smbios_oem_types_pt: str = ""
    acpi_pt: bool = False
    xci_cpuid_signature: bool = False
    timer_mode: int | None = None
    hpet: bool | None = None
    vpt_align: int | None = None
    platform: tuple[tuple[str, str], ...] = ()
    bios: str = "seabios"
    boot: str = "cd"
    time_offset_s: int = 0
    videoram_mib: int = 0
    serial: str = ""
    sound: str = ""
    vkbd: bool = False
    vfb: bool = False
    power_management: int = 2
    oem_features: int = 0
    extra_hvm: tuple[str, ...] = ()
    disks: tuple[DiskConfig, ...] = ()
    nics: tuple[NicConfig, ...] = ()
    stubdom: StubdomConfig | None = None
    dm_path: str = DEFAULT_DEVICE_MODEL
    dm_timeout_s: int = DEFAULT_DEVICE_MODEL_TIMEOUT_S
    waits_for_argo_firewall: bool = False

    @property
    def hvm(self) -> bool:
        """Whether firmware and a device model stand in for a PC."""
        return self.virt_type is VirtType.HVM

    @property
    def static_max_mib(self) -> int:
        """The most memory that the guest may ever balloon up to."""
        if self.memory_static_max_mib is None:
            return self.memory_mib
        return max(self.memory_static_max_mib, self.memory_mib)

    @property
    def has_device_model(self) -> bool:
        """Whether a device model agent must serve the guest."""
        return self.hvm and self.dm_path != ""

    @property
    def has_stubdom(self) -> bool:
        """Whether the device model runs in a stub domain."""
        return self.has_device_model and self.stubdom is not None

    def has_extra(self, name: str) -> bool:
        """Whether extra_hvm names this option, with or without a value."""
        return any(item.partition("=")[0] == name for item in self.extra_hvm)
