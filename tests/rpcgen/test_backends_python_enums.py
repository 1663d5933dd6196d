"""The types module as a view."""

from __future__ import annotations

from pathlib import Path

from rpcgen.backends.python import enums, view
from rpcgen.diag import Findings
from rpcgen.load import load

IDL = Path(__file__).parents[1] / "data" / "idl"


def module(name: str) -> view.Module:
    loaded = load(str(IDL / f"{name}.xml"), name, Findings())
    assert loaded is not None
    return enums.module(loaded, view.Origin(f"{name}.xml", "rpcgen gen"))


def test_strings_numbers_and_flags_have_their_classes() -> None:
    made = [item for item in module("number_enums").classes if isinstance(item, view.EnumClass)]
    assert [(item.name, item.base) for item in made] == [
        ("AccessFlags", "IntFlag"),
        ("Level", "IntEnum"),
        ("DefaultUnsigned", "IntEnum"),
    ]
    assert made[0].values == ("READ = 1", "WRITE = 2")


def test_booleans_and_doubles_are_constants() -> None:
    assert module("number_enums").constants == (
        "ANSWER_NO: Final = False",
        "ANSWER_YES: Final = True",
        'NUMBERS_INTERFACE: Final = "org.example.Numbers"',
        "RATIO_ALL: Final = 1.0",
        "RATIO_HALF: Final = 0.5",
    )


def test_values_are_quoted_and_documented() -> None:
    (made,) = module("string_enums").classes
    assert isinstance(made, view.EnumClass)
    assert made.values[:4] == (
        'RUNNING = "running"',
        'STOPPED = "stopped"',
        'NONE = ""',
        'VALUE_1ST = "quote \\x22 and \\\\ back"',
    )
    assert "RUNNING: It runs." in made.doc


def test_a_file_without_enums_names_its_interfaces() -> None:
    assert module("same_tails").imports == ("from typing import Final",)
    assert len(set(module("same_tails").constants)) == 8
