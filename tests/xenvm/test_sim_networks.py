"""The table of networks: stock ones on dom0, others by whoever serves them."""

from xenvm.ids import DOM0, Domid
from xenvm.sim.networks import Networks


def test_the_stock_networks_are_served_by_dom0():
    networks = Networks()
    assert networks.names() == ("/wired/0/bridged", "/wired/0/shared", "/internal")
    assert {networks.backend_of(name) for name in networks.names()} == {DOM0}


def test_an_unknown_network_has_no_backend():
    assert Networks().backend_of("/wired/9/bridged") is None


def test_a_network_may_move_and_go():
    networks = Networks()
    networks.serve("/wired/0/bridged", Domid(7))
    networks.serve("/wired/1/bridged", Domid(7))
    assert networks.backend_of("/wired/0/bridged") == 7
    networks.remove("/wired/1/bridged")
    networks.remove("/wired/1/bridged")
    assert "/wired/1/bridged" not in networks.names()
