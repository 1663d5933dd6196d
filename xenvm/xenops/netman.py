"""Which domain serves a network: the question that the toolstack asks a network daemon."""

from typing import Protocol

from xenvm.errors import NetworkUnknown
from xenvm.ids import Domid
from xenvm.vmconfig import NicConfig


class NetworkDirectory(Protocol):
    """The networks that exist; a network is named by its D-Bus object path."""

    def backend_of(self, network: str) -> Domid | None:
        """The domain whose backend serves the network; None when nobody offers it."""


def backend_of_nic(networks: NetworkDirectory, nic: NicConfig) -> Domid:
    """Who serves a NIC: its own choice, else its network's. Raises NetworkUnknown."""
    if nic.backend_domid is not None:
        return nic.backend_domid
    backend_domid = networks.backend_of(nic.network)
    if backend_domid is None:
        raise NetworkUnknown(nic.network)
    return backend_domid
