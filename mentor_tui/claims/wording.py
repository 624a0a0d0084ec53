"""The words of a claim: title and description, from topic and outcome only.

A field comes in only when its form admits it to a claim. Takeaways, notes and names have no way in; a person may
type them, and the linter then says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from mentor_tui.pdu import Line
from mentor_tui.schema import programs
from mentor_tui.schema.fields import Form, Role
from mentor_tui.schema.records import Session
from mentor_tui.words import text

_SAID = ("focus", "outcome")


def title(program: str, lines: Sequence[Line]) -> str:
    """`PMI Belgium Mentoring Program, sessions 3 to 5`."""
    if lines[0].session.activity:
        named = [name for name in map(_event, lines) if name]
        return ": ".join([text.one_line(program), *([", ".join(named)] if named else [f"{len(lines)} events"])])
    numbers = sorted(line.number for line in lines if line.number)
    program = text.one_line(program)
    if len(numbers) != len(lines) or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{program}, {len(lines)} mentoring session{'' if len(lines) == 1 else 's'}"
    if len(numbers) == 1:
        return f"{program}, session {numbers[0]}"
    return f"{program}, sessions {numbers[0]} to {numbers[-1]}"


def description(form: Form, lines: Sequence[Line]) -> str:
    """A line on what it was, then a line per session: day, minutes, topic and outcome as the form lets them."""
    mentor = lines[0].role == "mentor"
    one = len(lines) == 1
    what = "A one-to-one mentoring session" if one else f"{len(lines)} one-to-one mentoring sessions"
    if lines[0].session.activity:
        head = f"{'An event' if one else f'{len(lines)} events'} of the program, attended."
        return "\n".join([head, *(_session(form, line) for line in lines)])
    head = f"{what}, as {'an unpaid mentor' if mentor else 'a mentee'}."
    return "\n".join([head, *(_session(form, line) for line in lines)])


def activity_type(role: Role, activity: str) -> str:
    """The activity type as PMI's form calls it: of a talk by the role in it, of an event by what it was."""
    form = programs.shared_forms()["claim"]
    return form.field("activity").show(activity) if activity else form.field("role").show(role)


def _event(line: Line) -> str:
    return text.shorten(line.session.focus, 60)


def said_of(form: Form, session: Session, role: Role) -> list[str]:
    """The words of a session in a claim: each text that the form lets into a claim, on one line, also when empty."""
    fields = {f.id: f for f in form.fields()}
    return [
        text.one_line(str(getattr(session, name)))
        for name in _SAID
        if name in fields and "claim" in fields[name].readers(role)
    ]


def _session(form: Form, line: Line) -> str:
    said = said_of(form, line.session, line.role)
    words = " ".join(s if s[-1:] in ".!?" else f"{s}." for s in said if s)
    return f"{line.session.on}, {line.minutes} minutes{': ' + words if words else '.'}"
