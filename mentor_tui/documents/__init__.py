"""Exports: filter first, render second.

`build` picks what the reader may have and freezes it in a document; `ready` says besides what to know before it
leaves; `render` turns that into bytes; `write` puts
them on disk; `register` notes in the vault what left, for whom and when.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import UTC
from typing import NamedTuple

from mentor_tui.documents import agreement, declared, hours, notes, pdu_log, sheets
from mentor_tui.documents.audit import initials
from mentor_tui.documents.documents import (
    READER_NAMES,
    Block,
    Bullets,
    Column,
    Document,
    Fact,
    Facts,
    Paragraph,
    Preview,
    Section,
    Table,
)
from mentor_tui.documents.files import write
from mentor_tui.documents.invitations import invitation
from mentor_tui.documents.previews import preview_of
from mentor_tui.documents.renderers import render
from mentor_tui.documents.whole import everything
from mentor_tui.errors import InputRefused, NotFound
from mentor_tui.schema import document_kinds
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.program_parts import Consent
from mentor_tui.schema.records import Disclosure, Pair
from mentor_tui.words import text
from mentor_tui.workspace import PairView, Workspace

__all__ = [
    "READER_NAMES",
    "Block",
    "Bullets",
    "Column",
    "Document",
    "Fact",
    "Facts",
    "Paragraph",
    "Preview",
    "Ready",
    "Section",
    "Table",
    "build",
    "everything",
    "invitation",
    "ready",
    "register",
    "render",
    "suggested_name",
    "title_of",
    "write",
]

MYSELF = "myself"
"""The recipient noted for a document one makes for oneself."""


class Ready(NamedTuple):
    """A document as it would leave, and what there is to know before it does."""

    document: Document
    preview: Preview
    names: list[str]
    """Places where a partner's name gives way to initials, or would if names were not kept."""


def ready(view: PairView, document_id: str, *, agreement_version: int | None = None, keep_names: bool = False) -> Ready:
    """The document, filtered for its reader, and the preview of that very document; raises what `build` raises."""
    whole = _build(view, document_id, agreement_version)
    masked, names = _in_initials(view, whole)
    document = whole if keep_names else masked
    preview = preview_of(view, document)
    if not keep_names:
        preview.found[:0] = names
    return Ready(document, preview, names)


def build(
    view: PairView, document_id: str, *, agreement_version: int | None = None, keep_names: bool = False
) -> Document:
    """The document, filtered for its reader; NotFound for one that does not exist.

    In what is for PDU evidence, initials stand wherever somebody wrote a partner's name, unless `keep_names`.
    """
    document = _build(view, document_id, agreement_version)
    return document if keep_names else _in_initials(view, document)[0]


def _in_initials(view: PairView, document: Document) -> tuple[Document, list[str]]:
    if document.kind is None or document.kind.reader != "evidence":
        return document, []
    instead: list[str] = []
    names = initials.names_among(view.profile, view.partners or [view.pair])
    return initials.without_names(document, names, _MINE, instead), list(dict.fromkeys(instead))


_MINE = frozenset({("", "name")})
"""Places where a name is the person's own."""


BUILDERS: dict[str, Callable[[PairView, DocumentKind], Document]] = {
    "agreement": agreement.build,
    "pdu-log": pdu_log.build,
    "hours": hours.build,
    "sessions": sheets.sessions,
    "claims": sheets.claims_of,
    "notes": notes.build,
}
"""The documents that data cannot tell, by the builder that their declaration names."""


def _build(view: PairView, document_id: str, agreement_version: int | None) -> Document:
    kind = view.program.document(document_id)
    if kind.whole:
        raise InputRefused("The full export is made from the whole vault, not from one pair.")
    if agreement_version is not None and kind.builder == "agreement":
        return agreement.build(view, kind, agreement_version)
    return BUILDERS[kind.builder](view, kind) if kind.builder else declared.build(view, kind)


def register(
    workspace: Workspace,
    pair: Pair,
    document_id: str,
    fmt: str,
    recipient: str,
    data: bytes,
    *,
    consent: Consent | None = None,
) -> Disclosure:
    """Note in the vault that a document left: its id, for whom, when, and the SHA-256 of its bytes.

    `consent` is who agreed to a document that the program collects by consent. Own notes are noted as for oneself. The
    full export is not noted, so that importing it gives the same export.
    """
    kind = _kind_of(workspace, pair, document_id)
    now = workspace.clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    disclosure = Disclosure(
        pair_id=pair.id,
        what=document_id,
        format=fmt,
        recipient=MYSELF if kind and kind.reader == "myself" else text.one_line(recipient),
        consent=consent or "",
        at=now,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )
    if kind is None or not kind.whole:
        title = kind.title if kind else document_id
        workspace.save(disclosure, label=f"{title} noted as sent")
        return workspace.get(Disclosure, disclosure.id) or disclosure
    return disclosure


def _kind_of(workspace: Workspace, pair: Pair, document_id: str) -> DocumentKind | None:
    """The declaration of a document of this pair; None for what is no such document, as an invitation."""
    try:
        return workspace.program(pair).documents.get(document_id)
    except NotFound:  # of no pair, or of a program that is not on this computer
        return workspace.programs.document(document_id)


def title_of(what: str, workspace: Workspace | None = None) -> str:
    """The title of a document that left, by the id it is noted under; that id where nothing has it any more.

    With `workspace`, also of a document that only a program in that vault has.
    """
    kind = workspace.programs.document(what) if workspace else document_kinds.every().get(what)
    return kind.title if kind else what


def suggested_name(view: PairView, document_id: str, fmt: str) -> str:
    """A file name that names nobody: the document, the partner's initials, the day."""
    kind = view.program.documents.get(document_id)
    whose = "" if kind and kind.whole else text.initials(view.pair.partner_name).lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", whose) if c.isascii() and c.isalnum())
    parts = [document_id, plain, view.today.isoformat()]
    ending, _, settings = fmt.partition("-")  # csv-be: a spreadsheet for Belgian settings
    return "-".join(p for p in (*parts, settings) if p) + f".{ending}"
