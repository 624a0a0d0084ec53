"""Documents: frozen values, already filtered, that a renderer may show as it likes.

A renderer gets a `Document` and nothing else, so it cannot show what was not admitted.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

import msgspec

from mentor_tui.schema.document_kinds import DocumentKind, For

READER_NAMES: dict[For, str] = {
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
    kind: DocumentKind | None = None
    """Its declaration, which no reader sees; None for the parts of an audit pack."""

    @classmethod
    def of(
        cls, kind: DocumentKind, *, facts: tuple[Fact, ...] = (), note: str = "", sections: tuple[Section, ...] = ()
    ) -> Document:
        """A document of this kind."""
        return cls(id=kind.id, title=kind.title, facts=facts, note=note, sections=sections, kind=kind)

    @property
    def private(self) -> bool:
        """True if it is for the person alone, with private words in it."""
        return self.kind is not None and self.kind.reader == "myself"


class Preview(msgspec.Struct, frozen=True):
    """The text that a person reads before anything leaves."""

    leaves: list[str]
    stays: list[str]
    found: list[str]
    """Things in the text one may not have meant to send: addresses, numbers, names."""
