"""A client of a private bus that says what it calls, and one that is a bare socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

from rpcgen.runtime.bus import Client
from rpcgen.runtime.codec import Variant, decode, encode
from rpcgen.runtime.errors import DBusError
from rpcgen.runtime.message import HEAD_BYTES, Message, length_of, parse
from tests.support.bus import DEADLINE_S, soon
from tests.support.programs import PROPERTIES, XENMGR
from tests.support.wire import message

BUS = "org.freedesktop.DBus"


class Remote:
    """Calls on one service; each waits no longer than a test may."""

    def __init__(self, client: Client, service: str = XENMGR) -> None:
        self.client = client
        self.service = service

    @classmethod
    async def connect(cls, address: str, service: str = XENMGR) -> Remote:
        return cls(await soon(Client.connect(address)), service)

    async def call(
        self, path: str, interface: str, member: str, signature: str = "", *values: object
    ) -> Any:
        """The reply's arguments: None, the one, or a tuple of more. Raises DBusError."""
        given, body = await soon(
            self.client.call(
                self.service, path, interface, member, signature, encode(signature, values)
            )
        )
        answer = decode(given, body)
        return answer[0] if len(answer) == 1 else answer or None

    async def error(
        self, path: str, interface: str, member: str, signature: str = "", *values: object
    ) -> tuple[str, str]:
        """Short name and text of the error that the call has to bring."""
        try:
            answer = await self.call(path, interface, member, signature, *values)
        except DBusError as error:
            return error.name.removeprefix("org.freedesktop.DBus.Error."), error.text
        raise AssertionError(f"{interface}.{member} answered {answer}")

    async def get(self, path: str, interface: str, name: str) -> Any:
        return (await self.call(path, PROPERTIES, "Get", "ss", interface, name)).value

    async def get_all(self, path: str, interface: str) -> dict[str, Variant]:
        values: dict[str, Variant] = await self.call(path, PROPERTIES, "GetAll", "s", interface)
        return values

    async def set(self, path: str, interface: str, name: str, value: Variant) -> None:
        await self.call(path, PROPERTIES, "Set", "ssv", interface, name, value)

    async def set_error(
        self, path: str, interface: str, name: str, value: Variant
    ) -> tuple[str, str]:
        return await self.error(path, PROPERTIES, "Set", "ssv", interface, name, value)

    async def listen(self, path: str, interface: str, member: str) -> list[tuple[Any, ...]]:
        """A list that each such signal's arguments are appended to."""
        heard: list[tuple[Any, ...]] = []

        def hear(signature: str, body: bytes) -> None:
            heard.append(decode(signature, body))

        await soon(self.client.subscribe(self.service, path, interface, member, hear))
        return heard

    def close(self) -> None:
        self.client.close()


class RawSocket:
    """A connection that is authenticated, has said Hello, and then does what the test writes."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(DEADLINE_S)
        self.socket.connect(address.partition("path=")[2].partition(",")[0])
        identity = str(os.getuid()).encode().hex()
        self.socket.sendall(b"\0AUTH EXTERNAL " + identity.encode() + b"\r\n")
        assert self.socket.recv(4096).startswith(b"OK")
        self.socket.sendall(b"BEGIN\r\n")
        self._serial = 0
        self._data = b""
        self.call(BUS, "/org/freedesktop/DBus", BUS, "Hello")

    def __enter__(self) -> RawSocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(
        self,
        destination: str,
        path: str,
        interface: str | None,
        member: str,
        signature: str = "",
        *values: object,
        little: bool = True,
        flags: int = 0,
        body: bytes | None = None,
        more_fields: dict[int, Variant] | None = None,
    ) -> int:
        """Sends a call; its serial."""
        self._serial += 1
        self.socket.sendall(
            call_bytes(
                self._serial,
                destination,
                path,
                interface,
                member,
                encode(signature, values, little) if body is None else body,
                signature,
                little=little,
                flags=flags,
                more_fields=more_fields,
            )
        )
        return self._serial

    def call(
        self,
        destination: str,
        path: str,
        interface: str | None,
        member: str,
        *more: Any,
        **how: Any,
    ) -> Message:
        """The reply, signals before it skipped."""
        serial = self.send(destination, path, interface, member, *more, **how)
        return self.next(lambda each: each.reply_serial == serial)

    def next(self, wanted: Callable[[Message], bool]) -> Message:
        """The next message that is wanted; others are skipped."""
        while True:
            received = self.receive()
            if wanted(received):
                return received

    def receive(self) -> Message:
        while len(self._data) < HEAD_BYTES or len(self._data) < length_of(self._data, 0):
            data = self.socket.recv(65536)
            assert data, "the bus closed the connection"
            self._data += data
        length = length_of(self._data, 0)
        taken, self._data = self._data[:length], self._data[length:]
        return parse(taken)


def call_bytes(
    serial: int,
    destination: str,
    path: str,
    interface: str | None,
    member: str,
    body: bytes,
    signature: str,
    *,
    little: bool = True,
    flags: int = 0,
    more_fields: dict[int, Variant] | None = None,
) -> bytes:
    """A method call as a client sends it."""
    fields = {1: Variant("o", path), 3: Variant("s", member), 6: Variant("s", destination)}
    if interface is not None:
        fields[2] = Variant("s", interface)
    if signature:
        fields[8] = Variant("g", signature)
    return message(1, serial, {**fields, **(more_fields or {})}, body, flags=flags, little=little)
