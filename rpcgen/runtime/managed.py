"""What ObjectManager shows of each object, as bytes that are joined to answers and signals.

Each object is one dict entry a{oa{sa{sv}}}; its interfaces start 8-aligned in it, so that the
interfaces of a kind without shown properties are the same bytes for all its objects.
"""

import asyncio
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from types import coroutine

from rpcgen.runtime.codec import (
    ARRAY_BYTES_MAX,
    PADDING,
    TEXT_TAIL,
    encode,
    pack_u32,
    path,
    text,
)
from rpcgen.runtime.errors import LimitsExceeded
from rpcgen.runtime.interface import SignalMessage
from rpcgen.runtime.properties import EMPTY_ARRAY, Row, entries_array
from rpcgen.runtime.standard import OBJECT_MANAGER
from rpcgen.runtime.tree import Managed

OBJECTS_PER_SLICE = 250
"""Objects of GetManagedObjects between two turns of the loop; about 3 ms of work."""


class ShownInterfaces:
    """The interfaces of one kind, in order, with the rows that may be shown of each."""

    def __init__(self, rows: Mapping[str, Mapping[str, Row]]) -> None:
        self._rows = rows
        self._bare_entries = {name: _interface_entry(name, EMPTY_ARRAY) for name in rows}
        self._bare = _array(list(self._bare_entries.values()))

    @property
    def names(self) -> list[str]:
        return list(self._rows)

    def content(self, shown: Managed) -> bytes:
        """Body of an a{sa{sv}}: every interface, with those properties that are shown."""
        if not shown:
            return self._bare
        entries = []
        for interface, rows in self._rows.items():
            values = shown.get(interface)
            entries.append(
                _interface_entry(interface, _properties(rows, values))
                if values
                else self._bare_entries[interface]
            )
        return _array(entries)


class ManagedObjects:
    """The answer of GetManagedObjects, made in slices between which the loop serves others.

    One answer is made at a time; the calls that come meanwhile share the next one.
    """

    def __init__(
        self, paths: Callable[[], Iterable[str]], content_of: Callable[[str], bytes | None]
    ) -> None:
        self._paths = paths
        self._content_of = content_of
        self._lock = asyncio.Lock()
        self._begun = 0
        self._waiting = 0
        self._last = b""

    async def body(self) -> bytes:
        """The objects as they were at some moment after the call. Raises LimitsExceeded."""
        begun_before = self._begun
        self._waiting += 1
        try:
            async with self._lock:
                if self._begun == begun_before or not self._last:
                    self._begun += 1
                    self._last = b""
                    self._last = await self._make()
                return self._last
        finally:
            self._waiting -= 1
            if self._waiting == 0:
                self._last = b""

    async def _make(self) -> bytes:
        entries = []
        last_content_length = 0
        for count, path_of_object in enumerate(self._paths(), start=1):
            content = self._content_of(path_of_object)
            if content is not None:
                entries.append(object_entry(path_of_object, content))
                last_content_length = len(content)
            if count % OBJECTS_PER_SLICE == 0:
                await _next_turn()
        return objects_body(entries, last_content_length)


@coroutine
def _next_turn() -> Generator[None, None, None]:
    yield


def object_entry(object_path: str, content: bytes) -> bytes:
    """One entry of GetManagedObjects, padded at its end to a multiple of 8."""
    data = path(object_path)
    head = pack_u32(len(data)) + data + TEXT_TAIL[len(data) & 3]
    head += content[:4] + PADDING[-(len(head) + 4) & 7]
    return head + content[8:] + PADDING[-len(content) & 7]


def objects_body(entries: Sequence[bytes], last_content_length: int) -> bytes:
    """Body of an a{oa{sa{sv}}}; the padding behind the last entry is cut off."""
    joined = b"".join(entries)
    length = len(joined) - (-last_content_length & 7)
    if length > ARRAY_BYTES_MAX:
        raise LimitsExceeded(f"{len(entries)} objects take {length} bytes, {ARRAY_BYTES_MAX} fit")
    return b"".join((pack_u32(length), PADDING[4], joined))[: 8 + length]


def interfaces_added_message(object_path: str, content: bytes) -> SignalMessage:
    """InterfacesAdded; `content` comes from ShownInterfaces."""
    entry = object_entry(object_path, content)
    body = entry[: len(entry) - (-len(content) & 7)]
    return SignalMessage(OBJECT_MANAGER.name, "InterfacesAdded", "oa{sa{sv}}", body)


def interfaces_removed_message(object_path: str, interfaces: Iterable[str]) -> SignalMessage:
    """InterfacesRemoved."""
    body = encode("oas", (object_path, list(interfaces)))
    return SignalMessage(OBJECT_MANAGER.name, "InterfacesRemoved", "oas", body)


def _properties(rows: Mapping[str, Row], values: Mapping[str, object]) -> bytes:
    return entries_array([rows[name].entry_of_value(values[name]) for name in sorted(values)])


def _interface_entry(name: str, properties: bytes) -> bytes:
    """An entry of a{sa{sv}} without the padding behind it."""
    data = text(name)
    head = pack_u32(len(data)) + data + TEXT_TAIL[len(data) & 3]
    return head + properties[:4] + PADDING[-(len(head) + 4) & 7] + properties[8:]


def _array(entries: list[bytes]) -> bytes:
    """The body of an array of dict entries, from the entries without padding behind them."""
    padded = [entry + PADDING[-len(entry) & 7] for entry in entries[:-1]]
    joined = b"".join([*padded, *entries[-1:]])
    return pack_u32(len(joined)) + PADDING[4] + joined
