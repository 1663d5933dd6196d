"""Readers of single types at any offset and in both byte orders."""

import struct

import pytest

from rpcgen.runtime.parts import DecodeError, Variant
from rpcgen.runtime.readers import reader_of


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        ("y", b"\xfe", 254),
        ("n", b"\xfe\xff", -2),
        ("q", b"\xfe\xff", 65534),
        ("i", b"\xfe\xff\xff\xff", -2),
        ("u", b"\1\0\0\0", 1),
        ("h", b"\1\0\0\0", 1),
        ("x", b"\xfe" + b"\xff" * 7, -2),
        ("t", b"\1" + bytes(7), 1),
        ("d", struct.pack("<d", 0.1), 0.1),
        ("b", b"\1\0\0\0", True),
        ("ay", b"\2\0\0\0\7\x08", b"\7\x08"),
        ("an", b"\4\0\0\0\1\0\2\0", [1, 2]),
        ("a{yy}", b"\2\0\0\0\0\0\0\0\1\2", {1: 2}),
        ("(yy)", b"\1\2", (1, 2)),
        ("v", b"\1y\0\7", Variant("y", 7)),
        ("as", b"\0\0\0\0", []),
        ("at", b"\0\0\0\0\0\0\0\0", []),
    ],
)
def test_each_type_is_read(kind: str, data: bytes, value: object) -> None:
    assert reader_of(kind, "<")(data, 0, 0) == (value, len(data))
    assert reader_of(kind, "<")(bytes(8) + data, 8, 0) == (value, 8 + len(data))


def test_big_endian_numbers_and_texts() -> None:
    assert reader_of("u", ">")(b"\0\0\1\0", 0, 0) == (256, 4)
    assert reader_of("s", ">")(b"\0\0\0\1a\0", 0, 0) == ("a", 6)
    assert reader_of("ao", ">")(b"\0\0\0\6\0\0\0\1/\0", 0, 0) == (["/"], 10)


def test_a_text_that_ends_behind_the_body_is_refused_in_both_orders() -> None:
    for order, length in (("<", b"\4\0\0\0"), (">", b"\0\0\0\4")):
        with pytest.raises(DecodeError):
            reader_of("s", order)(length + b"abc", 0, 0)


def test_an_element_must_end_with_its_array() -> None:
    with pytest.raises(DecodeError, match="array ends at"):
        reader_of("a(ss)", "<")(b"\x0a\0\0\0\0\0\0\0\1\0\0\0a\0\0\0\1\0\0\0b\0", 0, 0)
