"""Records as one reads them: labels and answers in the form's own words and order, nothing to type in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from textual.content import Content

from mentor_tui.schema.catalogue import no_longer_asked
from mentor_tui.schema.fields import Field, Form, Role, filled
from mentor_tui.schema.records import Record
from mentor_tui.words.days import safe_day, short_day

from .plain import joined

_LONGEST = 20_000
"""Characters of one answer that are shown for reading; the editor shows all of it."""

_ONE_LINE = 50


def plain_day(iso: str, today: date) -> str:
    """`18 May`, with its year when it is another one; empty without a date."""
    on = safe_day(iso)
    return short_day(on, today) if on else ""


def answer(field: Field, value: Any, today: date) -> str:
    """One answer in words; empty when nothing was said."""
    if not filled(value):
        return ""
    shown = plain_day(str(value), today) if field.kind == "date" else field.show(value)
    if field.kind == "minutes":
        shown = f"{shown} minutes"
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "\n(and more; open it with e to read all)"
    return shown


def field_lines(field: Field, value: Any, today: date) -> list[Content]:
    """A field and its answer: on one line when short, otherwise the answer below its label. Empty when unanswered."""
    words = answer(field, value, today)
    if not words:
        return []
    if field.kind == "tick":
        return [joined(("yes  ", "bold"), field.label)]
    lines = words.split("\n")
    if len(lines) == 1 and len(field.label) + len(words) < _ONE_LINE:
        return [joined((f"{field.label}  ", "$quiet"), words)]
    bullet = "- " if len(lines) > 1 and field.kind in ("lines", "choices") else ""
    return [joined((field.label, "$quiet")), *(joined(bullet + line) for line in lines)]


def fields_lines(fields: Iterable[Field], values: Mapping[str, Any], today: date) -> list[Content]:
    """Several fields, those without an answer left out."""
    lines: list[Content] = []
    for field in fields:
        lines += field_lines(field, values.get(field.id), today)
    return lines


def form_lines(form: Form, values: Mapping[str, Any], role: Role, today: date) -> list[Content]:
    """A whole form with its section headings, sections without an answer left out."""
    lines: list[Content] = []
    for section in form.sections:
        found = fields_lines((f for f in section.fields if role in f.roles), values, today)
        if found:
            said = found[0].plain == section.title  # by the only question of this section, or by its first
            lines += [*([joined("")] if lines else []), joined((section.title, "bold")), *found[said:]]
    return lines


def former_lines(record: Record, form: Form) -> list[Content]:
    """The answers of a record to questions that its form no longer asks, under a heading; nothing without any."""
    found = [joined((f"{said.label}  ", "$quiet"), said.words) for said in no_longer_asked(record, form)]
    return [joined(""), joined(("No longer asked", "bold")), *found] if found else []


def page(lines: Iterable[Content]) -> Content:
    """Lines as one text."""
    return Content("\n").join(list(lines))
