"""The configuration tree of the host: what the database daemon serves and xenmgr builds upon.

A tree of JSON values in memory, cut into rows that become durable one by one: `/vm/<uuid>`,
`/dom-store/<uuid>`, and the rest. Rows are kept as text and parsed on first touch. Changes become
durable at commit and can be taken back until then: the text of the last commit is the undo journal.
Nothing here is O(VMs) but loading, dump and rm of everything, and a rollback that revives rows.
Source: xenmgr facts 4.1, clients facts 5.
"""

from __future__ import annotations

from collections import deque
from typing import Final, TypeAlias
from weakref import WeakValueDictionary

from rpcgen.runtime.errors import Failed
from xenmgr.binary_nodes import BinaryNodes, HostFiles
from xenmgr.db_fresh import FRESH_TREE
from xenmgr.json_tree import (
    JsonValue,
    MalformedJson,
    Node,
    Parts,
    leaf_text,
    parse_json,
    pretty,
    write,
)
from xenmgr.store import NO_COLUMNS, Changes, DbStore, StoredRow
from xenmgr.subtree import DOM_STORE, REST, VM, Subtree, check_depth, split_path
from xenmgr.vm_summary import (
    EMPTY_SUMMARY,
    DiskPathIndex,
    SummaryColumnReader,
    VmSummary,
    disk_paths,
    summarize,
    summary_columns,
)

__all__ = ["AREAS", "PARSED_CHARS_MAX", "ConfigDb", "JsonValue", "Subtree"]

# Top-level nodes whose children are rows of their own.
AREAS: Final = (VM, DOM_STORE)
# Text of the rows that are held in parsed form too.
PARSED_CHARS_MAX: Final = 256 * 1024
# One call never pays for more than these.
_FORGOTTEN_PER_PARSE_MAX: Final = 8

# ConfigDb has a method of the name `list`.
_Names: TypeAlias = list[str]
_Rows: TypeAlias = list[Subtree]


