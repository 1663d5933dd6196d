"""Rows of com.citrix.xenclient.vmnic. Keys below config/nic/<id>/ of the VM."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from xenmgr.errors import refused
from xenmgr.mac import derived_mac
from xenmgr.properties import validate
from xenmgr.properties.row import Row, bind, computed, flag, read_text, switch, text
from xenmgr.properties.targets import Keyed, NicTarget, VmTarget

NIC_INTERFACE: Final = "com.citrix.xenclient.vmnic"

DEFAULT_NETWORK: Final = "/wired/0/bridged"
DERIVED_MAC: Final = "auto"

# Names of older releases, still accepted when a network is set.
LEGACY_NETWORKS: Final = {
    "brbridged": "/wired/0/bridged",
    "brshared": "/wired/0/shared",
    "brwireless": "/wifi/0/shared",
    "brinternal": "/internal",
}


def address(nic_id: int, uuid: str, stored: str | None) -> str:
    """The MAC that a NIC really has, for what is stored as its mac."""
    return stored if stored and stored != DERIVED_MAC else derived_mac(nic_id, uuid)


def network_key(nic_id: int) -> str:
    """The key of a NIC's network, relative to the VM."""
    return f"config/nic/{nic_id}/network"


def read_network(target: Keyed, key: str) -> str:
    """The object path of the network that a leaf names."""
    return target.get(key) or DEFAULT_NETWORK


def set_network_of(vm: VmTarget, nic_id: int, property_name: str, value: str) -> None:
    """Gives the NIC another network; a running VM's card moves at once."""
    wanted = LEGACY_NETWORKS.get(value, value)
    allowed = validate.network(wanted)
    if allowed is not None:
        raise refused(property_name, value, allowed)
    if vm.put(network_key(nic_id), wanted):
        vm.nic_network_changed(nic_id)


def _network(nic: NicTarget) -> str:
    return read_network(nic, "network")


def _set_network(nic: NicTarget, value: str) -> None:
    set_network_of(nic.vm, nic.id, "network", value)


def _mac(nic: NicTarget) -> str:
    return nic.get("mac") or DERIVED_MAC


def _set_mac(nic: NicTarget, value: str) -> None:
    allowed = validate.mac(value)
    if allowed is not None:
        raise refused("mac", value, allowed)
    if value == DERIVED_MAC:
        nic.remove("mac")
    else:
        nic.put("mac", value)


def _mac_actual(nic: NicTarget) -> str:
    return address(nic.id, nic.vm.uuid, nic.get("mac"))


def _wireless_driver() -> Row[Keyed]:
    """false takes the key away."""

    def set_value(target: Keyed, value: bool) -> None:
        if value:
            target.put("wireless-driver", "true")
        else:
            target.remove("wireless-driver")

    return replace(flag("wireless-driver", "wireless-driver"), set=set_value)


def _model() -> Row[Keyed]:
    """Empty stands for the default, also when it is stored."""
    stored = read_text("model", "")
    row = text("model", "model", "e1000", empty_removes=True)
    return replace(row, get=lambda target: stored(target) or "e1000")


ROWS: tuple[Row[NicTarget], ...] = (
    text("backend-name", "backend-name", empty_removes=True),
    text(
        "backend-uuid",
        "backend-uuid",
        check=validate.uuid_or_empty,
        empty_removes=True,
    ),
    switch("enabled", "enable", True),
    Row("mac", "s", DERIVED_MAC, _mac, _set_mac, ("mac",)),
    computed("mac-actual", "s", "", _mac_actual, keys=("mac",)),
    _model(),
    Row("network", "s", DEFAULT_NETWORK, _network, _set_network, ("network",)),
    _wireless_driver(),
)

NIC_BINDINGS: Final = bind(ROWS)
