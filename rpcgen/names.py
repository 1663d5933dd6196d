"""Wire names to identifiers: injective, independent of order, the same in every language.

1. A binding name given in the IDL stands for the wire name.
2. A name that already has the target's style is kept; any other is split at `-_. ` and at case
   boundaries (runs of capitals are one word, digits stay with the letters before them) and joined
   in the target's style.
3. A reserved identifier gets `_` behind it.
4. What is still equal within one scope is ordered by (kind, wire name), in each kind the name that
   was kept before those that were made: the first keeps the identifier, the others get `_<kind>`,
   or a short hash of the wire name when that is taken too.

So a name changes only when a member with the same identifier comes or goes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

HASH_CHARACTERS = 6

_SNAKE = re.compile(r"[a-z][a-z0-9_]*")
_UPPER = re.compile(r"[A-Z][A-Z0-9_]*")
_CAMEL = re.compile(r"[A-Z](?=[A-Z0-9]*[a-z])[A-Za-z0-9]*")
_WORD = re.compile(
    r"""
    [A-Z][A-Z0-9]+s(?![a-z0-9])     # UUIDs
    | [A-Z][A-Z0-9]*(?=[A-Z][a-z])  # the URL of GetURLFor, the IP4 of IP4Config
    | [A-Z]?[a-z][a-z0-9]*
    | [A-Z][A-Z0-9]*
    | [0-9]+[a-z]*
    """,
    re.VERBOSE,
)

# What a scope may hold, in the order of precedence for an identifier that several want.
KINDS = ("method", "property", "signal", "argument", "enum", "value", "interface")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One name of a scope. `wish` is the identifier that it has when nothing is in its way.

    `role` tells apart several identifiers of one member, `detail` overloads of one name.
    """

    kind: str
    wire: str
    wish: str
    role: str = ""
    detail: str = ""


def join_snake(name: str, suffix: str) -> str:
    return f"{name}_{suffix}"


def join_upper(name: str, suffix: str) -> str:
    return f"{name}_{suffix.upper()}"


def join_camel(name: str, suffix: str) -> str:
    return name + _capitalised(suffix)


def allocate(
    wanted: Iterable[Wanted],
    reserved: Collection[str] = (),
    join: Callable[[str, str], str] = join_snake,
) -> dict[Wanted, str]:
    """An identifier for each name of one scope, no two alike.

    `join` puts a suffix behind an identifier in the style of the scope.
    """
    wishes = {item: unreserved(item.wish, reserved) for item in wanted}
    if len(set(wishes.values())) == len(wishes):
        return wishes
    groups: dict[str, list[Wanted]] = defaultdict(list)
    for item, wish in wishes.items():
        groups[wish].append(item)
    names: dict[Wanted, str] = {}
    losers: dict[Wanted, str] = {}
    for wish, group in groups.items():
        first, *others = sorted(group, key=partial(_precedence, wish))
        names[first] = wish
        losers.update((item, wish) for item in others)
    taken = set(names.values()) | set(reserved)
    second_wishes = {item: join(wish, item.kind) for item, wish in losers.items()}
    asked = Counter(second_wishes.values())
    for item, second in second_wishes.items():
        if second not in taken and asked[second] == 1:
            names[item] = second
    taken.update(names.values())
    left = {item: wish for item, wish in losers.items() if item not in names}
    names.update(_hashed(left, taken, join))
    return names


def unreserved(wish: str, reserved: Collection[str]) -> str:
    """`wish`, with underscores behind it until it is free."""
    while wish in reserved:
        wish += "_"
    return wish


def snake(wire: str, fallback: str) -> str:
    """`wire` in snake_case; `fallback` stands for missing words and in front of a digit."""
    if _SNAKE.fullmatch(wire):
        return wire
    return _with_letter_first("_".join(words(wire)).lower(), f"{fallback}_", fallback)


def upper(wire: str, fallback: str) -> str:
    """`wire` in UPPER_CASE; `fallback` as in `snake`."""
    if _UPPER.fullmatch(wire):
        return wire
    joined = "_".join(words(wire)).upper()
    return _with_letter_first(joined, f"{fallback}_", fallback).upper()


def camel(wire: str, fallback: str) -> str:
    """`wire` in CamelCase; `fallback` as in `snake`."""
    if _CAMEL.fullmatch(wire):
        return wire
    joined = "".join(_capitalised(word) for word in words(wire))
    return _with_letter_first(joined, fallback, fallback)


def words(wire: str) -> list[str]:
    return _WORD.findall(wire)


def class_names(interfaces: Iterable[str]) -> dict[str, str]:
    """A CamelCase name for each interface of one file, no two alike.

    It is the last part of the interface name; the part before it goes in front when the shorter
    interface is in the file too (vm.auth beside vm is VmAuth), and more parts as long as two
    interfaces would have one name.
    """
    interfaces = set(interfaces)
    parts = {name: name.split(".") for name in interfaces}
    used = {
        name: 2 if name.rpartition(".")[0] in interfaces and len(parts[name]) > 1 else 1
        for name in interfaces
    }
    while True:
        wishes = {name: _joined(parts[name][-used[name] :]) for name in interfaces}
        asked = Counter(wishes.values())
        growing = [
            name for name in interfaces if asked[wishes[name]] > 1 and used[name] < len(parts[name])
        ]
        if not growing:
            break
        for name in growing:
            used[name] += 1
    wanted = [Wanted("interface", name, wish) for name, wish in wishes.items()]
    found = allocate(wanted, join=join_camel)
    return {item.wire: name for item, name in found.items()}


def _joined(parts: list[str]) -> str:
    return "".join(_capitalised(camel(part, "Interface")) for part in parts)


def _precedence(wish: str, item: Wanted) -> tuple[int, bool, str, str, str]:
    was_made = item.role + item.wire != wish
    return KINDS.index(item.kind), was_made, item.wire, item.role, item.detail


def _hashed(
    losers: dict[Wanted, str], taken: set[str], join: Callable[[str, str], str]
) -> Iterator[tuple[Wanted, str]]:
    """A hash behind each, as long as it must be for all of them to differ."""
    size = HASH_CHARACTERS
    while True:
        names = {item: join(wish, _hash(item)[:size]) for item, wish in losers.items()}
        if len(set(names.values())) == len(names) and not taken & set(names.values()):
            return iter(names.items())
        size += 1


def _hash(item: Wanted) -> str:
    text = "\0".join((item.kind, item.wire, item.role, item.detail))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def _with_letter_first(joined: str, prefix: str, fallback: str) -> str:
    if not joined:
        return fallback
    return joined if joined[0].isalpha() else prefix + joined


def _capitalised(word: str) -> str:
    if _CAMEL.fullmatch(word):
        return word
    return word[:1].upper() + word[1:].lower()
