"""The real D-Bus programs on a private bus, and monitors whose output is waited for, not slept on.

from tests.support.programs import Programs, BusctlMonitor, GdbusMonitor, DbusMonitor
"""

from __future__ import annotations

import ast
import json
import os
import re
import select
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

DEADLINE_S = 20.0
"""Real seconds after which a test that waits for the outside world has failed."""

XENMGR = "com.citrix.xenclient.xenmgr"
DB = "com.citrix.xenclient.db"
VM = f"{XENMGR}.vm"
UNRESTRICTED = f"{VM}.unrestricted"
DISK = "com.citrix.xenclient.vmdisk"
NIC = "com.citrix.xenclient.vmnic"
PROPERTIES = "org.freedesktop.DBus.Properties"
ERROR = "org.freedesktop.DBus.Error."


@dataclass(frozen=True, slots=True)
class Heard:
    """One signal."""

    path: str
    interface: str
    member: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program said and how it ended."""

    code: int
    out: str
    err: str


class Programs:
    """busctl, dbus-send and gdbus in one environment; each call is one process."""

    def __init__(self, environment: Mapping[str, str], service: str = XENMGR) -> None:
        self.environment = {**environment, "LC_ALL": "C"}
        self.service = service

    def run(self, *command: str, stdin: str = "") -> Outcome:
        done = subprocess.run(
            command,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def busctl(self, *arguments: str) -> Outcome:
        return self.run("busctl", "--json=short", *arguments)

    def dbus_send(self, path: str, member: str, *arguments: str) -> Outcome:
        return self.run(
            "dbus-send",
            "--system",
            "--print-reply",
            f"--dest={self.service}",
            path,
            member,
            *arguments,
        )

    def gdbus_call(self, path: str, member: str, *arguments: str) -> Outcome:
        return self.run(
            "gdbus",
            "call",
            "--system",
            f"--dest={self.service}",
            f"--object-path={path}",
            f"--method={member}",
            "--",
            *arguments,
        )

    # Calls that have to succeed, through busctl

    def call(self, path: str, interface: str, member: str, *arguments: str) -> Any:
        """The reply's values as JSON has them: None, the one, or a list of more."""
        done = self.busctl("call", "--", self.service, path, interface, member, *arguments)
        assert done.code == 0, f"{interface}.{member} at {path}: {done.err}"
        if not done.out.strip():
            return None
        values = json.loads(done.out)["data"]
        return values[0] if len(values) == 1 else values

    def get(self, path: str, interface: str, name: str) -> Any:
        done = self.busctl("get-property", self.service, path, interface, name)
        assert done.code == 0, f"{interface}.{name} at {path}: {done.err}"
        return json.loads(done.out)["data"]

    def set(self, path: str, interface: str, name: str, signature: str, value: str) -> None:
        done = self.busctl(
            "set-property", "--", self.service, path, interface, name, signature, value
        )
        assert done.code == 0, f"{interface}.{name} at {path}: {done.err}"

    def get_all(self, path: str, interface: str) -> dict[str, tuple[str, Any]]:
        """name -> (signature, value), in the order of the answer."""
        values = self.call(path, PROPERTIES, "GetAll", "s", interface)
        return {name: (each["type"], each["data"]) for name, each in values.items()}

    def introspect(self, path: str) -> str:
        text = self.call(path, "org.freedesktop.DBus.Introspectable", "Introspect")
        assert isinstance(text, str)
        return text

    # What most stories begin with

    def new_vm(self, template: str = "new-vm", *, name: str = "") -> str:
        """A VM that can start: a disk with an image, a NIC; no slot, so that many may be made."""
        given = json.dumps({"slot": "-1", "name": name})
        path = self.call("/", XENMGR, "create_vm_with_template_and_json", "ss", template, given)
        disk = self.call(path, VM, "add_disk")
        self.call(disk, DISK, "attach_vhd", "s", self.call("/", XENMGR, "create_vhd", "i", "64"))
        self.call(path, VM, "add_nic")
        return str(path)

    def advance(self, time_s: float) -> None:
        """Moves the virtual clock."""
        self.call("/sim", "org.openxt.sim", "advance", "t", str(int(time_s * 1e9)))


