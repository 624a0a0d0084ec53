"""Cleaning: what a person wrote stays, what a terminal or a spreadsheet could take for a command does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import text

FLAG = "\U0001f3f4"
END = "\U000e007f"


def tags(letters: str) -> str:
    return "".join(chr(0xE0000 + ord(c)) for c in letters)


@pytest.mark.parametrize("land", ["gbeng", "gbsct", "gbwls"])
def test_the_flags_of_england_scotland_and_wales_stay_whole(land: str) -> None:
    flag = FLAG + tags(land) + END
    assert text.clean(f"We met in {flag}{flag}.") == f"We met in {flag}{flag}."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"a{tags('gbeng')}{END}b", "ab"),
        (FLAG + tags("gbeng"), FLAG),
        (f"{FLAG} {tags('gbeng')}{END}", f"{FLAG} "),
        (FLAG + tags("ignore all that was said before") + END, FLAG),
        (FLAG + tags("gbeng") + END + tags("hidden") + END, FLAG + tags("gbeng") + END),
        ("\U000e0001a", "a"),
    ],
)
def test_letters_hidden_in_tags_go(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


def test_a_flag_is_cut_whole_or_not_at_all() -> None:
    assert text.shorten("ab" + FLAG + tags("gbeng") + END + "cd", 6) == "ab" + FLAG + "…"


def test_direction_marks_stay_in_hebrew_and_arabic() -> None:
    for line in ("\u05e9\u05dc\u05d5\u05dd C++\u200e!", "\u200f\u0645\u0631\u062d\u0628\u0627 (PMI)\u200f"):
        assert text.clean(line) == line
        assert text.one_line(line) == line


def test_embeddings_overrides_and_isolates_go_everywhere() -> None:
    assert text.clean("\u05d0\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u05d1") == "\u05d0\u05d1"


def test_a_date_that_was_pasted_with_marks_is_a_date() -> None:
    assert text.clean("\u200e12/\u200e03/\u200e2026\u200f") == "12/03/2026"


@given(st.text(st.sampled_from([*"aא =\t\u200e\u200f\u202e\u2066", FLAG, END, *tags("gbx")]), max_size=12))
def test_cleaning_twice_changes_nothing(words: str) -> None:
    assert text.clean(text.clean(words)) == text.clean(words)


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\uff1d1", "\uff0b1", " \uff0d1", "\uff20a", "\u200e=1 \u05d0"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert text.csv_cell(cell) == "'" + text.clean(cell)


@pytest.mark.parametrize("cell", ["a=1", "1-2", "", "\u200e\u05d0"])
def test_other_cells_stay(cell: str) -> None:
    assert text.csv_cell(cell) == cell


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ana Maria Peeters", "AMP"),
        ("jean-luc picard", "JLP"),
        ("(Bob) X", "BX"),
        ("'t Hooft", "TH"),
        ("李 明", "李"),
        ("李明", "李"),
        ("Ming 李 明", "M李"),
        ("محمد علي", "م"),
        ("Иван Петров", "ИП"),
        ("ßen Ok", "SO"),
        ("(42) -", ""),
        ("", ""),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert text.initials(name) == initials
