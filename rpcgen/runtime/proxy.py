"""Base of generated client proxies: typed calls on one remote object, without introspection.

Knows the client only as a `Caller`; the generated class brings the signatures and codecs.
"""

from collections.abc import Callable
from typing import Protocol

from rpcgen.runtime.codec import (
    DecodeError,
    Value,
    Variant,
    decode,
    decoder,
    encode,
    encode_at,
)
from rpcgen.runtime.errors import INVALID_SIGNATURE, DBusError

PROPERTIES = "org.freedesktop.DBus.Properties"


class Subscription(Protocol):
    """One signal subscription."""

    async def cancel(self) -> None:
        """Ends it; no callback runs afterwards."""


class Caller(Protocol):
    """The client side of a bus connection, as proxies see it (rpcgen.runtime.bus.Client)."""

    async def call(
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str,
        body: bytes,
        *,
        no_reply: bool = False,
    ) -> tuple[str, bytes]:
        """Signature and little-endian body of the reply. Raises DBusError.

        no_reply: none is asked or waited for; ("", b"") says that the call was handed over."""

    async def subscribe(
        self,
        sender: str,
        path: str,
        interface: str,
        member: str,
        callback: Callable[[str, bytes], None],
    ) -> Subscription:
        """Calls callback(signature, little-endian body) for each such signal from now on."""


class Proxy:
    """One remote object at `path` of the bus name `destination`.

    Helpers carry the prefix `_rpc_`, which no IDL member can have, so that no name clashes.
    """

    __slots__ = ("_rpc_client", "_rpc_destination", "_rpc_path")

    def __init__(self, client: Caller, destination: str, path: str) -> None:
        self._rpc_client = client
        self._rpc_destination = destination
        self._rpc_path = path

    async def _rpc_call(
        self,
        interface: str,
        member: str,
        signature: str,
        body: bytes,
        reply_signature: str,
        *,
        no_reply: bool = False,
    ) -> bytes:
        """Body of the reply. Raises DBusError, also when the reply has another signature."""
        given, reply = await self._rpc_client.call(
            self._rpc_destination,
            self._rpc_path,
            interface,
            member,
            signature,
            body,
            no_reply=no_reply,
        )
        if given != reply_signature:
            raise DBusError(
                INVALID_SIGNATURE,
                f"{interface}.{member} answered {given!r}, not {reply_signature!r}",
            )
        return reply

    async def _rpc_get(self, interface: str, name: str, signature: str) -> Value:
        """Value of one property, of the type that the IDL gives it. Raises DBusError."""
        body = encode("ss", (interface, name))
        reply = await self._rpc_call(PROPERTIES, "Get", "ss", body, "v")
        (variant,) = _decoded("v", reply, f"{interface}.{name}")
        if variant.signature != signature:
            raise DBusError(
                INVALID_SIGNATURE,
                f"property {interface}.{name} is {variant.signature!r}, not {signature!r}",
            )
        return variant.value

    async def _rpc_set(self, interface: str, name: str, signature: str, value: Value) -> None:
        """Raises DBusError, or EncodeError when the value is not of that type."""
        head = encode("ssg", (interface, name, signature))
        body = head + encode_at(signature, value, len(head))
        await self._rpc_call(PROPERTIES, "Set", "ssv", body, "")

    async def _rpc_get_all(self, interface: str) -> dict[str, Value]:
        """Every readable property by its wire name. Raises DBusError."""
        reply = await self._rpc_call(PROPERTIES, "GetAll", "s", encode("s", (interface,)), "a{sv}")
        (values,) = _decoded("a{sv}", reply, f"{interface} properties")
        return {name: variant.value for name, variant in values.items()}

    async def _rpc_subscribe(
        self, interface: str, member: str, signature: str, callback: Callable[..., None]
    ) -> Subscription:
        """callback(*arguments) for each such signal of this object; other signatures are ignored,
        since a proxy cannot answer for what the service sends."""
        decode_body = decoder(signature)

        def deliver(given: str, body: bytes) -> None:
            if given == signature:
                callback(*decode_body(body))

        return await self._rpc_client.subscribe(
            self._rpc_destination, self._rpc_path, interface, member, deliver
        )

    async def _rpc_on_properties_changed(
        self, interface: str, callback: Callable[[dict[str, Value], list[str]], None]
    ) -> Subscription:
        """callback(changed values by wire name, invalidated names) for each PropertiesChanged."""

        def deliver(of: str, changed: dict[str, Variant], invalidated: list[str]) -> None:
            if of == interface:
                values = {name: variant.value for name, variant in changed.items()}
                callback(values, invalidated)

        return await self._rpc_subscribe(PROPERTIES, "PropertiesChanged", "sa{sv}as", deliver)


def _decoded(signature: str, body: bytes, what: str) -> tuple[Value, ...]:
    try:
        return decode(signature, body)
    except DecodeError as error:
        raise DBusError(INVALID_SIGNATURE, f"{what}: {error}") from error
