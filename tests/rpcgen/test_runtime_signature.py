"""Signatures: what is one, where it is cut, where the limits are."""

import pytest

from rpcgen.runtime.signature import SignatureError, complete_types, single_type


@pytest.mark.parametrize(
    ("signature", "types"),
    [
        ("", ()),
        ("s", ("s",)),
        ("ssv", ("s", "s", "v")),
        ("a{sv}as", ("a{sv}", "as")),
        ("(i(sa{oa{sv}}))x", ("(i(sa{oa{sv}}))", "x")),
        ("aaai", ("aaai",)),
        ("a" * 32 + "y", ("a" * 32 + "y",)),
        ("(" * 32 + "y" + ")" * 32, ("(" * 32 + "y" + ")" * 32,)),
        ("y" * 255, ("y",) * 255),
    ],
)
def test_signatures_are_cut_into_complete_types(signature: str, types: tuple[str, ...]) -> None:
    assert complete_types(signature) == types


@pytest.mark.parametrize(
    "signature",
    [
        "a",
        "aa",
        "(",
        "()",
        "(s",
        "s)",
        "{ss}",
        "a{s}",
        "a{sss}",
        "a{vs}",
        "a{(s)s}",
        "a{ss",
        "a{",
        "a{s",
        "e",
        "m",
        "s s",
        "ä",
        "a" * 33 + "y",
        "(" * 33 + "y" + ")" * 33,
        "y" * 256,
    ],
)
def test_what_is_no_signature_is_refused(signature: str) -> None:
    with pytest.raises(SignatureError):
        complete_types(signature)


@pytest.mark.parametrize("signature", ["", "ss", "a{ss}i"])
def test_a_variant_holds_exactly_one_type(signature: str) -> None:
    with pytest.raises(SignatureError, match="not one complete type"):
        single_type(signature)


def test_one_type_is_itself() -> None:
    assert single_type("a(ss)") == "a(ss)"
