"""Two versions of a program compared: what an update changes for those who use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from mentor_tui.schema import program_items
from mentor_tui.schema.fields import ROLES, Field, Form
from mentor_tui.schema.programs import Program
from mentor_tui.words import text


class Changes(NamedTuple):
    """Lines for everything that is different in the newer version."""

    widened: list[str]
    """Fields that somebody may see who could not before."""
    steps: list[str]
    fields: list[str]
    rest: list[str]
    """Everything else that it says, told by its key."""
    gone: set[str]
    """Places (`closure.thanks`) of fields that are no longer asked."""
    steps_gone: set[str]
    """Ids of steps and the like that are no longer there."""


_APART = ("forms", "documents", "steps", "planned", "events", "deliverables")
_READERS = {"program": "the program team", "pair": "your partner", "claim": "a PDU claim", "evidence": "a PDU audit"}


def changes(old: Program, new: Program) -> Changes:
    """Everything that is different between two versions of a program."""
    before, after = _fields(old), _fields(new)
    steps_before, steps_after = _steps(old), _steps(new)
    return Changes(
        widened=list(_widened(before, after)),
        steps=list(_named("Step", steps_before, steps_after)),
        fields=list(_named("Field", _labels(before), _labels(after))),
        rest=list(_rest(old, new)),
        gone=before.keys() - after.keys(),
        steps_gone=steps_before.keys() - steps_after.keys(),
    )


def _fields(program: Program) -> dict[str, tuple[Form, Field]]:
    return {f"{form.id}.{field.id}": (form, field) for form in program.forms.values() for field in form.fields()}


def _labels(fields: Mapping[str, tuple[Form, Field]]) -> dict[str, str]:
    return {place: f"{form.title}: {field.label}" for place, (form, field) in fields.items()}


def _steps(program: Program) -> dict[str, str]:
    planned = {item.id: item.title for item in program_items.all_of(program)}
    return {step.id: step.title for step in program.steps} | planned


def _named(what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{what} added: {words}" for key, words in after.items() if key not in before)
    yield from (f"{what} gone: {words}" for key, words in before.items() if key not in after)
    both = ((before[key], words) for key, words in after.items() if key in before)
    yield from (f"{what} reworded: {old} -> {words}" for old, words in both if old != words)


def _widened(before: Mapping[str, tuple[Form, Field]], after: Mapping[str, tuple[Form, Field]]) -> Iterator[str]:
    """Name each field that a reader may see from now on, also a new one, and each that needs no tick any more."""
    for place, (form, field) in after.items():
        old = before[place][1] if place in before else None
        readers = {r for role in ROLES for r in field.readers(role) if old is None or r not in old.readers(role)}
        named = [words for reader, words in _READERS.items() if reader in readers]
        new = "" if old else ", a new field"
        if named:
            tick = ", with a tick" if field.share and "program" in readers else ""
            yield f"{form.title}: {field.label}{new}: {' and '.join(named)} may see it from now on{tick}"
        elif old and old.share and not field.share and any("program" in field.readers(role) for role in ROLES):
            yield f"{form.title}: {field.label}: it goes to the program team without a tick from now on"


def _rest(old: Program, new: Program) -> Iterator[str]:
    for field in msgspec.structs.fields(Program):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in _APART and before != after:
            plain = isinstance(before, str | int | None) and isinstance(after, str | int | None)
            yield f"{field.name}: {_said(before)} -> {_said(after)}" if plain else f"{field.name} says something else"
    titles = [{kind.id: kind.title for kind in program.documents.values()} for program in (old, new)]
    yield from _named("Document", *titles)
    named = {form.id: form.title for form in new.forms.values() if form.id in old.forms}
    for form_id, title in named.items():
        asked = [[(f.id, f.label) for f in program.forms[form_id].fields()] for program in (old, new)]
        if new.forms[form_id] != old.forms[form_id] and asked[0] == asked[1]:
            yield f"{title}: the same questions, with other help, readers or answers to choose"


def _said(value: Any) -> str:
    return text.shorten(str(value), 60) if value not in (None, "", 0) else "not said"
