# Generated from db.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of db.xml."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import Arg, Interface, Method, ServerInterface

_pack_b = struct.Struct("<I").pack


def _decode_s(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_string(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for s") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_ss(body: bytes) -> tuple[str, str]:
    try:
        v0, at = codec.read_string(body, 0)
        v1, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for ss") from error
    codec.expect_end(body, at)
    return v0, v1


def _encode_as(result: list[str]) -> bytes:
    data = codec.string_array(result)
    return codec.pack_u32(len(data)) + data


def _encode_ay(result: bytes) -> bytes:
    return codec.pack_u32(len(result)) + result


def _encode_b(result: bool) -> bytes:
    return _pack_b(codec.boolean(result))


def _encode_none(result: None) -> bytes:
    return b""


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


class DbServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.db.

    Paths are split at '/', empty parts do not count, so a leading slash is optional. A node is
    missing, a leaf with a text, or an inner node with children in the order in which they came. A
    caller outside domain 0 sees only its own part, /dom-store/UUID, as if it were the root.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.db",
        (
            Method(
                "dump",
                "dump",
                (Arg("path", "s"),),
                (Arg("value", "s"),),
                "s",
                "s",
                _decode_s,
                _encode_s,
            ),
            Method(
                "exists",
                "exists",
                (Arg("path", "s"),),
                (Arg("ex", "b"),),
                "s",
                "b",
                _decode_s,
                _encode_b,
            ),
            Method(
                "inject",
                "inject",
                (Arg("path", "s"), Arg("value", "s")),
                (),
                "ss",
                "",
                _decode_ss,
                _encode_none,
            ),
            Method(
                "list",
                "list_",
                (Arg("path", "s"),),
                (Arg("value", "as"),),
                "s",
                "as",
                _decode_s,
                _encode_as,
            ),
            Method(
                "read",
                "read",
                (Arg("path", "s"),),
                (Arg("value", "s"),),
                "s",
                "s",
                _decode_s,
                _encode_s,
            ),
            Method(
                "read_binary",
                "read_binary",
                (Arg("path", "s"),),
                (Arg("value", "ay"),),
                "s",
                "ay",
                _decode_s,
                _encode_ay,
            ),
            Method("rm", "rm", (Arg("path", "s"),), (), "s", "", _decode_s, _encode_none),
            Method(
                "write",
                "write",
                (Arg("path", "s"), Arg("value", "s")),
                (),
                "ss",
                "",
                _decode_ss,
                _encode_none,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def dump(self, path: str) -> str:
        """The subtree as JSON text, indented by two spaces and ended by a newline; null when the
        node is missing.

        D-Bus: dump(path: s) -> value: s
        """

    @abstractmethod
    async def exists(self, path: str) -> bool:
        """Whether there is a node, leaf or not, at the path.

        D-Bus: exists(path: s) -> ex: b
        """

    @abstractmethod
    async def inject(self, path: str, value: str) -> None:
        """Replaces the whole subtree by what a JSON text says; a null in it stands for no node.
        Failed when the text is not JSON.

        D-Bus: inject(path: s, value: s)
        """

    @abstractmethod
    async def list_(self, path: str) -> list[str]:
        """Names of the node's children in their order; empty for a leaf and for a missing node.

        D-Bus: list(path: s) -> value: as
        """

    @abstractmethod
    async def read(self, path: str) -> str:
        """A leaf's text; empty for an inner node and for a missing one. Numbers and booleans that
        came by inject read as JSON writes them.

        D-Bus: read(path: s) -> value: s
        """

    @abstractmethod
    async def read_binary(self, path: str) -> bytes:
        """The bytes of a file node, or of a leaf's text.

        D-Bus: read_binary(path: s) -> value: ay
        """

    @abstractmethod
    async def rm(self, path: str) -> None:
        """Removes the subtree. A missing one is not an error; a parent that loses its last child
        stays.

        D-Bus: rm(path: s)
        """

    @abstractmethod
    async def write(self, path: str, value: str) -> None:
        """Stores a text as a leaf; a leaf on the way becomes an inner node. Ignored when the node
        has children.

        D-Bus: write(path: s, value: s)
        """
