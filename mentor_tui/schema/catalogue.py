"""The catalogue: every kind of record, told once.

Which table it lives in, which form describes it, what parts it has, where its answers are asked, what one is called
and where it is opened. Whoever checks, searches, imports, lints, previews, keeps or forgets records reads it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import WORDS, Field, Form, Value, filled
from mentor_tui.words import text


@dataclass(frozen=True)
class Part:
    """A list of structs inside a record, such as the steps of a goal."""

    type: type[msgspec.Struct]
    form: str
    """Id of the shared form that describes one of them."""


@dataclass(frozen=True)
class Kind:
    """One kind of record."""

    type: type[rec.Record]
    one: str
    """The name of one."""
    form: str = ""
    """Id of the shared form that describes its structural fields; empty for one that holds answers and links only."""
    counted: tuple[str, str] = ("", "")
    """The names of one and of several where they are counted; as `one` when not said."""
    parts: dict[str, Part] = field(default_factory=dict)
    """Attribute -> the structs it is a list of."""
    answers: str = ""
    """Id of the program's form that its `answers` are given to. `*`: the one that its own `form` names."""
    named_by: tuple[str, ...] = ()
    """Attributes that can name one, the best first."""
    place: str = ""
    """The place where one is opened, with its attributes: `goal:{id}`. Empty: nowhere of its own."""
    own: str = ""
    """The id of the only one in a vault, for a kind of which there is one."""

    @property
    def table(self) -> str:
        """The vault table it lives in."""
        return self.type.table

    @property
    def of_a_pair(self) -> bool:
        """True if one may belong to a pair, and goes when the pair goes."""
        return "pair_id" in self.type.__struct_fields__

    def words_for(self, count: int) -> str:
        """The word for so many."""
        one, several = self.counted if self.counted[0] else (self.one, f"{self.one}s")
        return one if count == 1 else several

    def shared_form(self) -> Form | None:
        """The form that describes its structural fields."""
        return programs.shared_forms().get(self.form)

    def answers_form(self, record: rec.Record) -> str:
        """Id of the program's form that this record answers; empty for a kind without answers."""
        return str(getattr(record, "form", "")) if self.answers == "*" else self.answers

    def name(self, record: rec.Record | dict[str, Any], width: int = 80) -> str:
        """The words that name this one, on a line of at most `width` letters; empty when nothing does.

        Takes a record or its stored values, which may be of a newer release.
        """
        values = record if isinstance(record, dict) else {n: getattr(record, n) for n in record.__struct_fields__}
        answers = values.get("answers")
        said = [*(values.get(n) for n in self.named_by), *(answers.values() if isinstance(answers, dict) else ())]
        words = (text.one_line(word) for word in said if isinstance(word, str))
        return text.shorten(next((w for w in words if w), ""), width)

    def opened_at(self, record: rec.Record) -> str:
        """The place where this one is opened; empty when it has none."""
        return self.place.format(**{n: getattr(record, n) for n in record.__struct_fields__}) if self.place else ""


