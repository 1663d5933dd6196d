"""The same seed and the same driver: the same signals, byte for byte, and the same uuids."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from rpcgen.runtime.bus import Client
from rpcgen.runtime.errors import DBusError
from rpcgen.runtime.message import Message
from tests.support.bus import soon
from xenmgr._generated.sim_client import SimProxy
from xenmgr._generated.xenmgr_client import XenmgrProxy
from xenmgr._generated.xenmgr_vm_client import VmProxy
from xenmgr.private_host import PrivateHost

ROOT = Path(__file__).resolve().parents[2]
LONG = os.environ.get("CHECK_LONG") == "1"
SEED = int(os.environ.get("CHECK_SEED", "1"))
STEPS = 2_000 if LONG else 100
CALLS = 600 if LONG else 60
NAME = "com.citrix.xenclient.xenmgr"
# Two processes whose sets and dictionaries of hashes differ in order.
HASH_SEEDS = ("1", "2")


def test_two_runs_in_process_tell_the_same() -> None:
    print(f"seed {SEED}")
    command = [sys.executable, "-m", "tests.sim.driver", f"{SEED}/same", str(STEPS)]
    first, second = (
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for hash_seed in HASH_SEEDS
    )
    assert first.splitlines() == second.splitlines()


class Listener(Client):
    """Keeps every signal of the bus as its bytes."""

    def __init__(self, unique_name: str, serial: int) -> None:
        super().__init__(unique_name, serial)
        self.told: list[tuple[str | None, str | None, str | None, str, bytes]] = []

    def _hear(self, message: Message) -> None:
        if message.path != "/org/freedesktop/DBus":
            self.told.append(
                (
                    message.path,
                    message.interface,
                    message.member,
                    message.signature,
                    message.body,
                )
            )
        super()._hear(message)


async def drive(address: str, rng: random.Random) -> list[object]:
    """Random calls, each awaited before the next; what was answered and told, in order."""
    client = await Listener.connect(address)
    assert isinstance(client, Listener)
    await client.bus_call("AddMatch", "s", match_of_all())
    root, sim = XenmgrProxy(client, NAME, "/"), SimProxy(client, NAME, "/sim")
    paths = [await root.create_vm_with_template_and_json("new-vm", '{"slot": "-1"}')]
    answers: list[object] = list(paths)
    for _ in range(CALLS):
        path = rng.choice(paths)
        vm = VmProxy(client, NAME, path)
        verb = rng.choice(("start", "reboot", "pause", "unpause", "destroy", "add_nic", "create"))
        try:
            if verb == "create":
                answers.append(await soon(root.create_vm_with_template("new-vm-linux")))
            else:
                await vm.set_name(f"name-{rng.randrange(99)}")
                answers.append(await soon(getattr(vm, verb)()))
        except DBusError as error:
            answers.append((error.name, error.text))
        answers.append(await soon(sim.advance(rng.choice((0, 1_000_000, 600_000_000)))))
    client.close()
    return [*answers, *client.told]


def match_of_all() -> bytes:
    rule = f"type='signal',sender='{NAME}'".encode()
    return len(rule).to_bytes(4, "little") + rule + b"\0"


def test_two_daemons_tell_the_same_on_a_virtual_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    print(f"seed {SEED}")
    runs = []
    for hash_seed in HASH_SEEDS:
        monkeypatch.setenv("PYTHONHASHSEED", hash_seed)
        with PrivateHost([f"--seed={SEED}", "--clock=virtual"]) as host:
            runs.append(asyncio.run(drive(host.address, random.Random(SEED))))
    assert runs[0] == runs[1]
    told = [each[2] for each in runs[0] if isinstance(each, tuple) and len(each) == 5]
    assert told.count("vm_state_changed") > 20
