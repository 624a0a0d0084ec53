"""The recipient of a document, and whether its leaving waits for a consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentor_tui.documents.documents import READER_NAMES
from mentor_tui.words import text

if TYPE_CHECKING:
    from mentor_tui.schema.document_kinds import DocumentKind
    from mentor_tui.schema.program_parts import Collected
    from mentor_tui.workspace import PairView

THE_PARTNER = "my partner"
"""The partner whose name is not known."""


def usual(view: PairView, kind: DocumentKind) -> str:
    """The recipient when nobody names one: the team of the program for what it collects, else its reader."""
    if kind.reader != "pair" and view.program.collected(kind.id):
        return team_of(view)
    return READER_NAMES[kind.reader]


def team_of(view: PairView) -> str:
    """The team of the program by the name that the program gives it."""
    return text.one_line(view.program.team) or READER_NAMES["program"]


def asked_for(view: PairView, kind: DocumentKind, recipient: str) -> Collected | None:
    """The question to ask before a document leaves for `recipient`; None where none is asked.

    A document of the pair's own goes to the partner without a question, though the program collects it too.
    """
    partner = text.one_line(view.pair.partner_name) or THE_PARTNER
    if kind.reader == "pair" and recipient in (partner, READER_NAMES["pair"]):
        return None
    return view.program.collected(kind.id)
