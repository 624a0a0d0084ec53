"""Forms: where a field is defined, once.

A form stands in a TOML file under `templates/forms` (for every program) or in a program's own folder. From it
come its editor, the check before saving, the search index, the export filter and the printed document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.host import zones
from mentor_tui.schema.amounts import parse_quarters
from mentor_tui.schema.amounts import show as show_pdus
from mentor_tui.schema.parsing import Leans, parse_date, parse_minutes, parse_time
from mentor_tui.words import text

Role: TypeAlias = Literal["mentor", "mentee"]
ROLES: tuple[Role, Role] = ("mentor", "mentee")

Reader: TypeAlias = Literal["pair", "program", "claim", "evidence"]
"""The readers that a field may ever reach. The empty audience is *only you*."""

Kind: TypeAlias = Literal[
    "line",  # one line of text
    "text",  # any amount of text, up to 1 MiB
    "lines",  # a list of short lines
    "date",  # ISO date
    "time",  # HH:MM, local
    "zone",  # IANA time zone
    "minutes",  # whole minutes
    "number",  # whole number
    "quarters",  # an amount of PDUs, typed as 6.25, kept as whole quarters
    "figure",  # an amount of PDUs that may be unknown: kept as `6.25`, empty when not said, which is not 0
    "choice",  # one of `options`
    "choices",  # any of `options`
    "tick",  # yes or no
    "scale",  # 1 to 5; 0 is unanswered
    "reference",  # an id or a stamp that the app writes: one line, and no words of a person
]
Value: TypeAlias = str | int | bool | list[str]

ONLY_YOU = "only you"
"""The word beside a field that nobody but its writer ever sees."""
WORDS: tuple[Kind, ...] = ("line", "text", "lines")
"""Kinds of field in which a person writes words of their own."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a choice: `id` is stored, `label` is shown, `help` explains."""

    id: str
    label: str
    help: str = ""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field: its meaning, its limits and who may ever see it."""

    GUARDS: ClassVar[tuple[str, ...]] = ("audience_by_role", "share", "roles")
    CLOSED: ClassVar[dict[str, Any]] = {"audience": [], "audience_by_role": {}}
    """It is for its writer alone, where another release holds it back by what this one cannot read."""

    id: str
    label: str
    kind: Kind = "text"
    help: str = ""
    """One quiet sentence: what goes in here."""
    suggestion: str = ""
    """Words that may be taken as the answer, just as they stand. They are grey in the empty field; `help` never is."""
    audience: tuple[Reader, ...] = ()
    """A ceiling for both roles. Empty: only you."""
    audience_by_role: dict[Role, tuple[Reader, ...]] = {}
    """The audience by role where the two differ; a role named here overrides `audience`."""
    share: str = ""
    """Id of the tick in the same record that must be set before the field goes to the program."""
    options: tuple[Option, ...] = ()
    roles: tuple[Role, ...] = ROLES
    """The roles that fill it; a field is hidden from the other role."""
    minimum: int = 0
    maximum: int = 1_000_000
    least_words: Annotated[int, msgspec.Meta(ge=0)] = 0
    most_words: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Of a `text`: so many words are asked for. They are counted as one types, and never refused. 0: no limit."""
    leans: Leans = ""
    """Of a date typed without its year: the last such day (`past`), the next one (`future`), or the nearest."""

    def readers(self, role: Role) -> tuple[Reader, ...]:
        """The audience for someone in `role`."""
        return self.audience_by_role.get(role, self.audience)

    def seen_by(self, role: Role) -> str:
        """The small word beside the field, by its widest readers: `only you`, `shared with your partner`, ..."""
        readers = self.readers(role)
        words = ["program team" if "program" in readers else "shared with your partner" if "pair" in readers else ""]
        words += ["PDU claim" if "claim" in readers else "PDU audit" if "evidence" in readers else ""]
        shown = ", ".join(w for w in words if w) or ONLY_YOU
        return f"{shown}, if ticked" if self.share else shown

    def words_told(self, value: str) -> str:
        """A word on how many words stand there: `95 words of 120 to 180`; empty when no number is asked for."""
        least, most = self.least_words, self.most_words
        if not (least or most):
            return ""
        asked = f"{least} to {most}" if least and most else f"at least {least}" if least else f"at most {most}"
        count = len(value.split())
        more = least - count if count < least else 0
        fewer = count - most if most and count > most else 0
        rest = f"; {more} more to go" if more else f"; {fewer} too many" if fewer else ""
        return f"{count} {'word' if count == 1 else 'words'}, {asked} asked for{rest}"

    def blank(self) -> Value:
        """The empty value of this kind."""
        match self.kind:
            case "lines" | "choices":
                return []
            case "minutes" | "number" | "quarters" | "scale":
                return 0
            case "tick":
                return False
            case _:
                return ""

    def label_of(self, option_id: str) -> str:
        """The shown label of a stored option id; the id itself when the pack no longer knows it."""
        return next((o.label for o in self.options if o.id == option_id), option_id)

    def show(self, value: Value) -> str:
        """The value as a person reads it in a document or a table."""
        match self.kind:
            case "tick":
                return "yes" if value else "no"
            case "choice":
                return self.label_of(str(value)) if value else ""
            case "choices" | "lines":
                items = value if isinstance(value, list) else [str(value)]
                return "\n".join(self.label_of(i) if self.kind == "choices" else i for i in items)
            case "scale":
                return f"{value} of 5" if value else ""
            case "quarters":
                return show_pdus(int(str(value or 0)))
            case _:
                return str(value)

    def says(self, sentence: str) -> str:
        """A sentence about this field behind its name, which may be a question: that already ends in its own sign."""
        return f"{self.label}{'' if self.label.endswith('?') else ':'} {sentence}"

    def check(self, value: object, today: date | None = None) -> Value:
        """The value cleaned and typed; raises InputRefused with one sentence naming the field.

        With `today`, a date may be typed without its year.
        """
        try:
            if self.kind == "date" and today and isinstance(value, str) and value.strip():
                value = parse_date(text.one_line(value), today, self.leans)
            return _CHECKS[self.kind](self, value)
        except InputRefused:
            raise
        except (TypeError, ValueError) as error:
            raise InputRefused(self.says(str(error))) from None


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of fields under one heading."""

    id: str
    title: str
    help: str = ""
    fields: tuple[Field, ...] = ()
    basis: str = ""
    """Where the handbook asks for it."""


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form: sections of fields, and named views that pick fields of it in another order."""

    id: str
    title: str
    intro: str = ""
    record: str = "worksheet"
    """The record type whose structural fields these are; `worksheet` for answers kept by field id."""
    roles: tuple[Role, ...] = ROLES
    sections: tuple[Section, ...] = ()
    views: dict[str, tuple[str, ...]] = {}
    basis: str = ""
    """Where the handbook asks for it: its title, version and section."""
    also: tuple[str, ...] = ()
    """Other plain words by which people look for it."""

    def fields(self, role: Role | None = None) -> Iterator[Field]:
        """Every field in order; only those that `role` fills, when given."""
        for section in self.sections:
            for field in section.fields:
                if role is None or role in field.roles:
                    yield field

    def field(self, field_id: str) -> Field:
        """The field with this id; KeyError when there is none."""
        for field in self.fields():
            if field.id == field_id:
                return field
        raise KeyError(field_id)

    def view(self, name: str, role: Role | None = None) -> list[Field]:
        """The fields of a named view, in its order."""
        picked = [self.field(i) for i in self.views[name]]
        return [f for f in picked if role is None or role in f.roles]

    def check(self, values: Mapping[str, object]) -> dict[str, Value]:
        """All values cleaned; raises InputRefused whose `problems` names every field that is wrong."""
        known = {f.id: f for f in self.fields()}
        result: dict[str, Value] = {}
        problems: list[str] = []
        for key, value in values.items():
            if key not in known:
                problems.append(f"{key}: this form has no such field")
                continue
            try:
                result[key] = known[key].check(value)
            except InputRefused as error:
                problems.append(str(error))
        if problems:
            raise InputRefused("Not saved yet: " + "; ".join(problems), tuple(problems))
        return result


