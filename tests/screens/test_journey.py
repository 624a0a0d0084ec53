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


async def test_every_stage_and_step_of_my_role_is_listed(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "journey")
        keys = [r.key for r in app.screen.query_one("#steps", Rows).rows]
        program = app.view.program
        assert [k for k in keys if k.startswith("stage:")] == [f"stage:{s.id}" for s in program.stages]
        assert {s.id for s in program.steps if "mentor" in s.roles} < set(keys)
        assert "recap-mentee" not in keys
        assert word_of(app, "first-talk") == "done"
        assert "1.0.1 of 27 Aug 2025" in shown(app, "#handbook")
        assert "notes and logs stay with the two of you" in shown(app, "#sharing")


async def test_space_ticks_a_step_and_opens_it_again(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "step:match-check")
        assert isinstance(app.screen, JourneyRoom)
        assert "Ask yourself whether the match fits" in shown(app, "#about-step")
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
        assert late and all(r.cells[0] == "late" and r.cells[2].startswith("since") for r in late)


async def test_the_last_row_tells_about_the_program(open_app: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        await go(app, pilot, "journey")
        await pilot.press("end")
        await until(pilot, lambda: "mentoring@pmi-belgium.be" in shown(app, "#about-step"))
        assert "What the program hears" in painted(app)
