"""What the program team may receive: the closure summary and the mid-point message."""

from __future__ import annotations

from mentor_tui import pdu
from mentor_tui.documents import figures
from mentor_tui.documents.blocks import sections
from mentor_tui.documents.common import facts_of, figures_for, people, program_facts
from mentor_tui.documents.documents import DOCUMENTS, Block, Bullets, Document, Facts, Section
from mentor_tui.schema.audience import Admitted, admitted, shown, values_of
from mentor_tui.schema.fields import Reader
from mentor_tui.schema.records import Goal
from mentor_tui.words import text
from mentor_tui.workspace import PairView

_UNDER_WAY = ("active", "paused")


def closure(view: PairView) -> Document:
    """The closure summary for the program team; before the end it says that it is an interim state."""
    reader: Reader = "program"
    counts = figures_for(view, reader)
    facts = people(view, reader) + program_facts(view, reader, ("program", "cohort", "status", "start", "end"))
    if view.pair.status not in _UNDER_WAY:
        facts += program_facts(view, reader, ("ended_on",))
    facts += facts_of(counts, "handbook_version")
    told = [f for f in facts_of(counts, "meetings_held", "hours_held", "after_end") if f.id != "after_end" or f.value]
    found = [Section("meetings", "Meetings", (Facts(tuple(told)),))]
    found += _goals(view, reader, counts) + _lessons(view, reader)
    answers = view.answers("closure")
    if answers:
        answers["pdu_earned"] = pdu.show(figures.program_pdus(view))
    found += sections(view.program.form("closure"), answers, view.role, reader)
    note = f"Interim state on {view.today.isoformat()}: this pair is still under way."
    return Document(
        id="closure",
        title=DOCUMENTS["closure"].title,
        facts=tuple(facts),
        note=note if view.pair.status in _UNDER_WAY else "",
        sections=tuple(found),
    )


def _goals(view: PairView, reader: Reader, counts: dict[str, Admitted]) -> list[Section]:
    numbers = ["goals_total", "goals_reached", "goals_partly", "goals_not_reached"]
    numbers += [name for name in ("goals_dropped", "goals_open") if name in counts and counts[name].value]
    found: list[Block] = [Facts(tuple(facts_of(counts, *numbers)))]
    titles = [_goal_line(view, goal, reader) for goal in view.goals if goal.status != "draft"]
    if any(titles):
        found.append(Bullets("goal_titles", "Shared titles", tuple(t for t in titles if t)))
    return [Section("goals", "Goals", tuple(found))]


def _goal_line(view: PairView, goal: Goal, reader: Reader) -> str:
    items = admitted(view.program.form("goal"), values_of(goal), view.role, reader, ("title", "status"))
    if "title" not in items:
        return ""
    return text.one_line(f"{shown(items['title'])} ({shown(items['status'])})" if "status" in items else "")


def _lessons(view: PairView, reader: Reader) -> list[Section]:
    form = view.program.form("lesson")
    picked = [admitted(form, values_of(lesson), view.role, reader, ("text",)) for lesson in view.lessons]
    texts = tuple(shown(items["text"]) for items in picked if "text" in items)
    return [Section("lessons", "Lessons learned", (Bullets("lessons", "", texts),))] if texts else []


def midpoint(view: PairView) -> Document:
    """The short word half-way: still active, meetings held, help needed or not."""
    reader: Reader = "program"
    facts = people(view, reader) + program_facts(view, reader, ("program", "cohort", "status"))
    facts += facts_of(figures_for(view, reader), "meetings_held")
    found = sections(view.program.form("midpoint"), view.answers("midpoint"), view.role, reader)
    return Document(
        id="midpoint",
        title=DOCUMENTS["midpoint"].title,
        facts=tuple(facts),
        note=f"State on {view.today.isoformat()}.",
        sections=tuple(found),
    )
