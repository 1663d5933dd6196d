"""Security labels have numbers, the same label always the same."""

import pytest

from xenvm.xiu.labels import LabelTable


def test_a_label_keeps_its_number():
    table = LabelTable()
    stubdom = table.sid("system_u:system_r:stubdom_t")
    guest = table.sid("system_u:system_r:hvm_guest_t")
    assert stubdom != guest
    assert table.sid("system_u:system_r:stubdom_t") == stubdom


@pytest.mark.parametrize("label", ["", "stubdom_t", "a:b", "a::c", ":b:c"])
def test_a_malformed_label_has_no_number(label):
    assert LabelTable().sid(label) is None


def test_the_table_is_bounded():
    table = LabelTable()
    for number in range(4096):
        assert table.sid(f"u:r:t{number}") is not None
    assert table.sid("u:r:one_more") is None
    assert table.sid("u:r:t0") is not None
