"""What the property rows see of a VM, a disk, a NIC and the host; the model satisfies these.

A target is told what to store and what happened, never how to tell clients. Keys of a VM are
relative to /vm/<uuid>/, keys of a disk or NIC to their own node, keys of the host are absolute.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from xenmgr.properties.facts import HostFacts
from xenmgr.vm_summary import VmSummary


class Keyed(Protocol):
    """Something with text leaves in the configuration database."""

    def get(self, key: str) -> str | None:
        """The text of a leaf; None when it is absent or an inner node."""

    def put(self, key: str, text: str) -> bool:
        """Writes when missing or different, and announces that; whether it wrote."""

    def remove(self, key: str) -> bool:
        """Takes the key and all below it away; whether it was there.

        A disk or NIC announces that as put does, a VM without vm_config_changed.
        """

    def db_path(self, key: str) -> str:
        """The absolute database path of a key, for the texts of faults."""


class VmTarget(Keyed, Protocol):
    """A configured VM and the domain that it may have."""

    @property
    def uuid(self) -> str: ...

    @property
    def path(self) -> str:
        """The object path."""

    @property
    def host(self) -> HostTarget: ...

    @property
    def summary(self) -> VmSummary:
        """What its index columns say at this moment; costs no parsing."""

    def children(self, key: str) -> list[str]:
        """The names below an inner node, in order; [] for anything else."""

    def put_raw(self, key: str, text: str) -> None:
        """Writes whatever was there before, without vm_config_changed."""

    @property
    def domid(self) -> int:
        """-1 without a domain."""

    @property
    def stub_domid(self) -> int:
        """-1 without a stub domain."""

    def public_state(self) -> str:
        """The state as clients are told it; never `locked`."""

    def acpi_state(self) -> int:
        """0 working, 3 asleep, 4 hibernated, 5 off."""

    def memory_target_mib(self) -> int:
        """0 when not running."""

    def dependencies(self) -> Sequence[VmTarget]:
        """The VMs behind its NICs, deepest first. Raises Failed on a cycle."""

    def name_changed(self) -> None:
        """vm_name_changed now."""

    def transfer_changed(self) -> None:
        """vm_transfer_changed now."""

    def switcher_changed(self) -> None:
        """Name, picture or visibility were set; a running VM's nodes below /xenmgr/vms follow."""

    def insert_cd(self, path: str) -> None:
        """The image at hdc was exchanged; a running VM sees it at once."""

    def nic_network_changed(self, nic_id: int) -> None:
        """A NIC was given another network; a running VM's card moves at once."""


class DiskTarget(Keyed, Protocol):
    """One disk. Everything raises XenmgrError 206 once it is deleted."""

    @property
    def vm(self) -> VmTarget: ...

    @property
    def id(self) -> int: ...


class NicTarget(Keyed, Protocol):
    """One NIC. Everything raises XenmgrError 222 once it is deleted."""

    @property
    def vm(self) -> VmTarget: ...

    @property
    def id(self) -> int: ...


class HostFiles(Protocol):
    """The file system of the simulated host; paths are the host's own."""

    def exists(self, path: str) -> bool: ...

    def is_file(self, path: str) -> bool: ...

    def read_text(self, path: str) -> str | None:
        """None when there is no such file."""

    def write_text(self, path: str, text: str) -> None:
        """Makes missing directories too."""

    def remove(self, path: str) -> None:
        """A file that is not there is fine."""

    def size_bytes(self, path: str) -> int | None:
        """None when there is no such file."""

    def read_at(self, path: str, offset: int, count: int) -> bytes:
        """At most `count` bytes; fewer at the end, none when there is no such file."""

    def space_mib(self, path: str) -> tuple[int, int]:
        """Size and free space of the file system that `path` is on."""


class Xenstore(Protocol):
    """What the rows need of an in-process xenstore handle."""

    def get(self, path: str) -> str | None: ...

    def write(self, path: str, value: str) -> None: ...


class HostTarget(Keyed, Protocol):
    """The host, its settings and all its VMs; the objects / and /host."""

    @property
    def files(self) -> HostFiles: ...

    @property
    def facts(self) -> HostFacts: ...

    @property
    def xenstore(self) -> Xenstore: ...

    def children(self, key: str) -> list[str]: ...

    @property
    def cpu_count(self) -> int: ...

    def total_memory_mib(self) -> int: ...

    def free_memory_mib(self) -> int: ...

    def autostart_pending(self) -> Collection[str]:
        """The uuids of the VMs that wait for their start with the host."""

    def running_vms(self) -> Iterable[VmTarget]:
        """Those that have a domain."""

    def vms_in_slot(self, slot: int) -> Sequence[VmTarget]:
        """The VMs of type svm at a key of the switcher, 1 to 9."""

    def vms_with_native_experience(self) -> Sequence[VmTarget]: ...

    def config_changed(self) -> None:
        """The signal of that name."""

    def language_changed(self) -> None:
        """The signal of that name."""

    def properties_changed(self, path: str, interface: str, names: Iterable[str]) -> None:
        """Announces properties that are not kept in the database."""

    def ui_ready(self) -> None:
        """The UI came up for the first time; the graphics-fallback VM may take the screen."""
