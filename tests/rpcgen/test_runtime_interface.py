"""Binding a property table: every fault is a TypeError that names the row."""

from dataclasses import replace

import pytest

from rpcgen.runtime.interface import Inputs, PropertyBinding, ServerInterface
from tests.support.rpc import LAMP_ROWS, HouseServer, LampServer


def rows_with(name: str, **changes: object) -> list[PropertyBinding]:
    return [replace(row, **changes) if row.name == name else row for row in LAMP_ROWS]


def bind(rows: list[PropertyBinding]) -> type[ServerInterface]:
    class Bound(LampServer, properties=rows):
        __slots__ = ()

    return Bound


def test_a_complete_table_is_bound_by_name() -> None:
    bound = bind(list(LAMP_ROWS))
    assert bound.BINDINGS is not None
    assert set(bound.BINDINGS) == {row.name for row in LAMP_ROWS}
    assert bound.BINDINGS["level"] is LAMP_ROWS[0]


def test_unbound_properties_are_none_and_no_properties_are_no_rows() -> None:
    assert LampServer.BINDINGS is None
    assert HouseServer.BINDINGS == {}


def test_a_subclass_inherits_the_binding() -> None:
    base = bind(list(LAMP_ROWS))

    class Further(base):
        __slots__ = ()

    assert Further.BINDINGS is base.BINDINGS


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (list(LAMP_ROWS[1:]), "com.example.Lamp.level has no row"),
        (
            [*LAMP_ROWS, replace(LAMP_ROWS[0], name="colour")],
            "com.example.Lamp.colour is not in the interface",
        ),
        ([*LAMP_ROWS, LAMP_ROWS[0]], "com.example.Lamp.level is bound twice"),
        (rows_with("level", signature="i"), "level has type u, its row i"),
        (rows_with("level", default="seven"), "level has default 'seven', not a u"),
        (rows_with("tags", default="abc"), "tags has default 'abc', not a as"),
        (rows_with("level", get=None), "level has access readwrite: getter wrong"),
        (rows_with("level", set=None), "level has access readwrite: setter wrong"),
        (rows_with("state", set=lambda lamp, value: None), "state has access read: setter wrong"),
        (rows_with("secret", get=lambda lamp: ""), "secret has access write: getter wrong"),
        (rows_with("level", emits="sometimes"), "level has emits 'sometimes'"),
    ],
)
def test_a_faulty_table_is_refused_by_name(rows: list[PropertyBinding], fault: str) -> None:
    with pytest.raises(TypeError, match=fault.replace(".", r"\.")):
        bind(rows)


def test_the_base_keeps_the_target() -> None:
    class Bare(HouseServer):
        async def list_lamps(self) -> list[str]:
            return []

    assert Bare("target").target == "target"
    assert Inputs.OWN is Inputs("own")