def uuid_of(path: str) -> str:
    """The uuid in a VM's object path."""
    return path.removeprefix("/vm/").replace("_", "-")


class Monitor:
    """A program that prints what it hears, until the block ends; it listens when `ready` came."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], ready: str = ""
    ) -> None:
        self._command, self._environment, self._ready = command, environment, ready
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self.lines: list[str] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            env={**self._environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.wait_for(lambda: any(self._ready in line for line in self.lines))
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.communicate()

    def wait_for(self, enough: Callable[[], bool]) -> None:
        """Reads until it is enough. Fails at the deadline, and at the program's end."""
        assert self._process is not None
        assert self._process.stdout is not None
        end = time.monotonic() + DEADLINE_S
        while not enough():
            left = end - time.monotonic()
            readable, _, _ = select.select([self._process.stdout], [], [], max(left, 0))
            assert readable, f"{self._command[0]} did not hear enough: {self.lines[-20:]}"
            data = os.read(self._process.stdout.fileno(), 65536)
            assert data, f"{self._command[0]} ended: {self.lines[-20:]}"
            *whole, self._rest = (self._rest + data).split(b"\n")
            self.lines += [line.decode() for line in whole]

    def signals(self) -> list[Heard]:
        """What was heard so far of the service's signals, in order."""
        return []

    def wait_for_signal(
        self, member: str, *values: object, path: str | None = None, count: int = 1
    ) -> list[Heard]:
        """All signals so far, as soon as so many of that name, path and first values have come."""

        def heard() -> bool:
            fitting = [
                each
                for each in self.signals()
                if each.member == member
                and each.values[: len(values)] == values
                and path in (None, each.path)
            ]
            return len(fitting) >= count

        self.wait_for(heard)
        return self.signals()


class BusctlMonitor(Monitor):
    """`busctl --json=short monitor`."""

    def __init__(self, programs: Programs) -> None:
        match = f"--match=type='signal',sender='{programs.service}'"
        super().__init__(
            ["busctl", "--json=short", "monitor", match],
            programs.environment,
            "Monitoring bus message stream",
        )

    def signals(self) -> list[Heard]:
        messages = [json.loads(line) for line in self.lines if line.startswith("{")]
        return [
            Heard(each["path"], each["interface"], each["member"], tuple(each["payload"]["data"]))
            for each in messages
        ]


class GdbusMonitor(Monitor):
    """`gdbus monitor` of one object."""

    def __init__(self, programs: Programs, path: str = "/") -> None:
        super().__init__(
            [
                "gdbus",
                "monitor",
                "--system",
                f"--dest={programs.service}",
                f"--object-path={path}",
            ],
            programs.environment,
            "is owned by",
        )

    def signals(self) -> list[Heard]:
        heard = []
        for line in self.lines:
            match = re.fullmatch(r"(/\S*): (\S+)\.(\w+) (\(.*\))", line)
            if match:
                values = re.sub(r"\bobjectpath |\bu?int\d+ |@\S+ |[<>]", "", match[4])
                values = re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", values))
                heard.append(Heard(match[1], match[2], match[3], ast.literal_eval(values)))
        return heard


class DbusMonitor(Monitor):
    """`dbus-monitor`: signals whose arguments are all plain values; others are left out."""

    def __init__(self, programs: Programs) -> None:
        super().__init__(
            ["dbus-monitor", "--system", f"type='signal',sender='{programs.service}'"],
            programs.environment,
            "member=NameLost",
        )

    def signals(self) -> list[Heard]:
        heard: list[Heard] = []
        for line in self.lines:
            head = re.match(r"signal .* path=(\S+); interface=(\S+); member=(\w+)", line)
            if head:
                heard.append(Heard(head[1], head[2], head[3], ()))
                continue
            value = re.fullmatch(r'   (?:(?:string|object path) "(.*)"|int32 (-?\d+))', line)
            if value and heard:
                given = value[1] if value[2] is None else int(value[2])
                last = heard[-1]
                heard[-1] = Heard(last.path, last.interface, last.member, (*last.values, given))
        return heard
