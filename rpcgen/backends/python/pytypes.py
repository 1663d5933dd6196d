"""D-Bus types as Python annotations; long ones get an alias of their own."""

from __future__ import annotations

import hashlib

from rpcgen import sig
from rpcgen.backends.python import layout

ANNOTATION_CHARACTERS_MAX = 50
MANGLED_CHARACTERS_MAX = 24
HASH_CHARACTERS = 12

_BASIC = {
    **dict.fromkeys("ynqiuxth", "int"),
    **dict.fromkeys("sog", "str"),
    "b": "bool",
    "d": "float",
}
# `r` and `e` are the specification's own codes for struct and dict entry, never in a signature.
_MANGLING = str.maketrans({"(": "r", ")": "_", "{": "e", "}": "_"})

# What annotations are made of: a member of this name would hide the type from its neighbours.
ANNOTATION_NAMES = frozenset(
    ("bool", "bytes", "codec", "dict", "float", "int", "list", "object", "str", "tuple")
)


def mangled(signature: str) -> str:
    """An identifier part for `signature`, different for different ones; `none` for the empty."""
    if not signature:
        return "none"
    name = signature.translate(_MANGLING)
    if len(name) <= MANGLED_CHARACTERS_MAX:
        return name
    digest = hashlib.sha256(signature.encode()).hexdigest()[:HASH_CHARACTERS]
    return f"{name[:MANGLED_CHARACTERS_MAX]}_{digest}"


class Annotations:
    """Spells types for one module and remembers the aliases that it needs."""

    def __init__(self) -> None:
        self._aliases: dict[str, layout.Group] = {}
        self._uses_variant = False

    def of(self, type_: sig.Type) -> str:
        """The annotation of a value of `type_`."""
        match type_:
            case sig.Basic(code):
                return _BASIC[code]
            case sig.Variant():
                self._uses_variant = True
                return "codec.Variant"
            case sig.Array(sig.Basic("y")):
                return "bytes"
            case sig.Array(element):
                return self._short(type_, layout.Group("list[", (self.of(element),), "]"))
            case sig.Dict(key, value):
                entry = (self.of(key), self.of(value))
                return self._short(type_, layout.Group("dict[", entry, "]"))
            case sig.Struct(fields):
                inner = tuple(self.of(field) for field in fields)
                return self._short(type_, layout.Group("tuple[", inner, "]"))
        raise AssertionError(type_)

    def within(self, type_: sig.Type, characters: int) -> str:
        """As `of`, an alias when it is longer than `characters` and can be broken."""
        text = self.of(type_)
        if len(text) <= characters or "[" not in text:
            return text
        return self.shortened(layout.Group("", (text,), ""), 0)

    def shortened(self, group: layout.Group, characters: int = ANNOTATION_CHARACTERS_MAX) -> str:
        """The annotation that `group` spells, an alias when it is longer than `characters`."""
        if len(group.flat) <= characters:
            return group.flat
        name = f"_T_{hashlib.sha256(group.flat.encode()).hexdigest()[:HASH_CHARACTERS]}"
        self._aliases.setdefault(name, group)
        return name

    def tuple_of(self, types: tuple[sig.Type, ...]) -> str:
        """The annotation of several values together."""
        if not types:
            return "tuple[()]"
        return self.of(sig.Struct(types))

    def result(self, types: tuple[sig.Type, ...]) -> str:
        """The annotation of a method's result: None, one value, or a tuple."""
        if not types:
            return "None"
        return self.of(types[0]) if len(types) == 1 else self.tuple_of(types)

    @property
    def uses_variant(self) -> bool:
        """Whether any annotation so far names the module `codec`."""
        return self._uses_variant

    def aliases(self) -> list[str]:
        """Assignments of the aliases, each after those that it uses."""
        return [
            layout.text(group, before=f"{name}: TypeAlias = ")
            for name, group in self._aliases.items()
        ]

    def _short(self, type_: sig.Type, group: layout.Group) -> str:
        text = group.flat
        if len(text) <= ANNOTATION_CHARACTERS_MAX:
            return text
        name = f"_T_{mangled(str(type_))}"
        self._aliases.setdefault(name, group)
        return name