class ConfigDb:
    """The whole tree. A path such as /vm/<uuid>/name is split at `/`, empty parts are ignored.

    Every caller is domain 0 and sees all of it: a stock bus daemon has no GetConnectionDOMID.
    """

    def __init__(self, store: DbStore, files: HostFiles | None = None) -> None:
        """Reads all rows; a new store gets the content of a fresh installation. StoreError."""
        self._store = store
        self._rows: dict[str, dict[str, Subtree]] = {area: {} for area in AREAS}
        self._binary = BinaryNodes(files)
        self._disk_users = DiskPathIndex()
        self._counters = store.counters()
        self._counters_before: dict[str, int] = {}
        # Rows that differ from the store, and rows whose summary is not current.
        self._touched: dict[Subtree, None] = {}
        self._stale: dict[Subtree, None] = {}
        # Rows that may be empty nodes: the next rm beside them prunes them.
        self._empty: set[Subtree] = set()
        self._parsed: deque[tuple[Subtree, int]] = deque()
        self._parsed_chars = 0
        # Dom-stores without a row that somebody holds.
        self._unborn: WeakValueDictionary[str, Subtree] = WeakValueDictionary()
        self._next_ordinal = 1
        self.rest = Subtree(self, REST, "", 0)
        self._load()

    # What the database daemon serves

    def read(self, path: str) -> str:
        """The text of a leaf; "" for anything else; `file:<path>` for a binary node."""
        parts = split_path(path)[1]
        file = self._binary.file_at(parts)
        if file is not None:
            return f"file:{file}"
        return leaf_text(self._find(parts)[1]) or ""

    def read_binary(self, path: str) -> bytes:
        """The bytes of a binary node. Raises Failed for any other."""
        file = self._binary.file_at(split_path(path)[1])
        if file is None:
            raise Failed("not a binary node")
        try:
            return self._binary.bytes_of(file)
        except OSError as error:
            raise Failed(f"input error occured: {file}: {error.strerror}") from error

    def write(self, path: str, text: str) -> None:
        """Stores a string leaf; silently nothing on a node that has children."""
        parts = self._changeable(path)
        if self._binary.is_inner(parts):
            return
        if not _in_row(parts):
            self.rest.put_at(parts, text)
            return
        row = self._row_at(parts)
        if row is not None:
            row.put_at(parts[2:], text)
        else:
            self._add(parts[0], parts[1], write(None, parts[2:], text)[0])

    def exists(self, path: str) -> bool:
        """Whether there is a node of any kind; the root always is."""
        parts = split_path(path)[1]
        if self._binary.file_at(parts) is not None or self._binary.is_inner(parts):
            return True
        return self._find(parts)[0]

    def list(self, path: str) -> _Names:
        """The names of the children in order of insertion; none of what is no inner node."""
        parts = split_path(path)[1]
        found, node = self._find(parts)
        names = list(node) if found and isinstance(node, dict) else []
        if len(parts) == 1 and parts[0] in AREAS and isinstance(node, dict):
            names = list(self._rows[parts[0]])
        known = set(names)
        return names + [name for name in self._binary.children(parts) if name not in known]

    def rm(self, path: str) -> None:
        """Removes the node; empty nodes beside the path go too. Absent is fine."""
        parts = self._changeable(path, "remove")
        self._binary.drop(parts)
        area = parts[0] if parts else ""
        if not parts:
            self._clear(AREAS)
            self.rest.remove_at(())
        elif area not in AREAS or not self._is_inner(area):
            self.rest.remove_at(parts)
        elif len(parts) == 1:
            self._clear((area,))
            self.rest.remove_at(parts)
        else:
            self._rm_in_area(area, parts[1], parts[2:])

    def dump(self, path: str) -> str:
        """The node as pretty JSON, `null` when it is absent or empty."""
        parts = split_path(path)[1]
        return pretty(self._binary.merged(self._value(parts), parts))

    def inject(self, path: str, text: str) -> None:
        """Replaces the node by the parsed JSON; null makes an empty node. Raises Failed."""
        try:
            value = parse_json(text)
        except MalformedJson as error:
            raise Failed(f"malformed JSON: {error}") from error
        parts = self._changeable(path)
        self._binary.drop(parts)
        if not parts:
            self._inject_root(value)
        elif parts[0] not in AREAS:
            self.rest.replace_at(parts, value)
        elif len(parts) == 1:
            self._inject_area(parts[0], value)
        else:
            row = self._row_at(parts) or self._add(parts[0], parts[1], None)
            row.replace_at(parts[2:], value)

    # Rows

    def vm(self, uuid: str) -> Subtree | None:
        """The row of /vm/<uuid>."""
        return self._rows[VM].get(uuid)

    def vm_uuids(self) -> _Names:
        """The children of /vm in order of insertion, whatever is in them."""
        return list(self._rows[VM])

    def create_vm(self, uuid: str, value: JsonValue) -> Subtree:
        """Puts `value` at /vm/<uuid>, instead of what was there."""
        row = self._rows[VM].get(uuid)
        if row is None:
            return self._add(VM, uuid, value)
        row.replace_at((), value)
        return row

    def remove_vm(self, uuid: str) -> None:
        """Removes /vm/<uuid>; its row ignores what is written to it from now on."""
        if self._is_inner(VM):
            self._rm_in_area(VM, uuid, ())

    def domstore(self, uuid: str) -> Subtree:
        """The row of /dom-store/<uuid>; it comes into being with the first write.

        To be asked for anew in each turn: a row that was removed meanwhile ignores what is written.
        """
        row = self._rows[DOM_STORE].get(uuid) or self._unborn.get(uuid)
        if row is None:
            row = self._unborn[uuid] = Subtree(self, DOM_STORE, uuid, 0)
        return row

    def summary(self, uuid: str) -> VmSummary:
        """What is known of the VM without parsing; empty without a VM."""
        row = self._rows[VM].get(uuid)
        return EMPTY_SUMMARY if row is None else row.summary()

    def disk_path_users(self, path: str) -> int:
        """How many VMs have a disk with that image path."""
        self.refresh_summaries()
        return self._disk_users.count(path)

    def rescan_files(self) -> None:
        """Looks for binary nodes again, as the original does at start and on SIGHUP."""
        self._binary.rescan()

    # Durability

    def next_counter(self, name: str) -> int:
        """The position of the stream `name`: 0, and one more with every call."""
        position = self._counters.get(name, 0)
        self._counters_before.setdefault(name, position)
        self._counters[name] = position + 1
        return position

    def commit(self) -> None:
        """Makes all changes durable in one transaction.

        Raises StoreError; then memory is as it was before the call, and rollback is due.
        """
        if not self._touched and not self._counters_before:
            return
        self.refresh_summaries()
        changes = Changes(counters={name: self._counters[name] for name in self._counters_before})
        texts = {row: row.current_text() for row in self._touched if row.attached}
        for row in self._touched:
            if row.attached:
                if not row.stored or texts[row] != row.text:
                    changes.rows.append(_stored_row(row, texts[row]))
            elif row.stored:
                changes.removals.append(row.ordinal)
        if changes.rows or changes.removals or changes.counters:
            self._store.apply(changes)
        for row in self._touched:
            row.settle(texts.get(row, ""))
        # Parsed forms could not go while they were the only ones.
        self._forget_oldest(len(self._touched))
        self._touched.clear()
        self._counters_before.clear()

    def rollback(self) -> set[str]:
        """Takes back everything since the last commit.

        Returns the names (uuids) of the rows that changed, appeared or vanished by that.
        """
        touched = list(self._touched)
        for row in touched:
            if row.attached and not row.stored:
                self._detach(row)
        gone = [row for row in touched if row.stored and not row.attached]
        for row in touched:
            if row.stored:
                row.revive()
                if row.text == "null":
                    self.maybe_empty(row)
                if row.area == VM:
                    self._stale[row] = None
        self._put_back(gone)
        # Rows that are text again are answered from their summaries.
        self.refresh_summaries()
        self._touched.clear()
        self._counters.update(self._counters_before)
        self._counters_before.clear()
        self._binary.rescan()
        return {row.name for row in touched if row.area != REST}

    def close(self) -> None:
        """Lets go of the store; what was not committed is lost."""
        self._store.close()

    # For rows

    def changed(self, row: Subtree) -> None:
        """A row's tree is about to differ from its text."""
        if not row.attached:
            self._attach(row)
        self._touched[row] = None
        if row.area == VM:
            self._stale[row] = None

    def maybe_empty(self, row: Subtree) -> None:
        """A row has become an empty node."""
        if row.area != REST:
            self._empty.add(row)

    def parsed(self, row: Subtree) -> None:
        """A row holds its parsed form from now on; the oldest ones lose theirs for it."""
        if row.area == REST:
            return
        chars = len(row.text)
        self._parsed.append((row, chars))
        self._parsed_chars += chars
        self._forget_oldest(_FORGOTTEN_PER_PARSE_MAX, row)

    def refresh_summaries(self) -> None:
        """The summaries follow what has changed since the last time."""
        if self._stale:
            for row in self._stale:
                self._summarized(row, summarize(row.node(())[1]))
            self._stale.clear()

    def damaged(self, row: Subtree, reason: str) -> Exception:
        return self._store.damaged(f"/{row.area}/{row.name}", reason)

    # Loading

    def _load(self) -> None:
        reader = SummaryColumnReader()
        for stored in self._store.rows():
            ordinal, area, name, text = stored[:4]
            self._next_ordinal = ordinal + 1
            if area == REST:
                row = self.rest
            elif area in self._rows:
                row = self._rows[area][name] = Subtree(self, area, name, ordinal)
            else:
                raise self._store.damaged(f"/{area}/{name}", "no such place")
            row.load(ordinal, text)
            if text == "null":
                self.maybe_empty(row)
            if area == VM:
                try:
                    self._summarized(row, reader.read(stored[4:]))
                except ValueError as error:
                    raise self.damaged(row, str(error)) from error
        if not self.rest.stored:
            self.rest.adopt(self._take_ordinal(), FRESH_TREE)
            self._touched[self.rest] = None
            self.commit()

    def _put_back(self, gone: _Rows) -> None:
        """Takes rows into the tree again, in the places where they were."""
        for area in {row.area for row in gone}:
            rows = self._rows[area]
            rows.update((row.name, row) for row in gone if row.area == area)
            in_order = sorted(rows.values(), key=lambda row: row.ordinal)
            self._rows[area] = {row.name: row for row in in_order}

    # Paths

    def _changeable(self, path: str, verb: str = "overwrite") -> Parts:
        """The parts of a path to write to. Raises Failed and LimitsExceeded."""
        parts = split_path(path)[1]
        check_depth(parts)
        if self._binary.file_on(parts) is not None:
            raise Failed(f"cannot {verb} binary file nodes")
        return parts

    def _is_inner(self, area: str) -> bool:
        """Whether the area is an inner node; the rest has an empty one in its place."""
        return isinstance(self.rest.node((area,))[1], dict)

    def _row_at(self, parts: Parts) -> Subtree | None:
        return self._rows[parts[0]].get(parts[1])

    def _find(self, parts: Parts) -> tuple[bool, JsonValue]:
        if not _in_row(parts):
            return self.rest.node(parts)
        row = self._row_at(parts)
        return (False, None) if row is None else row.node(parts[2:])

    def _value(self, parts: Parts) -> JsonValue:
        """A copy of the node with its rows in place."""
        if _in_row(parts):
            row = self._row_at(parts)
            return None if row is None else row.value_at(parts[2:])
        value = self.rest.value_at(parts)
        if not isinstance(value, dict):
            return value
        if not parts:
            for area in AREAS:
                if isinstance(value.get(area), dict):
                    value[area] = self._area_value(area)
        return self._area_value(parts[0]) if parts[:1] in _AREA_PATHS else value

    def _area_value(self, area: str) -> Node:
        return {name: row.value_at(()) for name, row in self._rows[area].items()}

    # Rows

    def _take_ordinal(self) -> int:
        ordinal = self._next_ordinal
        self._next_ordinal += 1
        return ordinal

    def _add(self, area: str, name: str, value: JsonValue) -> Subtree:
        """A new row, the last of its area."""
        row = self.domstore(name) if area == DOM_STORE else Subtree(self, area, name, 0)
        self._attach(row, value)
        return row

    def _attach(self, row: Subtree, value: JsonValue = None) -> None:
        if not self._is_inner(row.area):
            self.rest.replace_at((row.area,), {})
        row.adopt(self._take_ordinal(), value)
        if row.area == DOM_STORE:
            self._unborn.pop(row.name, None)
        self._rows[row.area][row.name] = row
        self._touched[row] = None
        if value is None:
            self.maybe_empty(row)
        if row.area == VM:
            self._summarized(row, summarize(value))

    def _detach(self, row: Subtree) -> None:
        del self._rows[row.area][row.name]
        if row.area == VM:
            self._stale.pop(row, None)
            self._summarized(row, EMPTY_SUMMARY)
        row.leave()
        self._touched[row] = None

    def _clear(self, areas: tuple[str, ...]) -> None:
        for area in areas:
            for row in list(self._rows[area].values()):
                self._detach(row)

    def _rm_in_area(self, area: str, name: str, parts: Parts) -> None:
        row = self._rows[area].get(name)
        if row is not None and parts:
            row.remove_at(parts)
        elif row is not None:
            self._detach(row)
        for each in [row for row in self._empty if row.area == area]:
            self._empty.discard(each)
            if each.attached and each.node(()) == (True, None):
                self._detach(each)
        # The empty nodes beside the area itself.
        self.rest.remove_at((area, name))

    def _inject_root(self, value: JsonValue) -> None:
        self._clear(AREAS)
        self.rest.replace_at((), value)
        if isinstance(value, dict):
            for area in AREAS:
                if area in value:
                    self._inject_area(area, value[area])

    def _inject_area(self, area: str, value: JsonValue) -> None:
        self._clear((area,))
        self.rest.replace_at((area,), {} if isinstance(value, dict) else value)
        if isinstance(value, dict):
            for name, child in value.items():
                self._add(area, name, child)

    def _forget_oldest(self, most: int, spared: Subtree | None = None) -> None:
        for _ in range(most):
            if self._parsed_chars <= PARSED_CHARS_MAX:
                return
            oldest, chars = self._parsed.popleft()
            if oldest is spared or not oldest.forget_parsed():
                self._parsed.append((oldest, chars))
            else:
                self._parsed_chars -= chars

    def _summarized(self, row: Subtree, summary: VmSummary) -> None:
        before = row.indexed.disks
        if before != summary.disks:
            self._disk_users.move(row.name, disk_paths(before), disk_paths(summary.disks))
        row.indexed = summary


_AREA_PATHS: Final = tuple((area,) for area in AREAS)


def _in_row(parts: Parts) -> bool:
    return len(parts) > 1 and parts[0] in AREAS


def _stored_row(row: Subtree, text: str) -> StoredRow:
    columns = summary_columns(row.indexed) if row.area == VM else NO_COLUMNS
    return (row.ordinal, row.area, row.name, text, *columns)
