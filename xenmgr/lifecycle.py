"""The verbs that move a VM, as clients call them. Source: xenmgr facts 2.4 to 2.6."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from rpcgen.runtime.errors import DBusError, Failed
from xenmgr.build_config import build_config
from xenmgr.dependencies import dependencies, nic_backend
from xenmgr.errors import (
    XenmgrError,
    io_error,
    io_failures,
    not_supported,
    refused,
    translated,
)
from xenmgr.properties.row import flag_or
from xenmgr.properties.vm import unsupported_features
from xenmgr.vm import PUBLIC_STATES, Disk, Nic, Vm, device_ids, no_database_entry
from xenmgr.xl_config import path_of, xl_config
from xenvm.errors import RestartRefused, VmBadState, WatchTimeout, XenstoreError
from xenvm.ids import DOM0, DOM0_UUID, Domid
from xenvm.units import seconds
from xenvm.vmact import VmAct
from xenvm.vmconfig import VmConfig
from xenvm.xenops.watch import wait_for

if TYPE_CHECKING:
    from xenmgr.host import Host

_log = logging.getLogger(__name__)

BACKEND_NOT_RUNNING = 232
BOOT_SENTINEL_TIMEOUT_NS = seconds(60)


class Lifecycle:
    """Start, stop and the rest, each VM's verbs in their own order."""

    def __init__(self, host: Host) -> None:
        self._host = host

    async def start(self, vm: Vm) -> None:
        """Returns when the VM runs; does nothing for one that runs already.

        Raises XenmgrError, Failed, and NotSupported when a property asks for a later subsystem.
        """
        if vm.get("run-insteadof-start"):
            raise not_supported("run-insteadof-start")
        await self.start_internal(vm)

    async def start_internal(self, vm: Vm) -> None:
        """As start, past the hook run-insteadof-start."""
        if vm.running or not self._host.idle:
            return
        await self._host.toolstack.admit()
        self._require_startable(vm)
        if flag_or(vm, "track-dependencies", False):
            if not await self._start_dependencies(vm):
                return
            # Nothing kept the VM from being changed or deleted meanwhile.
            self._require_startable(vm)
        config = self._checked_config(vm)
        vm.put("hibernated", "false")

        async def renew(act: VmAct) -> VmConfig:
            try:
                self._require_startable(vm)
                return self._checked_config(vm)
            except DBusError as error:
                raise RestartRefused(vm.uuid, error.text) from error

        with translated():
            await self._host.toolstack.act(vm.uuid).start(config, renew=renew)
        await self._await_sentinel(vm)

    async def shutdown(self, vm: Vm) -> None:
        """Asks the guest, and forces one that does not answer; returns when the domain is gone."""
        act = self._host.toolstack.live(vm.uuid)
        if act is not None:
            with translated():
                await act.shutdown()

    async def destroy(self, vm: Vm) -> None:
        """Ends the domain at once, overtaking whatever is under way."""
        act = self._host.toolstack.live(vm.uuid)
        if act is not None:
            with translated():
                await act.destroy()

    async def reboot(self, vm: Vm) -> None:
        act = self._host.toolstack.live(vm.uuid)
        if act is not None:
            with translated():
                await act.reboot()

    async def pause(self, vm: Vm) -> None:
        """Raises XenmgrError 223 when the VM is stopped."""
        with translated():
            try:
                await self._host.toolstack.act(vm.uuid).pause()
            except VmBadState as error:
                state = PUBLIC_STATES[vm.state]
                raise io_error(f"the VM is {state}, only a running one can be paused.") from error

    async def unpause(self, vm: Vm) -> None:
        act = self._host.toolstack.live(vm.uuid)
        if act is not None:
            with translated():
                await act.unpause()

    def switch(self, vm: Vm) -> None:
        """Gives the VM the screen; without an input daemon there is nobody to tell."""
        if vm.domid >= 0:
            _log.info("switch vm=%s domid=%d", vm.uuid, vm.domid)

    def _require_startable(self, vm: Vm) -> None:
        if self._host.registry.by_uuid(vm.uuid) is not vm or not vm.row.attached:
            raise no_database_entry(vm)
        missing = unsupported_features(vm)
        if missing:
            raise not_supported(f"start with {', '.join(missing)}")

    def _checked_config(self, vm: Vm) -> VmConfig:
        """What to start with, once the disks and the backends are there."""
        self._check_disks(vm)
        config = build_config(
            vm, file_exists=self._host.files.is_file, backend_domid=self._backend_domid
        )
        _check_memory(config)
        self._check_backends(vm)
        self._write_xl_config(vm, config)
        return config

    def _write_xl_config(self, vm: Vm, config: VmConfig) -> None:
        """What the original leaves for xl; a host disk that takes no file refuses the start."""
        path = path_of(vm.uuid)
        with io_failures(path):
            self._host.files.write_scratch(path, xl_config(vm, config))

    async def _start_dependencies(self, vm: Vm) -> bool:
        needed = dependencies(self._host.registry, self._host.networks, vm)
        for backend in needed:
            if not backend.running:
                await self.start(backend)
        return all(backend.running for backend in needed)

    def _check_disks(self, vm: Vm) -> None:
        for number in device_ids(vm, "disk"):
            path = Disk(vm, number).get("path") or ""
            if not path or not self._host.files.exists(path) or self._host.files.is_dir(path):
                raise Failed(f"Bad Physical Path for disk {number} ({path})")

    def _check_backends(self, vm: Vm) -> None:
        """A backend that a NIC names must run; the one behind its network need not."""
        for number in device_ids(vm, "nic"):
            nic = Nic(vm, number)
            named = nic.get("backend-uuid") or nic.get("backend-name")
            if not named or named == DOM0_UUID or not flag_or(nic, "enable", True):
                continue
            backend = nic_backend(self._host.registry, self._host.networks, nic)
            if backend is None or not backend.running:
                raise XenmgrError(BACKEND_NOT_RUNNING)

    def _backend_domid(self, nic: Nic) -> Domid:
        backend = nic_backend(self._host.registry, self._host.networks, nic)
        return DOM0 if backend is None or backend.domid < 0 else Domid(backend.domid)

    async def _await_sentinel(self, vm: Vm) -> None:
        """A guest with a boot sentinel counts as started when it has written there.

        One that does not write in time, or ends before, has started all the same.
        """
        store, node, domid = self._host.xenstore, vm.sentinel_node(), vm.domid
        if node is None:
            return
        with suppress(WatchTimeout, XenstoreError):
            await wait_for(
                store,
                self._host.clock,
                [node],
                lambda: store.get(node) or (None if vm.domid == domid else ""),
                BOOT_SENTINEL_TIMEOUT_NS,
            )


def _check_memory(config: VmConfig) -> None:
    """The screen of an hvm VM is a part of its memory, and something has to remain."""
    if config.hvm and config.memory_mib <= config.videoram_mib:
        allowed = f"more than the {config.videoram_mib} MiB of its videoram"
        raise refused("memory", config.memory_mib, allowed)
