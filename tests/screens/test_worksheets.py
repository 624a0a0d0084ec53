"""The program's forms on the screen: checklists tick and stay ticked, questions keep their words."""

from __future__ import annotations

from typing import Any

from mentor_tui.schema import programs
from mentor_tui.schema.records import Agreement, Worksheet, to_document
from mentor_tui.screens.journey.journey import JourneyRoom
from mentor_tui.screens.journey.worksheets import WorksheetScreen, progress
from mentor_tui.vault import Change

from .walk import fill, go, notice, painted, save, shown, until


async def test_a_checklist_ticks_counts_and_stays(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "journey")
        await go(app, pilot, "form:first-meeting")
        assert "0 of 22 ticked" in shown(app, "#title")
        assert "[ ] I talked about my work" in painted(app)
        await pilot.press("space", "down", "down", "space")
        await until(pilot, lambda: "2 of 22 ticked" in shown(app, "#title"))
        assert "[x] I talked about my work" in painted(app)
        await save(app, pilot)
        assert isinstance(app.screen, JourneyRoom)
        assert app.view.answers("first-meeting") == {"know_mine": True, "know_influences": True}
        await go(app, pilot, "form:first-meeting")
        assert "2 of 22 ticked" in shown(app, "#title")
        await pilot.press("space")
        await save(app, pilot)
        assert app.view.answers("first-meeting") == {"know_influences": True}


async def test_saving_moves_the_journey_on_and_undo_takes_it_back(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "step:prepare-mentor")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WorksheetScreen))
        await fill(app, pilot, **{next(f.id for f in app.screen.body_widget.fields() if f.kind == "text"): "Curious"})
        await save(app, pilot)
        await until(pilot, lambda: "state done" in shown(app, "#about-step"))
        await pilot.press("u")
        await until(pilot, lambda: "state done" not in shown(app, "#about-step"))
        assert app.view.worksheets == {}


async def test_escape_keeps_ticks_and_offers_them_again(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "journey")
        await go(app, pilot, "form:first-meeting")
        await pilot.press("space", "escape")
        await until(pilot, lambda: isinstance(app.screen, JourneyRoom))
        assert app.view.worksheets == {}
        await go(app, pilot, "form:first-meeting")
        await until(pilot, lambda: "is back" in notice(app) and "1 of 22" in shown(app, "#title"))


async def test_answers_of_the_other_role_stay_when_mine_are_saved(open_app: Any) -> None:
    def prepare(workspace: Any) -> None:
        pair = workspace.pairs[0]
        workspace.save(Worksheet(pair_id=pair.id, form="midpoint", answers={"duty_prepared": True}))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        await go(app, pilot, "form:midpoint")
        assert app.screen.body_widget.editor("duty_prepared") is None
        await fill(app, pilot, what_works="The rhythm")
        await save(app, pilot)
        assert app.view.answers("midpoint") == {"duty_prepared": True, "what_works": "The rhythm"}


async def test_the_learning_log_is_that_of_the_last_talk_and_stays_apart_from_the_notes(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "learning-log")
        last = app.view.met[-1]
        assert "session" in shown(app, "#title")
        await fill(app, pilot, more_insight="How to say no")
        await save(app, pilot)
        assert app.view.logs[last.id].answers["more_insight"] == "How to say no"
        assert "How to say no" not in app.view.met[-1].private_notes
        await go(app, pilot, "form:learning-log")
        assert app.screen.where == f"learning-log:{last.id}"


async def test_without_a_talk_the_learning_log_says_when_it_opens(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("learning-log")
        await until(pilot, lambda: "once one is logged" in notice(app))


async def test_an_unknown_form_is_said(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("form:nothing")
        await until(pilot, lambda: "has no form called nothing" in notice(app))


def test_progress_counts_ticks_in_a_checklist_and_answers_elsewhere() -> None:
    forms = programs.load("pmi-belgium").forms
    assert progress(forms["first-meeting"], {"know_mine": True, "know_yours": False}) == "1 of 2 ticked"
    assert progress(forms["learning-log"], {"takeaways": "x", "follow_up": " "}) == "1 of 2 answered"


async def test_a_form_for_the_other_role_says_so(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("form:goal-reflection")
        await until(pilot, lambda: "is a form for the mentee." in notice(app))


async def test_answers_to_questions_that_a_form_no_longer_asks_are_read_below_it_and_stay(open_app: Any) -> None:
    def prepare(workspace: Any) -> None:
        pair = workspace.pairs[0]
        answers = {"what_works": "The rhythm", "what_moved": "A word of the older form"}
        older = Worksheet(id="w", pair_id=pair.id, form="midpoint", answers=answers)
        workspace.vault.commit([Change("worksheets", "w", to_document(older), None)])  # as an older pack left it

    async with open_app((80, 24), empty=True, prepare=prepare) as (app, pilot):
        await go(app, pilot, "form:midpoint")
        await until(pilot, lambda: app.screen.body_widget.whole)
        await pilot.press("shift+tab")  # round to the last thing on the page, which is there to read
        await until(pilot, lambda: "A word of the older form" in painted(app))
        assert "No longer asked" in painted(app) and "What moved" in painted(app)
        await pilot.press("x")
        assert not app.screen.dirty
        await fill(app, pilot, what_works="The silence")
        await save(app, pilot)
        assert app.view.answers("midpoint") == {"what_works": "The silence", "what_moved": "A word of the older form"}


async def test_the_agreement_shows_what_it_no_longer_asks(open_app: Any) -> None:
    def prepare(workspace: Any) -> None:
        answers = {"purpose": "Grow", "our_motto": "Slowly but surely"}
        older = Agreement(id="a", pair_id=workspace.pairs[0].id, answers=answers)
        workspace.vault.commit([Change("agreements", "a", to_document(older), None)])

    async with open_app((120, 40), empty=True, prepare=prepare) as (app, pilot):
        await go(app, pilot, "agreement")
        await until(pilot, lambda: "Slowly but surely" in shown(app, "#agreement-text"))
        assert "No longer asked" in shown(app, "#agreement-text") and "Our motto" in painted(app)
        await go(app, pilot, "agreement-edit:a")
        await until(pilot, lambda: app.screen.body_widget.whole)
        assert "Our motto\nSlowly but surely" in app.screen.body_widget.former