def leaning(form: Form, field_id: str, leans: Leans) -> Form:
    """The form with one date read as lying behind or ahead when its year is not typed."""
    sections = (
        msgspec.structs.replace(
            s, fields=tuple(msgspec.structs.replace(f, leans=leans) if f.id == field_id else f for f in s.fields)
        )
        for s in form.sections
    )
    return msgspec.structs.replace(form, sections=tuple(sections))


def filled(value: object) -> bool:
    """True if an answer says anything at all."""
    return bool(value.strip()) if isinstance(value, str) else bool(value)


# --- Checks, one per kind ---------------------------------------------------------------------------------


def _check_size(field: Field, value: str) -> str:
    if text.size(value) > text.MAX_FIELD_BYTES:
        size = f"{text.size(value) / 1_048_576:.1f} MB"
        raise InputRefused(field.says(f"{size} is more than the 1 MB that a field takes; shorten it or split it"))
    return value


def _check_line(field: Field, value: object) -> Value:
    return _check_size(field, text.one_line(str(value or "")))


def _check_text(field: Field, value: object) -> Value:
    return _check_size(field, text.clean(str(value or "")).strip("\n"))


def _check_lines(field: Field, value: object) -> Value:
    items = str(value or "").split("\n") if not isinstance(value, list | tuple) else [str(v) for v in value]
    cleaned = [line for line in (text.one_line(i) for i in items) if line]
    _check_size(field, "\n".join(cleaned))
    return cleaned


