"""What a document is: frozen values, already filtered, that a renderer may show as it likes.

A renderer gets a `Document` and nothing else, so it cannot show what was not admitted.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple, TypeAlias

import msgspec

from mentor_tui.schema import vocabulary
from mentor_tui.schema.programs import Program


class Kind(NamedTuple):
    """A document one can make: its title, its formats (the first is the usual one) and who it is for."""

    title: str
    formats: tuple[str, ...]
    reader: str


DOCUMENTS: dict[str, Kind] = {
    "closure": Kind("Closure summary", ("md", "html", "json"), "program"),
    "midpoint": Kind("Mid-point message", ("md", "html", "json"), "program"),
    "agreement": Kind("Mentoring agreement", ("md", "html", "json"), "pair"),
    "pdu-log": Kind("PDU log", ("md", "html", "json", "csv"), "evidence"),
    "hours": Kind("Certificate of hours", ("md", "html", "json", "csv"), "evidence"),
    "sessions": Kind("Sessions, as a spreadsheet", ("csv-be", "csv-us"), "evidence"),
    "claims": Kind("PDU claims, as a spreadsheet", ("csv-be", "csv-us"), "evidence"),
    "notes": Kind("My own notes", ("md", "html", "json"), "myself"),
    "everything": Kind("Everything in this vault", ("json",), "myself"),
}


def offered(program: Program) -> list[str]:
    """Ids of the documents that a pair in this program can make."""
    return [name for name in DOCUMENTS if not not_offered(program, name)]


def not_offered(program: Program, document_id: str) -> str:
    """What to say when the program does not have a document; empty when it does."""
    form_id = vocabulary.DOCUMENTS.get(document_id, "")
    if not form_id or form_id in program.forms:
        return ""
    title = DOCUMENTS[document_id].title
    return f"{program.name} has no {title[:1].lower()}{title[1:]}."


READER_NAMES: dict[str, str] = {
    "program": "the program team",
    "pair": "your partner",
    "evidence": "your PDU evidence",
    "myself": "yourself",
}


class Fact(msgspec.Struct, frozen=True):
    """One labelled value on a line."""

    id: str
    label: str
    value: str


class _Block(msgspec.Struct, frozen=True, tag_field="kind"):
    shape: ClassVar[str] = ""


class Facts(_Block, frozen=True, tag="facts"):
    """Short labelled values."""

    shape: ClassVar[str] = "facts"
    items: tuple[Fact, ...]


class Paragraph(_Block, frozen=True, tag="text"):
    """Free text, with its label as a small heading when it has one."""

    shape: ClassVar[str] = "text"
    id: str
    label: str
    text: str


class Bullets(_Block, frozen=True, tag="list"):
    """A list of texts."""

    shape: ClassVar[str] = "list"
    id: str
    label: str
    items: tuple[str, ...]


class Column(msgspec.Struct, frozen=True):
    """A column: `id` heads it in CSV, `label` on paper."""

    id: str
    label: str


class Table(_Block, frozen=True, tag="table"):
    """Rows of text under columns."""

    shape: ClassVar[str] = "table"
    id: str
    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Facts | Paragraph | Bullets | Table


class Section(msgspec.Struct, frozen=True):
    """Blocks under a heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class Document(msgspec.Struct, frozen=True):
    """A whole document, ready to render."""

    id: str
    title: str
    facts: tuple[Fact, ...] = ()
    note: str = ""
    """One sentence of ours under the heading: an interim state, how to read it."""
    sections: tuple[Section, ...] = ()


class Preview(msgspec.Struct, frozen=True):
    """What a person reads before anything leaves."""

    leaves: list[str]
    stays: list[str]
    found: list[str]
    """Things in the text one may not have meant to send: addresses, numbers, names."""
