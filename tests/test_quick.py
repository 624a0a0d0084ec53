"""Lines as people type them are understood, and nothing of them is lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import quick, text, typed
from mentor_tui.quick import Names, parse_actions, parse_when

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
    assert quick.describe(found, ANA, TODAY) == (
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
    line = quick.when_line("2026-05-28", "18:00", 75)
    assert parse_when(line, TODAY) == ("2026-05-28", "18:00", 75, "")
    assert quick.describe_when(parse_when(line, TODAY), TODAY) == "Thu 28 May 18:00, 75 min"


@pytest.mark.parametrize(
    ("raw", "day"), [("Friday", "2026-05-22"), ("in 2 weeks", "2026-06-04"), ("28/5", "2026-05-28"), ("soon", "")]
)
def test_a_due_field_takes_the_same_words(raw: str, day: str) -> None:
    assert quick.due_day(raw, TODAY) == day


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
    assert "may be either of you" in quick.describe(found, BOTH_ANA, TODAY)


@pytest.mark.parametrize(("line", "owner"), [("Ana Pauwels: memo", "mentee"), ("Ana Peeters: memo", "mentor")])
def test_the_full_name_and_the_role_say_who_of_two_alike(line: str, owner: str) -> None:
    (found,) = parse_actions(line, BOTH_ANA, TODAY)
    assert (found.owner, found.text, found.doubt) == (owner, "memo", "")
    (found,) = parse_actions("me: memo", BOTH_ANA, TODAY)
    assert (found.owner, found.doubt) == ("mentor", "")


def test_a_plan_without_a_year_lies_ahead_and_a_log_behind() -> None:
    assert parse_when("28/4 18:00", TODAY).on == "2027-04-28"
    assert quick.due_day("28/4", TODAY) == "2027-04-28"
    assert typed.parse_date("28/10", TODAY, "past") == date(2025, 10, 28)
    assert typed.parse_date("29/2", TODAY, "past") == date(2024, 2, 29)
    assert typed.parse_date("28/4", TODAY, "future") == date(2027, 4, 28)


def test_a_weekday_that_contradicts_the_date_is_said() -> None:
    assert quick.when_doubt("Mon 28 May 18:00", TODAY) == "2026-05-28 is a Thursday, not a Monday"
    assert not quick.when_doubt("Thu 28 May 18:00", TODAY)
    (found,) = parse_actions("memo by Monday 28 May", ANA, TODAY)
    assert found.doubt == "2026-05-28 is a Thursday, not a Monday"
    with pytest.raises(ValueError, match="is a Thursday, not a Monday"):
        typed.parse_date("Mon 28/5", TODAY)


def test_a_range_that_would_take_most_of_a_day_is_asked_about() -> None:
    assert "would be 23 h" in quick.when_doubt("Fri 18:00 to 17:00", TODAY)


@pytest.mark.parametrize(
    ("raw", "minutes"),
    [("1,5 h", 90), ("1.5h", 90), ("1u30", 90), ("1 hour 30 minutes", 90), ("1½ h", 90), ("2 uur", 120)],
)
def test_lengths_as_people_write_them(raw: str, minutes: int) -> None:
    assert typed.parse_minutes(raw) == minutes


def test_by_the_next_meeting_in_an_old_log_is_the_meeting_after_it() -> None:
    pair = view(planned(7))
    assert Names.of(pair, pair.today.isoformat()).next_meeting == pair.planned[0].on


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
    quick.describe_when(found, today)
    quick.due_day(line, today)


@pytest.mark.timeout(60)  # in time that grows with the square, it would take hours
@pytest.mark.parametrize("line", ["99/99 " * 160_000, ", " * 480_000 + "x", "a" * 1_000_000])
def test_a_megabyte_in_the_line_for_a_meeting_is_read_to_the_end(line: str) -> None:
    assert parse_when(line, TODAY).on == ""
    assert quick.due_day(line, TODAY) == ""


def test_what_stands_after_a_day_in_a_long_line_is_kept() -> None:
    found = parse_when("Thu 28 May 18:00, 45 min " + "Café Central " * 90, TODAY)
    assert (found.on, found.start, found.minutes) == ("2026-05-28", "18:00", 45)
    assert found.rest == ("Café Central " * 90).strip()


@given(st.integers(0, 400), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_day_typed_in_full_is_that_day(ahead: int, today: date) -> None:
    due = today + timedelta(days=ahead)
    (found,) = parse_actions(f"me: send it by {due.day} {due:%B} {due.year}", ANA, today)
    assert (found.text, found.due) == ("send it", due.isoformat())
