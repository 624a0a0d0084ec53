"""Two versions of a program compared: what an update changes for those who use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import msgspec

from mentor_tui.schema import program_items
from mentor_tui.schema.fields import ROLES, Field, Form, Role
from mentor_tui.schema.program_items import Item
from mentor_tui.schema.program_parts import Step
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
    titles = [{key: step.title for key, step in steps.items()} for steps in (steps_before, steps_after)]
    return Changes(
        widened=[*_widened(old, new), *_collected(old, new)],
        steps=[*_named("Step", *titles), *_changed("Step", steps_before, steps_after, "title")],
        fields=[*_named("Field", _labels(before), _labels(after)), *_kinds(before, after)],
        rest=list(_rest(old, new)),
        gone=before.keys() - after.keys(),
        steps_gone=steps_before.keys() - steps_after.keys(),
    )


_Fields: TypeAlias = Mapping[str, tuple[Form, Field]]
"""Place of a field, such as `closure.thanks` -> its form and itself."""


def _fields(program: Program) -> dict[str, tuple[Form, Field]]:
    return {f"{form.id}.{field.id}": (form, field) for form in program.forms.values() for field in form.fields()}


def _labels(fields: _Fields) -> dict[str, str]:
    return {place: f"{form.title}: {field.label}" for place, (form, field) in fields.items()}


def _steps(program: Program) -> dict[str, Step | Item]:
    return {one.id: one for one in (*program.steps, *program_items.all_of(program))}


def _named(what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{what} added: {words}" for key, words in after.items() if key not in before)
    yield from (f"{what} gone: {words}" for key, words in before.items() if key not in after)
    both = ((before[key], words) for key, words in after.items() if key in before)
    yield from (f"{what} reworded: {old} -> {words}" for old, words in both if old != words)


def _changed(what: str, before: Mapping[str, Any], after: Mapping[str, Any], *told: str) -> Iterator[str]:
    """Name what says something else than before, with the keys that do; those `told` elsewhere are left out."""
    for key, new in after.items():
        old = before.get(key)
        if old is None or old == new or not isinstance(new, type(old)):
            continue
        keys = [k for k in new.__struct_fields__ if k not in told and getattr(old, k) != getattr(new, k)]
        if keys:
            yield f"{what} changed: {new.title} ({', '.join(keys)})"


def _kinds(before: _Fields, after: _Fields) -> Iterator[str]:
    for place, (form, field) in after.items():
        if place in before and before[place][1].kind != field.kind:
            yield f"Field asked in another way: {form.title}: {field.label} ({before[place][1].kind} -> {field.kind})"


def _widened(old: Program, new: Program) -> Iterator[str]:
    """Name each field that a reader may see from now on, also a new one, and each with another tick or none."""
    before, after = _fields(old), _fields(new)
    for place, (form, field) in after.items():
        was = before.get(place)
        known = {role: _readers(old, *was, role) if was else set() for role in ROLES}
        readers = {r for role in ROLES for r in _readers(new, form, field, role) - known[role]}
        named = [words for reader, words in _READERS.items() if reader in readers]
        fresh = "" if was else ", a new field"
        if named:
            tick = ", with a tick" if field.share and "program" in readers else ""
            yield f"{form.title}: {field.label}{fresh}: {' and '.join(named)} may see it from now on{tick}"
        elif was and was[1].share not in ("", field.share) and any("program" in known[role] for role in ROLES):
            how = f"with another tick, {_tick(form, field.share)}," if field.share else "without a tick"
            yield f"{form.title}: {field.label}: it goes to the program team {how} from now on"


def _readers(program: Program, form: Form, field: Field, role: Role) -> set[str]:
    """Those whom an answer of this role may reach: nobody of the program where it has no document for its team."""
    if role not in form.roles or role not in field.roles:
        return set()
    to_team = any(kind.reader == "program" for kind in program.documents.values())
    return {reader for reader in field.readers(role) if to_team or reader != "program"}


def _tick(form: Form, field_id: str) -> str:
    return next((f"“{field.label}”" for field in form.fields() if field.id == field_id), field_id)


def _collected(old: Program, new: Program) -> Iterator[str]:
    """Name what is collected from now on, or with less consent, and each document that has another reader."""
    for kind in new.documents.values():
        was, now, before = old.collected(kind.id), new.collected(kind.id), old.documents.get(kind.id)
        if now and (was is None or (was.consent, now.consent) == ("both", "mine")):
            whose = "if you both agree" if now.consent == "both" else "if you alone agree"
            yield f"{kind.title}: the program collects it from now on, {whose}"
        elif was and not now:
            yield f"{kind.title}: the program no longer asks before it collects it"
        if before and before.reader != kind.reader and kind.reader != "myself":
            yield f"{kind.title}: it is made for {_READERS[kind.reader]} from now on"


def _rest(old: Program, new: Program) -> Iterator[str]:
    for field in msgspec.structs.fields(Program):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in _APART and before != after:
            plain = isinstance(before, str | int | None) and isinstance(after, str | int | None)
            yield f"{field.name}: {_said(before)} -> {_said(after)}" if plain else f"{field.name} is worded differently"
    titles = [{kind.id: kind.title for kind in program.documents.values()} for program in (old, new)]
    yield from _named("Document", *titles)
    yield from _changed("Document", old.documents, new.documents, "title")
    named = {form.id: form.title for form in new.forms.values() if form.id in old.forms}
    for form_id, title in named.items():
        asked = [[(f.id, f.label) for f in program.forms[form_id].fields()] for program in (old, new)]
        if new.forms[form_id] != old.forms[form_id] and asked[0] == asked[1]:
            yield f"{title}: the same questions, with different help, readers or answers"


def _said(value: Any) -> str:
    return text.shorten(str(value), 60) if value not in (None, "", 0) else "not said"
