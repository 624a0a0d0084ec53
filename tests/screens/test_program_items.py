"""What a program plans, on the screen: an event is attended with one key, a planned session is planned as it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mentor_tui.schema.records import Pair, Session
from mentor_tui.screens.journey.worksheets import WorksheetScreen
from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.sessions.page import SessionScreen
from mentor_tui.screens.sessions.plan import PlanScreen
from mentor_tui.screens.widgets.dialogs import Ask, Confirm
from mentor_tui.workspace import Workspace

from ..packs import PLANNED, installed
from .conftest import OpenApp
from .seeing import seen
from .test_journey import word_of
from .walk import fill, form, go, notice, painted, save, shown, until


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


def in_harbour(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(Pair(id=pair.id, role="mentor", partner_name="Bram Claes", program=PLANNED, start="2026-05-01"))


async def test_an_event_is_attended_with_one_key_and_taken_back_with_another(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=in_harbour) as (app, pilot):
        await go(app, pilot, "step:opening")
        assert "space     logs that you were there" in shown(app, "#about-step")
        await pilot.press("space")
        await until(pilot, lambda: word_of(app, "opening") == "done")
        assert "Logged: Opening evening, today, 90 min" in notice(app)
        held = app.ws.all(Session)[0]
        assert (held.kind, held.minutes, held.program_item, app.view.met) == ("kickoff", 90, "opening", [])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        assert "Opening evening" in shown(app, "#all")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, SessionScreen))
        await pilot.press("u")
        await until(pilot, lambda: word_of(app, "opening") != "done")


async def test_an_event_of_unknown_length_asks_for_its_minutes_only(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True) as (app, pilot):
        await go(app, pilot, "step:kickoff")
        assert "space     asks how long it took and logs it" in shown(app, "#about-step")
        for typed, said in ((("x", "enter"), "Nothing was logged"), (("enter",), "the minutes are needed")):
            await pilot.press("space")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            await pilot.press(*typed)
            await until(pilot, lambda said=said: said in notice(app))
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Ask))
        assert not app.view.sessions
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"1h15", "enter")
        await until(pilot, lambda: "75 min" in notice(app))
        [held] = app.ws.all(Session)
        assert (held.kind, held.minutes, held.program_item, held.status) == ("kickoff", 75, "kickoff", "held")
        assert word_of(app, "kickoff") == "done"


async def test_an_event_of_more_than_eight_hours_is_asked_about_once_and_then_logged(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True) as (app, pilot):
        await go(app, pilot, "step:kickoff")
        for answer, said in (("n", "Not saved"), ("y", "Logged: ")):
            await pilot.press("space")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            await pilot.press(*"9h", "enter")
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            await pilot.press(answer)
            await until(pilot, lambda said=said: not isinstance(app.screen, Confirm) and said in notice(app))
        assert "540 min" in notice(app) and word_of(app, "kickoff") == "done"
        assert [held.minutes for held in app.ws.all(Session)] == [540]


async def test_a_planned_session_is_planned_as_the_program_has_it_with_its_forms_at_hand(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=in_harbour) as (app, pilot):
        await go(app, pilot, "step:s1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and form(app).body_widget.whole)
        raw = form(app).body_widget.raw()
        assert raw["objective"] == "Find out what you want of each other"
        assert (str(raw["minutes"]), raw["program_item"]) == ("75", "s1")
        await save(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        assert "Getting acquainted" in shown(app, "#all") and "At hand:" in shown(app, "#all")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, WorksheetScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await go(app, pilot, "plan")
        await until(pilot, lambda: form(app).body_widget.whole)
        assert form(app).body_widget.raw()["program_item"] == "s2"


async def test_another_session_of_the_program_brings_its_purpose_and_leaves_what_was_typed(open_app: OpenApp) -> None:
    async with open_app((120, 50), empty=True, prepare=in_harbour) as (app, pilot):
        await go(app, pilot, "plan")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and form(app).body_widget.whole)

        def stands() -> tuple[str, str, str]:
            raw = form(app).body_widget.raw()
            return str(raw["objective"]), str(raw["agenda"]), str(raw["minutes"])

        assert stands()[0] == "Find out what you want of each other"
        await fill(app, pilot, program_item="s2")
        await until(pilot, lambda: stands() == ("See what is missing and plan for it", "", "60"))
        await fill(app, pilot, agenda="My own list")
        await fill(app, pilot, program_item="s1")
        await until(pilot, lambda: stands() == ("Find out what you want of each other", "My own list", "75"))
        await fill(app, pilot, objective="What I want of it", program_item="")
        await until(pilot, lambda: stands() == ("What I want of it", "My own list", "60"))
        await save(app, pilot)
        [plan] = app.ws.all(Session)
        assert (plan.objective, plan.agenda, plan.program_item) == ("What I want of it", ["My own list"], "")


async def test_a_mentor_divides_an_event_that_earns_education_over_the_triangle(open_app: OpenApp) -> None:
    async with open_app((120, 50), empty=True, prepare=in_harbour) as (app, pilot):
        await go(app, pilot, "event:course")
        await until(pilot, lambda: isinstance(app.screen, LogScreen) and app.screen.body_widget.whole)
        screen = app.screen
        assert isinstance(screen, LogScreen)
        screen.body_widget.put({"power_skills": 1})
        await until(pilot, lambda: "Power 2.00" in shown(app, "#counts"))
        await pilot.press("f2")
        await until(pilot, lambda: bool(app.ws.all(Session)))
        held = app.ws.all(Session)[0]
        assert (held.kind, held.pdu_activity, held.power_skills) == ("group", "course", 1)
        await until(pilot, lambda: app.screen is not screen)
        await go(app, pilot, "pdus")
        assert "0 count, " in seen(app) and "with 1 event" in seen(app)
        assert "2.00 PDUs, Education" in seen(app)


async def test_a_log_said_to_be_an_event_of_the_program_is_kept_as_that_event_and_earns_no_hour(
    open_app: OpenApp,
) -> None:
    async with open_app((120, 50), empty=True, prepare=in_harbour) as (app, pilot):
        await go(app, pilot, "log")
        await until(pilot, lambda: isinstance(app.screen, LogScreen) and app.screen.body_widget.whole)
        assert isinstance(app.screen, LogScreen)
        body = app.screen.body_widget
        await pilot.press("f3")
        await until(pilot, lambda: body.editor("program_item") is not None)
        body.put({"minutes": 60, "program_item": "opening"})
        await until(pilot, lambda: "split it over the triangle" in shown(app, "#counts"))
        await pilot.press("f2")
        await until(pilot, lambda: bool(app.ws.all(Session)))
        [held] = app.ws.all(Session)
        assert (held.kind, held.minutes, held.program_item, app.view.met) == ("kickoff", 60, "opening", [])


async def test_a_session_that_was_an_item_of_an_older_pack_can_still_be_changed(open_app: OpenApp) -> None:
    def older(workspace: Workspace) -> None:
        in_harbour(workspace)
        pair = workspace.pairs[0]
        workspace.save(Session(id="old", pair_id=pair.id, on="2026-05-10", minutes=60, program_item="gone"))

    async with open_app((120, 40), empty=True, prepare=older) as (app, pilot):
        await go(app, pilot, "log:old")
        assert "Session 1" in painted(app)
        await pilot.press("f3")
        await pilot.press("f2")
        await until(pilot, lambda: app.ws.all(Session)[0].status == "held")
        assert app.ws.all(Session)[0].program_item == "gone"