KINDS: tuple[Kind, ...] = (
    Kind(rec.Pack, "program", "pack", counted=("program kept here", "programs kept here"), named_by=("name",)),
    Kind(rec.Profile, "profile", "profile", named_by=("name",), place="profile", own="me"),
    Kind(rec.Settings, "settings", "settings", counted=("settings", "settings"), place="settings", own="settings"),
    Kind(
        rec.Pair,
        "pair",
        "pair",
        counted=("page of details", "pages of details"),
        named_by=("partner_name",),
        place="pair",
    ),
    Kind(rec.Session, "session", "session", named_by=("focus", "objective", "on"), place="session:{id}"),
    Kind(rec.LearningLog, "learning log", answers="learning-log", place="learning-log:{session_id}"),
    Kind(rec.Action, "action", "action", counted=("action", "actions"), named_by=("text",), place="action:{id}"),
    Kind(
        rec.Goal,
        "goal",
        "goal",
        parts={
            "steps": Part(rec.GoalStep, "goal_step"),
            "notes": Part(rec.GoalNote, "goal_note"),
            "reviews": Part(rec.GoalReview, "goal_review"),
        },
        named_by=("title", "action"),
        place="goal:{id}",
    ),
    Kind(rec.Lesson, "lesson", "lesson", named_by=("text",), place="lesson:{id}"),
    Kind(rec.Note, "note", "note", named_by=("title", "text"), place="note:{id}"),
    Kind(
        rec.Agreement,
        "agreement",
        "agreement_version",
        counted=("version of the agreement", "versions of the agreement"),
        parts={"signatures": Part(rec.Signature, "signature")},
        answers="agreement",
        place="agreement",
    ),
    Kind(
        rec.Worksheet,
        "worksheet",
        counted=("filled-in form", "filled-in forms"),
        answers="*",
        named_by=("form",),
        place="form:{form}",
    ),
    Kind(
        rec.StepMark,
        "step",
        "mark",
        counted=("step ticked or skipped", "steps ticked or skipped"),
        named_by=("step",),
        place="step:{step}",
    ),
    Kind(rec.Certification, "certification", "certification", named_by=("name",), place="certification:{id}"),
    Kind(
        rec.Claim,
        "claim",
        "claim",
        counted=("PDU claim", "PDU claims"),
        parts={"lines": Part(rec.ClaimLine, "claim_line"), "steps": Part(rec.ClaimStep, "claim_step")},
        named_by=("title",),
        place="copy-deck:{id}",
    ),
    Kind(
        rec.Disclosure,
        "exported document",
        "disclosure",
        counted=("line in the register of documents", "lines in the register of documents"),
        named_by=("what",),
        place="register",
    ),
    Kind(
        rec.Evidence,
        "PDU evidence",
        "evidence",
        counted=("row kept for an audit", "rows kept for an audit"),
        named_by=("topic", "on"),
        place="audit-row:{id}",
    ),
    Kind(
        rec.KeptVersion,
        "kept version",
        "kept_version",
        counted=("earlier version kept", "earlier versions kept"),
        named_by=("of",),
        place="kept:{id}",
    ),
)
"""Every kind of record: programs and pairs before what belongs to them, and of that what matters most first."""

OF_TYPE: dict[type[msgspec.Struct], Kind] = {kind.type: kind for kind in KINDS}
OF_TABLE: dict[str, Kind] = {kind.table: kind for kind in KINDS}


def kind_of(record: rec.Record) -> Kind:
    """The kind of a record."""
    return OF_TYPE[type(record)]


def readable(table: str, document: dict[str, Any]) -> bool:
    """True if this version can read a stored record."""
    kind = OF_TABLE.get(table)
    try:
        return kind is not None and bool(rec.from_document(kind.type, document))
    except msgspec.ValidationError:
        return False


class Said(NamedTuple):
    """A value of a record or of a part of one, with the field that describes it."""

    field: Field | None
    """None for an answer to a question that the form no longer asks."""
    form: Form | None
    value: Value
    label: str

    @property
    def words(self) -> str:
        """The value as a person reads it, cleaned."""
        if self.field is not None:
            return text.clean(self.field.show(self.value))
        return text.clean("\n".join(self.value) if isinstance(self.value, list) else str(self.value))


def said_in(record: msgspec.Struct, answers_form: Form | None = None) -> Iterator[Said]:
    """Every filled field of a record, in the order of its form: its answers and the fields of its parts too.

    `answers_form` is the program's form that its answers were given to; without it they are told by their ids.
    """
    kind = OF_TYPE[type(record)]
    yield from _of_struct(record, kind.shared_form())
    for name, part in kind.parts.items():
        form = programs.shared_forms()[part.form]
        for one in getattr(record, name):
            yield from _of_struct(one, form)
    known = {f.id: f for f in answers_form.fields()} if answers_form else {}
    answers: dict[str, Value] = getattr(record, "answers", {})
    for name in [*(n for n in known if n in answers), *(n for n in answers if n not in known)]:
        if filled(answers[name]):
            label = known[name].label if name in known else name.replace("_", " ").replace("-", " ").capitalize()
            yield Said(known.get(name), answers_form, answers[name], label)


def no_longer_asked(record: msgspec.Struct, answers_form: Form) -> list[Said]:
    """Every answer of a record to a question that its form does not have any more, in the order they were given."""
    return [said for said in said_in(record, answers_form) if said.field is None]


def words_in(record: msgspec.Struct, answers_form: Form | None = None) -> Iterator[Said]:
    """Words that a person wrote in a record themselves. Answers without their form count all."""
    return (said for said in said_in(record, answers_form) if said.field is None or said.field.kind in WORDS)


def _of_struct(struct: msgspec.Struct, form: Form | None) -> Iterator[Said]:
    for described in form.fields() if form else ():
        value = getattr(struct, described.id)
        if filled(value):
            yield Said(described, form, value, described.label)
