"""The device model agent of one domain: says what it can run, runs it, pushes power buttons.

dom0's serves anyone; a stub domain's serves its target only. Source: xenops facts 3.13.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from xenvm.ids import Domid
from xenvm.sim.knobs import Fault
from xenvm.sim.pace import Pace
from xenvm.units import pages_from_kib_down
from xenvm.xenstore.local import LocalHandle
from xenvm.xiu.hypervisor import Hypervisor

DM_NAME: Final = "qemu"

# Every device that any configuration can ask for, so that no start fails for want of one.
DEVICES: Final = (
    "xenmou",
    "xen_acpi_pm",
    "xen_pci_pt",
    "acpi",
    "serial",
    "audio",
    "net",
    "drive",
    "cdrom",
    "svga",
    "xengfx",
    "vgpu",
    "gfx",
)


class PowerButton(Protocol):
    """Who feels it."""

    def power_button(self) -> None:
        """It was pushed."""


class DeviceModelAgent:
    """One agent, by two watches: on what it is asked for, and on the buttons of its guests."""

    def __init__(
        self,
        domid: Domid,
        handle: LocalHandle,
        *,
        pace: Pace,
        hypervisor: Hypervisor,
        button_of: Callable[[Domid], PowerButton | None],
        target_domid: Domid | None = None,
    ) -> None:
        self._handle = handle
        self._pace = pace
        self._hypervisor = hypervisor
        self._button_of = button_of
        self._dms = f"/local/domain/{domid}/dm-agent/dms"
        self._options = f"/local/domain/{domid}/device-model"
        self._asked: set[tuple[str, str]] = set()
        self._publish(f"/local/domain/{domid}/dm-agent", target_domid)
        handle.watch(self._dms, self._dms_changed)
        handle.watch(self._options, self._options_changed)

    def _publish(self, root: str, target_domid: Domid | None) -> None:
        """Whom it serves first: that there are capabilities says that the agent is ready."""
        if target_domid is not None:
            self._handle.write(f"{root}/target", str(target_domid))
        for device in DEVICES:
            self._handle.mkdir(f"{root}/capabilities/{DM_NAME}/{device}")

    def _dms_changed(self, path: str) -> None:
        """dms/<domid>/<dmid>/infos/... asks for a device model, dms/<domid>/destroy for none."""
        parts = path[len(self._dms) + 1 :].split("/")
        if len(parts) < 2 or not parts[0].isdigit():
            return
        asked = (parts[0], parts[1])
        if asked in self._asked:
            return
        domid = Domid(int(parts[0]))
        if parts[1] == "destroy":
            self._pace.answer(domid, partial(self._drop, parts[0]))
        elif len(parts) > 2 and parts[2] == "infos":
            self._asked.add(asked)
            self._pace.answer(domid, partial(self._run, *asked))

    def _run(self, domid: str, dmid: str) -> None:
        """Start the device model; it populates what the builder left of the guest's target."""
        self._asked.discard((domid, dmid))
        request = f"{self._dms}/{domid}/{dmid}"
        faults = self._pace.knobs_of(Domid(int(domid))).faults
        if Fault.DEVICE_MODEL_SILENT in faults or not self._handle.exists(f"{request}/infos"):
            return
        if Fault.DEVICE_MODEL_FAILS in faults:
            self._handle.write(f"{request}/status", "error")
            return
        self._populate(Domid(int(domid)))
        self._handle.write(f"{request}/status", "running")

    def _populate(self, domid: Domid) -> None:
        """Video memory and the like, so that the guest owns its target before it boots."""
        text = self._handle.get(f"/local/domain/{domid}/memory/target")
        if text is not None and text.isdecimal() and self._hypervisor.domain_alive(domid):
            self._hypervisor.guest_set_pages(domid, pages_from_kib_down(int(text)))

    def _drop(self, domid: str) -> None:
        self._handle.rm(f"{self._dms}/{domid}")

    def _options_changed(self, path: str) -> None:
        if not path.endswith("/hvm-shutdown"):
            return
        parts = path[len(self._options) + 1 :].split("/")
        if len(parts) == 2 and parts[0].isdigit() and self._handle.exists(path):
            guest = self._button_of(Domid(int(parts[0])))
            if guest is not None:
                guest.power_button()
