"""Notes: written, read, deleted, brought back; and what left stands beneath."""

from __future__ import annotations

from mentor_tui.schema.records import Note
from mentor_tui.screens.documents.register import RegisterScreen
from mentor_tui.screens.notes.notes import NotesRoom
from mentor_tui.screens.shell.form_screen import FormScreen

from .conftest import OpenApp
from .seeing import lines, notice, seen
from .test_firstrun import keys, wait_for


async def test_a_note_is_written_deleted_and_brought_back(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("notes")
        await pilot.pause()
        assert "No notes yet" in seen(app) and "Nothing exported yet" in seen(app)
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        await pilot.press(*keys("[@click=x]"), "tab", *keys("hi [/"), "f2")
        await wait_for(pilot, lambda: isinstance(app.screen, NotesRoom))
        await pilot.pause()
        assert lines(app, "#notes") == ["today [@click=x]"]
        assert "hi [/" in seen(app)
        await pilot.press("x")
        await wait_for(pilot, lambda: not app.ws.all(Note))
        await pilot.press("u")
        await wait_for(pilot, lambda: len(app.ws.all(Note)) == 1)


async def test_an_empty_note_is_not_saved_and_a_lost_one_is_said(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        await pilot.press("f2")
        await wait_for(pilot, lambda: "nothing to save" in notice(app))
        await pilot.press("escape")
        await pilot.pause()
        app.go("note:gone")
        await wait_for(pilot, lambda: "no longer there" in notice(app))


async def test_escape_keeps_a_half_written_note(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        await pilot.press(*keys("half a thought"), "escape")
        await wait_for(pilot, lambda: not isinstance(app.screen, FormScreen))
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await wait_for(pilot, lambda: app.screen.body_widget.raw()["title"] == "half a thought")  # type: ignore[attr-defined]


async def test_what_left_stands_below_and_in_full(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("notes")
        await pilot.pause()
        assert "Mid-point message" in seen(app)
        await pilot.press("r")
        await wait_for(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, NotesRoom))
