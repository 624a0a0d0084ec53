"""A running pair in another program: nothing is lost, and what is no longer asked is said before."""

from __future__ import annotations

from mentor_tui.schema.catalogue import said_in
from mentor_tui.schema.program_items import all_of, step_title
from mentor_tui.schema.programs import Program
from mentor_tui.schema.visibility import program_visibility
from mentor_tui.workspace import PairView

_NAMED = 3
"""Questions of one form that are named; the others are counted."""


def no_longer_asked(view: PairView, program: Program) -> list[str]:
    """A line for each form of which answers are kept and not asked by that program any more.

    `Closure worksheet` for a whole form; `Closure worksheet: What helped?, Would you do it again?` for some questions,
    of which the first few are named.
    """
    whole: dict[str, None] = {}
    some: dict[str, dict[str, None]] = {}
    for record in view.records():
        if (form := view.answers_form(record)) is None:
            continue
        asked = program.forms.get(form.id)
        known = {field.id for field in asked.fields(view.role)} if asked else set()
        for said in said_in(record, form):
            if said.form is not form or said.field is None or said.field.id in known:
                continue
            if asked is None:
                whole[form.title] = None
            else:
                some.setdefault(form.title, {})[said.label] = None
    return [*whole, *(f"{title}: {_first(list(labels))}" for title, labels in some.items())]


def _first(labels: list[str]) -> str:
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED + 1 else ""
    return ", ".join(labels[:_NAMED] if more else labels) + more


def steps_that_fall_away(view: PairView, program: Program) -> list[str]:
    """The titles of the steps that were ticked or set aside and are none of that program, in the order of this one."""
    settled = [step_id for step_id, mark in view.marks.items() if mark.state != "later"]
    gone = {title for s in settled if (title := step_title(view.program, s)) and not step_title(program, s)}
    mine = (one.title for one in (*view.program.steps, *all_of(view.program)))
    return list(dict.fromkeys(title for title in mine if title in gone))


def seen_besides(view: PairView, program: Program) -> list[str]:
    """The lines that tell what that program's team may see and the present one's may not."""
    now = program_visibility(view.program, view.role)
    return [line for line in program_visibility(program, view.role) if line not in now]
