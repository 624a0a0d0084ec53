"""Cleaning: what a person wrote stays, what a terminal or a spreadsheet could take for a command does not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.words import text

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
    "cell",
    ["=1", "+1", "-1", "@a", "\t=1", "\ta", " =1", "\uff1d1", "\uff0b1", " \uff0d1", "\uff20a", "\u200e=1 \u05d0"],
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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x1b[31;1mb\x1b[0mc", "abc"),
        ("a\x9b2Jb", "ab"),
        ("a\x1b[", "a"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]52;c;aGk=\x1b\\b", "ab"),
        ("a\x1bPq\x9cb", "ab"),
        ("a\x1b^x\x1b\\b\x1b_y\x07c\x1bXz\x07d", "abcd"),
        ("a\x1b]never ends", "anever ends"),
        ("\x9dit\x92s fine\x94 he wrote", "its fine he wrote"),
        ("a\x9d0;title\x9cb\x90q\x07c", "abc"),
        ("a\x9d0;\nb\x9c", "a0;\nb"),
        ("a\x1b(Bb\x1bcd\x1b", "abd"),
        ("a\x00\x07\x08b\x7fc\x85d", "abc\nd"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\tb", "a\tb"),
        ("a\ud800b\udfffc", "a\ufffdb\ufffdc"),
        ("\ufeffa\u00adb\ufffe", "ab"),
        ("e\u0301", "\u00e9"),
        ("Straße ﬁ", "Straße ﬁ"),
    ],
)
def test_what_a_terminal_could_obey_goes_and_the_words_stay(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


@given(st.text(st.sampled_from([*"a[]0;\\P \n", *map(chr, (0x1B, 0x9B, 0x9C, 0x9D, 0x90, 7, 0x7F, 0xAD, 0x2028))])))
def test_nothing_that_a_terminal_could_obey_is_left(words: str) -> None:
    kept = text.clean(words)
    assert not [c for c in kept if (ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) <= 0x9F]


def test_one_line_and_its_end() -> None:
    assert text.one_line("  a \n\t b\u2028c\u00a0d ") == "a b c d"
    assert [text.shorten("abc def", width) for width in (8, 7, 6, 5, 4, 1, 0)] == [
        *["abc def"] * 2,
        *["abc d…", "abc…", "abc…", "…", "…"],
    ]


def test_the_size_of_a_text_is_in_bytes() -> None:
    assert [text.size(words) for words in ("", "abc", "é", "語", "\U0001f3f4", "\ud800")] == [0, 3, 2, 3, 4, 1]
    assert text.MAX_FIELD_BYTES == 1024 * 1024


def test_json_shows_what_a_terminal_would_obey_or_hide() -> None:
    hidden = "\x7f\x9b\u061c\u202a\u202e\u2066\u2069\u00ad\ufeff\U000e0041"
    told = json.dumps({"a": f"x{hidden}é語\U0001f3f4"}, ensure_ascii=False)
    safe = text.safe_json(told)
    assert json.loads(safe) == json.loads(told)
    assert not set(hidden) & set(safe)
    assert "\\u009b" in safe
    assert "\\udb40\\udc41" in safe
    assert "é語\U0001f3f4" in safe


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("*b* _i_ `c` [l](u) <b>", "\\*b\\* \\_i\\_ \\`c\\` \\[l\\](u) \\<b\\>"),
        ("#1 a|b ~s~ !x {y} \\z", "\\#1 a\\|b \\~s\\~ \\!x \\{y\\} \\\\z"),
        ("- a\n+ b\n  12) c\n3. d", "\\- a\n\\+ b\n  12\\) c\n3\\. d"),
        ("a - b + c 1. d", "a - b + c 1. d"),
        ("-a 1.5", "-a 1.5"),
        ("R&D &amp; \x1b[1mx", "R&amp;D &amp;amp; x"),
    ],
)  # fmt: skip
def test_markdown_shows_a_text_as_it_was_typed(typed: str, written: str) -> None:
    assert text.markdown(typed) == written


def test_a_formula_behind_anything_unseen_is_still_one() -> None:
    for cell in ("\u200b \u200c=1", " \u2060 @a", "\u00a0=1", "\u200f\u200e+1"):
        assert text.is_formula(cell)
    for cell in ("", " ", "\u200b", "a", "'=1", "1=1"):
        assert not text.is_formula(cell)


@given(st.text())
def test_a_cell_comes_back_as_the_clean_text_it_was_made_of(words: str) -> None:
    assert text.from_csv_cell(text.csv_cell(words)) == text.clean(words)


@pytest.mark.parametrize(("letter", "stays"), [("a", True), ("\u00a0", True), ("\x1b", False), ("\u202e", False)])
def test_what_is_typed_letter_by_letter_is_kept_as_in_a_text(letter: str, stays: bool) -> None:
    assert text.keeps(letter) is stays and (letter in text.clean(f"x{letter}x")) is stays
