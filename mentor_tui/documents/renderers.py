"""Renderers: a frozen document in, bytes out. Jinja2 is imported only when a page is made."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.documents.documents import Document, Table
from mentor_tui.documents.spreadsheet import SETTINGS, for_spreadsheet
from mentor_tui.errors import InputRefused, PackRefused
from mentor_tui.schema import pack_templates, toml_files
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.words import text

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = {"md": "document.md.j2", "html": "document.html.j2"}


def render(document: Document, fmt: str) -> bytes:
    """The document as UTF-8 bytes; InputRefused for a format it is not made in."""
    kind = document.kind
    formats = kind.formats if kind else ()
    if fmt not in formats:
        raise InputRefused(f"{document.title} is made as {', '.join(formats)}, not as {text.shorten(fmt, 20)}.")
    if fmt == "json":
        told = msgspec.to_builtins(document) | {"format": f"mentor-tui/{document.id}/1"}
        return to_json({name: value for name, value in told.items() if name != "kind"})
    if fmt == "csv":
        return to_csv(document)
    if fmt in SETTINGS:
        return for_spreadsheet(document, fmt)
    if kind and fmt in kind.templates:
        return _own_page(kind, fmt, document)
    return page(_TEMPLATES[fmt], document=document)


def _own_page(kind: DocumentKind, fmt: str, document: Document) -> bytes:
    """The document by its own template; PackRefused, which quotes no word of it, when that cannot be done."""
    from jinja2 import TemplateError

    try:
        return _encoded(pack_templates.filled(kind.templates[fmt], fmt == "html", _FILTERS, document))
    except PackRefused as error:
        problem = f"{kind.id}.{fmt}.j2: {'; '.join(error.problems)}"
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        problem = f"{kind.id}.{fmt}.j2: this template cannot be filled in ({type(error).__name__})"
    raise PackRefused(problem, (problem,))


def page(template: str, **values: object) -> bytes:
    """A template of `templates/documents`, given frozen values and nothing else, as UTF-8 bytes."""
    return _encoded(_template(_source(template), template.endswith(".html.j2")).render(values))


def _encoded(words: str) -> bytes:
    return (words.strip("\n") + "\n").encode("utf-8", "replace")


def to_json(value: object) -> bytes:
    """Indented JSON with sorted keys and a final line end: the same value always gives the same bytes."""
    json = msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2).decode()
    return text.safe_json(json).encode() + b"\n"


@cache
def _source(name: str) -> str:
    return (toml_files.root() / "documents" / name).read_text("utf-8")


@cache
def _template(source: str, escaped: bool) -> Template:
    from jinja2 import BaseLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=BaseLoader(),
        autoescape=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(_FILTERS)
    return environment.from_string(source)


# --- Markdown -----------------------------------------------------------------------------------------------

_WHOLE_LINE = re.compile(r"^(=+|-[-\s]*|\+|\d+[.)])$")
"""Lines that make a heading, a rule or a list item although no single character in them is special."""


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.:;?'()/%-]*|[0-9]+(?:[-.][0-9]+)*")
"""One line in which nothing could mean anything: most labels, dates and numbers. It needs no second look."""


def _lines(value: str) -> list[str]:
    if _PLAIN.fullmatch(value):
        return [value.strip()]
    lines = []
    for raw in text.markdown(value).split("\n"):
        line = raw.strip()
        if _WHOLE_LINE.match(line):
            line = f"{line[:-1]}\\{line[-1]}" if line[0].isdigit() else "\\" + line
        lines.append(line)
    return lines


def markdown_line(value: str) -> str:
    """The text on one line, shown as typed; line ends become slashes."""
    return " / ".join(line for line in _lines(value) if line)


def markdown_head(label: str) -> str:
    """A label before its value: a colon, unless it asks a question."""
    line = markdown_line(label)
    return line if line.endswith("?") else f"{line}:"


def markdown_block(value: str) -> str:
    """The text as paragraphs, line ends kept, shown as typed."""
    return _joined(_lines(value), "")


def markdown_item(value: str) -> str:
    """The text inside a list item."""
    return _joined([line for line in _lines(value) if line], "  ")


_FILTERS = {
    "line": markdown_line,
    "block": markdown_block,
    "item": markdown_item,
    "head": markdown_head,
    "clean": text.clean,
}
"""What templates put a text through."""


def _joined(lines: list[str], indent: str) -> str:
    parts: list[str] = []
    for number, line in enumerate(lines, 1):
        goes_on = line and number < len(lines) and lines[number]
        parts.append((indent if parts and line else "") + line + ("  " if goes_on else ""))
    return "\n".join(parts).strip("\n")


# --- CSV ----------------------------------------------------------------------------------------------------


def to_csv(document: Document) -> bytes:
    """All tables under one heading line; a cell whose table lacks the column stays empty.

    The byte order mark tells Excel that it is UTF-8.
    """
    tables = [b for s in document.sections for b in s.blocks if isinstance(b, Table)]
    names = list(dict.fromkeys(c.id for t in tables for c in t.columns))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for table in tables:
        ids = [c.id for c in table.columns]
        for row in table.rows:
            cells = dict(zip(ids, row, strict=True))
            writer.writerow([text.csv_cell(cells.get(name, "")) for name in names])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
