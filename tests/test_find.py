"""Find: every word, everywhere, soon."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.schema import records as rec
from mentor_tui.words import text as text_words
from mentor_tui.workspace import search, things

from .pair_views import TODAY, iso, planned, signed_agreement, talk, view


def titles(query: str, *found: rec.Record) -> list[str]:
    """Titles of what is found in a view of these records."""
    return [h.title for h in search.search(view(*found), query)]


def test_every_kind_of_record_is_found_and_leads_somewhere() -> None:
    pair = view(
        talk(-3, id="s", focus="needle in the talk"),
        rec.Goal(id="g", title="needle goal", steps=[rec.GoalStep(text="x")]),
        signed_agreement(answers={"purpose": "a needle"}),
        rec.LearningLog(session_id="s", answers={"takeaways": "needles hurt"}),
        rec.Action(id="a", text="buy a needle", owner="mentee"),
        rec.Worksheet(form="preparation", answers={"values": "needle"}),
        rec.Lesson(id="l", text="needle lesson"),
        rec.Note(id="n", title="needle note", text="..."),
        rec.StepMark(step="partner", state="dropped", reason="no needle"),
        pair={"end_reason": "needle"},
    )
    hits = search.search(pair, "needle")
    assert {h.go for h in hits} == {
        "session:s", "goal:g", "agreement", "learning-log:s", "action:a", "form:preparation/values", "lesson:l",
        "note:n", "step:partner", "pair",
    }  # fmt: skip
    assert {h.kind for h in hits} >= {"session", "goal", "note", "learning log"}


def test_all_words_must_stand_somewhere_in_the_record() -> None:
    note = rec.Note(title="Sponsor", text="Draft the memo")
    assert titles("memo sponsor", note) == ["Sponsor"]
    assert titles("memo steering", note) == []
    assert titles("   ", note) == []


@pytest.mark.parametrize("query", ["resume", "RÉSUMÉ", "résumé", "re\u0301sume\u0301", "esum"])
def test_case_and_accents_do_not_matter(query: str) -> None:
    assert titles(query, rec.Note(title="My Résumé", text="x")) == ["My Résumé"]
    assert titles("strasse", rec.Note(title="Straße", text="x")) == ["Straße"]


def test_titles_come_first_then_whole_words_then_the_newest() -> None:
    found = [
        rec.Note(id="1", title="part", text="riskier", on=iso(-1)),
        rec.Note(id="2", title="old", text="a risk", on=iso(-9)),
        rec.Note(id="3", title="new", text="a risk", on=iso(-2)),
        rec.Note(id="4", title="risk", text="x", on=iso(-90)),
    ]
    assert titles("risk", *found) == ["risk", "new", "old", "part"]


def test_the_excerpt_shows_the_place() -> None:
    text = "word " * 60 + "the ﬁne Stakeholder map is ready " + "word " * 60
    (hit,) = search.search(view(rec.Note(title="Long", text=text)), "stakeholder")
    assert "Stakeholder map" in hit.excerpt
    assert hit.excerpt.startswith("…") and hit.excerpt.endswith("…") and len(hit.excerpt) <= 82


def test_answers_are_found_by_what_a_person_reads_not_by_their_codes() -> None:
    agreement = signed_agreement(answers={"invites_by": "either", "non_commercial": True})
    assert titles("whoever comes first", agreement) == ["Agreement, version 1"]
    assert titles("either", agreement) == []
    assert titles("true", agreement) == []


def test_ids_and_codes_are_not_words() -> None:
    assert titles("one_to_one", talk(-3)) == []
    assert titles("Brussels", talk(-3, zone="Europe/Brussels")) == []


def test_sessions_are_found_by_number_and_by_day() -> None:
    found = [talk(-17), talk(-3), planned(7), talk(-20, kind="kickoff")]
    assert titles("session 2", *found)[0] == "Session 2, 18 May 2026"
    assert titles("18 may", *found) == ["Session 2, 18 May 2026"]
    assert titles("2026-05-18", *found) == ["Session 2, 18 May 2026"]
    assert titles("kick-off", *found) == ["Kick-off, 1 May 2026"]


def test_no_more_than_two_hundred_are_given() -> None:
    pair = view(*[rec.Note(title=f"note {n}", text="x") for n in range(300)])
    assert len(search.search(pair, "note")) == 200
    assert len(search.search(pair, "note", 5)) == 5


def test_at_every_key_only_the_query_and_what_is_shown_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of ten thousand records were folded once, when somebody began to look."""
    pair = view(*[rec.Note(title=f"note {n}", text="Café talk about the stakeholder map " * 8) for n in range(10_000)])
    finder = search.Finder(pair)
    folded: list[str] = []

    def counted(words: str, fold: Callable[[str], str] = text_words.fold) -> str:
        folded.append(words)
        return fold(words)

    monkeypatch.setattr(search, "fold", counted)
    assert [hit.title for hit in finder.search("stakeholder 9999")] == ["note 9999"]
    assert 0 < sum(map(len, folded)) < 1000


