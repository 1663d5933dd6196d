"""The text of generated encoders: as little as the signature needs."""

from __future__ import annotations

import pytest

from rpcgen import sig
from rpcgen.backends.python.marshal import Marshal
from rpcgen.backends.python.pytypes import Annotations


def encoder(signature: str) -> list[str]:
    marshal = Marshal(Annotations())
    name = marshal.encoder(sig.parse_all(signature))
    (text,) = [f for f in marshal.functions() if f.startswith(f"def {name}(")]
    return [line.strip() for line in text.split("\n")[1:]]


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        ("", ['return b""']),
        ("i", ["return _pack_i(result)"]),
        ("b", ["return _pack_b(codec.boolean(result))"]),
        ("bi", ["v0, v1 = result", "return _pack_bi(codec.boolean(v0), v1)"]),
        (
            "s",
            [
                "data = codec.text(result)",
                'return codec.pack_u32(len(data)) + data + b"\\x00"',
            ],
        ),
        ("ay", ["return codec.pack_u32(len(result)) + result"]),
        (
            "ao",
            [
                "data = codec.string_array(result, paths=True)",
                "return codec.pack_u32(len(data)) + data",
            ],
        ),
        (
            "(y)",
            [
                "out = bytearray()",
                "(v0,) = result",
                "out += _pack_y(v0)",
                "return bytes(out)",
            ],
        ),
    ],
)
def test_encoders(signature: str, lines: list[str]) -> None:
    assert encoder(signature) == lines


def test_padding_behind_a_text_is_chosen_by_what_follows() -> None:
    assert "codec.TEXT_TAIL[len(data) & 3]" in "\n".join(encoder("si"))
    assert "codec.TEXT_TAIL" not in "\n".join(encoder("sy"))
    assert encoder("st").count("out += codec.PADDING[-len(out) & 7]") == 1


def test_constant_padding_is_part_of_the_code() -> None:
    assert 'out += b"\\x00\\x00\\x00"' in encoder("ys")
    assert "out += _pack_y(v0)" in encoder("ys")


def test_property_replies_begin_with_a_constant() -> None:
    marshal = Marshal(Annotations())
    marshal.variant(sig.parse_one("t"))
    assert marshal.functions()[0].endswith(
        'return b"\\x01t\\x00\\x00\\x00\\x00\\x00\\x00" + _pack_t(value)'
    )
