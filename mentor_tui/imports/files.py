"""Rows of cells, made of bytes: encoding, delimiter, heading row."""

from __future__ import annotations

import codecs
import csv
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mentor_tui.errors import InputRefused
from mentor_tui.imports import headings

MAX_SHEET_BYTES = 10 * 1024 * 1024
MAX_SHEET_ROWS = 20_000
_HEAD = 4096
_PIECE = 1 << 20
_HEADING_SEARCH = 12
"""Titles and empty lines that may stand above the headings."""

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

_SAVE_AS = "Open it in your spreadsheet program, choose Save as, pick CSV, and import that file."


@dataclass(frozen=True)
class Line:
    """The cells of one row, and the line of the file on which it starts; `problem` says why it cannot be read."""

    number: int
    cells: list[str]
    problem: str = ""

    @property
    def blank(self) -> bool:
        """True if the row holds nothing at all."""
        return not self.problem and not any(c.strip() for c in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A file cut into cells. `columns` says what each column means; None is a column we do not use."""

    encoding: str
    delimiter: str
    headings: list[str]
    columns: list[str | None]
    lines: list[Line]


def read_bounded(path: Path, most: Callable[[bytes], int]) -> bytes:
    """The bytes of a file. `most` says from its first bytes how many it may have; a larger one is not read.

    Raises InputRefused, and OSError when it cannot be read.
    """
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        return read_from(file, most, "The file", found.st_size if stat.S_ISREG(found.st_mode) else 0)


def read_from(source: BinaryIO, most: Callable[[bytes], int], name: str, size: int = 0) -> bytes:
    """The same for an open file or a pipe; `size` is how long it is, if that is known."""
    data = source.read(_HEAD)
    limit = most(data)
    parts, have = [data], len(data)
    while size <= limit and have <= limit and (part := source.read(min(_PIECE, limit + 1 - have))):
        parts.append(part)
        have += len(part)
    if max(size, have) > limit:
        raise InputRefused(f"{name} is larger than {limit // 1_048_576} MB, the most an import takes. Split it.")
    return b"".join(parts)


def decode(data: bytes) -> tuple[str, str]:
    """The text of a spreadsheet saved as CSV, and the name of its encoding."""
    if len(data) > MAX_SHEET_BYTES:
        raise InputRefused(
            f"The file is larger than {MAX_SHEET_BYTES // 1_048_576} MB, the most a spreadsheet import takes."
        )
    if not data.strip():
        raise InputRefused("The file is empty.")
    if data.startswith(b"PK\x03\x04"):
        raise InputRefused(f"This is an Excel or OpenDocument workbook, not a CSV file. {_SAVE_AS}")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputRefused(f"This is an old Excel workbook, not a CSV file. {_SAVE_AS}")
    text, encoding = _decode(data)
    if "\0" in text:
        raise InputRefused(f"The file contains binary data, so it is not a spreadsheet saved as text. {_SAVE_AS}")
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputRefused(
            "The file is in UTF-32, which spreadsheet programs do not write by default. Save it as UTF-8."
        )
    if data.startswith(codecs.BOM_UTF8):
        candidates = [("utf-8-sig", "UTF-8 with a byte-order mark")]
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = [("utf-16", "UTF-16")]
    else:
        candidates = [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
    for codec, name in candidates:
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise InputRefused(f"The characters of the file are neither {' nor '.join(n for _, n in candidates)}.")


def read_sheet(data: bytes) -> Sheet:
    """The rows below the headings, with what each column means. Raises InputRefused when no headings are found."""
    text, encoding = decode(data)
    text, named = _excel_hint(text)
    best: tuple[int, int, int, str] | None = None
    for delimiter in named or DELIMITERS:
        for position, line in enumerate(_first(text, delimiter)):
            found = sum(1 for column in headings.meanings(line.cells) if column)
            if found and (best is None or (found, -position) > (best[0], -best[1])):
                best = (found, position, line.number, delimiter)
    if best is None:
        raise InputRefused(
            "No headings were recognised in this file. The first row needs names such as "
            "date, start, minutes, kind, focus (or their Dutch, French or German words)."
        )
    _, _, heading_line, delimiter = best
    shift = 1 if named else 0
    titles: list[str] = []
    lines: list[Line] = []
    for line in _lines(text, delimiter):
        if line.number < heading_line:
            continue
        if line.number == heading_line:
            titles = line.cells
            continue
        if line.blank:
            continue
        lines.append(Line(line.number + shift, line.cells, line.problem))
        if len(lines) > MAX_SHEET_ROWS:
            raise InputRefused(f"The file has more than {MAX_SHEET_ROWS} rows, the most an import takes. Split it.")
    return Sheet(encoding, delimiter, titles, headings.meanings(titles), lines)


def _excel_hint(text: str) -> tuple[str, Sequence[str]]:
    """Excel's own first line `sep=;`, taken off and believed."""
    first, _, rest = text.partition("\n")
    first = first.strip("\r").strip('"')
    if first.lower().startswith("sep=") and first[4:] in DELIMITERS:
        return rest, [first[4:]]
    return text, []


def _first(text: str, delimiter: str) -> Iterator[Line]:
    for count, line in enumerate(_lines(text, delimiter)):
        if count >= _HEADING_SEARCH:
            return
        yield line


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(MAX_SHEET_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Line(start, [], _csv_problem(str(error)))
            continue
        yield Line(start, cells)


def _csv_problem(message: str) -> str:
    if "end of data" in message:
        return "a quotation mark opens in this row and never closes; everything after it was ignored"
    return "the quotation marks in this row do not match"
