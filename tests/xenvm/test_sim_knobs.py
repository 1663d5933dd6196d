"""Knobs: one row a VM, the default for all others, checked when set."""

import pytest

from tests.support.xiu import uuid_of
from xenvm.ids import NDVM_UUID
from xenvm.sim.knobs import Behaviour, GuestKnobs, KnobTable
from xenvm.units import seconds


def test_the_defaults_are_those_of_the_house():
    knobs = KnobTable().for_uuid(uuid_of(1))
    assert (knobs.boot_ns, knobs.shutdown_ns, knobs.balloon_ns) == (
        seconds(3),
        seconds(2),
        seconds(1),
    )
    assert knobs.create_ns == seconds(0.2)
    assert knobs.behaviour is Behaviour.NORMAL
    assert knobs.sentinel == "booted"


def test_changes_accumulate_and_touch_one_vm_only():
    table = KnobTable()
    table.set(uuid_of(1), boot_ns=seconds(1))
    table.set(uuid_of(1), behaviour=Behaviour.CRASHES_AT_BOOT)
    knobs = table.for_uuid(uuid_of(1))
    assert (knobs.boot_ns, knobs.behaviour) == (seconds(1), Behaviour.CRASHES_AT_BOOT)
    assert table.for_uuid(uuid_of(2)) is table.default
    table.forget(uuid_of(1))
    table.forget(uuid_of(1))
    assert table.for_uuid(uuid_of(1)) is table.default


def test_a_new_default_reaches_every_vm_without_settings_of_its_own():
    table = KnobTable()
    table.set(uuid_of(1), boot_ns=seconds(1))
    table.set_default(shutdown_ns=seconds(9))
    assert table.for_uuid(uuid_of(2)).shutdown_ns == seconds(9)
    assert table.for_uuid(uuid_of(1)).shutdown_ns == seconds(2)


def test_the_network_domain_serves_devices():
    assert KnobTable().for_uuid(NDVM_UUID).driver_domain


def test_an_unknown_knob_is_refused():
    with pytest.raises(TypeError):
        KnobTable().set(uuid_of(1), boots_ns=1)


@pytest.mark.parametrize("change", [{"boot_ns": -1}, {"answer_ns": -1}, {"jitter": -0.1}])
def test_a_negative_delay_is_refused_and_changes_nothing(change):
    table = KnobTable()
    with pytest.raises(ValueError, match="negative"):
        table.set(uuid_of(1), **change)
    assert table.for_uuid(uuid_of(1)) == GuestKnobs()


@pytest.mark.parametrize(
    ("text", "node"),
    [("", ""), ("/", ""), ("attr/booted", "attr/booted"), ("/attr/booted/", "attr/booted")],
)
def test_the_sentinel_is_a_node_below_the_home_or_nothing(text, node):
    table = KnobTable()
    table.set_text(uuid_of(1), "sentinel", text)
    assert table.texts(uuid_of(1))["sentinel"] == node


@pytest.mark.parametrize("text", ["no path", "a//b", "a" * 257])
def test_a_sentinel_that_is_no_path_is_refused(text):
    table = KnobTable()
    with pytest.raises(ValueError, match="path of a node"):
        table.set_text(uuid_of(1), "sentinel", text)
    assert table.for_uuid(uuid_of(1)) is table.default
