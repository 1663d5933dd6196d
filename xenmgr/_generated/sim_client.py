# Generated from sim.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of sim.xml: proxies that never introspect."""

from __future__ import annotations

import struct

from rpcgen.runtime import codec
from rpcgen.runtime.proxy import Proxy

_pack_t = struct.Struct("<Q").pack
_unpack_t = struct.Struct("<Q").unpack_from


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


def _decode_aess_(body: bytes) -> tuple[dict[str, str]]:
    try:
        v0, at = _read_aess_(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for a{ss}") from error
    codec.expect_end(body, at)
    return (v0,)


def _decode_t(body: bytes) -> tuple[int]:
    try:
        (v0,) = _unpack_t(body, 0)
    except struct.error as error:
        raise codec.DecodeError("body is too short for t") from error
    codec.expect_end(body, 8)
    return (v0,)


def _encode_s(result: str) -> bytes:
    data = codec.text(result)
    return codec.pack_u32(len(data)) + data + b"\x00"


def _encode_sss(result: tuple[str, str, str]) -> bytes:
    v0, v1, v2 = result
    out = bytearray()
    data = codec.text(v0)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v1)
    out += codec.pack_u32(len(data)) + data + codec.TEXT_TAIL[len(data) & 3]
    data = codec.text(v2)
    out += codec.pack_u32(len(data)) + data + b"\x00"
    return bytes(out)


def _encode_t(result: int) -> bytes:
    return _pack_t(result)


def _read_aess_(body: bytes, at: int) -> tuple[dict[str, str], int]:
    at, end = _array_span(body, at, 8)
    items: dict[str, str] = {}
    while at < end:
        at = _aligned(body, at, 8)
        v0, at = codec.read_string(body, at)
        v1, at = codec.read_string(body, at)
        items[v0] = v1
    if at != end:
        raise codec.DecodeError(f"array ends at {end}, its last element at {at}")
    return items, end


class SimProxy(Proxy):
    """Proxy of org.openxt.sim.

    The simulated world behind the host: its clock, its seed, and how each VM's guest behaves.
    Exported at /sim by the xenmgr service only when the host is simulated.
    """

    __slots__ = ()

    INTERFACE = "org.openxt.sim"

    async def advance(self, ns: int) -> int:
        """Moves simulated time forward by ns nanoseconds, firing every timer that falls due, in
        order, before it returns. Only a virtual clock can be moved; Failed with any other.

        D-Bus: advance(ns: t) -> now_ns: t
        """
        reply = await self._rpc_call(self.INTERFACE, "advance", "t", _encode_t(ns), "t")
        return _decode_t(reply)[0]

    async def now(self) -> int:
        """Simulated monotonic time in nanoseconds since the host came up.

        D-Bus: now() -> now_ns: t
        """
        reply = await self._rpc_call(self.INTERFACE, "now", "", b"", "t")
        return _decode_t(reply)[0]

    async def seed(self) -> int:
        """The seed this world was started with: the same seed, the same driver and a virtual clock
        give the same run.

        D-Bus: seed() -> seed: t
        """
        reply = await self._rpc_call(self.INTERFACE, "seed", "", b"", "t")
        return _decode_t(reply)[0]

    async def set_guest(self, uuid: str, knob: str, value: str) -> None:
        """Changes one knob of a VM's simulated guest; it holds for this and later boots. Knobs:
        boot_ns, shutdown_ns, balloon_ns, create_ns (decimal nanoseconds, 0 or more), behaviour
        (normal, ignores-shutdown, crashes-at-boot, no-pv-drivers) and sentinel (the node below the
        guest's home in xenstore where it writes 1 when it is up, if the node is there; booted
        unless set, empty for none). Failed with 290: for an unknown knob or a value outside these,
        "no vm with uuid X" for one that is none.

        D-Bus: set_guest(uuid: s, knob: s, value: s)
        """
        await self._rpc_call(
            self.INTERFACE,
            "set_guest",
            "sss",
            _encode_sss((uuid, knob, value)),
            "",
        )

    async def get_guest(self, uuid: str) -> dict[str, str]:
        """All knobs of a VM's simulated guest, each with the value it has now.

        D-Bus: get_guest(uuid: s) -> knobs: a{ss}
        """
        reply = await self._rpc_call(self.INTERFACE, "get_guest", "s", _encode_s(uuid), "a{ss}")
        return _decode_aess_(reply)[0]

    async def guest_poweroff(self, uuid: str) -> None:
        """Lets the guest switch itself off, as from its own menu. Returns at once; the VM's state
        signals tell the rest. Failed when the VM has no running domain.

        D-Bus: guest_poweroff(uuid: s)
        """
        await self._rpc_call(self.INTERFACE, "guest_poweroff", "s", _encode_s(uuid), "")

    async def guest_reboot(self, uuid: str) -> None:
        """Lets the guest reboot itself. Returns at once; Failed when the VM has no running domain.

        D-Bus: guest_reboot(uuid: s)
        """
        await self._rpc_call(self.INTERFACE, "guest_reboot", "s", _encode_s(uuid), "")

    async def guest_crash(self, uuid: str) -> None:
        """Lets the guest crash. Returns at once; Failed when the VM has no running domain.

        D-Bus: guest_crash(uuid: s)
        """
        await self._rpc_call(self.INTERFACE, "guest_crash", "s", _encode_s(uuid), "")
