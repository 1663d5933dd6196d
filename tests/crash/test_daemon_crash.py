"""The daemon is killed at any moment under load, full disk or not: what it told is true for good.

Short by default; CHECK_LONG=1 for many rounds. CHECK_SEED repeats the calls; the moments of the
kills are the host's own.
"""

from __future__ import annotations

import asyncio
import copy
import json
import os
import random
import resource
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from rpcgen.runtime.errors import DBusError
from tests.crash.load import DB_NAME, NAME, Ear, Models, Operation, Worker, views
from tests.support.bus import soon
from xenmgr._generated.db_client import DbProxy
from xenmgr._generated.sim_client import SimProxy
from xenmgr.private_host import PrivateHost

LONG = os.environ.get("CHECK_LONG") == "1"
ROUNDS = 60 if LONG else 4
FULL_ROUNDS = 20 if LONG else 2
WORKERS = 6
ACKNOWLEDGEMENTS_MAX = 300
SEED = int(os.environ.get("CHECK_SEED", "1"))
KILL_LATER_MAX_S = 0.02
HALF_A_SECOND_AND_MORE_NS = 10**9
OPTIONS = ("--clock=virtual", f"--seed={SEED}", "--vms=0")


@pytest.fixture
def host(tmp_path: Path) -> Iterator[PrivateHost]:
    print(f"seed {SEED}")
    with PrivateHost(OPTIONS, state_dir=tmp_path / "state") as host:
        yield host


@pytest.fixture
def workers() -> list[Worker]:
    return [Worker(number, random.Random(f"{SEED}/{number}")) for number in range(WORKERS)]


async def work_until_killed(
    host: PrivateHost, workers: list[Worker], client: Ear, rng: random.Random
) -> None:
    """Lets all work at once; the daemon is killed some time after so many acknowledgements."""
    left = rng.randint(1, ACKNOWLEDGEMENTS_MAX)
    # Not from this loop: while it runs, the daemon mostly waits for it.
    killer = threading.Timer(rng.uniform(0, KILL_LATER_MAX_S), host.kill_daemon)

    def told() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            killer.start()

    for worker in workers:
        worker.connect(client)
    await soon(asyncio.gather(*(worker.work(told) for worker in workers)))
    killer.join()


async def settle(host: PrivateHost, workers: list[Worker], heard: Ear | None, client: Ear) -> None:
    """Compares what there is with what was told, and takes it as what is known from now on."""
    shown, paths = await soon(views(client))
    deleted_untold: set[str] = set()
    for worker in workers:
        mine = {tag: vm for tag, vm in shown.items() if tag.startswith(f"worker {worker.number} ")}
        before = {tag: vm.view() for tag, vm in worker.models.items()}
        after: Models = copy.deepcopy(worker.models)
        pending = worker.pending
        if pending is not None:
            pending.after(after, None)
        done = {tag: vm.view() for tag, vm in after.items()}
        what = "nothing" if pending is None else pending.what
        if pending is not None and heard is not None and pending.told_by(heard):
            assert mine == done, f"a signal told of what is lost: {what}"
        assert mine in (before, done), f"half done or lost, under way was {what}"
        if mine == done:
            deleted_untold |= {vm.path for tag, vm in worker.models.items() if tag not in after}
            worker.models = after
        worker.pending = None
        for tag, vm in worker.models.items():
            vm.path = paths[tag]
            vm.uuid = vm.path.rsplit("/", 1)[1].replace("_", "-")
    check_files(host, shown)
    if heard is not None:
        check_told(heard, set(paths.values()), deleted_untold)


def check_files(host: PrivateHost, shown: dict[str, dict[str, object]]) -> None:
    """The image of a disk that is there is there as well."""
    for tag, vm in shown.items():
        assert isinstance(vm["disks"], dict)
        for image, _, _ in vm["disks"].values():
            if image.startswith("/storage/disks/"):
                assert (host.state_dir / "root" / image[1:]).exists(), f"{tag} lost {image}"


def check_told(heard: Ear, paths: set[str], deleted_untold: set[str]) -> None:
    """A VM that was announced is there, one that was said to be gone is gone."""
    gone = {path for _, path in heard.of("vm_deleted")}
    for _, path in heard.of("vm_created"):
        assert path in paths | gone | deleted_untold, f"{path} was announced and is lost"
    assert not gone & paths, "a VM came back that was told to be gone"


