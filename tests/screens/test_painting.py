"""What little is painted with each key adds up to the screen as a whole."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from textual._compositor import CompositorUpdate
from textual.pilot import Pilot

from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.editors import Prose, SafeInput
from mentor_tui.screens.widgets.plain import Plain

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import keys, wait_for


class Paper:
    """A terminal that keeps what the app paints on it."""

    def __init__(self, app: MentorApp) -> None:
        self.app = app
        self.screen = pyte.Screen(*app.size)
        self._stream = pyte.Stream(self.screen)
        app._display = self._display  # type: ignore[method-assign]
        app.screen.refresh()

    def _display(self, screen: Any, update: Any) -> None:
        if isinstance(update, CompositorUpdate) and screen is self.app.screen:
            self._stream.feed(update.render_segments(self.app.console))

    async def same(self, pilot: Pilot[int]) -> bool:
        """Whether the paper shows what the app would paint anew."""
        await pilot.pause(0.05)
        return [line.rstrip() for line in self.screen.display] == [line.rstrip() for line in seen(self.app).split("\n")]


@pytest.mark.usefixtures("paints_at_once")
async def test_after_each_step_the_screen_is_as_if_painted_anew(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        paper = Paper(app)
        assert await paper.same(pilot)
        for place in ("sessions", "goals", "note:new"):
            app.go(place)
            await pilot.pause(0.1)
            for key in ("down", "down", "tab", "up", "tab", "a", "b", "space", "c", "enter", "d", "backspace"):
                await pilot.press(key)
                assert await paper.same(pilot), (place, key)
            if place == "note:new":
                app.theme = "textual-light"
                assert await paper.same(pilot)
                app.say("A sentence that stands below, long enough to take more than one line of a narrow window. " * 2)
                assert await paper.same(pilot)
                paper.screen.resize(22, 80)
                await pilot.resize_terminal(80, 22)
                assert await paper.same(pilot)
            await pilot.press("escape")


async def test_a_line_longer_than_its_field_shows_the_end_that_is_written(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        line = app.screen.query(SafeInput).first()
        line.focus()
        await pilot.press(*keys("start " + "x" * 20))
        app.screen.query(SafeInput).first().insert_text_at_cursor("y" * 100 + " end")
        await pilot.pause(0.1)
        assert "end" in seen(app) and "start" not in seen(app)
        await pilot.press("home")
        await pilot.pause(0.1)
        assert "start" in seen(app) and "end" not in seen(app)


async def test_a_text_gets_the_lines_it_needs_and_gives_them_back(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("form:preparation")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        line = next(app.screen.query(".help").results(Plain))
        below = app.screen.query_one(Prose)
        first = below.region.y
        line.show("many words " * 20)
        await pilot.pause(0.1)
        assert line.size.height > 1 and below.region.y == first + line.size.height - 1
        line.show("a word")
        await pilot.pause(0.1)
        assert line.size.height == 1 and below.region.y == first


async def test_the_colours_of_what_is_written_follow_the_theme_and_the_cursor(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        prose = app.screen.query_one(Prose)

        def ground() -> str:
            style = prose.render_line(0)._segments[0].style
            assert style is not None and style.bgcolor is not None
            return str(style.bgcolor.name)

        found = []
        for theme in (app.theme, "textual-light"):
            app.theme = theme
            for inside in (False, True):
                prose.focus() if inside else app.screen.query(SafeInput).first().focus()
                await pilot.pause(0.1)
                prose.render_lines(prose.size.region)
                assert prose._theme.base_style is not None and prose._theme.base_style.bgcolor is not None
                assert prose._theme.base_style.bgcolor.name == prose.rich_style.bgcolor.name  # type: ignore[union-attr]
                found.append(ground())
        assert len(set(found)) == 4
