"""The host's xenstore on unix sockets, on the loop of the suite: for Xen's tools and for guests."""

from __future__ import annotations

import asyncio
import logging
import resource
from pathlib import Path

from xenvm.clock import Clock
from xenvm.xenstore.commands import with_control
from xenvm.xenstore.control import Control
from xenvm.xenstore.daemon.host import DaemonHost
from xenvm.xenstore.daemon.pollers import AsyncioPoller
from xenvm.xenstore.daemon.server import Server
from xenvm.xenstore.store import Store
from xenvm.xenstore.throttle import WriteLimit

_log = logging.getLogger(__name__)


class XenstoreSockets:
    """`socket`, `socket_ro` and a `dom<domid>.sock` for each running domain, in one directory.

    A directory that cannot be used costs a warning: the host works without anybody looking in.
    """

    def __init__(self, store: Store, clock: Clock, directory: Path) -> None:
        self._host = DaemonHost(clock, store)
        self._server = Server(
            store,
            directory,
            AsyncioPoller(asyncio.get_running_loop(), clock),
            commands=with_control(Control(store, self._host)),
            trace=self._host.trace,
            limit=WriteLimit(clock.now_ns),
        )
        self._host.server = self._server
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._server.start()
        except OSError as error:
            self._server.close()
            _log.warning("no xenstore sockets directory=%s error=%s", directory, error)

    def close(self) -> None:
        """Drops every client and takes the sockets away."""
        self._server.close()
        self._host.close()


def allow_many_descriptors() -> None:
    """One socket listens for each running domain: as many as the system lets this process have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
