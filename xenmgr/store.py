"""The durable form of the configuration tree: one SQLite file, one row a top subtree.

Knows rows, counters and SQL; not what the JSON text of a row means. The only sqlite3 import.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

# "OXcf": marks our files, so that no foreign database is ever taken for ours.
APPLICATION_ID: Final = 0x4F586366
SCHEMA_VERSION: Final = 1

# The log is folded into the file at this size; it bounds what a restart replays.
WAL_PAGES_MAX: Final = 1000
# Every row is in memory already; SQLite's own copy of its pages serves nobody twice.
PAGE_CACHE_KIB: Final = 256
# Left on disk of a log that had to grow beyond it for one large change.
WAL_BYTES_KEPT: Final = 16 * 1024 * 1024

SCHEMA: Final = """
CREATE TABLE subtree (
    ordinal INTEGER PRIMARY KEY,
    area TEXT NOT NULL,
    name TEXT NOT NULL,
    json TEXT NOT NULL,
    vm_name TEXT,
    vm_slot TEXT,
    vm_type TEXT,
    vm_crypto_user TEXT,
    vm_flags TEXT,
    vm_disks TEXT,
    vm_nics TEXT,
    UNIQUE (area, name)
);
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) WITHOUT ROWID;
"""

_SELECT_ROWS: Final = "SELECT * FROM subtree ORDER BY ordinal"
_UPSERT_ROW: Final = """
INSERT INTO subtree VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (ordinal) DO UPDATE SET
    json = excluded.json,
    vm_name = excluded.vm_name,
    vm_slot = excluded.vm_slot,
    vm_type = excluded.vm_type,
    vm_crypto_user = excluded.vm_crypto_user,
    vm_flags = excluded.vm_flags,
    vm_disks = excluded.vm_disks,
    vm_nics = excluded.vm_nics
"""
_DELETE_ROW: Final = "DELETE FROM subtree WHERE ordinal = ?"
_UPSERT_COUNTER: Final = "INSERT OR REPLACE INTO counter VALUES (?, ?)"

# Text of the index columns of a VM's row, in the order of the schema; no value, no VM: None.
Text = str | None
Columns = tuple[Text, Text, Text, Text, Text, Text, Text]
NO_COLUMNS: Final[Columns] = (None, None, None, None, None, None, None)

StoredRow = tuple[int, str, str, str, Text, Text, Text, Text, Text, Text, Text]


class Durability(StrEnum):
    """What an acknowledged change survives: the end of the process, or of the host's power too."""

    PROCESS = "process"
    POWER = "power"


class StoreError(Exception):
    """The database file cannot be used or written: which file, doing what, and why."""

    def __init__(self, path: str, operation: str, reason: str) -> None:
        super().__init__(f"cannot {operation} configuration database {path}: {reason}")
        self.path = path
        self.operation = operation
        self.reason = reason


@dataclass(slots=True)
class Changes:
    """What one transaction does; removals come first, so that a name can be taken again."""

    removals: list[int] = field(default_factory=list)
    rows: list[StoredRow] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)


class DbStore:
    """The open database file; without a path it lives in memory and is gone at close.

    Only one process can have the file open. Every method raises StoreError.
    """

    def __init__(
        self, path: Path | None = None, durability: Durability = Durability.PROCESS
    ) -> None:
        self._name = "in memory" if path is None else str(path)
        self._connection = self._open(path)
        try:
            self._prepare(durability)
        except (sqlite3.Error, StoreError) as error:
            self._connection.close()
            raise self._failure("open", error) from error

    def rows(self) -> Iterator[StoredRow]:
        """All rows by ascending ordinal, which is the order of their making."""
        try:
            yield from self._connection.execute(_SELECT_ROWS)
        except sqlite3.Error as error:
            raise self._failure("read", error) from error

    def counters(self) -> dict[str, int]:
        """The next position of each counter that was ever used."""
        try:
            return dict(self._connection.execute("SELECT name, next FROM counter"))
        except sqlite3.Error as error:
            raise self._failure("read", error) from error

    def apply(self, changes: Changes) -> None:
        """Makes the changes durable, all or none of them."""
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            if changes.removals:
                connection.executemany(_DELETE_ROW, [(each,) for each in changes.removals])
            if changes.rows:
                connection.executemany(_UPSERT_ROW, changes.rows)
            if changes.counters:
                connection.executemany(_UPSERT_COUNTER, changes.counters.items())
            connection.execute("COMMIT")
        except (sqlite3.Error, UnicodeEncodeError) as error:
            self._abandon()
            raise self._failure("write", error) from error

    def damaged(self, row: str, reason: str) -> StoreError:
        """The error for a row whose text is not what was written."""
        return StoreError(self._name, "read", f"row {row} is damaged: {reason}")

    def close(self) -> None:
        """Folds the log into the file and lets go of it."""
        try:
            self._connection.close()
        except sqlite3.Error as error:
            raise self._failure("close", error) from error

    def _open(self, path: Path | None) -> sqlite3.Connection:
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            # No waiting for a lock (it would hold the event loop), no transactions of its own.
            return sqlite3.connect(path or ":memory:", timeout=0, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise self._failure("open", error) from error

    def _prepare(self, durability: Durability) -> None:
        # Before the first access: keeps a second daemon out, and the log's index in memory.
        self._pragma("locking_mode = EXCLUSIVE")
        ours = self._pragma("application_id")
        version = self._pragma("user_version")
        tables = self._value("SELECT count(*) FROM sqlite_master")
        if (ours, version, tables) == (0, 0, 0):
            ours, version = APPLICATION_ID, SCHEMA_VERSION
        if ours != APPLICATION_ID:
            raise StoreError(self._name, "open", "it is a database of another program")
        if version != SCHEMA_VERSION:
            reason = f"its schema version is {version}, this program knows {SCHEMA_VERSION}"
            raise StoreError(self._name, "open", reason)
        self._pragma("journal_mode = WAL")
        self._pragma(f"synchronous = {'FULL' if durability is Durability.POWER else 'NORMAL'}")
        self._pragma(f"wal_autocheckpoint = {WAL_PAGES_MAX}")
        self._pragma(f"journal_size_limit = {WAL_BYTES_KEPT}")
        self._pragma(f"cache_size = -{PAGE_CACHE_KIB}")
        if not tables:
            self._connection.executescript(
                f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            )

    def _pragma(self, text: str) -> object:
        return self._value(f"PRAGMA {text}")

    def _value(self, query: str) -> object:
        row = self._connection.execute(query).fetchone()
        return None if row is None else row[0]

    def _abandon(self) -> None:
        # After a full disk SQLite may have rolled back by itself.
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                raise self._failure("roll back", error) from error

    def _failure(self, operation: str, error: Exception) -> StoreError:
        if isinstance(error, StoreError):
            return error
        reason = str(error)
        if reason == "database is locked":
            reason = "another process has it open"
        return StoreError(self._name, operation, reason)
