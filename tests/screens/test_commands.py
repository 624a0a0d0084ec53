"""What the list of commands and the small boxes say."""

from __future__ import annotations

from textual.command import CommandPalette

from mentor_tui.screens.widgets.dialogs import Ask, Choose

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import keys, wait_for


async def test_every_line_of_the_palette_stands_alone(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await pilot.press("ctrl+p")
        await wait_for(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.pause(0.5)
        assert "Put the next thing off until tomorrow" in seen(app)
        await pilot.press(*keys("lock the vault"))
        await wait_for(pilot, lambda: "Lock the vault now" in seen(app) and "Search for" not in seen(app))


async def test_a_small_box_says_what_enter_and_escape_do(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        for box in (Ask("Why?"), Choose("Which?", [("a", "this one")])):
            app.push_screen(box)
            await pilot.pause()
            assert "Enter" in seen(app) and "Escape leaves it as it is" in seen(app)
            await pilot.press("escape")
            await pilot.pause()
