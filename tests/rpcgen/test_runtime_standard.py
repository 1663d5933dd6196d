"""Descriptors of the standard interfaces; Set's conversions; PropertiesChanged as bytes."""

import pytest

from rpcgen.runtime.codec import Variant, decode, encode
from rpcgen.runtime.errors import DBusError
from rpcgen.runtime.interface import Inputs, PropertyBinding
from rpcgen.runtime.properties import EMPTY_ARRAY, entries_array
from rpcgen.runtime.standard import (
    OBJECT_MANAGER,
    PROPERTIES,
    properties_changed_message,
    refused,
    set_property,
)
from tests.support.rpc import prop


def put(signature: str, given: Variant) -> object:
    """What the setter of a property of that type gets."""
    got: list[object] = []
    row = PropertyBinding(
        "p", None, lambda target, value: got.append(value), signature, Inputs.OWN, None
    )
    set_property("com.example.I", prop("p", signature, "write"), row, None, given, refused)
    (value,) = got
    return value


@pytest.mark.parametrize(
    ("signature", "given"),
    [
        ("i", Variant("u", 5)),
        ("i", Variant("y", 5)),
        ("i", Variant("t", 2**31 - 1)),
        ("y", Variant("x", 255)),
        ("u", Variant("i", 0)),
        ("t", Variant("n", 7)),
        ("x", Variant("i", -7)),
        ("s", Variant("s", "text")),
        ("a{ss}", Variant("a{ss}", {"a": "b"})),
        ("v", Variant("v", Variant("i", 1))),
    ],
)
def test_values_of_its_type_and_integers_that_fit_are_set(signature: str, given: Variant) -> None:
    assert put(signature, given) == given.value


@pytest.mark.parametrize(
    ("signature", "given", "sentence"),
    [
        ("i", Variant("u", 2**31), "property p cannot be 2147483648, it is a 32-bit integer"),
        ("u", Variant("i", -1), "property p cannot be -1, it is an unsigned 32-bit integer"),
        ("y", Variant("i", 256), "property p cannot be 256, it is an unsigned 8-bit integer"),
        ("i", Variant("s", "5"), "property com.example.I.p has type 'i', a value of type 's'"),
        ("i", Variant("d", 5.0), "has type 'i', a value of type 'd'"),
        ("b", Variant("i", 1), "has type 'b', a value of type 'i'"),
        ("s", Variant("o", "/"), "has type 's', a value of type 'o'"),
        ("as", Variant("ao", []), "has type 'as', a value of type 'ao'"),
        ("h", Variant("u", 1), "has type 'h', a value of type 'u'"),
    ],
)
def test_other_values_are_refused_in_words(signature: str, given: Variant, sentence: str) -> None:
    with pytest.raises(DBusError, match=sentence) as caught:
        put(signature, given)
    assert caught.value.name.endswith(".InvalidArgs")


def test_a_service_words_its_own_refusals() -> None:
    row = PropertyBinding("p", None, lambda target, value: None, "y", Inputs.OWN, None)
    with pytest.raises(DBusError, match="290:p=300 an unsigned 8-bit integer"):
        set_property(
            "com.example.I",
            prop("p", "y", "write"),
            row,
            None,
            Variant("i", 300),
            lambda name, value, allowed: DBusError("a.b", f"290:{name}={value} {allowed}"),
        )


def test_a_read_only_property_is_not_writable() -> None:
    row = PropertyBinding("p", lambda target: "", None, "s", Inputs.OWN, "")
    with pytest.raises(DBusError, match=r"property a\.b\.p is not writable, or does not exist"):
        set_property("a.b", prop("p", "s"), row, None, Variant("s", ""), refused)


@pytest.mark.parametrize("interface", ["a.b", "a.bc", "a.bcd", "a.bcde", "com.example.Long.Name"])
@pytest.mark.parametrize("names", [[], ["x"], ["x", "long-name"]])
@pytest.mark.parametrize("invalidated", [[], ["gone", "stale"]])
def test_properties_changed_is_what_the_codec_makes(
    interface: str, names: list[str], invalidated: list[str]
) -> None:
    entries = [prop(name, "s").entry(name * 3) for name in names]
    changed = entries_array(entries)
    made = properties_changed_message(interface, changed, invalidated)
    values = {name: Variant("s", name * 3) for name in names}
    assert made.signature == "sa{sv}as"
    assert made.body == encode("sa{sv}as", (interface, values, invalidated))


def test_an_empty_dictionary_has_its_padding() -> None:
    assert encode("a{sv}", ({},)) == EMPTY_ARRAY
    assert decode("a{sv}", EMPTY_ARRAY) == ({},)


def test_standard_signatures() -> None:
    assert [(m.name, m.in_signature, m.out_signature) for m in PROPERTIES.methods] == [
        ("Get", "ss", "v"),
        ("GetAll", "s", "a{sv}"),
        ("Set", "ssv", ""),
    ]
    assert OBJECT_MANAGER.methods[0].out_signature == "a{oa{sa{sv}}}"
