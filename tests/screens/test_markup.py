"""What looks like markup is shown as it was typed: no action fires, nothing fails, nothing changes its looks."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mentor_tui.schema.records import Action, Goal, Note, Record, Session
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.widgets.dialogs import Ask, Choose, Confirm
from tests.hostile import Choices, Gallery, markups, wrong
from tests.vault.counts import count

from .conftest import OpenApp

CORPUS = markups(1000)
AREAS = ("home", "journey", "goals", "agreement", "sessions", "actions", "pdus", "notes", "close", "find", "pairs")


def watch(app: MentorApp) -> list[str]:
    """The actions that run from now on."""
    ran: list[str] = []
    run = app.run_action

    async def noted(action: Any, *args: Any, **more: Any) -> bool:
        ran.append(str(action))
        return await run(action, *args, **more)

    app.run_action = noted  # type: ignore[method-assign]
    return ran


@pytest.mark.parametrize("share", [10, pytest.param(1, marks=pytest.mark.soak)])
async def test_every_widget_shows_markup_as_it_was_typed(open_app: OpenApp, share: int) -> None:
    """In the ordinary suite each string goes through a quarter of the widgets in turn, in the soak through all."""
    async with open_app(empty=True, size=(120, 50)) as (app, pilot):
        ran = watch(app)
        gallery = Gallery()
        await app.push_screen(gallery)
        await pilot.pause()
        gallery.painted("something, so that each has its place")
        await pilot.pause()
        for turn, words in enumerate(CORPUS):
            for kind, strips in gallery.painted(words, turn, share).items():
                assert wrong(strips) == [], (kind, words)
                assert words[:24] in "".join(s.text for s in strips), (kind, words)
        await pilot.pause()
        app.pop_screen()
        for box in (
            Choices(CORPUS),
            Choose("\n".join(CORPUS[:5]), [(str(i), w) for i, w in enumerate(CORPUS)], detail=CORPUS[6]),
            Confirm("\n".join(CORPUS[:10]), detail="\n".join(CORPUS[10:20]), yes=CORPUS[20], no=CORPUS[21]),
            Ask("\n".join(CORPUS[:5]), detail="\n".join(CORPUS[5:10]), value=" ".join(CORPUS)),
        ):
            app.push_screen(box)
            await pilot.pause(0.1)
            strips = app.screen._compositor.render_strips()
            assert wrong(strips) == [] and "n00" in "".join(s.text for s in strips)
            for row in range(2, 40, 6):
                await pilot.click(offset=(12, row))
            while len(app.screen_stack) > 2:
                app.pop_screen()
            await pilot.pause()
        assert not [action for action in ran if "quit" in action or "bell" in action or "lock" in action]
        assert app.is_open
        count("strings with markup", len(CORPUS), of="leaks")


@pytest.mark.soak
async def test_every_area_shows_markup_in_records_as_it_was_typed(open_app: OpenApp) -> None:
    def put(workspace: Any) -> None:
        pair = workspace.pairs[0]
        records: list[Record] = [msgspec.structs.replace(pair, partner_name=CORPUS[0])]
        some = iter(CORPUS)
        for one, two, three, four, five in zip(some, some, some, some, some, strict=False):
            records += [
                Note(pair_id=pair.id, title=one, text=two),
                Goal(pair_id=pair.id, title=two, action=one, status="active"),
                Action(pair_id=pair.id, text=three, owner="mentor"),
                Session(pair_id=pair.id, on="2026-05-17", minutes=60, status="held", focus=four, outcome=five),
            ]
        workspace.save(*records)

    async with open_app(empty=True, size=(120, 50), prepare=put) as (app, pilot):
        ran = watch(app)
        for where in AREAS:
            app.go(where)
            await pilot.pause(0.05)
            for key in ("pagedown", "down", "end"):
                strips = app.screen._compositor.render_strips()
                assert wrong(strips) == [], where
                await pilot.press(key)
            if where in ("goals", "sessions", "actions", "notes"):
                assert " end" in "".join(s.text for s in strips), where
                await pilot.click(offset=(30, 8))
        assert app.is_open and not [a for a in ran if "quit" in a or "bell" in a or "lock" in a]
