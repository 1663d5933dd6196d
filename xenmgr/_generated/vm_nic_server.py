# Generated from vm_nic.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of vm_nic.xml."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import Interface, Method, Property, ServerInterface


def _decode_none(body: bytes) -> tuple[()]:
    codec.expect_end(body, 0)
    return ()


def _encode_none(result: None) -> bytes:
    return b""


@cache
def _entry_b(name: str) -> Callable[[bool], bytes]:
    start = _entry_start(name, "b", 4)
    end = codec.PADDING[-(len(start) + 4) & 7]
    entries = tuple(start + codec.pack_u32(number) + end for number in (0, 1))

    def entry(value: bool) -> bytes:
        return entries[codec.boolean(value)]

    return entry


@cache
def _entry_s(name: str) -> Callable[[str], bytes]:
    start = _entry_start(name, "s", 4)
    ends = [b"\x00" + codec.PADDING[-(len(start) + 5 + size) & 7] for size in range(8)]

    def entry(value: str) -> bytes:
        data = codec.text(value)
        return start + codec.pack_u32(len(data)) + data + ends[len(data) & 7]

    return entry


def _entry_start(name: str, signature: str, alignment: int) -> bytes:
    """An a{sv} entry up to where its value begins."""
    key, kind = codec.text(name), signature.encode()
    start = codec.pack_u32(len(key)) + key + b"\x00" + bytes((len(kind),)) + kind + b"\x00"
    return start + codec.PADDING[-len(start) % alignment]


def _variant_b(value: bool) -> bytes:
    return b"\x01b\x00\x00" + codec.pack_u32(codec.boolean(value))


def _variant_s(value: str) -> bytes:
    data = codec.text(value)
    return b"\x01s\x00\x00" + codec.pack_u32(len(data)) + data + b"\x00"


class VmnicServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.vmnic.

    The card's network, address and model. Changes are not guarded by policy, take effect at the
    next boot unless said otherwise, and are followed by vm_config_changed. Everything on a deleted
    NIC fails with 222:.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.vmnic",
        (Method("delete", "delete", (), (), "", "", _decode_none, _encode_none),),
        (),
        (
            Property(
                "backend-name",
                "backend_name",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("backend-name"),
            ),
            Property(
                "backend-uuid",
                "backend_uuid",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("backend-uuid"),
            ),
            Property(
                "enabled",
                "enabled",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("enabled"),
            ),
            Property("mac", "mac", "s", "readwrite", "true", _variant_s, _entry_s("mac")),
            Property(
                "mac-actual",
                "mac_actual",
                "s",
                "read",
                "true",
                _variant_s,
                _entry_s("mac-actual"),
            ),
            Property("model", "model", "s", "readwrite", "true", _variant_s, _entry_s("model")),
            Property(
                "network",
                "network",
                "s",
                "readwrite",
                "true",
                _variant_s,
                _entry_s("network"),
            ),
            Property(
                "wireless-driver",
                "wireless_driver",
                "b",
                "readwrite",
                "true",
                _variant_b,
                _entry_b("wireless-driver"),
            ),
        ),
    )

    @abstractmethod
    async def delete(self) -> None:
        """Removes the card from the VM.

        D-Bus: delete()
        """
