"""Days, times and lengths mean the same in every field, and are said back."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import understood
from mentor_tui.schema.fields import Field, Kind
from mentor_tui.schema.parsing import Leans

TODAY = date(2026, 11, 29)
"""A Sunday."""


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("date", "11/12/2026", "Fri 11 Dec, in 12 days (day before month)"),
        ("date", "2026-12-11", "Fri 11 Dec, in 12 days"),
        ("date", "28/11", "Sat 28 Nov, yesterday"),
        ("date", "Friday", "Fri 4 Dec, in 5 days"),
        ("date", "in 2 weeks", "Sun 13 Dec, in 14 days"),
        ("date", "1 Jun 2027", "Tue 1 Jun 2027, in 6 months"),
        ("date", "end of april", "Fri 30 Apr 2027, in 5 months"),
        ("date", "the end of Feb 2028", "Tue 29 Feb 2028, in 15 months"),
        ("date", "end of November", "Mon 30 Nov, tomorrow"),
        ("time", "6pm", "18:00"),
        ("time", "6", "06:00 in the morning; 18:00 is the evening"),
        ("minutes", "1h", "60 minutes"),
        ("minutes", "1h15", "75 minutes, 1 h 15"),
        ("minutes", "2", "2 minutes; type 2 h for hours"),
        ("line", "Friday", ""),
        ("date", " ", ""),
    ],
)
def test_what_is_typed_is_said_back(kind: Kind, typed: str, words: str) -> None:
    assert understood.said_back(Field("f", "The field", kind), typed, TODAY) == (words, True)


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("date", "31/02", "31/02 is not a day in the calendar"),
        ("date", "soon", "soon is not a day I understand; type it as 18/05, Friday or in 2 weeks"),
        ("date", "Monday 11 Dec", "2026-12-11 is a Friday, not a Monday; type the date you mean"),
        ("time", "25", "25 is not a time of day; type it as 18:00"),
        ("minutes", "an age", "an age is not a number of minutes; type it as 75 or 1h15"),
        ("minutes", "3h", "180 is outside 5 to 120"),
    ],
)
def test_what_is_not_understood_is_said_too(kind: Kind, typed: str, words: str) -> None:
    field = Field("f", "The field", kind, minimum=5, maximum=120)
    assert understood.said_back(field, typed, TODAY) == (words, False)


def test_a_field_named_by_a_question_is_told_of_without_a_second_sign() -> None:
    with pytest.raises(InputRefused, match=r"^By when\? soon is not a day"):
        understood.checked(Field("due", "By when?", "date"), "soon", TODAY)
    with pytest.raises(InputRefused, match=r"^Date: soon is not a day"):
        understood.checked(Field("on", "Date", "date"), "soon", TODAY)


@pytest.mark.parametrize(
    ("leans", "typed", "day"),
    [
        ("future", "Friday", "2026-12-04"),
        ("past", "Friday", "2026-11-27"),
        ("past", "last Friday", "2026-11-27"),
        ("past", "next Sunday", "2026-12-06"),  # what was said out loud holds
        ("past", "the 30th", "2026-10-30"),
        ("past", "Tuesday the 3rd", "2026-11-03"),
        ("past", "the 31st", "2026-10-31"),
        ("future", "the 3rd", "2026-12-03"),
        ("past", "yesterday", "2026-11-28"),
        ("", "the 29th", "2026-11-29"),
    ],
)
def test_a_weekday_lies_on_the_side_of_the_field(leans: Leans, typed: str, day: str) -> None:
    assert understood.checked(Field("f", "The field", "date", leans=leans), typed, TODAY) == day
