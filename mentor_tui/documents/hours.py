"""The certificate of hours, for whoever holds no certification or has no use for PDUs.

It names days and minutes, and neither the partner nor a topic.
"""

from __future__ import annotations

from mentor_tui import pdu
from mentor_tui.documents import figures
from mentor_tui.documents.common import people, program_facts
from mentor_tui.documents.documents import Column, Document, Fact, Facts, Paragraph, Section, Table
from mentor_tui.mentoring.program_hours import minutes_of, not_counted, program_hours
from mentor_tui.schema.audience import admitted, shown, values_of
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.fields import Reader
from mentor_tui.words import text
from mentor_tui.workspace import PairView

_COLUMNS = (Column("number", "No."), Column("date", "Date"), Column("minutes", "Minutes"))
_PROGRAM = Column("program_minutes", "As the program counts")


def build(view: PairView, kind: DocumentKind) -> Document:
    """The certificate for one pair: who, in which program and role, how many hours of talk, and when."""
    reader: Reader = "evidence"
    form = view.program.form("session")
    talks = pdu.counted(view)
    told = program_hours(view)
    left_out = not_counted(view.program, told)
    within = {talk.id for talk in told.sessions}
    rows: list[tuple[str, ...]] = []
    for number, talk in enumerate(talks, 1):
        items = admitted(form, values_of(talk), view.role, reader, ("on", "minutes"))
        cell = {name: shown(item) for name, item in items.items()}
        rows.append((str(number), cell.get("on", ""), cell.get("minutes", "")))
        if left_out:
            rows[-1] += (str(minutes_of(view.program, [talk]) if talk.id in within else 0),)
    role = view.program.role_names.get(view.role, view.role)
    facts = [f for f in people(view, reader) if f.id == "name"]
    facts += program_facts(view, reader, ("program", "cohort", "start", "end"))
    facts.append(Fact("role", "Role", text.one_line(role)))
    totals = (
        Fact("sessions", "Sessions", str(len(talks))),
        Fact("hours", "Hours of one-to-one sessions", figures.hours(sum(talk.minutes for talk in talks))),
        Fact("program_hours", "Of these, counted by the program", figures.hours(told.minutes) if left_out else ""),
        Fact("left_out", "Not counted by it", "; ".join(left_out)),
        Fact("first", "First", rows[0][1] if rows else ""),
        Fact("last", "Last", rows[-1][1] if rows else ""),
    )
    found = [Section("total", "In total", (Facts(tuple(f for f in totals if f.value)),))]
    if rows:
        columns = (*_COLUMNS, _PROGRAM) if left_out else _COLUMNS
        found.append(Section("talks", "The sessions", (Table("talks", "", columns, tuple(rows)),)))
    words = (
        f"I {'held' if view.role == 'mentor' else 'had'} these sessions one to one and unpaid,  "
        f"as a {text.one_line(role)}, and recorded each of them. "
        "Preparation, travel and group events are not counted."
    )
    blanks = (Fact("day", "Date", view.today.isoformat()), Fact("signature", "Signature", "." * 40))
    found.append(Section("declaration", "Declaration", (Paragraph("declaration", "", words), Facts(blanks))))
    return Document.of(
        kind,
        facts=tuple(facts),
        note="Stated by the person named here, from their own records; issued by neither the program nor PMI.",
        sections=tuple(found),
    )
