# Generated from vm_nic.xml by `rpcgen gen --overlay overlay.toml`; do not edit.
"""Client side of vm_nic.xml: proxies that never introspect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, cast

from rpcgen.runtime.proxy import Proxy, Subscription

VmnicProperties = TypedDict(
    "VmnicProperties",
    {
        "backend-name": str,
        "backend-uuid": str,
        "enabled": bool,
        "mac": str,
        "mac-actual": str,
        "model": str,
        "network": str,
        "wireless-driver": bool,
    },
    total=False,
)


class VmnicProxy(Proxy):
    """Proxy of com.citrix.xenclient.vmnic.

    The card's network, address and model. Changes are not guarded by policy, take effect at the
    next boot unless said otherwise, and are followed by vm_config_changed. Everything on a deleted
    NIC fails with 222:.
    """

    __slots__ = ()

    INTERFACE = "com.citrix.xenclient.vmnic"

    async def delete(self) -> None:
        """Removes the card from the VM.

        D-Bus: delete()
        """
        await self._rpc_call(self.INTERFACE, "delete", "", b"", "")

    async def get_backend_name(self) -> str:
        """Name of the VM that carries the network, when backend-uuid is not set. Empty for the
        network's own.

        D-Bus: property backend-name: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "backend-name", "s")
        return value

    async def set_backend_name(self, value: str) -> None:
        """See get_backend_name.

        D-Bus: property backend-name: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "backend-name", "s", value)

    async def get_backend_uuid(self) -> str:
        """Uuid of the VM that carries the network. Empty for the network's own. start fails with
        232: while that VM is down.

        D-Bus: property backend-uuid: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "backend-uuid", "s")
        return value

    async def set_backend_uuid(self, value: str) -> None:
        """See get_backend_uuid.

        D-Bus: property backend-uuid: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "backend-uuid", "s", value)

    async def get_enabled(self) -> bool:
        """Whether the VM gets the card at boot.

        D-Bus: property enabled: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "enabled", "b")
        return value

    async def set_enabled(self, value: bool) -> None:
        """See get_enabled.

        D-Bus: property enabled: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "enabled", "b", value)

    async def get_mac(self) -> str:
        """The address xx:xx:xx:xx:xx:xx, or auto for one made from uuid and NIC id.

        D-Bus: property mac: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "mac", "s")
        return value

    async def set_mac(self, value: str) -> None:
        """See get_mac.

        D-Bus: property mac: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "mac", "s", value)

    async def get_mac_actual(self) -> str:
        """The address the card has: mac, or the made one.

        D-Bus: property mac-actual: s, read
        """
        value: str = await self._rpc_get(self.INTERFACE, "mac-actual", "s")
        return value

    async def get_model(self) -> str:
        """The emulated card, for example e1000 or rtl8139. Empty for the default, e1000.

        D-Bus: property model: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "model", "s")
        return value

    async def set_model(self, value: str) -> None:
        """See get_model.

        D-Bus: property model: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "model", "s", value)

    async def get_network(self) -> str:
        """Object path of the network; the old names brbridged, brshared, brwireless and brinternal
        are understood. A running VM moves at once.

        D-Bus: property network: s, readwrite
        """
        value: str = await self._rpc_get(self.INTERFACE, "network", "s")
        return value

    async def set_network(self, value: str) -> None:
        """See get_network.

        D-Bus: property network: s, readwrite
        """
        await self._rpc_set(self.INTERFACE, "network", "s", value)

    async def get_wireless_driver(self) -> bool:
        """Whether the guest sees a wireless card.

        D-Bus: property wireless-driver: b, readwrite
        """
        value: bool = await self._rpc_get(self.INTERFACE, "wireless-driver", "b")
        return value

    async def set_wireless_driver(self, value: bool) -> None:
        """See get_wireless_driver.

        D-Bus: property wireless-driver: b, readwrite
        """
        await self._rpc_set(self.INTERFACE, "wireless-driver", "b", value)

    async def get_all(self) -> VmnicProperties:
        """Every readable property by its wire name.

        D-Bus: Properties.GetAll
        """
        return cast(VmnicProperties, await self._rpc_get_all(self.INTERFACE))

    async def on_properties_changed(
        self,
        callback: Callable[[dict[str, object], list[str]], None],
    ) -> Subscription:
        """Calls callback(changed values, invalidated names), both by wire name.

        D-Bus: signal Properties.PropertiesChanged
        """
        return await self._rpc_on_properties_changed(self.INTERFACE, callback)
