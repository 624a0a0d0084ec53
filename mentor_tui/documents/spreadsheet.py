"""Rows for a spreadsheet program: opened by a double click, in Belgian or in US settings, and never obeyed.

A spreadsheet reads a CSV file by the settings of its computer: in Belgium columns part at a semicolon and decimals at
a comma, in the US at a comma and a point. Days are written 2026-05-18, which both read as the same day. The byte order
mark tells Excel that the file is UTF-8; a `sep=` line would make it forget that, so there is none.
"""

from __future__ import annotations

import csv
import io
import re

from mentor_tui.documents.documents import Document, Table
from mentor_tui.words import text

SETTINGS: dict[str, tuple[str, str]] = {"csv-be": (";", ","), "csv-us": (",", ".")}
"""Format -> what parts columns, and what parts decimals."""
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,4})?")
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe63\ufe62\ufe66\ufe6b"
_INSIDE = re.compile(rf"([,;\t|])(?=[\s\"'\u200b-\u200f\u2060]*[{_SIGNS}])")
"""Places where a program with other settings than ours would begin a new cell with a formula."""
_DISARMED = re.compile(rf"([,;\t|])'(?=[\s\"'\u200b-\u200f\u2060]*[{_SIGNS}])")
_FRONT = re.compile(rf"[\s\"'\u2018-\u201f\u200b-\u200f\u2060`]*[{_SIGNS}]")


def for_spreadsheet(document: Document, fmt: str) -> bytes:
    """All tables of a document in rows under one heading; `fmt` is one of `SETTINGS`. A number stays a number."""
    part, decimal = SETTINGS[fmt]
    tables = [b for s in document.sections for b in s.blocks if isinstance(b, Table)]
    labels = {c.id: c.label for t in tables for c in t.columns}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=part, lineterminator="\r\n")
    writer.writerow([cell(label, decimal) for label in labels.values()])
    for table in tables:
        for row in table.rows:
            cells = dict(zip((c.id for c in table.columns), row, strict=True))
            writer.writerow([cell(cells.get(name, ""), decimal) for name in labels])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def cell(value: str, decimal: str = ".") -> str:
    """A cell on one line that no spreadsheet takes for a formula, whatever parts its columns."""
    if _NUMBER.fullmatch(value):
        return value.replace(".", decimal)
    raw = value.lstrip(" ").startswith(("\t", "\r"))  # before cleaning: what such a cell hides is not trusted
    words = " / ".join(line.strip() for line in text.clean(value).split("\n") if line.strip())
    words = _INSIDE.sub(r"\1'", words.replace("\t", " "))
    return "'" + words if raw or _FRONT.match(words) else words


def text_of(shown: str) -> str:
    """The text that `cell` made such a cell of; lines that were joined stay joined."""
    bare = shown[1:] if shown.startswith("'") and _FRONT.match(shown[1:]) else shown
    return _DISARMED.sub(r"\1", bare)
