"""A field says beside what is typed how it was understood."""

from __future__ import annotations

from .conftest import OpenApp
from .seeing import seen
from .walk import fill, form, go, until


async def test_a_day_is_said_back_while_it_is_typed_and_saved_as_said(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as (app, pilot):
        await go(app, pilot, "action:long")
        await until(pilot, lambda: form(app).body_widget.whole)
        editor = form(app).body_widget.editor("due")
        assert editor is not None
        editor.focus_editor()
        await pilot.press(*"frida")
        await until(pilot, lambda: "frida is not a day I understand" in seen(app))
        await pilot.press("y")
        await until(pilot, lambda: "Fri 22 May, tomorrow" in seen(app))
        assert "not a day" not in seen(app)
        await fill(app, pilot, text="Send the memo")
        screen = app.screen
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is not screen)
        assert [a.due for a in app.view.actions if a.text == "Send the memo"] == ["2026-05-22"]
