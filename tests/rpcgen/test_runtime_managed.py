"""ObjectManager's bytes against the generic codec."""

import asyncio

import pytest

from rpcgen.runtime import managed
from rpcgen.runtime.codec import Variant, decode, encode
from rpcgen.runtime.errors import LimitsExceeded
from rpcgen.runtime.interface import Inputs, PropertyBinding
from rpcgen.runtime.managed import (
    OBJECTS_PER_SLICE,
    ManagedObjects,
    ShownInterfaces,
    interfaces_added_message,
    interfaces_removed_message,
    object_entry,
    objects_body,
)
from rpcgen.runtime.properties import Row
from tests.support.rpc import prop


def row(name: str, signature: str) -> Row:
    wanted = prop(name, signature)
    default = "" if signature == "s" else 0
    return Row(wanted, PropertyBinding(name, len, None, signature, Inputs.OWN, default))


SHOWN = ShownInterfaces(
    {
        "com.example.One": {"name": row("name", "s"), "count": row("count", "i")},
        "com.example.Another": {},
    }
)
VALUES = {"com.example.One": {"name": "x", "count": 3}}
PATHS = ["/a", "/ab", "/abc", "/abcd", "/vm/00000000_0000_0000_0000_000000000001"]


def told(values: dict[str, dict[str, object]]) -> dict[str, dict[str, Variant]]:
    kinds = {"name": "s", "count": "i"}
    return {
        name: {key: Variant(kinds[key], value) for key, value in values.get(name, {}).items()}
        for name in SHOWN.names
    }


@pytest.mark.parametrize(
    "values", [{}, VALUES, {"com.example.One": {"name": "longer text"}}, {"not.there": {"x": 1}}]
)
def test_objects_are_what_the_codec_makes(values: dict[str, dict[str, object]]) -> None:
    content = SHOWN.content(values)
    assert decode("a{sa{sv}}", content) == (told(values),)
    entries = [object_entry(path, content) for path in PATHS]
    for count in range(len(PATHS) + 1):
        body = objects_body(entries[:count], len(content))
        assert (
            body[:4] == encode("a{oa{sa{sv}}}", (dict.fromkeys(PATHS[:count], told(values)),))[:4]
        )
        assert decode("a{oa{sa{sv}}}", body) == (dict.fromkeys(PATHS[:count], told(values)),)


@pytest.mark.parametrize("path", PATHS)
def test_interfaces_added_is_what_the_codec_makes(path: str) -> None:
    made = interfaces_added_message(path, SHOWN.content(VALUES))
    assert made.signature == "oa{sa{sv}}"
    assert decode(made.signature, made.body) == (path, told(VALUES))


def test_interfaces_removed_names_them() -> None:
    made = interfaces_removed_message("/a", iter(["x.y", "z.z"]))
    assert decode(made.signature, made.body) == ("/a", ["x.y", "z.z"])


def test_more_objects_than_an_array_holds_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(managed, "ARRAY_BYTES_MAX", 100)
    content = SHOWN.content({})
    with pytest.raises(LimitsExceeded, match="2 objects take"):
        objects_body([object_entry("/a", content)] * 2, len(content))


async def test_calls_that_come_while_an_answer_is_made_share_the_next() -> None:
    made = []

    def paths() -> list[str]:
        made.append(True)
        return [f"/o{n}" for n in range(2 * OBJECTS_PER_SLICE)]

    objects = ManagedObjects(paths, lambda path: SHOWN.content({}))
    first = asyncio.ensure_future(objects.body())
    await asyncio.sleep(0)
    assert made == [True]
    others = [asyncio.ensure_future(objects.body()) for _ in range(3)]
    bodies = await asyncio.gather(first, *others)
    assert made == [True, True]
    assert bodies[1] is bodies[2] is bodies[3] is not bodies[0]
    await objects.body()
    assert len(made) == 3


async def test_an_answer_that_fails_is_made_anew_for_the_next_call() -> None:
    outcomes = [ValueError("first"), None]

    def paths() -> list[str]:
        error = outcomes.pop(0)
        if error is not None:
            raise error
        return ["/a"]

    objects = ManagedObjects(paths, lambda path: SHOWN.content({}))
    results = await asyncio.gather(objects.body(), objects.body(), return_exceptions=True)
    assert isinstance(results[0], ValueError)
    assert decode("a{oa{sa{sv}}}", results[1])[0].keys() == {"/a"}
