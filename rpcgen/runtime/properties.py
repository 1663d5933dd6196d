"""Properties as ready answers: Get by argument bytes, GetAll from segments kept by generation.

Knows targets only through the getters of their bindings and their `generation`.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from struct import Struct
from typing import Any  # Rows of one table differ in their target and value types.

from rpcgen.runtime.codec import encode, reader
from rpcgen.runtime.interface import CACHEABLE, Inputs, Property, PropertyBinding
from rpcgen.runtime.memo import Answer, ObjectRef

VALUES_KEPT_MAX = 256
"""Encoded values kept per property: names and uuids of a screenful of VMs, every enum."""
VALUE_BYTES_KEPT_MAX = 512
SEGMENT_BYTES = 450
"""What a kept GetAll reply costs besides its bytes (measured)."""

FaultReport = Callable[[str, BaseException], None]
"""(what failed, why): for the log of whoever owns the service."""

_KEPT_TYPES = frozenset("ybnqiuxtsog")  # hashable, and equal values have equal bytes (not d: -0.0)
_ARRAY_HEAD = Struct("<II")  # length of the a{sv}, padding to its first entry
_read_entry = reader("(sv)")  # a dict entry is marshalled like a struct


class Row:
    """One readable property of one interface of a kind."""

    __slots__ = ("_bodies", "_encode", "_entries", "_entry", "default", "get", "inputs", "name")

    def __init__(
        self,
        wanted: Property,
        binding: PropertyBinding[Any, Any],  # Any: see import.
    ) -> None:
        assert binding.get is not None
        self.name = wanted.name
        self.get = binding.get
        self.inputs = binding.inputs
        self.default = wanted.entry(binding.default)
        self._encode = wanted.encode
        self._entry = wanted.entry
        keep = wanted.signature in _KEPT_TYPES
        self._bodies: dict[Any, bytes] | None = {} if keep else None  # Any: see import.
        self._entries: dict[Any, bytes] | None = {} if keep else None  # Any: see import.

    @property
    def kept(self) -> bool:
        """GetAll may keep it until the generation moves."""
        return self.inputs in CACHEABLE

    def answer(self) -> Answer:
        """The function that makes a Get reply body. It raises what the getter raises."""
        get, encode_value, bodies = self.get, self._encode, self._bodies
        if bodies is None:
            return lambda ref: encode_value(get(ref.target))

        def from_kept(ref: ObjectRef) -> bytes:
            value = get(ref.target)
            try:
                return bodies[value]
            except KeyError:
                return _keep(bodies, value, encode_value(value))

        return from_kept

    def entry_of(self, target: Any) -> bytes:  # Any: see import.
        """The a{sv} entry of the present value. Raises what the getter or encoder raises."""
        value = self.get(target)
        entries = self._entries
        if entries is None:
            return self._entry(value)
        try:
            return entries[value]
        except KeyError:
            return _keep(entries, value, self._entry(value))

    def entry_of_value(self, value: Any) -> bytes:  # Any: see import.
        """The a{sv} entry of a value that comes from elsewhere."""
        return self._entry(value)


def _keep(
    kept: dict[Any, bytes],  # Any: see import.
    value: Any,  # Any: see import.
    data: bytes,
) -> bytes:
    if len(data) <= VALUE_BYTES_KEPT_MAX:
        if len(kept) >= VALUES_KEPT_MAX:
            kept.clear()
        kept[value] = data
    return data


class _Segments:
    """One object's a{sv} entries, cut where a row must be read at each call."""

    __slots__ = ("generation", "runs", "size", "target", "whole")

    def __init__(
        self,
        target: Any,  # Any: see import.
        generation: int,
        runs: list[bytes],
        whole: bytes | None,
    ) -> None:
        self.target = target
        self.generation = generation
        self.runs = runs
        self.whole = whole
        self.size = SEGMENT_BYTES + sum(map(len, runs)) + len(whole or b"")


