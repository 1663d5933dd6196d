"""Paths of xenstore: which are valid, what a relative one means, how one is taken apart.

Knows nothing of nodes. Source: xenstored 4.17, is_valid_nodename and canonicalize.
"""

import re
import sys
from typing import Final

from xenvm.errors import XenstoreError

# The path of a node as the names on the way to it; the root is ().
Parts = tuple[str, ...]

# XENSTORE_REL_PATH_MAX: counts what follows a /local/domain/<domid>/ prefix.
PATH_LENGTH_MAX: Final = 2048

# Paths that were split lately: callers repeat themselves, and a hit costs a tenth of a check.
_SPLIT_CACHE_MAX: Final = 2048

INTRODUCE_DOMAIN: Final = "@introduceDomain"
RELEASE_DOMAIN: Final = "@releaseDomain"
SPECIAL_PATHS: Final = (INTRODUCE_DOMAIN, RELEASE_DOMAIN)

_is_name = re.compile(r"[A-Za-z0-9\-_@]+").fullmatch
_is_node_path = re.compile(r"(?:/[A-Za-z0-9\-_@]+)+|/").fullmatch
_domain_prefix = re.compile(r"/local/domain/[0-9]{1,5}/").match


def home(domid: int) -> str:
    """What a relative path of this domain is relative to, with the slash at its end."""
    return f"/local/domain/{domid}/"


def is_valid(path: str, length_max: int = PATH_LENGTH_MAX) -> bool:
    """Whether an absolute path may name a node."""
    if _is_node_path(path) is None:
        return False
    if len(path) <= length_max:
        return True
    prefix = _domain_prefix(path)
    return prefix is not None and len(path) - prefix.end() <= length_max


def join(parts: Parts) -> str:
    """The absolute path of the node."""
    return "/" + "/".join(parts)


class Splitter:
    """Takes paths apart, with a bounded memory of the recent ones."""

    __slots__ = ("_names", "_recent", "length_max", "payloads")

    def __init__(self) -> None:
        self.length_max = PATH_LENGTH_MAX
        self._recent: dict[str, Parts] = {}
        self._names: dict[str, str] = {}
        # The same as _recent by what clients send: an absolute path and a NUL.
        self.payloads: dict[bytes, Parts] = {}

    def remember(self, payload: bytes) -> Parts | None:
        """The names of the path that a client sent; None unless it is an absolute, valid one."""
        if payload[:1] != b"/" or payload[-1:] != b"\0":
            return None
        try:
            parts = self.split(payload[:-1].decode("latin-1"))
        except XenstoreError:
            return None
        if len(self.payloads) >= _SPLIT_CACHE_MAX:
            self.payloads.clear()
        self.payloads[payload] = parts
        return parts

    def split(self, path: str) -> Parts:
        """The names of an absolute path.

        Raises XenstoreError EINVAL for a path that cannot name a node.
        """
        parts = self._recent.get(path)
        return self._split(path) if parts is None else parts

    def limit(self, length_max: int) -> None:
        """Lower (never raise) the longest path taken; 0 takes the limit away."""
        self.length_max = min(length_max or PATH_LENGTH_MAX, PATH_LENGTH_MAX)
        self._recent.clear()
        self.payloads.clear()

    def name(self, name: str) -> str:
        """One name of a path, checked. Raises XenstoreError EINVAL."""
        known = self._names.get(name)
        if known is None:
            if _is_name(name) is None:
                raise XenstoreError("EINVAL", name)
            if len(self._names) >= _SPLIT_CACHE_MAX:
                self._names.clear()
            known = self._names[name] = sys.intern(name)
        return known

    def _split(self, path: str) -> Parts:
        # Siblings come one after the other: their directory is kept, and often known already.
        directory, _, name = path.rpartition("/")
        above = self._recent.get(directory)
        if above is None or len(path) > self.length_max:
            if not is_valid(path, self.length_max):
                raise XenstoreError("EINVAL", path)
            if not directory:
                return self._keep(path, (self.name(name),) if name else ())
            above = self._keep(directory, tuple(map(self.name, directory[1:].split("/"))))
        return self._keep(path, (*above, self.name(name)))

    def _keep(self, path: str, parts: Parts) -> Parts:
        if len(self._recent) >= _SPLIT_CACHE_MAX:
            self._recent.clear()
        self._recent[path] = parts
        return parts
