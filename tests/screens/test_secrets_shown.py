"""A passphrase can be looked at while it is typed, and is dots again soon."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from mentor_tui.screens.shell.picture import blanked

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import WORDS, keys, make_app, wait_for
from .walk import go


async def test_a_key_shows_the_passphrase_and_leaving_the_field_hides_it(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", *keys(WORDS))
        await wait_for(pilot, lambda: "••••" in seen(app))
        assert WORDS not in seen(app) and "show or hide" in seen(app).splitlines()[-1]
        await pilot.press("ctrl+r")
        await wait_for(pilot, lambda: WORDS in seen(app))
        assert WORDS not in blanked(app.screen)
        await pilot.press("ctrl+r")
        await wait_for(pilot, lambda: WORDS not in seen(app))
        await pilot.press("ctrl+r", "enter")
        await wait_for(pilot, lambda: app.focused is app.screen.query_one("#second", Input))
        assert WORDS not in seen(app)
        await pilot.press("x", "enter")
        await wait_for(pilot, lambda: "The two are different" in seen(app))
        await pilot.press("z")
        await wait_for(pilot, lambda: "The two are different" not in seen(app))  # it is not said of the next try


async def test_letters_in_a_list_never_choose_the_entry_that_says_nothing(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "action:long")
        editor = app.screen.body_widget.editor("owner")  # type: ignore[attr-defined]
        editor.put("mentee")
        editor.focus_editor()
        await pilot.press("enter", "c", "h", "enter")
        await pilot.pause()
        assert editor.raw == "mentee"
        await pilot.press("enter", *"mentor", "enter")
        await wait_for(pilot, lambda: editor.raw == "mentor")
