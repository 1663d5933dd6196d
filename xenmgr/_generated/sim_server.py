# Generated from sim.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of sim.xml."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import Arg, Interface, Method, ServerInterface

_pack_t = struct.Struct("<Q").pack
_unpack_t = struct.Struct("<Q").unpack_from


def _close_array(out: bytearray, mark: int, start: int) -> None:
    """Fills in the length at `mark` of the elements from `start`."""
    size = len(out) - start
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.EncodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    out[mark : mark + 4] = codec.pack_u32(size)


def _decode_none(body: bytes) -> tuple[()]:
    codec.expect_end(body, 0)
    return ()


def _decode_s(body: bytes) -> tuple[str]:
    try:
        v0, at = codec.read_string(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for s") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_sss(body: bytes) -> tuple[str, str, str]:
    try:
        v0, at = codec.read_string(body, 0)
        v1, at = codec.read_string(body, at)
        v2, at = codec.read_string(body, at)
    except struct.error as error:
        raise codec.DecodeError("body is too short for sss") from error
    codec.expect_end(body, at)
    return v0, v1, v2


def _decode_t(body: bytes) -> tuple[int]:
    try:
        (v0,) = _unpack_t(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for t") from error
    codec.expect_end(body, 8)
    return (v0,)


def _encode_aess_(result: dict[str, str]) -> bytes:
    out = bytearray()
    _write_aess_(out, result)
    return bytes(out)


def _encode_none(result: None) -> bytes:
    return b""


def _encode_t(result: int) -> bytes:
    return _pack_t(result)


def _open_array(out: bytearray, alignment: int) -> tuple[int, int]:
    """Where the length of an array stands, and where its first element begins."""
    out += codec.PADDING[-len(out) & 3]
    mark = len(out)
    out += codec.PADDING[4]
    out += codec.PADDING[-len(out) % alignment]
    return mark, len(out)


def _write_aess_(out: bytearray, value: dict[str, str]) -> None:
    mark, start = _open_array(out, 8)
    for v0, v1 in value.items():
        out += codec.PADDING[-len(out) & 7]
        data = codec.text(v0)
        out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
        data = codec.text(v1)
        out += codec.pack_u32(len(data)) + data + b"\x00"
    _close_array(out, mark, start)


class SimServer(ServerInterface, ABC):
    """Server base of org.openxt.sim.

    The simulated world behind the host: its clock, its seed, and how each VM's guest behaves.
    Exported at /sim by the xenmgr service only when the host is simulated.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "org.openxt.sim",
        (
            Method(
                "advance",
                "advance",
                (Arg("ns", "t"),),
                (Arg("now_ns", "t"),),
                "t",
                "t",
                _decode_t,
                _encode_t,
            ),
            Method("now", "now", (), (Arg("now_ns", "t"),), "", "t", _decode_none, _encode_t),
            Method("seed", "seed", (), (Arg("seed", "t"),), "", "t", _decode_none, _encode_t),
            Method(
                "set_guest",
                "set_guest",
                (Arg("uuid", "s"), Arg("knob", "s"), Arg("value", "s")),
                (),
                "sss",
                "",
                _decode_sss,
                _encode_none,
            ),
            Method(
                "get_guest",
                "get_guest",
                (Arg("uuid", "s"),),
                (Arg("knobs", "a{ss}"),),
                "s",
                "a{ss}",
                _decode_s,
                _encode_aess_,
            ),
            Method(
                "guest_poweroff",
                "guest_poweroff",
                (Arg("uuid", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "guest_reboot",
                "guest_reboot",
                (Arg("uuid", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
            Method(
                "guest_crash",
                "guest_crash",
                (Arg("uuid", "s"),),
                (),
                "s",
                "",
                _decode_s,
                _encode_none,
            ),
        ),
        (),
        (),
    )

    @abstractmethod
    async def advance(self, ns: int) -> int:
        """Moves simulated time forward by ns nanoseconds, firing every timer that falls due, in
        order, before it returns. Only a virtual clock can be moved; Failed with any other.

        D-Bus: advance(ns: t) -> now_ns: t
        """

    @abstractmethod
    async def now(self) -> int:
        """Simulated monotonic time in nanoseconds since the host came up.

        D-Bus: now() -> now_ns: t
        """

    @abstractmethod
    async def seed(self) -> int:
        """The seed this world was started with: the same seed, the same driver and a virtual clock
        give the same run.

        D-Bus: seed() -> seed: t
        """

    @abstractmethod
    async def set_guest(self, uuid: str, knob: str, value: str) -> None:
        """Changes one knob of a VM's simulated guest; it holds for this and later boots. Knobs:
        boot_ns, shutdown_ns, balloon_ns, create_ns (decimal nanoseconds, 0 or more), behaviour
        (normal, ignores-shutdown, crashes-at-boot, no-pv-drivers) and sentinel (the node below the
        guest's home in xenstore where it writes 1 when it is up, if the node is there; booted
        unless set, empty for none). Failed with 290: for an unknown knob or a value outside these,
        "no vm with uuid X" for one that is none.

        D-Bus: set_guest(uuid: s, knob: s, value: s)
        """

    @abstractmethod
    async def get_guest(self, uuid: str) -> dict[str, str]:
        """All knobs of a VM's simulated guest, each with the value it has now.

        D-Bus: get_guest(uuid: s) -> knobs: a{ss}
        """

    @abstractmethod
    async def guest_poweroff(self, uuid: str) -> None:
        """Lets the guest switch itself off, as from its own menu. Returns at once; the VM's state
        signals tell the rest. Failed when the VM has no running domain.

        D-Bus: guest_poweroff(uuid: s)
        """

    @abstractmethod
    async def guest_reboot(self, uuid: str) -> None:
        """Lets the guest reboot itself. Returns at once; Failed when the VM has no running domain.

        D-Bus: guest_reboot(uuid: s)
        """

    @abstractmethod
    async def guest_crash(self, uuid: str) -> None:
        """Lets the guest crash. Returns at once; Failed when the VM has no running domain.

        D-Bus: guest_crash(uuid: s)
        """
