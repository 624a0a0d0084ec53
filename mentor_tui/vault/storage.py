"""TinyDB over memory: the tables of one unlocked vault.

TinyDB's habit is to write on every change, to merge in place on update and to hand out what it holds. Here the
storage touches memory only, a table replaces whole records, and a change is made on a *fork* that shares every
untouched table with the original: the vault seals and saves the fork and keeps it only when it is on disk, so a
failed commit has nothing to undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from .changes import Change
from .payload import Record, Tables, copy_record, copy_records


class RecordConflict(Exception):
    """A record is no longer what a change was made from. Never leaves this package."""


class MemoryStorage(Storage):
    """Holds the tables. The outer dict is copied at the border; inner ones are replaced, never edited."""

    def __init__(self, tables: Tables) -> None:
        self._tables = dict(tables)

    def read(self) -> Tables:
        """The tables, in an outer dict of the caller's own."""
        return dict(self._tables)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take these tables; nothing reaches the disk."""
        self._tables = dict(data)


class RecordTable(Table):
    """A table keyed by the records' own UUIDs, without the query cache (which hands out what it holds)."""

    document_id_class = str  # type: ignore[assignment]
    default_query_cache_capacity = 0

    def edit(self, puts: dict[str, Record | None]) -> None:
        """Replace whole records, or remove those set to ``None``, in one step. An empty table disappears."""
        tables = cast(Tables, self.storage.read())
        rows = dict(tables.get(self.name, {}))
        for key, record in puts.items():
            if record is None:
                rows.pop(key, None)
            else:
                rows[key] = record
        if rows:
            tables[self.name] = rows
        else:
            tables.pop(self.name, None)
        self.storage.write(tables)
        self.clear_cache()

    def _merging(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise NotImplementedError("records are replaced whole; use edit()")

    update = update_multiple = upsert = _merging


class Database(TinyDB):
    """The vault's records as TinyDB tables."""

    table_class = RecordTable

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables, storage=MemoryStorage)

    @property
    def tables_by_name(self) -> Tables:
        """Everything, for encoding. Not to be edited."""
        return cast(Tables, self.storage.read())

    def records(self, name: str) -> list[Record]:
        """Copies of all records of a table, in the order they were first stored."""
        return copy_records(list(self.tables_by_name.get(name, {}).values()))

    def record(self, name: str, key: str) -> Record | None:
        """A copy of one record."""
        found = self.table(name).get(doc_id=cast(int, key))
        return None if found is None else copy_record(cast(Record, found))

    def count(self) -> int:
        """How many records there are in all tables."""
        return sum(len(rows) for rows in self.tables_by_name.values())

    def fork(self, changes: Sequence[Change], *, force: bool = False) -> Database:
        """This database with ``changes`` applied, sharing what they do not touch.

        Raises :class:`RecordConflict` when a record is neither what the change was made from nor already what the
        change makes of it, unless ``force``.
        """
        tables = self.tables_by_name
        edits: dict[str, dict[str, Record | None]] = {}
        for change in changes:
            pending = edits.setdefault(change.table, {})
            if change.id in pending:
                present = pending[change.id]
            else:
                present = tables.get(change.table, {}).get(change.id)
            if not force and present != change.before and present != change.after:
                raise RecordConflict
            pending[change.id] = change.after
        forked = Database(tables)
        for name, puts in edits.items():
            cast(RecordTable, forked.table(name)).edit(puts)
        return forked
