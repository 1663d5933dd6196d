"""The networks of the host: which domain serves each, by its D-Bus object path.

Stands where a network daemon will; knows no NICs.
"""

from typing import Final

from xenvm.ids import DOM0, Domid

STOCK_NETWORKS: Final = ("/wired/0/bridged", "/wired/0/shared", "/internal")


class Networks:
    """A table of networks; the stock ones are served by dom0."""

    def __init__(self) -> None:
        self._backend_domids: dict[str, Domid] = dict.fromkeys(STOCK_NETWORKS, DOM0)

    def names(self) -> tuple[str, ...]:
        """The object paths of all networks, in order of addition."""
        return tuple(self._backend_domids)

    def backend_of(self, network: str) -> Domid | None:
        """The domain that serves the network; None when there is no such network."""
        return self._backend_domids.get(network)

    def serve(self, network: str, backend_domid: Domid) -> None:
        """Add a network, or let another domain serve it."""
        self._backend_domids[network] = backend_domid

    def remove(self, network: str) -> None:
        """Take a network away; harmless when it is not there."""
        self._backend_domids.pop(network, None)
