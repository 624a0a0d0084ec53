"""Exports: filter first, render second.

`build` picks what the reader may have and freezes it in a document; `render` turns that into bytes; `write` puts
them on disk; `register` notes in the vault what left, for whom and when.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC

from mentor_tui.documents import agreement, hours, notes, pdu_log, program_team, sheets
from mentor_tui.documents.audit import initials
from mentor_tui.documents.documents import (
    DOCUMENTS,
    READER_NAMES,
    Block,
    Bullets,
    Column,
    Document,
    Fact,
    Facts,
    Kind,
    Paragraph,
    Preview,
    Section,
    Table,
    not_offered,
    offered,
)
from mentor_tui.documents.files import write
from mentor_tui.documents.invitations import invitation
from mentor_tui.documents.previews import preview_of
from mentor_tui.documents.renderers import render
from mentor_tui.documents.whole import everything
from mentor_tui.errors import InputRefused, NotFound
from mentor_tui.schema.records import Disclosure, Pair
from mentor_tui.words import text
from mentor_tui.workspace import PairView, Workspace

__all__ = [
    "DOCUMENTS",
    "READER_NAMES",
    "Block",
    "Bullets",
    "Column",
    "Document",
    "Fact",
    "Facts",
    "Kind",
    "Paragraph",
    "Preview",
    "Section",
    "Table",
    "build",
    "everything",
    "invitation",
    "names_gone",
    "not_offered",
    "offered",
    "preview",
    "register",
    "render",
    "suggested_name",
    "write",
]

MYSELF = "myself"
"""The recipient noted for a document one makes for oneself."""


def build(
    view: PairView, document_id: str, *, agreement_version: int | None = None, keep_names: bool = False
) -> Document:
    """The document, filtered for its reader; NotFound for one that does not exist.

    In what is for PDU evidence, initials stand wherever somebody wrote a partner's name, unless `keep_names`.
    """
    document = _build(view, document_id, agreement_version)
    return document if keep_names else _in_initials(view, document)[0]


def names_gone(view: PairView, document_id: str) -> list[str]:
    """Where a partner's name gives way to initials in this document; nothing where names stay."""
    return _in_initials(view, _build(view, document_id, None))[1]


def _in_initials(view: PairView, document: Document) -> tuple[Document, list[str]]:
    if DOCUMENTS[document.id].reader != "evidence":
        return document, []
    instead: list[str] = []
    names = initials.names_among(view.profile, view.partners or [view.pair])
    return initials.without_names(document, names, _MINE, instead), list(dict.fromkeys(instead))


_MINE = frozenset({("", "name")})
"""Where a name is the person's own."""


def _build(view: PairView, document_id: str, agreement_version: int | None) -> Document:
    if words := not_offered(view.program, document_id):
        raise NotFound(words)
    match document_id:
        case "closure":
            return program_team.closure(view)
        case "midpoint":
            return program_team.midpoint(view)
        case "agreement":
            return agreement.build(view, agreement_version)
        case "pdu-log":
            return pdu_log.build(view)
        case "hours":
            return hours.build(view)
        case "sessions":
            return sheets.sessions(view)
        case "claims":
            return sheets.claims_of(view)
        case "notes":
            return notes.build(view)
        case "everything":
            raise InputRefused("The full export is made from the whole vault, not from one pair.")
    known = ", ".join(DOCUMENTS)
    raise NotFound(f"There is no document called {text.shorten(document_id, 40)}. Known: {known}.")


def preview(view: PairView, document_id: str, *, keep_names: bool = False) -> Preview:
    """What would leave, what stays, and what was found in the words that would leave."""
    seen = preview_of(view, build(view, document_id, keep_names=keep_names))
    if not keep_names:
        seen.found[:0] = names_gone(view, document_id)
    return seen


def register(workspace: Workspace, pair: Pair, document_id: str, fmt: str, recipient: str, data: bytes) -> Disclosure:
    """Note in the vault that a document left: its id, for whom, when, and the SHA-256 of its bytes.

    Own notes are noted as for oneself. The full export is not noted, so that importing it gives the same export.
    """
    now = workspace.clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    disclosure = Disclosure(
        pair_id=pair.id,
        what=document_id,
        format=fmt,
        recipient=MYSELF if document_id in ("notes", "everything") else text.one_line(recipient),
        at=now,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )
    if document_id != "everything":
        title = DOCUMENTS[document_id].title if document_id in DOCUMENTS else document_id
        workspace.save(disclosure, label=f"{title} noted as sent")
        return workspace.get(Disclosure, disclosure.id) or disclosure
    return disclosure


def suggested_name(view: PairView, document_id: str, fmt: str) -> str:
    """A file name that names nobody: the document, the partner's initials, the day."""
    whose = "" if document_id == "everything" else text.initials(view.pair.partner_name).lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", whose) if c.isascii() and c.isalnum())
    parts = [document_id, plain, view.today.isoformat()]
    kind, _, settings = fmt.partition("-")  # csv-be: a spreadsheet for Belgian settings
    return "-".join(p for p in (*parts, settings) if p) + f".{kind}"
