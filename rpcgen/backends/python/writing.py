"""Generated encoders: lines that append values to a bytearray `out`, little endian."""

from __future__ import annotations

from collections.abc import Sequence

from rpcgen import sig
from rpcgen.backends.python.wire import STRUCT_CODES, Block, Needs, Offset, run_at
from rpcgen.render import bytes_

OPEN_ARRAY = '''\
def _open_array(out: bytearray, alignment: int) -> tuple[int, int]:
    """Where the length of an array stands, and where its first element begins."""
    out += codec.PADDING[-len(out) & 3]
    mark = len(out)
    out += codec.PADDING[4]
    out += codec.PADDING[-len(out) % alignment]
    return mark, len(out)
'''.splitlines()
CLOSE_ARRAY = '''\
def _close_array(out: bytearray, mark: int, start: int) -> None:
    """Fills in the length at `mark` of the elements from `start`."""
    size = len(out) - start
    if size > codec.ARRAY_BYTES_MAX:
        raise codec.EncodeError(f"array of {size} bytes, {codec.ARRAY_BYTES_MAX} at most")
    out[mark : mark + 4] = codec.pack_u32(size)
'''.splitlines()
ENTRY_START = '''\
def _entry_start(name: str, signature: str, alignment: int) -> bytes:
    """An a{sv} entry up to where its value begins."""
    key, kind = codec.text(name), signature.encode()
    start = codec.pack_u32(len(key)) + key + b"\\x00" + bytes((len(kind),)) + kind + b"\\x00"
    return start + codec.PADDING[-len(start) % alignment]
'''.splitlines()

_NUL = bytes_(b"\0")
_STRING = {"s": "codec.text", "o": "codec.path"}


