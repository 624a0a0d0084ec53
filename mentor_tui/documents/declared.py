"""A document made from its declaration alone.

Every value goes through the filter for the reader that the declaration names: what it asks for and its reader may not
have is left out, and so is a section of which nothing is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from mentor_tui.documents import figures
from mentor_tui.documents.blocks import blocks, sections
from mentor_tui.documents.common import facts_of, figures_for, pair_items, people
from mentor_tui.documents.documents import Block, Bullets, Document, Fact, Facts, Section
from mentor_tui.mentoring import journey
from mentor_tui.mentoring.goals import named
from mentor_tui.schema.audience import Admitted, admitted, shown, values_of
from mentor_tui.schema.document_kinds import LOGS, RECORDS, DeclaredSection, DocumentKind
from mentor_tui.words import text
from mentor_tui.workspace import PairView

_RECORDS: dict[str, Callable[[PairView], Sequence[msgspec.Struct]]] = {
    "goals": lambda view: [goal for goal in view.goals if goal.status != "draft"],
    "lessons": lambda view: view.lessons,
    "actions": lambda view: view.actions,
    "sessions": lambda view: view.sessions,
    "steps": lambda view: [step for goal in named(view) for step in goal.steps],
}
"""The lists that a section may show line by line, by their names in a declaration."""

Items: TypeAlias = Mapping[str, Admitted]


def build(view: PairView, kind: DocumentKind) -> Document:
    """The document as declared, with what its reader may have."""
    known = {
        "pair": pair_items(view, kind.audience),
        "profile": admitted(view.program.form("profile"), values_of(view.profile), view.role, kind.audience),
        "derived": figures_for(view, kind.audience),
    }
    under_way = not journey.is_closed(view)
    note = kind.note_under_way if under_way and kind.note_under_way else kind.note
    return Document.of(
        kind,
        facts=tuple(fact for entry in kind.heading for fact in _heading(view, kind, known, entry)),
        note=text.one_line(note.replace("{today}", view.today.isoformat())),
        sections=tuple(section for part in kind.sections for section in _section(view, kind, known["derived"], part)),
    )


def _heading(view: PairView, kind: DocumentKind, known: Mapping[str, Items], entry: str) -> list[Fact]:
    form_id, _, field_id = entry.partition(".")
    match form_id:
        case "people":
            return people(view, kind.audience)
        case "me":
            return [fact for fact in people(view, kind.audience) if fact.id == "name"]
        case _:
            return facts_of(known[form_id], field_id)


def _section(view: PairView, kind: DocumentKind, counts: Items, part: DeclaredSection) -> list[Section]:
    if part.form:
        return _of_form(view, kind, part)
    if part.records == LOGS:
        return _logs(view, kind, part)
    found: list[Block] = []
    if numbers := _numbers(counts, part):
        found.append(Facts(tuple(numbers)))
    if part.records == "steps":
        found += _by_goal(view, kind, part)
    elif lines := _lines(view, kind, part, _RECORDS[part.records](view) if part.records else ()):
        found.append(Bullets(part.list_id or part.id, part.label, tuple(lines)))
    return [Section(part.id, part.title, tuple(found))] if found else []


def _of_form(view: PairView, kind: DocumentKind, part: DeclaredSection) -> list[Section]:
    """The answers to a form; nothing when the program has no such form."""
    form = view.program.forms.get(part.form)
    if form is None:
        return []
    answers = _answers(view, part.form)
    if not part.view:
        return sections(form, answers, view.role, kind.audience)
    items = admitted(form, answers, view.role, kind.audience, form.views[part.view])
    return [Section(part.id, part.title, blocks(items))] if items else []


def _answers(view: PairView, form_id: str) -> dict[str, Any]:
    """The answers to a form, with those that are worked out from the records; the newest of an agreement."""
    if form_id == "agreement":
        return dict(view.agreement.answers) if view.agreement else {}
    answers = view.answers(form_id)
    return answers | figures.answered(view) if answers else answers


def _logs(view: PairView, kind: DocumentKind, part: DeclaredSection) -> list[Section]:
    """A section per learning log of which its reader may have anything: each is shared by a tick of its own."""
    form = view.program.form(RECORDS[LOGS])
    found: list[Section] = []
    for session in view.sessions:
        log = view.logs.get(session.id)
        items = admitted(form, log.answers, view.role, kind.audience, part.fields) if log else {}
        if not items:
            continue
        number = view.number_of(session)
        day = admitted(view.program.form("session"), values_of(session), view.role, kind.audience, ("on",))
        of = [f"session {number}"] if number else []
        of += [shown(item) for item in day.values()]
        title = ", ".join([part.title, *of])
        in_order = {name: items[name] for name in part.fields if name in items}
        found.append(Section(f"{part.id}-{len(found) + 1}", title, blocks(in_order)))
    return found


def _numbers(counts: Items, part: DeclaredSection) -> list[Fact]:
    some = [name for name in part.figures_if_any if name in counts and counts[name].value]
    return facts_of(counts, *part.figures, *some)


def _by_goal(view: PairView, kind: DocumentKind, part: DeclaredSection) -> list[Block]:
    """A list of steps for each goal that has any, under its title where the reader may have that."""
    found: list[Block] = []
    for number, goal in enumerate(named(view), start=1):
        if lines := _lines(view, kind, part, goal.steps):
            items = admitted(view.program.form("goal"), values_of(goal), view.role, kind.audience, ("title",))
            title = text.one_line(shown(items["title"])) if "title" in items else ""
            found.append(Bullets(f"{part.list_id or part.id}-{number}", title, tuple(lines)))
    return found


def _lines(view: PairView, kind: DocumentKind, part: DeclaredSection, records: Sequence[msgspec.Struct]) -> list[str]:
    """A line per record: its first field, and the others behind it. A record without its first field is left out."""
    if not records:
        return []
    form = view.program.form(RECORDS[part.records])
    first, *others = part.fields
    found = []
    for record in records:
        items = admitted(form, values_of(record), view.role, kind.audience, part.fields)
        if first in items:
            more = ", ".join(shown(items[name]) for name in others if name in items)
            words = shown(items[first])
            found.append(text.one_line(f"{words} ({more})") if more else words)
    return found
