"""Signatures: what the D-Bus specification allows and where it says no."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from rpcgen import sig
from rpcgen.errors import SignatureError
from tests.support.signatures import single_types


@settings(deadline=None)
@given(single_types)
def test_a_type_spells_its_signature_again(signature: str) -> None:
    assert str(sig.parse_one(signature)) == signature


def test_types_are_told_apart() -> None:
    assert sig.parse_all("sa{s(iv)}ay") == (
        sig.Basic("s"),
        sig.Dict(sig.Basic("s"), sig.Struct((sig.Basic("i"), sig.Variant()))),
        sig.Array(sig.Basic("y")),
    )


@pytest.mark.parametrize(
    ("signature", "position", "reason"),
    [
        ("", 0, "missing"),
        ("ss", 1, "more than one"),
        ("a", 1, "ends inside"),
        ("(s", 2, "ends inside"),
        ("a{s", 3, "ends inside"),
        ("()", 1, "without fields"),
        ("{sv}", 0, "outside an array"),
        ("a{vs}", 2, "not a basic type"),
        ("a{(s)s}", 4, "not a basic type"),
        ("a{s}", 3, "closing brace"),
        ("a{sss}", 4, "exactly one key"),
        ("s)", 1, "closing parenthesis"),
        ("a{s v}", 3, "no type code"),
        ("z", 0, "no type code"),
        ("\u0455", 0, "no type code"),
        ("a" * 33 + "s", 32, "arrays nested"),
        ("(" * 33 + "s" + ")" * 33, 32, "structs nested"),
        ("(" + "s" * 254 + ")", 255, "longer than 255"),
    ],
)
def test_invalid_signatures_are_refused_at_the_character(
    signature: str, position: int, reason: str
) -> None:
    with pytest.raises(SignatureError, match=reason) as caught:
        sig.parse_one(signature)
    assert caught.value.position == position


def test_the_limits_themselves_are_allowed() -> None:
    both = "a" * 32 + "(" * 32 + "s" + ")" * 32
    assert str(sig.parse_one(both)) == both
    assert len(sig.parse_all("s" * 255)) == 255


@pytest.mark.parametrize(
    ("signature", "alignment", "size"),
    [
        ("y", 1, 1),
        ("b", 4, 4),
        ("n", 2, 2),
        ("t", 8, 8),
        ("d", 8, 8),
        ("s", 4, None),
        ("g", 1, None),
        ("v", 1, None),
        ("ay", 4, None),
        ("a{tt}", 4, None),
        ("(y)", 8, None),
    ],
)
def test_alignments_and_sizes(signature: str, alignment: int, size: int | None) -> None:
    type_ = sig.parse_one(signature)
    assert sig.alignment(type_) == alignment
    assert sig.fixed_size(type_) == size
