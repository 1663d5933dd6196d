# Generated from guest.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Server side of guest.xml."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from rpcgen.runtime import codec
from rpcgen.runtime.interface import Interface, Method, ServerInterface, Signal, SignalMessage


def _decode_none(body: bytes) -> tuple[()]:
    codec.expect_end(body, 0)
    return ()


def _encode_none(result: None) -> bytes:
    return b""


class GuestServer(ServerInterface, ABC):
    """Server base of com.citrix.xenclient.guest.

    Requests to the guest's operating system. An answer means that the request was taken, not that
    it is done.
    """

    __slots__ = ()

    INTERFACE: ClassVar[Interface] = Interface(
        "com.citrix.xenclient.guest",
        (
            Method(
                "request_hibernate",
                "request_hibernate",
                (),
                (),
                "",
                "",
                _decode_none,
                _encode_none,
            ),
            Method("request_reboot", "request_reboot", (), (), "", "", _decode_none, _encode_none),
            Method(
                "request_shutdown",
                "request_shutdown",
                (),
                (),
                "",
                "",
                _decode_none,
                _encode_none,
            ),
            Method("request_sleep", "request_sleep", (), (), "", "", _decode_none, _encode_none),
        ),
        (
            Signal("agent_started", (), ""),
            Signal("agent_uninstalled", (), ""),
            Signal("xorg_running", (), ""),
        ),
        (),
    )

    @abstractmethod
    async def request_hibernate(self) -> None:
        """Asks the guest to hibernate (S4).

        D-Bus: request_hibernate()
        """

    @abstractmethod
    async def request_reboot(self) -> None:
        """Asks the guest to restart.

        D-Bus: request_reboot()
        """

    @abstractmethod
    async def request_shutdown(self) -> None:
        """Asks the guest to shut down.

        D-Bus: request_shutdown()
        """

    @abstractmethod
    async def request_sleep(self) -> None:
        """Asks the guest to sleep (S3).

        D-Bus: request_sleep()
        """


class GuestSignals:
    """Builders of the signals of com.citrix.xenclient.guest."""

    __slots__ = ()

    @staticmethod
    def agent_started() -> SignalMessage:
        """The agent is up and takes requests.

        D-Bus: signal agent_started()
        """
        return SignalMessage("com.citrix.xenclient.guest", "agent_started", "", b"")

    @staticmethod
    def agent_uninstalled() -> SignalMessage:
        """The guest tools are being removed from the guest.

        D-Bus: signal agent_uninstalled()
        """
        return SignalMessage("com.citrix.xenclient.guest", "agent_uninstalled", "", b"")

    @staticmethod
    def xorg_running() -> SignalMessage:
        """The guest's X server is up.

        D-Bus: signal xorg_running()
        """
        return SignalMessage("com.citrix.xenclient.guest", "xorg_running", "", b"")
