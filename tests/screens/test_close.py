"""Closing: steps, lessons, the last word, and everything still there afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_tui.mentoring.rhythm import upcoming
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Lesson
from mentor_tui.screens.close.close import CloseRoom
from mentor_tui.screens.documents.export import ExportScreen
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Confirm

from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import keys, wait_for


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_steps_of_my_role_and_the_lessons(open_app: OpenApp, role: Role, size: tuple[int, int]) -> None:
    async with open_app(size, role) as (app, pilot):
        app.go("close")
        await pilot.pause()
        steps = "\n".join(lines(app, "#steps"))
        assert ("Write your recap" in steps) == (role == "mentee")
        assert ("Review the outcomes together" in steps) == (role == "mentor")
        assert "Lessons" in seen(app) and "until 9 Jul" in seen(app)


async def test_close_the_pair_then_export_then_reopen(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_app() as (app, pilot):
        app.go("close")
        await pilot.pause()
        await pilot.press("c")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        await pilot.press("f2")  # completed, today: both are filled in
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        assert app.pair.status == "completed" and app.pair.ended_on == "2026-05-21"
        await pilot.pause()
        assert "Planned still: Mon 1 Jun" in seen(app)
        await pilot.press("enter")  # keeping is what Enter does
        await wait_for(pilot, lambda: isinstance(app.screen, CloseRoom))
        assert app.view.planned
        assert "completed on 21 May" in seen(app)
        await pilot.press("o")
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and app.screen.made)
        await pilot.press("f2")
        await wait_for(pilot, lambda: notice(app).startswith("Written"))
        written = next(tmp_path.glob("closure-*.md")).read_text("utf-8")
        assert "completed" in written and "Interim" not in written
        assert "s says so" in notice(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "done" not in next(line for line in lines(app, "#steps") if "Send the closure summary" in line)
        await pilot.press("o")  # written is not sent: only the person knows
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and app.screen.made)
        await pilot.press("s")
        await wait_for(pilot, lambda: notice(app).startswith("Noted: done"))
        await pilot.press("escape")
        await pilot.pause()
        assert "done" in next(line for line in lines(app, "#steps") if "Send the closure summary" in line)
        await pilot.press("r")
        await wait_for(pilot, lambda: app.pair.status == "active")
        assert app.pair.ended_on == ""


async def test_what_was_planned_with_a_closed_pair_can_fall_away(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        planned = len(app.view.planned)
        app.go("close:state")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: len(app.view.planned) < planned and "cancelled" in notice(app))
        assert not upcoming(app.view, app.clock.now())
        await pilot.press("u")
        await wait_for(pilot, lambda: len(app.view.planned) == planned)
        assert app.pair.status == "completed"


async def test_a_day_before_the_start_is_refused_and_the_text_stays(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("close:state")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        app.screen.body_widget.put({"ended_on": "2020-01-01", "end_reason": "we moved"})
        await pilot.press("f2")
        await wait_for(pilot, lambda: "before the start" in notice(app))
        assert app.pair.status == "active"
        assert app.screen.body_widget.raw()["end_reason"] == "we moved"


async def test_lessons_are_written_marked_and_deleted(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("close")
        await pilot.pause()
        assert "No lessons yet" in seen(app)
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        await pilot.press(*keys("ask before you answer"), "f2")
        await wait_for(pilot, lambda: isinstance(app.screen, CloseRoom))
        await pilot.pause()
        stand_on(app, "#lessons", "ask before")
        await pilot.pause()
        assert "only you" in lines(app, "#lessons")[0]
        await pilot.press("space")
        await wait_for(pilot, lambda: app.view.lessons[0].share)
        assert "program team" in lines(app, "#lessons")[0]
        await pilot.press("x")
        await wait_for(pilot, lambda: not app.ws.all(Lesson))
        await pilot.press("u")
        await wait_for(pilot, lambda: len(app.ws.all(Lesson)) == 1)


async def test_steps_are_ticked_with_space_and_opened_with_enter(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("close")
        await pilot.pause()
        key = stand_on(app, "#steps", "Claim your PDUs")
        await pilot.pause()
        await pilot.press("space")
        await wait_for(pilot, lambda: key in app.view.marks)
        assert "done" in next(line for line in lines(app, "#steps") if "Claim your PDUs" in line)
        await pilot.press("space")
        await wait_for(pilot, lambda: key not in app.view.marks)
        stand_on(app, "#steps", "Write a note for your mentee")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        assert app.screen.where == "form:closure"  # type: ignore[attr-defined]
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("m")
        await wait_for(pilot, lambda: getattr(app.screen, "where", "") == "form:midpoint")
