"""Keys pressed faster than the computer follows are obeyed in their order, in the place they were meant for."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.timer import Timer

from mentor_tui.schema.records import Note, Worksheet
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.textual_fixes.type_ahead import Awaited, TypeAhead

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


async def test_keys_and_drafts_survive_a_computer_that_stalls_whenever_a_moment_is_waited_for(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    start: Any = Timer._start

    def start_late(timer: Any) -> None:
        if timer._repeat == 0:
            timer._interval = 1e-9  # over before it begins to wait
        start(timer)

    monkeypatch.setattr(Timer, "_start", start_late)
    async with open_app(empty=True) as (app, pilot):
        app.go("notes")
        await pilot.pause()
        at_once(app, "n", *"kept", "tab", *"and more")
        await wait_for(pilot, lambda: '"text": "and more"' in "".join(d.text for d in app.ws.vault.drafts.all()))
        (draft,) = app.ws.vault.drafts.all()
        assert '"title": "kept"' in draft.text


@pytest.mark.parametrize("looks", [3, 1000], ids=["comes to look three times in a minute", "is idle"])
async def test_a_place_that_is_not_ready_holds_keys_until_the_app_has_looked_often(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    obeyed: list[events.Event] = []
    due: list[Any] = []

    async def obey(event: events.Event) -> None:
        obeyed.append(event)

    class Place(Awaited):
        is_mounted = True
        ready = False

    place = Place()
    app: Any = SimpleNamespace(screen=place, focused=None, set_timer=lambda _seconds, look: due.append(look))
    ahead = TypeAhead(app, obey)
    now = time.monotonic()
    assert ahead.holds(events.Key("tab", None))
    for look in range(1, looks + 1):
        monkeypatch.setattr(time, "monotonic", lambda seconds=60 * look / looks: now + seconds)
        for callback in (due.pop() for _ in list(due)):
            await callback()
    assert bool(obeyed) == (looks == 1000)
    assert ahead.holding != bool(obeyed)
