"""Device states are spelled as every Xen driver spells them."""

from xenvm.xenbus import XenbusState


def test_states_are_the_digits_of_the_public_header():
    assert [str(state) for state in XenbusState] == ["1", "2", "3", "4", "5", "6"]
    assert XenbusState.CONNECTED == "4"
