"""The generic codec against dbus-next's marshaller, and against hostile bytes."""

import contextlib
import json
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rpcgen.runtime.codec import (
    DecodeError,
    EncodeError,
    Variant,
    decode,
    decoder,
    encode,
    encode_at,
    read_variant,
    reader,
)
from tests.support.next_marshaller import next_decode, next_encode
from tests.support.signatures import CALM, bodies_of, signed_bodies, single_types, values_of

CONTRACT = Path(__file__).parents[1] / "data" / "idl_contract.json"


def openxt_signatures() -> list[str]:
    """Every argument list and property type of the OpenXT interfaces."""
    found = set()
    for document in json.loads(CONTRACT.read_text()).values():
        for interface in document["interfaces"].values():
            for method in interface["methods"].values():
                for direction in ("in", "out"):
                    found.add("".join(arg[1] for arg in method[direction]))
            found.update("".join(arg[1] for arg in row) for row in interface["signals"].values())
            found.update(row[0] for row in interface["properties"].values())
    return sorted(found)


@pytest.mark.parametrize("signature", openxt_signatures())
@given(data=st.data())
@settings(CALM, max_examples=8)
def test_openxt_bodies_are_as_dbus_next_makes_them(signature: str, data: st.DataObject) -> None:
    values = data.draw(bodies_of(signature))
    body = encode(signature, values)
    assert body == next_encode(signature, values)
    assert decode(signature, body) == values
    assert next_decode(signature, encode(signature, values, little=False), False) == values


@given(signed_bodies())
@CALM
def test_any_body_is_as_dbus_next_makes_it(pair: tuple[str, tuple[object, ...]]) -> None:
    signature, values = pair
    body = encode(signature, values)
    assert body == next_encode(signature, values)
    assert decode(signature, body) == values


@given(signed_bodies())
@CALM
def test_big_endian_bodies_are_as_dbus_next_reads_them(
    pair: tuple[str, tuple[object, ...]],
) -> None:
    signature, values = pair
    body = encode(signature, values, little=False)
    assert next_decode(signature, body, False) == values
    assert decode(signature, body, little=False) == values


@given(signed_bodies(), st.data())
@CALM
def test_a_cut_body_is_refused(pair: tuple[str, tuple[object, ...]], data: st.DataObject) -> None:
    signature, values = pair
    body = encode(signature, values)
    if body:
        cut = data.draw(st.integers(0, len(body) - 1))
        with pytest.raises(DecodeError):
            decode(signature, body[:cut])


