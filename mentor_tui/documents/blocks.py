"""Blocks and sections of a document, made of values that may reach its reader.

Which values those are, `mentor_tui/schema/audience.py` says; here they only get their shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentor_tui.documents.documents import Block, Bullets, Fact, Facts, Paragraph, Section
from mentor_tui.schema.audience import Admitted, admitted, shown
from mentor_tui.schema.fields import Form, Reader, Role
from mentor_tui.words import text

_LONG = ("text",)
_MANY = ("lines", "choices")


def fact(item: Admitted, label: str = "") -> Fact:
    """The value as a labelled line."""
    return Fact(item.field.id, label or item.field.label, text.one_line(shown(item)))


def blocks(items: Mapping[str, Admitted], *, in_full: bool = False) -> tuple[Block, ...]:
    """Blocks for the values: neighbours that are short share one, long texts and lists get their own."""
    found: list[Block] = []
    short: list[Fact] = []
    for name, item in items.items():
        shape = item.field.kind
        if shape not in _LONG and shape not in _MANY:
            short.append(Fact(name, item.field.label, shown(item, in_full=in_full)))
            continue
        if short:
            found.append(Facts(tuple(short)))
            short = []
        if shape in _LONG:
            found.append(Paragraph(name, item.field.label, shown(item)))
        else:
            lines = shown(item, in_full=in_full).split("\n")
            found.append(Bullets(name, item.field.label, tuple(line for line in lines if line.strip())))
    if short:
        found.append(Facts(tuple(short)))
    return tuple(found)


def sections(
    form: Form,
    values: Mapping[str, Any],
    role: Role,
    reader: Reader | None,
    *,
    prefix: str = "",
    in_full: bool = False,
) -> list[Section]:
    """The form's own sections with what may reach the reader; a section with nothing in it is left out."""
    items = admitted(form, values, role, reader)
    if in_full:  # a clause that was not ticked was not agreed
        items = {name: item for name, item in items.items() if item.value is not False}
    found = []
    for section in form.sections:
        mine = {f.id: items[f.id] for f in section.fields if f.id in items}
        if mine:
            found.append(Section(f"{prefix}{section.id}", section.title, blocks(mine, in_full=in_full)))
    return found
