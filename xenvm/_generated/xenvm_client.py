# Generated from xenvm.xml by `rpcgen gen`; do not edit.
"""Client side of xenvm.xml: proxies that never introspect."""

from __future__ import annotations

from collections.abc import Callable

from rpcgen.runtime.proxy import Proxy, Subscription


class NotifyProxy(Proxy):
    """Proxy of xenvm.signal.notify.

    Announcements of the older toolstack. The current one announces by the notify signal of xenmgr.
    """

    __slots__ = ()

    INTERFACE = "xenvm.signal.notify"

    async def on_notify(self, callback: Callable[[str, int, str], None]) -> Subscription:
        """A VM's memory size or state changed, in the words of the older toolstack. Never sent by
        this one.

        D-Bus: signal notify(uuid: s, mem_size: i, vmstate: s)
        """
        return await self._rpc_subscribe(self.INTERFACE, "notify", "sis", callback)