def _check_date(field: Field, value: object) -> Value:
    raw = text.one_line(str(value or ""))
    day = value if isinstance(value, date) else parse_date(raw) if raw else None
    if day is None:
        return ""
    if not 1900 <= day.year < 2200:  # a slip of the finger; counting on from there would leave the calendar
        raise ValueError(f"the year {day.year:04} is too far away; type it as 2026-05-18")
    return day.isoformat()


def _check_time(field: Field, value: object) -> Value:
    raw = text.one_line(str(value or ""))
    return parse_time(raw).strftime("%H:%M") if raw else ""


def _check_zone(field: Field, value: object) -> Value:
    raw = text.one_line(str(value or ""))
    zone = zones.typed(raw)
    if raw and not zone:
        raise ValueError(f"{text.shorten(raw, 30)} is not a time zone; try {zones.EXAMPLE}")
    return zone


def _check_whole(field: Field, value: object) -> Value:
    if isinstance(value, bool):
        raise ValueError("a whole number is needed")
    if isinstance(value, str):
        raw = text.one_line(value)
        if not raw:
            return 0
        if not re.fullmatch(r"-?[0-9]{1,9}", raw):
            raise ValueError(f"{text.shorten(raw, 20)} is not a whole number")
        value = int(raw)
    if not isinstance(value, int):
        raise ValueError("a whole number is needed")
    if value and not field.minimum <= value <= field.maximum:
        raise ValueError(f"{value} is outside {field.minimum} to {field.maximum}")
    return value


def _check_minutes(field: Field, value: object) -> Value:
    if isinstance(value, str) and text.one_line(value):
        value = parse_minutes(value)
    whole = _check_whole(field, value)
    if isinstance(whole, int) and not 0 <= whole <= 1440:
        raise ValueError(f"{whole} minutes is not within one day")
    return whole


def _check_quarters(field: Field, value: object) -> Value:
    if isinstance(value, str) and text.one_line(value):
        try:
            value = parse_quarters(text.one_line(value))
        except InputRefused as error:
            raise ValueError(str(error)) from None
    if isinstance(value, int) and value > field.maximum:
        raise ValueError(f"at most {show_pdus(field.maximum)} PDUs")
    return _check_whole(field, value)


def _check_figure(field: Field, value: object) -> Value:
    raw = text.one_line(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    amount = _check_quarters(field, raw) if raw else 0
    return show_pdus(int(str(amount))) if raw else ""


def _check_scale(field: Field, value: object) -> Value:
    whole = _check_whole(field, value)
    if isinstance(whole, int) and not 0 <= whole <= 5:
        raise ValueError("choose 1 to 5, or leave it empty")
    return whole


def _check_choice(field: Field, value: object) -> Value:
    raw = text.one_line(str(value or ""))
    if raw and raw not in {o.id for o in field.options}:
        raise ValueError(f"{text.shorten(raw, 30)} is not one of {', '.join(o.id for o in field.options)}")
    return raw


def _check_choices(field: Field, value: object) -> Value:
    items = value if isinstance(value, list | tuple) else [value] if value else []
    picked = [str(_check_choice(field, item)) for item in items]
    return [o.id for o in field.options if o.id in picked]


def _check_tick(field: Field, value: object) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text.one_line(value).lower() in {"yes", "true", "1", "x", "y"}
    return bool(value)


_CHECKS = {
    "line": _check_line,
    "reference": _check_line,
    "text": _check_text,
    "lines": _check_lines,
    "date": _check_date,
    "time": _check_time,
    "zone": _check_zone,
    "minutes": _check_minutes,
    "number": _check_whole,
    "quarters": _check_quarters,
    "figure": _check_figure,
    "choice": _check_choice,
    "choices": _check_choices,
    "tick": _check_tick,
    "scale": _check_scale,
}
