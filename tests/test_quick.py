"""Lines as people type them are understood, and nothing of them is lost."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import typed_lines, typed_when
from mentor_tui.mentoring.typed_lines import Names, parse_actions
from mentor_tui.mentoring.typed_when import parse_when
from mentor_tui.mentoring.understood import due_day
from mentor_tui.schema import parsing
from mentor_tui.schema.programs import shared_forms
from mentor_tui.words import text

from .pair_views import planned, view

TODAY = date(2026, 5, 21)  # a Thursday
ANA = Names("mentor", "Bram Claes", "Ana Peeters", "2026-06-04")


def one(line: str, names: Names = ANA) -> tuple[str, str, str]:
    """Owner, text and due day of a line that holds a single promise."""
    (found,) = parse_actions(line, names, TODAY)
    return found.owner, found.text, found.due


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bram: sponsor memo by 28/5", ("mentee", "sponsor memo", "2026-05-28")),
        ("I send RAID template Friday", ("mentor", "send RAID template", "2026-05-22")),
        ("I'll send it tomorrow", ("mentor", "send it", "2026-05-22")),
        ("me: book the room by 22 May", ("mentor", "book the room", "2026-05-22")),
        ("BC: draft the plan before 28 May", ("mentee", "draft the plan", "2026-05-28")),
        ("mentor: introduction to the PMO next Friday", ("mentor", "introduction to the PMO", "2026-05-29")),
        ("mentee: read chapter 3", ("mentee", "read chapter 3", "")),
        ("Bram will call the sponsor on Monday", ("mentee", "call the sponsor", "2026-05-25")),
        ("Bram sends the memo in 2 weeks", ("mentee", "Bram sends the memo", "2026-06-04")),
        ("prepare the slides within three days", ("mentee", "prepare the slides", "2026-05-24")),
        ("Ana - share the notes by the next meeting", ("mentor", "share the notes", "2026-06-04")),
        ("- [ ] Bram: update the register (28/5)", ("mentee", "update the register", "2026-05-28")),
        ("1. Bram: memo, 29 May", ("mentee", "memo", "2026-05-29")),
        ("by 28/5 send the charter", ("mentee", "send the charter", "2026-05-28")),
        ("call the PM by May 28th to confirm", ("mentee", "call the PM to confirm", "2026-05-28")),
        ("write the report 2026-05-28", ("mentee", "write the report", "2026-05-28")),
        ("draft the charter by end of the month", ("mentee", "draft the charter", "2026-05-31")),
        ("draft the charter by the end of June", ("mentee", "draft the charter", "2026-06-30")),
    ],
)
def test_a_line_gives_owner_text_and_day(line: str, expected: tuple[str, str, str]) -> None:
    assert one(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "read the minutes of 18 May",
        "update the log every Friday",
        "review part 1/2",
        "check version 2.1",
        "pay by 31/2",
        "ask where he sat",
        "collect feedback since Monday",
        "Lieve: send the report",
        "see https://example.org/a",
        "Bram:",
        "2026-05-28",
    ],
)
def test_what_is_no_owner_and_no_deadline_stays_in_the_text(line: str) -> None:
    assert one(line) == ("mentee", line, "")


def test_a_day_with_an_hour_keeps_its_words() -> None:
    assert one("call the sponsor by Friday 17:00") == ("mentee", "call the sponsor by Friday 17:00", "2026-05-22")


@pytest.mark.parametrize(
    "line", ["both: read chapter 3 by 28/5", "we read chapter 3 by 28/5", "Bram & me: read chapter 3 by 28/5"]
)
def test_a_promise_of_both_becomes_one_for_each(line: str) -> None:
    found = parse_actions(line, ANA, TODAY)
    assert [(a.owner, a.text, a.due) for a in found] == [
        ("mentor", "read chapter 3", "2026-05-28"),
        ("mentee", "read chapter 3", "2026-05-28"),
    ]


def test_the_mentee_reads_names_the_other_way_round() -> None:
    bram = Names("mentee", "Ana Peeters", "Bram Claes")
    assert one("I draft the memo", bram)[0] == "mentee"
    assert one("Ana: template", bram)[0] == "mentor"
    assert one("draft the memo", bram)[0] == "mentee"  # the mentee owns the follow-through


def test_a_weekday_is_always_ahead() -> None:
    friday = date(2026, 5, 22)
    (found,) = parse_actions("me: send it Friday", ANA, friday)
    assert found.due == "2026-05-29"


def test_a_day_without_year_lies_near_or_ahead() -> None:
    (found,) = parse_actions("me: claim by 5/1", ANA, date(2026, 12, 20))
    assert found.due == "2027-01-05"
    (found,) = parse_actions("me: claim by 5/1", ANA, TODAY)
    assert found.due == "2027-01-05"


def test_several_lines_keep_their_order_and_empty_ones_are_nothing() -> None:
    found = parse_actions("\n  \nme: one\n--\nBram: two\n", ANA, TODAY)
    assert [a.text for a in found] == ["one", "two"]


def test_the_view_gives_names_and_the_next_meeting() -> None:
    pair = view(planned(7))
    (found,) = parse_actions("Bram: memo before our next meeting", pair)
    assert (found.owner, found.text, found.due) == ("mentee", "memo", pair.planned[0].on)


def test_what_was_understood_is_shown_back() -> None:
    found = parse_actions("Bram: sponsor memo by 28/5\nI send the template", ANA, TODAY)
    assert typed_lines.describe(found, ANA, TODAY) == (
        "Bram: sponsor memo, by Thu 28 May\nyou: send the template, no day yet"
    )


# --- The next meeting -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Thu 28 May 18:00, 60 min", ("2026-05-28", "18:00", 60, "")),
        ("18:00 Thursday", ("2026-05-28", "18:00", 60, "")),
        ("28/5 18h30 1h15", ("2026-05-28", "18:30", 75, "")),
        ("tomorrow at 6pm for an hour", ("2026-05-22", "18:00", 60, "")),
        ("next Friday 18:00-19:30 Teams", ("2026-05-29", "18:00", 90, "Teams")),
        ("in 2 weeks at 18:00 at Grand Place", ("2026-06-04", "18:00", 60, "Grand Place")),
        ("28.5. 18.00", ("2026-05-28", "18:00", 60, "")),
        ("2026-05-28", ("2026-05-28", "17:30", 60, "")),
        ("Fri 9:00 90 min", ("2026-05-22", "09:00", 90, "")),
        ("when we both are back", ("", "17:30", 60, "when we both are back")),
    ],
)
def test_the_next_meeting_line(line: str, expected: tuple[str, str, int, str]) -> None:
    assert parse_when(line, TODAY, "17:30", 60) == expected


def test_no_line_is_no_meeting() -> None:
    assert parse_when("  ", TODAY) == ("", "", 0, "")


def test_the_line_offered_is_read_back_as_it_was() -> None:
    line = typed_when.when_line("2026-05-28", "18:00", 75)
    assert parse_when(line, TODAY) == ("2026-05-28", "18:00", 75, "")
    assert typed_when.describe_when(parse_when(line, TODAY), TODAY) == "Thu 28 May 18:00, 75 min"


@pytest.mark.parametrize(
    ("raw", "day"), [("Friday", "2026-05-22"), ("in 2 weeks", "2026-06-04"), ("28/5", "2026-05-28")]
)
def test_a_due_field_takes_the_same_words(raw: str, day: str) -> None:
    assert due_day(raw, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("soon", "soon is not a day I understand"),
        ("5/28", "5/28 is not a day in the calendar"),
        ("Mon 28 May", "2026-05-28 is a Thursday, not a Monday"),
        ("lundi 28 mai", "2026-05-28 is a Thursday, not a Monday"),
        ("yesterday", "yesterday is 2026-05-20, which has passed already"),
        ("Friday or Monday", "Friday or Monday is not a day I understand"),
    ],
)
def test_a_due_field_says_why_it_takes_no_day(raw: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        due_day(raw, TODAY)


# --- What could be read in two ways -----------------------------------------------------------------------

BOTH_ANA = Names("mentor", "Ana Pauwels", "Ana Peeters")


@pytest.mark.parametrize(
    ("line", "start", "minutes"),
    [
        ("Fri 6:30 pm", "18:30", 60),
        ("Fri 7.15 p.m.", "19:15", 60),
        ("7.10 pm Friday", "19:10", 60),
        ("Fri 9h30", "09:30", 60),
        ("Fri 18u", "18:00", 60),
        ("Fri 18 uur", "18:00", 60),
        ("Fri 18:00 1,5 h", "18:00", 90),
        ("Fri 18u 1u30", "18:00", 90),
        ("Fri 18:00 for 2h", "18:00", 120),
        ("Fri 18:00 1 hour 30 minutes", "18:00", 90),
        ("Fri 6-7pm", "18:00", 60),
        ("from 6 to 7 pm Friday", "18:00", 60),
        ("Fri 11-1pm", "11:00", 120),
        ("Fri 6 pm - 7:30 pm", "18:00", 90),
        ("Fri 23:30 to 00:30", "23:30", 60),
    ],
)
def test_times_and_lengths_are_what_people_mean_by_them(line: str, start: str, minutes: int) -> None:
    assert parse_when(line, TODAY) == ("2026-05-22", start, minutes, "")


@pytest.mark.parametrize(
    "line",
    [
        "raise budget by 1.5",
        "raise budget by 1.5.",
        "improve NPS by 10.5 points",
        "cut the cost by 1/3",
        "move the score from 1.2 - 1.5.",
    ],
)
def test_an_amount_is_no_day(line: str) -> None:
    assert one(line) == ("mentee", line, "")


@pytest.mark.parametrize("line", ["Ana: memo", "AP: memo", "Ana sends the memo", "Ana will send the memo"])
def test_a_name_that_both_have_is_asked_about(line: str) -> None:
    (found,) = parse_actions(line, BOTH_ANA, TODAY)
    assert "may be either of you" in found.doubt
    assert "may be either of you" in typed_lines.describe(found, BOTH_ANA, TODAY)


@pytest.mark.parametrize(("line", "owner"), [("Ana Pauwels: memo", "mentee"), ("Ana Peeters: memo", "mentor")])
def test_the_full_name_and_the_role_say_who_of_two_alike(line: str, owner: str) -> None:
    (found,) = parse_actions(line, BOTH_ANA, TODAY)
    assert (found.owner, found.text, found.doubt) == (owner, "memo", "")
    (found,) = parse_actions("me: memo", BOTH_ANA, TODAY)
    assert (found.owner, found.doubt) == ("mentor", "")


def test_a_plan_without_a_year_lies_ahead_and_a_log_behind() -> None:
    assert parse_when("28/2 18:00", TODAY).on == "2027-02-28" and not typed_when.when_doubt("28/2 18:00", TODAY)
    assert due_day("28/2", TODAY) == date(2027, 2, 28)
    assert parsing.parse_date("28/10", TODAY, "past") == date(2025, 10, 28)
    assert parsing.parse_date("29/2", TODAY, "past") == date(2024, 2, 29)
    assert parsing.parse_date("28/2", TODAY, "future") == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("typed", "leans", "years"),
    [
        ("23/5", "past", ("2025-05-23", "2026-05-23")),
        ("1 July", "past", ("2025-07-01", "2026-07-01")),
        ("19/5", "future", ("2027-05-19", "2026-05-19")),
        ("28 april", "future", ("2027-04-28", "2026-04-28")),
    ],
)
def test_a_day_that_may_well_be_in_the_other_year_is_asked_about(
    typed: str, leans: parsing.Leans, years: tuple[str, str]
) -> None:
    said = f"{typed} may be {years[0]} or {years[1]}; type the year too"
    with pytest.raises(parsing.TwoYears, match=said):
        parsing.parse_date(typed, TODAY, leans)
    field = next(f for f in shared_forms()["session"].fields() if f.id == "on")
    with pytest.raises(InputRefused, match=said):
        msgspec.structs.replace(field, leans=leans).check(typed, TODAY)
    assert parsing.parse_date(f"{typed}/2026" if "/" in typed else f"{typed} 2026", TODAY, leans).year == 2026
    if leans == "future":
        assert typed_when.when_doubt(f"{typed} 18:00", TODAY) == said
        assert parse_actions(f"memo by {typed}", ANA, TODAY)[0].doubt == said
        with pytest.raises(ValueError, match=said):
            due_day(typed, TODAY)


def test_a_weekday_tells_the_year() -> None:
    assert parsing.parse_date("Fri 23/5", TODAY, "past") == date(2025, 5, 23)
    with pytest.raises(ValueError, match="may be"):
        parsing.parse_date("Sat 23/5", TODAY, "past")
    assert not typed_when.when_doubt("Wed 19/5 18:00", TODAY)


def test_a_weekday_that_contradicts_the_date_is_said() -> None:
    assert typed_when.when_doubt("Mon 28 May 18:00", TODAY) == "2026-05-28 is a Thursday, not a Monday"
    assert not typed_when.when_doubt("Thu 28 May 18:00", TODAY)
    (found,) = parse_actions("memo by Monday 28 May", ANA, TODAY)
    assert found.doubt == "2026-05-28 is a Thursday, not a Monday"
    with pytest.raises(ValueError, match="is a Thursday, not a Monday"):
        parsing.parse_date("Mon 28/5", TODAY)


@pytest.mark.parametrize(
    ("line", "on", "start", "minutes"),
    [
        ("donderdag 28 mei 18u", "2026-05-28", "18:00", 60),
        ("jeudi 28 mai 18h30", "2026-05-28", "18:30", 60),
        ("Donnerstag, 28. Mai, 18 Uhr", "2026-05-28", "18:00", 60),
        ("volgende donderdag om 18u30", "2026-05-28", "18:30", 60),
        ("jeudi prochain à 18h", "2026-05-28", "18:00", 60),
        ("nächsten Donnerstag um 18 Uhr", "2026-05-28", "18:00", 60),
        ("next Tuesday 6pm", "2026-05-26", "18:00", 60),
        ("Friday next week 18:00", "2026-05-29", "18:00", 60),
        ("over 2 weken 18:00", "2026-06-04", "18:00", 60),
        ("dans 2 semaines 18h", "2026-06-04", "18:00", 60),
        ("in 2 Wochen 18 Uhr", "2026-06-04", "18:00", 60),
        ("overmorgen 18.30 uur", "2026-05-23", "18:30", 60),
        ("Friday the 29th at 6pm", "2026-05-29", "18:00", 60),
        ("Fri 29 18:00", "2026-05-29", "18:00", 60),
        ("za 30 mei 10u", "2026-05-30", "10:00", 60),
        ("Fri de 18h à 19h30", "2026-05-22", "18:00", 90),
        ("Fri von 18 bis 19 Uhr", "2026-05-22", "18:00", 60),
        ("Fri 18:00h", "2026-05-22", "18:00", 60),
        ("Fri 18:00 anderhalf uur", "2026-05-22", "18:00", 90),
        ("Fri 18:00 une heure et demie", "2026-05-22", "18:00", 90),
        ("Fri 18:00 two hours", "2026-05-22", "18:00", 120),
        ("2026/05/28 18:00", "2026-05-28", "18:00", 60),
        ("2026-05-28T18:00", "2026-05-28", "18:00", 60),
        ("le 28 mai à 18 h 30", "2026-05-28", "18:30", 60),
        ("28 mai de 18 h 30 à 20 h 00", "2026-05-28", "18:30", 90),
        ("18 h 28 mai", "2026-05-28", "18:00", 60),
        ("volgende week donderdag 18u", "2026-05-28", "18:00", 60),
        ("next week Thu 18:00", "2026-05-28", "18:00", 60),
        ("nächste Woche Donnerstag 18 Uhr", "2026-05-28", "18:00", 60),
    ],
)
def test_a_meeting_in_the_words_of_four_languages(line: str, on: str, start: str, minutes: int) -> None:
    assert parse_when(line, TODAY, "17:30", 60) == (on, start, minutes, "")
    assert not typed_when.when_doubt(line, TODAY)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("maandag 28 mei 18u", "2026-05-28 is a Thursday, not a Monday"),
        ("lundi 28 mai à 18h", "2026-05-28 is a Thursday, not a Monday"),
        ("Fri 18 June 18:00", "2026-06-18 is a Thursday, not a Friday"),
        ("last Friday 18:00", "has passed already"),
        ("Friday in 2 weeks 18:00", "is not a single day"),
        ("in 3 weeks on Monday 18:00", "is another day than Thu 11 Jun"),
        ("Friday or Monday 18:00", "Friday or Monday is not a single day"),
        ("not Friday but Monday 18:00", "not Friday is not a single day"),
        ("after 28/5 18:00", "is not a single day"),
        ("every Friday 18:00", "is not a single day"),
        ("Thursday week 23 18:00", "is not a single day"),
        ("28 May 27 18:00", "is not a single day"),
        ("28 May 18:00 or 19:00", "19:00 was not understood"),
        ("tomorrow at 6", "may be morning or evening; write 06:00 or 18:00"),
        ("Fri half zeven", "half zeven was not understood"),
        ("Fri noon", "noon was not understood"),
        ("Fri 18:00 for 30", "for 30 was not understood"),
        ("Fri 18:00 1:30", "1:30 was not understood"),
        ("Fri 18:00 1,33 h", "1,33 h was not understood"),
        ("Fri 10-11", "10-11 was not understood"),
        ("Fri 25:00", "25:00 was not understood"),
        ("Fri 18:00 600 min", "10 h is very long"),
        ("Fri 18:00 CET", "your own zone"),
        ("Fri 6pm London time", "your own zone"),
        ("Fri from 6 till 7", "from 6 till 7 was not understood"),
        ("vrijdag van 6 tot 7", "van 6 tot 7 was not understood"),
        ("Fri 18:00 2 x 30 min", "2 x was not understood"),
        ("Fri 18:00 1h½", "1h½ was not understood"),
    ],
)
def test_no_half_of_a_line_is_booked(line: str, said: str) -> None:
    assert said in typed_when.when_doubt(line, TODAY)


@pytest.mark.parametrize("line", ["Fri 18:00 Rue de la Loi 155", "Fri 18:00 Room 12", "Fri 18:00 155 Rue de la Loi"])
def test_a_number_in_a_place_is_no_doubt(line: str) -> None:
    assert not typed_when.when_doubt(line, TODAY)
    assert parse_when(line, TODAY).rest == line.removeprefix("Fri 18:00 ")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ik stuur de memo vrijdag", ("mentor", "stuur de memo", "2026-05-22")),
        ("ich: Memo bis Freitag", ("mentor", "Memo", "2026-05-22")),
        ("moi: mémo pour le 28 mai", ("mentor", "mémo", "2026-05-28")),
        ("Bram: memo tegen vrijdag", ("mentee", "memo", "2026-05-22")),
        ("Bram: mémo avant vendredi", ("mentee", "mémo", "2026-05-22")),
        ("Bram: memo tegen volgende week dinsdag", ("mentee", "memo", "2026-05-26")),
        ("Bram: memo by next week Tuesday", ("mentee", "memo", "2026-05-26")),
        ("Bram : note d'ici vendredi", ("mentee", "note", "2026-05-22")),
        ("Bram : note d’ici au 28 mai", ("mentee", "note", "2026-05-28")),
        ("Bram: memo by the 29th", ("mentee", "memo", "2026-05-29")),
        ("Bram: memo by Friday 29", ("mentee", "memo", "2026-05-29")),
        ("Claes: memo", ("mentee", "memo", "")),
        ("B.C.: memo", ("mentee", "memo", "")),
        ("Bram C.: memo", ("mentee", "memo", "")),
        ("Bram: spread the costs over 2 weeks", ("mentee", "spread the costs over 2 weeks", "")),
        ("Bram: repeat what we agreed last Friday", ("mentee", "repeat what we agreed last Friday", "")),
        ("Bram: von 1.2 bis 1.5", ("mentee", "von 1.2 bis 1.5", "")),
    ],
)
def test_promises_in_the_words_of_four_languages(line: str, expected: tuple[str, str, str]) -> None:
    assert one(line) == expected


def test_both_in_dutch_and_french() -> None:
    for line in ("wij: hoofdstuk 3 lezen", "nous: lire le chapitre 3", "Bram en ik: hoofdstuk 3 lezen"):
        assert [a.owner for a in parse_actions(line, ANA, TODAY)] == ["mentor", "mentee"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Bram: memo by Friday in 2 weeks", "is not a single day"),
        ("Bram: memo by Friday or Monday", "is not a single day"),
        ("Bram: memo not by Friday", "is not a single day"),
        ("Bram: memo by 28 May 27", "is not a single day"),
        ("Bram: memo by Friday, slides by Monday", "are two days; write two lines"),
        ("Bram: memo by 1/6/2025", "has passed already"),
        ("Bram: memo Monday 28/5", "is a Thursday, not a Monday"),
        ("you: memo by Friday", "may be either of you"),
        ("je prépare le mémo", "may be either of you"),
    ],
)
def test_a_promise_that_may_be_meant_otherwise_is_asked_about(line: str, said: str) -> None:
    assert said in parse_actions(line, ANA, TODAY)[0].doubt


def test_a_range_that_would_take_most_of_a_day_is_asked_about() -> None:
    assert "would be 23 h" in typed_when.when_doubt("Fri 18:00 to 17:00", TODAY)


@pytest.mark.parametrize(
    ("raw", "minutes"),
    [("1,5 h", 90), ("1.5h", 90), ("1u30", 90), ("1 hour 30 minutes", 90), ("1½ h", 90), ("2 uur", 120)],
)
def test_lengths_as_people_write_them(raw: str, minutes: int) -> None:
    assert parsing.parse_minutes(raw) == minutes


def test_by_the_next_meeting_in_an_old_log_is_the_meeting_after_it() -> None:
    pair = view(planned(7))
    assert Names.of(pair, pair.today.isoformat()).next_session == pair.planned[0].on


# --- Whatever is typed ------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "Bram", "Ana", "me", "I", "we", "both", "mentor", "mentee", ":", "-", ",", ";", "(", ")",
        "by", "before", "on", "at", "for", "in", "next", "this", "Friday", "fri", "tomorrow", "today", "28/5", "28",
        "May", "2026-05-28", "31/2", "99/99", "weeks", "2", "999", "18:00", "18h", "1h15", "60", "min", "send", "the",
        "memo", "BC", "AP", "&", "and", "0", ".", "!", "é", "中", "🙂", "[", "]", "/",
        "//",
    ]
)  # fmt: skip
_LINES = st.one_of(st.text(), st.lists(_PIECES, max_size=14).map(" ".join))
_DAYS = st.dates(date(1900, 1, 1), date(9900, 1, 1))


def _words(line: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", line))


@given(_LINES, _DAYS)
def test_nothing_typed_raises_or_loses_a_word(line: str, today: date) -> None:
    for action in parse_actions(line, ANA, today):
        taken = _words(action.owner_words) + _words(action.due_words)
        assert _words(action.text) + taken == _words(action.source_line)
        assert action.text.strip() == action.text != ""
        if action.due:
            date.fromisoformat(action.due)


@given(_LINES, _DAYS)
def test_no_meeting_line_raises(line: str, today: date) -> None:
    found = parse_when(line, today)
    assert 0 <= found.minutes <= 1440
    assert found.on == "" or date.fromisoformat(found.on)
    assert re.fullmatch(r"(\d\d:\d\d)?", found.start)
    assert not _words(found.rest) - _words(text.one_line(line))
    typed_when.describe_when(found, today)
    with contextlib.suppress(ValueError):
        due_day(line, today)


@pytest.mark.timeout(60)  # in time that grows with the square, it would take hours
@pytest.mark.parametrize("line", ["99/99 " * 160_000, ", " * 480_000 + "x", "a" * 1_000_000])
def test_a_megabyte_in_the_line_for_a_meeting_is_read_to_the_end(line: str) -> None:
    assert parse_when(line, TODAY).on == ""
    with pytest.raises(ValueError, match="not a day"):
        due_day(line, TODAY)


def test_what_stands_after_a_day_in_a_long_line_is_kept() -> None:
    found = parse_when("Thu 28 May 18:00, 45 min " + "Café Central " * 90, TODAY)
    assert (found.on, found.start, found.minutes) == ("2026-05-28", "18:00", 45)
    assert found.rest == ("Café Central " * 90).strip()


@given(st.integers(0, 400), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_day_typed_in_full_is_that_day(ahead: int, today: date) -> None:
    due = today + timedelta(days=ahead)
    (found,) = parse_actions(f"me: send it by {due.day} {due:%B} {due.year}", ANA, today)
    assert (found.text, found.due) == ("send it", due.isoformat())


@pytest.mark.parametrize(
    "line",
    [
        "Bram: memo by 31 February",
        "memo by Friday 31 April",
        "memo by 2026-02-30",
        "memo by 30/2",
        "memo before 31/6/2026",
        "memo 31 April",
        "memo tegen 31 juni",
        "mémo avant le 31 juin",
        "memo by Feb 30",
    ],
)
def test_a_day_that_is_in_no_calendar_is_asked_about(line: str) -> None:
    (parsed,) = parse_actions(line, ANA, TODAY)
    assert not parsed.due and parsed.doubt.endswith("is not a day in the calendar")


@pytest.mark.parametrize(
    "line", ["apply Pareto by 80/20", "read part 31/4", "raise margin by 31.4", "cut cost by 31/6"]
)
def test_numbers_that_are_no_day_raise_no_doubt(line: str) -> None:
    (parsed,) = parse_actions(line, ANA, TODAY)
    assert (parsed.doubt, parsed.due, parsed.text) == ("", "", line)


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("next Tuesday 31/4 18:00", "31/4 is not a day"),
        ("31 September 18:00", "31 September is not a day"),
        ("tomorrow 30 feb", "30 feb is not a day"),
        ("28 May 18:00 een kwartier", "een kwartier"),
        ("28 May 7ish", "7ish"),
    ],
)
def test_half_of_a_line_is_never_booked(line: str, doubt: str) -> None:
    assert doubt.removeprefix("een ") in typed_when.when_doubt(line, TODAY)


def test_a_nickname_says_whose_promise_it_is() -> None:
    names = Names("mentor", "Robert Claes", "Ana Peeters", nicknames=("Bob", "Ana"))
    assert [(a.owner, a.text) for a in parse_actions("Bob: memo\nbob will call\nBob sends it", names, TODAY)] == [
        ("mentee", "memo"),
        ("mentee", "call"),
        ("mentee", "Bob sends it"),
    ]
    (unclear,) = parse_actions("Ana: memo", names, TODAY)
    assert "may be either of you" in unclear.doubt
