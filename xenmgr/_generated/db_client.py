# Generated from db.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of db.xml: proxies that never introspect."""

from __future__ import annotations

import struct

from rpcgen.runtime import codec
from rpcgen.runtime.proxy import Proxy

_unpack_b = struct.Struct("<I").unpack_from


def _aligned(body: bytes, at: int, alignment: int) -> int:
    """The next multiple of `alignment`; what is skipped must be zero."""
    start = -(-at // alignment) * alignment
    if start != at:
        codec.expect_zero(body, at, start)
    return start


def _array_span(body: bytes, at: int, alignment: int) -> tuple[int, int]:
    """Where the first element of the array at `at` begins, and where the last one ends."""
    start = _aligned(body, at, 4)
    size = codec.unpack_u32(body, start)[0]
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.DecodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    start = _aligned(body, start + 4, alignment)
    if start + size > len(body):
        raise codec.DecodeError(f"array at {at} ends behind the body")
    return start, start + size


def _decode_as(body: bytes) -> tuple[list[str]]:
    try:
        v0, at = _read_as(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for as") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_ay(body: bytes) -> tuple[bytes]:
    try:
        v0, at = _read_ay(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for ay") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_b(body: bytes) -> tuple[bool]:
    try:
        (v0,) = _unpack_b(body, 0)
        if v0 > 1:
            raise codec.DecodeError(f"boolean is {v0}")
    except struct.error as error:
        raise codec.DecodeError("body is too short for b") from error
    codec.expect_end(body, 4)
    return (v0 == 1,)


def _decode_s(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_string(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for s") from error
    codec.expect_end(body, at)
    return (v0,)


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


def _encode_ss(result: tuple[str, str]) -> bytes:
    v0, v1 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _read_as(body: bytes, at: int) -> tuple[list[str], int]:
    at, end = _array_span(body, at, 4)
    items: list[str] = []
    while at < end:
        v0, at = codec.read_string(body, at)
        items.append(v0)
    if at != end:
        raise codec.DecodeError(f"array ends at {end}, its last element at {at}")
    return items, end


def _read_ay(body: bytes, at: int) -> tuple[bytes, int]:
    at, end = _array_span(body, at, 1)
    return body[at:end], end


class DbProxy(Proxy):
    """Proxy of com.citrix.xenclient.db.

    Paths are split at '/', empty parts do not count, so a leading slash is optional. A node is
    missing, a leaf with a text, or an inner node with children in the order in which they came. A
    caller outside domain 0 sees only its own part, /dom-store/UUID, as if it were the root.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.db"

    async def dump(self, path: str) -> str:
        """The subtree as JSON text, indented by two spaces and ended by a newline; null when the
        node is missing.

        D-Bus: dump(path: s) -> value: s
        """
        reply = await self._rpc_call(self.INTERFACE, "dump", "s", _encode_s(path), "s")
        return _decode_s(reply)[0]

    async def exists(self, path: str) -> bool:
        """Whether there is a node, leaf or not, at the path.

        D-Bus: exists(path: s) -> ex: b
        """
        reply = await self._rpc_call(self.INTERFACE, "exists", "s", _encode_s(path), "b")
        return _decode_b(reply)[0]

    async def inject(self, path: str, value: str) -> None:
        """Replaces the whole subtree by what a JSON text says; a null in it stands for no node.
        Failed when the text is not JSON.

        D-Bus: inject(path: s, value: s)
        """
        await self._rpc_call(self.INTERFACE, "inject", "ss", _encode_ss((path, value)), "")

    async def list_(self, path: str) -> list[str]:
        """Names of the node's children in their order; empty for a leaf and for a missing node.

        D-Bus: list(path: s) -> value: as
        """
        reply = await self._rpc_call(self.INTERFACE, "list", "s", _encode_s(path), "as")
        return _decode_as(reply)[0]

    async def read(self, path: str) -> str:
        """A leaf's text; empty for an inner node and for a missing one. Numbers and booleans that
        came by inject read as JSON writes them.

        D-Bus: read(path: s) -> value: s
        """
        reply = await self._rpc_call(self.INTERFACE, "read", "s", _encode_s(path), "s")
        return _decode_s(reply)[0]

    async def read_binary(self, path: str) -> bytes:
        """The bytes of a file node, or of a leaf's text.

        D-Bus: read_binary(path: s) -> value: ay
        """
        reply = await self._rpc_call(self.INTERFACE, "read_binary", "s", _encode_s(path), "ay")
        return _decode_ay(reply)[0]

    async def rm(self, path: str) -> None:
        """Removes the subtree. A missing one is not an error; a parent that loses its last child
        stays.

        D-Bus: rm(path: s)
        """
        await self._rpc_call(self.INTERFACE, "rm", "s", _encode_s(path), "")

    async def write(self, path: str, value: str) -> None:
        """Stores a text as a leaf; a leaf on the way becomes an inner node. Ignored when the node
        has children.

        D-Bus: write(path: s, value: s)
        """
        await self._rpc_call(self.INTERFACE, "write", "ss", _encode_ss((path, value)), "")
