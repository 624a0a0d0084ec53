"""A pair in memory in which every field says something, each in a word of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec

from mentor_tui import documents
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Field, Form
from mentor_tui.workspace import PairView
from tests.pair_views import view


def made(found: PairView, document_id: str, fmt: str, **options: Any) -> str:
    return documents.render(documents.build(found, document_id, **options), fmt).decode("utf-8-sig")


class Marks:
    """Gives every text field a word of its own, and knows afterwards whose word it was."""

    def __init__(self, share: bool, around: str = "{}") -> None:
        self.owners: dict[str, str] = {}
        self.share = share
        self.around = around

    def word(self, owner: str) -> str:
        word = f"mk{len(self.owners):04d}z"
        self.owners[word] = owner
        return self.around.format(word)

    def value(self, form: Form, field: Field) -> Any:
        match field.kind:
            case "line" | "text" | "reference":
                return self.word(f"{form.id}.{field.id}")
            case "lines":
                return [self.word(f"{form.id}.{field.id}")]
            case "choice":
                return field.options[-1].id
            case "choices":
                return [o.id for o in field.options]
            case "tick":
                return self.share
            case "scale":
                return 2
            case "minutes" | "number" | "quarters":
                return max(field.minimum, 7)
            case "figure":
                return "7.25"
            case "date":
                return "2026-03-17"
            case "time":
                return "07:13"
            case "zone":
                return "Asia/Tokyo"

    def answers(self, form: Form) -> dict[str, Any]:
        return {f.id: self.value(form, f) for f in form.fields()}

    def struct(self, form: Form, record: type[msgspec.Struct], /, **fixed: Any) -> Any:
        names = set(record.__struct_fields__)
        values = {f.id: self.value(form, f) for f in form.fields() if f.id in names and f.id not in fixed}
        return record(**(values | fixed))

    def read(self, text: str) -> set[str]:
        return {self.owners[word] for word in re.findall(r"mk\d{4}z", text)}


def full(role: str = "mentor", *, share: bool = True, around: str = "{}") -> tuple[PairView, Marks]:
    marks = Marks(share, around)
    base = view()
    forms = base.program.forms

    def struct(form: str, record: type[Any], /, **fixed: Any) -> Any:
        return marks.struct(forms[form], record, **fixed)

    session = struct("session", rec.Session, kind="one_to_one", status="held", paid=False, minutes=61, on="2026-03-17")
    missed = struct("session", rec.Session, kind="one_to_one", status="cancelled", paid=False, minutes=61)
    steps = [struct("goal_step", rec.GoalStep)]
    goal_notes = [struct("goal_note", rec.GoalNote)]
    reviews = [struct("goal_review", rec.GoalReview, at="closure", status="partly")]
    goal = struct("goal", rec.Goal, status="reached", steps=steps, notes=goal_notes, reviews=reviews)
    signature = struct("signature", rec.Signature, role="mentor", on="2026-03-17")
    agreement = forms["agreement"]
    versions = [
        rec.Agreement(version=1, answers=marks.answers(agreement), signatures=[signature]),
        rec.Agreement(version=2, answers=marks.answers(agreement), signatures=[signature]),
    ]
    sheets = {
        f.id: rec.Worksheet(form=f.id, answers=marks.answers(f))
        for f in forms.values()
        if f.record == "worksheet" and f.id not in ("agreement", "learning-log")
    }
    return replace(
        base,
        pair=struct("pair", rec.Pair, id="pair", role=role, program="pmi-belgium", status="completed"),
        profile=struct("profile", rec.Profile, zone="Europe/Brussels"),
        goals=[goal],
        agreements=versions,
        sessions=[session, missed],
        logs={session.id: rec.LearningLog(session_id=session.id, answers=marks.answers(forms["learning-log"]))},
        actions=[struct("action", rec.Action, owner="mentee", status="open")],
        worksheets=sheets,
        marks={"x": struct("mark", rec.StepMark, state="done")},
        lessons=[struct("lesson", rec.Lesson)],
        notes=[struct("note", rec.Note)],
        disclosures=[struct("disclosure", rec.Disclosure)],
        certifications=[struct("certification", rec.Certification)],
    ), marks