@given(st.text(max_size=40), st.text(max_size=200))
def test_no_query_and_no_text_breaks_it(query: str, text: str) -> None:
    for hit in search.search(view(rec.Note(title=text[:20], text=text), today=TODAY), query):
        assert "\n" not in hit.title + hit.excerpt


def test_a_direction_mark_is_in_nobodys_way() -> None:
    assert text_words.fold("\u05e9\u05dc\u200f\u05d5\u05dd") == text_words.fold("\u05e9\u05dc\u05d5\u05dd")


def test_a_document_that_left_is_found_by_whom_it_was_for_and_leads_to_the_register() -> None:
    left = rec.Disclosure(id="d", pair_id="pair", what="closure", format="md", recipient="the chapter's office")
    (hit,) = search.search(view(left), "office")
    assert (hit.title, hit.go) == ("Closure summary, for the chapter's office", "register")


def test_a_session_is_called_by_what_it_was_about_and_says_whose_and_when() -> None:
    (hit,) = search.search(view(talk(-3, focus="Stakeholder map")), "session 1")
    assert (hit.title, hit.about) == ("Stakeholder map", "Bram, Mon 18 May")


def test_beside_a_title_stands_who_has_it_and_how_it_stands() -> None:
    found = view(
        rec.Action(id="a", text="Draft the memo", owner="mentee", due=iso(1)),
        rec.Action(id="b", text="Send the memo", owner="mentor", status="done"),
        rec.Goal(id="g", title="A memo people read", status="reached"),
    )
    about = {hit.title: hit.about for hit in search.search(found, "memo")}
    assert about == {
        "Draft the memo": "Bram, tomorrow",
        "Send the memo": "you, done",
        "A memo people read": "Bram, reached",
    }
    assert titles("memo bram", *found.actions) == ["Draft the memo"]  # a word beside the title narrows too


def test_other_words_find_a_thing_and_are_told() -> None:
    backups = things.thing("command", "Look at the backups", id="b", also=("restore a copy", "lost file"))
    finder = search.Finder(view(rec.Note(id="n", title="A restore that failed", text="x")), [backups])
    assert [(h.title, h.also) for h in finder.search("restore")] == [
        ("A restore that failed", ""),
        ("Look at the backups", "restore a copy"),
    ]


def test_one_who_asks_in_a_sentence_is_told_what_comes_nearest_and_never_a_record_that_fits_in_part() -> None:
    theme = things.thing("setting", "Theme", id="t", also=("colours", "dark"))
    finder = search.Finder(view(rec.Note(id="n", title="Colours of the slides", text="x")), [theme])
    assert [h.record_id for h in finder.search("how do i change the colours")] == ["t"]
    assert [h.record_id for h in finder.search("colours slides")] == ["n"]
    assert finder.search("how do i fly") == []


def test_what_the_words_fit_as_well_comes_nearest_first() -> None:
    here = things.thing("command", "Write a note", id="here", near=2)
    there = things.thing("command", "Write a goal", id="there")
    assert [h.record_id for h in search.Finder(None, [there, here]).search("write")] == ["here", "there"]


def test_a_form_that_is_filled_in_is_found_once() -> None:
    form = things.thing("form", "Before the first session", go="form:preparation", pair_id="pair")
    filled = rec.Worksheet(id="w", pair_id="pair", form="preparation", answers={"values": "candour"})
    finder = search.Finder(view(filled), [form])
    assert [h.record_id for h in finder.search("before first")] == ["w"]


@pytest.mark.parametrize(
    ("line", "words", "found"),
    [
        ("A risk register", ["risk"], ["risk"]),
        ("Straße à Liège", ["strasse", "liege"], ["Straße", "Liège"]),
        ("x", ["y"], []),
    ],
)
def test_the_place_of_a_word_is_known_in_the_text_as_it_was_written(
    line: str, words: list[str], found: list[str]
) -> None:
    assert [line[start:end] for start, end in search.marks(line, words)] == found
