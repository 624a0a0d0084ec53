"""Sessions and claims as rows for a spreadsheet: what evidence may hold, and what it earned."""

from __future__ import annotations

from mentor_tui import claims, pdu
from mentor_tui.claims.wording import activity_type
from mentor_tui.documents.documents import Column, Document, Section, Table
from mentor_tui.schema import programs
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.audience import admitted, shown, values_of
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.workspace import PairView

_SESSION = ("on", "start", "zone", "minutes", "kind", "status", "channel", "paid", "focus", "outcome", "takeaways")
_CLAIM = ("role", "title", "started", "completed")
_LIFE = ("prepared_on", "submitted_on", "pending_on", "audit_on", "approved_on", "rejected_on")
_TEXTS = ("provider", "description", "url", "contact")
CLAIM_FIELDS = (*_CLAIM, "state", *_LIFE, *_TEXTS)
"""Fields of a claim that its spreadsheet holds, under their own labels."""
CLAIM_COUNTS = {"sessions": "Sessions", "minutes": "Minutes", "quarters": "PDUs"}
"""Facts about a claim's sessions, and their headings."""


def sessions(view: PairView, kind: DocumentKind) -> Document:
    """Every session of a pair in a row: as it was, what it earns or why not, and in which state its claim is."""
    form = view.program.form("session")
    mentee = view.role == "mentee" or any(s.activity for s in view.sessions)
    names = (*_SESSION, *(("pdu_activity",) if any(s.activity for s in view.sessions) else ()))
    fields = [f for f in map(form.field, names) if "evidence" in f.readers(view.role)]
    taken = claims.owners(view.claims)
    columns = [Column("number", "No."), *(Column(f.id, f.label) for f in fields), Column("pdus", "PDUs")]
    columns += [Column(i, s) for i, s in zip(SIDE_FIELDS, pdu.SIDES, strict=True)] if mentee else []
    columns += [Column("reason", "Why it does not count"), Column("claim", "Claim")]
    rows = []
    for line in view.lines:
        items = admitted(form, values_of(line.session), view.role, "evidence", names)
        row = [str(line.number or ""), *(shown(items[f.id]) if f.id in items else "" for f in fields)]
        row.append(pdu.show(line.quarters))
        row += [pdu.show(q) for q in line.triangle] if mentee else []
        claim = taken.get(line.session.id)
        rows.append((*row, line.reason, claims.WORDS[claim.state] if claim else ""))
    return _document(kind, columns, rows)


def claims_of(view: PairView, kind: DocumentKind) -> Document:
    """Every claim of a pair in a row, oldest sessions first: what was told to PMI, its days, and whether it matches."""
    form = programs.shared_forms()["claim"]
    mentee = view.role == "mentee" or any(claim.activity for claim in view.claims)
    columns = [Column(i, form.field(i).label) for i in _CLAIM]
    columns += [Column(name, label) for name, label in CLAIM_COUNTS.items()]
    columns += [Column(i, s) for i, s in zip(SIDE_FIELDS, pdu.SIDES, strict=True)] if mentee else []
    columns += [Column("state", form.field("state").label), *(Column(i, form.field(i).label) for i in _LIFE)]
    columns += [Column("now", "Its sessions give now"), *(Column(i, form.field(i).label) for i in _TEXTS)]
    lines = {line.session.id: line for line in view.lines}
    rows = []
    for claim in claims.in_order(view.claims)[::-1]:
        items = admitted(form, values_of(claim), view.role, "evidence")
        cell = {name: shown(item) for name, item in items.items()}
        cell["role"] = activity_type(claim.role, claim.activity)
        off = claims.drift(claim, lines, view.claims, view.certifications)
        row = [cell.get(i, "") for i in _CLAIM]
        row += [str(len(claim.lines)), str(sum(x.minutes for x in claim.lines)), pdu.show(claim.quarters)]
        row += [pdu.show(getattr(claim, side)) for side in SIDE_FIELDS] if mentee else []
        row += [cell.get(i, "") for i in ("state", *_LIFE)]
        row += [pdu.show(off.now if off else claim.quarters) if claims.live(claim) else ""]
        rows.append((*row, *(cell.get(i, "") for i in _TEXTS)))
    return _document(kind, columns, rows)


def _document(kind: DocumentKind, columns: list[Column], rows: list[tuple[str, ...]]) -> Document:
    table = Table(kind.id, "", tuple(columns), tuple(rows))
    return Document.of(kind, sections=(Section(kind.id, kind.title, (table,)),))
