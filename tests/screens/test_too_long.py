"""A paste that is too long for a line is said to be, also where no form stands around it."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input

from mentor_tui.schema.records import Action
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import notice, seen
from .test_firstrun import wait_for

BIG = "x" * 1_100_000


def one_promise(workspace: Workspace) -> None:
    workspace.save(Action(pair_id=workspace.pairs[0].id, text="send it", owner="mentor", due="2026-12-01"))


@pytest.mark.usefixtures("paints_at_once")  # the line of the screen below shows through the box only when it is painted
@pytest.mark.parametrize("keys", [["slash"], ["6", "d"]], ids=["find", "why it falls away"])
async def test_a_paste_that_does_not_fit_is_told(open_app: OpenApp, keys: list[str]) -> None:
    async with open_app(empty=True, prepare=one_promise) as (app, pilot):
        await pilot.press(*keys)
        await wait_for(pilot, lambda: isinstance(app.focused, Input))
        app.post_message(events.Paste(BIG))
        await wait_for(pilot, lambda: "a field takes 1 MB" in seen(app))
        assert isinstance(app.focused, Input) and app.focused.value == ""


async def test_a_paste_where_nothing_is_written_is_passed_over(open_app: OpenApp) -> None:
    """As a short one is: nobody meant to put it into a list."""
    async with open_app(empty=True) as (app, pilot):
        before, screen = notice(app), app.screen
        for words in ("q", BIG):
            app.post_message(events.Paste(words))
            await pilot.pause()
        assert app.is_open and app.screen is screen and notice(app) == before
