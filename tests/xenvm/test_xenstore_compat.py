import pytest

from xenvm.xenstore.compat import Compat


def test_the_setting_is_the_number_of_a_xen() -> None:
    assert [Compat(text) for text in ("4.17", "4.22")] == [Compat.XEN_4_17, Compat.XEN_4_22]
    with pytest.raises(ValueError, match=r"4\.18"):
        Compat("4.18")
