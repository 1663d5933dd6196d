"""Hypothesis strategies: D-Bus signatures and values that they can carry."""

import string

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from rpcgen.runtime.codec import Variant, complete_types

INTEGERS = {
    "y": (0, 0xFF),
    "n": (-0x8000, 0x7FFF),
    "q": (0, 0xFFFF),
    "i": (-(1 << 31), (1 << 31) - 1),
    "u": (0, 0xFFFFFFFF),
    "h": (0, 0xFFFFFFFF),
    "x": (-(1 << 63), (1 << 63) - 1),
    "t": (0, (1 << 64) - 1),
}
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For every @given: how busy the machine is says nothing about the product."""

BASIC = "ybnqiuxtdsogh"

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=9)
paths = st.lists(
    st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=5), max_size=4
).map(lambda parts: "/" + "/".join(parts))
basic_types = st.sampled_from(BASIC)
single_types = st.recursive(
    basic_types | st.just("v"),
    lambda inner: (
        inner.map(lambda element: f"a{element}")
        | st.tuples(basic_types, inner).map(lambda pair: f"a{{{pair[0]}{pair[1]}}}")
        | st.lists(inner, min_size=1, max_size=4).map(lambda many: f"({''.join(many)})")
    ),
    max_leaves=6,
)
_variant_types = st.one_of(basic_types, st.sampled_from(["as", "a{ss}", "(si)", "ay", "at", "av"]))


def values_of(kind: str) -> st.SearchStrategy[object]:
    """Values of one complete type."""
    code = kind[0]
    if code in INTEGERS:
        return st.integers(*INTEGERS[code])
    if code == "b":
        return st.booleans()
    if code == "d":
        return st.floats(allow_nan=False)
    if code == "s":
        return texts
    if code == "o":
        return paths
    if code == "g":
        return single_types.filter(lambda signature: len(signature) <= 255)
    if code == "v":
        return _variant_types.flatmap(
            lambda inner: values_of(inner).map(lambda value: Variant(inner, value))
        )
    if code == "(":
        return st.tuples(*map(values_of, complete_types(kind[1:-1])))
    if kind == "ay":
        return st.binary(max_size=9)
    if kind[1] == "{":
        key, value = complete_types(kind[2:-1])
        return st.dictionaries(values_of(key), values_of(value), max_size=3)
    return st.lists(values_of(kind[1:]), max_size=3)


def bodies_of(signature: str) -> st.SearchStrategy[tuple[object, ...]]:
    """The values of a message body of this signature."""
    return st.tuples(*map(values_of, complete_types(signature)))


def signed_bodies() -> st.SearchStrategy[tuple[str, tuple[object, ...]]]:
    """A signature with the values of a body of it."""
    signatures = st.lists(single_types, max_size=4).map("".join)
    return signatures.filter(lambda text: len(text) <= 255).flatmap(
        lambda signature: st.tuples(st.just(signature), bodies_of(signature))
    )
