"""Generated encoders and decoders say what the generic codec says, for any signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rpcgen import sig
from rpcgen.backends.python.marshal import Marshal
from rpcgen.backends.python.pytypes import Annotations
from rpcgen.runtime import codec
from tests.support.signatures import signed_bodies, single_types, values_of

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PRELUDE = """
import struct
from collections.abc import Callable
from functools import cache
from typing import TypeAlias
from rpcgen.runtime import codec
"""


class Generated:
    """The functions of one signature, compiled."""

    def __init__(self, signature: str) -> None:
        self.types = sig.parse_all(signature)
        annotations = Annotations()
        marshal = Marshal(annotations)
        names = {"encode": marshal.encoder(self.types), "decode": marshal.decoder(self.types)}
        if len(self.types) == 1:
            names["variant"] = marshal.variant(self.types[0])
            names["entry"] = marshal.entry(self.types[0])
        parts = [*annotations.aliases(), *marshal.constants(), *marshal.functions()]
        self.text = PRELUDE + "\n".join(parts)
        module: dict[str, Any] = {}
        exec(compile(self.text, signature, "exec"), module)
        self.functions = {role: module[name] for role, name in names.items()}

    def __getattr__(self, role: str) -> Callable[..., Any]:
        return self.functions[role]

    def encoded(self, values: tuple[object, ...]) -> bytes:
        return self.encode(None if not values else values[0] if len(values) == 1 else values)


def bent(body: bytes) -> st.SearchStrategy[bytes]:
    """The body, or the body cut, lengthened or changed in one byte."""
    cut = st.integers(0, len(body)).map(lambda size: body[:size])
    longer = st.binary(min_size=1, max_size=8).map(lambda more: body + more)
    if not body:
        return st.just(body) | longer
    changed = st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255)).map(
        lambda change: body[: change[0]] + bytes((change[1],)) + body[change[0] + 1 :]
    )
    return st.just(body) | cut | longer | changed


@MANY
@given(signed_bodies())
def test_generated_code_agrees_with_the_generic_codec(pair: tuple[str, tuple[Any, ...]]) -> None:
    signature, values = pair
    generated = Generated(signature)
    body = codec.encode(signature, values)
    assert generated.encoded(values) == body
    assert generated.decode(body) == codec.decode(signature, body) == values


@MANY
@given(signed_bodies(), st.data())
def test_generated_decoders_refuse_what_the_generic_codec_refuses(
    pair: tuple[str, tuple[Any, ...]], data: st.DataObject
) -> None:
    signature, values = pair
    generated = Generated(signature)
    body = data.draw(bent(codec.encode(signature, values)), label="body")
    try:
        expected = codec.decode(signature, body)
    except codec.DecodeError:
        with pytest.raises(codec.DecodeError):
            generated.decode(body)
    else:
        # Bytes, since one not-a-number does not equal another.
        assert codec.encode(signature, generated.decode(body)) == codec.encode(signature, expected)


@MANY
@given(single_types, st.text("abc-_", min_size=1, max_size=12), st.data())
def test_property_replies_and_entries_are_those_of_the_codec(
    signature: str, name: str, data: st.DataObject
) -> None:
    value = data.draw(values_of(signature), label="value")
    generated = Generated(signature)
    variant = codec.Variant(signature, value)
    assert generated.variant(value) == codec.encode("v", (variant,))
    entry = generated.entry(name)(value)
    # Behind eight bytes that stand for the length of the array and its padding.
    array = codec.encode("a{sv}", ({name: variant},))[8:]
    assert entry == array + bytes(-len(array) % 8)


@pytest.mark.parametrize(
    ("signature", "value"),
    [
        ("s", 7),
        ("s", "a\0b"),
        ("s", "\ud800"),
        ("o", "no/slash"),
        ("g", "a{"),
        ("i", "7"),
        ("i", 1 << 31),
        ("y", -1),
        ("b", "yes"),
        ("d", "x"),
        ("as", "text"),
        ("ay", "text"),
        ("a{ss}", ["a"]),
        ("(si)", ("a",)),
        ("v", "not a variant"),
    ],
)
def test_encoders_refuse_values_of_another_type(signature: str, value: object) -> None:
    generated = Generated(signature)
    with pytest.raises(codec.ENCODE_FAULTS):
        generated.encode(value)
    with pytest.raises(codec.ENCODE_FAULTS):
        generated.entry("name")(value)


def test_entry_encoders_are_shared_by_properties_of_one_name_and_type() -> None:
    generated = Generated("s")
    assert generated.entry("name") is generated.entry("name")


def test_numbers_side_by_side_are_packed_at_once() -> None:
    text = Generated("yyxiu").text
    assert 'struct.Struct("<BB6xqiI").pack' in text
    assert text.count("out +=") == 0


def test_functions_come_in_the_order_of_their_names() -> None:
    annotations = Annotations()
    one, other = Marshal(annotations), Marshal(annotations)
    for signature in ("s", "i", "as"):
        one.encoder(sig.parse_all(signature))
    for signature in ("as", "i", "s"):
        other.encoder(sig.parse_all(signature))
    assert one.functions() == other.functions()
