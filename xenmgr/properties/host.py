"""Rows of com.citrix.xenclient.xenmgr.host, on the object /host: hardware, memory, storage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rpcgen.runtime.errors import Failed
from rpcgen.runtime.interface import Inputs
from xenmgr.properties.facts import ETHERNET_CLASS, WIRELESS_CLASS, HostFacts
from xenmgr.properties.row import Row, bind, computed, flag, read_only, text
from xenmgr.properties.targets import HostTarget, VmTarget
from xenmgr.properties.validate import INT32_MAX, pcm
from xenmgr.properties.vm_machine import memory_min

HOST_PATH: Final = "/host"
HOST_INTERFACE: Final = "com.citrix.xenclient.xenmgr.host"

STORAGE: Final = "/storage"

HOST_STATE_NODE: Final = "/xenmgr/host-state"
# What clients see for each word of the node. Source: xenmgr facts 2.11.
HOST_STATES: Final = {
    "idle": "idle",
    "shutting-down": "shutdowning",
    "rebooting": "rebooting",
    "going-to-sleep": "sleeping",
    "going-to-hibernate": "hibernating",
}
IDLE: Final = "idle"

UI_READY_NODE: Final = "/xenmgr/ui-ready"
LICENSE_NODE: Final = "/xenmgr/license/hash"
# What a host has that was never given a licence; it counts as licensed.
LOCAL_LICENSE: Final = "local"


def fact(name: str, signature: str, get: Callable[[HostFacts], object]) -> Row[HostTarget]:
    """A property of the hardware or the build."""
    default: object = {"b": False, "a{ss}": {}}.get(signature, "")
    return computed(
        name,
        signature,
        default,
        lambda host: get(host.facts),
        inputs=Inputs.CONST,
        emits="const",
    )


def live(
    name: str,
    signature: str,
    default: object,
    get: Callable[[HostTarget], object],
    emits: str = "false",
) -> Row[HostTarget]:
    """A property that is found out anew at each question."""
    return computed(name, signature, default, get, inputs=Inputs.LIVE, emits=emits)


def _capped(value: int) -> int:
    return min(value, INT32_MAX)


def _spare_mib(vm: VmTarget) -> int:
    """What the VM could give up: its target over its minimum; no minimum gives up nothing."""
    target = vm.memory_target_mib()
    try:
        minimum = memory_min(vm)
    except Failed:
        return 0
    return max(0, target - minimum) if minimum > 0 else 0


def _avail_mem(host: HostTarget) -> int:
    return _capped(host.free_memory_mib() + sum(map(_spare_mib, host.running_vms())))


def _cpu_count(host: HostTarget) -> int:
    return host.cpu_count


def _state(host: HostTarget) -> str:
    return HOST_STATES.get(host.xenstore.get(HOST_STATE_NODE) or IDLE, IDLE)


def _licensed(host: HostTarget) -> bool:
    return host.xenstore.get(LICENSE_NODE) in (None, LOCAL_LICENSE)


def _ui_ready(host: HostTarget) -> bool:
    return host.xenstore.get(UI_READY_NODE) == "true"


def _set_ui_ready(host: HostTarget, value: bool) -> None:
    """Becomes true once and stays so."""
    if value and not _ui_ready(host):
        host.xenstore.write(UI_READY_NODE, "true")
        host.properties_changed(HOST_PATH, HOST_INTERFACE, ("ui-ready",))
        host.ui_ready()


def _if_file(name: str, path: str) -> Row[HostTarget]:
    return live(name, "b", False, lambda host: host.files.exists(path))


def _gpu_model(facts: HostFacts) -> str:
    gpus = facts.gpus()
    return gpus[0].name if gpus else ""


ROWS: tuple[Row[HostTarget], ...] = (
    fact("amt-capable", "b", lambda facts: facts.amt_capable()),
    live("avail-mem", "i", 0, _avail_mem),
    fact("bios-revision", "s", lambda facts: facts.bios_revision),
    fact("build-info", "a{ss}", lambda facts: dict(facts.build_info)),
    text("capture-pcm", "/audio/capture-pcm", "00-00", check=pcm),
    computed("cpu-count", "i", 0, _cpu_count, inputs=Inputs.CONST, emits="const"),
    fact("eth0-mac", "s", lambda facts: facts.eth0_mac),
    fact("eth0-model", "s", lambda facts: facts.first_of_class(ETHERNET_CLASS)),
    live("free-mem", "i", 0, lambda host: _capped(host.free_memory_mib())),
    live("free-storage", "i", 0, lambda host: _capped(host.files.space_mib(STORAGE)[1])),
    live("is-licensed", "b", True, _licensed),
    fact("laptop", "b", lambda facts: facts.laptop),
    _if_file("measured-boot-enabled", "/boot/system/tpm/enabled"),
    _if_file("measured-boot-successful", "/config/tpm/measured-boot"),
    fact("model", "s", lambda facts: facts.model),
    fact("physical-cpu-model", "s", lambda facts: facts.cpu_model),
    fact("physical-gpu-model", "s", _gpu_model),
    text("playback-pcm", "/audio/playback-pcm", "00-00", check=pcm),
    fact("safe-graphics", "b", lambda facts: facts.safe_graphics),
    fact("serial", "s", lambda facts: facts.serial),
    live("state", "s", IDLE, _state),
    read_only(flag("system-amt-pt", "/system-amt-pt-active")),
    computed(
        "total-mem",
        "i",
        0,
        lambda host: _capped(host.total_memory_mib()),
        inputs=Inputs.CONST,
        emits="const",
    ),
    live("total-storage", "i", 0, lambda host: _capped(host.files.space_mib(STORAGE)[0])),
    Row("ui-ready", "b", False, _ui_ready, _set_ui_ready, inputs=Inputs.LIVE),
    fact("vendor", "s", lambda facts: facts.vendor),
    fact("wireless-mac", "s", lambda facts: facts.wireless_mac),
    fact("wireless-model", "s", lambda facts: facts.first_of_class(WIRELESS_CLASS)),
)

HOST_BINDINGS: Final = bind(ROWS)
