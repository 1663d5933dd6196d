"""Generated decoders: lines that take values out of a little-endian `body`, all of it checked."""

from __future__ import annotations

from collections.abc import Sequence

from rpcgen import sig
from rpcgen.backends.python.wire import STRUCT_CODES, Block, Needs, Offset, holds_variant, run_at
from rpcgen.render import string

ALIGNED = '''\
def _aligned(body: bytes, at: int, alignment: int) -> int:
    """The next multiple of `alignment`; what is skipped must be zero."""
    start = -(-at // alignment) * alignment
    if start != at:
        codec.expect_zero(body, at, start)
    return start
'''.splitlines()
ARRAY_SPAN = '''\
def _array_span(body: bytes, at: int, alignment: int) -> tuple[int, int]:
    """Where the first element of the array at `at` begins, and where the last one ends."""
    start = _aligned(body, at, 4)
    size = codec.unpack_u32(body, start)[0]
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.DecodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    start = _aligned(body, start + 4, alignment)
    if start + size > len(body):
        raise codec.DecodeError(f"array at {at} ends behind the body")
    return start, start + size
'''.splitlines()

_TEXT = {"s": "codec.read_string", "o": "codec.read_path", "g": "codec.read_signature"}


class Reading:
    """Writes the lines of one decoder into `block`."""

    def __init__(self, needs: Needs, block: Block) -> None:
        self._needs = needs
        self._block = block
        self._count = 0
        self._offset = Offset()
        # The offset itself while it is a constant; afterwards it is in the variable `at`.
        self._constant: int | None = 0
        # Containers open around a value: a count, and the parameter `depth` inside a function.
        self._open = 0
        self._has_depth = False

    def body(self, types: tuple[sig.Type, ...]) -> None:
        """The body of a function from `body` to the tuple of its values."""
        block = self._block
        if not types:
            block.add("codec.expect_end(body, 0)")
            block.add("return ()")
            return
        with block.inside("try:"):
            values = self._values(types)
        with block.inside("except struct.error as error:"):
            short = string(f"body is too short for {''.join(map(str, types))}")
            block.call("codec.DecodeError", [short], "raise ", " from error")
        block.add(f"codec.expect_end(body, {self._at})")
        block.names(values, before="return ")

    def array(self, type_: sig.Type) -> None:
        """The body of a function from `body` and `at` to an array or dictionary and its end."""
        block = self._block
        self._forget()
        self._has_depth = holds_variant(type_)
        self._open = 1
        self._needs.support("_aligned", ALIGNED)
        span = self._needs.support("_array_span", ARRAY_SPAN)
        element = type_.element if isinstance(type_, sig.Array) else None
        alignment = 8 if element is None else sig.alignment(element)
        block.add(f"at, end = {span}(body, at, {alignment})")
        if str(element) == "y":
            block.add("return body[at:end], end")
        elif element is not None and sig.fixed_size(element):
            self._numbers(element)
        else:
            self._loop(type_, element)

    def _loop(self, type_: sig.Type, element: sig.Type | None) -> None:
        block = self._block
        empty = "{}" if isinstance(type_, sig.Dict) else "[]"
        block.add(f"items: {self._needs.annotation(type_)} = {empty}")
        with block.inside("while at < end:"):
            if isinstance(type_, sig.Dict):
                self._align(8)
                self._open += 1
                key, value = self._values((type_.key, type_.value))
                block.add(f"items[{key}] = {value}")
            elif element is not None:
                block.add(f"items.append({self._values((element,))[0]})")
        with block.inside("if at != end:"):
            block.add('raise codec.DecodeError(f"array ends at {end}, its last element at {at}")')
        block.add("return items, end")

    def _numbers(self, element: sig.Type) -> None:
        block, size = self._block, sig.fixed_size(element)
        block.add(f"count, rest = divmod(end - at, {size})")
        with block.inside("if rest:"):
            block.add('raise codec.DecodeError(f"array at {at} ends inside an element")')
        unpacked = f'struct.unpack_from(f"<{{count}}{STRUCT_CODES[str(element)]}", body, at)'
        if str(element) != "b":
            block.add(f"return list({unpacked}), end")
            return
        block.add(f"numbers = {unpacked}")
        with block.inside("if max(numbers, default=0) > 1:"):
            block.add('raise codec.DecodeError(f"array at {at} has booleans over 1")')
        block.add("return [number == 1 for number in numbers], end")

    def _values(self, types: Sequence[sig.Type]) -> list[str]:
        """Takes values of these types; the expressions that hold them."""
        values: list[str] = []
        while len(values) < len(types):
            type_ = types[len(values)]
            if sig.fixed_size(type_):
                values += self._run(types, len(values))
            else:
                values.append(self._value(type_))
        return values

    def _run(self, types: Sequence[sig.Type], index: int) -> list[str]:
        self._align(sig.alignment(types[index]))
        run = run_at(types, index, self._offset)
        names = [self._name() for _ in run.codes]
        after = f" = {self._needs.unpack(run)}(body, {self._at})"
        self._block.names(names, after=after)
        at = 0
        values = []
        for code, padding, name in zip(run.codes, run.paddings, names, strict=True):
            if padding:
                span = f"{self._plus(at)}, {self._plus(at + padding)}"
                self._block.add(f"codec.expect_zero(body, {span})")
            at += padding + sig.FIXED_SIZES[code]
            if code == "b":
                with self._block.inside(f"if {name} > 1:"):
                    self._block.add(f'raise codec.DecodeError(f"boolean is {{{name}}}")')
            values.append(f"{name} == 1" if code == "b" else name)
        self._move(run.size)
        return values

    def _value(self, type_: sig.Type) -> str:
        match type_:
            case sig.Basic(code):
                return self._taken(f"{_TEXT[code]}(body, {self._at})")
            case sig.Variant():
                return self._taken(f"codec.read_variant(body, {self._at}, {self._depth()})")
            case sig.Struct(fields):
                self._align(8)
                self._open += 1
                inner = self._values(fields)
                self._open -= 1
                name = self._name()
                self._block.tuple(name, inner)
                return name
        depth = f", {self._depth()}" if holds_variant(type_) else ""
        return self._taken(f"{self._needs.array_reader(type_)}(body, {self._at}{depth})")

    def _taken(self, expression: str) -> str:
        name = self._name()
        self._block.add(f"{name}, at = {expression}")
        self._forget()
        return name

    def _align(self, alignment: int) -> None:
        padding = self._offset.padding(alignment)
        if padding is None:
            aligned = self._needs.support("_aligned", ALIGNED)
            self._block.add(f"at = {aligned}(body, {self._at}, {alignment})")
        elif padding:
            span = f"{self._at}, {self._plus(padding)}"
            self._block.add(f"codec.expect_zero(body, {span})")
            self._move(padding)
        self._offset.align(alignment)

    def _move(self, size: int) -> None:
        if self._constant is None:
            self._block.add(f"at += {size}")
        else:
            self._constant += size

    def _forget(self) -> None:
        self._constant = None
        self._offset.lose()

    @property
    def _at(self) -> str:
        return self._plus(0)

    def _plus(self, size: int) -> str:
        if self._constant is not None:
            return str(self._constant + size)
        return f"at + {size}" if size else "at"

    def _depth(self) -> str:
        return f"depth + {self._open}" if self._has_depth else str(self._open)

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count - 1}"
