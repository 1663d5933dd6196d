"""What generated marshalling code can know in advance: offsets, runs of numbers, code blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from rpcgen import sig
from rpcgen.backends.python import layout

# D-Bus code -> code of the struct module.
STRUCT_CODES = {
    "y": "B",
    "b": "I",
    "n": "h",
    "q": "H",
    "i": "i",
    "u": "I",
    "h": "I",
    "x": "q",
    "t": "Q",
    "d": "d",
}
# Longer runs are cut, which keeps their names and formats on one line.
RUN_VALUES_MAX = 8


@dataclass(slots=True)
class Offset:
    """What is known of an offset: it is `rest` modulo `modulus` (8, 4, 2 or 1)."""

    modulus: int = 8
    rest: int = 0

    def padding(self, alignment: int) -> int | None:
        """Bytes up to the next multiple of `alignment`; None when only the running code knows."""
        return -self.rest % alignment if self.modulus % alignment == 0 else None

    def align(self, alignment: int) -> None:
        """Moves to the next multiple of `alignment`."""
        padding = self.padding(alignment)
        if padding is None:
            self.modulus, self.rest = alignment, 0
        else:
            self.move(padding)

    def move(self, size: int) -> None:
        self.rest = (self.rest + size) % self.modulus

    def lose(self) -> None:
        self.modulus, self.rest = 1, 0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring numbers, each with the constant padding in front of it."""

    codes: tuple[str, ...]
    paddings: tuple[int, ...]

    @property
    def name(self) -> str:
        return "".join(
            (f"_{padding}_" if padding else "") + code
            for code, padding in zip(self.codes, self.paddings, strict=True)
        )

    @property
    def format(self) -> str:
        return "<" + "".join(
            (f"{padding}x" if padding else "") + STRUCT_CODES[code]
            for code, padding in zip(self.codes, self.paddings, strict=True)
        )

    @property
    def size(self) -> int:
        return sum(self.paddings) + sum(sig.FIXED_SIZES[code] for code in self.codes)


def run_at(types: Sequence[sig.Type], start: int, offset: Offset) -> Run:
    """The longest run of numbers from types[start] when `offset` is where it begins.

    It ends before padding that is not constant; `offset` moves behind it.
    """
    codes: list[str] = []
    paddings: list[int] = []
    for type_ in types[start : start + RUN_VALUES_MAX]:
        size = sig.fixed_size(type_)
        padding = offset.padding(size) if size else None
        if size is None or padding is None:
            break
        codes.append(str(type_))
        paddings.append(padding)
        offset.move(padding + size)
    return Run(tuple(codes), tuple(paddings))


class Block:
    """Lines of code under construction."""

    def __init__(self, indent: int = 0) -> None:
        self.lines: list[str] = []
        self.indent = indent

    def add(self, text: str) -> None:
        self.lines.append(" " * self.indent + text if text else "")

    def lay(self, node: layout.Node, before: str = "", after: str = "") -> None:
        self.lines += layout.lines(node, self.indent, before, after)

    def call(self, function: str, items: Sequence[str], before: str = "", after: str = "") -> None:
        self.lay(layout.Group(f"{function}(", tuple(items), ")"), before, after)

    def tuple(self, name: str, items: Sequence[str]) -> None:
        """Assigns a tuple to `name`."""
        self.lay(layout.Group("(", tuple(items), ")", is_tuple=True), f"{name} = ")

    def names(self, names: Sequence[str], before: str = "", after: str = "") -> None:
        """Several names as the formatter writes a tuple: bare when it fits, one in brackets."""
        bare = f"{before}{', '.join(names)}{after}"
        if len(names) > 1 and self.indent + len(bare) <= layout.LINE_WIDTH:
            self.add(bare)
        else:
            self.lay(layout.Group("(", tuple(names), ")", is_tuple=True), before, after)

    @contextmanager
    def inside(self, head: str) -> Iterator[None]:
        """What is added in this context is the body of `head`."""
        self.add(head)
        self.indent += layout.INDENT
        yield
        self.indent -= layout.INDENT


class Needs(Protocol):
    """How the code of one function asks for other things of its module; all give a name."""

    def annotation(self, type_: sig.Type) -> str: ...
    def array_writer(self, type_: sig.Type) -> str: ...
    def array_reader(self, type_: sig.Type) -> str: ...
    def pack(self, run: Run) -> str: ...
    def unpack(self, run: Run) -> str: ...
    def support(self, name: str, lines: Sequence[str]) -> str: ...


def holds_variant(type_: sig.Type) -> bool:
    match type_:
        case sig.Variant():
            return True
        case sig.Array(element):
            return holds_variant(element)
        case sig.Dict(_, value):
            return holds_variant(value)
        case sig.Struct(fields):
            return any(map(holds_variant, fields))
    return False
