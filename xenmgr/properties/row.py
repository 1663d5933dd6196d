"""A property as a row: where its value is kept, what it accepts, what setting it does.

The plain rows keep one text leaf of the configuration database; the functions at the end of the
file make a row out of another. Knows no property by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import (
    Any,  # The value types of the rows differ; each row's signature says which it is.
    Final,
    Generic,
    TypeVar,
)

from rpcgen.runtime.errors import DBusError, Failed
from rpcgen.runtime.interface import Inputs, PropertyBinding
from xenmgr.errors import refused
from xenmgr.properties.targets import Keyed
from xenmgr.properties.validate import INT32_MAX, Check, one_of

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

Guard = Callable[[T], None]

TRUE, FALSE = "true", "false"
# Every text of a boolean that the database may hold.
FLAG_WORDS: Final[dict[str | None, bool]] = {
    TRUE: True,
    "yes": True,
    "1": True,
    FALSE: False,
    "no": False,
    "0": False,
}

# What the original's reader of integers takes, up to more digits than any value in range needs.
_NUMBER: Final = re.compile(r"[ \t\r\n]*-?[0-9]{1,20}[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Row(Generic[T_contra]):
    """One property of one kind of object.

    keys: the database keys that the value is made of. emits: what PropertiesChanged promises.
    guarded: whether the editing policy of a VM forbids setting it. later: names the feature that
    the present value asks for when this release does not have it.
    """

    name: str
    signature: str
    default: object
    get: Callable[[T_contra], Any]  # Any: the type of `signature`.
    set: Callable[[T_contra, Any], None] | None = None  # Any: the type of `signature`.
    keys: tuple[str, ...] = ()
    inputs: Inputs = Inputs.OWN
    emits: str = "true"
    guarded: bool = True
    later: Callable[[T_contra], str | None] | None = None


def bind(
    rows: Iterable[Row[T]], guard: Guard[T] | None = None, emits: str | None = None
) -> tuple[PropertyBinding[T, Any], ...]:  # Any: the rows of one table differ in type.
    """The rows for a generated server class; `guard` runs before each guarded setter.

    `emits` stands in the place of what the rows say.
    """
    return tuple(
        PropertyBinding(
            name=row.name,
            get=row.get,
            set=_guarded(row.set, guard) if row.guarded and guard else row.set,
            signature=row.signature,
            inputs=row.inputs,
            default=row.default,
            emits=emits or row.emits,
        )
        for row in rows
    )


def _guarded(
    set_value: Callable[[T, Any], None] | None,  # Any: the type of the row's signature.
    guard: Guard[T],
) -> Callable[[T, Any], None] | None:  # Any: as above.
    if set_value is None:
        return None

    def guarded(target: T, value: Any) -> None:  # Any: as above.
        guard(target)
        set_value(target, value)

    return guarded


# Reading a leaf


def read_flag(key: str, default: bool) -> Callable[[Keyed], bool]:
    """Reads a boolean; Failed when the text is none."""
    values: dict[str | None, bool] = {None: default, **FLAG_WORDS}

    def get(target: Keyed) -> bool:
        try:
            return values[target.get(key)]
        except KeyError:
            raise bad_flag(target, key) from None

    return get


def read_number(key: str, default: int) -> Callable[[Keyed], int]:
    """Reads a 32-bit integer; Failed when the text is none."""

    def get(target: Keyed) -> int:
        text = target.get(key)
        return default if text is None else number_of(text)

    return get


def read_text(key: str, default: str) -> Callable[[Keyed], str]:
    """Reads a string, as it is."""

    def get(target: Keyed) -> str:
        text = target.get(key)
        return default if text is None else text

    return get


def read_choice(
    key: str, words: Collection[str], default: str, fault: Callable[[], DBusError]
) -> Callable[[Keyed], str]:
    """Reads one of the words; the fault when the text is none of them."""
    values: dict[str | None, str] = {None: default, **{word: word for word in words}}

    def get(target: Keyed) -> str:
        try:
            return values[target.get(key)]
        except KeyError:
            raise fault() from None

    return get


def number_of(text: str) -> int:
    """The integer that a leaf holds in decimal digits, blanks around it allowed.

    Raises Failed for what is none, or is beyond 32 bits.
    """
    if _NUMBER.fullmatch(text):
        value = int(text)
        if -INT32_MAX - 1 <= value <= INT32_MAX:
            return value
    raise Failed("Prelude.read: no parse")


def flag_or(target: Keyed, key: str, default: bool) -> bool:
    """The boolean of a leaf, the default also for a text that is none."""
    text = target.get(key)
    return default if text is None else FLAG_WORDS.get(text, default)


def bad_flag(target: Keyed, key: str) -> Failed:
    """The fault of a leaf that holds no boolean."""
    return Failed(
        f"unexpected boolean text representation: {target.get(key)}"
        f" while reading {target.db_path(key)}"
    )


def bad_choice() -> DBusError:
    """The fault of a word outside an enumeration. Source: clients facts 3, observed: uncoded."""
    return Failed("unexpected enumeration value")


def flag_text(value: bool) -> str:
    return TRUE if value else FALSE


# Rows that keep one leaf


def flag(name: str, key: str, default: bool = False) -> Row[Keyed]:
    """A boolean."""

    def set_value(target: Keyed, value: bool) -> None:
        target.put(key, TRUE if value else FALSE)

    return Row(name, "b", default, read_flag(key, default), set_value, (key,))


def number(
    name: str,
    key: str,
    default: int = 0,
    *,
    check: Check[int] | None = None,
    removed_below: int | None = None,
) -> Row[Keyed]:
    """A 32-bit integer; values under `removed_below` take the key away."""

    def set_value(target: Keyed, value: int) -> None:
        if removed_below is not None and value < removed_below:
            target.remove(key)
            return
        if check is not None and (allowed := check(value)) is not None:
            raise refused(name, value, allowed)
        target.put(key, str(value))

    return Row(name, "i", default, read_number(key, default), set_value, (key,))


def text(
    name: str,
    key: str,
    default: str = "",
    *,
    check: Check[str] | None = None,
    empty_removes: bool = False,
    strip: bool = False,
) -> Row[Keyed]:
    """A string; `empty_removes` takes the key away, `strip` drops blanks around the value."""

    def set_value(target: Keyed, value: str) -> None:
        if empty_removes and not value:
            target.remove(key)
            return
        if check is not None and (allowed := check(value)) is not None:
            raise refused(name, value, allowed)
        target.put(key, value.strip() if strip else value)

    return Row(name, "s", default, read_text(key, default), set_value, (key,))


def word(name: str, key: str, default: str, words: Collection[str]) -> Row[Keyed]:
    """A string of a known set, refused otherwise; what is stored already reads as it is."""
    return text(name, key, default, check=one_of(words))


def choice(
    name: str,
    key: str,
    default: str,
    words: Collection[str],
    *,
    fault: Callable[[], DBusError] = bad_choice,
    removed_by: str | None = None,
) -> Row[Keyed]:
    """An enumeration: another word is the fault both when set and when stored.

    The word `removed_by` takes the key away.
    """

    def set_value(target: Keyed, value: str) -> None:
        if value == removed_by:
            target.remove(key)
        elif value in words:
            target.put(key, value)
        else:
            raise fault()

    return Row(name, "s", default, read_choice(key, words, default, fault), set_value, (key,))


def permission(name: str, key: str) -> Row[Keyed]:
    """A boolean kept as its opposite: true unless the key says true; true takes the key away."""
    denied = read_flag(key, default=False)

    def get(target: Keyed) -> bool:
        return not denied(target)

    def set_value(target: Keyed, value: bool) -> None:
        if value:
            target.remove(key)
        else:
            target.put(key, TRUE)

    return Row(name, "b", True, get, set_value, (key,))


def switch(name: str, key: str, default: bool) -> Row[Keyed]:
    """A boolean whose key is written only when the value really changes."""

    def set_value(target: Keyed, value: bool) -> None:
        present = target.get(key)
        if value != (default if present is None else FLAG_WORDS.get(present)):
            target.put(key, TRUE if value else FALSE)

    return Row(name, "b", default, read_flag(key, default), set_value, (key,))


# Rows that keep nothing


def computed(
    name: str,
    signature: str,
    default: object,
    get: Callable[[T], Any],  # Any: the type of `signature`.
    *,
    keys: tuple[str, ...] = (),
    inputs: Inputs = Inputs.OWN,
    emits: str = "true",
) -> Row[T]:
    """Read only, found out by `get`."""
    return Row(name, signature, default, get, None, keys, inputs, emits)


# A row out of another


def read_only(row: Row[T]) -> Row[T]:
    return replace(row, set=None)


def set_by(
    row: Row[Any],  # Any: a row of a wider target.
    set_value: Callable[[T, Any], None],  # Any: the type of the row's signature.
) -> Row[T]:
    """The row with a setter of its own."""
    return replace(row, set=set_value)


def then(row: Row[Any], effect: Callable[[T], None]) -> Row[T]:  # Any: a row of a wider target.
    """Setting has an effect, whether the value changed or not."""
    set_value = row.set
    assert set_value is not None, row.name

    def set_and_tell(target: T, value: Any) -> None:  # Any: the type of the row's signature.
        set_value(target, value)
        effect(target)

    return replace(row, set=set_and_tell)


def needs_later(row: Row[T], feature: str) -> Row[T]:
    """A true or non-empty value asks for a feature that this release does not have."""
    get = row.get
    return replace(row, later=lambda target: feature if get(target) else None)


def names_by_key(rows: Iterable[Row[Any]]) -> dict[str, tuple[str, ...]]:  # Any: any target.
    """Which announced properties change with each database key."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.emits in ("true", "invalidates"):
            for key in row.keys:
                found.setdefault(key, []).append(row.name)
    return {key: tuple(sorted(names)) for key, names in found.items()}
