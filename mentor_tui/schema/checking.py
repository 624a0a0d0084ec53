"""A record checked before it is stored: every field against the form that defines it."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import kind_of
from mentor_tui.schema.fields import Form
from mentor_tui.schema.records import Record

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=msgspec.Struct)


def checked(record: R) -> R:
    """The record cleaned, its parts too (its answers are checked by the program's form); raises InputRefused."""
    kind = kind_of(record)
    form = kind.shared_form()
    if form:
        record = _struct(record, form)
    forms = programs.shared_forms()
    parts = {
        name: [_struct(one, forms[part.form]) for one in getattr(record, name)] for name, part in kind.parts.items()
    }
    return msgspec.structs.replace(record, **parts) if parts else record


def readable(record: Record) -> dict[str, Any]:
    """The record as plain values, once it is sure that they can be read back; raises InputRefused."""
    document = rec.to_document(record)
    try:
        rec.from_document(type(record), document)
    except msgspec.ValidationError as error:
        raise InputRefused(f"Not saved yet: it could not be read again later ({error}).") from None
    return document


def _struct(record: S, form: Form) -> S:
    names = {f.id for f in form.fields()} & set(record.__struct_fields__)
    values = form.check({n: getattr(record, n) for n in names})
    always = rec.defaults(type(record))
    picked = (f for f in form.fields() if f.kind in ("choice", "reference"))
    open_ones = [f.label for f in picked if values.get(f.id) == "" and always.get(f.id)]
    if open_ones:  # a record without its kind or status could be stored, and never be read again
        problems = tuple(f"{label}: choose one" for label in open_ones)
        raise InputRefused("Not saved yet: " + "; ".join(problems), problems)
    return msgspec.structs.replace(record, **values)
