"""Keys pressed faster than the computer follows are obeyed in their order, in the place they were meant for."""

from __future__ import annotations

from textual import events

from mentor_tui.records import Note, Worksheet
from mentor_tui.screens.app import MentorApp
from mentor_tui.screens.form_screen import FormScreen

from .conftest import OpenApp
from .test_firstrun import wait_for


def at_once(app: MentorApp, *keys: str) -> None:
    """All of these keys in one go, as a terminal hands them over after a busy moment."""
    driver = app._driver
    assert driver is not None
    for key in keys:
        event = events.Key(key, " " if key == "space" else key if len(key) == 1 else None)
        event.set_sender(app)
        driver.send_message(event)


async def test_a_note_begun_before_it_is_there_loses_no_letter(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("notes")
        await pilot.pause()
        at_once(app, "n", *"quick thought", "tab", *"and more", "f2")
        await wait_for(pilot, lambda: bool(app.ws.all(Note)))
        (note,) = app.ws.all(Note)
        assert (note.title, note.text) == ("quick thought", "and more")


async def test_every_tick_lands_on_its_own_box(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        form = app.view.program.form("first-meeting")
        fields = list(form.fields("mentor"))
        app.go("form:first-meeting")
        ticks = []
        for number, field in enumerate(fields):
            if field.kind == "tick" and number % 3:
                ticks.append(field.id)
                at_once(app, "space")
            at_once(app, "tab")
        at_once(app, "f2")
        await wait_for(pilot, lambda: bool(app.ws.all(Worksheet)))
        (sheet,) = app.ws.all(Worksheet)
        assert sheet.answers == dict.fromkeys(ticks, True)


async def test_keys_after_escape_belong_to_the_place_below(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("notes")
        await pilot.pause()
        at_once(app, "n", *"kept", "escape", "3", "n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.where == "goal:new")
        (draft,) = app.ws.vault.drafts.all()
        assert '"title": "kept"' in draft.text


async def test_a_paste_takes_its_turn(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("notes")
        await pilot.pause()
        at_once(app, "n", "tab")
        driver = app._driver
        assert driver is not None
        driver.send_message(events.Paste("pasted words"))
        at_once(app, "tab", *"2026-05-20", "f2")
        await wait_for(pilot, lambda: bool(app.ws.all(Note)))
        (note,) = app.ws.all(Note)
        assert (note.text, note.on) == ("pasted words", "2026-05-20")
