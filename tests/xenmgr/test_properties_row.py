"""The kinds of rows: what each reads, writes, removes and announces."""

from __future__ import annotations

import dataclasses

import pytest

from rpcgen.runtime.errors import Failed
from rpcgen.runtime.interface import Inputs
from tests.support.targets import FakeVm
from xenmgr.errors import XenmgrError
from xenmgr.properties import row
from xenmgr.properties.validate import between


def test_a_flag_reads_every_word_of_the_database_and_writes_two() -> None:
    each = row.flag("acpi", "config/acpi")
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    for text, value in words.items():
        assert each.get(FakeVm({"config/acpi": text})) is value
    vm = FakeVm()
    each.set(vm, True)
    assert vm.keys == {"config/acpi": "true"}
    each.set(vm, False)
    assert vm.keys == {"config/acpi": "false"}


@pytest.mark.parametrize("text", ["TRUE", "", "on", " true"])
def test_a_flag_names_the_text_and_the_path_that_it_cannot_read(text: str) -> None:
    vm = FakeVm({"config/acpi": text})
    with pytest.raises(Failed) as caught:
        row.flag("acpi", "config/acpi").get(vm)
    assert caught.value.text == (
        f"unexpected boolean text representation: {text}"
        " while reading /vm/00000000-0000-0000-0000-000000000001/config/acpi"
    )


@pytest.mark.parametrize(
    "text",
    ["", "x", "1.5", "2147483648", "-2147483649", "٣", "1_0", "+5", "- 5", "9" * 5_000],
    ids=lambda text: text[:12],
)
def test_a_number_that_is_none_or_too_large_for_its_type_cannot_be_read(text: str) -> None:
    with pytest.raises(Failed) as caught:
        row.number("memory", "config/memory").get(FakeVm({"config/memory": text}))
    assert caught.value.text == "Prelude.read: no parse"


@pytest.mark.parametrize("value", [0, -1, 2147483647, -2147483648])
def test_a_number_survives_the_round_trip_at_its_limits(value: int) -> None:
    each, vm = row.number("time-offset", "time-offset"), FakeVm()
    each.set(vm, value)
    assert vm.get("time-offset") == str(value)
    assert each.get(vm) == value


def test_a_removing_number_takes_the_key_away_and_is_still_checked_above() -> None:
    each = row.number("memory-min", "m", check=between(1, 10), removed_below=1)
    vm = FakeVm({"m": "5"})
    each.set(vm, -3)
    assert vm.keys == {}
    assert vm.told == [("remove", "m")]
    with pytest.raises(XenmgrError):
        each.set(vm, 11)


def test_a_text_can_be_stripped_and_removed_by_nothing() -> None:
    vm = FakeVm()
    row.text("name", "name", strip=True).set(vm, "  my vm \n")
    assert vm.get("name") == "my vm"
    row.text("name", "name", empty_removes=True).set(vm, "")
    assert vm.keys == {}


def test_a_refused_value_reaches_nothing() -> None:
    vm = FakeVm({"config/bios": "seabios"})
    with pytest.raises(XenmgrError) as caught:
        row.word("bios", "config/bios", "seabios", ("seabios", "ovmf")).set(vm, "x")
    assert caught.value.text == "290:bios cannot be 'x', allowed is seabios or ovmf."
    assert vm.keys == {"config/bios": "seabios"}


def test_a_choice_removes_its_key_for_the_word_that_stands_for_none() -> None:
    each = row.choice("snapshot", "s", "none", ("none", "temporary"), removed_by="none")
    vm = FakeVm()
    each.set(vm, "temporary")
    assert each.get(vm) == "temporary"
    each.set(vm, "none")
    assert vm.keys == {}
    assert each.get(vm) == "none"


def test_a_permission_is_kept_as_its_opposite() -> None:
    each, vm = row.permission("vm-creation-allowed", "/vm-create-disallowed"), FakeVm()
    assert each.get(vm) is True
    each.set(vm, False)
    assert vm.keys == {"/vm-create-disallowed": "true"}
    assert each.get(vm) is False
    each.set(vm, True)
    assert vm.keys == {}


def test_a_switch_writes_only_when_its_value_changes() -> None:
    each, vm = row.switch("enabled", "enable", True), FakeVm()
    each.set(vm, True)
    assert vm.keys == {}
    each.set(vm, False)
    each.set(vm, True)
    assert vm.keys == {"enable": "true"}
    vm.keys["enable"] = "1"
    each.set(vm, True)
    assert vm.keys == {"enable": "1"}
    vm.keys["enable"] = "weird"
    each.set(vm, True)
    assert vm.keys == {"enable": "true"}


def test_an_effect_follows_each_accepted_set_and_no_refused_one() -> None:
    seen: list[FakeVm] = []
    each = row.then(row.number("n", "n", check=between(1, 2)), seen.append)
    vm = FakeVm()
    each.set(vm, 1)
    each.set(vm, 1)
    with pytest.raises(XenmgrError):
        each.set(vm, 3)
    assert seen == [vm, vm]


def test_a_feature_of_later_is_named_while_the_value_asks_for_it() -> None:
    each = row.needs_later(row.flag("amt-pt", "amt-pt"), "AMT")
    assert each.later(FakeVm()) is None
    assert each.later(FakeVm({"amt-pt": "true"})) == "AMT"


def test_binding_guards_what_is_guarded_and_can_silence_all() -> None:
    def guard(vm: FakeVm) -> None:
        raise XenmgrError(202)

    rows = (
        row.flag("a", "a"),
        dataclasses.replace(row.flag("b", "b"), guarded=False),
        row.read_only(row.flag("c", "c")),
    )
    guarded, open_, fixed = row.bind(rows, guard, emits="false")
    vm = FakeVm()
    with pytest.raises(XenmgrError):
        guarded.set(vm, True)
    open_.set(vm, True)
    assert vm.keys == {"b": "true"}
    assert fixed.set is None
    assert {guarded.emits, open_.emits, fixed.emits} == {"false"}
    assert guarded.inputs is Inputs.OWN


def test_the_names_of_a_key_leave_out_what_is_never_announced() -> None:
    rows = (
        row.flag("b", "k"),
        row.flag("a", "k"),
        row.computed("c", "b", False, bool, keys=("k",), emits="false"),
    )
    assert row.names_by_key(rows) == {"k": ("a", "b")}


@pytest.mark.parametrize(("text", "number"), [("007", 7), (" -5\n", -5), ("0", 0)])
def test_a_number_is_read_from_decimal_digits(text: str, number: int) -> None:
    assert row.number_of(text) == number
