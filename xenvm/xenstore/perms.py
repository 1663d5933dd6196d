"""Permissions of nodes: their text, and what they grant to whom.

An entry for a domain is good for one incarnation of its domid only, so that rights die with the
domain and never pass to the next one of that number (XSA-322, XSA-417).
Knows nothing of the tree.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from xenvm.errors import XenstoreError
from xenvm.xenstore import wire

READ: Final = 1
WRITE: Final = 2
OWNER: Final = 4
ALL: Final = READ | WRITE | OWNER

_BITS: Final = {"n": 0, "r": READ, "w": WRITE, "b": READ | WRITE}

# Incarnation of an entry that names no existing domain: it matches nobody, ever.
NOBODY: Final = 0


class Perm(NamedTuple):
    """One entry: the first one of a node is (owner, what everybody else gets)."""

    domid: int
    letter: str


Perms = tuple[Perm, ...]

# As strtol reads them: blanks and a sign before the digits are taken.
_match_entry = re.compile(r"([nrwb])[ \t\n\v\f\r]*([+-]?[0-9]+)").fullmatch


def parse_entry(text: str) -> Perm:
    """One entry out of its text, `r5`. Raises XenstoreError EINVAL."""
    match = _match_entry(text)
    if match is None:
        raise XenstoreError("EINVAL", text)
    return Perm(wire.c_int(int(match[2])), match[1])


def parse(text: str) -> Perms:
    """Entries out of comma-separated text, `n5,r0`. Raises XenstoreError EINVAL."""
    return tuple(map(parse_entry, text.split(",")))


def format_entry(perm: Perm) -> str:
    """The text of one entry, `r5`."""
    return f"{perm.letter}{perm.domid}"


def format_perms(perms: Iterable[Perm]) -> str:
    """Comma-separated text, `n5,r0`."""
    return ",".join(map(format_entry, perms))


class Acl:
    """The permissions of nodes, resolved: immutable and shared by all nodes that inherit them."""

    __slots__ = ("_owned_by", "default", "grants", "owner", "perms")

    def __init__(self, perms: Perms, incarnations: Iterable[int]) -> None:
        """incarnations: for each entry after the first, that of the domain meant."""
        self.perms = perms
        self.owner = perms[0].domid
        self.default = _BITS[perms[0].letter]
        self.grants = tuple(
            (incarnation, _BITS[perm.letter])
            for perm, incarnation in zip(perms[1:], incarnations, strict=True)
        )
        self._owned_by: Acl | None = None

    def owned_by(self, domid: int) -> "Acl":
        """The same with another owner, as a node gets it that an unprivileged domain creates."""
        if self.owner == domid:
            return self
        other = self._owned_by
        if other is None or other.owner != domid:
            perms = (Perm(domid, self.perms[0].letter), *self.perms[1:])
            other = self._owned_by = Acl(perms, (incarnation for incarnation, _ in self.grants))
        return other
