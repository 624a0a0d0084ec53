"""Days, times and lengths as people type them, understood the same way in every field and said back while one types."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring.typed_dates import LONGEST, read_day
from mentor_tui.schema.fields import Field, Kind, Value
from mentor_tui.schema.parsing import Leans, NoDate, parse_date, parse_minutes, parse_time
from mentor_tui.words import text
from mentor_tui.words.days import WEEKDAYS, ago, duration, short_day, span

SAID_BACK: tuple[Kind, ...] = ("date", "time", "minutes")
"""Kinds of field that say what they understood."""
_NUMBERS = re.compile(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](?:\d{4}|\d{2})|\.)?")
_SUCH_AS = "type it as 18/05, Friday or in 2 weeks"
_FAR_DAYS = 60
_MORNING, _FEW = 7, 8
"""Hours and minutes below these, without a word, may mean something else."""


class Understood(NamedTuple):
    """The words that are said back of a field, and whether it was understood."""

    words: str
    good: bool


def day_of(raw: str, today: date, leans: Leans = "") -> date:
    """A day as typed into a field: `Friday`, `in 2 weeks`, `28/5`. Raises ValueError with a sentence."""
    line = text.one_line(raw)
    try:
        return parse_date(line, today, leans)
    except NoDate:
        phrase = read_day(line, today, back=leans == "past") if len(line) <= LONGEST else None
        if phrase is None or (phrase.start, phrase.end) != (0, len(line)):
            raise ValueError(f"{text.shorten(line, 30)} is not a day I understand; {_SUCH_AS}") from None
        if phrase.doubt and (leans == "future" or not phrase.passed):
            raise ValueError(phrase.doubt) from None
        if leans == "past" and phrase.weekday and phrase.on > today:
            return date.fromordinal(phrase.on.toordinal() - 7)
        return phrase.on


def due_day(raw: str, today: date) -> date:
    """A day by which something is to be done. Raises ValueError with a sentence, also for one that lies behind."""
    on = day_of(raw, today, "future")
    if on < today:
        raise ValueError(f"{text.shorten(text.one_line(raw), 30)} is {on}, which has passed already")
    return on


def checked(field: Field, value: object, today: date) -> Value:
    """The value of a field cleaned and typed, as `Field.check`, with days as people say them.

    Raises InputRefused with one sentence naming the field.
    """
    if field.kind == "date" and isinstance(value, str) and text.one_line(value):
        try:
            value = day_of(value, today, field.leans)
        except ValueError as error:
            raise InputRefused(field.says(str(error))) from None
    return field.check(value, today)


def said_back(field: Field, raw: object, today: date) -> Understood:
    """Say back what stands in a field; nothing where it is empty, or where its kind has no need of it."""
    line = text.one_line(str(raw or "")) if field.kind in SAID_BACK else ""
    if not line:
        return Understood("", True)
    try:
        value = checked(field, line, today)
    except InputRefused as error:
        return Understood(str(error).removeprefix(field.says("")), False)
    if field.kind == "date":
        return Understood(_day(line, date.fromisoformat(str(value)), today), True)
    return Understood(_time(line) if field.kind == "time" else _minutes(line), True)


def _day(line: str, on: date, today: date) -> str:
    days = (on - today).days
    far = f"in {span(days)}" if days > 0 else f"{span(-days)} ago"
    numbers = _NUMBERS.fullmatch(line)
    either = numbers and int(numbers[1]) != int(numbers[2]) and max(int(numbers[1]), int(numbers[2])) <= 12
    words = f"{WEEKDAYS[on.weekday()][:3]} {short_day(on, today)}, {far if abs(days) > _FAR_DAYS else ago(on, today)}"
    return f"{words} (day before month)" if either else words


def _time(line: str) -> str:
    on = parse_time(line)
    early = line.isdigit() and 0 < on.hour < _MORNING
    shown = f"{on:%H:%M}"
    if early:
        return f"{shown} in the morning; {on.hour + 12}:00 is the evening"
    return "" if shown == line else shown


def _minutes(line: str) -> str:
    count = parse_minutes(line)
    if line.isdigit() and 0 < count < _FEW:
        return f"{count} {'minute' if count == 1 else 'minutes'}; type {count} h for hours"
    return f"{count} minutes" + (f", {duration(count)}" if count > 60 else "")
