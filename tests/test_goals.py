"""Goals: hints that help, progress, steps and reviews."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.mentoring import goals, scope
from mentor_tui.schema import program_parts, programs
from mentor_tui.schema import records as rec

from .pair_views import TODAY, view


def test_a_bare_title_gets_one_question_at_a_time() -> None:
    bare = rec.Goal(title="Lead")
    assert [h.check for h in goals.missing(bare)] == list(goals.SMART)
    assert goals.missing(bare)[0].question == "What will be different, in one sentence?"


def test_fields_and_ticks_both_answer_the_checks() -> None:
    goal = rec.Goal(
        title="Lead a committee", action="lead", measure="two led", by_when="2026-07-01", smart=["realistic"]
    )
    assert goals.missing(goal) == []
    undated = rec.Goal(title="Lead a committee", action="lead", measure="two led", smart=["realistic"])
    assert [h.question for h in goals.missing(undated)] == ["By which day?"]


@pytest.mark.parametrize(
    ("count", "words"), [(0, "1 to 3 goals are plenty"), (1, ""), (3, ""), (4, "4 goals are a lot")]
)
def test_one_to_three_goals_are_recommended_and_more_allowed(count: int, words: str) -> None:
    hint = goals.count_hint(view(), count)
    assert hint.startswith(words) and bool(hint) == bool(words)


def test_progress_sets_the_percentage_of_the_newest_note() -> None:
    goal = goals.progress(
        rec.Goal(title="x", status="draft"), rec.GoalNote(on=TODAY.isoformat(), percent=40, text="first")
    )
    assert (goal.percent, goal.status, goal.notes[0].text) == (40, "active", "first")
    older = goals.progress(goal, rec.GoalNote(on=date(2026, 5, 1).isoformat(), percent=20, text="forgotten"))
    assert older.percent == 40 and [n.percent for n in older.notes] == [20, 40]
    assert goals.progress(goal, rec.GoalNote(on=TODAY.isoformat(), percent=140)).percent == 100


def test_a_review_sets_the_status_and_a_second_one_replaces_it() -> None:
    goal = goals.review(
        rec.Goal(title="x", percent=60),
        rec.GoalReview(at="midpoint", on=TODAY.isoformat(), status="active", text="keep"),
    )
    assert (goal.status, goal.percent) == ("active", 60)
    goal = goals.review(goal, rec.GoalReview(at="closure", on=TODAY.isoformat(), status="partly", text="nearly"))
    goal = goals.review(
        goal, rec.GoalReview(at="closure", on=TODAY.isoformat(), status="reached", text="done after all")
    )
    assert [(r.at, r.status) for r in goal.reviews] == [("midpoint", "active"), ("closure", "reached")]
    assert (goal.status, goal.percent) == ("reached", 100)
    assert goals.open_goals(view(goal)) == []


def test_steps_are_done_and_undone() -> None:
    goal = goals.add_step(goals.add_step(rec.Goal(title="x"), "later", "2026-07-01"), "sooner", "2026-06-01")
    first = goals.next_step(goal)
    assert first is not None and first.text == "sooner"
    done = goals.step_done(goal, first.id, TODAY)
    assert sum(bool(step.done_on) for step in done.steps) == 1
    following = goals.next_step(done)
    assert following is not None and following.text == "later"
    assert goals.step_done(done, first.id, None) == goal


def test_a_day_after_the_end_is_noticed() -> None:
    assert goals.beyond_end(view(), rec.Goal(by_when="2026-07-27"))
    assert not goals.beyond_end(view(), rec.Goal(by_when="2026-07-26"))
    assert not goals.beyond_end(view(), rec.Goal())


@pytest.mark.parametrize(
    "title",
    [
        "Pass the PMP exam",
        "Get a new job",
        "A referral to the board",
        "Earn a certificate",
        "Be hired by a bank",
        "Get over my burnout",
        "Selling my services",
        "Therapy for stress",
        "Have my mentor do my work",
        "A promotion",
    ],
)
def test_what_the_program_leaves_out_is_asked_about_gently(title: str) -> None:
    assert scope.question(programs.load("pmi-belgium"), rec.Goal(title=title)).endswith("?")


@pytest.mark.parametrize(
    "title",
    [
        "Lead a committee",
        "Examine risks earlier",
        "Job shadowing with a colleague",
        "promotion for our project idea",
        "Selling the idea to the sponsor",
        "Choose a certification strategy",
        "Make my work visible",
    ],
)
def test_ordinary_goals_are_left_alone(title: str) -> None:
    assert scope.question(programs.load("pmi-belgium"), rec.Goal(title=title)) == ""


def test_a_program_names_what_it_leaves_out_in_words_of_its_own() -> None:
    hints = (
        program_parts.ScopeHint("exam", question="Ask the training team instead?"),
        program_parts.ScopeHint("travel", ("trip", "Travel Budget"), ("field trip",), "Is there a skill behind it?"),
    )
    program = msgspec.structs.replace(programs.load("pmi-belgium"), scope=hints)

    def asked(title: str) -> str:
        return scope.question(program, rec.Goal(title=title))

    assert asked("Pass the exam") == "Ask the training team instead?"
    assert asked("More travel  budget") == asked("A trip, and a field trip") == "Is there a skill behind it?"
    assert asked("Get a new job") == asked("Lead a field trip") == asked("Triple the output") == ""
    assert scope.question(msgspec.structs.replace(program, scope=()), rec.Goal(title="Pass the exam")) == ""


def test_a_program_calls_the_checks_of_a_goal_by_its_own_words() -> None:
    relevant, timed = program_parts.SmartWord("Relevant", "Why does it matter?"), program_parts.SmartWord("Timed")
    program = msgspec.structs.replace(programs.load("pmi-belgium"), smart={"action": relevant, "time": timed})
    told = goals.missing(rec.Goal(), program)
    assert [h.check for h in told] == ["specific", "measurable", "relevant", "realistic", "timed"]
    assert [h.question for h in told if h.check in ("relevant", "timed")] == ["Why does it matter?", "By which day?"]


@pytest.mark.parametrize(
    ("percent", "bar"),
    [(0, "........"), (1, "#......."), (60, "#####..."), (25, "##......"), (99, "#######."), (100, "########")],
)
def test_the_bar_fills_with_progress(percent: int, bar: str) -> None:
    assert goals.bar(percent) == bar


@given(st.integers(-50, 200), st.integers(-3, 60))
def test_the_bar_is_plain_ascii_of_its_width(percent: int, width: int) -> None:
    bar = goals.bar(percent, width)
    assert len(bar) == max(width, 0) and set(bar) <= set("#.")
    assert ("." not in bar) == (percent >= 100 or width <= 0)
