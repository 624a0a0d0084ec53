"""TinyDB over memory: the tables of one unlocked vault.

TinyDB's habit is to write on every change, to merge in place on update and to hand out what it holds. Here the
storage touches memory only, a record is held as its JSON bytes and decoded afresh for every reader, and a table
replaces whole records. A change is made on a *fork* that shares every untouched table with the original: the vault
seals and saves the fork and keeps it only when it is on disk, so a failed commit has nothing to undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, cast

import msgspec
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from mentor_tui.vault.sealed.payload import Record, Tables, decode_record, encode_record

from .changes import Change, RecordConflict


class MemoryStorage(Storage):
    """Holds the tables. The outer dict is copied at the border; inner ones are replaced, never edited."""

    def __init__(self, tables: Tables) -> None:
        self._tables = dict(tables)

    def read(self) -> dict[str, dict[str, Any]]:
        """The tables, in an outer dict of the caller's own."""
        return cast("dict[str, dict[str, Any]]", dict(self._tables))

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take these tables; nothing reaches the disk."""
        self._tables = dict(data)


class RecordDocument(Document):
    """A record as TinyDB hands it out: decoded for this reader alone."""

    def __init__(self, value: Mapping[str, Any], doc_id: int) -> None:
        super().__init__(decode_record(cast(msgspec.Raw, value)), doc_id)


class RecordTable(Table):
    """A table keyed by the records' own UUIDs, without the query cache (which hands out what it holds)."""

    document_class = RecordDocument
    document_id_class = str  # type: ignore[assignment]
    default_query_cache_capacity = 0

    def edit(self, puts: dict[str, msgspec.Raw | None]) -> None:
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
        self.storage.write(cast("dict[str, dict[str, Any]]", tables))

    def search(self, cond: QueryLike) -> list[Document]:
        """Copies of the records for which ``cond`` holds."""
        return [document for document in self if cond(document)]

    def _piecemeal(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise NotImplementedError("records are replaced whole; use edit()")

    insert = insert_multiple = update = update_multiple = upsert = remove = _piecemeal


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
        return [decode_record(raw) for raw in self.tables_by_name.get(name, {}).values()]

    def record(self, name: str, key: str) -> Record | None:
        """A copy of one record."""
        found = self.table(name).get(doc_id=cast(int, key))
        return dict(found) if isinstance(found, Document) else None

    def check(self) -> int:
        """Decode every record and say how many there are. Raises :class:`DamagedVault` for one that is none."""
        return sum(len(self.records(name)) for name in self.tables_by_name)

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
                raw = tables.get(change.table, {}).get(change.id)
                present = None if raw is None else decode_record(raw)
            if not force and present != change.before and present != change.after:
                raise RecordConflict
            pending[change.id] = change.after
        forked = Database(tables)
        for name, puts in edits.items():
            encoded = {key: None if after is None else encode_record(after) for key, after in puts.items()}
            cast(RecordTable, forked.table(name)).edit(encoded)
        return forked
