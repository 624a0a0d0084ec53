"""Small helpers for walking through the app in tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.plain import Plain

HOSTILE = "[/ [@click=app.quit]x[/] \x1b]52;c;ZXZpbA==\x07\x1b[31mred\x1b[0m [bold]b"
"""Markup and escape sequences as somebody may paste them."""
TYPED = "[/ [@click=app.quit]x[/] red [bold]b"
"""The same as it is shown: what was typed, without what a terminal would obey."""


async def until(pilot: Pilot[int], condition: Callable[[], Any], tries: int = 150) -> None:
    """Wait until something is so; fails after about three seconds."""
    for _ in range(tries):
        if condition():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not happen")


async def go(app: MentorApp, pilot: Pilot[int], where: str) -> None:
    """Go to a place and wait until it has painted."""
    before = app.screen
    app.go(where)
    await until(pilot, lambda: app.screen is not before)
    await pilot.pause()


async def fill(app: MentorApp, pilot: Pilot[int], **values: Any) -> None:
    """Put values into the form on the screen, as if typed."""
    screen = form(app)
    await until(pilot, lambda: all(screen.body_widget.editor(k) is not None for k in values))
    screen.body_widget.put(values)
    await pilot.pause()


async def save(app: MentorApp, pilot: Pilot[int]) -> None:
    """F2, and wait until the form has closed."""
    screen = form(app)
    await pilot.press("f2")
    await until(pilot, lambda: app.screen is not screen)


def form(app: MentorApp) -> FormScreen:
    """The form on the screen."""
    assert isinstance(app.screen, FormScreen)
    return app.screen


def shown(app: MentorApp, selector: str) -> str:
    """The words of a text on the screen."""
    return str(app.screen.query_one(selector, Plain).visual)


def notice(app: MentorApp) -> str:
    """The sentence on the notice line."""
    return app.screen.query_one(Notice).sentence


def painted(app: MentorApp) -> str:
    """Every character on the screen."""
    return "\n".join("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())
