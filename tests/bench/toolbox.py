"""The bench's instruments: the two C programs, built on the spot, and what /proc says of a process.

Knows D-Bus only as command lines; knows nothing of what is measured with it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NATIVE = Path(__file__).parent / "native"
COMPILER_FLAGS = ("-std=gnu11", "-O2", "-Wall", "-Wextra")
PEER_NAME = "org.openxt.bench.Peer"
# No single run of the bench is longer; a hanging service ends the bench, not the patience.
RUN_SECONDS_MAX = 300


class Missing(Exception):
    """Something the bench needs is not installed; the text says what, and the Debian package."""


class RunFailed(Exception):
    """A load run had errors or gave up; the text is its own."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run of the load generator saw."""

    calls: int
    seconds: float
    per_second: float
    p50_us: float
    p99_us: float
    max_us: float
    errors: int
    first_error: str
    reply_bytes: int
    signals: int


@dataclass(frozen=True, slots=True)
class Target:
    """Where calls go: a bus, a name on it, and the objects, by one path or a file of paths."""

    address: str
    name: str
    paths: Path | str = "/"

    def options(self) -> list[str]:
        return ["-p", str(self.paths)] if isinstance(self.paths, Path) else ["-o", self.paths]


@dataclass(frozen=True, slots=True)
class Call:
    """What is called: members take turns over all objects; arguments are TYPE:VALUE."""

    interface: str
    members: str
    arguments: tuple[str, ...] = ()


def get(interface: str, name: str) -> Call:
    """Properties.Get."""
    return Call("org.freedesktop.DBus.Properties", "Get", (f"s:{interface}", f"s:{name}"))


def get_all(interface: str) -> Call:
    """Properties.GetAll."""
    return Call("org.freedesktop.DBus.Properties", "GetAll", (f"s:{interface}",))


def set_text(interface: str, name: str, value: str) -> Call:
    """Properties.Set of a string."""
    arguments = (f"s:{interface}", f"s:{name}", f"vs:{value}")
    return Call("org.freedesktop.DBus.Properties", "Set", arguments)


def needed_programs(names: Iterable[tuple[str, str]]) -> None:
    """Raises Missing for the first (program, Debian package) that is not there."""
    for program, package in names:
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed (Debian: {package})")


def build(directory: Path) -> Tools:
    """The two C programs, compiled into `directory`. Raises Missing with what is not installed."""
    needed_programs([("gcc", "gcc"), ("pkg-config", "pkg-config"), ("busctl", "systemd")])
    found = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "libsystemd"], capture_output=True, text=True
    )
    if found.returncode:
        raise Missing("the headers of libsystemd are not installed (Debian: libsystemd-dev)")
    _compile(NATIVE / "load.c", directory / "load", [])
    _compile(NATIVE / "peer.c", directory / "peer", found.stdout.split())
    return Tools(directory / "load", directory / "peer")


def _compile(source: Path, program: Path, libraries: Sequence[str]) -> None:
    done = subprocess.run(
        ["gcc", *COMPILER_FLAGS, "-o", str(program), str(source), *libraries],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Missing(f"gcc cannot build {source.name} (Debian: libc6-dev):\n{done.stderr}")


@dataclass(frozen=True, slots=True)
class Tools:
    """The built programs."""

    load_program: Path
    peer_program: Path

    def load(
        self,
        target: Target,
        call: Call,
        *,
        calls: int,
        window: int = 1,
        warm_up: int = 0,
        rule: str | None = None,
        signals: int = 0,
    ) -> Sample:
        """Performs the calls and waits for that many signals of `rule`. Raises RunFailed."""
        options = ["-n", str(calls), "-w", str(window), "-W", str(warm_up)]
        options += ["-t", str(RUN_SECONDS_MAX)]
        if rule is not None:
            options += ["-m", rule, "-e", str(signals)]
        done = subprocess.run(self._command(target, call, options), capture_output=True, text=True)
        return _sample(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def probing(self, target: Target, call: Call, rest_us: int = 500) -> Iterator[list[Sample]]:
        """A lone caller beside the body; its Sample is in the list when the body is over."""
        options = ["-i", str(rest_us), "-n", "1000000"]
        samples: list[Sample] = []
        process = subprocess.Popen(
            self._command(target, call, options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield samples
        finally:
            process.terminate()
            out, said = process.communicate()
        samples.append(_sample(process.returncode, out, said))

    @contextmanager
    def peer(self, address: str, paths: Path) -> Iterator[int]:
        """The C service with objects on all `paths`; gives its process id."""
        process = subprocess.Popen(
            [str(self.peer_program), address, PEER_NAME, str(paths)], stdout=subprocess.PIPE
        )
        try:
            assert process.stdout is not None
            if process.stdout.readline() != b"ready\n":
                raise RunFailed("the C peer did not come up; its words are above")
            yield process.pid
        finally:
            process.kill()
            process.communicate()

    def _command(self, target: Target, call: Call, options: Sequence[str]) -> list[str]:
        return [
            str(self.load_program),
            *options,
            *target.options(),
            target.address,
            target.name,
            call.interface,
            call.members,
            *call.arguments,
        ]


def _sample(code: int, out: str, said: str) -> Sample:
    if not out.strip():
        raise RunFailed(said.strip() or f"the load generator ended with {code}")
    sample = Sample(**json.loads(out))
    if sample.errors:
        raise RunFailed(f"{sample.errors} of {sample.calls} calls failed: {sample.first_error}")
    return sample


def list_objects(target: Target, interface: str, member: str) -> list[str]:
    """The object paths that a method without arguments answers."""
    command = ["busctl", f"--address={target.address}", "--timeout=60", "--json=short", "call"]
    command += [target.name, "/", interface, member]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RunFailed(f"{member}: {done.stderr.strip()}")
    return list(json.loads(done.stdout)["data"][0])


def cpu_ns(pid: int) -> int:
    """Processor time of all threads of a process so far. Source: /proc/PID/task/*/schedstat."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks)


def resident_kib(pid: int) -> int:
    """Resident memory of a process. Source: VmRSS of /proc/PID/status."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RunFailed(f"process {pid} is gone")
