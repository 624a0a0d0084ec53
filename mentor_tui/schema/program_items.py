"""The planned sessions, events and deliverables of a program by their names, and the field that links a session to one.

A session may say which of them it is. The shared form of sessions keeps that as a mere reference; in a program that has
any, it is a choice of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from mentor_tui.schema.fields import Field, Form, Option
from mentor_tui.schema.program_parts import Deliverable, Event, PlannedSession

if TYPE_CHECKING:
    from mentor_tui.schema.programs import Program

Item: TypeAlias = PlannedSession | Event | Deliverable

LINK = "program_item"
"""The field of a session that holds the id of a planned session or an event."""
ACTIVITY = "pdu_activity"
"""The field of a session that holds as what PMI may take an event."""
_SHOWN_IN = ("plan", "head")
"""Views of the session's form in which a person chooses it."""
_NUMBER = re.compile(r"-[0-9]+\Z")


def all_of(program: Program) -> Iterator[Item]:
    """Every planned session, event and deliverable of a program, in the order of its file."""
    yield from program.planned
    yield from program.events
    yield from program.deliverables


def linked(program: Program) -> list[PlannedSession | Event]:
    """Everything of a program that a session can be, in the order of its file."""
    return [*program.planned, *program.events]


def step_title(program: Program, step_id: str) -> str:
    """The title of a step by the id under which a person ticks it; empty when the program has none such."""
    titles = {one.id: one.title for one in (*program.steps, *all_of(program))}
    return titles.get(step_id) or titles.get(_NUMBER.sub("", step_id), "")


def session_form(program: Program, form: Form) -> Form:
    """The form of sessions, in which a person can say which planned session or event of the program one is."""
    options = tuple(Option(one.id, one.title) for one in linked(program))
    if not options:
        return form
    shown = (LINK, ACTIVITY) if any(event.pdu for event in program.events) else (LINK,)
    views = {name: (*ids, *shown) if name in _SHOWN_IN else ids for name, ids in form.views.items()}
    return msgspec.structs.replace(_offering(form, options), views=views)


def keeping(form: Form, item_id: str) -> Form:
    """The form with one more choice, by its mere id: an item that the program no longer has, and a session still is."""
    known = form.field(LINK)
    if not item_id or known.kind != "choice" or item_id in {o.id for o in known.options}:
        return form
    return _offering(form, (*known.options, Option(item_id, item_id)))


def _offering(form: Form, options: tuple[Option, ...]) -> Form:
    def offered(field: Field) -> Field:
        return msgspec.structs.replace(field, kind="choice", options=options) if field.id == LINK else field

    sections = (msgspec.structs.replace(s, fields=tuple(map(offered, s.fields))) for s in form.sections)
    return msgspec.structs.replace(form, sections=tuple(sections))
