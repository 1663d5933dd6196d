"""The object /vm/<uuid_>: the VM's verbs, its properties twice, login, PCI rules, OVF."""

from __future__ import annotations

from xenmgr import firewall, icons
from xenmgr._generated.xenmgr_vm_server import (
    VmAuthServer,
    VmPciServer,
    VmProductServer,
    VmServer,
    VmUnrestrictedServer,
)
from xenmgr.creation import delete_vm
from xenmgr.devices import add_disk, add_nic, device_paths
from xenmgr.errors import not_supported
from xenmgr.properties.vm import UNRESTRICTED_BINDINGS, VM_BINDINGS
from xenmgr.properties.vm_live import auth_required
from xenmgr.vm import Vm


class VmFace(VmServer, properties=VM_BINDINGS):
    """com.citrix.xenclient.xenmgr.vm."""

    __slots__ = ()
    target: Vm

    async def start(self) -> None:
        await self.target.host.lifecycle.start(self.target)

    async def start_internal(self) -> None:
        await self.target.host.lifecycle.start_internal(self.target)

    async def shutdown(self) -> None:
        await self.target.host.lifecycle.shutdown(self.target)

    async def destroy(self) -> None:
        await self.target.host.lifecycle.destroy(self.target)

    async def reboot(self) -> None:
        await self.target.host.lifecycle.reboot(self.target)

    async def pause(self) -> None:
        await self.target.host.lifecycle.pause(self.target)

    async def unpause(self) -> None:
        await self.target.host.lifecycle.unpause(self.target)

    async def switch(self) -> None:
        self.target.host.lifecycle.switch(self.target)

    async def sleep(self) -> None:
        raise not_supported("sleep")

    async def resume(self) -> None:
        raise not_supported("resume")

    async def hibernate(self) -> None:
        raise not_supported("hibernate")

    async def suspend_to_file(self, file: str) -> None:
        raise not_supported("suspend_to_file")

    async def resume_from_file(self, file: str) -> None:
        raise not_supported("resume_from_file")

    async def delete(self) -> None:
        delete_vm(self.target.host, self.target)

    async def add_disk(self) -> str:
        return add_disk(self.target)

    async def list_disks(self) -> list[str]:
        return device_paths(self.target, "disk")

    async def add_nic(self) -> str:
        return add_nic(self.target)

    async def list_nics(self) -> list[str]:
        return device_paths(self.target, "nic")

    async def read_icon(self) -> bytes:
        return icons.read(self.target)

    async def get_db_key(self, key: str) -> str:
        return self.target.get(key.replace(".", "/")) or ""

    async def set_db_key(self, key: str, value: str) -> None:
        self.target.put_raw(key.replace(".", "/"), value)

    async def get_domstore_key(self, key: str) -> str:
        return self.target.host.domstore_get(self.target, key.replace(".", "/"))

    async def set_domstore_key(self, key: str, value: str) -> None:
        self.target.host.domstore_put(self.target, key.replace(".", "/"), value)

    async def create_child_service_vm(self, template: str) -> str:
        raise not_supported("create_child_service_vm")

    async def add_argo_firewall_rule(self, rule: str) -> None:
        raise not_supported("add_argo_firewall_rule")

    async def delete_argo_firewall_rule(self, rule: str) -> None:
        raise not_supported("delete_argo_firewall_rule")

    async def list_argo_firewall_rules(self) -> list[str]:
        return firewall.argo_rules(self.target)

    async def add_net_firewall_rule(
        self, id: int, direction: str, remoteip: str, extra: str
    ) -> None:
        firewall.add_net_rule(self.target, id, direction, remoteip, extra)

    async def delete_net_firewall_rule(self, id: int) -> None:
        firewall.delete_net_rule(self.target, id)

    async def list_net_firewall_rules(self) -> list[dict[str, str]]:
        return firewall.net_rules(self.target)


class VmUnrestrictedFace(VmUnrestrictedServer, properties=UNRESTRICTED_BINDINGS):
    """com.citrix.xenclient.xenmgr.vm.unrestricted: the same properties without the policy."""

    __slots__ = ()


class VmAuthFace(VmAuthServer):
    """com.citrix.xenclient.xenmgr.vm.auth."""

    __slots__ = ()
    target: Vm

    async def auth(self) -> None:
        # Without an input daemon nobody can ask for the password; no user means nothing to ask.
        if self.target.get("crypto-user"):
            raise not_supported("auth")

    async def auth_required(self) -> bool:
        return auth_required(self.target)


class VmPciFace(VmPciServer):
    """com.citrix.xenclient.xenmgr.vm.pci."""

    __slots__ = ()

    async def add_pt_rule(self, pciclass: str, vendor_id: str, device_id: str) -> None:
        raise not_supported("add_pt_rule")

    async def delete_pt_rule(self, pciclass: str, vendor_id: str, device_id: str) -> None:
        raise not_supported("delete_pt_rule")

    async def add_pt_rule_bdf(self, bdf: str) -> None:
        raise not_supported("add_pt_rule_bdf")

    async def delete_pt_rule_bdf(self, bdf: str) -> None:
        raise not_supported("delete_pt_rule_bdf")

    async def list_pt_rules(self) -> list[dict[str, str]]:
        raise not_supported("list_pt_rules")

    async def list_pt_pci_devices(self) -> list[dict[str, str]]:
        raise not_supported("list_pt_pci_devices")


class VmProductFace(VmProductServer):
    """com.citrix.xenclient.xenmgr.vm.product."""

    __slots__ = ()

    async def get_ovf_env_xml(self) -> str:
        raise not_supported("get_ovf_env_xml")

    async def get_product_property(self, property_id: str) -> str:
        raise not_supported("get_product_property")

    async def list_product_properties(self) -> list[dict[str, str]]:
        raise not_supported("list_product_properties")

    async def set_product_property(self, property_id: str, value: str) -> None:
        raise not_supported("set_product_property")
