"""Object paths by pattern: which kind of object lives at a path, and who can name its children.

Objects are made on demand; nothing here is kept per object. Knows nothing of messages.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import (
    Any,  # Kinds of objects differ in their target types.
    Generic,
    TypeVar,
)

from rpcgen.runtime.interface import ServerInterface

T = TypeVar("T")

Managed = Mapping[str, Mapping[str, object]]
"""Interface name -> property name -> value, as ObjectManager shows an object."""


@dataclass(frozen=True, slots=True)
class ObjectKind(Generic[T]):
    """All objects whose path has the form `pattern`, like "/vm/{uuid}/disk/{disk}".

    The callbacks get the captured path elements as they stand, in order.
    find(*captured)      -> the target, or None: no such object
    make(target)         -> one server per interface, in the order of `interfaces`
    children(target)     -> names of the child nodes, for Introspect
    managed(*captured)   -> properties that ObjectManager shows, None when the object is gone
    """

    pattern: str
    interfaces: tuple[type[ServerInterface], ...]
    find: Callable[..., T | None]
    make: Callable[[T], tuple[ServerInterface, ...]]
    children: Callable[[T], Iterable[str]] | None = None
    managed: Callable[..., Managed | None] | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """Paths that only lead to objects: they answer Introspect and Peer, nothing else.

    children(*captured) -> names of the child nodes, or None: no such path.
    """

    pattern: str
    children: Callable[..., Iterable[str] | None]


Place = ObjectKind[Any] | Folder  # Any: see import.


class Tree(Generic[T]):
    """Values by path pattern; a literal element wins over a captured one."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._root: _Level[T] = _Level()
        for pattern, value in rows:
            self._add(pattern, value)

    def match(self, path: str) -> tuple[T, tuple[str, ...]] | None:
        """The value whose pattern fits `path`, and the captured elements. None: no pattern fits."""
        level = self._root
        captured: tuple[str, ...] = ()
        for element in path_elements(path):
            literal = level.literals.get(element)
            if literal is not None:
                level = literal
            elif level.wildcard is not None:
                level = level.wildcard
                captured = (*captured, element)
            else:
                return None
        return None if level.value is None else (level.value, captured)

    def _add(self, pattern: str, value: T) -> None:
        level = self._root
        for element in path_elements(pattern):
            if element.startswith("{") and element.endswith("}"):
                if level.wildcard is None:
                    level.wildcard = _Level()
                level = level.wildcard
            else:
                level = level.literals.setdefault(element, _Level())
        if level.value is not None:
            raise ValueError(f"pattern {pattern} is there twice")
        level.value = value


class _Level(Generic[T]):
    __slots__ = ("literals", "value", "wildcard")

    def __init__(self) -> None:
        self.literals: dict[str, _Level[T]] = {}
        self.wildcard: _Level[T] | None = None
        self.value: T | None = None


def path_elements(path: str) -> list[str]:
    """Elements of an absolute object path; none for the root."""
    return path[1:].split("/") if len(path) > 1 else []
