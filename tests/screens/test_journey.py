"""The journey on the screen: what is done, what is next, and every way to move a step along."""

from __future__ import annotations

from typing import Any

from mentor_tui.screens.journey.journey import JourneyRoom
from mentor_tui.screens.journey.worksheets import WorksheetScreen
from mentor_tui.screens.widgets.dialogs import Ask
from mentor_tui.screens.widgets.rows import Rows

from .walk import go, notice, painted, shown, until


def word_of(app: Any, step: str) -> str:
    """The word in front of a step."""
    return next(r.cells[0] for r in app.screen.query_one("#steps", Rows).rows if r.key == step)


def rows_of(app: Any) -> list[str]:
    """The keys of the rows of the road."""
    return [r.key for r in app.screen.query_one("#steps", Rows).rows]


async def test_every_stage_and_step_of_my_role_is_on_the_road(open_app: Any) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await go(app, pilot, "journey")
        program = app.view.program
        stages = [f"stage:{s.id}" for s in program.stages]
        assert [k for k in rows_of(app) if k.startswith("stage:")] == stages
        assert "read-program" not in rows_of(app)  # a stage that lies behind is only its heading
        steps = app.screen.query_one("#steps", Rows)
        for stage in ("initiate", "register", "match"):
            steps.cursor = rows_of(app).index(f"stage:{stage}")
            await pilot.press("enter")
        assert {s.id for s in program.steps if "mentor" in s.roles} < set(rows_of(app))
        assert "recap-mentee" not in rows_of(app)
        assert word_of(app, "first-talk") == "done"
        steps.cursor = rows_of(app).index("stage:match")
        await pilot.press("enter")
        assert "dates" not in rows_of(app) and "application" in rows_of(app)


async def test_a_step_in_a_stage_that_lies_behind_is_shown_to_who_was_led_there(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "step:dates")
        assert app.screen.query_one("#steps", Rows).current == "dates"
        assert "Enter start and end" in painted(app)


async def test_today_lies_across_the_road_between_what_is_done_and_what_comes(open_app: Any) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await go(app, pilot, "journey")
        lines = [line for line in painted(app).split("\n") if line.strip()]
        at = next(n for n, line in enumerate(lines) if "today, Thu 21 May, week 15 of 22" in line)
        assert any("Fill in the mid-point survey" in line and "done" in line for line in lines[:at])
        assert any("Review the outcomes together" in line and "next" in line for line in lines[at:])
        assert "The program ends" in lines[-3] and "9 Jul" in lines[-3]
        assert "15 of 22 steps done" in lines[3]


async def test_beside_the_road_one_reads_what_a_step_asks_and_where_it_comes_from(open_app: Any) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await go(app, pilot, "journey")
        told = shown(app, "#about-step")
        for words in (
            "next, by Thu 2 Jul, in 42 days",
            "What it is\nGoals, lessons",
            "Why now\nHold the closing session",
            "opens Closing your pair",
            "7 days before the end of the program",
            "Where it comes from\nPMI Belgium handbook 1.0.1, Stage 5",
        ):
            assert words in told
        await pilot.press("end")
        await until(pilot, lambda: "1.0.1 of 27 Aug 2025" in shown(app, "#about-step"))
        assert "notes and logs stay with the two of you" in shown(app, "#about-step")


async def test_space_ticks_a_step_and_opens_it_again(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "step:match-check")
        assert isinstance(app.screen, JourneyRoom)
        assert "Ask yourself whether the match fits" in painted(app)
        await pilot.press("space")
        await until(pilot, lambda: word_of(app, "match-check") == "done")
        assert "you ticked it today" in shown(app, "#about-step")
        await pilot.press("space")
        await until(pilot, lambda: word_of(app, "match-check") != "done")
        await pilot.press("u")
        await until(pilot, lambda: word_of(app, "match-check") == "done")


async def test_a_step_that_ticks_itself_says_so(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "step:first-talk")
        await pilot.press("space")
        await until(pilot, lambda: "ticks itself" in notice(app))
        assert "first-talk" not in app.view.marks


async def test_later_and_back(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "step:match-check")
        await pilot.press("z")
        await until(pilot, lambda: word_of(app, "match-check") == "later")
        assert app.view.marks["match-check"].until == "2026-05-28"
        await pilot.press("z")
        await until(pilot, lambda: "match-check" not in app.view.marks)


async def test_set_aside_with_a_reason_and_back(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "step:match-check")
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"No_time", "enter")
        await until(pilot, lambda: isinstance(app.screen, JourneyRoom) and word_of(app, "match-check") == "skipped")
        assert "No_time" in shown(app, "#about-step")
        await pilot.press("x")
        await until(pilot, lambda: "match-check" not in app.view.marks)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, JourneyRoom))
        assert "match-check" not in app.view.marks


async def test_enter_leads_to_where_a_step_is_done(open_app: Any) -> None:
    async with open_app(role="mentee") as (app, pilot):
        await go(app, pilot, "step:first-checklist")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WorksheetScreen))


async def test_enter_on_a_step_outside_the_app_says_how_to_tick_it(open_app: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        await go(app, pilot, "step:match-check")
        await pilot.press("enter")
        await until(pilot, lambda: "Space ticks it" in notice(app))


async def test_late_is_a_word(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "journey")
        rows = app.screen.query_one("#steps", Rows).rows
        late = [r for r in rows if r.mark == "late"]
        assert late and all(r.cells[0] == "late" and r.cells[2] for r in late)
        assert "! " in painted(app)


async def test_the_last_row_tells_about_the_program(open_app: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        await go(app, pilot, "journey")
        await pilot.press("end")
        await until(pilot, lambda: "mentoring@pmi-belgium.be" in shown(app, "#about-step"))
        assert "What the program team sees" in painted(app)
