"""A text that is copied into another record never reaches more people there: derived from what the forms declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from mentor_tui import pdu
from mentor_tui.claims import wording
from mentor_tui.mentoring import agreements, sessions
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema.audience import values_of
from mentor_tui.workspace import PairView
from tests.full_view import full
from tests.pair_views import iso


def copies(view: PairView) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every record that is filled in from what stands in others, by form."""
    for found in (view, replace(view, sessions=[])):
        plan = sessions.new_plan(found)
        yield "session", values_of(sessions.with_agenda(found, plan))
        yield "session", values_of(sessions.new_log(found))
        for moved in found.sessions:
            yield "session", values_of(sessions.move(moved, found.today))
        yield "agreement", agreements.draft(found).answers
    planned = [msgspec.structs.replace(s, status="planned", on=iso(-1)) for s in view.sessions]
    yield "session", values_of(sessions.new_log(replace(view, sessions=planned)))
    for found in (view, replace(view, agreements=[])):
        yield "agreement", agreements.revise(found).answers
    lines = pdu.lines_of(PairSessions(view.role, view.held, []))
    title = wording.title(view.program.pdu.title, lines)
    yield "claim", {"title": title, "description": wording.description(view.program.form("session"), lines)}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_copied_text_never_reaches_more_people(role: Any) -> None:
    view, marks = full(role)
    seen = 0
    for form_id, values in copies(view):
        for field in view.program.form(form_id).fields():
            for owner in marks.read(str(values.get(field.id, ""))):
                form, _, name = owner.partition(".")
                if (form, name) == (form_id, field.id):
                    continue  # the same field of another record of its kind
                seen += 1
                source = view.program.form(form).field(name)
                wider = set(field.readers(role)) - set(source.readers(role))
                assert not wider, f"{owner} is copied into {form_id}.{field.id}, which {wider} may read too"
    assert seen > 5, "nothing was copied, so nothing was tried"


def test_the_words_of_a_log_go_where_the_same_readers_are() -> None:
    """What is typed into a log's lines becomes promises and the place of the next meeting."""
    view, _ = full()
    typed, action, session = (view.program.form(name) for name in ("typed", "action", "session"))
    for line, form, name in (("promises", action, "text"), ("next", session, "place"), ("promise", action, "text")):
        assert set(form.field(name).readers("mentor")) <= set(typed.field(line).readers("mentor"))
