"""Lines as people type them are understood, and nothing of them is lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import quick, text
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
