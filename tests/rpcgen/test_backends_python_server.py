"""The server module as a view: descriptors, abstract methods, builders, imports."""

from __future__ import annotations

from pathlib import Path

from rpcgen.backends.python import server, view
from rpcgen.diag import Findings
from rpcgen.load import load

IDL = Path(__file__).parents[1] / "data" / "idl"


def module(name: str) -> view.Module:
    loaded = load(str(IDL / f"{name}.xml"), name, Findings())
    assert loaded is not None
    return server.module(loaded, view.Origin(f"{name}.xml", "rpcgen gen"))


def test_an_interface_becomes_a_class_with_a_method_for_each_of_its_own() -> None:
    (made,) = module("results").classes
    assert isinstance(made, view.ServerClass)
    assert made.name == "ResultsServer"
    assert [member.head for member in made.methods[:3]] == [
        "async def nothing(self) -> None:",
        "async def one(self) -> str:",
        "async def numbers(self) -> tuple[int, bool, int, int, float]:",
    ]
    assert made.methods[3].head.startswith("async def mixed(")


def test_properties_are_rows_not_methods() -> None:
    first, second = module("hyphens").classes
    assert isinstance(first, view.ServerClass)
    assert isinstance(second, view.ServerClass)
    assert first.methods == ()
    assert '"start_on_boot",\n                "start_on_boot",' in first.descriptor
    assert '"start-on-boot",\n                "start_on_boot_property",' in first.descriptor
    assert '_entry_i("memory")' in second.descriptor


def test_signals_become_builders() -> None:
    _, builders = module("signals").classes
    assert isinstance(builders, view.SignalsClass)
    assert builders.builders[0].head == "def ping() -> SignalMessage:"
    assert builders.builders[0].body == (
        'return SignalMessage("org.example.Signals", "ping", "", b"")',
    )


def test_only_what_is_used_is_imported() -> None:
    assert module("empty").imports == (
        "from typing import ClassVar",
        "",
        "from rpcgen.runtime.interface import Interface, ServerInterface",
    )


def test_documentation_annotations_stay_out_of_the_descriptor() -> None:
    (made,) = module("docs_hostile").classes
    assert isinstance(made, view.ServerClass)
    assert "DocString" not in made.descriptor
    made = module("emits").classes[0]
    assert isinstance(made, view.ServerClass)
    assert "EmitsChangedSignal" not in made.descriptor
