"""`python -m tests.bench.xenstore.on_loop DIRECTORY`: the store's sockets on the suite's loop."""

import asyncio
import signal
import sys
from pathlib import Path

from xenmgr.xenstore_sockets import XenstoreSockets, allow_many_descriptors
from xenvm.clock import RealClock, run
from xenvm.xenstore.store import Store


async def serve(clock: RealClock, directory: Path) -> None:
    """Serve until SIGTERM."""
    allow_many_descriptors()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    sockets = XenstoreSockets(Store(), clock, directory)
    print("ready", flush=True)
    await stopped.wait()
    sockets.close()


if __name__ == "__main__":
    clock = RealClock()
    run(clock, serve(clock, Path(sys.argv[1])))
