"""Annotations of D-Bus types, and names made of signatures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from rpcgen import sig
from rpcgen.backends.python.layout import Group
from rpcgen.backends.python.pytypes import ANNOTATION_CHARACTERS_MAX, Annotations, mangled
from tests.support.signatures import signed_bodies, single_types


@pytest.mark.parametrize(
    ("signature", "annotation"),
    [
        *((code, "int") for code in "ynqiuxth"),
        *((code, "str") for code in "sog"),
        ("b", "bool"),
        ("d", "float"),
        ("v", "codec.Variant"),
        ("ay", "bytes"),
        ("aay", "list[bytes]"),
        ("a{sv}", "dict[str, codec.Variant]"),
        ("(sib)", "tuple[str, int, bool]"),
        ("a(ss)", "list[tuple[str, str]]"),
    ],
)
def test_types(signature: str, annotation: str) -> None:
    assert Annotations().of(sig.parse_one(signature)) == annotation


def test_results_are_none_a_value_or_a_tuple() -> None:
    annotations = Annotations()
    assert annotations.result(()) == "None"
    assert annotations.result(sig.parse_all("s")) == "str"
    assert annotations.result(sig.parse_all("sb")) == "tuple[str, bool]"
    assert annotations.tuple_of(()) == "tuple[()]"
    assert not annotations.uses_variant
    annotations.of(sig.Variant())
    assert annotations.uses_variant


def test_long_types_get_an_alias_after_those_it_uses() -> None:
    annotations = Annotations()
    inner = "(" + "s" * 12 + ")"
    name = annotations.of(sig.parse_one(f"(a{{s{inner}}}a{{i{inner}}})"))
    first, second = annotations.aliases()
    assert first.startswith("_T_rssssssssssss_: TypeAlias = tuple[")
    assert second.startswith(f"{name}: TypeAlias = tuple[")
    assert "dict[str, _T_rssssssssssss_]" in second


def test_an_alias_is_made_on_request() -> None:
    annotations = Annotations()
    assert annotations.within(sig.parse_one("as"), 9) == "list[str]"
    alias = annotations.within(sig.parse_one("as"), 8)
    assert annotations.aliases() == [f"{alias}: TypeAlias = list[str]"]
    assert annotations.shortened(Group("tuple[", ("a", "b"), "]")) == "tuple[a, b]"


@settings(deadline=None)
@given(single_types)
def test_annotations_stay_short(signature: str) -> None:
    assert len(Annotations().of(sig.parse_one(signature))) <= ANNOTATION_CHARACTERS_MAX


@settings(deadline=None)
@given(signed_bodies(), signed_bodies())
def test_different_signatures_have_different_names(
    one: tuple[str, object], other: tuple[str, object]
) -> None:
    assert (mangled(one[0]) == mangled(other[0])) == (one[0] == other[0])
    assert f"_{mangled(one[0])}".isidentifier()
