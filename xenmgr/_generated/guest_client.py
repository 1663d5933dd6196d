# Generated from guest.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of guest.xml: proxies that never introspect."""

from __future__ import annotations

from collections.abc import Callable

from rpcgen.runtime.proxy import Proxy, Subscription


class GuestProxy(Proxy):
    """Proxy of com.citrix.xenclient.guest.

    Requests to the guest's operating system. An answer means that the request was taken, not that
    it is done.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.guest"

    async def request_hibernate(self) -> None:
        """Asks the guest to hibernate (S4).

        D-Bus: request_hibernate()
        """
        await self._rpc_call(self.INTERFACE, "request_hibernate", "", b"", "")

    async def request_reboot(self) -> None:
        """Asks the guest to restart.

        D-Bus: request_reboot()
        """
        await self._rpc_call(self.INTERFACE, "request_reboot", "", b"", "")

    async def request_shutdown(self) -> None:
        """Asks the guest to shut down.

        D-Bus: request_shutdown()
        """
        await self._rpc_call(self.INTERFACE, "request_shutdown", "", b"", "")

    async def request_sleep(self) -> None:
        """Asks the guest to sleep (S3).

        D-Bus: request_sleep()
        """
        await self._rpc_call(self.INTERFACE, "request_sleep", "", b"", "")

    async def on_agent_started(self, callback: Callable[[], None]) -> Subscription:
        """The agent is up and takes requests.

        D-Bus: signal agent_started()
        """
        return await self._rpc_subscribe(self.INTERFACE, "agent_started", "", callback)

    async def on_agent_uninstalled(self, callback: Callable[[], None]) -> Subscription:
        """The guest tools are being removed from the guest.

        D-Bus: signal agent_uninstalled()
        """
        return await self._rpc_subscribe(self.INTERFACE, "agent_uninstalled", "", callback)

    async def on_xorg_running(self, callback: Callable[[], None]) -> Subscription:
        """The guest's X server is up.

        D-Bus: signal xorg_running()
        """
        return await self._rpc_subscribe(self.INTERFACE, "xorg_running", "", callback)
