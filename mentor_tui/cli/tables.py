"""Rows on standard output: a plain table, CSV or JSON.

The table has one line per row, columns apart by two spaces, no lines drawn around it, and a dash where nothing
stands, so that a screen reader says every cell.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from typing import Any

import click
import msgspec

from mentor_tui.schema.fields import Form
from mentor_tui.words import text

WIDEST = 60
"""Characters of a cell in a table; CSV and JSON hold all of it."""


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> str:
    """The rows as a table, or the sentence for no rows."""
    if not rows:
        return empty
    cells = [list(headings), *([_cell(value) for value in row] for row in rows)]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(headings))]
    lines = ("  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


def in_words(form: Form, row: dict[str, Any]) -> dict[str, Any]:
    """The row as a person reads it: the words of the form for what is stored as an id."""
    choices = {field.id: field for field in form.fields() if field.kind == "choice"}
    return {key: choices[key].show(value) if key in choices else value for key, value in row.items()}


def csv_text(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The rows as CSV in which no spreadsheet finds a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([text.csv_cell(str(v)) if isinstance(v, str) else v for v in row])
    return out.getvalue().rstrip("\n")


def json_text(value: Any) -> str:
    """A value as readable JSON."""
    return text.safe_json(msgspec.json.format(msgspec.json.encode(_encodable(value)), indent=2).decode())


def _encodable(value: Any) -> Any:
    """The value with a mark for each byte of a path that is no UTF-8: JSON has no way to write one."""
    if isinstance(value, str):
        return text.encodable(value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list | tuple) else value


def show(words: str) -> None:
    """Write to standard output; records of another program may hold what a terminal would obey."""
    click.echo(text.clean(words))


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return text.shorten(str(value), WIDEST) or "-"


def _width(cell: str) -> int:
    unseen = ("Mn", "Me", "Cf")
    return sum(
        0 if unicodedata.category(c) in unseen else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell
    )
