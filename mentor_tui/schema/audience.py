"""The audience rule: the one way from a record to anybody else.

A value reaches a reader only if its field, in the form, admits that reader for my role, is mine to fill, and has its
share tick set where it has one. Whatever has no field has no way out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import msgspec

from mentor_tui.schema.fields import Field, Form, Reader, Role, Value, filled
from mentor_tui.words import text


class Admitted(NamedTuple):
    """A field that may reach the reader, with its value."""

    field: Field
    value: Value


def admits(field: Field, values: Mapping[str, Any], role: Role, reader: Reader | None) -> bool:
    """True if a field of mine may reach the reader. No reader: the document is for myself."""
    if reader is None:
        return True
    if role not in field.roles or reader not in field.readers(role):
        return False
    return reader != "program" or not field.share or values.get(field.share) is True


def admitted(
    form: Form,
    values: Mapping[str, Any],
    role: Role,
    reader: Reader | None,
    only: Collection[str] | None = None,
) -> dict[str, Admitted]:
    """The filled fields that may reach the reader, by id, in the form's order; `only` narrows further.

    An unset tick says no once anything else is filled, except to the program: there it would tell of something that
    nobody said. A figure of ours may be zero.
    """
    said = reader != "program" and any(filled(v) for v in values.values())
    found = {}
    for field in form.fields():
        if only is not None and field.id not in only:
            continue
        value = values.get(field.id, field.blank())
        zero = form.record == "derived" and value != ""
        present = filled(value) or zero or (said and field.kind == "tick" and role in field.roles)
        if present and admits(field, values, role, reader):
            found[field.id] = Admitted(field, value)
    return found


def values_of(record: msgspec.Struct) -> dict[str, Any]:
    """A record's structural values by field id."""
    return {name: getattr(record, name) for name in record.__struct_fields__}


def shown(item: Admitted, *, in_full: bool = False) -> str:
    """The value as a reader sees it; `in_full` spells out what a choice or a tick says."""
    field, value = item
    if in_full and field.kind in ("choice", "choices"):
        return "\n".join(_option(field, str(i)) for i in (value if isinstance(value, list) else [value]))
    if in_full and field.kind == "tick":
        return text.clean(f"{field.show(value)}. {field.help}" if value else field.show(value))
    return text.clean(field.show(value))


def _option(field: Field, option_id: str) -> str:
    option = next((o for o in field.options if o.id == option_id), None)
    if option is None:
        return text.clean(option_id)
    return text.clean(f"{option.label}: {option.help}" if option.help else option.label)
