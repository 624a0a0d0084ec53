"""You, your pairs: change, add, switch, delete after a yes."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import msgspec
import pytest

from mentor_tui.schema.records import Note, Pair, Session
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.people.pairs import PairsScreen
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Confirm
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import wait_for


def _second(workspace: Workspace) -> None:
    other = Pair(role="mentee", partner_name="Zoë", start="2026-04-01", end="2026-08-29")
    workspace.save(
        other, Note(pair_id=other.id, text="only here"), Session(pair_id=other.id, on="2026-04-02", minutes=30)
    )


async def test_the_profile_is_changed(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("profile")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        app.screen.body_widget.put({"name": "Ana P."})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.ws.profile.name == "Ana P.")


async def test_a_zone_once_guessed_is_put_right_with_the_meetings_planned_in_it(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        plan = msgspec.structs.replace(app.view.planned[-1], zone="UTC", invited_on="2026-05-20")
        elsewhere = Session(pair_id=app.pair.id, on="2026-06-20", start="18:00", zone="Asia/Tokyo")
        app.ws.save(msgspec.structs.replace(app.ws.profile, zone="UTC"), plan, elsewhere)
        app.go("profile")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        app.screen.body_widget.put({"zone": "europe/brussels"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.ws.profile.zone == "Europe/Brussels")
        stored = app.ws.table(Session)
        assert (stored[plan.id].zone, stored[plan.id].invited_on) == ("Europe/Brussels", "")
        assert stored[elsewhere.id].zone == "Asia/Tokyo"
        await wait_for(pilot, lambda: "1 planned session in that zone too" in notice(app))


async def test_an_end_before_the_start_is_refused(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("pair")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, FormScreen)
        assert "status" not in screen.body_widget.raw()  # that is said where pairs are closed
        screen.body_widget.put({"end": "2025-01-01", "cohort": "spring"})
        await pilot.press("f2")
        await wait_for(pilot, lambda: "before the start" in notice(app))
        screen.body_widget.put({"end": "2026-09-01"})
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.pair.cohort == "spring")
        assert app.pair.end == "2026-09-01" and app.pair.status == "active"


async def test_moving_the_start_takes_the_programs_own_end_along_and_says_so(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        length = app.ws.program(app.pair).length_days
        start = date.fromisoformat(app.pair.start)
        app.go("pair")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, FormScreen)
        screen.body_widget.put({"end": (start + timedelta(days=length)).isoformat()})
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.pair.end == (start + timedelta(days=length)).isoformat())
        app.go("pair")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen is not screen)
        await pilot.pause()
        moved = start - timedelta(days=90)
        app.screen.body_widget.put({"start": moved.isoformat()})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.pair.start == moved.isoformat())
        assert app.pair.end == (moved + timedelta(days=length)).isoformat()
        await wait_for(pilot, lambda: "moved to" in notice(app))


async def test_a_new_pair_is_added_and_shown(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("f8")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        await pilot.press("f2")
        await wait_for(pilot, lambda: "partner's name is needed" in notice(app))
        app.screen.body_widget.put({"partner_name": "Zoë", "role": "mentee"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))
        assert len(app.ws.pairs) == 2
        assert app.pair.partner_name == "Zoë" and app.pair.role == "mentee"
        assert app.pair.end == "2026-10-18"  # 150 days, the program's length


async def test_enter_switches_to_a_pair(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_second) as (app, pilot):
        app.go("pairs")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and len(lines(app, "#pairs")) == 2)
        name = "Zoë" if app.pair.partner_name != "Zoë" else "Bram"
        stand_on(app, "#pairs", name)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))
        assert app.pair.partner_name.startswith(name)


async def test_deleting_the_open_pair_says_what_goes_and_undo_brings_it_back(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_second) as (app, pilot):
        app.open_pair(next(p.id for p in app.ws.pairs if p.partner_name == "Zoë"))
        app.go("pairs")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and len(lines(app, "#pairs")) == 2)
        stand_on(app, "#pairs", "Zoë")
        await pilot.press("x")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        assert "1 session, 1 note and all answers" in seen(app) and "until you quit" in seen(app)
        await pilot.press("n")
        await pilot.pause()
        assert len(app.ws.pairs) == 2
        await pilot.press("x")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))
        assert len(app.ws.pairs) == 1 and not app.ws.all(Note)
        await pilot.press("u")
        await wait_for(pilot, lambda: len(app.ws.pairs) == 2 and len(app.ws.all(Note)) == 1)


async def test_the_only_pair_stays(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("pairs")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and bool(lines(app, "#pairs")))
        await pilot.press("x")
        await wait_for(pilot, lambda: "only pair" in notice(app))
        assert len(app.ws.pairs) == 1


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
async def test_places_left_before_they_are_painted_do_no_harm(open_app: OpenApp, steps: int) -> None:
    """Keys typed ahead on a slow machine: in and out again at once."""
    async with open_app(empty=True) as (app, pilot):
        for place in ("pairs", "settings", "export", "export:closure", "find", "pdus", "close:state", "notes", "home"):
            app.go(place)
            for _ in range(steps):  # a little way into coming up
                await asyncio.sleep(0)
            if len(app.screen_stack) > 2:
                app.pop_screen()
        await pilot.pause()
        assert isinstance(app.screen, HomeRoom) and not app.crash
