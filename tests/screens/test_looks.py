"""The look: every theme can be read, every sign has a plain twin of one cell, and bars say how much to the cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from mentor_tui.schema.fields import Field, Form, Section
from mentor_tui.screens.shell.themes import EVENING, GROUNDS, MORNING, OTHERS, READABLE, TEXTS, contrast, meanings_of
from mentor_tui.screens.widgets import glyphs
from mentor_tui.screens.widgets.drawing import bar, columns, look, row
from mentor_tui.screens.widgets.reading import form_lines
from mentor_tui.screens.widgets.rows import Rows
from mentor_tui.screens.widgets.timeline import Mark, Span, day_line, month_names
from mentor_tui.words.days import column_day

from .conftest import OpenApp
from .seeing import seen

THEMES = {"evening": EVENING, "morning": MORNING} | {name: meanings_of(BUILTIN_THEMES[name]) for name in OTHERS}


@pytest.fixture(params=[False, True], ids=["drawn", "plain"])
def alphabet(request: pytest.FixtureRequest):
    glyphs.use(request.param)
    yield glyphs.signs()
    glyphs.use(False)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_everything_that_it_stands_on(theme: str) -> None:
    meanings = THEMES[theme]
    for text in TEXTS:
        for ground in GROUNDS:
            found = contrast(Color.parse(meanings[text]), Color.parse(meanings[ground]))
            assert found >= READABLE, f"{text} on {ground}: {found:.2f}"


def test_the_signs_take_one_cell_in_both_alphabets_and_the_plain_ones_are_ascii() -> None:
    for alphabet in (glyphs.DRAWN, glyphs.PLAIN):
        for name, sign in alphabet._asdict().items():
            if name != "arrows":
                assert all(cell_len(letter) == 1 for letter in sign), name
    assert "".join(glyphs.PLAIN).isascii()
    assert [len(sign) for sign in glyphs.DRAWN[-3:-1]] == [len(sign) for sign in glyphs.PLAIN[-3:-1]] == [9, 9]


def test_a_terminal_without_colour_or_without_unicode_gets_the_plain_signs() -> None:
    assert not glyphs.terminal_is_plain({"TERM": "xterm-256color"}, "utf-8")
    assert not glyphs.terminal_is_plain({"TERM": "xterm", "NO_COLOR": ""}, "UTF-8")  # empty is not set: no-color.org
    assert glyphs.terminal_is_plain({"TERM": "xterm", "NO_COLOR": "1"}, "utf-8")
    assert glyphs.terminal_is_plain({"TERM": "linux"}, "utf-8")
    assert glyphs.terminal_is_plain({"TERM": "xterm"}, "iso-8859-15")


@given(st.integers(1, 60), st.lists(st.floats(0, 1.2), min_size=1, max_size=3), st.booleans())
def test_a_bar_has_its_width_and_shows_whatever_is_more_than_nothing(width: int, shares: list[float], plain: bool):
    glyphs.use(plain)
    try:
        drawn = bar(width, *zip(shares, ("$past", "$fill", "$ahead"), strict=False))
        assert drawn.cell_length == width
        if shares[0] > 0:
            assert drawn.plain[0] not in " ."
        full = bar(width, (1.0, "$fill")).plain
        assert set(full) == ({"#"} if plain else {"█"})
        assert set(bar(width, (0.0, "$fill")).plain) == ({"."} if plain else {" "})
    finally:
        glyphs.use(False)


@given(st.integers(1, 8), st.lists(st.floats(0, 1), min_size=1, max_size=6), st.integers(1, 4), st.integers(0, 2))
def test_upright_bars_are_a_block_of_lines(height: int, shares: list[float], wide: int, gap: int) -> None:
    lines = columns(height, [[(share, "$fill")] for share in shares], wide, gap)
    assert len(lines) == height
    assert {line.cell_length for line in lines} == {len(shares) * (wide + gap)}


@given(st.integers(4, 80), st.text(max_size=30))
def test_a_row_has_its_width_whatever_stands_in_it(width: int, words: str) -> None:
    assert row(width, ("ab", 2, ""), (words, 0, ""), ("9", -1, "bold")).cell_length == width


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_a_day_fits_its_column_and_one_far_away_says_its_year(on: date, today: date) -> None:
    shown = column_day(on, today)
    assert cell_len(shown) <= 11
    assert str(on.year) in shown or on.year == today.year or abs((on - today).days) <= 180


async def test_every_column_of_days_has_room_for_a_day_of_another_year(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as (app, pilot):
        for place in ("sessions", "pdus"):
            app.go(place)
            await pilot.pause()
            days = [c for rows in app.screen.query(Rows) for c in rows.columns if c.shows == "day"]
            assert days and all(column.width >= 11 for column in days), place


def test_a_state_never_shows_by_colour_alone(alphabet: glyphs.Glyphs) -> None:
    states = ("done", "late", "next", "to do", "optional", "held", "cancelled")
    assert all(look(state).sign for state in states)
    assert look("done").sign != look("to do").sign != look("late").sign != look("cancelled").sign


def test_a_line_of_days_shows_today_the_marks_and_the_end(alphabet: glyphs.Glyphs) -> None:
    span, today = Span(date(2026, 8, 17), date(2027, 1, 14)), date(2026, 11, 29)
    session = Mark(date(2026, 12, 10), alphabet.planned, "bold")
    line = day_line(span, 60, today, [session, Mark(span.last, alphabet.end, "bold")])
    now = span.column(today, 60)
    assert line.cell_length == 60 and line.plain[now] == alphabet.road
    assert line.plain[:now] == alphabet.past * now and line.plain[span.column(session.on, 60)] == alphabet.planned
    assert line.plain[-1] == alphabet.end
    assert month_names(span, 60).plain.split() == ["Aug", "Sep", "Oct", "Nov", "Dec", "Jan"]
    from_the_end = Span(date(2026, 11, 29), date(2027, 5, 29))  # two days of November take no place from December
    assert month_names(from_the_end, 76).plain.split() == ["Dec", "Jan", "Feb", "Mar", "Apr", "May"]


def test_a_line_of_a_program_that_is_over_or_not_begun_stays_whole(alphabet: glyphs.Glyphs) -> None:
    span = Span(date(2026, 1, 1), date(2026, 6, 30))
    assert day_line(span, 40, date(2026, 9, 1), []).plain == alphabet.past * 40
    assert day_line(span, 40, date(2025, 9, 1), []).plain == alphabet.ahead * 40
    assert day_line(Span(span.first, span.first), 40, span.first, []).cell_length == 40


async def test_without_colour_no_place_shows_a_sign_that_a_plain_terminal_lacks(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app((80, 24)) as (app, pilot):
        for place in ("home", "journey", "goals", "agreement", "sessions", "actions", "pdus", "notes", "close"):
            app.go(place)
            await pilot.pause()
            strange = {letter for letter in seen(app) if not letter.isascii()} - {"é"}  # a name
            assert not strange, (place, strange)
    glyphs.use(False)


def test_a_section_and_its_only_question_of_the_same_name_are_named_once() -> None:
    boundaries = Section("s", "Boundaries", fields=(Field("b", "Boundaries", "text"),))
    form = Form("f", "A form", sections=(boundaries,))
    lines = form_lines(form, {"b": "no mail\nat night"}, "mentee", date(2026, 11, 29))
    assert [line.plain for line in lines].count("Boundaries") == 1
