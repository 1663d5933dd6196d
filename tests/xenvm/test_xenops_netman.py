"""Who serves a NIC."""

from dataclasses import replace

import pytest

from tests.support.toolstack import NIC0
from xenvm.errors import NetworkUnknown
from xenvm.ids import DOM0, Domid
from xenvm.sim.networks import Networks
from xenvm.xenops.netman import backend_of_nic


def test_the_network_decides_unless_the_nic_does() -> None:
    networks = Networks()
    assert backend_of_nic(networks, NIC0) == DOM0
    networks.serve("/wired/0/bridged", Domid(7))
    assert backend_of_nic(networks, NIC0) == 7
    assert backend_of_nic(networks, replace(NIC0, backend_domid=Domid(9))) == 9


def test_an_unknown_network_is_named() -> None:
    with pytest.raises(NetworkUnknown) as caught:
        backend_of_nic(Networks(), replace(NIC0, network="/wifi/9/bridged"))
    assert caught.value.network == "/wifi/9/bridged"
