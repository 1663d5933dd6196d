"""Writers of single types in both byte orders."""

import pytest

from rpcgen.runtime.parts import EncodeError, Variant
from rpcgen.runtime.writers import writer_of


def written(kind: str, value: object, order: str = "<", before: int = 0) -> bytes:
    out = bytearray(before)
    writer_of(kind, order)(out, value, 0)
    return bytes(out[before:])


@pytest.mark.parametrize(
    ("kind", "value", "before", "data"),
    [
        ("y", 7, 3, b"\7"),
        ("q", 7, 3, b"\0\7\0"),
        ("u", 7, 1, b"\0\0\0\7\0\0\0"),
        ("b", True, 4, b"\1\0\0\0"),
        ("g", "as", 0, b"\2as\0"),
        ("s", "é", 0, b"\2\0\0\0\xc3\xa9\0"),
        ("at", [], 0, b"\0\0\0\0\0\0\0\0"),
        ("at", [1], 4, b"\x08\0\0\0\1\0\0\0\0\0\0\0"),
        ("a{sv}", {"a": Variant("y", 1)}, 0, b"\x0a\0\0\0\0\0\0\0\1\0\0\0a\0\1y\0\1"),
        ("ay", b"\1\2", 0, b"\2\0\0\0\1\2"),
        ("ay", bytearray(b"\1"), 0, b"\1\0\0\0\1"),
        ("an", (1, 2), 0, b"\4\0\0\0\1\0\2\0"),
        ("as", ("a", "b"), 0, b"\x0e\0\0\0\1\0\0\0a\0\0\0\1\0\0\0b\0"),
    ],
)
def test_each_type_is_written_at_its_alignment(
    kind: str, value: object, before: int, data: bytes
) -> None:
    assert written(kind, value, before=before) == data


def test_big_endian_lengths_and_numbers() -> None:
    assert written("au", [1], ">") == b"\0\0\0\4\0\0\0\1"
    assert written("s", "a", ">") == b"\0\0\0\1a\0"


@pytest.mark.parametrize(("kind", "value"), [("as", {"a": 1}), ("ai", b"12"), ("(s)", "a")])
def test_scalars_are_no_containers(kind: str, value: object) -> None:
    with pytest.raises(EncodeError):
        written(kind, value)
