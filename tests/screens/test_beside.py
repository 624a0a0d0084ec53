"""Work done beside what is on the screen ends with its place."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.widget import Widget

from mentor_tui.screens.shell.base import Desk
from mentor_tui.screens.shell.beside import beside
from mentor_tui.screens.widgets.plain import Plain

from .conftest import OpenApp
from .test_firstrun import wait_for


class Lingering(Widget):
    """Goes slowly, so that the widgets beside it are gone before the screen is."""

    async def on_unmount(self) -> None:
        place = self.screen
        assert isinstance(place, Looking)
        place.goes.set()
        await asyncio.sleep(0.3)


class Looking(Desk):
    """Looks something up, and shows it when it may, or as its widgets are about to go."""

    def __init__(self) -> None:
        super().__init__()
        self.looks, self.goes = asyncio.Event(), asyncio.Event()
        self.shown = False

    def body(self) -> ComposeResult:
        yield Plain("nothing yet", id="found")
        yield Lingering()

    def on_mount(self) -> None:
        beside(self, self._look)

    async def _look(self) -> None:
        self.looks.set()
        await self.goes.wait()
        self.query_one("#found", Plain).show("found")
        self.shown = True


async def test_what_is_looked_up_for_a_place_that_is_left_is_given_up(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        place = Looking()
        await app.push_screen(place)
        await place.looks.wait()
        await app.pop_screen()
        assert app.is_open and place.goes.is_set() and not place.shown


async def test_what_is_looked_up_for_a_place_that_stays_is_shown(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        place = Looking()
        await app.push_screen(place)
        await place.looks.wait()
        place.goes.set()
        await wait_for(pilot, lambda: place.shown)


async def test_what_works_beside_every_place_ends_before_the_last_place_goes(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):

        async def look() -> None:
            while True:
                assert app.screen
                await asyncio.sleep(0)

        beside(app, look)
        await pilot.pause(0.1)


async def test_nobody_looks_at_the_vault_any_more_once_the_places_go(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    going: list[bool] = []
    looked: list[bool] = []

    def look(_vault: object) -> bool:
        looked.extend(going)
        return False

    async with open_app() as (app, _):
        prune: Any = app._prune

        async def prune_slowly(*nodes: Widget) -> None:
            going.append(True)
            await asyncio.sleep(1.5 * app.setup.idle_check_seconds)
            await prune(*nodes)

        monkeypatch.setattr(app, "_prune", prune_slowly)
        monkeypatch.setattr("mentor_tui.vault.has_new_keys", look)
    assert going and not looked