@given(signed_bodies(), st.data(), st.booleans())
@CALM
def test_a_flipped_bit_is_refused_or_gives_values_that_encode_again(
    pair: tuple[str, tuple[object, ...]], data: st.DataObject, little: bool
) -> None:
    signature, values = pair
    body = bytearray(encode(signature, values, little))
    if not body:
        return
    bit = data.draw(st.integers(0, 8 * len(body) - 1))
    body[bit // 8] ^= 1 << bit % 8
    try:
        read = decode(signature, bytes(body), little)
    except DecodeError:
        return
    again = encode(signature, read, little)
    # A dictionary may have lost a key that is there twice now; all else is the same bytes.
    assert again == bytes(body) or "{" in signature or "v" in signature


@given(st.text("aybnqiuxtdsoghv(){}", max_size=12), st.binary(max_size=60), st.booleans())
@CALM
def test_garbage_is_refused_or_read_but_never_another_error(
    signature: str, body: bytes, little: bool
) -> None:
    with contextlib.suppress(DecodeError):
        decode(signature, body, little)


@pytest.mark.parametrize(
    ("signature", "body", "reason"),
    [
        ("b", b"\2\0\0\0", "boolean"),
        ("s", b"\1\0\0\0ab", "NUL"),
        ("s", b"\3\0\0\0a\0b\0", "NUL"),
        ("s", b"\1\0\0\0\xff\0", "UTF-8"),
        ("s", b"\3\0\0\0\xed\xa0\x80\0", "UTF-8"),
        ("o", b"\3\0\0\0/a/\0", "object path"),
        ("o", b"\0\0\0\0\0", "object path"),
        ("o", b"\3\0\0\0a/b\0", "object path"),
        ("g", b"\2a{\0", "dictionary key"),
        ("yi", b"\1\0\1\0\0\0\0\0", "padding"),
        ("i", b"\0\0\0\0\0", "behind the last"),
        ("ai", b"\3\0\0\0\0\0\0", "inside an element"),
        ("as", b"\7\0\0\0\1\0\0\0a\0", "behind the body"),
        ("as", b"\3\0\0\0\1\0\0\0a\0", "last element at"),
        ("ay", b"\1\0\0\4" + b"a" * 10, "at most"),
        ("at", b"\0\0\0\0\1\0\0\0", "padding"),
        ("v", b"\2ii\0" + bytes(8), "one complete type"),
        ("v", b"\0\0", "one complete type"),
        ("v", b"\1", "NUL"),
        ("(", b"", "type expected"),
    ],
)
def test_invalid_bodies_are_refused_with_the_reason(
    signature: str, body: bytes, reason: str
) -> None:
    with pytest.raises(DecodeError, match=reason):
        decode(signature, body)


def test_variants_nest_up_to_64_containers() -> None:
    value: object = 7
    for depth in range(70):
        kind = "i" if depth == 0 else "v"
        value = Variant(kind, value)
        body = (b"\1v\0" * depth) + b"\1i\0" + bytes(-(3 * (depth + 1)) % 4) + b"\7\0\0\0"
        if depth < 64:
            assert decode("v", body) == (value,)
            assert encode("v", (value,)) == body
        else:
            with pytest.raises(DecodeError, match="nested"):
                decode("v", body)
            with pytest.raises(EncodeError, match="nested"):
                encode("v", (value,))


@pytest.mark.parametrize(
    ("signature", "value"),
    [
        ("i", 2**31),
        ("u", -1),
        ("y", 256),
        ("i", "7"),
        ("i", None),
        ("i", 1.5),
        ("b", 2),
        ("b", "true"),
        ("s", 7),
        ("s", b"bytes"),
        ("s", "a\0b"),
        ("s", "\ud800"),
        ("o", "no/path"),
        ("o", "/trailing/"),
        ("g", "a{"),
        ("as", "letters"),
        ("as", [1]),
        ("ai", "12"),
        ("ai", {1: 2}),
        ("ay", [1, 2]),
        ("a{ss}", ["ab"]),
        ("a{si}", {"a": "b"}),
        ("(si)", ("a",)),
        ("(ss)", "ab"),
        ("v", 7),
        ("v", Variant("ii", (1, 2))),
    ],
)
def test_values_of_the_wrong_type_are_refused(signature: str, value: object) -> None:
    with pytest.raises(EncodeError):
        encode(signature, (value,))


def test_the_number_of_values_is_checked() -> None:
    with pytest.raises(EncodeError, match="1 values for signature 'ss'"):
        encode("ss", ("a",))


@given(single_types.filter(lambda kind: len(kind) < 200), st.integers(0, 40), st.data())
@CALM
def test_a_value_at_an_offset_is_the_tail_of_a_body_with_bytes_before_it(
    kind: str, offset: int, data: st.DataObject
) -> None:
    value = data.draw(values_of(kind))
    before = (1,) * offset
    whole = encode("y" * offset + kind, (*before, value))
    assert encode_at(kind, value, offset) == whole[offset:]
    assert reader(kind)(whole, offset, 0) == (value, len(whole))


def test_read_variant_reads_at_an_offset() -> None:
    assert read_variant(b"\xff\1u\0\5\0\0\0", 1) == (Variant("u", 5), 8)


def test_decoders_are_kept() -> None:
    assert decoder("a{sv}") is decoder("a{sv}")


def test_arrays_beyond_64_mib_are_refused() -> None:
    with pytest.raises(EncodeError, match="at most"):
        encode("ay", (bytes((64 << 20) + 1),))
    with pytest.raises(DecodeError, match="at most"):
        decode("ay", struct.pack("<I", (64 << 20) + 1))
