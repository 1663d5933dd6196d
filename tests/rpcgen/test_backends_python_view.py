"""Pieces of modules: first lines, docstrings, heads of functions, imports."""

from __future__ import annotations

from rpcgen import model, sig
from rpcgen.backends.python import view
from rpcgen.backends.python.marshal import Marshal
from rpcgen.backends.python.pytypes import Annotations
from rpcgen.diag import Span
from rpcgen.render import ident

SPAN = Span("f.xml", 1, 1)


def method(doc: str = "", **more: object) -> model.Method:
    arg = model.Arg("how", sig.Basic("s"), "The manner.", SPAN)
    out = model.Arg("", sig.Basic("i"), "", SPAN)
    return model.Method("Act", (arg,), (out,), (), doc, SPAN, **more)


def test_the_first_line_says_from_what_and_how() -> None:
    assert view.header(view.Origin("f.xml", "rpcgen gen --name f")) == (
        "# Generated from f.xml by `rpcgen gen --name f`; do not edit."
    )
    long = view.header(view.Origin("f" * 90 + ".xml", "rpcgen gen"))
    assert [len(line) <= 100 for line in long.split("\n")] == [True, True]


def test_documentation_ends_with_the_member_as_the_bus_spells_it() -> None:
    doc = view.method_doc(method("Acts."), [ident("how")])
    assert doc.split("\n") == [
        '"""Acts.',
        "",
        "        how: The manner.",
        "",
        "        D-Bus: Act(how: s) -> i",
        '        """',
    ]


def test_deprecated_members_say_so() -> None:
    signal = model.Signal("Old", (), (model.Annotation(model.DEPRECATED, "true", SPAN),), "", SPAN)
    assert "Deprecated." in view.signal_doc(signal, [])


def test_setters_point_to_their_getter() -> None:
    prop = model.Property("p-q", sig.Basic("s"), "readwrite", (), "Long text.", SPAN)
    assert "Long text." in view.property_doc(prop)
    assert view.property_doc(prop, ident("get_p_q")).startswith('"""See get_p_q.\n')


def test_heads_break_one_parameter_a_line() -> None:
    short = view.function_head("async def", ident("f"), ["self", "a: int"], "None")
    assert short == "async def f(self, a: int) -> None:"
    long = view.function_head("def", ident("f" * 80), ["a: int", "b: int"], "None")
    assert long.split("\n")[1:] == ["        a: int,", "        b: int,", "    ) -> None:"]


def test_imports_are_sorted_as_the_linter_wants_them() -> None:
    assert view.from_import("typing", ["cast", "ABC", "ClassVar", "cast"]) == [
        "from typing import ABC, ClassVar, cast"
    ]
    assert view.from_import("typing", []) == []
    (broken,) = view.from_import("m", [f"Name{'x' * 30}{number}" for number in range(4)])
    assert broken.startswith("from m import (\n    Name")


def test_values_are_encoded_alone_or_as_a_tuple() -> None:
    marshal = Marshal(Annotations())
    names = [ident("a"), ident("b")]
    assert view.encoded(marshal, (), []) == 'b""'
    one = view.encoded(marshal, sig.parse_all("s"), names[:1])
    assert one.flat == "_encode_s(a)"
    assert view.encoded(marshal, sig.parse_all("ss"), names).flat == "_encode_ss((a, b))"


def test_assignments_behind_imports_ask_for_one_empty_line() -> None:
    def module(*classes: view.Code) -> view.Module:
        return view.Module(view.Code(""), view.module_doc("x"), (), (), (), classes)

    assert module(view.Code("X = TypedDict()")).has_close_classes
    assert not module(view.Code("class X:")).has_close_classes
    assert not module().has_close_classes
