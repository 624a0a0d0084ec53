"""The person's own notes in full: only they read them, so the filter lets everything of this pair through."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from mentor_tui.documents import common
from mentor_tui.documents.blocks import blocks
from mentor_tui.documents.documents import Block, Document, Paragraph, Section
from mentor_tui.schema.audience import admitted, values_of
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.fields import Form
from mentor_tui.schema.records import Action, Session
from mentor_tui.words import text
from mentor_tui.workspace import PairView

_HIDDEN = ("origin", "session_id", "goal_id")
"""Links and fingerprints that mean nothing on paper."""


def build(view: PairView, kind: DocumentKind) -> Document:
    """Sessions with their logs and actions, goals, worksheets, lessons and private notes of one pair."""
    facts = common.people(view, None)
    facts += common.program_facts(view, None, ("program", "cohort", "status", "start", "end"))
    known = {session.id for session in view.sessions}
    noted: dict[str, list[Action]] = {}
    for action in view.actions:
        noted.setdefault(action.session_id if action.session_id in known else "", []).append(action)
    found = [_session(view, session, noted.get(session.id, [])) for session in view.sessions]
    found += _goals(view)
    found += _agreements(view)
    found += _each(view, "action", "actions", "Actions", noted.get("", []))
    for form_id in sorted(view.worksheets):
        found += _worksheet(view, form_id)
    found += _each(view, "lesson", "lessons", "Lessons learned", view.lessons)
    found += _each(view, "note", "notes", "Private notes", view.notes)
    return Document.of(
        kind,
        facts=tuple(facts),
        note="Only for you: it contains private notes. Keep the file where only you can read it.",
        sections=tuple(found),
    )


def _of(form: Form, record: msgspec.Struct) -> tuple[Block, ...]:
    items = admitted(form, values_of(record), "mentor", None)
    return blocks({name: item for name, item in items.items() if name not in _HIDDEN})


def _session(view: PairView, session: Session, noted: Iterable[Action]) -> Section:
    found = list(_of(view.program.form("session"), session))
    log = view.logs.get(session.id)
    if log is not None:
        form = view.program.forms.get("learning-log")
        found.append(Paragraph("log", form.title if form else "Learning log", ""))
        found += _answers(form, view, log.answers)
    for action in noted:
        found += [Paragraph("action", "Action", ""), *_of(view.program.form("action"), action)]
    return Section(f"session-{session.id}", text.one_line(f"Session {session.on}"), tuple(found))


def _goals(view: PairView) -> list[Section]:
    found = []
    for goal in view.goals:
        parts = list(_of(view.program.form("goal"), goal))
        for form_id, label, items in (
            ("goal_step", "Step", goal.steps),
            ("goal_note", "Progress", goal.notes),
            ("goal_review", "Review", goal.reviews),
        ):
            for item in items:
                parts += [Paragraph(form_id, label, ""), *_of(view.program.form(form_id), item)]
        title = text.one_line(f"Goal: {goal.title}") if goal.title else "Goal"
        found.append(Section(f"goal-{goal.id}", title, tuple(parts)))
    return found


def _agreements(view: PairView) -> list[Section]:
    form = view.program.forms.get("agreement")
    title = form.title if form else "Agreement"
    return [
        Section(f"agreement-{a.version}", f"{title}, version {a.version}", _answers(form, view, a.answers))
        for a in view.agreements
    ]


def _worksheet(view: PairView, form_id: str) -> list[Section]:
    sheet = view.worksheets[form_id]
    form = view.program.forms.get(form_id)
    title = form.title if form else text.one_line(form_id)
    return [Section(f"form-{form_id}", title, _answers(form, view, sheet.answers))]


def _answers(form: Form | None, view: PairView, answers: Mapping[str, object]) -> tuple[Block, ...]:
    """Answers under the questions of their form; those of a form or a question that is gone are still mine."""
    if form is None:
        return _unknown(answers, ())
    ids = {f.id for f in form.fields()}
    return blocks(admitted(form, answers, view.role, None)) + _unknown(answers, ids)


def _unknown(answers: Mapping[str, object], known: Collection[str]) -> tuple[Block, ...]:
    """Answers to questions that a form no longer asks."""
    return tuple(Paragraph(k, text.one_line(k), text.clean(str(v))) for k, v in answers.items() if k not in known)


def _each(
    view: PairView, form_id: str, section_id: str, title: str, records: Iterable[msgspec.Struct]
) -> list[Section]:
    form = view.program.form(form_id)
    found: list[Block] = []
    for record in records:
        found += _of(form, record)
    return [Section(section_id, title, tuple(found))] if found else []
