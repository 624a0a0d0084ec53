"""A pair in which every field says something: made from the form definitions, so that a new field is in it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Field, Form, Role

Word = Callable[[str], str]
"""Gives the text for a field: `form.field`, and in lists and repeated records more than once."""

TEXT = ("line", "text", "lines")
STRUCTURAL = {
    "id",
    "created",
    "changed",
    "pair_id",
    "session_id",
    "goal_id",
    "form",
    "step",
    "table",
    "theme",
    "current_pair",
    "keys",
    "program",
}
"""Attributes that name other things and hold no words of a person."""
_RECORD_FORMS: dict[str, type[Any]] = {
    "profile": rec.Profile,
    "pair": rec.Pair,
    "goal": rec.Goal,
    "goal_step": rec.GoalStep,
    "goal_note": rec.GoalNote,
    "goal_review": rec.GoalReview,
    "signature": rec.Signature,
    "session": rec.Session,
    "action": rec.Action,
    "lesson": rec.Lesson,
    "note": rec.Note,
    "mark": rec.StepMark,
    "certification": rec.Certification,
    "disclosure": rec.Disclosure,
}


def value(form: Form, field: Field, word: Word, share: bool) -> Any:
    """Something for a field that its own check takes."""
    name = f"{form.id}.{field.id}"
    match field.kind:
        case "line" | "text" | "reference":
            return word(name)
        case "lines":
            return [word(name), word(name)]
        case "choice":
            return field.options[-1].id
        case "choices":
            return [o.id for o in field.options]
        case "tick":
            return share
        case "scale":
            return 3
        case "minutes" | "number" | "quarters":
            return min(max(field.minimum, 7), field.maximum)
        case "figure":
            return "7.25"
        case "date":
            return "2026-05-17"
        case "time":
            return "18:13"
        case "zone":
            return "Europe/Brussels"


class FullPair:
    """All the records of one pair, every text field with a word of its own."""

    def __init__(self, role: Role, word: Word, *, share: bool = False, status: str = "active") -> None:
        self.role, self.word, self.share = role, word, share
        self.program = programs.load("pmi-belgium")
        self.forms = self.program.forms
        self.pair: rec.Pair = self._record(
            "pair", role=role, program="pmi-belgium", status=status, start="2026-03-09", end="2027-03-08"
        )
        self.records: list[rec.Record] = [self._record("profile"), self.pair, *self._pair_records()]

    def _answers(self, form: Form) -> dict[str, Any]:
        return {f.id: value(form, f, self.word, self.share) for f in form.fields(self.role)}

    def _record(self, form_id: str, /, **fixed: Any) -> Any:
        kind, form = _RECORD_FORMS[form_id], self.forms[form_id]
        names = set(kind.__struct_fields__)
        values = {
            f.id: value(form, f, self.word, self.share) for f in form.fields() if f.id in names and f.id not in fixed
        }
        if "pair_id" in names:
            values["pair_id"] = self.pair.id
        return kind(**(values | fixed))

    def _pair_records(self) -> list[rec.Record]:
        goal = self._record(
            "goal",
            status="active",
            steps=[self._record("goal_step"), self._record("goal_step", done_on="")],
            notes=[self._record("goal_note")],
            reviews=[self._record("goal_review", at=at, status="partly") for at in ("midpoint", "closure")],
        )
        signatures = [self._record("signature", role=r) for r in ("mentor", "mentee")]
        pair_id = self.pair.id
        held = self._record("session", kind="one_to_one", status="held", minutes=60, on="2026-05-17", paid=False)
        planned = self._record("session", kind="one_to_one", status="planned", on="2027-01-17", paid=False)
        missed = self._record("session", kind="one_to_one", status="cancelled", on="2026-06-17", paid=False)
        agreements = [
            rec.Agreement(
                pair_id=pair_id,
                version=version,
                answers=self._answers(self.forms["agreement"]),
                reviewed_on="2026-05-17",
                signatures=signatures,
            )
            for version in (1, 2)
        ]
        sheets = [
            rec.Worksheet(pair_id=pair_id, form=form.id, answers=self._answers(form))
            for form in self.forms.values()
            if form.record == "worksheet" and form.id not in ("agreement", "learning-log")
        ]
        step = self.program.steps[0].id
        return [
            goal,
            held,
            planned,
            missed,
            *agreements,
            *sheets,
            rec.LearningLog(pair_id=pair_id, session_id=held.id, answers=self._answers(self.forms["learning-log"])),
            self._record("action", status="open", session_id=held.id, goal_id=goal.id),
            self._record("action", status="done", session_id=held.id),
            self._record("lesson"),
            self._record("note"),
            self._record("mark", step=step, state="dropped"),
            self._record("certification", cycle_start="2025-01-08", cycle_end="2028-01-07"),
            self._record("disclosure", at="2026-05-17T12:00:00Z", what="closure", format="md", sha256="0" * 64),
        ]

    def words_left_out(self) -> set[str]:
        """Text attributes of records that no form declares, and that are not known to be structural."""
        found = set()
        for form_id, kind in _RECORD_FORMS.items():
            declared = {f.id for f in self.forms[form_id].fields()}
            for info in msgspec.structs.fields(kind):
                text = info.type in (str, list[str])
                if text and info.name not in declared | STRUCTURAL:
                    found.add(f"{form_id}.{info.name}")
        return found

    def fields(self) -> dict[str, Field]:
        """Every text field that was filled, by `form.field`."""
        found = {}
        for form in self.forms.values():
            for field in form.fields(None if form.id in _RECORD_FORMS else self.role):
                if field.kind in TEXT:
                    found[f"{form.id}.{field.id}"] = field
        return found
