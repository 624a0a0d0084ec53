"""The rules of a program for a session, told where one is planned, prepared and logged: in the help of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mentor_tui.schema.fields import Field, Form, Role

if TYPE_CHECKING:
    from mentor_tui.schema.programs import Program


_SHORT = 95
"""Letters that one line of help takes."""
_USUALLY = "Usually"


def with_rules(program: Program, form: Form) -> Form:
    """The form of sessions with what the program says of its fields; as it is where the program has no rules."""
    more = {name: words for name, words in _words(program).items() if words}
    if not more:
        return form

    def told(field: Field) -> Field:
        words = more.get(field.id, "")
        return msgspec.structs.replace(field, help=_line(field, words)) if words else field

    sections = (msgspec.structs.replace(s, fields=tuple(map(told, s.fields))) for s in form.sections)
    return msgspec.structs.replace(form, sections=tuple(sections))


def _line(field: Field, words: str) -> str:
    """The help of a field with these words behind it: all of it where a short line has room, or its first sentence."""
    if field.id == "channel" and words.startswith(_USUALLY):
        return words  # the app's own examples would contradict it
    whole = f"{field.help} {words}".strip()
    return whole if len(whole) <= _SHORT else f"{field.help.partition('. ')[0].rstrip('.')}. {words}"


def _words(program: Program) -> dict[str, str]:
    rules = program.session
    counted = f"Up to {rules.counted_minutes} count." if rules.counted_minutes else ""
    length = length_words(program)
    return {
        "minutes": " ".join(w for w in (f"The program asks for {length}." if length else "", counted) if w),
        "channel": _channels(program),
        "agenda": _by(program, rules.agenda_by, "proposes it"),
        "objective": _by(program, rules.objective_by, "sets it"),
        "outcome": _by(program, rules.record_by, "writes the record that both keep"),
    }


def summary(program: Program) -> str:
    """The program's rules for a session in a line: its length, its parts, its channels; empty where it has none."""
    rules = program.session
    length, counted = length_words(program), rules.counted_minutes
    said = [length[:1].upper() + length[1:]] if length else []
    said += [f"Up to {counted} minutes count"] if counted else []
    said += [", ".join(f"{part.title} {part.minutes} min" for part in rules.split)] if rules.split else []
    channels = _channels(program)
    return " ".join([*(f"{words}." for words in said), *([channels] if channels else [])])


def length_words(program: Program) -> str:
    """The minutes that the program asks for: `45 to 90 minutes`, `at least 45 minutes`; empty when it does not say."""
    least, most = program.session.least_minutes, program.session.most_minutes
    if least and most:
        return f"{least} minutes" if least == most else f"{least} to {most} minutes"
    return f"at least {least} minutes" if least else f"at most {most} minutes" if most else ""


def _channels(program: Program) -> str:
    rules, no_pdus = program.session, program.claimed_as.channels_not_counted
    said = []
    if rules.channels:
        usual, *others = rules.channels
        said.append(f"{_USUALLY} {usual}{'; else ' if others else ''}{', '.join(others)}.")
    if rules.channels_not_counted:
        said.append(f"Not counted: {', '.join(rules.channels_not_counted)}.")
    if no_pdus:
        said.append(f"No PDUs: {', '.join(no_pdus)}.")
    return " ".join(said)


def _by(program: Program, role: Role | None, does: str) -> str:
    return f"The {program.role_names.get(role, role)} {does}." if role else ""
