# Generated from xenvm.xml by `rpcgen gen`; do not edit.
"""Server side of xenvm.xml."""

from __future__ import annotations

import struct
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import Arg, Interface, ServerInterface, Signal, SignalMessage

_pack_i = struct.Struct("<i").pack


def _encode_sis(result: tuple[str, int, str]) -> bytes:
    v0, v1, v2 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    out += _pack_i(v1)
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


class NotifyServer(ServerInterface):
    """Server base of xenvm.signal.notify.

    Announcements of the older toolstack. The current one announces by the notify signal of xenmgr.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "xenvm.signal.notify",
        (),
        (Signal("notify", (Arg("uuid", "s"), Arg("mem_size", "i"), Arg("vmstate", "s")), "sis"),),
        (),
    )


class NotifySignals:
    """Builders of the signals of xenvm.signal.notify."""

    __slots__ = ()

    @staticmethod
    def notify(uuid: str, mem_size: int, vmstate: str) -> SignalMessage:
        """A VM's memory size or state changed, in the words of the older toolstack. Never sent by
        this one.

        D-Bus: signal notify(uuid: s, mem_size: i, vmstate: s)
        """
        return SignalMessage(
            "xenvm.signal.notify",
            "notify",
            "sis",
            _encode_sis((uuid, mem_size, vmstate)),
        )
