"""The host's xenstore on unix sockets, on the loop of the suite: for Xen's tools and for guests."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import resource
from pathlib import Path

from xenmgr.private_bus import SOCKET_PATH_BYTES_MAX
from xenvm.clock import Clock, RealClock
from xenvm.ids import DOMID_FIRST_RESERVED
from xenvm.xenstore.commands import with_control
from xenvm.xenstore.control import Control
from xenvm.xenstore.daemon.host import DaemonHost
from xenvm.xenstore.daemon.pollers import AsyncioPoller
from xenvm.xenstore.daemon.server import Server
from xenvm.xenstore.store import Store
from xenvm.xenstore.throttle import WriteLimit

# The longest name in the directory, of the highest domid there is.
LONGEST_NAME = f"dom{DOMID_FIRST_RESERVED - 1}.sock"

_log = logging.getLogger(__name__)


class XenstoreSockets:
    """`socket`, `socket_ro` and a `dom<domid>.sock` for each running domain, in one directory.

    A directory that cannot be used costs a warning: the host works without anybody looking in.
    """

    def __init__(self, store: Store, clock: Clock, directory: Path) -> None:
        """clock: the simulation's, for what is written to logs.

        Who connects lives outside the simulation: delays and limits are in real time, so that
        nobody waits for a virtual time that stands still, or misses one that leaps.
        """
        loop = asyncio.get_running_loop()
        real = RealClock()
        real.attach(loop)
        self._poller = AsyncioPoller(loop, real)
        self._host = DaemonHost(clock, store)
        self._server = Server(
            store,
            directory,
            self._poller,
            commands=with_control(Control(store, self._host)),
            trace=self._host.trace,
            limit=WriteLimit(real.now_ns),
        )
        self._host.server = self._server
        try:
            directory.mkdir(parents=True, exist_ok=True)
            if len(os.fsencode(directory / LONGEST_NAME)) > SOCKET_PATH_BYTES_MAX:
                raise OSError(errno.ENAMETOOLONG, "path too long for a unix socket")
            self._server.start()
        except OSError as error:
            self._server.close()
            reason = error.strerror or error
            _log.warning("no xenstore sockets directory=%s error=%s", directory, reason)

    def close(self) -> None:
        """Drops every client and takes the sockets away."""
        self._server.close()
        self._poller.close()
        self._host.close()


def allow_many_descriptors() -> None:
    """One socket listens for each running domain: as many as the system lets this process have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
