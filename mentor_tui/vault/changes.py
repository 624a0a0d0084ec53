"""Changes that a caller asks a vault to make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mentor_tui.vault.sealed.payload import Record, plain


class RecordConflict(Exception):
    """A record is no longer what a change was made from. Never leaves this package."""


@dataclass(frozen=True)
class Change:
    """One record's change: ``after`` replaces ``before`` whole. No ``before`` is an insert, no ``after`` a delete."""

    table: str
    id: str
    after: dict[str, Any] | None = field(repr=False)
    before: dict[str, Any] | None = field(repr=False)


def checked(changes: Sequence[Change]) -> list[Change]:
    """Deep copies of the changes, made of plain JSON. Raises :class:`TypeError` or :class:`ValueError` otherwise."""
    return [
        Change(
            _text(change.table),
            _text(change.id),
            None if change.after is None else _record(change.after),
            None if change.before is None else _record(change.before),
        )
        for change in changes
    ]


def _text(value: str) -> str:
    if not isinstance(value, str):
        raise TypeError("a table's name and a record's id are strings")
    plain(str(value))
    return str(value)


def _record(value: dict[str, Any]) -> Record:
    copy = plain(value)
    if not isinstance(copy, dict):
        raise TypeError("a record is a dict")
    return copy
