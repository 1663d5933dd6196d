"""Ready answers for Get and GetAll: kept where the generation allows it, read where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen.runtime.codec import Variant, decode
from rpcgen.runtime.interface import Inputs, PropertyBinding
from rpcgen.runtime.memo import ObjectRef
from rpcgen.runtime.properties import (
    SEGMENT_BYTES,
    VALUE_BYTES_KEPT_MAX,
    VALUES_KEPT_MAX,
    GetAll,
    Row,
    SegmentCache,
    entries_array,
    get_all_key,
    get_key,
)
from tests.support.rpc import prop
from tests.support.signatures import CALM


class Target:
    def __init__(self, **values: object) -> None:
        self.values = values
        self.generation = 0
        self.reads: list[str] = []

    def get(self, name: str) -> object:
        self.reads.append(name)
        value = self.values[name]
        if isinstance(value, Exception):
            raise value
        return value


DEFAULTS = {"s": "default", "i": -1, "as": [], "d": 0.0}


def row(name: str, signature: str, inputs: Inputs = Inputs.OWN) -> Row:
    def get(target: Target) -> object:
        return target.get(name)

    binding = PropertyBinding(name, get, None, signature, inputs, DEFAULTS[signature])
    return Row(prop(name, signature), binding)


class Desk:
    """One GetAll and the faults that it reported."""

    def __init__(self, *rows: Row, bytes_max: int = 1 << 20) -> None:
        self.faults: list[tuple[str, str]] = []
        self.cache = SegmentCache(bytes_max)
        self.get_all = GetAll("a.b", rows, self.cache, self._report)
        self.refs: dict[str, ObjectRef] = {}

    def ask(self, target: Target, path: str = "/x") -> dict[str, object]:
        ref = ObjectRef(path, (), target, lambda target: ())
        (values,) = decode("a{sv}", self.get_all.answer(ref))
        assert list(values) == sorted(values)
        return {name: variant.value for name, variant in values.items()}

    def _report(self, what: str, error: BaseException) -> None:
        self.faults.append((what, str(error)))


def test_an_unchanged_object_is_not_read_again() -> None:
    desk = Desk(row("b", "i"), row("a", "s"), row("c", "as", Inputs.CONST))
    target = Target(a="x", b=1, c=["y"])
    assert desk.ask(target) == {"a": "x", "b": 1, "c": ["y"]}
    target.reads.clear()
    assert desk.ask(target) == {"a": "x", "b": 1, "c": ["y"]}
    assert target.reads == []
    target.values["b"] = 2
    target.generation += 1
    assert desk.ask(target)["b"] == 2


@pytest.mark.parametrize("inputs", [Inputs.LIVE, Inputs.OTHERS])
@pytest.mark.parametrize("name", ["a", "bb", "c"])
def test_live_rows_are_read_each_time_and_keep_their_place(inputs: Inputs, name: str) -> None:
    rows = [row(other, "s") for other in ("a", "bb", "c") if other != name]
    desk = Desk(*rows, row(name, "s", inputs))
    target = Target(a="1", bb="22", c="333")
    assert desk.ask(target) == {"a": "1", "bb": "22", "c": "333"}
    target.reads.clear()
    target.values[name] = "anew"
    assert desk.ask(target) == {"a": "1", "bb": "22", "c": "333", name: "anew"}
    assert target.reads == [name]


def test_only_live_rows() -> None:
    desk = Desk(row("a", "s", Inputs.LIVE), row("b", "as", Inputs.LIVE))
    assert desk.ask(Target(a="1", b=["x"])) == {"a": "1", "b": ["x"]}


def test_another_object_at_the_same_path_is_read() -> None:
    desk = Desk(row("a", "s"))
    assert desk.ask(Target(a="first")) == {"a": "first"}
    assert desk.ask(Target(a="second")) == {"a": "second"}


@pytest.mark.parametrize("inputs", [Inputs.OWN, Inputs.LIVE])
def test_a_failing_getter_leaves_its_default_and_is_reported(inputs: Inputs) -> None:
    desk = Desk(row("a", "s", inputs), row("b", "i"), row("c", "s", inputs))
    target = Target(a="x", b=1, c=OSError("burnt"))
    assert desk.ask(target) == {"a": "x", "b": 1, "c": "default"}
    assert desk.faults == [("property=a.b.c path=/x", "burnt")]
    target.values["c"] = "well again"
    assert desk.ask(target)["c"] == "well again"


def test_a_value_of_the_wrong_type_counts_as_a_failing_getter() -> None:
    desk = Desk(row("a", "s"), row("b", "i"))
    assert desk.ask(Target(a="x", b="many")) == {"a": "x", "b": -1}
    assert len(desk.faults) == 1


def test_the_cache_keeps_the_recently_used_within_its_bytes() -> None:
    desk = Desk(row("a", "s"), bytes_max=3 * (SEGMENT_BYTES + 40))
    targets = {f"/{n}": Target(a=str(n)) for n in range(4)}
    for path in ("/0", "/1", "/2"):
        desk.ask(targets[path], path)
    desk.ask(targets["/0"], "/0")
    desk.ask(targets["/3"], "/3")
    assert [path for path, _ in desk.cache.kept] == ["/2", "/0", "/3"]
    assert desk.cache._bytes <= desk.cache._bytes_max


def test_get_answers_follow_the_value() -> None:
    answer = row("a", "s").answer()
    target = Target(a="x")
    ref = ObjectRef("/", (), target, lambda target: ())
    assert decode("v", answer(ref)) == (Variant("s", "x"),)
    assert answer(ref) is answer(ref)
    target.values["a"] = "y"
    assert decode("v", answer(ref)) == (Variant("s", "y"),)


def test_kept_values_are_bounded() -> None:
    one = row("a", "s")
    answer = one.answer()
    for number in range(VALUES_KEPT_MAX * 3):
        answer(ObjectRef("/", (), Target(a=str(number)), lambda target: ()))
        assert len(one._bodies) <= VALUES_KEPT_MAX
    answer(ObjectRef("/", (), Target(a="x" * VALUE_BYTES_KEPT_MAX), lambda target: ()))
    assert "x" * VALUE_BYTES_KEPT_MAX not in one._bodies


def test_minus_zero_is_not_zero() -> None:
    answer = row("a", "d").answer()
    bodies = [
        answer(ObjectRef("/", (), Target(a=value), lambda target: ())) for value in (0.0, -0.0)
    ]
    assert bodies[0] != bodies[1]


@given(st.dictionaries(st.text("abc-", min_size=1), st.text("xy"), max_size=5))
@CALM
def test_entry_arrays_end_with_their_last_value(values: dict[str, str]) -> None:
    entries = [prop(name, "s").entry(value) for name, value in values.items()]
    wanted = {name: Variant("s", value) for name, value in values.items()}
    assert decode("a{sv}", entries_array(entries)) == (wanted,)


def test_keys_are_the_argument_bytes() -> None:
    assert decode("ss", get_key("a.b", "c-d")) == ("a.b", "c-d")
    assert decode("s", get_all_key("a.b")) == ("a.b",)
