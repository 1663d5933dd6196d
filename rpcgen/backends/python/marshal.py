"""The encoders and decoders of one generated module, one function for each signature.

What two functions share is a function too. The generated code leans on `rpcgen.runtime.codec` for
text, paths and variants; numbers, structs, arrays and dictionaries are spelt out.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from rpcgen import sig
from rpcgen.backends.python import layout
from rpcgen.backends.python.pytypes import Annotations, mangled
from rpcgen.backends.python.reading import Reading
from rpcgen.backends.python.wire import Block, Run, holds_variant
from rpcgen.backends.python.writing import Writing
from rpcgen.render import Code, Ident, ident


class Marshal:
    """Makes functions as they are asked for; implements `wire.Needs` for their code."""

    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self._functions: dict[str, Sequence[str]] = {}
        self._structs: dict[str, str] = {}

    def encoder(self, types: tuple[sig.Type, ...]) -> Ident:
        """The function from a method's result (None, value or tuple) to a message body."""
        name = ident(f"_encode_{_mangled(types)}")
        if name not in self._functions:
            block = Block()
            with _function(block, name, [f"result: {self._annotations.result(types)}"], "bytes"):
                Writing(self, block).result(types)
            self._functions[name] = block.lines
        return name

    def decoder(self, types: tuple[sig.Type, ...]) -> Ident:
        """The function from a message body to the tuple of its values."""
        name = ident(f"_decode_{_mangled(types)}")
        if name not in self._functions:
            block = Block()
            with _function(block, name, ["body: bytes"], self._annotations.tuple_of(types)):
                Reading(self, block).body(types)
            self._functions[name] = block.lines
        return name

    def variant(self, type_: sig.Type) -> Ident:
        """The function from a value to a body that is one variant holding it."""
        name = ident(f"_variant_{_mangled((type_,))}")
        if name not in self._functions:
            block = Block()
            with _function(block, name, [f"value: {self.annotation(type_)}"], "bytes"):
                Writing(self, block).variant(type_)
            self._functions[name] = block.lines
        return name

    def entry(self, type_: sig.Type) -> Ident:
        """The function from a property name to the encoder of its a{sv} entries."""
        name = ident(f"_entry_{_mangled((type_,))}")
        if name not in self._functions:
            block = Block()
            block.add("@cache")
            result = f"Callable[[{self.annotation(type_)}], bytes]"
            with _function(block, name, ["name: str"], result):
                Writing(self, block).entry(type_)
            self._functions[name] = block.lines
        return name

    def annotation(self, type_: sig.Type) -> str:
        return self._annotations.of(type_)

    def array_writer(self, type_: sig.Type) -> str:
        name = f"_write_{_mangled((type_,))}"
        if name not in self._functions:
            block = Block()
            parameters = ["out: bytearray", f"value: {self.annotation(type_)}"]
            with _function(block, name, parameters, "None"):
                Writing(self, block).array(type_)
            self._functions[name] = block.lines
        return name

    def array_reader(self, type_: sig.Type) -> str:
        name = f"_read_{_mangled((type_,))}"
        if name not in self._functions:
            block = Block()
            depth = ["depth: int"] if holds_variant(type_) else []
            result = f"tuple[{self.annotation(type_)}, int]"
            with _function(block, name, ["body: bytes", "at: int", *depth], result):
                Reading(self, block).array(type_)
            self._functions[name] = block.lines
        return name

    def pack(self, run: Run) -> str:
        name = f"_pack_{run.name}"
        self._structs[name] = f'struct.Struct("{run.format}").pack'
        return name

    def unpack(self, run: Run) -> str:
        name = f"_unpack_{run.name}"
        self._structs[name] = f'struct.Struct("{run.format}").unpack_from'
        return name

    def support(self, name: str, lines: Sequence[str]) -> str:
        self._functions[name] = lines
        return name

    def uses(self, word: str) -> bool:
        """Whether any line of the module's functions and constants has `word` in it."""
        texts = [*self._structs.values(), *("\n".join(f) for f in self._functions.values())]
        return any(word in text for text in texts)

    def constants(self) -> list[Code]:
        return [Code(f"{name} = {value}") for name, value in sorted(self._structs.items())]

    def functions(self) -> list[Code]:
        """In order of their names, so that the order of members does not matter."""
        return [Code("\n".join(lines)) for _, lines in sorted(self._functions.items())]


def _mangled(types: Sequence[sig.Type]) -> str:
    return mangled("".join(map(str, types)))


def _function(
    block: Block, name: str, parameters: Sequence[str], result: str
) -> AbstractContextManager[None]:
    """Adds the head of a function to `block`; its body follows in the context."""
    head = Block(block.indent)
    head.lay(layout.Group(f"def {name}(", tuple(parameters), f") -> {result}:"))
    *first, last = head.lines
    block.lines += first
    return block.inside(last)
