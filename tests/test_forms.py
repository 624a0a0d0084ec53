"""Forms: what a field takes, what it refuses, and the sentence it says then."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.errors import InputRefused
from mentor_tui.schema import parsing as typed
from mentor_tui.schema.fields import Field, Form, Kind, Option, Section, Value, filled

OPTIONS = (Option("one", "One"), Option("two", "Two"), Option("three", "Three"))
KINDS: tuple[Kind, ...] = Kind.__args__
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MIB = 1_048_576


def field(kind: Kind, **more: object) -> Field:
    options = OPTIONS if kind in ("choice", "choices") else ()
    return Field(id="f", label="The field", kind=kind, options=options, **more)  # type: ignore[arg-type]


def refusal(kind: Kind, value: object, **more: object) -> str:
    with pytest.raises(InputRefused) as caught:
        field(kind, **more).check(value)
    sentence = str(caught.value)
    assert sentence.startswith("The field: ")
    assert len(sentence) < 200 and not CONTROLS.search(sentence)
    return sentence


# --- Every kind ---------------------------------------------------------------------------------------------


@given(st.sampled_from(KINDS), st.text() | st.integers() | st.booleans() | st.none() | st.lists(st.text()))
def test_a_check_settles_or_refuses_in_a_sentence(kind: Kind, value: object) -> None:
    """Whatever is given: a clean value of the right type that passes again unchanged, or one sentence."""
    try:
        result = field(kind).check(value)
    except InputRefused as error:
        assert str(error).startswith("The field: ")
        return
    assert type(result) is type(field(kind).blank())
    assert field(kind).check(result) == result
    for piece in result if isinstance(result, list) else [result]:
        assert not CONTROLS.search(str(piece))


@pytest.mark.parametrize("kind", KINDS)
def test_empty_is_always_fine(kind: Kind) -> None:
    blank = field(kind).blank()
    assert field(kind).check(blank) == blank
    assert field(kind, minimum=5, maximum=9).check("") == blank
    assert not filled(blank)


# --- Dates --------------------------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_writing(day: date) -> None:
    check = field("date").check
    iso = day.isoformat()
    assert check(day) == check(iso) == iso
    assert check(f"{day.day}/{day.month}/{day.year:04}") == iso
    assert check(f" {day.day:02}.{day.month:02}.{day.year:04} ") == iso
    assert check(f"{day.day} {day:%B} {day.year:04}") == iso
    assert check(f"{day:%a} {day.day} {day:%b} {day.year:04}") == iso


@pytest.mark.parametrize("raw", ["9999-12-31", "0026-05-18", "18/05/1826", date(2200, 1, 1)])
def test_a_day_far_off_is_taken_for_a_slip(raw: object) -> None:
    """From such a day no end of a program, cycle or rhythm could be worked out."""
    assert "too far away" in refusal("date", raw)


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(-180, 180))
def test_a_day_without_a_year_is_the_nearest_one(today: date, offset: int) -> None:
    day = date.fromordinal(today.toordinal() + offset)
    if (day.month, day.day) != (2, 29):
        assert typed.parse_date(f"{day.day}/{day.month}", today) == day


def test_words_for_days() -> None:
    today = date(2026, 5, 31)
    assert typed.parse_date("Tomorrow", today) == date(2026, 6, 1)
    assert typed.parse_date("29/2", date(2027, 5, 31)) == date(2028, 2, 29)
    with pytest.raises(ValueError, match="not a date"):
        typed.parse_date("today")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        *[
            (raw, date(2026, 5, 18))
            for raw in ("18. Mai", "le 18 mai", "18th of May", "May 18", "18.5.", "18-mei-2026")
        ],
        *[(raw, date(2026, 5, 1)) for raw in ("1er mai", "May 1st, 2026", "Fri 1er mai 2026")],
        *[(raw, date(2026, 5, 19)) for raw in ("gisteren", "hier", "gestern", "Yesterday")],
        *[(raw, date(2026, 5, 18)) for raw in ("eergisteren", "avant-hier", "vorgestern")],
        *[(raw, date(2026, 5, 20)) for raw in ("vandaag", "aujourd’hui", "heute")],
    ],
)
def test_a_day_in_the_words_of_four_languages(raw: str, day: date) -> None:
    assert typed.parse_date(raw, date(2026, 5, 20), "past") == day


@pytest.mark.parametrize(
    "raw", ["2026-02-31", "31/02/2026", "29/02/2026", "2026-13-01", "0/1/2026", "0000-01-01", "31 Feb 2026"]
)
def test_days_that_do_not_exist(raw: str) -> None:
    assert f"{raw} is not a day in the calendar" in refusal("date", raw)


@pytest.mark.parametrize("raw", ["31/02", "32/1", "31 Feb"])
def test_days_that_exist_in_no_year(raw: str) -> None:
    with pytest.raises(ValueError, match="not a day in the calendar"):
        typed.parse_date(raw, date(2026, 5, 18))


@pytest.mark.parametrize("raw", ["18/05", "18 May"])
def test_a_day_without_a_year_asks_for_one(raw: str) -> None:
    assert f"{raw} has no year" in refusal("date", raw)


@pytest.mark.parametrize("raw", ["soon", "18 Foo", "18 Foo 2026", "2026-05", "May 2026", "5", "2026-05-18T10:00"])
def test_what_is_no_date(raw: str) -> None:
    assert "is not a date; type it as 2026-05-18" in refusal("date", raw)


# --- Times and minutes --------------------------------------------------------------------------------------


@given(st.times())
def test_every_time_is_read_in_every_writing(moment: time) -> None:
    check = field("time").check
    stored = moment.strftime("%H:%M")
    assert check(stored) == stored
    assert check(f"{moment.hour}.{moment.minute:02}") == stored
    assert check(f"{moment.hour}h{moment.minute:02}") == stored
    assert check(moment.replace(second=0).strftime("%I:%M %p")) == stored


@pytest.mark.parametrize("raw", ["24:00", "18:60", "13pm", "0 am", "18:5", "noon", "-1:00", "18:00:00", "1800"])
def test_what_is_no_time(raw: str) -> None:
    assert "is not a time of day; type it as 18:00" in refusal("time", raw)


@given(st.integers(0, 1440))
def test_minutes_in_every_writing(minutes: int) -> None:
    check = field("minutes").check
    hours, rest = divmod(minutes, 60)
    assert check(minutes) == check(str(minutes)) == check(f"{minutes} min") == minutes
    assert check(f"{hours}h{rest:02}") == check(f"{hours}:{rest:02}") == check(f"{hours} h {rest}") == minutes


@pytest.mark.parametrize("raw", ["1441", "25h", -5, 1441])
def test_minutes_that_no_day_has(raw: object) -> None:
    assert refusal("minutes", raw)


@pytest.mark.parametrize("raw", ["1h60", "an hour", "1.5", "-5", "60 60", "9" * 40])
def test_what_are_no_minutes(raw: str) -> None:
    assert "is not a number of minutes; type it as 75 or 1h15" in refusal("minutes", raw)


def test_limits_of_a_number() -> None:
    assert field("number", minimum=1, maximum=60).check("60") == 60
    assert "61 is outside 1 to 60" in refusal("number", "61", minimum=1, maximum=60)
    assert "is not a whole number" in refusal("number", "3.5")
    assert "a whole number is needed" in refusal("number", 3.5)
    assert "a whole number is needed" in refusal("number", True)
    assert "choose 1 to 5" in refusal("scale", 6)
    assert refusal("scale", -1)


# --- Choices, ticks, zones ----------------------------------------------------------------------------------


@given(st.text(min_size=1))
def test_a_choice_takes_its_options_and_nothing_else(raw: str) -> None:
    check = field("choice").check
    try:
        assert check(raw) in {"", "one", "two", "three"}
    except InputRefused as error:
        assert "is not one of one, two, three" in str(error)


@given(st.lists(st.sampled_from(["one", "two", "three"])))
def test_choices_keep_the_order_of_the_options(picked: list[str]) -> None:
    assert field("choices").check(picked) == [o.id for o in OPTIONS if o.id in picked]


def test_choices_refuse_a_stranger() -> None:
    assert "four is not one of" in refusal("choices", ["one", "four"])


@pytest.mark.parametrize(("raw", "ticked"), [("yes", True), ("x", True), (True, True), ("no", False), ("", False)])
def test_ticks(raw: object, ticked: bool) -> None:
    assert field("tick").check(raw) is ticked


def test_time_zones() -> None:
    assert field("zone").check(" Europe/Brussels ") == "Europe/Brussels"
    for raw in ("Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Europe", "x" * 5000):
        assert "is not a time zone; try Europe/Brussels" in refusal("zone", raw)


# --- Text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["line", "text", "lines"])
def test_a_field_takes_one_mebibyte_and_says_when_it_is_more(kind: Kind) -> None:
    exact = "a" * MIB
    kept = field(kind).check(exact)
    assert (kept[0] if isinstance(kept, list) else kept) == exact
    sentence = refusal(kind, exact + "a" * MIB)
    assert "2.0 MB is more than the 1 MB that a field takes" in sentence
    assert refusal(kind, exact + "a")


def test_bytes_count_and_not_letters() -> None:
    assert field("text").check("é" * (MIB // 2))
    assert refusal("text", "é" * (MIB // 2 + 1))


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]52;c;aGk=\x1b\\after", "after"),
        ("\x9b2Jafter", "after"),
        ("\x9d0;title\x9cafter", "after"),
        (
            "\u00e2\u20ac\u0153so far\u00e2\u20ac\x9d and on\nto the end",
            "\u00e2\u20ac\u0153so far\u00e2\u20ac and on\nto the end",
        ),
        ("before \x1b]0;never closed", "before 0;never closed"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("abc\u202edef\u2066", "abcdef"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\there", "tab\there"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_a_terminal_could_take_for_a_command_is_gone(raw: str, kept: str) -> None:
    assert field("text").check(raw) == kept


@pytest.mark.timeout(60)  # in time that grows with the square, it would take hours
@pytest.mark.parametrize("sign", ["\x9d", "\x1b]", "\x9d0;", "\x1b[", "\x9b;"])
def test_text_full_of_introducers_is_cleaned_to_the_end(sign: str) -> None:
    assert not CONTROLS.search(str(field("text").check(sign * 200_000)))


@given(st.text())
def test_a_line_is_one_line(raw: str) -> None:
    line = field("line").check(raw)
    assert isinstance(line, str)
    assert "\n" not in line and line == line.strip()


def test_lines_drop_the_empty_ones() -> None:
    assert field("lines").check("one\n\n  two \n") == ["one", "two"]
    assert field("lines").check(["one", "", "two\nthree"]) == ["one", "two three"]


# --- Forms --------------------------------------------------------------------------------------------------

FORM = Form(
    id="form",
    title="Form",
    sections=(
        Section(
            id="s",
            title="S",
            fields=(
                Field(id="day", label="Day", kind="date", audience=("pair",)),
                Field(id="count", label="Count", kind="number", maximum=5, audience_by_role={"mentee": ("evidence",)}),
                Field(id="title", label="Title", kind="line", audience=("pair", "program"), share="shared"),
                Field(id="shared", label="Shared", kind="tick", roles=("mentee",)),
                Field(id="pick", label="Pick", kind="choices", options=OPTIONS),
            ),
        ),
    ),
    views={"some": ("shared", "day")},
)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(InputRefused) as caught:
        FORM.check({"day": "2026-02-31", "count": 9, "title": "fine", "ghost": 1})
    assert [p.partition(":")[0] for p in caught.value.problems] == ["Day", "Count", "ghost"]
    assert all(p in str(caught.value) for p in caught.value.problems)


def test_half_a_form_is_fine() -> None:
    assert FORM.check({"day": "18/05/2026"}) == {"day": "2026-05-18"}
    assert FORM.check({}) == {}


def test_who_sees_it() -> None:
    assert FORM.field("day").seen_by("mentor") == "shared with your partner"
    assert FORM.field("count").seen_by("mentor") == "only you"
    assert FORM.field("count").seen_by("mentee") == "PDU audit"
    assert FORM.field("title").seen_by("mentor") == "program team, if ticked"


def test_views_and_roles() -> None:
    assert [f.id for f in FORM.view("some")] == ["shared", "day"]
    assert [f.id for f in FORM.view("some", "mentor")] == ["day"]
    assert "shared" not in {f.id for f in FORM.fields("mentor")}
    with pytest.raises(KeyError):
        FORM.field("ghost")


@pytest.mark.parametrize(
    ("field_id", "value", "shown"),
    [
        ("day", "2026-05-18", "2026-05-18"),
        ("shared", True, "yes"),
        ("shared", False, "no"),
        ("pick", ["one", "gone"], "One\ngone"),
        ("count", 3, "3"),
    ],
)
def test_values_as_a_person_reads_them(field_id: str, value: Value, shown: str) -> None:
    assert FORM.field(field_id).show(value) == shown


def test_whether_something_was_said() -> None:
    assert not any(map(filled, ["", "  \n", [], False, 0]))
    assert all(map(filled, ["x", ["x"], True, 3]))


# --- Amounts of PDUs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "quarters"), [("6.25", 25), ("6,5", 26), ("12", 48), (" 0.75 ", 3), ("", 0), (13, 13)]
)
def test_pdus_are_typed_with_quarters_and_kept_as_whole_quarters(typed: object, quarters: int) -> None:
    kept = field("quarters").check(typed)
    assert kept == quarters
    assert field("quarters").show(kept) == f"{quarters / 4:.2f}"


@pytest.mark.parametrize("typed", ["6.2", "6.30", "-1", "six", "1e3"])
def test_an_amount_that_is_no_quarter_is_refused(typed: str) -> None:
    assert "quarters" in refusal("quarters", typed)


def test_too_many_pdus_are_said_in_pdus() -> None:
    assert "at most 250.00 PDUs" in refusal("quarters", "250.25", maximum=1000)
