"""Tests that are stories on a whole host, and what a host must not keep of what ran on it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.support.host import SimHost, on_host
from tests.support.xiu import pages_in_the_books
from xenmgr.notify import CONFIG_CHANGED_DELAY_NS
from xenmgr.vm import Vm
from xenvm.ids import DOM0, Domid
from xenvm.xenstore.local import LocalHandle

# Directories that come with the first VM and stay.
_LASTING = frozenset(
    {
        "/vm",
        "/vss",
        "/xapi",
        "/xenmgr",
        "/xenmgr/vms",
        "/local/domain/0/device-model",
        "/local/domain/0/backend",
        "/local/domain/0/dm-agent/dms",
    }
)


def host_story(story: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test out of `async def test_...(sim, ...)`: runs on a fresh host in virtual time.

    At its end the books of the hypervisor must be right. Further parameters are pytest's.
    """

    @functools.wraps(story)
    def test(*, tmp_path: Path, **arguments: object) -> None:
        async def told(sim: SimHost) -> None:
            # What the making of the host has deferred comes before the story.
            await sim.pass_time(0)
            await story(sim, **arguments)
            hypervisor = sim.assembly.hypervisor
            assert pages_in_the_books(hypervisor) == hypervisor.physinfo().total_pages

        on_host(tmp_path, told)

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in list(inspect.signature(story).parameters.values())[1:]
    ]
    path = inspect.Parameter("tmp_path", inspect.Parameter.KEYWORD_ONLY)
    test.__signature__ = inspect.Signature([path, *parameters])
    del test.__wrapped__
    return test


def nodes(store: LocalHandle, path: str = "/") -> dict[str, str]:
    """Every node at and below a path with its value."""
    found = {path: store.read(path)} if store.exists(path) else {}
    for name in store.children(path):
        found |= nodes(store, f"{path.rstrip('/')}/{name}")
    return found


class Residue:
    """What a host holds when nothing runs: taken before, compared after."""

    def __init__(self, sim: SimHost) -> None:
        self._sim = sim
        self._before = self._take()

    def assert_nothing_leaked(self) -> None:
        """No domain, node, watch, tapdisk, promise or page is left of what ran meanwhile."""
        assert self._take() == self._before
        assert list(self._sim.host.toolstack.live_acts()) == []

    def _take(self) -> dict[str, object]:
        host = self._sim.host
        toolstack = host.toolstack
        infos = self._sim.assembly.hypervisor.domain_getinfolist(DOM0, 100_000)
        return {
            "domains": [info.domid for info in infos],
            "nodes": {
                path: value for path, value in nodes(host.xenstore).items() if not _lasts(path)
            },
            "free_kib": toolstack.free_memory_kib,
            "reserved_kib": toolstack.host.ledger.reserved_kib,
            "taps": len(toolstack.host.taps),
            "watches": len(host.xenstore._refs),
            "awaited deaths": toolstack.host.xal.watched(),
        }


def _lasts(path: str) -> bool:
    parent, _, name = path.rpartition("/")
    backend_kind = parent == "/local/domain/0/backend" and not name.isdigit()
    # The states of VMs that ran once stay until the VM is deleted.
    state = path.startswith("/state") or parent == "/vm" or path.endswith("/state")
    return path in _LASTING or backend_kind or (state and not path.startswith("/local"))


def seen_by(sim: SimHost, domid: int) -> LocalHandle:
    """The store as a domain has it."""
    return LocalHandle(sim.world._store, Domid(domid), defer=sim.clock.call_soon)


def put(vm: Vm, **keys: str) -> None:
    """Writes keys of a VM's configuration; `__` stands for `/` and `_` for `-`."""
    for name, text in keys.items():
        vm.put(name.replace("__", "/").replace("_", "-"), text)


async def settled(sim: SimHost) -> None:
    """Until every vm_config_changed that waits has been sent."""
    await sim.pass_time(2 * CONFIG_CHANGED_DELAY_NS)
