"""The PDU log: the evidence behind a claim, with initials instead of a name."""

from __future__ import annotations

from mentor_tui import pdu
from mentor_tui.documents import figures
from mentor_tui.documents.common import figures_for, people, program_facts
from mentor_tui.documents.documents import Column, Document, Fact, Facts, Section, Table
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.audience import admitted, shown, values_of
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.fields import Reader
from mentor_tui.words import text
from mentor_tui.workspace import PairView

_LOGGED = ("on", "minutes", "kind", "pdu_activity", "focus", "outcome")
_LEARNED = ("takeaways",)
_CATEGORY = {
    "mentor": "Giving Back, Share Knowledge",
    "mentee": "Education, Informal Learning",
}
_EVENT_COLUMNS = (
    Column("date", "Date"),
    Column("minutes", "Minutes"),
    Column("activity", "Activity type"),
    Column("topic", "Topic"),
    Column("outcome", "Outcome"),
    *(Column(i, s) for i, s in zip(SIDE_FIELDS, pdu.SIDES, strict=True)),
    Column("pdus", "PDUs"),
)
_ASIDE_COLUMNS = (
    Column("date", "Date"),
    Column("minutes", "Minutes"),
    Column("kind", "Kind"),
    Column("reason", "Why it does not count"),
)


def build(view: PairView, kind: DocumentKind) -> Document:
    """The log that backs a claim: what counts, line by line, and what does not, with the reason."""
    reader: Reader = "evidence"
    form = view.program.form("session")
    book = pdu.ledger(view)
    mentee = view.role == "mentee"
    counts = figures_for(view, reader)
    partner = shown(counts["partner_initials"]) if "partner_initials" in counts and not mentee else ""
    fields = {f.id: f for f in form.fields()}
    texts = ("focus", "outcome", *(_LEARNED if mentee else ()))
    columns = [Column("number", "No."), Column("date", "Date"), Column("minutes", "Minutes")]
    columns += [] if mentee else [Column("initials", "With")]
    columns += [Column("topic", "Topic"), Column("outcome", "Outcome")]
    columns += [Column("takeaways", "Takeaways")] if mentee else []
    columns += [Column(i, s) for i, s in zip(SIDE_FIELDS, pdu.SIDES, strict=True)] if mentee else []
    columns += [Column("pdus", "PDUs")]
    counted: list[tuple[str, ...]] = []
    aside: list[tuple[str, ...]] = []
    events: list[tuple[str, ...]] = []
    for line in book.lines:
        items = admitted(form, values_of(line.session), view.role, reader, _LOGGED + _LEARNED + SIDE_FIELDS)
        cell = {name: shown(item) for name, item in items.items()}
        if not line.counts:
            aside.append((cell.get("on", ""), cell.get("minutes", "0"), cell.get("kind", ""), line.reason))
            continue
        if not line.talk:
            events.append(_event(line, cell))
            continue
        row = [str(line.number), cell.get("on", ""), cell.get("minutes", "")]
        row += [] if mentee else [partner]
        row += [cell.get(name, "") for name in texts]
        if mentee:
            admits_split = all("evidence" in fields[side].readers(view.role) for side in SIDE_FIELDS)
            row += [pdu.show(q) if admits_split and any(line.triangle) else "" for q in line.triangle]
        counted.append((*row, pdu.show(line.quarters)))
    facts = [f for f in people(view, reader) if f.id == "name"]
    facts += program_facts(view, reader, ("program", "cohort", "start", "end"))
    facts.append(Fact("provider", "Provider", text.one_line(view.program.claimed_as.provider)))
    facts.append(Fact("category", "PMI category", _CATEGORY[view.role]))
    totals = [Fact("sessions", "Sessions that count", str(len(counted)))]
    totals.append(Fact("hours", "Their length", figures.hours(book.minutes)))
    totals.append(Fact("pdus", "PDUs", pdu.show(book.earned)))
    if mentee and any(book.triangle):
        totals += [Fact(i, s, pdu.show(q)) for i, s, q in zip(SIDE_FIELDS, pdu.SIDES, book.triangle, strict=True)]
    if events:
        of_events = pdu.total(line for line in book.lines if not line.talk).quarters
        totals.append(Fact("events", "Of these, for events", pdu.show(of_events)))
    found = [Section("total", "Total", (Facts(tuple(totals)),))]
    if counted:
        found.append(Section("counted", "Sessions that count", (Table("counted", "", tuple(columns), tuple(counted)),)))
    if events:
        table = Table("events", "", _EVENT_COLUMNS, tuple(events))
        found.append(Section("events", "Events attended, which earn Education", (table,)))
    if aside:
        table = Table("not_counted", "", _ASIDE_COLUMNS, tuple(aside))
        found.append(Section("not_counted", "Not counted, and why", (table,)))
    return Document.of(
        kind,
        facts=tuple(facts),
        note="One PDU is an hour of direct mentoring; each session is rounded down to a quarter, or has its part "
        "of the claim it is in. Caps of a certification are not applied here.",
        sections=tuple(found),
    )


def _event(line: pdu.Line, cell: dict[str, str]) -> tuple[str, ...]:
    """A row for an event that was attended; its minutes are those that can earn."""
    said = (cell.get(name, "") for name in ("pdu_activity", "focus", "outcome"))
    sides = (pdu.show(q) if any(line.triangle) else "" for q in line.triangle)
    return (cell.get("on", ""), str(line.minutes), *said, *sides, pdu.show(line.quarters))
