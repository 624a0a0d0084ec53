"""Goals on the screen: written, moved on, ticked, reviewed, deleted and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mentor_tui.schema.records import Action, Goal, Session
from mentor_tui.screens.goals.goal_page import GoalScreen
from mentor_tui.screens.goals.goals import GoalsRoom
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Choose
from tests.own_pack import own_templates

from .conftest import OpenApp
from .walk import HOSTILE, TYPED, fill, go, notice, painted, save, shown, until


async def test_an_empty_list_says_how_to_fill_it_and_n_writes_the_first_goal(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "goals")
        assert "n writes the first one" in painted(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"Lead")
        assert "SMART: 0 of 5" in shown(app, "#hint")
        await fill(app, pilot, action="Chair a meeting", by_when="30/6")
        await until(pilot, lambda: "2 of 5" in shown(app, "#hint"))
        await save(app, pilot)
        assert isinstance(app.screen, GoalsRoom)
        (goal,) = app.view.goals
        assert (goal.title, goal.by_when, goal.status) == ("Lead", "2026-06-30", "active")
        assert "Lead" in painted(app)


async def test_a_goal_shows_its_bar_its_progress_over_time_and_its_day_among_the_others(open_app: Any) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await go(app, pilot, "goals")
        page = painted(app)
        for words in (
            "Goals of Bram",
            "Thu 25 Jun",
            "60 %",
            "next: Lead the next committee",
            "concluded together on",
            "By when",
            "Thu 25 Jun, in 35 days",
            "Progress over time",
            "today",
            "Thu  7 May   60 %  Led a whole one",
        ):
            assert words in page, words
        assert any("20 %" in line and "███" in line for line in page.split("\n"))
        await pilot.press("down", "down")
        await until(pilot, lambda: "reached, 100 %" in painted(app))


async def test_many_goals_take_one_line_each(open_app: Any) -> None:
    def many(workspace: Any) -> None:
        pair = workspace.pairs[0]
        workspace.save(*(Goal(pair_id=pair.id, title=f"Goal {n}", percent=n) for n in range(30)))

    async with open_app(empty=True, prepare=many) as (app, pilot):
        await go(app, pilot, "goals")
        lines = [line for line in painted(app).split("\n") if " Goal " in line and " %" in line]
        assert len(lines) > 9 and all("active" in line for line in lines)


async def test_actions_and_sessions_that_name_a_goal_are_read_with_it(open_app: Any) -> None:
    def linked(workspace: Any) -> None:
        pair = workspace.pairs[0]
        goal = Goal(pair_id=pair.id, title="Lead a committee")
        action = Action(pair_id=pair.id, text="Book the room", goal_id=goal.id, due="2026-05-01")
        named = Session(pair_id=pair.id, on="2026-05-07", status="held", minutes=60, focus="How to lead a committee")
        other = Session(pair_id=pair.id, on="2026-05-14", status="held", minutes=60, focus="Something else")
        workspace.save(goal, action, named, other)

    async with open_app((120, 40), empty=True, prepare=linked) as (app, pilot):
        await go(app, pilot, "goals")
        told = shown(app, "#look-text")
        assert "Bram: Book the room, by 1 May  late" in told
        assert "Thu  7 May" in told and "Something else" not in told


async def test_an_untitled_goal_is_not_saved_and_says_what_is_missing(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "goal:new")
        await pilot.press("f2")
        await until(pilot, lambda: "title is enough" in notice(app))
        assert app.view.goals == []


async def test_a_day_that_does_not_exist_is_said_and_the_text_stays(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "goal:new")
        await fill(app, pilot, title="Say no", by_when="31/02")
        await pilot.press("f2")
        await until(pilot, lambda: "31/02 is not a day in the calendar" in notice(app))
        assert isinstance(app.screen, FormScreen)
        assert app.screen.body_widget.raw()["title"] == "Say no"
        assert app.screen.body_widget.raw()["by_when"] == "31/02"
        assert app.view.goals == []


@pytest.mark.soak  # the same form as in test_agreement.py; its place is taken up in test_stored_drafts.py
async def test_escape_keeps_what_was_typed_and_offers_it_again(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "goals")
        await go(app, pilot, "goal:new")
        await pilot.press(*"Half a thought".replace(" ", "_"), "escape")
        await until(pilot, lambda: isinstance(app.screen, GoalsRoom))
        assert app.view.goals == []
        await go(app, pilot, "goal:new")
        await until(pilot, lambda: "is back" in notice(app))
        assert app.screen.body_widget.raw()["title"] == "Half_a_thought"


async def test_the_life_of_a_goal(open_app: Any) -> None:
    async with open_app(size=(120, 40), empty=True, prepare=_one_goal) as (app, pilot):
        await go(app, pilot, "goals")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, GoalScreen))

        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await fill(app, pilot, text="Led the first half.", percent="40")
        await save(app, pilot)
        assert "40 %" in shown(app, "#goal-head")
        assert "Led the first half." in painted(app)

        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await fill(app, pilot, text="Ask the sponsor", due="2026-05-01")
        await save(app, pilot)
        assert "! Ask the sponsor" in painted(app) and "late   Fri  1 May" in painted(app)
        await pilot.press("space")
        await until(pilot, lambda: app.view.goals[0].steps[0].done_on == "2026-05-21")
        await until(pilot, lambda: "✓ Ask the sponsor" in painted(app) and "done   Thu 21 May" in painted(app))

        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await fill(app, pilot, text="We did it.", status="reached")
        await save(app, pilot)
        goal = app.view.goals[0]
        assert (goal.status, goal.percent, goal.reviews[0].at) == ("reached", 100, "closure")
        assert "Closing review" in shown(app, "#goal-text")

        await pilot.press("s")
        await until(pilot, lambda: app.view.goals[0].share_title)
        assert "title shared with the program" in shown(app, "#goal-head")


async def test_a_goal_and_its_parts_are_deleted_and_brought_back(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_one_goal) as (app, pilot):
        await go(app, pilot, "goals")
        await pilot.press("x")
        await until(pilot, lambda: app.view.goals == [])
        await pilot.press("u")
        await until(pilot, lambda: len(app.view.goals) == 1)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await fill(app, pilot, text="A note", percent="10")
        await save(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.view.goals[0].notes == [])
        await pilot.press("u")
        await until(pilot, lambda: len(app.view.goals[0].notes) == 1)


async def test_more_than_three_goals_get_a_calm_word(open_app: Any) -> None:
    def four(workspace: Any) -> None:
        pair = workspace.pairs[0]
        workspace.save(*(Goal(pair_id=pair.id, title=f"Goal {n}") for n in range(4)))

    async with open_app(empty=True, prepare=four) as (app, pilot):
        await go(app, pilot, "goals")
        assert "4 goals are a lot" in painted(app)


@pytest.mark.soak  # each widget shows such a text in test_markup.py and test_escapes.py
async def test_hostile_text_is_only_text(open_app: Any) -> None:
    async with open_app(size=(120, 40), empty=True) as (app, pilot):
        await go(app, pilot, "goals")
        await go(app, pilot, "goal:new")
        await fill(app, pilot, title=HOSTILE, action=HOSTILE)
        await save(app, pilot)
        assert TYPED in painted(app)
        assert "\x1b" not in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, GoalScreen))
        assert TYPED in painted(app)
        await pilot.click("#goal-head", offset=(12, 0))
        await pilot.click("#goal-text", offset=(12, 1))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert TYPED in shown(app, "#title")
        assert app.is_open and not app.crash


async def test_the_mouse_opens_a_goal(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_one_goal) as (app, pilot):
        await go(app, pilot, "goals")
        await pilot.click("#goals", offset=(4, 1))
        await until(pilot, lambda: isinstance(app.screen, GoalScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, GoalsRoom))


async def test_locking_on_a_goal_comes_back_to_it(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_one_goal) as (app, pilot):
        await go(app, pilot, f"goal:{app.view.goals[0].id}")
        app.lock()
        await pilot.pause()
        assert app.resume_at.startswith("goal:")


def _one_goal(workspace: Any) -> None:
    workspace.save(Goal(pair_id=workspace.pairs[0].id, title="Lead a committee"))


async def test_the_occasions_of_reviews_are_those_of_the_program(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_templates(tmp_path / "templates", monkeypatch) as templates:
        templates.say('occasions = [{ id = "closure", title = "Last look", label = "When we part" }]')
        async with open_app() as (app, pilot):
            await go(app, pilot, f"goal:{app.view.goals[0].id}")
            await pilot.press("v")
            await until(pilot, lambda: isinstance(app.screen, Choose))
            assert "When we part" in painted(app) and "Half-way" not in painted(app)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, FormScreen))
            assert "Last look" in painted(app)
            await fill(app, pilot, text="We did it.", status="reached")
            await save(app, pilot)
            assert app.view.goals[0].reviews[-1].at == "closure"
            assert "Last look" in shown(app, "#goal-text")
