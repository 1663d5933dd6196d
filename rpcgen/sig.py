"""D-Bus signatures as immutable type trees, within the specification's limits.

Source: D-Bus specification, "Type System" and "Valid Signatures". Knows nothing of Python types.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rpcgen.errors import SignatureError

SIGNATURE_BYTES_MAX = 255
ARRAY_DEPTH_MAX = 32
STRUCT_DEPTH_MAX = 32

# Code -> bytes on the wire, which is also the alignment of every fixed-size type.
FIXED_SIZES = {"y": 1, "b": 4, "n": 2, "q": 2, "i": 4, "u": 4, "h": 4, "x": 8, "t": 8, "d": 8}
TEXT_CODES = "sog"
BASIC_CODES = "".join(FIXED_SIZES) + TEXT_CODES

_ALIGNMENTS = {**FIXED_SIZES, "s": 4, "o": 4, "g": 1}


@dataclass(frozen=True, slots=True)
class Basic:
    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Variant:
    def __str__(self) -> str:
        return "v"


@dataclass(frozen=True, slots=True)
class Array:
    element: Type

    def __str__(self) -> str:
        return f"a{self.element}"


@dataclass(frozen=True, slots=True)
class Dict:
    key: Basic
    value: Type

    def __str__(self) -> str:
        return f"a{{{self.key}{self.value}}}"


@dataclass(frozen=True, slots=True)
class Struct:
    fields: tuple[Type, ...]

    def __str__(self) -> str:
        return f"({''.join(map(str, self.fields))})"


Type = Basic | Variant | Array | Dict | Struct


@lru_cache(maxsize=4096)
def parse_one(signature: str) -> Type:
    """The single complete type that `signature` spells. Raises SignatureError."""
    types = parse_all(signature)
    if not types:
        raise SignatureError(signature, 0, "a type is missing")
    if len(types) > 1:
        raise SignatureError(signature, len(str(types[0])), "more than one complete type")
    return types[0]


@lru_cache(maxsize=4096)
def parse_all(signature: str) -> tuple[Type, ...]:
    """The complete types that `signature` strings together. Raises SignatureError."""
    if len(signature) > SIGNATURE_BYTES_MAX:
        raise SignatureError(
            signature, SIGNATURE_BYTES_MAX, f"longer than {SIGNATURE_BYTES_MAX} bytes"
        )
    parser = _Parser(signature)
    types = []
    while parser.position < len(signature):
        types.append(parser.complete_type(0, 0))
    return tuple(types)


def alignment(type_: Type) -> int:
    """The multiple of bytes at which a value of `type_` starts."""
    match type_:
        case Basic(code):
            return _ALIGNMENTS[code]
        case Variant():
            return 1
        case Struct():
            return 8
    return 4


def fixed_size(type_: Type) -> int | None:
    """Bytes on the wire of every value of `type_`, None when they differ."""
    return FIXED_SIZES.get(type_.code) if isinstance(type_, Basic) else None


class _Parser:
    __slots__ = ("position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def complete_type(self, arrays: int, structs: int) -> Type:
        """The one type that begins here, inside so many arrays and structs.

        Raises as _wrong says."""
        code = self._take()
        if code in BASIC_CODES:
            return Basic(code)
        if code == "v":
            return Variant()
        if code == "a":
            if arrays == ARRAY_DEPTH_MAX:
                raise self._wrong(f"arrays nested more than {ARRAY_DEPTH_MAX} deep")
            if self._peek() == "{":
                return self._dict(arrays + 1, structs)
            return Array(self.complete_type(arrays + 1, structs))
        if code == "(":
            if structs == STRUCT_DEPTH_MAX:
                raise self._wrong(f"structs nested more than {STRUCT_DEPTH_MAX} deep")
            return self._struct(arrays, structs + 1)
        if code == "{":
            raise self._wrong("a dict entry stands outside an array")
        if code == "}":
            raise self._wrong("a closing brace without an opening one")
        if code == ")":
            raise self._wrong("a closing parenthesis without an opening one")
        raise self._wrong(f"{code!a} is no type code")

    def _struct(self, arrays: int, structs: int) -> Struct:
        fields = []
        while self._peek() != ")":
            fields.append(self.complete_type(arrays, structs))
        self.position += 1
        if not fields:
            raise self._wrong("a struct without fields")
        return Struct(tuple(fields))

    def _dict(self, arrays: int, structs: int) -> Dict:
        self.position += 1
        key = self.complete_type(arrays, structs)
        if not isinstance(key, Basic):
            raise self._wrong("a dict key that is not a basic type")
        value = self.complete_type(arrays, structs)
        if self._take() != "}":
            raise self._wrong("a dict entry has exactly one key and one value")
        return Dict(key, value)

    def _peek(self) -> str:
        if self.position == len(self.text):
            raise SignatureError(self.text, self.position, "ends inside a type")
        return self.text[self.position]

    def _take(self) -> str:
        code = self._peek()
        self.position += 1
        return code

    def _wrong(self, reason: str) -> SignatureError:
        return SignatureError(self.text, self.position - 1, reason)