class SegmentCache:
    """GetAll segments of all objects of a service, least recently used out first."""

    def __init__(self, bytes_max: int) -> None:
        self.kept: OrderedDict[tuple[str, str], _Segments] = OrderedDict()
        self._bytes = 0
        self._bytes_max = bytes_max

    def put(self, key: tuple[str, str], segments: _Segments) -> None:
        """Keep these, in place of older ones of the same key."""
        self.drop(key)
        self.kept[key] = segments
        self._bytes += segments.size
        while self._bytes > self._bytes_max:
            _, oldest = self.kept.popitem(last=False)
            self._bytes -= oldest.size

    def drop(self, key: tuple[str, str]) -> None:
        """Forget the segments of this key, if any."""
        old = self.kept.pop(key, None)
        if old is not None:
            self._bytes -= old.size


class GetAll:
    """GetAll of one interface: its readable rows in ascending order of their names."""

    def __init__(
        self, interface: str, rows: Iterable[Row], cache: SegmentCache, report: FaultReport
    ) -> None:
        self._interface = interface
        self._rows = sorted(rows, key=lambda row: row.name)
        self._live = [row for row in self._rows if not row.kept]
        self._moves = any(row.inputs in (Inputs.OWN, Inputs.CORE) for row in self._rows)
        self._cache = cache
        self._report = report

    def answer(self, ref: ObjectRef) -> bytes:
        """Body of the reply. A getter that fails is reported, and its default stands."""
        target = ref.target
        generation = target.generation if self._moves else 0
        key = (ref.path, self._interface)
        cache = self._cache.kept
        segments = cache.get(key)
        if segments is None or segments.generation != generation or segments.target is not target:
            segments = self._build(ref, generation, key)
        else:
            cache.move_to_end(key)
        return segments.whole or self._splice(segments.runs, ref)

    def _splice(self, runs: Sequence[bytes], ref: ObjectRef) -> bytes:
        pieces = [runs[0]]
        entry = b""
        for row, run in zip(self._live, runs[1:], strict=True):
            try:
                entry = row.entry_of(ref.target)
            except Exception as error:  # One failing getter never fails the rest.
                entry = self._fall_back(row, ref, error)
            pieces.append(entry)
            pieces.append(run)
        if not runs[-1]:
            pieces[-2] = _trimmed(entry)
        return _as_array(b"".join(pieces))

    def _build(self, ref: ObjectRef, generation: int, key: tuple[str, str]) -> _Segments:
        sound = True
        runs: list[bytes] = []
        run: list[bytes] = []
        for row in self._rows:
            if not row.kept:
                runs.append(b"".join(run))
                run.clear()
                continue
            try:
                run.append(row.entry_of(ref.target))
            except Exception as error:  # One failing getter never fails the rest.
                run.append(self._fall_back(row, ref, error))
                sound = False
        if run:
            run[-1] = _trimmed(run[-1])
        runs.append(b"".join(run))
        whole = None if self._live else _as_array(runs[0])
        segments = _Segments(ref.target, generation, runs if self._live else [], whole)
        if sound:
            self._cache.put(key, segments)
        else:
            self._cache.drop(key)
        return segments

    def _fall_back(self, row: Row, ref: ObjectRef, error: Exception) -> bytes:
        self._report(f"property={self._interface}.{row.name} path={ref.path}", error)
        return row.default


def entries_array(entries: Sequence[bytes]) -> bytes:
    """The body of an a{sv} whose entries are each padded to a multiple of 8."""
    if not entries:
        return EMPTY_ARRAY
    return _as_array(b"".join(entries[:-1]) + _trimmed(entries[-1]))


def get_key(interface: str, name: str) -> bytes:
    """The argument bytes of Get for this property, as a client sends them."""
    return encode("ss", (interface, name))


def get_all_key(interface: str) -> bytes:
    """The argument bytes of GetAll for this interface, as a client sends them."""
    return encode("s", (interface,))


def _as_array(entries: bytes) -> bytes:
    return _ARRAY_HEAD.pack(len(entries), 0) + entries


def _trimmed(entry: bytes) -> bytes:
    """The last entry of an array: the padding behind it is not part of the array."""
    _, end = _read_entry(entry, 0, 1)
    return entry[:end]


EMPTY_ARRAY = _as_array(b"")
