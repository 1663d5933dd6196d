"""The text of generated decoders: constant offsets while they last, every check in place."""

from __future__ import annotations

import pytest

from rpcgen import sig
from rpcgen.backends.python.marshal import Marshal
from rpcgen.backends.python.pytypes import Annotations


def decoder(signature: str) -> str:
    marshal = Marshal(Annotations())
    name = marshal.decoder(sig.parse_all(signature))
    (text,) = [f for f in marshal.functions() if f.startswith(f"def {name}(")]
    return text


@pytest.mark.parametrize(
    ("signature", "parts"),
    [
        ("", ["codec.expect_end(body, 0)", "return ()"]),
        ("ii", ["v0, v1 = _unpack_ii(body, 0)", "codec.expect_end(body, 8)"]),
        ("is", ["(v0,) = _unpack_i(body, 0)", "v1, at = codec.read_string(body, 4)"]),
        ("yi", ["_unpack_y_3_i(body, 0)", "codec.expect_zero(body, 1, 4)"]),
        ("b", ["if v0 > 1:", "return (v0 == 1,)"]),
        ("so", ["codec.read_string(body, 0)", "codec.read_path(body, at)"]),
        ("st", ["at = _aligned(body, at, 8)", "at += 8", "codec.expect_end(body, at)"]),
        ("v", ["codec.read_variant(body, 0, 0)"]),
        ("(v)", ["codec.read_variant(body, 0, 1)"]),
        ("a{sv}", ["_read_aesv_(body, 0, 0)"]),
        ("(as)", ["_read_as(body, 0)", "v1 = (v0,)"]),
    ],
)
def test_decoders(signature: str, parts: list[str]) -> None:
    text = decoder(signature)
    assert [part for part in parts if part not in text] == []


def test_variants_count_the_containers_around_them() -> None:
    marshal = Marshal(Annotations())
    marshal.decoder(sig.parse_all("a{sv}"))
    text = "\n".join(marshal.functions())
    assert "def _read_aesv_(body: bytes, at: int, depth: int)" in text
    assert "codec.read_variant(body, at, depth + 2)" in text
