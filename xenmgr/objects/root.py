"""The object /: VMs made and found, the host's configuration, policies, diagnostics."""

from __future__ import annotations

from rpcgen.runtime.dispatch import current_call
from rpcgen.runtime.errors import Failed
from xenmgr import policies
from xenmgr._generated.xenmgr_server import (
    ConfigUiServer,
    PolicyServer,
    XenmgrConfigServer,
    XenmgrDiagServer,
    XenmgrGuestreqServer,
    XenmgrServer,
    XenmgrTestingServer,
    XenmgrUnrestrictedServer,
)
from xenmgr.creation import UiFields, create_vm, delete_vm
from xenmgr.errors import not_supported
from xenmgr.host import Host
from xenmgr.properties.xenmgr import CONFIG_BINDINGS, CONFIG_UI_BINDINGS
from xenmgr.vm import Vm


class PolicyFace(PolicyServer):
    """com.citrix.xenclient.policy."""

    __slots__ = ()
    target: Host

    async def enforce(self, uuid: str, value: str) -> None:
        policies.enforce(_vm(self.target, uuid), value)

    async def retrieve(self, uuid: str) -> str:
        return policies.retrieve(_vm(self.target, uuid))


class XenmgrFace(XenmgrServer):
    """com.citrix.xenclient.xenmgr."""

    __slots__ = ()
    target: Host

    async def create_vhd(self, size_mb: int) -> str:
        return self.target.create_vhd(size_mb)

    async def create_vm(self) -> str:
        return create_vm(self.target).path

    async def create_vm_with_template(self, template: str) -> str:
        return create_vm(self.target, template).path

    async def create_vm_with_template_and_json(self, template: str, json: str) -> str:
        return create_vm(self.target, template, json=json).path

    async def create_vm_with_template_and_uuid(self, template: str, uuid: str) -> str:
        return create_vm(self.target, template, uuid=uuid).path

    async def create_vm_with_ui(
        self, template: str, name: str, description: str, image_path: str
    ) -> str:
        return create_vm(self.target, template, ui=UiFields(name, description, image_path)).path

    async def find_vm_by_domid(self, domid: int) -> str:
        vm = self.target.registry.by_domid(domid)
        if vm is None:
            raise Failed(f"no vm with domid {domid}")
        return vm.path

    async def find_vm_by_uuid(self, uuid: str) -> str:
        return _vm(self.target, uuid).path

    async def list_child_service_vm_templates(self) -> list[str]:
        return self.target.templates.list_child_service_vm_templates()

    async def list_domids(self) -> list[int]:
        return self.target.domids()

    async def list_extension_packs(self) -> list[dict[str, str]]:
        return self.target.extension_packs()

    async def list_templates(self) -> list[str]:
        return self.target.templates.list_templates()

    async def list_ui_templates(self) -> list[dict[str, str]]:
        return self.target.templates.list_ui_templates()

    async def list_vms(self) -> list[str]:
        return self.target.registry.paths()


class ConfigFace(XenmgrConfigServer, properties=CONFIG_BINDINGS):
    """com.citrix.xenclient.xenmgr.config."""

    __slots__ = ()


class ConfigUiFace(ConfigUiServer, properties=CONFIG_UI_BINDINGS):
    """com.citrix.xenclient.xenmgr.config.ui."""

    __slots__ = ()


class DiagFace(XenmgrDiagServer):
    """com.citrix.xenclient.xenmgr.diag."""

    __slots__ = ()

    async def create_status_report(
        self,
        screenshots: bool,
        guest_info: bool,
        summary: str,
        description: str,
        repro_steps: str,
        ticket: str,
    ) -> str:
        raise not_supported("create_status_report")

    async def gather(self, name: str, data: str) -> None:
        raise not_supported("gather")

    async def save(self, mode: str) -> str:
        raise not_supported("save")

    async def status_report_screen(self, show: bool) -> None:
        raise not_supported("status_report_screen")

    async def taas_agree_terms(self, username: str, password: str, version: str) -> bool:
        raise not_supported("taas_agree_terms")

    async def taas_authenticate_credentials(self, username: str, password: str) -> list[str]:
        raise not_supported("taas_authenticate_credentials")

    async def taas_upload(self, username: str, password: str, caseid: str, filename: str) -> bool:
        raise not_supported("taas_upload")


class GuestreqFace(XenmgrGuestreqServer):
    """com.citrix.xenclient.xenmgr.guestreq."""

    __slots__ = ()

    async def request_attention(self) -> None:
        raise not_supported("request_attention")


class TestingFace(XenmgrTestingServer):
    """com.citrix.xenclient.xenmgr.testing: a queue of scripts in memory."""

    __slots__ = ()
    target: Host

    async def script_queue(self, script: str) -> None:
        self.target.scripts.add(script)

    async def script_dequeue(self) -> str:
        host, caller = self.target, current_call().sender
        # A peer without a bus has no name, and no way to leave but with its connection.
        return await host.scripts.take(lambda: host.name_has_owner(caller or ""))


class UnrestrictedFace(XenmgrUnrestrictedServer):
    """com.citrix.xenclient.xenmgr.unrestricted: without the creation and deletion policies."""

    __slots__ = ()
    target: Host

    async def unrestricted_create_vm(self) -> str:
        return create_vm(self.target, restricted=False).path

    async def unrestricted_create_vm_with_template_and_json(self, template: str, json: str) -> str:
        return create_vm(self.target, template, json=json, restricted=False).path

    async def unrestricted_delete_vm(self, uuid: str) -> None:
        vm = self.target.registry.by_uuid(uuid)
        # Deleting what is not there is no error in the original, either.
        if vm is not None:
            delete_vm(self.target, vm, restricted=False)


def _vm(host: Host, uuid: str) -> Vm:
    vm = host.registry.by_uuid(uuid)
    if vm is None:
        raise Failed(f"no vm with uuid {uuid}")
    return vm
