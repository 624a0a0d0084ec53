"""Actions: noted in a line, ticked, moved, dropped."""

from __future__ import annotations

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Select

from mentor_tui.schema.records import Action, Goal
from mentor_tui.screens.actions.action_page import QuickAction
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.rows import Rows

from .conftest import OpenApp
from .seeing import notice, stand_on


async def write(pilot: Pilot[int], words: str) -> None:
    pilot.app.post_message(events.Paste(words))
    await pilot.pause()


def page(app: MentorApp) -> str:
    """What stands on the screen now."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def chosen(app: MentorApp) -> str:
    return app.screen.query_one("#list", Rows).current


async def test_a_promise_is_one_line_from_home(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        known = {a.id for a in app.view.actions}
        await pilot.press("a")
        await write(pilot, "Bram: sponsor memo by 28/5")
        assert "Bram: sponsor memo, by Thu 28 May" in page(app)
        await pilot.press("enter")
        await pilot.pause()
        [new] = [a for a in app.view.actions if a.id not in known]
        assert (new.text, new.owner, new.due, new.status) == ("sponsor memo", "mentee", "2026-05-28", "open")
        assert type(app.screen).__name__ == "HomeRoom"
        assert "Bram: sponsor memo" in app.screen.query_one(Notice).sentence


async def test_both_promise_and_an_empty_line_saves_nothing(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("a", "enter")
        await pilot.pause()
        assert isinstance(app.screen, QuickAction) and not app.view.actions
        await write(pilot, "both: read chapter 3")
        await pilot.press("f2")
        await pilot.pause()
        assert sorted(a.owner for a in app.view.actions) == ["mentee", "mentor"]


async def test_a_line_in_doubt_is_asked_about_and_not_saved(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("a")
        await write(pilot, "Bram: memo by Monday 28 May")
        assert "2026-05-28 is a Thursday, not a Monday" in page(app)
        for key in ("enter", "f2"):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, QuickAction) and not app.view.actions
        assert app.screen.query_one(Input).value == "Bram: memo by Monday 28 May"


async def test_all_fields_leave_a_day_in_doubt_open_and_say_so(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("a")
        await write(pilot, "Bram: memo by Monday 28 May")
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.body_widget.raw()["due"] == ""
        assert app.screen.body_widget.raw()["text"] == "Bram: memo by Monday 28 May"
        assert "2026-05-28 is a Thursday, not a Monday" in notice(app)


async def test_all_fields_of_a_promise_of_both_say_that_they_are_for_one(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("a")
        await write(pilot, "both: read chapter 3")
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert "This one is yours" in notice(app)


async def test_a_half_typed_line_is_there_again(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("a")
        await write(pilot, "Bram: half")
        await pilot.press("escape")
        await pilot.pause()
        assert not app.view.actions
        await pilot.press("a")
        await pilot.pause(0.05)
        assert app.screen.query_one(Input).value == "Bram: half"


async def test_all_fields_open_with_what_was_typed_and_names_instead_of_ids(open_app: OpenApp) -> None:
    async with open_app(size=(100, 50)) as (app, pilot):
        goal = app.view.goals[0]
        known = {a.id for a in app.view.actions}
        await pilot.press("a")
        await write(pilot, "Bram: sponsor memo by 28/5")
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        shown = page(app)
        assert "sponsor memo" in shown and "Bram (mentee)" in shown and "2026-05-28" in shown
        assert goal.id not in shown
        app.screen.query_one("#field-goal_id Select", Select).value = goal.id
        await pilot.pause()
        assert (goal.title or goal.action)[:20] in page(app)
        await pilot.press("f2")
        await pilot.pause()
        [new] = [a for a in app.view.actions if a.id not in known]
        assert (new.goal_id, new.due) == (goal.id, "2026-05-28")
        assert app.ws.get(Goal, new.goal_id) is not None


async def test_the_next_key_is_about_the_action_that_was_just_noted_and_ticking_says_which(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("6")
        await pilot.pause()
        await pilot.press("n")
        await write(pilot, "Bram: lend the book")
        await pilot.press("enter")
        await pilot.pause()
        action = app.ws.get(Action, chosen(app))
        assert action is not None and action.text == "lend the book"
        await pilot.press("space")
        await pilot.pause()
        assert "lend the book, done" in app.screen.query_one(Notice).sentence


async def test_space_ticks_and_unticks(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("6")
        await pilot.pause()
        first = chosen(app)
        assert "late" in page(app)
        await pilot.press("space")
        await pilot.pause()
        done = app.ws.get(Action, first)
        assert done is not None and (done.status, done.done_on) == ("done", "2026-05-21")
        await pilot.press("u")
        await pilot.pause()
        again = app.ws.get(Action, first)
        assert again is not None and (again.status, again.done_on) == ("open", "")


async def test_a_promise_is_moved_and_let_go_with_a_word(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("6")
        await pilot.pause()
        first = chosen(app)
        before = app.ws.get(Action, first)
        await pilot.press("m")
        await pilot.pause()
        app.screen.query_one(Input).value = "31/02"
        await pilot.press("enter")
        await pilot.pause()
        assert "31/02 is not a day in the calendar" in app.screen.query_one(Notice).sentence
        await pilot.press("m")
        await pilot.pause()
        app.screen.query_one(Input).value = "Mon 28 May"
        await pilot.press("enter")
        await pilot.pause()
        assert "2026-05-28 is a Thursday, not a Monday" in app.screen.query_one(Notice).sentence
        assert app.ws.get(Action, first) == before
        await pilot.press("m")
        await pilot.pause()
        app.screen.query_one(Input).value = "in 2 weeks"
        await pilot.press("enter")
        await pilot.pause()
        moved = app.ws.get(Action, first)
        assert moved is not None and moved.due == "2026-06-04"
        assert chosen(app) == first  # the cursor stays with it, wherever it goes
        assert "cancel" in page(app) and "let go" not in page(app)
        await pilot.press("d")
        await pilot.pause()
        assert "Cancel this action?" in page(app)
        await write(pilot, "no longer needed")
        await pilot.press("enter")
        await pilot.pause()
        assert "action cancelled" in notice(app)
        gone = app.ws.get(Action, first)
        assert gone is not None and (gone.status, gone.result) == ("dropped", "no longer needed")


async def test_a_finished_promise_is_not_opened_again_by_moving_it(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("actions")
        await pilot.pause()
        done = next(a for a in app.view.actions if a.status == "done")
        stand_on(app, "#list", done.text[:20])
        await pilot.press("m")
        await pilot.pause()
        assert "is done" in notice(app) and app.ws.get(Action, done.id) == done


async def test_enter_edits_and_x_deletes_with_a_way_back(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("6")
        await pilot.pause()
        first = chosen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        app.screen.query_one("#field-text Input", Input).value = "Send the RAID log"
        await pilot.press("f2")
        await pilot.pause()
        changed = app.ws.get(Action, first)
        assert changed is not None and changed.text == "Send the RAID log"
        await pilot.press("x")
        await pilot.pause()
        assert app.ws.get(Action, first) is None
        await pilot.press("u")
        await pilot.pause()
        assert app.ws.get(Action, first) is not None


async def test_an_empty_list_says_how_to_fill_it(open_app: OpenApp) -> None:
    async with open_app(empty=True, size=(120, 40)) as (app, pilot):
        await pilot.press("6")
        await pilot.pause()
        assert "No actions yet. n notes one" in page(app)
        await pilot.press("space", "e", "m", "d", "x")  # nothing to do it with, and nothing happens
        assert not app.view.actions


async def test_every_key_of_an_empty_list_says_what_to_do(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        for place, keys, word in (("actions", "emdx", "n notes one"), ("sessions", "ex", "n plans one")):
            app.go(place)
            await pilot.pause()
            for key in keys:
                app.screen.query_one(Notice).say("")
                await pilot.press(key)
                await pilot.pause()
                assert word in notice(app)
