"""Typing under bad conditions: a window made too small meanwhile, a computer slower than the fingers."""

from __future__ import annotations

import pytest
from textual import events

from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.shell.form_screen import FormScreen

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import keys, wait_for


@pytest.mark.parametrize(
    ("place", "screen", "tabs"), [("note:new", FormScreen, 1), ("log", LogScreen, 2)], ids=["form", "log"]
)
async def test_typing_goes_on_in_the_same_field(open_app: OpenApp, place: str, screen: type, tabs: int) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go(place)
        await wait_for(pilot, lambda: isinstance(app.screen, screen) and app.focused is not None)
        await pilot.pause()
        await pilot.press(*["tab"] * tabs, *keys("half a "))
        field = app.focused
        for size in ((40, 10), (20, 3)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "This window is too" in seen(app)
        await pilot.press(*keys("tho"))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press(*keys("ught"))
        assert app.focused is field
        assert "half a thought" in seen(app)


async def test_enter_goes_on_before_the_next_letter_is_read(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        await pilot.pause()
        form = app.screen
        assert isinstance(form, FormScreen)
        line = next(e for e in form.body_widget.editors() if e.query("SafeInput"))
        following = form.body_widget.editors()[form.body_widget.editors().index(line) + 1 :]
        form.set_focus(line.query_one("#editor"))
        for key in (*keys("one"), "enter", *keys("two")):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await wait_for(pilot, lambda: "two" in str(following[0].raw) if following else "F2 saves" in seen(app))
        assert str(line.raw).endswith("one")


@pytest.mark.parametrize("place", ["register", "help", "page"])
async def test_the_digits_lead_from_a_page_to_an_area(open_app: OpenApp, place: str) -> None:
    async with open_app() as (app, pilot):
        if place == "register":
            app.go("register")
        elif place == "help":
            await pilot.press("f1")
        else:
            app.go(f"session:{app.view.met[-1].id}")
        await pilot.pause()
        assert len(app.screen_stack) == 3
        await pilot.press("3")
        await wait_for(pilot, lambda: getattr(app.screen, "AREA", "") == "goals")


async def test_what_is_typed_at_once_after_a_tab_is_in_the_next_field(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("log")
        await wait_for(pilot, lambda: isinstance(app.screen, LogScreen) and app.focused is not None)
        await pilot.pause()
        for key in (*keys("topic"), "tab", *keys("result"), "tab", *keys("mine"), "shift+tab", *keys("s")):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LogScreen)
        typed = screen.typed()
        assert (typed["focus"], typed["outcome"], typed["takeaways"]) == ("topic", "results", "mine")


async def test_the_line_of_keys_names_no_key_that_a_field_would_take_as_text(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await wait_for(pilot, lambda: "? help" in seen(app))
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        await pilot.pause()
        await wait_for(pilot, lambda: "f1 help" in seen(app))
        assert "? help" not in seen(app) and "f2 save" in seen(app)