def test_nothing_that_was_told_is_lost_when_the_daemon_is_killed(
    host: PrivateHost, workers: list[Worker]
) -> None:
    rng = random.Random(SEED)

    async def story() -> None:
        client = await Ear.listen(host.address)
        for _ in range(ROUNDS):
            await work_until_killed(host, workers, client, rng)
            host.start_daemon()
            fresh = await Ear.listen(host.address)
            await settle(host, workers, client, fresh)
            client.close()
            client = fresh
        client.close()

    asyncio.run(story())
    assert not [text for worker in workers for text in worker.refused]
    assert all(worker.acknowledged for worker in workers)


class FullDisk:
    """The daemon cannot write another byte to any file."""

    def __init__(self, host: PrivateHost) -> None:
        assert host.daemon is not None
        self._pid = host.daemon.pid

    def __enter__(self) -> None:
        hard = resource.prlimit(self._pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (0, hard))

    def __exit__(self, *_: object) -> None:
        hard = resource.prlimit(self._pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (hard, hard))


async def state_of(client: Ear) -> object:
    """Everything that a client can see of the configuration."""
    dump = await soon(DbProxy(client, DB_NAME, "/").dump("/"))
    return json.loads(dump), await soon(views(client))


async def refusal(call: Callable[[], Awaitable[object]]) -> str:
    with pytest.raises(DBusError) as caught:
        await soon(call())
    return caught.value.text


async def furnish(worker: Worker, client: Ear) -> None:
    """A VM with something of every kind."""
    worker.connect(client)
    makes = (worker.add_disk, worker.attach, worker.add_nic, worker.set_key, worker.set_domstore)
    create = worker.create()
    create.after(worker.models, await soon(create.call()))
    vm = list(worker.models.values())[-1]
    for make in makes:
        operation = make(vm)
        operation.after(worker.models, await soon(operation.call()))


def test_full_disk_refuses_each_change_and_leaves_everything_as_it_was(
    host: PrivateHost, workers: list[Worker]
) -> None:
    worker = workers[0]

    async def refuse(client: Ear, operation: Operation) -> None:
        before = await state_of(client)
        client.told.clear()
        with FullDisk(host):
            text = await refusal(operation.call)
            # What waits for half a second would be told by now.
            await SimProxy(client, NAME, "/sim").advance(HALF_A_SECOND_AND_MORE_NS)
        assert "\n" not in text, operation.what
        assert await state_of(client) == before, operation.what
        assert [member for _, member, _ in client.told] == [], operation.what
        shown, _ = await views(client)
        check_files(host, shown)

    async def story() -> None:
        client = await Ear.listen(host.address)
        for _ in range(FULL_ROUNDS):
            await furnish(worker, client)
            await SimProxy(client, NAME, "/sim").advance(HALF_A_SECOND_AND_MORE_NS)
            for operation in worker.every_kind():
                await refuse(client, operation)
            host.kill_daemon()
            host.start_daemon()
            await settle(host, workers, None, client)
            for operation in worker.every_kind():
                operation.after(worker.models, await soon(operation.call()))
            await settle(host, workers, None, client)
        client.close()

    asyncio.run(story())


def test_full_disk_refuses_a_whole_batch_of_calls(host: PrivateHost, workers: list[Worker]) -> None:
    """Calls that are under way together share a turn: none of them may be half done."""

    async def story() -> None:
        client = await Ear.listen(host.address)
        for worker in workers:
            await furnish(worker, client)
        await SimProxy(client, NAME, "/sim").advance(HALF_A_SECOND_AND_MORE_NS)
        for _ in range(FULL_ROUNDS * 5):
            before = await state_of(client)
            client.told.clear()
            calls = [worker.operation().call for worker in workers for _ in range(3)]
            with FullDisk(host):
                answers = await soon(asyncio.gather(*(c() for c in calls), return_exceptions=True))
                await SimProxy(client, NAME, "/sim").advance(HALF_A_SECOND_AND_MORE_NS)
            assert [answer for answer in answers if not isinstance(answer, DBusError)] == []
            assert await state_of(client) == before
            assert [member for _, member, _ in client.told] == []
            check_files(host, (await views(client))[0])
        client.close()

    asyncio.run(story())
