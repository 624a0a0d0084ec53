"""The base of every record: an immutable value with an id and two instants, kept as a plain document."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, TypeVar

import msgspec


def new_id() -> str:
    """A fresh random record id (UUID 4)."""
    return str(uuid.uuid4())


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of every record. `table` names the vault table it lives in."""

    table: ClassVar[str] = ""

    id: str = msgspec.field(default_factory=new_id)
    created: str = ""
    """UTC instant of first saving; set by the workspace."""
    changed: str = ""
    """UTC instant of last saving; set by the workspace."""


class PairRecord(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that belongs to one pair."""

    pair_id: str = ""


R = TypeVar("R", bound=Record)


def to_document(record: Record) -> dict[str, Any]:
    """The record as plain values for the vault; fields at their default are left out."""
    document = msgspec.to_builtins(record)
    always = defaults(type(record))
    return {k: v for k, v in document.items() if k == "id" or k not in always or v != always[k]}


def from_document(kind: type[R], document: dict[str, Any]) -> R:
    """The record from plain values; raises msgspec.ValidationError."""
    return msgspec.convert(document, kind)


_DEFAULTS: dict[type[msgspec.Struct], dict[str, Any]] = {}


def defaults(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The values of a record, or of a part of one, until something is said. Not to be edited."""
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = msgspec.to_builtins(kind(id="") if "id" in kind.__struct_fields__ else kind())
    return _DEFAULTS[kind]
