"""A record checked before it is stored: every field against the form that defines it."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Form
from mentor_tui.schema.records import Record

R = TypeVar("R", bound=Record)

_FORM_OF: dict[type[Any], str] = {
    rec.Profile: "profile",
    rec.Settings: "settings",
    rec.Pair: "pair",
    rec.Goal: "goal",
    rec.Agreement: "agreement_version",
    rec.Session: "session",
    rec.Action: "action",
    rec.Lesson: "lesson",
    rec.Note: "note",
    rec.Certification: "certification",
    rec.StepMark: "mark",
    rec.Evidence: "evidence",
    rec.Claim: "claim",
}
_PARTS: dict[type[Any], str] = {
    rec.GoalStep: "goal_step",
    rec.GoalNote: "goal_note",
    rec.GoalReview: "goal_review",
    rec.Signature: "signature",
    rec.ClaimLine: "claim_line",
    rec.ClaimStep: "claim_step",
}


def checked(record: R) -> R:
    """The record cleaned, its parts too (its answers are checked by the program's form); raises InputRefused."""
    forms = programs.shared_forms()
    form_id = _FORM_OF.get(type(record))
    if form_id and form_id in forms:
        record = _struct(record, forms[form_id])
    if isinstance(record, rec.Goal):
        record = _parts(record, ("steps", "notes", "reviews"), forms)
    if isinstance(record, rec.Agreement):
        record = _parts(record, ("signatures",), forms)
    if isinstance(record, rec.Claim):
        record = _parts(record, ("lines", "steps"), forms)
    return record


def readable(record: Record) -> dict[str, Any]:
    """The record as plain values, once it is sure that they can be read back; raises InputRefused."""
    document = rec.to_document(record)
    try:
        rec.from_document(type(record), document)
    except msgspec.ValidationError as error:
        raise InputRefused(f"Not saved yet: this could not be read back later ({error}).") from None
    return document


def _struct(record: R, form: Form) -> R:
    names = {f.id for f in form.fields()} & set(record.__struct_fields__)
    values = form.check({n: getattr(record, n) for n in names})
    always = rec.defaults(type(record))
    open_ones = [f.label for f in form.fields() if f.kind == "choice" and values.get(f.id) == "" and always.get(f.id)]
    if open_ones:  # a record without its kind or status could be stored, and never be read again
        problems = tuple(f"{label}: choose one" for label in open_ones)
        raise InputRefused("Not saved yet: " + "; ".join(problems), problems)
    return msgspec.structs.replace(record, **values)


def _parts(record: R, names: tuple[str, ...], forms: dict[str, Form]) -> R:
    changes: dict[str, Any] = {}
    for name in names:
        parts = getattr(record, name)
        checked = []
        for part in parts:
            form = forms.get(_PARTS[type(part)])
            checked.append(_struct(part, form) if form else part)
        changes[name] = checked
    return msgspec.structs.replace(record, **changes)