class Writing:
    """Writes the lines of one encoder into `block`."""

    def __init__(self, needs: Needs, block: Block) -> None:
        self._needs = needs
        self._block = block
        self._count = 0

    def result(self, types: tuple[sig.Type, ...]) -> None:
        """The body of a function from `result` to bytes."""
        block = self._block
        if not types:
            block.add('return b""')
            return
        if len(types) == 1 and self._single(types[0]):
            return
        names = ["result"] if len(types) == 1 else self._opened("result", types)
        run = run_at(types, 0, Offset())
        if len(run.codes) == len(types):
            block.call(f"return {self._needs.pack(run)}", _numbers(types, names))
            return
        block.add("out = bytearray()")
        self.values(types, names, Offset())
        block.add("return bytes(out)")

    def variant(self, type_: sig.Type) -> None:
        """The body of a function from `value` to a body of one variant."""
        block, start = self._block, _variant_start(type_)
        if str(type_) == "b":
            block.add(f"return {bytes_(start)} + codec.pack_u32(codec.boolean(value))")
        elif sig.fixed_size(type_):
            pack = self._needs.pack(run_at((type_,), 0, Offset()))
            block.add(f"return {bytes_(start)} + {pack}(value)")
        elif str(type_) in _STRING:
            block.add(f"data = {_STRING[str(type_)]}(value)")
            block.add(f"return {bytes_(start)} + codec.pack_u32(len(data)) + data + {_NUL}")
        else:
            block.add(f"out = bytearray({bytes_(start)})")
            self.values((type_,), ("value",), Offset(8, len(start) % 8))
            block.add("return bytes(out)")

    def entry(self, type_: sig.Type) -> None:
        """The body of a function from `name` to the encoder of a property's a{sv} entry."""
        block, alignment = self._block, sig.alignment(type_)
        annotation = self._needs.annotation(type_)
        start = self._needs.support("_entry_start", ENTRY_START)
        block.add(f'start = {start}(name, "{type_}", {alignment})')
        size = sig.fixed_size(type_)
        if size:
            block.add(f"end = codec.PADDING[-(len(start) + {size}) & 7]")
        head = f"def entry(value: {annotation}) -> bytes:"
        if str(type_) == "b":
            block.add("entries = tuple(start + codec.pack_u32(number) + end for number in (0, 1))")
            block.add("")
            with block.inside(head):
                block.add("return entries[codec.boolean(value)]")
        elif size:
            pack = self._needs.pack(run_at((type_,), 0, Offset()))
            block.add("")
            with block.inside(head):
                block.add(f"return start + {pack}(value) + end")
        elif str(type_) in _STRING:
            end = f"{_NUL} + codec.PADDING[-(len(start) + 5 + size) & 7]"
            block.add(f"ends = [{end} for size in range(8)]")
            block.add("")
            with block.inside(head):
                block.add(f"data = {_STRING[str(type_)]}(value)")
                block.add("return start + codec.pack_u32(len(data)) + data + ends[len(data) & 7]")
        else:
            block.add("")
            with block.inside(head):
                block.add("out = bytearray(start)")
                self.values((type_,), ("value",), Offset(alignment, 0))
                block.add("out += codec.PADDING[-len(out) & 7]")
                block.add("return bytes(out)")
        block.add("")
        block.add("return entry")

    def array(self, type_: sig.Type) -> None:
        """The body of a function that appends the array or dictionary `value` to `out`."""
        block = self._block
        element = type_.element if isinstance(type_, sig.Array) else None
        if str(element) in _STRING:
            paths = ", paths=True" if str(element) == "o" else ""
            block.add(f"data = codec.string_array(value{paths})")
            block.add("out += codec.PADDING[-len(out) & 3] + codec.pack_u32(len(data)) + data")
            return
        open_array = self._needs.support("_open_array", OPEN_ARRAY)
        close_array = self._needs.support("_close_array", CLOSE_ARRAY)
        alignment = 8 if isinstance(type_, sig.Dict) else sig.alignment(element or sig.Variant())
        block.add(f"mark, start = {open_array}(out, {alignment})")
        if isinstance(type_, sig.Dict):
            self._entries(type_)
        elif element is not None:
            self._elements(element)
        block.add(f"{close_array}(out, mark, start)")

    def values(self, types: Sequence[sig.Type], names: Sequence[str], offset: Offset) -> None:
        """Appends the named values; `offset` is what is known of len(out)."""
        index = 0
        while index < len(types):
            type_, name = types[index], names[index]
            if sig.fixed_size(type_):
                index = self._run(types, names, index, offset)
                continue
            index += 1
            following = types[index] if index < len(types) else None
            self._value(type_, name, offset, following)

    def _run(
        self, types: Sequence[sig.Type], names: Sequence[str], index: int, offset: Offset
    ) -> int:
        """Appends the numbers from types[index]; the index behind them."""
        alignment = sig.alignment(types[index])
        if offset.padding(alignment) is None:
            self._pad(alignment, offset)
        run = run_at(types, index, offset)
        end = index + len(run.codes)
        pack = self._needs.pack(run)
        self._block.call(f"out += {pack}", _numbers(types[index:end], names[index:end]))
        return end

    def _value(
        self, type_: sig.Type, name: str, offset: Offset, following: sig.Type | None
    ) -> None:
        block = self._block
        match type_:
            case sig.Basic("g"):
                block.add(f"data = codec.signature_text({name})")
                block.add(f"out += bytes((len(data),)) + data + {_NUL}")
                offset.lose()
            case sig.Basic(code):
                self._text(code, name, offset, following)
            case sig.Variant():
                block.add(f'out += codec.encode_at("v", {name}, len(out))')
                offset.lose()
            case sig.Struct(fields):
                self._pad(8, offset)
                self.values(fields, self._opened(name, fields), offset)
            case sig.Array(sig.Basic("y")):
                self._pad(4, offset)
                block.add(f"out += codec.pack_u32(len({name})) + {name}")
                offset.lose()
            case _:
                block.add(f"{self._needs.array_writer(type_)}(out, {name})")
                offset.lose()

    def _text(self, code: str, name: str, offset: Offset, following: sig.Type | None) -> None:
        self._pad(4, offset)
        self._block.add(f"data = {_STRING[code]}({name})")
        if following is not None and sig.alignment(following) >= 4:
            end = "codec.TEXT_TAIL[len(data) & 3]"
            offset.modulus, offset.rest = 4, 0
        else:
            end = _NUL
            offset.lose()
        self._block.add(f"out += codec.pack_u32(len(data)) + data + {end}")

    def _elements(self, element: sig.Type) -> None:
        block, size = self._block, sig.fixed_size(element)
        if str(element) == "b":
            block.add("numbers = [codec.boolean(item) for item in value]")
            block.add('out += struct.pack(f"<{len(numbers)}I", *numbers)')
        elif size:
            block.add(f'out += struct.pack(f"<{{len(value)}}{STRUCT_CODES[str(element)]}", *value)')
        elif isinstance(element, sig.Struct):
            names = [self._name() for _ in element.fields]
            self._loop(names, "value", (element.fields, names))
        else:
            name = self._name()
            with block.inside(f"for {name} in value:"):
                self.values((element,), (name,), Offset(1))

    def _entries(self, type_: sig.Dict) -> None:
        names = [self._name(), self._name()]
        self._loop(names, "value.items()", ((type_.key, type_.value), names))

    def _loop(
        self,
        names: Sequence[str],
        over: str,
        fields: tuple[Sequence[sig.Type], Sequence[str]],
    ) -> None:
        """One 8-aligned struct or dict entry in each turn."""
        loop = Block(self._block.indent)
        loop.names(names, before="for ", after=f" in {over}:")
        *head, last = loop.lines
        self._block.lines += head
        with self._block.inside(last.strip()):
            offset = Offset(1)
            self._pad(8, offset)
            self.values(*fields, offset)

    def _single(self, type_: sig.Type) -> bool:
        """A result of one value whose encoding needs no `out`; False for any other."""
        block = self._block
        match type_:
            case sig.Basic(code) if code in _STRING:
                block.add(f"data = {_STRING[code]}(result)")
                block.add(f"return codec.pack_u32(len(data)) + data + {_NUL}")
            case sig.Array(sig.Basic("y")):
                block.add("return codec.pack_u32(len(result)) + result")
            case sig.Array(sig.Basic(code)) if code in _STRING:
                paths = ", paths=True" if code == "o" else ""
                block.add(f"data = codec.string_array(result{paths})")
                block.add("return codec.pack_u32(len(data)) + data")
            case _:
                return False
        return True

    def _opened(self, value: str, types: Sequence[sig.Type]) -> list[str]:
        """New names for the values of a tuple."""
        names = [self._name() for _ in types]
        self._block.names(names, after=f" = {value}")
        return names

    def _pad(self, alignment: int, offset: Offset) -> None:
        padding = offset.padding(alignment)
        if padding is None:
            self._block.add(f"out += codec.PADDING[-len(out) & {alignment - 1}]")
        elif padding:
            self._block.add(f"out += {bytes_(bytes(padding))}")
        offset.align(alignment)

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count - 1}"


def _numbers(types: Sequence[sig.Type], names: Sequence[str]) -> list[str]:
    return [
        f"codec.boolean({name})" if str(type_) == "b" else name
        for type_, name in zip(types, names, strict=True)
    ]


def _variant_start(type_: sig.Type) -> bytes:
    """Signature of a variant at offset 0, padded to where its value begins."""
    signature = str(type_).encode()
    start = bytes((len(signature),)) + signature + b"\0"
    return start + bytes(-len(start) % sig.alignment(type_))
